"""A whole order book: the default engine beside the line path, the plain SQL statement, Spark, and the floors."""

from __future__ import annotations

from typing import Any

from bench.measure import Options, TaskFailed, book, measured, rate, table
from bench.tasks import ANSWERS

TITLE = "An order book"
TWO = "default engine, 2 processes"
SAME = "the statement's columns alone"
DAY = "2026-06-01"  # the statement decides one day; so do the rows marked so


def section(options: Options) -> list[str]:
    rows: list[list[str]] = []
    notes: list[str] = []
    for lines in options.lines:
        rows += _rows(options, lines, notes)
    head = ["engine", "lines", "seconds", "lines a second", "peak MiB", "note"]
    checked = (
        f"Both sides. The first {options.checked:,} lines compared in verdict, possible verdicts, policy, "
        "requirements, exceptions and missing facts: equal."
    )
    return [checked, "", *table(head, rows), "", *notes]


def _rows(options: Options, lines: int, notes: list[str]) -> list[list[str]]:
    path = str(book(options, lines))
    slow, checked = min(lines, options.slow), min(lines, options.checked)
    tasks: list[tuple[str, str, dict[str, Any], str]] = [
        ("default engine", "engine", {"book": path, "checked": checked}, "read and decided, all columns"),
        ("default engine, one day", "engine", {"book": path, "checked": checked, "on": DAY}, DAY),
        (
            TWO,
            "engine",
            {"book": path, "checked": checked, "processes": 2},
            "peak of all processes together",
        ),
        (
            f"{TWO}, one day",
            "engine",
            {"book": path, "checked": checked, "processes": 2, "on": DAY},
            "peak of all processes together",
        ),
        *(
            (
                f"{label}, {SAME}{', one day' if on else ''}",
                "engine",
                {"book": path, "checked": checked, "wanted": ANSWERS, "processes": processes, "on": on},
                ", ".join(ANSWERS),
            )
            for on in (None, DAY)
            for label, processes in (("default engine", 1), (TWO, 2))
        ),
        ("line path", "line_path", {"book": path, "checked": checked, "lines": checked}, "a slice"),
        (
            "line path, one day",
            "line_path",
            {"book": path, "checked": checked, "lines": checked, "on": DAY},
            "a slice",
        ),
        (
            "plain statement, DuckDB, one day",
            "statement",
            {"book": path, "checked": checked, "lines": slow, "on": DAY},
            "typed facts to answers; a slice",
        ),
        (
            "NumPy vectors, one day",
            "vectors",
            {"book": path, "checked": checked, "lines": slow, "on": DAY},
            "truths of all provisions alone, in binary fractions; a slice",
        ),
        ("default engine in Spark local[2]", "spark_book", {"book": path, "checked": checked}, "written too"),
        ("floor: scan of the same columns", "scan", {"book": path}, "no answers"),
        ("floor: joins without rules, DuckDB", "joins", {"book": path}, "no answers"),
    ]
    found: dict[str, dict[str, Any]] = {}
    rows: list[list[str]] = []
    for label, task, given, note in tasks:
        try:
            one = measured(task, **given)
        except TaskFailed as failed:
            rows.append([label, f"{lines:,}", "", "", "", f"not measured: {str(failed)[:100]}"])
            continue
        found[label] = one
        _compare(found, label)
        seconds = one["seconds"]
        if "planning" in one:
            note = f"{note}; planning of {one['planning']:.1f} s left out"
            seconds = max(seconds - one["planning"], 1e-9)
        one["rate"] = one["lines"] / seconds
        rows.append(
            [
                label,
                f"{one['lines']:,}",
                f"{seconds:.2f}",
                rate(one["lines"], seconds),
                f"{one['peak']:,.0f}",
                note,
            ]
        )
    notes += _goals(lines, found)
    return rows


def _compare(found: dict[str, dict[str, Any]], label: str) -> None:
    """Stop where two engines differ on the same lines."""
    answers = found[label].get("answers") or []
    day = "one day" in label
    for other, one in found.items():
        others = one.get("answers") or []
        if other == label or not others or ("one day" in other) is not day:
            continue
        for number, (mine, theirs) in enumerate(zip(answers, others, strict=False), 1):
            if mine != theirs:
                raise SystemExit(f"line {number}: {label} says {mine}, {other} says {theirs}")


def _goals(lines: int, found: dict[str, dict[str, Any]]) -> list[str]:
    """What was aimed at, and what was reached."""
    wanted = (
        ("default engine, one day", "plain statement, DuckDB, one day", 25.0),
        (f"{TWO}, one day", "plain statement, DuckDB, one day", 25.0),
        (f"default engine, {SAME}, one day", "plain statement, DuckDB, one day", 25.0),
        (f"{TWO}, {SAME}, one day", "plain statement, DuckDB, one day", 25.0),
        ("default engine", "floor: scan of the same columns", 0.5),
        (TWO, "floor: scan of the same columns", 0.5),
        (f"{TWO}, {SAME}", "floor: scan of the same columns", 0.5),
    )
    told = []
    for mine, other, goal in wanted:
        if mine in found and other in found:
            ratio = found[mine]["rate"] / found[other]["rate"]
            verdict = "reached" if ratio >= goal else "not reached"
            told.append(
                f"- {lines:,} lines: {mine} is {ratio:,.2f} times the {other}; the goal is {goal:g}: {verdict}."
            )
    return told
