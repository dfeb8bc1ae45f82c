"""Order books on the disk, and an engine that knows no law."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from rukhsa.orders.book import Book, Reading, open_book
from rukhsa.orders.line import Block, Cells, Fields, listed

FIELDS = Fields(
    {
        "order": "text",
        "line": "text",
        "item": "text",
        "destination": "country",
        "date": "date",
        "quantity": "number",
        "value": "amount",
        "currency": "text",
        "share": "percent",
        "party": "text",
        "party_hq": "country",
        "party_role": "text",
    },
    frozenset({"party", "party_hq", "party_role"}),
)


def opened(path: Path, asked: Reading | None = None) -> Book:
    """A book that was looked through."""
    book = open_book(path, FIELDS, asked or Reading())
    book.look_through()
    return book


def read(path: Path, asked: Reading | None = None) -> list[dict[str, str]]:
    """The columns that are read of a book, line by line; `error` tells why a line cannot be read."""
    found = []
    for _, block in opened(path, asked).blocks():
        for line in block.lines():
            found.append({**line.cells, **({"error": str(line.error)} if line.error else {})})
    return found


def written(path: Path, text: str, encoding: str = "utf-8", *, packed: bool = False) -> Path:
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


class Echo:
    """Decides by the item: `free` and `bound` are verdicts, `bad` is no item, all else is undetermined."""

    results: tuple[str, ...] = ("verdict", "missing", "requirements", "error", "verdict_a")

    def __init__(self, lines: int = 3, ahead: int = 0) -> None:
        self.lines = lines
        self.ahead = ahead
        self.blocks = 0

    def begin(self, block: Block) -> Callable[[], Mapping[str, Cells]]:
        return partial(self.decide, block)

    def decide(self, block: Block) -> Mapping[str, Cells]:
        self.blocks += 1
        items = [item.strip() for item in listed(block.columns["item"])]
        bad = [item == "bad" for item in items]
        verdicts = [item if item in ("free", "bound") else "undetermined" for item in items]
        return {
            "verdict": verdicts,
            "missing": [item[4:] if item.startswith("ask ") else "" for item in items],
            "requirements": ["rule" if item == "bound" else "" for item in items],
            "error": ['no such item, "bad"' if wrong else "" for wrong in bad],
            "verdict_a": verdicts,
        }


def rows(path: Path) -> list[dict[str, str]]:
    """What was written as CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
