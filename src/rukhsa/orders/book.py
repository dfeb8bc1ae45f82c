"""A book of any kind, opened: looked through once, so that nothing in it is guessed, and then read block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.line import (
    CARRIED,
    CATEGORY,
    CODE,
    DESTINATION,
    ITEM,
    Block,
    Fields,
    OrderBook,
    OrderLine,
    listed,
    some_columns,
)
from rukhsa.orders.mapping import Mapping_, Plan, plan_of, read_mapping
from rukhsa.orders.shape import Shaper, asked_of
from rukhsa.orders.source import PARQUET, XLSX, kind_of
from rukhsa.orders.styles import DATES, NUMBERS, survey
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, say


class File(Protocol):
    """What reads one kind of file."""

    file: str
    encoding: str
    header: tuple[str, ...]
    columns: tuple[str, ...]
    typed: frozenset[str]
    lines: int | None
    blanks: int
    notes: tuple[Message, ...]

    def blocks(self) -> Iterator[Block]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """How a book is to be read, as the user says.

    Attributes:
        encoding: of a text; `None`: what its bytes prove.
        sheet: of a workbook; `None`: the first.
        mapping: a file, or the name of a ready one.
        numbers: `point` or `comma`; dates: `dmy`, `mdy` or `ymd`; `None`: each column tells, or is asked.
        header: the line (of a workbook: the row) of the headings; what stands above it is passed over.
    """

    encoding: str | None = None
    sheet: str | None = None
    mapping: str | None = None
    numbers: str | None = None
    dates: str | None = None
    header: int = 1


class Book:
    """An order book whose columns are known and whose cells have one reading each.

    Attributes:
        plan: what is read of it.
        readings: how its columns write numbers and dates.
        lines: how many lines it has, those that cannot be read included.
        notes: what whoever reads the results must know of the reading: sheets that are not read, columns of numbers
            that are written in both ways, columns of the name of a fact that a mapping leaves aside.
    """

    def __init__(self, file: File, plan: Plan, fields: Fields, *, mapped: bool = False) -> None:
        self.source, self.plan, self.fields = file, plan, fields
        self.file = file.file
        self.columns = file.columns
        self.lines = file.lines or 0
        self.readings: dict[str, str] = {}
        self.mapped = mapped
        self.notes: tuple[Message, ...] = (*file.notes, *self._left_aside())

    @property
    def carried(self) -> tuple[str, ...] | None:
        """The columns that a mapping leaves aside; `None`: columns are read by their own names."""
        return tuple(name for name in self.columns if name not in self.plan.read) if self.mapped else None

    def _left_aside(self) -> Iterator[Message]:
        """Columns that have the name of a fact, which a mapping neither names nor fills from elsewhere."""
        filled = {*self.plan.read, *CARRIED}
        names = [name for name in self.carried or () if name not in filled and self.fields.kind(name)]
        if names:
            yield say("orders.left_aside", columns=some_columns(names))

    def look_through(self, seen: Callable[[Block], object] | None = None) -> None:
        """Count the lines and find how each column writes its numbers and dates.

        Args:
            seen: is told each block.

        Raises:
            RukhsaError: the book has no lines, cannot be read, or leaves the reading of a column open.
        """
        asked = asked_of(self.plan, self.fields, self.source.typed)
        if asked or self.source.lines is None:
            first: list[Block] = []

            def watched() -> Iterator[Block]:
                for block in self.source.blocks():
                    first[:] = first or [block.part(0, 1)]
                    if seen is not None:
                        seen(block)
                    yield block

            found = survey(watched(), asked, self.file)
            self.lines, self.readings = found.lines, found.readings
            self.notes += found.mixed
            if self.lines and found.unread == self.lines:
                message = first[0].errors[0]
                raise RukhsaError(Problem(message, self.file, first[0].numbers[0]))
        if not self.lines:
            raise RukhsaError(
                Problem(say("errors.no_order_lines"), self.file, fix=say("errors.header_and_lines"))
            )

    def blocks(self) -> Iterator[tuple[Block, Block]]:
        """Each block as it stands (but filled down), and with the columns that are read.

        Raises:
            RukhsaError: it cannot be read, or has not as many lines as when it was looked through.
        """
        shaper = Shaper(self.plan, self.fields, self.readings)
        count = 0
        for block in self.source.blocks():
            count += len(block)
            filled = shaper.filled(block)
            yield filled, shaper.shaped(filled)
        if count != self.lines:
            raise RukhsaError(Problem(say("orders.lines_changed", before=self.lines, after=count), self.file))

    def order_lines(self) -> Iterator[OrderLine]:
        """Its lines one by one: all its cells, and those that are read with their plain values."""
        for block, read in self.blocks():
            columns = {**block.columns, **{name: listed(cells) for name, cells in read.columns.items()}}
            yield from Block(block.numbers, columns, read.errors).lines()


def open_file(path: Path, asked: Reading) -> File:
    """The file of a book.

    Raises:
        RukhsaError: it cannot be read, or has no header.
    """
    kind = kind_of(path)
    if asked.sheet is not None and kind != XLSX:
        raise RukhsaError(Problem(say("orders.sheet_of_workbook"), str(path), field="--sheet"))
    if asked.header != 1 and kind == PARQUET:
        raise RukhsaError(Problem(say("orders.header_of_text"), str(path), field="--header"))
    if kind == PARQUET:
        from rukhsa.orders.parquet_file import ParquetFile

        return ParquetFile(path)
    if kind == XLSX:
        from rukhsa.orders.xlsx_file import XlsxFile

        return XlsxFile(path, asked.sheet, asked.header)
    from rukhsa.orders.csv_file import CsvFile

    return CsvFile(path, asked.encoding, asked.header)


def refuse_title(file: File, fields: Fields) -> None:
    """Refuse a book whose first line is no header where a later one is: a title or a row of merged cells stands above.

    Raises:
        RukhsaError: it is so.
    """
    names = {name for name in file.columns if fields.kind(name) is not None}
    if DESTINATION in names or names & {ITEM, CODE, CATEGORY}:
        return
    from rukhsa.orders.guess import header_below

    found = header_below(file, fields)
    if found is not None:
        line, headings = found
        told = say("orders.header_below", line=line, headings=some_columns(headings))
        raise RukhsaError(Problem(told, file.file, 1, fix=say("orders.header_below_fix", line=line)))


def open_book(path: Path, fields: Fields, asked: Reading) -> Book:
    """A book, its columns mapped; it is not looked through yet.

    Raises:
        RukhsaError: the file, the mapping, or what the mapping wants of the file, is wrong.
    """
    mapping: Mapping_ | None = None if asked.mapping is None else read_mapping(asked.mapping, fields)
    file = open_file(path, asked)
    if mapping is None:
        refuse_title(file, fields)
    said = {NUMBERS: asked.numbers, DATES: asked.dates}
    plan = plan_of(mapping, file.columns, file.file, fields, said)
    return Book(file, plan, fields, mapped=mapping is not None)


def whole_book(path: Path, fields: Fields, asked: Reading | None = None) -> OrderBook:
    """A whole order book in memory.

    Raises:
        RukhsaError: it cannot be read, has no header or no lines, or leaves open how a column is read.
    """
    book = open_book(path, fields, asked or Reading())
    book.look_through()
    columns = tuple(dict.fromkeys((*book.columns, *book.plan.read)))
    unread = book.plan.carried(book.columns) if book.mapped else None
    return OrderBook(book.file, columns, list(book.order_lines()), book.carried, unread, book.notes)
