"""What is done to a measure: the act, read from the verb and from what the verb is about.

To freeze curbs is a thaw, to freeze sales is not; to extend a pause is a thaw, to extend a rule to others is not.
"""

from __future__ import annotations

import re

from rukhsa.evidence.known import PAUSES, Named
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.senses import Actor, actors, names
from rukhsa.evidence.sentences import Clause

ACTS = (
    "impose", "tighten", "suspend", "freeze_informal", "ease", "resume", "rescind", "extend", "license",
    "block_import", "advise_against", "propose", "investigate", "criticise", "deny", "state",
)  # fmt: skip
THAW = frozenset(("suspend", "ease", "resume", "rescind", "license", "extend"))
TIGHTEN = frozenset(("impose", "tighten", "block_import", "advise_against"))
# Of several verbs in one clause, the one that says most of what is done.
ORDER = (
    "deny", "criticise", "tie", "extend", "suspend", "run", "freeze", "delay", "hold", "rescind", "lift", "reverse", "license", "resume",
    "block", "advise", "halt", "ease", "investigate", "tighten", "impose", "propose", "begin", "fresh", "same", "remain", "silent", "pay", "praise",
    "agree", "expect", "hear", "tell", "label", "say", "cite",
)  # fmt: skip
_BODY = frozenset(("control", "list", "tariff"))
_RESTRICTING = ("impose", "tighten", "block")
_OF_STATES = ("rescind", "lift", "reverse", "extend", "tighten")
_ENDS = ("rescind", "lift", "reverse")
_SMALL = 9  # letters of `the`, `its`, `a one-year` between a verb and a pause that it ends
_OBJECT = 50  # letters between a verb of lifting and what is lifted
_NEXT = 6  # letters between a subject and its verb: said, has, also


def main_acts(clause: Clause) -> list[Mark]:
    """The verbs of a clause, the one that says most first."""
    stays = [mark for mark in clause.named("act") if mark.name == "remain"]
    acts = [
        mark
        for mark in clause.named("act")
        if mark.name not in PAUSES or not any(m.start <= mark.start and mark.end <= m.end for m in stays)
    ]
    return sorted(acts, key=lambda mark: (ORDER.index(mark.name), mark.start))


def ends_a_pause(verb: Mark, clause: Clause, text: str) -> bool:
    """Whether it is a pause itself that is ended: revoked the suspension of the ban, 终止暂停, أنهت تعليق.

    Args:
        verb: the verb of pausing.
        clause: where it stands.
        text: the folded sentence.
    """
    if verb.name not in PAUSES:
        return False
    ending = [m for m in clause.marks if m.kind in ("act", "described") and m.name in _ENDS]
    if any(m.start < verb.start and verb.end < m.end for m in ending):
        return True  # let the suspension of the ban lapse
    return any(_adjoin(m, verb, clause, text) for m in ending if m.end <= verb.start)


def _adjoin(ending: Mark, pause: Mark, clause: Clause, text: str) -> bool:
    """Whether nothing but who does it, and small words, stands between two verbs, and nothing joins them."""
    between = text[ending.end : pause.start]
    if re.search(r"[,.;:、或和及]|\band\b|\bor\b|(?:^|\s)و", between):
        return False
    named = [m for m in clause.marks if m.kind in ("who", "place")]
    inside = [m for m in named if ending.end <= m.start and m.end <= pause.start]
    return len(between) - sum(m.size for m in inside) <= _SMALL


def direction(act: str, about_flow: bool = False) -> str:
    """Whether an act eases, tightens, or neither."""
    if act == "freeze_informal":
        return "tightens" if about_flow else "eases"
    return "eases" if act in THAW else "tightens" if act in TIGHTEN else "neither"


def is_about_flow(verb: Mark, clause: Clause, measure: Named) -> bool:
    """Whether what is paused is trade itself (sales, licenses) rather than a restriction of it."""
    objects = [
        m
        for m in clause.marks
        if m.name in names("restrictions") | names("flows")
        or (m.kind == "described" and m.name in _RESTRICTING)  # the clause that barred exports
    ]
    after = [m for m in objects if m.start >= verb.end]
    before = [m for m in objects if m.end <= verb.start]
    near = _object(after, ahead=True) or _object(before, ahead=False)
    return near is not None and near.name in names("flows")


def _object(marks: list[Mark], *, ahead: bool) -> Mark | None:
    """The nearest object; a restriction of trade counts before the trade that it restricts."""
    if not marks:
        return None
    marks.sort(key=lambda mark: mark.start if ahead else -mark.end)
    first = marks[0]
    restricting = names("restrictions") | set(_RESTRICTING)
    joined = [m for m in marks if m.name in restricting and abs(m.start - first.start) <= 30]
    return joined[0] if joined and first.name in names("flows") else first


