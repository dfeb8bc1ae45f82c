"""Signatures of lines by tables: what the terms of an epoch add up to, looked up by classes.

Where lines are many, most have a sum that was met before, and nothing else needs to be worked out for them. Sums tell
more apart than answers do: they do not ask which terms matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from rukhsa.columns.grids import Grid, Grids, aligned
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Terms
from rukhsa.columns.signatures import Hashes

MOST_CELLS = 1 << 12


class Sums:
    """The sums of some terms.

    Args:
        kind: what is summed.
        values: gives a random number of each state so far, 0 for what is false.
    """

    def __init__(self, grids: Grids, kind: str, terms: Sequence[Terms], values: Callable[[], Hashes]) -> None:
        self._wide: list[tuple[int, np.uint64]] = []  # nodes that are joined on the lines
        alike: dict[tuple[int, ...], list[tuple[int, np.uint64]]] = {}
        for own in terms:
            for term, weight in zip(own, own.own, strict=True):
                found = grids.of(term.node)
                if isinstance(found, Grid):
                    alike.setdefault(found.axes, []).append((term.node, weight))
                elif term.name:  # a term without a name stands for others, which tell by themselves
                    self._wide.append((term.node, weight))
        self._tables = [
            table
            for nodes in alike.values()
            for table in grids.kept(("summed", kind, *nodes), partial(_summed, grids, nodes, values()))
        ]

    def on(self, codes: Sequence[Codes], lines: int, wide: Callable[[int], Hashes]) -> Hashes:
        """The sums of lines, from their classes on every axis.

        Args:
            wide: the random number of what a node is on each line.
        """
        found: Hashes = np.zeros(lines, np.uint64)
        for table in self._tables:
            found += table.on(codes, lines)
        for node, weight in self._wide:
            found += wide(node) * weight
        return found


def _summed(grids: Grids, nodes: Sequence[tuple[int, np.uint64]], values: Hashes) -> list[Grid]:
    """The sums of conditions that read the same, as few tables."""
    tables: list[Grid] = []
    for node, weight in nodes:
        found = grids.of(node)
        assert isinstance(found, Grid)
        flat = values[found.states.reshape(-1)] * weight
        table = Grid(found.axes, found.maps, flat.reshape(found.states.shape))
        for index, known in enumerate(tables):
            spread = aligned(known, table, MOST_CELLS)
            if spread is not None:
                axes, maps, mine, yours = spread
                tables[index] = Grid(axes, maps, mine + yours)
                break
        else:
            tables.append(table)
    return tables
