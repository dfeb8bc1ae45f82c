"""Books of every usual kind are read alike; what cannot be read keeps its place, with its text and the reason."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukhsa.errors import RukhsaError
from rukhsa.orders import csv_file
from rukhsa.orders.book import Reading
from rukhsa.orders.cells import plain
from rukhsa.orders.csv_file import CsvFile
from rukhsa.orders.line import listed
from tests.orders.books import opened, read, written

TEXT = 'item,destination,remark\n"شريحة, ١",الصين,"a\nb"\nplain,DE,"say ""x"""\n'
WANT = [{"item": "شريحة, ١", "destination": "الصين"}, {"item": "plain", "destination": "DE"}]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-8-sig", "utf-8"),
        ("utf-16", None),
        ("utf-16-be", "utf-16-be"),
        ("cp1256", "cp1256"),
        ("cp1256", "windows-1256"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_an_encoding_that_shows_or_was_said(
    tmp_path: Path, encoding: str, said: str | None, packed: bool
) -> None:
    text = TEXT.replace("١", "1") if encoding == "cp1256" else TEXT
    book = written(tmp_path / "b.csv", text, encoding, packed=packed)
    want = [{**row, "item": row["item"].replace("١", "1")} for row in WANT] if encoding == "cp1256" else WANT
    assert read(book, Reading(encoding=said)) == want


@pytest.mark.parametrize(("encoding", "word"), [("cp1256", "شركة"), ("cp1252", "Müller")])
def test_a_code_page_is_asked_for_and_shown(tmp_path: Path, encoding: str, word: str) -> None:
    book = written(tmp_path / "b.csv", f"item,destination,who\nx,DE,plain\ny,DE,{word}\n", encoding)
    with pytest.raises(RukhsaError) as refused:
        opened(book)
    told = str(refused.value)
    assert ":3:" in told and f"--encoding {encoding}" in told and word in told


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator(tmp_path: Path, separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(
        [["item", "destination", "x;y|z"], ["a;b,c\td|e", "DE", ""]]
    )
    assert read(written(tmp_path / "b.csv", out.getvalue()))[0]["item"] == "a;b,c\td|e"


def test_a_separator_that_a_spreadsheet_says(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv", "sep=;\nitem;destination\na,b;DE\n")
    assert read(book) == [{"item": "a,b", "destination": "DE"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_blank_lines(tmp_path: Path, end: str) -> None:
    book = opened(
        written(tmp_path / "b.csv", end.join(["", "item,destination", "", "a,DE", ",", "b,CN", "  ", ""]))
    )
    (block,) = [block for block, _ in book.blocks()]
    assert list(block.numbers) == [4, 6] and listed(block.columns["item"]) == ["a", "b"]
    assert book.lines == 2 and book.source.blanks == 3


def test_ragged_lines_keep_their_place_and_text(tmp_path: Path) -> None:
    book = opened(written(tmp_path / "b.csv", 'item,destination\na,DE\nb\nc,CN,"x, y"\nd,US\n'))
    (block,) = [block for block, _ in book.blocks()]
    assert listed(block.columns["item"]) == ["a", "b", "c", "d"]
    assert sorted(block.errors) == [1, 2] and "3 cells" in block.errors[2]
    assert block.text(2) == 'c,CN,"x, y"'


@pytest.mark.parametrize("after", ["x,DE\ny,CN\n", 'x,DE\n"y",CN\n', "x,DE\n" * 50])
def test_a_quotation_mark_that_is_never_closed_costs_its_own_line_only(tmp_path: Path, after: str) -> None:
    book = opened(written(tmp_path / "b.csv", 'item,destination\na,DE\n"b,CN\n' + after))
    (block,) = [block for block, _ in book.blocks()]
    assert [at for at in block.errors] == [1] and block.text(1) == '"b,CN'
    assert len(block) == 2 + after.count("\n") == book.lines
    assert listed(block.columns["item"])[2:] == [line.split(",")[0].strip('"') for line in after.splitlines()]


def test_a_packed_file_that_breaks_off(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv.gz", "item,destination\n" + "a,DE\n" * 9999, packed=True)
    book.write_bytes(book.read_bytes()[:-20])
    with pytest.raises(RukhsaError, match="breaks off"):
        opened(book)


_CELL = st.text(st.sampled_from('a1 ,;"\n\r\té'), max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_CELL, min_size=1, max_size=4), min_size=1, max_size=12), st.booleans())
def test_the_quick_reader_reads_what_the_standard_one_does(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: bool
) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path_factory.mktemp("b") / "b.csv"
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL if quoting else csv.QUOTE_MINIMAL).writerows(
        [["p", "q", "r"], *rows]
    )
    path.write_bytes(out.getvalue().encode())
    seen = []
    for worth in (1, 1 << 40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(csv_file, "_WORTH_IT", worth)
            patch.setattr(csv_file, "_HEAD", 1)
            patch.setattr(csv_file, "_PIECE", 8)
            file = CsvFile(path)
            blocks = list(file.blocks())
            seen.append(
                [
                    [
                        (
                            number,
                            tuple(listed(c)[at] for c in block.columns.values()),
                            block.text(at),
                            at in block.errors,
                        )
                        for at, number in enumerate(block.numbers)
                    ]
                    for block in blocks
                ]
            )
            seen[-1] = [[line for block in seen[-1] for line in block], file.blanks]  # type: ignore[list-item]
    assert seen[0] == seen[1]


def test_parquet_with_types(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "b.parquet"
    table = pa.table(
        {
            "Item": pa.array(["a", None]).dictionary_encode(),
            "destination": ["DE", "CN"],
            "date": [datetime.date(2025, 4, 9), None],
            "quantity": pa.array([1234.5, 1.234]),
            "value": pa.array([Decimal("1.234"), None], pa.decimal128(9, 3)),
            "share": pa.array([2368.0, None]),
            "when": pa.array([datetime.datetime(2025, 4, 9, 12), None]),
        }
    )
    parquet.write_table(table, path)
    first, second = read(path)
    assert first == {
        "item": "a",
        "destination": "DE",
        "date": "2025-04-09",
        "quantity": "1234.5",
        "value": "1.234",
        "share": "2368",
    }
    assert second["item"] == second["date"] == "" and second["quantity"] == "1.234"


def test_a_row_group_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "b.parquet"
    table = pa.table({"item": [f"item {n}" for n in range(3000)], "destination": ["DE"] * 3000})
    parquet.write_table(table, path, row_group_size=1000, compression="gzip")
    meta = parquet.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    start = meta.dictionary_page_offset or meta.data_page_offset
    data[start : start + meta.total_compressed_size] = b"\xff" * meta.total_compressed_size
    path.write_bytes(data)
    with pytest.raises(RukhsaError, match=r"row group 2 \(from row 1001 on\)"):
        list(opened(path).blocks())


def test_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["Item", "destination", "date", "quantity", "share", "value"])
    sheet.append(["a", "DE", datetime.date(2025, 4, 9), 1.234, 0.07, 0.1 + 0.2])
    sheet["E3"].number_format = "0.00%"
    sheet.append([])
    sheet.append(["b", "CN", "2025-04-10", 4000, "12 %", "1,000.50 €", "beyond"])
    book.create_sheet("Other").append(["item", "destination"])
    book["Other"].append(["c", "FR"])
    path = tmp_path / "b.xlsx"
    book.save(path)
    first, second = read(path)
    assert first == {
        "item": "a",
        "destination": "DE",
        "date": "2025-04-09",
        "quantity": "1.2340",
        "share": "7",
        "value": "0.3",
        "currency": "",
    }
    assert "7 cells" in second["error"] and second["value"] == "1000.50" and second["currency"] == "EUR"
    assert read(path, Reading(sheet="Other")) == [{"item": "c", "destination": "FR"}]
    with pytest.raises(RukhsaError, match="Other"):
        opened(path, Reading(sheet="Third"))


def test_a_day_number_is_no_date_in_any_file(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv", "item,destination,date\na,DE,45756\n")
    assert read(book)[0]["date"] == "45756"  # whoever decides refuses it


def test_cells_as_lists_and_as_arrays_are_the_same(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    text = "item,destination,value\n" + "".join(f"i{n},DE,{n}.5\n" for n in range(5000))
    (short, long) = (
        written(tmp_path / "s.csv", text[:1000].rpartition("\n")[0]),
        written(tmp_path / "l.csv", text),
    )
    assert read(long)[: len(read(short))] == read(short)
    assert any(not isinstance(block.columns["item"], list) for block, _ in opened(long).blocks())
    assert plain(["a"]).to_pylist() == ["a"]
