"""One side's decision: the finding of its regime, and what follows from comparing neighboring regimes.

Everything beyond the verdict (missing facts, presumptions that carry it, readings by grade, what a
suspended provision would do, the next change) is worked out when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from rukhsa.decide.answer import answer, answer_near
from rukhsa.decide.case import Case, Filled, filled
from rukhsa.decide.reasons import Leaf, Reason, reason_for
from rukhsa.decide.verdict import (
    REQUIRED,
    STRICTNESS,
    UNDETERMINED,
    VERDICTS,
    Finding,
    Ground,
)
from rukhsa.language.interpret import Interpreter
from rukhsa.language.missing import Missing, missing_facts
from rukhsa.language.tree import facts_of
from rukhsa.law.fold import InForce, Suspended
from rukhsa.law.log import RANK
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.records import dataclass, replace


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

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes under which the item surely falls, whichever evaluation stands."""
        own = (
            self.regime.provisions[name].body.code
            for name in self.regime.of_kind("classify")
            if self.interpreter.truth_of(name) is True
        )
        elsewhere = [other.codes for other in self.others]
        return tuple(
            dict.fromkeys(code for code in own if code and all(code in codes for codes in elsewhere))
        )

    def missing(self, party_facts: frozenset[str], *, reviews: bool = False) -> tuple[Missing, ...]:
        """Facts that would settle the verdict, or the review policy, whichever evaluation stands."""
        roots = self.finding.unknown_reviews if reviews else self.finding.unknown
        found = list(missing_facts(self.interpreter, roots, party_facts))
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
    whole = _evaluate(pack.on(state.on, state.accepted(pack)), case, near)
    others: list[Evaluation] = []
    facts: set[str] = set()
    for act, saves in whole.regime.saves:
        saved = whole.interpreter.truth(saves.tree)
        if saved is False:
            continue
        narrower = State(state.on, state.known, state.accept, state.without | {act}, state.also)
        other = evaluate(pack, narrower, case, near or whole)
        if saved is True:
            return other
        others.append(other)
        facts |= facts_of(saves.tree)
    return _either(whole, tuple(others), tuple(sorted(facts))) if others else whole


def _evaluate(regime: Regime, case: Filled, near: Evaluation | None = None) -> Evaluation:
    if near is None:
        return Evaluation(regime, *answer(regime, case.facts, case.parties))
    if near.regime is regime:
        return near
    changes = _differing_from(near.regime, regime)
    return Evaluation(regime, *answer_near(regime, near.regime, near.finding, near.interpreter, changes))


def _differing_from(before: Regime, after: Regime) -> frozenset[str]:
    key = ("differing", before)
    if key not in after.memo:
        after.memo[key] = differing(before, after)
    found: frozenset[str] = after.memo[key]
    return found


def _either(one: Evaluation, others: tuple[Evaluation, ...], facts: tuple[str, ...]) -> Evaluation:
    findings = [one.finding, *(other.finding for other in others)]
    possible = {verdict for finding in findings for verdict in finding.possible}
    policies = {policy for finding in findings for policy in finding.policies}
    finding = replace(
        one.finding,
        possible=tuple(verdict for verdict in VERDICTS if verdict in possible),
        grounds=_grounds(findings),
        policies=tuple(sorted(policies, key=STRICTNESS.__getitem__)),
        exceptions=tuple(
            name for name in one.finding.exceptions if all(name in f.exceptions for f in findings)
        ),
    )
    return Evaluation(one.regime, finding, one.explain, facts, others)


def _grounds(findings: list[Finding]) -> tuple[Ground, ...]:
    """The grounds of the first of several findings of which one stands: sure are those that all have for sure."""
    return tuple(
        Ground(ground.name, all(ground.name in finding.met for finding in findings))
        for ground in findings[0].grounds
    )


