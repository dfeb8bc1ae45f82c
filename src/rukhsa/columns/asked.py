"""The sides of a run with what of their law is asked, and the truths of comparisons by what lines say."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from rukhsa.columns.addressed import Addressed
from rukhsa.columns.bits import Bytes, Planes, Words, packed
from rukhsa.columns.cells import UNKNOWN, VALUE, Cells, Meaning, fact_meaning, own
from rukhsa.columns.facts import Facts
from rukhsa.columns.graph import Atom, Unsupported
from rukhsa.columns.judge import Answers, Judge
from rukhsa.columns.lines import Numbered
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Plan
from rukhsa.columns.sweep import Seeds
from rukhsa.decide.batch import Batch
from rukhsa.decide.carrying import Presumed
from rukhsa.decide.case import PARTY_SHORTHANDS, Case
from rukhsa.decide.evaluate import State
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.pack import Pack
from rukhsa.law.terms import ITEM_GUARD


class Table:
    """Codes of comparisons, a column for each of a growing number of things."""

    def __init__(self, atoms: list[int]) -> None:
        self.rows = {atom: row for row, atom in enumerate(atoms)}
        self.filled = 0
        self._codes: Bytes = np.zeros((len(atoms), 64), np.uint8)

    def add(self, columns: Bytes) -> None:
        more = columns.shape[1]
        while self.filled + more > self._codes.shape[1]:
            self._codes = np.concatenate((self._codes, np.zeros_like(self._codes)), axis=1)
        self._codes[:, self.filled : self.filled + more] = columns
        self.filled += more

    def of(self, atom: int) -> Bytes:
        return self._codes[self.rows[atom], : self.filled]


class Asked:
    """One side of a run."""

    def __init__(self, pack: Pack, plan: Plan, facts: Facts, judge: Judge) -> None:
        self.pack = pack
        self.plan = plan
        self.facts = facts
        self.judge = judge
        self._addressed = {fact: Addressed(plan.graph, fact) for fact in facts.asking_who()}
        self.start(frozenset())

    def start(self, alone: frozenset[str]) -> None:
        """Begin with nothing read and nothing found; `alone` are the facts read by themselves."""
        self._alone = alone
        self.judge = self.judge.anew()
        self.facts.forget()
        self.bound = Table(self.facts.atoms(False, alone))
        self.parties = Table(self.facts.atoms(True))
        self.alone = {fact: Table(self.facts.atoms_of(fact, False)) for fact in alone}
        self.open_parts: list[int] = []
        self.open_parties: list[int] = []
        self._open: list[Any] = []
        self._open_numbers: dict[Hashable, int] = {}

    def add_bound(self, case: Case | None) -> None:
        if case is None:
            self.bound.add(np.zeros((len(self.bound.rows), 1), np.uint8))
            self.open_parts.append(self._number(()))
        else:
            codes = self.facts.order(case, self._alone)
            self.bound.add(codes.reshape(-1, 1))
            self.open_parts.append(self._number(self.facts.open_parts(case, False)))

    def add_party(self, case: Case | None) -> None:
        if case is None:
            self.parties.add(np.zeros((len(self.parties.rows), 1), np.uint8))
            self.open_parties.append(self._number(()))
        else:
            self.parties.add(self.facts.party(case).reshape(-1, 1))
            self.open_parties.append(self._number(self.facts.open_parts(case, True)))

    def _number(self, open_: Hashable) -> int:
        number = self._open_numbers.setdefault(open_, len(self._open))
        if number == len(self._open):
            self._open.append(open_)
        return number

    def open_facts(self, bound: int, parties: Sequence[int], node: int, half: int) -> Sequence[Presumed]:
        """The unknown facts of an open comparison that several facts decide."""
        atom = self.plan.graph.vertices[node].atom
        assert atom is not None
        if not atom.of_party:
            return self._asked(self.open_parts[bound], False, node, half)
        return [key for party in parties for key in self._asked(self.open_parties[party], True, node, half)]

    def _asked(self, number: int, of_party: bool, node: int, half: int) -> Sequence[Presumed]:
        wholes = self.facts.wholes[of_party]
        asked: Sequence[Presumed] | None = self._open[number][half * len(wholes) + wholes.index(node)]
        return asked or ()

    def add_cells(self, fact: str, cells: Cells, vocabulary: Vocabulary) -> None:
        """Take up the classes of a column's cells that are new."""
        table = self.alone[fact]
        values = []
        for klass in range(table.filled, len(cells)):
            meaning: Any = cells.meanings[klass]
            stated = meaning is not None and meaning[0] == VALUE
            value = vocabulary.read(fact, cells.samples[klass]) if stated else None
            leans = value is not None and vocabulary.is_stranger(fact, value)
            values.append((value, leans or (meaning is not None and meaning == (UNKNOWN, True))))
        if values:
            table.add(self.facts.cells(fact, values))

    def planes(self, lines: Numbered, parties: Codes) -> Planes:
        """The truths of every node on some lines, as many as fill whole words.

        Args:
            parties: the parties of each line: [party, line].
        """

        def read(number: int, atom: Atom) -> tuple[Words, Words]:
            if atom.of_party:
                codes = self.parties.of(number)
                planes = [packed(codes[party]) for party in parties]
                return np.stack([p[0] for p in planes]), np.stack([p[1] for p in planes])
            if number in self.bound.rows:
                return packed(self.bound.of(number)[lines.bound])
            (fact,) = atom.facts
            return packed(self.alone[fact].of(number)[lines.alone[fact]])

        return Planes(self.plan.graph, len(lines.days) // 64, read)

    def addressees(self, planes: Planes, epochs: Codes, found: Answers) -> dict[str, Codes]:
        """Of each fact whom the law names where somebody else is only presumed to be meant, by number.

        Lines on which that decides which law holds are marked as `saved`.
        """
        told, law = self.judge.facts.values, self.plan.law.epochs
        numbers = np.unique(found.assumed).tolist()
        named: dict[str, Codes] = {}
        for fact, addressed in self._addressed.items():
            lines = np.isin(found.assumed, [number for number in numbers if fact in told[number]])
            saving = [epoch for epoch in np.unique(epochs[lines]).tolist() if addressed.saves(law[epoch])]
            found.saved[lines & np.isin(epochs, saving)] = True
            named[fact] = addressed.of(planes, law, epochs, lines)
        return named

    def names(self, addressees: Mapping[str, Codes], line: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Whom the law names on a line, by the numbers that `addressees` gave."""
        named = ((fact, self._addressed[fact].names[codes[line]]) for fact, codes in addressees.items())
        return tuple((fact, names) for fact, names in named if names)

    def extra(self, lines: Numbered, parties: Codes) -> Any:
        """Of each line, what is unknown within comparisons that several facts decide: [lane, line]."""
        found = self._seeded(np.array(self.open_parts)[lines.bound])
        for party in parties:
            found = found + self._seeded(np.array(self.open_parties)[party])
        return found

    def _seeded(self, numbers: Codes) -> Any:
        seeds = [self.judge.seeds.of(("open", number)) for number in range(len(self._open))]
        return np.concatenate(seeds, axis=1)[:, numbers]


def asked_of(batch: Batch, packs: Mapping[str, Pack], seed: int) -> dict[str, Asked] | None:
    """The sides of a run; none if some condition of their law is not of the kind that the graph holds."""
    seeds = Seeds(seed)
    named = dict.fromkeys(
        entry
        for pack in packs.values()
        for clause in pack.log.clauses
        if clause.body is not None
        for entry in clause.body.between
    )
    found: dict[str, Asked] = {}
    known = None if batch.known is None else batch.regime(batch.day).state.known
    for name, pack in packs.items():
        try:
            plan = Plan(pack, State(batch.day, known, batch.accept), named)
        except Unsupported:
            return None
        facts = Facts(pack, plan.graph, batch.strict)
        judge = Judge(plan, batch.strict, seeds, facts.shared_presumed)
        found[name] = Asked(pack, plan, facts, judge)
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
    apart = {*twice, *vocabulary.implying, *shared}
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
