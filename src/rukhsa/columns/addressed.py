"""Whom the law names where a line gives a name of nobody known: `Side.addressees`, for many lines at once.

Only comparisons of that fact are taken for unknown, and only the nodes that hang on one of them are worked out anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from rukhsa.columns.bits import ONES, Planes, Words
from rukhsa.columns.facts import texts_of
from rukhsa.columns.graph import Graph, Vertex
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Epoch

Names = tuple[str, ...]
Pair = tuple[Words, Words]  # surely and possibly true, of the order or [party, word]


class Addressed:
    """The comparisons of one fact of the order, and all that hangs on them.

    Attributes:
        names: whom the law names, by number; 0 is nobody.
    """

    def __init__(self, graph: Graph, fact: str) -> None:
        self._graph = graph
        self._texts: dict[int, frozenset[str]] = {}
        self._above: list[int] = []  # in an order in which parts come first
        above: set[int] = set()
        for number, vertex in enumerate(graph.vertices):
            if vertex.atom is not None and fact in vertex.atom.facts:
                self._texts[number] = texts_of(vertex.atom) or frozenset()
            elif above.isdisjoint(vertex.parts) or vertex.kind in ("may", "sure"):
                continue
            above.add(number)
            self._above.append(number)
        self.names: list[Names] = [()]
        self._numbers: dict[Names, int] = {(): 0}

    def saves(self, epoch: Epoch) -> bool:
        """Whether it hangs on the fact which law an act saves cases from."""
        return any(term.kind == "saves" and term.node in self._above for term in epoch.terms)

    def of(
        self, planes: Planes, epochs: Sequence[Epoch], of_lines: Codes, asked: npt.NDArray[np.bool_]
    ) -> Codes:
        """Whom open provisions would name on each line, were the fact unknown, by number.

        Args:
            of_lines: the epoch of each line, not falling.
            asked: the lines that are asked about.
        """
        found = np.zeros(len(of_lines), np.int64)
        for epoch in np.unique(of_lines[asked]).tolist():
            start, stop = np.searchsorted(of_lines, (epoch, epoch + 1)).tolist()
            words = slice(start >> 6, (stop + 63) >> 6)
            first = words.start * 64
            lines = np.zeros((words.stop - words.start) * 64, np.bool_)
            lines[start - first : stop - first] = asked[start:stop]
            wanted = np.packbits(lines, bitorder="little").view(np.uint64)
            met = self._met(planes, epochs[epoch], words, wanted)
            if met:
                which = np.flatnonzero(lines)
                found[first + which] = self._told(met, which)
        return found

    def _met(self, planes: Planes, epoch: Epoch, words: slice, wanted: Words) -> dict[int, Words]:
        """The comparisons met walking down from open provisions through what is open, each with the lines."""
        open_ = self._open(planes, words)
        met: dict[int, Words] = {}

        def meet(node: int, bits: Words) -> None:
            if node in open_:
                bits = bits & open_[node]
                met[node] = met[node] | bits if node in met else bits

        for term in epoch.terms:
            if term.name and not term.under:
                meet(term.node, wanted)
        for node in reversed(self._above):
            if node not in met or not met[node].any():
                continue
            for part in self._graph.vertices[node].parts:
                bits = met[node]
                if bits.ndim == 2 and not self._graph.vertices[part].of_party:
                    bits = np.bitwise_or.reduce(bits, axis=0)
                meet(part, bits)
        return {node: bits for node, bits in met.items() if node in self._texts and bits.any()}

    def _open(self, planes: Planes, words: slice) -> dict[int, Words]:
        """Where each node that hangs on the fact is open when the fact is unknown and all else presumed."""
        found: dict[int, Pair] = {}

        def of(node: int) -> Pair:
            if node in found:
                return found[node]
            return planes.sure[node][..., 0, words], planes.may[node][..., 0, words]

        for node in self._above:
            if node in self._texts:
                like = of(node)[0]
                found[node] = np.zeros_like(like), np.full_like(like, ONES)
            else:
                vertex = self._graph.vertices[node]
                found[node] = _joined(vertex, [of(part) for part in vertex.parts])
        return {node: may & ~sure for node, (sure, may) in found.items()}

    def _told(self, met: dict[int, Words], lines: Codes) -> Codes:
        """The number of the names that are met on each line."""
        bits = np.stack([np.unpackbits(own.view(np.uint8), bitorder="little")[lines] for own in met.values()])
        kinds, at = np.unique(bits, axis=1, return_inverse=True)
        texts = [self._texts[node] for node in met]
        told = [
            tuple(sorted(frozenset[str]().union(*(texts[row] for row in np.flatnonzero(kind).tolist()))))
            for kind in kinds.T
        ]
        return np.array([self._number(names) for names in told])[at.reshape(-1)]

    def _number(self, names: Names) -> int:
        number = self._numbers.setdefault(names, len(self.names))
        if number == len(self.names):
            self.names.append(names)
        return number


def _joined(vertex: Vertex, parts: Sequence[Pair]) -> Pair:
    """The planes of a node from those of its parts."""
    sure, may = zip(*parts, strict=True)
    if vertex.kind == "not":
        return ~may[0], ~sure[0]
    if vertex.kind == "each":
        join = np.bitwise_and if vertex.every else np.bitwise_or
        return join.reduce(sure[0], axis=0), join.reduce(may[0], axis=0)
    join = np.bitwise_and if vertex.kind == "all" else np.bitwise_or
    return reduce(join, sure), reduce(join, may)
