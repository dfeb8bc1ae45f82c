"""Amounts by currency: exact, and never added across currencies."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, localcontext

_EXACT = Context(prec=200)  # no sum of a book's amounts is rounded

Money = dict[str, Decimal]  # by currency; `""` where none is stated


def added(amounts: Iterable[tuple[str, Decimal | None]]) -> Money:
    """The sum of each currency, currencies in alphabetical order; an absent amount adds nothing."""
    found: Money = {}
    with localcontext(_EXACT):
        for currency, amount in amounts:
            if amount is not None:
                found[currency] = found.get(currency, Decimal(0)) + amount
    return dict(sorted(found.items()))


def percent_of(percent: Decimal, amount: Decimal) -> Decimal:
    with localcontext(_EXACT):
        return amount * percent / 100


def times(number: Decimal, other: Decimal) -> Decimal:
    with localcontext(_EXACT):
        return number * other


def plain(number: Decimal) -> str:
    """A number as data: no exponent, no zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(number: Decimal, places: int = 2) -> str:
    """A number for people: thousands apart, at most so many decimal places."""
    rounded = round(number, places)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_amount(amount: Decimal) -> str:
    """An amount of money for people: cents in two digits, none where it is whole."""
    text = shown(amount)
    return f"{text}0" if text[-2:-1] == "." else text
