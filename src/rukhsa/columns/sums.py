"""Signatures of lines by tables: what the terms of an epoch add up to, looked up by classes.

Where lines are many, most have a sum that was met before, and nothing else needs to be worked out for them. Sums tell
more apart than answers do: they do not ask which terms matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from rukhsa.columns.grids import Grid, Grids, aligned
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Terms
from rukhsa.columns.signatures import Hashes

MOST_CELLS = 1 << 12


class Sums:
    """The sums of some terms.

    Args:
        values: gives a random number of each state, 0 for what is false.
    """

    def __init__(self, grids: Grids, terms: Sequence[Terms], values: Callable[[], Hashes]) -> None:
        self._grids = grids
        self._values = values
        self._tables: list[Grid] = []
        self._wide: list[tuple[int, np.uint64]] = []  # nodes that are joined on the lines
        tables: list[Grid] = []
        weighed = [
            (term, grids.of(term.node), weight)
            for own in terms
            for term, weight in zip(own, own.own, strict=True)
        ]
        known = values()  # of all states in the tables
        for term, found, weight in weighed:
            if isinstance(found, Grid):
                flat = known[found.states.reshape(-1)] * weight
                tables.append(Grid(found.axes, found.maps, flat.reshape(found.states.shape)))
            elif term.name:  # a term without a name stands for others, which tell by themselves
                self._wide.append((term.node, weight))
        for table in sorted(tables, key=lambda table: (-len(table.axes), table.axes)):
            self._add(table)

    def _add(self, table: Grid) -> None:
        for index, known in enumerate(self._tables):
            if {*known.axes}.issuperset(table.axes):
                spread = aligned(known, table, MOST_CELLS)
                if spread is not None:
                    axes, maps, mine, yours = spread
                    self._tables[index] = Grid(axes, maps, mine + yours)
                    return
        self._tables.append(table)

    def on(self, codes: Sequence[Codes], lines: int) -> Hashes:
        """The sums of lines, from their classes on every axis."""
        found: Hashes = np.zeros(lines, np.uint64)
        for table in self._tables:
            found += table.on(codes, lines)
        for node, weight in self._wide:
            states = self._grids.on(node, codes, lines)
            found += self._values()[states] * weight
        return found
