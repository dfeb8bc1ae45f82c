"""Errors that name the place and the way out, as data that every surface shows alike."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: what, where, and what to do about it."""

    message: str
    file: str | None = None
    line: int | None = None
    field: str | None = None
    fix: str | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        field = f"`{self.field}`: " if self.field else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"{place + ': ' if place else ''}{field}{self.message}{fix}"

    def to_data(self) -> dict[str, str | int | None]:
        return {
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "field": self.field,
            "fix": self.fix,
        }


class RukhsaError(Exception):
    """A mistake in what was given: one or several problems, never a fault of the program."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            problem if isinstance(problem, Problem) else Problem(problem) for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


def fail_on(problems: Iterable[Problem]) -> None:
    """Raise them together, if there are any."""
    found = tuple(problems)
    if found:
        raise RukhsaError(*found)
