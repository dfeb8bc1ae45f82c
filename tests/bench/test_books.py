"""The synthetic order books of the benchmark are what they say, and the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from bench import books
from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import load
from rukhsa.decide.orders import read_orders


def test_a_book_is_the_same_for_the_same_seed_and_a_shorter_one_is_its_beginning(tmp_path: Path) -> None:
    for name, lines, seed in (("one", 1_200, 1), ("same", 1_200, 1), ("short", 300, 1), ("other", 1_200, 2)):
        books.write(tmp_path / f"{name}.parquet", lines, seed=seed)
    one, same, short, other = (
        pq.read_table(tmp_path / f"{name}.parquet") for name in ("one", "same", "short", "other")
    )
    assert one == same and one != other
    assert one.slice(0, 300).to_pylist() == short.to_pylist()
    books.write(tmp_path / "one.csv", 300, seed=1)
    assert pa.csv.read_csv(tmp_path / "one.csv").num_rows == 300


def test_a_book_has_the_items_places_parties_and_gaps_that_it_promises() -> None:
    table = pa.Table.from_batches(books.blocks(100_000))
    assert len(books.skus()) == 500 and len(books.countries()) == 200
    assert len({row["party_hq"] for row in table.slice(0, 20_000).select(["party_hq"]).to_pylist()}) > 150
    for name in ("origin", "exporter", "destination", "party_hq", "party_parent", "end_use"):
        assert 0.015 < table.column(name).null_count / 100_000 < 0.06, name
    described = table.column("item").null_count  # by facts, where the catalogs have fewer items
    assert table.filter(pa.compute.is_null(table.column("item"))).column("category").null_count == 0
    assert described < 20_000


def test_orders_repeat_where_they_are_meant_to() -> None:
    kinds = ("item", "destination", "party_hq", "party_parent", "origin", "exporter", "end_use")
    distinct = {
        repeating: len({tuple(row.values()) for row in _cells(kinds, repeating)})
        for repeating in (False, True)
    }
    assert distinct[True] < distinct[False] / 2


def _cells(names: tuple[str, ...], repeating: bool) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (
        pa.Table.from_batches(books.blocks(20_000, repeating=repeating)).select(names).to_pylist()
    )
    return found


def test_every_line_of_a_book_can_be_decided(tmp_path: Path) -> None:
    for repeating in (False, True):
        path = tmp_path / f"{repeating}.csv"
        books.write(path, 30, repeating=repeating)
        law = load(["us"])
        batch = Batch(law, read_orders(path, law))
        assert [decided.error for decided in batch.run() if decided.error] == []
