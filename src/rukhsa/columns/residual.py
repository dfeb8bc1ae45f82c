"""What is open of one line's law, and what presumptions make of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from rukhsa.columns.roles import Bearing
from rukhsa.columns.shapes import Shapes
from rukhsa.decide.carrying import Presumed, Trial
from rukhsa.decide.rules import Rules
from rukhsa.decide.verdict import Finding
from rukhsa.language.interpret import Truth
from rukhsa.language.missing import Missing, ranked

Truths = dict[str, dict[str, Truth]]


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


class Trials:
    """What some presumptions lead to, for `carrying`, from the terms that are true or open on a line.

    Requirements that the same exceptions overcome and of which the same reviews speak are alike: which of them are
    open does not matter to an answer, only whether some are.

    Args:
        find: the finding of truths by kind and name.
    """

    def __init__(
        self, shapes: Shapes, rules: Rules, terms: Sequence[Bearing], find: Callable[[Truths], Finding]
    ) -> None:
        self._shapes = shapes
        self._find = find
        self._terms = terms
        self._asks = [
            (term.shape or 0, 0 if term.shape is None else shapes.asks(term.shape)) for term in terms
        ]
        self._now: list[Truth] = [None if term.shape is not None else True for term in terms]
        self._bits = 0  # the presumptions that were taken last, under which the truths are those of now
        self._places = {term.name: place for place, term in enumerate(terms)}
        self._others = [place for place, term in enumerate(terms) if term.kind != "require"]
        self._alike: dict[Hashable, list[int]] = {}
        self._class_of: dict[str, list[int]] = {}
        exceptions = [(term.name, rules.overcomes[term.name]) for term in terms if term.kind == "except"]
        reviews = [(term.name, rules.of[term.name]) for term in terms if term.kind == "review"]
        for place, term in enumerate(terms):
            if term.kind == "require":
                bears = frozenset([name for name, of in (*exceptions, *reviews) if term.name in of])
                own = self._alike.setdefault((rules.unscoped[term.name], bears), [])
                own.append(place)
                self._class_of[term.name] = own
        self._known: dict[tuple[Truth, ...], Finding] = {}
        self._of_alike: dict[Hashable, Finding] = {}

    def __call__(self, kept: frozenset[Presumed]) -> Trial:
        bits = self._shapes.bits(kept)
        finding = self.finding(bits)
        return (finding.possible, finding.policies), lambda: self._asked(finding, bits)

    def finding(self, bits: int) -> Finding:
        """The finding under some presumptions, as bits."""
        changed = bits ^ self._bits
        self._bits = bits
        for place, (shape, asks) in enumerate(self._asks):
            if asks & changed:
                self._now[place] = self._shapes.truth(shape, bits)
        key = tuple(self._now)
        finding = self._known.get(key)
        if finding is None:
            finding = self._known[key] = self._found()
        return finding

    def _found(self) -> Finding:
        now = self._now
        others = tuple([now[place] for place in self._others])
        wanted = tuple([frozenset([now[place] for place in own]) for own in self._alike.values()])
        key = (others, wanted)
        finding = self._of_alike.get(key)
        if finding is None:
            finding = self._of_alike[key] = self._find(self._truths(others, wanted))
        return finding

    def _truths(self, others: Sequence[Truth], wanted: Sequence[frozenset[Truth]]) -> Truths:
        """Truths by kind and name, one requirement of those that are alike for each of their truths."""
        truths: Truths = {}
        for place, truth in zip(self._others, others, strict=True):
            if truth is not False:
                term = self._terms[place]
                truths.setdefault(term.kind, {})[term.name] = truth
        required = {
            self._terms[place].name: truth
            for own, found in zip(self._alike.values(), wanted, strict=True)
            for place, truth in zip(own, [truth for truth in (True, None) if truth in found], strict=False)
        }
        if required:
            truths["require"] = required
        return truths

    def _asked(self, finding: Finding, bits: int) -> Iterable[Presumed]:
        """The open facts of what keeps verdict and review policy open."""
        names = dict.fromkeys(finding.unknown)
        if len(finding.policies) > 1:
            names |= dict.fromkeys(finding.unknown_reviews)
        return self.open_facts(names, bits)

    def open_facts(self, names: Iterable[str], bits: int) -> Iterable[Presumed]:
        """The facts that keep provisions open under some presumptions, as bits."""
        for name in names:
            for place in self._class_of.get(name, [self._places[name]]):
                shape = self._terms[place].shape
                if shape is not None:
                    yield from self._shapes.open_facts(shape, bits)


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
