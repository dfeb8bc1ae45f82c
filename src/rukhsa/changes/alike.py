"""Cases that are alike to every law that is looked at are answered once: what two states of the law make of them.

Cases are parted by the truths of what may decide under the regimes that are foreseen. Whatever else is asked on
the way to an answer is held against every case that would share it; those that differ there are parted anew.
So a shared answer is the one that the case would get by itself. Needs numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from rukhsa.changes.cases import Cases, Truths
from rukhsa.changes.held import Between
from rukhsa.changes.judged import Answers, Held, Part, Shown, days_of
from rukhsa.changes.outcome import Outcome, outcome_of
from rukhsa.changes.paths import Paths
from rukhsa.changes.posed import Posed
from rukhsa.changes.rows import Places, Rows, Said
from rukhsa.changes.told import Told, Tried
from rukhsa.changes.views import Mask, Saved, Trial, View, Views
from rukhsa.columns.graph import Graph
from rukhsa.decide.evaluate import State
from rukhsa.language.interpret import Truth
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime

T = TypeVar("T")
States = Mapping[str, State]
Asked = Iterable[tuple[Regime, Iterable[str]]]
_AT_ONCE = 1 << 14  # cases whose truths are held at one time


class Course(Told):
    """The law of one side on later days.

    Attributes:
        views: day by day.
    """

    def __init__(self, views: Views, days: Sequence[View]) -> None:
        super().__init__()
        self._of = views
        self.views = days

    def find(self, number: int) -> tuple[tuple[int, int], ...]:
        """On which of the days something else is said of a class than on the day before, and what.

        Raises:
            Saved: some act may save it from itself.
        """
        found: list[tuple[int, int]] = []
        last: View | None = None
        for place, view in enumerate(self.views):
            if view is not last:
                said, last = self._of.said(view, number), view
                if not found or found[-1][1] != said:
                    found.append((place, said))
        return tuple(found)


Question = tuple[str, View | Trial | Told]  # and the side of which it is asked


class Sides:
    """What every side says of classes of cases, and of all sides together.

    Args:
        said: what is said, by number.
    """

    def __init__(self, packs: Mapping[str, Pack], views: Mapping[str, Views], said: Said) -> None:
        self.packs = packs
        self.views = views
        self.said = said
        self._together: dict[tuple[int, ...], Outcome] = {}
        self._courses: dict[object, tuple[list[str], dict[str, Course]]] = {}
        self.path: dict[Question, Hashable] = {}  # what was asked last, in order

    def together(self, said: Iterable[int]) -> Outcome:
        key = tuple(said)
        if key not in self._together:
            self._together[key] = outcome_of(self.said.findings[number] for number in key)
        return self._together[key]

    def said_by(self, name: str, view: View | Trial, number: int) -> int:
        """What a side says of a class, by number."""
        said = self.path[name, view] = self.views[name].said(view, number)
        return said

    def told_by(self, name: str, told: Told, number: int) -> Any:
        """What else a side tells of a class."""
        found = self.path[name, told] = told.of(number)
        return found

    def truth_of(self, name: str, regime: Regime, provision: str, number: int) -> Truth:
        """The truth of a provision for a class."""
        return cast(Truth, self.told_by(name, self.views[name].truth_of(regime, provision), number))

    def answer(self, question: Question, number: int) -> Any:
        name, asked = question
        if isinstance(asked, View | Trial):
            return self.views[name].said(asked, number)
        return asked.of(number)

    def view(self, name: str, state: State) -> View:
        """What is in force on a side; found for every class at once."""
        pack, views = self.packs[name], self.views[name]
        view = views.of_regime(pack.on(state.on, state.accepted(pack)))
        views.find(view, views.every)
        return view

    def course(self, states: States, last: str) -> tuple[list[str], dict[str, Course]]:
        """The later days, through `last`, on which the law of some pack may differ from the day before; that law."""
        key = (tuple(states.items()), last)
        if key not in self._courses:
            first = min(state.on for state in states.values())
            days = days_of(self.packs, states, first, last)
            self._courses[key] = (
                days,
                {
                    name: Course(self.views[name], [self.view(name, state.moved(day)) for day in days])
                    for name, state in states.items()
                },
            )
        return self._courses[key]


class Alike(Answers):
    """What all packs answer on a class of cases under one state of each.

    Args:
        classes: the class of the cases to each side, by number.
    """

    def __init__(self, sides: Sides, states: States, classes: Mapping[str, int]) -> None:
        self.sides = sides
        self.packs = sides.packs
        self.states = states
        self.classes = classes
        self._regimes: dict[str, Regime] = {}

    @cached_property
    def said(self) -> dict[str, int]:
        return {
            name: self.sides.said_by(name, self.sides.view(name, state), self.classes[name])
            for name, state in self.states.items()
        }

    @cached_property
    def outcome(self) -> Outcome:
        return self.sides.together(self.said.values())

    def outcome_of_side(self, name: str) -> Outcome:
        return self.sides.together((self.said[name],))

    def regime(self, name: str) -> Regime:
        if name not in self._regimes:
            state, pack = self.states[name], self.packs[name]
            self._regimes[name] = pack.on(state.on, state.accepted(pack))
        return self._regimes[name]

    def near(self, states: States) -> Alike:
        return Alike(self.sides, states, self.classes)

    def restated(self, states: States) -> Alike:
        return self.near(states)

    def course(self, last: str) -> Iterator[tuple[str, Alike]]:
        days, courses = self.sides.course(self.states, last)
        changes = {
            name: dict(self.sides.told_by(name, course, self.classes[name]))
            for name, course in courses.items()
        }
        now = self.said
        for place in sorted({place for of_side in changes.values() for place in of_side}):
            said = {name: changes[name].get(place, before) for name, before in now.items()}
            if said != now:
                now = said
                states = {name: state.moved(days[place]) for name, state in self.states.items()}
                found = self.near(states)
                found.__dict__["said"] = said
                yield days[place], found

    def moved(self, before: Alike, name: str, shown: Shown) -> tuple[str, ...]:
        moved = self.sides.views[name].moved(before.regime(name), self.regime(name), shown)
        names: tuple[str, ...] = self.sides.told_by(name, moved, self.classes[name])
        return names

    def with_texts(self, before: Alike, between: Mapping[str, Between], held: Held) -> Outcome:
        said = dict(self.said)
        for name, names in held.items():
            views = self.sides.views[name]
            view = views.of_texts(before.regime(name), self.regime(name), between[name], names)
            said[name] = self.sides.said_by(name, view, self.classes[name])
        return self.sides.together(said.values())

    def with_moved(
        self, before: Alike, between: Mapping[str, Between], shown: Mapping[str, Shown]
    ) -> Outcome:
        said = {
            name: self.sides.told_by(name, self._tried(before, between, shown, name).together, number)
            for name, number in self.classes.items()
        }
        return self.sides.together(said.values())

    def each_moved(
        self, before: Alike, between: Mapping[str, Between], shown: Mapping[str, Shown]
    ) -> Iterator[tuple[Part, Outcome]]:
        for side, number in self.classes.items():
            each = self._tried(before, between, shown, side).each
            for name, said in self.sides.told_by(side, each, number):
                yield (side, name), self.sides.together({**self.said, side: said}.values())

    def _tried(
        self, before: Alike, between: Mapping[str, Between], shown: Mapping[str, Shown], name: str
    ) -> Tried:
        regimes = before.regime(name), self.regime(name)
        return self.sides.views[name].tried(*regimes, between[name], shown[name])

    def with_acts(self, between: Mapping[str, Between], held: Held) -> Outcome:
        said = dict(self.said)
        for name, names in held.items():
            one, pack = between[name], self.packs[name]
            before = pack.on(one.before.on, one.had)
            view = self.sides.views[name].of_acts(before, self.regime(name), one, names)
            said[name] = self.sides.said_by(name, view, self.classes[name])
        return self.sides.together(said.values())


class Sharing:
    """Answers worked out for one of all cases that are alike.

    Args:
        packs: the law of each side.
        foreseen: states whose law is looked at, whatever the case.
        shown: of some sides: regimes, and provisions of which it is asked besides what they say of the case.
    """

    def __init__(
        self, packs: Mapping[str, Pack], foreseen: Iterable[States], shown: Mapping[str, Asked] | None = None
    ) -> None:
        self.packs = packs
        self.said = Said()
        self.rows = {
            name: Rows(pack, Graph(pack.vocabulary.party_facts), self.said) for name, pack in packs.items()
        }
        self._foreseen = list(foreseen)
        self._shown = shown or {}

    def each(
        self,
        posed: Sequence[Posed],
        work: Callable[[Sides, Mapping[str, int]], T],
        single: Callable[[Posed], T],
    ) -> list[T]:
        """What `work` makes of the class of each case; where it cannot, what `single` makes of the case itself.

        Raises:
            Unsupported: a condition of the law cannot be asked of many cases at once.
        """
        cases = {
            name: Cases([case.filled[name] for case in posed], self.rows[name].graph) for name in self.packs
        }
        asked: dict[str, list[int]] = {name: self._nodes(name) for name in self.packs}
        found: list[T | None] = [None] * len(posed)
        open_ = np.arange(len(posed))
        while len(open_):
            parted = {name: _parted(cases[name], asked[name], open_) for name in self.packs}
            views = {
                name: Views(self.rows[name], cases[name], open_[firsts])
                for name, (_, firsts) in parted.items()
            }
            sides = Sides(self.packs, views, self.said)
            classes = np.stack([numbers for numbers, _ in parted.values()], axis=1)
            kinds, which = np.unique(classes, axis=0, return_inverse=True)
            paths = Paths[Question, T]()
            done = [
                _result(sides, dict(zip(parted, kind, strict=True)), paths, work) for kind in kinds.tolist()
            ]
            other: Mask = np.zeros(len(open_), np.bool_)
            for name, (numbers, _) in parted.items():
                more = sorted(views[name].asked.difference(asked[name]))
                other |= _differ(cases[name], views[name], more, open_, numbers)
                asked[name] = [*asked[name], *more]
            for at, kind in zip(open_[~other].tolist(), which.reshape(-1)[~other].tolist(), strict=True):
                result = done[kind]
                found[at] = single(posed[at]) if result is None else result
            open_ = open_[other]
        return [one for one in found if one is not None]

    def _nodes(self, name: str) -> list[int]:
        """The nodes of what may decide under the regimes that are foreseen."""
        pack, rows = self.packs[name], self.rows[name]
        states = dict.fromkeys(states[name] for states in self._foreseen)
        regimes = [pack.on(state.on, state.accepted(pack)) for state in states]
        found: dict[int, None] = {}
        for regime in dict.fromkeys(regimes):
            nodes, _, saves = rows.row(regime)
            found.update(dict.fromkeys((*nodes.tolist(), *saves)))
        for regime, provisions in self._shown.get(name, ()):
            found.update(dict.fromkeys(map(rows.reader(regime).provision, provisions)))
        return list(found)


def _result(
    sides: Sides,
    classes: Mapping[str, int],
    paths: Paths[Question, T],
    work: Callable[[Sides, Mapping[str, int]], T],
) -> T | None:
    """What `work` makes of classes, or made of others that got the same answers; `None` if it cannot."""
    try:
        found = paths.find(lambda question: sides.answer(question, classes[question[0]]))
        if found is None:
            sides.path = {}
            found = work(sides, classes)
            paths.keep(sides.path.items(), found)
    except Saved:
        return None
    return found


def _parted(cases: Cases, nodes: Sequence[int], at: Places) -> tuple[Places, Places]:
    """The class of each of some cases by the truths of nodes, and the first case of each class."""
    known: dict[bytes, int] = {}
    firsts: list[int] = []
    numbers: Places = np.empty(len(at), np.int64)
    for start in range(0, len(at), _AT_ONCE):
        truths = Truths(cases, at[start : start + _AT_ONCE])
        rows = np.stack([truths.of(node) for node in nodes], axis=1)
        width = rows.shape[1]
        whole = np.ascontiguousarray(rows).tobytes()
        for place in range(len(rows)):
            row = whole[place * width : (place + 1) * width]
            number = known.setdefault(row, len(firsts))
            if number == len(firsts):
                firsts.append(start + place)
            numbers[start + place] = number
    return numbers, np.array(firsts, np.int64)


def _differ(cases: Cases, views: Views, nodes: Sequence[int], at: Places, numbers: Places) -> Mask:
    """Which of some cases differ in nodes from the case that stands for their class."""
    found: Mask = np.zeros(len(at), np.bool_)
    for start in range(0, len(at), _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        truths = Truths(cases, at[here])
        for node in nodes:
            found[here] |= truths.of(node) != views.truths.of(node)[numbers[here]]
    return found
