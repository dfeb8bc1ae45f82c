"""A part of the law of one side: so many provisions, each with all that it reads."""

from __future__ import annotations

from rukhsa.decide.engine import Law, load
from rukhsa.language.tree import refs_of
from rukhsa.law.log import Log
from rukhsa.records import replace


def law_of(side: str, on: str, provisions: int) -> tuple[Law, int]:
    """The law, and how many provisions are in force in it: all of them, or the first so many requirements' worth."""
    whole = load([side])
    pack = whole.packs[side]
    regime = pack.on(on, pack.log.accepted(None, "company"))
    names = [*regime.of_kind("scope"), *regime.of_kind("cover"), *regime.of_kind("require")]
    kept: set[str] = set()
    for name in [*names, *regime.provisions]:
        stack: list[str] = [name]
        more: set[str] = set()
        while stack:
            top = stack.pop()
            if top in regime.provisions and top not in kept | more:
                more.add(top)
                body = regime.provisions[top].body
                stack.extend((*body.any, *body.none, *(refs_of(body.tree) if body.tree is not None else ())))
        if len(kept | more) > provisions:
            break
        kept |= more
    acts = [
        replace(act, clauses=tuple(c for c in act.clauses if c.body is None or c.target in kept))
        for act in pack.log.acts.values()
    ]
    part = replace(pack, log=Log(acts), _regimes={}, _folds={}, _whole=set())
    return Law({side: part}, whole.catalog), len(part.on(on, part.log.accepted(None, "company")).provisions)
