"""From a block of lines to numbers: what each line says of the order, of each party and of its day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from rukhsa.columns.cells import BLANK, Cells, as_it_stands, fact_meaning
from rukhsa.columns.numbering import Codes, Pairs, encoded
from rukhsa.decide.batch import Batch
from rukhsa.decide.case import PARTY_SHORTHANDS
from rukhsa.decide.orders import CARRIED, CODE, DATE, ITEM
from rukhsa.errors import RukhsaError
from rukhsa.language.vocabulary import Value
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.records import dataclass

Like = Callable[[str], Callable[[Value], Hashable]]


class Parts:
    """Combinations of classes of several kinds of cells, numbered; 0 is the one in which every cell is empty."""

    def __init__(self, cells: Mapping[str, Cells]) -> None:
        self.cells = cells
        self._pairs = [Pairs() for _ in cells]
        self.classes: list[tuple[int, ...]] = []
        self.number([np.zeros(1, np.int64)] * len(cells))

    def __len__(self) -> int:
        return len(self.classes)

    def number(self, columns: Sequence[Codes]) -> Codes:
        """The number of the combination on each line.

        Args:
            columns: the classes of each kind of cell, line by line.
        """
        found = firsts = np.zeros(len(columns[0]) if columns else 0, np.int64)
        for pairs, column in zip(self._pairs, columns, strict=True):
            found, firsts = pairs.number(found, column)
        if columns:
            self.classes.extend(zip(*(column[firsts].tolist() for column in columns), strict=True))
        return found

    def sample(self, number: int) -> dict[str, str]:
        """Filled cells of a combination, by column."""
        return {
            name: cells.samples[klass]
            for (name, cells), klass in zip(self.cells.items(), self.classes[number], strict=True)
            if klass != BLANK
        }


@dataclass(frozen=True)
class Numbered:
    """A block of lines as numbers: the order's part, each party's, the day's class, line by line."""

    orders: Codes
    parties: tuple[Codes, ...]
    days: Codes


class Lines:
    """What the lines of one book can say, by its columns.

    Args:
        batch: the book's columns and the law.
        day_meaning: what a date cell means.
        like: for a fact, what of its values can matter.
    """

    def __init__(self, batch: Batch, day_meaning: Callable[[str], Hashable], like: Like) -> None:
        self.columns = batch.book.columns
        self._vocabulary = batch.law.vocabulary
        self._catalog = batch.law.catalog
        self._like = like
        aside = {*CARRIED, *batch.passed, DATE}
        self._further = batch.further
        named = {
            column: (1, column)
            for column in self.columns
            if self._fact(column) in self._vocabulary.party_facts
        }
        named |= {column: place for column, place in batch.further.items() if column not in aside}
        slots = sorted({which for column, (which, _) in named.items() if column not in aside})
        self.party_columns = [
            {key: column for column, (which, key) in named.items() if which == slot and column not in aside}
            for slot in slots
        ]
        self.order_columns = [name for name in self.columns if name not in aside and name not in named]
        keys = dict.fromkeys(key for columns in self.party_columns for key in columns)
        self.days = Cells(day_meaning)
        self.orders = Parts({name: Cells(self._meaning(name)) for name in self.order_columns})
        self.parties = Parts({key: Cells(self._meaning(key)) for key in keys})

    def _fact(self, column: str) -> str:
        return PARTY_SHORTHANDS.get(column, column)

    def _meaning(self, column: str) -> Callable[[str], Hashable]:
        if column == ITEM:
            return self._item
        fact = self._fact(column)
        if column == CODE or fact not in self._vocabulary:
            return as_it_stands
        return fact_meaning(self._vocabulary, fact, self._like(column))

    def _item(self, text: str) -> Hashable:
        try:
            return self._catalog.find(text.strip()).id
        except RukhsaError:
            return ("error", text)

    def number(self, table: Any) -> Numbered:
        """The lines of a table whose columns are text."""
        count = table.num_rows
        blank = np.zeros(count, np.int64)

        def read(column: str, cells: Cells) -> Codes:
            texts, places = encoded(table.column(column))
            return cells.classes(texts)[places]

        order = {name: read(name, self.orders.cells[name]) for name in self.order_columns}
        if CODE in order:  # read only where nothing else says what the item is
            said = [order[name] != BLANK for name in (ITEM, ITEM_GUARD) if name in order]
            order[CODE] = np.where(np.logical_or.reduce(said), BLANK, order[CODE]) if said else order[CODE]
        parties = tuple(
            self.parties.number(
                [
                    read(columns[key], cells) if key in columns else blank
                    for key, cells in self.parties.cells.items()
                ]
            )
            for columns in self.party_columns
        )
        days = read(DATE, self.days) if DATE in self.columns else blank
        orders = self.orders.number(list(order.values())) if order else blank
        return Numbered(orders, parties, days)

    def cells(self, order: int, parties: Iterable[int], day: int) -> dict[str, str]:
        """The cells of a line that says this."""
        found = self.orders.sample(order)
        for columns, party in zip(self.party_columns, parties, strict=True):
            found |= {columns[key]: cell for key, cell in self.parties.sample(party).items()}
        if day != BLANK:
            found[DATE] = self.days.samples[day]
        return found
