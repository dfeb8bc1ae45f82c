"""Where a control list speaks of a machine that the catalog does not hold: its entries by words of the trade.

It knows no classification: a heading is where to look for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rukhsa.catalog.names import fold
from rukhsa.law.source import read_file
from rukhsa.records import dataclass

_FILE = Path(__file__).parent / "headings.yaml"
_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Entries of a control list that speak of one kind of machine."""

    codes: tuple[str, ...]
    title: Mapping[str, str]
    words: tuple[str, ...]


def headings_of(asked: str) -> tuple[Heading, ...]:
    """The headings of which a question holds a word.

    Example:
        >>> [heading.codes for heading in headings_of("an ion implanter")]
        [('3B001.b', '3B993.b', '3B994.b')]
    """
    told = _words(asked)
    return tuple(
        heading
        for heading in _headings()
        if any(word in asked if _IDEOGRAPH.search(word) else _words(word) in told for word in heading.words)
    )


def _words(text: str) -> str:
    """The words of a text as names are compared, between spaces."""
    return f" {' '.join(fold(word) for word in _WORD.findall(text))} "


@cache
def _headings() -> tuple[Heading, ...]:
    (source,) = read_file(_FILE, "catalog/headings.yaml")
    return tuple(
        Heading(tuple(row["codes"]), row["title"], tuple(row["words"])) for row in source.data["headings"]
    )
