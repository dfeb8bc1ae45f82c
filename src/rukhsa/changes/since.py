"""Since when an answer differs: the first day between two states, or the first day of two bodies of evidence."""

from __future__ import annotations

from rukhsa.changes.judged import Judged, course, days_of
from rukhsa.decide.evaluate import State


def first_day(before: Judged, after: Judged) -> str:
    """The first day on which a flip shows.

    Between two days it is sought under the evidence of the later one: the first day, the earlier of the two
    included, on which the answer is another than that of the earlier state. Of two states of one day it is
    the first day of the unbroken time through that day in which their evidence leads to different answers.
    Both states may change places.
    """
    one, other = sorted((before, after), key=_day)
    if _day(one) == _day(other):
        return _apart_since(one, other)
    moved = _moved(other, _day(one))
    start = one if moved == one.states else other.near(moved)
    if start.outcome != one.outcome:
        return _day(one)
    for day, now in course(start, _day(other)):
        if now.outcome != one.outcome:
            return day
    return _day(other)


def _day(judged: Judged) -> str:
    return min(state.on for state in judged.states.values())


def _apart_since(one: Judged, other: Judged) -> str:
    today = _day(one)
    begin = max(pack.begins for pack in one.packs.values())
    days = {day for judged in (one, other) for day in days_of(judged.packs, judged.states, begin, today)}
    since = today
    for day in sorted({begin, *days}, reverse=True):
        one, other = (judged.near(_moved(judged, day)) for judged in (one, other))
        if one.outcome == other.outcome:
            return since
        since = day
    return since


def _moved(judged: Judged, day: str) -> dict[str, State]:
    return {name: state.moved(day) for name, state in judged.states.items()}
