"""Signatures: sums of random numbers by which lines are known that share an answer.

Two different sums are the same once in 2**64 / n for n distinct ones: for a million of them the chance of one such pair
in a whole run is below one in ten million.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from rukhsa.columns.numbering import Codes, distinct

Hashes = npt.NDArray[np.uint64]


@cache
def seed(key: Hashable) -> int:
    """A random number for a key, odd, the same in every run."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big") | 1


def seeds(kind: str, keys: Sequence[Hashable]) -> Hashes:
    """Random numbers for keys of one kind."""
    return np.array([seed((kind, key)) for key in keys], np.uint64)


class Numbers:
    """Numbers of signatures, from 0 on; what is found of each is kept by its number."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def number(self, hashes: Hashes) -> tuple[Codes, Codes]:
        """The number of each signature, and the first places of those not seen before, in the order of their numbers."""
        keys, places, firsts = distinct(np.ascontiguousarray(hashes).view(np.int64))
        known, before = self._known, len(self._known)
        numbers = np.fromiter(
            (known.setdefault(key, len(known)) for key in keys.tolist()), np.int64, len(keys)
        )
        return numbers[places], firsts[numbers >= before]


class Remembered:
    """What was found of signatures: a row of numbers for each.

    Args:
        width: how many numbers.
    """

    def __init__(self, width: int) -> None:
        self._numbers = Numbers()
        self._rows: Codes = np.zeros((64, width), np.int64)

    def __len__(self) -> int:
        return len(self._numbers)

    def rows(self, hashes: Hashes, find: Callable[[Codes], Codes]) -> Codes:
        """The row of each signature; `find` gives those of lines, by their places, whose signatures are new."""
        before = len(self._numbers)
        numbers, firsts = self._numbers.number(hashes)
        if len(firsts):
            while len(self._numbers) > len(self._rows):
                self._rows = np.concatenate((self._rows, np.zeros_like(self._rows)))
            self._rows[before : len(self._numbers)] = find(firsts)
        return self._rows[numbers]
