"""Blocks of lines against one line after the other: the very same cells."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rukhsa.columns.engine import Columns
from rukhsa.decide.orders import read_orders
from tests.columns.books import EXAMPLE, USED, decided, differing, law, one_by_one, random_book, together


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_example_book(lang: str) -> None:
    book = read_orders(EXAMPLE, law())
    rows = [dict(line.cells) for line in book.lines]
    assert not differing(together(book.columns, rows, lang), one_by_one(book.columns, rows, lang), rows)


def test_a_random_book() -> None:
    rows = random_book(4, 120)
    assert not differing(together(USED, rows), one_by_one(USED, rows), rows)


@pytest.mark.parametrize(
    "options", [{"strict": True}, {"accept": "law"}, {"accept": "reported"}, {"sides": ("us",)}]
)
def test_under_other_options(options: dict[str, Any]) -> None:
    rows = random_book(5, 25)
    assert not differing(together(USED, rows, **options), one_by_one(USED, rows, **options), rows)


def test_neither_order_nor_blocks_matter() -> None:
    rows = random_book(6, 60) * 3
    whole = together(USED, rows)
    shuffled = list(range(len(rows)))
    random.Random(1).shuffle(shuffled)
    engine = Columns(law(), USED)
    found = [dict[str, str]()] * len(rows)
    for start in range(0, len(rows), 37):
        places = shuffled[start : start + 37]
        for place, row in zip(
            places, decided(engine, USED, [rows[p] for p in places], [p + 2 for p in places]), strict=True
        ):
            found[place] = row
    assert not differing(found, whole, rows)
