"""Whole processes, from the shell."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.measure import Options

TITLE = "Cold processes"
DAY = "2025-05-01"


def section(options: Options) -> list[str]:
    check = ["check", "NVIDIA H20", "--from", "US", "--to", "CN", "--exporter", "NVIDIA"]
    check += ["--party-hq", "CN", "--on", DAY]
    with tempfile.TemporaryDirectory() as folder:
        kept = {**os.environ, "RUKHSA_CACHE": str(Path(folder) / "cache"), "PYTHONPYCACHEPREFIX": folder}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        off = {**kept, "RUKHSA_CACHE": "off"}
        bare = seconds([sys.executable, "-c", "pass"], kept)
        run = [sys.executable, "-m", "rukhsa"]
        rows = [
            ("python -c pass", bare),
            ("rukhsa --version", seconds([*run, "--version"], kept)),
            ("rukhsa check, cached", seconds([*run, *check], kept)),
            ("rukhsa check --side us, cached", seconds([*run, *check, "--side", "us"], kept)),
            ("rukhsa check --format json, cached", seconds([*run, *check, "--format", "json"], kept)),
            ("rukhsa check, no cache", seconds([*run, *check], off)),
        ]
    return [
        "| process | milliseconds |",
        "|---|---|",
        *(f"| {name} | {figure * 1000:.0f} |" for name, figure in rows),
    ]


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """The median of nine processes, after one that warms the caches."""
    runs = []
    for index in range(10):
        start = time.perf_counter()
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
        if index:
            runs.append(time.perf_counter() - start)
    return statistics.median(runs)
