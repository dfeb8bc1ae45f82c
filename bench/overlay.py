"""Setting up a regime with a what-if act, beside the bundled law alone; each time in a process of its own."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from bench.measure import Options, measured, table

TITLE = "A regime with a what-if"
GOAL = 50.0
RUNS = 7
ACT = """
act: us/what-if/letter-lifted
title: {{en: "What if the letter on the H20 were lifted {n}", ar: "ماذا لو رفع الخطاب {n}"}}
kind: hypothetical
grade: law
public: 2025-07-15
does:
  - rescind: us/letter/nvidia-h20
    from: 2025-07-15
"""


def section(options: Options) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RUKHSA_CACHE"] = str(Path(folder) / "cache")
        what_if = Path(folder) / "what-if.yaml"
        what_if.write_text(ACT.format(n=0), encoding="utf-8")
        measured("setup")  # fills the cache with the bundled law
        measured("setup", overlay=str(what_if))
        bare, again, first = [], [], []
        for run in range(1, RUNS + 1):  # in turn, so that what else the machine does falls on all alike
            other = Path(folder) / f"what-if-{run}.yaml"
            other.write_text(ACT.format(n=run), encoding="utf-8")
            bare.append(measured("setup"))
            again.append(measured("setup", overlay=str(what_if)))
            first.append(measured("setup", overlay=str(other)))
        del os.environ["RUKHSA_CACHE"]
    if {one["verdict"] for one in (*again, *first)} != {again[0]["verdict"]}:
        raise SystemExit("the what-if gives several answers")
    base = statistics.median(one["seconds"] for one in bare) * 1000
    rows = []
    for label, runs in (
        ("bundled law", bare),
        ("with a what-if that was tried before", again),
        ("with a what-if never tried", first),
    ):
        took = statistics.median(one["seconds"] for one in runs) * 1000
        more = took - base
        later = statistics.median(one["again"] for one in runs) * 1000
        verdict = "" if runs is bare else "reached" if more <= GOAL else "not reached"
        cpu = statistics.median(one["cpu"] for one in runs) * 1000
        peak = max(one["peak"] for one in runs)
        rows.append(
            [label, f"{took:.0f}", f"{more:+.0f}", f"{cpu:.0f}", f"{later:.0f}", f"{peak:.0f}", verdict]
        )
    head = [
        "from nothing to the first answer",
        "ms",
        "beyond the bundled",
        "once more in the process",
        "peak MiB",
    ]
    return [
        f"Medians of {RUNS} processes; the goal is at most {GOAL:.0f} ms beyond the bundled law. A what-if that was "
        "never tried is read and checked once, for what it can make wrong; from then on the cache knows it as sound.",
        "",
        *table([*head, "goal"], rows),
    ]
