"""Ways from questions to results: who gets the answers that another got before comes to the result of that other.

What a result hangs on is asked question by question, and which question comes next hangs on the answers so far
alone. Results are kept in a tree of questions with a branch for each answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

Q = TypeVar("Q", bound=Hashable)
R = TypeVar("R")


class Paths(Generic[Q, R]):
    """Results by the answers that led to them.

    Example:
        >>> paths = Paths[str, int]()
        >>> paths.keep([("is it hot?", True), ("is it wet?", False)], 7)
        >>> paths.find(lambda question: question == "is it hot?")
        7
    """

    def __init__(self) -> None:
        self._root: _Step[Q, R] = _Step()

    def find(self, answer: Callable[[Q], Hashable]) -> R | None:
        """The result to which these answers lead, if it is known."""
        step: _Step[Q, R] | None = self._root
        while step is not None and step.question is not None:
            step = step.branches.get(answer(step.question))
        return None if step is None else step.result

    def keep(self, path: Iterable[tuple[Q, Hashable]], result: R) -> None:
        step = self._root
        for question, answer in path:
            if step.question is None:
                step.question = question
            assert step.question == question
            step = step.branches.setdefault(answer, _Step())
        step.result = result


class _Step(Generic[Q, R]):
    __slots__ = ("branches", "question", "result")

    def __init__(self) -> None:
        self.question: Q | None = None
        self.branches: dict[Hashable, _Step[Q, R]] = {}
        self.result: R | None = None
