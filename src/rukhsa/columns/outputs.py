"""The cells of results from what the sides answer: groups of columns, each worked out once for all that it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np

from rukhsa.columns.asked import Asked
from rukhsa.columns.findings import Kept
from rukhsa.columns.judge import Answers
from rukhsa.columns.numbering import Codes, distinct_rows
from rukhsa.columns.results import ERROR, Results
from rukhsa.columns.told import Known, Told
from rukhsa.decide.batch import CELLS, SIDE_CELLS, Batch, one_cell
from rukhsa.decide.case import Case
from rukhsa.decide.conflicts import Conflict, conflicts_of
from rukhsa.decide.data import (
    addressed,
    begins_later,
    contradicted,
    elsewhere,
    if_it_holds,
    rests_on,
    returned,
    taken_from,
)
from rukhsa.decide.decision import Decision
from rukhsa.decide.orders import FOR_PARTY, side_columns
from rukhsa.decide.side import Side
from rukhsa.records import dataclass
from rukhsa.words.messages import Message

T = TypeVar("T")
Tell = Callable[[T], Iterable[Message]]
CONFLICTS, CAUTION = "conflicts", "caution"
# columns with what of each side's answer they hang on; of the sides' own columns, by their places
GROUPS: tuple[tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]], ...] = (
    (("verdict", "possible", "review_policy", "requirements", "exceptions"), (0, 1), ("told",)),
    (("classification",), (), ("codes",)),
    (("missing",), (2,), ("ranks", "missing")),
    (("assumed",), (), ("ranks", "assumed")),
    (("next_change", "next_verdict"), (), ("ranks", "change", "law_change")),
)


@dataclass(frozen=True)
class Block:
    """Lines that the same sides decide.

    Attributes:
        days, notes: classes of each line's day, and of what cautions tell of the reading of its case.
        shipped: classes of lines that differ wherever the country does from which they are shipped.
        answers: of each side.
        day_at, stated_at, case_at: of a line its day, the case of its item, and its whole case.
    """

    days: Codes
    notes: Codes
    shipped: Codes
    answers: dict[str, Answers]
    day_at: Callable[[int], str]
    stated_at: Callable[[int], Case]
    case_at: Callable[[int], Case]


class Outputs:
    """The cells of one run."""

    def __init__(self, batch: Batch, asked: Mapping[str, Asked], lang: str) -> None:
        self._batch = batch
        self._asked = asked
        self._lang = lang
        self._columns = [
            (*names, *(side_columns(side)[place] for side in batch.sides_asked for place in own))
            for names, own, _ in GROUPS
        ]
        groups = (*self._columns, (CONFLICTS,), (CAUTION,), (ERROR,))
        self._groups = groups
        self._wanted = frozenset(batch.results)
        self.results = Results(groups, [name for name in batch.results if name != FOR_PARTY], lang)
        self._known: list[dict[tuple[int, ...], int]] = [{} for _ in groups]
        self._messages = Kept(())
        self._derived = Kept(())
        self._parts: dict[str, dict[tuple[int, ...], int]] = {}

    def rows(self, block: Block) -> Codes:
        """Where the cells of each line stand in every group: [line, group]."""
        code = sum(1 << index for index, name in enumerate(self._asked) if name in block.answers)
        sides = np.full(len(block.days), code)
        found = []
        for index, (_, _, needs) in enumerate(GROUPS):
            if not self._asks(index):
                found.append(np.zeros_like(sides))
                continue
            columns = [getattr(own, need) for own in block.answers.values() for need in needs]
            found.append(_made(self._known[index], [sides, *columns], partial(self._cells, block, index)))
        found += [self._conflicts(block, sides), self._caution(block, sides), np.zeros_like(sides)]
        return np.stack(found, axis=1)

    def _asks(self, index: int) -> bool:
        """Whether some column of a group is asked for."""
        return not set(self._groups[index]).isdisjoint(self._wanted)

    def _cells(self, block: Block, index: int, place: int) -> int:
        """The cells of one group on a line."""
        names, own, _ = GROUPS[index]
        decision = self._decision(block, place)
        cells = {name: CELLS[name](decision) for name in names}
        for side in decision.sides:
            cells |= {side_columns(side.pack.name)[at]: SIDE_CELLS[at](side) for at in own}
        return self.results.groups[index].add(cells)

    def _decision(self, block: Block, place: int, case: Case | None = None) -> Decision:
        """A line's decision as far as it is known; of a whole case, or of that of its item."""
        day = block.day_at(place)
        regime = self._batch.regime(day)
        case = case or block.stated_at(place)
        sides = [self._side(name, own, place, day, case) for name, own in block.answers.items()]
        return Decision(case, sides, day, regime.state.known, regime.state.accept, "", regime.left_out)

    def _side(self, name: str, own: Answers, place: int, day: str, case: Case) -> Told:
        asked = self._asked[name]
        judge = asked.judge
        known = Known(
            judge.findings.of[int(own.finding[place])],
            judge.codes.values[int(own.codes[place])],
            judge.facts.values[int(own.missing[place])],
            judge.facts.values[int(own.assumed[place])],
            judge.changes.values[int(own.change[place])],
            judge.changes.values[int(own.law_change[place])],
            judge.names.values[int(own.names[place])],
        )
        return Told(asked.pack, self._batch.regime(day).state, case, self._batch.strict, known)

    def _conflicts(self, block: Block, sides: Codes) -> Codes:
        """The cells of conflicts of laws."""
        index = len(GROUPS)
        if not self._asks(index):
            return np.zeros_like(sides)
        raised = np.logical_or.reduce([own.raised for own in block.answers.values()])
        found = np.zeros(len(raised), np.int64)
        lines = np.flatnonzero(raised)
        if len(lines):
            columns = [own[lines] for side in block.answers.values() for own in (side.grounds, side.play)]

            def make(place: int) -> int:
                line = int(lines[place])
                conflicts: Sequence[Conflict] = conflicts_of(
                    self._decision(block, line, block.case_at(line)).sides
                )
                names = " ".join(conflict.provision for conflict in conflicts)
                return self.results.groups[index].add({CONFLICTS: names})

            found[lines] = _made(self._known[index], [sides[lines], *columns], make)
        return found

    def _caution(self, block: Block, sides: Codes) -> Codes:
        """The cells of cautions, from parts that hang on little each, in the order in which an answer tells them."""
        index = len(GROUPS) + 1
        if not self._asks(index):
            return np.zeros_like(sides)
        days, notes = [sides, block.days], [sides, block.notes]

        def part(name: str, columns: Sequence[Codes], tell: Tell[Decision]) -> Codes:
            return _made(
                self._parts.setdefault(name, {}),
                columns,
                lambda place: self._messages.number(tuple(tell(self._decision(block, place)))),
            )

        def shipped(place: int) -> int:
            return self._messages.number(tuple(elsewhere(self._decision(block, place, block.case_at(place)))))

        parts = [
            part("begins", days, begins_later),
            _made(self._parts.setdefault("elsewhere", {}), [block.shipped], shipped),
            part("read", notes, lambda decision: decision.case.cautions),
        ]
        late = [part("addressed", self._leaning(block, sides), addressed), part("if", days, if_it_holds)]
        for name, own in block.answers.items():
            told = [*days, own.cautions]
            numbers = [*notes, self._numbers_law(block, name)]
            parts.append(part(f"rests {name}", told, _of_side(name, rests_on)))
            late.append(part(f"returned {name}", told, _of_side(name, returned)))
            late.append(part(f"contradicted {name}", numbers, _of_side(name, contradicted)))
        parts += [*late, part("taken", notes, taken_from)]

        def make(place: int) -> int:
            messages = (message for own in parts for message in self._messages.values[int(own[place])])
            return self.results.groups[index].add({CAUTION: one_cell(messages, self._lang)})

        return _made(self._known[index], parts, make)

    def _leaning(self, block: Block, sides: Codes) -> list[Codes]:
        """What it hangs on whom the law may name: only where it names somebody."""
        answers = block.answers.values()
        some = np.logical_or.reduce([own.names > 0 for own in answers])
        ranks = [np.where(some, own.ranks + 1, 0) for own in answers]
        return [np.where(some, sides, 0), *ranks, *(own.names for own in answers)]

    def _numbers_law(self, block: Block, name: str) -> Codes:
        """How the law of each line's day derives numbers."""
        pack = self._asked[name].pack

        def make(place: int) -> int:
            day = block.day_at(place)
            regime = pack.on(day, self._batch.regime(day).state.accepted(pack))
            return self._derived.number(tuple(regime.tree(own) for own in regime.of_kind("derive")))

        return _made(self._parts.setdefault(f"derived {name}", {}), [block.days], make)


def _of_side(name: str, tell: Tell[Side]) -> Tell[Decision]:
    """What is told of one side of a decision."""

    def told(decision: Decision) -> Iterable[Message]:
        (side,) = (side for side in decision.sides if side.pack.name == name)
        return tell(side)

    return told


def _made(known: dict[tuple[int, ...], int], columns: Sequence[Codes], make: Callable[[int], int]) -> Codes:
    """The number of each line's combination; `make` gives it where it is new, from a line that has it."""
    places, firsts = distinct_rows(columns)
    keys: list[Any] = np.stack([column[firsts] for column in columns], axis=1).tolist()
    numbers = np.empty(len(firsts), np.int64)
    for index, (key, place) in enumerate(zip(map(tuple, keys), firsts.tolist(), strict=True)):
        if key not in known:
            known[key] = make(place)
        numbers[index] = known[key]
    return numbers[places]
