"""One side's law for classes of cases: under any regime near those that are compared, what it says of each.

What a regime says of a case hangs on the truths of what decides alone. A class holds cases that agree in all
truths that were asked (`Views.asked`); so one of each is decided, by the rules that decide one case. Needs numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.changes.cases import TRUE, Cases, Truths
from rukhsa.changes.held import Between
from rukhsa.columns.graph import Graph, Reader
from rukhsa.decide.rules import rules_of
from rukhsa.decide.steps import DECIDING, step_between
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime

Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_OPEN = -1  # of a class: not found yet
_CHAIN = 100  # regimes each told by the one before


class Saved(Exception):
    """An act may save a case from itself: what then stands is for the case alone to say."""


class View:
    """A regime, as a row of what decides.

    Attributes:
        nodes: of each provision that may decide, by place, the node of its condition.
        bears: what it is to others, by number; 0 where it is not in force.
        saves: the nodes of what acts save from themselves.
        near: a view that differs little.
        found: of each class, the number of what is said of it.
    """

    def __init__(
        self,
        regime: Regime,
        nodes: Places,
        bears: Places,
        saves: tuple[int, ...],
        near: View | None,
        classes: int,
    ) -> None:
        self.regime = regime
        self.nodes = nodes
        self.bears = bears
        self.saves = saves
        self.near = near
        self.found: Places = np.full(classes, _OPEN, np.int64)
        self.holding: dict[int, dict[int, int]] = {}  # of a class, what holds, by place

    @cached_property
    def differs(self) -> list[tuple[int, int, bool]]:
        """Where it differs from what is near: the nodes of both, and whether what it bears on differs."""
        assert self.near is not None
        near = self.near
        places = np.flatnonzero((self.nodes != near.nodes) | (self.bears != near.bears))
        return list(
            zip(
                self.nodes[places].tolist(),
                near.nodes[places].tolist(),
                (self.bears[places] != near.bears[places]).tolist(),
                strict=True,
            )
        )


class Trial:
    """A view with a few provisions otherwise.

    Args:
        regime: gives the regime, if it is needed.

    Attributes:
        differs: of each of these: its place, the node of its condition, what it is to others.
        found: of each class that was asked, the number of what is said of it.
    """

    def __init__(
        self,
        regime: Callable[[], Regime],
        near: View,
        differs: Iterable[tuple[int, int, int]],
        saves: tuple[int, ...] = (),
    ) -> None:
        self._regime = regime
        self.near = near
        self.saves = saves
        self.differs = [
            (place, node, bears)
            for place, node, bears in differs
            if (node, bears) != (int(near.nodes[place]), int(near.bears[place]))
        ]
        self.found: dict[int, int] = {}

    @cached_property
    def regime(self) -> Regime:
        return self._regime()


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
        self._holding: dict[tuple[int, ...], int] = {}
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

    def some(self, regime: Regime, names: Iterable[str]) -> Iterator[tuple[int, int, int]]:
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
            self._bears[key] = body, self._alike.setdefault(repr(told), len(self._alike) + 1)
        return self._bears[key][1]

    def decide(self, view: View | Trial, holding: tuple[int, ...]) -> int:
        """What is said where some provisions hold.

        Args:
            holding: of each that is true or open: its place, what it is to others and whether it is true.
        """
        number = self._holding.get(holding)
        if number is None:
            truths = _Holding(self, view, holding)
            bearing = truths.bearing()
            number = self._bearing.get(bearing)
            if number is None:
                number = self._bearing[bearing] = self.said.number(find(view.regime, truths))
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

    def __init__(self, rows: Rows, view: View | Trial, holding: tuple[int, ...]) -> None:
        self._of: dict[str, dict[str, Truth]] = {kind: {} for kind in DECIDING}
        self._packed = {}
        for packed in holding:
            name, truth = rows.unpacked(packed)
            self._of[view.regime.kind(name)][name] = truth
            self._packed[name] = packed
        rules = rules_of(view.regime)
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


class Views:
    """What one side says of classes of cases.

    Args:
        at: a case of each class.

    Attributes:
        asked: nodes whose truths were asked: all cases of a class must agree in them.
    """

    def __init__(self, rows: Rows, cases: Cases, at: Places) -> None:
        self.rows = rows
        self.truths = Truths(cases, at)
        self.asked: set[int] = set()
        self.every: Places = np.arange(len(at))
        self._of_regime: dict[int, View] = {}
        self._of_texts: dict[tuple[int, int, frozenset[str]], Trial] = {}
        self._of_acts: dict[int, Trial] = {}
        self._last: View | None = None
        self._moved: dict[tuple[int, int], tuple[tuple[str, ...], npt.NDArray[np.bool_]]] = {}

    def of_regime(self, regime: Regime) -> View:
        """The view of a regime; what was seen last is taken for near."""
        key = id(regime)
        if key not in self._of_regime:
            nodes, bears, saves = self.rows.row(regime)
            near = self._last if len(self._of_regime) % _CHAIN else None
            view = View(regime, nodes, bears, saves, near, len(self.every))
            self.asked.update(nodes.tolist(), saves)
            self._of_regime[key] = self._last = view
        return self._of_regime[key]

    def of_texts(self, before: Regime, after: Regime, between: Between, names: frozenset[str]) -> Trial:
        """The view of a later regime, but with some provisions as an earlier one holds them."""
        key = (id(before), id(after), names)
        if key not in self._of_texts:

            def regime() -> Regime:
                return between.with_provisions(after, before, names)

            affected = names | before.dependants(names) | after.dependants(names)
            if affected == names and self._stand_alone(before, names, between.differing(before, after)):
                differs = self.rows.some(before, names)
            else:
                differs = self.rows.some(regime(), affected)
            self._of_texts[key] = self._trial(Trial(regime, self.of_regime(after), differs))
        return self._of_texts[key]

    def of_acts(self, after: Regime, regime: Regime) -> Trial:
        """The view of a regime that is folded from a later one's law, but for what some acts reach."""
        key = id(regime)
        if key not in self._of_acts:
            affected = step_between(after, regime).affected
            saves = tuple(self.rows.reader(regime).condition(saves.tree) for _, saves in regime.saves)
            differs = self.rows.some(regime, affected)
            self._of_acts[key] = self._trial(Trial(lambda: regime, self.of_regime(after), differs, saves))
        return self._of_acts[key]

    def _trial(self, trial: Trial) -> Trial:
        self.asked.update(node for _, node, _ in trial.differs)
        self.asked.update(trial.saves)
        return trial

    def _stand_alone(self, regime: Regime, names: Iterable[str], differing: Container[str]) -> bool:
        """Whether nothing that some provisions read differs."""
        seen = set(names)
        stack = list(seen)
        while stack:
            for read in regime.reads(stack.pop()):
                if read in differing:
                    return False
                if read not in seen:
                    seen.add(read)
                    stack.append(read)
        return True

    def moved(
        self, before: Regime, after: Regime, shown: Mapping[str, Iterable[str]], number: int
    ) -> tuple[str, ...]:
        """The provisions of which a truth that shows them differs for a class."""
        key = (id(before), id(after))
        if key not in self._moved:
            turned = {
                reader: self._turned(before, after, reader)
                for reader in dict.fromkeys(reader for by in shown.values() for reader in by)
            }
            rows = [np.logical_or.reduce([turned[reader] for reader in by]) for by in shown.values() if by]
            names = tuple(name for name, by in shown.items() if by)
            self._moved[key] = names, np.array(rows, np.bool_).reshape(len(names), len(self.every))
        names, moved = self._moved[key]
        return tuple(names[at] for at in np.flatnonzero(moved[:, number]).tolist())

    def _turned(self, before: Regime, after: Regime, name: str) -> Mask:
        """Of which classes the truth of a provision differs."""
        one, other = (self.rows.reader(regime).provision(name) for regime in (before, after))
        if one == other:
            return np.zeros(len(self.every), np.bool_)
        self.asked.update((one, other))
        differs: Mask = self.truths.of(one) != self.truths.of(other)
        return differs

    def said(self, view: View | Trial, number: int) -> int:
        """What the law of a view says of a class, by number.

        Raises:
            Saved: some act may save it from itself.
        """
        if view.saves and any(self.truths.of(node)[number] for node in view.saves):
            raise Saved
        if isinstance(view, Trial):
            if number not in view.found:
                view.found[number] = self._tried(view, number)
            return view.found[number]
        found = int(view.found[number])
        return found if found != _OPEN else int(self.find(view, self.every[number : number + 1])[0])

    def _tried(self, trial: Trial, number: int) -> int:
        near = trial.near
        other: dict[int, int] = {}
        for place, node, bears in trial.differs:
            truth = int(self.truths.of(node)[number])
            was = int(self.truths.of(int(near.nodes[place]))[number])
            if truth != was or (truth and bears != near.bears[place]):
                other[place] = int(self.rows.packed(place, bears, truth == TRUE)) if truth else -1
        if not other:
            return int(self.find(near, self.every[number : number + 1])[0])
        if number not in near.holding:
            ((places, packed),) = self._holding(near, self.every[number : number + 1])
            near.holding[number] = dict(zip(places, packed, strict=True))
        whole = {**near.holding[number], **other}
        holding = tuple(kept for place in sorted(whole) if (kept := whole[place]) >= 0)
        return self.rows.decide(trial, holding)

    def find(self, view: View, classes: Places) -> Places:
        """What the law of a view says of classes, whatever its acts save."""
        open_ = classes[view.found[classes] == _OPEN]
        if len(open_):
            if view.near is not None:
                other = np.zeros(len(open_), np.bool_)
                for node, near, bearing in view.differs:
                    if self.truths.ever(node) or self.truths.ever(near):
                        one, two = self.truths.of(node)[open_], self.truths.of(near)[open_]
                        other |= (one | two) != 0 if bearing else one != two
                like = open_[~other]
                if len(like):
                    view.found[like] = self.find(view.near, like)
                open_ = open_[other]
            if len(open_):
                view.found[open_] = [
                    self.rows.decide(view, tuple(packed)) for _, packed in self._holding(view, open_)
                ]
        return view.found[classes]

    def _holding(self, view: View, classes: Places) -> Iterator[tuple[list[int], list[int]]]:
        """Of each class, what holds: its places, and each with what it is to others and whether it is true."""
        places = np.array(
            [place for place in np.flatnonzero(view.bears) if self.truths.ever(int(view.nodes[place]))],
            np.int64,
        )
        if not len(places):
            yield from (([], []) for _ in range(len(classes)))
            return
        truths = np.stack([self.truths.of(int(view.nodes[place]))[classes] for place in places], axis=1)
        which, at = np.nonzero(truths)
        packed = self.rows.packed(places[at], view.bears[places[at]], truths[which, at] == TRUE).tolist()
        where = places[at].tolist()
        ends = np.searchsorted(which, np.arange(len(classes) + 1)).tolist()
        for start, end in pairwise(ends):
            yield where[start:end], packed[start:end]
