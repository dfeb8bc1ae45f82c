"""What was looked at and did not apply: the requirements nearest to being met, and why they are not.

An answer that no license is needed must show what it examined; naming every rule would hide the few that
matter, so only those come that speak of the item's own classification and fail on something else.
"""

from __future__ import annotations

from rukhsa.decide.reasons import Leaf, Reason
from rukhsa.hints import TYPE_CHECKING
from rukhsa.language.tree import refs_of

if TYPE_CHECKING:
    from rukhsa.decide.side import Side

_MOST = 6
_ORDER = frozenset(("<", "<=", ">", ">="))


def near_requirements(side: Side) -> tuple[Reason, ...]:
    """Requirements that read a classification that the item surely bears, and are surely not met."""
    regime, truth = side.regime, side.evaluation.interpreter.truth_of
    borne = frozenset(
        name
        for name in regime.of_kind("classify")
        if regime.provisions[name].body.code is not None and truth(name) is True
    )
    reading = regime.dependants(borne)
    found = [
        side.reason(name)
        for name in regime.of_kind("require")
        if name in reading and truth(name) is False and _speaks_of_the_item(side, name, borne | reading)
    ]
    return tuple(reason for reason in found if failing(side, reason))[:_MOST]


def near_classifications(side: Side) -> tuple[Reason, ...]:
    """Of the classifications that did not catch the item those that came nearest: they speak of such an item.

    What fails on a figure, or on a yes or no, comes nearer than what is about another item.
    """
    apart = [(sum(map(_is_of_another_kind, reason.leaves())), reason) for reason in side.examined]
    least = min((number for number, _ in apart), default=0)
    return tuple(reason for number, reason in apart if number == least)[:_MOST]


def _is_of_another_kind(leaf: Leaf) -> bool:
    return leaf.truth is False and leaf.relation not in _ORDER and leaf.bound not in ("true", "false")


def failing(side: Side, reason: Reason) -> tuple[Leaf, ...]:
    """The comparisons that keep a provision from being true and tell the reader something."""
    leaves = [leaf for leaf in dict.fromkeys(reason.leaves()) if leaf.truth is False]
    return tuple(leaf for leaf in leaves if leaf.subject not in side.quiet_facts)


def _speaks_of_the_item(side: Side, name: str, classes: frozenset[str]) -> bool:
    """Whether some classification that the requirement reads is true of the item."""
    tree = side.regime.tree(name)
    if tree is None:
        return False
    truth = side.evaluation.interpreter.truth_of
    return any(
        ref in classes and side.regime.kind(ref) == "classify" and truth(ref) is True for ref in refs_of(tree)
    )
