"""The law of all days as one graph: every condition once, however many days and provisions share it.

A provision of a day is a node; equal conditions over equal parts are the same node, so that what a day leaves as
it was costs nothing. A node is of the order or of each party; a provision that counts parties joins what it says
of each.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Literal

from rukhsa.language.tree import (
    All,
    AnyOf,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Ref,
    children,
    refs_of,
)
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass

Kind = Literal["true", "false", "atom", "not", "all", "any", "each", "may", "sure"]


class Unsupported(Exception):
    """A condition that the graph does not hold: a comparison of a fact of the order with one of a party."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison: which facts it reads, and a regime under which the interpreter gives its truth.

    Attributes:
        of_party: whether it is asked of each party.
        whole: whether more than one fact, or a derived number, decides it.
    """

    condition: Node
    regime: Regime
    facts: frozenset[str]
    of_party: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node of the graph.

    Kinds: `each` joins what is said of every party, by `any` or (`every`) by `all`; `may` is whether its part is not
    surely false, `sure` whether it is surely true, neither of them ever unknown.

    Attributes:
        of_party: whether each party has a truth of its own.
    """

    kind: Kind
    parts: tuple[int, ...] = ()
    of_party: bool = False
    atom: Atom | None = None
    every: bool = False


class Graph:
    """Conditions of many regimes of one side, in an order in which parts come first."""

    def __init__(self, party_facts: frozenset[str]) -> None:
        self.party_facts = party_facts
        self.vertices: list[Vertex] = []
        self._numbers: dict[Hashable, int] = {}
        self._trees: dict[Hashable, int] = {}
        self._refs: dict[int, tuple[Node, tuple[str, ...]]] = {}
        self.false = self._add(("false",), Vertex("false"))
        self.true = self._add(("true",), Vertex("true"))

    def _add(self, key: Hashable, vertex: Vertex) -> int:
        number = self._numbers.setdefault(key, len(self.vertices))
        if number == len(self.vertices):
            self.vertices.append(vertex)
        return number

    def of(self, regime: Regime) -> Reader:
        """What gives the nodes of a regime's provisions."""
        return Reader(self, regime)

    def refs(self, tree: Node) -> tuple[str, ...]:
        """The provisions that a tree names; the tree is kept, so that its identity stays its own."""
        key = id(tree)
        if key not in self._refs:
            self._refs[key] = tree, tuple(sorted(refs_of(tree)))
        return self._refs[key][1]

    def joined(self, kind: Kind, parts: Iterable[int]) -> int:
        """`all` or `any` of several nodes, those left out that decide nothing."""
        decides, neutral = (self.false, self.true) if kind == "all" else (self.true, self.false)
        found = tuple(sorted(dict.fromkeys(part for part in parts if part != neutral)))
        if decides in found:
            return decides
        if len(found) < 2:
            return found[0] if found else neutral
        of_party = any(self.vertices[part].of_party for part in found)
        return self._add((kind, found), Vertex(kind, found, of_party))

    def negated(self, part: int) -> int:
        if part in (self.true, self.false):
            return self.true if part == self.false else self.false
        vertex = self.vertices[part]
        return (
            vertex.parts[0]
            if vertex.kind == "not"
            else self._add(("not", part), Vertex("not", (part,), vertex.of_party))
        )

    def each(self, part: int, every: bool) -> int:
        """What is said of every party, joined; of what does not hang on a party it says the same."""
        if not self.vertices[part].of_party:
            return part  # a case has at least one party
        return self._add(("each", part, every), Vertex("each", (part,), False, None, every))

    def may(self, part: int) -> int:
        """Whether a node of the order is not surely false."""
        settled = part in (self.true, self.false) or self.vertices[part].kind in ("may", "sure")
        return part if settled else self._add(("may", part), Vertex("may", (part,)))

    def sure(self, part: int) -> int:
        """Whether a node of the order is surely true."""
        settled = part in (self.true, self.false) or self.vertices[part].kind in ("may", "sure")
        return part if settled else self._add(("sure", part), Vertex("sure", (part,)))


