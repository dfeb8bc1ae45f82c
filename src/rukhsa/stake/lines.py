"""The lines of a book under one option: what may ship, and what is due on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol

from rukhsa.decide.batch import Batch
from rukhsa.decide.case import Case
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law, read_overlays
from rukhsa.decide.verdict import EXCEPTION, NO_LICENSE, NOT_STATED, NOT_SUBJECT, REQUIRED, UNDETERMINED
from rukhsa.errors import RukhsaError
from rukhsa.language.interpret import Truth, kleene_any
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.orders.line import CARRIED, DATE, OrderBook, OrderLine
from rukhsa.records import dataclass
from rukhsa.stake.conditions import Condition
from rukhsa.stake.money import percent_of
from rukhsa.stake.options import Levy, Option
from rukhsa.words.messages import Message

VALUE, CURRENCY, QUANTITY = "value", "currency", "quantity"
FREE, EXCEPTED, LICENSED, BLOCKED, OPEN = "free", "exception", "license", "blocked", "undetermined"
CLASSES = (FREE, EXCEPTED, LICENSED, BLOCKED, OPEN)
SHIPS = (FREE, EXCEPTED, LICENSED)
UNREAD = "unread"
OPEN_POLICY = "open_policy"


@dataclass(frozen=True, slots=True)
class Due:
    """What a levy takes of a line.

    Attributes:
        amount: in the line's currency; `None` where the line states no value.
        sure: whether it is due; otherwise it may be, if the line ships and the open facts turn out so.
        grade: how it is known: by the act that imposed the provision, or as the file states.
    """

    levy: Levy
    amount: Decimal | None
    sure: bool
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a line states in numbers; `None` where it states nothing that can be read.

    Attributes:
        unread: the columns whose cells are filled but are no numbers.
    """

    value: Decimal | None
    currency: str
    quantity: Decimal | None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an option's law says of lines of the same facts.

    Attributes:
        klass: one of `CLASSES`.
        kind: the verdict or, where a license is required, its review policy; `open_policy` where policies that
            ship and policies that block remain possible; `unread` where the line could not be read.
        possible: the verdicts that the facts admit.
        asked: gives the facts that would settle it.
        day: the day whose law decided; none for an unread line.
        destination: the country of ultimate destination; empty where none could be read.
        case: the facts; none for an unread line.
        levies: those that fall due, or may, and how each is known.
    """

    klass: str
    kind: str
    verdict: str
    possible: tuple[str, ...] = ()
    review_policies: tuple[str, ...] = ()
    asked: Callable[[], tuple[str, ...]] = tuple
    day: str | None = None
    destination: str = ""
    case: Case | None = None
    levies: tuple[tuple[Levy, bool, str | None], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle it, most needed first."""
        return self.asked()


@dataclass(frozen=True, slots=True)
class Judged:
    """One line under one option."""

    line: OrderLine
    figures: Figures
    answer: Answer
    dues: tuple[Due, ...] = ()
    error: Message | None = None

    @property
    def klass(self) -> str:
        return self.answer.klass

    @property
    def kind(self) -> str:
        return self.answer.kind

    @property
    def ships(self) -> bool:
        return self.answer.klass in SHIPS


_UNREAD = Answer(OPEN, UNREAD, UNDETERMINED)


def batch_of(
    law: Law, book: OrderBook, option: Option, *, strict: bool = False, sides: tuple[str, ...] = ()
) -> Batch:
    """What decides the lines of a book by an option's law.

    Args:
        strict, sides: as for one case.

    Raises:
        RukhsaError: a day or an overlay that cannot be read.
    """
    state = option.state
    if option.overlays:
        acts = read_overlays(option.overlays)
        law.on(state.on or "today", overlays=acts)  # which refuses what is wrong with them, once for all days
        law = Law({name: pack.with_acts(acts) for name, pack in law.packs.items()}, law.catalog)
    return Batch(law, book, on=state.on, known=state.known, accept=state.accept, strict=strict, sides=sides)


Key = tuple[tuple[str, str], ...]  # the cells of a line that are read


def aside_of(batch: Batch, option: Option) -> frozenset[str]:
    """The columns of which nothing is read under an option."""
    return frozenset((*CARRIED, *batch.passed, *((DATE,) if option.state.on is not None else ())))


def key_of(line: OrderLine, aside: Collection[str]) -> Key:
    """The cells of a line that are read: lines that agree in them have one answer."""
    return tuple([(name, cell) for name, cell in line.cells.items() if name not in aside and cell.strip()])


