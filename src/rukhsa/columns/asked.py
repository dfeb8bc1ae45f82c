"""The sides of a run with what of their law is asked, and the truths of comparisons by what lines say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from rukhsa.columns.addressed import Addressed
from rukhsa.columns.axes import Axes, Classes
from rukhsa.columns.cells import UNKNOWN, VALUE, Cells, Meaning, fact_meaning, own
from rukhsa.columns.facts import Facts
from rukhsa.columns.graph import Unsupported
from rukhsa.columns.judge import Answers, Judge
from rukhsa.columns.lines import Numbered
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Plan
from rukhsa.columns.run import SideAt
from rukhsa.columns.wanted import Wanted
from rukhsa.decide.batch import CAUTION, Batch
from rukhsa.decide.case import PARTY_SHORTHANDS, Case
from rukhsa.decide.data import SHIPPED_FROM
from rukhsa.decide.evaluate import State
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.pack import Pack
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.orders.line import DATE


class Asked:
    """One side of a run."""

    def __init__(self, pack: Pack, plan: Plan, facts: Facts, judge: Judge) -> None:
        self.pack = pack
        self.plan = plan
        self.facts = facts
        self.judge = judge
        self.start(frozenset())

    def start(self, alone: frozenset[str]) -> None:
        """Begin with nothing read and nothing found; `alone` are the facts read by themselves."""
        self._aside = alone
        self.judge = self.judge.anew()
        self.facts.forget()
        self._bound = Classes(self.facts.atoms(False, alone))
        self._alone = {fact: Classes(self.facts.atoms_of(fact, False)) for fact in sorted(alone)}
        self._party = Classes(self.facts.atoms(True))
        order = [self._bound, *(own for own in self._alone.values() if own.rows)]
        self._axes = Axes(self.plan.graph, self.judge.states, order, self._party, self.facts.wholes)

    def add_bound(self, case: Case | None) -> None:
        """Take up an item with what is read together with it; none if it cannot be read."""
        self._bound.add(*self.facts.read(case or Case({}), False, self._aside))

    def add_party(self, case: Case | None) -> None:
        """Take up a party; none if it cannot be read."""
        self._party.add(*self.facts.read(case or Case({}), True))

    def add_cells(self, fact: str, cells: Cells, vocabulary: Vocabulary) -> None:
        """Take up the classes of a column's cells that are new."""
        own = self._alone[fact]
        for klass in range(own.filled, len(cells)):
            meaning: Any = cells.meanings[klass]
            stated = meaning is not None and meaning[0] == VALUE
            value = vocabulary.read(fact, cells.samples[klass]) if stated else None
            leans = value is not None and vocabulary.is_stranger(fact, value)
            own.add(self.facts.cell(fact, value, leans or meaning == (UNKNOWN, True)))

    def answers(self, lines: Numbered, parties: Codes, epochs: Codes, side_at: SideAt) -> Answers:
        """The answers on lines that stand in the order of their days.

        Args:
            parties: the parties of each line: [party, line].
            epochs: the epoch of each line.
            side_at: the decision of one case on a line, on a day.
        """
        codes = [
            self._bound.of(lines.bound),
            *(own.of(lines.alone[fact]) for fact, own in self._alone.items() if own.rows),
            *(self._party.of(party) for party in parties),
        ]
        return self.judge.answers(self._axes, codes, len(parties), epochs, side_at)


def asked_of(batch: Batch, packs: Mapping[str, Pack]) -> dict[str, Asked] | None:
    """The sides of a run; none if some condition of their law is not of the kind that the graph holds."""
    named = dict.fromkeys(
        entry
        for pack in packs.values()
        for clause in pack.log.clauses
        if clause.body is not None
        for entry in clause.body.between
    )
    found: dict[str, Asked] = {}
    since = None if DATE in batch.book.columns else batch.day
    wanted = Wanted.of(batch.results)
    known = None if batch.known is None else batch.regime(batch.day).state.known
    for name, pack in packs.items():
        try:
            plan = Plan(pack, State(batch.day, known, batch.accept), named, since)
        except Unsupported:
            return None
        facts = Facts(pack, plan.graph, batch.strict)
        addressed = [Addressed(plan.graph, fact, facts.texts(fact)) for fact in facts.asking_who()]
        found[name] = Asked(
            pack, plan, facts, Judge(plan, batch.strict, facts.presumes_shared, addressed, wanted)
        )
    return found


def binding_of(batch: Batch, asked: Mapping[str, Asked]) -> frozenset[str]:
    """The facts of an order that are not read by themselves: others follow from them, or a catalog states them."""
    vocabulary = batch.law.vocabulary
    found = {ITEM_GUARD}
    for fact in vocabulary.following:
        found |= {fact.name, str(fact.follows["fact"]), *fact.follows.get("when", {})}
    for name in vocabulary.implying:
        found |= {name, *vocabulary[name].implies}
    for item in batch.law.catalog.values():
        found |= item.facts.keys()
    for side in asked.values():
        found |= side.facts.shared
    return frozenset(found - vocabulary.party_facts)


def reading_of(batch: Batch, asked: Mapping[str, Asked]) -> Callable[[str], Meaning]:
    """What the cells of a column mean, for each column of a fact."""
    vocabulary = batch.law.vocabulary
    bound = binding_of(batch, asked)
    keys = {*batch.book.columns, *(key for _, key in batch.further.values())}
    twice = {fact for short, fact in PARTY_SHORTHANDS.items() if {short, fact} <= keys}
    shared = {fact for side in asked.values() for fact in side.facts.shared}
    named = {SHIPPED_FROM} if CAUTION in batch.results else set()
    apart = {*twice, *vocabulary.implying, *shared, *named}
    following = [(str(fact.follows["fact"]), fact.follows.get("gives")) for fact in vocabulary.following]

    def follows(fact: str, value: Any) -> bool:
        """Whether another fact may follow from a value."""
        return any(source == fact and (gives is None or value in gives) for source, gives in following)

    def reading(column: str) -> Meaning:
        fact = PARTY_SHORTHANDS.get(column, column)
        if fact in apart or not asked:
            return fact_meaning(vocabulary, fact, own)
        of_party = fact in vocabulary.party_facts
        read = (fact, "ultimate_parent") if column == "party_hq" else (fact,)

        def like(value: Any) -> Hashable:
            stranger = vocabulary.is_stranger(fact, value)
            if fact in bound and (not stranger or follows(fact, value)):
                return own(value)
            told = [side.facts.like(name, value, of_party) for side in asked.values() for name in read]
            return (*told, stranger)

        return fact_meaning(vocabulary, fact, like)

    return reading
