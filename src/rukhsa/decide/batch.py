"""An order book through the same deciding function as one case, in order, one result for every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rukhsa.decide.data import cautions
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law, Overlay, Regime, read_day
from rukhsa.decide.orders import (
    CODE,
    DATE,
    ITEM,
    RESULT_COLUMNS,
    OrderBook,
    OrderLine,
    check_columns,
    given_of,
    side_columns,
)
from rukhsa.decide.side import Side
from rukhsa.decide.verdict import UNDETERMINED
from rukhsa.errors import RukhsaError
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, Series, said, say, series


@dataclass(frozen=True, slots=True)
class Decided:
    """A line with its decision, or with the error that kept it from being read."""

    line: OrderLine
    decision: Decision | None
    error: Message | None

    def row(self, lang: str = "en") -> dict[str, str]:
        """The line's cells and the result, as text; cautions and errors in a language."""
        row = dict(self.line.cells)
        for name, value in self._result(lang).items():
            row[name if name not in self.line.cells else f"rukhsa_{name}"] = value
        return row

    def _result(self, lang: str) -> dict[str, str]:
        decision = self.decision
        if decision is None:
            return {"verdict": UNDETERMINED, "error": said(self.error or "", lang)}
        change = decision.next_change
        result = {
            "verdict": decision.verdict,
            "possible": " ".join(decision.possible),
            "review_policy": " ".join(decision.review_policies),
            "classification": " ".join(decision.classification),
            "requirements": " ".join(decision.requirements),
            "exceptions": " ".join(decision.exceptions),
            "missing": " ".join(decision.missing),
            "assumed": " ".join(decision.assumed),
            "conflicts": " ".join(conflict.provision for conflict in decision.conflicts),
            "next_change": change.day if change else "",
            "next_verdict": change.verdict if change else "",
            "caution": said(Series(tuple(dict.fromkeys(cautions(decision))), "common.semicolon"), lang),
            "error": "",
        }
        for side in decision.sides:
            told = (side.verdict, " ".join(side.review_policies), " ".join(_facts(side)))
            result.update(zip(side_columns(side.pack.name), told, strict=True))
        return result


def _facts(side: Side) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.fact for item in side.missing))


@dataclass
class Batch:
    """A run over an order book: what to decide it by, and what has been decided so far."""

    law: Law
    book: OrderBook
    on: str | None = None
    known: str | None = None
    accept: str = "company"
    overlays: tuple[Overlay, ...] = ()
    strict: bool = False
    sides: tuple[str, ...] = ()
    verdicts: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    _regimes: dict[str, Regime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passed = check_columns(self.book, self.law.vocabulary)
        self.day = read_day(self.on or "today", "on")
        asked = self.regime(self.day)
        names = sorted((*asked.packs, *asked.left_out), key=list(self.law.packs).index)
        self.columns = (*RESULT_COLUMNS, *(column for name in names for column in side_columns(name)))

    def regime(self, day: str) -> Regime:
        if day not in self._regimes:
            self._regimes[day] = self.law.on(
                day,
                known=self.known,
                accept=self.accept,
                overlays=self.overlays,
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
            day = self._day(line.cells)
            regime = self.regime(day)
            self._needs_item(line.cells)
            case = regime.case(
                line.cells.get(ITEM, "").strip() or None,
                facts=dict(given_of(line, self.passed)),
                line=line.number,
            )
            return Decided(line, regime.decide_case(case, strict=self.strict), None)
        except RukhsaError as error:
            problems = series((problem.words() for problem in error.problems), "common.semicolon")
            return Decided(line, None, say("errors.several", problems=problems))

    def _needs_item(self, cells: Mapping[str, str]) -> None:
        """Refuse a line that says only by a code what it is: a code holds several items."""
        code = cells.get(CODE, "").strip()
        if code and not cells.get(ITEM, "").strip() and not cells.get("category", "").strip():
            from rukhsa.catalog.lookup import which

            raise which(self.law.catalog, code)

    def _day(self, cells: Mapping[str, str]) -> str:
        cell = cells.get(DATE, "").strip()
        return read_day(cell, DATE) if cell else self.day
