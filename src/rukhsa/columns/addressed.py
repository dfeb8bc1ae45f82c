"""Whom the law names where a line gives a name of nobody known: `Side.addressees`, for many lines at once.

Only comparisons of that fact are taken for unknown, and only the nodes that hang on one of them are worked out anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from rukhsa.columns.graph import Graph, Vertex
from rukhsa.columns.matters import Masks
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Epoch
from rukhsa.columns.run import Piece
from rukhsa.columns.states import OPEN, YES, Truths

Named = tuple[tuple[str, tuple[str, ...]], ...]  # a fact with whom the law names, or nothing


class Addressed:
    """The comparisons of one fact of the order, and all that hangs on them.

    Args:
        texts: of each comparison that reads the fact, with what it compares it.
    """

    def __init__(self, graph: Graph, fact: str, texts: Mapping[int, frozenset[str]]) -> None:
        self.fact = fact
        self._graph = graph
        self._texts = texts
        self._above: list[int] = []  # in an order in which parts come first
        above: set[int] = set()
        for number, vertex in enumerate(graph.vertices):
            if number not in texts and (above.isdisjoint(vertex.parts) or vertex.kind in ("may", "sure")):
                continue
            above.add(number)
            self._above.append(number)

    def saves(self, epoch: Epoch) -> bool:
        """Whether it hangs on the fact which law an act saves cases from."""
        return any(term.kind == "saves" and term.node in self._above for term in epoch.terms)

    def of(self, piece: Piece) -> tuple[list[Named], Codes]:
        """Whom open provisions would name, were the fact unknown: what is found, and which of it on each line."""
        met = self._met(piece)
        if not met:
            return [()], np.zeros(len(piece.lines), np.int64)
        kinds, places = np.unique(np.stack(list(met.values())), axis=1, return_inverse=True)
        texts = [self._texts[node] for node in met]
        told: list[Named] = []
        for kind in kinds.T:
            names = sorted(frozenset[str]().union(*(texts[row] for row in np.flatnonzero(kind).tolist())))
            told.append(((self.fact, tuple(names)),) if names else ())
        return told, places.reshape(-1)

    def _met(self, piece: Piece) -> dict[int, Masks]:
        """The comparisons met walking down from open provisions through what is open, each with the lines."""
        open_ = self._open(piece)
        met: dict[int, Masks] = {}

        def meet(node: int, lines: Masks) -> None:
            if node in open_:
                lines = lines & open_[node]
                met[node] = met[node] | lines if node in met else lines

        for term in piece.terms:
            if term.name and not term.without:
                meet(term.node, np.ones(len(piece.lines), np.bool_))
        for node in reversed(self._above):
            if node not in met or not met[node].any():
                continue
            for part in self._graph.vertices[node].parts:
                whole = met[node].ndim == 2 and not self._graph.vertices[part].of_party
                meet(part, np.asarray(met[node].any(axis=0)) if whole else met[node])
        return {node: lines for node, lines in met.items() if node in self._texts and lines.any()}

    def _open(self, piece: Piece) -> dict[int, Masks]:
        """Where each node that hangs on the fact is open when the fact is unknown and all else presumed."""
        found: dict[int, Truths] = {}
        for node in self._above:
            if node in self._texts:
                found[node] = np.full_like(piece.held(node), OPEN)
            else:
                vertex = self._graph.vertices[node]
                parts = [found[part] if part in found else piece.held(part) for part in vertex.parts]
                found[node] = _joined(vertex, parts)
        return {node: truths == OPEN for node, truths in found.items()}


def _joined(vertex: Vertex, parts: Sequence[Truths]) -> Truths:
    """The truths of a node from those of its parts."""
    if vertex.kind == "not":
        return np.asarray(YES - parts[0], np.uint8)
    if vertex.kind == "each":
        join = np.minimum if vertex.every else np.maximum
        return np.asarray(join.reduce(parts[0], axis=0))
    join = np.minimum if vertex.kind == "all" else np.maximum
    found = parts[0]
    for part in parts[1:]:
        found = join(found, part)
    return found
