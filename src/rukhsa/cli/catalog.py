"""`rukhsa catalog`: items and their facts."""

from __future__ import annotations

import argparse
import json
from typing import Any


def run(options: argparse.Namespace) -> int:
    from rukhsa.catalog.items import load_catalog

    catalog = load_catalog()
    if options.verb == "list":
        wanted = (options.match or "").casefold()
        items = [
            item
            for item in catalog.values()
            if any(wanted in name.casefold() for name in (item.id, item.name, *item.aliases))
        ]
        if options.format == "json":
            print(
                json.dumps(
                    [{"id": item.id, "name": item.name} for item in items], ensure_ascii=False, indent=2
                )
            )
        else:
            width = max((len(item.id) for item in items), default=0)
            for item in items:
                print(f"{item.id:{width}}  {item.name}")
            print(f"{len(items)} items")
        return 0
    from rukhsa.decide.engine import read_day

    data = _shown(options, catalog.find(options.item))
    if options.format == "json":
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    day = read_day(options.on, "on")
    print(data["name"])
    for key in ("id", "vendor", "released", "source", "mark", "note"):
        if data.get(key):
            print(f"  {key}: {data[key]}")
    for name, value in data["facts"].items():
        print(f"  {name} = {value}")
    for name, value in data["computed"].items():
        print(f"  {name} = {value} (computed by the law of {day})")
    if data["classification"]:
        print(f"  classification on {day}: {', '.join(data['classification'])}")
    if data["official"]:
        print(f"  the maker states: {', '.join(f'{k} {v}' for k, v in data['official'].items())}")
    return 0


def _shown(options: argparse.Namespace, item: Any) -> dict[str, Any]:
    """The item, and what the law of the day computes from its facts."""
    from rukhsa.decide.engine import load
    from rukhsa.decide.reasons import show_interval

    decision = load().on(options.on).decide(item.id)
    computed: dict[str, str] = {}
    for side in decision.sides:
        for name in side.regime.of_kind("derive"):
            shown = show_interval(side.evaluation.interpreter.number_of(name))
            if shown is not None:
                unit = side.regime.provisions[name].body.unit
                computed[name] = f"{shown} {unit}" if unit else shown
    return {
        "id": item.id,
        "name": item.name,
        "vendor": item.vendor,
        "aliases": list(item.aliases),
        "released": item.released,
        "facts": {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in item.facts.items()
        },
        "official": dict(item.official),
        "computed": computed,
        "classification": list(decision.classification),
        "source": item.source,
        "mark": item.mark,
        "note": item.note,
    }
