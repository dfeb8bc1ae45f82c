"""Several processes against one: the very same cells in the same order, and what is told when one of them ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pyarrow as pa
import pytest

from rukhsa.columns.engine import Columns, default_columns
from rukhsa.columns.workers import Workers
from rukhsa.errors import Problem, RukhsaError
from tests.columns.books import USED, law, random_book

SETTINGS: dict[str, Any] = {"on": "2026-06-01", "lang": "ar"}


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(partial(default_columns, USED, SETTINGS), Columns(law(), USED, **SETTINGS).results, 2)
    yield made
    made.close()


def table(rows: Sequence[dict[str, str]]) -> Any:
    return pa.table({name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in USED})


def test_several_processes_give_the_cells_of_one(workers: Workers) -> None:
    blocks = [table(random_book(seed, 40)) for seed in (1, 2)]
    one = Columns(law(), USED, **SETTINGS)
    begun = [
        workers.begin(block, range(2, 42)) for block in blocks
    ]  # the second before the first is asked for
    for block, wait in zip(blocks, begun, strict=True):
        found = wait()
        assert found.column_names == list(one.results)
        assert found.to_pylist() == one.decide(block, range(2, 42)).to_pylist()


def test_a_line_that_cannot_be_read_is_told_its_own_number(workers: Workers) -> None:
    rows = [{"item": item, "tpp": "nan"} for item in ("NVIDIA H20", "NVIDIA A100", "NVIDIA H20")]
    found = workers.decide(table(rows), [7, 8, 9]).column("error").to_pylist()
    assert [str(number) in text for number, text in zip((7, 8, 9), found, strict=True)] == [True] * 3


def test_books_without_lines_and_without_items(workers: Workers) -> None:
    assert workers.decide(table([])).num_rows == 0
    rows = [{"category": "other", "origin": place, "destination": "JP"} for place in ("US", "CN", "DE")]
    columns = ("category", "origin", "destination")
    block = pa.table({name: [row[name] for row in rows] for name in columns})
    alone = Columns(law(), columns, **SETTINGS)
    both = Workers(partial(default_columns, columns, SETTINGS), alone.results, 2)
    try:
        assert both.decide(block).to_pylist() == alone.decide(block).to_pylist()
    finally:
        both.close()


class Ends:
    """Decides nothing: its process ends."""

    def decide(self, block: Any, numbers: Any = None) -> Any:
        raise SystemExit(1)


class Refuses:
    """Decides nothing: what is given is wrong."""

    def decide(self, block: Any, numbers: Any = None) -> Any:
        raise RukhsaError(Problem("wrong", "book.csv", 3, "item", "mend it"))


def test_a_process_that_ends_is_told_with_the_way_out() -> None:
    workers = Workers(Ends, ("verdict",), 1)
    try:
        with pytest.raises(RukhsaError) as told:
            workers.decide(table([{"item": "x"}]))
    finally:
        workers.close()
    (problem,) = told.value.problems
    assert problem.field == "--processes" and "--resume" in str(problem.fix)


def test_an_error_in_a_process_keeps_its_place_and_its_way_out() -> None:
    workers = Workers(Refuses, ("verdict",), 1)
    try:
        with pytest.raises(RukhsaError) as told:
            workers.decide(table([{"item": "x"}]))
    finally:
        workers.close()
    assert told.value.problems == (Problem("wrong", "book.csv", 3, "item", "mend it"),)


class Waits:
    """Says that it decides, and never ends to."""

    def decide(self, block: Any, numbers: Any = None) -> Any:
        print("deciding", flush=True)
        Event().wait()


BEGIN = """
from rukhsa.columns.workers import Worker
from tests.columns.test_workers import Waits
Worker(Waits).begin(None, None).result()
"""


def test_a_process_ends_with_the_one_that_began_it_whatever_it_does() -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", BEGIN], stdout=subprocess.PIPE, cwd=root) as began:
        assert began.stdout is not None and began.stdout.readline().strip() == b"deciding"
        began.kill()
        began.communicate(timeout=120)  # until nobody holds the other end


class Interrupted:
    """What decides in a process that is interrupted from the keyboard while it starts."""

    def __reduce__(self) -> tuple[Callable[[], Any], tuple[()]]:
        return _interrupted, ()


def _interrupted() -> Any:
    os.kill(os.getpid(), signal.SIGINT)
    return Refuses


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="not on this system")
def test_an_interruption_while_a_process_starts_is_not_for_it() -> None:
    workers = Workers(Interrupted(), ("verdict",), 1)  # type: ignore[arg-type]
    try:
        with pytest.raises(RukhsaError, match="wrong"):
            workers.decide(table([{"item": "x"}]))
    finally:
        workers.close()


class Fails:
    """The process of one item fails, that of another long after."""

    def decide(self, block: Any, numbers: Any = None) -> Any:
        if block.column("item")[0].as_py() == "x":
            Event().wait(600)
            raise RukhsaError(Problem("late"))
        raise RukhsaError(Problem("wrong"))


def test_a_process_that_fails_is_told_while_others_decide() -> None:
    workers = Workers(Fails, ("verdict",), 2)
    try:
        with pytest.raises(RukhsaError, match="wrong"):
            workers.decide(table([{"item": "x"}, {"item": "x"}, {"item": "y"}]))
    finally:
        workers.close()
