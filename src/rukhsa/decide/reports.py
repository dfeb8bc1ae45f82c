"""Press reports that count and contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.hints import TYPE_CHECKING
from rukhsa.law.act import beneath
from rukhsa.words.messages import Message, say

if TYPE_CHECKING:
    from rukhsa.decide.side import Side
    from rukhsa.law.log import Log

_LIFTS = frozenset({"suspend", "rescind"})


def opposed(side: Side) -> Iterable[Message]:
    """Reports that count and contradict each other, where one of them bears on the answer: the last is followed."""
    pairs = opposite_reports(side.pack.log, side.state.on, side.state.accepted(side.pack))
    if not pairs:
        return
    bearing = {act for reading in side.readings if reading.kind == "without" for act in reading.acts}
    for first, second, target in pairs:
        if bearing & {first, second}:
            yield say("decision.caution.opposed", target=target, first=first, second=second)


def opposite_reports(log: Log, on: str, accepted: frozenset[str]) -> list[tuple[str, str, str]]:
    """Accepted press reports of which one lifts what the other sets: (earlier act, later act, the narrower target)."""
    reported = {act for act in accepted if log.acts[act].grade == "reported"}
    if len(reported) < 2:
        return []
    said = [
        clause
        for clause in log.clauses
        if clause.act in reported and clause.start <= on <= (clause.until or on)
    ]
    found: dict[tuple[str, str, str], None] = {}
    for second in said:
        for first in said:
            a, b = first.target.partition("#")[0], second.target.partition("#")[0]
            if (
                log.rank(first) < log.rank(second)
                and first.act != second.act
                and (first.verb in _LIFTS) != (second.verb in _LIFTS)
                and (beneath(a, b) or beneath(b, a))
            ):
                found[first.act, second.act, max(a, b, key=len)] = None
    return list(found)
