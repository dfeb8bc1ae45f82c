"""A state of the law as a user writes it: `DATE[:GRADE][@KNOWN]`, with acts that nobody issued beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rukhsa.decide.engine import read_day, read_overlays
from rukhsa.decide.evaluate import State
from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.act import Act
from rukhsa.law.pack import Pack
from rukhsa.law.terms import GRADES
from rukhsa.law.words import grade_name
from rukhsa.records import dataclass
from rukhsa.words.messages import Day, Message, Typed, say

_FORM = re.compile(r"(?P<on>[^:@]*)(?::(?P<accept>[^:@]*))?(?:@(?P<known>[^:@]*))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A state of the law.

    Attributes:
        on: the day whose law is asked, as ISO text.
        accept: the weakest evidence that counts.
        known: only acts public by this day count; all when `None`.
        overlays: further acts that count, in order.
    """

    on: str
    accept: str = "company"
    known: str | None = None
    overlays: tuple[Act, ...] = ()

    def in_pack(self, pack: Pack, every: Iterable[Act]) -> State:
        """The state within a pack that holds `every` overlay: those that are not its own are left out."""
        own = {act.name for act in self.overlays}
        without = frozenset(act.name for act in every if act.name not in own and act.name in pack.log.acts)
        return State(self.on, self.known, self.accept, without)

    def words(self) -> Message:
        """The state in words."""
        told = say("changes.state", day=Day(self.on), grade=grade_name(self.accept))
        if self.known is not None:
            told = say("changes.state_known", state=told, known=Day(self.known))
        if self.overlays:
            told = say("changes.state_with", state=told, acts=tuple(act.name for act in self.overlays))
        return told

    def to_data(self) -> dict[str, object]:
        return {
            "on": self.on,
            "accept": self.accept,
            "known": self.known,
            "with": [act.name for act in self.overlays],
        }


def read_state(text: str, field: str, overlays: Iterable[Act | str] = (), accept: str = "company") -> Asked:
    """A state as typed.

    Args:
        text: `DATE[:GRADE][@KNOWN]`; either date may be `today`.
        field: the option that gave it, for errors.
        overlays: further acts, or files of them.
        accept: the grade where the text names none.

    Raises:
        RukhsaError: a text of another form, a date or grade that is none, a file that cannot be read.

    Example:
        >>> read_state("2025-07-20:reported@2025-07-16", "--after")
        Asked(on='2025-07-20', accept='reported', known='2025-07-16', overlays=())
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or not found["on"].strip():
        raise RukhsaError(
            Problem(
                say("errors.no_state", text=Typed(text[:60])), field=field, fix=say("errors.no_state_fix")
            )
        )
    grade = accept if found["accept"] is None else found["accept"].strip()
    if grade not in GRADES:
        raise RukhsaError(
            Problem(
                say("errors.unknown_grade", grade=grade),
                field=field,
                fix=say("errors.use_one_of", values=tuple(GRADES)),
            )
        )
    known = None if found["known"] is None else read_day(found["known"], field)
    return Asked(read_day(found["on"], field), grade, known, tuple(read_overlays(overlays)))
