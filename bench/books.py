"""Synthetic order books, the same for the same seed, of any length: `python bench/books.py --lines 1000000 --out book.parquet`.

500 items (the whole catalog, chips and materials, and further ones that are described by facts), 200 destinations,
20,000 parties with headquarters and parents of whom some are listed, several exporters and origins, dates over four
years; 2 to 5 percent of the cells say nothing. With `--repeating` orders repeat as they do in trade: few items
make most lines, customers order the same again, most of them from one place.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

SKUS, DESTINATIONS, PARTIES = 500, 200, 20_000
CUSTOMERS, SKUS_OF_A_CUSTOMER = 2_000, 4  # of a book in which orders repeat
BLOCK = 100_000  # lines drawn at once; a part of what the seed means
FIRST, DAYS = datetime.date(2022, 11, 1), 4 * 365
ORIGINS = {"US": 0.35, "CN": 0.3, "TW": 0.15, "KR": 0.1, "JP": 0.05, "NL": 0.05}
EXPORTERS = {"NVIDIA": 0.2, "AMD": 0.1, "Intel": 0.1, "other": 0.6}
END_USES = {"civil": 0.97, "military": 0.02, "supercomputer": 0.01}
LISTED = 0.01
UNKNOWN = {
    "origin": 0.02,
    "exporter": 0.05,
    "destination": 0.02,
    "party_hq": 0.04,
    "party_parent": 0.05,
    "end_use": 0.03,
    "quantity": 0.02,
}
# facts of the items that no catalog names
DESCRIBED = ("category", "is_integrated_circuit", "tpp", "applicable_die_area", "commodity", "purity_pct")
COLUMNS = (
    *("order", "line", "item", *DESCRIBED, "quantity", "value", "currency", "date", "origin", "destination"),
    *("exporter", "party_hq", "party_parent", "on_entity_list", "end_use"),
)


@cache
def skus() -> list[dict[str, str]]:
    """The cells that say what is sold."""
    from rukhsa.catalog.items import load_catalog

    named = [{"item": item.name} for item in sorted(load_catalog().values(), key=lambda item: item.id)]
    random = np.random.default_rng(500)
    described: list[dict[str, str]] = []
    for index in range(SKUS - len(named)):
        if index % 2:
            chosen = str(random.choice(["gallium_oxide", "germanium_metal", "antimony_oxide"]))
            purity = str(Decimal(int(random.integers(9_000, 10_000))) / 100)
            described.append({"category": "material", "commodity": chosen, "purity_pct": purity})
        else:
            tpp, area = int(random.integers(500, 9_000)), int(random.integers(200, 1_600))
            described.append(
                {
                    "category": "ic",
                    "is_integrated_circuit": "yes",
                    "tpp": str(tpp),
                    "applicable_die_area": str(area),
                }
            )
    return (named + described)[:SKUS]


@cache
def countries() -> list[str]:
    """The destinations, those that law speaks of among them."""
    from rukhsa.language.countries import countries as known

    first = [
        "CN",
        "HK",
        "MO",
        "RU",
        "IR",
        "AE",
        "SA",
        "IN",
        "VN",
        "MY",
        "SG",
        "TW",
        "KR",
        "JP",
        "DE",
        "NL",
        "US",
    ]
    rest = sorted(set(known().table) - set(first) - {"NA"})  # not read: it may be a missing value
    return [*first, *rest][:DESTINATIONS]


def _words(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.string())


@cache
def dimensions() -> dict[str, pa.Array]:
    """The cells of items, places and parties, each column by the number of its item, place or party."""
    random = np.random.default_rng(20_000)
    found = {name: _words([sku.get(name) for sku in skus()]) for name in ("item", *DESCRIBED)}
    places = np.array(countries())
    weights = 1 / np.arange(1, len(places) + 1) ** 0.7
    weights /= weights.sum()
    homes = random.choice(places, PARTIES, p=weights)
    parents = np.where(random.random(PARTIES) < 0.8, homes, random.choice(places, PARTIES, p=weights))
    listed = random.random(PARTIES) < LISTED
    found["destination"] = _words(places.tolist())
    found["party_hq"] = _words(homes.tolist())
    found["party_parent"] = _words(parents.tolist())
    found["on_entity_list"] = _words(["yes" if one else None for one in listed])
    days = [(FIRST + datetime.timedelta(days=day)).isoformat() for day in range(DAYS)]
    found["date"] = _words(list(days))
    return found


def blocks(lines: int, *, seed: int = 1, repeating: bool = False) -> Iterator[pa.RecordBatch]:
    """The book, in blocks of `BLOCK` lines."""
    for start in range(0, lines, BLOCK):
        random = np.random.default_rng([seed, repeating, start // BLOCK])
        yield _block(random, start, min(BLOCK, lines - start), repeating)


def _block(random: np.random.Generator, start: int, size: int, repeating: bool) -> pa.RecordBatch:
    known = dimensions()
    full = BLOCK  # a last block that is shorter begins as a whole one
    if repeating:
        customer = np.minimum(random.zipf(1.3, full) - 1, CUSTOMERS - 1)
        own = np.random.default_rng([7, CUSTOMERS])  # what a customer orders does not hang on the block
        shelf = np.minimum(own.zipf(1.5, (CUSTOMERS, SKUS_OF_A_CUSTOMER)) - 1, SKUS - 1)
        home = own.integers(0, DESTINATIONS, CUSTOMERS)
        sku = (shelf[customer, random.integers(0, SKUS_OF_A_CUSTOMER, full)] * 37) % SKUS
        party, destination = customer, home[customer]
        day = random.integers(0, DAYS // 7, full) * 7
        quantity = 2 ** random.integers(0, 8, full)
    else:
        sku = random.integers(0, SKUS, full)
        party = random.integers(0, PARTIES, full)
        destination = random.integers(0, DESTINATIONS, full)
        day = random.integers(0, DAYS, full)
        quantity = random.integers(1, 5_000, full)
    price = 10 + (sku * 7919) % 30_000
    drawn: dict[str, Any] = {
        **{name: _taken(known[name], sku) for name in ("item", *DESCRIBED)},
        "destination": _taken(known["destination"], destination),
        **{name: _taken(known[name], party) for name in ("party_hq", "party_parent", "on_entity_list")},
        "date": _taken(known["date"], day),
        "order": pa.array(start // 3 + np.arange(full) // 3),
        "line": pa.array(start + 1 + np.arange(full)),
        "quantity": pa.array(quantity),
        "value": pa.array(price * quantity),
        "currency": _taken(_words(["USD"]), np.zeros(full, np.int64)),
    }
    for name, shares in (("origin", ORIGINS), ("exporter", EXPORTERS), ("end_use", END_USES)):
        drawn[name] = _taken(_words(list(shares)), random.choice(len(shares), full, p=list(shares.values())))
    for name, share in UNKNOWN.items():
        drawn[name] = _without(drawn[name], random.random(full) < share)
    return pa.record_batch({name: drawn[name] for name in COLUMNS}).slice(0, size)


def _taken(words: pa.Array, codes: Any) -> pa.DictionaryArray:
    empty = pa.compute.is_null(words).to_numpy(zero_copy_only=False)
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=empty[codes]), words.fill_null("")
    )


def _without(column: Any, gone: Any) -> Any:
    """The column with some cells empty."""
    mask = pa.array(gone)
    if isinstance(column, pa.DictionaryArray):
        indices = pa.compute.if_else(mask, pa.scalar(None, pa.int32()), column.indices)
        return pa.DictionaryArray.from_arrays(indices, column.dictionary)
    return pa.compute.if_else(mask, pa.scalar(None, column.type), column)


def write(path: Path, lines: int, *, seed: int = 1, repeating: bool = False, progress: bool = False) -> None:
    """Write a book as Parquet or CSV, by the ending, a block at a time."""
    writer: Any = None
    for index, block in enumerate(blocks(lines, seed=seed, repeating=repeating)):
        if writer is None:
            plain = path.suffix == ".csv"
            writer = (
                pa.csv.CSVWriter(path, _flat(block).schema) if plain else pq.ParquetWriter(path, block.schema)
            )
        writer.write_batch(_flat(block) if path.suffix == ".csv" else block)
        if progress and index % 10 == 9:
            print(f"\r{(index + 1) * BLOCK:,} lines", end="", file=sys.stderr, flush=True)
    if progress:
        print(f"\r{lines:,} lines in {path}", file=sys.stderr)
    if writer is not None:
        writer.close()


def _flat(block: pa.RecordBatch) -> pa.RecordBatch:
    """The block without dictionaries, as CSV wants it."""
    columns = {
        name: column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column
        for name, column in zip(block.schema.names, block.columns, strict=True)
    }
    return pa.record_batch(columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeating", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    write(given.out, given.lines, seed=given.seed, repeating=given.repeating, progress=True)


if __name__ == "__main__":
    main()
