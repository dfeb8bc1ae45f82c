"""What is open of one line's law: the unknown parts beneath its open terms, and what presumptions make of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from rukhsa.columns.bits import Planes
from rukhsa.columns.graph import Atom
from rukhsa.columns.roles import Bearing
from rukhsa.columns.shapes import Shapes
from rukhsa.decide.carrying import Presumed, Trial
from rukhsa.decide.rules import Rules
from rukhsa.decide.verdict import Finding
from rukhsa.language.interpret import Truth
from rukhsa.language.missing import Missing, ranked

OpenFacts = Callable[
    [int, int], Sequence[Presumed]
]  # unknown facts of a comparison that several facts decide
Truths = dict[str, dict[str, Truth]]


class Unknown:
    """The unknown nodes of one line, as shapes.

    Where nothing is presumed, facts of which nothing can be presumed are all alike, and left out of their shapes.

    Args:
        half: 0: all that is presumed is taken for known; 1: nothing is.
        line: the place of the line among those of the planes.
    """

    def __init__(self, planes: Planes, half: int, line: int, open_facts: OpenFacts, shapes: Shapes) -> None:
        self._graph = planes.graph
        self._sure, self._may = planes.sure, planes.may
        self._half = half
        self._word, self._bit = line >> 6, line & 63
        self._open_facts = open_facts
        self._shapes = shapes
        self._found: dict[tuple[int, int | None, bool], int] = {}

    def truth(self, node: int, party: int | None = None, half: int | None = None) -> Truth:
        """The truth of a node, of the order or of one party."""
        may, word, bit = self._may[node], self._word, self._bit
        half = self._half if half is None else half
        if may.ndim == 2:
            if not may.item(half, word) >> bit & 1:
                return False
            return True if self._sure[node].item(half, word) >> bit & 1 else None
        if not may.item(party or 0, half, word) >> bit & 1:
            return False
        return True if self._sure[node].item(party or 0, half, word) >> bit & 1 else None

    def shape(self, node: int, party: int | None = None, negated: bool = False) -> int:
        """The shape of an unknown node, or of its negation."""
        vertex = self._graph.vertices[node]
        own = party if vertex.of_party else None
        key = (node, own, negated)
        found = self._found.get(key)
        if found is not None:
            return found
        kind = vertex.kind
        if kind == "not":
            found = self.shape(vertex.parts[0], party, not negated)
        elif vertex.atom is not None:
            found = self._comparison(node, vertex.atom, own, negated)
        elif kind == "each":
            (part,) = vertex.parts
            parties = range(len(self._sure[part]))
            unknown = [
                self.shape(part, index, negated) for index in parties if self.truth(part, index) is None
            ]
            found = self._shapes.joined("all" if vertex.every is not negated else "any", unknown)
        else:
            truth, shape = self.truth, self.shape
            unknown = [shape(part, party, negated) for part in vertex.parts if truth(part, party) is None]
            found = self._shapes.joined("all" if (kind == "all") is not negated else "any", unknown)
        self._found[key] = found
        return found

    def _comparison(self, node: int, atom: Atom, party: int | None, negated: bool) -> int:
        if atom.whole:
            facts = () if self._half else tuple(self._open_facts(node, self._half))
            return self._shapes.comparison(facts, None)
        (fact,) = atom.facts
        held = self.truth(node, party, 0)
        if held is None:
            return self._shapes.comparison(() if self._half else ((fact, party),), None)
        return self._shapes.comparison(((fact, party),), held is not negated)


def missing(shapes: Shapes, unknown: Iterable[tuple[str, int]], kept: int = 0) -> tuple[Missing, ...]:
    """The facts that keep terms open, most needed first, when some presumptions are taken.

    Args:
        unknown: the terms by name, each with its shape.
    """
    found: dict[Presumed, list[str]] = {}
    for name, shape in unknown:
        for fact in shapes.open_facts(shape, kept):
            found.setdefault(fact, []).append(name)
    return ranked(found)


def trial(
    shapes: Shapes, terms: Sequence[Bearing], find: Callable[[Truths], Finding]
) -> Callable[[frozenset[Presumed]], Trial]:
    """What some presumptions lead to, for `carrying`, from the terms that are true or open."""
    shape_of = {term.name: term.shape for term in terms if term.shape is not None}
    known: dict[tuple[Truth, ...], Finding] = {}

    def carried(kept: frozenset[Presumed]) -> Trial:
        bits = shapes.bits(kept)
        own = tuple([shapes.truth(shape, bits) for shape in shape_of.values()])
        if own not in known:
            truth_of = dict(zip(shape_of, own, strict=True))
            truths: Truths = {}
            for term in terms:
                truth = truth_of.get(term.name, True)
                if truth is not False:
                    truths.setdefault(term.kind, {})[term.name] = truth
            known[own] = find(truths)
        finding = known[own]

        def asked() -> Iterable[Presumed]:
            names = dict.fromkeys(finding.unknown)
            if len(finding.policies) > 1:
                names |= dict.fromkeys(finding.unknown_reviews)
            return (fact for name in names for fact in shapes.open_facts(shape_of[name], bits))

        return (finding.possible, finding.policies), asked

    return carried


def key_of(rules: Rules, truths: Truths, keys: Mapping[str, Hashable]) -> Hashable:
    """Truths as something to remember a finding by: those of provisions that bear alike on others.

    Of scope and cover, if any is surely true, no more matters; of what bears on others, that it bears on something.
    """
    found: list[Hashable] = []
    for kind in ("scope", "cover"):
        own = truths.get(kind, {})
        found += [kind] if True in own.values() else [(keys[name], None) for name in own]
    wanted = truths.get("require", {})
    bearing: Mapping[str, Truth] = wanted
    found += [(keys[name], truth) for name, truth in wanted.items()]
    for kind, of in (("except", rules.overcomes), ("bar", rules.strikes), ("review", rules.of)):
        upon = wanted if kind == "review" else bearing
        bearing = {
            name: truth for name, truth in truths.get(kind, {}).items() if not of[name].isdisjoint(upon)
        }
        found += [(keys[name], truth) for name, truth in bearing.items()]
    return frozenset(found)
