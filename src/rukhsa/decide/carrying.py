"""The smallest set of presumptions that carries an answer: grown by what is missing without it, then thinned out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rukhsa.decide.rules import Rules
from rukhsa.decide.verdict import Finding, standing

Presumed = tuple[str, int | None]  # a fact, and of which party
Trial = tuple[object, Callable[[], Iterable[Presumed]]]  # an answer, and what would settle it


def carrying(
    presumed: frozenset[Presumed],
    answer: object,
    carried: Callable[[frozenset[Presumed]], Trial],
    first: frozenset[Presumed] = frozenset(),
) -> list[Presumed]:
    """Presumptions that carry an answer, in order; none of them can be left out.

    Args:
        presumed: what is presumed.
        answer: what all of it leads to.
        carried: what some of it leads to.
        first: those to grow from; mostly they suffice where they are what the answer's grounds hang on.
    """
    kept = presumed & first
    while True:
        found, asked = carried(kept)
        if found == answer:
            break
        new = presumed.intersection(asked()) - kept
        if not new:
            kept = presumed
            break
        kept |= new
    for item in sorted(kept, key=str):
        if carried(kept - {item})[0] == answer:
            kept -= {item}
    return sorted(kept, key=str)


def first_tried(
    rules: Rules, finding: Finding, reaching: Iterable[str], asked: Callable[[str], frozenset[Presumed]]
) -> frozenset[Presumed]:
    """Presumptions on which a ground that gives an answer hangs, with its review, and what reaches the case at all.

    Args:
        finding: the answer.
        reaching: the scope provisions that are true.
        asked: the presumptions that a provision hangs on where nothing is presumed; none if it is true.
    """
    if not finding.met:
        return frozenset()
    grounds = (asked(ground) | _fewest(map(asked, reviews)) for ground, reviews in standing(rules, finding))
    return _fewest(grounds) | _fewest(() if "scope" in rules.always else map(asked, reaching))


def _fewest(sets: Iterable[frozenset[Presumed]]) -> frozenset[Presumed]:
    """The smallest of some sets, the first by name of equals; empty for none."""
    return min(sets, key=lambda own: (len(own), sorted(map(str, own))), default=frozenset())
