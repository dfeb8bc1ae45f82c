"""Since when an answer differs: the first day between two states, or the first day of two bodies of evidence."""

from __future__ import annotations

from typing import TypeVar

from rukhsa.changes.judged import Answers, day_of, days_of
from rukhsa.decide.evaluate import State

A = TypeVar("A", bound=Answers)


def first_day(before: A, after: A) -> str:
    """The first day on which a flip shows.

    Between two days it is sought under the evidence of the later one: the first day, the earlier of the two
    included, on which the answer is another than that of the earlier state. Of two states of one day it is
    the first day of the unbroken time through that day in which their evidence leads to different answers.
    Both states may change places.
    """
    one, other = sorted((before, after), key=day_of)
    if day_of(one) == day_of(other):
        return _apart_since(one, other)
    moved = _moved(other, day_of(one))
    start = one if moved == one.states else other.near(moved)
    if start.outcome != one.outcome:
        return day_of(one)
    for day, now in start.course(day_of(other)):
        if now.outcome != one.outcome:
            return day
    return day_of(other)


def _apart_since(one: A, other: A) -> str:
    today = day_of(one)
    begin = max(pack.begins for pack in one.packs.values())
    days = {day for judged in (one, other) for day in days_of(judged.packs, judged.states, begin, today)}
    since = today
    for day in sorted({begin, *days}, reverse=True):
        one, other = (judged.near(_moved(judged, day)) for judged in (one, other))
        if one.outcome == other.outcome:
            return since
        since = day
    return since


def _moved(judged: Answers, day: str) -> dict[str, State]:
    return {name: state.moved(day) for name, state in judged.states.items()}
