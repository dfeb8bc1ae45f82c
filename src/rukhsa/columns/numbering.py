"""Small numbers for what repeats: each distinct pair of numbers, or text, gets one, the same in every block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int64]


def distinct(values: Codes) -> tuple[Codes, Codes, Codes]:
    """The distinct numbers in the order of their first places; for each value the place of its number; first places."""
    found = pc.dictionary_encode(pa.array(values))
    numbers = np.asarray(found.dictionary)
    places = np.asarray(found.indices).astype(np.int64)
    firsts = np.searchsorted(np.maximum.accumulate(places), np.arange(len(numbers)))
    return numbers, places, firsts


def distinct_rows(columns: Sequence[Codes]) -> tuple[Codes, Codes]:
    """Lines by what stands in several columns of small numbers: for each the place of its kind; first lines of each."""
    keys, width = columns[0], int(columns[0].max(initial=0)) + 1
    for column in columns[1:]:
        own = int(column.max(initial=0)) + 1
        if width * own >= 1 << 62:
            keys = distinct(keys)[1]
            width = int(keys.max(initial=0)) + 1
        keys, width = keys * own + column, width * own
    _, places, firsts = distinct(keys)
    return places, firsts


def encoded(column: Any) -> tuple[list[str], Codes]:
    """The distinct texts of a column of a table, and for each row the place of its text; a null is an empty cell."""
    if isinstance(column, pa.ChunkedArray):
        column = column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column
        column = column.combine_chunks()
        column = column.chunk(0) if isinstance(column, pa.ChunkedArray) and column.num_chunks else column
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    texts = column.dictionary.to_pylist()
    codes = column.indices
    if codes.null_count or None in texts:
        blank = len(texts)
        places = np.asarray(codes.fill_null(blank)).astype(np.int64)
        return ["" if text is None else text for text in [*texts, ""]], places
    return texts, np.asarray(codes).astype(np.int64)


class Pairs:
    """Numbers for pairs of numbers below 2**31, from 0 on in the order in which they are first seen."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def number(self, left: Codes, right: Codes) -> tuple[Codes, Codes]:
        """The number of each pair, and the first places of the pairs not seen before, in the order of their numbers."""
        keys, places, firsts = distinct((left << 32) | right)
        known = self._known
        before = len(known)
        numbers = np.fromiter(
            (known.setdefault(key, len(known)) for key in keys.tolist()), np.int64, len(keys)
        )
        return numbers[places], firsts[numbers >= before]
