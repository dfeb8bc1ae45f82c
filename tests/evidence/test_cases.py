"""Reports in our own words, with the claims expected of each: precision and recall do not fall below a floor."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bench.reading import FURTHER, LANGUAGES, LATEST, LONGER, NEWER, Score, load_cases, score, table

CASES = load_cases()


@cache
def counts() -> Score:
    return score(CASES)


@cache
def further() -> Score:
    return score(load_cases(FURTHER))


@cache
def longer() -> Score:
    return score(load_cases(LONGER))


@cache
def newer() -> Score:
    return score(load_cases(NEWER))


@cache
def latest() -> Score:
    return score(load_cases(LATEST))


def test_all_cases_are_there() -> None:
    assert len(CASES) == 24
    assert {case["lang"] for case in CASES} == set(LANGUAGES)


@pytest.mark.parametrize("lang", [*LANGUAGES, None])
@pytest.mark.parametrize(
    ("field", "floor"), [("act", 0.9), ("measure", 0.9), ("grade", 0.9), ("status", 0.85), ("until", 1.0)]
)
def test_reading_keeps_its_floor(field: str, floor: float, lang: str | None) -> None:
    found = counts()
    assert found.precision(field, lang) >= floor, found.misses
    assert found.recall(field, lang) >= floor, found.misses


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", ["act", "measure", "grade"])
def test_further_reports_keep_a_floor(field: str, lang: str) -> None:
    found = further()
    assert found.precision(field, lang) >= 0.9, found.misses
    assert found.recall(field, lang) >= 0.9, found.misses


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", ["act", "measure", "grade"])
def test_longer_reports_keep_a_floor(field: str, lang: str) -> None:
    found = longer()
    assert found.precision(field, lang) >= 0.82, found.misses
    assert found.recall(field, lang) >= 0.74, found.misses


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("field", ["act", "measure", "grade"])
def test_newer_reports_keep_a_floor(field: str, lang: str) -> None:
    found = newer()
    assert found.precision(field, lang) >= 0.88, found.misses
    assert found.recall(field, lang) >= 0.82, found.misses


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("field", "floor"), [("act", 0.7), ("measure", 0.75), ("grade", 0.72)])
def test_latest_reports_keep_a_floor(field: str, floor: float, lang: str) -> None:
    found = latest()
    assert found.precision(field, lang) >= floor, found.misses
    assert found.recall(field, lang) >= floor, found.misses


@pytest.mark.parametrize(("field", "floor"), [("sources", 0.7), ("origin", 0.85)])
def test_whose_word_keeps_its_floor(field: str, floor: float) -> None:
    found = counts()
    assert found.precision(field) >= floor, found.misses
    assert found.recall(field) >= floor, found.misses


def test_the_scorer_sees_what_is_wrong() -> None:
    case: dict[str, Any] = {
        **CASES[0],
        "claims": [{**CASES[0]["claims"][0], "act": "impose", "measure": "geneva"}],
    }
    wrong = score([case])
    assert wrong.recall("act") == 0
    assert wrong.precision("measure") == 0
    assert any("not found: impose geneva" in miss for miss in wrong.misses)


def test_the_table_has_a_row_for_each_field() -> None:
    assert len(table(counts())) == 2 + 7
