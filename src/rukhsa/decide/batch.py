"""An order book through the same deciding function as one case, in order, one result for every line."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping

from rukhsa.decide.data import cautions
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law, Overlay, Regime, read_day
from rukhsa.decide.orders import (
    FOR_PARTY,
    RESULT_COLUMNS,
    case_of,
    check_columns,
    fields_of,
    given_of,
    parties_of,
    party_name,
    side_columns,
)
from rukhsa.decide.side import Side
from rukhsa.decide.verdict import UNDETERMINED
from rukhsa.digest import sha256
from rukhsa.errors import RukhsaError
from rukhsa.orders.line import CODE, DATE, ITEM, OrderBook, OrderLine
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, Series, said, say, series


@dataclass(frozen=True, slots=True)
class Decided:
    """A line with its decision, or with the error that kept it from being read.

    Attributes:
        for_party: of several parties, those who alone give the same verdict; all of them where none alone does.
    """

    line: OrderLine
    decision: Decision | None
    error: Message | None
    for_party: tuple[str, ...] = ()

    def row(self, lang: str = "en") -> dict[str, str]:
        """The line's cells and the result, as text; cautions and errors in a language."""
        row = dict(self.line.cells)
        for name, value in self.result(lang).items():
            row[name if name not in self.line.cells else f"rukhsa_{name}"] = value
        return row

    def result(self, lang: str = "en") -> dict[str, str]:
        """The result columns alone; those that are empty may be absent."""
        decision = self.decision
        if decision is None:
            return {"verdict": UNDETERMINED, "error": said(self.error or "", lang)}
        change = decision.next_change
        result = {
            "verdict": decision.verdict,
            FOR_PARTY: "; ".join(self.for_party),
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
        self.fields = fields_of(self.law.vocabulary)
        self.day = read_day(self.on or "today", "on")
        asked = self.regime(self.day)
        names = sorted((*asked.packs, *asked.left_out), key=list(self.law.packs).index)
        self.several = any(self.fields.party_of(name)[1] > 1 for name in self.book.columns)
        self.sides_asked = tuple(names)
        self.columns = (
            *RESULT_COLUMNS[:1],
            *((FOR_PARTY,) if self.several else ()),
            *RESULT_COLUMNS[1:],
            *(column for name in names for column in side_columns(name)),
        )

    def identity(self) -> dict[str, str]:
        """What tells whether another run decides by the same law: its hash on the day asked, packs and overlays."""
        from rukhsa._version import __version__

        found = {"rukhsa": __version__, "regime": self.regime(self.day).hash}
        for name in self.sides_asked:
            bundled = self.law.packs[name].log.memo.get("key")
            found[name] = bundled if isinstance(bundled, str) else ""
        for number, overlay in enumerate(self.overlays, 1):
            if isinstance(overlay, str | os.PathLike):
                with open(overlay, "rb") as file:
                    found[f"with_{number}"] = sha256(file.read().decode("utf-8", "replace"))
        return found

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
            item = line.cells.get(ITEM, "").strip() or None
            given = dict(given_of(line, self.passed))
            case = case_of(regime, given, self.fields, item, line=line.number)
            decision = regime.decide_case(case, strict=self.strict)
            return Decided(line, decision, None, self._for_party(regime, given, item, decision))
        except RukhsaError as error:
            problems = series((problem.words() for problem in error.problems), "common.semicolon")
            return Decided(line, None, say("errors.several", problems=problems))

    def _for_party(
        self, regime: Regime, given: Mapping[str, str], item: str | None, decision: Decision
    ) -> tuple[str, ...]:
        """For whom of several parties the verdict stands."""
        parties = parties_of(given, self.fields)
        if len(parties) < 2:
            return ()
        names = {number: party_name(facts, number) for number, facts in parties.items()}
        alone = [
            name
            for number, name in names.items()
            if regime.decide_case(
                case_of(regime, given, self.fields, item, only=number), strict=self.strict
            ).verdict
            == decision.verdict
        ]
        return tuple(dict.fromkeys(alone or names.values()))

    def _needs_item(self, cells: Mapping[str, str]) -> None:
        """Refuse a line that says only by a code what it is: a code holds several items."""
        code = cells.get(CODE, "").strip()
        if code and not cells.get(ITEM, "").strip() and not cells.get("category", "").strip():
            from rukhsa.catalog.lookup import which

            raise which(self.law.catalog, code)

    def _day(self, cells: Mapping[str, str]) -> str:
        cell = cells.get(DATE, "").strip()
        return read_day(cell, DATE) if cell else self.day
