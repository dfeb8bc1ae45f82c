"""Spark decides as one machine does. One session for everything: it takes seconds to start."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rukhsa.columns import spark as cluster
from rukhsa.columns.sql_facts import facts_table
from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import load
from rukhsa.errors import RukhsaError
from rukhsa.orders.line import OrderBook, OrderLine
from tests.columns.answers import Row, by_interpreter, rows
from tests.columns.test_agreement import random_cases, random_packs, sides_of
from tests.strategies import Maker

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "local[2]"
HAS_SPARK = find_spec("pyspark") is not None and shutil.which("java") is not None
needs_spark = pytest.mark.skipif(not HAS_SPARK, reason="no Spark, or no Java")


class LineByLine:
    """The line path in the place of the default engine."""

    def __init__(self, names: Sequence[str], settings: Mapping[str, Any]) -> None:
        self.names = tuple(names)
        self.batch = Batch(load(), OrderBook("book", self.names, ()), settings["on"])

    def decide(self, block: pa.Table, numbers: Sequence[int] | None = None) -> pa.Table:
        told = []
        for number, cells in zip(numbers or (), block.to_pylist(), strict=True):
            line = OrderLine(number, {name: cell or "" for name, cell in cells.items()})
            told.append(self.batch.decide(line).row())
        columns = self.batch.columns
        return pa.table({n: pa.array([row.get(n, "") for row in told], pa.string()) for n in columns})


@needs_spark
@pytest.mark.filterwarnings("ignore")
def test_spark_decides_as_one_machine_does(tmp_path: Path) -> None:
    session = cluster.session(MASTER)
    try:
        statement_agrees(session)
        partitions_do_not_matter(session, tmp_path)
    finally:
        session.stop()


def statement_agrees(session: SparkSession) -> None:
    maker = Maker(Random(3))
    packs = random_packs(maker)
    sides, cases = sides_of(packs), list(random_cases(maker, packs["x"], 100))
    table, layout = facts_table(cases, sides.values())
    found: list[Row] = (
        cluster.decided_by_spark(session, sides, table, layout).drop_columns(["line"]).to_pylist()
    )
    assert found == list(rows(sides, cases, by_interpreter))


BOOK = [
    {"line": number, "item": item, "origin": "US", "destination": to, "party_hq": hq, "value": "1.50"}
    for number, (item, to, hq) in enumerate(
        (item, to, hq)
        for item in ("NVIDIA H20", "NVIDIA H100", "gallium", "no such item")
        for to in ("CN", "JP", None)
        for hq in ("CN", "JP")
    )
]


def partitions_do_not_matter(session: SparkSession, folder: Path) -> None:
    columns, settings = LineByLine, {"on": "2025-05-01"}
    table = pa.Table.from_pylist(BOOK)
    expected = cluster._with_results(LineByLine(table.column_names, settings), table, "line").to_pylist()
    assert {row["verdict"] for row in expected} > {"license_required", "undetermined"}
    for parts in (1, 3):
        source = folder / f"book-{parts}"
        source.mkdir()
        size = -(-len(BOOK) // parts)
        for part in reversed(range(parts)):
            pq.write_table(table.slice(part * size, size), source / f"{part}.parquet")
        out = folder / f"decided-{parts}"
        assert cluster.decide_book(MASTER, source, columns, settings, out) == len(BOOK)
        found = sorted(pq.read_table(out).to_pylist(), key=lambda row: int(row["line"]))
        assert found == expected
        assert not list(folder.glob("*.partial"))
    for source, number in ((folder / "nothing", "line"), (folder / "book-1", "row")):
        with pytest.raises(RukhsaError):
            cluster.decide_book(MASTER, source, columns, settings, folder / "out", number)


def test_without_spark_or_java_the_refusal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    if find_spec("pyspark") is None:
        with pytest.raises(RukhsaError, match="rukhsa\\[spark\\]"):
            cluster.session(MASTER)
        return
    monkeypatch.setenv("JAVA_HOME", "")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(RukhsaError, match="Java"):
        cluster.session(MASTER)
