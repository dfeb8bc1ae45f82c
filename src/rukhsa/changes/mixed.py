"""What decides under laws between two regimes: the later one, with some parts held as the earlier one has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rukhsa.changes.held import Between
from rukhsa.changes.rows import Place, Places, Rows, bits
from rukhsa.columns.graph import Graph, Reader
from rukhsa.language.tree import refs_of
from rukhsa.law.act import Body
from rukhsa.law.regime import Regime

Hanging = Mapping[str, frozenset[str]]  # by provision, the parts on which it hangs
_Reads = Mapping[str, Iterable[str]]
_Read = dict[tuple[str, bool, int], int]
_MOST = 200  # laws remembered at one time


class _Reader(Reader):
    """The nodes of a law between two regimes; what hangs on the same parts as in another is the same node.

    Args:
        hanging: of each provision, the parts on which it hangs, as bits.
        held: the parts that are held.
        known: what was read of other laws.
    """

    def __init__(
        self, graph: Graph, regime: Regime, hanging: Mapping[str, int], held: int, known: _Read
    ) -> None:
        super().__init__(graph, regime)
        self._hanging = hanging
        self._held = held
        self._of_laws = known

    def provision(self, name: str, of_party: bool = False) -> int:
        key = (name, of_party, self._hanging.get(name, 0) & self._held)
        found = self._of_laws.get(key)
        if found is None:
            found = self._of_laws[key] = super().provision(name, of_party)
        return found


class Mixed:
    """Two regimes, and what decides when some of the parts in which they differ, texts or acts, are as they were.

    Args:
        earlier, later: of each place, node and bearing under both regimes.
        hanging: of what may decide otherwise, the parts on which alone it hangs.
        held: the law with some parts as they were.
    """

    def __init__(
        self,
        rows: Rows,
        earlier: tuple[Places, Places],
        later: tuple[Places, Places],
        hanging: Hanging,
        held: Callable[[frozenset[str]], Regime],
    ) -> None:
        self._rows = rows
        self._earlier = list(zip(*(column.tolist() for column in earlier), strict=True))
        self._later = list(zip(*(column.tolist() for column in later), strict=True))
        self._held = held
        self._parts = sorted(frozenset().union(*hanging.values()))
        self._bits = {part: 1 << place for place, part in enumerate(self._parts)}
        self._hanging = {name: sum(self._bits[part] for part in on) for name, on in hanging.items()}
        groups: dict[int, list[str]] = {}
        for name, on in self._hanging.items():
            if name in rows.places:
                groups.setdefault(on, []).append(name)
        self._groups: list[tuple[int, list[str], dict[int, tuple[int, list[Place]]]]] = [
            (on, names, {on: self._sorted(self._before(names))}) for on, names in groups.items()
        ]
        self._read: _Read = {}
        self._laws: dict[int, Regime] = {}

    def otherwise(self, parts: frozenset[str]) -> tuple[int, list[Place]]:
        """What decides otherwise than under the later regime if some parts are as they were.

        Returns:
            the places, as bits, that are as under the earlier regime; what is as under neither.
        """
        held = sum([self._bits[part] for part in parts if part in self._bits])
        earlier = 0
        neither: list[Place] = []
        for on, names, known in self._groups:
            own = on & held
            if own:
                found = known.get(own)
                if found is None:
                    found = known[own] = self._sorted(self._between(names, own))
                earlier |= found[0]
                neither += found[1]
        return earlier, neither

    def _between(self, names: Iterable[str], held: int) -> Iterable[Place]:
        if held not in self._laws:
            if len(self._laws) == _MOST:
                self._laws.clear()
            self._laws[held] = self._held(frozenset(self._parts[place] for place in bits(held)))
        reader = _Reader(self._rows.graph, self._laws[held], self._hanging, held, self._read)
        return self._rows.some(reader, names)

    def _before(self, names: Iterable[str]) -> Iterable[Place]:
        for name in names:
            at = self._rows.places[name]
            yield (at, *self._earlier[at])

    def _sorted(self, places: Iterable[Place]) -> tuple[int, list[Place]]:
        """Of what may decide otherwise: what is as under the earlier regime, and what is as under neither."""
        earlier = 0
        neither = []
        for place in places:
            at, *told = place
            if tuple(told) == self._later[at]:
                continue
            if tuple(told) == self._earlier[at]:
                earlier |= 1 << at
            else:
                neither.append(place)
        return earlier, neither


def hanging_on_texts(before: Regime, after: Regime, between: Between) -> dict[str, frozenset[str]]:
    """What two regimes may say otherwise, and the provisions that differ on which each hangs."""
    return _hanging(
        {name: frozenset((name,)) for name in between.differing(before, after)}, _reads(before, after)
    )


def hanging_on_acts(before: Regime, after: Regime, between: Between) -> dict[str, frozenset[str]]:
    """What laws between two states may say otherwise, and the acts that stand otherwise on which each hangs."""
    upon: dict[str, set[str]] = {}
    for act in sorted(between.acts):
        for name in between.reach_of(act):
            upon.setdefault(name, set()).add(act)
    reads = _reads(before, after)
    writes = between.pack.log.writes
    for name in upon:  # between both states any of its texts may stand
        for clause in writes.get(name, ()):
            if clause.body is not None:
                reads.setdefault(name, {}).update(dict.fromkeys(_read_by(clause.body)))
    return _hanging({name: frozenset(acts) for name, acts in upon.items()}, reads)


def _reads(*regimes: Regime) -> dict[str, dict[str, None]]:
    """Of each provision, what it reads under some of the regimes."""
    found: dict[str, dict[str, None]] = {}
    for regime in regimes:
        for name, readers in regime.readers.items():
            for reader in readers:
                found.setdefault(reader, {})[name] = None
    return found


def _read_by(body: Body) -> Iterable[str]:
    yield from (*body.any, *body.none)
    if body.tree is not None:
        yield from refs_of(body.tree)


def _hanging(own: Hanging, reads: _Reads) -> dict[str, frozenset[str]]:
    """Of each provision that hangs on some part, itself or through what it reads, these parts."""
    readers: dict[str, list[str]] = {}
    for reader, names in reads.items():
        for name in names:
            readers.setdefault(name, []).append(reader)
    found: dict[str, set[str]] = {name: set(parts) for name, parts in own.items()}
    stack = sorted(own)
    while stack:
        name = stack.pop()
        parts = found[name]
        for reader in readers.get(name, ()):
            known = found.setdefault(reader, set())
            if not parts <= known:
                known |= parts
                stack.append(reader)
    return {name: frozenset(parts) for name, parts in found.items()}
