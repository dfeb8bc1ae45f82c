"""What conditions are on lines: each distinct state (its truth, and what is unknown of it) is one number.

A state holds the truth twice, with what practice presumes and without, and where a truth is open, the shape of what is
unknown. Arrays of states are joined and negated as conditions are; each distinct pair is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from rukhsa.columns.numbering import Codes, distinct
from rukhsa.columns.shapes import Shapes
from rukhsa.columns.signatures import Hashes, seeds
from rukhsa.records import dataclass, fields

NO, OPEN, YES = 0, 1, 2  # truths, so that `all` is the least and `any` the greatest
FALSE, TRUE = 0, 1  # the states of what hangs on nothing
Truths = npt.NDArray[np.uint8]
TRUTHS: Hashes = np.concatenate(
    (np.zeros(1, np.uint64), seeds("truth", [OPEN, YES]))
)  # a random number for each
Half = tuple[int, int | None]  # a truth, and the shape of what is unknown where it is open


@dataclass(frozen=True)
class Known:
    """All states as arrays by number.

    Attributes:
        held, bare: truths, with what is presumed and without.
        open_held, open_bare: random numbers, equal where the truth and what is unknown are; 0 where it is false
            (`open_held`: or true).
        truth, whole: random numbers for the truth with what is presumed, and for the state as a whole; 0 for false.
    """

    held: Truths
    bare: Truths
    open_held: Hashes
    open_bare: Hashes
    truth: Hashes
    whole: Hashes


class States:
    """States by number."""

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self._halves: list[tuple[Half, Half]] = []
        self._numbers: dict[tuple[Half, Half], int] = {}
        self._pairs: dict[tuple[str, int, int], int] = {}
        self._negations: dict[int, int] = {}
        self._known: Known | None = None
        for truth in (NO, YES):
            self.number((truth, None), (truth, None))

    def __len__(self) -> int:
        return len(self._halves)

    def number(self, held: Half, bare: Half) -> int:
        """The state of these truths: with what is presumed, and without."""
        key = (held, bare)
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._halves)
            self._halves.append(key)
        return found

    def halves(self, state: int) -> tuple[Half, Half]:
        """The truths of a state, with what is presumed and without, with their shapes."""
        return self._halves[state]

    @property
    def known(self) -> Known:
        """Every state so far."""
        if self._known is None or len(self._known.held) < len(self._halves):
            self._known = _taken(self._known, self._halves)
        return self._known

    def negated(self, states: Codes) -> Codes:
        """The states of the negations."""
        numbers, places, _ = distinct(states)
        found = [self._negation(number) for number in numbers.tolist()]
        return np.array(found, np.int64)[places]

    def _negation(self, state: int) -> int:
        found = self._negations.get(state)
        if found is None:
            held, bare = (
                (YES - t, s if s is None else self.shapes.negated(s)) for t, s in self._halves[state]
            )
            found = self.number(held, bare)
            self._negations[state], self._negations[found] = found, state
        return found

    def joined(self, kind: Literal["all", "any"], one: Codes, other: Codes) -> Codes:
        """The states of `all` or `any` of two conditions, place by place; the arrays are of one shape."""
        decides, neutral = (FALSE, TRUE) if kind == "all" else (TRUE, FALSE)
        found = np.where(one == neutral, other, one)
        found[other == decides] = decides
        rest = (one != other) & (one > TRUE) & (other > TRUE)
        if rest.any():
            left, right = one[rest], other[rest]
            pairs, places, _ = distinct(np.minimum(left, right) << 32 | np.maximum(left, right))
            numbers = [self._pair(kind, pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.tolist()]
            found[rest] = np.array(numbers, np.int64)[places]
        return found

    def _pair(self, kind: Literal["all", "any"], one: int, other: int) -> int:
        key = (kind, one, other)
        found = self._pairs.get(key)
        if found is None:
            held, bare = (
                self._half(kind, a, b) for a, b in zip(self._halves[one], self._halves[other], strict=True)
            )
            found = self._pairs[key] = self.number(held, bare)
        return found

    def _half(self, kind: Literal["all", "any"], one: Half, other: Half) -> Half:
        truth = (min if kind == "all" else max)(one[0], other[0])
        if truth != OPEN:
            return truth, None
        return truth, self.shapes.joined(kind, [shape for _, shape in (one, other) if shape is not None])


def _taken(known: Known | None, halves: Sequence[tuple[Half, Half]]) -> Known:
    """The states that are known, with those that are new."""
    new = halves[len(known.held) if known else 0 :]
    held, bare = zip(*new, strict=True)
    one, other = (np.array([truth for truth, _ in half], np.uint8) for half in (held, bare))
    found = Known(
        one,
        other,
        np.where(one == OPEN, seeds("held", held), np.uint64(0)),
        np.where(other == NO, np.uint64(0), seeds("bare", bare)),
        TRUTHS[one],
        np.where(one | other, seeds("state", new), np.uint64(0)),
    )
    if known is None:
        return found
    return Known(
        *(np.concatenate((getattr(known, item.name), getattr(found, item.name))) for item in fields(Known))
    )


def truth_of(number: int) -> Any:
    """A truth as the rest of the product knows it."""
    return None if number == OPEN else number == YES
