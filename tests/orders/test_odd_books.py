"""Books as they come: what is no order book says what it is, titles stand above headings, and no line is ever lost."""

from __future__ import annotations

import csv
import gzip
import json
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukhsa.cli.main import main
from rukhsa.errors import RukhsaError
from rukhsa.orders.book import Reading
from rukhsa.orders.xlsx_formulas import without_results
from tests.orders.books import opened, read, written

HEAD = "order,item,origin,destination,date,exporter,party,party_hq,value,currency\n"
LINES = (
    "1,NVIDIA H20,US,CN,2025-05-01,NVIDIA,ByteDance,CN,1000.50,USD\n"
    "2,NVIDIA H100,US,DE,2025-05-02,NVIDIA,SAP,DE,2000,EUR\n"
    "3,no such,US,CN,2025-05-01,NVIDIA,X Corp,CN,1,USD\n"
)


def refusal(path: Path, asked: Reading | None = None) -> str:
    with pytest.raises(RukhsaError) as refused:
        opened(path, asked)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", ["is a PDF"]),
        (b"\xef\xbb\xbf<html><table>", ["web page or XML", ".xlsx or CSV"]),
        (b'<?xml version="1.0"?><Workbook>', ["web page or XML"]),
        (b'{"item": "x"}\n', ["is JSON"]),
        (b'[\n {"item": "x"}]', ["is JSON"]),
        (b"\xd0\xcf\x11\xe0" + bytes(60), ["old kind"]),
        ("item,destination\nx,DE\n".encode("utf-16-le"), ["utf-16-le", "--encoding utf-16-le"]),
        ("item,destination\nx,DE\n".encode("utf-16-be"), ["utf-16-be"]),
        (b"", ["is empty"]),
        (b"\n \n\n", ["is empty"]),
        (b"item,destination\n", ["no order lines"]),
        (b"PK\x03\x04garbage", ["not a workbook"]),
    ],
)
def test_what_is_no_order_book_says_what_it_is(tmp_path: Path, content: bytes, words: list[str]) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    told = refusal(path)
    assert all(word in told for word in words), told


def test_headings_in_square_brackets_are_no_json(tmp_path: Path) -> None:
    assert read(written(tmp_path / "b.csv", "[note],item,destination\nx,a,DE\n"))[0]["item"] == "a"


@pytest.mark.parametrize("name", ["https://example.com/book.csv", "s3://bucket/book.parquet"])
def test_an_address_is_not_fetched(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["batch", name]) == 2
    assert "nothing is fetched; save it as a file" in capsys.readouterr().err


def test_what_can_be_read_once_only_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in ("-", str(pipe)):
        assert main(["batch", name]) == 2
        assert "save it as a file" in capsys.readouterr().err
    assert main(["batch", str(written(tmp_path / "b.csv", HEAD + LINES)), "--out", ""]) == 2


# headings


@pytest.mark.parametrize(
    "above", ["Sales report 2025\n\n", "Order,,Goods,,\n", "Report\nof,all,orders\n\n\n", "sep=,\n" * 3]
)
def test_lines_above_the_headings_are_named_and_passed_over(tmp_path: Path, above: str) -> None:
    path = written(tmp_path / "b.csv", above + "No,Item,Ship to country,Date\n1,a,DE,2025-01-02\n")
    line = above.count("\n") + 1
    told = refusal(path)
    assert f"line {line} has `Item`, `Ship to country`, `Date`; say --header {line}" in told
    book = opened(path, Reading(header=line))
    assert book.columns == ("no", "item", "ship_to_country", "date") and book.lines == 1
    assert [block.numbers[0] for block, _ in book.blocks()] == [line + 1]
    assert "holds nothing from line 99 on" in refusal(path, Reading(header=99))


@pytest.mark.parametrize(
    "above", ["Register Q4 2026\n", "Register Q4 2026;;;;\n", ";;;Buyer;\nfor, some, reason\n"]
)
def test_lines_above_headings_that_nobody_knows_are_named_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], above: str
) -> None:
    path = written(tmp_path / "b.csv", above + "Our no;Thing;Goes to;When;Worth\n1;a;DE;2025-01-02;7\n")
    line = above.count("\n") + 1
    assert f"line {line} has `Our no`, `Thing`, `Goes to`, `When`, `Worth`; say --header {line}" in refusal(
        path
    )
    assert main(["batch", str(path), "--guess"]) == 2
    assert f"say --header {line}" in capsys.readouterr().err


