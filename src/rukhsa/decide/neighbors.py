"""The same case under neighboring regimes: other evidence, later days, suspended provisions put back.

A neighbor is decided by what differs from a regime whose answer is known; later days are decided each by
what differs from the day before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rukhsa.cache import keeps
from rukhsa.decide.answer import may_move
from rukhsa.decide.case import Filled
from rukhsa.decide.evaluate import (
    Evaluation,
    State,
    evaluate,
    evaluate_alone,
    with_savings,
)
from rukhsa.decide.steps import (
    STILL,
    Step,
    after_all,
    differing,
    step_between,
    steps_beside,
    steps_of,
    texts_of,
)
from rukhsa.decide.verdict import UNDETERMINED, Finding
from rukhsa.digest import sha256
from rukhsa.law.fold import InForce, Suspended
from rukhsa.law.log import RANK
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.once import cached_property
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer under another body of evidence: by law alone, if a weaker act is true, without an act."""

    kind: str  # "by_law", "if_true", "without"
    acts: tuple[str, ...]
    possible: tuple[str, ...]
    policies: tuple[str, ...]
    exceptions: tuple[str, ...]

    @property
    def verdict(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED


@dataclass(frozen=True, slots=True)
class Change:
    """The first later day on which the answer differs, under acts already published."""

    day: str
    possible: tuple[str, ...]
    policies: tuple[str, ...]
    exceptions: tuple[str, ...]
    acts: tuple[str, ...]
    by_law: bool = False

    @property
    def verdict(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED


class Neighbors:
    """What the law beside that of one evaluation says of its case.

    Args:
        evaluation: the case under `state`.
    """

    def __init__(self, pack: Pack, state: State, case: Filled, evaluation: Evaluation) -> None:
        self.pack = pack
        self.state = state
        self.case = case
        self.evaluation = evaluation
        self.regime = evaluation.regime
        self.outcome = evaluation.finding.outcome

    @cached_property
    def base(self) -> Evaluation:
        """The evaluation of that regime alone: other regimes are decided by their differences from it."""
        return evaluate_alone(self.regime, self.case) if self.evaluation.others else self.evaluation

    @cached_property
    def suspended(self) -> tuple[tuple[str, Suspended], ...]:
        """Suspended provisions whose return would change the answer."""
        held = self.regime.folded.suspended
        quiet = tuple(n for n in held if self.regime.kind(n) in ("classify", "derive", "set"))
        back = {name: (*quiet, name) for name in held if name not in quiet}
        if quiet:
            back[""] = quiet
        steps = self._steps("returns", (), lambda: ((n, self._with(n, names)) for n, names in back.items()))

        def finding(name: str) -> Finding:
            step = None if steps is None else steps.get(name, STILL)
            if step is not None and not self._may_move(step, self.base.finding):
                return self.base.finding
            return evaluate_alone(self._with(name, back[name]), self.case, self.base, step).finding

        found = {name: own for name in back if name and (own := finding(name)).outcome != self.outcome}
        if (
            quiet and (alone := finding("").outcome) != self.outcome
        ):  # what decides here is what they classify
            found = {
                name: own
                for name, own in found.items()
                if own.outcome != alone or name in own.reviews or name in {g.name for g in own.grounds}
            }
            if not found:
                return tuple((name, held[name]) for name in self._needed(quiet, alone))
        return tuple((name, held[name]) for name in found)

    def _needed(self, quiet: Sequence[str], outcome: tuple[object, ...]) -> list[str]:
        """The classifications, numbers and sets that cannot be spared for an outcome, of those put back for it."""
        held, kept = self.regime.folded.suspended, list(quiet)
        acts = dict.fromkeys(held[name].clause.act for name in quiet)
        parts = [{name for name in quiet if held[name].clause.act == act} for act in acts]
        for part in (*parts, *({name} for name in quiet)):
            fewer = [name for name in kept if name not in part]
            if len(fewer) < len(kept):
                changed = self._with(" ".join(("these", *fewer)), fewer)
                if evaluate_alone(changed, self.case, self.base).finding.outcome == outcome:
                    kept = fewer
        return kept

    def _with(self, name: str, back: Iterable[str]) -> Regime:
        """The regime with what is suspended put back; the same object each time."""
        key = ("with", name)
        if key not in self.regime.memo:
            held = self.regime.folded.suspended
            self.regime.memo[key] = self.regime.with_changes(
                {other: InForce(held[other].body, held[other].clause, held[other].tree) for other in back}
            )
        found: Regime = self.regime.memo[key]
        return found

    def _steps(
        self, kind: str, of: Iterable[str], others: Callable[[], Iterable[tuple[str, Regime]]]
    ) -> Mapping[str, Step] | None:
        """The steps to neighbors, if they are kept; `of` tells these neighbors from others."""
        key = self.regime.memo.get("key")
        if key is None or not keeps():
            return None
        return steps_beside(kind, sha256("\n".join((key, *of))), self.regime, others)

    def _may_move(self, step: Step, finding: Finding) -> bool:
        """Whether a step may lead from this finding to another."""
        return may_move(step, finding, self.case.facts, self.case.parties, self._texts)

    @cached_property
    def _texts(self) -> frozenset[str]:
        return texts_of(self.case.facts, self.case.parties)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Answers under other bodies of evidence, where they differ from this one."""
        found: list[Reading] = []
        for kind, acts, state in self.other_states:
            step = self._step_to(kind, acts, state)
            if step is not None and not self._may_move(step, self.base.finding):
                finding = self.base.finding
            else:
                finding = evaluate(self.pack, state, self.case, self.base).finding
            if finding.outcome != self.outcome:
                found.append(Reading(kind, acts, finding.possible, finding.policies, finding.exceptions))
        return tuple(found)

    def _step_to(self, kind: str, acts: Sequence[str], state: State) -> Step | None:
        """The step to another body of evidence, if it is kept and no act saves the case under either."""
        accepted = state.accepted(self.pack)
        if self._beside is None or self.regime.saves or self.pack.saves_on(state.on, accepted):
            return None
        return self._beside.get(" ".join((kind, *acts)), STILL)

    @cached_property
    def _beside(self) -> Mapping[str, Step] | None:
        """The steps to other bodies of evidence."""
        pack, on = self.pack, self.state.on
        named = [(" ".join((kind, *acts)), state.accepted(pack)) for kind, acts, state in self.other_states]
        if "key" not in pack.log.memo:
            return None
        # on another day of this regime's epoch, other acts may be in another of theirs
        of = [f"{name} {pack.key_on(on, accepted)}" for name, accepted in named]
        return self._steps("aside", of, lambda: ((name, pack.on(on, accepted)) for name, accepted in named))

    @cached_property
    def other_states(self) -> tuple[tuple[str, tuple[str, ...], State], ...]:
        """Other bodies of evidence: their kind, the acts that make the difference, the state."""
        found = tuple(self._other_states())
        self.pack.fold_beside(
            self.state.on,
            self.state.accepted(self.pack),
            [state.accepted(self.pack) for _, _, state in found],
        )
        return found

    def _other_states(self) -> Iterator[tuple[str, tuple[str, ...], State]]:
        log, state = self.pack.log, self.state
        if state.accept != "law":
            yield "by_law", (), State(state.on, state.known, "law", state.without)
        accepted = state.accepted(self.pack)
        for act in log.acts.values():
            if act.kind == "hypothetical" or (state.known is not None and act.public > state.known):
                continue
            if act.name in accepted and RANK[act.grade] == 0:
                continue
            if act.name not in log.starts or log.starts[act.name] > state.on:
                continue
            if act.name not in accepted and act.name not in state.without:
                yield (
                    "if_true",
                    (act.name,),
                    State(state.on, state.known, state.accept, state.without, state.also | {act.name}),
                )
            elif act.name in accepted:
                yield (
                    "without",
                    (act.name,),
                    State(state.on, state.known, state.accept, state.without | {act.name}, state.also),
                )

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The next change under acts already published: by default, and by law where that differs."""
        by_default = self._next(self.state, self.evaluation)
        if self.state.accept == "law":
            return (by_default,) if by_default else ()
        law = State(self.state.on, self.state.known, "law", self.state.without)
        by_law = self._next(law, evaluate(self.pack, law, self.case, self.base))
        found = [by_default] if by_default else []
        if by_law is not None and (
            by_default is None
            or (by_law.day, by_law.possible, by_law.policies)
            != (by_default.day, by_default.possible, by_default.policies)
        ):
            found.append(
                Change(by_law.day, by_law.possible, by_law.policies, by_law.exceptions, by_law.acts, True)
            )
        return tuple(found)

    def _next(self, state: State, now: Evaluation) -> Change | None:
        accepted = state.accepted(self.pack)
        self.pack.fold_all(accepted)
        before = self.pack.on(state.on, accepted)
        alone = evaluate_alone(before, self.case, self.base)
        steps = steps_of(self.pack, accepted)
        passed: list[Step] = []  # without effect on the case
        for day in self.pack.log.boundaries_of(accepted):
            if day <= state.on:
                continue
            if steps is not None and self.pack.saves_on(day, accepted) == before.saves:
                step = steps.get(day, STILL)
                if step is STILL and not before.saves:  # the law that a case is saved to may move alone
                    continue
                if not before.saves and not self._may_move(step, alone.finding):
                    passed.append(step)
                    continue
            after = self.pack.on(day, accepted)
            step = step_between(before, after) if steps is None else steps.get(day, STILL)
            if step.changed or before.saves or after.saves:
                alone = evaluate_alone(after, self.case, alone, after_all(passed, step) if passed else step)
                passed.clear()
                evaluation = with_savings(self.pack, state.moved(day), self.case, alone)
                finding = evaluation.finding
                if finding.outcome != now.finding.outcome:
                    moved = step.changed or differing(now.regime, evaluation.regime)
                    acts = {
                        act for name in _moved(moved, now, evaluation) for act in self._acts_behind(name, day)
                    } | {act for act, _ in set(before.saves) ^ set(after.saves)}
                    return Change(
                        day, finding.possible, finding.policies, finding.exceptions, tuple(sorted(acts))
                    )
            before = after
        return None

    def _acts_behind(self, name: str, day: str) -> Iterator[str]:
        """The acts whose clauses begin or end on the day and reach the provision."""
        from rukhsa.law.act import beneath
        from rukhsa.law.log import day_after

        log = self.pack.log
        for act in [log.acts[act] for act, days in log.days.items() if day in days]:
            for clause in act.clauses:
                ends = {day_after(d) for d in (clause.until, clause.doubt) if d}
                if day not in {clause.start, clause.comply, *ends}:
                    continue
                target = clause.target.partition("#")[0]
                if beneath(name, target) or log.writes_of(target, name):
                    yield act.name

    @cached_property
    def weaker_warns(self) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
        """What weaker acts report of practice: (act, provision, words)."""
        found = []
        for kind, acts, state in self.other_states:
            step = self._step_to(kind, acts, state)
            if kind != "if_true" or (
                step is not None and all(self.regime.kind(name) != "warn" for name in step.changed)
            ):
                continue
            evaluation = evaluate(self.pack, state, self.case, self.base)
            for name in evaluation.regime.of_kind("warn"):
                body = evaluation.regime.provisions[name].body
                if name not in self.regime.provisions and evaluation.interpreter.truth_of(name) is True:
                    found.append((acts[0], name, body.says or {}))
        return tuple(found)


def _moved(names: frozenset[str], now: Evaluation, then: Evaluation) -> frozenset[str]:
    """Of the provisions that two regimes hold differently, those that move something in this case."""
    regime = then.regime

    def turned(name: str) -> bool:
        if regime.kind(name) in ("set", "derive"):
            return False
        return now.interpreter.truth_of(name) != then.interpreter.truth_of(name)

    def matters(name: str) -> bool:
        if regime.kind(name) in ("set", "derive"):
            return any(turned(reader) for reader in regime.dependants(frozenset((name,))))
        return turned(name)

    return frozenset(name for name in names if matters(name)) or names
