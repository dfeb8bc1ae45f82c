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
from rukhsa.columns.numbering import Codes, Pairs
from rukhsa.columns.results import Results
from rukhsa.columns.told import Known, Told
from rukhsa.decide.batch import Batch, caution_of, cells_of
from rukhsa.decide.carrying import Presumed
from rukhsa.decide.case import Case
from rukhsa.decide.conflicts import Conflict, conflicts_of
from rukhsa.decide.decision import Decision
from rukhsa.decide.evaluate import State
from rukhsa.decide.reports import opposite_reports
from rukhsa.decide.side import Side
from rukhsa.errors import RukhsaError
from rukhsa.orders.line import DATE, OrderLine
from rukhsa.records import dataclass

LINES_AT_ONCE = 1 << 16
CAUTION = "caution"


@dataclass(frozen=True)
class Day:
    """A class of days: one of them, and what it says: by which sides it is decided, or that it cannot be."""

    day: str
    sides: tuple[str, ...]
    readable: bool


class Decider:
    """What is known of the lines of one book."""

    def __init__(self, batch: Batch, lang: str, seed: int) -> None:
        self.batch = batch
        self.lang = lang
        regime = batch.regime(batch.day)
        packs = {**regime.packs, **regime.left_out}
        self.asked: dict[str, Asked] = asked_of(batch, packs, seed) or {}
        self.forget()

    def __len__(self) -> int:
        judged = sum(len(side.judge) for side in self.asked.values())
        return len(self._rows) + len(self.lines.bound) + len(self.lines.parties) + judged

    def forget(self) -> None:
        """Begin anew, but for the law."""
        binding = binding_of(self.batch, self.asked) if self.asked else frozenset(self.batch.law.vocabulary)
        self.lines = Lines(self.batch, day_meaning(self.batch), reading_of(self.batch, self.asked), binding)
        for side in self.asked.values():
            side.start(frozenset(self.lines.alone))
        self._combined = [Pairs() for _ in range(2 + len(self.lines.alone) + len(self.lines.party_columns))]
        self._results = Results(self.batch.columns, self.lang)
        self._rows: Codes = np.zeros(
            (0, 2), np.int64
        )  # of each distinct line: its row, and that of its caution
        self._days: list[Day] = []
        self._cases: list[Case | None] = []  # of each bound part
        self._parties: list[bool] = []  # whether each party part can be read
        self._notes: dict[Any, int] = {}
        self._note_of: list[int] = []  # of each bound part
        self._told: dict[tuple[int, ...], int] = {}
        self._cautions: dict[tuple[int, ...], int] = {}
        self._raised: dict[tuple[int, ...], tuple[Conflict, ...]] = {}  # by what conflicts hang on

    def decide(self, block: Any, numbers: Sequence[int] | None) -> Any:
        numbered = self.lines.number(block)
        self._read_new()
        found = firsts = np.zeros(block.num_rows, np.int64)
        for pairs, column in zip(self._combined, numbered.columns(), strict=True):
            found, firsts = pairs.number(found, column)
        if len(firsts):
            self._rows = np.concatenate((self._rows, self._decide(numbered.at(firsts))))
        return self._results.table(self._rows[found, 0], self._rows[found, 1], numbers)

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
        key = (case.cautions, tuple(case.official.items()), stated)
        return self._notes.setdefault(key, len(self._notes) + 1)

    def _decide(self, lines: Numbered) -> Codes:
        """The rows of lines that were not seen before."""
        count = len(lines.days)
        rows: Codes = np.zeros((count, 2), np.int64)
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
            decided = self.batch.decide(OrderLine(0, self.lines.cells(lines, place)))
            rows[place] = self._results.add(decided.result(self.lang), decided.problems)
        return rows

    def _decide_alike(self, lines: Numbered) -> tuple[Codes, Any]:
        """The rows of lines that the same sides decide and that tell of as many parties, by their days.

        Returns:
            the rows, and which lines must be decided by themselves after all.
        """
        count = len(lines.days)
        padded = lines.at(np.minimum(np.arange(-(-count // 64) * 64), count - 1))
        parties = _spoken(padded.parties, len(padded.days))
        day = self._days[int(lines.days[0])]
        answers: dict[str, Answers] = {}
        named: dict[str, dict[str, Codes]] = {}
        for name in day.sides:
            side = self.asked[name]
            of_class = {k: side.plan.law.at(self._days[k].day) for k in set(lines.days.tolist())}
            epochs = np.array([of_class[k] for k in lines.days.tolist()])

            def at(place: int, day: str, side: Asked = side) -> Side:
                return self._side(side, lines, place, day)

            def open_facts(line: int, node: int, half: int, side: Asked = side) -> Sequence[Presumed]:
                return side.open_facts(int(lines.bound[line]), parties[:, line].tolist(), node, half)

            extra = side.extra(padded, parties)[:, :count]
            planes = side.planes(padded, parties)
            answers[name] = side.judge.answers(planes, epochs, extra, at, open_facts, count)
            named[name] = side.addressees(planes, epochs, answers[name])
        saved = np.logical_or.reduce([found.saved for found in answers.values()])
        return np.stack((self._main(lines, answers), self._caution(lines, answers, named)), axis=1), saved

    def _side(self, side: Asked, lines: Numbered, place: int, day: str) -> Side:
        case = self._case(lines, place)
        state = self.batch.regime(self.batch.day).state
        return Side(side.pack, State(day, state.known, state.accept), case, strict=self.batch.strict)

    def _case(self, lines: Numbered, place: int) -> Case:
        """The case of a line, read as a whole."""
        line = OrderLine(0, self.lines.cells(lines, place))
        return self.batch.case(self.batch.regime(self.batch.day), line)

    def _main(self, lines: Numbered, answers: dict[str, Answers]) -> Codes:
        """The rows of all cells but the caution."""
        raised = np.logical_or.reduce([found.raised for found in answers.values()])
        columns: list[Codes] = []
        for found in answers.values():
            columns += [
                *(found.told, found.codes, found.missing, found.assumed, found.change, found.law_change),
                np.where(raised, found.grounds + 1, 0),
                np.where(raised, found.play + 1, 0),
            ]
        sides = tuple(answers)
        code = self._sides_code(sides)

        def make(place: int) -> int:
            day = self._days[int(lines.days[place])]
            regime = self.batch.regime(day.day)
            case = self._cases[int(lines.bound[place])]
            assert case is not None
            told = [
                self._told_side(name, regime.state, case, found, place) for name, found in answers.items()
            ]
            decision = Decision(
                case, told, day.day, regime.state.known, regime.state.accept, "", regime.left_out
            )
            decision.__dict__["conflicts"] = ()
            if raised[place]:
                key = (
                    code,
                    *(int(side[place]) for found in answers.values() for side in (found.grounds, found.play)),
                )
                if key not in self._raised:
                    whole = self._case(lines, place)
                    self._raised[key] = conflicts_of(
                        [
                            self._told_side(name, regime.state, whole, found, place)
                            for name, found in answers.items()
                        ]
                    )
                decision.__dict__["conflicts"] = self._raised[key]
            return self._results.add(cells_of(decision))

        return _made(self._told, [np.full(len(lines.days), code), *columns], make)

    def _told_side(
        self,
        name: str,
        state: State,
        case: Case,
        found: Answers,
        place: int,
        addressees: tuple[tuple[str, tuple[str, ...]], ...] = (),
    ) -> Told:
        side = self.asked[name]
        judge = side.judge
        known = Known(
            judge.findings[int(found.finding[place])][0],
            judge.codes.values[int(found.codes[place])],
            judge.facts.values[int(found.missing[place])],
            judge.facts.values[int(found.assumed[place])],
            judge.changes.values[int(found.change[place])],
            judge.changes.values[int(found.law_change[place])],
            addressees,
        )
        return Told(side.pack, state, case, self.batch.strict, known)

    def _caution(
        self, lines: Numbered, answers: dict[str, Answers], named: dict[str, dict[str, Codes]]
    ) -> Codes:
        """The rows of cautions."""
        notes = np.array(self._note_of)[lines.bound]
        columns = [lines.days, notes, *(found.cautions for found in answers.values())]
        names = [codes for of_side in named.values() for codes in of_side.values()]
        if any(codes.any() for codes in names):  # whose names are told hangs on verdicts
            some = np.logical_or.reduce(names)
            columns += [*names, *(np.where(some, found.told, 0) for found in answers.values())]
        else:
            columns += [np.zeros_like(notes)] * (len(names) + len(answers))

        def make(place: int) -> int:
            day = self._days[int(lines.days[place])]
            regime = self.batch.regime(day.day)
            case = self._cases[int(lines.bound[place])]
            assert case is not None
            told = [
                self._told_side(
                    name, regime.state, case, found, place, self.asked[name].names(named[name], place)
                )
                for name, found in answers.items()
            ]
            decision = Decision(
                case, told, day.day, regime.state.known, regime.state.accept, "", regime.left_out
            )
            return self._results.add({CAUTION: caution_of(decision, self.lang)})

        return _made(self._cautions, columns, make)

    def _sides_code(self, sides: tuple[str, ...]) -> int:
        return sum(1 << index for index, name in enumerate(self.asked) if name in sides)


def _spoken(parties: Sequence[Codes], count: int) -> Codes:
    """The parties of whom something is said, as many on every line; one of whom nothing is, if there are none."""
    if not parties:
        return np.zeros((1, count), np.int64)
    whole = np.stack(parties)
    first = np.argsort(whole == 0, axis=0, kind="stable")
    ordered = np.take_along_axis(whole, first, axis=0)
    return ordered[: max(1, int((whole[:, 0] > 0).sum()))]


def _made(known: dict[tuple[int, ...], int], columns: Sequence[Codes], make: Any) -> Codes:
    """The number of each line's combination; `make` gives it where it is new, from a line that has it."""
    whole = np.stack(columns, axis=1)
    keys, firsts, at = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    numbers = np.empty(len(keys), np.int64)
    for index, (key, place) in enumerate(zip(map(tuple, keys.tolist()), firsts.tolist(), strict=True)):
        if key not in known:
            known[key] = make(place)
        numbers[index] = known[key]
    return numbers[at.reshape(-1)]
