"""Single measurements, each run in a process of its own: `python -m bench.tasks NAME '{"book": ...}'` prints JSON.

A task returns its seconds, and the answers to the first lines of the book, by which engines are compared: the
cells of `ANSWERS`, missing facts in the order of their names.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ANSWERS = ("verdict", "possible", "review_policy", "requirements", "exceptions", "missing")
BLOCK = 200_000
ASIDE = ("order", "value", "currency")  # columns that no engine reads
Found = dict[str, Any]


def _blocks(book: str, lines: int | None, on: str | None) -> Iterator[pa.Table]:
    """The book in blocks of text, as an order book is; on one day, its dates are left out."""
    left = lines
    for batch in pq.ParquetFile(book, pre_buffer=False).iter_batches(BLOCK):
        if left is not None:
            batch = batch.slice(0, left)
            left -= batch.num_rows
        if batch.num_rows:
            dropped = {*ASIDE, *(["date"] if on else [])}
            yield pa.table(
                {
                    name: _text(column)
                    for name, column in zip(batch.schema.names, batch.columns, strict=True)
                    if name not in dropped
                }
            )


def _text(column: Any) -> Any:
    return column if isinstance(column, pa.DictionaryArray) else pc.cast(column, pa.string())


def _answers(rows: Sequence[dict[str, Any]]) -> list[list[str]]:
    found = []
    for row in rows:
        cells = [str(row.get(name) or "") for name in ANSWERS]
        cells[-1] = " ".join(sorted(cells[-1].split()))
        found.append(cells)
    return found


def engine(
    book: str,
    checked: int,
    on: str | None = None,
    lines: int | None = None,
    processes: int = 1,
    wanted: Sequence[str] = (),
) -> Found:
    """The default engine: read, decide, count verdicts; in several processes, one block ahead."""
    from rukhsa.columns.engine import MOST_KNOWN, Columns, default_columns
    from rukhsa.columns.workers import Workers
    from rukhsa.decide.engine import load

    start = time.perf_counter()
    decides: Any = None
    begun: deque[tuple[Any, int]] = deque()
    answers: list[list[str]] = []
    verdicts: Counter[str] = Counter()
    done = 0

    def take() -> None:
        nonlocal answers, done
        wait, count = begun.popleft()
        result = wait()
        for value in pc.value_counts(result.column("verdict").combine_chunks()).to_pylist():
            verdicts[str(value["values"])] += value["counts"]
        answers = answers or _answers(result.slice(0, checked).to_pylist())
        done += count

    for block in _blocks(book, lines, on):
        if decides is None:
            names = tuple(block.column_names)
            settings: dict[str, Any] = {"on": on, "wanted": tuple(wanted)}
            decides = Columns(load(), names, **settings)
            if processes > 1:
                make = partial(default_columns, names, {**settings, "most_known": MOST_KNOWN // processes})
                decides = Workers(make, decides.results, processes)
        begun.append((decides.begin(block), block.num_rows))
        if len(begun) > decides.ahead:
            take()
    while begun:
        take()
    seconds = time.perf_counter() - start
    found = {
        "seconds": seconds,
        "lines": done,
        "answers": answers,
        "verdicts": dict(sorted(verdicts.items())),
        "beside": _peak_of_children(),
    }
    if processes > 1:
        decides.close()
    return found


def _peak_of_children() -> float:
    """The most memory that each process begun by this one has held, together, in MiB; 0 where that is not told."""
    total = 0
    for child in multiprocessing.active_children():
        try:
            status = Path(f"/proc/{child.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return 0.0
        total += int(status.partition("VmHWM:")[2].split()[0])
    return total / 1024


def line_path(book: str, checked: int, lines: int, on: str | None = None) -> Found:
    """One decision after the other, as the line path of `rukhsa batch` makes them."""
    from rukhsa.decide.batch import Batch
    from rukhsa.decide.engine import load
    from rukhsa.orders.line import OrderBook, OrderLine

    block = next(_blocks(book, lines, on))
    batch = Batch(load(), OrderBook("book", tuple(block.column_names), ()), on)
    rows = [{name: cell or "" for name, cell in row.items()} for row in block.to_pylist()]
    batch.decide(OrderLine(0, rows[0])).row()
    start = time.perf_counter()
    told = [batch.decide(OrderLine(number, row)).row() for number, row in enumerate(rows, 1)]
    return {"seconds": time.perf_counter() - start, "lines": len(rows), "answers": _answers(told[:checked])}


def _typed(book: str, checked: int, lines: int, on: str) -> tuple[Any, pa.Table, pa.Table, Any]:
    """The regimes of a day, and the typed facts of the first lines: as they are, and repeated."""
    from rukhsa.columns.sql_facts import LINE, facts_table
    from rukhsa.decide.case import filled
    from rukhsa.decide.engine import load

    law = load()
    regime = law.on(on)
    cases = []
    for row in next(_blocks(book, checked, on)).to_pylist():
        item = row.pop("item", None)
        given = {name: cell for name, cell in row.items() if cell and name != "line"}
        full = filled(regime.case(item or None, facts=given), law.vocabulary)
        cases.append((full.facts, full.parties))
    sides = {name: pack.on(on, regime.state.accepted(pack)) for name, pack in regime.packs.items()}
    table, layout = facts_table(cases, sides.values())
    whole = pa.concat_tables([table] * max(1, lines // len(cases)))
    whole = whole.set_column(whole.column_names.index(LINE), LINE, pa.array(range(whole.num_rows)))
    return sides, table, whole, layout


def vectors(book: str, checked: int, lines: int, on: str) -> Found:
    """Truths of all provisions in NumPy, in binary fractions; compared with the interpreter on the first lines."""
    from bench.vectors import Vectors
    from rukhsa.language.interpret import Interpreter

    sides, table, whole, layout = _typed(book, checked, lines, on)
    start = time.perf_counter()
    for regime in sides.values():
        Vectors(regime, whole, layout.places).all()
    seconds = time.perf_counter() - start
    for regime in sides.values():
        told = Vectors(regime, table, layout.places).all()
        for place, (facts, parties) in enumerate(_cases_of(table, layout, regime)):
            truth = Interpreter(regime, facts, parties).truth_of
            for name, (surely, possibly) in told.items():
                expected = truth(name)
                if (expected is True, expected is not False) != (surely[place], possibly[place]):
                    raise SystemExit(f"line {place + 1}: {name} differs from the interpreter")
    return {"seconds": seconds, "lines": whole.num_rows}


def _cases_of(
    table: pa.Table, layout: Any, regime: Any
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The cases of a table of typed facts, as the interpreter reads them."""
    from rukhsa.columns.sql_facts import PARTIES, column_of

    for row in table.to_pylist():
        facts: dict[str, Any] = {}
        parties: list[dict[str, Any]] = [{} for _ in range(row[PARTIES])]
        for fact in regime.facts:
            if fact in regime.vocabulary.party_facts:
                for number, party in enumerate(parties, 1):
                    if (value := row.get(column_of(fact, number))) is not None:
                        party[fact] = value
            elif (value := row.get(column_of(fact))) is not None:
                facts[fact] = value
        yield facts, parties


