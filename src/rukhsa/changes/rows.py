"""The provisions of one side that may decide, each in its place, and what is said where some of them hold.

A regime is a row: of each place, the node of the provision's condition and what it is to others. What holds of a
case (is true, or open) is told to the rules that decide one case, once for all that differ in nothing they ask.
Needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.columns.graph import Graph, Reader
from rukhsa.decide.rules import rules_of
from rukhsa.decide.steps import DECIDING
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth
from rukhsa.law.act import Body
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
        self._holding: dict[tuple[int, ...], int] = {}
        self.kinds = {
            kind: self.mask(name for name in deciding if pack.log.kinds[name] == kind) for kind in DECIDING
        }
        self._bearing: dict[tuple[int, ...], int] = {}

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

    def some(self, regime: Regime, names: Iterable[str]) -> Iterator[Place]:
        """Place, node and bearing of some provisions under a regime."""
        reader = self.reader(regime)
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
        body = regime.provisions[name].body
        key = id(body)
        if key not in self._bears:
            told = (
                *(body.effect, body.unscoped, body.policy),
                *map(sorted, (body.overcomes, body.strikes, body.spares, body.of, body.displaces)),
            )
            number = self._alike.setdefault(repr(told), len(self._alike) + 1)
            if number == len(self.bearings):
                self.bearings.append(self._bearing_of(body))
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
        exceptions = freeing = 0
        for place in _bits(may & kinds["except"]):
            bearing = of[bears[place]]
            if bearing.overcomes & wanted:
                exceptions |= 1 << place
                freeing |= 0 if bearing.exempts else 1 << place
        found |= exceptions
        for place in _bits(may & kinds["bar"]) if exceptions else ():
            bearing = of[bears[place]]
            struck = freeing & ~bearing.spares if bearing.strikes is None else exceptions & bearing.strikes
            if struck:
                found |= 1 << place
        for place in _bits(may & kinds["review"]) if wanted else ():
            if of[bears[place]].of & wanted:
                found |= 1 << place
        return found

    def told(self, regime: Regime, true: int, may: int, bears: Mapping[int, int] | list[int]) -> int:
        """What is said where some provisions are true, and some may be, as bits."""
        holding = tuple(
            (bears[place] * 2 + (true >> place & 1)) * len(self.names) + place for place in _bits(may)
        )
        return self.decide(regime, holding)

    def decide(self, regime: Regime, holding: tuple[int, ...]) -> int:
        """What is said where some provisions hold.

        Args:
            holding: of each that is true or open: its place, what it is to others and whether it is true.
        """
        number = self._holding.get(holding)
        if number is None:
            truths = _Holding(self, regime, holding)
            bearing = truths.bearing()
            number = self._bearing.get(bearing)
            if number is None:
                number = self._bearing[bearing] = self.said.number(find(regime, truths))
            self._holding[holding] = number
        return number

    def packed(self, places: Any, bears: Any, true: Any) -> Any:
        """What holds, each as one number."""
        return (bears * 2 + true) * len(self.names) + places

    def unpacked(self, holding: int) -> tuple[str, Truth]:
        rest, place = divmod(holding, len(self.names))
        return self.names[place], True if rest & 1 else None


class _Holding:
    """The truths of what holds, as the rules that decide one case ask for them."""

    def __init__(self, rows: Rows, regime: Regime, holding: tuple[int, ...]) -> None:
        self._of: dict[str, dict[str, Truth]] = {kind: {} for kind in DECIDING}
        self._packed = {}
        for packed in holding:
            name, truth = rows.unpacked(packed)
            self._of[regime.kind(name)][name] = truth
            self._packed[name] = packed
        rules = rules_of(regime)
        wanted, exceptions = self._of["require"], self._of["except"]
        self._keep("except", [name for name in exceptions if not rules.overcomes[name].isdisjoint(wanted)])
        exceptions = self._of["except"]
        self._keep(
            "bar", [name for name in self._of["bar"] if not rules.strikes[name].isdisjoint(exceptions)]
        )
        self._keep("review", [name for name in self._of["review"] if not rules.of[name].isdisjoint(wanted)])

    def _keep(self, kind: str, names: Iterable[str]) -> None:
        """Leave out what bears on nothing that holds."""
        self._of[kind] = {name: self._of[kind][name] for name in names}

    def bearing(self) -> tuple[int, ...]:
        return tuple(self._packed[name] for of_kind in self._of.values() for name in of_kind)

    def of(self, kind: str) -> Mapping[str, Truth]:
        return self._of[kind]


def _bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
