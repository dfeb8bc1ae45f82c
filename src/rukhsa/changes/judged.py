"""A case under one state of every pack, and under other states that differ little from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from rukhsa.changes.held import Between
from rukhsa.changes.outcome import Outcome, outcome_of
from rukhsa.changes.posed import Posed
from rukhsa.decide.evaluate import Evaluation, State, evaluate, evaluate_alone, with_savings
from rukhsa.decide.steps import STILL, step_between, steps_of
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass

Part = tuple[str, str]  # side, name of a provision or an act
Shown = Mapping[str, Iterable[str]]  # by provision, the conditions whose truth shows it
Held = Mapping[str, frozenset[str]]  # by side, names of what is held as it was


class Answers(ABC):
    """What all packs answer under one state of each, and what must be known of it to tell a flip.

    Attributes:
        packs, states: by side.
    """

    packs: Mapping[str, Pack]
    states: Mapping[str, State]

    @property
    @abstractmethod
    def outcome(self) -> Outcome:
        """The outcome of all sides together."""

    @abstractmethod
    def outcome_of_side(self, name: str) -> Outcome: ...

    @abstractmethod
    def regime(self, name: str) -> Regime:
        """The regime that answers on a side."""

    @abstractmethod
    def near(self, states: Mapping[str, State]) -> Self:
        """The same case under other states."""

    @abstractmethod
    def restated(self, states: Mapping[str, State]) -> Self:
        """The same answers under states of the same law."""

    @abstractmethod
    def course(self, last: str) -> Iterator[tuple[str, Self]]:
        """The case on every later day, through `last`, on which the law of some pack differs; in order.

        Days on which no answer can be another may be left out.
        """

    @abstractmethod
    def moved(self, before: Self, name: str, shown: Shown) -> tuple[str, ...]:
        """Of the provisions that differ, what comes out otherwise in the case, or is read by what does.

        Args:
            before: the case under the earlier state.
            shown: by provision, the conditions whose truth shows it.
        """

    @abstractmethod
    def with_texts(self, before: Self, between: Mapping[str, Between], held: Held) -> Outcome:
        """The outcome if these provisions were as under the earlier state."""

    def with_moved(self, before: Self, between: Mapping[str, Between], shown: Mapping[str, Shown]) -> Outcome:
        """The outcome if all that moved were as under the earlier state."""
        moved = {name: frozenset(self.moved(before, name, of_side)) for name, of_side in shown.items()}
        return self.with_texts(before, between, {name: names for name, names in moved.items() if names})

    def each_moved(
        self, before: Self, between: Mapping[str, Between], shown: Mapping[str, Shown]
    ) -> Iterator[tuple[Part, Outcome]]:
        """For each of what moved, the outcome if it alone were as under the earlier state.

        What changes nothing may be left out.
        """
        for side, of_side in shown.items():
            for name in self.moved(before, side, of_side):
                yield (side, name), self.with_texts(before, between, {side: frozenset((name,))})

    @abstractmethod
    def with_acts(self, between: Mapping[str, Between], held: Held) -> Outcome:
        """The outcome if these acts stood as under the earlier state."""


@dataclass(frozen=True)
class Judged(Answers):
    """The answers of all packs on one case under one state of each."""

    packs: Mapping[str, Pack]
    states: Mapping[str, State]
    posed: Posed
    sides: Mapping[str, Evaluation]

    @property
    def outcome(self) -> Outcome:
        return outcome_of(side.finding for side in self.sides.values())

    def outcome_of_side(self, name: str) -> Outcome:
        return outcome_of([self.sides[name].finding])

    def regime(self, name: str) -> Regime:
        return self.sides[name].regime

    def near(self, states: Mapping[str, State]) -> Judged:
        sides = {
            name: evaluate(self.packs[name], state, self.posed.filled[name], alone(self, name))
            for name, state in states.items()
        }
        return Judged(self.packs, states, self.posed, sides)

    def restated(self, states: Mapping[str, State]) -> Judged:
        return Judged(self.packs, states, self.posed, self.sides)

    def course(self, last: str) -> Iterator[tuple[str, Judged]]:
        now = self
        last_alone = {name: alone(self, name) for name in self.sides}
        regimes = {}
        for name, pack in self.packs.items():
            state = self.states[name]
            regimes[name] = pack.on(state.on, state.accepted(pack))
            last_alone[name] = evaluate_alone(regimes[name], self.posed.filled[name], last_alone[name])
        for day in days_of(self.packs, self.states, day_of(self), last):
            sides = dict(now.sides)
            states = {name: state.moved(day) for name, state in self.states.items()}
            moved = False
            for name, pack in self.packs.items():
                accepted = states[name].accepted(pack)
                if day not in pack.log.boundaries_of(accepted):
                    continue
                before, after = regimes[name], pack.on(day, accepted)
                steps = steps_of(pack, accepted)
                step = step_between(before, after) if steps is None else steps.get(day, STILL)
                regimes[name] = after
                if step.changed or before.saves != after.saves:
                    filled = self.posed.filled[name]
                    last_alone[name] = evaluate_alone(after, filled, last_alone[name], step)
                    sides[name] = with_savings(pack, states[name], filled, last_alone[name])
                    moved = True
            now = Judged(self.packs, states, self.posed, sides)
            if moved:
                yield day, now

    def moved(self, before: Judged, name: str, shown: Shown) -> tuple[str, ...]:
        one, other = before.sides[name].interpreter, self.sides[name].interpreter
        turned = {
            reader: one.truth_of(reader) != other.truth_of(reader)
            for reader in {reader for readers in shown.values() for reader in readers}
        }
        return tuple(name for name, by in shown.items() if any(turned[reader] for reader in by))

    def with_texts(self, before: Judged, between: Mapping[str, Between], held: Held) -> Outcome:
        sides = dict(self.sides)
        for name, names in held.items():
            regime = between[name].with_provisions(self.regime(name), before.regime(name), names)
            sides[name] = evaluate_alone(regime, self.posed.filled[name], alone(self, name))
        return Judged(self.packs, self.states, self.posed, sides).outcome

    def with_acts(self, between: Mapping[str, Between], held: Held) -> Outcome:
        sides = dict(self.sides)
        for name, names in held.items():
            pack, state, regime = between[name].with_acts(names)
            filled = self.posed.filled[name]
            whole = evaluate_alone(regime, filled, alone(self, name))
            sides[name] = with_savings(pack, state, filled, whole)
        return Judged(self.packs, self.states, self.posed, sides).outcome


def judge(packs: Mapping[str, Pack], states: Mapping[str, State], posed: Posed) -> Judged:
    """Decide a case under one state of every pack."""
    sides = {name: evaluate(pack, states[name], posed.filled[name]) for name, pack in packs.items()}
    return Judged(packs, states, posed, sides)


def alone(judged: Judged, name: str) -> Evaluation:
    """A side's evaluation by its regime alone, from which neighbors are decided."""
    side = judged.sides[name]
    return evaluate_alone(side.regime, judged.posed.filled[name]) if side.others else side


def day_of(answers: Answers) -> str:
    """The day whose law is asked."""
    return min(state.on for state in answers.states.values())


def days_of(packs: Mapping[str, Pack], states: Mapping[str, State], first: str, last: str) -> list[str]:
    """The days after `first`, through `last`, on which the law of some pack may differ from the day before."""
    found = {
        day
        for name, pack in packs.items()
        for day in pack.log.boundaries_of(states[name].accepted(pack))
        if first < day <= last
    }
    return sorted(found)
