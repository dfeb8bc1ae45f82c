"""What an office or lawmakers object to when they do not name it: the measure that the report told of just before."""

from __future__ import annotations

from rukhsa.evidence.claim import Claim, Context, Reader
from rukhsa.evidence.known import Found, away
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.passage import claim_by
from rukhsa.evidence.senses import Actor, actors, names
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.voice import COMPANY, PERSON, PRONOUN, Voice

_OBJECTORS = ("government", "person", "lawmakers", "experts", "industry", "company", "chief")
_STEP = 6  # letters of the shortest `the step`
_TELLING = names("lists") | names("telling") | {"probe"}
_FRESH = 10  # days since a measure was acted upon within which it is what a report is about
OBJECTED = ("control", "list", "tariff", "probe", "share", "threat")


def with_objection(
    found: list[Claim],
    earlier: list[Claim],
    sentence: Sentence,
    spoken: Voice,
    context: Context,
    reader: Reader,
) -> list[Claim]:
    """The claims of a sentence, with what it objects to taken from the claims before it.

    Args:
        found: the claims of the sentence.
        earlier: those of the sentences before it.
        sentence, spoken: the sentence and whose word it is.
        context, reader: what the report and the packs tell.
    """
    objecting = [clause for clause in sentence.clauses if clause.has("act", "criticise")]
    if not objecting or sentence.is_title or sentence.has("hedge", "no-comment"):
        return found
    if any(_is_named(claim) for claim in found):
        if not _points_back(sentence) and (_names_something(sentence) or not sentence.has("anaphor")):
            return found
        found = [claim for claim in found if not _is_named(claim)]
    firm = [claim for claim in found if _is_firm(claim)]
    back = objecting[-1].has("anaphor") and (objecting[-1].has("who") or _points_back(sentence))
    if firm and not back:
        return found
    last = _object(objecting[-1], news([*earlier, *firm], reader.day))
    if last is None or last.measure is None or last.index < sentence.index - 3:
        return found
    clause = objecting[-1] if firm else objecting[0]
    if reader.words.lang == "en" and _is_pronoun(clause, sentence):
        return found  # who objects was named before, and whom it names is what is objected to
    who = _objector(clause, sentence, last.measure.side)
    if who is None:
        return found
    whole = Clause(0, len(sentence.folded), sentence.marks)
    claim = claim_by("criticise", who, Found(last.measure, 1), whole, sentence, spoken, context, reader)
    kept = firm or [c for c in found if c.act == "criticise" and c.measure is None and c.who != who.id]
    return [*kept, claim]


def with_denial(
    found: list[Claim],
    earlier: list[Claim],
    sentence: Sentence,
    spoken: Voice,
    context: Context,
    reader: Reader,
) -> list[Claim]:
    """The claims of a sentence, with what an office denies taken from what the press has just said of its own measures.

    The arguments are those of `with_objection`.
    """
    who = actors().get(spoken.speaker or "")
    if who is None or not who.speaks_for_a_state or not any(_is_bare_denial(claim) for claim in found):
        return found
    told = [
        c
        for c in earlier
        if c.measure is not None
        and c.measure.side == who.side
        and c.grade in ("reported", "anonymous")
        and c.index >= sentence.index - 2
    ]
    if not told or told[-1].measure is None:
        return found
    whole = Clause(0, len(sentence.folded), sentence.marks)
    about = Found(told[-1].measure, 1)
    denial = claim_by("deny", who, about, whole, sentence, spoken, context, reader)
    return [*(c for c in found if not _is_bare_denial(c)), denial]


def _is_bare_denial(claim: Claim) -> bool:
    return claim.act == "deny" and claim.measure is None


def _points_back(sentence: Sentence) -> bool:
    """Whether what is objected to is the step: called the step excessive."""
    return any(
        step.size >= _STEP
        and verb.start <= step.start <= verb.end + 2 * _STEP
        and not _goods_after(step, sentence)
        for verb in sentence.named("act")
        if verb.name == "criticise"
        for step in sentence.named("anaphor")
    )


def _goods_after(step: Mark, sentence: Sentence) -> bool:
    """Whether a step is told by what follows it: the decision to allow sales of the chip."""
    return any(
        m.kind == "thing" and m.name not in names("loose") and m.start > step.end for m in sentence.marks
    )


def _names_something(sentence: Sentence) -> bool:
    """Whether a sentence names by itself what it objects to, not only as this step."""
    return any(
        (m.kind == "thing" and m.name not in names("loose")) or (m.kind == "measure" and m.name in _TELLING)
        for m in sentence.marks
    )


def news(claims: list[Claim], day: str | None) -> list[Claim]:
    """The claims about what was acted upon in these days, if there are any: nobody objects to what a report recalls."""
    fresh = [c for c in claims if c.measure is not None and away(c.measure, day) <= _FRESH]
    return fresh if any(_may_be_objected_to(c) for c in fresh) else claims


def _is_named(claim: Claim) -> bool:
    """Whether a sentence names what it objects to."""
    return claim.act == "criticise" and claim.measure is not None and claim.measure.kind in OBJECTED


def _is_firm(claim: Claim) -> bool:
    """Whether a sentence does something of its own to a measure."""
    done = claim.act not in ("state", "criticise")
    return done and claim.measure is not None and not claim.measure.general


def _may_be_objected_to(claim: Claim) -> bool:
    if claim.measure is None or claim.measure.kind not in OBJECTED:
        return False
    return claim.act not in ("state", "criticise") or claim.measure.kind == "share"


def _object(clause: Clause, earlier: list[Claim]) -> Claim | None:
    """What is objected to: what the last sentence says first, rather of a side whose actors the objection names."""
    told = [c for c in reversed(earlier) if _may_be_objected_to(c) and c.measure is not None]
    sides = {actors()[m.name].side for m in clause.marks if m.kind in ("who", "place") and m.name in actors()}
    named = [c for c in told if c.measure is not None and c.measure.side in sides and c.act != "rescind"]
    other = [c for c in named if c.index + 3 > max(t.index for t in told)]
    fit = other or told
    return next((c for c in reversed(fit) if c.index == fit[0].index), None)


def _is_pronoun(clause: Clause, sentence: Sentence) -> bool:
    """Whether a pronoun is what stands before the verb of objecting."""
    verb = next(m for m in clause.named("act") if m.name == "criticise")
    ahead = [m for m in sentence.marks if m.end <= verb.start and m.kind in ("who", "source")]
    return bool(ahead) and all(m.kind == "source" and m.name in (PRONOUN, PERSON) for m in ahead)


def _objector(clause: Clause, sentence: Sentence, side: str | None) -> Actor | None:
    """Who objects: an office of another side than that of the measure, or lawmakers of any."""
    named = [m.name for m in (*clause.named("who"), *sentence.named("who")) if m.name in actors()]
    fit = [a for a in map(actors().__getitem__, named) if a.kind in _OBJECTORS]
    apart = (a for a in fit if not a.speaks_for_a_state or (a.side is not None and a.side != side))
    firm = actors()[COMPANY] if sentence.has("source", "company") else None
    return next(apart, firm)
