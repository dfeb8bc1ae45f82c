"""What tests of reading share: the bundled law once, and reports in a line."""

from __future__ import annotations

from functools import cache

from rukhsa.evidence.claim import Claim
from rukhsa.evidence.read import Reading, Shelf, read_text


@cache
def shelf() -> Shelf:
    """The bundled packs and the measures that they name."""
    return Shelf.bundled()


def reading(text: str, day: str | None = "2025-11-09", title: str | None = "") -> Reading:
    """A report read."""
    return read_text(text, shelf(), title=title, day=day)


def only(text: str, day: str | None = "2025-11-09") -> Claim:
    """The one claim of a report."""
    (claim,) = reading(text, day).claims
    return claim


def told(text: str, day: str | None = "2025-11-09") -> list[tuple[str, str | None]]:
    """Act and measure of each claim of a report."""
    return [(c.act, c.measure.id if c.measure else None) for c in reading(text, day).claims]
