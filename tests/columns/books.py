"""Order books drawn by a seed, over the bundled law; and their lines decided one after the other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

import rukhsa
from rukhsa.columns.engine import Columns
from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import Law
from rukhsa.language.countries import country_code
from rukhsa.orders.line import OrderBook, OrderLine

EXAMPLE = Path(__file__).parents[2] / "examples" / "orders.csv"
COUNTRIES = [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
COUNTRIES = [code for code in COUNTRIES if country_code(code) == code]
STRICT_COUNTRIES = [
    "CN",
    "CN",
    "MO",
    "HK",
    "RU",
    "IR",
    "KR",
    "TW",
    "JP",
    "DE",
    "NL",
    "AE",
    "SA",
    "VN",
    "MX",
    "US",
]
Row = dict[str, str]


@cache
def law() -> Law:
    return rukhsa.load()


def table(columns: Sequence[str], rows: Sequence[Row]) -> Any:
    return pa.table({name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in columns})


def one_by_one(
    columns: Sequence[str], rows: Sequence[Row], lang: str = "en", law_: Law | None = None, **options: Any
) -> list[Row]:
    """The result cells of every line, each decided by itself."""
    lines = [OrderLine(n, {name: row.get(name, "") for name in columns}) for n, row in enumerate(rows, 2)]
    batch = Batch(law_ or law(), OrderBook("book", tuple(columns), lines), **options)
    return [
        {name: cells.get(name, "") for name in batch.columns if name in batch.results}
        for cells in (batch.decide(line).result(lang) for line in lines)
    ]


def together(
    columns: Sequence[str], rows: Sequence[Row], lang: str = "en", law_: Law | None = None, **options: Any
) -> list[Row]:
    """The same by the columnar engine, in one block."""
    engine = Columns(law_ or law(), columns, lang=lang, **options)
    return decided(engine, columns, rows, range(2, len(rows) + 2))


def decided(
    engine: Columns, columns: Sequence[str], rows: Sequence[Row], numbers: Sequence[int]
) -> list[Row]:
    found: list[Row] = engine.decide(table(columns, rows), numbers).to_pylist()
    return found


def differing(one: Sequence[Row], other: Sequence[Row], rows: Sequence[Row]) -> list[str]:
    """Every cell that two results hold otherwise, with its line."""
    return [
        f"{name}: {a[name]!r} <> {b[name]!r} of { {k: v for k, v in row.items() if v} }"
        for a, b, row in zip(one, other, rows, strict=True)
        for name in a
        if a[name] != b[name]
    ]


COLUMNS = (
    *("order", "item", "date", "origin", "destination", "exporter", "end_use", "activity", "eccn", "made_in"),
    *("tpp", "us_content_pct", "certificate_on_file", "us_origin", "hbm_bandwidth", "category"),
    *("party", "party_hq", "party_role", "on_entity_list", "military_user", "entity_list_footnote_5"),
    *("party_2", "party_hq_2", "party_role_2", "on_entity_list_2", "listed_ownership_pct_2"),
)
USED = tuple(name for name in COLUMNS if name != "certificate_on_file")


def random_row(draw: random.Random, items: Sequence[str]) -> Row:
    """A line with some cells empty, some said to be unknown, a few that cannot be read."""

    def maybe(p: float, value: str) -> str:
        return value if draw.random() < p else ""

    def country() -> str:
        return draw.choice(STRICT_COUNTRIES if draw.random() < 0.7 else COUNTRIES)

    year, month, day = draw.randint(2022, 2027), draw.randint(1, 12), draw.randint(1, 28)
    row = {
        "order": str(draw.random()),
        "item": draw.choice(items),
        "date": maybe(0.95, f"{year}-{month:02}-{day:02}"),
        "origin": draw.choice(("US", "CN", country())),
        "destination": country(),
        "exporter": maybe(0.5, draw.choice(("NVIDIA", "AMD", "other", "Unheard Of Ltd"))),
        "end_use": maybe(
            0.3, draw.choice(("civil", "military", "advanced_node_fab", "supercomputer", "wmd"))
        ),
        "activity": maybe(0.2, draw.choice(("export", "reexport"))),
        "eccn": maybe(0.4, draw.choice(("3A090.a", "4A090", "EAR99", "3A001.z"))),
        "made_in": maybe(0.2, country()),
        "tpp": maybe(0.1, draw.choice(("4800", "4799.9", "0", "1600"))),
        "us_content_pct": maybe(0.2, draw.choice(("0", "10", "24.9", "25", "30"))),
        "us_origin": maybe(0.3, draw.choice(("yes", "no"))),
        "hbm_bandwidth": maybe(0.05, "900"),
        "category": maybe(0.03, draw.choice(("ic", "computer"))),
        "party": maybe(0.5, draw.choice(("Huawei", "SMIC", "G42", "Firm of No Renown", "Another One"))),
        "party_hq": maybe(0.7, country()),
        "party_role": maybe(0.4, draw.choice(("end_user", "intermediate_consignee", "purchaser"))),
        "on_entity_list": maybe(0.15, draw.choice(("yes", "no"))),
        "military_user": maybe(0.1, draw.choice(("yes", "no"))),
        "entity_list_footnote_5": maybe(0.05, "yes"),
        "party_2": maybe(0.1, "SMIC"),
        "party_hq_2": maybe(0.3, country()),
        "party_role_2": maybe(0.2, "end_user"),
        "on_entity_list_2": maybe(0.1, draw.choice(("yes", "no"))),
        "listed_ownership_pct_2": maybe(0.1, draw.choice(("49", "50"))),
    }
    if draw.random() < 0.4:
        row[draw.choice([name for name in row if name not in ("order", "item", "date")])] = "unknown"
    if draw.random() < 0.04:
        row[draw.choice([name for name in row if name != "order"])] = draw.choice(
            ("nonsense", "12,5", "2021-01-01")
        )
    return row


def random_book(seed: int, count: int) -> list[Row]:
    draw = random.Random(seed)
    items = [item.id for item in law().catalog.values()]
    return [random_row(draw, items) for _ in range(count)]
