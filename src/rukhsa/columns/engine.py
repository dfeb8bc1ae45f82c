"""The default engine: a block of lines in, a block of results out, each distinct line decided once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from rukhsa.columns.decider import Decider
from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import Law, Overlay, load
from rukhsa.decide.orders import FOR_PARTY
from rukhsa.orders.line import OrderBook

MOST_KNOWN = 2_000_000


class Columns:
    """Decides blocks of an order book whose columns are known; results equal those of `Batch`, cell by cell.

    Args:
        columns: the book's columns, by the names that `decide.orders` reads; the blocks may hold others.
        passed: columns that are carried and not read.
        lang: the language of cautions and errors.
        wanted: the result columns that are asked for; all of them when empty. What else they need is worked out, no more.
        most_known: how much is remembered before all is forgotten, in units of about 200 bytes.

    Attributes:
        results: the names of the result columns that are asked for, in order, with those that every result has.
        ahead: how many blocks may be begun before the results of the first are asked for.

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

    ahead = 0

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
        wanted: Sequence[str] = (),
        most_known: int | None = None,
    ) -> None:
        self._most_known = MOST_KNOWN if most_known is None else most_known
        aside = frozenset(passed)
        book = OrderBook("", tuple(name for name in columns if name not in aside), ())
        self._batch = Batch(
            law, book, on, known, accept, tuple(overlays), strict, tuple(sides), tuple(wanted)
        )
        self.results = tuple(name for name in self._batch.results if name != FOR_PARTY)
        self._decider = Decider(self._batch, lang)

    def decide(self, block: Any, numbers: Sequence[int] | None = None) -> Any:
        """The results of a block's lines, in their order, as a table of dictionary-encoded text.

        Args:
            block: a table whose columns are text, plain or dictionary-encoded; an empty or null cell says nothing.
            numbers: the number of each line in its file, for the errors that name it.
        """
        if len(self._decider) > self._most_known:
            self._decider.forget()
        return self._decider.decide(block, numbers)

    def begin(self, block: Any, numbers: Sequence[int] | None = None) -> Callable[[], Any]:
        """What gives the results of a block when they are asked for."""
        return partial(self.decide, block, numbers)


def default_columns(names: Sequence[str], settings: Mapping[str, Any]) -> Columns:
    """The engine over the bundled law, for a process of its own.

    Args:
        names: the columns of the book.
        settings: what `Columns` takes besides (`on`, `known`, `accept`, `overlays`, `sides` ...).
    """
    return Columns(load(), names, **settings)
