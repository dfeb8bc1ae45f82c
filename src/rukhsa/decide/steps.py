"""Steps from one regime to a neighbor: which provisions differ, and which can come out otherwise for it.

A step is the same for every case; those between the successive days of a pack are kept in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from rukhsa.cache import Lines, keeps, kept_lines, one_line, read_line
from rukhsa.law.fold import InForce
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass, field, replace

DECIDING = ("scope", "cover", "require", "except", "bar", "review")
BEGINNING = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Step:
    """From one regime to another.

    Attributes:
        changed: provisions that the two hold differently.
        affected: these and all that read them, here or there.
        deciding: of these, what decides verdicts, and whether it bears on others in another way.
        beyond: of these, what matters even to a case that is out of scope.
        reads: of what is affected, which of the affected provisions each reads.
    """

    changed: frozenset[str]
    affected: frozenset[str] = frozenset()
    deciding: tuple[tuple[str, bool], ...] = ()
    beyond: tuple[tuple[str, bool], ...] = ()
    reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


STILL = Step(frozenset())


def step_between(before: Regime, after: Regime) -> Step:
    """The step between two regimes of one pack, found once."""
    key = ("step", before)
    if key not in after.memo:
        after.memo[key] = _step(before, after)
    found: Step = after.memo[key]
    return found


def steps_of(pack: Pack, accepted: frozenset[str]) -> Mapping[str, Step] | None:
    """The step to each day on which the law of these acts may differ from the day before; `None` if none are kept."""
    if "key" not in pack.log.memo or not keeps():
        return None
    known: dict[Any, Mapping[str, Step]] = pack.log.memo.setdefault("steps", {})
    if accepted not in known:

        def make() -> list[str]:
            days = (BEGINNING, *pack.log.boundaries_of(accepted))
            return _to_lines(
                {
                    after: step_between(pack.on(before, accepted), pack.on(after, accepted))
                    for before, after in pairwise(days)
                }
            )

        known[accepted] = kept_lines("steps", pack.key("", accepted), make, _Steps)
    return known[accepted]


def _to_lines(steps: Mapping[str, Step]) -> list[str]:
    """The steps for the cache: their names and days first, then each on a line of its own."""
    names = {
        name: index for index, name in enumerate(sorted({n for s in steps.values() for n in s.affected}))
    }
    moving = {day: step for day, step in steps.items() if step.changed}
    return [one_line([list(names), list(moving)]), *(one_line(_to_data(s, names)) for s in moving.values())]


def _to_data(step: Step, names: Mapping[str, int]) -> Any:
    return [
        [names[name] for name in sorted(step.changed)],
        [names[name] for name in sorted(step.affected)],
        [[names[name], otherwise] for name, otherwise in step.deciding],
        [[names[name], otherwise] for name, otherwise in step.beyond],
        [[names[name], *(names[read] for read in reads)] for name, reads in step.reads.items()],
    ]


class _Steps(Mapping[str, Step]):
    """Steps by day, read from their lines when they are asked for."""

    def __init__(self, lines: Lines) -> None:
        self._names, days = read_line(lines[0])
        self._lines = lines
        self._places = {day: place for place, day in enumerate(days, 1)}

    def __getitem__(self, day: str) -> Step:
        names: list[str] = self._names
        changed, affected, deciding, beyond, reads = read_line(self._lines[self._places[day]])
        return Step(
            frozenset([names[index] for index in changed]),
            frozenset([names[index] for index in affected]),
            tuple([(names[index], otherwise) for index, otherwise in deciding]),
            tuple([(names[index], otherwise) for index, otherwise in beyond]),
            {names[index]: tuple([names[read] for read in of]) for index, *of in reads},
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _step(before: Regime, after: Regime) -> Step:
    changed = differing(before, after)
    affected, reads = _affected(before, after, changed)
    deciding = tuple(
        (name, _bears_otherwise(name, before, after))
        for name in sorted(affected)
        if after.kind(name) in DECIDING
    )
    beyond = tuple((name, otherwise) for name, otherwise in deciding if _reaches_beyond(name, before, after))
    return Step(changed, affected, deciding, beyond, reads)


def _reaches_beyond(name: str, before: Regime, after: Regime) -> bool:
    texts = (before.provisions.get(name), after.provisions.get(name))
    return after.kind(name) == "scope" or any(text is not None and text.body.unscoped for text in texts)


def _affected(
    near: Regime, regime: Regime, differing: frozenset[str]
) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """What differs and all that reads it, here or in the neighbor; and what of this each of the readers reads."""
    known: dict[str, tuple[str, ...]] = near.memo.get("readers") or near.readers
    if differing:
        known = dict(known)  # what no longer reads may stay: more is affected then, and found the same
        for name in differing:
            for other in regime.reads(name):
                known[other] = (*known.get(other, ()), name)
    regime.memo.setdefault("readers", known)
    found = set(differing)
    reads: dict[str, dict[str, None]] = {}
    stack = sorted(differing)
    while stack:
        read = stack.pop()
        for reader in known.get(read, ()):
            reads.setdefault(reader, {})[read] = None
            if reader not in found:
                found.add(reader)
                stack.append(reader)
    return frozenset(found), {name: tuple(of) for name, of in reads.items() if name not in differing}


def _bears_otherwise(name: str, one: Regime, other: Regime) -> bool:
    """Whether a provision bears on others in another way: its text differs beyond its condition."""
    a, b = one.provisions.get(name), other.provisions.get(name)
    if a is None or b is None or a.body is b.body:
        return False
    return replace(a.body, tree=None).deciding() != replace(b.body, tree=None).deciding()


def differing(before: Regime, after: Regime) -> frozenset[str]:
    """Names of provisions that two regimes of one pack hold differently."""
    since, changed = after.folded.since, after.folded.changed
    names = changed if since is before.folded else {*before.provisions, *after.provisions}
    return frozenset(
        name
        for name in names
        if (a := before.provisions.get(name)) is not (b := after.provisions.get(name))
        and (a is None or b is None or _other_text(a, b))
    )


def _other_text(a: InForce, b: InForce) -> bool:
    if a.body is b.body:
        return a.tree is not b.tree and a.tree != b.tree
    return a.tree != b.tree or a.body.deciding() != b.body.deciding()