class Reader:
    """The nodes of one regime."""

    def __init__(self, graph: Graph, regime: Regime) -> None:
        self.graph = graph
        self.regime = regime
        self._known: dict[tuple[str, bool], int] = {}

    def provision(self, name: str, of_party: bool = False) -> int:
        """The node of a provision: of the order, or (party provisions) of one party."""
        counts = self.regime.counts(name)
        of_party = of_party and counts is not None
        key = (name, of_party)
        found = self._known.get(key)
        if found is None:
            tree = self.regime.tree(name)
            if tree is None:
                found = self.graph.false
            elif counts is not None and not of_party:
                found = self.graph.each(self.provision(name, True), counts != "any")
            else:
                found = self.condition(tree, of_party)
            self._known[key] = found
        return found

    def condition(self, tree: Node, of_party: bool = False) -> int:
        """The node of a tree of this regime."""
        graph = self.graph
        key = (id(tree), of_party, *(self._means(name, of_party) for name in graph.refs(tree)))
        if key not in graph._trees:
            graph._trees[key] = self._build(tree, of_party)
        return graph._trees[key]

    def _means(self, name: str, of_party: bool) -> Hashable:
        kind = self.regime.kind(name)
        if kind == "set":
            return self.regime.members(name)
        return self._number(name) if kind == "derive" else self.provision(name, of_party)

    def _number(self, name: str) -> Hashable:
        """What a derived number hangs on: what a case may state instead, and its tree."""
        tree = self.regime.tree(name)
        parts = () if tree is None else (tree, *(self._number(other) for other in self.graph.refs(tree)))
        return (self.regime.gives(name), *parts)

    def _build(self, node: Node, of_party: bool) -> int:
        graph = self.graph
        match node:
            case All(parts):
                return graph.joined("all", [self._build(part, of_party) for part in parts])
            case AnyOf(parts):
                return graph.joined("any", [self._build(part, of_party) for part in parts])
            case Not(child):
                return graph.negated(self._build(child, of_party))
            case Limb(child, _, _):
                return self._build(child, of_party)
            case Ref(name):
                return self.provision(name, of_party)
            case Const(bool() as value):
                return graph.true if value else graph.false
        return self._atom(node, of_party)

    def _atom(self, node: Node, of_party: bool) -> int:
        facts, whole = self._facts(node)
        party = facts & self.graph.party_facts
        if of_party and party and party != facts:
            raise Unsupported(repr(node))
        mine = of_party and bool(party)
        key = ("atom", mine, self._same(node))
        atom = Atom(node, self.regime, facts, mine, whole or len(facts) > 1)
        return self.graph._add(key, Vertex("atom", (), mine, atom))

    def _facts(self, node: Node) -> tuple[frozenset[str], bool]:
        """The facts that a comparison reads, and whether through a derived number."""
        found: set[str] = set()
        whole = False
        stack = [node]
        while stack:
            match stack.pop():
                case Fact(name):
                    found.add(name)
                case In(needle, _):
                    found.add(needle.name)
                case Ref(name):
                    if not self.regime.is_number(name):
                        raise Unsupported(name)
                    whole = True
                    gives, tree = self.regime.gives(name), self.regime.tree(name)
                    found.update(() if gives is None else (gives,))
                    stack.extend(() if tree is None else (tree,))
                case other:
                    stack.extend(children(other))
        return frozenset(found), whole

    def _same(self, node: Node) -> Hashable:
        """What makes two comparisons the same."""
        match node:
            case In(needle, Ref(name)):
                return ("in", needle.name, self.regime.members(name))
            case In(needle, members):
                return ("in", needle.name, members)
            case Compare(op, left, right):
                return ("compare", op, left, right, *(self._number(n) for n in self.graph.refs(node)))
        return node
