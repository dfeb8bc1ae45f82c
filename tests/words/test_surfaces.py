"""What the commands say in Arabic: the same trace as in English, and lines that read right."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import rukhsa
from rukhsa.cli.main import main
from rukhsa.decide.decision import Decision
from rukhsa.decide.text import decision_text
from rukhsa.words.messages import FSI, PDI, RLI

H20 = {"exporter": "NVIDIA", "origin": "US", "destination": "CN", "party_hq": "CN"}
CASES = [
    ("NVIDIA H20", "2025-05-01", H20),
    ("NVIDIA H20", "2025-04-08", H20),
    ("NVIDIA H20", "2026-11-23", H20),
    ("NVIDIA H20", "2025-05-01", {"origin": "US", "destination": "CN"}),
    ("NVIDIA H100 SXM", "2025-02-01", {"origin": "US", "destination": "AE", "party_hq": "AE"}),
    ("NVIDIA H100 SXM", "2025-06-15", {"origin": "TW", "destination": "JP", "party_hq": "CN"}),
    ("gallium", "2025-01-10", {"origin": "CN", "destination": "US", "party_hq": "US"}),
    ("NVIDIA H20", "2024-06-01", {"origin": "CN", "destination": "US"}),
    ("AMD MI308X", "2025-07-20", {"origin": "US", "destination": "CN", "exporter": "AMD", "party_hq": "CN"}),
]


@pytest.fixture(scope="module", params=CASES, ids=[f"{item} {day}" for item, day, _ in CASES])
def decision(request: pytest.FixtureRequest) -> Decision:
    item, day, facts = request.param
    return rukhsa.load().on(day).decide(item, facts=facts)


def outside(line: str) -> str:
    """The characters of a line that stand in no isolate: those that show its direction."""
    kept, depth = [], 0
    for char in line:
        depth += (char in (FSI, RLI)) - (char == PDI)
        assert depth >= 0, line
        if depth == 0 and char != PDI:
            kept.append(char)
    assert depth == 0, line
    return "".join(kept)


def assert_reads_from_right_to_left(text: str) -> None:
    """Every line is an Arabic paragraph by the Unicode rules, and no Latin word is loose in it."""
    for line in text.splitlines():
        if not line.strip():
            continue
        bare = outside(line)
        strong = [kind for char in bare if (kind := unicodedata.bidirectional(char)) in ("L", "R", "AL")]
        assert strong and strong[0] in ("R", "AL"), line
        assert not re.search("[A-Za-z]", bare), line


def test_the_arabic_answer_reads_from_right_to_left(decision: Decision) -> None:
    assert_reads_from_right_to_left(decision.text("ar"))


def codes(text: str) -> Iterator[str]:
    """Provisions and acts that a text names."""
    joined = re.sub(r"-\n\s+", "-", text)
    yield from re.findall(r"\[[^\w]*([a-z]+/[\w./-]+)", joined)


def test_both_languages_tell_one_trace(decision: Decision) -> None:
    """Line for line the same, apart from where English is broken to fit a screen."""
    english, arabic = decision.text(), decision_text(decision, "ar")
    assert str(decision) == english
    begun = [line for line in arabic.splitlines() if line.strip()]
    assert len(begun) <= len([line for line in english.splitlines() if line.strip()])
    assert list(codes(arabic)) == list(codes(english))
    assert re.findall(r"\d{4,}(?:\.\d+)?", english) != []


def test_the_data_has_both_languages(decision: Decision) -> None:
    data = decision.to_data()
    titles = [row["title"] for row in (*data["requirements"], *data["missing"]) if row["title"]]
    assert [words for words in (*data["cautions"], *titles) if not {"en", "ar"} <= set(words)] == []


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    try:
        assert main(arguments) == code
    except SystemExit as done:  # as argparse leaves after help
        assert done.code == code
    out, err = capsys.readouterr()
    return out, err


CHECK = ("check", "NVIDIA H20", "--from", "US", "--to", "CN", "--on", "2025-05-01")


def test_the_locale_chooses_and_the_option_overrides(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ar_AE.UTF-8")
    assert told(capsys, *CHECK)[0].startswith("غير محسوم")
    assert told(capsys, *CHECK, "--lang", "en")[0].startswith("undetermined")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert told(capsys, *CHECK)[0].startswith("undetermined")
    assert told(capsys, *CHECK, "--lang", "ar")[0].startswith("غير محسوم")
    assert told(capsys, "--lang", "ar", *CHECK)[0].startswith("غير محسوم")


@pytest.mark.parametrize(
    "arguments",
    [
        ("law", "show", "us/letter/nvidia-h20", "--on", "2025-07-20"),
        ("law", "show", "us/letter-nvidia-2025-04-09"),
        ("law", "show", "us/742.6.a.6.iii.A/worldwide", "--on", "2025-06-15"),
        ("law", "log", "us/742.6.a.6.iii.A/worldwide"),
        ("law", "check"),
        ("catalog", "show", "NVIDIA H20", "--on", "2025-05-01"),
        ("catalog", "find", "2805"),
        ("catalog", "find", "4A994.l"),
        ("law", "code", "3A090.c", "--on", "2026-11-01"),
        ("law", "code", "3B001.c", "--on", "2026-11-01"),
        ("law", "code", "1C909", "--on", "2026-06-01"),
        ("check", "--code", "3B001.c", "--from", "US", "--to", "CN", "--on", "2026-11-01"),
        ("check", "--code", "8505111000", "--from", "CN", "--to", "US", "--on", "2025-11-20"),
    ],
)
def test_what_a_command_prints_reads_from_right_to_left(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert_reads_from_right_to_left(told(capsys, *arguments, "--lang", "ar")[0])


def test_an_order_book_is_told_in_arabic(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "orders.csv"
    book.write_text(
        "order,item,origin,destination,exporter,party_hq,date\n"
        "1,NVIDIA H20,US,CN,NVIDIA,CN,2025-05-01\n2,NVIDIA H20,US,Atlantis,,,\n3,no such chip,US,CN,,,\n",
        encoding="utf-8",
    )
    out, err = told(capsys, "batch", str(book), "--lang", "ar")
    assert_reads_from_right_to_left(out)
    assert_reads_from_right_to_left(err)
    assert "تعذرت قراءة سطرين" in err
    told(capsys, "batch", str(book), "--lang", "ar", "--out", str(tmp_path / "out.jsonl"))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows[0]["verdict"] == "license_required"
    assert "يقوم على" in rows[0]["caution"]
    assert "ليس بلداً" in rows[1]["error"]


MISTAKES = [
    ("check", "NVIDIA H21", "--to", "CN"),
    ("check", "NVIDIA H20"),
    ("check", "--to", "CN"),
    ("check", "NVIDIA H20", "--to", "Koreaa"),
    ("check", "NVIDIA H20", "--to", "CN", "--on", "tomorrow"),
    ("check", "NVIDIA H20", "--to", "CN", "--set", "tpp"),
    ("check", "NVIDIA H20", "--to", "CN", "--set", "tpp=1,000"),
    ("check", "NVIDIA H20", "--to", "CN", "--set", "tpq=1"),
    ("check", "NVIDIA H20", "--to", "CN", "--exporter", "NVIDIA Shanghai"),
    ("check", "NVIDIA H20", "--to", "CN", "--end-use", "fun"),
    ("check", "NVIDIA H20", "--to", "CN", "--accept", "rumor"),
    ("check", "NVIDIA H20", "--to", "CN", "--facts", "no-such-file.yaml"),
    ("check", "NVIDIA H20", "--to"),
    ("check", "NVIDIA H20", "--to", "CN", "--format", "xml"),
    ("check", "NVIDIA H20", "--too", "CN"),
    ("batch", "no-such-book.csv"),
    ("law", "show", "us/nothing"),
    ("law", "list", "--kind", "nothing"),
    ("law",),
    ("catalog", "show", "H21"),
    ("nothing",),
    ("check", "--code", "1234567890123", "--to", "CN"),
    ("check", "--code", "5A992c", "--to", "CN"),
    ("law", "code", "9Z999"),
    ("law", "code", "3A904", "--on", "2019-01-15"),
    ("batch", "https://example.com/book.csv"),
    ("check", "NVIDIA H20", "--code", "8505", "--to", "CN"),
    ("check", "NVIDIA H20", "--to", "CN", "--side", "atlantis"),
    ("catalog", "list", "--family", "nothing"),
    ("catalog", "map", "--side", "atlantis"),
    ("law", "timeline", "--grade", "rumor"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_in_the_language_asked(
    capsys: pytest.CaptureFixture[str], mistake: tuple[str, ...]
) -> None:
    err = told(capsys, *mistake, "--lang", "ar", code=2)[1]
    assert err.startswith("رخصة: ")
    assert_reads_from_right_to_left(err)
    assert told(capsys, *mistake, "--lang", "en", code=2)[1].startswith("rukhsa: ")


@pytest.mark.parametrize("mistake", [mistake for mistake in MISTAKES if "xml" not in mistake], ids=" ".join)
def test_a_mistake_as_data_has_its_meaning_and_both_languages(
    capsys: pytest.CaptureFixture[str], mistake: tuple[str, ...]
) -> None:
    out = told(capsys, *mistake, "--format", "json", "--lang", "ar", code=2)[0]
    for problem in json.loads(out)["errors"]:
        assert problem["key"]
        assert not re.search("[\u0621-\u064a]", problem["message"])
        assert re.search("[\u0621-\u064a]", problem["ar"]["message"])


def test_what_is_wrong_with_an_act_is_told_in_arabic(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "act.yaml"
    file.write_text(
        "act: us/what-if/wrong\ntitle: {en: wrong}\nkind: hypothetical\ngrade: law\npublic: 2025-07-01\ndoes:\n"
        "  - {impose: us/what-if/x, from: 2025-07-01, kind: require, cite: x, title: {en: x}, ground: X, when: tpq > 'a'}\n"
        "  - {suspend: us/what-if/nobody, from: 2025-07-01}\n",
        encoding="utf-8",
    )
    out = told(capsys, "law", "check", str(file), "--lang", "ar", code=1)[0]
    assert_reads_from_right_to_left(out)
    assert "لا يسمّي شيئاً فرضه عمل قانوني" in out
    assert "خطأ: " in out


@pytest.mark.parametrize(
    "command",
    [
        "", "check", "batch", "diff", "outlook", "stake", "law", "law list", "law check", "law timeline", "law new",
        "catalog show", "catalog find", "catalog map",
    ],
)  # fmt: skip
def test_help_is_told_in_arabic(capsys: pytest.CaptureFixture[str], command: str) -> None:
    out = told(capsys, *command.split(), "--help", "--lang", "ar")[0] if command else ""
    out = out or told(capsys, "--lang", "ar", "--help")[0]
    assert out.startswith("طريقة الاستعمال:")
    assert "show this help" not in out and "show program" not in out
    for line in out.splitlines():
        if re.search("[\u0621-\u064a]", line):
            told_of = line[line.index(RLI) + 1 : line.rindex(PDI)] if RLI in line else line
            assert not re.search("[A-Za-z]", outside(told_of)), line
    english = told(capsys, *command.split(), "--help", "--lang", "en")[0]
    assert english.startswith("usage: rukhsa")
