"""Claims as acts: sound, of the grade that the words warrant, and without effect unless they are asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import rukhsa
from bench.reading import load_cases
from rukhsa.evidence.overlay import act_grade, held_by, left_out, overlay
from rukhsa.evidence.told import together
from rukhsa.law.pack import Pack
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


BAN = (
    "China's Ministry of Commerce suspended its ban on exports of gallium, germanium and antimony to the United States "
    "until November 27, 2027."
)
TO_US: dict[str, Any] = {"origin": "CN", "destination": "US", "party_hq": "US"}


def decided(
    text: str, item: str, accept: str = "official", day: str = "2026-11-30", **facts: Any
) -> tuple[str, str | None]:
    """Verdict and review policy of a case on 2026-12-05, if a report of a day is true; without one, by the law."""
    acts = read_acts_text(written(text, day)) if text else []
    decision = rukhsa.load().on("2026-12-05", accept=accept, overlays=acts).decide(item, **facts)
    return decision.verdict, decision.review_policy


def test_a_ban_that_stands_as_a_review_is_suspended_with_its_measure() -> None:
    metal = "gallium metal"
    assert decided("", metal, **TO_US) == ("license_required", "presumption_of_denial")
    assert decided(BAN, metal, **TO_US) == ("license_required", "case_by_case")  # the ordinary license stays
    passed_on = {**TO_US, "origin": "DE", "made_in": "CN"}
    assert decided("", metal, **passed_on) == ("license_required", "presumption_of_denial")
    assert decided(BAN, metal, **passed_on)[0] == "no_license_required"


def test_what_the_suspended_ban_does_not_say_stays() -> None:
    metal = "gallium metal"
    for facts in ({**TO_US, "military_user": True}, {**TO_US, "destination": "DE", "party_hq": "DE"}):
        assert decided(BAN, metal, **facts) == decided("", metal, **facts)
    assert decided(BAN, "gallium metal", accept="law", **TO_US) == decided("", metal, accept="law", **TO_US)


def test_a_stricter_review_is_suspended_alone() -> None:
    text = (
        "China's Ministry of Commerce suspended its stricter review of graphite exports to the United States."
    )
    assert decided(text, "gallium metal", **TO_US) == ("license_required", "presumption_of_denial")
    (act,) = read_acts_text(written(text, "2026-11-30"))
    assert {c.target for c in act.clauses} == {"cn/N46.2/graphite", "cn/N46.2/graphite-2025"}


def test_an_eased_ban_is_reviewed_as_if_it_had_not_been_written() -> None:
    passed_on = {**TO_US, "origin": "DE", "made_in": "CN"}
    text = "China's Ministry of Commerce eased its ban on exports of gallium, germanium and antimony to the United States."
    for facts, policy in ((TO_US, "case_by_case"), (passed_on, "presumption_of_approval")):
        found = decided(text, "gallium metal", accept="announced", day="2026-06-30", **facts)
        assert found == ("license_required", policy)


def test_of_relief_and_of_what_is_not_told_apart_nothing_is_suspended() -> None:
    for measure in shelf().known.measures:
        if measure.pack not in shelf().packs:
            continue
        log = shelf().packs[measure.pack].log
        held = held_by(measure, shelf().packs[measure.pack])
        assert not (held and (measure.is_part or measure.enters in ("ease", "license", "rescind")))
        for target in held:
            assert log.kinds[target] not in ("warn", "except")
            bodies = [c.body for c in log.writes[target] if c.body is not None and c.body.kind == "review"]
            for body in bodies:
                assert body.policy in ("strict_review", "presumption_of_denial", "denial", "not_licensable")
                assert set(body.of) <= measure.provisions or not set(body.of) & measure.provisions


def made_up(measure: str, lines: str) -> Pack:
    """The pack of the H20 letter, with one act more."""
    acts = read_acts_text(lines)
    return rukhsa.load().packs_with(acts)["us"]


@pytest.mark.parametrize(
    ("of", "policy", "goes"),
    [
        ("us/letter/nvidia-h20", "denial", True),
        ("us/letter/nvidia-h20, us/letter/amd-mi308", "denial", False),  # it refuses what is not told of too
        ("us/letter/amd-mi308", "denial", True),  # all that it is, is a refusal of what others require
        ("us/letter/amd-mi308", "case_by_case", False),
        ("us/letter/amd-mi308", "presumption_of_approval", False),
    ],
)
def test_which_reviews_go_with_a_suspended_measure(of: str, policy: str, goes: bool) -> None:
    pack = made_up(
        "us-h20-letter",
        f"""act: us/test/review
title: {{en: test, ar: تجربة}}
kind: rule
grade: law
public: "2026-01-01"
cite: test
by: us/bis
source: {{read: test, mark: verified}}
does:
  - impose: us/test/review/limb
    from: "2026-01-01"
    kind: review
    of: [{of}]
    policy: {policy}
    cite: test
    title: {{en: test, ar: تجربة}}
    when: destination = 'CN'
""",
    )
    (h20,) = (m for m in shelf().known.measures if m.id == "us-h20-letter")
    wider = replace(h20, provisions=h20.provisions | {"us/test/review/limb"})
    assert ("us/test/review/limb" in held_by(wider, pack)) is goes


def test_the_commands_answer_what_the_suspended_ban_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rukhsa.cli.main import main

    file, book = tmp_path / "ban.yaml", tmp_path / "book.csv"
    file.write_text(written(BAN, "2026-11-30"), encoding="utf-8")
    book.write_text("item,origin,destination,party_hq\ngallium metal,CN,US,US\n", encoding="utf-8")
    case = ["gallium metal", "--set", "origin=CN", "--set", "destination=US", "--set", "party_hq=US"]
    day = ["--on", "2026-12-05", "--accept", "official", "--format", "json"]
    main(["check", *case, *day])
    assert json.loads(capsys.readouterr().out)["review_policy"] == "presumption_of_denial"
    main(["check", *case, *day, "--with", str(file)])
    after = json.loads(capsys.readouterr().out)
    assert (after["verdict"], after["review_policy"]) == ("license_required", "case_by_case")
    asked = [
        "diff",
        str(book),
        "--before",
        "2026-12-05:official",
        "--after",
        "2026-12-05:official",
        "--with",
        str(file),
    ]
    main(asked)
    assert "presumption of denial -> case-by-case review: 1 line" in capsys.readouterr().out
