"""What decides under a later regime that holds some provisions as an earlier one does."""

from __future__ import annotations

from collections.abc import Iterator

from rukhsa.changes.held import Between
from rukhsa.changes.rows import Place, Rows
from rukhsa.law.regime import Regime


class Mixed:
    """Two regimes, and what decides when any of the provisions that differ are as they were.

    What a provision says then hangs on those alone of them that it reads.
    """

    def __init__(self, rows: Rows, before: Regime, after: Regime, between: Between) -> None:
        self._rows = rows
        self._before = before
        self._after = after
        self._between = between
        self._reads: dict[str, frozenset[str]] = {}
        differing = frozenset(between.differing(before, after))
        readers = before.dependants(differing) | after.dependants(differing)
        self._hangs = {
            name: self._beneath(name) & differing
            for name in sorted(differing | readers)
            if name in rows.places
        }
        self._deciding: dict[str, list[str]] = {}
        for name, on in self._hangs.items():
            for other in on:
                self._deciding.setdefault(other, []).append(name)
        self._known: dict[tuple[str, frozenset[str]], Place] = {}
        single = [name for name, on in self._hangs.items() if on == {name} and self._deciding[name] == [name]]
        self._single = dict(zip(single, rows.some(before, single), strict=True))  # read by none, reading none

    def _beneath(self, name: str) -> frozenset[str]:
        """A provision and all that it reads under either regime."""
        found = {name}
        stack = [name]
        while stack:
            top = stack.pop()
            if top not in self._reads:
                self._reads[top] = self._before.reads(top) | self._after.reads(top)
            for read in self._reads[top]:
                if read not in found:
                    found.add(read)
                    stack.append(read)
        return frozenset(found)

    def places(self, names: frozenset[str]) -> Iterator[Place]:
        """What may differ from the later regime if some provisions are as they were."""
        further: dict[str, None] = {}
        for other in names:
            place = self._single.get(other)
            if place is not None:
                yield place
            else:
                further.update(dict.fromkeys(self._deciding.get(other, ())))
        for name in further:
            own = self._hangs[name] & names
            key = (name, own)
            if key not in self._known:
                whole = own == self._hangs[name]
                regime = (
                    self._before if whole else self._between.with_provisions(self._after, self._before, own)
                )
                (self._known[key],) = self._rows.some(regime, (name,))
            yield self._known[key]
