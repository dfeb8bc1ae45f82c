"""One side's law for classes of cases: under any regime near those that are compared, what it says of each.

What a regime says of a case hangs on the truths of what decides alone. A class holds cases that agree in all
truths that were asked (`Views.asked`); so one of each is decided, by the rules that decide one case. Needs numpy.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.changes.cases import TRUE, UNKNOWN, Cases, Truths
from rukhsa.changes.held import Between
from rukhsa.changes.mixed import Mixed
from rukhsa.changes.rows import Place, Places, Rows
from rukhsa.decide.steps import step_between
from rukhsa.law.regime import Regime

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
        self.masks: list[tuple[int, int]] = []  # of each class, what is true and what may be, as bits
        self.of_masks: dict[tuple[object, ...], int] = {}  # what is said of trials near it
        self.parts: dict[Place, Part | None] = {}  # of these, what differs from it

    @cached_property
    def bearing(self) -> list[int]:
        return [int(bears) for bears in self.bears]

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


Part = tuple[
    int, bytes, int, int | None
]  # its place as a bit, its truths, the place, what it newly is to others


class Trial:
    """A view with a few provisions otherwise.

    Args:
        regime: gives the regime, if it is needed.

    Attributes:
        parts: these provisions.
        found: of each class that was asked, the number of what is said of it.
    """

    def __init__(
        self, regime: Callable[[], Regime], near: View, parts: list[Part], saves: tuple[int, ...] = ()
    ) -> None:
        self._regime = regime
        self.near = near
        self.parts = parts
        self.saves = saves
        self.found: dict[int, int] = {}

    @cached_property
    def regime(self) -> Regime:
        return self._regime()


class Told(ABC):
    """Something that one side tells of classes, found once for each."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, number: int) -> Any:
        if number not in self._known:
            self._known[number] = self.find(number)
        return self._known[number]

    @abstractmethod
    def find(self, number: int) -> Hashable: ...


class Moved(Told):
    """Which of some provisions come out otherwise, for each class: [provision, class]."""

    def __init__(self, names: Sequence[str], moved: Mask) -> None:
        super().__init__()
        self._names = names
        self._moved = moved

    def find(self, number: int) -> tuple[str, ...]:
        return tuple(self._names[place] for place in np.flatnonzero(self._moved[:, number]).tolist())


class Together(Told):
    """What is said of a class if all that moved is as it was."""

    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self._tried = tried

    def find(self, number: int) -> int:
        return self._tried.said(frozenset(self._tried.moved.of(number)), number)


class Each(Told):
    """What is said of a class if one of what moved is as it was: of each that makes a difference."""

    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self._tried = tried

    def find(self, number: int) -> tuple[tuple[str, int], ...]:
        own = self._tried.said(frozenset(), number)
        each = ((name, self._tried.said(frozenset((name,)), number)) for name in self._tried.moved.of(number))
        return tuple((name, said) for name, said in each if said != own)


