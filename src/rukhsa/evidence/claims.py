"""Claims of a report: who does what to which measure, since when and until when, on whose word.

A report is read sentence by sentence, clause by clause. What the lexicons do not know is not guessed: such
sentences are given back as not understood.
"""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.evidence.byline import dateline
from rukhsa.evidence.claim import Claim, Context, Reader
from rukhsa.evidence.colour import is_colour
from rukhsa.evidence.dated import meant, unnamed
from rukhsa.evidence.echoes import (
    acting,
    by_the_same_people,
    counted,
    does_the_same,
    done_before,
    elaborates,
    goes_back,
    goes_on,
    is_aside,
)
from rukhsa.evidence.headline import with_headline
from rukhsa.evidence.known import Found, tells
from rukhsa.evidence.lastday import with_last_day
from rukhsa.evidence.lexicon import Lexicon, Mark
from rukhsa.evidence.merge import merged
from rukhsa.evidence.narrow import narrowed
from rukhsa.evidence.numbers import Number
from rukhsa.evidence.objection import with_denial, with_objection
from rukhsa.evidence.passage import claim_by, claim_of
from rukhsa.evidence.plausible import plausible
from rukhsa.evidence.reaction import with_reaction
from rukhsa.evidence.readout import with_readout
from rukhsa.evidence.recall import of_the_teller, pointed_at, recalled, spoken_of_on
from rukhsa.evidence.script import folded
from rukhsa.evidence.senses import actors, has_ministry, ministry, ministry_side, names
from rukhsa.evidence.sentences import QUIET, Clause, Sentence
from rukhsa.evidence.sift import sifted, with_criticism
from rukhsa.evidence.speakers import continued
from rukhsa.evidence.statement import statement
from rukhsa.evidence.voice import Voice, voice
from rukhsa.records import replace

_PRONOUN = 5  # letters that a mere pronoun has at most; `the chips` has more
_CARRYING = names("restrictions") | {"license"}


def read_claims(listed: Iterable[Sentence], reader: Reader) -> tuple[list[Claim], list[Sentence]]:
    """The claims of a report's sentences, and the sentences that say something that was not understood."""
    every = list(listed)
    side = _side_spoken_of(every, reader)
    first = _acting_first(every) or side
    every = [_with_ministry(sentence, first, reader.words.lang) for sentence in every]
    named = (mark.name for sentence in every for mark in sentence.named("outlet"))
    main = next(named, None)
    voices = continued(every, [voice(sentence, reader.words, main) for sentence in every], reader.words.lang)
    agency = _agency(every[0], reader.words) if every else None
    context = _context(side, voices, agency, reader)
    claims: list[Claim] = []
    unread: list[Sentence] = []
    things = _things_of_title(every)
    chip: Mark | None = None
    for sentence, spoken in zip(every, voices, strict=True):
        if sentence.index == 1 and not claims:
            claims = _headline(claims, every, voices, context, reader)  # what the lead leaves to the headline
        if sentence.is_title and claims and sentence is every[-1]:
            claims = _headline(claims, every, voices, context, reader)
        if (sentence.is_title and claims) or is_colour(sentence, spoken):
            continue
        if sentence.continues and not sentence.has("who") and sentence.index:
            sentence = _with_actors(sentence, every[sentence.index - 1])
        found, things = _read(_with_chip(sentence, chip), spoken, things, context, reader, claims)
        chip = next((m for m in reversed(sentence.marks) if _is_chip(m)), chip)
        found = with_objection(found, claims, sentence, spoken, context, reader)
        found = with_denial(found, claims, sentence, spoken, context, reader)
        found = with_reaction(found, claims, sentence, spoken, context, reader)
        found = with_readout(found, claims, sentence, spoken, context, reader)
        found, claims = with_last_day(found, claims, sentence, reader)
        if sentence.continues:
            found = [c for c in found if c.act != "state" or not done_before(c, claims)]
        if not found and spoken.count is not None and spoken.count > 1 and claims:
            claims = counted(claims, spoken)
        claims += [by_the_same_people(claim, claims, spoken) for claim in found]
        if not found and not sentence.is_title and _says_something(sentence):
            unread.append(sentence)
    return merged(claims, context.unverified_by), unread


