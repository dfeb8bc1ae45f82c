"""Order books: reading lines from CSV or Parquet, and writing what was decided, line for line.

Nothing is guessed: a column that resembles a fact without being one stops the run; a line that cannot be
read stays in the book, undetermined, with its error.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rukhsa.decide.case import PARTY_SHORTHANDS
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, Typed, say, series

CARRIED = ("order", "line", "value", "currency")
ITEM, CODE, DATE = "item", "code", "date"
LONGEST_CELL = 1_000_000
_SEPARATORS = ",;\t|"
_FURTHER = re.compile(r"(.+)_([2-9]|[1-9]\d)")


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order book as it stands: its number, its cells, and why it cannot be read, if so."""

    number: int
    cells: Mapping[str, str]
    error: Message | None = None


@dataclass(frozen=True)
class OrderBook:
    """The columns of a book and its lines."""

    file: str
    columns: tuple[str, ...]
    lines: Sequence[OrderLine]


def read_orders(path: Path, encoding: str = "utf-8") -> OrderBook:
    """Read a whole order book.

    Raises:
        RukhsaError: the file cannot be read, has no header or no lines.
    """
    if path.is_dir():
        raise RukhsaError(Problem(say("errors.folder_no_book"), str(path)))
    if not path.exists():
        raise RukhsaError(Problem(say("errors.does_not_exist"), str(path)))
    if not path.is_file():
        raise RukhsaError(Problem(say("errors.no_regular_file"), str(path)))
    book = _read_parquet(path) if path.suffix.lower() == ".parquet" else _read_csv(path, encoding)
    if not book.lines:
        raise RukhsaError(
            Problem(say("errors.no_order_lines"), str(path), fix=say("errors.header_and_lines"))
        )
    return book


def _read_csv(path: Path, encoding: str) -> OrderBook:
    text = _decoded(path, encoding)
    if not text.strip():
        raise RukhsaError(Problem(say("errors.empty"), str(path), fix=say("errors.header_and_lines")))
    first = text.lstrip().splitlines()[0]
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[OrderLine] = []
    columns: tuple[str, ...] = ()
    try:
        for row in reader:
            if not columns:
                columns = _columns(row, str(path))
                continue
            if not any(cell.strip() for cell in row):
                continue
            error = None
            if len(row) != len(columns):
                error = say("errors.cells", cells=len(row), columns=len(columns))
            padded = [*row, *[""] * (len(columns) - len(row))]
            lines.append(OrderLine(reader.line_num, dict(zip(columns, padded, strict=False)), error))
    except csv.Error as error:
        raise RukhsaError(
            Problem(say("errors.no_csv", reason=str(error)), str(path), reader.line_num)
        ) from None
    return OrderBook(str(path), columns, lines)


def _decoded(path: Path, encoding: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RukhsaError(Problem(say("errors.unreadable", reason=error.strerror), str(path))) from None
    name = "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") and name == "utf-8-sig":
        name = "utf-16"
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RukhsaError(
            Problem(
                say("errors.wrong_encoding", encoding=encoding, byte=error.start),
                str(path),
                line,
                fix=say("errors.wrong_encoding_fix"),
            )
        ) from None
    except (LookupError, UnicodeError):
        raise RukhsaError(
            Problem(say("errors.unknown_encoding", encoding=encoding), field="--encoding")
        ) from None


def _columns(row: Sequence[str], file: str) -> tuple[str, ...]:
    names = tuple(
        cell.strip().lower().replace(" ", "_") or f"column_{index + 1}" for index, cell in enumerate(row)
    )
    for index, name in enumerate(names):
        if name in names[:index]:
            raise RukhsaError(Problem(say("errors.column_twice", column=name), file, 1))
    return names


