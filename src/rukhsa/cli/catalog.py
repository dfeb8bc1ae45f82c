"""`rukhsa catalog`: items and their facts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rukhsa.law.words import mark_name
from rukhsa.words.layout import Line, laid_out, line_text
from rukhsa.words.messages import Day, say
from rukhsa.words.units import quantity

if TYPE_CHECKING:
    from rukhsa.catalog.items import Catalog, Item
    from rukhsa.decide.decision import Decision


def run(options: argparse.Namespace) -> int:
    from rukhsa.catalog.items import load_catalog

    if options.verb == "map":
        from rukhsa.cli.map import run as draw_map

        return draw_map(options)
    if options.verb == "find":
        from rukhsa.cli.candidates import show

        return show(options)
    catalog = load_catalog()
    if options.verb == "list":
        return _list(options, catalog)
    from rukhsa.decide.engine import read_day

    data = _shown(options, catalog, catalog.find(options.item))
    if options.format == "json":
        del data["code_lines"]
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    print(laid_out(_lines(data, read_day(options.on, "on")), options.lang))
    return 0


def _list(options: argparse.Namespace, catalog: Catalog) -> int:
    """Items by a part of any of their names, by kind and by family."""
    from rukhsa.cli.candidates import names_data

    wanted = (options.match or "").casefold()
    families = catalog.shelves.families
    _known(options.family, families, "--family")
    _known(options.kind, {str(item.facts.get("category")) for item in catalog.values()}, "--kind")
    items = [
        item
        for item in catalog.values()
        if any(wanted in name.casefold() for name in item.spellings())
        and options.family in (None, item.family)
        and options.kind in (None, item.facts.get("category"))
    ]
    if options.format == "json":
        print(json.dumps([names_data(item) for item in items], ensure_ascii=False, indent=2))
        return 0
    width = max((len(item.id) for item in items), default=0)
    family: str | None = None
    for item in sorted(items, key=lambda item: list(families).index(item.family) if item.family else -1):
        if item.family != family and item.family is not None:
            family = item.family
            heading = say("catalog.family_heading", family=family, title=families[family])
            print(line_text(Line(heading), options.lang))
        name = item.ar if options.lang == "ar" and item.ar else item.name
        print(f"{item.id:{width}}  {name}")
    print(line_text(Line(say("catalog.items", n=len(items))), options.lang))
    return 0


def _known(value: str | None, known: Iterable[str], option: str) -> None:
    from rukhsa.errors import Problem, RukhsaError

    names = sorted(known)
    if value is not None and value not in names:
        raise RukhsaError(
            Problem(
                say("errors.unknown_value", value=value),
                field=option,
                fix=say("errors.use_one_of", values=tuple(names)),
            )
        )


def _lines(data: Mapping[str, Any], day: str) -> Iterator[Line]:
    """An item for people."""
    yield Line({"en": data["name"]})
    for key in ("id", "zh", "ar", "family", "vendor", "released", "source", "mark", "note"):
        if data.get(key):
            yield Line(say(f"catalog.{key}", value=_attribute(key, data[key])), "  ")
    if data["aliases"]:
        yield Line(say("catalog.also", names=tuple(data["aliases"])), "  ")
    for name, value in data["facts"].items():
        yield Line(say("catalog.fact", fact=name, value=value, title=data["titles"].get(name, name)), "  ")
    for name, value in data["computed"].items():
        told = {"fact": name, "value": value, "title": data["titles"].get(name, name)}
        yield Line(say("catalog.computed", **told, day=Day(day)), "  ")
    if data["classification"]:
        codes = tuple(data["classification"])
        yield Line(say("catalog.classification", day=Day(day), codes=codes), "  ")
    for line in data["code_lines"]:
        yield Line(line, "  ")
    if data["official"]:
        stated = tuple(f"{name} {value}" for name, value in data["official"].items())
        yield Line(say("catalog.official", stated=stated), "  ")


def _attribute(key: str, value: str) -> object:
    return mark_name(value) if key == "mark" else Day(value) if key == "released" else value


def _shown(options: argparse.Namespace, catalog: Catalog, item: Item) -> dict[str, Any]:
    """The item, and what the law of the day computes from its facts."""
    from rukhsa.cli.candidates import code_data, code_lines, names_data
    from rukhsa.decide.engine import load

    regime = load().on(options.on, known=options.known, accept=options.accept, overlays=options.overlays)
    decision = regime.decide(item.id)
    of_any = _computed(regime.decide(facts={"category": item.facts.get("category", "other")}))
    computed = {name: shown for name, shown in _computed(decision).items() if of_any.get(name) != shown}
    titles: dict[str, Any] = {}
    for side in decision.sides:
        found = {name: side.regime.fact(name) for name in item.facts}
        titles.update({name: dict(fact.title) for name, fact in found.items() if fact is not None})
        derived = (name for name in side.regime.of_kind("derive") if name in computed)
        titles.update({name: dict(side.regime.provisions[name].body.title) for name in derived})
    return {
        **names_data(item),
        "vendor": item.vendor,
        "aliases": list(item.aliases),
        "released": item.released,
        "facts": {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in item.facts.items()
        },
        "codes": [code_data(catalog, code) for code in item.codes],
        "code_lines": code_lines(catalog, item.codes),
        "titles": titles,
        "official": dict(item.official),
        "computed": computed,
        "classification": list(decision.classification),
        "source": item.source,
        "mark": item.mark,
        "note": item.note,
    }


def _computed(decision: Decision) -> dict[str, object]:
    """The quantities of the law that are known of a case, with their units."""
    from rukhsa.decide.reasons import show_interval

    computed: dict[str, object] = {}
    for side in decision.sides:
        for name in side.regime.of_kind("derive"):
            shown = show_interval(side.evaluation.interpreter.number_of(name))
            if shown is not None:
                unit = side.regime.provisions[name].body.unit
                computed[name] = quantity(shown, unit)
    return computed
