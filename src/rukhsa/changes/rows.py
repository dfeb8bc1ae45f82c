"""The provisions of one side that may decide, each in its place, and what is said where some of them hold.

A regime is a row: of each place, the node of the provision's condition and what it is to others. What holds of a
case (is true, or open) is told to the rules that decide one case, once for all that differ in nothing they ask.
Needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.columns.graph import Graph, Reader
from rukhsa.decide.rules import rules_of
from rukhsa.decide.steps import DECIDING
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth
from rukhsa.law.act import Body
from rukhsa.law.fold import InForce
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass

Places = npt.NDArray[np.int64]
Place = tuple[int, int, int]  # a place, the node of its provision's condition, what it is to others


class Said:
    """What sides say, by number: the verdicts and policies that remain possible."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._numbers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}

    def number(self, finding: Finding) -> int:
        key = (finding.possible, finding.policies)
        number = self._numbers.setdefault(key, len(self.findings))
        if number == len(self.findings):
            self.findings.append(Finding(finding.possible, policies=finding.policies))
        return number


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a provision is to others, their places as bits.

    Attributes:
        strikes: the exceptions that a bar strikes; `None` for all but those it spares.
    """

    overcomes: int
    strikes: int | None
    spares: int
    of: int
    exempts: bool


class Rows:
    """The provisions of one pack that may decide, each in its place, and what was found of those that hold."""

    def __init__(self, pack: Pack, graph: Graph, said: Said) -> None:
        self.pack = pack
        self.graph = graph
        self.said = said
        deciding = sorted(name for name, kind in pack.log.kinds.items() if kind in DECIDING)
        self.names = deciding
        self.places = {name: place for place, name in enumerate(deciding)}
        self._readers: dict[int, Reader] = {}
        self._bears: dict[int, tuple[object, int]] = {}
        self._alike: dict[str, int] = {}
        self.bearings = [Bearing(0, None, 0, 0, False)]
        self.texts: dict[int, InForce] = {}  # of each bearing, a text that has it
        self.kinds_of = [pack.log.kinds[name] for name in deciding]
        self.of_kinds = {kind: kind for kind in pack.log.kinds.values()}
        self.spoken: dict[tuple[tuple[int, int], ...], Any] = {}  # by reviews and what they are to others
        self._holding: dict[tuple[int, ...], int] = {}
        self.kinds = {
            kind: self.mask(name for name in deciding if pack.log.kinds[name] == kind) for kind in DECIDING
        }
        self._told: dict[tuple[int, ...], int] = {}

    def reader(self, regime: Regime) -> Reader:
        key = id(regime)
        if key not in self._readers:  # the reader keeps the regime, so that its identity stays its own
            self._readers[key] = self.graph.of(regime)
        return self._readers[key]

    def row(self, regime: Regime) -> tuple[Places, Places, tuple[int, ...]]:
        """Of each place, node and bearing under a regime; the nodes of what its acts save."""
        nodes: Places = np.full(len(self.names), self.graph.false, np.int64)
        bears: Places = np.zeros(len(self.names), np.int64)
        for kind in DECIDING:
            self._fill(regime, regime.of_kind(kind), nodes, bears)
        reader = self.reader(regime)
        return nodes, bears, tuple(reader.condition(saves.tree) for _, saves in regime.saves)

    def some(self, reader: Reader, names: Iterable[str]) -> Iterator[Place]:
        """Place, node and bearing of some provisions under the regime of a reader."""
        regime = reader.regime
        for name in names:
            place = self.places.get(name)
            if place is not None and name in regime.provisions:
                yield place, reader.provision(name), self._bears_of(regime, name)
            elif place is not None:
                yield place, self.graph.false, 0

    def _fill(self, regime: Regime, names: Iterable[str], nodes: Places, bears: Places) -> None:
        reader = self.reader(regime)
        for name in names:
            place = self.places[name]
            nodes[place] = reader.provision(name)
            bears[place] = self._bears_of(regime, name)

    def _bears_of(self, regime: Regime, name: str) -> int:
        text = regime.provisions[name]
        body = text.body
        key = id(body)
        if key not in self._bears:
            told = (
                *(body.effect, body.unscoped, body.policy),
                *map(sorted, (body.overcomes, body.strikes, body.spares, body.of, body.displaces)),
            )
            number = self._alike.setdefault(repr(told), len(self._alike) + 1)
            if number == len(self.bearings):
                self.bearings.append(self._bearing_of(body))
                self.texts[number] = text
            self._bears[key] = body, number
        return self._bears[key][1]

    def _bearing_of(self, body: Body) -> Bearing:
        return Bearing(
            self.mask(body.overcomes),
            self.mask(body.strikes) if body.strikes else None,
            self.mask(body.spares),
            self.mask(body.of),
            body.effect == "exempt",
        )

    def mask(self, names: Iterable[str]) -> int:
        """The places of provisions as bits."""
        found = 0
        for name in names:
            if name in self.places:
                found |= 1 << self.places[name]
        return found

    def kept(self, may: int, bears: Mapping[int, int] | list[int]) -> int:
        """Of what may hold, as bits, what bears on anything else that may.

        Args:
            bears: of each place, what it is to others.
        """
        kinds, of = self.kinds, self.bearings
        wanted = may & kinds["require"]
        found = wanted | (may & (kinds["scope"] | kinds["cover"]))
        if not wanted:
            return found
        exceptions = freeing = 0
        for place in bits(may & kinds["except"]):
            bearing = of[bears[place]]
            if bearing.overcomes & wanted:
                exceptions |= 1 << place
                freeing |= 0 if bearing.exempts else 1 << place
        found |= exceptions
        for place in bits(may & kinds["bar"]) if exceptions else ():
            bearing = of[bears[place]]
            struck = freeing & ~bearing.spares if bearing.strikes is None else exceptions & bearing.strikes
            if struck:
                found |= 1 << place
        for place in bits(may & kinds["review"]):
            if of[bears[place]].of & wanted:
                found |= 1 << place
        return found

    def bearings_upon(self, wanted: int, bears: Sequence[int]) -> int:
        """The places, as bits, of what bears on some requirements, and of what needs none to bear on."""
        found = wanted
        for kind, mask in self.kinds.items():
            if kind == "except":
                found |= sum(
                    1 << place for place in bits(mask) if self.bearings[bears[place]].overcomes & wanted
                )
            elif kind == "review":
                found |= sum(1 << place for place in bits(mask) if self.bearings[bears[place]].of & wanted)
            elif kind != "require":
                found |= mask
        return found

    def told(self, true: int, kept: int, bears: Mapping[int, int] | list[int]) -> int:
        """What is said where some provisions are true, and some may be, as bits; of these what bears on others alone."""
        width = len(self.names)
        holding = tuple([(bears[at] * 2 + (true >> at & 1)) * width + at for at in bits(kept)])
        number = self._told.get(holding)
        if number is None:
            held = _Holding(self, holding)
            number = self._told[holding] = self.said.number(find(held, held))
            held.memo.clear()  # what is remembered there remembers it
        return number

    def decide(self, holding: tuple[int, ...]) -> int:
        """What is said where some provisions hold.

        Args:
            holding: of each that is true or open: its place, what it is to others and whether it is true.
        """
        number = self._holding.get(holding)
        if number is None:
            true = may = 0
            bears = {}
            for packed in holding:
                place, bears_of, truth = self.unpacked(packed)
                bears[place] = bears_of
                may |= 1 << place
                true |= 1 << place if truth else 0
            kept = self.kept(may, bears)
            number = self._holding[holding] = self.told(true & kept, kept, bears)
        return number

    def packed(self, places: Any, bears: Any, true: Any) -> Any:
        """What holds, each as one number."""
        return (bears * 2 + true) * len(self.names) + places

    def unpacked(self, holding: int) -> tuple[int, int, Truth]:
        """Its place, what it is to others, whether it is true or open."""
        rest, place = divmod(holding, len(self.names))
        return place, rest >> 1, True if rest & 1 else None


class _Holding:
    """What holds of a case, with its truths: all that the rules which decide one case ask for."""

    def __init__(self, rows: Rows, holding: tuple[int, ...]) -> None:
        self.kinds = rows.of_kinds
        self.memo: dict[Any, Any] = {}
        self.provisions: dict[str, InForce] = {}
        self._of: dict[str, dict[str, Truth]] = {kind: {} for kind in DECIDING}
        reviews = []
        for packed in holding:
            place, bears, truth = rows.unpacked(packed)
            name, kind = rows.names[place], rows.kinds_of[place]
            self._of[kind][name] = truth
            self.provisions[name] = rows.texts[bears]
            if kind == "review":
                reviews.append((place, bears))
        rules_of(self).spoken = rows.spoken.setdefault(tuple(reviews), {})

    def of(self, kind: str) -> Mapping[str, Truth]:
        return self._of[kind]

    def of_kind(self, kind: str) -> tuple[str, ...]:
        return tuple(self._of[kind])


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
