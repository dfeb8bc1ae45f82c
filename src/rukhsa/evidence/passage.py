"""What one clause says of one measure: the act, who does it, since when, on whose word."""

from __future__ import annotations

from rukhsa.evidence.cites import cited
from rukhsa.evidence.claim import PRESS_KINDS, Claim, Context, Reader
from rukhsa.evidence.known import Found, Named, away
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.mood import denied, feared, is_condition, modal, negated, none_given, unsaid
from rukhsa.evidence.pauses import pause_is_over, pause_until
from rukhsa.evidence.polarity import THAW, TIGHTEN, direction, ends_a_pause, is_about_flow, main_acts, resolve
from rukhsa.evidence.recall import spoken_of_on
from rukhsa.evidence.senses import Actor, actors
from rukhsa.evidence.sentences import QUIET, Clause, Sentence
from rukhsa.evidence.status import is_joint, status_of
from rukhsa.evidence.voice import Voice
from rukhsa.evidence.weigh import graded
from rukhsa.evidence.weighed import is_weighed
from rukhsa.evidence.when import roles
from rukhsa.records import replace

_BODY = frozenset(("control", "list", "tariff"))
_SAID = ("state", "criticise", "deny")
_PAST = ("earlier", "month-earlier", "week-earlier", "year-earlier", "yesterday")
_FRESH = 10  # days after its act within which a measure is new


def claim_of(
    found: Found, clause: Clause, sentence: Sentence, spoken: Voice, context: Context, reader: Reader
) -> Claim | None:
    """What a clause says of a measure that it speaks of; nothing when it says nothing that counts."""
    measure = found.measure
    spoken = _own_voice(clause, sentence, spoken, measure, reader)

    def told_by(act: str, verb: Mark | None) -> Claim:
        who = _doer(verb, clause, sentence, measure)
        limited = (
            clause.has("hedge", "temporarily")
            or (act == "rescind" and clause.has("time", "duration"))
            or roles(clause, sentence, reader.words)[3]
        )
        if act in ("rescind", "ease") and measure.kind in _BODY and limited and act != measure.enters:
            act = "suspend"  # what ends only until a day, or for a while, is suspended
        teller = actors().get(spoken.speaker or "")
        promising = clause.has("hedge", "will") or clause.has("act", "resume", "agree")
        awaited = act == "license" or (act == "propose" and clause.has("act", "resume"))
        if awaited and teller is not None and teller.is_company and promising:
            act, who = "resume", teller  # a license that it was promised
        banned = (
            measure.kind == "control"
            and measure.enters == "impose"
            and not (measure.provisions or measure.general)
        )
        if act in ("ease", "resume") and banned and (who is None or not who.is_company):
            act = "suspend"  # what is exempt, or let through again, is not banned for now
        if act == "license" and teller is not None and teller.is_company and clause.has("act", "expect"):
            act, who = "state", teller  # a license that it hopes for
        if (
            measure.kind == "probe"
            and teller is not None
            and teller.is_company
            and (verb is None or verb.name in ("say", "tell", "propose"))
        ):
            act, who = "state", teller  # what a company says of an inquiry opens none
        promised = clause.has("hedge", "will", "expected") or clause.has("act", "agree", "expect")
        if (
            (
                act == "license"
                or (
                    measure.kind in _BODY
                    and act in THAW | {"propose"}
                    and clause.has("act", "expect", "propose")
                )
            )
            and promised
            and teller is not None
            and teller.speaks_for_a_state
            and teller.side != measure.side
        ):
            act, who = "state", teller  # what one side says that the other will do
        if act == "propose" and measure.kind == "threat" and teller is not None and teller.is_company:
            act, who = "state", teller  # a firm brings in no bill
        if act == "criticise" and spoken.by_pronoun and teller is not None:
            who = teller
        if who is not None and _cannot_do(act, who, measure):
            who = None
        if (
            act == "state"
            and who is not None
            and who.is_company
            and measure.kind in _BODY
            and not _speaks(teller)
        ):
            who = None  # a firm that is only spoken of
        return _told(act, verb, who, found, clause, sentence, spoken, context, reader)

    if measure.kind in ("talks", "truce") and any(
        m.kind == "hedge" and m.name in ("fear", "purpose") and clause.start <= m.start < found.start
        for m in clause.marks
    ):
        return None
    if measure.general and any(
        m.kind == "hedge" and m.name == "fear" and m.start < found.start for m in clause.marks
    ):
        return None
    if measure.kind in (*_BODY, "truce") and not measure.general and pause_is_over(clause, sentence):
        again = measure.enters if measure.enters in TIGHTEN else "tighten"
        return None if measure.kind == "truce" else replace(told_by(again, None), until=None)
    ended = pause_until(clause, sentence, reader) if measure.kind in _BODY and not measure.general else None
    if ended is not None:
        return replace(told_by("suspend", None), until=ended)
    if measure.kind == "freeze" and _is_unpublished(clause, spoken):
        return None
    if measure.kind in _BODY and _is_unpublished(clause, spoken):
        return None if measure.general else told_by("state", None)
    for verb in main_acts(clause):
        if (verb.name != "criticise" and feared(verb, clause)) or (
            verb.name != "silent" and unsaid(max(verb.start, found.start), clause)
        ):
            continue
        if verb.name == "deny" and negated(verb, clause):
            continue
        if verb.name == "license" and (negated(verb, clause) or none_given(verb, clause)):
            continue
        if verb.name == "extend" and negated(verb, clause):
            continue  # what came instead tells
        if verb.name == "criticise" and clause.has("measure", "guidance"):
            continue  # guidance warns, it does not object
        if verb.name == "fresh" and not (0 <= away(measure, reader.day) <= _FRESH and _is_firm(spoken)):
            continue  # what a firm calls new is no older measure
        if measure.kind not in PRESS_KINDS and denied(verb, clause):
            if clause.has("act", "impose", "block", "remain"):
                continue  # may no longer be sold: that is the ban
            return told_by("state", verb)
        if measure.kind in _BODY and ends_a_pause(verb, clause, sentence.folded):
            return told_by(measure.enters if measure.enters in TIGHTEN else "tighten", verb)
        who = _doer(verb, clause, sentence, measure)
        if verb.name == "criticise" and spoken.by_pronoun:
            who = actors().get(spoken.speaker or "", who)
        if measure.kind == "customs" and denied(verb, clause):
            return _told("block_import", verb, who, found, clause, sentence, spoken, context, reader)
        weighed = is_weighed(verb, clause, sentence)
        act = resolve(verb, clause, measure, who, weighed or modal(verb, clause))
        if (
            weighed
            and act is not None
            and act not in _SAID
            and measure.kind not in ("talks", "share", "remark")
        ):
            act = "propose"
        if act == "state" and measure.kind in _BODY and clause.has("hedge", "fear"):
            continue
        if act == "state" and spoken.speaker is not None and actors()[spoken.speaker].kind == "experts":
            continue
        if act == "propose" and _of_other_side(spoken, measure) and is_condition(found, clause):
            continue  # a threat in case something is not done
        if act is None or (measure.general and act in ("advise_against", "block_import")):
            continue
        if (
            act == "state"
            and measure.kind in _BODY
            and (measure.general or (found.weight <= 1 and not _is_own_word(spoken, clause)))
            and verb.name not in ("remain", "impose", "tighten")
            and (verb.name != "expect" or not (spoken.speaker or spoken.is_press))
        ):
            continue
        if act == "state" and measure.kind in _BODY and _names_only_the_firm(found, clause, spoken):
            continue
        if act == "state" and _is_rebuke(verb, measure, clause, spoken):
            act = "criticise"
        return told_by(act, verb)
    if measure.kind == "control" and clause.has("thing", "case-by-case"):
        return told_by(measure.enters, None)
    if measure.kind == "control" and not measure.general and clause.has("measure", "guidance"):
        return told_by("state", None)
    if measure.kind in ("talks", "share") and not sentence.is_title:
        return told_by("state", None)
    return None


