"""Computing power in a metric that is always named, by destination; unknown rates are told, never taken as none.

A rate is a property of the item, so it is the same under every option: a number that a pack derives is taken by
the text in force on the last day through which the pack was checked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal, localcontext

from rukhsa.decide.case import Case
from rukhsa.decide.engine import Law
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.interpret import Interpreter
from rukhsa.language.tree import Ref
from rukhsa.records import dataclass
from rukhsa.stake.conditions import exact, interpreter_of, read_beneath
from rukhsa.stake.lines import Judged
from rukhsa.stake.money import times
from rukhsa.stake.options import Metric
from rukhsa.words.messages import say


@dataclass(frozen=True, slots=True)
class Share:
    """What one line brings in a metric; `amount` is `None` where rate or quantity is unknown."""

    judged: Judged
    rate: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A metric summed over lines.

    Attributes:
        amount: in the metric's unit, or in units of its `equivalent`.
        lines: how many lines are in it.
        unknown: lines of which the metric speaks and whose rate or quantity is unknown: in no sum.
        unknown_units: how many units these state.
    """

    amount: Decimal
    lines: int
    unknown: int
    unknown_units: Decimal


class Rates:
    """The rate of each item in each metric."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._references: dict[str, Decimal] = {}
        self._read: dict[
            int, tuple[Metric, frozenset[str]]
        ] = {}  # by metric, which is kept: the facts it reads
        self._known: dict[Hashable, tuple[bool, Decimal | None]] = {}

    def of(self, metric: Metric, case: Case) -> Decimal | None:
        """What one unit brings, in the metric's own unit; `None` if a fact for it is unknown."""
        if metric.side is None:
            value = case.facts.get(metric.of)
            return value if isinstance(value, Decimal) else None
        found = self._asked(metric.side, case).number_of(metric.of)
        return exact(found.low) if found.known else None

    def speaks_of(self, metric: Metric, case: Case) -> bool:
        """Whether the metric speaks of the item; where that is unknown, it does, and its rate is told as unknown."""
        if metric.when is None:
            return True
        return metric.when.truth({metric.when.side: self._asked(metric.when.side, case)}) is not False

    def reference(self, metric: Metric) -> Decimal:
        """What one unit of the item brings in whose multiples the metric is counted; 1 where there is none.

        Raises:
            RukhsaError: its rate is unknown, or nothing.
        """
        if metric.equivalent is None:
            return Decimal(1)
        key = f"{metric.of} {metric.equivalent}"
        if key not in self._references:
            item = self.law.catalog.find(metric.equivalent)
            rate = self.of(metric, Case({k: v for k, v in item.facts.items() if k in self.law.vocabulary}))
            if not rate:
                raise RukhsaError(
                    Problem(
                        say("stake.no_rate", item=item.name, metric=metric.title),
                        field="metrics.equivalent",
                        fix=say("stake.no_rate_fix"),
                    )
                )
            self._references[key] = rate
        return self._references[key]

    def shares(self, metric: Metric, lines: Iterable[Judged]) -> list[Share]:
        """What each line brings of which the metric speaks."""
        reference = self.reference(metric)
        known: dict[int, tuple[bool, Decimal | None]] = {}
        found: list[Share] = []
        for judged in lines:
            case, quantity = judged.answer.case, judged.figures.quantity
            if case is None:
                continue
            if id(case) not in known:
                known[id(case)] = self._of_alike(metric, case)
            speaks, rate = known[id(case)]
            if not speaks:
                continue
            amount = None if rate is None or quantity is None else divided(times(rate, quantity), reference)
            found.append(Share(judged, rate, amount))
        return found

    def _of_alike(self, metric: Metric, case: Case) -> tuple[bool, Decimal | None]:
        """Whether the metric speaks of a case, and the rate: found once for cases that agree in what it reads."""
        if id(metric) not in self._read:
            self._read[id(metric)] = metric, self._facts(metric)
        _, names = self._read[id(metric)]
        told = tuple([(name, value) for name, value in case.facts.items() if name in names])
        parties = tuple(
            tuple([(name, value) for name, value in party.items() if name in names]) for party in case.parties
        )
        unknown = frozenset(fact for fact in case.unknown if fact[0] in names)
        key = (id(metric), frozenset(told), parties, unknown)
        if key not in self._known:
            self._known[key] = (self.speaks_of(metric, case), self.of(metric, case))
        return self._known[key]

    def _facts(self, metric: Metric) -> frozenset[str]:
        """The facts that a metric and its condition read, themselves or through provisions."""
        found: set[str] = {metric.of} if metric.side is None else set()
        if metric.side is not None:
            found |= read_beneath(self.law.packs[metric.side], Ref(metric.of))
        if metric.when is not None:
            found |= read_beneath(self.law.packs[metric.when.side], metric.when.tree)
        return frozenset(found)

    def _asked(self, side: str, case: Case) -> Interpreter:
        pack = self.law.packs[side]
        return interpreter_of(pack, case, pack.verified_through)


def divided(amount: Decimal, reference: Decimal) -> Decimal:
    """A multiple of a reference, to forty digits."""
    with localcontext() as context:
        context.prec = 40
        return amount / reference


def by_destination(shares: Iterable[Share]) -> Mapping[str, Delivered]:
    """The sum for each destination, in alphabetical order."""
    found: dict[str, list[Share]] = {}
    for share in shares:
        found.setdefault(share.judged.answer.destination, []).append(share)
    return {place: summed(some) for place, some in sorted(found.items())}


def summed(shares: Iterable[Share]) -> Delivered:
    amount, units, lines, unknown = Decimal(0), Decimal(0), 0, 0
    for share in shares:
        if share.amount is None:
            unknown += 1
            units += share.judged.figures.quantity or 0
        else:
            lines += 1
            amount += share.amount
    return Delivered(amount, lines, unknown, units)
