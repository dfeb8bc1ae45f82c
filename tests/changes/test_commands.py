"""`rukhsa diff`, `rukhsa outlook` and `rukhsa law new` as a user types them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from rukhsa.cli.main import main

ORDERS = str(Path(__file__).parents[2] / "examples" / "orders.csv")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found = json.loads(told(capsys, *arguments, "--format", "json"))
    assert isinstance(found, dict)
    return found


def test_the_letter_of_april_2025_is_told_with_its_lines_value_day_and_author(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = told(capsys, "diff", ORDERS, "--before", "2025-04-08", "--after", "2025-04-20")
    assert "no license required -> license required: 4 lines (USD 40,800,000)" in text
    assert "  2025-04-09: 6 lines" in text
    assert "us/letter/nvidia-h20: 4 lines" in text
    assert "by us/letter-nvidia-2025-04-09: Is-informed letter to NVIDIA, H20 (a company's filing" in text
    assert "only with a company's filing or statement: 6 lines" in text
    assert "published instruments" not in text


def test_the_end_of_a_suspension_names_the_act_that_suspended(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "diff", ORDERS, "--before", "2026-11-09", "--after", "2026-11-24", "--side", "cn")
    flips = found["flips"]
    assert isinstance(flips, list)
    assert flips
    for flip in flips:
        assert [part["act"] for part in flip["acts"]["alone"]] == ["cn/70-2025"]
        assert flip["direction"] == "tightened"
        assert flip["rests_on"] == "law"


def test_what_only_announcements_and_the_press_say_is_kept_apart(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, "diff", ORDERS, "--before", "2026-11-24", "--after", "2026-11-24:reported")
    evidence = {row["evidence"]: row for row in found["rests_on"]}
    assert set(evidence) == {"announced", "reported"}
    assert all(row["words_alone"] for row in evidence.values())
    same = data(capsys, "diff", ORDERS, "--before", "2026-11-24:law", "--after", "2026-11-24:law")
    assert same["flips"] == []


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_every_line_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"flips.{ending}"
    told(capsys, "diff", ORDERS, "--before", "2025-04-08", "--after", "2025-07-20", "--out", str(out))
    if ending == "csv":
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    elif ending == "jsonl":
        rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    else:
        pytest.importorskip("pyarrow")
        import pyarrow.parquet as pq

        rows = pq.read_table(out).to_pylist()
    book = list(csv.DictReader(Path(ORDERS).read_text(encoding="utf-8").splitlines()))
    assert [(row["order"], row["line"]) for row in rows] == [(row["order"], row["line"]) for row in book]
    (h20,) = [row for row in rows if (row["order"], row["line"]) == ("H-2025", "2")]
    assert h20["before_verdict"] == "no_license_required"
    assert h20["after_verdict"] == "license_required"
    assert h20["after_policy"] == "presumption_of_denial"
    assert h20["first_day"] == "2025-04-09"
    assert h20["by_acts"] == "us/letter-nvidia-2025-04-09"
    (two,) = [row for row in rows if (row["order"], row["line"]) == ("H-2025", "4")]
    assert set(two["by_acts"].split("+")) == {"us/letter-nvidia-2025-04-09", "us/letter-amd-2025-04"}
    (still,) = [row for row in rows if (row["order"], row["line"]) == ("C-2023", "3")]
    assert still["flip"] == ""
    assert still["before_verdict"] == still["after_verdict"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_report_is_one_page_that_needs_no_network(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str
) -> None:
    page = tmp_path / "report.html"
    told(
        capsys,
        *("diff", ORDERS, "--before", "2025-04-08", "--after", "2025-07-20"),
        *("--report", str(page), "--lang", lang),
    )
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|src=|href=|url\((?!#)", text)
    assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">' in text
    picture = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + len("</svg>")])
    titles = [title.text or "" for title in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert len([title for title in titles if "40,800,000" in title]) == 1
    assert "us/letter-nvidia-2025-04-09" in text
    assert "H-2025/10" in text


def test_the_picture_draws_what_stays_open_but_otherwise_as_a_flip(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    asked = ("diff", ORDERS, "--before", "2023-01-01", "--after", "2024-01-01")
    told(capsys, *asked, "--report", str(page), "--lang", "en")
    text = page.read_text(encoding="utf-8")
    titles = re.findall("<title>([^<]*)</title>", text[text.index("<svg") : text.index("</svg>")])
    otherwise = "Settled, opened, otherwise: undetermined -&gt; undetermined: 1 line ("
    assert sum(title.startswith(otherwise) for title in titles) == 1
    lines = [re.search(r"(\d+) lines?", title) for title in titles if title.split(":")[0] == "Stays"]
    stays = sum(int(match[1]) for match in lines if match is not None)
    found = data(capsys, *asked)
    assert stays == found["all"]["lines"] - found["flipped"]["lines"] - found["unread"]


def test_a_report_on_two_states_of_one_day_names_the_day_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = tmp_path / "report.html"
    asked = ("--before", "2025-07-20", "--after", "2025-07-20:reported")
    told(capsys, "diff", ORDERS, *asked, "--report", str(page), "--lang", "en")
    assert "<h1>What changes between two states of the law of 2025-07-20</h1>" in page.read_text(
        encoding="utf-8"
    )


def test_what_a_book_says_stays_text_in_the_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book, page = tmp_path / "orders.csv", tmp_path / "report.html"
    book.write_text(
        "order,item,origin,destination,exporter,party,currency,value\n"
        "<script>x</script>,NVIDIA H20,US,CN,NVIDIA,<img src=x>,<b>,1\n",
        encoding="utf-8",
    )
    told(capsys, "diff", str(book), "--before", "2025-04-08", "--after", "2025-07-20", "--report", str(page))
    text = page.read_text(encoding="utf-8")
    assert not re.search("<(script|img|b)[ >]", text, re.IGNORECASE)
    assert "&lt;script&gt;x" in text


def test_a_report_that_the_press_gives_counts_only_where_the_press_counts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "letter-lifted.yaml"
    file.write_text(
        "act: us/news/letter-lifted\ntitle: {en: The letter is said to be lifted, ar: قيل إن الخطاب رُفع}\n"
        "kind: report\ngrade: reported\npublic: 2025-06-01\nsource: {read: a newspaper, mark: secondary}\n"
        "does:\n  - {suspend: us/letter/nvidia-h20, from: 2025-06-01}\n",
        encoding="utf-8",
    )
    day = "2025-06-10"
    assert data(capsys, "diff", ORDERS, "--before", day, "--after", day, "--with", str(file))["flips"] == []
    believed = ["--before", f"{day}:reported", "--after", f"{day}:reported", "--with", str(file)]
    flips = data(capsys, "diff", ORDERS, *believed)["flips"]
    assert isinstance(flips, list)
    assert {flip["name"] for flip in flips} >= {"H-2024/2", "H-2025/2", "H-2025/3", "H-2025/10"}
    for flip in flips:
        assert flip["rests_on"] == "reported"
        assert flip["acts"]["alone"] == [{"side": "us", "act": "us/news/letter-lifted"}]
        assert flip["first_day"] == "2025-06-01"


def test_two_what_ifs_of_one_name_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    files = []
    for until in ("2027-01-31", "2027-02-28"):
        files.append(str(tmp_path / f"{until}.yaml"))
        made = ("law", "new", "suspend", "us/letter/nvidia-h20", "--from", "2026-12-01", "--until", until)
        told(capsys, *made, "--out", files[-1])
    asked = ["diff", ORDERS, "--before", "2027-02-10", "--after", "2027-02-10"]
    assert main([*asked, "--before-with", files[0], "--with", files[1]]) == 2
    assert "2027-02-28.yaml" in capsys.readouterr().err


def test_a_report_is_a_page_or_is_refused_before_anything_is_decided(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ["diff", ORDERS, "--before", "2025-04-08", "--after", "2025-07-20"]
    assert main([*asked, "--report", str(tmp_path / "report.pdf")]) == 2
    assert "end its name in .html" in capsys.readouterr().err
    assert main([*asked, "--report", str(tmp_path / "nowhere" / "report.html")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_cannot_be_read_stays_with_its_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book, out = tmp_path / "orders.csv", tmp_path / "flips.csv"
    book.write_text("order,item,origin,destination\n1,NVIDIA H21,US,CN\n2,NVIDIA A100,US,CN\n", "utf-8")
    text = told(
        capsys, "diff", str(book), "--before", "2022-08-01", "--after", "2024-01-01", "--out", str(out)
    )
    assert "1 line could not be read; its error stands in the output" in text
    first, second = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert "did you mean" in first["error"]
    assert first["before_verdict"] == first["flip"] == ""
    assert second["error"] == ""


def test_a_day_before_a_pack_leaves_its_side_out_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "diff", ORDERS, "--before", "2021-06-01", "--after", "2024-01-01")
    assert "the pack `cn` begins on 2022-01-01 and is not compared" in text
    assert main(["diff", ORDERS, "--before", "2021-06-01", "--after", "2024-01-01", "--side", "cn"]) == 2
    assert "2022-01-01" in capsys.readouterr().err


def test_a_what_if_counts_after_and_its_lines_are_told_apart(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "freeze.yaml"
    made = ["law", "new", "suspend", "us/letter/nvidia-h20", "--from", "2026-12-01", "--until", "2027-01-31"]
    assert told(capsys, *made, "--out", str(file)) == ""
    assert main([*made, "--out", str(file)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert "0 errors" in told(capsys, "law", "check", str(file))
    text = told(
        capsys, "diff", ORDERS, "--before", "2026-12-15", "--after", "2026-12-15", "--with", str(file)
    )
    assert "only with a what-if that nobody issued: 4 lines (USD 40,800,000)" in text
    assert "us/what-if/suspend-letter-nvidia-h20" in text
    both = [
        "--before",
        "2026-12-15",
        "--after",
        "2026-12-15",
        "--with",
        str(file),
        "--before-with",
        str(file),
    ]
    assert data(capsys, "diff", ORDERS, *both)["flips"] == []


def test_a_suspension_that_is_extended_moves_the_day_on_which_lines_flip(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    today = ["outlook", ORDERS, "--on", "2026-11-24", "--until", "2027-12-31", "--side", "cn"]
    before = data(capsys, *today)
    file = tmp_path / "extension.yaml"
    told(
        capsys,
        *("law", "new", "extend", "cn/N46.2", "--from", "2026-11-25", "--until", "2027-06-30"),
        *("--out", str(file)),
    )
    after = data(capsys, *today, "--with", str(file))
    days = [[entry["day"] for entry in found["changes"] if entry["flips"]] for found in (before, after)]
    assert days == [["2026-11-27", "2026-11-28"], ["2027-07-01"]]


@pytest.mark.parametrize(
    "words",
    [
        ("impose", "us/what-if/new-rule"),
        ("impose", "cn/what-if/new-list", "--like", "cn/listed/57-2025"),
        ("amend", "us/3A090/parameters.a"),
        ("amend", "us/group/D5"),
        ("amend", "cn/listed/57-2025", "--from", "2026-12-01"),
        ("suspend", "cn/57-2025", "--from", "2026-12-01", "--until", "2027-01-10"),
        ("extend", "cn/72-2025#pause", "--until", "2027-11-27"),
        ("extend", "cn/72-2025", "--until", "2027-11-27"),
        ("resume", "cn/57-2025", "--from", "2026-10-01"),
        ("rescind", "us/letter/nvidia-h20"),
        ("rescind", "us/90-fr-4544"),
        ("suspend", "us/letter/nvidia-h20", "--until", "2030-01-31", "--lang", "ar"),
    ],
)
def test_a_template_is_sound_as_it_stands(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "act.yaml"
    told(capsys, "law", "new", *words, "--out", str(file))
    assert " 0 errors" in told(capsys, "law", "check", "--with", str(file))
    assert file.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("suspend", "us/no-such-thing"), "no provision or act"),
        (("suspend", "france/letter"), "begin the name with one of"),
        (("extend", "cn/72-2025"), "add `--until DATE`"),
        (("extend", "us/letter/nvidia-h20", "--until", "2030-01-01"), "nothing of"),
        (("amend", "us/letter/nvidia-h20", "--from", "2024-01-01"), "not in force on 2024-01-01"),
    ],
)
def test_a_template_of_nothing_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(["law", "new", *words]) == 2
    assert said in capsys.readouterr().err


def test_what_if_acts_are_taken_wherever_the_law_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "freeze.yaml"
    told(
        capsys,
        *("law", "new", "suspend", "us/letter/nvidia-h20", "--from", "2026-12-01", "--until", "2027-01-31"),
        *("--out", str(file)),
    )
    name = "us/what-if/suspend-letter-nvidia-h20"
    assert name in told(capsys, "law", "log", "us/letter/nvidia-h20", "--with", str(file))
    assert name in told(capsys, "law", "list", "--acts", "--with", str(file))
    assert name in told(
        capsys, "law", "show", "us/letter/nvidia-h20", "--on", "2026-12-15", "--with", str(file)
    )
    assert name in told(capsys, "law", "timeline", "--format", "json", "--with", str(file))
    amended = tmp_path / "amended.yaml"
    told(
        capsys, "law", "new", "amend", "us/3A090/parameters.a", "--from", "2024-01-01", "--out", str(amended)
    )
    text = amended.read_text(encoding="utf-8").replace('"us/tpp" >= 1600', '"us/tpp" >= 2400')
    amended.write_text(text, encoding="utf-8")
    plain = told(capsys, "catalog", "show", "NVIDIA L4", "--on", "2024-06-01")
    assert plain != told(capsys, "catalog", "show", "NVIDIA L4", "--on", "2024-06-01", "--with", str(amended))


def test_the_outlook_tells_the_snap_back_and_what_is_only_said(capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "outlook", ORDERS, "--on", "2026-11-24")
    counted, _, weaker = text.partition("Said, but not by an act that counts")
    assert "2026-11-28 (in 4 days)" in counted
    assert "ends: cn/N46.2 suspended, by cn/72-2025" in counted
    assert "2027-01-11" not in counted
    assert "2027-01-11 (in 48 days)" in weaker
    assert "no license required -> license required: 3 lines (USD 180,000)" in weaker


def test_the_outlook_tells_dates_inside_a_condition_on_which_no_line_hangs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ("outlook", ORDERS, "--on", "2026-12-01", "--until", "2026-12-31")
    text = told(capsys, *asked)
    assert "2026-12-31 (in 30 days)" in text
    date = "a date that the text names comes: us/3A090/note1/authorized-designer, by us/91-fr-17851"
    assert date in " ".join(text.split())
    (change,) = json.loads(told(capsys, *asked, "--format", "json"))["changes"]
    (happening,) = change["happenings"]
    assert (happening["what"], happening["act"]) == ("date", "us/91-fr-17851")


def test_the_outlook_writes_a_row_for_every_flip(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "coming.csv"
    told(capsys, "outlook", ORDERS, "--on", "2026-11-24", "--out", str(out))
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert {row["day"] for row in rows if row["counts"] == "yes"} == {
        "2026-11-27",
        "2026-11-28",
        "2027-04-06",
        "2027-04-07",
    }
    assert {row["day"] for row in rows if row["counts"] == "no"} == {"2027-01-11"}


@pytest.mark.parametrize(
    "words",
    [
        ("diff", ORDERS, "--before", "2025-04-08", "--after", "2025-07-20"),
        ("outlook", ORDERS, "--on", "2026-11-24"),
    ],
)
def test_arabic_reads_from_right_to_left(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    from tests.words.test_surfaces import assert_reads_from_right_to_left

    assert_reads_from_right_to_left(told(capsys, *words, "--lang", "ar"))


VALUES = ("100", "1.0.0", "about 7", "", "12 kg")
OVERLAY = """act: us/what-if/{name}
title: {{en: "What if", ar: "ماذا لو"}}
kind: {kind}
grade: {grade}
public: 2026-11-20
cite: nobody
source: {{read: nothing, mark: memory}}
does:
  - rescind: us/letter/nvidia-h20
    from: {start}
