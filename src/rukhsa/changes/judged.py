"""A case under one state of every pack, and under other states that differ little from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rukhsa.changes.outcome import Outcome, outcome_of
from rukhsa.changes.posed import Posed
from rukhsa.decide.evaluate import Evaluation, State, evaluate, evaluate_alone, with_savings
from rukhsa.decide.steps import STILL, step_between, steps_of
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass


@dataclass(frozen=True)
class Judged:
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

    def outcome_with(self, name: str, other: Evaluation) -> Outcome:
        """The outcome if this side answered otherwise."""
        return outcome_of(
            (other if side == name else evaluation).finding for side, evaluation in self.sides.items()
        )

    def near(self, states: Mapping[str, State]) -> Judged:
        """The same case under other states, decided by what differs."""
        sides = {
            name: evaluate(self.packs[name], state, self.posed.filled[name], alone(self, name))
            for name, state in states.items()
        }
        return Judged(self.packs, states, self.posed, sides)


def judge(packs: Mapping[str, Pack], states: Mapping[str, State], posed: Posed) -> Judged:
    """Decide a case under one state of every pack."""
    sides = {name: evaluate(pack, states[name], posed.filled[name]) for name, pack in packs.items()}
    return Judged(packs, states, posed, sides)


def alone(judged: Judged, name: str) -> Evaluation:
    """A side's evaluation by its regime alone, from which neighbors are decided."""
    side = judged.sides[name]
    return evaluate_alone(side.regime, judged.posed.filled[name]) if side.others else side


def days_of(packs: Mapping[str, Pack], states: Mapping[str, State], first: str, last: str) -> list[str]:
    """The days after `first`, through `last`, on which the law of some pack may differ from the day before."""
    found = {
        day
        for name, pack in packs.items()
        for day in pack.log.boundaries_of(states[name].accepted(pack))
        if first < day <= last
    }
    return sorted(found)


def course(judged: Judged, last: str) -> Iterator[tuple[str, Judged]]:
    """The case on every later day, through `last`, on which the law of some pack differs; in order."""
    now = judged
    last_alone = {name: alone(judged, name) for name in judged.sides}
    regimes = {}
    for name, pack in judged.packs.items():
        state = judged.states[name]
        regimes[name] = pack.on(state.on, state.accepted(pack))
        last_alone[name] = evaluate_alone(regimes[name], judged.posed.filled[name], last_alone[name])
    first = min(state.on for state in judged.states.values())
    for day in days_of(judged.packs, judged.states, first, last):
        sides = dict(now.sides)
        states = {name: state.moved(day) for name, state in judged.states.items()}
        moved = False
        for name, pack in judged.packs.items():
            accepted = states[name].accepted(pack)
            if day not in pack.log.boundaries_of(accepted):
                continue
            before, after = regimes[name], pack.on(day, accepted)
            steps = steps_of(pack, accepted)
            step = step_between(before, after) if steps is None else steps.get(day, STILL)
            regimes[name] = after
            if step.changed or before.saves != after.saves:
                filled = judged.posed.filled[name]
                last_alone[name] = evaluate_alone(after, filled, last_alone[name], step)
                sides[name] = with_savings(pack, states[name], filled, last_alone[name])
                moved = True
        now = Judged(judged.packs, states, judged.posed, sides)
        if moved:
            yield day, now