def test_headings_that_nobody_knows_are_headings_where_the_lines_hold_no_more(tmp_path: Path) -> None:
    book = opened(written(tmp_path / "b.csv", "Thing,Goes to,When\na,DE,never\nb,FR,soon\n"))
    assert book.columns == ("thing", "goes_to", "when") and book.lines == 2


def test_rows_above_the_headings_of_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Shipment", None, "Goods"], ["order", "destination", "item"], [1, "CN", "a"]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    path = tmp_path / "b.xlsx"
    book.save(path)
    assert "say --header 2" in refusal(path)
    assert read(path, Reading(header=2)) == [{"order": "1", "destination": "CN", "item": "a"}]


def test_a_line_that_is_no_number_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path / "b.csv", HEAD + LINES)
    for word in ("0", "two", "-1"):
        assert main(["batch", str(book), f"--header={word}"]) == 2
        assert "the number of a line" in capsys.readouterr().err


def test_a_heading_that_stands_twice_is_told_with_its_places(tmp_path: Path) -> None:
    path = written(tmp_path / "b.csv", "item,destination,value,Value\na,DE,1,2\n")
    assert "`value` stands twice, as columns 3 and 4" in refusal(path)


def test_a_needed_column_that_is_missing_tells_what_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = ",".join(f"c{at}" for at in range(300))
    book = written(tmp_path / "b.csv", f"{columns}\n{columns}\n")
    assert main(["batch", str(book)]) == 2
    told = capsys.readouterr().err
    assert "the book has `c0`, `c1`" in told and "and 280 more" in told and "--guess" in told
    assert "c200" not in told


# workbooks and Parquet


def test_a_formula_without_its_result_is_no_empty_cell(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["item", "destination", "party"])
    sheet.append(["a", "DE", "=VLOOKUP(A1,B:C,2)"])
    sheet.append(["b", "DE", "Acme"])
    path = tmp_path / "b.xlsx"
    book.save(path)
    first, second = read(path)
    assert "cell C2 holds a formula without its result" in first["error"] and "save it" in first["error"]
    assert second == {"item": "b", "destination": "DE", "party": "Acme"}
    assert without_results(path, "xl/worksheets/sheet1.xml") == {2: "C2"}


def test_further_sheets_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "May"
    for name in ("May", "June"):
        sheet = book["May"] if name == "May" else book.create_sheet(name)
        sheet.append(["item", "destination"])
        sheet.append(["NVIDIA H20", "CN"])
    path = tmp_path / "b.xlsx"
    book.save(path)
    assert main(["batch", str(path)]) == 0
    assert "sheet `May` is read; the workbook also has `June`" in capsys.readouterr().err
    assert main(["batch", str(path), "--sheet", "June"]) == 0
    assert "is read" not in capsys.readouterr().err


def test_a_workbook_is_one_by_what_it_holds_and_other_archives_are_none(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["item", "destination"])
    book.active.append(["a", "DE"])
    for name in ("b.csv", "b.xls", "b"):
        book.save(tmp_path / name)
        assert read(tmp_path / name) == [{"item": "a", "destination": "DE"}]
    for inside, words in (("book.csv", "a packed archive"), ("mimetype", "an OpenDocument file")):
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as packed:
            packed.writestr(inside, "item,destination\na,DE\n")
        assert words in refusal(tmp_path / "b.zip")


def test_a_workbook_of_the_strict_kind_is_not_empty(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["item", "destination"])
    book.active.append(["a", "DE"])
    book.save(tmp_path / "plain.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "plain.xlsx") as plain,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as strict,
    ):
        for name in plain.namelist():
            text = plain.read(name).replace(
                b"schemas.openxmlformats.org/spreadsheetml/2006", b"purl.oclc.org/ooxml/spreadsheetml"
            )
            strict.writestr(name, text)
    assert "Strict Open XML" in refusal(tmp_path / "b.xlsx")


def test_signs_that_nobody_sees_are_no_part_of_a_heading(tmp_path: Path) -> None:
    head = "\ufeff\ufeffitem\u200b,\u200fdestination\u00a0\n"
    assert read(written(tmp_path / "b.csv", head + "a,DE\n")) == [{"item": "a", "destination": "DE"}]


