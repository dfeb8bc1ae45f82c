"""Distinct lines to rows of results: by the columnar way where it holds, else each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rukhsa.columns.asked import Asked, asked_of, binding_of, reading_of
from rukhsa.columns.cells import is_error
from rukhsa.columns.days import day_meaning
from rukhsa.columns.judge import Answers
from rukhsa.columns.lines import Lines, Numbered
from rukhsa.columns.numbering import Codes, distinct_rows
from rukhsa.columns.outputs import Block, Outputs
from rukhsa.decide.batch import Batch
from rukhsa.decide.case import Case
from rukhsa.decide.data import SHIPPED_FROM
from rukhsa.decide.evaluate import State
from rukhsa.decide.reports import opposite_reports
from rukhsa.decide.side import Side
from rukhsa.errors import RukhsaError
from rukhsa.orders.line import DATE, OrderLine
from rukhsa.records import dataclass

LINES_AT_ONCE = 1 << 20
CASE = 20  # what a case that is kept weighs


@dataclass(frozen=True)
class Day:
    """A class of days: one of them, and what it says: by which sides it is decided, or that it cannot be."""

    day: str
    sides: tuple[str, ...]
    readable: bool


class Decider:
    """What is known of the lines of one book."""

    def __init__(self, batch: Batch, lang: str) -> None:
        self.batch = batch
        self.lang = lang
        regime = batch.regime(batch.day)
        packs = {**regime.packs, **regime.left_out}
        self.asked: dict[str, Asked] = asked_of(batch, packs) or {}
        self.forget()

    def __len__(self) -> int:
        """How much is remembered, in units of about 200 bytes."""
        judged = sum(len(side.judge) for side in self.asked.values())
        cases = len(self.lines.bound) + len(self.lines.parties)
        return CASE * cases + 5 * len(self._alone) + 2 * judged

    def forget(self) -> None:
        """Begin anew, but for the law."""
        binding = binding_of(self.batch, self.asked) if self.asked else frozenset(self.batch.law.vocabulary)
        self.lines = Lines(self.batch, day_meaning(self.batch), reading_of(self.batch, self.asked), binding)
        for side in self.asked.values():
            side.start(frozenset(self.lines.alone))
        self._outputs = Outputs(self.batch, self.asked, self.lang)
        self._days: list[Day] = []
        self._cases: list[Case | None] = []  # of each bound part
        self._parties: list[bool] = []  # whether each party part can be read
        self._notes: dict[Any, int] = {}
        self._note_of: list[int] = []  # of each bound part
        self._alone: dict[tuple[int, ...], list[int]] = {}  # results of lines that are decided by themselves

    def decide(self, block: Any, numbers: Sequence[int] | None) -> Any:
        numbered = self.lines.number(block)
        self._read_new()
        places, firsts = distinct_rows([np.zeros(block.num_rows, np.int64), *numbered.columns()])
        return self._outputs.results.table(self._decide(numbered.at(firsts))[places], numbers)

    def _read_new(self) -> None:
        """Take up classes of days, items and parties that were not seen before."""
        regime = self.batch.regime(self.batch.day)
        for klass in range(len(self._days), len(self.lines.days)):
            self._days.append(self._day(klass))
        for number in range(len(self._cases), len(self.lines.bound)):
            try:
                case = self.batch.case(regime, OrderLine(0, self.lines.bound.sample(number)))
            except RukhsaError:
                case = None
            self._cases.append(case)
            self._note_of.append(self._note(case))
            for side in self.asked.values():
                side.add_bound(case)
        for number in range(len(self._parties), len(self.lines.parties)):
            try:
                case = self.batch.case(regime, OrderLine(0, self.lines.parties.sample(number)))
            except RukhsaError:
                case = None
            self._parties.append(case is not None)
            for side in self.asked.values():
                side.add_party(case)
        for side in self.asked.values():
            for fact, cells in self.lines.alone.items():
                side.add_cells(fact, cells, self.batch.law.vocabulary)

    def _day(self, klass: int) -> Day:
        if is_error(self.lines.days.meanings[klass]):
            return Day("", (), False)
        sample = self.lines.days.samples[klass]
        day = self.batch.day_of({DATE: sample} if klass else {})
        regime = self.batch.regime(day)
        opposed = any(  # what a caution then tells hangs on other readings of the evidence
            opposite_reports(pack.log, day, regime.state.accepted(pack)) for pack in regime.packs.values()
        )
        return Day(day, tuple(regime.packs), not opposed)

    def _note(self, case: Case | None) -> int:
        """What a caution tells of the reading of a case, by number."""
        if case is None:
            return 0
        shared = {fact for side in self.asked.values() for fact in side.facts.shared}
        stated = tuple((name, str(value)) for name, value in case.facts.items() if name in shared)
        key = (case.cautions, tuple(case.official.items()), stated, case.facts.get(SHIPPED_FROM))
        return self._notes.setdefault(key, len(self._notes) + 1)

    def _decide(self, lines: Numbered) -> Codes:
        """Where the cells of each line stand in every group of results."""
        count = len(lines.days)
        rows: Codes = np.zeros((count, len(self._outputs.results.groups)), np.int64)
        alone = np.ones(count, np.bool_)  # lines to be decided each by itself
        if self.asked:
            alone = ~np.array([day.readable for day in self._days])[lines.days]
            alone |= np.array([case is None for case in self._cases])[lines.bound]
            for party in lines.parties:
                alone |= ~np.array(self._parties)[party]
            for fact, cells in self.lines.alone.items():
                alone |= np.array([is_error(meaning) for meaning in cells.meanings])[lines.alone[fact]]
        order = sorted(set(lines.days.tolist()), key=lambda klass: self._days[klass].day)
        rank = np.zeros(len(self._days), np.int64)
        rank[order] = np.arange(len(order))
        spoken = sum((party > 0).astype(np.int64) for party in lines.parties) + np.zeros(count, np.int64)
        kinds = {sides: index for index, sides in enumerate(dict.fromkeys(day.sides for day in self._days))}
        group = np.array([kinds[day.sides] for day in self._days])[lines.days] << 8 | spoken
        group[alone] = -1
        for kind in np.unique(group[group >= 0]).tolist():
            places = np.flatnonzero(group == kind)
            places = places[np.argsort(rank[lines.days[places]], kind="stable")]
            for start in range(0, len(places), LINES_AT_ONCE):
                here = places[start : start + LINES_AT_ONCE]
                rows[here], saved = self._decide_alike(lines.at(here))
                alone[here[saved]] = True
        for place in np.flatnonzero(alone).tolist():
            rows[place] = self._by_itself(lines, place)
        return rows

    def _by_itself(self, lines: Numbered, place: int) -> list[int]:
        """Where the cells of a line stand that is decided as one case is."""
        key = tuple(int(column[place]) for column in lines.columns())
        found = self._alone.get(key)
        if found is None:
            decided = self.batch.decide(OrderLine(0, self.lines.cells(lines, place)))
            found = self._alone[key] = self._outputs.results.add(
                decided.result(self.lang, self.batch.results), decided.problems
            )
        return found

    def _decide_alike(self, lines: Numbered) -> tuple[Codes, Any]:
        """The rows of lines that the same sides decide and that tell of as many parties, by their days.

        Returns:
            the rows, and which lines must be decided by themselves after all.
        """
        count = len(lines.days)
        parties = _spoken(lines.parties, count)
        day = self._days[int(lines.days[0])]
        answers: dict[str, Answers] = {}
        for name in day.sides:
            side = self.asked[name]
            of_class = np.zeros(len(self._days), np.int64)
            for klass in np.unique(lines.days).tolist():
                of_class[klass] = side.plan.law.at(self._days[klass].day)

            def at(place: int, day: str, side: Asked = side) -> Side:
                return self._side(side, lines, place, day)

            answers[name] = side.answers(lines, parties, of_class[lines.days], at)
        saved = np.logical_or.reduce([found.saved for found in answers.values()])
        rows: Codes = np.zeros((count, len(self._outputs.results.groups)), np.int64)
        rows[~saved] = self._rows(lines, answers, np.flatnonzero(~saved))
        return rows, saved

    def _rows(self, lines: Numbered, answers: dict[str, Answers], places: Codes) -> Codes:
        """The rows of those lines of which the answers are right."""
        lines = lines.at(places)
        notes = np.array(self._note_of)[lines.bound]
        own = Block(
            lines.days,
            notes,
            lines.alone.get(SHIPPED_FROM, notes),
            {name: found.at(places) for name, found in answers.items()},
            lambda place: self._days[int(lines.days[place])].day,
            lambda place: self._stated(lines, place),
            lambda place: self._case(lines, place),
        )
        return self._outputs.rows(own)

    def _stated(self, lines: Numbered, place: int) -> Case:
        """The item of a line and what is read together with it."""
        case = self._cases[int(lines.bound[place])]
        assert case is not None
        return case

    def _side(self, side: Asked, lines: Numbered, place: int, day: str) -> Side:
        case = self._case(lines, place)
        state = self.batch.regime(self.batch.day).state
        return Side(side.pack, State(day, state.known, state.accept), case, strict=self.batch.strict)

    def _case(self, lines: Numbered, place: int) -> Case:
        """The case of a line, read as a whole."""
        line = OrderLine(0, self.lines.cells(lines, place))
        return self.batch.case(self.batch.regime(self.batch.day), line)


def _spoken(parties: Sequence[Codes], count: int) -> Codes:
    """The parties of whom something is said, as many on every line; one of whom nothing is, if there are none."""
    if not parties:
        return np.zeros((1, count), np.int64)
    whole = np.stack(parties)
    first = np.argsort(whole == 0, axis=0, kind="stable")
    ordered = np.take_along_axis(whole, first, axis=0)
    return ordered[: max(1, int((whole[:, 0] > 0).sum()))]
