"""An order book through the same deciding function as one case, in order, one result for every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rukhsa.decide.data import cautions
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law, Overlay, Regime, read_day
from rukhsa.decide.orders import DATE, ITEM, OrderBook, OrderLine, check_columns, given_of
from rukhsa.decide.verdict import UNDETERMINED
from rukhsa.errors import RukhsaError


@dataclass(frozen=True, slots=True)
class Decided:
    """A line with its decision, or with the error that kept it from being read."""

    line: OrderLine
    decision: Decision | None
    error: str | None

    def row(self) -> dict[str, str]:
        """The line's cells and the result, as text."""
        row = dict(self.line.cells)
        for name, value in self._result().items():
            row[name if name not in self.line.cells else f"rukhsa_{name}"] = value
        return row

    def _result(self) -> dict[str, str]:
        decision = self.decision
        if decision is None:
            return {"verdict": UNDETERMINED, "error": self.error or ""}
        changes = decision.changes
        return {
            "verdict": decision.verdict,
            "possible": " ".join(decision.possible),
            "review_policy": " ".join(decision.review_policies),
            "classification": " ".join(decision.classification),
            "requirements": " ".join(decision.requirements),
            "exceptions": " ".join(decision.exceptions),
            "missing": " ".join(decision.missing),
            "assumed": " ".join(decision.assumed),
            "next_change": changes[0].day if changes else "",
            "next_verdict": changes[0].verdict if changes else "",
            "caution": "; ".join(dict.fromkeys(cautions(decision))),
            "error": "",
        }


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
    verdicts: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    _regimes: dict[str, Regime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passed = check_columns(self.book, self.law.vocabulary)
        self.day = read_day(self.on or "today", "on")
        self.regime(self.day)

    def regime(self, day: str) -> Regime:
        if day not in self._regimes:
            self._regimes[day] = self.law.on(
                day, known=self.known, accept=self.accept, overlays=self.overlays
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
            return Decided(line, None, f"line {line.number}: {line.error}")
        try:
            day = self._day(line.cells)
            regime = self.regime(day)
            case = regime.case(
                line.cells.get(ITEM, "").strip() or None,
                facts=dict(given_of(line, self.passed)),
                line=line.number,
            )
            return Decided(line, regime.decide_case(case, strict=self.strict), None)
        except RukhsaError as error:
            return Decided(line, None, "; ".join(str(problem) for problem in error.problems))

    def _day(self, cells: Mapping[str, str]) -> str:
        cell = cells.get(DATE, "").strip()
        return read_day(cell, DATE) if cell else self.day
