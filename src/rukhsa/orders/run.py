"""A long run over a book: read, decide, write, part by part; every line of the book is in what comes out.

What decides is an engine; nothing here knows how. A line that cannot be read keeps its place in the output,
undetermined with its error, and is told in a file of its own with its number, its text and the reason.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders import cells as whole
from rukhsa.orders.book import Book
from rukhsa.orders.line import Block, Cells, listed
from rukhsa.orders.parts import RUNNING, WHOLE, Parts
from rukhsa.orders.summary import ERROR, OPEN, VERDICT, Summary
from rukhsa.orders.writing import (
    ParquetOut,
    TextOut,
    TextSink,
    csv_head,
    quoted,
    written_names,
)
from rukhsa.words.messages import said, say

_REJECTS = "rejects.csv"


class Engine(Protocol):
    """What decides the lines of a block.

    Attributes:
        results: the names of the columns that it gives.
        lines: how many lines it takes at once.
        ahead: how many blocks may be begun before the results of the first are asked for.
    """

    results: tuple[str, ...]
    lines: int
    ahead: int

    def begin(self, block: Block) -> Callable[[], Mapping[str, Cells]]:
        """Begin to decide a block; what is given waits for the result columns of its lines, in their order."""


def run(
    book: Book,
    engine: Engine,
    parts: Parts,
    summary: Summary,
    lang: str,
    progress: Callable[[int], object] = lambda done: None,
    every: float = 0,
    wanted: Sequence[str] | None = None,
) -> None:
    """Decide a book into a file.

    Args:
        book: looked through.
        parts: begun or resumed.
        summary: empty; holds the sums at the end.
        lang: the language of errors in the output.
        progress: is told after each block how many lines are done.
        every: seconds between parts; the first is finished with the first block.
        wanted: the result columns that are written; all that the engine gives when absent.

    Raises:
        RukhsaError: the book or the disk fails; finished parts stay.
    """
    done = parts.done
    if done.get("stage") == WHOLE:
        summary.take_over(done["summary"])
        parts.place(done["lines_file"], done["rejects_file"])
        return
    if done:
        summary.take_over(done["summary"])
    skipped: int = done.get("lines", 0)
    due = 0.0
    try:
        wanted = engine.results if wanted is None else wanted
        names = names_of(book, wanted)
        out = _out(names, parts, done.get("out", 0))
        rejects = TextSink(
            parts.folder / _REJECTS, csv_head(("line", "text", "reason")), done.get("rejects", 0)
        )
        try:
            try:
                for block, read, results in _decided(_cut(book, engine.lines, skipped), engine, lang):
                    summary.add(read, results)
                    cells = [*block.columns.values(), *(results[name] for name in wanted)]
                    out.write(dict(zip(names, cells, strict=True)))
                    rejects.write(_rejected(block, results[ERROR]))
                    if time.monotonic() >= due:
                        _finish_part(parts, summary, out, rejects)
                        due = time.monotonic() + every
                    progress(summary.lines)
            except RukhsaError:  # a part of the book that cannot be read: what stands before it is kept
                if summary.lines > parts.done.get("lines", 0):
                    with suppress(OSError):
                        _finish_part(parts, summary, out, rejects)
                raise
            _finish_part(parts, summary, out, rejects)
            if summary.lines != book.lines:
                problem = say("orders.lines_lost", read=book.lines, written=summary.lines)
                raise RukhsaError(Problem(problem, book.file))
            out.finish()
        finally:
            rejects.close()
            out.close()
        parts.place(out.name, _REJECTS if summary.rejected else None)
    except RukhsaError as error:
        if not parts.done:
            raise
        kept = Problem(say("orders.parts_kept", lines=parts.done["lines"]), str(parts.folder))
        raise RukhsaError(*error.problems, kept) from None
    except OSError as error:
        fix = (
            say("orders.parts_kept", lines=parts.done["lines"])
            if parts.done
            else say("errors.nothing_written")
        )
        raise RukhsaError(
            Problem(say("errors.unwritable", reason=error.strerror or str(error)), str(parts.out), fix=fix)
        ) from None
    finally:
        parts.forget()


def _finish_part(parts: Parts, summary: Summary, out: TextOut | ParquetOut, rejects: TextSink) -> None:
    """Bring all that is written onto the disk, then record it."""
    done = {"out": out.finish_part(), "rejects": rejects.finish_part()}
    parts.finish_part({"stage": RUNNING, "lines": summary.lines, **done, "summary": summary.to_data()})


def names_of(book: Book, results: Sequence[str]) -> tuple[str, ...]:
    """The columns that come out: those of the book under their own headings, then the results."""
    headings = zip(book.source.header, book.columns, strict=True)
    return written_names([heading or name for heading, name in headings], results)


def _out(names: Sequence[str], parts: Parts, done: int) -> TextOut | ParquetOut:
    ending = parts.out.suffix.lower()
    if ending == ".parquet":
        return ParquetOut(parts.folder, names, done)
    return TextOut(parts.folder, ending, names, done)


def _cut(book: Book, size: int, skipped: int) -> Iterator[tuple[Block, Block]]:
    """The blocks of a book in pieces of at most so many lines, after those that are done."""
    before = 0
    for block, read in book.blocks():
        for start in range(0, len(block), size):
            piece = block.part(start, size)
            before += len(piece)
            if before > skipped:
                yield piece, read.part(start, size)


def _decided(
    pieces: Iterator[tuple[Block, Block]], engine: Engine, lang: str
) -> Iterator[tuple[Block, Block, dict[str, Cells]]]:
    """The pieces of a book with their results, as many begun ahead as the engine allows.

    Raises:
        RukhsaError: the book cannot be read on; what stands before was given.
    """
    begun: deque[tuple[Block, Block, Callable[[], dict[str, Cells]]]] = deque()
    failed: RukhsaError | None = None
    while True:
        try:
            block, read = next(pieces)
        except StopIteration:
            break
        except RukhsaError as error:
            failed = error
            break
        begun.append((block, read, _begun(read, engine, lang)))
        if len(begun) > engine.ahead:
            first, own, wait = begun.popleft()
            yield first, own, wait()
    for first, own, wait in begun:
        yield first, own, wait()
    if failed is not None:
        raise failed


def _begun(read: Block, engine: Engine, lang: str) -> Callable[[], dict[str, Cells]]:
    """Begin to decide a block; what is given waits for its results, those of lines that cannot be read included."""
    count = len(read)
    if not read.errors:
        begun = engine.begin(read)
        return lambda: dict(begun())
    places = [at for at in range(count) if at not in read.errors]
    sound = Block(
        [read.numbers[at] for at in places],
        {name: whole.taken(cells, places) for name, cells in read.columns.items()},
    )
    wait: Callable[[], Mapping[str, Cells]] = (
        engine.begin(sound) if places else lambda: {name: [] for name in engine.results}
    )
    told = {
        at: said(say("errors.in_line", line=read.numbers[at], message=message), lang)
        for at, message in sorted(read.errors.items())
    }

    def results() -> dict[str, Cells]:
        found = wait()
        return {
            name: whole.put_in(
                found[name],
                places,
                count,
                list(told.values()) if name == ERROR else [OPEN if name == VERDICT else ""] * len(told),
            )
            for name in engine.results
        }

    return results


def _rejected(block: Block, errors: Cells) -> bytes:
    """The lines of a block that could not be read, as CSV."""
    lines = [
        ",".join((str(block.numbers[at]), quoted(block.text(at)), quoted(error))) + "\n"
        for at, error in _filled(errors)
    ]
    return "".join(lines).encode()


def _filled(cells: Cells) -> Sequence[tuple[int, str]]:
    if isinstance(cells, list):
        return [(at, cell) for at, cell in enumerate(cells) if cell]
    import pyarrow.compute as pc

    places = pc.indices_nonzero(pc.not_equal(whole.plain(cells), ""))
    return list(zip(places.to_pylist(), listed(cells.take(places)), strict=True))


def settings_of(book: Book, more: Mapping[str, Any]) -> dict[str, Any]:
    """What of the reading and of the run decides the bytes that come out."""
    plan = [
        [column.name, *column.sources, column.constant, dict(column.values), column.reading]
        for column in book.plan.columns
    ]
    return {
        "encoding": book.source.encoding,
        "columns": plan,
        "fill_down": list(book.plan.fill_down),
        "readings": book.readings,
        **more,
    }


def identity_of(path: Path, book: Book) -> dict[str, object]:
    """What tells whether a book is the same as before."""
    from rukhsa.orders.source import identity

    return {**identity(path), "lines": book.lines}
