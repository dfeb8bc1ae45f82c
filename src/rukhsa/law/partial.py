"""Part of a log: the clauses without which some provisions' texts could not be told, and the fold of these alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rukhsa.law.act import Act, Clause, beneath
from rukhsa.law.fold import Folded, fold
from rukhsa.law.log import Log
from rukhsa.records import replace


def reach(act: Act, log: Log) -> frozenset[str]:
    """The provisions that the clauses of an act may change, themselves or through clauses that they act upon."""
    found: set[str] = set()
    seen: set[tuple[str, int]] = set()
    stack = list(act.clauses)
    while stack:
        clause = stack.pop()
        if (clause.act, clause.index) in seen:
            continue
        seen.add((clause.act, clause.index))
        name, _, label = clause.target.partition("#")
        if clause.writes:
            found.add(clause.target)
        elif name in log.acts:
            stack.extend(c for c in log.acts[name].clauses if not label or c.label == label)
        else:
            found |= log.beneath(clause.target)
    return frozenset(found)


def bearing(provisions: frozenset[str], log: Log) -> dict[str, set[int]]:
    """The clauses without which the texts of provisions could not be told: by act, their places."""
    found: dict[str, set[int]] = {}
    stack: list[Clause] = [
        clause
        for clause in log.clauses
        if (
            clause.target in provisions
            if clause.writes
            else not log.is_act(clause.target) and any(beneath(name, clause.target) for name in provisions)
        )
    ]
    while stack:
        clause = stack.pop()
        own = found.setdefault(clause.act, set())
        if clause.index not in own:
            own.add(clause.index)
            targets = [clause.act, *([f"{clause.act}#{clause.label}"] if clause.label else [])]
            stack.extend(other for target in targets for other in log.upon_acts.get(target, ()))
    return {name: found[name] for name in log.acts if name in found}


def fold_part(
    provisions: frozenset[str], log: Log, acts: Mapping[str, Act], on: str, accepted: frozenset[str]
) -> Folded:
    """The law of a day, of some provisions alone; of others it says nothing that holds.

    Args:
        acts: the acts of the log, or others of the same names whose clauses have the same targets.
    """
    few = [
        replace(acts[name], clauses=tuple(c for c in acts[name].clauses if c.index in own))
        for name, own in bearing(provisions, log).items()
    ]
    return fold(Log(few, kinds=log.kinds), on, accepted)


def fold_further(
    log: Log, further: Iterable[str], on: str, accepted: frozenset[str], before: Folded
) -> Folded | None:
    """The law of a day with further acts, folded as far as they reach; `None` where only the whole fold can tell.

    Args:
        before: the law of the day without them.
    """
    more = frozenset(further)
    if any(clause.target.partition("#")[0] in more for clause in log.clauses if clause.act not in more):
        return None  # what was a provision's name is now an act's
    reached = frozenset(name for act in more & accepted for name in reach(log.acts[act], log))
    part = fold_part(reached, log, log.acts, on, accepted)
    provisions, suspended = dict(before.provisions), dict(before.suspended)
    for whole, found in ((provisions, part.provisions), (suspended, part.suspended)):
        for name in reached:
            if name in found:
                whole[name] = found[name]  # type: ignore[assignment]
            else:
                whole.pop(name, None)
    questions = {**before.questions, **part.questions}
    return Folded(on, provisions, suspended, questions, before, reached)