class Tried:
    """What holding what moved makes of classes."""

    def __init__(self, views: Views, before: Regime, after: Regime, between: Between, moved: Moved) -> None:
        self._views = views
        self._asked = before, after, between
        self.moved = moved
        self.together = Together(self)
        self.each = Each(self)

    def said(self, names: frozenset[str], number: int) -> int:
        return self._views.said(self._views.of_texts(*self._asked, names), number)


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
        self._tries: dict[tuple[int, int], Tried] = {}
        self._of_acts: dict[int, Trial] = {}
        self._mixed: dict[tuple[int, int], Mixed] = {}
        self._last: View | None = None
        self._moved: dict[tuple[int, int], Moved] = {}

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
        found = self._of_texts.get(key)
        if found is None:
            if key[:2] not in self._mixed:
                self._mixed[key[:2]] = Mixed(self.rows, before, after, between)
            near = self.of_regime(after)
            parts = self._parts(near, self._mixed[key[:2]].places(names))
            trial = Trial(lambda: between.with_provisions(after, before, names), near, parts)
            found = self._of_texts[key] = trial
        return found

    def of_acts(self, after: Regime, regime: Regime) -> Trial:
        """The view of a regime that is folded from a later one's law, but for what some acts reach."""
        key = id(regime)
        if key not in self._of_acts:
            affected = step_between(after, regime).affected
            saves = tuple(self.rows.reader(regime).condition(saves.tree) for _, saves in regime.saves)
            near = self.of_regime(after)
            parts = self._parts(near, self.rows.some(regime, affected))
            self.asked.update(saves)
            self._of_acts[key] = Trial(lambda: regime, near, parts, saves)
        return self._of_acts[key]

    def _parts(self, near: View, places: Iterable[Place]) -> list[Part]:
        """What of some provisions differs from a view."""
        found = []
        known = near.parts
        for place in places:
            if place not in known:
                known[place] = self._part(near, place)
            part = known[place]
            if part is not None:
                found.append(part)
        return found

    def _part(self, near: View, place: Place) -> Part | None:
        at, node, bears = place
        was = int(near.nodes[at]), near.bearing[at]
        if (node, bears) == was:
            return None
        self.asked.add(node)
        return 1 << at, self.truths.bytes(node), at, None if bears == was[1] else bears

    def moved(self, before: Regime, after: Regime, shown: Mapping[str, Iterable[str]]) -> Moved:
        """Of which provisions a truth that shows them differs."""
        key = (id(before), id(after))
        if key not in self._moved:
            turned = {
                reader: self._turned(before, after, reader)
                for reader in dict.fromkeys(reader for by in shown.values() for reader in by)
            }
            names = tuple(name for name, by in shown.items() if by)
            rows = [np.logical_or.reduce([turned[reader] for reader in shown[name]]) for name in names]
            self._moved[key] = Moved(names, np.array(rows, np.bool_).reshape(len(names), len(self.every)))
        return self._moved[key]

    def tried(
        self, before: Regime, after: Regime, between: Between, shown: Mapping[str, Iterable[str]]
    ) -> Tried:
        key = (id(before), id(after))
        if key not in self._tries:
            moved = self.moved(before, after, shown)
            self._tries[key] = Tried(self, before, after, between, moved)
        return self._tries[key]

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
                view.found[number] = self._find_trial(view, number)
            return view.found[number]
        found = int(view.found[number])
        return found if found != _OPEN else int(self.find(view, self.every[number : number + 1])[0])

    def _find_trial(self, trial: Trial, number: int) -> int:
        near = trial.near
        if not near.masks:
            near.masks = self._masks(near)
        true, may = was = near.masks[number]
        others: list[tuple[int, int]] = []
        for bit, truths, place, bears in trial.parts:
            truth = truths[number]
            if truth:
                may |= bit
                true = true | bit if truth == TRUE else true & ~bit
                if bears is not None:
                    others.append((place, bears))
            else:
                may &= ~bit
                true &= ~bit
        if not others and (true, may) == was:
            return int(self.find(near, self.every[number : number + 1])[0])
        known = near.of_masks
        key: tuple[object, ...] = (true, may, *others)
        found = known.get(key)
        if found is None:
            bearing: list[int] | dict[int, int] = near.bearing
            if others:
                bearing = dict(enumerate(near.bearing)) | dict(others)
            kept = self.rows.kept(may, bearing)
            own = (true & kept, kept, *(item for item in others if kept >> item[0] & 1))
            if own not in known:
                known[own] = self.rows.told(trial.regime, true & kept, kept, bearing)
            found = known[key] = known[own]
        return found

    def _masks(self, view: View) -> list[tuple[int, int]]:
        """Of each class what is true under a view, and what may be, as bits of the places."""
        width = len(self.rows.names)
        truths = np.zeros((len(self.every), width), np.uint8)
        for place in np.flatnonzero(view.bears).tolist():
            node = int(view.nodes[place])
            if self.truths.ever(node):
                truths[:, place] = self.truths.of(node)
        masks = [np.packbits(truths >= least, axis=1, bitorder="little") for least in (TRUE, UNKNOWN)]
        return [
            (int.from_bytes(true.tobytes(), "little"), int.from_bytes(may.tobytes(), "little"))
            for true, may in zip(*masks, strict=True)
        ]

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
                    self.rows.decide(view.regime, tuple(packed)) for packed in self._holding(view, open_)
                ]
        return view.found[classes]

    def _holding(self, view: View, classes: Places) -> Iterator[list[int]]:
        """Of each class, what holds: each with what it is to others and whether it is true."""
        places = np.array(
            [place for place in np.flatnonzero(view.bears) if self.truths.ever(int(view.nodes[place]))],
            np.int64,
        )
        if not len(places):
            yield from ([] for _ in range(len(classes)))
            return
        truths = np.stack([self.truths.of(int(view.nodes[place]))[classes] for place in places], axis=1)
        which, at = np.nonzero(truths)
        packed = self.rows.packed(places[at], view.bears[places[at]], truths[which, at] == TRUE).tolist()
        ends = np.searchsorted(which, np.arange(len(classes) + 1)).tolist()
        for start, end in pairwise(ends):
            yield packed[start:end]
