"""From a block of lines to numbers: what each line says of the item and what hangs on it, of all else, of each party, of its day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from rukhsa.columns.cells import BLANK, ERROR, Cells, as_it_stands
from rukhsa.columns.numbering import Codes, Pairs, encoded
from rukhsa.decide.batch import Batch
from rukhsa.decide.case import PARTY_SHORTHANDS
from rukhsa.errors import RukhsaError
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.orders.line import CARRIED, CODE, DATE, ITEM
from rukhsa.records import dataclass

Reading = Callable[[str], Callable[[str], Hashable]]  # of a column: what its cells mean


class Parts:
    """Combinations of classes of several kinds of cells, numbered; 0 is the one in which every cell is empty."""

    def __init__(self, cells: dict[str, Cells]) -> None:
        self.cells = cells
        self._pairs = [Pairs() for _ in cells]
        self.classes: list[tuple[int, ...]] = [] if cells else [()]
        self.number([np.zeros(1, np.int64)] * len(cells), 1)

    def __len__(self) -> int:
        return len(self.classes)

    def number(self, columns: Sequence[Codes], lines: int) -> Codes:
        """The number of the combination on each line, from the classes of each kind of cell."""
        found = firsts = np.zeros(lines, np.int64)
        for pairs, column in zip(self._pairs, columns, strict=True):
            found, firsts = pairs.number(found, column)
        if columns:
            self.classes.extend(zip(*(column[firsts].tolist() for column in columns), strict=True))
        return found

    def sample(self, number: int) -> dict[str, str]:
        """Filled cells of a combination, by kind."""
        return {
            name: cells.samples[klass]
            for (name, cells), klass in zip(self.cells.items(), self.classes[number], strict=True)
            if klass != BLANK
        }


@dataclass(frozen=True)
class Numbered:
    """A block of lines as numbers, line by line.

    Attributes:
        bound: the item and what is read together with it; `alone`: facts that are read by themselves, by name.
        parties: of each party that the columns tell of.
        days: classes of days.
    """

    bound: Codes
    alone: dict[str, Codes]
    parties: tuple[Codes, ...]
    days: Codes

    def columns(self) -> tuple[Codes, ...]:
        return (self.bound, *self.alone.values(), *self.parties, self.days)

    def at(self, places: Codes) -> Numbered:
        """Some of the lines."""
        return Numbered(
            self.bound[places],
            {name: column[places] for name, column in self.alone.items()},
            tuple(column[places] for column in self.parties),
            self.days[places],
        )


class Lines:
    """What the lines of one book can say, by its columns.

    Args:
        batch: the book's columns and the law.
        day_meaning: what a date cell means.
        reading: what the cells of a fact's column mean.
        binding: facts that are read together with the item.
    """

    def __init__(
        self,
        batch: Batch,
        day_meaning: Callable[[str], Hashable],
        reading: Reading,
        binding: frozenset[str],
    ) -> None:
        vocabulary = batch.law.vocabulary
        self._catalog = batch.law.catalog
        self.columns = batch.book.columns
        aside = {*CARRIED, *batch.passed, DATE}
        named = {
            column: (1, column)
            for column in self.columns
            if PARTY_SHORTHANDS.get(column, column) in vocabulary.party_facts
        }
        named = {name: at for name, at in {**named, **batch.further}.items() if name not in aside}
        self.party_columns = [
            {key: column for column, (which, key) in named.items() if which == slot}
            for slot in sorted({which for which, _ in named.values()})
        ]
        order = [name for name in self.columns if name not in aside and name not in named]
        keys = dict.fromkeys(key for columns in self.party_columns for key in columns)
        alone = [name for name in order if name in vocabulary and name not in binding]
        self.days = Cells(day_meaning)
        self.alone = {name: Cells(reading(name)) for name in alone}
        self.bound = Parts(
            {
                name: Cells(
                    self._item if name == ITEM else reading(name) if name in vocabulary else as_it_stands
                )
                for name in order
                if name not in alone
            }
        )
        self.parties = Parts({key: Cells(reading(key)) for key in keys})

    def _item(self, text: str) -> Hashable:
        try:
            return self._catalog.find(text.strip()).id
        except RukhsaError:
            return (ERROR, text)

    def number(self, table: Any) -> Numbered:
        """The lines of a table whose columns are text."""
        count: int = table.num_rows
        blank = np.zeros(count, np.int64)

        def read(column: str, cells: Cells) -> Codes:
            texts, places = encoded(table.column(column))
            return cells.classes(texts)[places]

        bound = {name: read(name, cells) for name, cells in self.bound.cells.items()}
        if CODE in bound:  # read only where nothing else says what the item is
            said = [bound[name] != BLANK for name in (ITEM, ITEM_GUARD) if name in bound]
            bound[CODE] = np.where(np.logical_or.reduce(said), BLANK, bound[CODE]) if said else bound[CODE]
        parties = tuple(
            self.parties.number(
                [
                    read(columns[key], cells) if key in columns else blank
                    for key, cells in self.parties.cells.items()
                ],
                count,
            )
            for columns in self.party_columns
        )
        return Numbered(
            self.bound.number(list(bound.values()), count),
            {name: read(name, cells) for name, cells in self.alone.items()},
            parties,
            read(DATE, self.days) if DATE in self.columns else blank,
        )

    def cells(self, numbered: Numbered, place: int) -> dict[str, str]:
        """The cells of a line that says the same as this one, in the order of the book."""
        found = self.bound.sample(int(numbered.bound[place]))
        for name, column in numbered.alone.items():
            if column[place] != BLANK:
                found[name] = self.alone[name].samples[int(column[place])]
        for columns, party in zip(self.party_columns, numbered.parties, strict=True):
            sample = self.parties.sample(int(party[place]))
            found |= {columns[key]: cell for key, cell in sample.items()}
        if numbered.days[place] != BLANK:
            found[DATE] = self.days.samples[int(numbered.days[place])]
        return {name: found[name] for name in self.columns if name in found}
