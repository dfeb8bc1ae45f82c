"""Which unknown facts keep a verdict open, in SQL: down through unknown nodes only, as `language.missing` does.

Layers stand in the opposite order to that of the truths: a provision is asked for by the verdict itself, or
by a provision that is asked for and reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rukhsa.columns.sql_facts import column_of
from rukhsa.columns.sql_numbers import is_known
from rukhsa.columns.sql_truths import Place, Truths
from rukhsa.columns.sql_words import (
    Sql,
    Steps,
    all_of,
    any_of,
    column,
    is_null,
    is_open,
    named,
    not_,
)
from rukhsa.language.tree import All, AnyOf, Arith, Compare, Const, Fact, In, Limb, Node, Not, Ref
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A fact or a provision (of a party, at a place) that a condition asks for."""

    name: str
    fact: bool
    place: Place
    path: list[Sql]  # the nodes above it that must be unknown too


class Missing:
    """The facts that would settle the unknown among some provisions.

    Args:
        roots: when the verdict hangs on a provision, by its name.
    """

    def __init__(self, truths: Truths, roots: Mapping[str, Sql]) -> None:
        self.truths = truths
        self.roots = roots
        self._asked: dict[tuple[str, Place], list[Sql]] = {}
        self._facts: dict[str, list[Sql]] = {}
        self._parts: dict[str, Sql] = {}

    def add(self, steps: Steps) -> dict[str, str]:
        """The layers, as steps of the statement; gives the column of each fact that may be missing."""
        truths = self.truths
        for name, condition in self.roots.items():
            for place in truths.places_of(name):
                self._ask(name, place, [condition.copy(), is_open(truths.of(name))])
        for index, names in enumerate(reversed(truths.levels)):
            columns: list[Sql] = []
            for name in names:
                if truths.regime.is_number(name):
                    continue
                for place in truths.places_of(name):
                    asked = self._asked.get((name, place))
                    if not asked:
                        continue
                    here = column(self.named(name, place))
                    columns.append(
                        named(
                            all_of([is_null(truths.of(name, place)), any_of(asked)]),
                            self.named(name, place),
                            name,
                        )
                    )
                    for found in self._walk(truths.tree(name), place, []):
                        whole = [here.copy(), *(part.copy() for part in found.path)]
                        if found.fact:
                            self._facts.setdefault(found.name, []).append(all_of(whole))
                        else:
                            self._ask(found.name, found.place, whole)
            steps.add("asked", columns, index + 1)
        facts = {fact: f"{truths.side}_missing_{column_of(fact)}" for fact in sorted(self._facts)}
        steps.add("missing", (named(any_of(self._facts[fact]), name, fact) for fact, name in facts.items()))
        steps.add("parts", (named(sql, name) for name, sql in self._parts.items()))
        return facts

    def named(self, name: str, place: Place) -> str:
        return f"{self.truths.named(name, place)}_asked"

    def _ask(self, name: str, place: Place, path: list[Sql]) -> None:
        truths = self.truths
        there = [] if place is None else [truths.filled(place)]
        self._asked.setdefault((name, place), []).append(all_of([*path, *there]))

    def _walk(self, node: Node, place: Place, path: list[Sql]) -> Iterator[Found]:
        """What an unknown node asks for."""
        match node:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._walk(part, place, [*path, *self._open(part, place)])
            case Not(child) | Limb(child, _, _):
                yield from self._walk(child, place, path)
            case Compare(_, left, right):
                for side in (left, right):
                    yield from self._side(side, place, path)
            case In(needle, _):
                yield Found(needle.name, True, None, path)
            case Fact(name):
                yield Found(name, True, None, path)
            case Ref(name):
                yield from self._provision(name, place, path)

    def _open(self, part: Node, place: Place) -> list[Sql]:
        """Whether a part of a condition is unknown: a column of its own, if it has parts itself."""
        truths = self.truths
        inner = part
        while isinstance(inner, Not | Limb):
            inner = inner.child
        match inner:
            case All() | AnyOf():
                name = f"{truths.side}_open_{len(self._parts) + 1}"
                self._parts[name] = is_open(truths.truth(inner, place))
                return [column(name)]
            case _:
                return [is_open(truths.truth(inner, place))]

    def _provision(self, name: str, place: Place, path: list[Sql]) -> Iterator[Found]:
        truths = self.truths
        if truths.regime.tree(name) is None:
            return
        if truths.regime.counts(name) is None:
            yield Found(name, False, None, path)
        elif place is not None:
            yield Found(name, False, place, path)
        else:
            for at in truths.places:
                yield Found(name, False, at, path)

    def _side(self, node: Node, place: Place, path: list[Sql]) -> Iterator[Found]:
        """One side of a comparison: a number, or a plain value."""
        truths = self.truths
        match node:
            case Const():
                return
            case Fact(name):
                at = truths.at(name, place)
                if truths.layout.has(name, at):
                    yield Found(name, True, None, [*path, is_null(column(column_of(name, at)))])
                else:
                    yield Found(name, True, None, path)
            case Ref(name) if truths.regime.is_number(name):
                open_ = [*path, not_(is_known(truths.derived(name, place)))]
                gives, tree = truths.regime.gives(name), truths.regime.tree(name)
                if gives is not None:
                    yield Found(gives, True, None, open_)
                elif tree is not None:
                    yield from self._side(tree, place, open_)
            case Ref(name):
                yield from self._provision(name, place, path)
            case Arith(_, args):
                for arg in args:
                    yield from self._side(arg, place, path)
            case _:
                yield from self._walk(node, place, path)
