"""Order books beyond one machine: the default engine in every worker of a Spark cluster.

Each partition of the book is decided as one machine decides a whole book; as every line is decided by itself,
the results hang neither on the partitions nor on their order. `decided_by_spark` runs the SQL statement of
`columns.sql` instead, which the tests compare. Needs the extra `spark`, and Java 17 or later.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.line import result_name
from rukhsa.words.messages import say

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from rukhsa.columns.sql_facts import Layout
    from rukhsa.law.regime import Regime

Settings = Mapping[str, Any]
BLOCK = 65_536  # lines that a worker decides at once


class Decides(Protocol):
    """What decides a block of lines in a worker: `columns.engine.Columns`, or what a test puts in its place."""

    def decide(self, block: pa.Table, numbers: Sequence[int] | None = None) -> pa.Table:
        """The results of a block, line by line, under names of their own.

        Args:
            numbers: the number of each line in the book, for what is said of it.
        """


Columns = Callable[[Sequence[str], Settings], Decides]


def session(master: str) -> SparkSession:
    """A quiet session on a cluster (`local[2]`, `spark://...`, `yarn`).

    Raises:
        RukhsaError: there is no Spark, no Java, or no such cluster.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise RukhsaError(Problem(say("errors.spark_extra"), fix=say("errors.spark_extra_fix"))) from None
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise RukhsaError(Problem(say("errors.spark_java"), fix=say("errors.spark_java_fix")))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("rukhsa")
    for name, value in _CONFIG.items():
        builder = builder.config(name, value)
    try:
        found: SparkSession = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise _unreachable(master, error) from None
    except Exception as error:
        if type(error).__module__.startswith("py4j"):
            raise _unreachable(master, error) from None
        raise
    found.sparkContext.setLogLevel("ERROR")
    return found


_CONFIG = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.maxRecordsPerBatch": str(BLOCK),
    # dates and decimals exactly as they are written
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
}


def _unreachable(master: str, error: Exception) -> RukhsaError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return RukhsaError(
        Problem(say("errors.spark_unreachable", master=master, reason=reason), field="--master")
    )


def decide_book(
    master: str,
    source: str | os.PathLike[str],
    columns: Columns,
    settings: Settings,
    out: str | os.PathLike[str],
    number: str = "line",
) -> int:
    """Decide a book of Parquet files on a cluster, and write the lines with their results as Parquet files.

    Args:
        master: the cluster.
        source: the book: a Parquet file, or a folder of them, that every worker can read.
        columns: makes what decides, in each worker once; must be importable there (`default_columns`).
        settings: handed to `columns`; plain values that can be sent to workers.
        out: the folder to write; it appears whole or not at all. Its lines stand in no order.
        number: the column that numbers the lines, since a worker cannot count them.

    Returns:
        the number of lines written, which is that of the book.

    Raises:
        RukhsaError: no Spark, no Java, no cluster; a book that cannot be read; lines lost.
    """
    spark = session(master)
    decided = decided_lines(spark, source, columns, settings, number)
    away = "://" in os.fspath(out)  # a store that Spark itself commits as a whole
    partial = os.fspath(out) if away else f"{os.fspath(out)}.partial"
    with _told_of(source):
        decided.write.mode("overwrite").parquet(partial)
        lines, written = spark.read.parquet(os.fspath(source)).count(), spark.read.parquet(partial).count()
    if lines != written:
        raise RukhsaError(Problem(say("errors.spark_lost", lines=lines, written=written), os.fspath(source)))
    if not away:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(out)
        os.replace(partial, out)
    return written


@contextlib.contextmanager
def _told_of(source: str | os.PathLike[str]) -> Iterator[None]:
    """What Spark cannot read of a book, or do with it, as an error of the book."""
    from pyspark.errors import PySparkException

    try:
        yield
    except Exception as error:
        if not isinstance(error, PySparkException) and not type(error).__module__.startswith("py4j"):
            raise
        lines = [line for line in str(error).splitlines() if line.strip()]
        reason = lines[1] if len(lines) > 1 and lines[0].startswith("An error occurred") else lines[0]
        raise RukhsaError(
            Problem(say("errors.no_parquet", reason=reason.strip(": ")), os.fspath(source))
        ) from None


def decided_lines(
    spark: SparkSession,
    source: str | os.PathLike[str],
    columns: Columns,
    settings: Settings,
    number: str = "line",
) -> DataFrame:
    """The lines of a book with their results, not yet worked out."""
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    with _told_of(source):
        book = spark.read.parquet(os.fspath(source))
    names = book.columns
    if number not in names:
        raise RukhsaError(
            Problem(
                say("errors.no_column", column=number), os.fspath(source), fix=say("errors.spark_number_fix")
            )
        )
    empty = to_arrow_schema(book.schema).empty_table()
    schema = from_arrow_schema(_with_results(columns(names, settings), empty, number).schema)
    return book.mapInArrow(_Worker(columns, tuple(names), dict(settings), number), schema)


class _Worker:
    """Decides the blocks of a partition; sent to the workers, where it makes what decides once."""

    def __init__(
        self, columns: Columns, names: tuple[str, ...], settings: dict[str, Any], number: str
    ) -> None:
        self.columns = columns
        self.number = number
        self.names = names
        self.settings = settings

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        decides: Decides | None = None
        for batch in batches:
            if decides is None:
                decides = self.columns(self.names, self.settings)
            yield from _with_results(decides, pa.Table.from_batches([batch]), self.number).to_batches()


def _with_results(decides: Decides, block: pa.Table, number: str) -> pa.Table:
    """A block with its results: the engine reads text, and gives text in plain columns."""
    import pyarrow as pa
    import pyarrow.compute as pc

    book = pa.table({name: as_text(column) for name, column in _columns(block)})
    found = decides.decide(book, [int(line) for line in book.column(number).to_pylist()])
    for name, column in _columns(found):
        plain = pc.cast(column, pa.string())
        block = block.append_column(result_name(name, block.column_names), plain)
    return block


def _columns(table: pa.Table) -> Iterator[tuple[str, Any]]:
    return zip(table.column_names, table.columns, strict=True)


def as_text(column: Any) -> Any:
    """A column as an order book would have it in text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "yes", "no")
    return pc.cast(column, pa.string())


def decided_by_spark(
    spark: SparkSession, sides: Mapping[str, Regime], table: pa.Table, layout: Layout
) -> pa.Table:
    """The answers of Spark to the statement of `columns.sql` on a table of cases."""
    from rukhsa.columns.sql import CASES, statement, written

    spark.createDataFrame(table).createOrReplaceTempView(CASES)
    return spark.sql(written(statement(sides, layout), "spark")).toArrow()
