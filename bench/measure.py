"""What every benchmark measures with: time, memory of a process of its own, machine and versions."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = "rukhsa pyarrow numpy duckdb pyspark zen-engine cel-expr-python cedarpy sqlglot".split()


@dataclass(frozen=True)
class Options:
    """How large each benchmark is made.

    Attributes:
        lines: sizes of the books.
        growth: sizes of the books of the growth table.
        checked: the first lines, on which all engines are compared before a speed is printed.
        slow: lines for what is too slow for a whole book.
        folder: where books are written, and found again.
    """

    lines: tuple[int, ...] = (100_000,)
    growth: tuple[int, ...] = (10_000, 50_000, 200_000)
    checked: int = 300
    slow: int = 10_000
    folder: Path = field(default_factory=lambda: Path("/tmp/rukhsa-bench"))
    repeating: bool = False


def microseconds(work: Callable[[], object], number: int = 400) -> float:
    """The median of seven runs."""
    runs = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(number):
            work()
        runs.append((time.perf_counter() - start) / number * 1e6)
    return statistics.median(runs)


def say(text: str) -> None:
    """Progress, beside the results."""
    print(text, file=sys.stderr, flush=True)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB, "
        f"load {load:.1f} at the start"
    )


def versions() -> str:
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


class TaskFailed(Exception):
    """A task could not be done; says why in one line."""


def measured(task: str, **given: Any) -> dict[str, Any]:
    """What a task of `bench.tasks` returns from a process of its own, with its seconds and peak memory.

    Raises:
        TaskFailed: it stopped with an error, or what it needs is not installed.
    """
    say(f"  {task} {' '.join(f'{name}={value}' for name, value in given.items())} ...")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    done = subprocess.run(
        [sys.executable, "-m", "bench.tasks", task, json.dumps(given, default=str)],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )
    if done.returncode:
        raise TaskFailed((done.stderr.strip().splitlines() or ["no words"])[-1])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    say(f"    {found['seconds']:.2f} s, {found['peak']:,.0f} MiB")
    return found


def book(options: Options, lines: int) -> Path:
    """A synthetic book of this size, written once."""
    from bench import books

    options.folder.mkdir(parents=True, exist_ok=True)
    kind = "repeating" if options.repeating else "random"
    path = options.folder / f"{kind}-{lines}.parquet"
    if not path.exists():
        say(f"  writing {path}")
        partial = path.with_suffix(".part.parquet")
        books.write(partial, lines, repeating=options.repeating)
        partial.rename(path)
    return path


def rate(lines: int, seconds: float) -> str:
    """Lines a second, in three figures that mean something."""
    speed = lines / seconds
    return f"{speed / 1e6:.1f} M" if speed >= 1e6 else f"{speed:,.0f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