def _headline(
    claims: list[Claim], every: list[Sentence], voices: list[Voice], context: Context, reader: Reader
) -> list[Claim]:
    """The claims so far with what the headline alone tells, if there is one."""
    title, spoken = every[-1], voices[-1]
    if not title.is_title:
        return claims
    lead = spoken if spoken.is_press or spoken.speaker else voices[0]
    told, _ = _read(title, lead, (), context, reader, [])
    return with_headline(claims, [replace(claim, index=0) for claim in told], title)


def _things_of_title(every: list[Sentence]) -> tuple[Mark, ...]:
    """The goods that a headline names, for a first sentence that leaves them to it."""
    if not every or not every[-1].is_title:
        return ()
    last = every[-1]
    rounds = tuple(m for m in last.named("talks") if m.name != "talks")
    if any(m.name != "talks" for s in every[:-1] for m in s.named("talks")):
        rounds = ()
    if any(m.kind == "thing" and m.name not in names("loose") for m in every[0].marks):
        return rounds
    return (*rounds, *(m for m in last.marks if m.kind == "thing" and m.name not in names("loose")))


def _is_chip(mark: Mark) -> bool:
    return mark.kind == "thing" and mark.name in names("chips")


def _with_chip(sentence: Sentence, chip: Mark | None) -> Sentence:
    """A sentence that does something to `the chips`, with the chip that was named last."""
    if chip is None or any(_is_chip(m) for m in sentence.marks):
        return sentence

    spaced = " " in sentence.folded.strip()

    def meant(clause: Clause) -> Clause:
        goods = [m for m in clause.marks if m.kind == "thing" and m.name not in names("loose")]
        done = any(m.name not in QUIET and m.name != "criticise" for m in clause.named("act"))
        told = [m for m in clause.named("anaphor") if m.size > (_PRONOUN if spaced else 2)]
        if goods or not done or not told:
            return clause
        named = replace(chip, start=told[0].start, end=told[0].end)
        return replace(clause, marks=(*clause.marks, named))

    return replace(sentence, clauses=tuple(map(meant, sentence.clauses)))


def _with_actors(sentence: Sentence, before: Sentence) -> Sentence:
    """A sentence that goes on without naming anybody, with the actors of the one before."""
    who = tuple(Mark("who", mark.name, 0, 0) for mark in before.named("who"))
    clauses = tuple(replace(clause, marks=(*who, *clause.marks)) for clause in sentence.clauses)
    return replace(sentence, marks=(*who, *sentence.marks), clauses=clauses)


def _says_something(sentence: Sentence) -> bool:
    quiet = sentence.has("hedge", "no-comment", "could-not-verify")
    return not quiet and sentence.has("act") and (sentence.has("thing") or sentence.has("measure"))


def _side_spoken_of(every: list[Sentence], reader: Reader) -> str | None:
    """The side whose actors a report names most often."""
    sides = [actors()[m.name].side for s in every for m in s.named("who") if m.name in actors()]
    return max(reader.known.packs, key=sides.count, default=None) if sides else None


def _acting_first(every: list[Sentence]) -> str | None:
    """The side that acts first in a report, if it has a ministry of a name that others have too."""
    named = (actors().get(m.name) for s in every for m in s.named("who"))
    return next(
        (a.side for a in named if a is not None and a.speaks_for_a_state and has_ministry(a.side)), None
    )


def _agency(first: Sentence, words: Lexicon) -> str | None:
    """The agency that a dateline names."""
    head = folded(first.text[: dateline(first.text, words.lang)], words.lang)
    named = [mark.name for mark in words.searcher(head).marks(head) if mark.kind == "outlet"]
    return named[0] if named else None


def _context(side: str | None, voices: list[Voice], agency: str | None, reader: Reader) -> Context:
    return Context(
        origin=next((v.outlet for v in voices if v.outlet), None) or reader.outlet or agency,
        side=side,
        unverified_by=next((v.unverified_by for v in voices if v.unverified_by), None),
    )


