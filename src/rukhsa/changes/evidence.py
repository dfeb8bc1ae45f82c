"""On whose word a flip rests: the strongest evidence under which it is there."""

from __future__ import annotations

from rukhsa.changes.judged import Judged
from rukhsa.decide.evaluate import State
from rukhsa.law.log import RANK
from rukhsa.law.terms import GRADES

HYPOTHETICAL = "hypothetical"
BASES = (*GRADES, HYPOTHETICAL)
WORDS_ALONE = ("announced", "reported")  # statements of what will be done, and press reports


def rests_on(before: Judged, after: Judged) -> str:
    """The strongest grade of evidence that leads to both answers of a flip by itself.

    Returns:
        a grade; or `hypothetical`, where the answers are others without the acts that nobody issued.
    """
    issued = _narrowed(before, None), _narrowed(after, None)
    if not _same(before, after, *issued):
        return HYPOTHETICAL
    weakest = max(
        (state.accept for j in (before, after) for state in j.states.values()), key=RANK.__getitem__
    )
    for grade in GRADES[: RANK[weakest]]:
        if _same(before, after, _narrowed(before, grade), _narrowed(after, grade)):
            return grade
    return weakest


def _same(before: Judged, after: Judged, one: Judged, other: Judged) -> bool:
    return one.outcome == before.outcome and other.outcome == after.outcome


def _narrowed(judged: Judged, grade: str | None) -> Judged:
    """The case under stronger evidence alone; or, without a grade, under issued acts alone."""
    states: dict[str, State] = {}
    for name, state in judged.states.items():
        if grade is None:
            acts = judged.packs[name].log.acts.values()
            invented = frozenset(act.name for act in acts if act.kind == HYPOTHETICAL)
            accept, without = state.accept, state.without | invented
        else:
            accept, without = min(state.accept, grade, key=RANK.__getitem__), state.without
        states[name] = State(state.on, state.known, accept, without, state.also)
    return judged if states == dict(judged.states) else judged.near(states)
