"""A control code looked up: who names it, what may follow, which facts and items concern it; nothing is a verdict."""

from __future__ import annotations

import json

import pytest

import rukhsa
from rukhsa.cli.main import main
from rukhsa.decide.codes import CONDITION, ENTRY, MEMBER, asked_code, concerned, known_codes, naming_of
from rukhsa.decide.engine import Regime

DAY = "2026-11-01"


@pytest.fixture(scope="module")
def regime() -> Regime:
    return rukhsa.load().on(DAY)


def test_every_code_that_the_law_names_can_be_looked_up(regime: Regime) -> None:
    borne = {code.code for item in regime.law.catalog.values() for code in item.codes}
    codes = [code for code in known_codes(regime) if asked_code(regime, code) is not None]
    assert len(codes) > 300 and "EAR99" in codes
    for code in codes:
        asked = asked_code(regime, code)
        assert asked is not None and (naming_of(regime, asked) or code in borne), code


def test_an_entry_tells_its_requirements_facts_and_items(regime: Regime) -> None:
    found = concerned(regime, "3A090.A")
    entries = {one.provision for one in found.naming if one.how == ENTRY}
    assert "us/3A090.a" in entries
    required = {one.provision for one in found.reached["require"]}
    assert {"us/742.6.a.6.iii.A/regional", "us/letter/nvidia-h20"} <= required
    assert {"tpp", "performance_density", "category"} <= {fact.name for fact in found.facts}
    items = {one.item.id: one for one in found.items}
    assert items["nvidia-h100-sxm5-80gb"].classified == ("3A090.a",)
    assert found.stated_as == ()  # it is computed, not stated


def test_a_stated_code_tells_conditions_sets_and_what_follows(regime: Regime) -> None:
    found = concerned(regime, "3B001.C")
    how = {one.provision: one.how for one in found.naming}
    assert how["us/742.6/sme"] == CONDITION and how["us/eccn/covered"] == MEMBER
    (sme,) = (one for one in found.naming if one.provision == "us/742.6/sme")
    assert sme.codes["3B001.c"] == "exact" and sme.codes["3B001.c.1"] == "within"
    assert "us/742.4.a.4" in {one.provision for one in found.reached["require"]}
    assert ("sme_fdp_equipment", "true") in {(fact.name, value) for fact, value in found.follows}
    assert found.stated_as == ("eccn",)


def test_what_is_named_is_what_the_law_reads(regime: Regime) -> None:
    """A requirement that a stated code brings about is among those that the code is said to reach."""
    for code in ("3B001.c", "3A904", "3E901", "4A003.b", "5A002", "3B993", "EAR99"):
        asked = asked_code(regime, code)
        assert asked is not None
        found = concerned(regime, asked)
        told = {one.provision for one in found.naming}
        told |= {one.provision for one in found.reached.get("require", ())}
        case = {"category": "equipment", "origin": "US", "destination": "CN"}
        by_code = regime.decide(facts={**case, "eccn": code}).requirements
        without = regime.decide(facts={**case, "eccn": "0Z000"}).requirements
        assert set(by_code) - set(without) <= told, code


def test_a_suspended_text_is_named_as_such() -> None:
    regime = rukhsa.load().on("2026-06-01", sides=["cn"])
    found = concerned(regime, "1C909")
    assert any(one.held for one in found.naming)
    assert not any(one.provision.startswith("cn/1C909") for one in found.reached.get("classify", ()))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_command_tells_all_of_it(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert main(["law", "code", "3a090.A", "--on", DAY, "--lang", lang]) == 0
    told = capsys.readouterr().out
    for word in ("us/3A090.a", "us/742.6.a.6.iii.A/regional", "tpp", "rukhsa check --code 3a090.A"):
        assert word in told
    assert main(["law", "code", "3a090.A", "--on", DAY, "--format", "json", "--lang", lang]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["on"] == DAY and data["code"] == "3A090.A"
    assert {one["how"] for one in data["named_by"]} == {"entry", "condition"}
    assert len(data["items"]) > 50 and data["facts"][0]["title"]["ar"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("5A992c", ["is no code", "`5A992.c`"]),
        ("3A090.d", ["near it are", "`3A090.a`"]),
        ("9Z999", ["does not mean that nothing controls", "docs/coverage.md"]),
        ("chips", ["is no code", "customs code"]),
    ],
)
def test_an_unknown_code_is_answered_with_near_ones_and_a_way_out(
    capsys: pytest.CaptureFixture[str], code: str, words: list[str]
) -> None:
    assert main(["law", "code", code, "--on", DAY]) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in words), told
    assert main(["check", "--code", code, "--from", "US", "--to", "CN", "--on", DAY]) == 2
    told = capsys.readouterr().err
    assert all(word in told for word in words), told


def test_a_code_of_another_day_says_when(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "code", "1C909.a", "--on", "2025-01-15"]) == 0
    assert "no provision of this day names it; China names it from 2025-" in capsys.readouterr().out
    assert main(["law", "code", "3A904", "--on", "2019-01-15"]) == 2
    assert "ask for another day with --on: United States names it from 20" in capsys.readouterr().err


def test_a_case_by_control_code_is_decided_for_what_the_law_classifies_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    case = ["--from", "US", "--to", "CN", "--on", DAY, "--format", "json"]
    assert main(["check", "--code", "3A090", *case]) == 0
    rows = json.loads(capsys.readouterr().out)
    ids = {row["id"] for row in rows}
    assert {"nvidia-h100-sxm5-80gb", "hbm3e-9-2gbps"} <= ids and "nvidia-h20-sxm5-96gb" not in ids
    assert all(row["decision"]["verdict"] != "no_license_required" for row in rows if row["stated"])


def test_a_good_of_which_only_the_code_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    case = ["--from", "US", "--to", "CN", "--on", DAY, "--format", "json"]
    assert main(["check", "--code", "3B001.c", *case]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["id"] is None and row["facts"] == {"eccn": "3B001.c"}
    assert row["decision"]["verdict"] == "undetermined"
    assert "category" in {one["fact"] for one in row["decision"]["missing"]}
    assert main(["check", "--code", "3B001.c", "--set", "category=equipment", *case]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["decision"]["verdict"] == "license_required"
    assert main(["check", "--code", "3B001.c", *case[:-2]]) == 0
    assert "law code 3B001.c" in capsys.readouterr().out


def test_a_part_of_the_catalog_is_found_by_a_control_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "find", "4A994.l", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert any(row["id"] == "nvidia-a2-pcie-16gb" and "4A994.l" in row["stated"] for row in rows)
