"""The page of benchmarks: a section that is measured again replaces its own alone."""

from __future__ import annotations

from importlib import import_module

from bench.batch import _compare
from bench.measure import rate, table
from bench.run import NAMES, page, sections_of


def test_sections_read_back_and_stand_alone() -> None:
    sections = {"One": "text\n\n| a | b |\n|---|---|", "Two": "### not a section\n\nmore"}
    assert sections_of(page(sections)) == sections
    assert sections_of(page({**sections, "Two": "new"}))["One"] == sections["One"]


def test_every_benchmark_has_a_title_of_its_own() -> None:
    titles = [import_module(f"bench.{name}").TITLE for name in NAMES]
    assert len(set(titles)) == len(NAMES)


def test_a_speed_is_not_told_where_answers_differ() -> None:
    found = {"one": {"answers": [["a"], ["b"]]}, "other": {"answers": [["a"], ["c"]]}, "floor": {}}
    _compare(found, "floor")
    try:
        _compare(found, "other")
    except SystemExit as stopped:
        assert "line 2" in str(stopped)
    else:
        raise AssertionError


def test_figures() -> None:
    assert (rate(3_000_000, 2), rate(300, 2)) == ("1.5 M", "150")
    assert table(["a", "b"], [["1", "2"]]) == ["| a | b |", "|---|---|", "| 1 | 2 |"]
