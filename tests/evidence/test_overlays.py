"""Claims as acts: sound, of the grade that the words warrant, and without effect unless they are asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import rukhsa
from bench.reading import load_cases
from rukhsa.evidence.overlay import act_grade, left_out, overlay
from rukhsa.evidence.told import together
from rukhsa.law.read import read_acts_text
from rukhsa.records import replace
from tests.evidence.reports import only, reading, shelf

CASE: dict[str, Any] = {"origin": "US", "destination": "CN", "party_hq": "CN", "exporter": "NVIDIA"}


def written(text: str, day: str) -> str:
    return overlay(together([reading(text, day)]), shelf().packs, "2026-12-01")


def test_the_acts_of_every_case_are_sound() -> None:
    files = [written(str(case["text"]), str(case["date"])) for case in load_cases()]
    acts = {
        act.name: act for file in files if "\nact:" in file for act in read_acts_text(file, "overlay.yaml")
    }
    assert len(acts) > 10
    assert {act.kind for act in acts.values()} <= {"report", "statement", "announcement"}
    rukhsa.load().packs_with(acts.values())


def test_a_freeze_of_practice_becomes_a_warning() -> None:
    (act,) = read_acts_text(
        written(
            "The United States has frozen new export controls on China, eight people told the Financial Times.",
            "2025-07-28",
        )
    )
    assert (act.grade, act.origin, act.sources_counted) == ("reported", "Financial Times", 8)
    (clause,) = act.clauses
    assert clause.body is not None
    assert clause.body.kind == "warn"


def test_a_suspension_holds_the_provisions_of_its_measure() -> None:
    text = (
        "The United States has lifted the license requirement for the H20 for China, two people told Reuters."
    )
    (act,) = read_acts_text(written(text, "2026-11-20"))
    assert act.grade == "reported"
    assert {(c.verb, c.target) for c in act.clauses} >= {("suspend", "us/letter/nvidia-h20")}


def test_what_is_eased_still_needs_a_license() -> None:
    text = "The United States has allowed sales of the H20 to China again, two people told Reuters."
    acts = read_acts_text(written(text, "2026-11-20"))
    regime = rukhsa.load().on("2026-11-25", accept="reported", overlays=acts)
    decision = regime.decide("NVIDIA H20", **CASE)
    assert decision.verdict == "license_required"
    (clause,) = acts[0].clauses
    assert clause.body is not None
    assert clause.body.policy == "presumption_of_approval"


def test_the_default_answer_stays_and_the_question_if_true_is_answered() -> None:
    text = (
        "The United States has lifted the license requirement for the H20 for China, two people told Reuters."
    )
    acts = read_acts_text(written(text, "2026-11-20"))
    law = rukhsa.load()
    before = law.on("2026-11-25").decide("NVIDIA H20", **CASE)
    by_default = law.on("2026-11-25", overlays=acts).decide("NVIDIA H20", **CASE)
    if_true = law.on("2026-11-25", accept="reported", overlays=acts).decide("NVIDIA H20", **CASE)
    assert before.verdict == by_default.verdict == "license_required"
    assert if_true.verdict != "license_required"


@pytest.mark.parametrize(
    ("text", "day", "grade"),
    [
        (
            "China's Ministry of Commerce suspended its ban on gallium exports to the United States.",
            "2025-11-09",
            "official",
        ),
        (
            "President Trump said in a post that he will allow sales of the H200 to China.",
            "2025-12-08",
            "announced",
        ),
        ("Nvidia said it would resume sales of the H20 in China.", "2025-07-15", "announced"),
        (
            "Nvidia disclosed in a filing that it needs a license for exports of the H20 to China.",
            "2025-04-15",
            "company",
        ),
        (
            "Beijing urged firms to avoid the H20, people familiar with the matter said.",
            "2025-08-12",
            "reported",
        ),
    ],
)
def test_the_grade_is_what_the_words_warrant(text: str, day: str, grade: str) -> None:
    assert act_grade(only(text, day)) == grade


def test_what_the_log_holds_is_not_written_again() -> None:
    text = "China suspended its ban on exports of gallium to the United States until November 27, 2026, the ministry said."
    file = written(text, "2025-11-09")
    assert "\nact:" not in file
    assert "cn/72-2025" in file


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from jsonschema import Draft202012Validator

    from rukhsa.cli.main import main

    here = Path(__file__).parent
    out = tmp_path / "overlay.yaml"
    articles = [str(here / "articles" / name) for name in ("freeze.txt", "suspension.html")]
    assert main(["read", *articles, "--out", str(out)]) == 0
    assert "Financial Times, citing 8 unnamed people" in capsys.readouterr().out
    assert main(["law", "check", "--with", str(out)]) == 0
    capsys.readouterr()
    assert main(["read", *articles, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    schema = json.loads((here.parents[1] / "docs" / "claims.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)
    assert main(["read", *articles, "--lang", "ar"]) == 0
    assert "تعليق" in capsys.readouterr().out
    assert main(["read", str(here / "missing.txt")]) == 2
    assert "missing.txt" in capsys.readouterr().err


def test_the_command_reads_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys
    from types import SimpleNamespace

    from rukhsa.cli.main import main

    text = "中国商务部宣布，暂停实施2024年第46号公告第二款，至2026年11月27日。".encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text)))
    assert main(["read", "-", "--date", "2025-11-09"]) == 0
    assert "cn/72-2025" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("who", "lifted"), [("us-bis", True), ("us-president", True), ("cn-cac", False), ("nvidia", False)]
)
def test_only_the_state_that_laid_a_measure_lifts_it(who: str, lifted: bool) -> None:
    text = "The United States has suspended the H20 license requirement, two people told Reuters."
    (one,) = together([reading(text, "2025-08-08")])
    said = replace(one, claim=replace(one.claim, who=who))
    assert (left_out(said) is None) is lifted
