"""Blocks of lines against one line after the other: the very same cells."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest

from rukhsa.columns.engine import Columns
from rukhsa.decide.orders import read_orders
from rukhsa.errors import RukhsaError
from rukhsa.law.cases import PackCase, case_folders, read_cases
from rukhsa.law.source import PACKS
from tests.columns.books import EXAMPLE, USED, Row, decided, differing, law, one_by_one, random_book, together


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_example_book(lang: str) -> None:
    book = read_orders(EXAMPLE, law())
    rows = [dict(line.cells) for line in book.lines]
    assert not differing(together(book.columns, rows, lang), one_by_one(book.columns, rows, lang), rows)


def test_a_line_with_several_mistakes_tells_them_in_the_order_of_the_book() -> None:
    columns = ("tpp", "party_hq", "item", "end_use", "destination", "exporter", "party", "origin")
    wrong = dict.fromkeys(columns, "nan") | {"item": "NVIDIA H20"}
    rows = [{**wrong, kept: ""} for kept in columns]
    for order in (columns, columns[::-1]):
        assert not differing(together(order, rows), one_by_one(order, rows), rows)


def test_a_random_book() -> None:
    rows = random_book(4, 60)
    assert not differing(together(USED, rows), one_by_one(USED, rows), rows)


def test_facts_that_the_law_compares_with_each_other_are_of_the_item_alone() -> None:
    """Orders are not told apart by values of a route: each would be decided as an item of its own."""
    for side in Columns(law(), USED)._decider.asked.values():
        assert {law().vocabulary[fact].about for fact in side.facts.shared} <= {"item"}
        assert not side.facts.presumes_shared


WANTED = (
    ("verdict",),
    ("classification",),
    ("assumed",),
    ("next_change", "verdict_us"),
    ("conflicts", "possible"),
    ("caution",),
    ("missing", "policy_cn", "requirements"),
)


@cache
def whole_book() -> list[Row]:
    return one_by_one(USED, random_book(11, 60))


@pytest.mark.parametrize("wanted", WANTED)
def test_the_columns_that_are_asked_for_are_those_of_all(wanted: tuple[str, ...]) -> None:
    rows, whole = random_book(11, 60), whole_book()
    names = [name for name in whole[0] if name in {*wanted, "verdict", "error"}]
    found = together(USED, rows, wanted=wanted)
    assert list(found[0]) == names
    assert not differing(found, [{name: row[name] for name in names} for row in whole], rows)


def test_line_by_line_gives_the_columns_that_are_asked_for() -> None:
    rows, wanted = random_book(11, 60), ("possible", "missing_us")
    names = [name for name in whole_book()[0] if name in {*wanted, "verdict", "error"}]
    found = one_by_one(USED, rows, wanted=wanted)
    assert found == [{name: row[name] for name in names} for row in whole_book()]


def test_a_column_that_no_result_has_is_named() -> None:
    with pytest.raises(RukhsaError, match="no result column `verdikt`"):
        Columns(law(), USED, wanted=["verdict", "verdikt"])


LETTERS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("NVIDIA H20", "2025-05-01", {}),
    ("NVIDIA H20", "2023-09-01", {}),
    ("NVIDIA A100", "2022-09-15", {}),
    ("AMD Instinct MI308X", "2025-06-01", {}),
    ("", "2025-06-10", {"category": "software", "eccn": "3D991"}),
)


@pytest.mark.parametrize("options", [{}, {"lang": "ar"}, {"strict": True}, {"sides": ("us",)}])
def test_exporters_of_whom_nobody_knows(options: dict[str, Any]) -> None:
    exporters = (
        "",
        "unknown",
        "other",
        "NVIDIA",
        "AMD",
        "Acme Trading",
        "Another One",
        "see annex",
        "nvidai",
    )
    columns = ("item", "date", "origin", "destination", "party_hq", "exporter", "category", "eccn")
    rows = [
        {"item": item, "date": day, "origin": "US", "exporter": exporter, "destination": to, "party_hq": to}
        | more
        for item, day, more in LETTERS
        for exporter in exporters
        for to in ("CN", "DE")
    ]
    one = one_by_one(columns, rows, **options)
    assert not differing(together(columns, rows, **options), one, rows)
    told = [row["caution"] for row in one if "`nvidia`" in row["caution"]]
    assert bool(told) is ("strict" not in options)


def test_exporters_of_whom_nobody_knows_are_one_class() -> None:
    columns = ("item", "destination", "exporter")
    engine = Columns(law(), columns, on="2025-05-01")
    sizes = []
    for names in (("other", "Acme Trading"), [f"Acme Trading {number}" for number in range(30)]):
        decided(
            engine,
            columns,
            [{"item": "NVIDIA H20", "destination": "CN", "exporter": name} for name in names],
            range(2, 2 + len(names)),
        )
        sizes.append(len(engine._decider))
    assert sizes[0] == sizes[1]


def test_a_conflict_that_hangs_on_an_exception_of_the_other_side() -> None:
    row = {
        "category": "equipment",
        "eccn": "EAR99",
        "origin": "US",
        "us_origin": "yes",
        "destination": "DE",
        "party_hq": "DE",
        "foreign_check_in_china": "yes",
    }
    rows = [{**row, "data_center_veu": told} for told in ("yes", "no")]
    one = one_by_one(tuple(rows[0]), rows, on="2025-06-01")
    assert [found["conflicts"] for found in one] == ["cn/reg.38", ""]
    assert not differing(together(tuple(rows[0]), rows, on="2025-06-01"), one, rows)


@pytest.mark.parametrize(
    "options", [{"strict": True}, {"accept": "law"}, {"accept": "reported"}, {"sides": ("us",)}]
)
def test_under_other_options(options: dict[str, Any]) -> None:
    rows = random_book(5, 12)
    assert not differing(together(USED, rows, **options), one_by_one(USED, rows, **options), rows)


def test_neither_order_nor_blocks_matter() -> None:
    rows = random_book(6, 30) * 3
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


def test_what_is_forgotten_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_book(7, 24)
    whole = together(USED, rows)
    monkeypatch.setattr("rukhsa.columns.engine.MOST_KNOWN", 0)
    engine = Columns(law(), USED)
    found = [
        row
        for start in range(0, len(rows), 8)
        for row in decided(engine, USED, rows[start : start + 8], range(start + 2, start + 10))
    ]
    assert not differing(found, whole, rows)


def test_an_error_names_its_own_line() -> None:
    rows = [{"item": "NVIDIA H20", "destination": "Nowhere"}, {"item": "NVIDIA H20", "destination": "JP"}]
    engine = Columns(law(), ("item", "destination"))
    for numbers in ([7, 8], [70, 80]):
        found = decided(engine, ("item", "destination"), rows, numbers)
        assert found[0]["error"].startswith(f"line {numbers[0]}: `destination`")
        assert found[0]["verdict"] == "undetermined"
        assert found[1]["error"] == ""


def line_of(case: PackCase) -> dict[str, str] | None:
    """A worked case as a line; none if its facts or its evidence do not fit one."""
    if case.overlays or case.known or case.accept != "company" or case.strict:
        return None
    row = {name: str(value) for name, value in case.facts.items()}
    row |= {"date": case.on, "item": case.item or ""}
    for index, party in enumerate(case.parties, 1):
        row |= {name if index == 1 else f"{name}_{index}": str(value) for name, value in party.items()}
    return row


@pytest.mark.long
def test_the_worked_cases() -> None:
    cases = [case for folder in case_folders(PACKS) for case in read_cases(folder)]
    rows = [row for row in map(line_of, cases) if row is not None]
    columns = tuple(dict.fromkeys(("item", "destination", *(name for row in rows for name in row))))
    assert len(rows) > 100
    assert not differing(together(columns, rows), one_by_one(columns, rows), rows)


@pytest.mark.long
def test_a_longer_random_book() -> None:
    rows = random_book(random.randrange(10**6), 1500)
    assert not differing(together(USED, rows), one_by_one(USED, rows), rows)
