"""What the terms of an epoch are on some lines: their states, and which of them matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from rukhsa.columns.grids import Grids, Known
from rukhsa.columns.matters import Masks
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Terms
from rukhsa.columns.signatures import Hashes
from rukhsa.columns.states import TRUTHS, States, Truths


class Standing:
    """The states of an epoch's terms on lines.

    Attributes:
        states: [term, line].
    """

    def __init__(
        self, grids: Grids, states: States, terms: Terms, codes: Sequence[Codes], lines: int, known: Known
    ) -> None:
        self.terms = terms
        self._of = states
        own: dict[int, Codes] = {}

        def on(node: int) -> Codes:
            if node not in own:
                own[node] = grids.on(node, codes, lines, known)
            return own[node]

        empty: Codes = np.zeros((0, lines), np.int64)
        self.states: Codes = np.stack([on(node) for node in terms.nodes]) if terms.nodes else empty
        self._needed: Codes = np.stack([on(node) for node in terms.needed]) if terms.needed else empty

    @cached_property
    def held(self) -> Truths:
        """Truths with what is presumed."""
        return self._of.known.held[self.states]

    @cached_property
    def matters(self) -> Masks:
        """Which terms matter with what is presumed."""
        return self.terms.matters(self._of.known.held[self._needed])

    def hashes(self) -> Hashes:
        """A signature of the terms that are true or open with what is presumed."""
        truths = self.held * self.matters
        return _summed(TRUTHS[truths], self.terms.own)

    def sums(self, chosen: Masks) -> Hashes:
        """A signature of some terms: chosen[term, line]."""
        return _summed(chosen.astype(np.uint64), self.terms.own)

    def open_hashes(self, lines: Codes, asked: Masks) -> Hashes:
        """A signature of what is unknown of the asked terms with what is presumed: asked[term, line]."""
        own = self._of.known.open_held[self.states[:, lines]]
        return _summed(own * asked, self.terms.own)

    def bare_hashes(self, lines: Codes, free: Masks) -> Hashes:
        """A signature of what is true or unknown of the terms that matter where nothing is presumed.

        Args:
            free: on which of the lines nothing is required: that the answer is such hangs on no exception or review.
        """
        matters = self.terms.matters(self._of.known.bare[self._needed[:, lines]])
        matters &= ~(self.terms.aside[:, None] & free)
        return _summed(self._of.known.open_bare[self.states[:, lines]] * matters, self.terms.own)

    def bare(self, line: int) -> list[tuple[int, int, int | None]]:
        """The terms that matter on a line where nothing is presumed: the place of each, its truth and its shape."""
        known, at = self._of.known, np.array([line])
        matters = self.terms.matters(known.bare[self._needed[:, at]])[:, 0]
        return [
            (row, *self._of.halves(int(self.states[row, line]))[1])
            for row in np.flatnonzero(matters).tolist()
        ]

    def shape(self, name: str, line: int) -> int:
        """What is unknown of a provision on a line, with what is presumed."""
        shape = self._of.halves(int(self.states[self.terms.rows[name], line]))[0][1]
        assert shape is not None, name
        return shape

    def truths(self, line: int) -> Any:
        """The truth of each term on a line, with what is presumed."""
        return self.held[:, line].tolist()


def _summed(values: Hashes, own: Hashes) -> Hashes:
    found: Hashes = np.einsum("tl,t->l", values, own) if len(own) else np.zeros(values.shape[1], np.uint64)
    return found
