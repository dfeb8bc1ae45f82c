"""States of conditions: joined and negated as truths are, with presumptions and without, and open by the same facts."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np

from rukhsa.columns.shapes import Shapes
from rukhsa.columns.states import FALSE, NO, OPEN, TRUE, YES, States, truth_of
from rukhsa.decide.carrying import Presumed
from rukhsa.language.interpret import Truth, kleene_all, kleene_any, kleene_not

FACTS: tuple[Presumed, ...] = (("a", None), ("b", 0), ("c", 1))


def some(draw: random.Random, states: States) -> list[int]:
    """States of single comparisons: settled, open for good, open until something is presumed."""
    found = [FALSE, TRUE]
    for fact in FACTS:
        settled = draw.choice((NO, YES))
        held = states.shapes.comparison((fact,), settled == YES)
        found.append(states.number((settled, None), (OPEN, held)))
        lasting = states.shapes.comparison((fact,), None)
        found.append(states.number((OPEN, lasting), (OPEN, states.shapes.comparison((), None))))
    return found


def test_states_are_joined_and_negated_as_truths_are() -> None:
    draw = random.Random(5)
    joins: dict[str, Callable[..., Truth]] = {"all": kleene_all, "any": kleene_any}
    for _ in range(60):
        states = States(Shapes())
        known = np.array(some(draw, states))
        for _ in range(4):
            one, other = (np.array([draw.choice(known) for _ in range(9)]) for _ in range(2))
            kind = draw.choice(("all", "any"))
            joined = states.joined("all" if kind == "all" else "any", one, other)
            negated = states.negated(joined)
            for a, b, whole, turned in zip(one, other, joined, negated, strict=True):
                for half in (0, 1):
                    parts = [truth_of(states.halves(int(state))[half][0]) for state in (a, b)]
                    truth = truth_of(states.halves(int(whole))[half][0])
                    assert truth is joins[kind](parts)
                    assert truth_of(states.halves(int(turned))[half][0]) is kleene_not(truth)
            known = np.concatenate((known, joined, negated))


def test_what_is_presumed_settles_a_state_as_it_does_its_parts() -> None:
    draw = random.Random(6)
    for _ in range(60):
        states = States(Shapes())
        shapes = states.shapes
        known = np.array(some(draw, states))
        for _ in range(3):
            one, other = (np.array([draw.choice(known) for _ in range(6)]) for _ in range(2))
            known = np.concatenate((known, states.negated(states.joined("any", one, other))))
        every = shapes.bits(FACTS)
        for state in known.tolist():
            (held, _), (bare, shape) = states.halves(state)
            settled = truth_of(bare) if shape is None else shapes.truth(shape, every)
            assert truth_of(held) is settled


def test_a_double_negation_is_the_state_itself() -> None:
    states = States(Shapes())
    known = np.array(some(random.Random(7), states))
    assert (states.negated(states.negated(known)) == known).all()


def test_equal_states_are_known_alike_and_false_ones_by_nothing() -> None:
    states = States(Shapes())
    numbers = np.array(some(random.Random(8), states))
    known = states.known
    assert not known.truth[known.held == NO].any()
    assert not known.whole[FALSE]
    assert len(set(known.whole[numbers].tolist())) == len(set(numbers.tolist()))
