"""Inputs under an option: which fall under a side's controls, how long a license takes, which products stop.

An input that needs a license makes its product wait; one for which a license is blocked stops it. What the law of
the finished product says stands apart: a line may be free to ship and still stop for want of an input.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from rukhsa.catalog.items import SharedName
from rukhsa.catalog.names import fold
from rukhsa.decide.batch import Batch
from rukhsa.decide.decision import Decision
from rukhsa.decide.verdict import REQUIRED
from rukhsa.records import dataclass
from rukhsa.stake.dues import Clock, Dues
from rukhsa.stake.lines import BLOCKED, LICENSED, OPEN, Judged, class_of
from rukhsa.stake.money import times
from rukhsa.stake.options import Input, Option, Options, Product

PRODUCT = "product"
RUNS, WAITS, UNKNOWN, STOPS = "runs", "waits", "unknown", "stops"
SUPPLY = (RUNS, WAITS, UNKNOWN, STOPS)  # the last that holds of any input holds of its product
_OF_CLASS = {LICENSED: WAITS, OPEN: UNKNOWN, BLOCKED: STOPS}


@dataclass(frozen=True, slots=True)
class Required:
    """A requirement that an input meets, the side that makes it, and the clock that runs for an application.

    Attributes:
        stopped: the provision by which the clock does not run, its title and citation.
        doubtful: it is not known whether that provision holds.
    """

    side: str
    provision: str
    title: Mapping[str, str]
    cite: str
    clock: Clock | None
    last_day: str | None
    stopped: tuple[str, Mapping[str, str], str] | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Supply:
    """An input of a product on a day under an option."""

    product: Product
    input: Input
    day: str
    klass: str
    kind: str
    decision: Decision
    required: tuple[Required, ...]

    @property
    def state(self) -> str:
        """What it makes of its product."""
        return _OF_CLASS.get(self.klass, RUNS)


@dataclass(frozen=True, slots=True)
class Need:
    """An input with all the lines that need it, on the days on which its answer is the same.

    Attributes:
        amount: what these lines need, in the input's unit; `None` where no line states a quantity.
    """

    supply: Supply
    days: tuple[str, ...]
    lines: tuple[Judged, ...]
    amount: Decimal | None


class Supplies:
    """The inputs of every product of a book, decided once for each day of an option."""

    def __init__(
        self,
        options: Options,
        dues: Dues,
        option: Option,
        batch: Batch,
    ) -> None:
        """`batch`: what decides the lines, and by the same law the inputs."""
        self.dues = dues
        self.option = option
        self.batch = batch
        self._keys: dict[str, str] = {}
        self.products = {self._key(product.name): product for product in options.products}
        self._decided: dict[tuple[str, int, str], Supply] = {}

    def of(self, judged: Judged) -> tuple[Supply, ...]:
        """The inputs of the product of a line; none where the bill of materials does not name it."""
        cells = judged.line.cells
        name = cells.get(PRODUCT, "").strip() or cells.get("item", "").strip()
        product = self.products.get(self._key(name)) if name and self.products else None
        day = judged.answer.day
        if product is None or day is None:
            return ()
        return tuple(self._supply(product, index, day) for index in range(len(product.inputs)))

    def _key(self, name: str) -> str:
        """What a spelling means: an item of the catalog, else the name itself."""
        if name not in self._keys:
            found = self.batch.law.catalog.meaning(name)
            if isinstance(found, SharedName):
                found = found.means
            self._keys[name] = found or fold(name)
        return self._keys[name]

    def _supply(self, product: Product, index: int, day: str) -> Supply:
        key = (product.name, index, day)
        if key not in self._decided:
            self._decided[key] = self._decide(product, product.inputs[index], day)
        return self._decided[key]

    def _decide(self, product: Product, asked: Input, day: str) -> Supply:
        decision = self.batch.regime(day).decide_case(asked.case, strict=self.batch.strict)
        klass, kind = class_of(decision.verdict, decision.review_policies, self.option.blocks)
        return Supply(product, asked, day, klass, kind, decision, tuple(self._required(decision)))

    def _required(self, decision: Decision) -> Iterable[Required]:
        for side in decision.sides:
            if REQUIRED not in side.possible:
                continue
            for name in side.finding.met:
                body = side.regime.provisions[name].body
                clock = self.dues.clock_of(name, decision.on)
                stopped, surely = None, False
                for provision in clock.unless if clock else ():
                    truth = side.evaluation.interpreter.truth_of(provision)
                    if truth is not False and provision in side.regime.provisions and not surely:
                        by = side.regime.provisions[provision].body
                        stopped, surely = (provision, by.title, by.cite or ""), truth is True
                last = clock.last_day(decision.on) if clock and not surely else None
                doubtful = stopped is not None and not surely
                yield Required(
                    side.pack.name, name, body.title, body.cite or "", clock, last, stopped, doubtful
                )


def state_of(supplies: Iterable[Supply]) -> str:
    """What the inputs of a product together make of it."""
    return max((supply.state for supply in supplies), key=SUPPLY.index, default=RUNS)


def needs(lines: Iterable[tuple[Judged, tuple[Supply, ...]]]) -> tuple[Need, ...]:
    """Every input with the lines that need it, answers that differ from day to day apart."""
    found: dict[tuple[object, ...], list[tuple[Judged, Supply]]] = {}
    for judged, supplies in lines:
        for supply in supplies:
            met = tuple((one.provision, one.last_day is None, one.doubtful) for one in supply.required)
            key = (supply.product.name, id(supply.input), supply.klass, supply.kind, met)
            found.setdefault(key, []).append((judged, supply))
    result = []
    for pairs in found.values():
        supply = pairs[0][1]
        stated = [judged.figures.quantity for judged, _ in pairs if judged.figures.quantity is not None]
        amount = times(sum(stated, Decimal(0)), supply.input.quantity) if stated else None
        days = tuple(sorted({own.day for _, own in pairs}))
        result.append(Need(supply, days, tuple(judged for judged, _ in pairs), amount))
    return tuple(result)
