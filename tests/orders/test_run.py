"""A long run loses nothing: stopped at any moment it goes on, and what comes out is the same to the byte."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukhsa.cli.main import main
from rukhsa.errors import RukhsaError
from rukhsa.orders.cells import arrow, put_in
from rukhsa.orders.line import Block, Cells
from rukhsa.orders.parts import Parts, kept_record, parts_folder, rejects_file
from rukhsa.orders.run import run
from rukhsa.orders.summary import Summary
from rukhsa.orders.writing import csv_lines, json_lines
from tests.orders.books import Echo, opened, rows, written

BOOK = (
    "item,destination,value,currency\n"
    + "".join(
        f"{item},{place},{value},{money}\n"
        for item, place, value, money in [
            ("free", "DE", "1.10", "USD"),
            ("bound", "CN", "2.20", "USD"),
            ("ask tpp", "CN", "3", "EUR"),
            ("ask tpp hq", "DE", "", "EUR"),
            ("bad", "DE", "5", "USD"),
            ("free", "DE", "0.1", "USD"),
            ("bound", "DE", "x", ""),
        ]
    )
    + "free,DE\nfree,CN,7.25,EUR\n"
)
SETTINGS: dict[str, dict[str, object]] = {
    "source": {"n": 1},
    "settings": {"on": "2025-01-01"},
    "law": {"hash": "a"},
}


class Stops(Exception):
    """The machine is switched off."""


class Stopping(Echo):
    """Stops at its nth block."""

    def __init__(self, lines: int, at: int) -> None:
        super().__init__(lines)
        self.at = at

    def decide(self, block: Block) -> Mapping[str, Cells]:
        if self.blocks == self.at:
            raise Stops
        return super().decide(block)


def decided(
    path: Path,
    out: Path,
    engine: Echo,
    *,
    resume: bool = False,
    asked: Mapping[str, object] = SETTINGS,
    every: float = 0,
) -> Summary:
    book, parts, summary = opened(path), Parts(out, asked), Summary(("a",))
    parts.resume() if resume else parts.begin()
    run(book, engine, parts, summary, "en", every=every)
    return summary


def test_every_line_is_decided_or_rejected_in_its_place(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    summary = decided(written(tmp_path / "b.csv", BOOK), out, Echo())
    found = rows(out)
    assert [row["item"] for row in found] == [line.split(",")[0] for line in BOOK.splitlines()[1:]]
    assert [row["verdict"] for row in found] == [
        "free", "bound", "undetermined", "undetermined", "undetermined", "free", "bound", "undetermined", "free",
    ]  # fmt: skip
    assert (summary.lines, summary.decided, summary.rejected) == (9, 7, 2)
    rejected = rows(rejects_file(out))
    assert [(row["line"], row["text"]) for row in rejected] == [("6", "bad,DE,5,USD"), ("9", "free,DE")]
    assert rejected[0]["reason"] == 'no such item, "bad"' and "2 cells" in rejected[1]["reason"]
    assert found[7]["error"] == rejected[1]["reason"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.csv", "out.csv", "out.csv.rejects.csv"]


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_blocks_begun_ahead_come_out_in_their_order(tmp_path: Path, lines: int) -> None:
    path = written(tmp_path / "b.csv", BOOK)
    decided(path, tmp_path / "one.csv", Echo(lines))
    decided(path, tmp_path / "other.csv", Echo(lines, ahead=2))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_no_rejects_file_is_left_of_an_earlier_run(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    rejects_file(out).write_text("old", encoding="utf-8")
    decided(written(tmp_path / "b.csv", "item,destination\nfree,DE\n"), out, Echo())
    assert not rejects_file(out).exists()


def test_the_sums_are_exact_and_by_currency(tmp_path: Path) -> None:
    data = decided(written(tmp_path / "b.csv", BOOK), tmp_path / "out.csv", Echo()).to_data()
    assert data["verdicts"]["free"] == {
        "lines": 3,
        "value": {"EUR": "7.25", "USD": "1.2"},
        "without_value": 0,
    }
    assert data["verdicts"]["bound"] == {"lines": 2, "value": {"USD": "2.2"}, "without_value": 1}
    assert data["by_destination"]["CN"]["free"]["value"] == {"EUR": "7.25"}
    assert data["by_side"]["a"]["bound"]["lines"] == 2
    assert data["missing"] == [
        {"fact": "tpp", "settles_alone": 1, "helps_to_settle": 1},
        {"fact": "hq", "settles_alone": 0, "helps_to_settle": 1},
    ]
    assert data["requirements"] == [{"provision": "rule", "lines": 2}]
    again = Summary(("a",))
    again.take_over(data)
    assert again.to_data() == data


_LINES = st.lists(
    st.sampled_from(
        [
            "free,DE,1,USD",
            "bad,DE,2,USD",
            "bound",
            '"open,DE',
            'a"b,DE,3,x',
            "",
            "ask a b,CN,1.5,",
            ",,,",
            '"q\nq",DE,1,E',
        ]
    ),
    min_size=1,
    max_size=15,
)


@settings(max_examples=60, deadline=None)
@given(_LINES, st.integers(1, 4), st.integers(0, 5), st.sampled_from([".csv", ".jsonl", ".parquet"]))
def test_a_mangled_book_loses_no_line_and_goes_on_after_a_stop(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], size: int, stop: int, ending: str
) -> None:
    if ending == ".parquet" and arrow() is None:
        return
    folder = tmp_path_factory.mktemp("run")
    book = written(folder / "b.csv", "\n".join(["item,destination,value,currency", *lines]) + "\n")
    whole, out = folder / f"whole{ending}", folder / f"out{ending}"
    try:
        summary = decided(book, whole, Echo(size), every=1e9)
    except RukhsaError:
        assert list(folder.iterdir()) == [book]
        return
    rejected = rows(rejects_file(whole)) if rejects_file(whole).exists() else []
    assert summary.lines == summary.decided + summary.rejected and summary.rejected == len(rejected)
    if ending == ".csv":
        assert len(rows(whole)) == summary.lines
        told = [row for row in rows(whole) if row["error"]]
        assert [row["error"] for row in told] == [row["reason"] for row in rejected]
    try:
        decided(book, out, Stopping(size, stop))
    except Stops:
        assert not out.exists() and not rejects_file(out).exists()
        if kept_record(out) is None:
            assert not parts_folder(out).exists()
            decided(book, out, Echo(size))
        else:
            assert decided(book, out, Echo(size), resume=True).to_data() == summary.to_data()
    assert out.read_bytes() == whole.read_bytes()
    assert rejects_file(out).exists() == rejects_file(whole).exists()
    if rejected:
        assert rejects_file(out).read_bytes() == rejects_file(whole).read_bytes()
    assert not parts_folder(out).exists()


def stopped(folder: Path) -> tuple[Path, Path]:
    book, out = written(folder / "b.csv", BOOK), folder / "out.csv"
    with pytest.raises(Stops):
        decided(book, out, Stopping(2, 2))
    return book, out


@pytest.mark.parametrize("part", ["source", "settings", "law"])
def test_a_run_goes_on_with_the_same_book_settings_and_law_only(tmp_path: Path, part: str) -> None:
    book, out = stopped(tmp_path)
    before = sorted(path.read_bytes() for path in parts_folder(out).iterdir())
    with pytest.raises(RukhsaError, match=rf"differs in `{part}\.other`"):
        decided(book, out, Echo(2), resume=True, asked={**SETTINGS, part: {**SETTINGS[part], "other": 1}})
    assert sorted(path.read_bytes() for path in parts_folder(out).iterdir()) == before
    assert decided(book, out, Echo(2), resume=True).lines == 9


def test_parts_of_a_run_are_not_thrown_away(tmp_path: Path) -> None:
    book, out = stopped(tmp_path)
    with pytest.raises(RukhsaError, match="--resume, or delete"):
        decided(book, out, Echo(2))
    assert kept_record(out) is not None
    with pytest.raises(RukhsaError, match="no unfinished run"):
        decided(book, tmp_path / "other.csv", Echo(2), resume=True)


def test_what_a_stop_left_behind_the_last_part_is_cut_off(tmp_path: Path) -> None:
    book, out = stopped(tmp_path)
    with (parts_folder(out) / "lines.csv").open("ab") as file:
        file.write(b"half a li")
    decided(book, out, Echo(2), resume=True)
    decided(book, tmp_path / "whole.csv", Echo(2))
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_stop_while_files_are_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, out = written(tmp_path / "b.csv", BOOK), tmp_path / "out.csv"
    real, calls = os.replace, []

    def replace(old: Path, new: Path) -> None:
        if str(new).startswith(str(out)) and "parts" not in str(new):
            calls.append(new)
            if len(calls) == 2:
                raise Stops
        real(old, new)

    monkeypatch.setattr("rukhsa.orders.parts.os.replace", replace)
    with pytest.raises(Stops):
        decided(book, out, Echo(2))
    assert rejects_file(out).exists() and not out.exists()
    monkeypatch.undo()
    assert decided(book, out, Echo(2), resume=True).lines == 9
    assert len(rows(out)) == 9 and not parts_folder(out).exists()


def test_a_book_that_became_shorter_is_noticed(tmp_path: Path) -> None:
    book = opened(written(tmp_path / "b.csv", BOOK))
    written(tmp_path / "b.csv", BOOK.rpartition("free,CN")[0])
    parts = Parts(tmp_path / "out.csv", SETTINGS)
    parts.begin()
    with pytest.raises(RukhsaError, match="had 9 lines when it was looked through, but 8"):
        run(book, Echo(), parts, Summary(("a",)), "en")
    assert not (tmp_path / "out.csv").exists()


_CELLS = st.lists(st.text(st.sampled_from('a,"\n\r é\x00')), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(_CELLS, _CELLS)
def test_lists_and_arrays_are_written_alike(one: list[str], other: list[str]) -> None:
    pa = pytest.importorskip("pyarrow")
    count = min(len(one), len(other))
    lists = {"one": one[:count], "other": other[:count]}
    arrays = {"one": pa.array(one[:count]), "other": pa.array(other[:count]).dictionary_encode()}
    assert csv_lines(arrays) == csv_lines(lists)
    assert json_lines(arrays) == json_lines(lists)
    places = [at for at in range(count) if one[at] < other[at]]
    rest = [one[at] for at in range(count) if at not in places]
    some = [one[at] for at in places]
    assert put_in(some, places, count, rest) == one[:count]
    assert put_in(pa.array(some, pa.string()), places, count, rest).to_pylist() == one[:count]


_AMOUNTS = st.sampled_from(
    ["", "1.10", "-0.2", "x", "? 5", "123456789012345678901.5", "1e3", "0.12345678901"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["free", "bound"]), _AMOUNTS, st.sampled_from(["EUR", ""])),
        min_size=1,
        max_size=8,
    )
)
def test_sums_do_not_hang_on_how_cells_are_kept(lines: list[tuple[str, str, str]]) -> None:
    pa = pytest.importorskip("pyarrow")
    verdicts, values, money = (list(cells) for cells in zip(*lines, strict=True))
    blank = [""] * len(lines)
    sums = []
    for kept in (list, lambda cells: pa.array(cells, pa.string())):
        summary = Summary(())
        read = Block(
            range(len(lines)), {"value": kept(values), "currency": kept(money), "destination": kept(blank)}
        )
        told = {"verdict": verdicts, "missing": blank, "requirements": blank, "error": blank}
        summary.add(read, {name: kept(cells) for name, cells in told.items()})
        sums.append(summary.to_data())
    assert sums[0] == sums[1]
    free = [
        Decimal(value)
        for verdict, value, currency in lines
        if verdict == "free" and currency and value in ("1.10", "-0.2")
    ]
    if free and len(free) == sum(
        v == "free" and bool(c) and v_ not in ("", "x", "? 5") for v, v_, c in lines
    ):
        assert Decimal(sums[0]["verdicts"]["free"]["value"]["EUR"]) == sum(free)


@pytest.fixture(autouse=True, scope="module")
def _small_row_groups() -> Iterator[None]:
    """So that row groups end within small books."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rukhsa.orders.writing._ROW_GROUP", 4)
        yield


