"""The states of conditions by the classes of what they read, worked out once for all lines.

A condition that reads the item and the destination is a small table: of all items and destinations it tells a few
classes apart. A condition that reads too much for a table is a fold of its parts' tables, joined on the lines themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import reduce
from math import prod
from typing import Any, Literal, TypeVar

import numpy as np

from rukhsa.columns.axes import Axes
from rukhsa.columns.graph import Graph
from rukhsa.columns.numbering import Codes
from rukhsa.columns.signatures import seeds
from rukhsa.columns.states import FALSE, TRUE, YES, States, Truths
from rukhsa.records import dataclass

T = TypeVar("T")
MOST_CELLS = 256
WEIGHTS = seeds("cell", range(1 << 12))  # by which rows of cells are known, as lines are by their signatures
Join = Literal["all", "any"]
Known = dict[int, Any]  # what folds already met are on some lines, by identity


@dataclass(frozen=True)
class Grid:
    """A condition as a table.

    Attributes:
        axes: what it reads, in order.
        maps: of each axis, the place in the table of each class.
        states: the table.
    """

    axes: tuple[int, ...]
    maps: tuple[Codes, ...]
    states: Any

    def on(self, codes: Sequence[Codes], lines: int) -> Any:
        """The states of lines, from their classes on every axis."""
        if not self.axes:
            return np.full(lines, self.states.reshape(-1)[0])
        (axis, *others), (places, *maps) = self.axes, self.maps
        found = places[codes[axis]]
        for other, own in zip(others, maps, strict=True):
            found *= len_of(self, other)
            found += own[codes[other]]
        return self.states.reshape(-1)[found]


def len_of(grid: Grid, axis: int) -> int:
    return int(grid.states.shape[grid.axes.index(axis)])


@dataclass(frozen=True)
class Fold:
    """A condition that is joined, or (`not`) negated, on the lines."""

    kind: Join | Literal["not"]
    parts: tuple[Grid | Fold, ...]


class Grids:
    """The conditions of a graph on axes whose classes are settled.

    Args:
        parties: how many parties lines tell of.
    """

    def __init__(self, graph: Graph, states: States, axes: Axes, parties: int) -> None:
        self.graph = graph
        self._states = states
        self._axes = axes
        self.parties = parties
        self._known: dict[tuple[int, int], Grid | Fold] = {}
        self._kept: dict[Any, Any] = {}
        self.false = graph.false

    def of(self, node: int, party: int = 0) -> Grid | Fold:
        """The condition of a node; one that each party has for itself, of this party."""
        vertex = self.graph.vertices[node]
        key = (node, party if vertex.of_party else 0)
        found = self._known.get(key)
        if found is None:
            match vertex.kind:
                case "false" | "true":
                    found = Grid((), (), np.array(TRUE if vertex.kind == "true" else FALSE))
                case "atom":
                    axis, states = self._axes.comparison(node, party)
                    found = drawn(Grid((axis,), (np.arange(len(states)),), states))
                case "not":
                    found = self._negated(self.of(vertex.parts[0], party))
                case "each":
                    own = [self.of(vertex.parts[0], index) for index in range(self.parties)]
                    found = self._joined("all" if vertex.every else "any", own)
                case "all" | "any":
                    found = self._joined(vertex.kind, [self.of(part, party) for part in vertex.parts])
                case kind:
                    raise AssertionError(kind)
            self._known[key] = found
        return found

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was once worked out of these tables."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def on(self, node: int, codes: Sequence[Codes], lines: int, known: Known) -> Codes:
        """The states of a node on lines; `known` is kept as long as the lines stay."""
        return self._on(self.of(node), codes, lines, known)

    def _on(self, found: Grid | Fold, codes: Sequence[Codes], lines: int, known: Known) -> Codes:
        states: Codes
        if isinstance(found, Grid):
            states = found.on(codes, lines)
            return states
        if id(found) not in known:
            parts = [self._on(part, codes, lines, known) for part in found.parts]
            if found.kind == "not":
                known[id(found)] = self._states.negated(parts[0])
            else:
                kind = found.kind
                joined = self._states.joined
                known[id(found)] = reduce(lambda one, other: joined(kind, one, other), parts)
        states = known[id(found)]
        return states

    def truths(self, node: int, codes: Sequence[Codes], lines: int, known: Known, party: int = 0) -> Truths:
        """The truths of a node with what is presumed on lines, of the order or of a party: cheaper than its states.

        Args:
            known: as of `on`, but of truths alone.
        """
        return self._truths(self.of(node, party), codes, lines, known)

    def _truths(self, found: Grid | Fold, codes: Sequence[Codes], lines: int, known: Known) -> Truths:
        truths: Truths
        if isinstance(found, Grid):
            truths = self._held(found).on(codes, lines)
            return truths
        if id(found) not in known:
            parts = [self._truths(part, codes, lines, known) for part in found.parts]
            if found.kind == "not":
                known[id(found)] = YES - parts[0]
            else:
                known[id(found)] = reduce(np.minimum if found.kind == "all" else np.maximum, parts)
        truths = known[id(found)]
        return truths

    def _held(self, grid: Grid) -> Grid:
        """The truths of a table, with what is presumed."""
        return self.kept(
            ("held", id(grid)), lambda: Grid(grid.axes, grid.maps, self._states.known.held[grid.states])
        )

    def _negated(self, part: Grid | Fold) -> Grid | Fold:
        if isinstance(part, Fold):
            return Fold("not", (part,))
        states = self._states.negated(part.states.reshape(-1)).reshape(part.states.shape)
        return Grid(part.axes, part.maps, states)

    def _joined(self, kind: Join, parts: Sequence[Grid | Fold]) -> Grid | Fold:
        """Tables joined as far as they fit into one."""
        alike: dict[tuple[int, ...], list[Grid]] = {}
        left: list[Grid | Fold] = []
        for part in parts:
            if isinstance(part, Grid):
                alike.setdefault(part.axes, []).append(part)
            else:
                left.append(part)
        whole: Grid | None = None
        for axes in sorted(alike, key=len):
            own = self._alike(kind, axes, alike[axes])
            for grid in own:
                found = grid if whole is None else self._pair(kind, whole, grid)
                if found is None:
                    left.append(grid)
                else:
                    whole = found
        if whole is not None:
            if not left:
                return whole
            left.insert(0, whole)
        return left[0] if len(left) == 1 else Fold(kind, tuple(left))

    def _alike(self, kind: Join, axes: tuple[int, ...], grids: Sequence[Grid]) -> Sequence[Grid]:
        """Tables of one same axis as one."""
        if len(axes) != 1 or len(grids) == 1:
            return grids
        joined = self._states.joined
        states = reduce(
            lambda one, other: joined(kind, one, other), (grid.states[grid.maps[0]] for grid in grids)
        )
        return [drawn(Grid(axes, (np.arange(len(states)),), states))]

    def _pair(self, kind: Join, one: Grid, other: Grid) -> Grid | None:
        spread = aligned(one, other, MOST_CELLS)
        if spread is None:
            return None
        axes, maps, mine, yours = spread
        return drawn(Grid(axes, maps, self._states.joined(kind, mine, yours)))


def aligned(one: Grid, other: Grid, most: int) -> tuple[tuple[int, ...], tuple[Codes, ...], Any, Any] | None:
    """Two tables spread over the axes of both: the axes, the places of their classes, and the tables; none if too large."""
    axes = tuple(sorted({*one.axes, *other.axes}))
    maps: list[Codes] = []
    mine: list[Codes | None] = []
    yours: list[Codes | None] = []
    sizes: list[int] = []
    for axis in axes:
        if axis in one.axes and axis in other.axes:
            width = len_of(other, axis)
            found, inverse = np.unique(
                one.maps[one.axes.index(axis)] * width + other.maps[other.axes.index(axis)],
                return_inverse=True,
            )
            maps.append(inverse)
            mine.append(found // width)
            yours.append(found % width)
            sizes.append(len(found))
        else:
            grid, used, idle = (one, mine, yours) if axis in one.axes else (other, yours, mine)
            maps.append(grid.maps[grid.axes.index(axis)])
            used.append(np.arange(len_of(grid, axis)))
            idle.append(None)
            sizes.append(len_of(grid, axis))
    if prod(sizes) > most:
        return None
    return axes, tuple(maps), _spread(one, mine, sizes), _spread(other, yours, sizes)


def _spread(grid: Grid, places: Sequence[Codes | None], sizes: Sequence[int]) -> Any:
    own = [place for place in places if place is not None]
    taken = grid.states[np.ix_(*own)] if own else grid.states
    thin = [1 if place is None else len(place) for place in places]
    return np.broadcast_to(taken.reshape(thin), sizes)


def drawn(grid: Grid) -> Grid:
    """The table with classes that it does not tell apart drawn together."""
    axes: list[int] = []
    maps: list[Codes] = []
    states = grid.states
    for axis, places in zip(grid.axes, grid.maps, strict=True):
        at = len(axes)
        count = states.shape[at]
        if count > 1:
            rows = np.moveaxis(states, at, 0).reshape(count, -1)
            keys = rows[:, 0] if rows.shape[1] == 1 else rows.astype(np.uint64) @ WEIGHTS[: rows.shape[1]]
            first: dict[int, int] = {}
            numbers = [first.setdefault(key, place) for place, key in enumerate(keys.tolist())]
            if len(first) < count:
                firsts = np.array(list(first.values()))
                states = np.take(states, firsts, axis=at)
                places = np.searchsorted(firsts, numbers)[places]
        if states.shape[at] == 1:
            states = np.take(states, 0, axis=at)
        else:
            axes.append(axis)
            maps.append(places)
    return Grid(tuple(axes), tuple(maps), states)
