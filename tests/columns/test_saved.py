"""Lines that an act saves from itself: they are told apart by all that the law without the act asks of them."""

from __future__ import annotations

from tests.columns.books import one_by_one, together
from tests.laws import act, law, require

CODE = "{}: x/a/code, from: {}, kind: classify, cite: c, title: {{en: t}}, code: 3A1, when: {}"


def test_lines_that_only_the_law_without_an_act_tells_apart() -> None:
    saving = "{from: 2025-01-01, until: 2025-12-31, when: certificate}"
    own = law(
        act("x/base", CODE.format("impose", "2025-01-01", "open_point"), require("x/a/need")),
        act("x/later", CODE.format("amend", "2025-01-01", "tpp > 7"), saves=saving),
    )
    columns = ("category", "origin", "destination", "certificate", "open_point")
    rows = [
        {"category": "ic", "certificate": "yes", "open_point": "yes"},
        {"category": "ic", "certificate": "yes", "open_point": "no"},
    ]
    found = [ask(columns, rows, law_=own, on="2025-06-01") for ask in (one_by_one, together)]
    assert [[row["classification"] for row in told] for told in found] == [["3A1", ""]] * 2
