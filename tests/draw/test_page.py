"""Pages and flows: numbers stand beneath each other, wide parts scroll by themselves, Arabic runs the other way."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from rukhsa.draw.flow import Flow, Node, flow_svg
from rukhsa.draw.page import still_page, table
from rukhsa.draw.shapes import isolated, text_width


def test_a_column_of_numbers_is_set_as_numbers() -> None:
    html = table(
        ["option", "value", "note"], [["hold", "USD 1,200", "12 of them"], ["freeze", "–", "7"]], "en"
    )
    assert html.startswith('<div class="wide">')
    assert "<th>option</th><th class=number>value</th><th>note</th>" in html
    assert html.count('<td class="number">') == 3


def test_isolated_amounts_are_numbers_too() -> None:
    assert '<td class="number">' in table(["القيمة"], [["\u20681,200\u2069 \u2068USD\u2069"]], "ar")


def test_a_page_prints_without_what_only_a_screen_can_do() -> None:
    page = still_page("t", [], "", "en")
    assert "@media print" in page and "input[type=range] { display: none }" in page


@pytest.mark.parametrize(("lang", "first_at_the_left"), [("en", True), ("ar", False)])
def test_what_was_stands_where_the_language_begins(lang: str, first_at_the_left: bool) -> None:
    nodes = [Node("a", ("a: 1",), ("a: 1",)), Node("b", ("b: 1",), ("b: 2",))]
    flows = [Flow("a", "b", 1, "up", "a to b"), Flow("b", "b", 1, "none", "b stays")]
    svg = flow_svg(nodes, flows, ("earlier", "later"), lang)
    places = {word: float(x) for x, word in re.findall(r'<text x="([\d.]+)"[^>]*>[^<]*?(earlier|later)', svg)}
    assert (places["earlier"] < places["later"]) is first_at_the_left
    starts = {float(x) for x in re.findall(r'<path d="M([\d.]+),', svg)}
    assert len(starts) == 1
    assert abs(starts.pop() - places["earlier"]) < 1


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_long_label_of_a_flow_is_broken_within_the_picture_and_covers_no_other(lang: str) -> None:
    long = "a policy of many words " * 8
    nodes = [Node(name, (f"{name}: 1", long), (f"{name}: 1", long)) for name in "abc"]
    svg = flow_svg(
        nodes, [Flow(name, name, 1e-9 if name == "b" else 1, "none", "") for name in "abc"], ("", ""), lang
    )
    told = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)"[^>]*>([^<]*)<', svg)
    width = float(svg.split('viewBox="0 0 ')[1].split()[0])
    heights: dict[str, list[float]] = {}
    for x, y, anchor, text in told:
        assert text_width(text, 12.5) <= (float(x) if anchor == "end" else width - float(x))
        heights.setdefault(x, []).append(float(y))
    labels = [places for places in heights.values() if len(places) > 1]  # not the heads, one of a kind
    assert len(labels) == 2
    for places in labels:
        assert len(places) > 9 and min(b - a for a, b in pairwise(sorted(places))) > 12


def test_a_limb_keeps_its_point_and_capitals_are_wide() -> None:
    assert isolated("الفقرة .b", "ar") == "الفقرة \u2066.b\u2069"
    assert text_width("V100 SXM2", 10) > text_width("v100 sxmi", 10)
