"""An order book through the same deciding function as one case, in order, one result for every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rukhsa.decide.case import Case
from rukhsa.decide.data import cautions
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law, Overlay, Regime, read_day
from rukhsa.decide.orders import (
    COUNTED,
    FOR_PARTY,
    RESULT_COLUMNS,
    called_of,
    check_columns,
    chosen_columns,
    fields_of,
    further_parties,
    given_of,
    parties_of,
    party_name,
    side_columns,
    with_party,
)
from rukhsa.decide.side import Side
from rukhsa.decide.verdict import UNDETERMINED
from rukhsa.digest import sha256
from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.line import CODE, DATE, ITEM, OrderBook, OrderLine, result_name
from rukhsa.records import dataclass, field, replace
from rukhsa.words.messages import Message, Series, said, say, series


@dataclass(frozen=True, slots=True)
class Decided:
    """A line with its decision, or with the error that kept it from being read.

    Attributes:
        problems: what stands behind the error.
        for_party: of several parties, those who alone give the same verdict and review policy; all of them where none
            alone does.
    """

    line: OrderLine
    decision: Decision | None
    error: Message | None
    problems: tuple[Problem, ...] = ()
    for_party: tuple[str, ...] = ()

    def row(self, lang: str = "en") -> dict[str, str]:
        """The line's cells and the result, as text; cautions and errors in a language."""
        cells = self.line.cells
        return {**cells, **{result_name(name, cells): told for name, told in self.result(lang).items()}}

    def result(self, lang: str = "en", columns: Sequence[str] | None = None) -> dict[str, str]:
        """The result's own cells, or some of them; those that are empty may be absent."""
        decision = self.decision
        if decision is None:
            return {"verdict": UNDETERMINED, "error": said(self.error or "", lang)}
        own = {FOR_PARTY: "; ".join(self.for_party)} if self.for_party else {}
        if columns is None or CAUTION in columns:
            own[CAUTION] = caution_of(decision, lang)
        return {**cells_of(decision, columns), **own, "error": ""}


CAUTION = "caution"
# the cells of a decision that are the same in every language, but for those of its sides
CELLS: Mapping[str, Callable[[Decision], str]] = {
    "verdict": lambda decision: decision.verdict,
    "possible": lambda decision: " ".join(decision.possible),
    "review_policy": lambda decision: " ".join(decision.review_policies),
    "classification": lambda decision: " ".join(decision.classification),
    "requirements": lambda decision: " ".join(decision.requirements),
    "exceptions": lambda decision: " ".join(decision.exceptions),
    "missing": lambda decision: " ".join(decision.missing),
    "assumed": lambda decision: " ".join(decision.assumed),
    "conflicts": lambda decision: " ".join(conflict.provision for conflict in decision.conflicts),
    "next_change": lambda decision: change.day if (change := decision.next_change) else "",
    "next_verdict": lambda decision: change.verdict if (change := decision.next_change) else "",
}
# the cells of each side, in the order of `side_columns`
SIDE_CELLS: tuple[Callable[[Side], str], ...] = (
    lambda side: side.verdict,
    lambda side: " ".join(side.review_policies),
    lambda side: " ".join(dict.fromkeys(item.fact for item in side.missing)),
)


def cells_of(decision: Decision, columns: Sequence[str] | None = None) -> dict[str, str]:
    """The cells of a decision that are the same in every language, or some of them."""
    result = {name: cell(decision) for name, cell in CELLS.items() if columns is None or name in columns}
    for side in decision.sides:
        for name, of_side in zip(side_columns(side.pack.name), SIDE_CELLS, strict=True):
            if columns is None or name in columns:
                result[name] = of_side(side)
    return result


def caution_of(decision: Decision, lang: str = "en") -> str:
    """What the reader must know before relying on a decision, in one cell."""
    return one_cell(cautions(decision), lang)


def one_cell(messages: Iterable[Message], lang: str) -> str:
    """Messages in a cell, each once."""
    return said(Series(tuple(dict.fromkeys(messages)), "common.semicolon"), lang)


def unread(problems: Iterable[Problem]) -> Message:
    """Why a line could not be read, as its `error` cell says it: the line once, then each problem."""
    found = tuple(problems)
    told = series((replace(problem, line=None).words() for problem in found), "common.semicolon")
    several = say("errors.several", problems=told)
    line = next((problem.line for problem in found if problem.line is not None), None)
    return several if line is None else say("errors.in_line", line=line, message=several)


