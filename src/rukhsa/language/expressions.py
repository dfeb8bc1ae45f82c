"""Conditions as Python expressions over compiled facts: the leaves of compiled law.

Every condition has four readings: *surely* true, *surely* false, *possibly* true, *possibly* false. Each is
a plain two-valued expression, because NOT is pushed down to the leaves. Nothing of a condition enters the
source but through `repr`, and every name of the source is a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from rukhsa.hints import Any, Protocol
from rukhsa.language.interpret import Provisions
from rukhsa.language.numbers import DIGITS
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
    children,
    compare_text,
)

TRUE, FALSE = "True", "False"
_MIRROR: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_OPPOSITE: dict[Op, Op] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


class Uncompilable(Exception):
    """The interpreter must decide: this law holds something that the compiled form does not."""


class Compilable(Provisions, Protocol):
    """What the compilers need to know of a regime."""

    @property
    def ordered(self) -> tuple[str, ...]:
        """Provisions that have trees, each after those that it reads."""

    def fact_kind(self, name: str) -> str:
        """`number`, `truth` or `text`."""


class Scope(Protocol):
    """Where an expression stands: the names of its facts and provisions there."""

    def plain(self, fact: str) -> str:
        """The variable of a truth, text or date fact."""

    def bounds(self, fact: str) -> tuple[str, str]:
        """The variables of the bounds of a numeric fact."""

    def truth(self, provision: str) -> str:
        """The variable of a provision's truth."""

    def number(self, derive: str) -> tuple[str, str]:
        """The variables of the bounds of a derived number."""

    def temporary(self, statement: Callable[[str], str]) -> str:
        """A new variable, set by a statement before the expression."""


class Constants:
    """Numbers and sets of a compiled regime, each under one name."""

    def __init__(self) -> None:
        self._names: dict[Any, str] = {}

    def number(self, value: Decimal) -> str:
        if len(value.as_tuple().digits) > DIGITS:
            raise Uncompilable(f"a constant of more than {DIGITS} digits")
        return self._name("C", ("number", str(value)))

    def members(self, members: frozenset[str]) -> str:
        return self._name("S", ("set", tuple(sorted(members))))

    def members_or_unknown(self, members: frozenset[str]) -> str:
        return self._name("U", ("unknown", tuple(sorted(members))))

    def _name(self, letter: str, key: tuple[str, Any]) -> str:
        return self._names.setdefault(key, f"{letter}{len(self._names)}")

    def lines(self) -> Iterable[str]:
        for (kind, value), name in self._names.items():
            match kind:
                case "number":
                    yield f"{name} = Decimal({value!r})"
                case "set":
                    yield f"{name} = frozenset({list(value)!r})"
                case _:
                    yield f"{name} = frozenset({[*value, None]!r})"


