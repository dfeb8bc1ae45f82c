"""Truths of comparisons by what a line says: of values alone, of a case's facts, of a party's."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import cached_property

from rukhsa.columns.axes import code
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
        presumes_shared: whether some of these may be presumed.
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
        self._blanks: dict[tuple[bool, frozenset[str]], tuple[dict[str, int], list[bytes]]] = {}
        self._reads = {
            of_party: sorted({fact for atom in atoms for fact in self._atoms[atom].facts})
            for of_party, atoms in self.wholes.items()
        }
        self._facts_of = {number: sorted(atom.facts) for number, atom in self._atoms.items() if atom.whole}
        self._single: dict[Hashable, tuple[Truth, Hashable]] = {}
        self._wholes: dict[Hashable, tuple[bytes, Hashable]] = {}
        presumed, asks_who = pack.vocabulary.presumed, pack.vocabulary.asks_who
        self.presumes_shared = any(fact in presumed or asks_who(fact) for fact in self.shared)

    def forget(self) -> None:
        """Let go of what was read."""
        self._truths.clear()
        self._coded.clear()
        self._blanks.clear()
        self._single.clear()
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

    def texts(self, fact: str) -> dict[int, frozenset[str]]:
        """The texts with which each comparison that reads a fact compares it."""
        reading = ((number, atom) for number, atom in self._atoms.items() if fact in atom.facts)
        return {number: texts_of(atom) or frozenset() for number, atom in reading}

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

    def cell(self, fact: str, value: Value | None, open_: bool) -> bytes:
        """The codes of a fact's comparisons for a value of an order.

        Args:
            open_: whether the fact is said to be unknown, or the value only presumed to be meant.
        """
        held = value if value is not None or open_ else self.vocabulary.presumed_of_order.get(fact)
        stated = None if open_ else value
        return self._codes(fact, stated, stated if self._strict else held, False)

    def _codes(self, fact: str, stated: Value | None, held: Value | None, of_party: bool) -> bytes:
        key = (fact, of_party, type(stated), stated, type(held), held)
        found = self._coded.get(key)
        if found is None:
            pairs = zip(self.truths(fact, held, of_party), self.truths(fact, stated, of_party), strict=True)
            found = self._coded[key] = bytes(code(*pair) for pair in pairs)
        return found

    def read(self, case: Case, of_party: bool, aside: frozenset[str] = frozenset()) -> tuple[bytes, Hashable]:
        """What the comparisons make of a case's order, or of its first party.

        Args:
            aside: facts that are read by themselves.

        Returns:
            the codes of `atoms(of_party, aside)`; of the comparisons that several facts decide the unknown facts of
            each, and what tells cases apart where some of these facts are presumed.
        """
        stated = filled(case, self.vocabulary, strict=True)
        held = stated if self._strict else filled(case, self.vocabulary)
        if of_party:
            bare, whole = stated.parties[0], held.parties[0]
        else:
            bare, whole = stated.facts, held.facts
        places, blank = self._blank(of_party, aside)
        codes = blank.copy()
        for fact in {*bare, *whole}:
            if fact in places:
                codes[places[fact]] = self._codes(fact, bare.get(fact), whole.get(fact), of_party)
        key = (of_party, *[(bare.get(fact), whole.get(fact)) for fact in self._reads[of_party]])
        if key not in self._wholes:
            self._wholes[key] = self._of_wholes(held, stated, of_party)
        told, open_ = self._wholes[key]
        values: Hashable = ()
        if self.presumes_shared:
            every = [*case.facts.items(), *(item for party in case.parties for item in party.items())]
            values = tuple(sorted((fact, str(value)) for fact, value in every if fact in self.shared))
        return b"".join((*codes, told)), (open_, values)

    def _blank(self, of_party: bool, aside: frozenset[str]) -> tuple[dict[str, int], list[bytes]]:
        """The codes of facts of which nothing is said, and the place of each fact among them."""
        key = (of_party, aside)
        if key not in self._blanks:
            names = [fact for fact in self._alone[of_party] if fact not in aside]
            codes = [self._codes(fact, None, None, of_party) for fact in names]
            self._blanks[key] = {fact: place for place, fact in enumerate(names)}, codes
        return self._blanks[key]

    def _of_wholes(self, held: Filled, stated: Filled, of_party: bool) -> tuple[bytes, Hashable]:
        """The codes of comparisons that several facts decide, and which of these are unknown, for each."""
        codes, open_ = [], []
        readers: dict[tuple[int, int], Interpreter] = {}  # one for each half and regime
        for atom in self.wholes[of_party]:
            truth, asked = self._whole(atom, held, of_party, readers)
            codes.append(code(truth, self._whole(atom, stated, of_party, readers)[0]))
            open_.append(asked)
        return bytes(codes), tuple(open_)

    def _whole(
        self, number: int, case: Filled, of_party: bool, readers: dict[tuple[int, int], Interpreter]
    ) -> tuple[Truth, Hashable]:
        """The truth of a comparison that several facts decide, and which of them are unknown, if it is."""
        atom, facts = self._atoms[number], case.parties[0] if of_party else case.facts
        key = (number, tuple([facts.get(fact) for fact in self._facts_of[number]]))
        found = self._single.get(key)
        if found is None:
            party = 0 if of_party else None
            own = (id(atom.regime), id(case))
            reader = readers.get(own)
            if reader is None:
                reader = readers[own] = Interpreter(atom.regime, case.facts, case.parties)
            truth, asked = reader.truth(atom.condition, party), None
            if truth is None:
                asked = missing_leaves(reader, atom.condition, party, self.vocabulary.party_facts)
            found = self._single[key] = truth, asked
        return found


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
