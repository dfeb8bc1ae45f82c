"""What a vague passage means on its day: the measure that its state acted upon in those days, if there is but one.

A report of 13 May 2025 that a rule on chips is scrapped, without its name, speaks of the rule that was scrapped then.
"""

from __future__ import annotations

import datetime

from rukhsa.evidence.claim import Claim, Reader
from rukhsa.evidence.known import Found, Named, bearing, is_about
from rukhsa.evidence.polarity import THAW, TIGHTEN
from rukhsa.evidence.senses import actors, names
from rukhsa.evidence.sentences import Clause, Sentence

_SINCE = 4  # days after an act within which a report without a name speaks of it
_KINDS = ("control", "list", "tariff", "threat")


def meant(claim: Claim, clause: Clause, reader: Reader) -> Named | None:
    """The measure that is meant by a claim that names only what is general; nothing where that is not told."""
    general = claim.measure
    if general is None or not general.general or reader.day is None:
        return None
    if claim.act not in THAW | TIGHTEN | {"propose"}:
        return None
    there = bearing(clause.marks, ())
    fits: dict[str, tuple[int, Named]] = {}
    for measure in reader.known.measures:
        if measure.general or measure.kind not in _KINDS or measure.side != general.side:
            continue
        if (measure.kind == "threat") != (claim.act == "propose") or not _acted(
            measure, claim.act, reader.day
        ):
            continue
        shared = is_about(measure, there)
        if shared:
            fits[measure.id] = (shared, measure)
    parts = {name for name, (_, measure) in fits.items() if fits.keys() & set(measure.within)}
    best = sorted((fit for name, fit in fits.items() if name not in parts), key=lambda fit: -fit[0])
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return None
    return best[0][1]


def unnamed(sentence: Sentence, clause: Clause, reader: Reader) -> list[Found]:
    """What a clause in which a state does something to rules or trade may speak of, when its sentence names no goods.

    It stands for all that the state has laid, and is a claim only if its day tells which measure is meant.
    """
    goods = any(
        m.kind == "thing" and m.name not in names("loose") and not m.name.startswith("to-")
        for m in sentence.marks
    )
    if goods or sentence.has("measure", "reviewing") or sentence.has("talks"):
        return []
    if not any(m.kind == "measure" and m.name in names("restrictions") | {"license"} for m in clause.marks):
        return []
    acting = [actors()[m.name] for m in clause.named("who") if m.name in actors()]
    sides = list(
        dict.fromkeys(a.side for a in acting if a.speaks_for_a_state and a.side in reader.known.packs)
    )
    if len(sides) != 1 or sides[0] is None:
        return []
    side = sides[0]
    whole = Named(
        id=f"{side}-unnamed",
        pack=side,
        kind="control",
        enters="impose",
        by=side,
        title={"en": side},
        general=True,
    )
    return [Found(whole, 1)]


def _acted(measure: Named, act: str, day: str) -> bool:
    """Whether a measure was brought in, or eased, in the days before a report, as the act says."""
    on = datetime.date.fromisoformat(day)
    for index, one in enumerate(measure.days):
        if not 0 <= (on - datetime.date.fromisoformat(one)).days <= _SINCE:
            continue
        came = index == 0
        eases = measure.enters in THAW and (measure.enters != "rescind" or act == "rescind")
        if act == "propose" or (act in THAW) == (eases or not came):
            return True
    return False