def _has_object(verb: Mark, clause: Clause) -> bool:
    """Whether something is there to be imposed: a duty, a restriction, an item, near the verb."""
    if verb.size > 12:
        return True  # the phrase itself names it
    return any(
        m.kind in ("thing", "measure")
        and (verb.start <= m.start <= verb.end + 60 or 0 <= verb.start - m.end <= 40)
        for m in clause.marks
    )


def _is_guidance(verb: Mark, clause: Clause) -> bool:
    """Whether what is issued is guidance on a measure: it says how that is meant and brings in nothing."""
    return any(
        m.kind == "measure" and m.name == "guidance" and verb.start <= m.start <= verb.end + 24
        for m in clause.marks
    )


def _is_issued(verb: Mark, clause: Clause) -> bool:
    """Whether it is only told that a rule was issued: what kind of rule, the measure tells."""
    ruled = clause.has("measure", "rule") or clause.has("paper", "register")
    restricting = any(
        m.kind == "measure" and m.name in names("restrictions") - {"rule", "notice"} for m in clause.marks
    )
    return verb.name in ("impose", "tighten") and ruled and not restricting


def _firm_does(verb: Mark, clause: Clause) -> bool:
    """Whether a firm is the subject of a verb: it withdrew its outlook, which lifts nothing."""
    ahead = [
        m for m in clause.marks if m.end <= verb.start and m.kind in ("who", "source", "measure", "thing")
    ]
    last = max(ahead, key=lambda m: m.end, default=None)
    if last is None or verb.start - last.end > _NEXT or last.kind not in ("who", "source"):
        return False
    if last.kind == "source":
        return last.name == "company"
    return last.name in actors() and actors()[last.name].is_company


def _is_negated(verb: Mark, clause: Clause) -> bool:
    return any(m.kind == "negation" and 0 <= verb.start - m.end <= _NEXT for m in clause.marks)


def resolve(verb: Mark, clause: Clause, measure: Named, who: Actor | None, modal: bool) -> str | None:
    """The act that a verb is when it is said of a measure; nothing where it says none.

    Args:
        verb: the verb.
        clause: where it stands.
        measure: of what it is said.
        who: who does it, where that is told.
        modal: whether it may or is only expected to happen.
    """
    name = verb.name
    foreign = who is not None and who.side is not None and measure.side != who.side
    if name == "deny":
        return "deny"
    if name == "criticise":
        apart = who is None or foreign or not who.speaks_for_a_state
        if measure.kind in ("talks", "truce"):
            return "criticise"
        if measure.kind == "remark":
            return None
        return "criticise" if apart and measure.kind != "freeze" else None
    acts = {mark.name for mark in clause.named("act")}
    if measure.kind in _BODY and name in _OF_STATES and _firm_does(verb, clause):
        return None
    if measure.kind == "control" and clause.has("thing", "case-by-case") and name not in PAUSES:
        return measure.enters
    if measure.kind == "threat" and name == "propose" and _is_negated(verb, clause):
        return "state"  # it is no longer considered
    by_kind = _of_kind(name, acts, clause, measure, who, modal)
    if by_kind is not None:
        return by_kind or None
    act = _of_control(name, acts, clause, verb, measure, who)
    if modal and act in THAW | TIGHTEN and act != "resume":
        return "propose"
    return act


def _of_kind(
    name: str, acts: set[str], clause: Clause, measure: Named, who: Actor | None, modal: bool
) -> str | None:
    """The act where the kind of the measure settles it; empty text for none, None where it does not settle it."""
    match measure.kind:
        case "talks" | "remark" | "share":
            return measure.enters
        case "threat":
            return (
                "propose"
                if name in ("propose", "say", "tighten", "impose", "agree", "expect", "pay", "extend")
                else ""
            )
        case "freeze":
            return "freeze_informal" if name in (*PAUSES, "ease", "lift") else ""
        case "practice":
            return (
                measure.enters
                if name not in ("expect", "remain", "agree", "pay", "license", "resume")
                else ""
            )
        case "customs" if modal and name == "license":
            return "propose"
        case "customs":
            return {
                "block": "block_import", "halt": "block_import", "suspend": "block_import", "impose": "block_import",
                "tighten": "block_import", "hold": "block_import", "advise": "advise_against", "license": "license",
                "ease": "license", "expect": "state", "propose": "propose", "say": "state",
            }.get(name, "")  # fmt: skip
        case "probe":
            if name in ("suspend", "lift") or (name == "rescind" and not clause.has("time", "until")):
                return "suspend"
            opens = name in ("investigate", "impose", "say", "tighten", "propose", "extend", "advise")
            return measure.enters if opens else ""
        case "company":
            return {"resume": "resume", "deny": "deny"}.get(
                name, "suspend" if name in (*PAUSES, "advise", "rescind") else ""
            )
        case "truce":
            kept = "remain" in acts and clause.has("time", "until")
            if acts & {"extend", "run"} or kept:
                return "propose" if modal or "propose" in acts else "extend"
            if name == "silent":
                return ""
            if name == "suspend" and clause.has("time", "again"):
                return "extend"
            return {"suspend": "suspend", "delay": "extend"}.get(name, "")
    return None


