"""Order books as the commands take them: how a book is to be read, and the book in memory."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rukhsa.cli.notes import told
from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say

if TYPE_CHECKING:
    from rukhsa.decide.engine import Law
    from rukhsa.orders.book import Reading
    from rukhsa.orders.line import OrderBook


def reading_of(options: argparse.Namespace) -> Reading:
    """How the book is to be read, as the options say."""
    from rukhsa.orders.book import Reading

    header = 1 if options.header is None else _line(options.header)
    return Reading(options.encoding, options.sheet, options.map, options.numbers, options.dates, header)


def columns_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The result columns that are asked for; none if all are.

    Raises:
        RukhsaError: they are asked for where no columns come out.
    """
    if options.columns is None:
        return ()
    if options.out is None and options.format != "json":
        raise RukhsaError(
            Problem(say("orders.columns_nowhere"), field="--columns", fix=say("orders.columns_nowhere_fix"))
        )
    names = tuple(name.strip() for name in options.columns.split(",") if name.strip())
    if not names:
        raise RukhsaError(Problem(say("orders.columns_none"), field="--columns"))
    return names


def _line(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        problem = say("errors.unknown_value", value=text)
        raise RukhsaError(Problem(problem, field="--header", fix=say("orders.header_fix")))
    return int(text)


def whole_book(options: argparse.Namespace, law: Law) -> OrderBook:
    """The whole book in memory.

    Raises:
        RukhsaError: it cannot be read, or leaves open how a column is read.
    """
    from rukhsa.decide.orders import read_orders

    book = read_orders(Path(options.orders), law, reading_of(options))
    for message in book.notes:
        told(options, message)
    return book


def tell_unread(options: argparse.Namespace, book: OrderBook, passed: Sequence[str]) -> None:
    """Say which columns nothing is read from.

    Args:
        passed: those of a book whose columns are read by their own names.
    """
    unread = passed if book.unread is None else book.unread
    if unread:
        from rukhsa.orders.line import some_columns

        told(options, say("batch.carried", columns=some_columns(unread)))