"""


def overlay(tmp_path: Path, kind: str, grade: str, start: str) -> str:
    """A file that lifts a letter."""
    file = tmp_path / "lift.yaml"
    file.write_text(OVERLAY.format(name="lift", kind=kind, grade=grade, start=start), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("kind", "grade", "start", "state", "told_of_it"),
    [
        (
            "report",
            "reported",
            "2026-11-20",
            "2026-11-24",
            "does not count here: its evidence is of the grade",
        ),
        ("report", "reported", "2026-11-20", "2026-11-24:reported@2026-11-01", "it was public on 2026-11-20"),
        ("hypothetical", "law", "2027-03-01", "2026-11-24", "changes nothing in the law of 2026-11-24"),
        ("report", "reported", "2026-11-20", "2026-11-24:reported", None),
        ("hypothetical", "law", "2026-11-20", "2026-11-24", None),
    ],
)
def test_a_further_act_that_makes_no_difference_is_told(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    kind: str,
    grade: str,
    start: str,
    state: str,
    told_of_it: str | None,
) -> None:
    file = overlay(tmp_path, kind, grade, start)
    states = ("--before", "2026-11-24", "--after", state)
    text = " ".join(told(capsys, "diff", ORDERS, *states, "--with", file).split())
    if told_of_it is not None:
        assert told_of_it in text
    else:
        assert "does not count here" not in text
        assert "changes nothing in the law" not in text


def test_a_further_act_that_only_warns_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Else the flips that bundled announcements bring would be taken for those of the report."""
    file = tmp_path / "warns.yaml"
    file.write_text(
        "act: us/news/warns\ntitle: {en: Said, ar: قيل}\nkind: report\ngrade: reported\npublic: 2025-07-01\n"
        "source: {read: a newspaper, mark: secondary}\ndoes:\n"
        "  - {impose: us/news/warns/warning, from: 2025-07-01, kind: warn, cite: a newspaper,\n"
        "     title: {en: Said, ar: قيل}, says: {en: It is said, ar: قيل}, when: \"destination = 'CN'\"}\n",
        encoding="utf-8",
    )
    states = ("--before", "2025-07-29", "--after", "2025-07-29:reported")
    text = told(capsys, "diff", ORDERS, *states, "--with", str(file))
    assert "us/news/warns adds warnings alone: no verdict hangs on it" in text and "6 lines" in text


