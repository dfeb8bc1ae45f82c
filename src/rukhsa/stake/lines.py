"""The lines of a book under one option: what may ship, and what is due on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

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
    missing: tuple[str, ...] = ()
    day: str | None = None
    destination: str = ""
    case: Case | None = None
    levies: tuple[tuple[Levy, bool, str | None], ...] = ()


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


def judged(batch: Batch, option: Option, levies: Iterable[Levy]) -> Iterator[Judged]:
    """Every line of a book under an option, in order; lines of the same facts are decided once.

    Args:
        batch: what decides them.
        levies: those that count under the option.
    """
    counted = tuple(levies)
    aside = {*CARRIED, *batch.passed, *((DATE,) if option.state.on is not None else ())}
    answers: dict[tuple[tuple[str, str], ...], Answer] = {}
    for line in batch.book.lines:
        figures = figures_of(line.cells)
        read = {name: cell for name, cell in line.cells.items() if name not in aside and cell.strip()}
        key = tuple(read.items())
        answer = None if line.error else answers.get(key)
        if answer is None:
            decided = batch.decide(line if line.error else OrderLine(line.number, read))
            if decided.decision is None:
                yield Judged(line, figures, _UNREAD, (), decided.error)
                continue
            answer = answers[key] = _answer(decided.decision, option, counted)
        yield Judged(line, figures, answer, tuple(_dues(answer, figures)))


def _answer(decision: Decision, option: Option, levies: Iterable[Levy]) -> Answer:
    klass, kind = class_of(decision, option.blocks)
    falling = []
    for levy in levies if klass != BLOCKED else ():
        truth, grade = _falls_due(levy, decision)
        if truth is not False:
            falling.append((levy, truth is True and klass in SHIPS, grade))
    return Answer(
        klass,
        kind,
        decision.verdict,
        decision.possible,
        decision.review_policies,
        decision.missing,
        decision.on,
        str(decision.case.facts.get("destination", "")),
        decision.case,
        tuple(falling),
    )


def _dues(answer: Answer, figures: Figures) -> Iterator[Due]:
    for levy, sure, grade in answer.levies:
        amount = None if figures.value is None else percent_of(levy.percent, figures.value)
        yield Due(levy, amount, sure, grade)


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
