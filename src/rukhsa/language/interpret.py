"""The reference interpreter: the meaning of the language, obvious rather than fast.

Truth is `True`, `False` or `None` (unknown). A number is an interval of fractions: a known one has
equal ends, an unknown one reaches from its least value to infinity, so that what is known of it is used
and nothing else. Exact throughout.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rukhsa.hints import Protocol
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
)
from rukhsa.language.vocabulary import Value
from rukhsa.records import dataclass

Truth = bool | None
End = Fraction | float  # a fraction, or an infinity


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from `low` to `high`, both included; a known number has equal ends."""

    low: End
    high: End

    @property
    def known(self) -> bool:
        return self.low == self.high


EVERYTHING = Interval(-math.inf, math.inf)


def kleene_all(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def kleene_any(truths: Iterable[Truth]) -> Truth:
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def kleene_not(truth: Truth) -> Truth:
    return None if truth is None else not truth


class Provisions(Protocol):
    """What the interpreter needs to know of a regime."""

    def tree(self, name: str) -> Node | None:
        """The tree of a provision in force; `None` when it is absent, held, or a set."""

    def is_number(self, name: str) -> bool: ...

    def gives(self, name: str) -> str | None:
        """The fact that a case may state instead of the derived number."""

    def counts(self, name: str) -> str | None:
        """`any`, `every`, or `None` when the provision does not speak of parties."""

    def members(self, name: str) -> frozenset[str]: ...

    def least(self, fact: str) -> Decimal | None:
        """The least value of a numeric fact."""

    def is_numeric_fact(self, name: str) -> bool: ...


class Interpreter:
    """Values of provisions for one case.

    Args:
        provisions: the regime.
        facts: facts of the item, the route and the line; absent means unknown.
        parties: facts of each party.
    """

    def __init__(
        self, provisions: Provisions, facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]]
    ) -> None:
        self.provisions = provisions
        self.facts = facts
        self.parties = parties
        self.nodes: dict[tuple[int, int | None], Truth] = {}  # by identity, for who explains
        self._truths: dict[tuple[str, int | None], Truth] = {}
        self._numbers: dict[tuple[str, int | None], Interval] = {}

    def truth_of(self, name: str, party: int | None = None) -> Truth:
        """The truth of a provision: of the order, or (party provisions) of one party."""
        counts = self.provisions.counts(name)
        if counts is None:
            party = None
        key = (name, party)
        if key not in self._truths:
            tree = self.provisions.tree(name)
            if tree is None:
                self._truths[key] = False
            elif counts is not None and party is None:
                join = kleene_any if counts == "any" else kleene_all
                self._truths[key] = join([self.truth_of(name, index) for index in range(len(self.parties))])
            else:
                self._truths[key] = self.truth(tree, party)
        return self._truths[key]

    def number_of(self, name: str, party: int | None = None) -> Interval:
        """The number of a derive: what the case states, else what the law computes."""
        gives = self.provisions.gives(name)
        if gives is not None and gives in self.facts:
            return _known(self.facts[gives])
        tree = self.provisions.tree(name)
        if tree is None:
            return EVERYTHING
        key = (name, party)
        if key not in self._numbers:
            self._numbers[key] = self.number(tree, party)
        return self._numbers[key]

    def fact(self, name: str, party: int | None) -> Value | None:
        if party is not None and name in self.parties[party]:
            return self.parties[party][name]
        return self.facts.get(name)

    def truth(self, node: Node, party: int | None = None) -> Truth:
        match node:
            case All(parts):
                return kleene_all(self.truth(part, party) for part in parts)
            case AnyOf(parts):
                return kleene_any(self.truth(part, party) for part in parts)
            case Not(child):
                return kleene_not(self.truth(child, party))
            case Limb(child, _, _):
                return self.truth(child, party)
            case Compare():
                return self._compare(node, party)
            case In(needle, members):
                value = self.fact(needle.name, party)
                inside = self.provisions.members(members.name) if isinstance(members, Ref) else members
                return None if value is None else value in inside
            case Fact(name):
                value = self.fact(name, party)
                return value if isinstance(value, bool) else None
            case Ref(name):
                return self.truth_of(name, party)
            case Const(bool() as value):
                return value
        raise TypeError(f"not a condition: {node!r}")

    def number(self, node: Node, party: int | None = None) -> Interval:
        match node:
            case Const(Decimal() as literal):
                return _known(literal)
            case Fact(name):
                value = self.fact(name, party)
                if value is None:
                    least = self.provisions.least(name)
                    return Interval(-math.inf if least is None else Fraction(least), math.inf)
                return _known(value)
            case Ref(name):
                return self.number_of(name, party)
            case Arith(sign, args):
                return arithmetic(sign, [self.number(arg, party) for arg in args])
            case Limb(child, _, _):
                return self.number(child, party)
        raise TypeError(f"not a number: {node!r}")

    def _is_number(self, node: Node) -> bool:
        match node:
            case Const(value):
                return isinstance(value, Decimal)
            case Arith():
                return True
            case Ref(name):
                return self.provisions.is_number(name)
            case Fact(name):
                return self.provisions.is_numeric_fact(name)
            case _:
                return False

    def _compare(self, node: Compare, party: int | None) -> Truth:
        if self._is_number(node.left) or self._is_number(node.right):
            return compare_intervals(node.op, self.number(node.left, party), self.number(node.right, party))
        left, right = self._plain(node.left, party), self._plain(node.right, party)
        if left is None or right is None:
            return None
        if isinstance(left, bool) or isinstance(right, bool):
            return (left == right) if node.op == "=" else (left != right)
        return compare_text(node.op, str(left), str(right))

    def _plain(self, node: Node, party: int | None) -> Value | None:
        match node:
            case Const(value):
                return value
            case Fact(name):
                return self.fact(name, party)
            case Ref(name):
                return self.truth_of(name, party)
        raise TypeError(f"not a value: {node!r}")