def _own_voice(clause: Clause, sentence: Sentence, spoken: Voice, measure: Named, reader: Reader) -> Voice:
    """The voice of a clause: what it only recalls (despite the decision of ..., after ...) is not what the press found out."""
    past = reader.words.words("place", "past", sentence.folded)
    recalls = (
        clause.start > 0
        and past is not None
        and any(-1 <= m.start() - clause.start <= 2 for m in past.finditer(sentence.folded))
    )
    states = [actors()[m.name] for m in clause.named("who") if m.name in actors()]
    states = [a for a in states if a.speaks_for_a_state and a.side == measure.side]
    if not recalls or not states or not spoken.is_press or measure.kind not in _BODY:
        return spoken
    return Voice()


def claim_by(
    act: str, who: Actor, found: Found, clause: Clause, sentence: Sentence, spoken: Voice, context: Context, reader: Reader,
) -> Claim:  # fmt: skip
    """A claim of an act that is known already, by a known actor."""
    return _told(act, None, who, found, clause, sentence, spoken, context, reader)


def _is_rebuke(verb: Mark, measure: Named, clause: Clause, spoken: Voice) -> bool:
    """Whether an office says something of what another side has laid, and neither praises it nor tells what comes."""
    who = actors().get(spoken.speaker or "")
    if who is None or not who.speaks_for_a_state or who.is_country or who.side == measure.side:
        return False
    stance = clause.has("hedge", "will", "expected", "may") or clause.has(
        "act", "agree", "expect", "praise", "remain"
    )
    laid = measure.kind in _BODY and measure.enters in TIGHTEN and not measure.general
    return verb.name == "say" and laid and not stance


def _names_only_the_firm(found: Found, clause: Clause, spoken: Voice) -> bool:
    """Whether a firm that speaks is all by which a measure seems to be named: Samsung said it was in contact."""
    own = [m for m in clause.named("who") if m.name == spoken.speaker]
    named = [m for m in clause.marks if m.name in found.needs or f"who:{m.name}" in found.needs]
    return bool(own) and bool(named) and all(any(o.start <= m.start < o.end for o in own) for m in named)


