"""Parquet as a stream of blocks: row group after row group, its typed values as the plain text that all else reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.cells import arrow, plain
from rukhsa.orders.line import Block, Cells, column_names, joined
from rukhsa.words.messages import Message, say

_LINES = 200_000


class ParquetFile:
    """A book in Parquet; `typed` names the columns that hold numbers, dates or truths and not text."""

    encoding = ""
    blanks = 0
    notes: tuple[Message, ...] = ()

    def __init__(self, path: Path) -> None:
        if arrow() is None:
            raise RukhsaError(
                Problem(say("errors.parquet_extra"), str(path), fix=say("errors.parquet_read_fix"))
            )
        import pyarrow as pa
        from pyarrow import parquet

        self.path, self.file = path, str(path)
        try:
            self._file = parquet.ParquetFile(path)
            schema = self._file.schema_arrow
            self.header = tuple(schema.names)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise RukhsaError(Problem(say("errors.no_parquet", reason=_reason(error)), self.file)) from None
        self.columns = column_names(self.header, self.file)
        texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_dictionary, pa.types.is_binary)
        self.typed = frozenset(
            name
            for name, type_ in zip(self.columns, schema.types, strict=True)
            if not any(is_text(type_) for is_text in texts)
        )
        self.lines: int | None = self._file.metadata.num_rows

    def blocks(self) -> Iterator[Block]:
        """The rows.

        Raises:
            RukhsaError: a row group that cannot be read, with its first row.
        """
        import pyarrow as pa

        first = 1
        for group in range(self._file.num_row_groups):
            try:
                for batch in self._file.iter_batches(batch_size=_LINES, row_groups=[group]):
                    columns = {name: texts_of(batch.column(index)) for index, name in enumerate(self.columns)}
                    yield Block(range(first, first + batch.num_rows), columns, text=joined(columns))
                    first += batch.num_rows
            except (pa.ArrowException, OSError, ValueError) as error:
                problem = say("orders.unreadable_part", group=group + 1, row=first, reason=_reason(error))
                raise RukhsaError(Problem(problem, self.file, first)) from None


def texts_of(values: Any) -> Cells:
    """Typed values as text: dates in ISO form, truths as yes or no, numbers as plain decimals, nothing as `""`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = values.type
    if pa.types.is_dictionary(kind):
        values = values.dictionary_decode()
        kind = values.type
    if pa.types.is_boolean(kind):
        text = pc.if_else(values, "yes", "no")
    elif pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        text = pa.array(
            [None if value is None else _number(value) for value in values.to_pylist()], pa.string()
        )
    elif pa.types.is_timestamp(kind):
        text = pc.strftime(values, format="%Y-%m-%dT%H:%M:%S")
        text = pc.replace_substring_regex(text, r"(\.\d+)?$", "")
    else:
        try:
            text = values.cast(pa.string())
        except pa.ArrowException:
            text = pa.array([_told(value) for value in values.to_pylist()], pa.string())
    return plain(pc.fill_null(text, ""))


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


def _told(value: Any) -> str | None:
    """A value as text; bytes that are no text as Python writes them, so that their line is rejected."""
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return repr(value)
    return None if value is None else str(value)


def _number(value: Any) -> str:
    text = repr(value) if isinstance(value, float) else f"{value:f}"
    return text.removesuffix(".0")
