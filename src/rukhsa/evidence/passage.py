"""What one clause says of one measure: the act, who does it, since when, on whose word."""

from __future__ import annotations

import datetime

from rukhsa.evidence.cites import cited
from rukhsa.evidence.claim import PRESS_KINDS, Claim, Context, Reader
from rukhsa.evidence.known import PAUSES, Found, Named, away
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.polarity import THAW, TIGHTEN, direction, ends_a_pause, is_about_flow, main_acts, resolve
from rukhsa.evidence.recall import spoken_of_on
from rukhsa.evidence.senses import Actor, actors
from rukhsa.evidence.sentences import QUIET, Clause, Sentence
from rukhsa.evidence.voice import Voice
from rukhsa.evidence.weigh import graded
from rukhsa.evidence.weighed import is_weighed
from rukhsa.evidence.when import roles
from rukhsa.records import replace

_BODY = frozenset(("control", "list", "tariff"))
_CONDITION = 40  # letters after a conditional word within which what it is about stands
_SAID = ("state", "criticise", "deny")
_ENDING = ("ends", "rescind", "run", "until")
_LATER = 30  # letters after a clause within which its end may be told: the suspension, which ends on ...
_ENDED = 14  # letters between a word for the end of a pause and its day
_PAST = ("earlier", "month-earlier", "week-earlier", "year-earlier", "yesterday")
_FRESH = 10  # days after its act within which a measure is new
_SOON = 90  # days within which a measure that is reported now may still be to begin


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
        if act in ("rescind", "ease") and measure.kind in _BODY and limited:
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
    if measure.kind == "freeze" and _is_unpublished(clause, spoken):
        return None
    if measure.kind in _BODY and _is_unpublished(clause, spoken):
        return None if measure.general else told_by("state", None)
    ended = _pause_until(clause, sentence, reader) if measure.kind in _BODY and not measure.general else None
    if ended is not None:
        return replace(told_by("suspend", None), until=ended)
    for verb in main_acts(clause):
        if (verb.name != "criticise" and _feared(verb, clause)) or (
            verb.name != "silent" and _unsaid(max(verb.start, found.start), clause)
        ):
            continue
        if verb.name == "license" and (_negated(verb, clause) or _none_given(verb, clause)):
            continue
        if verb.name == "extend" and _negated(verb, clause):
            continue  # what came instead tells
        if verb.name == "criticise" and clause.has("measure", "guidance"):
            continue  # guidance warns, it does not object
        if verb.name == "fresh" and not (0 <= away(measure, reader.day) <= _FRESH and _is_firm(spoken)):
            continue  # what a firm calls new is no older measure
        if measure.kind not in PRESS_KINDS and _denied(verb, clause):
            if clause.has("act", "impose", "block", "remain"):
                continue  # may no longer be sold: that is the ban
            return told_by("state", verb)
        if measure.kind in _BODY and ends_a_pause(verb, clause, sentence.folded):
            return told_by(measure.enters if measure.enters in TIGHTEN else "tighten", verb)
        who = _doer(verb, clause, sentence, measure)
        if verb.name == "criticise" and spoken.by_pronoun:
            who = actors().get(spoken.speaker or "", who)
        if measure.kind == "customs" and _denied(verb, clause):
            return _told("block_import", verb, who, found, clause, sentence, spoken, context, reader)
        weighed = is_weighed(verb, clause, sentence)
        act = resolve(verb, clause, measure, who, weighed or _modal(verb, clause))
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
        if act == "propose" and _of_other_side(spoken, measure) and _is_condition(found, clause):
            continue  # a threat in case something is not done
        if act is None or (measure.general and act in ("advise_against", "block_import")):
            continue
        if (
            act == "state"
            and measure.kind in _BODY
            and (measure.general or (found.weight <= 1 and not _is_own_word(spoken, clause)))
            and verb.name not in ("remain", "expect", "impose", "tighten")
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
        return act in ("impose", "tighten") or (
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


def _is_condition(found: Found, clause: Clause) -> bool:
    """Whether a measure stands in the condition of a threat: if China does not supply magnets."""
    return any(
        m.kind == "hedge" and m.name == "fear" and 0 <= found.start - m.end <= _CONDITION
        for m in clause.marks
    )


def _feared(verb: Mark, clause: Clause) -> bool:
    """Whether the verb stands after a word of fear or purpose: what might happen, not what does."""
    return any(
        m.kind == "hedge" and m.name in ("fear", "instead") and m.end <= verb.start for m in clause.marks
    )


def _unsaid(place: int, clause: Clause) -> bool:
    """Whether a verb or a measure stands in what somebody does not say."""
    return any(m.kind == "act" and m.name == "silent" and m.end <= place for m in clause.marks)


def _denied(verb: Mark, clause: Clause) -> bool:
    """Whether a thaw or a tightening is said not to have come."""
    return verb.name in ("ease", "suspend", "lift", "rescind", "tighten", "impose") and _negated(verb, clause)


def _pause_until(clause: Clause, sentence: Sentence, reader: Reader) -> str | None:
    """The day to come on which a pause that a clause speaks of is told to end: the suspension, which ends on ..."""
    pauses = [m for m in clause.marks if m.kind in ("act", "described") and m.name in PAUSES]
    after = [m for m in sentence.marks if clause.start <= m.start < clause.end + _LATER]
    ends = [m for m in after if m.name in _ENDING and m.kind in ("act", "described", "time")]
    if reader.day is None or not pauses or not ends or sentence.has("act", "extend"):
        return None
    for pause in pauses:
        for end in ends:
            days = [d for d in sentence.days if d.whole and d.start - pause.end >= 0 and d.day > reader.day]
            near = [
                d.day for d in days if abs(d.start - end.end) <= _ENDED or abs(end.start - d.end) <= _ENDED
            ]
            if pause.end <= end.start and near and not ends_a_pause(pause, clause, sentence.folded):
                return near[0]
    return None


def _negated(verb: Mark, clause: Clause) -> bool:
    return any(m.kind == "negation" and 0 <= verb.start - m.end <= 6 for m in clause.marks)


def _none_given(verb: Mark, clause: Clause) -> bool:
    """Whether a clause begins by telling that there is none of what is given: no permit has yet been issued."""
    return any(
        m.kind == "negation" and m.start - clause.start <= 2 and m.start <= verb.start <= m.end + _CONDITION
        for m in clause.marks
    )


def _modal(verb: Mark, clause: Clause) -> bool:
    return any(
        ((m.kind == "hedge" and m.name in ("may", "expected")) or (m.kind == "act" and m.name == "propose"))
        and m.start < verb.start
        and verb.start - m.end <= 40
        for m in clause.marks
    )


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
        status=status_of(act, grade, measure, clause, effective, reader.day, _is_joint(sentence, reader)),
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


def status_of(
    act: str,
    grade: str,
    measure: Named | None,
    clause: Clause,
    effective: str | None,
    day: str | None = None,
    joint: bool = False,
) -> str:
    """How far it has come, by the act and by whose word it is."""
    if act == "deny":
        return "denied"
    if act == "propose":
        return "proposed"
    if act == "state" and measure is not None and measure.kind == "remark" and grade == "official":
        return "announced"
    if (
        clause.has("hedge", "conditional")
        and not clause.has("paper", "register")
        and grade in ("official", "company")
    ) or (clause.has("act", "expect") and act in ("state", "license", "ease")):
        return "conditional"
    if act == "state" and clause.has("act", "remain"):
        return "in_force" if grade == "official" else "reported"
    if act == "license" and grade != "anonymous" and measure is not None and measure.kind == "control":
        return "in_force"
    if grade in ("anonymous", "reported"):
        return "announced" if act == "criticise" and grade == "reported" else "reported"
    if (clause.has("act", "agree") or joint) and act in ("suspend", "ease", "rescind", "extend", "tighten"):
        return "announced"
    if (
        act == "suspend"
        and clause.has("hedge", "will")
        and not (clause.has("time", "at-once", "from") or effective)
    ):
        return "announced"
    if act == "suspend":
        return "suspended"
    if act == "rescind":
        return "expired"
    if act in ("impose", "tighten") and day is not None and effective is not None and effective > day:
        return "announced"
    begins = _begins(measure, day)
    if act in ("impose", "tighten") and begins == "later":
        return "announced"
    if act in ("impose", "license", "block_import"):
        return "in_force"
    listed = begins == "begun" or (measure is not None and measure.kind == "list")
    if act == "tighten" and (grade == "company" or listed or clause.has("time", "at-once")):
        return "in_force"
    if act == "ease" and (clause.has("paper", "register") or (effective is not None and grade == "official")):
        return "in_force"
    return "announced"


def _begins(measure: Named | None, day: str | None) -> str | None:
    """Whether, by the log, a measure has `begun` on the day of a report or all that is new in it comes `later`."""
    if measure is None or day is None or not measure.begins or measure.kind == "list":
        return None
    soon = str(datetime.date.fromisoformat(day) + datetime.timedelta(days=_SOON))
    coming = any(day < begins <= soon for begins in measure.begins)
    if measure.begins[0] <= day and not (coming and measure.enters == "tighten"):
        return "begun"
    return "later" if coming else None


def _is_joint(sentence: Sentence, reader: Reader) -> bool:
    """Whether two sides agree: what they agree upon is announced, not yet done."""
    sides = {actors()[m.name].side for m in sentence.named("who") if m.name in actors()}
    return sentence.has("act", "agree") and len(sides & reader.known.packs.keys()) > 1
