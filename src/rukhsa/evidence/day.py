"""A day where a sentence names it."""

from __future__ import annotations

from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    """A day (or a month: `day` is its first, `whole` false) where a sentence names it."""

    day: str
    start: int
    end: int
    whole: bool = True
