"""`rukhsa batch --columns`: only the result columns that are asked for."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rukhsa.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "orders.csv"
PARTIES = """item,origin,destination,date,party_hq,party_hq_2
NVIDIA H20,US,CN,2025-05-01,CN,US
NVIDIA H20,US,CN,2025-05-01,US,CN
"""


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def batch(book: Path, out: Path, *options: str) -> list[dict[str, str]]:
    assert main(["batch", str(book), "--out", str(out), *options]) == 0
    return rows_of(out)


@pytest.mark.parametrize("engine", ["line", "columns"])
def test_a_file_holds_the_book_and_what_is_asked_for(engine: str, tmp_path: Path) -> None:
    whole = batch(EXAMPLE, tmp_path / "whole.csv", "--engine", engine)
    some = batch(EXAMPLE, tmp_path / "some.csv", "--engine", engine, "--columns", "policy_cn, possible")
    assert list(some[0]) == [*rows_of(EXAMPLE)[0], "verdict", "possible", "error", "policy_cn"]
    assert some == [{name: row[name] for name in some[0]} for row in whole]


def test_the_sums_of_a_run_do_not_hang_on_its_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for options in ([], ["--columns", "verdict"]):
        out = tmp_path / "out.csv"
        batch(EXAMPLE, out, "--format", "json", *options)
        told.append(json.loads(capsys.readouterr().out))
    assert told[0] == told[1]
    assert told[0]["missing"]


@pytest.mark.parametrize("engine", ["line", "columns"])
def test_for_which_party_is_told_where_it_is_asked(engine: str, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text(PARTIES, encoding="utf-8")
    whole = batch(book, tmp_path / "whole.csv", "--engine", engine)
    told = batch(book, tmp_path / "told.csv", "--engine", engine, "--columns", "for_party")
    untold = batch(book, tmp_path / "untold.csv", "--engine", engine, "--columns", "verdict")
    assert [row["for_party"] for row in told] == [row["for_party"] for row in whole] != ["", ""]
    assert "for_party" not in untold[0]
    assert [row["verdict"] for row in untold] == [row["verdict"] for row in whole]


def test_json_lines_hold_what_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(EXAMPLE), "--format", "json", "--columns", "verdict"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert all({"verdict"} <= row.keys() and "caution" not in row for row in rows)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--columns", "verdikt", "--out", "OUT"], "there is no result column `verdikt`"),
        (["--columns", "for_party", "--out", "OUT"], "there is no result column `for_party`"),
        (["--columns", "for_party", "--out", "OUT", "--engine", "spark"], "no result column `for_party`"),
        (["--columns", " , ", "--out", "OUT"], "no result column is named"),
        (["--columns", "verdict"], "--out FILE or --format json"),
    ],
)
def test_what_cannot_be_given_is_said(
    options: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = [str(tmp_path / "out.csv") if option == "OUT" else option for option in options]
    assert main(["batch", str(EXAMPLE), *options]) == 2
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
