"""`rukhsa batch`: an order book."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukhsa.cli.batch_text import headline_of, line_words, reads_otherwise, settling_words, summary_words
from rukhsa.cli.books import columns_of, reading_of
from rukhsa.cli.kept import can_edit, keep
from rukhsa.cli.notes import idle_told, told
from rukhsa.cli.progress import Progress
from rukhsa.decide.batch import Batch
from rukhsa.decide.by_line import ByLine
from rukhsa.decide.orders import FOR_PARTY, fields_of
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.countries import country_code
from rukhsa.orders.book import Book, open_book, open_file, refuse_title
from rukhsa.orders.cells import arrow
from rukhsa.orders.line import Block, OrderBook, listed, result_name, some_columns
from rukhsa.orders.parts import Parts, kept_record, rejects_file
from rukhsa.orders.summary import Summary
from rukhsa.orders.writing import can_write
from rukhsa.whole_file import write_whole
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import say, series

if TYPE_CHECKING:
    from rukhsa.decide.engine import Law
    from rukhsa.orders.run import Engine

LONG = 200  # lines from which deciding by columns pays
WORTH_PROCESSES = 100_000  # lines from which several processes pay
MOST_PROCESSES = 8  # each keeps the law, and what it found, in a memory of its own
EVERY = 1.0  # seconds between finished parts


def run(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load, read_overlays

    if options.engine == "spark":
        from rukhsa.cli.cluster import decide_on_cluster

        return decide_on_cluster(options)
    law = load()
    if options.guess:
        return _guess(options, law)
    out = None if options.out is None else Path(options.out)
    if out is not None:
        can_write(out)
        keep([options.orders, options.map, *options.overlays], out, rejects_file(out))
    elif options.resume:
        raise RukhsaError(Problem(say("orders.needs_out"), field="--resume", fix=say("orders.needs_out_fix")))
    book = open_book(Path(options.orders), fields_of(law.vocabulary), reading_of(options))
    batch = _batch(options, law, book)
    carried = book.plan.carried(book.columns) if book.mapped else batch.passed
    if carried:
        told(options, say("batch.carried", columns=some_columns(carried)))
    if batch.overlays:
        regime = batch.regime(batch.day)
        states = dict.fromkeys(regime.packs, regime.state)
        idle_told(options, regime.packs, states, read_overlays(batch.overlays), days=False)
    progress = Progress(book.lines, options.lang)
    seen = 0

    def looked(block: Block) -> None:
        nonlocal seen
        seen += len(block)
        progress.looked(seen)

    try:
        book.look_through(looked)
    finally:
        progress.end()
    for message in book.notes:
        told(options, message)
    summary = Summary(batch.sides_asked, place)
    if out is None:
        _show(options, book, batch, summary)
    else:
        _write(options, law, book, batch, summary, out)
    return 0


def place(destination: str) -> str:
    """The code of the country under which a destination is counted; nothing for one that is none."""
    return country_code(destination.strip()) or ""


def _batch(options: argparse.Namespace, law: Law, book: Book) -> Batch:
    """What decides the lines of the book one by one, and checks its columns."""
    from rukhsa.decide.engine import read_overlays

    on = options.on
    if on is None and options.resume:  # a run goes on by the day on which it began
        record = kept_record(Path(options.out))
        on = record and record["asked"].get("settings", {}).get("on")
    columns = tuple(dict.fromkeys((*book.columns, *book.plan.read)))
    return Batch(
        law,
        OrderBook(book.file, columns, (), book.carried),
        on,
        options.known,
        options.accept,
        tuple(read_overlays(options.overlays)),
        options.strict,
        tuple(options.sides or ()),
        columns_of(options),
    )


def _show(options: argparse.Namespace, book: Book, batch: Batch, summary: Summary) -> None:
    """Short answers on the terminal, or whole ones as JSON lines."""
    if options.engine == "columns":
        raise RukhsaError(
            Problem(say("orders.engine_of_files"), field="--engine", fix=say("orders.needs_out"))
        )
    engine = ByLine(batch, options.lang)
    number, marked = 0, False
    for block, read in book.blocks():
        decided = []
        for at, line in enumerate(read.lines()):
            number += 1
            found = batch.decide(line)
            decided.append(found)
            if options.format == "json":
                cells = {name: listed(column[at : at + 1])[0] for name, column in block.columns.items()}
                own = found.result(options.lang, batch.results)
                print(json.dumps(_row(cells, own), ensure_ascii=False))
            else:
                print(laid_out(line_words(number, found), options.lang))
                marked = marked or reads_otherwise(found)
        summary.add(read, engine.columns(decided))
    if marked:
        print(laid_out([Line(), Line(say("batch.law_reads_otherwise"))], options.lang))
    told(options, headline_of(summary))
    if summary.rejected:
        told(options, say("batch.unread", n=summary.rejected))
    missing = summary.missing()[:5]
    if missing:
        facts = series((settling_words(*fact) for fact in missing), "common.semicolon")
        told(options, say("batch.settling", facts=facts))


def _row(cells: dict[str, str], results: dict[str, str]) -> dict[str, str]:
    """A line as data: its cells as the book has them, and its results."""
    return {**cells, **{result_name(name, cells): told for name, told in results.items()}}


def _write(
    options: argparse.Namespace, law: Law, book: Book, batch: Batch, summary: Summary, out: Path
) -> None:
    """Decide into a file, part by part."""
    from rukhsa.orders import run as running

    name = _engine_name(options, book)
    settings = running.settings_of(
        book,
        {
            "on": batch.day,
            "known": batch.known,
            "accept": batch.accept,
            "strict": batch.strict,
            "sides": list(batch.sides),
            "lang": options.lang,
            "engine": name,
            "columns": list(batch.results),
        },
    )
    parts = Parts(
        out,
        {
            "source": running.identity_of(Path(options.orders), book),
            "settings": settings,
            "law": batch.identity(options.overlays),
        },
    )
    if options.resume:
        parts.resume()
    else:
        parts.begin()
    progress = Progress(book.lines, options.lang, parts.done.get("lines", 0))
    try:
        with _engine(options, law, book, batch, name) as engine:
            running.run(book, engine, parts, summary, options.lang, progress, EVERY, batch.results)
    except KeyboardInterrupt:
        progress.end()
        if parts.done:
            told(options, say("orders.parts_kept", lines=parts.done["lines"]))
        raise
    finally:
        progress.end()
    lines = say("batch.lines", n=summary.lines)
    told(options, say("batch.written", read=say("batch.lines", n=book.lines), written=lines, file=str(out)))
    if summary.rejected:
        told(options, say("batch.unread", n=summary.rejected))
        told(options, say("orders.rejects", file=str(rejects_file(out))))
    if options.format == "json":
        rejects = str(rejects_file(out)) if summary.rejected else None
        data = {"book": book.file, "out": str(out), "rejects": rejects, **summary.to_data()}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print(laid_out(summary_words(summary), options.lang))


def _engine_name(options: argparse.Namespace, book: Book) -> str:
    """What decides: `line` or `columns`.

    Raises:
        RukhsaError: what is asked for is not installed, or does not go together.
    """
    asked: str = options.engine
    several = options.processes is not None and options.processes != 1
    if several and options.processes < 1:
        raise RukhsaError(Problem(say("orders.processes_few"), field="--processes"))
    if several and asked == "line":
        raise RukhsaError(
            Problem(say("orders.processes_engine"), field="--processes", fix=say("orders.processes_fix"))
        )
    if asked == "line" or (asked == "auto" and book.lines < LONG and not several):
        return "line"
    if _columns() is None:
        if asked != "auto" or several:
            field = "--processes" if asked == "auto" else "--engine"
            raise RukhsaError(Problem(say("orders.engine_extra"), field=field, fix=say("orders.engine_fix")))
        return "line"
    return "columns"


@contextmanager
def _engine(options: argparse.Namespace, law: Law, book: Book, batch: Batch, name: str) -> Iterator[Engine]:
    """What decides, as long as it is needed."""
    columns = _columns()
    if name == "line" or columns is None:
        yield ByLine(batch, options.lang)
        return
    from rukhsa.decide.by_columns import ByColumns

    settings = {
        "on": batch.day,
        "known": batch.known,
        "accept": batch.accept,
        "overlays": batch.overlays,
        "strict": batch.strict,
        "sides": batch.sides,
        "lang": options.lang,
        "wanted": batch.columns,
    }
    several = FOR_PARTY in batch.results
    count = _processes(options, book)
    if count == 1:
        yield ByColumns(columns(law, book.plan.read, **settings), batch.fields, several=several)
        return
    from rukhsa.columns.engine import MOST_KNOWN, default_columns
    from rukhsa.columns.workers import Workers

    settings["most_known"] = MOST_KNOWN // count
    workers = Workers(partial(default_columns, book.plan.read, settings), batch.columns, count)
    try:
        yield ByColumns(workers, batch.fields, several=several)
    finally:
        workers.close()


def _processes(options: argparse.Namespace, book: Book) -> int:
    """In how many processes a book is decided: by default one for two processors, for the sake of memory."""
    if options.processes is not None:
        return int(options.processes)
    if book.lines < WORTH_PROCESSES:
        return 1
    try:
        own = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        own = os.cpu_count() or 1
    return max(1, min(own // 2, MOST_PROCESSES))


def _columns() -> Callable[..., Any] | None:
    """The engine that decides column by column, where it and its extra are installed."""
    if arrow() is None:
        return None
    try:
        from rukhsa.columns.engine import Columns
    except ImportError:
        return None
    return Columns


def _guess(options: argparse.Namespace, law: Law) -> int:
    """Propose a mapping."""
    from rukhsa.cli.cell_tests import cell_tests
    from rukhsa.orders.guess import propose
    from rukhsa.orders.mapping import read_mapping

    out = None if options.out is None else Path(options.out)
    if out is not None:
        keep([options.orders, options.map], out)
        can_edit(out, force=options.force)
    titles = {name: tuple(fact.title.values()) for name, fact in law.vocabulary.items()}
    fields = fields_of(law.vocabulary)
    mapping = None if options.map is None else read_mapping(options.map, fields)
    file = open_file(Path(options.orders), reading_of(options))
    if mapping is None:
        refuse_title(file, fields)
    for message in file.notes:
        told(options, message)
    proposal = propose(file, fields, titles, cell_tests(law), mapping)
    if out is not None:
        write_whole(out, proposal.text(options.lang).encode())
        told(options, say("orders.mapping_written", file=str(out)))
    if options.format == "json":
        print(json.dumps(proposal.to_data(options.lang), ensure_ascii=False, indent=2))
    elif out is None:
        print(proposal.text(options.lang), end="")
    return 0
