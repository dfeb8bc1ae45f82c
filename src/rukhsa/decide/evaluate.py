"""A case under one state of one pack: the regime's finding, and the savings clauses that reach the case."""

from __future__ import annotations

from collections.abc import Callable

from rukhsa.decide.answer import Seeded, answer, answer_near
from rukhsa.decide.case import Filled
from rukhsa.decide.reasons import Reason, reason_for
from rukhsa.decide.steps import Step, step_between
from rukhsa.decide.verdict import STRICTNESS, VERDICTS, Finding, Ground
from rukhsa.hints import TYPE_CHECKING
from rukhsa.language.interpret import Interpreter
from rukhsa.language.missing import Missing, missing_facts
from rukhsa.language.tree import facts_of
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.once import cached_property
from rukhsa.records import dataclass, replace

if TYPE_CHECKING:
    from rukhsa.decide.trace import Trace

EXPLAINED_INTERPRETED = 20  # for so many cases a regime's grids would not pay


@dataclass(frozen=True, slots=True)
class State:
    """Which law: valid day, knowledge day, weakest grade that counts, acts left out or taken in besides."""

    on: str
    known: str | None = None
    accept: str = "company"
    without: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    def accepted(self, pack: Pack) -> frozenset[str]:
        return pack.log.accepted(self.known, self.accept, without=self.without, also=self.also)

    def moved(self, on: str) -> State:
        return State(on, self.known, self.accept, self.without, self.also)


@dataclass(frozen=True)
class Evaluation:
    """A case under one state of one pack: its finding, and how to get the interpreter that knows why.

    Attributes:
        saving_facts: facts that say whether a savings clause takes the case out of an act.
        others: the evaluations without such an act, where it is unknown which of all stands.
    """

    regime: Regime
    finding: Finding
    explain: Callable[[], Interpreter]
    saving_facts: tuple[str, ...] = ()
    others: tuple[Evaluation, ...] = ()

    @cached_property
    def interpreter(self) -> Interpreter:
        return self.explain()

    @cached_property
    def _trace(self) -> Trace | None:
        """How to explain the case by earlier ones, once they are many."""
        told = self.interpreter
        if not isinstance(told, Seeded) or told.fast.explained <= EXPLAINED_INTERPRETED:
            return None
        from rukhsa.decide.trace import Trace

        return Trace(told)

    def reason(self, name: str) -> Reason:
        """Why a provision is true, false or open."""
        if self._trace is None:
            return reason_for(self.regime, self.interpreter, name)
        return self._trace.reason(name)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes under which the item surely falls, whichever evaluation stands."""
        own = self._codes() if self._trace is None else self._trace.codes(self._codes)
        elsewhere = [other.codes for other in self.others]
        return tuple(code for code in own if all(code in codes for codes in elsewhere))

    def _codes(self) -> tuple[str, ...]:
        truth = self.interpreter.truth_of
        true = [name for name in self.regime.of_kind("classify") if truth(name) is True]
        codes = (self.regime.provisions[name].body.code for name in true)
        return tuple(dict.fromkeys(code for code in codes if code))

    def missing(self, party_facts: frozenset[str], *, reviews: bool = False) -> tuple[Missing, ...]:
        """Facts that would settle the verdict, or the review policy, whichever evaluation stands."""
        roots = self.finding.unknown_reviews if reviews else self.finding.unknown
        if self._trace is None:
            found = list(missing_facts(self.interpreter, roots, party_facts))
        else:
            found = list(self._trace.missing(roots))
        for other in self.others:
            found.extend(other.missing(party_facts, reviews=reviews))
        facts = self.interpreter.facts
        found.extend(Missing(name, None, ()) for name in self.saving_facts if name not in facts)
        return tuple({(item.fact, item.party): item for item in reversed(found)}.values())[::-1]


def evaluate(pack: Pack, state: State, case: Filled, near: Evaluation | None = None) -> Evaluation:
    """Decide a case under one state, with the savings clauses that reach it.

    Args:
        near: the same case under one neighboring regime, from which all is taken that does not differ.
    """
    return with_savings(
        pack, state, case, evaluate_alone(pack.on(state.on, state.accepted(pack)), case, near)
    )


def with_savings(pack: Pack, state: State, case: Filled, whole: Evaluation) -> Evaluation:
    """The evaluation of a case, given what its state's regime alone makes of it."""
    others: list[Evaluation] = []
    facts: set[str] = set()
    for act, saves in whole.regime.saves:
        saved = whole.interpreter.truth(saves.tree)
        if saved is False:
            continue
        narrower = State(state.on, state.known, state.accept, state.without | {act}, state.also)
        other = evaluate(pack, narrower, case, whole)
        if saved is True:
            return other
        others.append(other)
        facts |= facts_of(saves.tree)
    return _either(whole, tuple(others), tuple(sorted(facts))) if others else whole


def evaluate_alone(
    regime: Regime, case: Filled, near: Evaluation | None = None, step: Step | None = None
) -> Evaluation:
    """Decide a case under one regime, whatever its acts save.

    Args:
        near: the same case under a neighbor.
        step: the step from there, where the caller knows it.
    """
    if near is None:
        return Evaluation(regime, *answer(regime, case.facts, case.parties))
    if near.regime is regime:
        return near
    step = step or step_between(near.regime, regime)
    regime.is_near(near.regime, step.changed)
    return Evaluation(regime, *answer_near(regime, near.regime, near.finding, near.interpreter, step))


def _either(one: Evaluation, others: tuple[Evaluation, ...], facts: tuple[str, ...]) -> Evaluation:
    finding = either([one.finding, *(other.finding for other in others)])
    return Evaluation(one.regime, finding, one.explain, facts, others)


def either(findings: list[Finding]) -> Finding:
    """The first of several findings, by what all of them have in common: one of them stands, it is open which."""
    one = findings[0]
    possible = {verdict for finding in findings for verdict in finding.possible}
    policies = {policy for finding in findings for policy in finding.policies}
    return replace(
        one,
        possible=tuple(verdict for verdict in VERDICTS if verdict in possible),
        grounds=_grounds(findings),
        policies=tuple(sorted(policies, key=STRICTNESS.__getitem__)),
        exceptions=tuple(name for name in one.exceptions if all(name in f.exceptions for f in findings)),
    )


def _grounds(findings: list[Finding]) -> tuple[Ground, ...]:
    """The grounds of the first of several findings of which one stands: sure are those that all have for sure."""
    return tuple(
        Ground(ground.name, all(ground.name in finding.met for finding in findings))
        for ground in findings[0].grounds
    )
