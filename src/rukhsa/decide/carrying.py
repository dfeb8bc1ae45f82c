"""The smallest set of presumptions that carries an answer: grown by what is missing without it, then thinned out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Presumed = tuple[str, int | None]  # a fact, and of which party
Trial = tuple[object, Callable[[], Iterable[Presumed]]]  # an answer, and what would settle it


def carrying(
    presumed: frozenset[Presumed], answer: object, carried: Callable[[frozenset[Presumed]], Trial]
) -> list[Presumed]:
    """Presumptions that carry an answer, in order; none of them can be left out.

    Args:
        presumed: what is presumed.
        answer: what all of it leads to.
        carried: what some of it leads to.
    """
    kept: frozenset[Presumed] = frozenset()
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