def _of_control(
    name: str, acts: set[str], clause: Clause, verb: Mark, measure: Named, who: Actor | None
) -> str | None:
    company = who is not None and who.is_company
    if name == "extend":
        pausing = (
            acts & set(PAUSES)
            or clause.has("measure", "truce")
            or clause.has("time", "until", "ends", "again")
        )
        if measure.kind == "list" and acts & set(PAUSES):
            return "suspend"  # an entry stays suspended
        return "extend" if pausing else "tighten"
    if name == "same":
        return None  # what was done before, told by the clause before
    if name in ("begin", "fresh"):
        return measure.enters if measure.enters in TIGHTEN | {"ease"} else None
    if name == "run":
        return "suspend" if acts & {"suspend", "freeze"} else "state"
    if name in PAUSES:
        flow = is_about_flow(verb, clause, measure)
        if company and name != "hold":
            return "suspend" if flow and name in ("halt", "suspend", "freeze") else None
        if name == "hold" or (name in ("freeze", "delay") and flow):
            return "freeze_informal"
        if flow:
            return measure.enters if measure.enters in TIGHTEN else "tighten"
        informal = (
            name == "freeze" and not clause.has("paper") and not clause.has("time", "until", "duration")
        )
        return "freeze_informal" if informal else "suspend"
    if name == "rescind":
        lost = _object(
            [
                m
                for m in clause.marks
                if (m.start >= verb.end and m.name in names("restrictions") | names("flows"))
                or (m.end > verb.start and m.name in names("restrictions"))
            ],
            ahead=True,
        )
        if lost is not None and lost.name in names("flows") and measure.enters != "rescind":
            return measure.enters if lost.name != "license" and measure.enters in TIGHTEN else "tighten"
        return "rescind"
    if name in ("impose", "tighten", "block") and "remain" in acts and measure.kind != "tariff":
        return "state"  # the ban stays: nothing new is done
    if name in ("impose", "tighten") and _is_guidance(verb, clause):
        return "state"
    if name in ("impose", "tighten", "block"):
        licensed = name == "impose" and clause.has("measure", "license", "rule")
        if (company and not licensed) or (name == "impose" and not _has_object(verb, clause)):
            return None
        if measure.enters == "ease" and _is_issued(verb, clause):
            return "ease"
        return "tighten" if measure.enters in ("ease", "rescind", "license") else measure.enters
    if name == "tie":
        return "state" if who is None or who.side in (None, measure.side) else None
    if name == "reverse":
        return "rescind" if clause.has("measure", "rule") and not clause.has("measure", "ban") else "ease"
    if name == "lift":
        objects = [m for m in clause.marks if m.name in names("restrictions") and m.kind != "paper"]
        near = [m for m in objects if m.start - verb.end <= _OBJECT and verb.start - m.end <= _OBJECT]
        return "rescind" if near or (objects and not acts & {"impose", "tighten", "ease"}) else None
    if name == "resume" and not company:
        if "ease" in acts:
            return "ease"
        if any(m.name in names("restrictions") and 0 <= m.start - verb.end <= 24 for m in clause.marks):
            return "impose"
        return "ease" if is_about_flow(verb, clause, measure) and measure.enters in TIGHTEN else "state"
    if name == "license" and "resume" in acts and (who is None or company):
        return None  # what it was promised is no license yet
    if name == "ease" and measure.kind != "tariff" and clause.has("thing", "tariff-cut"):
        return None  # duties are cut, no controls eased
    if name in ("license", "resume", "ease", "propose"):
        return None if name == "ease" and company else name
    if name == "agree" and measure.enters in ("ease", "license") and measure.kind == "control":
        return measure.enters
    if name == "investigate":
        return None  # no inquiry into this measure, another one
    if name == "advise":
        if measure.general:
            return None
        if _is_guidance(verb, clause):
            return "state"
        if measure.kind in _BODY:  # to tell firms not to trade is to restrict trade
            return measure.enters if measure.enters in TIGHTEN and not company else None
        return None if company else "advise_against"
    return "state"
