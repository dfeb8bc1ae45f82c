"""Writing decided lines as CSV, JSON lines or Parquet, part by part, so that a part once finished stays.

Text grows in one file, of which the finished length is known; Parquet, whose files cannot grow, is written as one
file for each part and put together at the end.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.cells import arrow, in_one, plain
from rukhsa.orders.line import Cells, heading_name, listed, result_name
from rukhsa.words.messages import say

_MUST_BE_QUOTED = re.compile('[",\n\r]')
_ROW_GROUP = 100_000
ENDINGS = (".csv", ".parquet", ".jsonl", ".ndjson")

Columns = Mapping[str, Cells]


def can_write(path: Path) -> None:
    """Refuse early what could not be written late.

    Raises:
        RukhsaError: an ending that stands for nothing, a folder, a folder that is none, a missing library.
    """
    if path.suffix.lower() not in ENDINGS:
        raise RukhsaError(
            Problem(
                say("errors.unknown_output"), str(path), field="--out", fix=say("errors.unknown_output_fix")
            )
        )
    if path.is_dir() or not path.parent.is_dir():
        raise RukhsaError(
            Problem(
                say("errors.is_folder" if path.is_dir() else "errors.no_folder"), str(path), field="--out"
            )
        )
    if path.suffix.lower() == ".parquet" and arrow() is None:
        raise RukhsaError(
            Problem(say("errors.parquet_extra"), str(path), fix=say("errors.parquet_write_fix"))
        )


def quoted(cell: str) -> str:
    """A cell of CSV."""
    cell = cell.replace("\x00", "")
    return '"' + cell.replace('"', '""') + '"' if _MUST_BE_QUOTED.search(cell) else cell


def csv_head(names: Sequence[str]) -> bytes:
    """The first line."""
    return (",".join(map(quoted, names)) + "\n").encode()


def csv_lines(columns: Columns) -> bytes:
    """Lines of CSV; the same bytes whether the cells are lists or Arrow arrays."""
    if arrow() is None or all(isinstance(cells, list) for cells in columns.values()):
        rows = zip(*map(listed, columns.values()), strict=True)
        return "".join([",".join(map(quoted, row)) + "\n" for row in rows]).encode()
    import pyarrow as pa
    import pyarrow.compute as pc

    lines = pc.binary_join_element_wise(*(_quoted(in_one(cells)) for cells in columns.values()), ",")
    ended = plain(pc.binary_join_element_wise(lines, pa.scalar(""), "\n"))
    if not len(ended):
        return b""
    offsets = memoryview(ended.buffers()[1]).cast("i")
    start, end = offsets[ended.offset], offsets[ended.offset + len(ended)]
    return bytes(memoryview(ended.buffers()[2])[start:end])


def _quoted(cells: Any) -> Any:
    """The cells as CSV has them; of cells that are kept as codes of a dictionary, the dictionary alone is looked at."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(cells.type):
        return _quoted(plain(cells.dictionary)).take(cells.indices)
    marked = pc.match_substring_regex(cells, '[",\n\r\\x00]')
    if not pc.any(marked).as_py():
        return cells
    cells = pc.replace_substring(cells, "\x00", "")
    marked = pc.match_substring_regex(cells, _MUST_BE_QUOTED.pattern)
    doubled = pc.replace_substring(cells, '"', '""')
    return pc.if_else(marked, pc.binary_join_element_wise('"', doubled, '"', ""), cells)


def json_lines(columns: Columns) -> bytes:
    """Lines of JSON, an object each."""
    names = tuple(columns)
    rows = zip(*map(listed, columns.values()), strict=True)
    lines = [json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in rows]
    return "".join(lines).encode()


