"""Errors that name the place and the way out, as data that every surface shows alike."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.hints import Any
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, said, say


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it.

    `message` and `fix` are English; where they are a `Message`, they can be said in Arabic too.
    """

    message: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    fix: str | None = None

    @property
    def key(self) -> str | None:
        """The meaning of the message, which stays when its wording changes."""
        return self.message.key if isinstance(self.message, Message) else None

    def words(self) -> Message:
        """The whole problem in one line: place, field, message and way out."""
        told = self.message
        if self.fix:
            told = say("errors.with_fix", message=told, fix=self.fix)
        if self.field:
            told = say("errors.in_field", field=self.field, message=told)
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return say("errors.at", place=place, message=told) if place else say("errors.only", message=told)

    def text(self, lang: str = "en") -> str:
        """The whole problem in one line, in a language."""
        return self.words().text(lang)

    def __str__(self) -> str:
        return self.text()

    def to_data(self) -> dict[str, Any]:
        """The problem as data: English under the stable keys, Arabic beside it."""
        return {
            "key": self.key,
            "message": str(self.message),
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "fix": None if self.fix is None else str(self.fix),
            "ar": {
                "message": said(self.message, "ar"),
                "fix": None if self.fix is None else said(self.fix, "ar"),
            },
        }


class RukhsaError(Exception):
    """A mistake in what was given: one or several problems, never a fault of the program."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            problem if isinstance(problem, Problem) else Problem(problem) for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return RukhsaError, self.problems


def fail_on(problems: Iterable[Problem]) -> None:
    """Raise them together, if there are any."""
    found = tuple(problems)
    if found:
        raise RukhsaError(*found)