def _read(
    sentence: Sentence,
    spoken: Voice,
    earlier: tuple[Mark, ...],
    context: Context,
    reader: Reader,
    told: list[Claim],
) -> tuple[list[Claim], tuple[Mark, ...]]:
    """The claims of a sentence, and the things that the next may speak of without naming them."""
    claims: list[Claim] = []
    carried = earlier
    waiting: Clause | None = None  # a clause in which something is done, it is not yet said to what
    for clause in with_criticism(sentence):
        if clause.has("hedge", "no-comment", "could-not-verify") or is_aside(clause):
            continue
        counts = [
            n.value
            for n in sentence.numbers
            if clause.start <= n.start < clause.end and not _dated(n, sentence)
        ]
        text = sentence.folded[clause.start : clause.end]
        own = _reach(clause, sentence)
        day = spoken_of_on(clause, sentence, reader)
        measures = reader.known.found(own, counts, text, reader.words.lang, day)
        vague = all(
            m.measure.general or m.measure.kind == "talks" or not tells(m.needs, m.measure) for m in measures
        )
        later = clause.start > 0 or sentence.continues
        if (
            carried
            and vague
            and (
                (_points_back(clause) and not (measures and _only_pronouns(clause, sentence)))
                or (not _things(clause) and (later or _names_nothing(clause, sentence)))
            )
        ):
            quiet = all(m.name in QUIET for m in clause.named("act"))
            ruled = any(clause.has("measure", n) for n in names("restrictions"))
            named = (clause.has("anaphor") or ruled or clause.start > 0) and not clause.has(
                "measure", "license"
            )
            taken = [
                m
                for m in carried
                if m.kind == "thing"
                or (m.kind == "talks" and clause.has("talks", "talks"))
                or (m.kind == "measure" and named)
                or (clause.has("anaphor") and quiet)
            ]
            more = [m for m in taken if m.name in names("on_chips") or not clause.has("thing", "chips")]
            wider = reader.known.found((*own, *more), counts, text, reader.words.lang, day)
            if wider and not wider[0].measure.general:
                measures = wider
        carried = _things(clause) or carried
        pointed = pointed_at(clause, sentence, [*told, *claims], reader.words.lang)
        if pointed and all(
            m.measure.general or m.measure.kind in ("talks", "truce") or m.start > pointed[0].start
            for m in measures
        ):
            measures = pointed
        if clause.has("act", "tie"):
            measures = of_the_teller([*told, *claims], spoken, measures) or measures
        if clause.has("act", "same"):
            measures = measures or [Found(c.measure, 1) for c in told[-1:] if c.measure is not None]
        measures = measures or recalled(
            clause, sentence, [c.measure for c in (*told, *claims) if c.measure is not None]
        )
        measures = measures or unnamed(sentence, clause, reader)
        measures = plausible(measures, clause, sentence, context.side, reader.day)
        idle = not measures and any(m.name not in QUIET for m in clause.named("act"))
        for one in measures:
            claim = claim_of(one, clause, sentence, spoken, context, reader)
            if (
                waiting is not None
                and not clause.has("act", "silent")
                and not waiting.has("act", "criticise")
                and (claim is None or claim.act == "state" or goes_back(clause))
            ):
                joined = claim_of(one, waiting.until(clause), sentence, spoken, context, reader)
                claim = joined if joined is not None and joined.act != "state" else claim
            if (
                claim is not None
                and not tells(one.needs, one.measure)
                and any(c.act == claim.act and _side(c) == one.measure.side for c in claims)
            ):
                continue  # the same act, of a measure that nothing here names
            exact = meant(claim, clause, reader) if claim is not None else None
            if claim is not None and exact is not None:
                exactly = claim_of(
                    replace(one, measure=exact, weight=2), clause, sentence, spoken, context, reader
                )
                fits = exactly is not None and exactly.act == claim.act
                claim = exactly if fits else replace(claim, measure=exact)
            elif claim is not None and one.measure.id.endswith("-unnamed"):
                claim = None
            recent = [c for c in told if c.index >= sentence.index - 2]
            done = next((c.act for c in reversed([*recent, *claims]) if c.act != "state"), None)
            who = acting(one, clause) if done and does_the_same(clause, one) else None
            if done and who is not None and (claim is None or claim.act in ("state", "propose")):
                claim = claim_by(done, who, one, clause, sentence, spoken, context, reader)
            if claim is not None and (
                elaborates(claim, claims, clause, counts) or goes_on(claim, claims, clause, sentence)
            ):
                continue
            if claim is not None:
                claims += narrowed(claim, clause, sentence, reader)
                if claim.act == "criticise":
                    break
        waiting = clause if idle else None
    claims = sifted(claims, sentence, reader)
    if not claims:
        claims += statement(sentence, spoken, context, reader.known.packs, told)
    return claims, carried


