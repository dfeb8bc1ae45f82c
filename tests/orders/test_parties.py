"""Several parties on a line: the strictest stands, and the output says for whom."""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import rukhsa
from rukhsa.cli.main import main
from rukhsa.decide.batch import Batch
from rukhsa.decide.by_columns import ByColumns
from rukhsa.decide.by_line import ByLine
from rukhsa.decide.orders import read_orders
from rukhsa.orders.line import Block, OrderBook, listed
from tests.orders.books import rows, written

TEXT = (
    "order,item,origin,destination,exporter,date,party,party_hq,party_role,party_2,party_hq_2,party_role_2\n"
    "1,NVIDIA A100,US,DE,other,2025-06-01,Acme,DE,purchaser,Front,CN,end_user\n"
    "2,NVIDIA A100,US,DE,other,2025-06-01,Acme,DE,purchaser,Bonn,DE,end_user\n"
    "3,NVIDIA A100,US,DE,other,2025-06-01,Acme,DE,purchaser,,,\n"
    "4,NVIDIA A100,US,DE,other,2025-06-01,,,,Front,CN,\n"
    "5,NVIDIA A100,US,DE,other,2025-06-01,,CN,purchaser,,CN,end_user\n"
    "6,NVIDIA A100,US,DE,other,2025-06-01,Acme,Nowhere,purchaser,Front,CN,end_user\n"
)


class TablesByLine:
    """What an engine by columns promises, by the slow way."""

    ahead = 0

    def __init__(self, batch: Batch) -> None:
        self.by_line = ByLine(batch)
        self.results = batch.columns

    def decide(self, block: Any, numbers: Any = None) -> Any:
        pa = pytest.importorskip("pyarrow")
        columns = {name: block[name].to_pylist() for name in block.column_names}
        found = self.by_line.decide(Block(list(numbers or range(block.num_rows)), columns))
        return pa.table({name: pa.array(found[name]).dictionary_encode() for name in self.results})

    def begin(self, block: Any, numbers: Any = None) -> Any:
        return partial(self.decide, block, numbers)


POLICY = (
    "order,item,origin,destination,date,party,party_hq,party_2,party_hq_2\n"
    "1,germanium metal,CN,US,2026-12-01,Umicore,BE,Lockheed Martin,US\n"
)


def test_it_is_told_for_whom_the_review_policy_stands(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv", POLICY)
    for engine in ("line", "columns"):
        out = tmp_path / f"{engine}.csv"
        assert main(["batch", str(book), "--side", "cn", "--engine", engine, "--out", str(out)]) == 0
        (found,) = rows(out)
        assert (found["verdict"], found["for_party"]) == ("license_required", "Lockheed Martin")


def test_the_strictest_stands_and_for_whom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, out = written(tmp_path / "b.csv", TEXT), tmp_path / "out.csv"
    assert main(["batch", str(book), "--side", "us", "--out", str(out)]) == 0
    found = rows(out)
    assert list(found[0])[12:15] == ["verdict", "for_party", "possible"]
    assert [row["verdict"] for row in found] == [
        "license_required",
        "no_license_required",
        "no_license_required",
        "license_required",
        "license_required",
        "undetermined",
    ]
    assert [row["for_party"] for row in found] == ["Front", "Acme; Bonn", "", "", "purchaser; end_user", ""]
    assert "Nowhere" in found[5]["error"]
    capsys.readouterr()
    assert main(["batch", str(book), "--side", "us"]) == 0
    assert "this verdict stands for Front\n" in capsys.readouterr().out


def test_the_same_by_tables(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    law = rukhsa.load()
    orders = read_orders(written(tmp_path / "b.csv", TEXT), law)
    batch = Batch(law, orders, sides=("us",))
    columns = {name: [line.cells[name] for line in orders.lines] for name in orders.columns}
    block = Block([line.number for line in orders.lines], columns)
    one = ByLine(batch)
    other = ByColumns(TablesByLine(batch), batch.fields, several=True)
    assert one.results == other.results
    slow, quick = one.decide(block), other.decide(block)
    assert {name: listed(cells) for name, cells in quick.items()} == slow


def test_a_book_of_one_party_has_no_such_column(tmp_path: Path) -> None:
    book, out = written(tmp_path / "b.csv", "item,destination\nNVIDIA A100,DE\n"), tmp_path / "out.csv"
    assert main(["batch", str(book), "--out", str(out)]) == 0
    assert "for_party" not in csv.DictReader(out.read_text(encoding="utf-8").splitlines()).fieldnames  # type: ignore[operator]


def test_what_check_says_of_several_parties_batch_says(tmp_path: Path) -> None:
    law = rukhsa.load()
    orders = read_orders(written(tmp_path / "b.csv", TEXT), law)
    regime = law.on("2025-06-01")
    given: dict[str, Any] = {"origin": "US", "destination": "DE", "exporter": "other"}
    parties = [
        {"party": "Acme", "party_hq": "DE", "party_role": "purchaser"},
        {"party": "Front", "party_hq": "CN", "party_role": "end_user"},
    ]
    asked = regime.decide("NVIDIA A100", parties=parties, **given)
    told = Batch(law, OrderBook("", orders.columns, ())).decide(orders.lines[0]).decision
    assert told is not None and told.to_data() == asked.to_data()
