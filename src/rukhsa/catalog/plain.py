"""A catalog as plain data and back. Numbers are written as `{"number": "4992"}`, so none loses a digit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from rukhsa.cache import Lines, one_line, read_line
from rukhsa.catalog.codes import Code, Edition, Shelves
from rukhsa.catalog.items import Catalog, Die, Fact, Inference, Item, SharedName
from rukhsa.hints import Any
from rukhsa.kept_mapping import KeptMapping, mapping_to_lines

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
    return {"items": [_item_to_data(item) for item in catalog.values()], **_about_to_data(catalog)}


def catalog_from_data(data: Mapping[str, Any]) -> Catalog:
    """The catalog of plain data."""
    return _catalog((_item_from_data(item) for item in data["items"]), data)


def catalog_to_lines(catalog: Catalog) -> list[str]:
    """A catalog for the cache: its names first, then each item on a line of its own."""
    shared = {id(name): index for index, name in enumerate(catalog.shared)}
    known = {
        key: meant if isinstance(meant, str) else shared[id(meant)] for key, meant in catalog.names.items()
    }
    lines = ["", *(one_line(_item_to_data(item)) for item in catalog.values())]
    places = {name: index for index, name in enumerate(catalog, 1)}
    where = {"places": mapping_to_lines(places, lines), "known": mapping_to_lines(known, lines)}
    lines[0] = one_line({**where, **_about_to_data(catalog)})
    return lines


def catalog_from_lines(lines: Lines) -> Catalog:
    """The catalog of such lines; an item is read when it is asked for."""
    head = read_line(lines[0])
    return _catalog(_Items(KeptMapping(lines, head["places"], int), lines), head, lines)


class _Items(Mapping[str, Item]):
    """Items by id, read from their lines when they are asked for."""

    def __init__(self, places: Mapping[str, int], lines: Lines) -> None:
        self._lines = lines
        self._places = places
        self._found: dict[str, Item] = {}

    def __getitem__(self, name: str) -> Item:
        if name not in self._found:
            self._found[name] = _item_from_data(read_line(self._lines[self._places[name]]))
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _about_to_data(catalog: Catalog) -> dict[str, Any]:
    return {
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


def _catalog(
    items: Iterable[Item] | Mapping[str, Item], data: Mapping[str, Any], lines: Lines = ()
) -> Catalog:
    inference = data["inference"]
    shelves = data["shelves"]
    shared = [
        SharedName(tuple(name["names"]), tuple(name["among"]), name["means"], name["because"])
        for name in data["shared"]
    ]

    def meant(told: str | int) -> str | SharedName:
        return told if isinstance(told, str) else shared[told]

    known = KeptMapping(lines, data["known"], meant) if lines else None
    return Catalog(
        items,
        shared,
        data["vendors"],
        Inference(_facts_from_data(inference["facts"]), inference["mark"], inference["note"]),
        Shelves(
            shelves["kinds"],
            shelves["families"],
            {name: Edition(*edition) for name, edition in shelves["editions"].items()},
        ),
        known,
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
