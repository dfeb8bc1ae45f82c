"""Shapes of what is unknown: the same truths and open facts as the conditions that they come from."""

from __future__ import annotations

import random
from collections.abc import Callable

from rukhsa.columns.shapes import Shapes
from rukhsa.decide.carrying import Presumed
from rukhsa.language.interpret import Truth, kleene_all, kleene_any

FACTS: tuple[Presumed, ...] = (("a", None), ("b", None), ("c", 0), ("c", 1))
Kept = frozenset[Presumed]
Drawn = tuple[int, Callable[[Kept], Truth], Callable[[Kept], frozenset[Presumed]]]


def drawn(draw: random.Random, shapes: Shapes, depth: int) -> Drawn:
    """A random shape, with its truth and its open facts worked out by themselves."""
    if depth == 0 or draw.random() < 0.3:
        fact, held = draw.choice(FACTS), draw.choice((True, False, None))

        def truth(kept: Kept) -> Truth:
            return held if fact in kept else None

        return (
            shapes.comparison((fact,), held),
            truth,
            lambda kept: frozenset((fact,)) if truth(kept) is None else frozenset(),
        )
    every = draw.random() < 0.5
    parts = [drawn(draw, shapes, depth - 1) for _ in range(draw.randint(1, 4))]
    join = kleene_all if every else kleene_any

    def joined(kept: Kept) -> Truth:
        return join(truth(kept) for _, truth, _ in parts)

    def open_facts(kept: Kept) -> frozenset[Presumed]:
        return frozenset().union(*(of(kept) for *_, of in parts)) if joined(kept) is None else frozenset()

    return shapes.joined("all" if every else "any", [number for number, *_ in parts]), joined, open_facts


def test_a_shape_is_true_and_open_as_its_parts_are() -> None:
    draw, shapes = random.Random(11), Shapes()
    for _ in range(300):
        number, truth, open_facts = drawn(draw, shapes, 3)
        kept = frozenset(fact for fact in FACTS if draw.random() < 0.5)
        bits = shapes.bits(kept)
        assert shapes.truth(number, bits) is truth(kept)
        assert shapes.open_facts(number, bits) == open_facts(kept)


def test_order_nesting_and_repetition_do_not_matter() -> None:
    shapes = Shapes()
    a, b, c = (shapes.comparison((fact,), True) for fact in FACTS[:3])
    flat = shapes.joined("any", [c, b, a])
    assert shapes.joined("any", [a, shapes.joined("any", [b, c]), b]) == flat
    assert shapes.joined("all", [a, b, c]) != flat
    assert shapes.joined("all", [a, a]) == a