def _side(claim: Claim) -> str | None:
    return claim.measure.side if claim.measure is not None else None


def _dated(number: Number, sentence: Sentence) -> bool:
    """Whether a number belongs to a day."""
    return any(day.start <= number.start < day.end for day in sentence.days)


def _things(clause: Clause) -> tuple[Mark, ...]:
    """What a clause is about that a later one may take up: what it only fears is left out."""
    feared = _feared_from(clause)
    return tuple(
        m
        for m in clause.marks
        if m.start < feared
        and (
            (m.kind == "talks" and m.name != "talks")
            or (m.kind == "thing" and m.name not in names("loose"))
            or (m.kind == "measure" and m.name in names("telling"))
        )
    )


def _names_nothing(clause: Clause, sentence: Sentence) -> bool:
    """Whether a clause does something to what only an earlier sentence names: to rules, bans, licenses of which it tells."""
    done = any(m.name not in QUIET for m in clause.named("act"))
    loose = names("loose") | {"exempt"}
    named = any(m.kind == "thing" and m.name not in loose for m in sentence.marks)
    bare = not named and not sentence.has("talks") and not sentence.has("measure", "reviewing")
    return done and bare and (clause.has("anaphor") or any(clause.has("measure", n) for n in _CARRYING))


def _points_back(clause: Clause) -> bool:
    """Whether a clause speaks of what was named before: by this, it, the ban, الترخيص."""
    return clause.has("anaphor")


def _only_pronouns(clause: Clause, sentence: Sentence) -> bool:
    """Whether a clause that names goods points back by pronouns only (it widened its grip on ...): to who acts."""
    named = any(m.kind == "thing" and m.name not in names("loose") for m in clause.marks)
    spaced = " " in sentence.folded.strip()
    return named and spaced and all(m.size <= _PRONOUN for m in clause.named("anaphor"))


def _with_ministry(sentence: Sentence, main: str | None, lang: str) -> Sentence:
    """The sentence with a bare ministry of commerce read as that of the side that is spoken of."""
    if not any(mark.kind == "who" and mark.name in names("bare_ministries") for mark in sentence.marks):
        return sentence
    acting = sentence.named("who")
    until = min(m.start for m in acting if m.name in names("bare_ministries"))
    near = [m for m in acting if main is None or m.start < until]  # who stands later may be acted upon
    own = {actors()[m.name].side for m in near if m.name in actors()}
    own = {side for side in own if has_ministry(side)}
    side = ministry_side(lang) or (own.pop() if len(own) == 1 else main)
    if side is None or not has_ministry(side):
        return sentence
    actor = ministry(side)

    def meant(mark: Mark) -> Mark:
        bare = mark.kind == "who" and mark.name in names("bare_ministries")
        return Mark("who", actor, mark.start, mark.end) if bare else mark

    clauses = tuple(replace(c, marks=tuple(map(meant, c.marks))) for c in sentence.clauses)
    return replace(sentence, marks=tuple(map(meant, sentence.marks)), clauses=clauses)


def _feared_from(clause: Clause) -> int:
    """Where a clause begins to tell what is only feared; its end where it does not."""
    return min((m.start for m in clause.marks if m.kind == "hedge" and m.name == "fear"), default=clause.end)


def _reach(clause: Clause, sentence: Sentence) -> tuple[Mark, ...]:
    """The marks of a clause, with the actors of its sentence where it names none."""
    if clause.has("who"):
        return clause.marks
    return (*clause.marks, *(mark for mark in sentence.marks if mark.kind == "who"))