def _is_own_word(spoken: Voice, clause: Clause) -> bool:
    """Whether a person, of a firm or of a government, says something in their own name, or a firm what it reckons with."""
    who = actors().get(spoken.speaker or "")
    if who is None:
        return False
    return who.kind in ("chief", "person") or (who.is_company and clause.has("measure", "outlook"))


def _cannot_do(act: str, who: Actor, measure: Named) -> bool:
    """Whether an actor that stands near cannot be the one who acts: a company that tells it, another side's office."""
    if act in ("criticise", "deny", "state"):
        return False
    if who.is_company:
        return act in ("impose", "tighten", "investigate") or (
            measure.kind in _BODY and act in ("freeze_informal", "rescind")
        )
    return measure.kind in _BODY | {"freeze"} and who.speaks_for_a_state and who.side != measure.side


def _is_unpublished(clause: Clause, spoken: Voice) -> bool:
    """Whether a clause only tells that no text has been published yet: what would be done by it is not told."""
    missing = [m for m in clause.marks if m.kind == "hedge" and m.name == "unpublished"]
    done = [m for m in main_acts(clause) if m.name not in QUIET]
    return bool(missing) and not spoken.is_press and all(m.start >= missing[0].start for m in done)


def _speaks(teller: Actor | None) -> bool:
    return teller is not None and teller.is_company


def _is_firm(spoken: Voice) -> bool:
    who = actors().get(spoken.speaker or "")
    return who is not None and who.is_company


def _of_other_side(spoken: Voice, measure: Named) -> bool:
    who = actors().get(spoken.speaker or "")
    return who is not None and who.side is not None and measure.kind in _BODY and who.side != measure.side


def _doer(verb: Mark | None, clause: Clause, sentence: Sentence, measure: Named) -> Actor | None:
    """Who acts: the nearest actor before the verb, else after it, else in the sentence."""
    table = actors()
    place = verb.start if verb else clause.start
    own = [m for m in clause.named("who") if m.name in table]
    before = sorted((m for m in own if m.end <= place), key=lambda m: -m.end)
    after = sorted((m for m in own if m.start >= place), key=lambda m: m.start)
    elsewhere = [m for m in sentence.named("who") if m.name in table]
    listed = [table[m.name] for m in (*before, *after, *elsewhere)]
    listed = [a for a in listed if a.id != a.side] + [a for a in listed if a.id == a.side]
    if not listed:
        return None
    if verb is not None and verb.name in ("criticise", "deny", "resume", "expect"):
        fit = {
            "criticise": ("experts", "lawmakers", "industry"),
            "deny": ("company", "chief", "government", "person"),
        }.get(verb.name, ("company", "chief"))
        return next((actor for actor in listed if actor.kind in fit), listed[0])
    if measure.kind == "share":
        return next((actor for actor in listed if actor.is_company), listed[0])
    if measure.kind in _BODY | {"freeze", "practice", "customs", "probe"}:
        return next((actor for actor in listed if actor.side == measure.side), listed[0])
    return listed[0]


def _told(
    act: str, verb: Mark | None, who: Actor | None, found: Found, clause: Clause, sentence: Sentence,
    spoken: Voice, context: Context, reader: Reader,
) -> Claim:  # fmt: skip
    measure = found.measure
    hedges = tuple(
        dict.fromkeys(
            m.name for m in clause.marks if m.kind == "hedge" and m.name not in ("fear", "will", "purpose")
        )
    )
    day, whole, effective, until = roles(clause, sentence, reader.words)
    grade, origin, count = graded(act, measure, who, clause, sentence, spoken, context)
    flow = verb is not None and is_about_flow(verb, clause, measure)
    if (
        act == "freeze_informal"
        and measure.kind in _BODY
        and not flow
        and grade == "official"
        and who is not None
    ):
        act = "suspend"  # what an office says that it puts on hold, it suspends
    told = (
        0.35
        + 0.1 * min(found.weight, 3)
        + (0.1 if who else 0)
        + (0.15 if spoken.is_press or spoken.speaker else 0)
    )
    return Claim(
        who=who.id if who else (measure.by or None),
        act=act,
        measure=measure,
        status=status_of(act, grade, measure, clause, effective, reader.day, is_joint(sentence, reader)),
        grade=grade,
        direction=direction(act, flow),
        sources=count,
        more=spoken.more and count == spoken.count,
        origin=origin,
        day=day,
        whole_day=whole,
        effective=effective,
        until=until,
        unverified_by=spoken.unverified_by,
        hedges=hedges,
        cites=tuple(dict.fromkeys(name for name, _, _ in cited(sentence.folded))),
        sentence=sentence.text,
        index=sentence.index,
        recalls=any(sentence.has("time", name) for name in _PAST)
        or spoken_of_on(clause, sentence, reader) != reader.day,
        confidence=round(min(0.95, told) - 0.1 * bool(hedges), 2),
    )
