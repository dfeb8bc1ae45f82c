"""CSV as a stream of blocks: any usual separator, quoted line ends, and each line that cannot be read in its place.

Where pyarrow is installed, a piece of the file without a quotation mark is cut by it, which is many times as quick;
every other piece, and one that is not as even as it looks, by the standard reader. Both give the same cells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.cells import arrow, plain
from rukhsa.orders.encoding import decoded, encoding_of
from rukhsa.orders.feed import Feed
from rukhsa.orders.line import Block, column_names, nothing_there
from rukhsa.words.messages import Message, say

LONGEST_CELL = 1_000_000
LONGEST_LINE = 64_000_000
SEPARATORS = ",;\t|"
_SAID = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LINES = 20_000  # of a block that the standard reader makes
_PIECE = 8 << 20
_HEAD = 1 << 12  # of the first piece, which holds the header
_WORTH_IT = 1 << 16  # characters of a piece from which the quicker reader pays


class CsvFile:
    """A book in CSV.

    Attributes:
        columns: names of the columns; `header`: their headings as they stand.
        blanks: blank lines that the last reading passed over.
    """

    typed: frozenset[str] = frozenset()
    lines: int | None = None
    notes: tuple[Message, ...] = ()

    def __init__(self, path: Path, encoding: str | None = None, header: int = 1) -> None:
        """`header`: the line on which the headings begin, or a blank one before it."""
        self.path, self.file = path, str(path)
        self._header = header
        self.encoding = encoding_of(path, encoding)
        self.blanks = 0
        csv.field_size_limit(LONGEST_CELL)
        self.separator, self._passing = self._separator()
        _, headings = self._begun()
        self.header = tuple(cell.strip() for cell in headings)
        self.columns = column_names(self.header, self.file)

    def blocks(self) -> Iterator[Block]:
        """The lines after the header.

        Raises:
            RukhsaError: the text cannot be decoded, or breaks off.
        """
        self.blanks = 0
        feed, _ = self._begun()
        while True:
            if feed.used():
                piece = feed.piece()
                if piece is None:
                    return
                block = self._cut(piece, feed)
                if block is not None:
                    yield block
                    continue
                feed.load(piece)
            yield from self._read(feed)

    def _separator(self) -> tuple[str, bool]:
        """What stands between cells, by the header or by a line `sep=;` before it, as spreadsheets write it."""
        lines = self._from_header()
        for line in lines:
            said = _SAID.fullmatch(line)
            if said:
                return said[1], True
            if line.strip():
                head = _QUOTED.sub("", line)
                after = _QUOTED.sub("", next((more for more in lines if more.strip()), ""))
                # of several signs in the headings, the one that stands as often in the line after them
                return max(
                    SEPARATORS,
                    key=lambda sign: (0 < head.count(sign) == after.count(sign), head.count(sign)),
                ), False
        raise nothing_there(self.file, self._header)

    def _begun(self) -> tuple[Feed, Sequence[str]]:
        """The text after the header, and the cells of the header."""
        feed, passing = self._from_header(), self._passing
        try:
            for row in csv.reader(feed, delimiter=self.separator, strict=True):
                feed.begin()
                if not any(cell.strip() for cell in row):
                    continue
                if not passing:
                    return feed, row
                passing = False
        except csv.Error as error:
            raise RukhsaError(
                Problem(say("errors.no_csv", reason=str(error)), self.file, feed.number)
            ) from None
        raise nothing_there(self.file, self._header)

    def _from_header(self) -> Feed:
        """The text from the line of the header on."""
        feed = Feed(self._pieces())
        for _ in range(1, self._header):
            if next(feed, None) is None:
                break
        feed.begin()
        return feed

    def _pieces(self) -> Iterator[str]:
        """The text in pieces that end with a line."""
        rest, size = "", _HEAD
        old_lines: bool | None = None
        for text in decoded(self.path, self.encoding):
            if old_lines is None:
                old_lines = "\r" in text and "\n" not in text
            rest += text.replace("\r", "\n") if old_lines else text
            while len(rest) >= size:
                end = rest.rfind("\n", 0, size) + 1 or rest.find("\n", size) + 1
                if end:
                    yield rest[:end]
                    rest, size = rest[end:], _PIECE
                    continue
                if len(rest) > LONGEST_LINE:
                    reason = say("orders.endless_line", most=f"{LONGEST_LINE:,}")
                    raise RukhsaError(Problem(say("errors.no_csv", reason=reason), self.file))
                break
        if rest:
            yield rest

    def _cut(self, piece: str, feed: Feed) -> Block | None:
        """The lines of a piece by the quicker reader; `None` where it is not safe to use."""
        pa = arrow()
        if pa is None or '"' in piece or len(piece) < _WORTH_IT or len(self.columns) < 2:
            return None
        import pyarrow.compute as pc
        from pyarrow import csv as quick

        first, end = feed.number, "" if piece.endswith("\n") else "\n"
        try:
            table = quick.read_csv(
                pa.BufferReader((piece + end).encode()),
                quick.ReadOptions(column_names=self.columns, block_size=len(piece) * 4 + 16),
                quick.ParseOptions(delimiter=self.separator, quote_char=False, ignore_empty_lines=False),
                quick.ConvertOptions(
                    column_types=dict.fromkeys(self.columns, pa.string()), strings_can_be_null=False
                ),
            )
        except (pa.ArrowException, UnicodeEncodeError):
            return None
        count = piece.count("\n") + len(end)
        if table.num_rows != count:
            return None
        feed.pass_over(count)
        columns = {name: plain(table[name]) for name in self.columns}
        numbers: Sequence[int] = range(first, first + count)
        blank = None
        for cells in columns.values():
            here = pc.equal(pc.utf8_trim_whitespace(cells), "")
            blank = here if blank is None else pc.and_(blank, here)
            if not pc.any(blank).as_py():
                break
        else:
            filled = pc.invert(blank)
            numbers = [first + at for at in pc.indices_nonzero(filled).to_pylist()]
            self.blanks += count - len(numbers)
            columns = {name: cells.filter(filled) for name, cells in columns.items()}
        lines: list[str] = []

        def text(at: int) -> str:
            if not lines:  # cut once, and only where a line has to be told
                lines.extend(piece.split("\n"))
            return lines[numbers[at] - first].rstrip("\r")

        return Block(numbers, columns, text=text)

    def _read(self, feed: Feed) -> Iterator[Block]:
        """The lines at hand by the standard reader."""
        width = len(self.columns)
        reader = csv.reader(feed, delimiter=self.separator, strict=True)
        while not feed.used():
            numbers: list[int] = []
            rows: list[Sequence[str]] = []
            texts: list[str] = []
            errors: dict[int, Message] = {}
            while not feed.used() and len(rows) < _LINES:
                feed.begin()
                number = feed.number
                try:
                    row: Sequence[str] = next(reader)
                    text = feed.taken
                    if not any(cell.strip() for cell in row):
                        self.blanks += 1
                        continue
                    if len(row) != width:
                        errors[len(rows)] = say("errors.cells", cells=len(row), columns=width)
                        row = [*row, *[""] * (width - len(row))][:width]
                except csv.Error as error:
                    # A quotation mark that is never closed must not swallow the lines after it.
                    text = feed.give_back()
                    errors[len(rows)] = say("errors.no_csv", reason=str(error))
                    row = [""] * width
                numbers.append(number)
                rows.append(row)
                texts.append(text.rstrip("\r\n"))
            feed.begin()
            cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in self.columns]
            if rows:
                yield Block(numbers, dict(zip(self.columns, cells, strict=True)), errors, texts.__getitem__)
