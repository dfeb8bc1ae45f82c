"""A sheet of an XLSX workbook as a stream of blocks: dates by the cells' own type, percentages by their format."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.line import Block, column_names, joined, nothing_there
from rukhsa.orders.xlsx_formulas import without_results
from rukhsa.words.messages import Message, Typed, say, series

_LINES = 20_000
_DIGITS = 15  # that a workbook shows of a number
_BOOK, _STRICT = "xl/workbook.xml", b"purl.oclc.org/ooxml"
_TYPES = "[Content_Types].xml"  # every workbook has it
_OPEN = re.compile(r"-?\d{1,3}\.\d{3}")


class XlsxFile:
    """A book in a sheet: the first one that is named, or the first."""

    encoding = ""
    blanks = 0
    typed: frozenset[str] = frozenset()
    lines: int | None = None

    def __init__(self, path: Path, sheet: str | None = None, header: int = 1) -> None:
        """`header`: the row of the headings, or an empty one before it."""
        self.path, self.file = path, str(path)
        self.sheet = sheet
        self.notes: tuple[Message, ...] = ()
        first = next((row for row in self._rows() if row[0] >= header), None)
        if first is None:
            raise self._nothing(header)
        self._first, cells = first
        try:
            self._formulas = without_results(path, self._part)
        except Exception as error:  # of a broken workbook its library may raise anything
            raise RukhsaError(Problem(say("orders.no_xlsx", reason=_reason(error)), self.file)) from None
        while cells and not cells[-1].strip():
            cells = cells[:-1]
        self.header = tuple(cell.strip() for cell in cells)
        self.columns = column_names(self.header, self.file)

    def blocks(self) -> Iterator[Block]:
        """The rows after the header; a row that is filled beyond it cannot be read."""
        self.blanks = 0
        rows: list[tuple[int, Sequence[str]]] = []
        expected = self._first + 1
        for number, row in self._rows():
            if number <= self._first:
                continue
            self.blanks += number - expected
            expected = number + 1
            rows.append((number, row))
            if len(rows) == _LINES:
                yield self._block(rows)
                rows = []
        if rows:
            yield self._block(rows)

    def _block(self, rows: Sequence[tuple[int, Sequence[str]]]) -> Block:
        width = len(self.columns)
        errors: dict[int, Message] = {}
        even: list[Sequence[str]] = []
        for at, (number, row) in enumerate(rows):
            if number in self._formulas:
                told = say("orders.formula", cell=self._formulas[number])
                errors[at] = say("errors.with_fix", message=told, fix=say("orders.formula_fix"))
            filled = max(index + 1 for index, cell in enumerate(row) if cell.strip())
            if filled > width:
                errors[at] = say("errors.cells", cells=filled, columns=width)
            even.append([*row, *[""] * (width - len(row))][:width])
        columns = {
            name: list(cells) for name, cells in zip(self.columns, zip(*even, strict=True), strict=True)
        }
        whole = {str(at): list(cells) for at, cells in enumerate(zip(*_squared(rows), strict=True))}
        return Block([number for number, _ in rows], columns, errors, joined(whole))

    def _nothing(self, line: int = 1) -> RukhsaError:
        """That nothing is there, or that the workbook is of a kind of which its library sees nothing."""
        with zipfile.ZipFile(self.path) as packed:
            strict = _BOOK in packed.namelist() and _STRICT in packed.read(_BOOK)
        if strict:
            return RukhsaError(
                Problem(say("orders.strict_xlsx"), self.file, fix=say("orders.strict_xlsx_fix"))
            )
        return nothing_there(self.file, line)

    def _broken(self, error: Exception) -> RukhsaError:
        """That the workbook cannot be read, or that the file is no workbook but another packed one."""
        try:
            with zipfile.ZipFile(self.path) as packed:
                names = packed.namelist()
        except Exception:  # it cannot be unpacked either
            names = [_TYPES]
        if _TYPES in names:
            return RukhsaError(Problem(say("orders.no_xlsx", reason=_reason(error)), self.file))
        kind = say("orders.kind_opendocument" if "mimetype" in names else "orders.kind_archive")
        problem, fix = say("orders.no_table", kind=kind), say("orders.no_table_fix")
        return RukhsaError(Problem(problem, self.file, fix=fix))

    def _rows(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The rows in which anything stands, as text, with their numbers."""
        with self._opened() as book:
            sheet = self._sheet_of(book)
            self._part = sheet._worksheet_path
            sheet.reset_dimensions()  # which some programs write wrongly
            try:
                for number, cells in enumerate(_rows_of(sheet), 1):
                    if any(cell.strip() for cell in cells):
                        yield number, cells
            except _Broken as error:
                raise RukhsaError(Problem(say("orders.no_xlsx", reason=str(error)), self.file)) from None

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """The workbook, whatever the ending of its file."""
        try:
            import openpyxl
        except ImportError:
            raise RukhsaError(
                Problem(say("orders.xlsx_extra"), self.file, fix=say("orders.xlsx_fix"))
            ) from None
        with self.path.open("rb") as file:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of styles that it does not know
                    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            except Exception as error:  # of a broken workbook its library may raise anything
                raise self._broken(error) from None
            try:
                yield book
            finally:
                book.close()

    def _sheet_of(self, book: Any) -> Any:
        """The sheet that is asked for, or the first; the others are told."""
        names = [sheet.title for sheet in book.worksheets]
        if not names:
            raise self._nothing()
        if self.sheet is None:
            if len(names) > 1:
                others = series(map(Typed, names[1:]))
                self.notes = (say("orders.other_sheets", sheet=names[0], others=others),)
            return book.worksheets[0]
        if self.sheet not in names:
            named = series(map(Typed, names))
            problem = say("orders.no_sheet", sheet=self.sheet)
            raise RukhsaError(
                Problem(problem, self.file, field="--sheet", fix=say("errors.use_one_of", values=named))
            )
        return book[self.sheet]


class _Broken(Exception):
    """A sheet that cannot be read to its end."""


def _rows_of(sheet: Any) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows():
            yield [_text(cell) for cell in row]
    except Exception as error:  # of a broken workbook its library may raise anything
        raise _Broken(_reason(error)) from None


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _squared(rows: Sequence[tuple[int, Sequence[str]]]) -> list[list[str]]:
    width = max(len(row) for _, row in rows)
    return [[*row, *[""] * (width - len(row))] for _, row in rows]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "seconds")
        )
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return number_text(value, "%" in (cell.number_format or ""))
    return str(value)


def number_text(value: float, percent: bool) -> str:
    """A number as the workbook shows it, in full: a plain decimal, with its percent sign where it has one."""
    number = Decimal(f"{value:.{_DIGITS}g}")
    if percent:
        number *= 100
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if _OPEN.fullmatch(text):
        text += "0"  # so that no reading takes it for thousands
    return f"{text}%" if percent else text
