"""Bad input is answered clearly: exit code 2, the place and the way out, never a traceback or a silent default."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rukhsa.cli.main import main

H20 = ["check", "NVIDIA H20", "--from", "US", "--to", "CN", "--on", "2025-05-01"]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must be refused; gives what was said."""
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    assert told.out == ""
    return told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "tppp=4800"], ["tppp", "did you mean", "tpp"]),
        (["--set", "tpp=fast"], ["tpp", "a number in TOPS x bits"]),
        (["--set", "applicable_die_area=-814"], ["applicable_die_area", "below 0"]),
        (["--set", "tpp=NaN"], ["tpp", "cannot read"]),
        (["--set", "tpp=inf"], ["tpp", "cannot read"]),
        (["--set", "tpp=4,800"], ["tpp", "thousands", "4800"]),
        (["--set", "applicable_die_area=8.14 cm2"], ["applicable_die_area", "mm2"]),
        (["--set", "datacenter=maybe"], ["datacenter", "yes or no"]),
        (["--set", "tpp"], ["--set", "fact=value"]),
        (["--set", "tpp=1", "--set", "tpp=2"], ["tpp", "twice"]),
        (["--party-hq", "Atlantis"], ["Atlantis", "not a country"]),
        (["--end-use", "world_peace"], ["end_use", "civil"]),
        (["--known", "yesterday"], ["yesterday", "not a date"]),
        (["--accept", "gossip"], ["gossip", "reported"]),
        (["--with", "no-such-file.yaml"], ["no-such-file.yaml"]),
        (["--facts", "no-such-file.json"], ["no-such-file.json"]),
        (["--exporter", "NVIDIA Singapore Pte Ltd"], ["nvidia", "other"]),
        (["--exporter", "NVIDA"], ["nvidia", "other"]),
        (["--exporter", "Nvidia Corp. (subsidiary)"], ["nvidia", "other"]),
        (["--exporter", "Nvidai"], ["nvidia", "other"]),
        (["--exporter", "see annex"], ["missing value"]),
        (["--exporter", "XXX"], ["missing value"]),
        (["--exporter", "انظر المرفق"], ["missing value"]),
        (["--exporter", "nan"], ["missing value"]),
        (["--party", "N/A"], ["missing value"]),
        (["--exporter", "n.a."], ["missing value"]),
        (["--exporter", "<NA>"], ["missing value"]),
        (["--exporter", "#REF!"], ["missing value"]),
        (["--exporter", "#DIV/0!"], ["missing value"]),
        (["--exporter", "0"], ["missing value"]),
        (["--exporter", "To be determined"], ["missing value"]),
        (["--exporter", "غير محدد"], ["missing value"]),
        (["--exporter", "未知"], ["missing value"]),
        (["--party", "Huawei Cloud"], ["huawei"]),
        (["--party", "华为云"], ["huawei"]),
        (["--party", "S.M.I.C."], ["smic"]),
        (["--set", "destination=JP"], ["destination", "twice"]),
        (["--party-hq", "JP", "--set", "hq=CN"], ["hq", "twice"]),
        (["--set", "as_of=2022-06-01"], ["--on"]),
        (["--set", "category=software"], ["category", "contradicts the catalog"]),
    ],
)
def test_a_wrong_option_names_itself_and_the_way_out(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]
) -> None:
    told = refused(capsys, *H20, *arguments)
    for word in words:
        assert word in told


def test_a_date_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert "2025-02-30" in refused(capsys, "check", "NVIDIA H20", "--to", "CN", "--on", "2025-02-30")


def test_an_unknown_item_gives_the_nearest_names(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "check", "NVIDIA H21", "--to", "CN")
    assert "H20" in told


def test_an_ambiguous_item_shows_the_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "check", "Gaudi 3", "--to", "CN")
    assert "HL-3" in told


def test_a_wrong_command_is_a_mistake_like_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--help" in refused(capsys, "chekc")


def test_errors_are_data_with_format_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*H20, "--set", "tpp=fast", "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["errors"][0]["field"] == "tpp"
    assert "cannot read" in told["errors"][0]["message"]


def test_arabic_indic_digits_are_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*H20, "--set", "tpp=٤٨٠٠", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"]["facts"]["tpp"] == "4800"


