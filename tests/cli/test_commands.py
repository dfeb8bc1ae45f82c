"""The commands as a user types them, on the bundled packs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from rukhsa.cli.main import main
from rukhsa.decide.engine import Law
from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.pack import Pack
from rukhsa.law.together import Bundled
from rukhsa.words.messages import say

SCHEMA = Path(__file__).parents[2] / "docs" / "decision.schema.json"
H20 = ["check", "NVIDIA H20", "--from", "US", "--to", "CN", "--exporter", "NVIDIA", "--party-hq", "CN"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_the_july_2025_story(capsys: pytest.CaptureFixture[str]) -> None:
    """Free the day before the letter, a license the day of it; an assurance changes a reading, never the answer."""
    assert told(capsys, *H20, "--on", "2025-04-08").startswith("NO LICENSE REQUIRED")
    assert told(capsys, *H20, "--on", "2025-04-09").startswith("LICENSE REQUIRED; presumption of denial")
    july = told(capsys, *H20, "--on", "2025-07-20")
    assert july.startswith("LICENSE REQUIRED; presumption of denial")
    assert "if true" in july
    assert "presumption of approval" in july
    assert "by the letter of the published law alone: no license required" in july


def test_a_favorable_verdict_names_its_presumptions_in_the_first_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "presuming" in told(capsys, *H20, "--on", "2025-04-08").splitlines()[0]


def test_strict_presumes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, *H20, "--on", "2025-04-08", "--strict").startswith("undetermined")


def test_an_unknown_exporter_leaves_a_letter_open(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(
        capsys, "check", "NVIDIA H20", "--from", "US", "--to", "CN", "--party-hq", "CN", "--on", "2025-05-01"
    )
    assert answer.startswith("undetermined: no license required or license required (needs exporter")


@pytest.mark.parametrize("day", ["2022-09-01", "2024-06-01", "2025-07-20", "2026-11-23"])
def test_json_has_the_documented_keys(capsys: pytest.CaptureFixture[str], day: str) -> None:
    answer = json.loads(told(capsys, *H20, "--on", day, "--format", "json"))
    jsonschema.validate(answer, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_one_side_alone_is_asked_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    both = json.loads(told(capsys, *H20, "--on", "2025-05-01", "--format", "json"))
    one = json.loads(told(capsys, *H20, "--on", "2025-05-01", "--side", "us", "--format", "json"))
    assert [side["side"] for side in one["sides"]] == ["us"]
    assert len(both["sides"]) > 1
    assert [side for side in both["sides"] if side["side"] == "us"] == one["sides"]


def test_the_table_shows_each_side_where_more_than_one_is_in_play(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = tmp_path / "orders.csv"
    book.write_text(
        "item,origin,destination,exporter,party_hq\nNVIDIA H20,US,CN,NVIDIA,CN\nNVIDIA H20,CN,DE,other,DE\n",
        encoding="utf-8",
    )
    lines = told(capsys, "batch", str(book), "--on", "2025-05-01").splitlines()
    sides = [index for index, line in enumerate(lines) if "China: " in line and "United States: " in line]
    (second,) = [index for index, line in enumerate(lines) if line.startswith("2  ")]
    assert sides == [second + 2]
    assert "China: " not in told(capsys, "batch", str(book), "--on", "2025-05-01", "--side", "us")


def test_a_missing_fact_is_told_with_the_same_numbers_on_the_terminal_and_of_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = ("batch", str(Path(__file__).parents[2] / "examples" / "orders.csv"), "--on", "2026-12-01")
    assert main(book) == 0
    aside = " ".join(capsys.readouterr().err.split())
    whole = " ".join(told(capsys, *book, "--out", str(tmp_path / "out.csv")).split())
    _, _, facts = aside.partition("facts that would settle undetermined lines: ")
    assert facts
    for fact in facts.split("; "):
        assert fact in whole


def test_a_what_if_act_changes_only_its_window(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    overlay = tmp_path / "freeze.yaml"
    overlay.write_text(
        "act: what-if/freeze\ntitle: {en: the letter is lifted for a month}\nkind: hypothetical\ngrade: law\n"
        "public: 2025-07-01\ndoes:\n  - {suspend: us/letter-nvidia-2025-04-09, from: 2025-07-01, until: 2025-07-31}\n",
        encoding="utf-8",
    )
    with_ = ["--with", str(overlay)]
    assert "HYPOTHETICAL: counts what-if/freeze" in told(capsys, *H20, "--on", "2025-07-20", *with_)
    assert told(capsys, *H20, "--on", "2025-07-20", *with_).startswith("NO LICENSE REQUIRED")
    assert told(capsys, *H20, "--on", "2025-08-01", *with_).startswith("LICENSE REQUIRED")
    assert told(capsys, *H20, "--on", "2025-06-30", *with_).startswith("LICENSE REQUIRED")
    said = "said of the law as it was issued, not of what is tried here"
    assert said in " ".join(told(capsys, *H20, "--on", "2025-07-20", *with_).split())
    assert said not in " ".join(told(capsys, *H20, "--on", "2025-07-20").split())


def test_law_show_tells_what_is_suspended_and_who_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "law", "show", "us/742.6.a.6.iii.A/worldwide", "--on", "2025-06-15")
    assert "not in force on 2025-06-15" in shown
    assert "us/nonenforcement-2025-05-13 (official)" in shown


def test_law_show_tells_by_which_act_a_provision_ended(capsys: pytest.CaptureFixture[str]) -> None:
    entry = ("law", "show", "cn/control-list/22-2025", "--on")
    ended = "rescinded by cn/lists-paused-2025-08-12 from 2025-08-12"
    assert ended in told(capsys, *entry, "2025-08-12")
    assert ended not in told(capsys, *entry, "2025-08-11")
    assert ended not in told(capsys, *entry, "2025-04-09")
    assert "rescinded by cn/39-2023" in told(
        capsys, "law", "show", "cn/license/50-2006", "--on", "2023-12-01"
    )
    trading = ("law", "show", "cn/warn/state-trading", "--on")
    assert "its last text held through 2027-12-31" in told(capsys, *trading, "2028-01-01")
    assert "held through" not in told(capsys, *trading, "2025-12-31")


def test_law_show_of_an_act_tells_which_last_day_is_in_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    assert "(or 2026-11-26: doubtful)" in told(capsys, "law", "show", "cn/72-2025")
    entry = ("law", "show", "cn/control-list/21-2025", "--on")
    assert "the text may mean 2026-11-09 as the last day" in told(capsys, *entry, "2026-03-01")
    assert "as the last day" not in told(capsys, *entry, "2025-06-01")


def test_law_show_tells_dates_as_the_text_writes_them_and_whether_they_are_met(
    capsys: pytest.CaptureFixture[str],
) -> None:
    designer = ("law", "show", "us/3A090/note1/authorized-designer", "--on")
    assert "as_of < 2026-12-31: met on 2026-12-30" in told(capsys, *designer, "2026-12-30")
    assert "as_of < 2026-12-31: not met on 2026-12-31" in told(capsys, *designer, "2026-12-31")


def test_law_log_tells_every_act_that_touched_a_provision(capsys: pytest.CaptureFixture[str]) -> None:
    log = told(capsys, "law", "log", "us/742.6.a.6.iii.A/worldwide")
    assert "us/90-fr-4544" in log
    assert "us/nonenforcement-2025-05-13" in log


def test_lists_of_the_law_tell_kinds_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    row = next(
        line for line in told(capsys, "law", "list", "--lang", "ar").splitlines() if "us/3A090.a " in line
    )
    assert "تصنيف" in row and "classify" not in row
    acts = told(capsys, "law", "list", "--acts", "--lang", "ar")
    row = next(line for line in acts.splitlines() if line.startswith("us/letter-nvidia-2025-04-09"))
    assert "خطاب إخطار" in row and "إفصاح شركة أو بيانها" in row
    assert "letter " not in row and "company " not in row
    assert '"kind": "classify"' in told(capsys, "law", "list", "--lang", "ar", "--format", "json")


def test_the_catalog_lists_names_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    told_ = told(capsys, "catalog", "list", "--family", "chip-making", "--lang", "ar")
    assert "مفاعل MOCVD" in told_ and "MOCVD reactor" not in told_
    assert "MOCVD reactor" in told(capsys, "catalog", "list", "--family", "chip-making", "--lang", "en")


def test_a_line_without_item_or_destination_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = tmp_path / "b.csv"
    book.write_text("order,item,destination,value\n7,,,5\n", encoding="utf-8")
    assert "7  (no item) to (no destination) on" in told(capsys, "batch", str(book))


def test_a_proposal_as_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "b.csv"
    book.write_text("Material,Ship to Country,Amount (EUR)\nNVIDIA H20,CN,5.50\n", encoding="utf-8")
    data = json.loads(told(capsys, "batch", str(book), "--guess", "--format", "json"))
    assert [column["field"] for column in data["columns"]] == ["item", "destination", "value"]
    assert data["constants"]["currency"]["value"] == "EUR" and data["needed"] == []


def test_law_list_and_an_act(capsys: pytest.CaptureFixture[str]) -> None:
    assert "us/3A090.a" in told(capsys, "law", "list", "--kind", "classify", "--on", "2024-06-01")
    assert "88 FR 73458" in told(capsys, "law", "show", "us/88-fr-73458")


def test_an_unknown_provision_shows_its_neighbors(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "us/742.6.a.6.iii"]) == 2
    assert "us/742.6.a.6.iii.A/" in capsys.readouterr().err


def test_law_check_finds_the_packs_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert "0 errors" in told(capsys, "law", "check")


def test_law_test_runs_a_case_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "law", "test", "US-001").endswith("0 failed\n")


def test_law_test_reads_a_pack_that_is_wrong_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    class Wrong(Bundled):
        def __getitem__(self, name: str) -> Pack:
            read.append(name)
            raise RukhsaError(Problem(say("errors.no_kind", kind=name)))

    monkeypatch.setattr("rukhsa.decide.engine.load", lambda: Law(Wrong(["us"])))
    assert main(["law", "test"]) == 2
    assert read == ["us"]
    assert "passed" not in capsys.readouterr().out


def test_catalog_shows_what_the_law_computes(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "catalog", "show", "NVIDIA H20", "--on", "2024-06-01")
    assert "us/tpp = 2368 TOPS x bits" in shown


def test_batch_gives_one_line_for_every_line_in_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "decided.csv"
    book.write_text(
        "\ufefforder,item,date,origin,destination,exporter,party_hq,remark\n"
        "1,NVIDIA H20,2025-05-01,US,CN,NVIDIA,CN,kept\n"
        "2,NVIDIA H21,2025-05-01,US,CN,NVIDIA,CN,misspelled\n"
        "3,NVIDIA H20,2025-05-32,US,CN,NVIDIA,CN,no such day\n"
        "4,NVIDIA H20,2025-05-01,US,CN\n"
        "5,NVIDIA H20,٢٠٢٥-٠٤-٠٨,US,الصين,إنفيديا,CN,Arabic\n",
        encoding="utf-8",
    )
    assert main(["batch", str(book), "--out", str(out)]) == 0
    capsys.readouterr()
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["order"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert [row["verdict"] for row in rows] == [
        "license_required",
        "undetermined",
        "undetermined",
        "undetermined",
        "no_license_required",
    ]
    assert rows[0]["remark"] == "kept"
    assert "did you mean" in rows[1]["error"]
    assert "not a date" in rows[2]["error"]
    assert "cells" in rows[3]["error"]
    assert [row["error"] == "" for row in rows] == [True, False, False, False, True]


def test_batch_gives_what_check_gives(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "decided.jsonl"
    orders = Path(__file__).parents[2] / "examples" / "orders.csv"
    assert main(["batch", str(orders), "--out", str(out)]) == 0
    capsys.readouterr()
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    book = list(csv.DictReader(orders.read_text(encoding="utf-8").splitlines()))
    assert len(lines) == len(book)
    for row, line in list(zip(book, lines, strict=True))[::5]:
        arguments = [
            "check",
            row["item"],
            "--on",
            row["date"],
            "--from",
            row["origin"],
            "--to",
            row["destination"],
        ]
        for name, option in (("exporter", "--exporter"), ("party", "--party"), ("party_hq", "--party-hq")):
            if row[name]:
                arguments += [option, row[name]]
        for name in list(row)[list(row).index("sold_in_us_on") :]:
            if row[name]:
                arguments += ["--set", f"{name}={row[name]}"]
        answer = json.loads(told(capsys, *arguments, "--format", "json"))
        assert answer["verdict"] == line["verdict"], row


def test_batch_reads_and_writes_parquet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    book, out = tmp_path / "orders.parquet", tmp_path / "decided.parquet"
    table = {"item": ["NVIDIA H20", "NVIDIA H20"], "destination": ["CN", None], "tpp": [2368.0, None]}
    pq.write_table(pa.table(table), book)
    assert main(["batch", str(book), "--out", str(out), "--on", "2024-06-01"]) == 0
    capsys.readouterr()
    assert pq.read_table(out).num_rows == 2


def test_a_book_in_windows_arabic_is_read_when_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "decided.csv"
    text = "item;destination;date;origin;party;party_hq\nNVIDIA H100;الصين;2024-06-01;US;شركة;CN\n"
    book.write_bytes(text.encode("cp1256"))
    assert main(["batch", str(book), "--encoding", "cp1256", "--out", str(out)]) == 0
    capsys.readouterr()
    assert "license_required" in out.read_text(encoding="utf-8")


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("rukhsa ")


def test_a_requirement_back_after_a_suspension_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    owned = ["check", "EAR99 item", "--from", "US", "--to", "CN", "--exporter", "other", "--party-hq", "CN"]
    answer = told(capsys, *owned, "--set", "listed_ownership_pct=55", "--on", "2026-11-23")
    assert answer.startswith("LICENSE REQUIRED")
    assert "was suspended from 2025-11-10 through 2026-11-09" in " ".join(answer.split())
    assert "if true" in answer


def test_a_stated_figure_against_the_catalog_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, *H20, "--set", "tpp=1", "--on", "2024-06-01")
    assert "CONTRADICTS" in answer.splitlines()[0]
    assert "tpp is stated as 1, but the other facts give 2368" in " ".join(answer.split())