class Expressions:
    """Writes the conditions of one regime."""

    def __init__(self, provisions: Compilable, constants: Constants) -> None:
        self.provisions = provisions
        self.constants = constants
        self._quotients: dict[str, bool] = {}

    def write(self, node: Node, scope: Scope, want: bool, sure: bool) -> str:
        """The expression that a condition surely (or possibly) has the truth `want`."""
        match node:
            case All(parts) | AnyOf(parts):
                written = [self.write(part, scope, want, sure) for part in parts]
                return joined(written, "and" if isinstance(node, All) == want else "or")
            case Not(child):
                return self.write(child, scope, not want, sure)
            case Limb(child, _, _):
                return self.write(child, scope, want, sure)
            case Const(bool() as value):
                return TRUE if value is want else FALSE
            case Fact(name):
                return _of_truth(scope.plain(name), want, sure)
            case Ref(name):
                if self.provisions.tree(name) is None:
                    return FALSE if want else TRUE
                return _of_truth(scope.truth(name), want, sure)
            case In(needle, members):
                inside = self.provisions.members(members.name) if isinstance(members, Ref) else members
                return self._member(scope.plain(needle.name), inside, want, sure)
            case Compare(op, left, right):
                return self._compare(op, left, right, scope, want, sure)
        raise Uncompilable(f"not a condition: {type(node).__name__}")

    def _member(self, value: str, inside: frozenset[str], want: bool, sure: bool) -> str:
        if want == sure:
            return f"{value} {'in' if want else 'not in'} {self.constants.members(inside)}"
        return f"{value} {'in' if want else 'not in'} {self.constants.members_or_unknown(inside)}"

    def _compare(self, op: Op, left: Node, right: Node, scope: Scope, want: bool, sure: bool) -> str:
        kinds = {self.kind(left), self.kind(right)}
        if "number" in kinds:
            low, high = self.number(left, scope)
            other_low, other_high = self.number(right, scope)
            return _numbers(op, (low, high), (other_low, other_high), want, sure)
        if kinds == {"truth"}:
            return self._truths(left, right, scope, want if op == "=" else not want, sure)
        if kinds != {"text"}:
            raise Uncompilable("a comparison of a truth with text")
        return _texts(op if want else _OPPOSITE[op], self._text(left, scope), self._text(right, scope), sure)

    def _truths(self, left: Node, right: Node, scope: Scope, want: bool, sure: bool) -> str:
        if isinstance(left, Const):
            left, right = right, left
        if isinstance(right, Const):
            return self.write(left, scope, want if right.value else not want, sure)
        same = [
            joined([self.write(left, scope, a, sure), self.write(right, scope, b, sure)], "and")
            for a, b in ((True, want), (False, not want))
        ]
        return joined(same, "or")

    def kind(self, node: Node) -> str:
        """What a side of a comparison is: number, truth or text."""
        match node:
            case Const(value):
                return (
                    "number" if isinstance(value, Decimal) else "truth" if isinstance(value, bool) else "text"
                )
            case Fact(name):
                return self.provisions.fact_kind(name)
            case Ref(name):
                return "number" if self.provisions.is_number(name) else "truth"
            case Arith():
                return "number"
        raise Uncompilable(f"not a value: {type(node).__name__}")

    def _text(self, node: Node, scope: Scope) -> str | Const:
        return node if isinstance(node, Const) else scope.plain(node.name)  # type: ignore[union-attr]

    # numbers

    def number(self, node: Node, scope: Scope) -> tuple[str, str]:
        """The names of the bounds of a number; what has to be computed first becomes a statement."""
        match node:
            case Const(Decimal() as value):
                name = self.constants.number(value)
                return name, name
            case Fact(name):
                return scope.bounds(name)
            case Ref(name):
                return scope.number(name)
            case Limb(child, _, _):
                return self.number(child, scope)
            case Arith(sign, args):
                return self._arith(node, sign, args, scope)
        raise Uncompilable(f"not a number: {type(node).__name__}")

    def _arith(self, node: Arith, sign: str, args: tuple[Node, ...], scope: Scope) -> tuple[str, str]:
        sides = [self.number(arg, scope) for arg in args]
        lows, highs = [low for low, _ in sides], [high for _, high in sides]
        if sign in ("greatest", "least"):
            join = "max" if sign == "greatest" else "min"
            return self._pair(
                scope, f"{join}({', '.join(lows)},)", f"{join}({', '.join(highs)},)", lows == highs
            )
        if self.deep and (sign == "/" or any(self._is_quotient(arg) for arg in args)):
            return self._both(scope, f"rational({sign!r}, ({lows[0]}, {highs[0]}), ({lows[1]}, {highs[1]}))")
        match sign:
            case "+":
                return self._pair(
                    scope, f"add({lows[0]}, {lows[1]})", f"add({highs[0]}, {highs[1]})", lows == highs
                )
            case "-":
                low, high = f"subtract({lows[0]}, {highs[1]})", f"subtract({highs[0]}, {lows[1]})"
                return self._pair(scope, low, high, lows == highs)
            case "*":
                for one, other in ((0, 1), (1, 0)):
                    factor = args[one]
                    if isinstance(factor, Const) and isinstance(factor.value, Decimal) and factor.value > 0:
                        low, high = (f"multiply({lows[one]}, {end})" for end in sides[other])
                        return self._scaled(scope, low, high, sides[other])
                return self._both(scope, f"times({lows[0]}, {highs[0]}, {lows[1]}, {highs[1]})")
        return self._both(scope, f"over({lows[0]}, {highs[0]}, {lows[1]}, {highs[1]})")

    def _pair(self, scope: Scope, low: str, high: str, known: bool) -> tuple[str, str]:
        one = scope.temporary(lambda name: f"{name} = {low}")
        return (one, one) if known else (one, scope.temporary(lambda name: f"{name} = {high}"))

    def _scaled(self, scope: Scope, low: str, high: str, ends: tuple[str, str]) -> tuple[str, str]:
        one = scope.temporary(lambda name: f"{name} = {low}")
        if ends[0] == ends[1]:
            return one, one
        same = f"{ends[1]} is {ends[0]}"
        return one, scope.temporary(lambda name: f"{name} = {one} if {same} else {high}")

    def _both(self, scope: Scope, call: str) -> tuple[str, str]:
        both = scope.temporary(lambda name: f"{name} = {call}")
        return f"{both}[0]", f"{both}[1]"

    @property
    def deep(self) -> bool:
        """Whether some number of the law is computed from a quotient."""
        if "" not in self._quotients:
            trees = (self.provisions.tree(name) for name in self.provisions.ordered)
            self._quotients[""] = any(
                self._computes_with_quotients(tree) for tree in trees if tree is not None
            )
        return self._quotients[""]

    def _computes_with_quotients(self, node: Node) -> bool:
        if (
            isinstance(node, Arith)
            and node.sign not in ("greatest", "least")
            and any(map(self._is_quotient, node.args))
        ):
            return True
        return any(self._computes_with_quotients(part) for part in children(node))

    def _is_quotient(self, node: Node) -> bool:
        match node:
            case Arith(sign, args):
                return sign == "/" or any(self._is_quotient(arg) for arg in args)
            case Limb(child, _, _):
                return self._is_quotient(child)
            case Ref(name):
                if name not in self._quotients:
                    self._quotients[name] = False
                    tree = self.provisions.tree(name)
                    self._quotients[name] = tree is not None and self._is_quotient(tree)
                return self._quotients[name]
        return False


