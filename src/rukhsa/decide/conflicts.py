"""Conflicts of laws: where obeying one provision may break another, mostly that of another side.

A conflict is a provision like a warning: it says when it stands, and between which provisions. It is raised
when its own condition is true of the case and every side that it names has a named provision in play.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rukhsa.decide.rules import rules_of
from rukhsa.decide.side import Side
from rukhsa.language.interpret import Truth, kleene_all, kleene_any
from rukhsa.law.act import TRUTH_KINDS, beneath
from rukhsa.law.log import Log
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A provision that takes part in a conflict, and whether it surely holds of the case."""

    side: Side
    provision: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict raised on a case.

    Attributes:
        side: whose law speaks of the conflict.
        provision: the conflict's own name.
        own: provisions of that side; the conflict itself where it names no other.
        others: what the other sides ask for; of the same side, where the conflict stands within one law.
        sure: whether everything named surely holds.
    """

    side: Side
    provision: str
    own: tuple[Named, ...]
    others: tuple[Named, ...]
    sure: bool


def conflicts_of(sides: Sequence[Side]) -> tuple[Conflict, ...]:
    """The conflicts that the laws of these sides raise on the case, each under its own evidence."""
    by_name = {side.pack.name: side for side in sides}
    return tuple(found for side in sides for found in _raised(side, by_name))


def _raised(side: Side, sides: Mapping[str, Side]) -> Iterator[Conflict]:
    truth = side.evaluation.interpreter.truth_of
    for name in side.regime.of_kind("conflict"):
        if truth(name) is not True:
            continue
        own: list[Named] = []
        others: list[Named] = []
        holds: list[Truth] = []
        asked: dict[str, list[Truth]] = {}  # of another side, one named provision is enough
        for entry in side.regime.provisions[name].body.between:
            where = entry.partition("/")[0]
            if where not in sides:
                asked.setdefault(where, []).append(False)
                continue
            found = list(_in_play(sides[where], entry))
            (own if where == side.pack.name else others).extend(
                Named(sides[where], provision, held is True) for provision, held in found
            )
            held = kleene_any(held for _, held in found)
            if where == side.pack.name:
                holds.append(held)
            else:
                asked.setdefault(where, []).append(held)
        whole = kleene_all((*holds, *(kleene_any(truths) for truths in asked.values())))
        if whole is False:
            continue
        if not others and len(own) > 1:
            own, others = own[:1], own[1:]
        own = own or [Named(side, name, True)]
        yield Conflict(side, name, _once(own), _once(others), whole is True)


def _in_play(side: Side, entry: str) -> Iterator[tuple[str, Truth]]:
    """The provisions in force under a name that are, or may be, true; requirements after scope and exemptions.

    A subtree that holds requirements stands for them alone. A law that may not even reach the case asks
    nothing yet: its requirements count once its scope is sure.
    """
    scope, unscoped = side.finding.scope, rules_of(side.regime).unscoped
    grounds: dict[str, Truth] = {
        ground.name: True if ground.sure else None for ground in side.finding.grounds
    }
    kinds = named_by(side.pack.log, entry)
    for name, kind in kinds.items():
        if name not in side.regime.provisions or kind not in TRUTH_KINDS:
            continue
        if kind == "require":
            if name in grounds and (scope is True or unscoped[name]):
                yield name, grounds[name]
        elif (truth := side.evaluation.interpreter.truth_of(name)) is not False:
            yield name, truth


def named_by(log: Log, entry: str) -> Mapping[str, str]:
    """The provisions that a name stands for, with their kinds."""
    known: dict[str, Mapping[str, str]] = log.memo.setdefault("named", {})
    if entry not in known:
        if entry in log.kinds:
            kinds = {entry: log.kinds[entry]}
        else:
            kinds = {name: kind for name, kind in log.kinds.items() if beneath(name, entry)}
            if "require" in kinds.values():  # the bars and reviews beside them ask nothing of anybody
                kinds = {name: kind for name, kind in kinds.items() if kind == "require"}
        known[entry] = kinds
    return known[entry]


def _once(named: list[Named]) -> tuple[Named, ...]:
    return tuple({(item.side.pack.name, item.provision): item for item in named}.values())
