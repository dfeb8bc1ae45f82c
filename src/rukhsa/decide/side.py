"""One side's decision: the finding of its regime, and what it rests on.

Everything beyond the verdict (missing facts, presumptions that carry it, reasons, and what neighboring
regimes say) is worked out when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rukhsa.decide.carrying import Presumed, Trial, carrying, first_tried
from rukhsa.decide.case import Case, Filled, filled
from rukhsa.decide.evaluate import Evaluation, State, evaluate
from rukhsa.decide.neighbors import Change, Neighbors, Reading
from rukhsa.decide.reasons import Leaf, Reason
from rukhsa.decide.rules import rules_of
from rukhsa.decide.steps import DECIDING
from rukhsa.decide.verdict import REQUIRED, UNDETERMINED
from rukhsa.hints import Any
from rukhsa.language.missing import Missing, missing_facts, texts_asked
from rukhsa.language.names import OTHER
from rukhsa.law.fold import Suspended
from rukhsa.law.pack import Pack
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.once import cached_property


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
    def neighbors(self) -> Neighbors:
        """The same case under neighboring regimes."""
        return Neighbors(self.pack, self.state, self.filled, self.evaluation)

    @property
    def suspended(self) -> tuple[tuple[str, Suspended], ...]:
        """Suspended provisions whose return would change the answer."""
        return self.neighbors.suspended

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Answers under other bodies of evidence, where they differ from this one."""
        return self.neighbors.readings

    @property
    def changes(self) -> tuple[Change, ...]:
        """The next change under acts already published: by default, and by law where that differs."""
        return self.neighbors.changes

    @property
    def weaker_warns(self) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
        """What weaker acts report of practice: (act, provision, words)."""
        return self.neighbors.weaker_warns

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

        def carried(kept: frozenset[tuple[str, int | None]]) -> Trial:
            evaluation = evaluate(self.pack, self.state, self.filled.without(presumed - kept))
            finding = evaluation.finding

            def asked() -> Iterable[tuple[str, int | None]]:
                return ((item.fact, item.party) for item in self._asked_by(evaluation))

            return (finding.possible, finding.policies), asked

        kept = carrying(
            presumed, (self.possible, self.finding.policies), carried, self._standing_on(presumed)
        )
        return tuple((fact, party, self._value(fact, party)) for fact, party in kept)

    def _standing_on(self, presumed: frozenset[Presumed]) -> frozenset[Presumed]:
        """Presumptions on which a ground that gives the answer hangs, and that the law reaches the case at all."""
        if not self.finding.met:
            return frozenset()
        rules = rules_of(self.regime)
        bare = evaluate(self.pack, self.state, self.filled.without(presumed))
        truth = self.evaluation.interpreter.truth_of

        def asked(name: str) -> frozenset[Presumed]:
            if name not in bare.regime.provisions:
                return frozenset()
            found = missing_facts(bare.interpreter, [name], self.pack.vocabulary.party_facts)
            return presumed.intersection((item.fact, item.party) for item in found)

        return first_tried(
            rules,
            self.finding,
            [name for name in self.regime.of_kind("scope") if truth(name) is True],
            asked,
        )

    @cached_property
    def addressees(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Of each fact of which a name of nobody known is given, and taken for another's, whom the law names instead.

        Were that unknown, the provisions that name them would be open.
        """
        return tuple(
            (fact, names)
            for fact, party, _ in self.assumed
            if party is None and self.pack.vocabulary.asks_who(fact) and (names := self._named(fact))
        )

    def _named(self, fact: str) -> tuple[str, ...]:
        found: set[str] = set()
        asked = [evaluate(self.pack, self.state, self.filled.without(frozenset({(fact, None)})))]
        while asked:
            one = asked.pop()
            deciding = (name for kind in DECIDING for name in one.regime.of_kind(kind))
            saving = (saves.tree for _, saves in one.regime.saves)
            party_facts = self.pack.vocabulary.party_facts
            found |= texts_asked(one.interpreter, deciding, saving, fact, party_facts)
            asked.extend(one.others)
        return tuple(sorted(found))

    def _asked_by(self, evaluation: Evaluation) -> tuple[Missing, ...]:
        """Facts that would settle verdict and review policy of an evaluation."""
        party_facts = self.pack.vocabulary.party_facts
        reviews = evaluation.finding.unknown_reviews if len(evaluation.finding.policies) > 1 else ()
        return (
            *evaluation.missing(party_facts),
            *missing_facts(evaluation.interpreter, reviews, party_facts),
        )

    def _value(self, fact: str, party: int | None) -> str:
        if party is None and self.pack.vocabulary.asks_who(fact):
            return OTHER  # that a name of nobody known is another's
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
    def warns(self) -> tuple[str, ...]:
        """Red flags and practices that speak of the case, under the accepted acts."""
        truth = self.evaluation.interpreter.truth_of
        return tuple(name for name in self.regime.of_kind("warn") if truth(name) is True)

    def reason(self, name: str) -> Reason:
        return self.evaluation.reason(name)

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


__all__ = ["Change", "Evaluation", "Leaf", "Reading", "Reason", "Side", "State", "evaluate"]
