"""A line that sums others up is no order and is told so; a line that says anything of an order stays one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukhsa.orders.book import Reading
from rukhsa.orders.cells import arrow, plain
from rukhsa.orders.line import Block, Fields
from rukhsa.orders.mapping import MappedColumn, Plan
from rukhsa.orders.parts import rejects_file
from rukhsa.orders.totals import is_total, totals
from tests.orders.books import Echo, opened, rows, written
from tests.orders.test_run import decided

HEAD = "order,item,destination,value,currency,remark\n"
KINDS = Fields(
    dict.fromkeys(("order", "item", "destination", "party", "currency"), "text")
    | {"value": "amount", "tpp": "number"}
)


@pytest.mark.parametrize(
    "footer",
    [
        "Total,,,30,EUR,",
        ",Total,,30,,",
        ",,,30,EUR,Grand total",
        ",,,30,,GRAND TOTAL (2 lines):",
        "الإجمالي,,,٣٠,,",
        ",Zwischensumme,,30 EUR,,2",
        ",,,,,合计 30.00 EUR",
    ],
)
def test_a_total_is_rejected_and_not_summed(tmp_path: Path, footer: str) -> None:
    book = written(tmp_path / "b.csv", f"{HEAD}1,free,DE,10,EUR,\n2,bound,CN,20,EUR,\n{footer}\n")
    summary = decided(book, out := tmp_path / "o.csv", Echo(2))
    assert (summary.lines, summary.decided, summary.rejected) == (3, 2, 1)
    (told,) = rows(rejects_file(out))
    assert told["line"] == "4" and told["text"] == footer and "a line of totals" in told["reason"]
    assert len(rows(out)) == 3 and rows(out)[2]["error"] == told["reason"]
    assert sum(sum(worth.values.values()) for worth in summary.verdicts.values()) == 30


@pytest.mark.parametrize(
    "line",
    [
        "3,,,30,EUR,",  # its item and its place are missing
        ",,,30,EUR,",
        ",,CN,30,EUR,Total",
        "3,,,30,EUR,Total",
        ",,,30,EUR,Total of the chips",
        ",,,30,EUR,Total Energies",
        "Total,free,,30,EUR,",
        "Total,,,30,EUR,see the second sheet",
    ],
)
def test_an_order_without_its_item_stays(tmp_path: Path, line: str) -> None:
    book = opened(written(tmp_path / "b.csv", f"{HEAD}1,free,DE,10,EUR,\n{line}\n"))
    (read,) = [read for _, read in book.blocks()]
    assert len(read) == 2 and not read.errors


def test_a_total_between_orders_is_filled_with_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    mapping = written(
        tmp_path / "m.yaml",
        "columns: {order: order, item: item, destination: destination, value: value}\nfill_down: [order, destination]\n",
    )
    book = opened(
        written(tmp_path / "b.csv", f"{HEAD}1,free,DE,10,,\n,bound,,20,,\n,,,30,,Subtotal\n,free,,5,,\n"),
        Reading(mapping=str(mapping)),
    )
    (block, read) = next(book.blocks())
    assert list(block.columns["destination"]) == ["DE", "DE", "", "DE"]
    assert list(read.errors) == [2]


def test_what_a_mapping_says_of_the_word_counts() -> None:
    block = Block([2], {"what": ["Total"], "amount": ["5"]})
    plain_plan = Plan((MappedColumn("item", ("what",)), MappedColumn("value", ("amount",))))
    assert list(totals(block, plain_plan, KINDS)) == [0]
    mapped = Plan(
        (MappedColumn("item", ("what",), values={"Total": "free"}), MappedColumn("value", ("amount",)))
    )
    assert not totals(block, mapped, KINDS)


@pytest.mark.skipif(arrow() is None, reason="pyarrow is not installed")
def test_arrow_columns_tell_the_same() -> None:
    columns = {
        "item": ["free", "", "Total", "", " ", "total"],
        "destination": ["", "", "", "CN", " ", "DE"],
        "party": ["Total", "Total", "", "Total", "", ""],
        "tpp": ["", "10", "20", "", "", ""],
        "value": ["1", "2", "3", "4", "5", "6"],
    }
    plan = Plan(tuple(MappedColumn(name, (name,)) for name in columns))
    as_lists = totals(Block(range(6), dict(columns)), plan, KINDS)
    as_arrays = totals(Block(range(6), {name: plain(cells) for name, cells in columns.items()}), plan, KINDS)
    assert list(as_lists) == [1, 2]
    assert as_arrays == as_lists


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL:", "Sub-total", "Total EUR 3,000", "المجموع الكلّي", "إجمالي"]
)
def test_words_for_a_total(word: str) -> None:
    assert is_total(word)


@pytest.mark.parametrize("word", ["", "30", "EUR", "Total Energies", "Sumitomo", "Total 3 lines of chips"])
def test_words_that_are_none(word: str) -> None:
    assert not is_total(word)
