"""Pages and flows: numbers stand beneath each other, wide parts scroll by themselves, Arabic runs the other way."""

from __future__ import annotations

import re

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


def test_a_limb_keeps_its_point_and_capitals_are_wide() -> None:
    assert isolated("الفقرة .b", "ar") == "الفقرة \u2066.b\u2069"
    assert text_width("V100 SXM2", 10) > text_width("v100 sxmi", 10)