@lru_cache(maxsize=4096, typed=True)
def _known(value: Value) -> Interval:
    if isinstance(value, bool | str):
        raise TypeError(f"not a number: {value!r}")
    exact = Fraction(value)
    return Interval(exact, exact)


def compare_intervals(op: Op, left: Interval, right: Interval) -> Truth:
    """Compare two numbers of which bounds are known."""
    match op:
        case ">=":
            return _order(left.low >= right.high, left.high < right.low)
        case ">":
            return _order(left.low > right.high, left.high <= right.low)
        case "<=":
            return compare_intervals(">=", right, left)
        case "<":
            return compare_intervals(">", right, left)
        case "=":
            if left.known and right.known:
                return left.low == right.low
            return False if left.high < right.low or left.low > right.high else None
        case "<>":
            return kleene_not(compare_intervals("=", left, right))


def _order(surely: bool, never: bool) -> Truth:
    # an end at infinity is a bound, not a number that can be reached
    return True if surely else False if never else None


def arithmetic(sign: str, args: list[Interval]) -> Interval:
    match sign:
        case "greatest":
            return Interval(max(a.low for a in args), max(a.high for a in args))
        case "least":
            return Interval(min(a.low for a in args), min(a.high for a in args))
    left, right = args
    match sign:
        case "+":
            return Interval(_plus(left.low, right.low), _plus(left.high, right.high))
        case "-":
            return Interval(_plus(left.low, -right.high), _plus(left.high, -right.low))
        case "*":
            return _hull(_times, left, right)
        case "/":
            if right.low <= 0 <= right.high:
                return EVERYTHING
            return _hull(_over, left, right)
    raise TypeError(f"not arithmetic: {sign}")


def _hull(combine: Callable[[End, End], End], left: Interval, right: Interval) -> Interval:
    corners = [combine(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Interval(min(corners), max(corners))


# A fraction never meets an infinity in a float: very large and very small fractions have no float.


def _plus(a: End, b: End) -> End:
    return a if isinstance(a, float) else b if isinstance(b, float) else a + b


def _times(a: End, b: End) -> End:
    if a == 0 or b == 0:
        return Fraction(0)
    if isinstance(a, float) or isinstance(b, float):
        return math.inf if (a > 0) == (b > 0) else -math.inf
    return a * b


def _over(a: End, b: End) -> End:
    if isinstance(b, float):
        return Fraction(0)
    if isinstance(a, float):
        return a if b > 0 else -a
    return a / b