def statement(book: str, checked: int, lines: int, on: str, dialect: str = "duckdb") -> Found:
    """The plain SQL statement on one day: DuckDB, or Spark on two cores.

    The table of typed facts is made before, of `checked` lines, and repeated up to `lines`: neither engine sees
    that lines repeat. Planning is counted apart.
    """
    from rukhsa.columns.sql import CASES, written
    from rukhsa.columns.sql import statement as tree_of

    sides, table, whole, layout = _typed(book, checked, lines, on)
    tree = tree_of(sides, layout)
    if dialect == "spark":
        return _on_spark(written(tree, "spark"), table, whole, checked)
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("PRAGMA disable_optimizer")
        text = written(tree, "duckdb")

        def run(of: pa.Table) -> tuple[float, pa.Table]:
            connection.register(CASES, of)
            start = time.perf_counter()
            result = connection.sql(text).to_arrow_table()
            return time.perf_counter() - start, result

        planning, _ = run(table.slice(0, 1))
        seconds, result = run(whole)
    return {
        "seconds": seconds,
        "planning": planning,
        "lines": whole.num_rows,
        "answers": _answers(result.slice(0, checked).to_pylist()),
    }


def _on_spark(text: str, table: pa.Table, whole: pa.Table, checked: int) -> Found:
    from rukhsa.columns.spark import session
    from rukhsa.columns.sql import CASES

    spark = session("local[2]")
    spark.createDataFrame(whole).createOrReplaceTempView(CASES)
    start = time.perf_counter()
    result = spark.sql(text).toArrow()
    return {
        "seconds": time.perf_counter() - start,
        "lines": whole.num_rows,
        "answers": _answers(result.slice(0, checked).to_pylist()),
    }


def spark_book(
    book: str, checked: int, on: str | None = None, out: str = "/tmp/rukhsa-bench/decided"
) -> Found:
    """The default engine in two Spark workers, its result written as Parquet."""
    from rukhsa.columns.engine import default_columns
    from rukhsa.columns.spark import decide_book, session

    session("local[2]")
    start = time.perf_counter()
    settings = {"passed": ASIDE, **({"on": on} if on else {})}
    lines = decide_book("local[2]", book, default_columns, settings, out)
    seconds = time.perf_counter() - start
    first = pq.read_table(out, filters=[("line", "<=", checked)]).sort_by("line")
    return {"seconds": seconds, "lines": lines, "answers": _answers(first.to_pylist())}


