"""Where a case stands in the grid that the law's own comparisons draw.

Conditions compare a fact with constants and sets, so that many values come to the same: all numbers between two
thresholds, all countries of the same sets. Such values are one *cell*. Cases in the same cells have the same truths
in every part of every condition, and miss the same facts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from operator import getitem, itemgetter
from typing import Any

from rukhsa.language.compiled import Compiled, Row
from rukhsa.language.expressions import Compilable
from rukhsa.language.numbers import INF
from rukhsa.language.tree import Compare, Const, Fact, In, Ref, walk

_MOST_VALUES = 10_000


class Ungridded(Exception):
    """These provisions read what the row of a case does not hold."""


class Grid:
    """The cells in which a case stands for some provisions and all that they read.

    Args:
        roots: provisions by name.
        parties: how many parties the cases have.

    Raises:
        Ungridded: no grid tells all that these provisions make of a case.
    """

    def __init__(
        self,
        law: Compilable,
        compiled: Compiled,
        party_facts: frozenset[str],
        roots: Iterable[str],
        parties: int,
    ) -> None:
        self._law = law
        self._compiled = compiled
        self._party_facts = party_facts
        self._parties = parties
        self._places: dict[
            tuple[str, int | None], int
        ] = {}  # of a fact or derived number, of the order or a party
        self._lines: dict[str, _Lines] = {}
        for name in _closure(law, roots):
            self._draw(name)
        self._pick = picker(tuple(self._places.values()))
        self._cells = tuple(self._lines[name].cells(law.is_number(name)) for name, _ in self._places)

    def cell(self, row: Row) -> Row:
        """The cells of a case, given as `Compiled.row` gives it."""
        return tuple(map(getitem, self._cells, self._pick(row)))

    def place(self, name: str, party: int | None) -> int | None:
        """Where in a row the value stands that a comparison of these provisions speaks of."""
        return self._places.get((name, party))

    def _draw(self, name: str) -> None:
        """Add what one provision compares."""
        law = self._law
        tree = law.tree(name)
        assert tree is not None
        of_parties = law.counts(name) is not None
        if of_parties and not self._parties:
            raise Ungridded(name)
        for node in walk(tree):
            match node:
                case Fact(fact):
                    self._add(fact, of_parties and fact in self._party_facts)
                case Ref(other) if law.is_number(other) and law.tree(other) is not None:
                    self._add(other, False)
                case In(Fact(fact), members):
                    self._add(fact, of_parties and fact in self._party_facts)
                    inside = law.members(members.name) if isinstance(members, Ref) else members
                    self._lines[fact].sets.append(inside)
                case Compare(_, (Fact() | Ref()) as side, Const(value)) | Compare(
                    _, Const(value), (Fact() | Ref()) as side
                ):
                    self._line(side.name).constants.add(value)
                case Compare(_, left, right):
                    for part in (*walk(left), *walk(right)):
                        if isinstance(part, Fact | Ref):
                            self._line(part.name).single = True

    def _line(self, name: str) -> _Lines:
        return self._lines.setdefault(name, _Lines())

    def _add(self, name: str, of_each: bool) -> None:
        self._line(name)
        for party in range(self._parties) if of_each else (None,):
            place = self._compiled.place(name, party)
            if place is None:
                raise Ungridded(name)
            self._places[(name, party)] = place


class _Lines:
    """What the values of one fact or derived number are compared with."""

    def __init__(self) -> None:
        self.constants: set[Any] = set()
        self.sets: list[frozenset[str]] = []
        self.single = False  # each value is a cell of its own

    def cells(self, derived: bool) -> _Cells | _Each:
        if self.single:
            return _Each()
        numbers = sorted(value for value in self.constants if isinstance(value, Decimal))
        texts = sorted(value for value in self.constants if isinstance(value, str))

        def of_bounds(bounds: tuple[Decimal, Decimal]) -> Any:
            low, high = bounds
            return _between(numbers, low), _between(numbers, high), low == high

        def of_fact(value: Any) -> Any:
            if value is None or isinstance(value, bool):
                return value
            if isinstance(value, Decimal):
                return None if value == INF else _between(numbers, value)
            return (_between(texts, value), *(value in members for members in self.sets))

        return _Cells(of_bounds if derived else of_fact)


def _between(ends: Sequence[Any], value: Any) -> int:
    """Between which of the ends a value stands (even numbers), or on which (odd ones)."""
    return bisect_left(ends, value) + bisect_right(ends, value)


class _Cells(dict[Any, int]):
    """The cell of each value of one place, found when the value first comes."""

    def __init__(self, cell: Callable[[Any], Any]) -> None:
        super().__init__()
        self._cell = cell
        self._numbers: dict[Any, int] = {}

    def __missing__(self, value: Any) -> int:
        if len(self) >= _MOST_VALUES:
            self.clear()
        found = self[value] = self._numbers.setdefault(self._cell(value), len(self._numbers))
        return found


class _Each:
    """Every value is a cell of its own."""

    def __getitem__(self, value: Any) -> Any:
        return value


def picker(places: Sequence[int]) -> Callable[[Row], Row]:
    """What gives some places of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple([row[place] for place in places])


def _closure(law: Compilable, roots: Iterable[str]) -> Iterator[str]:
    """The provisions that have trees among the roots and all that they read."""
    seen: set[str] = set()
    stack = list(roots)
    while stack:
        name = stack.pop()
        tree = law.tree(name)
        if name not in seen and tree is not None:
            seen.add(name)
            yield name
            stack.extend(node.name for node in walk(tree) if isinstance(node, Ref))
