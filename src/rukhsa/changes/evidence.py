"""On whose word a flip rests: the strongest evidence under which it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from rukhsa.changes.judged import Answers
from rukhsa.changes.outcome import Kind, kind_of
from rukhsa.decide.evaluate import State
from rukhsa.law.log import RANK
from rukhsa.law.pack import Pack
from rukhsa.law.terms import GRADES

A = TypeVar("A", bound=Answers)
HYPOTHETICAL = "hypothetical"
BASES = (*GRADES, HYPOTHETICAL)
WORDS_ALONE = ("announced", "reported")  # statements of what will be done, and press reports


def rests_on(before: A, after: A) -> str:
    """The strongest grade of evidence that leads to the same flip by itself.

    Returns:
        a grade; or `hypothetical`, where the flip is another without the acts that nobody issued.
    """
    kind = kind_of(before.outcome, after.outcome)
    if kind != _kind(before, after, None):
        return HYPOTHETICAL
    weakest = max(
        (state.accept for j in (before, after) for state in j.states.values()), key=RANK.__getitem__
    )
    return next((grade for grade in GRADES[: RANK[weakest]] if _kind(before, after, grade) == kind), weakest)


def _kind(before: A, after: A, grade: str | None) -> Kind | None:
    return kind_of(_narrowed(before, grade).outcome, _narrowed(after, grade).outcome)


def _narrowed(answers: A, grade: str | None) -> A:
    states = narrowed(answers.packs, answers.states, grade)
    return answers if states == dict(answers.states) else answers.near(states)


def narrowed(packs: Mapping[str, Pack], states: Mapping[str, State], grade: str | None) -> dict[str, State]:
    """States under stronger evidence alone; or, without a grade, under issued acts alone."""
    found: dict[str, State] = {}
    for name, state in states.items():
        if grade is None:
            acts = packs[name].log.acts.values()
            invented = frozenset(act.name for act in acts if act.kind == HYPOTHETICAL)
            accept, without = state.accept, state.without | invented
        else:
            accept, without = min(state.accept, grade, key=RANK.__getitem__), state.without
        found[name] = State(state.on, state.known, accept, without, state.also)
    return found
