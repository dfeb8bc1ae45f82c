"""Truths of comparisons by what a line says: of values alone, of a case's facts, of a party's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import cached_property

import numpy as np

from rukhsa.columns.bits import Bytes, code
from rukhsa.columns.graph import Atom, Graph
from rukhsa.decide.case import Case, Filled, filled
from rukhsa.language.interpret import Interpreter, Truth
from rukhsa.language.missing import missing_leaves
from rukhsa.language.tree import Compare, Const, Fact, In, Ref
from rukhsa.language.vocabulary import Value, Vocabulary
from rukhsa.law.pack import Pack

_UNHEARD_OF = "\0"


class Facts:
    """The comparisons of one side's law, by the facts that they read.

    Attributes:
        shared: facts of comparisons that more than one fact decides; their values stay as they are.
    """

    def __init__(self, pack: Pack, graph: Graph, strict: bool) -> None:
        self.vocabulary: Vocabulary = pack.vocabulary
        self._strict = strict
        self._alone: dict[bool, dict[str, list[int]]] = {False: {}, True: {}}
        self.wholes: dict[bool, list[int]] = {False: [], True: []}
        self._atoms: dict[int, Atom] = {}
        shared: set[str] = set()
        for number, vertex in enumerate(graph.vertices):
            if vertex.atom is None:
                continue
            self._atoms[number] = vertex.atom
            if vertex.atom.whole:
                self.wholes[vertex.of_party].append(number)
                shared |= vertex.atom.facts
            else:
                (fact,) = vertex.atom.facts
                self._alone[vertex.of_party].setdefault(fact, []).append(number)
        self.shared = frozenset(shared)
        self._truths: dict[Hashable, tuple[Truth, ...]] = {}
        self._coded: dict[Hashable, bytes] = {}
        self._reads = {number: sorted(atom.facts) for number, atom in self._atoms.items() if atom.whole}
        self._wholes: dict[Hashable, tuple[Truth, Hashable]] = {}

    @cached_property
    def shared_presumed(self) -> bool:
        """Whether one of several facts that decide a comparison may be presumed."""
        vocabulary = self.vocabulary
        return any(fact in vocabulary.presumed or vocabulary.asks_who(fact) for fact in self.shared)

    def forget(self) -> None:
        """Let go of what was read."""
        self._truths.clear()
        self._coded.clear()
        self._wholes.clear()

    @cached_property
    def _mentioned(self) -> dict[str, frozenset[str]]:
        """Every text that is asked of a fact; only of facts of which nothing but sameness is asked."""
        found: dict[str, set[str]] = {}
        ordered: set[str] = set()
        for alone in self._alone.values():
            for fact, atoms in alone.items():
                for atom in atoms:
                    texts = texts_of(self._atoms[atom])
                    found.setdefault(fact, set()).update(texts or ())
                    ordered |= {fact} if texts is None else set()
        return {fact: frozenset(texts) for fact, texts in found.items() if fact not in ordered}

    def atoms(self, of_party: bool, aside: Iterable[str] = ()) -> list[int]:
        """The comparisons of the order or of a party, but for those that read one of some facts."""
        alone = (atom for fact, atoms in self._alone[of_party].items() if fact not in aside for atom in atoms)
        return [*alone, *self.wholes[of_party]]

    def asking_who(self) -> list[str]:
        """The facts that are read and are names of which nothing is presumed."""
        return [fact for fact in self._alone[False] if self.vocabulary.asks_who(fact)]

    def atoms_of(self, fact: str, of_party: bool) -> list[int]:
        return self._alone[of_party].get(fact, [])

    def truths(self, fact: str, value: Value | None, of_party: bool) -> tuple[Truth, ...]:
        """What each comparison of a fact makes of a value."""
        if isinstance(value, str) and value not in self._mentioned.get(fact, (value,)):
            value = _UNHEARD_OF  # all that no text mentions is alike
        key = (fact, of_party, type(value), value)
        if key not in self._truths:
            stated: dict[str, Value] = {} if value is None else {fact: value}
            order: dict[str, Value] = {} if of_party else stated
            parties = [stated if of_party else {}]
            self._truths[key] = tuple(
                Interpreter(self._atoms[atom].regime, order, parties).truth(
                    self._atoms[atom].condition, 0 if of_party else None
                )
                for atom in self.atoms_of(fact, of_party)
            )
        return self._truths[key]

    def like(self, fact: str, value: Value, of_party: bool) -> Hashable:
        """What of a value of a fact can matter to this side."""
        return self.truths(fact, value, of_party)

    def cells(self, fact: str, values: Sequence[tuple[Value | None, bool]]) -> Bytes:
        """The codes of a fact's comparisons, one column for each value of an order.

        Args:
            values: each with whether the fact is said to be unknown, or the value only presumed to be meant.
        """
        presumed = None if self._strict else self.vocabulary.presumed_of_order.get(fact)
        columns = []
        for value, open_ in values:
            stated = None if open_ else value
            held = stated if self._strict or value is None else value
            columns.append(
                self._codes(fact, stated, presumed if value is None and not open_ else held, False)
            )
        return np.frombuffer(b"".join(columns), np.uint8).reshape(len(values), -1).T

    def _codes(self, fact: str, stated: Value | None, held: Value | None, of_party: bool) -> bytes:
        key = (fact, of_party, type(stated), stated, type(held), held)
        found = self._coded.get(key)
        if found is None:
            pairs = zip(self.truths(fact, held, of_party), self.truths(fact, stated, of_party), strict=True)
            found = self._coded[key] = bytes(code(*pair) for pair in pairs)
        return found

    def order(self, case: Case, aside: frozenset[str]) -> Bytes:
        """The codes of a case's order for `atoms(False, aside)`."""
        held, stated = self._filled(case)
        one, other = held.facts.get, stated.facts.get
        found = [
            self._codes(fact, other(fact), one(fact), False)
            for fact in self._alone[False]
            if fact not in aside
        ]
        return np.frombuffer(b"".join((*found, self._of_wholes(held, stated, False))), np.uint8)

    def party(self, case: Case) -> Bytes:
        """The codes of a case's first party for `atoms(True)`."""
        held, stated = self._filled(case)
        one, other = held.parties[0], stated.parties[0]
        found = [self._codes(fact, other.get(fact), one.get(fact), True) for fact in self._alone[True]]
        return np.frombuffer(b"".join((*found, self._of_wholes(held, stated, True))), np.uint8)

    def _filled(self, case: Case) -> tuple[Filled, Filled]:
        stated = filled(case, self.vocabulary, strict=True)
        return stated if self._strict else filled(case, self.vocabulary), stated

    def _of_wholes(self, held: Filled, stated: Filled, of_party: bool) -> bytes:
        return bytes(
            code(self._whole(atom, held, of_party)[0], self._whole(atom, stated, of_party)[0])
            for atom in self.wholes[of_party]
        )

    def _whole(self, number: int, case: Filled, of_party: bool) -> tuple[Truth, Hashable]:
        """The truth of a comparison that several facts decide, and which of them are unknown, if it is."""
        atom, facts = self._atoms[number], case.parties[0] if of_party else case.facts
        key = (number, tuple([facts.get(fact) for fact in self._reads[number]]))
        if key not in self._wholes:
            party = 0 if of_party else None
            reader = Interpreter(atom.regime, case.facts, case.parties)
            truth, asked = reader.truth(atom.condition, party), None
            if truth is None:
                asked = missing_leaves(reader, atom.condition, party, self.vocabulary.party_facts)
            self._wholes[key] = truth, asked
        return self._wholes[key]

    def open_parts(self, case: Case, of_party: bool) -> Hashable:
        """What is unknown within the comparisons that several facts decide."""
        if self.shared_presumed:
            return tuple(sorted((fact, str(value)) for fact, value in _all(case) if fact in self.shared))
        return tuple(
            self._whole(atom, half, of_party)[1]
            for half in self._filled(case)
            for atom in self.wholes[of_party]
        )


def texts_of(atom: Atom) -> frozenset[str] | None:
    """The texts with which a fact is compared for sameness; `None` if it is compared otherwise."""
    match atom.condition:
        case In(_, Ref(name)):
            return atom.regime.members(name)
        case In(_, members) if not isinstance(members, Ref):
            return members
        case Compare("=" | "<>", Fact(), Const(str() as text)) | Compare(
            "=" | "<>", Const(str() as text), Fact()
        ):
            return frozenset((text,))
    return None


def _all(case: Case) -> Iterable[tuple[str, Value]]:
    yield from case.facts.items()
    for party in case.parties:
        yield from party.items()