def test_check_and_batch_tell_it_beside_their_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = overlay(tmp_path, "report", "reported", "2026-11-20")
    assert main(["check", "NVIDIA H20", "--from", "US", "--to", "CN", "--with", file]) == 0
    assert "us/what-if/lift does not count here" in capsys.readouterr().err
    book = tmp_path / "book.csv"
    book.write_text("item,destination\nNVIDIA H20,CN\n", encoding="utf-8")
    for command in ("batch", "outlook"):
        assert main([command, str(book), "--with", file]) == 0
        assert "us/what-if/lift does not count here" in capsys.readouterr().err


def test_a_value_that_is_no_number_is_in_no_sum_and_its_line_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = tmp_path / "book.csv"
    rows = "\n".join(f'{n},NVIDIA H20,US,CN,NVIDIA,CN,"{value}",USD' for n, value in enumerate(VALUES))
    head = "order,item,origin,destination,exporter,party_hq,value,currency"
    book.write_text(f"{head}\n{rows}\n", encoding="utf-8")
    text = told(capsys, "diff", str(book), "--before", "2025-04-08", "--after", "2025-04-20")
    assert "4 lines tell no value that can be read; they are counted, but not in the sums: 1, 2, 3, 4" in text
    assert "5 lines (USD 100) of 5 lines (USD 100) flip" in text
    assert main(["outlook", str(book), "--on", "2025-04-08", "--until", "2025-04-20"]) == 0


def test_what_flips_on_one_side_beneath_a_stricter_answer_of_the_other_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    both_sides = ("--before", "2023-09-01", "--after", "2026-11-23")
    found = data(capsys, "diff", ORDERS, *both_sides)
    beneath = {row["name"]: row["sides"] for row in found["beneath"]}
    assert beneath
    flipped = {row["name"] for row in found["flips"]}
    assert not flipped & beneath.keys()
    for side in {side for sides in beneath.values() for side in sides}:
        alone = data(capsys, "diff", ORDERS, *both_sides, "--side", side)
        names = {row["name"] for row in alone["flips"]}
        assert names >= {name for name, sides in beneath.items() if side in sides}
    text = told(capsys, "diff", ORDERS, *both_sides)
    assert "its own answer differs beneath a stricter one" in " ".join(text.split())


def test_a_last_day_before_the_first_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outlook", ORDERS, "--on", "2026-11-05", "--until", "2026-11-01"]) == 2
    assert "`--until`: 2026-11-01 is before 2026-11-05; give a later day" in capsys.readouterr().err