# the command


def command(*arguments: str, limit: int | None = None, parts: int | None = None) -> subprocess.Popen[bytes]:
    """A run in blocks of five lines, each a part.

    Args:
        limit: the size that a file may have.
        parts: after how many finished parts it is killed, when the next is written and not yet recorded.
    """
    code = "import sys; from rukhsa.decide import by_line; by_line.ByLine.lines = 5; "
    code += "from rukhsa.cli import batch; batch.EVERY = 0; from rukhsa.cli.main import main; "
    if limit is not None:
        code += f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
    if parts is not None:
        code += "import os, signal; from rukhsa.orders.parts import Parts; finish = Parts.finish_part; done = []; "
        code += "kill = lambda: os.kill(os.getpid(), signal.SIGKILL); Parts.finish_part = lambda self, what: "
        code += f"(kill() if len(done) == {parts} else done.append(finish(self, what))); "
    return subprocess.Popen(
        [sys.executable, "-c", code + "sys.exit(main(sys.argv[1:]))", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "RUKHSA_CACHE": os.environ.get("RUKHSA_CACHE", "")}
        if "RUKHSA_CACHE" in os.environ
        else None,
    )


def finished(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, (out + err).decode()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty lines of one day, which are decided quickly."""
    text = "order,item,origin,destination,exporter,party_hq,value,currency\n" + "".join(
        f"{n},{item},US,{place},other,{place},{n}.5,USD\n"
        for n, (item, place) in enumerate(
            [("NVIDIA A100", "DE"), ("NVIDIA H100", "CN"), ("no chip", "CN"), ("NVIDIA T4", "SG")] * 10
        )
    )
    return written(tmp_path_factory.mktemp("book") / "b.csv", text)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, example: Path) -> bytes:
    out = tmp_path_factory.mktemp("whole") / "out.csv"
    code, told = finished(
        command("batch", str(example), "--on", "2025-06-01", "--side", "us", "--out", str(out))
    )
    assert code == 0, told
    return out.read_bytes()


def test_killed_in_the_middle_it_goes_on_to_the_same_bytes(
    tmp_path: Path, example: Path, whole: bytes
) -> None:
    out = tmp_path / "out.csv"
    asked = ("batch", str(example), "--on", "2025-06-01", "--side", "us", "--out", str(out))
    assert finished(command(*asked, parts=2))[0] == -signal.SIGKILL
    record = kept_record(out)
    assert not out.exists() and record is not None
    assert 0 < record["done"]["lines"] < 40
    assert finished(command(*asked))[0] == 2  # the parts are not thrown away
    assert (
        finished(
            command(
                "batch",
                str(example),
                "--on",
                "2025-06-01",
                "--side",
                "us",
                "--strict",
                "--out",
                str(out),
                "--resume",
            )
        )[0]
        == 2
    )
    code, told = finished(command(*asked, "--resume"))
    assert code == 0, told
    assert out.read_bytes() == whole


def test_a_full_disk_keeps_what_is_finished(tmp_path: Path, example: Path, whole: bytes) -> None:
    out = tmp_path / "out.csv"
    asked = ("batch", str(example), "--on", "2025-06-01", "--side", "us", "--out", str(out))
    code, told = finished(command(*asked, limit=len(whole) // 2))
    assert code == 2 and "Traceback" not in told
    assert (
        "cannot be written: File too large" in told
        and "finished lines are kept" in told
        and "--resume" in told
    )
    assert not out.exists()
    code, told = finished(command(*asked, "--resume"))
    assert code == 0, told
    assert out.read_bytes() == whole


def test_a_disk_that_is_full_at_once_leaves_nothing(tmp_path: Path, example: Path) -> None:
    out = tmp_path / "out.csv"
    code, told = finished(command("batch", str(example), "--out", str(out), limit=100))
    assert code == 2 and "nothing was written" in told
    assert list(tmp_path.iterdir()) == []


def test_what_comes_out_does_not_hang_on_pyarrow(
    tmp_path: Path, example: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    importlib.import_module("rukhsa.cli.batch")  # else it would keep what is patched here
    for name in ("cells", "csv_file", "writing", "summary"):
        monkeypatch.setattr(f"rukhsa.orders.{name}.arrow", lambda: None)
    out = tmp_path / "out.csv"
    assert main(["batch", str(example), "--on", "2025-06-01", "--side", "us", "--out", str(out)]) == 0
    assert out.read_bytes() == whole


def test_the_summary_as_data(tmp_path: Path, example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    out = tmp_path / "out.parquet"
    pytest.importorskip("pyarrow")
    assert (
        main(
            [
                "batch",
                str(example),
                "--on",
                "2025-06-01",
                "--side",
                "us",
                "--out",
                str(out),
                "--format",
                "json",
            ]
        )
        == 0
    )
    data = json.loads(capsys.readouterr().out)
    assert (
        data["lines"] == 40 and data["rejected"] == 10 and data["rejects"].endswith("out.parquet.rejects.csv")
    )
    assert sum(told["lines"] for told in data["verdicts"].values()) == 40
    assert set(data["by_side"]) == {"us"}
    assert sum(w["lines"] for table in data["by_destination"].values() for w in table.values()) == 40


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--resume"], "--out"),
        (["--engine", "columns"], "line by line"),
        (["--sheet", "x"], "workbook"),
        (["--processes", "0", "--out", "never.csv"], "at least one"),
        (["--processes", "2", "--engine", "line", "--out", "never.csv"], "columns"),
    ],
)
def test_options_that_do_not_go_together(
    example: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert main(["batch", str(example), *arguments]) == 2
    assert word in capsys.readouterr().err


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_part_that_cannot_be_read_keeps_what_is_finished(tmp_path: Path, ahead: int) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path, out = tmp_path / "b.parquet", tmp_path / "out.csv"
    table = pa.table({"item": [f"free {n}" for n in range(300)], "destination": ["DE"] * 300})
    parquet.write_table(table, path, row_group_size=100)
    book = opened(path)
    meta = parquet.ParquetFile(path).metadata.row_group(2).column(0)
    data = bytearray(path.read_bytes())
    start = meta.dictionary_page_offset or meta.data_page_offset
    data[start : start + meta.total_compressed_size] = b"\xff" * meta.total_compressed_size
    path.write_bytes(data)
    parts = Parts(out, SETTINGS)
    parts.begin()
    with pytest.raises(RukhsaError) as refused:
        run(book, Echo(50, ahead), parts, Summary(("a",)), "en")
    assert "row group 3 (from row 201 on)" in str(refused.value)
    assert "200 finished lines are kept" in str(refused.value)
    assert not out.exists() and kept_record(out) is not None
