"""Whether each term of an epoch can matter on lines, from the truths of all its terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.columns.graph import Graph
from rukhsa.columns.states import NO, YES, Truths

Masks = npt.NDArray[np.bool_]  # [term, line]
Bits = npt.NDArray[np.uint8]


class Matters:
    """The nodes that say which terms matter, in layers each of which needs only those before.

    Attributes:
        needed: the conditions whose truths they hang on, by node.
    """

    def __init__(self, graph: Graph, roots: Sequence[int]) -> None:
        depth: dict[int, int] = {}
        for node in _below(graph, roots):
            vertex = graph.vertices[node]
            inner = vertex.kind in ("all", "any", "not")
            depth[node] = 1 + max(depth[part] for part in vertex.parts) if inner else 0
        leaves = [node for node, own in depth.items() if own == 0]
        self.needed = list(
            dict.fromkeys(
                graph.vertices[node].parts[0]
                for node in leaves
                if graph.vertices[node].kind in ("may", "sure")
            )
        )
        row = {node: place for place, node in enumerate(self.needed)}
        self._leaves = [
            (graph.vertices[node].kind, row[parts[0]] if (parts := graph.vertices[node].parts) else 0)
            for node in leaves
        ]
        place = {node: number for number, node in enumerate(leaves)}
        self._layers: list[tuple[str, Any, Any]] = []
        for level in range(1, max(depth.values(), default=0) + 1):
            for kind in ("all", "any", "not"):
                own = [n for n, d in depth.items() if d == level and graph.vertices[n].kind == kind]
                if own:
                    rows = [[place[part] for part in graph.vertices[node].parts] for node in own]
                    starts = np.cumsum([0, *map(len, rows[:-1])])
                    self._layers.append((kind, np.concatenate(rows).astype(np.int64), starts))
                    place.update(zip(own, range(len(place), len(place) + len(own)), strict=True))
        self._roots = np.array([place[node] for node in roots], np.int64)
        self._size = len(place)

    def masks(self, truths: Truths) -> Masks:
        """Which terms matter on which lines.

        Args:
            truths: of the needed conditions: [condition, line].
        """
        lines = truths.shape[1]
        may, sure = (np.packbits(own, axis=1) for own in (truths != NO, truths == YES))
        width = may.shape[1] if len(may) else -(-lines // 8)
        bits: Bits = np.empty((self._size, width), np.uint8)
        for number, (kind, row) in enumerate(self._leaves):
            match kind:
                case "may":
                    bits[number] = may[row]
                case "sure":
                    bits[number] = sure[row]
                case _:
                    bits[number] = 0xFF if kind == "true" else 0
        filled = len(self._leaves)
        for how, rows, starts in self._layers:
            if how == "not":
                found = ~bits[rows]
            else:
                join = np.bitwise_and if how == "all" else np.bitwise_or
                found = join.reduceat(bits[rows], starts, axis=0)
            bits[filled : filled + len(found)] = found
            filled += len(found)
        return np.unpackbits(bits[self._roots], axis=1, count=lines).view(np.bool_)


def _below(graph: Graph, roots: Iterable[int]) -> list[int]:
    """The nodes beneath some, down to `may` and `sure`, parts first."""
    found: set[int] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node not in found:
            found.add(node)
            if graph.vertices[node].kind in ("all", "any", "not"):
                stack.extend(graph.vertices[node].parts)
    return sorted(found)
