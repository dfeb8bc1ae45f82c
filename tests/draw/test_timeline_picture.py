"""The timeline as text, as a specification that can be drawn, and as a page that needs no network."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from rukhsa.cli.main import main
from rukhsa.draw.shapes import hatch, text_width
from rukhsa.draw.text import timeline_text
from rukhsa.draw.timeline import BESIDE, Frame, timeline_spec
from rukhsa.draw.words import WORDS, title_of
from rukhsa.law.pack import load_pack, pack_names
from rukhsa.law.timeline import Timeline, timeline
from rukhsa.words.messages import LANGUAGES

PHONE = Frame(310, above=True)


@pytest.fixture(scope="module")
def found() -> Timeline:
    return timeline(
        {name: load_pack(name) for name in pack_names()}, "2022-01-01", "2027-12-31", "2026-11-23"
    )


def _rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        row for panel in spec["vconcat"][1:] for layer in panel["layer"] for row in layer["data"]["values"]
    ]


def test_text_tells_states_evidence_and_citations(found: Timeline) -> None:
    text = timeline_text(found)
    block = text[text.index("Affiliates rule (50 percent)") :].split("\n\n")[0]
    assert "2025-11-10 – 2026-11-09  suspended through 2026-11-09 (law)  [90 FR 50857]" in block
    assert "announced only: suspended through 2027-01-10" in block
    assert "2025-11-10  suspends: 90 FR 50857" in block
    strip = block.splitlines()[1]
    assert strip.count("░") == 12 and "█" in strip  # a year of suspension, a sign for each month
    lines = text.splitlines()
    years = next(number for number, line in enumerate(lines) if line.lstrip().startswith("2022  "))
    assert lines[years + 1].strip() == "▼"


def test_text_in_arabic_has_no_english_words_of_its_own(found: Timeline) -> None:
    text = timeline_text(found, "ar")
    assert "معلَّق" in text and not any(
        words["en"] in text
        for words in (WORDS["partly"], WORDS["announced"], WORDS["due"], WORDS["doubtful"])
    )


def test_every_word_is_in_every_language() -> None:
    assert [meaning for meaning, words in WORDS.items() if set(words) != set(LANGUAGES)] == []


@pytest.mark.parametrize("frame", [BESIDE, PHONE])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_bar_stays_within_its_panel(found: Timeline, lang: str, frame: Frame) -> None:
    spec = timeline_spec(found, lang, frame=frame)
    for panel in spec["vconcat"][1:]:
        for layer in panel["layer"]:
            for row in layer["data"]["values"]:
                assert row.get("y2", 0) <= panel["height"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_narrow_window_every_name_stands_above_its_lane_and_within_the_width(
    found: Timeline, lang: str
) -> None:
    spec = timeline_spec(found, lang, frame=PHONE)
    for row, panel in zip(found.sides, spec["vconcat"][1:], strict=True):
        assert panel["width"] == PHONE.width
        told = [
            str(row["text"])
            for layer in panel["layer"]
            if layer["mark"].get("fontSize") == 11 and layer["mark"].get("stroke") is None
            for row in layer["data"]["values"]
            if layer["mark"]["align"] == "left" and row["y"] >= 0
        ]
        assert all(text_width(text, 11) <= PHONE.width for text in told)
        names = "".join(char for text in told for char in text if char not in "\u2066\u2067\u2069 ")
        for lane in row.lanes:
            assert title_of(lane.measure.title, lang).replace(" ", "") in names


def test_states_differ_by_more_than_color(found: Timeline) -> None:
    """In force, suspended, announced and reported: no two have the same outline and texture."""
    spec = timeline_spec(found)
    styles: dict[str, tuple[str, bool]] = {}
    for panel in spec["vconcat"][1:]:
        for layer in panel["layer"]:
            for row in layer["data"]["values"]:
                if "look" in row:
                    mark = layer["mark"]
                    styles.setdefault(row["look"], (str(mark.get("strokeDash")), "stroke" in mark))
    assert (
        len({styles[look] for look in ("in_force", "suspended", "announced.in_force", "reported.in_force")})
        == 4
    )


def test_both_sides_share_the_years_and_today(found: Timeline) -> None:
    spec = timeline_spec(found)
    assert len(spec["vconcat"]) == 1 + len(found.sides)
    assert len({tuple(p["layer"][0]["encoding"]["x"]["scale"]["domain"]) for p in spec["vconcat"][1:]}) == 1
    assert sum("2026-11-23" in str(row.get("text", "")) for row in _rows(spec)) >= len(found.sides)


def test_hatching_stays_inside_its_rectangle() -> None:
    lines = hatch({"x": 10.0, "x2": 47.0, "y": 3.0, "y2": 15.0}, per_pixel=1.0)
    assert lines
    for line in lines:
        assert 10 <= line["x"] < line["x2"] <= 47
        assert 3 <= line["y2"] <= line["y"] <= 15


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_specification_is_valid_and_draws(found: Timeline, lang: str) -> None:
    draws = pytest.importorskip("vl_convert")
    svg = draws.vegalite_to_svg(json.dumps(timeline_spec(found, lang)))
    assert "90 FR 50857" in svg and ("معلَّق" in svg if lang == "ar" else "suspended" in svg)


def test_the_page_is_one_file_without_addresses_to_load(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / "timeline.html"
    assert main(["law", "timeline", "--side", "us", "--out", str(out), "--lang", "ar"]) == 0
    page = out.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page and '<div class="wide" dir="ltr"><div id="chart">' in page
    assert "default-src 'none'" in page and "vegaEmbed" in page
    narrow = json.loads(re.findall('<script type="application/json" id="narrow">(.*?)</script>', page)[0])
    least = [limit for limit, _ in narrow]
    assert least == sorted(least) and least[-1] > BESIDE.width
    assert all(spec["vconcat"][1]["width"] < limit for limit, spec in narrow)
    own = re.sub("<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not any(mark in own for mark in ("<link", "src=", "@import", "<img", "url("))


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_pictures_are_written(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / f"timeline.{kind}"
    assert main(["law", "timeline", "--side", "us", "--from", "2025-01-01", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"<svg" if kind == "svg" else b"\x89PNG")


def test_json_and_text_need_no_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert main(["law", "timeline", "--side", "us", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sides"][0]["side"] == "us"
    assert main(["law", "timeline", "--side", "us"]) == 0
    assert "Affiliates rule" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "2026-01-01", "--to", "2025-01-01"], "2025-01-01 is before 2026-01-01"),
        (["--from", "yesterday"], "is not a date"),
        (["--side", "atlantis"], "no side `atlantis`"),
        (["--grade", "rumor"], "unknown grade `rumor`"),
        (["--out", "timeline.pdf"], "end it in .svg, .png or .html"),
        (["--out", "timeline"], "names no kind of picture"),
        (["--out", "/nowhere/at/all.svg"], "cannot be written"),
    ],
)
def test_bad_input_is_a_clear_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if any(argument.startswith("/nowhere") for argument in arguments):
        pytest.importorskip("vl_convert")
    assert main(["law", "timeline", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_without_the_extra_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    out = tmp_path / "timeline.svg"
    assert main(["law", "timeline", "--out", str(out)]) == 2
    assert "pip install 'rukhsa[draw]'" in capsys.readouterr().err
    assert not out.exists()
