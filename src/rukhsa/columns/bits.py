"""Three-valued logic on many lines at once: one bit for each line, a plane for *surely true*, one for *possibly true*.

Every node has its planes twice: with what practice presumes, and without. Nodes that each party has for itself have
them once for each party.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from rukhsa.columns.graph import Atom, Graph

Words = npt.NDArray[np.uint64]  # planes: [presumed or not, word], or [party, presumed or not, word]
Bytes = npt.NDArray[np.uint8]
SURE, MAY = 1, 2  # of a truth's code; four bits hold it twice, with presumptions and (shifted) without
WITHOUT = 2  # the shift

ONES = np.uint64(0xFFFFFFFFFFFFFFFF)


def code(with_presumed: bool | None, without: bool | None) -> int:
    """The code of an atom's truth, with what is presumed and without."""
    return _code(with_presumed) | _code(without) << WITHOUT


def _code(truth: bool | None) -> int:
    return MAY if truth is None else SURE | MAY if truth else 0


def packed(codes: Bytes) -> tuple[Words, Words]:
    """The planes of codes, one for each line; as many lines as fill whole words."""
    first = int(codes[0])
    if (codes == first).all():
        planes = [np.full(len(codes) // 64, ONES if first & bit else 0, np.uint64) for bit in (1, 2, 4, 8)]
    else:
        planes = [np.packbits(codes & bit, bitorder="little").view(np.uint64) for bit in (1, 2, 4, 8)]
    return np.stack((planes[0], planes[2])), np.stack((planes[1], planes[3]))


def places(words: Words) -> npt.NDArray[np.int64]:
    """The lines of which a bit is set."""
    return np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))


class Planes:
    """The truths of every node of a graph, for a block of lines.

    Attributes:
        sure, may: the planes of each node.
    """

    def __init__(self, graph: Graph, words: int, read: Callable[[int, Atom], tuple[Words, Words]]) -> None:
        """`read` gives the planes of an atom."""
        self.graph = graph
        self.sure: list[Words] = []
        self.may: list[Words] = []
        nothing, all_ = np.zeros((2, words), np.uint64), np.full((2, words), ONES)
        for number, vertex in enumerate(graph.vertices):
            sure, may = self.sure, self.may
            match vertex.kind:
                case "false":
                    pair = nothing, nothing
                case "true":
                    pair = all_, all_
                case "atom":
                    assert vertex.atom is not None
                    pair = read(number, vertex.atom)
                case "not":
                    pair = ~may[vertex.parts[0]], ~sure[vertex.parts[0]]
                case "may":
                    pair = may[vertex.parts[0]], may[vertex.parts[0]]
                case "sure":
                    pair = sure[vertex.parts[0]], sure[vertex.parts[0]]
                case "each":
                    join = np.bitwise_and if vertex.every else np.bitwise_or
                    (part,) = vertex.parts
                    pair = join.reduce(sure[part], axis=0), join.reduce(may[part], axis=0)
                case _:
                    join = np.bitwise_and if vertex.kind == "all" else np.bitwise_or
                    one, other, *rest = vertex.parts
                    surely, possibly = join(sure[one], sure[other]), join(may[one], may[other])
                    for part in rest:
                        surely, possibly = join(surely, sure[part]), join(possibly, may[part])
                    pair = surely, possibly
            self.sure.append(pair[0])
            self.may.append(pair[1])

    def truth(self, node: int, line: int, presumed: bool = True, party: int | None = None) -> bool | None:
        """The truth of a node on one line: of the order, or of one party."""
        half, word, bit = 0 if presumed else 1, line >> 6, line & 63
        may, sure = self.may[node], self.sure[node]
        if may.ndim == 3:
            may, sure = may[party or 0], sure[party or 0]
        if not int(may[half, word]) >> bit & 1:
            return False
        return True if int(sure[half, word]) >> bit & 1 else None