def judged(
    batch: Batch, option: Option, levies: Iterable[Levy], known: Mapping[Key, Answer] | None = None
) -> Iterator[Judged]:
    """Every line of a book under an option, in order; lines of the same facts are decided once.

    Args:
        batch: what decides them.
        levies: those that count under the option.
        known: answers on lines, found already.
    """
    counted = tuple(levies)
    aside = aside_of(batch, option)
    answers = dict(known or {})
    for line in batch.book.lines:
        figures = figures_of(line.cells)
        key = key_of(line, aside)
        answer = None if line.error else answers.get(key)
        if answer is None:
            decided = batch.decide(line if line.error else OrderLine(line.number, dict(key)))
            if decided.decision is None:
                yield Judged(line, figures, _UNREAD, (), decided.error)
                continue
            answer = answers[key] = answer_of(_Decided(decided.decision), option, counted)
        yield Judged(line, figures, answer, tuple(_dues(answer, figures)))


class Faced(Protocol):
    """What the law of an option says of a case, and what it may be asked besides."""

    @property
    def possible(self) -> tuple[str, ...]: ...
    @property
    def policies(self) -> tuple[str, ...]: ...
    @property
    def on(self) -> str: ...
    @property
    def case(self) -> Case: ...

    def asked(self) -> Callable[[], tuple[str, ...]]:
        """What gives the facts that would settle it."""

    def holds(self, condition: Condition) -> Truth: ...

    def met(self, provision: str) -> tuple[Truth, str | None]:
        """Whether a provision is met; if it is, the grade of the act that wrote it."""


class _Decided:
    """A decision on one case."""

    def __init__(self, decision: Decision) -> None:
        self._decision = decision
        self._sides = {side.pack.name: side for side in decision.sides}
        self.possible = decision.possible
        self.policies = decision.review_policies
        self.on = decision.on
        self.case = decision.case

    def asked(self) -> Callable[[], tuple[str, ...]]:
        missing = self._decision.missing
        return lambda: missing

    def holds(self, condition: Condition) -> Truth:
        return condition.truth({name: side.evaluation.interpreter for name, side in self._sides.items()})

    def met(self, provision: str) -> tuple[Truth, str | None]:
        side = self._sides.get(provision.partition("/")[0])
        truth = side.evaluation.interpreter.truth_of(provision) if side is not None else False
        if side is None or truth is not True:
            return truth, None
        return truth, side.pack.log.acts[side.regime.provisions[provision].clause.act].grade


def answer_of(faced: Faced, option: Option, levies: Iterable[Levy]) -> Answer:
    """The answer that an option gives on a case.

    Args:
        levies: those that count under the option.
    """
    verdict = faced.possible[0] if len(faced.possible) == 1 else UNDETERMINED
    klass, kind = class_of(verdict, faced.policies, option.blocks)
    falling = []
    for levy in levies if klass != BLOCKED else ():
        truth, grade = _falls_due(levy, faced)
        if truth is not False:
            falling.append((levy, truth is True and klass in SHIPS, grade))
    return Answer(
        klass,
        kind,
        verdict,
        faced.possible,
        faced.policies,
        faced.asked(),
        faced.on,
        str(faced.case.facts.get("destination", "")),
        faced.case,
        tuple(falling),
    )


def _dues(answer: Answer, figures: Figures) -> Iterator[Due]:
    for levy, sure, grade in answer.levies:
        amount = None if figures.value is None else percent_of(levy.percent, figures.value)
        yield Due(levy, amount, sure, grade)


def class_of(verdict: str, review_policies: tuple[str, ...], blocks: frozenset[str]) -> tuple[str, str]:
    """The class of a verdict, and the verdict or review policy that puts it there."""
    if verdict in (NOT_SUBJECT, NO_LICENSE):
        return FREE, verdict
    if verdict == EXCEPTION:
        return EXCEPTED, verdict
    if verdict != REQUIRED:
        return OPEN, verdict
    policies = review_policies or (NOT_STATED,)
    blocking = [policy for policy in policies if policy in blocks]
    if len(blocking) == len(policies):
        return BLOCKED, policies[-1]
    return (OPEN, OPEN_POLICY) if blocking else (LICENSED, policies[-1])


def _falls_due(levy: Levy, faced: Faced) -> tuple[Truth, str | None]:
    """Whether a levy falls due on a case, and how that is known."""
    if (levy.start and faced.on < levy.start) or (levy.until and faced.on > levy.until):
        return False, None
    if levy.condition is not None:
        return faced.holds(levy.condition), levy.grade
    truths: list[Truth] = []
    for name in levy.provisions:
        truth, grade = faced.met(name)
        if truth is True:
            return True, grade
        truths.append(truth)
    return kleene_any(truths), levy.grade


_NUMBERS = Vocabulary(
    FactDef(name, "number", "line", {"en": name}, min=Decimal(0)) for name in (VALUE, QUANTITY)
)


def figures_of(cells: Mapping[str, str]) -> Figures:
    """The numbers of a line."""
    found: dict[str, Decimal | None] = {}
    unread = []
    for name in _NUMBERS:
        try:
            number = _NUMBERS.read(name, cells.get(name, ""))
            found[name] = number if isinstance(number, Decimal) else None
        except RukhsaError:
            found[name] = None
            unread.append(name)
    return Figures(found[VALUE], cells.get(CURRENCY, "").strip().upper(), found[QUANTITY], tuple(unread))
