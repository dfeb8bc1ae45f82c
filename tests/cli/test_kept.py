"""What a command reads, and what people edit, it never replaces; what it writes, it tells."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rukhsa.cli.main import main

ROOT = Path(__file__).parents[2]
BOOK = "item,origin,destination\nNVIDIA H20,US,CN\nno such thing,US,CN\n"
STATES = ["--before", "2025-04-08", "--after", "2025-07-20"]


def refused(capsys: pytest.CaptureFixture[str], source: Path, *arguments: str) -> None:
    before = source.read_bytes()
    assert main(arguments) == 2
    assert "would replace what is read" in capsys.readouterr().err
    assert source.read_bytes() == before


@pytest.mark.parametrize(
    ("command", "more"), [("batch", []), ("batch", ["--guess"]), ("diff", STATES), ("outlook", [])]
)
def test_a_book_is_not_its_own_output(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, more: list[str]
) -> None:
    book = tmp_path / "book.csv"
    book.write_text(BOOK)
    refused(capsys, book, command, str(book), *more, "--out", str(book))


def test_nor_by_another_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book, link = tmp_path / "book.csv", tmp_path / "link.csv"
    book.write_text(BOOK)
    os.link(book, link)
    refused(capsys, book, "batch", str(book), "--out", str(link))


def test_nor_by_its_rejects(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "decided.csv.rejects.csv"
    book.write_text(BOOK)
    refused(capsys, book, "batch", str(book), "--out", str(tmp_path / "decided.csv"))


def test_a_report_is_not_its_own_overlay(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes((ROOT / "examples" / "report.txt").read_bytes())
    refused(capsys, report, "read", str(report), "--out", str(report))


EDITED = {
    "law new": ["law", "new", "suspend", "us/letter/nvidia-h20", "--until", "2027-01-31"],
    "read": ["read", str(ROOT / "examples" / "report.txt")],
    "guess": ["batch", "BOOK", "--guess"],
}


@pytest.mark.parametrize("name", EDITED)
def test_a_file_for_editing_is_replaced_only_by_force(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    book, out = tmp_path / "book.csv", tmp_path / "out.yaml"
    book.write_text(BOOK)
    command = [str(book) if word == "BOOK" else word for word in EDITED[name]]
    assert main([*command, "--out", str(out)]) == 0
    assert str(out) in capsys.readouterr().err
    first = out.read_bytes()
    out.write_text("mine")
    assert main([*command, "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert "exists already; nothing was written" in told and "--force" in told
    assert out.read_text() == "mine"
    assert main([*command, "--out", str(out), "--force"]) == 0
    assert out.read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.csv", "out.yaml"]


@pytest.mark.parametrize("name", EDITED)
def test_what_cannot_be_written_is_said_and_a_device_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    book = tmp_path / "book.csv"
    book.write_text(BOOK)
    command = [str(book) if word == "BOOK" else word for word in EDITED[name]]
    for out, words in (("/dev/full", "No space left"), (str(tmp_path), "folder"), ("/no/such/f", "folder")):
        assert main([*command, "--out", out]) == 2
        assert words in capsys.readouterr().err
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("command", [["law", "timeline"], ["catalog", "map"]])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_picture_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: list[str], lang: str
) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / "picture.svg"
    out.write_text("old")  # a picture is a result: it is made anew
    assert main([*command, "--out", str(out), "--format", "json", "--lang", lang]) == 0
    told = capsys.readouterr()
    assert str(out) in told.err and json.loads(told.out)["out"] == str(out)
    assert out.read_text().startswith("<svg")
