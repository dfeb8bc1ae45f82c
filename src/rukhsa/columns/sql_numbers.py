"""Numbers in SQL as the interpreter has them: intervals, exact in decimals of at most 38 digits.

An end of an interval is a fraction with a divisor above zero; NULL stands for infinity. No binary fraction
ever arises: a quotient stays a pair until it is compared, crosswise. What might need more digits than both
engines hold, or what hangs on a sign that is not known beforehand, is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sqlglot import exp

from rukhsa.columns.sql_words import Sql, all_of, any_of, case, compare, is_null, truth, wrapped
from rukhsa.language.expressions import Uncompilable
from rukhsa.language.tree import Op
from rukhsa.records import dataclass, replace

MOST = 38  # digits of a decimal in DuckDB and in Spark


@dataclass(frozen=True)
class Exact:
    """A decimal expression with digits before and after its point; `sql` may be NULL."""

    sql: Sql
    whole: int
    scale: int

    def __post_init__(self) -> None:
        if self.whole + self.scale > MOST:
            raise Uncompilable(f"a number of more than {MOST} digits")

    @property
    def is_one(self) -> bool:
        return isinstance(self.sql, exp.Literal) and Decimal(self.sql.this) == 1


@dataclass(frozen=True)
class End:
    """A fraction; without a numerator, an infinity."""

    over: Exact | None
    under: Exact


@dataclass(frozen=True)
class Number:
    """An interval.

    Attributes:
        least: a bound beneath which it surely never lies, or `None`.
        same: whether both ends are one expression: the number is known.
    """

    low: End
    high: End
    least: Decimal | None
    same: bool = False

    @property
    def not_negative(self) -> bool:
        return self.least is not None and self.least >= 0


def literal(value: Decimal) -> Exact:
    """A number as it stands in the law."""
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    before, _, after = plain.lstrip("-").partition(".")
    digits = Exact(exp.null(), len(before.lstrip("0")) or 1, len(after) or 1)
    number: Sql = exp.Literal.number(f"{before}.{after or 0}")
    return replace(digits, sql=exp.Neg(this=number) if plain.startswith("-") else number)


ONE = literal(Decimal(1))
ZERO = literal(Decimal(0))


def known(value: Decimal) -> Number:
    end = End(literal(value), ONE)
    return Number(end, end, value, same=True)


def of_fact(fact: Exact, least: Decimal | None) -> Number:
    """A fact: from its least value to infinity, as long as nobody knows it."""
    high = End(fact, ONE)
    if least is None:
        return Number(high, high, None)
    low = _widest([fact, literal(least)])
    return Number(
        End(low.of(exp.Coalesce(this=fact.sql, expressions=[literal(least).sql])), ONE), high, least
    )


EVERYTHING = Number(End(None, ONE), End(None, ONE), None)


@dataclass(frozen=True)
class _Width:
    whole: int
    scale: int

    def of(self, sql: Sql) -> Exact:
        return Exact(sql, self.whole, self.scale)


def _widest(parts: list[Exact]) -> _Width:
    return _Width(max(part.whole for part in parts), max(part.scale for part in parts))


def _times(one: Exact, other: Exact) -> Exact:
    if one.is_one:
        return other
    if other.is_one:
        return one
    # INVARIANT: one digit is left free, since Spark wants it
    product = Exact(exp.null(), one.whole + other.whole + 1, one.scale + other.scale)
    return replace(
        product,
        sql=exp.Mul(this=wrapped(one.sql.copy()), expression=wrapped(other.sql.copy())),
        whole=product.whole,
    )


def _plus(one: Exact, other: Exact, sign: type[exp.Add] | type[exp.Sub] = exp.Add) -> Exact:
    width = _widest([one, other])
    sql = sign(this=wrapped(one.sql.copy()), expression=wrapped(other.sql.copy()))
    return Exact(sql, width.whole + 1, width.scale)


def _order(op: str, one: End, other: End) -> Sql:
    """A comparison of two ends; not known where one is infinite."""
    if one.over is None or other.over is None:
        return truth(None)
    left, right = _times(one.over, other.under), _times(other.over, one.under)
    _widest([left, right]).of(left.sql)  # both are brought to one type
    return compare(op, left.sql.copy(), right.sql.copy())


def is_known(number: Number) -> Sql:
    """Whether both ends are one number; two-valued."""
    if number.same:
        return truth(True)
    if number.low.over is None or number.high.over is None:
        return truth(False)
    return exp.Is(this=exp.Paren(this=_order("=", number.low, number.high)), expression=exp.true())


def comparison(op: Op, left: Number, right: Number) -> Sql:
    """Whether a number stands so to another; NULL where the bounds leave it open."""
    match op:
        case ">=" | ">":
            never = "<" if op == ">=" else "<="
            if left.same and right.same:
                return _order(op, left.low, right.low)
            return _either(_order(op, left.low, right.high), _order(never, left.high, right.low))
        case "<=":
            return comparison(">=", right, left)
        case "<":
            return comparison(">", right, left)
        case "=" | "<>":
            same = _order(op, left.low, right.low)
            if left.same and right.same:
                return same
            apart = any_of([_order("<", left.high, right.low), _order(">", left.low, right.high)])
            return case((all_of([is_known(left), is_known(right)]), same), (apart, truth(op == "<>")))


def _either(surely: Sql, never: Sql) -> Sql:
    return case((surely, truth(True)), (never, truth(False)))


def of_fact_to(op: Op, fact: Exact, least: Decimal | None, value: Decimal) -> Sql:
    """A fact compared with a number of the law: in plain words, unless its least value says more."""
    bound = literal(value)
    _widest([fact, bound]).of(fact.sql)
    plain = compare(op, fact.sql.copy(), bound.sql.copy())
    settled: bool | None = None
    if least is not None:
        settled = {
            ">=": True if least >= value else None,
            ">": True if least > value else None,
            "<": False if least >= value else None,
            "<=": False if least > value else None,
            "=": False if least > value else None,
            "<>": True if least > value else None,
        }[op]
    return plain if settled is None else exp.Coalesce(this=plain, expressions=[truth(settled)])


def arithmetic(sign: str, args: list[Number]) -> Number:
    """Arithmetic on intervals.

    Raises:
        Uncompilable: it needs more digits than there are, or signs that are not known beforehand.
    """
    if sign in ("greatest", "least"):
        whole = args[0]
        for arg in args[1:]:
            whole = _extreme(sign, whole, arg)
        return whole
    left, right = args
    match sign:
        case "+":
            least = None if left.least is None or right.least is None else left.least + right.least
            return _made(_sum(left.low, right.low), _sum(left.high, right.high), least, left, right)
        case "-":
            low = _sum(left.low, right.high, exp.Sub)
            return _made(low, _sum(left.high, right.low, exp.Sub), None, left, right)
        case "*":
            return _product(left, right)
        case "/":
            return _quotient(left, right)
    raise Uncompilable(f"arithmetic `{sign}`")


def _made(low: End, high: End, least: Decimal | None, *of: Number) -> Number:
    return Number(low, high, least, same=all(number.same for number in of))


def _sum(one: End, other: End, sign: type[exp.Add] | type[exp.Sub] = exp.Add) -> End:
    if one.over is None or other.over is None:
        return End(None, ONE)
    over = _plus(_times(one.over, other.under), _times(other.over, one.under), sign)
    return End(over, _times(one.under, other.under))


def _product(left: Number, right: Number) -> Number:
    if not right.not_negative:
        left, right = right, left
    if not right.not_negative:
        raise Uncompilable("a product of two numbers that may be negative")
    lows, highs = _multiplied(left.low, right.low), _multiplied(left.high, right.high)
    least = None if left.least is None or right.least is None else Decimal(0)
    if left.same and right.same:
        return Number(lows, lows, least if left.not_negative else None, same=True)
    nothing = _is(right.high, "=")
    if left.not_negative:
        high = _choose([(any_of([_is(left.high, "="), nothing]), End(ZERO, ONE))], highs)
        return Number(lows, high, Decimal(0))
    empty = (nothing, End(ZERO, ONE))
    low = _choose([empty, (_is(left.low, ">="), lows)], _multiplied(left.low, right.high))
    high = _choose([empty, (_is(left.high, "<="), _multiplied(left.high, right.low))], highs)
    return Number(low, high, None)


def _quotient(left: Number, right: Number) -> Number:
    if not right.not_negative:
        raise Uncompilable("a divisor that may be negative")
    if right.low.over is None:
        return EVERYTHING
    assert right.least is not None
    if left.same and right.same and right.least > 0:
        whole = _divided(left.low, right.low)
        return Number(whole, whole, Decimal(0) if left.not_negative else None, same=True)
    endless = _infinite(right.high)
    far_low = _choose([(endless, End(ZERO, ONE))], _divided(left.low, right.high))
    far_high = _choose([(endless, End(ZERO, ONE))], _divided(left.high, right.high))
    near_low, near_high = _divided(left.low, right.low), _divided(left.high, right.low)
    if left.not_negative:
        low, high = far_low, near_high
    else:
        low = _choose([(_is(left.low, ">="), far_low)], near_low)
        high = _choose([(_is(left.high, "<="), far_high)], near_high)
    if right.least > 0:
        return Number(low, high, Decimal(0) if left.not_negative else None)
    if right.same:  # it is zero
        return EVERYTHING
    some = _is(right.low, ">")
    return Number(_choose([(some, low)], End(None, ONE)), _choose([(some, high)], End(None, ONE)), None)


def _multiplied(one: End, other: End) -> End:
    if one.over is None or other.over is None:
        return End(None, ONE)
    return End(_times(one.over, other.over), _times(one.under, other.under))


def _divided(one: End, other: End) -> End:
    """The quotient of ends of which the second is above zero wherever it is read."""
    if one.over is None or other.over is None:
        return End(None, ONE)
    return End(_times(one.over, other.under), _times(one.under, other.over))


def _extreme(sign: str, one: Number, other: Number) -> Number:
    """The greatest or least of two numbers, end by end."""
    greatest = sign == "greatest"
    if one.least is None or other.least is None:
        least = (one.least if other.least is None else other.least) if greatest else None
    else:
        least = max(one.least, other.least) if greatest else min(one.least, other.least)
    low = _outer(greatest, one.low, other.low, infinite_wins=not greatest)
    high = _outer(greatest, one.high, other.high, infinite_wins=greatest)
    return _made(low, high, least, one, other)


def _outer(greatest: bool, one: End, other: End, *, infinite_wins: bool) -> End:
    if one.over is None or other.over is None:
        if infinite_wins:
            return End(None, ONE)
        return other if one.over is None else one
    if one.under.is_one and other.under.is_one:
        kind = exp.Greatest if greatest else exp.Least
        width = _widest([one.over, other.over])
        best = kind(
            this=one.over.sql.copy(),
            expressions=[other.over.sql.copy()],
            ignore_nulls=True,
        )
        sql: Sql = best
        if infinite_wins:
            finite = [not_null(over.sql) for over in (one.over, other.over) if not is_literal(over)]
            sql = case((all_of(finite), best)) if finite else best
        return End(width.of(sql), ONE)
    first = _order(">=" if greatest else "<=", one, other)
    alone = [(_infinite(other), one), (_infinite(one), other)]
    if infinite_wins:
        alone = [(_infinite(one), one), (_infinite(other), other)]
    return _choose([*alone, (first, one)], other)


def not_null(sql: Sql) -> Sql:
    return exp.Not(this=exp.Paren(this=is_null(sql.copy())))


def is_literal(number: Exact) -> bool:
    """Whether a number stands in the statement itself."""
    return isinstance(number.sql, exp.Literal | exp.Neg)


def _infinite(end: End) -> Sql:
    if end.over is None:
        return truth(True)
    return truth(False) if is_literal(end.over) else is_null(end.over.sql.copy())


def _is(end: End, op: str) -> Sql:
    """How an end stands to zero; not known where it is infinite."""
    return truth(None) if end.over is None else compare(op, end.over.sql.copy(), ZERO.sql.copy())


def _choose(choices: list[tuple[Sql, End]], otherwise: End) -> End:
    """The end of the first condition that is true."""
    kept: list[tuple[Sql, End]] = []
    for condition, end in choices:
        if isinstance(condition, exp.Boolean):
            if condition.this:
                otherwise = end
                break
            continue
        kept.append((condition, end))
    if not kept:
        return otherwise
    ends = [*(end for _, end in kept), otherwise]

    def part(of: Callable[[End], Exact | None]) -> Exact | None:
        found = [of(end) for end in ends]
        present = [exact for exact in found if exact is not None]
        if not present:
            return None
        width = _widest(present)
        values = [exp.null() if exact is None else exact.sql.copy() for exact in found]
        if all(value == values[0] for value in values):
            return width.of(values[0])
        whens = [(condition.copy(), value) for (condition, _), value in zip(kept, values, strict=False)]
        return width.of(case(*whens, otherwise=values[-1]))

    under = part(lambda end: end.under)
    assert under is not None
    return End(part(lambda end: end.over), under)