def scan(book: str, on: str | None = None) -> Found:
    """A floor: read the columns that the law reads, and look at every cell."""
    start = time.perf_counter()
    lines = 0
    for block in _blocks(book, None, on):
        for column in block.columns:
            pc.count_distinct(column.combine_chunks().indices if _coded(column) else column)
        lines += block.num_rows
    return {"seconds": time.perf_counter() - start, "lines": lines}


def _coded(column: Any) -> bool:
    return bool(pa.types.is_dictionary(column.type))


def joins(book: str, on: str | None = None) -> Found:
    """A floor: join the book with a row for each item, place, home and day, in DuckDB, without any rule."""
    import duckdb

    with duckdb.connect() as connection:
        for name in ("item", "destination", "party_hq", "date"):
            connection.execute(
                f"CREATE TABLE of_{name} AS SELECT {name}, row_number() OVER () AS code "
                f"FROM (SELECT DISTINCT {name} FROM read_parquet(?))",
                [book],
            )
        start = time.perf_counter()
        (lines, _) = connection.execute(
            "SELECT count(*), sum(i.code + d.code + h.code + t.code) FROM read_parquet(?) b "
            "LEFT JOIN of_item i USING (item) LEFT JOIN of_destination d USING (destination) "
            "LEFT JOIN of_party_hq h USING (party_hq) LEFT JOIN of_date t USING (date)",
            [book],
        ).fetchone() or (0, 0)
        return {"seconds": time.perf_counter() - start, "lines": lines}


def reduced(book: str, provisions: int, on: str, checked: int = 0) -> Found:
    """The default engine under a part of the law: so many provisions of one side, with all that they read."""
    from bench.reduced import law_of
    from rukhsa.columns.engine import Columns

    law, kept = law_of("us", on, provisions)
    decides: Any = None
    start = time.perf_counter()
    lines = 0
    for block in _blocks(book, None, on):
        if decides is None:
            aside = [name for name in block.column_names if name not in law.vocabulary and name not in _READ]
            decides = Columns(law, block.column_names, on=on, passed=aside)
        decides.decide(block)
        lines += block.num_rows
    return {"seconds": time.perf_counter() - start, "lines": lines, "provisions": kept}


_READ = ("item", "line", "order", "date", "party_hq", "party_parent", "party_role")


def epochs(book: str, days: list[str]) -> Found:
    """The default engine on a book whose dates are these days in turn."""
    from rukhsa.columns.engine import Columns
    from rukhsa.decide.engine import load

    words = pa.array(days, pa.string())
    decides: Any = None
    start = time.perf_counter()
    lines = 0
    for block in _blocks(book, None, None):
        dates = pa.DictionaryArray.from_arrays(
            pa.array([line % len(days) for line in range(block.num_rows)], pa.int32()), words
        )
        block = block.set_column(block.column_names.index("date"), "date", dates)
        if decides is None:
            decides = Columns(load(), block.column_names)
        decides.decide(block)
        lines += block.num_rows
    return {"seconds": time.perf_counter() - start, "lines": lines}


def setup(overlay: str | None = None) -> Found:
    """From nothing to the first answer, in a process that has loaded Python and rukhsa's package alone."""
    import rukhsa

    start, cpu = time.perf_counter(), time.process_time()
    regime = rukhsa.load().on("2026-06-01", overlays=[overlay] if overlay else [])
    regime.decide("NVIDIA H20", exporter="NVIDIA", origin="US", destination="CN", party_hq="CN")
    first, cpu = time.perf_counter() - start, time.process_time() - cpu
    start = time.perf_counter()
    regime = rukhsa.load().on("2026-06-01", overlays=[overlay] if overlay else [])
    decided = regime.decide("NVIDIA H20", exporter="NVIDIA", origin="US", destination="CN", party_hq="CN")
    return {"seconds": first, "cpu": cpu, "again": time.perf_counter() - start, "verdict": decided.verdict}


def command(arguments: list[str]) -> Found:
    """A command as a user types it; what it prints is thrown away."""
    import contextlib
    import io

    from rukhsa.cli.main import main as run

    start = time.perf_counter()
    sys.argv = ["rukhsa", *arguments]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if run():
            raise SystemExit(f"`{' '.join(arguments)}` failed")
    return {"seconds": time.perf_counter() - start}


TASKS = {
    task.__name__: task
    for task in (
        command,
        engine,
        line_path,
        statement,
        vectors,
        spark_book,
        scan,
        joins,
        reduced,
        epochs,
        setup,
    )
}


def main() -> None:
    name, given = sys.argv[1], json.loads(sys.argv[2])
    found = TASKS[name](**given)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["peak"] = peak / (2**20 if sys.platform == "darwin" else 2**10) + found.pop("beside", 0.0)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
