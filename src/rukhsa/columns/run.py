"""Lines as one side's law tells them apart, in the order of their days, and pieces of them that one epoch decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from rukhsa.columns.grids import Grids, Known
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Epoch, Terms
from rukhsa.columns.signatures import Hashes
from rukhsa.columns.standing import Standing
from rukhsa.columns.states import TRUTHS, States, Truths
from rukhsa.columns.sums import Sums
from rukhsa.decide.side import Side
from rukhsa.records import dataclass

SideAt = Callable[[int, str], Side]  # the side's own decision on a line, on a day
LINES_AT_ONCE = 1 << 14
WORTH_SUMS = 1_000  # lines asked of one epoch for which tables of sums are worth making


@dataclass(frozen=True)
class Run:
    """Lines of which no two say the same.

    Attributes:
        codes: the classes of each line on every axis.
        epochs: the epoch of each line under the default law, not falling.
        side_at: the decision of one case on a line, on a day.
    """

    grids: Grids
    states: States
    codes: Sequence[Codes]
    epochs: Codes
    side_at: SideAt

    def pieces(self, lines: Codes | None = None) -> Iterator[tuple[int, Codes]]:
        """Lines of one epoch, some at a time: the epoch, and which lines; of all, or of some in their order."""
        lines = np.arange(len(self.epochs)) if lines is None else lines
        edges = np.flatnonzero(np.diff(self.epochs[lines])) + 1
        for own in np.split(lines, edges):
            for start in range(0, len(own), LINES_AT_ONCE):
                yield int(self.epochs[own[start]]), own[start : start + LINES_AT_ONCE]

    def piece(self, here: Epoch, lines: Codes) -> Piece:
        """Some lines under the law of an epoch, which need not be their own."""
        return Piece(self, here, lines)


class Piece:
    """Some lines of a run under the law of an epoch."""

    def __init__(self, run: Run, here: Epoch, lines: Codes) -> None:
        self.here = here
        self.lines = lines
        self.terms = here.terms
        self._run = run
        self._states = Known()
        self._truths = Known()

    @cached_property
    def _codes(self) -> list[Codes]:
        return [own[self.lines] for own in self._run.codes]

    @cached_property
    def standing(self) -> Standing:
        """What the terms that decide are on the lines."""
        return self.of(self.terms)

    def of(self, terms: Terms) -> Standing:
        """What some terms are on the lines."""
        return Standing(self._run.grids, self._run.states, terms, self._codes, len(self.lines), self._states)

    def held(self, node: int) -> Truths:
        """The truth of a node with what is presumed: [line], or of a node that each party has [party, line]."""
        if not self._run.grids.graph.vertices[node].of_party:
            return self._truth(node)
        return np.stack([self._truth(node, party) for party in range(self._run.grids.parties)])

    def _truth(self, node: int, party: int = 0) -> Truths:
        return self._run.grids.truths(node, self._codes, len(self.lines), self._truths, party)

    def at(self, places: Codes) -> Piece:
        """Some of the lines."""
        return Piece(self._run, self.here, self.lines[places])

    def truths(self) -> Hashes | None:
        """Sums of the truths of the terms that decide; none if the lines are too few to be worth it."""
        return self._sums(
            "truth",
            (self.terms,),
            lambda: self._run.states.known.truth,
            lambda node: TRUTHS[self._truth(node)],
        )

    def wholes(self, terms: tuple[Terms, ...]) -> Hashes | None:
        """Sums of all that answers which hang on some terms do; none if the lines are too few to be worth it."""
        grids, states = self._run.grids, self._run.states

        def wide(node: int) -> Hashes:
            found = grids.on(node, self._codes, len(self.lines), self._states)
            return states.known.whole[found]

        return self._sums("whole", terms, lambda: states.known.whole, wide)

    def _sums(
        self,
        kind: str,
        terms: tuple[Terms, ...],
        values: Callable[[], Hashes],
        wide: Callable[[int], Hashes],
    ) -> Hashes | None:
        grids = self._run.grids
        asked = grids.kept(("asked", kind, terms), lambda: [0])
        asked[0] += len(self.lines)
        if asked[0] < WORTH_SUMS:
            return None
        sums = grids.kept(("sums", kind, terms), lambda: Sums(grids, kind, terms, values))
        return sums.on(self._codes, len(self.lines), wide)

    def side(self, place: int) -> Side:
        """The decision of one case on a line of the piece."""
        return self._run.side_at(int(self.lines[place]), self.here.day)
