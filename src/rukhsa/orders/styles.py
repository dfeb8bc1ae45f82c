"""How a column writes its numbers or dates: found over the whole column before anything is decided, else asked.

Nothing here guesses. A column whose cells admit two readings with different values is named, with a cell of each
kind, and so is one of dates that contradict each other. Numbers that do are read each by the one way that it admits: the
column is told, and a number that admits both makes its line one that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders import dates, numbers
from rukhsa.orders.cells import distinct, one_of_each
from rukhsa.orders.forms import ALIKE
from rukhsa.orders.line import Block, Cells
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, Series, Typed, say, series

NUMBERS, DATES = "numbers", "dates"
STYLES = {"number": NUMBERS, "percent": NUMBERS, "amount": NUMBERS, "date": DATES}
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A cell that tells, or leaves open, how its column writes: its text, its line, its value by each reading."""

    text: str
    line: int
    values: Mapping[str, str]


@dataclass
class Column:
    """What the cells of a column admit, so far.

    Attributes:
        style: `numbers` or `dates`.
        left: the readings that every cell that is a number or date admits.
        against: for each other reading, the first cell that does not admit it.
        open: cells that admit several readings with different values, one of each sort.
    """

    name: str
    style: str
    left: set[str] = field(default_factory=set)
    against: dict[str, Seen] = field(default_factory=dict)
    open: dict[frozenset[str], Seen] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _forms: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.left = set(numbers.READINGS if self.style == NUMBERS else dates.READINGS)

    def see(self, cells: Cells, lines: Iterable[int]) -> None:
        """Take in some cells of the column."""
        for cell in distinct(one_of_each(cells, ALIKE[self.style], self._forms)):
            if cell in self._known or not cell or (self.style == NUMBERS and cell.isdecimal()):
                continue
            if len(self._known) < _REMEMBERED:
                self._known.add(cell)
            values = readings(self.style, cell)
            admitted = frozenset(values)
            every = numbers.READINGS if self.style == NUMBERS else dates.READINGS
            differ = len(set(values.values())) > 1
            if not values or (len(admitted) == len(every) and not differ):
                continue
            news = [reading for reading in every if reading not in admitted and reading not in self.against]
            if news or (differ and admitted not in self.open):
                seen = Seen(cell, _line_of(cell, cells, lines), values)
                self.against.update(dict.fromkeys(news, seen))
                if differ:
                    self.open.setdefault(admitted, seen)
            self.left &= admitted

    def reading(self, file: str | None = None) -> str:
        """The reading of the column.

        Args:
            file: named in errors.

        Raises:
            RukhsaError: the cells leave several, or are dates that no one reading admits.
        """
        option = say(f"orders.option_{self.style}", column=self.name)
        if not self.left and self.style == NUMBERS:
            return numbers.MIXED
        if not self.left:
            problem = say("orders.contradictory", cells=self._against())
            raise RukhsaError(Problem(problem, file, field=self.name, fix=option))
        order = numbers.READINGS if self.style == NUMBERS else dates.READINGS
        left = [way for way in order if way in self.left]
        for seen in self.open.values():
            values = {way: seen.values[way] for way in left}
            if len(set(values.values())) > 1:
                told = series(
                    say("orders.reading", value=value, reading=way) for way, value in values.items()
                )
                problem = say("orders.ambiguous", text=Typed(seen.text), line=seen.line, readings=told)
                raise RukhsaError(Problem(problem, file, field=self.name, fix=option))
        return left[0]

    def mixed(self) -> Message:
        """That its numbers are written in both ways, with a cell of each."""
        return say("orders.mixed", column=self.name, cells=self._against())

    def _against(self) -> Series:
        return series(
            say("orders.cell_not", text=seen.text, line=seen.line, reading=way)
            for way, seen in self.against.items()
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look through a whole book finds.

    Attributes:
        lines: how many there are; `unread`: how many of them are no lines at all.
        readings: of each column that was asked.
        mixed: columns of numbers that are written in both ways, in words.
    """

    lines: int
    unread: int
    readings: dict[str, str]
    mixed: tuple[Message, ...] = ()


def readings(style: str, cell: str) -> dict[str, str]:
    """The value of a cell under each reading that makes one of it."""
    if style == DATES:
        return dates.readings(cell)
    text = numbers.folded(cell)
    if numbers.is_plain(text) and (text.isdecimal() or "e" in text.lower()):
        return dict.fromkeys(numbers.READINGS, text)
    parts = numbers.split(text)
    if parts is None:
        return {}
    return numbers.values_of(parts[1])


def _line_of(cell: str, cells: Cells, lines: Iterable[int]) -> int:
    at = cells.index(cell)
    at = at if isinstance(at, int) else at.as_py()
    return next(number for index, number in enumerate(lines) if index == at)


def survey(blocks: Iterable[Block], asked: Mapping[str, str], file: str | None = None) -> Survey:
    """Look through a whole book.

    Args:
        asked: the style (`numbers` or `dates`) of each column whose reading is not declared.
        file: named in errors.

    Raises:
        RukhsaError: every column whose reading must be asked.
    """
    columns = [Column(name, style) for name, style in asked.items()]
    count = unread = 0
    for block in blocks:
        count += len(block)
        unread += len(block.errors)
        for column in columns:
            column.see(block.columns[column.name], block.numbers)
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for column in columns:
        try:
            found[column.name] = column.reading(file)
        except RukhsaError as error:
            problems.extend(error.problems)
    if problems:
        raise RukhsaError(*problems)
    mixed = tuple(column.mixed() for column in columns if found[column.name] == numbers.MIXED)
    return Survey(count, unread, found, mixed)
