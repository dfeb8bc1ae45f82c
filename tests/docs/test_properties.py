"""The table of properties names tests that exist, and every property that is drawn at random stands in it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "properties.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
PROPERTY = re.compile(r"^@given\([^\n]*\)\n(?:@[^\n]*\n)*def test_(\w+)", re.MULTILINE)
TEST = re.compile(r"^def test_(\w+)", re.MULTILINE)


def in_tests(pattern: re.Pattern[str]) -> set[str]:
    return {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in pattern.findall(path.read_text(encoding="utf-8"))
    }


def named() -> set[str]:
    """The names of tests in the last column of every row."""
    return {
        name
        for row in ROW.findall(TABLE)
        for name in re.findall(r"`([a-z_0-9]+)`", row.rstrip("|").rpartition("|")[2])
    }


def test_every_random_property_is_listed() -> None:
    assert sorted(in_tests(PROPERTY) - named()) == []


def test_every_test_that_is_named_exists() -> None:
    assert sorted(named() - in_tests(TEST)) == []
    files = set(re.findall(r"`(tests/[\w/.]+)`", TABLE))
    assert [file for file in sorted(files) if not (ROOT / file).exists()] == []