def test_several_problems_are_told_together(capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, *H20, "--set", "tpp=fast", "--set", "datacenter=maybe")
    assert "tpp" in told
    assert "datacenter" in told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["empty"]),
        (b"item,destination\n", ["no order lines"]),
        (b"item,quantity\nNVIDIA H20,1\n", ["destination"]),
        (b"destination,quantity\nCN,1\n", ["item"]),
        (b"item,destination,destinaton\nNVIDIA H20,CN,CN\n", ["destinaton", "did you mean"]),
        (b"item,destination,item\nNVIDIA H20,CN,x\n", ["twice"]),
        ("item,destination,party\nNVIDIA H20,CN,شركة\n".encode("cp1256"), ["cp1256", ":2"]),
        (b'item,destination\n"NVIDIA H20,CN\n', ["not CSV"]),
    ],
)
def test_an_order_book_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, words: list[str]
) -> None:
    book = tmp_path / "orders.csv"
    book.write_bytes(content)
    told = refused(capsys, "batch", str(book))
    for word in words:
        assert word in told


def test_an_order_book_that_is_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "folder" in refused(capsys, "batch", str(tmp_path))


def test_an_order_book_that_does_not_exist(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "does not exist" in refused(capsys, "batch", str(tmp_path / "none.csv"))


def test_facts_from_a_file_that_is_no_mapping(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("- tpp\n", encoding="utf-8")
    assert "mapping" in refused(capsys, *H20, "--facts", str(facts))


def test_facts_from_a_bomb_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", encoding="utf-8")
    assert "aliases" in refused(capsys, *H20, "--facts", str(facts))


def test_an_overlay_that_speaks_of_nothing_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "act: what-if/nothing\ntitle: {en: x}\nkind: hypothetical\ngrade: law\npublic: 2025-01-01\n"
        "does:\n  - {suspend: us/742.6.z, from: 2025-01-01}\n",
        encoding="utf-8",
    )
    assert "us/742.6.z" in refused(capsys, *H20, "--with", str(overlay))


def test_a_question_without_an_item_or_a_destination(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no item is named" in refused(capsys, "check")
    assert "no country of destination is named" in refused(capsys, "check", "NVIDIA H20")


def test_a_country_that_is_none_shows_its_neighbors(capsys: pytest.CaptureFixture[str]) -> None:
    assert "KR (South Korea)" in refused(capsys, "check", "NVIDIA H20", "--to", "Korea")


def test_a_day_before_the_pack_begins(capsys: pytest.CaptureFixture[str]) -> None:
    assert "begins on 2018-01-01" in refused(
        capsys, "check", "NVIDIA H20", "--to", "IR", "--on", "2017-06-01"
    )


def test_a_day_of_knowledge_before_the_packs_begin_frees_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What was law before a pack begins is not known: to know none of its acts is not to be free."""
    told = refused(capsys, "check", "NVIDIA H20", "--from", "US", "--to", "CN", "--known", "2016-12-01")
    assert "`known`" in told and "begins on 2018-01-01" in told
    assert "`known`" in refused(capsys, "batch", "examples/orders.csv", "--known", "2016-12-01")
    assert main(["check", "NVIDIA H20", "--from", "US", "--to", "CN", "--known", "2021-06-01"]) == 0
    assert "the law of China on that day is NOT KNOWN" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["check", "NVIDIA H20", "--to", "DE"], ["batch", "examples/orders.csv"]])
def test_a_side_that_is_none(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert "no side `usa`; use one of " in refused(capsys, *command, "--side", "usa")


def test_a_week_date_is_no_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert "not a date" in refused(capsys, "check", "NVIDIA H20", "--to", "IR", "--on", "2025-W01-1")


@pytest.mark.parametrize("file", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_a_file(capsys: pytest.CaptureFixture[str], file: str) -> None:
    assert "not a regular file" in refused(capsys, "batch", file)
    assert "not a regular file" in refused(capsys, *H20, "--facts", file)


def test_an_encoding_that_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "orders.csv"
    book.write_text("item,destination\nNVIDIA H20,CN\n", encoding="utf-8")
    assert "unknown encoding" in refused(capsys, "batch", str(book), "--encoding", "undefined")


def test_an_error_names_its_line_and_its_column(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    book.write_text(
        "item,code,date,destination,party_hq,party_hq_2,party_hq_4,exporter\n"
        "NVIDIA H20,,2025-13-45,CN,CN,JP,,other\n"
        "NVIDIA H20,,1999-01-01,CN,CN,JP,,other\n"
        "NVIDIA H20,,2025-05-01,CN,Atlantis,JP,,other\n"
        "NVIDIA H20,,2025-05-01,CN,CN,Atlantis,,other\n"
        "NVIDIA H20,,2025-05-01,CN,,,Atlantis,other\n"
        ",8542.31,2025-05-01,CN,CN,,,other\n",
        encoding="utf-8",
    )
    assert main(["batch", str(book), "--out", str(out)]) == 0
    capsys.readouterr()
    with open(out, encoding="utf-8", newline="") as file:
        told = [row["error"].partition("` ")[0].partition("`: ")[0] for row in csv.DictReader(file)]
    assert told == [
        "line 2: `date",
        "line 3: `date",
        "line 4: `party_hq",
        "line 5: `party_hq_2",
        "line 6: `party_hq_4",
        "line 7: `code",
    ]


@pytest.mark.parametrize("engine", ["line", "columns"])
def test_an_error_of_several_problems_names_its_line_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, engine: str
) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    book.write_text("item,destination\nno such,Nowhere\nNVIDIA H20,CN\nno such,Nowhere\n", encoding="utf-8")
    assert main(["batch", str(book), "--out", str(out), "--engine", engine]) == 0
    capsys.readouterr()
    with open(out, encoding="utf-8", newline="") as file:
        errors = [row["error"] for row in csv.DictReader(file)]
    for line, error in ((2, errors[0]), (4, errors[2])):
        assert error.startswith(f"line {line}: `item`: ")
        assert error.count(f"{line}: ") == 1
        assert "; `destination`: `Nowhere` is not a country" in error
    assert errors[1] == ""


def test_two_columns_of_one_fact_that_disagree(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    book.write_text(
        "item,date,destination,origin,exporter,hq,party_hq\nNVIDIA H100,2025-06-01,SG,US,other,CN,SG\n",
        encoding="utf-8",
    )
    assert main(["batch", str(book), "--out", str(out)]) == 0
    capsys.readouterr()
    assert "given twice" in out.read_text(encoding="utf-8")


def test_two_columns_that_are_one_after_folding(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "orders.csv"
    book.write_text("item,destination,End_Use,end use\nNVIDIA T4,CN,military,civil\n", encoding="utf-8")
    assert "twice" in refused(capsys, "batch", str(book))


def test_an_answer_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "orders.csv"
    book.write_text("item,destination\nNVIDIA H20,CN\n", encoding="utf-8")
    assert "folder" in refused(capsys, "batch", str(book), "--out", str(tmp_path / "none" / "out.csv"))


def test_an_overlay_whose_names_would_never_match(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "act: what-if/list\ntitle: {en: x}\nkind: hypothetical\ngrade: law\npublic: 2025-01-01\ndoes:\n"
        "  - {amend: us/entity-list/named, from: 2025-01-01, kind: set, cite: x, add: [CXMT]}\n",
        encoding="utf-8",
    )
    told = refused(capsys, *H20, "--with", str(overlay))
    assert "write `cxmt`" in told
    assert "overlay.yaml:7" in told


def test_a_cluster_is_asked_for_what_it_can_take(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before any cluster is started."""
    book = str(tmp_path / "book.parquet")
    for arguments in (
        [book],
        [book, "--out", str(tmp_path / "out"), "--sheet", "Lines"],
        [book, "--out", "x"],
    ):
        assert main(["batch", "--engine", "spark", *arguments]) == 2
    told = capsys.readouterr().err
    assert "needs --out" in told and "`--sheet`" in told and "does not exist" in told


@pytest.mark.parametrize("words", [("--form", "US"), ("--part", "x"), ("--stri",)])
def test_an_option_that_is_cut_short_is_no_other_option(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "NVIDIA H20", *words]) == 2
    assert f"unrecognized arguments: {' '.join(words)}" in capsys.readouterr().err
