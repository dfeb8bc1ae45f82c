"""From one epoch to the next: on which lines the terms that differ could change an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rukhsa.columns.grids import Fold, Grid, Grids, Known, aligned, drawn
from rukhsa.columns.matters import Masks
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Term
from rukhsa.columns.states import States

MOST_CELLS = 1 << 12


class Step:
    """What differs between the terms of two epochs, as tables of where it does.

    A provision that is false on a line before and after bears on nothing there, however it was amended.
    """

    def __init__(self, grids: Grids, states: States, before: Sequence[Term], after: Sequence[Term]) -> None:
        self._grids = grids
        self._states = states
        self._tables: list[Grid] = []  # of truths: whether it differs
        self._wide: list[tuple[int, int]] = []  # nodes that are joined on the lines
        old, new = ({term.key: term for term in terms} for terms in (before, after))
        pairs: set[tuple[int, int]] = set()
        false = grids.false
        for key in old.keys() | new.keys():
            one, other = old.get(key), new.get(key)
            if one is None or other is None:
                term = one or other
                assert term is not None
                pairs.add((term.node, false))
            elif one.node != other.node and not self._parts_tell(one, other):
                pairs.add((one.node, other.node))
        for one_node, other_node in sorted(pairs):
            self._add(one_node, other_node)

    def _parts_tell(self, one: Term, other: Term) -> bool:
        """Whether a term stands for others alone, each of which tells by itself where it differs."""
        return not one.name and all(isinstance(self._grids.of(term.node), Fold) for term in (one, other))

    def _add(self, one: int, other: int) -> None:
        first, second = self._grids.of(one), self._grids.of(other)
        if isinstance(first, Fold) or isinstance(second, Fold):
            self._wide.append((one, other))
            return
        spread = aligned(first, second, MOST_CELLS)
        if spread is None:
            self._wide.append((one, other))
            return
        held = self._states.known.held
        axes, maps, mine, yours = spread
        table = drawn(Grid(axes, maps, (held[mine] != held[yours]).astype(np.int64)))
        if not table.states.any():
            return
        for index, known in enumerate(self._tables):
            if known.axes == table.axes:
                joined = aligned(known, table, MOST_CELLS)
                if joined is not None:
                    self._tables[index] = drawn(Grid(joined[0], joined[1], joined[2] | joined[3]))
                    return
        self._tables.append(table)

    def touched(self, codes: Sequence[Codes], lines: Codes) -> Codes:
        """Those of some lines on which something differs.

        Args:
            codes: the classes of all lines on every axis.
        """
        if not len(lines) or not (self._tables or self._wide):
            return lines[:0]
        everywhere = bool(self._wide) or any(not table.axes for table in self._tables)
        found: Any = np.full(len(lines), everywhere)
        for axis, hit in self._near():
            found |= hit[codes[axis][lines]]
        near = lines[found]
        touched: Codes = near[self._exact([own[near] for own in codes], len(near))]
        return touched

    def _near(self) -> Sequence[tuple[int, Any]]:
        """Of each table the classes of one axis that it holds true somewhere, tables of an axis together."""
        found: dict[int, Any] = {}
        for table in self._tables:
            if table.axes:
                axis = table.axes[0]
                own = table.states.reshape(table.states.shape[0], -1).any(axis=1)[table.maps[0]]
                found[axis] = found[axis] | own if axis in found else own
        return list(found.items())

    def _exact(self, codes: Sequence[Codes], lines: int) -> Masks:
        hit: Masks = np.zeros(lines, np.bool_)
        for table in self._tables:
            left = np.flatnonzero(~hit)
            hit[left] = table.on([own[left] for own in codes], len(left)).astype(np.bool_)
        left, known = np.flatnonzero(~hit), Known()
        own = [code[left] for code in codes]
        for one, other in self._wide:
            first, second = (self._grids.truths(node, own, len(left), known) for node in (one, other))
            apart = first != second
            if apart.any():
                hit[left[apart]] = True
                left, known = left[~apart], Known()
                own = [code[~apart] for code in own]
        return hit
