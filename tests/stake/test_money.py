"""Amounts for people: thousands apart, cents in two digits or none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rukhsa.stake.money import shown_amount


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("7483500.5", "7,483,500.50"),
        ("7483500.00", "7,483,500"),
        ("0.125", "0.12"),
        ("-1.25", "-1.25"),
        ("10", "10"),
    ],
)
def test_cents_have_two_digits_or_none(amount: str, told: str) -> None:
    assert shown_amount(Decimal(amount)) == told
