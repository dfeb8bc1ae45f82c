"""The default engine: a block of lines in, a block of results out, each distinct line decided once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from rukhsa.columns.cells import own
from rukhsa.columns.days import day_meaning
from rukhsa.columns.lines import Lines
from rukhsa.columns.numbering import Codes, Pairs
from rukhsa.columns.results import Results
from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import Law, Overlay
from rukhsa.decide.orders import OrderBook, OrderLine

MOST_KNOWN = 1_000_000  # distinct lines that are remembered before all is forgotten


class Columns:
    """Decides blocks of an order book whose columns are known; results equal those of `Batch`, cell by cell.

    Args:
        columns: the book's columns, by the names that `decide.orders` reads; the blocks may hold others.
        passed: columns that are carried and not read.
        lang: the language of cautions and errors.

    Attributes:
        results: the names of the result columns, in order.

    Raises:
        RukhsaError: a needed column is missing, one resembles a fact; a day, side or overlay that cannot be read.

    Example:
        >>> import pyarrow as pa, rukhsa
        >>> book = pa.table(
        ...     {"item": ["NVIDIA H20"], "origin": ["US"], "destination": ["JP"], "date": ["2025-05-01"]}
        ... )
        >>> columns = Columns(rukhsa.load(), book.column_names)
        >>> columns.decide(book).column("verdict_us").to_pylist()
        ['undetermined']
    """

    def __init__(
        self,
        law: Law,
        columns: Sequence[str],
        *,
        on: str | None = None,
        known: str | None = None,
        accept: str = "company",
        overlays: Sequence[Overlay] = (),
        strict: bool = False,
        sides: Sequence[str] = (),
        passed: Iterable[str] = (),
        lang: str = "en",
    ) -> None:
        aside = frozenset(passed)
        book = OrderBook("", tuple(name for name in columns if name not in aside), ())
        self._batch = Batch(law, book, on, known, accept, tuple(overlays), strict, tuple(sides))
        self._lang = lang
        self.results = self._batch.columns
        self._forget()

    def _forget(self) -> None:
        self._lines = Lines(self._batch, day_meaning(self._batch), lambda column: own)
        self._pairs: list[Pairs] = [Pairs() for _ in range(len(self._lines.party_columns) + 1)]
        self._results = Results(self.results, self._lang)

    def decide(self, block: Any, numbers: Sequence[int] | None = None) -> Any:
        """The results of a block's lines, in their order, as a table of dictionary-encoded text.

        Args:
            block: a table whose columns are text, plain or dictionary-encoded; an empty or null cell says nothing.
            numbers: the number of each line in its file, for the errors that name it.
        """
        if len(self._results) > MOST_KNOWN:
            self._forget()
        numbered = self._lines.number(block)
        rows = numbered.orders
        firsts: Codes = np.zeros(0, np.int64)
        for pairs, column in zip(self._pairs, (*numbered.parties, numbered.days), strict=True):
            rows, firsts = pairs.number(rows, column)
        for place in firsts.tolist():
            parties = [int(column[place]) for column in numbered.parties]
            self._add(int(numbered.orders[place]), parties, int(numbered.days[place]))
        return self._results.table(rows, numbers)

    def _add(self, order: int, parties: Sequence[int], day: int) -> None:
        decided = self._batch.decide(OrderLine(0, self._lines.cells(order, parties, day)))
        self._results.add(decided.result(self._lang), decided.problems)
