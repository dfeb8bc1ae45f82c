"""One side's law for classes of cases: under any regime near those that are compared, what it says of each.

What a regime says of a case hangs on the truths of what decides alone. A class holds cases that agree in all
truths that were asked (`Views.asked`); so one of each is decided, by the rules that decide one case. Needs numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rukhsa.changes.cases import TRUE, UNKNOWN, Cases, Truths
from rukhsa.changes.held import Between, with_provisions
from rukhsa.changes.mixed import Mixed, hanging_on_acts, hanging_on_texts
from rukhsa.changes.rows import Places, Rows, bits
from rukhsa.changes.told import Moved, Tried, Truth
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
        nodes: Places,
        bears: Places,
        saves: tuple[int, ...],
        near: View | None,
        classes: int,
    ) -> None:
        self.nodes = nodes
        self.bears = bears
        self.saves = saves
        self.near = near
        self.found: Places = np.full(classes, _OPEN, np.int64)
        self.masks: list[tuple[int, int]] = []  # of each class, what is true and what may be, as bits
        self.of_masks: dict[tuple[object, ...], int] = {}  # what is said of trials near it

    @cached_property
    def bearing(self) -> list[int]:
        found: list[int] = self.bears.tolist()
        return found

    def bears_otherwise(self, other: View) -> int:
        """The places, as bits, of what is something else to others than in another view."""
        places = np.flatnonzero(self.bears != other.bears)
        return sum(1 << place for place in places.tolist())

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


Part = tuple[int, bytes, int, int]  # a place as a bit, its truths, the place, what it is to others


class Pair:
    """Two views, and what decides between them.

    Attributes:
        near, far: of the later and of the earlier regime.
        mixed: what decides where some of what differs is as it was.
        rebear: what is something else to others in the one than in the other, its places as bits.
    """

    def __init__(self, rows: Rows, near: View, far: View, mixed: Mixed) -> None:
        self._rows = rows
        self.near = near
        self.far = far
        self.mixed = mixed
        self.rebear = near.bears_otherwise(far)
        self._matters: dict[int, int] = {}

    def matters(self, wanted: int) -> int:
        """The places, as bits, that may matter where no requirements but these may hold."""
        found = self._matters.get(wanted)
        if found is None:
            of = self._rows.bearings_upon
            found = self._matters[wanted] = of(wanted, self.near.bearing) | of(wanted, self.far.bearing)
        return found


class Trial:
    """A view near a pair: what decides is as in the later view, as in the earlier, or as in neither.

    Args:
        earlier: what is as in the earlier view, its places as bits.
        parts: what is as in neither.

    Attributes:
        otherwise: what may matter otherwise than in the later view, its places as bits.
        found: of each class that was asked, the number of what is said of it.
    """

    def __init__(self, pair: Pair, earlier: int, parts: list[Part], saves: tuple[int, ...] = ()) -> None:
        self.pair = pair
        self.earlier = earlier
        self.rebear = earlier & pair.rebear
        self.parts = parts
        self.besides = ~sum(bit for bit, _, _, _ in parts)
        self.otherwise = earlier | ~self.besides
        if any(bears not in (pair.near.bearing[at], pair.far.bearing[at]) for _, _, at, bears in parts):
            self.otherwise = ~0
        self.saves = saves
        self.found: dict[int, int] = {}


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
        self._of_acts: dict[tuple[int, int, frozenset[str]], Trial] = {}
        self._pairs: dict[tuple[int, int, bool], Pair] = {}
        self._last: View | None = None
        self._moved: dict[tuple[int, int], Moved] = {}
        self._truths: dict[int, Truth] = {}

    def of_regime(self, regime: Regime) -> View:
        """The view of a regime; what was seen last is taken for near."""
        key = id(regime)
        if key not in self._of_regime:
            nodes, bears, saves = self.rows.row(regime)
            near = self._last if len(self._of_regime) % _CHAIN else None
            view = View(nodes, bears, saves, near, len(self.every))
            self.asked.update(nodes.tolist(), saves)
            self._of_regime[key] = self._last = view
        return self._of_regime[key]

    def of_texts(self, before: Regime, after: Regime, between: Between, names: frozenset[str]) -> Trial:
        """The view of a later regime, but with some provisions as an earlier one holds them."""
        key = (id(before), id(after), names)
        found = self._of_texts.get(key)
        if found is None:
            found = self._of_texts[key] = self._trial(self._pair(before, after, between, False), names)
        return found

    def of_acts(self, before: Regime, after: Regime, between: Between, names: frozenset[str]) -> Trial:
        """The view of a later regime, but with some acts as they stood under the earlier."""
        key = (id(before), id(after), names)
        found = self._of_acts.get(key)
        if found is None:
            saves: list[int] = []
            if saving := between.saves_with(names):
                reader = self.rows.reader(between.law_with(names))
                saves = [reader.condition(saves.tree) for _, saves in saving]
                self.asked.update(saves)
            pair = self._pair(before, after, between, True)
            found = self._of_acts[key] = self._trial(pair, names, tuple(saves))
        return found

    def _pair(self, before: Regime, after: Regime, between: Between, acts: bool) -> Pair:
        key = (id(before), id(after), acts)
        if key not in self._pairs:
            far, near = self.of_regime(before), self.of_regime(after)
            hanging = (hanging_on_acts if acts else hanging_on_texts)(before, after, between)

            def held(parts: frozenset[str]) -> Regime:
                return between.law_with(parts) if acts else with_provisions(after, before, parts)

            mixed = Mixed(self.rows, (far.nodes, far.bears), (near.nodes, near.bears), hanging, held)
            self._pairs[key] = Pair(self.rows, near, far, mixed)
        return self._pairs[key]

    def _trial(self, pair: Pair, held: frozenset[str], saves: tuple[int, ...] = ()) -> Trial:
        earlier, neither = pair.mixed.otherwise(held)
        self.asked.update(node for _, node, _ in neither)
        parts = [(1 << place, self.truths.bytes(node), place, bears) for place, node, bears in neither]
        return Trial(pair, earlier, parts, saves)

    def truth_of(self, regime: Regime, name: str) -> Truth:
        """Whether a provision is true under a regime."""
        node = self.rows.reader(regime).provision(name)
        if node not in self._truths:
            self.asked.add(node)
            self._truths[node] = Truth(self.truths.bytes(node))
        return self._truths[node]

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
        pair = trial.pair
        near, far = pair.near, pair.far
        for view in (near, far):
            if not view.masks:
                view.masks = self._masks(view)
        now_true, now_may = true, may = near.masks[number]
        required = self.rows.kinds["require"]
        if not trial.otherwise & (pair.matters(now_may & required) | required):
            return int(self.find(near, self.every[number : number + 1])[0])
        if trial.earlier:
            before, perhaps = far.masks[number]
            true ^= (true ^ before) & trial.earlier
            may ^= (may ^ perhaps) & trial.earlier
        others: list[tuple[int, int]] = []
        new = 0
        if trial.parts:
            true &= trial.besides
            may &= trial.besides
            for bit, truths, place, bears in trial.parts:
                truth = truths[number]
                if truth:
                    may |= bit
                    if truth == TRUE:
                        true |= bit
                    if bears != near.bearing[place]:
                        others.append((place, bears))
                        new |= bit
        wanted = may & required
        matters = pair.matters(wanted) | new
        true &= matters
        may &= matters
        if trial.rebear:
            others += [(place, far.bearing[place]) for place in bits(may & trial.rebear)]
        as_now = wanted == now_may & required and may == now_may & matters and true == now_true & matters
        if as_now and not others:
            return int(self.find(near, self.every[number : number + 1])[0])
        known = near.of_masks
        key: tuple[object, ...] = (true, may, *others)
        found = known.get(key)
        if found is None:
            bearing = near.bearing
            if others:
                bearing = bearing.copy()
                for place, bears in others:
                    bearing[place] = bears
            kept = self.rows.kept(may, bearing)
            found = known[key] = self.rows.told(true & kept, kept, bearing)
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
                view.found[open_] = [self.rows.decide(tuple(packed)) for packed in self._holding(view, open_)]
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
