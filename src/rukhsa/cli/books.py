"""Order books as the commands take them: how a book is to be read, and the book in memory."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rukhsa.cli.notes import told
from rukhsa.words.messages import say

if TYPE_CHECKING:
    from rukhsa.decide.engine import Law
    from rukhsa.orders.book import Reading
    from rukhsa.orders.line import OrderBook


def reading_of(options: argparse.Namespace) -> Reading:
    """How the book is to be read, as the options say."""
    from rukhsa.orders.book import Reading

    return Reading(options.encoding, options.sheet, options.map, options.numbers, options.dates)


def whole_book(options: argparse.Namespace, law: Law) -> OrderBook:
    """The whole book in memory.

    Raises:
        RukhsaError: it cannot be read, or leaves open how a column is read.
    """
    from rukhsa.decide.orders import read_orders

    book = read_orders(Path(options.orders), law, reading_of(options))
    for message in book.mixed:
        told(options, message)
    return book


def tell_unread(options: argparse.Namespace, book: OrderBook, passed: Sequence[str]) -> None:
    """Say which columns nothing is read from.

    Args:
        passed: those of a book whose columns are read by their own names.
    """
    unread = passed if book.unread is None else book.unread
    if unread:
        told(options, say("batch.carried", columns=unread))
