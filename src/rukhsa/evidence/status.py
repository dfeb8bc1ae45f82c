"""How far a claim has come: by the act, by whose word it is, and by when the measure applies."""

from __future__ import annotations

import datetime

from rukhsa.evidence.claim import Reader
from rukhsa.evidence.known import Named
from rukhsa.evidence.senses import actors
from rukhsa.evidence.sentences import Clause, Sentence

_SOON = 90  # days within which a measure that is reported now may still be to begin


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


def is_joint(sentence: Sentence, reader: Reader) -> bool:
    """Whether two sides agree: what they agree upon is announced, not yet done."""
    sides = {actors()[m.name].side for m in sentence.named("who") if m.name in actors()}
    return sentence.has("act", "agree") and len(sides & reader.known.packs.keys()) > 1
