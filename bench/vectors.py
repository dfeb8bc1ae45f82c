"""Truths of provisions over whole columns in NumPy, as OpenFisca would work them out: for comparison alone.

Each condition becomes two vectors, *surely* and *possibly* true. Numbers are binary fractions, so that a
threshold can be missed; verdicts are not worked out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rukhsa.columns.sql_facts import PARTIES, column_of
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
    Ref,
)
from rukhsa.law.regime import Regime

Pair = tuple[Any, Any]  # of vectors: surely and possibly true, or least and greatest
_ORDER = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}
_AGAINST = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Vectors:
    """The provisions of one side over a table of cases (`columns.sql_facts`)."""

    def __init__(self, regime: Regime, table: pa.Table, places: int) -> None:
        self.regime = regime
        self.table = table
        self.places = places
        self.size = table.num_rows
        self.party_facts = regime.vocabulary.party_facts
        self.parties = table.column(PARTIES).to_numpy()
        self._truths: dict[tuple[str, int | None], Pair] = {}
        self._numbers: dict[tuple[str, int | None], Pair] = {}
        self._columns: dict[str, Any] = {}

    def all(self) -> dict[str, Pair]:
        """Every provision that is a truth, each after those that it reads."""
        return {name: self.truth_of(name) for name in self.regime.ordered if not self.regime.is_number(name)}

    def truth_of(self, name: str, place: int | None = None) -> Pair:
        counts = self.regime.counts(name)
        place = None if counts is None else place
        if (name, place) not in self._truths:
            tree = self.regime.tree(name)
            if tree is None:
                self._truths[name, place] = self._constant(False)
            elif counts is not None and place is None:
                self._truths[name, place] = self._together(name, counts)
            else:
                self._truths[name, place] = self.truth(tree, place)
        return self._truths[name, place]

    def _together(self, name: str, counts: str) -> Pair:
        each = [(self.truth_of(name, place), self.parties >= place) for place in range(1, self.places + 1)]
        if counts == "any":
            return tuple(np.logical_or.reduce([one[end] & there for one, there in each]) for end in (0, 1))
        return tuple(np.logical_and.reduce([one[end] | ~there for one, there in each]) for end in (0, 1))

    def truth(self, node: Node, place: int | None) -> Pair:
        match node:
            case All(parts) | AnyOf(parts):
                join = np.logical_and if isinstance(node, All) else np.logical_or
                pairs = [self.truth(part, place) for part in parts]
                return join.reduce([one for one, _ in pairs]), join.reduce([other for _, other in pairs])
            case Not(child):
                surely, possibly = self.truth(child, place)
                return ~possibly, ~surely
            case Limb(child, _, _):
                return self.truth(child, place)
            case Const(value):
                return self._constant(bool(value))
            case Ref(name):
                return self.truth_of(name, place)
            case Fact(name):
                column = self._column(name, place)
                return self._constant(None) if column is None else self._of(column)
            case In(needle, members):
                inside = self.regime.members(members.name) if isinstance(members, Ref) else members
                column = self._column(needle.name, place)
                if column is None:
                    return self._constant(None)
                return self._of(pc.is_in(column, pa.array(sorted(inside), pa.string())), column)
            case Compare():
                return self._compare(node, place)
        raise TypeError(node)

    def _constant(self, value: bool | None) -> Pair:
        return np.full(self.size, value is True), np.full(self.size, value is not False)

    def _of(self, truths: Any, known: Any = None) -> Pair:
        """The pair of an Arrow column of truths; unknown where `known` is."""
        there = pc.is_valid(truths if known is None else known).to_numpy(zero_copy_only=False)
        true = pc.fill_null(truths, False).to_numpy(zero_copy_only=False)
        return true & there, true | ~there

    def _column(self, fact: str, place: int | None) -> Any:
        name = column_of(fact, place if fact in self.party_facts else None)
        if name not in self.table.column_names:
            return None
        if name not in self._columns:
            self._columns[name] = self.table.column(name).combine_chunks()
        return self._columns[name]

    def _compare(self, node: Compare, place: int | None) -> Pair:
        if self._is_number(node.left) or self._is_number(node.right):
            return self._ordered(node.op, self.number(node.left, place), self.number(node.right, place))
        for fact, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(fact, Fact) and isinstance(other, Const):
                column = self._column(fact.name, place)
                if column is None:
                    return self._constant(None)
                names = {"=": "equal", "<>": "not_equal", "<": "less", "<=": "less_equal"}
                names |= {">": "greater", ">=": "greater_equal"}
                op = (
                    node.op
                    if fact is node.left
                    else {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(node.op, node.op)
                )
                return self._of(getattr(pc, names[op])(column, other.value), column)
        pairs = [self.truth(side, place) for side in (node.left, node.right)]
        (a, may_a), (b, may_b) = pairs
        same, may_same = (a & b) | (~may_a & ~may_b), (may_a & may_b) | (~a & ~b)
        return (same, may_same) if node.op == "=" else (~may_same, ~same)

    def _ordered(self, op: str, left: Pair, right: Pair) -> Pair:
        if op in ("=", "<>"):
            surely = (left[0] == left[1]) & (right[0] == right[1]) & (left[0] == right[0])
            possibly = ~((left[1] < right[0]) | (left[0] > right[1]))
            return (surely, possibly) if op == "=" else (~possibly, ~surely)
        high = op in (">", ">=")
        surely = _ORDER[op](left[not high], right[high])
        never = _ORDER[_AGAINST[op]](left[high], right[not high])
        return surely, ~never

    def _is_number(self, node: Node) -> bool:
        match node:
            case Ref(name):
                return self.regime.is_number(name)
            case Fact(name):
                return self.regime.is_numeric_fact(name)
            case Const(value):
                return not isinstance(value, bool | str)
        return isinstance(node, Arith)

    def number(self, node: Node, place: int | None) -> Pair:
        match node:
            case Const(value):
                return float(value), float(value)
            case Limb(child, _, _):
                return self.number(child, place)
            case Fact(name):
                least = self.regime.least(name)
                return self._stated(name, place, -np.inf if least is None else float(least))
            case Ref(name):
                return self._derived(name, place)
            case Arith(sign, args):
                return _arithmetic(sign, [self.number(arg, place) for arg in args])
        raise TypeError(node)

    def _stated(self, fact: str, place: int | None, least: float) -> Pair:
        column = self._column(fact, place)
        if column is None:
            return np.full(self.size, least), np.full(self.size, np.inf)
        plain = pc.cast(column, pa.float64())
        return tuple(pc.fill_null(plain, end).to_numpy(zero_copy_only=False) for end in (least, np.inf))

    def _derived(self, name: str, place: int | None) -> Pair:
        if (name, place) not in self._numbers:
            tree, gives = self.regime.tree(name), self.regime.gives(name)
            low, high = (np.full(self.size, -np.inf), np.full(self.size, np.inf))
            if tree is not None:
                low, high = self.number(tree, place)
            if gives is not None and self._column(gives, None) is not None:
                stated = self._stated(gives, None, np.nan)[0]
                low, high = np.where(np.isnan(stated), low, stated), np.where(np.isnan(stated), high, stated)
            self._numbers[name, place] = low, high
        return self._numbers[name, place]


def _arithmetic(sign: str, args: list[Pair]) -> Pair:
    if sign in ("greatest", "least"):
        extreme = np.maximum if sign == "greatest" else np.minimum
        low, high = args[0]
        for other in args[1:]:
            low, high = extreme(low, other[0]), extreme(high, other[1])
        return low, high
    (a, b), (c, d) = args
    with np.errstate(invalid="ignore", divide="ignore"):
        if sign == "+":
            return a + c, b + d
        if sign == "-":
            return a - d, b - c
        if sign == "*":
            corners = [
                np.nan_to_num(one * other, nan=0.0, posinf=np.inf, neginf=-np.inf)
                for one in (a, b)
                for other in (c, d)
            ]
            return np.minimum.reduce(corners), np.maximum.reduce(corners)
        corners = [
            np.nan_to_num(one / other, nan=0.0, posinf=np.inf, neginf=-np.inf)
            for one in (a, b)
            for other in (c, d)
        ]
        zero = (np.asarray(c) <= 0) & (np.asarray(d) >= 0)
        return (
            np.where(zero, -np.inf, np.minimum.reduce(corners)),
            np.where(zero, np.inf, np.maximum.reduce(corners)),
        )
