"""How the cost of the default engine grows: with lines, with epochs, with provisions."""

from __future__ import annotations

from typing import Any

from bench.batch import SAME
from bench.measure import Options, TaskFailed, book, measured, rate, table
from bench.tasks import ANSWERS

TITLE = "How cost grows"
DAY = "2026-06-01"
EPOCHS = (1, 5, 20, 0)
PROVISIONS = (50, 100, 10_000)
MOST_ALONE = 10_000_000  # lines of which all columns are worked out in a time that is worth waiting for


def section(options: Options) -> list[str]:
    path = str(book(options, options.growth[0]))
    measures: list[tuple[str, str, dict[str, Any]]] = [
        *((f"{n:,} lines", "engine", {"book": n, "checked": 0}) for n in options.growth if n <= MOST_ALONE),
        *(
            (
                f"{n:,} lines, 2 processes, {SAME}",
                "engine",
                {"book": n, "checked": 0, "processes": 2, "wanted": ANSWERS},
            )
            for n in options.growth
            if n > MOST_ALONE
        ),
        *((f"{count or 'all'} epochs", "epochs", {"book": path, "days": _days(count)}) for count in EPOCHS),
        *(
            (f"at most {n:,} provisions", "reduced", {"book": path, "provisions": n, "on": DAY})
            for n in PROVISIONS
        ),
    ]
    rows = []
    for label, task, given in measures:
        if isinstance(given["book"], int):
            given = {**given, "book": str(book(options, given["book"]))}
        try:
            one = measured(task, **given)
        except TaskFailed as failed:
            rows.append([label, "", "", "", "", f"not measured: {str(failed)[:100]}"])
            continue
        note = f"{one['provisions']} provisions of one side, {DAY}" if "provisions" in one else ""
        speed = rate(one["lines"], one["seconds"])
        rows.append([label, f"{one['lines']:,}", f"{one['seconds']:.2f}", speed, f"{one['peak']:,.0f}", note])
    head = ["what grows", "lines", "seconds", "lines a second", "peak MiB", "note"]
    return ["Read and decided; all result columns, where nothing else is said.", "", *table(head, rows)]


def _days(count: int) -> list[str]:
    """One day of each of so many epochs, spread over four years; of all of them for 0."""
    from rukhsa.decide.engine import load

    found: set[str] = set()
    for pack in load().packs.values():
        found.update(day for day in pack.log.boundaries if "2022-11-01" <= day <= "2026-10-31")
    days = sorted(found)
    return days if not count else [days[len(days) * index // count] for index in range(count)]
