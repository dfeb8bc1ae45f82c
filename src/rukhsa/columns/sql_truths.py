"""Conditions of one side in SQL: one column for each provision, layer upon layer.

A provision's column is TRUE, FALSE or NULL as the interpreter would have it. A party provision has a column
for each place of a party, and one for the order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from sqlglot import exp

from rukhsa.columns.sql_facts import PARTIES, Layout, column_of
from rukhsa.columns.sql_numbers import (
    EVERYTHING,
    ONE,
    End,
    Exact,
    Number,
    arithmetic,
    comparison,
    is_literal,
    known,
    not_null,
    of_fact,
    of_fact_to,
)
from rukhsa.columns.sql_words import (
    Sql,
    Steps,
    all_of,
    any_of,
    case,
    column,
    compare,
    named,
    not_,
    text,
    truth,
)
from rukhsa.language.expressions import Uncompilable
from rukhsa.language.tree import (
    All,
    AnyOf,
    Arith,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Op,
    Ref,
    compare_text,
    facts_of,
    refs_of,
    walk,
)
from rukhsa.law.regime import Regime

Place = int | None
_MIRROR: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_SLUG = 40


class Truths:
    """The provisions of one side that the answer needs, as columns.

    Args:
        wanted: provisions that are asked for; what they read comes with them.

    Raises:
        Uncompilable: provisions that read each other, or numbers that SQL does not hold exactly.
    """

    def __init__(self, side: str, regime: Regime, layout: Layout, wanted: Iterable[str]) -> None:
        self.side = side
        self.regime = regime
        self.layout = layout
        self.places = range(1, layout.places + 1)
        self.party_facts = regime.vocabulary.party_facts
        needed = self._closure(wanted)
        self.names = tuple(name for name in regime.ordered if name in needed)
        self._numbers: dict[tuple[str, Place], Number] = {}
        self._index = {name: index for index, name in enumerate(self.names)}

    def _closure(self, wanted: Iterable[str]) -> set[str]:
        found: set[str] = set()
        stack = list(wanted)
        while stack:
            name = stack.pop()
            tree = self.regime.tree(name)
            if tree is not None and name not in found:
                found.add(name)
                stack.extend(refs_of(tree))
        return found

    # columns

    def named(self, name: str, place: Place = None) -> str:
        """The column of a provision. It is numbered: names that differ in case alone are one to SQL."""
        column = f"{self.side}_{self._index[name]:03d}_{_slug(name)}"
        return column if place is None else f"{column}__{place}"

    def of(self, name: str, place: Place = None) -> Sql:
        """The truth of a provision: of the order, or of the party at a place."""
        if name not in self._index:
            return truth(False)
        if self.regime.counts(name) is None:
            place = None
        return column(self.named(name, place))

    def tree(self, name: str) -> Node:
        tree = self.regime.tree(name)
        assert tree is not None
        return tree

    def places_of(self, name: str) -> tuple[Place, ...]:
        """Where a provision is decided: once, or for each party."""
        return (None,) if self.regime.counts(name) is None else tuple(self.places)

    # layers

    @cached_property
    def levels(self) -> list[list[str]]:
        """Provisions in layers: each reads only what stands in earlier ones."""
        level: dict[str, int] = {}
        for name in self.names:
            below = 0
            for other in refs_of(self.tree(name)):
                if other not in self._index:
                    continue
                if other not in level:
                    raise Uncompilable(f"`{name}` and `{other}` read each other")
                # what a party provision makes of the order stands one layer above it
                apart = self.regime.counts(other) is not None
                below = max(below, level[other] + 1 + apart)
            level[name] = below
        found: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
        for name, at in level.items():
            found[at].append(name)
        return found

    def add(self, steps: Steps) -> None:
        """The layers, as steps of the statement."""
        steps.add("sets", self._memberships())
        waiting: list[Sql] = []
        for index, names in enumerate(self.levels):
            columns, waiting = waiting, []
            for name in names:
                cite = self.regime.provisions[name].body.cite
                about = f"{name}: {cite}" if cite else name
                if self.regime.is_number(name):
                    columns += self._derived(name, about)
                    continue
                for place in self.places_of(name):
                    columns.append(named(self.truth(self.tree(name), place), self.named(name, place), about))
                if self.regime.counts(name) is not None:
                    waiting.append(named(self._together(name), self.named(name), about))
            steps.add("layer", columns, index + 1)
        steps.add("layer", waiting, len(self.levels) + 1)

    def _memberships(self) -> list[Sql]:
        """Whether a fact is in a set of the law: a column, since many provisions ask."""
        found: dict[str, Sql] = {}
        for name in self.names:
            for node in walk(self.tree(name)):
                if isinstance(node, In) and isinstance(node.members, Ref):
                    for place in self.places_of(name):
                        value = self._value(node.needle.name, place)
                        if value is not None:
                            inside = _within(value, self.regime.members(node.members.name))
                            own = self._membership(node.needle.name, node.members.name, place)
                            found.setdefault(own, named(inside, own, node.members.name))
        return list(found.values())

    def _membership(self, fact: str, holder: str, place: Place) -> str:
        at = self.at(fact, place)
        number = self.regime.of_kind("set").index(holder) if holder in self.regime.of_kind("set") else "no"
        return f"{self.side}_{column_of(fact)}_in_{number}_{_slug(holder)}" + (
            "" if at is None else f"__{at}"
        )

    def _together(self, name: str) -> Sql:
        """What the parties' truths make of the order: any of those that are there, or every one."""
        there = [(column(self.named(name, place)), self.filled(place)) for place in self.places]
        if self.regime.counts(name) == "any":
            return any_of(all_of([filled, one]) for one, filled in there)
        return all_of(any_of([not_(filled), one]) for one, filled in there)

    def filled(self, place: Place) -> Sql:
        """Whether a line has a party at a place."""
        return compare(">=", column(PARTIES), exp.Literal.number(place))

    # conditions

    def truth(self, node: Node, place: Place = None) -> Sql:
        match node:
            case All(parts):
                return all_of(self.truth(part, place) for part in parts)
            case AnyOf(parts):
                return any_of(self.truth(part, place) for part in parts)
            case Not(child):
                return not_(self.truth(child, place))
            case Limb(child, _, _):
                return self.truth(child, place)
            case Compare():
                return self._compare(node, place)
            case In(needle, members):
                value = self._value(needle.name, place)
                if value is None:
                    return truth(None)
                if isinstance(members, Ref):
                    return column(self._membership(needle.name, members.name, place))
                return _within(value, members)
            case Fact(name):
                value = self._value(name, place) if self.regime.fact_kind(name) == "truth" else None
                return truth(None) if value is None else value
            case Ref(name):
                return self.of(name, place)
            case Const(bool() as value):
                return truth(value)
        raise Uncompilable(f"not a condition: {node!r}")

    def at(self, fact: str, place: Place) -> Place:
        """The place at which a fact is read: that of the party, if it is about parties."""
        return place if fact in self.party_facts else None

    def _value(self, fact: str, place: Place) -> Sql | None:
        at = self.at(fact, place)
        return column(column_of(fact, at)) if self.layout.has(fact, at) else None

    def is_number(self, node: Node) -> bool:
        match node:
            case Const(value):
                return isinstance(value, Decimal)
            case Arith():
                return True
            case Ref(name):
                return self.regime.is_number(name)
            case Fact(name):
                return self.regime.is_numeric_fact(name)
        return False

    def _compare(self, node: Compare, place: Place) -> Sql:
        op, left, right = node.op, node.left, node.right
        if self.is_number(left) or self.is_number(right):
            match left, right:
                case (Fact(name), Const(Decimal() as value)):
                    return self._fact_to(op, name, place, value)
                case (Const(Decimal() as value), Fact(name)):
                    return self._fact_to(_MIRROR[op], name, place, value)
            return comparison(op, self.number(left, place), self.number(right, place))
        match left, right:
            case (Const(bool() as one), Const(bool() as other)):
                return truth((one == other) is (op == "="))
            case (Const(str() as one), Const(str() as other)):
                return truth(compare_text(op, one, other))
        one_, other_ = self._plain(left, place), self._plain(right, place)
        if one_ is None or other_ is None:
            return truth(None)
        return compare(op, one_, other_)

    def _plain(self, node: Node, place: Place) -> Sql | None:
        match node:
            case Const(bool() as value):
                return truth(value)
            case Const(value):
                return text(str(value))
            case Fact(name):
                return self._value(name, place)
            case Ref(name):
                return self.of(name, place)
        raise Uncompilable(f"not a value: {node!r}")

    # numbers

    def _fact_to(self, op: Op, fact: str, place: Place, value: Decimal) -> Sql:
        at = self.at(fact, place)
        if not self.layout.has(fact, at):
            return comparison(op, self.number(Fact(fact), place), known(value))
        return of_fact_to(op, self.layout.number(fact, at), self.regime.least(fact), value)

    def number(self, node: Node, place: Place = None) -> Number:
        match node:
            case Const(Decimal() as value):
                return known(value)
            case Fact(name):
                at, least = self.at(name, place), self.regime.least(name)
                if self.layout.has(name, at):
                    return of_fact(self.layout.number(name, at), least)
                low = EVERYTHING.low if least is None else known(least).low
                return Number(low, EVERYTHING.high, least)
            case Ref(name):
                return self.derived(name, place)
            case Arith(sign, args):
                return arithmetic(sign, [self.number(arg, place) for arg in args])
            case Limb(child, _, _):
                return self.number(child, place)
        raise Uncompilable(f"not a number: {node!r}")

    def derived(self, name: str, place: Place = None) -> Number:
        """A derived number, by the columns that hold its ends."""
        if name not in self._index:
            return EVERYTHING
        if (name, place) not in self._numbers:
            self._numbers[name, place] = self._stated(name, place)
        of_columns = self._numbers[name, place]

        def end(exact: Exact | None, part: str) -> Exact | None:
            if exact is None or is_literal(exact):
                return exact
            return Exact(
                column(f"{self.named(name, self._place(name, place))}_{part}"), exact.whole, exact.scale
            )

        low, high = of_columns.low, of_columns.high
        return Number(
            End(end(low.over, "low"), end(low.under, "low_under") or ONE),
            End(end(high.over, "high"), end(high.under, "high_under") or ONE),
            of_columns.least,
            of_columns.same,
        )

    def _place(self, name: str, place: Place) -> Place:
        """The place at which a derived number is computed: none, unless it reads facts of parties."""
        return place if name in self._of_parties else None

    @cached_property
    def _of_parties(self) -> frozenset[str]:
        """Derived numbers that differ from party to party."""
        found: set[str] = set()
        for name in self.names:
            if self.regime.is_number(name):
                tree = self.tree(name)
                if not self.party_facts.isdisjoint(facts_of(tree)) or not found.isdisjoint(refs_of(tree)):
                    found.add(name)
        return frozenset(found)

    def _stated(self, name: str, place: Place) -> Number:
        """What the case states instead, else what the law computes."""
        computed = self.number(self.tree(name), place)
        gives = self.regime.gives(name)
        if gives is None or not self.layout.has(gives, None):
            return computed
        stated = self.layout.number(gives, None)
        says = not_null(stated.sql)
        least = self.regime.least(gives)
        if least is not None and computed.least is not None:
            least = min(least, computed.least)
        else:
            least = None

        def end(own: End) -> End:
            if own.over is None:
                return End(stated, ONE)
            whole = Exact(exp.null(), max(stated.whole, own.over.whole), max(stated.scale, own.over.scale))
            over = exp.Coalesce(this=stated.sql.copy(), expressions=[own.over.sql.copy()])
            if own.under.is_one:
                return End(Exact(over, whole.whole, whole.scale), ONE)
            chosen = case((says.copy(), stated.sql.copy()), otherwise=own.over.sql.copy())
            under = case((says.copy(), ONE.sql.copy()), otherwise=own.under.sql.copy())
            return End(
                Exact(chosen, whole.whole, whole.scale),
                Exact(under, max(1, own.under.whole), max(1, own.under.scale)),
            )

        return Number(end(computed.low), end(computed.high), least)

    def _derived(self, name: str, about: str) -> list[Sql]:
        """The columns of a derived number: its ends, and their divisors where it is a quotient."""
        found: list[Sql] = []
        for place in (None, *self.places) if name in self._of_parties else (None,):
            self.derived(name, place)
            number = self._numbers[name, place]
            parts = {
                "low": number.low.over,
                "low_under": number.low.under,
                "high": number.high.over,
                "high_under": number.high.under,
            }
            for part, exact in parts.items():
                if exact is not None and not is_literal(exact):
                    found.append(named(exact.sql.copy(), f"{self.named(name, place)}_{part}", about))
        return found


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.partition("/")[2].lower()).strip("_")[:_SLUG]


def _within(value: Sql, members: frozenset[str]) -> Sql:
    if not members:
        return case((not_null(value), truth(False)))
    return exp.In(this=value, expressions=[text(member) for member in sorted(members)])
