"""Order books and options in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rukhsa.decide.engine import Law
from rukhsa.orders.line import OrderBook, OrderLine
from rukhsa.stake.options import Option, Options, read_options
from rukhsa.stake.outcome import Outcome, Stake

HEAD = "options:\n  - {id: only, title: {en: only}"


def book(rows: Sequence[Mapping[str, str]]) -> OrderBook:
    """A book of rows that need not have the same columns."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    lines = [OrderLine(at, {name: row.get(name, "") for name in columns}) for at, row in enumerate(rows, 2)]
    return OrderBook("book.csv", columns, lines)


def only(law: Law, rows: Sequence[Mapping[str, str]], option: Option, **more: object) -> Outcome:
    """The outcome of one option."""
    options = Options("options.yaml", None, (option,), **more)  # type: ignore[arg-type]
    return Stake(law, book(rows), options).outcomes[0]


def written(folder: Path, text: str, law: Law) -> Options:
    """The options that a text states."""
    file = folder / "options.yaml"
    file.write_text(text, encoding="utf-8")
    return read_options(file, law)
