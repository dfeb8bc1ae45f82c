"""`rukhsa batch --engine spark`: an order book of Parquet files, decided on a cluster."""

from __future__ import annotations

import argparse
import os

from rukhsa.cli.books import columns_of
from rukhsa.cli.notes import told
from rukhsa.decide.orders import FOR_PARTY
from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say


def decide_on_cluster(options: argparse.Namespace) -> int:
    """Decide the book where it lies, and write a folder of Parquet files.

    Raises:
        RukhsaError: no `--out`; an option that a cluster does not take; no Spark, no Java, no such cluster, no
            such book.
    """
    from rukhsa.columns.engine import default_columns
    from rukhsa.columns.spark import decide_book
    from rukhsa.decide.engine import read_day

    if not options.out:
        raise RukhsaError(Problem(say("orders.needs_out"), field="--engine", fix=say("orders.cluster_fix")))
    taken = {
        "--map": options.map,
        "--sheet": options.sheet,
        "--header": options.header,
        "--resume": options.resume or None,
        "--processes": options.processes,
    }
    unread = [
        Problem(say("orders.not_on_cluster"), field=name, fix=say("orders.cluster_fix"))
        for name, value in taken.items()
        if value is not None
    ]
    wanted = columns_of(options)
    if FOR_PARTY in wanted:
        unread.append(
            Problem(
                say("orders.no_result", column=FOR_PARTY), field="--columns", fix=say("orders.cluster_fix")
            )
        )
    if unread:
        raise RukhsaError(*unread)
    if "://" not in options.orders and not os.path.exists(options.orders):
        raise RukhsaError(Problem(say("errors.does_not_exist"), options.orders))
    settings = {
        "on": read_day(options.on or "today", "--on"),
        "known": options.known,
        "accept": options.accept,
        "overlays": tuple(str(file) for file in options.overlays),
        "strict": options.strict,
        "sides": tuple(options.sides or ()),
        "lang": options.lang,
        "wanted": wanted,
    }
    count = decide_book(options.master, options.orders, default_columns, settings, options.out)
    lines = say("batch.lines", n=count)
    told(options, say("batch.written", read=lines, written=lines, file=options.out))
    return 0
