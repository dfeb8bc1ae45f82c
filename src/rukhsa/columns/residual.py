"""What is open of one line's law: the unknown parts beneath its open terms, and what presumptions make of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from rukhsa.columns.bits import Planes
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

    Args:
        half: 0: all that is presumed is taken for known; 1: nothing is.
        line: the place of the line among those of the planes.
    """

    def __init__(self, planes: Planes, half: int, line: int, open_facts: OpenFacts, shapes: Shapes) -> None:
        self._planes = planes
        self._half = half
        self._line = line
        self._open_facts = open_facts
        self._shapes = shapes
        self._found: dict[tuple[int, int | None, bool], int] = {}

    def truth(self, node: int, party: int | None = None) -> Truth:
        """The truth of a node, of the order or of one party."""
        sure, may = self._planes.sure[node], self._planes.may[node]
        word, bit = self._line >> 6, self._line & 63
        at = (self._half, word) if may.ndim == 2 else (party or 0, self._half, word)
        if not may.item(at) >> bit & 1:
            return False
        return True if sure.item(at) >> bit & 1 else None

    def shape(self, node: int, party: int | None = None, negated: bool = False) -> int:
        """The shape of an unknown node, or of its negation."""
        vertex = self._planes.graph.vertices[node]
        key = (node, party if vertex.of_party else None, negated)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._made(*key, whose=party)
        return found

    def _made(self, node: int, party: int | None, negated: bool, whose: int | None) -> int:
        vertex = self._planes.graph.vertices[node]
        if vertex.atom is not None:
            return self._comparison(node, party, negated)
        if vertex.kind == "not":
            return self.shape(vertex.parts[0], whose, not negated)
        if vertex.kind == "each":
            (part,) = vertex.parts
            places = [(part, index) for index in range(len(self._planes.sure[part]))]
            every = vertex.every
        else:
            places = [(part, whose) for part in vertex.parts]  # type: ignore[misc]
            every = vertex.kind == "all"
        unknown = [self.shape(part, of, negated) for part, of in places if self.truth(part, of) is None]
        return self._shapes.joined("all" if every is not negated else "any", unknown)

    def _comparison(self, node: int, party: int | None, negated: bool) -> int:
        atom = self._planes.graph.vertices[node].atom
        assert atom is not None
        if atom.whole:
            return self._shapes.comparison(self._open_facts(node, self._half), None)
        (fact,) = atom.facts
        held = self._planes.truth(node, self._line, True, party)
        return self._shapes.comparison([(fact, party)], held if held is None else held is not negated)


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
    shapes: Shapes,
    known: Mapping[str, Mapping[str, Truth]],
    open_: Sequence[tuple[str, str, int]],
    find: Callable[[Truths], Finding],
) -> Callable[[frozenset[Presumed]], Trial]:
    """What some presumptions lead to, for `carrying`.

    Args:
        known: what holds anyhow, by kind and name.
        open_: what is open: kind, name, shape.
    """
    shape_of = {name: shape for _, name, shape in open_}
    shapes_open = tuple(shape_of.values())
    found: dict[tuple[Truth, ...], Finding] = {}

    def carried(kept: frozenset[Presumed]) -> Trial:
        bits = shapes.bits(kept)
        own = tuple([shapes.truth(shape, bits) for shape in shapes_open])
        if own not in found:
            truths: Truths = {kind: dict(names) for kind, names in known.items()}
            for (kind, name, _), truth in zip(open_, own, strict=True):
                if truth is not False:
                    truths.setdefault(kind, {})[name] = truth
            found[own] = find(truths)
        finding = found[own]

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
