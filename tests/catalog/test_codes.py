"""A code shows every item that may stand under it; a name in any language means its item; nothing is guessed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from rukhsa.catalog import Catalog, load_catalog
from rukhsa.catalog.codes import nearness, read_code
from rukhsa.catalog.lookup import by_code, differing, find
from rukhsa.cli.main import main
from rukhsa.errors import RukhsaError
from rukhsa.law.cases import read_cases

ROUTE = ["--from", "CN", "--to", "DE", "--on", "2026-03-01"]


def ids(catalog: Catalog, asked: str) -> set[str]:
    return {candidate.item.id for candidate in find(catalog, asked)}


def test_a_customs_code_shows_controlled_and_free_goods_alike(catalog: Catalog) -> None:
    magnets = ids(catalog, "8505111000")
    assert {"smco-magnet", "ndfeb-magnet-dy", "ndfeb-magnet-plain", "ndfeb-magnet"} <= magnets
    assert "ferrite-magnet" not in magnets
    assert {"antimony-trioxide-4n", "antimony-trioxide-flame-retardant"} <= ids(catalog, "2825.80.00.10")


def test_a_control_code_shows_what_may_fall_under_it(catalog: Catalog) -> None:
    assert ids(catalog, "1c905.A.4") == {"ndfeb-magnet", "ndfeb-magnet-dy", "ndfeb-motor-magnet-dy"}
    assert {"dysprosium-metal", "dysprosium-oxide", "ndfeb-magnet-dy"} <= ids(catalog, "1C905")
    assert ids(catalog, "1C108") >= {"natural-flake-graphite", "synthetic-graphite"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("磷化铟", "indium-phosphide"),
        ("أكسيد الديسبروسيوم", "dysprosium-oxide"),
        ("اكسيد الديسبروسيوم", "dysprosium-oxide"),
        ("dysprosium magnet", "ndfeb-magnet-dy"),
        ("hard disk", "hard-disk-drive"),
        ("precursor MOCVD", "trimethylindium"),
    ],
)
def test_words_in_any_language_find_the_item(catalog: Catalog, asked: str, found: str) -> None:
    assert found in ids(catalog, asked)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("砷化镓晶片", "gallium-arsenide-wafer"),
        ("فلز الغاليوم", "gallium-metal"),
        ("三氧化二锑", "antimony-oxide"),
        ("Terfenol-D", "terbium-dysprosium-iron-alloy"),
        ("مغناطيس نيوديميوم", "ndfeb-magnet"),
    ],
)
def test_chinese_and_arabic_names_are_names_of_the_item(catalog: Catalog, name: str, id_: str) -> None:
    assert catalog.find(name).id == id_


def test_a_printed_misprint_finds_the_item_and_says_so(catalog: Catalog) -> None:
    (candidate,) = by_code(catalog, "8110929010")
    assert candidate.item.id == "gallium-metal"
    assert any("misprint for 8112929010" in (code.note or "") for code in candidate.codes)


@pytest.mark.parametrize("asked", ["85", "chips", "9999999999", "9Z999"])
def test_a_code_that_nothing_bears_is_no_answer(catalog: Catalog, asked: str) -> None:
    with pytest.raises(RukhsaError):
        by_code(catalog, asked)


def test_nearness_respects_the_parts_of_a_code() -> None:
    assert read_code("٨٥٠٥ ١١ ١٠") == "85051110"
    assert nearness("85051110", "8505111000") == "within"
    assert nearness("8505111000", "850511") == "wider"
    assert nearness("1C90", "1C905.a") is None
    assert nearness("1C905.A", "1C905.ab") is None


def test_candidates_tell_how_they_differ(catalog: Catalog) -> None:
    split = differing(by_code(catalog, "8505111000"))
    assert split["ndfeb-magnet-dy"]["contains_dysprosium"] is True
    assert split["ndfeb-magnet-plain"]["contains_dysprosium"] is False
    assert split["ndfeb-magnet"]["contains_dysprosium"] is None
    assert all("category" not in facts for facts in split.values())


def test_goods_of_a_family_have_names_in_three_languages(catalog: Catalog) -> None:
    goods = [item for item in catalog.values() if item.family not in (None, "chips")]
    assert len(goods) > 200
    for item in goods:
        assert item.zh is not None, item.id
        assert re.search(r"[\u4e00-\u9fff]", item.zh), item.id
        assert item.ar is not None, item.id
        assert re.search(r"[\u0621-\u064a]", item.ar), item.id
        assert item.facts.get("category"), item.id


def test_a_wrong_code_says_where(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    (tmp_path / "processes.yaml").write_text(
        "inference: {facts: {}, mark: memory, note: {en: a, ar: b}}\nprocesses: {}\n", encoding="utf-8"
    )
    (tmp_path / "codes.yaml").write_text(
        "kinds: {customs: {form: '[0-9]{10}', title: {en: a, ar: b}}}\n"
        "editions: {one: {source: a notice, mark: verified, begins: 2025-01-01}}\n"
        "families: {}\n",
        encoding="utf-8",
    )
    rows = [
        ("{kind: customs, edition: one, code: 850511}", "`850511` is no code of the kind `customs`"),
        ("{kind: custom, edition: one, code: 8505111000}", "unknown kind `custom`"),
        ("{kind: customs, edition: two, code: 8505111000}", "unknown edition `two`"),
        ("{kind: customs, edition: one, code: 8505111000, mark: sure}", "cannot read `sure`"),
    ]
    for row, says in rows:
        (tmp_path / "items" / "a.yaml").write_text(
            f"source: s\nmark: memory\nitems:\n  - id: a\n    name: a\n    codes:\n      - {row}\n",
            encoding="utf-8",
        )
        with pytest.raises(RukhsaError) as caught:
            load_catalog(tmp_path)
        (problem,) = caught.value.problems
        assert (problem.file, problem.line) == ("items/a.yaml", 7)
        assert says in str(problem)


def test_a_case_by_code_is_decided_for_every_candidate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--code", "8505111000", *ROUTE, "--side", "cn", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    verdicts = {row["id"]: row["decision"]["verdict"] for row in rows}
    assert verdicts["ndfeb-magnet-dy"] == verdicts["smco-magnet"] == "license_required"
    assert verdicts["ndfeb-magnet-plain"] == "no_license_required"
    assert verdicts["ndfeb-magnet"] == "undetermined"
    open_ = next(row["decision"] for row in rows if row["id"] == "ndfeb-magnet")
    assert {missing["fact"] for missing in open_["missing"]} >= {"contains_dysprosium", "contains_terbium"}


def test_the_table_names_every_candidate_and_chooses_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--code", "2825800010", *ROUTE]) == 0
    shown = capsys.readouterr().out
    assert "antimony-trioxide-4n" in shown
    assert "antimony-trioxide-flame-retardant" in shown
    assert "purity_pct" in shown


def test_an_item_and_a_code_together_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "SmCo", "--code", "8505111000", *ROUTE]) == 2
    assert "both given" in capsys.readouterr().err


def test_find_and_list_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "find", "1C905.a.4", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {code["mark"] for row in rows for code in row["codes"]} == {"secondary"}
    assert main(["catalog", "list", "--family", "magnets", "--format", "json"]) == 0
    assert {row["kind"] for row in json.loads(capsys.readouterr().out)} == {"magnet"}
    assert main(["catalog", "list", "稀土", "--kind", "technology", "--format", "json"]) == 0
    assert {row["family"] for row in json.loads(capsys.readouterr().out)} == {"rare-earth-equipment"}
    assert main(["catalog", "list", "--family", "magnet"]) == 2
    assert "magnets" in capsys.readouterr().err


def test_an_order_line_with_a_code_alone_is_undetermined_and_names_the_candidates(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "decided.jsonl"
    book.write_text(
        "item,code,origin,destination,date\n"
        ",8505111000,CN,DE,2026-03-01\n"
        "SmCo,8505111000,CN,DE,2026-03-01\n"
        ",9999999999,CN,DE,2026-03-01\n",
        encoding="utf-8",
    )
    assert main(["batch", str(book), "--side", "cn", "--out", str(out)]) == 0
    capsys.readouterr()
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["verdict"] for row in rows] == ["undetermined", "license_required", "undetermined"]
    assert "`ndfeb-magnet-dy`" in rows[0]["error"]
    assert "`smco-magnet`" in rows[0]["error"]
    assert "does not mean that none is controlled" in rows[2]["error"]


def test_every_good_of_a_family_stands_in_a_case(catalog: Catalog) -> None:
    folder = Path(__file__).parents[2] / "src" / "rukhsa" / "law" / "packs"
    tried = {case.item for case in read_cases(folder / "cn") if case.item}
    goods = {item.id for item in catalog.values() if item.family not in (None, "chips") and item.codes}
    assert goods <= tried
