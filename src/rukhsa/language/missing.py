"""Which unknown facts keep a provision from being decided: down through unknown nodes only.

Filling every fact found settles the provisions asked about, by induction over the tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from rukhsa.language.interpret import Interpreter
from rukhsa.language.tree import All, AnyOf, Arith, Compare, Const, Fact, In, Limb, Node, Not, Ref
from rukhsa.records import dataclass

_WHOLE = 720_720  # a provision, shared between the facts that it asks for: divisible by all small numbers


@dataclass(frozen=True, slots=True)
class Missing:
    """An unknown fact (of one party, when it is about parties) and the provisions that need it."""

    fact: str
    party: int | None
    provisions: tuple[str, ...]


def missing_facts(
    interpreter: Interpreter, roots: Iterable[str], party_facts: frozenset[str]
) -> tuple[Missing, ...]:
    """Facts that would settle the unknown provisions `roots`, most needed first."""
    found: dict[tuple[str, int | None], dict[str, None]] = {}
    for root in dict.fromkeys(roots):
        walker = _Walker(interpreter, party_facts)
        walker.provision(root, None)
        for key in walker.found:
            found.setdefault(key, {})[root] = None
    return ranked(found)


def ranked(found: Mapping[tuple[str, int | None], Iterable[str]]) -> tuple[Missing, ...]:
    """Unknown facts with the provisions that need each, most needed first.

    Of facts that as many provisions need, the one first that settles most: that shares its provisions with fewest.
    """
    needed = [(fact, party, tuple(names)) for (fact, party), names in found.items()]
    asked = Counter(name for _, _, names in needed for name in names)
    settles = [sum(_WHOLE // asked[name] for name in names) for _, _, names in needed]
    order = sorted(
        range(len(needed)),
        key=lambda at: (-len(needed[at][2]), -settles[at], needed[at][1] or 0, needed[at][0]),
    )
    return tuple(Missing(*needed[at]) for at in order)


def missing_leaves(
    interpreter: Interpreter, node: Node, party: int | None, party_facts: frozenset[str]
) -> tuple[tuple[str, int | None], ...]:
    """The unknown facts of one unknown condition, each with its party, in the order of the condition."""
    walker = _Walker(interpreter, party_facts)
    walker.truth(node, party)
    return tuple(walker.found)


def texts_asked(
    interpreter: Interpreter,
    roots: Iterable[str],
    conditions: Iterable[Node],
    fact: str,
    party_facts: frozenset[str],
) -> frozenset[str]:
    """The texts that a text fact is compared with beneath the unknown ones of the provisions `roots`, and of conditions."""
    walker = _Reader(interpreter, party_facts, fact)
    for root in roots:
        if interpreter.truth_of(root) is None:
            walker.provision(root, None)
    for node in conditions:
        if interpreter.truth(node) is None:
            walker.truth(node, None)
    return frozenset(walker.texts)


class _Walker:
    def __init__(self, interpreter: Interpreter, party_facts: frozenset[str]) -> None:
        self.interpreter = interpreter
        self.party_facts = party_facts
        self.found: dict[tuple[str, int | None], None] = {}
        self.seen: set[tuple[str, int | None]] = set()

    def add(self, fact: str, party: int | None) -> None:
        self.found[(fact, party if fact in self.party_facts else None)] = None

    def provision(self, name: str, party: int | None) -> None:
        provisions = self.interpreter.provisions
        tree = provisions.tree(name)
        if tree is None:
            return
        if provisions.counts(name) is None:
            party = None
        elif party is None:
            for index in range(len(self.interpreter.parties)):
                if self.interpreter.truth_of(name, index) is None:
                    self.provision(name, index)
            return
        if (name, party) in self.seen:
            return
        self.seen.add((name, party))
        if self.interpreter.truth_of(name, party) is None:
            self.truth(tree, party)

    def truth(self, node: Node, party: int | None) -> None:
        match node:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    if self.interpreter.truth(part, party) is None:
                        self.truth(part, party)
            case Not(child) | Limb(child, _, _):
                self.truth(child, party)
            case Compare(_, left, right):
                self.side(left, party)
                self.side(right, party)
            case In(needle, _):
                self.add(needle.name, party)
            case Fact(name):
                self.add(name, party)
            case Ref(name):
                self.provision(name, party)

    def side(self, node: Node, party: int | None) -> None:
        """One side of a comparison: a number, or a plain value."""
        provisions = self.interpreter.provisions
        match node:
            case Const():
                return
            case Fact(name):
                if self.interpreter.fact(name, party) is None:
                    self.add(name, party)
            case Ref(name) if provisions.is_number(name):
                if self.interpreter.number_of(name, party).known:
                    return
                gives, tree = provisions.gives(name), provisions.tree(name)
                if gives is not None:
                    self.add(gives, None)
                elif tree is not None:
                    self.side(tree, party)
            case Ref(name):
                self.provision(name, party)
            case Arith(_, args):
                for arg in args:
                    self.side(arg, party)
            case _:
                self.truth(node, party)


class _Reader(_Walker):
    """Keeps what one fact is compared with."""

    def __init__(self, interpreter: Interpreter, party_facts: frozenset[str], fact: str) -> None:
        super().__init__(interpreter, party_facts)
        self.fact = fact
        self.texts: set[str] = set()

    def truth(self, node: Node, party: int | None) -> None:
        match node:
            case In(Fact(name), members) if name == self.fact:
                self.texts |= (
                    self.interpreter.provisions.members(members.name) if isinstance(members, Ref) else members
                )
            case Compare(_, Fact(name), Const(str() as text)) | Compare(_, Const(str() as text), Fact(name)):
                self.texts |= {text} if name == self.fact else set()
        super().truth(node, party)
