"""The lines of a book under one option: what may ship, and what is due on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from rukhsa.decide.batch import Batch, Decided
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law
from rukhsa.decide.orders import DATE, OrderBook, OrderLine
from rukhsa.decide.verdict import EXCEPTION, NO_LICENSE, NOT_STATED, NOT_SUBJECT, REQUIRED
from rukhsa.errors import RukhsaError
from rukhsa.language.interpret import Truth, kleene_any
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.records import dataclass, replace
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
class Judged:
    """One line under one option.

    Attributes:
        klass: one of `CLASSES`.
        kind: the verdict or, where a license is required, its review policy; `open_policy` where policies that
            ship and policies that block remain possible; `unread` where the line could not be read.
        day: the day whose law decided; none for an unread line.
    """

    line: OrderLine
    figures: Figures
    klass: str
    kind: str
    decision: Decision | None = None
    error: Message | None = None
    dues: tuple[Due, ...] = ()

    @property
    def day(self) -> str | None:
        return self.decision.on if self.decision else None

    @property
    def destination(self) -> str:
        """The country of ultimate destination; empty where none could be read."""
        return str(self.decision.case.facts.get("destination", "")) if self.decision else ""

    @property
    def ships(self) -> bool:
        return self.klass in SHIPS


def judged(
    law: Law,
    book: OrderBook,
    option: Option,
    levies: Iterable[Levy],
    *,
    strict: bool = False,
    sides: tuple[str, ...] = (),
) -> Iterator[Judged]:
    """Every line of a book under an option, in order.

    Args:
        levies: those that count under the option.
        strict, sides: as for one case.
    """
    state = option.state
    batch = Batch(
        law,
        book,
        on=state.on,
        known=state.known,
        accept=state.accept,
        overlays=option.overlays,
        strict=strict,
        sides=sides,
    )
    counted = tuple(levies)
    for line in book.lines:
        asked = line if state.on is None else replace(line, cells={**line.cells, DATE: ""})
        yield _judge(batch.decide(asked), figures_of(line.cells), line, option, counted)


def _judge(
    decided: Decided, figures: Figures, line: OrderLine, option: Option, levies: Iterable[Levy]
) -> Judged:
    decision = decided.decision
    if decision is None:
        return Judged(line, figures, OPEN, UNREAD, None, decided.error)
    klass, kind = class_of(decision, option.blocks)
    dues: tuple[Due, ...] = ()
    if klass != BLOCKED:
        dues = tuple(_dues(decision, figures, klass in SHIPS, levies))
    return Judged(line, figures, klass, kind, decision, None, dues)


def class_of(decision: Decision, blocks: frozenset[str]) -> tuple[str, str]:
    """The class of a decision, and the verdict or review policy that puts it there."""
    verdict = decision.verdict
    if verdict in (NOT_SUBJECT, NO_LICENSE):
        return FREE, verdict
    if verdict == EXCEPTION:
        return EXCEPTED, verdict
    if verdict != REQUIRED:
        return OPEN, verdict
    policies = decision.review_policies or (NOT_STATED,)
    blocking = [policy for policy in policies if policy in blocks]
    if len(blocking) == len(policies):
        return BLOCKED, policies[-1]
    return (OPEN, OPEN_POLICY) if blocking else (LICENSED, policies[-1])


def _dues(decision: Decision, figures: Figures, ships: bool, levies: Iterable[Levy]) -> Iterator[Due]:
    for levy in levies:
        truth, grade = _falls_due(levy, decision)
        if truth is False:
            continue
        amount = None if figures.value is None else percent_of(levy.percent, figures.value)
        yield Due(levy, amount, truth is True and ships, grade)


def _falls_due(levy: Levy, decision: Decision) -> tuple[Truth, str | None]:
    """Whether a levy falls due on a case, and how that is known."""
    if (levy.start and decision.on < levy.start) or (levy.until and decision.on > levy.until):
        return False, None
    sides = {side.pack.name: side for side in decision.sides}
    if levy.condition is not None:
        interpreters = {name: side.evaluation.interpreter for name, side in sides.items()}
        return levy.condition.truth(interpreters), levy.grade
    truths: list[Truth] = []
    for name in levy.provisions:
        side = sides.get(name.partition("/")[0])
        truth = side.evaluation.interpreter.truth_of(name) if side else False
        if side is not None and truth is True:
            act = side.regime.provisions[name].clause.act
            return True, side.pack.log.acts[act].grade
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