@dataclass
class Batch:
    """A run over an order book: what to decide it by, and what has been decided so far.

    Attributes:
        wanted: the result columns that are asked for; all of them when empty.
        results: these, in their order, with those that every result has.
        columns: the result columns that are worked out: `results`, and those by which a run is summed up, but for the
            one that says for which party a verdict stands.
    """

    law: Law
    book: OrderBook
    on: str | None = None
    known: str | None = None
    accept: str = "company"
    overlays: tuple[Overlay, ...] = ()
    strict: bool = False
    sides: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    verdicts: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    _regimes: dict[str, Regime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passed = check_columns(self.book, self.law.vocabulary)
        self.fields = fields_of(self.law.vocabulary)
        self.further = further_parties(self.book.columns, self.law.vocabulary)
        if self.overlays:  # read and checked once, not for each day
            self.law = Law(self.law.packs_with(self.overlays), self.law.catalog)
        self.day = read_day(self.on or "today", "on")
        asked = self.regime(self.day)
        names = sorted((*asked.packs, *asked.left_out), key=list(self.law.packs).index)
        self.sides_asked = tuple(names)
        known = (*RESULT_COLUMNS, *(column for name in names for column in side_columns(name)))
        self.results = chosen_columns(self.wanted, with_party(known) if self.further else known)
        counted = {*COUNTED, *(side_columns(name)[0] for name in names)}
        self.columns = tuple(name for name in known if name in self.results or name in counted)

    def identity(self, overlays: Iterable[str] = ()) -> dict[str, str]:
        """What tells whether another run decides by the same law.

        Args:
            overlays: the files of the further acts.
        """
        from rukhsa._version import __version__

        found = {"rukhsa": __version__, "regime": self.regime(self.day).hash}
        for name in self.sides_asked:
            bundled = self.law.packs[name].log.memo.get("key")
            found[name] = bundled if isinstance(bundled, str) else ""
        for number, overlay in enumerate(overlays, 1):
            with open(overlay, "rb") as file:
                found[f"with_{number}"] = sha256(file.read().decode("utf-8", "replace"))
        return found

    def regime(self, day: str) -> Regime:
        if day not in self._regimes:
            self._regimes[day] = self.law.on(
                day,
                known=self.known,
                accept=self.accept,
                sides=self.sides or None,
            )
        return self._regimes[day]

    def run(self) -> Iterator[Decided]:
        """Decide line by line; a line that cannot be read is undetermined, and the run goes on."""
        for line in self.book.lines:
            decided = self.decide(line)
            if decided.decision is None:
                self.errors += 1
                self.verdicts[UNDETERMINED] += 1
            else:
                self.verdicts[decided.decision.verdict] += 1
                self.missing.update(decided.decision.missing)
            yield decided

    def decide(self, line: OrderLine) -> Decided:
        if line.error:
            return Decided(line, None, say("errors.in_line", line=line.number, message=line.error))
        try:
            regime = self._regime_of(line.cells)
            decision = regime.decide_case(self.case(regime, line), strict=self.strict)
        except RukhsaError as error:
            problems = tuple(replace(problem, line=line.number) for problem in error.problems)
            return Decided(line, None, unread(problems), problems)
        return Decided(line, decision, None, for_party=self._for_party(regime, line, decision))

    def case(self, regime: Regime, line: OrderLine, party: int | None = None) -> Case:
        """Read the case of a line.

        Args:
            party: leave out every party but this one, counted from 0 among those of whom something is said.

        Raises:
            RukhsaError: every cell that cannot be read.
        """
        self._needs_item(line.cells)
        given = dict(given_of(line, self.passed, self.further))
        parties = self.parties(line)
        called = called_of(line, self.further) if self.further else []
        called = [{}] * (len(parties) - len(called)) + called
        if party is not None:
            parties, called = parties[party : party + 1], called[party : party + 1]
        return regime.case(
            line.cells.get(ITEM, "").strip() or None,
            facts={name: cell for name, cell in given.items() if not self.fields.party_of(name)[1]},
            parties=parties,
            line=line.number,
            called=called,
        )

    def parties(self, line: OrderLine) -> list[dict[str, str]]:
        """The facts of each party of whom the line says something, in their order."""
        given = given_of(line, self.passed, self.further)
        first = {name: cell for name, cell in given if self.fields.party_of(name)[1]}
        return [*([first] if first else []), *parties_of(line, self.further)]

    def _for_party(self, regime: Regime, line: OrderLine, decision: Decision) -> tuple[str, ...]:
        """For whom of several parties verdict and review policy stand."""
        parties = self.parties(line) if FOR_PARTY in self.results else []
        if len(parties) < 2:
            return ()
        names = [party_name(facts, number) for number, facts in enumerate(parties, 1)]
        told = (decision.verdict, decision.review_policies)
        alone: list[str] = []
        for at, name in enumerate(names):
            own = regime.decide_case(self.case(regime, line, at), strict=self.strict)
            if (own.verdict, own.review_policies) == told:
                alone.append(name)
        return tuple(dict.fromkeys(alone or names))

    def _needs_item(self, cells: Mapping[str, str]) -> None:
        """Refuse a line that says only by a code what it is: a code holds several items."""
        code = cells.get(CODE, "").strip()
        if code and not cells.get(ITEM, "").strip() and not cells.get("category", "").strip():
            from rukhsa.catalog.lookup import which

            raise which(self.law.catalog, code)

    def _regime_of(self, cells: Mapping[str, str]) -> Regime:
        try:
            return self.regime(self.day_of(cells))
        except RukhsaError as error:
            raise RukhsaError(*(replace(problem, field=DATE) for problem in error.problems)) from None

    def day_of(self, cells: Mapping[str, str]) -> str:
        """The day whose law decides a line: its own, else that of the run."""
        cell = cells.get(DATE, "").strip()
        return read_day(cell, DATE) if cell else self.day