class TextSink:
    """A text that grows by finished parts.

    Args:
        path: where it grows.
        done: how long its finished parts are; what stands behind them is cut off.
    """

    def __init__(self, path: Path, head: bytes, done: int = 0) -> None:
        self.path = path
        self._file = path.open("r+b" if done else "wb")
        self._file.truncate(done)
        self._file.seek(done)
        if not done:
            self._file.write(head)

    def write(self, lines: bytes) -> None:
        self._file.write(lines)

    def finish_part(self) -> int:
        """Bring what was written onto the disk; its length."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


class TextOut:
    """Decided lines as text.

    Attributes:
        name: of the file in the folder of parts that is put in place at the end.
    """

    def __init__(self, folder: Path, ending: str, names: Sequence[str], done: int) -> None:
        self._lines = csv_lines if ending == ".csv" else json_lines
        self.name = f"lines{ending}"
        self._sink = TextSink(folder / self.name, csv_head(names) if ending == ".csv" else b"", done)

    def write(self, columns: Columns) -> None:
        self._sink.write(self._lines(columns))

    def finish_part(self) -> int:
        return self._sink.finish_part()

    def finish(self) -> None:
        self._sink.close()

    close = finish


class ParquetOut:
    """Decided lines as Parquet: a file for each part, put together at the end."""

    name = "lines.parquet"

    def __init__(self, folder: Path, names: Sequence[str], done: int) -> None:
        import pyarrow as pa

        self._folder, self._parts = folder, done
        self._schema = pa.schema([(name, pa.string()) for name in names])
        self._tables: list[Any] = []

    def write(self, columns: Columns) -> None:
        import pyarrow as pa

        arrays = [plain(cells) for cells in columns.values()]
        self._tables.append(pa.Table.from_arrays(arrays, schema=self._schema))

    def finish_part(self) -> int:
        import pyarrow as pa
        from pyarrow import parquet

        if self._tables:
            self._parts += 1
            with self._part(self._parts).open("wb") as file:
                parquet.write_table(pa.concat_tables(self._tables), file)
                file.flush()
                os.fsync(file.fileno())
            self._tables = []
        return self._parts

    def _part(self, number: int) -> Path:
        return self._folder / f"part-{number:06}.parquet"

    def finish(self) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        with (self._folder / self.name).open("wb") as file:
            with parquet.ParquetWriter(file, self._schema) as writer:
                waiting = self._schema.empty_table()
                for number in range(1, self._parts + 1):
                    waiting = pa.concat_tables([waiting, parquet.read_table(self._part(number))])
                    # Row groups of one size, so that it does not show where a run was stopped.
                    while waiting.num_rows >= _ROW_GROUP or (waiting.num_rows and number == self._parts):
                        writer.write_table(waiting.slice(0, _ROW_GROUP).combine_chunks())
                        waiting = waiting.slice(_ROW_GROUP)
            file.flush()
            os.fsync(file.fileno())

    def close(self) -> None:
        self._tables = []


def written_names(book: Sequence[str], results: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns that are written: those of the book, then the results under names of their own."""
    taken = {heading_name(name) for name in book}
    return (*book, *(result_name(name, taken) for name in results))


def write_rows(
    path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]], results: Sequence[str]
) -> int:
    """Write a table that fits into memory, by the ending of its file; nothing half-written stays.

    Args:
        columns: those of the book.
        results: the further ones.

    Returns:
        the number of lines written.

    Raises:
        RukhsaError: it cannot be written.
    """
    names = written_names(columns, results)
    cells = {name: [row.get(name, "") for row in rows] for name in names}
    ending = path.suffix.lower()
    partial = path.with_name(path.name + ".partial")
    try:
        if ending == ".parquet":
            _write_table(partial, cells)
        else:
            head, lines = (
                (csv_head(names), csv_lines(cells)) if ending == ".csv" else (b"", json_lines(cells))
            )
            partial.write_bytes(head + lines)
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise RukhsaError(
            Problem(
                say("errors.unwritable", reason=error.strerror), str(path), fix=say("errors.nothing_written")
            )
        ) from None
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    return len(rows)


def _write_table(path: Path, cells: Columns) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table(dict(cells)), path)
