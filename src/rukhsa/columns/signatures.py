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
MOST_NEW = 1 << 15


@cache
def seed(key: Hashable) -> int:
    """A random number for a key, odd, the same in every run."""
    return int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big") | 1


def seeds(kind: str, keys: Sequence[Hashable]) -> Hashes:
    """Random numbers for keys of one kind."""
    return np.array([seed((kind, key)) for key in keys], np.uint64)


class Numbers:
    """Numbers of signatures, from 0 on; what is found of each is kept by its number.

    Most are kept sorted, in 16 bytes each; the newest in a dictionary, until they are many enough to be sorted in.
    """

    def __init__(self) -> None:
        self._known: Codes = np.zeros(0, np.int64)
        self._of: Codes = np.zeros(0, np.int64)
        self._new: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._known) + len(self._new)

    def number(self, hashes: Hashes) -> tuple[Codes, Codes]:
        """The number of each signature, and the first places of those not seen before, in the order of their numbers."""
        keys, places, firsts = distinct(np.ascontiguousarray(hashes).view(np.int64))
        before = len(self)
        numbers = self._sorted(keys)
        rest = np.flatnonzero(numbers < 0)
        new, sorted_in = self._new, len(self._known)
        numbers[rest] = [new.setdefault(key, sorted_in + len(new)) for key in keys[rest].tolist()]
        if len(new) >= MOST_NEW:
            self._sort_in()
        return numbers[places], firsts[numbers >= before]

    def _sorted(self, keys: Codes) -> Codes:
        """The numbers of those keys that are kept sorted, and -1 for others."""
        if not len(self._known):
            return np.full(len(keys), -1, np.int64)
        at = np.minimum(np.searchsorted(self._known, keys), len(self._known) - 1)
        return np.where(self._known[at] == keys, self._of[at], -1)

    def _sort_in(self) -> None:
        keys = np.concatenate((self._known, np.fromiter(self._new, np.int64, len(self._new))))
        numbers = np.concatenate((self._of, np.fromiter(self._new.values(), np.int64, len(self._new))))
        order = np.argsort(keys, kind="stable")
        self._known, self._of = keys[order], numbers[order]
        self._new = {}


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
