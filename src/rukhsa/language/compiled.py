"""A compiled regime at work: preparing a case and deciding it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.language.numbers import INF, LEAST

if TYPE_CHECKING:
    from rukhsa.language.vocabulary import Value

Truth = bool | None
Row = tuple[Any, ...]
Prepared = tuple[Row, tuple[Row, ...]]


class Compiled:
    """The generated function and the order in which it takes facts and gives truths.

    Attributes:
        names: provisions by number.
        places: where the truth of an always decided provision stands.
    """

    def __init__(self, module: Mapping[str, Any], source: str = "") -> None:
        self.source = source
        self._decide = module["decide"]
        self._derive = module["derive"]
        self.names: tuple[str, ...] = module["NAMES"]
        self.places = {name: index for index, name in enumerate(module["TRUTHS"])}
        self._order = _Slots(module["PLAIN"], module["NUMBERS"])
        self._party = _Slots(module["PARTY_PLAIN"], module["PARTY_NUMBERS"])
        self._derived: tuple[str, ...] = module["DERIVED"]

    @classmethod
    def of_source(cls, source: str) -> Compiled:
        module: dict[str, Any] = {}
        exec(compile(source, "<compiled law>", "exec"), module)
        return cls(module, source)

    def prepare(self, facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]]) -> Prepared:
        """The case in the order that the function takes."""
        order = self._order.fill(facts)
        if not self._party:
            return order, tuple(() for _ in parties)
        common = self._party.fill(facts)
        return order, tuple([self._party.fill(party, common) for party in parties])

    def decide(self, prepared: Prepared) -> tuple[Any, ...]:
        """The truths of the provisions that are always decided, then the list of each group of the plan.

        Raises:
            decimal.Inexact: a number of the case is too fine; the interpreter must decide.
        """
        found: tuple[Any, ...] = self._decide(*prepared)
        return found

    def row(self, prepared: Prepared) -> Row:
        """A prepared case in one row: its facts, the bounds of each derived number, the facts of each party.

        Raises:
            decimal.Inexact: a derived number is too fine; the interpreter must compute it.
        """
        order, parties = prepared
        return sum(parties, order + self._derive(order))

    def place(self, name: str, party: int | None = None) -> int | None:
        """Where in such a row a fact or derived number stands; of a number that is a fact, the upper bound."""
        if party is None:
            found = self._order.places.get(name)
            if found is None and name in self._derived:
                return len(self._order.names) + self._derived.index(name)
            return found
        within = self._party.places.get(name)
        start = len(self._order.names) + len(self._derived) + party * len(self._party.names)
        return None if within is None else start + within


class _Slots:
    def __init__(self, plain: Sequence[str], numbers: Sequence[tuple[str, str | None]]) -> None:
        self.names = (*plain, *(name for name, _ in numbers), *(name for name, _ in numbers))
        self.places = {name: index for index, name in enumerate(self.names)}  # of a number, its upper bound
        lows = [LEAST if least is None else Decimal(least) for _, least in numbers]
        self.unknown: tuple[Any, ...] = (*(None for _ in plain), *lows, *(INF for _ in numbers))

    def __bool__(self) -> bool:
        return bool(self.names)

    def fill(self, facts: Mapping[str, Value], otherwise: tuple[Any, ...] | None = None) -> tuple[Any, ...]:
        return tuple(map(facts.get, self.names, self.unknown if otherwise is None else otherwise))
