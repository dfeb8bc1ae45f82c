"""What is at stake under each option: every figure is a sum over lines that it can name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from rukhsa.decide.engine import Law, read_overlays
from rukhsa.decide.idle import idle_words
from rukhsa.decide.orders import check_columns
from rukhsa.errors import RukhsaError
from rukhsa.orders.line import OrderBook
from rukhsa.records import replace
from rukhsa.stake.dues import Dues, read_dues
from rukhsa.stake.inputs import PRODUCT, SUPPLY, Need, Supplies, Supply, needs, state_of
from rukhsa.stake.lines import CLASSES, QUANTITY, SHIPS, Answer, Due, Judged, Key, batch_of, judged
from rukhsa.stake.money import Money, added
from rukhsa.stake.options import Levy, Metric, Option, Options
from rukhsa.stake.power import Rates, Share
from rukhsa.stake.together import Together, answered
from rukhsa.words.messages import Message


class Outcome:
    """One option worked out.

    Attributes:
        lines: every line of the book, in order.
        levies: the levies that count: those of the packs, then those that the option names.
        supplies: the inputs of each line, beside `lines`.
        shares: by metric, what each line brings that ships, or would if it did.
        idle: its further acts that make no difference.
    """

    def __init__(
        self,
        option: Option,
        lines: tuple[Judged, ...],
        levies: tuple[Levy, ...],
        supplies: tuple[tuple[Supply, ...], ...],
        shares: tuple[tuple[Metric, tuple[Share, ...]], ...],
        idle: tuple[Message, ...] = (),
    ) -> None:
        self.option = option
        self.lines = lines
        self.levies = levies
        self.supplies = supplies
        self.shares = shares
        self.idle = idle

    def of_class(self, *classes: str) -> tuple[Judged, ...]:
        return tuple(line for line in self.lines if line.klass in classes)

    def value(self, *classes: str) -> Money:
        """The value of lines of these classes, by currency."""
        return value_of(self.of_class(*classes))

    @cached_property
    def total(self) -> Money:
        return value_of(self.lines)

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        return tuple(self.total)

    @cached_property
    def kinds(self) -> dict[str, dict[str, tuple[Judged, ...]]]:
        """Lines by class, and within it by verdict or review policy."""
        found: dict[str, dict[str, list[Judged]]] = {klass: {} for klass in CLASSES}
        for line in self.lines:
            found[line.klass].setdefault(line.kind, []).append(line)
        return {
            klass: {kind: tuple(some) for kind, some in sorted(kinds.items())}
            for klass, kinds in found.items()
        }

    def dues(self, levy: Levy | None = None, *, sure: bool = True) -> Iterator[tuple[Judged, Due]]:
        """What is due on each line (or, not `sure`, may be), of one levy or of all."""
        for line in self.lines:
            for due in line.dues:
                if due.sure is sure and (levy is None or due.levy.id == levy.id):
                    yield line, due

    def levied(self, levy: Levy | None = None, *, sure: bool = True) -> Money:
        """The levy by currency: what is paid on value that ships, never value lost."""
        return added((line.figures.currency, due.amount) for line, due in self.dues(levy, sure=sure))

    def shipped(self, index: int, *classes: str) -> tuple[Share, ...]:
        """What lines that may ship (or of these classes) bring in the metric of that index."""
        wanted = classes or SHIPS
        return tuple(share for share in self.shares[index][1] if share.judged.klass in wanted)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        return needs(zip(self.lines, self.supplies, strict=True))

    @cached_property
    def by_supply(self) -> dict[str, tuple[Judged, ...]]:
        """Lines of products of the bill of materials by what their inputs make of them."""
        found: dict[str, list[Judged]] = {state: [] for state in SUPPLY}
        for line, supplies in zip(self.lines, self.supplies, strict=True):
            if supplies:
                found[state_of(supplies)].append(line)
        return {state: tuple(lines) for state, lines in found.items()}

    @cached_property
    def products(self) -> dict[str, tuple[str, tuple[Judged, ...], tuple[Judged, ...]]]:
        """Of each product: the worst that its inputs make of a line of it, these lines, and all of its lines."""
        found: dict[str, list[tuple[str, Judged]]] = {}
        for line, supplies in zip(self.lines, self.supplies, strict=True):
            if supplies:
                found.setdefault(supplies[0].product.name, []).append((state_of(supplies), line))
        result = {}
        for name, pairs in found.items():
            worst = max((state for state, _ in pairs), key=SUPPLY.index)
            hit = tuple(line for state, line in pairs if state == worst)
            result[name] = (worst, hit, tuple(line for _, line in pairs))
        return result


class Stake:
    """A book under every option of a file.

    Attributes:
        passed: columns of the book that nothing reads.
    """

    def __init__(
        self,
        law: Law,
        book: OrderBook,
        options: Options,
        *,
        strict: bool = False,
        sides: tuple[str, ...] = (),
    ) -> None:
        self.law = law
        self.book = book
        self.options = options
        self.strict = strict
        self.sides = sides
        passed = check_columns(book, law.vocabulary)
        self.passed = tuple(column for column in passed if column not in (QUANTITY, PRODUCT))
        self.dues: Dues = read_dues(law.packs)
        self.rates = Rates(law)
        for metric in options.metrics:
            self._check(metric)
        every = [self._together(option) for option in options.options]
        known = answered(law, every)
        self.outcomes = tuple(self._outcome(one, found) for one, found in zip(every, known, strict=True))

    @cached_property
    def unvalued(self) -> tuple[Judged, ...]:
        """Lines that state no value that can be read: in no amount of money."""
        return tuple(line for line in self.outcomes[0].lines if line.figures.value is None)

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the book, that of most lines first."""
        lines = Counter(line.figures.currency for line in self.outcomes[0].lines)
        return tuple(sorted(self.outcomes[0].currencies, key=lambda currency: -lines[currency]))

    def _check(self, metric: Metric) -> None:
        """Refuse a metric in units of an item whose own rate is unknown."""
        try:
            self.rates.reference(metric)
        except RukhsaError as error:
            raise RukhsaError(
                *(replace(p, file=self.options.file, line=metric.line) for p in error.problems)
            ) from None

    def _together(self, option: Option) -> Together:
        levies = (*self.dues.levies, *(self.options.levies[name] for name in option.levies))
        batch = batch_of(self.law, self.book, option, strict=self.strict, sides=self.sides)
        return Together(option, batch, levies)

    def _outcome(self, one: Together, known: Mapping[Key, Answer]) -> Outcome:
        option, batch, levies = one.option, one.batch, one.levies
        lines = tuple(judged(batch, option, levies, known))
        supplies = Supplies(self.options, self.dues, option, batch)
        shares = tuple((metric, tuple(self.rates.shares(metric, lines))) for metric in self.options.metrics)
        idle: tuple[Message, ...] = ()
        if option.overlays:
            regime = batch.regime(batch.day)
            states = dict.fromkeys(regime.packs, regime.state)
            acts = read_overlays(option.overlays)
            idle = tuple(idle_words(regime.packs, states, acts, days=option.state.on is not None))
        return Outcome(option, lines, levies, tuple(supplies.of(line) for line in lines), shares, idle)


def value_of(lines: tuple[Judged, ...]) -> Money:
    """The value of lines, by currency."""
    return added((line.figures.currency, line.figures.value) for line in lines)
