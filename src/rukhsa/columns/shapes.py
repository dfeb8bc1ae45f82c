"""What is unknown of conditions, brought to one form: equal shapes are one number, whichever conditions they come from.

A shape is a comparison that is unknown, or `all` or `any` of shapes. Negation stands in the comparisons alone; parts of
the same kind are drawn together, and each is held once. None of this changes a truth, nor which facts keep it open.
Shapes live through all blocks of a book; what must not grow is what is remembered of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Literal

from rukhsa.decide.carrying import Presumed
from rukhsa.language.interpret import Truth
from rukhsa.records import dataclass

Kind = Literal["all", "any", "comparison"]
MOST_KEPT = 1_000_000  # truths and open facts that are remembered before they are forgotten


@dataclass(frozen=True, slots=True)
class Shape:
    """Unknown parts, or an unknown comparison with its facts and what is presumed of it.

    Attributes:
        asks: which presumptions it reads, as bits.
    """

    kind: Kind
    parts: tuple[int, ...]
    facts: tuple[Presumed, ...]
    held: Truth
    asks: int


class Shapes:
    """Shapes by number."""

    def __init__(self) -> None:
        self._shapes: list[Shape] = []
        self._numbers: dict[Hashable, int] = {}
        self._bits: dict[Presumed, int] = {}
        self._presumed: list[Presumed] = []
        self._negated: dict[int, int] = {}
        self._truths: dict[tuple[int, int], Truth] = {}
        self._open: dict[tuple[int, int], frozenset[Presumed]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def comparison(self, facts: tuple[Presumed, ...], held: Truth) -> int:
        """An unknown comparison; `held` is its truth once its one fact is presumed."""
        key: Hashable = (facts, held)
        found = self._numbers.get(key)
        if found is None:
            asks = self.bits(facts) if held is not None else 0
            found = self._add(key, Shape("comparison", (), facts, held, asks))
        return found

    def joined(self, kind: Kind, parts: Sequence[int]) -> int:
        """`all` or `any` of some shapes, one of them or more."""
        if len(parts) == 1:
            return parts[0]
        key: Hashable = (kind, *parts)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._joined(kind, parts)
        return number

    def _joined(self, kind: Kind, parts: Sequence[int]) -> int:
        found: set[int] = set()
        for part in parts:
            shape = self._shapes[part]
            found.update(shape.parts if shape.kind == kind else (part,))
        if len(found) == 1:
            return found.pop()
        own = tuple(sorted(found))
        key = (kind, own)
        if key in self._numbers:
            return self._numbers[key]
        asks = 0
        for part in own:
            asks |= self._shapes[part].asks
        return self._add(key, Shape(kind, own, (), None, asks))

    def _add(self, key: Hashable, shape: Shape) -> int:
        self._numbers[key] = len(self._shapes)
        self._shapes.append(shape)
        return self._numbers[key]

    def negated(self, number: int) -> int:
        """The shape of the negation of what has this shape."""
        found = self._negated.get(number)
        if found is None:
            shape = self._shapes[number]
            if shape.kind == "comparison":
                found = self.comparison(shape.facts, None if shape.held is None else not shape.held)
            else:
                kind: Kind = "any" if shape.kind == "all" else "all"
                found = self.joined(kind, [self.negated(part) for part in shape.parts])
            self._negated[number], self._negated[found] = found, number
        return found

    def bits(self, presumed: Iterable[Presumed]) -> int:
        """Presumptions as bits."""
        found = 0
        for item in presumed:
            if item not in self._bits:
                self._bits[item] = 1 << len(self._presumed)
                self._presumed.append(item)
            found |= self._bits[item]
        return found

    def asks(self, number: int) -> int:
        """The presumptions that a shape reads, as bits."""
        return self._shapes[number].asks

    def presumed(self, numbers: Iterable[int]) -> frozenset[Presumed]:
        """The presumptions that some shapes read."""
        asks = 0
        for number in numbers:
            asks |= self._shapes[number].asks
        return frozenset(item for place, item in enumerate(self._presumed) if asks >> place & 1)

    def truth(self, number: int, kept: int) -> Truth:
        """The truth of a shape when some presumptions are taken."""
        shape = self._shapes[number]
        asked = kept & shape.asks
        if not asked:
            return None
        if shape.kind == "comparison":
            return shape.held
        key = (number, asked)
        if key not in self._truths:
            if len(self._truths) >= MOST_KEPT:
                self._truths.clear()
            decides = shape.kind == "any"
            found: Truth = not decides
            for part in shape.parts:
                truth = self.truth(part, asked)
                if truth is decides:
                    found = truth
                    break
                if truth is None:
                    found = None
            self._truths[key] = found
        return self._truths[key]

    def open_facts(self, number: int, kept: int) -> frozenset[Presumed]:
        """The facts that keep a shape open when some presumptions are taken."""
        shape = self._shapes[number]
        key = (number, kept & shape.asks)
        if key not in self._open:
            if len(self._open) >= MOST_KEPT:
                self._open.clear()
            found: frozenset[Presumed] = frozenset()
            if self.truth(number, kept) is None:
                found = frozenset(shape.facts).union(*(self.open_facts(part, kept) for part in shape.parts))
            self._open[key] = found
        return self._open[key]
