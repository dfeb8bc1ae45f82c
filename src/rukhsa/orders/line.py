"""What an order book is made of: lines, blocks of lines, and what its columns may hold.

A block keeps each column as cells: a list of texts or, where pyarrow is installed and the file is long, an Arrow
array of strings. An empty cell is `""`. Nothing here knows what a column means to any law.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, Series, Typed, say, series

Cells = Any  # list[str], or a pyarrow array of strings

ORDER, LINE, VALUE, CURRENCY = "order", "line", "value", "currency"
CARRIED = (ORDER, LINE, VALUE, CURRENCY)
ITEM, CODE, DATE = "item", "code", "date"
TODAY = "today"  # may stand for a date
CATEGORY, DESTINATION = "category", "destination"
PARTY = "party"

_SHOWN = 20  # columns
_NUMBERED = re.compile(r"(.+)_([2-9]|[1-9]\d)")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order book: its number in the file, its cells, and why it cannot be read, if so."""

    number: int
    cells: Mapping[str, str]
    error: Message | None = None


@dataclass(frozen=True)
class OrderBook:
    """The columns of a book and its lines.

    Attributes:
        carried: columns that a mapping leaves aside; `None`: columns are read by their own names.
        unread: of these, those from which nothing at all is read.
        notes: what to know of the reading.
    """

    file: str
    columns: tuple[str, ...]
    lines: Sequence[OrderLine]
    carried: tuple[str, ...] | None = None
    unread: tuple[str, ...] | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Fields:
    """What the columns that are read may be called, and what kind of value each holds.

    Attributes:
        kinds: `number`, `percent`, `amount`, `date`, `country`, `truth` or `text`, by name.
        party: those that describe a party; for further parties they are numbered (`party_2`).
        unknown: cells that say that nobody knows, in lower case.
    """

    kinds: Mapping[str, str]
    party: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()

    def kind(self, name: str) -> str | None:
        """The kind of a column, numbered or not; `None` for one that is not read."""
        base, _ = self.party_of(name)
        return self.kinds.get(name) or self.kinds.get(base)

    def party_of(self, name: str) -> tuple[str, int]:
        """The name without its number, and which party it is about: 1, 2 ...; 0 for no party."""
        if name in self.party:
            return name, 1
        if name in self.kinds:
            return name, 0
        numbered = _NUMBERED.fullmatch(name)
        if numbered and numbered[1] in self.party:
            return numbered[1], int(numbered[2])
        return name, 0


@dataclass(slots=True)
class Block:
    """Some lines of a book that follow each other.

    Attributes:
        numbers: where each begins in the file: its line, or its row for files that have no lines of text.
        columns: cells by column name.
        errors: why a line cannot be read, by its place in the block.
        text: gives the original text of a line, by its place.
    """

    numbers: Sequence[int]
    columns: dict[str, Cells]
    errors: dict[int, Message] = field(default_factory=dict)
    text: Callable[[int], str] = str

    def __len__(self) -> int:
        return len(self.numbers)

    def part(self, start: int, size: int) -> Block:
        """Some of its lines."""
        end = min(start + size, len(self))
        text = self.text
        return Block(
            self.numbers[start:end],
            {name: cells[start:end] for name, cells in self.columns.items()},
            {at - start: error for at, error in self.errors.items() if start <= at < end},
            lambda at: text(at + start),
        )

    def lines(self) -> Iterator[OrderLine]:
        """Its lines, one by one."""
        names = tuple(self.columns)
        rows: Iterable[tuple[str, ...]] = zip(*map(listed, self.columns.values()), strict=True)
        if not names:
            rows = [()] * len(self)
        for at, (number, row) in enumerate(zip(self.numbers, rows, strict=True)):
            yield OrderLine(number, dict(zip(names, row, strict=True)), self.errors.get(at))


def result_name(name: str, taken: Container[str]) -> str:
    """What a result column is called beside the columns of the book: `rukhsa_` stands before a name that they have.

    Example:
        >>> result_name("verdict", ["item"]), result_name("verdict", ["verdict", "rukhsa_verdict"])
        ('verdict', 'rukhsa_rukhsa_verdict')
    """
    while name in taken:
        name = f"rukhsa_{name}"
    return name


def listed(cells: Cells) -> list[str]:
    """Cells as a list."""
    return cells if isinstance(cells, list) else cells.to_pylist()


def joined(columns: Mapping[str, Cells]) -> Callable[[int], str]:
    """What gives a row as a line of CSV, for a file that has no lines of text."""

    def text(at: int) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(
            [listed(cells[at : at + 1])[0] for cells in columns.values()]
        )
        return out.getvalue()

    return text


def nothing_there(file: str, line: int = 1) -> RukhsaError:
    """That a book holds nothing from a line on."""
    told = say("errors.empty") if line == 1 else say("orders.nothing_from", line=line)
    return RukhsaError(Problem(told, file, fix=say("errors.header_and_lines")))


def some_columns(names: Sequence[str]) -> Message | Series:
    """Columns in words: the first of them, and how many there are beside."""
    told = series(map(Typed, names[:_SHOWN]))
    if len(names) <= _SHOWN:
        return told
    return say("orders.columns_more", columns=told, more=len(names) - _SHOWN)


def heading_name(heading: str) -> str:
    """The name of a column by its heading; nothing for an empty one.

    Example:
        >>> heading_name(" Party HQ\u200b ")
        'party_hq'
    """
    seen = "".join(char for char in heading if unicodedata.category(char) != "Cf")
    return "_".join(seen.lower().split())


def column_names(header: Sequence[str], file: str) -> tuple[str, ...]:
    """The names of columns by their headings: in lower case, with `_` for a space, without signs that nobody sees.

    Raises:
        RukhsaError: two are the same.
    """
    names = tuple(heading_name(heading) or f"column_{place}" for place, heading in enumerate(header, 1))
    first: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name in first:
            problem = say("orders.heading_twice", column=name, one=first[name], other=place)
            raise RukhsaError(Problem(problem, file, 1, fix=say("orders.heading_twice_fix")))
        first[name] = place
    return names
