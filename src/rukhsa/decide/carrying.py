"""The smallest set of presumptions that carries an answer: grown by what is missing without it, then thinned out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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


def fewest(sets: Iterable[Iterable[Presumed]]) -> frozenset[Presumed]:
    """The smallest of some sets, the first by name of equals; empty for none."""
    return min(map(frozenset, sets), key=lambda own: (len(own), sorted(map(str, own))), default=frozenset())
