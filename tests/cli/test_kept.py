"""What a command reads, it never replaces."""

from __future__ import annotations

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
