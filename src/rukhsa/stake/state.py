"""A state of the law in one word: `DATE[:GRADE][@KNOWN]`."""

from __future__ import annotations

from rukhsa.decide.engine import read_day
from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.terms import GRADES
from rukhsa.records import dataclass
from rukhsa.words.messages import say

OWN = "own"
DEFAULT_GRADE = "company"


@dataclass(frozen=True, slots=True)
class StateAsked:
    """Which law is asked.

    Attributes:
        on: the day of the law for every line; `None`: each line by the law of its own day.
        accept: the weakest evidence that counts.
        known: only acts public by this day; all of them when absent.
    """

    on: str | None = None
    accept: str = DEFAULT_GRADE
    known: str | None = None


def read_state(text: str) -> StateAsked:
    """Read a state: a day, `today` or `own`; then `:` and a grade; then `@` and the day of knowledge.

    Example:
        >>> read_state("2025-07-20:reported@2025-08-01")
        StateAsked(on='2025-07-20', accept='reported', known='2025-08-01')

    Raises:
        RukhsaError: a day or a grade that is none.
    """
    rest, at, known = text.strip().partition("@")
    day, colon, grade = rest.partition(":")
    if colon and grade not in GRADES:
        raise RukhsaError(
            Problem(
                say("errors.unknown_grade", grade=grade[:40]),
                field="state",
                fix=say("errors.use_one_of", values=tuple(GRADES)),
            )
        )
    return StateAsked(
        None if day.strip() in ("", OWN) else read_day(day, "state"),
        grade if colon else DEFAULT_GRADE,
        read_day(known, "state") if at else None,
    )
