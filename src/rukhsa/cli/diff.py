"""`rukhsa diff`: what two states of the law make of an order book."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rukhsa.cli.notes import told
from rukhsa.words.messages import say

if TYPE_CHECKING:
    from rukhsa.orders.line import OrderBook


def run(options: argparse.Namespace) -> int:
    from rukhsa.changes.data import COLUMNS, diff_data, table
    from rukhsa.changes.diff import compare
    from rukhsa.changes.report import can_report, write_report
    from rukhsa.changes.state import read_state
    from rukhsa.changes.text import diff_text
    from rukhsa.cli.books import tell_unread, whole_book
    from rukhsa.cli.kept import keep
    from rukhsa.decide.engine import load
    from rukhsa.orders.writing import can_write

    out = Path(options.out) if options.out else None
    if out is not None:
        can_write(out)
    page = Path(options.report) if options.report else None
    if page is not None:
        can_report(page)
    acts = [*options.overlays, *options.before_overlays]
    keep([options.orders, options.map, *acts], *filter(None, (out, page)))
    before = read_state(options.before, "--before", options.before_overlays)
    after = read_state(options.after, "--after", options.overlays)
    law = load()
    book = whole_book(options, law)
    diff = compare(law, book, before, after, sides=options.sides or None, strict=options.strict)
    tell_unread(options, book, diff.passed)
    if out is not None:  # files first: whoever reads the text may stop before its end
        written(options, book, table(diff, options.lang), COLUMNS)
    if page is not None:
        write_report(page, diff, options.lang)
        told(options, say("changes.report_written", file=str(page)))
    if options.format == "json":
        print(json.dumps(diff_data(diff), ensure_ascii=False, indent=2))
    else:
        print(diff_text(diff, options.lang))
    return 0


def written(
    options: argparse.Namespace, book: OrderBook, rows: Iterable[Mapping[str, str]], columns: Sequence[str]
) -> None:
    """Write rows to `--out`, and say how many."""
    from rukhsa.orders.writing import write_rows

    count = write_rows(Path(options.out), book.columns, list(rows), columns)
    read = say("batch.lines", n=len(book.lines))
    told(options, say("batch.written", read=read, written=say("batch.lines", n=count), file=options.out))
