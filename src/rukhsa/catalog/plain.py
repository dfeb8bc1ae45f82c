"""A catalog as plain data and back. Numbers are written as `{"number": "4992"}`, so none loses a digit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rukhsa.catalog.codes import Code, Edition, Shelves
from rukhsa.catalog.items import Catalog, Die, Fact, Inference, Item, SharedName

_TEXTS = (
    "id",
    "name",
    "vendor",
    "contains",
    "released",
    "memory",
    "source",
    "mark",
    "note",
    "zh",
    "ar",
    "family",
    "file",
    "line",
)
_LISTS = ("aliases", "unstated", "inferred")


def catalog_to_data(catalog: Catalog) -> dict[str, Any]:
    """Plain data of a catalog."""
    return {
        "items": [_item_to_data(item) for item in catalog.values()],
        "shared": [
            {
                "names": list(name.names),
                "among": list(name.among),
                "means": name.means,
                "because": name.because,
            }
            for name in catalog.shared
        ],
        "vendors": {vendor: list(names) for vendor, names in catalog.vendors.items()},
        "inference": {
            "facts": _facts_to_data(catalog.inference.facts),
            "mark": catalog.inference.mark,
            "note": dict(catalog.inference.note),
        },
        "shelves": {
            "kinds": dict(catalog.shelves.kinds),
            "families": dict(catalog.shelves.families),
            "editions": {
                name: [edition.source, edition.mark, edition.begins, edition.ends]
                for name, edition in catalog.shelves.editions.items()
            },
        },
    }


def catalog_from_data(data: Mapping[str, Any]) -> Catalog:
    """The catalog of plain data."""
    inference = data["inference"]
    shelves = data["shelves"]
    return Catalog(
        (_item_from_data(item) for item in data["items"]),
        (
            SharedName(tuple(name["names"]), tuple(name["among"]), name["means"], name["because"])
            for name in data["shared"]
        ),
        data["vendors"],
        Inference(_facts_from_data(inference["facts"]), inference["mark"], inference["note"]),
        Shelves(
            shelves["kinds"],
            shelves["families"],
            {name: Edition(*edition) for name, edition in shelves["editions"].items()},
        ),
    )


def _item_to_data(item: Item) -> dict[str, Any]:
    data: dict[str, Any] = {name: getattr(item, name) for name in _TEXTS}
    data |= {name: list(getattr(item, name)) for name in _LISTS}
    data["facts"] = _facts_to_data(item.facts)
    data["dies"] = [
        [die.process, die.planar, None if die.area is None else str(die.area), die.count] for die in item.dies
    ]
    data["codes"] = [[code.kind, code.code, code.edition, code.mark, code.note] for code in item.codes]
    data["official"] = dict(item.official)
    return data


def _item_from_data(data: Mapping[str, Any]) -> Item:
    read: dict[str, Any] = {name: data[name] for name in _TEXTS}
    read |= {name: tuple(data[name]) for name in _LISTS}
    read["facts"] = _facts_from_data(data["facts"])
    read["dies"] = tuple(
        Die(process, planar, None if area is None else Decimal(area), count)
        for process, planar, area, count in data["dies"]
    )
    read["codes"] = tuple(Code(*code) for code in data["codes"])
    read["official"] = data["official"]
    return Item(**read)


def _facts_to_data(facts: Mapping[str, Fact]) -> dict[str, Any]:
    return {
        name: {"number": str(fact)} if isinstance(fact, Decimal) else fact for name, fact in facts.items()
    }


def _facts_from_data(data: Mapping[str, Any]) -> dict[str, Fact]:
    return {name: Decimal(fact["number"]) if isinstance(fact, dict) else fact for name, fact in data.items()}
