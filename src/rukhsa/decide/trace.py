"""Reasons and missing facts of cases under a compiled regime: found once for each cell of the law's grid.

The interpreter tells the first case of a cell why. The next ones there have the same reasons but for the values
compared, and miss the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from rukhsa.decide.answer import Fast, Seeded
from rukhsa.decide.reasons import Leaf, Reason, reason_for, show_interval, show_value
from rukhsa.language.compiled import Row, Truth
from rukhsa.language.grid import Grid, Ungridded, picker
from rukhsa.language.interpret import Interval
from rukhsa.language.missing import Missing, missing_facts
from rukhsa.language.numbers import INF, end_of

_MOST_KEPT = 5_000  # explanations of one regime; when they are more, all are forgotten


K = TypeVar("K")
T = TypeVar("T")


class Trace:
    """What explains one case."""

    def __init__(self, told: Seeded) -> None:
        memo = told.fast.regime.memo
        if "explained" not in memo:
            memo["explained"] = _Explained(told.fast)
        self._told = told
        self._explained: _Explained = memo["explained"]

    def reason(self, name: str) -> Reason:
        """What `reason_for` gives."""
        told = self._told

        def found() -> Reason:
            return reason_for(told.fast.regime, told, name)

        known = self._explained.known((name,), len(told.parties))
        if known is None or told.row is None:
            return found()
        row, keep = told.row, self._explained.keep
        form = keep(known.reasons, known.grid.cell(row), lambda: _Form(found(), known.grid))
        return keep(form.filled, form.values(row), lambda: form.with_values(row))

    def missing(self, roots: tuple[str, ...]) -> tuple[Missing, ...]:
        """What `missing_facts` gives."""
        told = self._told

        def found() -> tuple[Missing, ...]:
            return missing_facts(told, roots, told.fast.regime.vocabulary.party_facts)

        known = self._explained.known(roots, len(told.parties)) if roots else None
        if known is None or told.row is None:
            return found()
        return self._explained.keep(known.missing, known.grid.cell(told.row), found)

    def codes(self, find: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
        """What `find` gives of the truths that are always decided, and of nothing else."""
        return self._explained.keep(self._explained.codes, self._told.known, find)


class _Explained:
    """What was explained under one compiled regime."""

    def __init__(self, fast: Fast) -> None:
        self._fast = fast
        self._known: dict[tuple[tuple[str, ...], int], _Known | None] = {}
        self.codes: dict[tuple[Truth, ...], tuple[str, ...]] = {}
        self._kept = 0

    def keep(self, found: dict[K, T], key: K, find: Callable[[], T]) -> T:
        """What was found for the key; where it is new, what `find` gives."""
        if key not in found:
            self._kept += 1
            if self._kept > _MOST_KEPT:
                self._known.clear()
                self.codes.clear()
                self._kept = 1
            found[key] = find()
        return found[key]

    def known(self, roots: tuple[str, ...], parties: int) -> _Known | None:
        """What is known of these provisions for cases of so many parties; `None` where no grid tells all of them."""
        return self.keep(self._known, (roots, parties), lambda: self._drawn(roots, parties))

    def _drawn(self, roots: tuple[str, ...], parties: int) -> _Known | None:
        regime = self._fast.regime
        try:
            return _Known(Grid(regime, self._fast.compiled, regime.vocabulary.party_facts, roots, parties))
        except Ungridded:
            return None


class _Known:
    """What was found in each cell of one grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.reasons: dict[Row, _Form] = {}
        self.missing: dict[Row, tuple[Missing, ...]] = {}


class _Form:
    """The reason of every case in one cell: that of the first, in which the values of another can be put."""

    def __init__(self, reason: Reason, grid: Grid) -> None:
        self._reason = reason
        self._places = [grid.place(leaf.subject, leaf.party) for leaf in reason.leaves()]
        self.values = picker(tuple(dict.fromkeys(place for place in self._places if place is not None)))
        self.filled: dict[Row, Reason] = {}

    def with_values(self, row: Row) -> Reason:
        return _put(self._reason, iter(self._places), row)


def _put(reason: Reason, places: Iterator[int | None], row: Row) -> Reason:
    """The reason with the values that stand at the places of its leaves, in their order."""
    parts: list[Reason | Leaf] = []
    for part in reason.parts:
        if isinstance(part, Reason):
            parts.append(_put(part, places, row))
        elif (place := next(places)) is None:
            parts.append(part)
        else:
            value = _shown(row[place])
            parts.append(
                Leaf(part.subject, part.relation, part.bound, value, part.truth, part.party, part.cite)
            )
    return Reason(reason.provision, reason.truth, tuple(parts))


@lru_cache(maxsize=4096, typed=True)
def _shown(value: Any) -> str | None:
    """A value of a row as reasons show it."""
    if isinstance(value, tuple):
        low, high = value
        return show_interval(Interval(end_of(low), end_of(high)))
    return None if value is INF else show_value(value)
