"""Bounds of numbers in compiled law: decimals, exact wherever a comparison could tell the difference.

Sums and products are exact in `DIGITS` digits or raise `decimal.Inexact` (the interpreter then decides the
case). A quotient of two such numbers is rounded to so many digits that its comparison with any such number,
or with another such quotient, comes out as if it were exact. Where law computes with quotients, `rational`
does so in fractions.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, Underflow

from rukhsa.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rukhsa.language.tree import Sign

DIGITS = 64
INF = Decimal("Infinity")
LEAST = Decimal("-Infinity")
ZERO = Decimal(0)

_FAULTS = [InvalidOperation, DivisionByZero, Overflow, Underflow]
# INVARIANT: two unequal quotients of numbers of DIGITS digits differ within 2 * DIGITS + 2 digits.
_QUOTIENT = Context(prec=2 * DIGITS + 40, traps=_FAULTS)
_EXACT = Context(prec=DIGITS, traps=[*_FAULTS, Inexact])

add = _EXACT.add
subtract = _EXACT.subtract
multiply = _EXACT.multiply
_divide = _QUOTIENT.divide

Bounds = tuple[Any, Any]


def times(low: Decimal, high: Decimal, other_low: Decimal, other_high: Decimal) -> Bounds:
    """Bounds of a product; zero times infinity is zero."""
    if low is high and other_low is other_high:
        known = multiply(low, other_low)
        return known, known
    corners = [multiply(a, b) if a and b else ZERO for a in (low, high) for b in (other_low, other_high)]
    return min(corners), max(corners)


def over(low: Decimal, high: Decimal, other_low: Decimal, other_high: Decimal) -> Bounds:
    """Bounds of a quotient; unknown where the divisor may be zero."""
    if other_low <= ZERO <= other_high:
        return LEAST, INF
    if low is high and other_low is other_high:
        known = _divide(low, other_low)
        return known, known
    corners = [
        ZERO if b.is_infinite() else _divide(a, b) for a in (low, high) for b in (other_low, other_high)
    ]
    return min(corners), max(corners)


def rational(sign: Sign, *bounds: Bounds) -> Bounds:
    """Arithmetic of the interpreter, for numbers that are quotients already."""
    from rukhsa.language.interpret import Interval, arithmetic

    result = arithmetic(sign, [Interval(end_of(low), end_of(high)) for low, high in bounds])
    return _bound(result.low), _bound(result.high)


def end_of(end: Any) -> Any:
    """A bound as the interpreter has it: a fraction, or an infinity."""
    from fractions import Fraction

    if end in (INF, LEAST):
        return math.inf if end > 0 else -math.inf
    return Fraction(end)


def _bound(end: Any) -> Any:
    return end if not isinstance(end, float) else INF if end > 0 else LEAST
