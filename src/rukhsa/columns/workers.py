"""The default engine in several processes: each decides the lines of some items, so what is found of them is found once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor
from concurrent.futures import wait as first_of
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.cells import plain
from rukhsa.orders.line import ITEM
from rukhsa.words.messages import say

Wait = Callable[[], Any]


class Decides(Protocol):
    """What decides in a process: `columns.engine.Columns`."""

    def decide(self, block: Any, numbers: Sequence[int] | None = None) -> Any: ...


class Worker:
    """A process that decides the blocks that it is sent, one after another; it ends with the one that began it."""

    def __init__(self, make: Callable[[], Decides]) -> None:
        """`make` gives what decides, in the process; it must be picklable."""
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, make), daemon=True)
        with _unheard():
            self._process.start()
        there.close()
        self._asking = ThreadPoolExecutor(1)  # a pipe that is full blocks who sends

    def begin(self, block: Any, numbers: Sequence[int] | None) -> Future[Any]:
        """Send a block; its results come later."""
        return self._asking.submit(self._ask, block, numbers)

    def _ask(self, block: Any, numbers: Sequence[int] | None) -> Any:
        try:
            self._here.send((block, numbers))
            error, found = self._here.recv()
        except (EOFError, OSError):
            raise RukhsaError(
                Problem(say("orders.process_ended"), field="--processes", fix=say("orders.process_ended_fix"))
            ) from None
        if error is not None:
            raise error
        return found

    def close(self) -> None:
        self._process.terminate()
        self._asking.shutdown(wait=True, cancel_futures=True)
        self._process.join()
        self._here.close()


@contextmanager
def _unheard() -> Iterator[None]:
    """Processes begun meanwhile never hear an interruption from the keyboard, not even while they start."""
    if not hasattr(signal, "pthread_sigmask"):  # not on every system
        yield
        return
    resource_tracker.ensure_running()  # which would let signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(parent: Any) -> None:
    """End this process, whatever it does, once the one that began it has ended."""
    parent.join()
    os._exit(1)


def _serve(pipe: Connection, make: Callable[[], Decides]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began the process ends it
    Thread(target=_end_with, args=(multiprocessing.parent_process(),), daemon=True).start()
    engine: Decides | None = None
    while True:
        try:
            block, numbers = pipe.recv()
        except (EOFError, OSError):
            return
        answer: tuple[Exception | None, Any]
        try:
            engine = engine or make()
            answer = None, engine.decide(block, numbers)
        except Exception as error:  # told where the run is told
            answer = error, None
        try:
            pipe.send(answer)
        except OSError:
            return


class Workers:
    """Decides blocks of an order book as `Columns` does, in several processes.

    Args:
        make: gives what decides, in each process; it must be picklable.
        results: the names of the result columns, in order.
        count: how many processes.

    Attributes:
        ahead: how many blocks may be begun before the results of the first are asked for.
    """

    ahead = 1

    def __init__(self, make: Callable[[], Decides], results: Sequence[str], count: int) -> None:
        self.results = tuple(results)
        self._workers = [Worker(make) for _ in range(count)]
        self._homes: dict[str, int] = {}  # of each item, the worker that decides its lines
        self._loads = [0] * count  # lines

    def decide(self, block: Any, numbers: Sequence[int] | None = None) -> Any:
        """The results of a block's lines, in their order."""
        return self.begin(block, numbers)()

    def begin(self, block: Any, numbers: Sequence[int] | None = None) -> Wait:
        """Begin to decide a block; what is given waits for the results."""
        homes = self._home(block)
        asked = []
        for number, worker in enumerate(self._workers):
            places = np.flatnonzero(homes == number)
            if len(places) or not (number or len(homes)):  # a block without lines has its columns too
                own = None if numbers is None else [numbers[place] for place in places.tolist()]
                asked.append((places, worker.begin(block.take(places), own)))

        def wait() -> Any:
            done, _ = first_of([answer for _, answer in asked], return_when=FIRST_EXCEPTION)
            for answer in done:  # one that has failed is told before others have decided
                answer.result()
            found = [answer.result() for _, answer in asked]
            if len(found) == 1:
                return found[0]
            order = np.empty(block.num_rows, np.int64)
            order[np.concatenate([places for places, _ in asked])] = np.arange(block.num_rows)
            return pa.concat_tables(found).unify_dictionaries().combine_chunks().take(order)

        return wait

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.close()

    def _home(self, block: Any) -> Any:
        """The worker of each line: that of its item; a new item goes to whom most is free."""
        if ITEM not in block.column_names or not block.num_rows:
            return np.arange(block.num_rows) * len(self._workers) // max(block.num_rows, 1)
        column = block.column(ITEM)
        encoded = plain(column).dictionary_encode()
        items = encoded.dictionary.to_pylist()
        codes = pc.fill_null(encoded.indices, len(items)).to_numpy(zero_copy_only=False)
        lines = np.bincount(codes, minlength=len(items) + 1).tolist()
        for item, count in sorted(zip([*items, ""], lines, strict=True), key=lambda own: -own[1]):
            home = self._homes.setdefault(item, self._loads.index(min(self._loads)))
            self._loads[home] += count
        return np.array([self._homes[item] for item in [*items, ""]])[codes]
