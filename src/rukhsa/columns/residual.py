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