class Side:
    """The decision of one pack on one case."""

    def __init__(self, pack: Pack, state: State, case: Case, *, strict: bool = False) -> None:
        self.pack = pack
        self.state = state
        self.case = case
        self.strict = strict
        self.filled = filled(case, pack.vocabulary, strict=strict)
        self.evaluation = evaluate(pack, state, self.filled)
        self.regime = self.evaluation.regime
        self.finding = self.evaluation.finding

    @cached_property
    def base(self) -> Evaluation:
        """The evaluation of this side's regime alone: other regimes are decided by their differences from it."""
        return _evaluate(self.regime, self.filled) if self.evaluation.others else self.evaluation

    @property
    def verdict(self) -> str:
        return self.finding.verdict

    @property
    def possible(self) -> tuple[str, ...]:
        return self.finding.possible

    @cached_property
    def classification(self) -> tuple[str, ...]:
        """Codes under which the item surely falls."""
        return self.evaluation.codes

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Facts that would settle the verdict, most needed first."""
        if self.verdict != UNDETERMINED:
            return ()
        return self.evaluation.missing(self.pack.vocabulary.party_facts)

    @cached_property
    def missing_for_review(self) -> tuple[Missing, ...]:
        """Facts that would settle the review policy."""
        if len(self.finding.policies) < 2:
            return ()
        named = {(item.fact, item.party) for item in self.missing}
        found = self.evaluation.missing(self.pack.vocabulary.party_facts, reviews=True)
        return tuple(item for item in found if (item.fact, item.party) not in named)

    @cached_property
    def assumed(self) -> tuple[tuple[str, int | None, str], ...]:
        """The smallest set of presumptions that carries verdict and review policy: (fact, party, value)."""
        presumed = self.filled.presumed
        if not presumed or self.verdict == UNDETERMINED:
            return ()
        answer = (self.possible, self.finding.policies)

        def carried(kept: set[tuple[str, int | None]]) -> Evaluation:
            return evaluate(self.pack, self.state, self.filled.without(frozenset(presumed - kept)))

        def same(evaluation: Evaluation) -> bool:
            return (evaluation.finding.possible, evaluation.finding.policies) == answer

        kept: set[tuple[str, int | None]] = set()
        while True:
            evaluation = carried(kept)
            if same(evaluation):
                break
            more = {(item.fact, item.party) for item in self._asked_by(evaluation)}
            new = (more & presumed) - kept
            if not new:
                kept = set(presumed)
                break
            kept |= new
        for item in sorted(kept, key=str):
            if same(carried(kept - {item})):
                kept.discard(item)
        return tuple((fact, party, self._value(fact, party)) for fact, party in sorted(kept, key=str))

    def _asked_by(self, evaluation: Evaluation) -> tuple[Missing, ...]:
        """Facts that would settle verdict and review policy of an evaluation."""
        party_facts = self.pack.vocabulary.party_facts
        reviews = evaluation.finding.unknown_reviews if len(evaluation.finding.policies) > 1 else ()
        return (
            *evaluation.missing(party_facts),
            *missing_facts(evaluation.interpreter, reviews, party_facts),
        )

    def _value(self, fact: str, party: int | None) -> str:
        value = self.filled.facts[fact] if party is None else self.filled.parties[party][fact]
        return str(value).lower() if isinstance(value, bool) else str(value)

    def asks(self, item: Missing) -> dict[str, Any]:
        """What either value of a missing fact would lead to, where its values are few."""
        fact = self.regime.fact(item.fact)
        if (
            fact is None
            or fact.type not in ("truth", "text")
            or (fact.type == "text" and not 0 < len(fact.values) <= 12)
        ):
            return {}
        answers: dict[str, Any] = {}
        for value in (True, False) if fact.type == "truth" else fact.values:
            facts, parties = dict(self.filled.facts), [dict(party) for party in self.filled.parties]
            if item.party is None:
                facts[item.fact] = value
            else:
                parties[item.party][item.fact] = value
            trial = Filled(facts, parties, self.filled.presumed)
            possible = evaluate(self.pack, self.state, trial).finding.possible
            answers[str(value).lower()] = possible[0] if len(possible) == 1 else list(possible)
        return answers

    @cached_property
    def suspended(self) -> tuple[tuple[str, Suspended], ...]:
        """Suspended provisions whose return would change the answer."""
        held = self.regime.folded.suspended
        quiet = {
            name: InForce(item.body, item.clause, item.tree)
            for name, item in held.items()
            if item.body.kind in ("classify", "derive", "set")
        }
        found = []
        for name, item in held.items():
            if name in quiet:
                continue
            changed = self._with(name, {**quiet, name: InForce(item.body, item.clause, item.tree)})
            if _evaluate(changed, self.filled, self.base).finding.outcome != self.finding.outcome:
                found.append((name, item))
        if not found and quiet:
            changed = self._with("", quiet)
            if _evaluate(changed, self.filled, self.base).finding.outcome != self.finding.outcome:
                found.extend((name, held[name]) for name in quiet)
        return tuple(found)

    def _with(self, name: str, changes: Mapping[str, InForce]) -> Regime:
        """The regime with what is suspended put back; the same object each time."""
        key = ("with", name)
        if key not in self.regime.memo:
            self.regime.memo[key] = self.regime.with_changes(changes)
        found: Regime = self.regime.memo[key]
        return found

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Answers under other bodies of evidence, where they differ from this one."""
        found: list[Reading] = []
        for kind, acts, state in self._other_states():
            finding = evaluate(self.pack, state, self.filled, self.base).finding
            if finding.outcome != self.finding.outcome:
                found.append(Reading(kind, acts, finding.possible, finding.policies, finding.exceptions))
        return tuple(found)

    def _other_states(self) -> Iterator[tuple[str, tuple[str, ...], State]]:
        log, state = self.pack.log, self.state
        if state.accept != "law":
            yield "by_law", (), State(state.on, state.known, "law", state.without)
        accepted = state.accepted(self.pack)
        for act in log.acts.values():
            if act.kind == "hypothetical" or (state.known is not None and act.public > state.known):
                continue
            if not any(clause.start <= state.on for clause in act.clauses):
                continue
            if act.name not in accepted and act.name not in state.without:
                yield (
                    "if_true",
                    (act.name,),
                    State(state.on, state.known, state.accept, state.without, state.also | {act.name}),
                )
            elif act.name in accepted and RANK[act.grade] > 0:
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
        start = evaluate(self.pack, law, self.filled, self.base)
        by_law = self._next(law, start)
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
        self.pack.fold_all(state.accepted(self.pack))
        before = self.pack.on(state.on, state.accepted(self.pack))
        for day in self.pack.log.boundaries_of(state.accepted(self.pack)):
            if day <= state.on:
                continue
            after = self.pack.on(day, state.accepted(self.pack))
            if before.saves == after.saves and not _differing_from(before, after):
                before = after
                continue
            evaluation = evaluate(self.pack, state.moved(day), self.filled, self.base)
            finding = evaluation.finding
            if finding.outcome != now.finding.outcome:
                names = _moved(_differing_from(before, after), now, evaluation)
                acts = sorted(
                    {act for name in names for act in self._acts_behind(name, day)}
                    | {act for act, _ in set(before.saves) ^ set(after.saves)}
                )
                return Change(day, finding.possible, finding.policies, finding.exceptions, tuple(acts))
            before = after
        return None

    def _acts_behind(self, name: str, day: str) -> Iterator[str]:
        """The acts whose clauses begin or end on the day and reach the provision."""
        from rukhsa.law.act import beneath
        from rukhsa.law.log import day_after

        for clause in self.pack.log.clauses:
            ends = {day_after(d) for d in (clause.until, clause.doubt) if d}
            if day not in {clause.start, clause.comply, *ends}:
                continue
            target = clause.target.partition("#")[0]
            if beneath(name, target) or any(w.act == target for w in self.pack.log.writes.get(name, ())):
                yield clause.act

    @cached_property
    def warns(self) -> tuple[str, ...]:
        """Red flags and practices that speak of the case, under the accepted acts."""
        truth = self.evaluation.interpreter.truth_of
        return tuple(name for name in self.regime.of_kind("warn") if truth(name) is True)

    @cached_property
    def weaker_warns(self) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
        """What weaker acts report of practice: (act, provision, words)."""
        found = []
        for kind, acts, state in self._other_states():
            if kind != "if_true":
                continue
            evaluation = evaluate(self.pack, state, self.filled, self.base)
            for name in evaluation.regime.of_kind("warn"):
                body = evaluation.regime.provisions[name].body
                if name not in self.regime.provisions and evaluation.interpreter.truth_of(name) is True:
                    found.append((acts[0], name, body.says or {}))
        return tuple(found)

    def reason(self, name: str) -> Reason:
        return reason_for(self.regime, self.evaluation.interpreter, name)

    @cached_property
    def quiet_facts(self) -> frozenset[str]:
        """Facts on which a provision fails without telling the reader anything: presumed ones, and the guard."""
        return frozenset(fact for fact, _ in self.filled.presumed) | {ITEM_GUARD}

    @cached_property
    def examined(self) -> tuple[Reason, ...]:
        """Classifications that could have caught the item and did not: why not."""
        found = []
        for name in self.regime.of_kind("classify"):
            if self.regime.provisions[name].body.code is None:
                continue
            if self.evaluation.interpreter.truth_of(name) is True:
                continue
            reason = self.reason(name)
            leaves = list(reason.leaves())
            if leaves and not any(leaf.subject in self.quiet_facts for leaf in leaves):
                found.append(reason)
        return tuple(found)

    @property
    def review_policies(self) -> tuple[str, ...]:
        return self.finding.policies if REQUIRED in self.possible else ()


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


def differing(before: Regime, after: Regime) -> frozenset[str]:
    """Names of provisions that two regimes of one pack hold differently."""
    names = {*before.provisions, *after.provisions}
    return frozenset(
        name
        for name in names
        if (a := before.provisions.get(name)) is not (b := after.provisions.get(name))
        and (a is None or b is None or _other_text(a, b))
    )


def _other_text(a: InForce, b: InForce) -> bool:
    if a.body is b.body:
        return a.tree is not b.tree and a.tree != b.tree
    return a.tree != b.tree or a.body.deciding() != b.body.deciding()


__all__ = ["Change", "Evaluation", "Leaf", "Reading", "Reason", "Side", "State", "differing", "evaluate"]