def _read_parquet(path: Path) -> OrderBook:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise RukhsaError(
            Problem(say("errors.parquet_extra"), str(path), fix=say("errors.parquet_read_fix"))
        ) from None
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise RukhsaError(
            Problem(say("errors.no_parquet", reason=str(error).splitlines()[0]), str(path))
        ) from None
    columns = _columns(table.column_names, str(path))
    rows = zip(*(table.column(index).to_pylist() for index in range(table.num_columns)), strict=True)
    lines = [
        OrderLine(number, dict(zip(columns, map(_cell, row), strict=True)))
        for number, row in enumerate(rows, 1)
    ]
    return OrderBook(str(path), columns, lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def check_columns(book: OrderBook, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Columns that are not read, after refusing those that look like a misspelled fact.

    Raises:
        RukhsaError: a needed column is missing, or one resembles a fact.
    """
    known = {*CARRIED, ITEM, CODE, DATE, *PARTY_SHORTHANDS, *vocabulary}
    problems: list[Problem] = []
    if not {ITEM, CODE, "category"} & set(book.columns):
        problems.append(
            Problem(say("errors.no_column", column="item"), book.file, 1, "item", say("errors.no_item_fix"))
        )
    if "destination" not in book.columns:
        problems.append(
            Problem(
                say("errors.no_column", column="destination"),
                book.file,
                1,
                "destination",
                say("errors.no_destination_fix"),
            )
        )
    passed: list[str] = []
    further = further_parties(book.columns, vocabulary)
    for column in book.columns:
        if column in known or column in further:
            continue
        near = get_close_matches(column, known, n=1, cutoff=0.85)
        if near:
            problems.append(
                Problem(
                    say("errors.column_no_fact", column=column),
                    book.file,
                    1,
                    column,
                    say("errors.did_you_mean", names=series(map(Typed, near))),
                )
            )
        else:
            passed.append(column)
    if problems:
        raise RukhsaError(*problems)
    return tuple(passed)


RESULT_COLUMNS = (
    "verdict",
    "possible",
    "review_policy",
    "classification",
    "requirements",
    "exceptions",
    "missing",
    "assumed",
    "conflicts",
    "next_change",
    "next_verdict",
    "caution",
    "error",
)


def side_columns(side: str) -> tuple[str, str, str]:
    """The columns of one side's own answer: verdict, policies, missing facts."""
    return f"verdict_{side}", f"policy_{side}", f"missing_{side}"


def write_results(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    results: Sequence[str] = RESULT_COLUMNS,
) -> int:
    """Write decided lines as CSV, Parquet or JSON lines, by the ending; nothing half-written stays.

    Args:
        columns: those of the book.
        results: the further ones, those of each side included.

    Returns:
        the number of lines written.
    """
    partial = path.with_name(path.name + ".partial")
    names = [*columns, *(name if name not in columns else f"rukhsa_{name}" for name in results)]
    try:
        count = _write(partial, path.suffix.lower(), names, rows)
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
    return count


def _write(path: Path, ending: str, names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    if ending == ".parquet":
        return _write_parquet(path, names, rows)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        if ending in (".jsonl", ".ndjson"):
            for row in rows:
                out.write(json.dumps({name: row.get(name, "") for name in names}, ensure_ascii=False) + "\n")
                count += 1
            return count
        writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _safe(row.get(name, "")) for name in names})
            count += 1
    return count


def _safe(cell: str) -> str:
    return cell.replace("\x00", "")


def _write_parquet(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise RukhsaError(
            Problem(say("errors.parquet_extra"), str(path), fix=say("errors.parquet_write_fix"))
        ) from None
    data: dict[str, list[str]] = {name: [] for name in names}
    count = 0
    for row in rows:
        for name in names:
            data[name].append(row.get(name, ""))
        count += 1
    pq.write_table(pa.table(data), path)
    return count


def can_write(path: Path) -> None:
    """Refuse early what could not be written late."""
    if path.suffix.lower() not in (".csv", ".parquet", ".jsonl", ".ndjson"):
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


def further_parties(columns: Iterable[str], vocabulary: Vocabulary) -> dict[str, tuple[int, str]]:
    """The columns of parties beyond the first: which party (from 2 on), and the fact or shorthand.

    `party_hq_2` is the headquarters of the second party; a fact whose own name ends in a number is that fact.
    """
    found: dict[str, tuple[int, str]] = {}
    for column in columns:
        parts = None if column in vocabulary else _FURTHER.fullmatch(column)
        if parts and (parts[1] in PARTY_SHORTHANDS or parts[1] in vocabulary.party_facts):
            found[column] = (int(parts[2]), parts[1])
    return found


def parties_of(line: OrderLine, further: Mapping[str, tuple[int, str]]) -> list[dict[str, str]]:
    """The facts of a line's parties beyond the first, in their order; a party of whom nothing is said is none."""
    found: dict[int, dict[str, str]] = {}
    for column, (which, fact) in further.items():
        cell = line.cells.get(column, "")
        if cell.strip():
            found.setdefault(which, {})[fact] = cell
    return [found[which] for which in sorted(found)]


def given_of(
    line: OrderLine, passed: Iterable[str], further: Iterable[str] = ()
) -> Iterator[tuple[str, Any]]:
    """The facts of a line: every filled cell that is read; those of `further` parties have cases of their own."""
    skipped = {*CARRIED, ITEM, CODE, DATE, *passed, *further}
    for name, cell in line.cells.items():
        if name not in skipped and cell.strip():
            yield name, cell
