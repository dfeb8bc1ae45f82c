"""What is open of one line's law: the unknown parts beneath its open terms, and what presumptions make of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence

from rukhsa.columns.bits import Planes
from rukhsa.columns.plan import Epoch, Term
from rukhsa.decide.carrying import Presumed, Trial
from rukhsa.decide.rules import Rules
from rukhsa.decide.verdict import Finding
from rukhsa.language.interpret import Truth, kleene_all, kleene_any, kleene_not
from rukhsa.language.missing import Missing, ranked
from rukhsa.records import dataclass

Place = tuple[int, int | None]  # a node, and of which party
OpenFacts = Callable[
    [int, int], Sequence[Presumed]
]  # unknown facts of a comparison that several facts decide
Truths = dict[str, dict[str, Truth]]


@dataclass(frozen=True, slots=True)
class Part:
    """An unknown node: how its unknown parts make its truth; or a comparison, its facts, and what is presumed of it.

    Attributes:
        asks: which presumptions it reads, as bits.
    """

    kind: str
    parts: tuple[Place, ...] = ()
    facts: tuple[Presumed, ...] = ()
    held: Truth = None
    asks: int = 0


class Residual:
    """The open terms of one line, with presumptions taken one by one.

    Args:
        half: 0: all that is presumed is taken for known; 1: nothing is.
        line: the place of the line among those of the planes.
        only: the provisions that are asked about, if not all.
    """

    def __init__(
        self,
        planes: Planes,
        half: int,
        epoch: Epoch,
        line: int,
        open_facts: OpenFacts,
        only: Container[str] | None = None,
    ) -> None:
        self._planes = planes
        self._half = half
        self._line = line
        self._open_facts = open_facts
        self._parts: dict[Place, Part] = {}
        self._bits: dict[Presumed, int] = {}
        self._truths: dict[tuple[Place, int], Truth] = {}
        self.known: Truths = {}
        self.open: list[Term] = []
        for term in epoch.terms:
            asked = only is None or term.name in only
            if not asked or not term.name or term.under or term.kind == "saves":
                continue
            truth = planes.truth(term.node, line, half == 0)
            if truth is True:
                self.known.setdefault(term.kind, {})[term.name] = True
            elif truth is None:
                self.open.append(term)
                self._take(term.node, None)

    @property
    def presumed(self) -> frozenset[Presumed]:
        """Presumptions that bear on what is open."""
        return frozenset(self._bits)

    def _take(self, node: int, party: int | None) -> Part:
        vertex = self._planes.graph.vertices[node]
        place = (node, party if vertex.of_party else None)
        if place in self._parts:
            return self._parts[place]
        if vertex.atom is not None:
            part = self._comparison(node, place[1])
        else:
            if vertex.kind == "each":
                places: list[Place] = [
                    (vertex.parts[0], index) for index in range(self._parties(vertex.parts[0]))
                ]
            else:
                places = [(below, party) for below in vertex.parts]
            parts: dict[Place, Part] = {}
            for below, of in places:
                if self._is_open(below, of):
                    own = of if self._planes.graph.vertices[below].of_party else None
                    parts[below, own] = self._take(below, of)
            kind = ("all" if vertex.every else "any") if vertex.kind == "each" else vertex.kind
            asks = 0
            for other in parts.values():
                asks |= other.asks
            part = Part(kind, tuple(parts), (), None, asks)
        self._parts[place] = part
        return part

    def _parties(self, node: int) -> int:
        return len(self._planes.sure[node])

    def _is_open(self, node: int, party: int | None) -> bool:
        return self._planes.truth(node, self._line, self._half == 0, party) is None

    def _comparison(self, node: int, party: int | None) -> Part:
        atom = self._planes.graph.vertices[node].atom
        assert atom is not None
        if atom.whole:
            return Part("atom", (), tuple(self._open_facts(node, self._half)))
        (fact,) = atom.facts
        key = (fact, party)
        held = self._planes.truth(node, self._line, True, party)
        if held is None:
            return Part("atom", (), (key,))
        bit = self._bits.setdefault(key, 1 << len(self._bits))
        return Part("atom", (), (key,), held, bit)

    def truth(self, place: Place, kept: int) -> Truth:
        """The truth of an unknown node when some presumptions are taken."""
        part = self._parts[place]
        key = (place, kept & part.asks)
        if key in self._truths:
            return self._truths[key]
        found: Truth = None
        if part.kind == "atom":
            found = part.held if kept & part.asks else None
        elif kept & part.asks:
            truths = (self.truth(below, kept) for below in part.parts)
            match part.kind:
                case "not":
                    found = kleene_not(next(truths))
                case "all":
                    found = kleene_all(truths)
                case _:
                    found = kleene_any(truths)
        self._truths[key] = found
        return found

    def facts_beneath(self, node: int, kept: int) -> dict[Presumed, None]:
        """The facts that keep a term's node open when some presumptions are taken."""
        found: dict[Presumed, None] = {}
        seen: set[Place] = set()
        stack: list[Place] = [(node, None)]
        while stack:
            place = stack.pop()
            if place in seen or self.truth(place, kept) is not None:
                continue
            seen.add(place)
            part = self._parts[place]
            found.update(dict.fromkeys(part.facts))
            stack.extend(part.parts)
        return found

    def missing(self, finding: Finding) -> tuple[Missing, ...]:
        """Facts that would settle the verdict of the line as it stands."""
        return self._missing(finding.unknown, 0)

    def _missing(self, names: Iterable[str], kept: int) -> tuple[Missing, ...]:
        nodes = {term.name: term.node for term in self.open}
        found: dict[Presumed, list[str]] = {}
        for name in names:
            for fact in self.facts_beneath(nodes[name], kept):
                found.setdefault(fact, []).append(name)
        return ranked(found)

    def trial(self, find: Callable[[Truths], Finding]) -> Callable[[frozenset[Presumed]], Trial]:
        """What some presumptions lead to, for `carrying`."""

        def carried(kept: frozenset[Presumed]) -> Trial:
            bits = sum(self._bits[item] for item in kept)
            truths: Truths = {kind: dict(names) for kind, names in self.known.items()}
            for term in self.open:
                truth = self.truth((term.node, None), bits)
                if truth is not False:
                    truths.setdefault(term.kind, {})[term.name] = truth
            finding = find(truths)

            def asked() -> Iterable[Presumed]:
                reviews = finding.unknown_reviews if len(finding.policies) > 1 else ()
                found = (*self._missing(finding.unknown, bits), *self._missing(reviews, bits))
                return ((item.fact, item.party) for item in found)

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
