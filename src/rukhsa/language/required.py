"""What a condition requires of single facts: known otherwise, they make it false, whatever else is so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from rukhsa.hints import Any
from rukhsa.language.tree import All, AnyOf, Compare, Const, Fact, In, Limb, Node, Not
from rukhsa.language.vocabulary import Value
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number between two ends, both included; an end that is absent does not bound it."""

    low: Decimal | None = None
    high: Decimal | None = None


Wanted = Collection[Any] | Bounds  # one of some texts or truths, or a number
Required = dict[str, Wanted]

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def required(tree: Node) -> Required:
    """What each of some facts must be where the condition is not false; other facts are absent.

    Example:
        >>> required(All((Compare("=", Fact("kind"), Const("magnet")), Fact("military"))))
        {'kind': frozenset({'magnet'}), 'military': frozenset({True})}
    """
    match tree:
        case In(Fact(name), frozenset() as values):
            return {name: values}
        case Compare("=", Fact(name), Const(str() as text)) | Compare("=", Const(str() as text), Fact(name)):
            return {name: frozenset((text,))}
        case Compare(op, Fact(name), Const(Decimal() as number)):
            return _bounded(op, name, number)
        case Compare(op, Const(Decimal() as number), Fact(name)):
            return _bounded(_MIRRORED.get(op, op), name, number)
        case Fact(name):
            return {name: frozenset((True,))}
        case Not(Fact(name)):
            return {name: frozenset((False,))}
        case Limb(child, _, _):
            return required(child)
        case All(parts):
            found: Required = {}
            for part in parts:
                for name, wanted in required(part).items():
                    found[name] = _both(found.get(name, wanted), wanted)
            return found
        case AnyOf(parts):
            return either(required(part) for part in parts)
    return {}


def either(each: Iterable[Required]) -> Required:
    """What is required where one of several conditions is to hold."""
    found: Required | None = None
    for one in each:
        if found is None:
            found = one
            continue
        joined = {name: _joined(found[name], wanted) for name, wanted in one.items() if name in found}
        found = {name: wanted for name, wanted in joined.items() if wanted is not None}
    return found or {}


def fits(value: Value | None, wanted: Wanted) -> bool:
    """Whether a fact may be what is required; an unknown one may be anything."""
    if isinstance(wanted, Bounds):
        if not isinstance(value, Decimal):
            return True
        return (wanted.low is None or value >= wanted.low) and (wanted.high is None or value <= wanted.high)
    return not isinstance(value, str | bool) or value in wanted


def wanted_to_data(wanted: Wanted) -> Any:
    """Plain data; `wanted_from_data` reads it back."""
    if isinstance(wanted, Bounds):
        return {end: None if n is None else str(n) for end, n in (("low", wanted.low), ("high", wanted.high))}
    return sorted(wanted, key=str)


def wanted_from_data(data: Any) -> Wanted:
    """What such data says."""
    if isinstance(data, list):
        return data
    return Bounds(**{end: None if number is None else Decimal(number) for end, number in data.items()})


def _bounded(op: str, name: str, number: Decimal) -> Required:
    low = number if op in (">", ">=", "=") else None
    high = number if op in ("<", "<=", "=") else None
    return {} if low is None and high is None else {name: Bounds(low, high)}


def _both(one: Wanted, other: Wanted) -> Wanted:
    if isinstance(one, Bounds) and isinstance(other, Bounds):
        lows = [bounds.low for bounds in (one, other) if bounds.low is not None]
        highs = [bounds.high for bounds in (one, other) if bounds.high is not None]
        return Bounds(max(lows, default=None), min(highs, default=None))
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one & other
    return one


def _joined(one: Wanted, other: Wanted) -> Wanted | None:
    if isinstance(one, Bounds) and isinstance(other, Bounds):
        low = None if one.low is None or other.low is None else min(one.low, other.low)
        high = None if one.high is None or other.high is None else max(one.high, other.high)
        return None if low is None and high is None else Bounds(low, high)
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one | other
    return None