@pytest.mark.parametrize("sign", [",", ";", "|"])
def test_a_sign_within_headings_is_no_separator(tmp_path: Path, sign: str) -> None:
    head = f"item\tdestination\twho{sign} or what{sign} or where\n"
    assert opened(written(tmp_path / "b.csv", head + "a\tDE\tX\n")).columns[:2] == ("item", "destination")


def test_a_workbook_that_its_library_cannot_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.create_chartsheet("only a chart")
    book.save(tmp_path / "b.xlsx")
    assert "not a workbook that can be read" in refusal(tmp_path / "b.xlsx")


def test_bytes_in_parquet_are_text_where_they_can_be(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pa.table({"item": pa.array([b"NVIDIA H20", b"\xff\xfe"]), "destination": ["CN", "CN"]})
    parquet.write_table(table, tmp_path / "b.parquet")
    assert [row["item"] for row in read(tmp_path / "b.parquet")] == ["NVIDIA H20", r"b'\xff\xfe'"]


def test_a_cell_that_holds_a_page_costs_its_own_line_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = HEAD.strip().split(",")
    fields = "1,NVIDIA H100,US,DE,2025-05-02,NVIDIA,SAP,DE,1,EUR".split(",")
    rows = []
    for at in range(len(names)):
        for text in ("S", "7", "word ", "نص "):
            rows.append(",".join([*fields[:at], text * (60_000 // len(text)), *fields[at + 1 :]]))
    book, out = written(tmp_path / "b.csv", HEAD + "\n".join(rows) + "\n"), tmp_path / "out.csv"
    assert main(["batch", str(book), "--out", str(out)]) == 0
    csv.field_size_limit(1_000_000)
    with (tmp_path / "out.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        rejects = list(csv.DictReader(file))
    unread = {names[(int(row["line"]) - 2) // 4] for row in rejects}
    assert unread == {"item", "origin", "destination", "date", "party_hq"} and len(rejects) == 20
    assert all(len(row["reason"]) < 300 for row in rejects)


def test_a_decided_book_can_be_decided_again_and_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, head = written(tmp_path / "0.csv", HEAD + LINES), [""]
    for turn in range(3):
        out = tmp_path / f"{turn + 1}.csv"
        assert main(["batch", str(book), "--out", str(out)]) == 0
        with out.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        assert len(set(head)) == len(head) and all(len(row) == len(head) for row in rows)
        assert head.index("rukhsa_" * turn + "verdict") > head.index("currency")
        book = out
    pytest.importorskip("pyarrow")
    assert main(["batch", str(book), "--out", str(tmp_path / "4.parquet")]) == 0
    assert main(["batch", str(book), "--format", "json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    assert len(told[0]) == len(head) + (len(head) - 10) // 3  # as many results once more


def test_a_folder_that_cannot_be_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path / "b.csv", HEAD + LINES)
    (tmp_path / "out.csv.parts").write_text("a file where the folder of parts would stand")
    assert main(["batch", str(book), "--out", str(tmp_path / "out.csv")]) == 2
    assert "an earlier run was not finished" in capsys.readouterr().err
    assert main(["batch", str(book), "--out", "/proc/out.csv"]) == 2
    assert "/proc/out.csv: `--out`: cannot be written" in capsys.readouterr().err


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_broken_file_is_read_or_refused(broken: dict[str, bytes], data: st.DataObject) -> None:
    """Whatever is broken in a file: its lines are all told, or it is refused as a mistake of what was given."""
    name = data.draw(st.sampled_from(sorted(broken)))
    content = bytearray(broken[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(bytes(content[:end]))
        try:
            book = opened(path)
            assert sum(len(block) for block, _ in book.blocks()) == book.lines
        except RukhsaError as error:
            assert error.problems


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Sound files of every kind, to be broken."""
    openpyxl, pa = pytest.importorskip("openpyxl"), pytest.importorskip("pyarrow")
    from pyarrow import parquet

    folder = tmp_path_factory.mktemp("sound")
    book = openpyxl.Workbook()
    for row in (["item", "destination", "value"], ["a", "DE", 1.5], ["b", "CN", "=1+1"]):
        book.active.append(row)
    book.save(folder / "b.xlsx")
    parquet.write_table(pa.table({"item": ["a", "b"], "value": [1.5, 2.5]}), folder / "b.parquet")
    text = HEAD + LINES
    return {
        "b.xlsx": (folder / "b.xlsx").read_bytes(),
        "b.parquet": (folder / "b.parquet").read_bytes(),
        "b.csv": text.encode(),
        "b16.csv": text.encode("utf-16"),
        "b.csv.gz": gzip.compress(text.encode()),
    }


# every line is decided or rejected


BOOKS: dict[str, bytes] = {
    "plain.csv": (HEAD + LINES).encode(),
    "mark.csv": (HEAD + LINES).encode("utf-8-sig"),
    "utf16.csv": (HEAD + LINES).encode("utf-16"),
    "utf32.csv": (HEAD + LINES).encode("utf-32"),
    "semicolon.csv": (HEAD + LINES).replace(",", ";").encode(),
    "bar.csv": (HEAD + LINES).replace(",", "|").encode(),
    "tab.csv": (HEAD + LINES).replace(",", "\t").encode(),
    "said.csv": ("sep=;\n" + (HEAD + LINES).replace(",", ";")).encode(),
    "old_lines.csv": (HEAD + LINES).replace("\n", "\r").encode(),
    "crlf.csv": (HEAD + LINES).replace("\n", "\r\n").encode(),
    "no_end.csv": (HEAD + LINES).rstrip("\n").encode(),
    "packed.csv.gz": gzip.compress((HEAD + LINES).encode()),
    "blank.csv": (HEAD + "\n,,,,,,,,,\n".join(LINES.splitlines()) + "\n\n").encode(),
    "ragged.csv": (HEAD + LINES + "4,NVIDIA H20\n5" + ",x" * 20 + "\n").encode(),
    "open_quote.csv": (HEAD + '"1,NVIDIA H20,US,CN\n' + LINES).encode(),
    "quoted.csv": (HEAD + LINES.replace("ByteDance", '"Byte\nDance; ""Inc"""')).encode(),
    "nul.csv": (HEAD + LINES.replace("SAP", "S\0AP")).encode(),
    "arabic.csv": (HEAD + LINES.replace("2000", "٢٬٠٠٠").replace("2025-05-02", "٢٠٢٥-٠٥-٠٢")).encode(),
    "mixed.csv": (HEAD + LINES.replace("1000.50", '"1.000,50"').replace("2000", '"2,000.5"')).encode(),
    "totals.csv": (HEAD + LINES + ",Total,,,,,,,3001.50,\n").encode(),
    "formula.csv": (HEAD + LINES.replace("SAP", "=1+1")).encode(),
    "long.csv": (HEAD + LINES.replace("SAP", "S" * 200_000)).encode(),
    "turned.csv": (HEAD + LINES.replace("SAP", "\u202eSAP\u2066")).encode(),
    "wide.csv": b"",
}


def wide() -> bytes:
    more = [f"c{at}" for at in range(290)]
    return "".join(f"{line},{','.join(more)}\n" for line in (HEAD + LINES).splitlines()).encode()


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_lines_in_are_lines_decided_and_rejected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, ending: str
) -> None:
    path, out = tmp_path / name, tmp_path / f"out{ending}"
    path.write_bytes(wide() if name == "wide.csv" else BOOKS[name])
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    assert main(["batch", str(path), "--out", str(out)]) == 0
    told = capsys.readouterr()
    (accounted,) = (line for line in told.out.splitlines() if "in the book =" in line)
    lines, decided, rejected = (int(word) for word in accounted.split() if word.isdecimal())
    extra = {"ragged.csv": 2, "open_quote.csv": 1, "totals.csv": 1}.get(name, 0)
    assert lines == decided + rejected == 3 + extra and decided == 2
    with (tmp_path / f"out{ending}.rejects.csv").open(encoding="utf-8", newline="") as file:
        rejects = list(csv.DictReader(file))
    assert len(rejects) == rejected and all(row["reason"] and row["line"] for row in rejects)
    if ending == ".csv":
        with out.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == lines and [bool(row["error"]) for row in rows].count(True) == rejected
        assert [row["verdict"] for row in rows if row["order"] in ("1", "2") and not row["error"]] == [
            "license_required",
            "no_license_required",
        ]
