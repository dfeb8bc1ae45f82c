"""Decisions put together from what was found before, for the cells of a line: the same classes as for one case."""

from __future__ import annotations

from functools import cached_property

from rukhsa.decide.case import Case, filled
from rukhsa.decide.evaluate import Evaluation, State
from rukhsa.decide.neighbors import Change, Reading
from rukhsa.decide.side import Side
from rukhsa.decide.verdict import Finding
from rukhsa.language.interpret import Interpreter
from rukhsa.language.missing import Missing
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one side's answer.

    Attributes:
        addressees: as `Side.addressees`.
        change, law_change: day, verdicts then, and (by law alone) verdicts today; the day is empty where the law alone
            says otherwise today and does not change.
    """

    finding: Finding
    codes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    change: tuple[str, tuple[str, ...], tuple[str, ...]] | None = None
    law_change: tuple[str, tuple[str, ...], tuple[str, ...]] | None = None
    addressees: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Told(Side):
    """A side of which the answer is known already."""

    def __init__(self, pack: Pack, state: State, case: Case, strict: bool, known: Known) -> None:
        self.pack = pack
        self.state = state
        self.case = case
        self.strict = strict
        self.finding = known.finding
        self.regime = pack.on(state.on, state.accepted(pack))
        self.known = known

    @cached_property
    def filled(self) -> object:  # type: ignore[override]
        return filled(self.case, self.pack.vocabulary, strict=self.strict)

    @cached_property
    def evaluation(self) -> Evaluation:  # type: ignore[override]
        case = filled(self.case, self.pack.vocabulary, strict=self.strict)
        return Evaluation(
            self.regime, self.finding, lambda: Interpreter(self.regime, case.facts, case.parties)
        )

    @property
    def classification(self) -> tuple[str, ...]:
        return self.known.codes

    @property
    def missing(self) -> tuple[Missing, ...]:
        return tuple(Missing(fact, None, ()) for fact in self.known.missing)

    @property
    def assumed(self) -> tuple[tuple[str, int | None, str], ...]:
        return tuple((fact, None, "") for fact in self.known.assumed)

    @property
    def addressees(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self.known.addressees

    @property
    def changes(self) -> tuple[Change, ...]:
        found = ((self.known.change, False), (self.known.law_change, True))
        return tuple(
            Change(change[0], change[1], (), (), (), by_law)
            for change, by_law in found
            if change and change[0]
        )

    @property
    def readings(self) -> tuple[Reading, ...]:
        change = self.known.law_change
        return () if change is None else (Reading("by_law", (), change[2], (), ()),)
