"""What two states of the law make of an order book, beside one run of `rukhsa batch` over it."""

from __future__ import annotations

import csv
from dataclasses import replace

from bench.measure import Options, book, measured, table

TITLE = "Two states of the law on an order book"
GOAL = 2.0
SIZES = (2_000, 20_000)
STATES = (("2025-01-01", "2025-07-01"), ("2022-11-01", "2026-12-01"), ("2026-12-01", "2026-12-01:reported"))
CHECKED = 100


def section(options: Options) -> list[str]:
    rows = []
    for repeating in (False, True):
        of_kind = replace(options, repeating=repeating)
        for lines in SIZES:
            path = book(of_kind, lines)
            out = path.with_suffix(".out.csv")
            batch = measured(
                "command", arguments=["batch", str(path), "--engine", "columns", "--out", str(out)]
            )
            kind = "repeating" if repeating else "random"
            rows.append(
                [f"{lines:,} {kind}", "`batch`", f"{batch['seconds']:.1f}", f"{batch['peak']:.0f}", "", ""]
            )
            for before, after in STATES:
                asked = ["diff", str(path), "--before", before, "--after", after, "--out", str(out)]
                found = measured("command", arguments=asked)
                single = measured("line_path", book=str(path), checked=CHECKED, lines=CHECKED, on=before)
                with out.open(encoding="utf-8", newline="") as file:
                    told = [row["before_verdict"] for row in csv.DictReader(file)]
                if told[:CHECKED] != [answer[0] for answer in single["answers"]]:
                    raise SystemExit(f"{before}: the difference tells other verdicts than single cases")
                times = found["seconds"] / batch["seconds"]
                rows.append(
                    [
                        f"{lines:,} {kind}",
                        f"`diff` {before} to {after}",
                        f"{found['seconds']:.1f}",
                        f"{found['peak']:.0f}",
                        f"{times:.1f}",
                        "reached" if times <= GOAL else "not reached",
                    ]
                )
    return [
        f"Each command in a process of its own, the law in the cache, results written as CSV. The goal is at most "
        f"{GOAL:.0f} times a run of `batch` by columns. Before a time is told, the earlier answers on the first "
        f"{CHECKED} lines are compared with single decisions.",
        "",
        *table(["lines", "command", "seconds", "peak MiB", "of one batch", "goal"], rows),
    ]
