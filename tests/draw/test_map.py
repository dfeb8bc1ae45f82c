"""The plane of two measurements: regions that the law itself decides, and the items in them."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukhsa.cli.main import main
from rukhsa.decide.engine import Law, load
from rukhsa.decide.plane import Map, code_at, map_on
from rukhsa.draw.labels import place, rows_of
from rukhsa.draw.plane import plane_spec
from rukhsa.draw.plane_page import plane_page
from rukhsa.draw.shapes import text_width
from rukhsa.law.plane import Plane, read_plane

LAW = load(["us"])


def _plane() -> Plane:
    found = read_plane("us")
    assert found is not None
    return found


PLANE = _plane()


def _on(day: str, to: str | None = None, law: Law = LAW) -> Map:
    return map_on(law, law.on(day), PLANE, to)


def _at(one: Map, view: str, x: float, y: float) -> str | None:
    (cell,) = [c for c in one.cells[view] if c.x <= x < c.x2 and c.y <= y < c.y2]
    return cell.code


@pytest.mark.parametrize(
    ("day", "view", "x", "y", "code"),
    [
        ("2022-10-20", "datacenter", 5000, 6, None),
        ("2022-10-21", "datacenter", 4800, 1, "3A090.a"),
        ("2022-10-21", "datacenter", 4799, 40, None),
        ("2023-11-17", "datacenter", 4800, 1, "3A090.a"),
        ("2023-11-17", "datacenter", 1600, 5.92, "3A090.a"),
        ("2023-11-17", "datacenter", 1599, 5.92, None),
        ("2023-11-17", "datacenter", 1600, 5.91, "3A090.b"),
        ("2023-11-17", "datacenter", 1600, 3.19, None),
        ("2023-11-17", "datacenter", 2400, 1.6, "3A090.b"),
        ("2023-11-17", "datacenter", 2400, 1.59, None),
        ("2026-11-23", "other", 4800, 1, "3A090.a"),
        ("2026-11-23", "other", 4799, 40, None),
    ],
)
def test_regions_on_both_sides_of_each_threshold(
    day: str, view: str, x: float, y: float, code: str | None
) -> None:
    assert _at(_on(day), view, x, y) == code


@settings(max_examples=60, deadline=None)
@given(
    x=st.floats(250, 249_000).map(lambda value: round(value, 1)),
    y=st.floats(1, 49).map(lambda value: round(value, 3)),
    view=st.sampled_from(PLANE.views),
    day=st.sampled_from(["2022-12-01", "2024-06-01", "2026-11-23"]),
)
def test_anywhere_the_region_is_what_the_law_decides(x: float, y: float, view: object, day: str) -> None:
    regime = LAW.on(day)
    known = next(one for one in PLANE.views if one is view)
    assert _at(map_on(LAW, regime, PLANE), known.id, x, y) == code_at(regime, PLANE, known, str(x), str(y))


def test_regions_cover_the_plane_without_overlap() -> None:
    import math

    for cells in _on("2026-11-23").cells.values():
        area = sum(math.log(cell.x2 / cell.x) * math.log(cell.y2 / cell.y) for cell in cells)
        whole = math.log(PLANE.x.high / PLANE.x.low) * math.log(PLANE.y.high / PLANE.y.low)
        assert area == pytest.approx(whole)


def test_items_stand_where_the_catalog_puts_them_and_fall_where_they_stand() -> None:
    now = _on("2026-11-23")
    points = {point.item.id: point for point in now.points}
    h100 = points["nvidia-h100-sxm5-80gb"]
    assert h100.x == pytest.approx(15831.2) and h100.y == pytest.approx(19.4486, abs=1e-3)
    for point in now.points:
        if (
            point.x
            and point.y
            and len(point.views) == 1
            and point.item.facts.get("also_meets_eccn") == "none"
        ):
            code = next((code for code in PLANE.codes if code in point.codes), None)
            assert _at(now, point.views[0], point.x, point.y) == code, point.item.id


def test_where_a_license_is_needed_follows_the_destination_and_the_day() -> None:
    def verdict(day: str, to: str, item: str) -> str | None:
        return next(point.verdict for point in _on(day, to).points if point.item.id == item)

    assert verdict("2025-04-08", "CN", "nvidia-h20-sxm5-96gb") == "no_license_required"
    assert verdict("2025-04-09", "CN", "nvidia-h20-sxm5-96gb") == "license_required"
    assert verdict("2026-11-23", "CN", "nvidia-h100-sxm5-80gb") == "license_required"
    assert verdict("2026-11-23", "GB", "nvidia-h100-sxm5-80gb") == "no_license_required"
    assert _on("2026-11-23").points[0].verdict is None


def test_no_label_covers_another() -> None:
    spots = [(100.0 + 3 * i, 50.0 + 2 * i) for i in range(20)]
    found = place(spots, [70.0] * 20, 10.0, (600.0, 400.0))
    boxes = [(p.x, p.y - 5, p.x + 70, p.y + 5) for p in found if p is not None]
    assert len(boxes) == 20
    for index, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= 600 and bottom <= 400
        for a, b, c, d in boxes[index + 1 :]:
            assert right <= a or left >= c or bottom <= b or top >= d


def test_rows_keep_labels_apart() -> None:
    places = [(0.0, 50.0), (20.0, 50.0), (60.0, 10.0), (200.0, 5.0)]
    assert rows_of(places) == [0, 1, 0, 0]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_specification_is_valid_and_names_every_placed_item(lang: str) -> None:
    draws = pytest.importorskip("vl_convert")
    spec = plane_spec([_on("2026-11-23", "CN")], 0, lang, country="China")
    rows = [row for layer in spec["vconcat"][1]["layer"] for row in layer["data"]["values"] if "names" in row]
    assert rows and all(row["label"] for row in rows)
    assert "3A090.b" in draws.vegalite_to_svg(json.dumps(spec))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_the_plane_and_its_labels_keep_within_the_width(lang: str) -> None:
    page = plane_page([_on("2026-11-23", "CN")], 0, "", lang, country="China")
    narrow = json.loads(re.findall('<script type="application/json" id="narrow">(.*?)</script>', page)[0])
    least, spec = narrow[0]
    assert least >= 400
    signs = 0
    for panel in spec["vconcat"]:
        width = panel["width"]
        assert (
            width + 38 + 24 <= 328
        )  # numbers and title of the axis, the padding; a screen of 360 pixels leaves as much
        scale = panel["layer"][0]["encoding"]["x"]["scale"]
        low, high = scale["domain"]
        for layer in panel["layer"]:
            signs += sum("names" in row for row in layer["data"]["values"])
            for row in layer["data"]["values"] if layer["mark"]["type"] == "text" else ():
                at = row.get("sx", row["x"])
                share = math.log(at / low) / math.log(high / low) if scale.get("type") == "log" else at / high
                end = text_width(row["text"], layer["mark"]["fontSize"])
                before = layer["mark"].get("align") == "right"
                assert (end <= share * width) if before else (share * width + end <= width + 16)
    assert signs  # every item has its sign, with a label or without


def test_the_page_moves_through_the_days_on_which_something_changes(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / "map.html"
    assert main(["catalog", "map", "--on", "2025-03-01", "--to", "CN", "--out", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    for day in ("2022-10-21", "2023-11-17", "2025-03-01", "2025-04-09"):
        assert f'label="{day}"' in page
    assert "<script src" not in page and "view.signal('step'" in page


def test_text_and_json_tell_regions_and_items(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "map", "--on", "2026-11-23", "--to", "China"]) == 0
    text = capsys.readouterr().out
    assert "3A090.b: 1600 <= x < 2400, 3.2 <= y < 5.92 | 2400 <= x < 4800, 1.6 <= y < 5.92" in text
    assert "NVIDIA H100 SXM5 80GB  x 15,831  y 19.45  license required" in text
    assert main(["catalog", "map", "--on", "2026-11-23", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {"x": [4800.0, 250000.0], "y": [1.0, 50.0], "code": "3A090.a"} in data["views"][0]["regions"]
    assert data["items"][0].keys() == {"id", "name", "x", "y", "views", "classification", "verdict"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "Atlantis"], "Atlantis"),
        (["--on", "2020-01-01"], "begins on"),
        (["--side", "atlantis"], "no side `atlantis`"),
        (["--view", "sideways"], "no view `sideways`"),
        (["--out", "map.gif"], "end it in .svg, .png or .html"),
    ],
)
def test_bad_input_is_a_clear_error(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["catalog", "map", *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["svg", "html"])
def test_without_a_destination_there_are_no_verdicts_and_no_legend(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / f"map.{kind}"
    assert main(["catalog", "map", "--on", "2023-11-17", "--view", "other", "--out", str(out)]) == 0
    drawn = out.read_text(encoding="utf-8")
    assert "3A090.a" in drawn
    assert "license to" not in drawn