def joined(written: Iterable[str], word: str) -> str:
    """Expressions joined by `and` or `or`, constants folded away and repetitions dropped."""
    empty, full = (TRUE, FALSE) if word == "and" else (FALSE, TRUE)
    kept = [text for text in dict.fromkeys(written) if text != empty]
    if full in kept:
        return full
    if not kept:
        return empty
    return kept[0] if len(kept) == 1 else f"({f' {word} '.join(kept)})"


def _of_truth(value: str, want: bool, sure: bool) -> str:
    if sure:
        return value if want else f"{value} is False"
    return f"{value} is not False" if want else f"not {value}"


def _numbers(op: Op, left: tuple[str, str], right: tuple[str, str], want: bool, sure: bool) -> str:
    op = op if want else _OPPOSITE[op]
    (low, high), (other_low, other_high) = left, right
    match op:
        case ">=" | ">":
            return f"{low} {op} {other_high}" if sure else f"{high} {op} {other_low}"
        case "<=" | "<":
            return f"{high} {op} {other_low}" if sure else f"{low} {op} {other_high}"
        case "=":
            ends = [high] if other_low == other_high else [high, other_low]
            if sure:
                return f"({' == '.join([low, *ends, other_high])})"
            return f"({high} >= {other_low} and {low} <= {other_high})"
    if sure:
        return f"({high} < {other_low} or {low} > {other_high})"
    return f"(not {_numbers('=', left, right, True, True)})"


def _texts(op: Op, left: str | Const, right: str | Const, sure: bool) -> str:
    if isinstance(left, Const) and isinstance(right, Const):
        return TRUE if compare_text(op, str(left.value), str(right.value)) else FALSE
    if isinstance(left, Const):
        left, right, op = right, left, _MIRROR[op]
    relation = {"=": "==", "<>": "!="}.get(op, op)
    if isinstance(right, Const):
        literal = repr(str(right.value))
        if op == "=":
            return f"{left} == {literal}" if sure else f"{left} in {{None, {literal}}}"
        if op == "<>":
            return f"{left} not in {{None, {literal}}}" if sure else f"{left} != {literal}"
        return (
            f"({left} is not None and {left} {relation} {literal})"
            if sure
            else (f"({left} is None or {left} {relation} {literal})")
        )
    if sure:
        return f"({left} is not None and {right} is not None and {left} {relation} {right})"
    return f"({left} is None or {right} is None or {left} {relation} {right})"
