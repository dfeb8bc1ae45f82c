"""Questions by a code or a part of a name: every candidate is shown or decided, and none is guessed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rukhsa.catalog.codes import Code
    from rukhsa.catalog.items import Catalog, Item
    from rukhsa.catalog.lookup import Candidate
    from rukhsa.decide.decision import Decision

_NEAR_WORDS = {
    "exact": "",
    "within": " (a part of what was asked)",
    "wider": " (known only by this wider code)",
}


def code_data(catalog: Catalog, code: Code) -> dict[str, Any]:
    """One code with where it is printed and how well it is known."""
    edition = catalog.shelves.editions[code.edition]
    return {
        "kind": code.kind,
        "code": code.code,
        "edition": code.edition,
        "source": edition.source,
        "begins": edition.begins,
        "ends": edition.ends,
        "mark": code.mark,
        "note": code.note,
    }


def code_lines(catalog: Catalog, codes: Sequence[Code]) -> list[str]:
    """Codes, those of one kind and edition in a line: what they are, where printed, since when, how well known."""
    groups: dict[tuple[str, str, str, str | None], list[str]] = {}
    for code in codes:
        groups.setdefault((code.kind, code.edition, code.mark, code.note), []).append(code.code)
    lines = []
    for (kind, key, mark, note), named in groups.items():
        edition = catalog.shelves.editions[key]
        days = "".join(
            f", {word} {day}" for word, day in (("from", edition.begins), ("until", edition.ends)) if day
        )
        title = catalog.shelves.kinds[kind]["en"]
        lines.append(
            f"{title}: {', '.join(named)} [{mark}] {edition.source}{days}" + (f"; {note}" if note else "")
        )
    return lines


def names_data(item: Item) -> dict[str, Any]:
    """What an item is called and where it belongs."""
    return {
        "id": item.id,
        "name": item.name,
        "zh": item.zh,
        "ar": item.ar,
        "family": item.family,
        "kind": item.facts.get("category"),
    }


def show(options: argparse.Namespace) -> int:
    """`rukhsa catalog find`: the items that a code or a part of a name may mean, and how they differ."""
    from rukhsa.catalog.items import load_catalog
    from rukhsa.catalog.lookup import differing, fact_text, find

    catalog = load_catalog()
    found = find(catalog, options.asked)
    split = differing(found)
    if options.format == "json":
        rows = [
            {
                **names_data(one.item),
                "near": one.near,
                "codes": [code_data(catalog, code) for code in one.codes],
                "differs": {
                    name: None if value is None else fact_text(value)
                    for name, value in split[one.item.id].items()
                },
            }
            for one in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    print(_headline(options.asked, found))
    for one in found:
        print(f"\n{one.item.id}: {one.item.name}")
        names = [name for name in (one.item.zh, one.item.ar) if name]
        if names:
            print(f"  {'  '.join(names)}")
        for line in code_lines(catalog, one.codes):
            print(f"  {line}{_NEAR_WORDS[one.near or 'exact']}")
        told = [f"{name} = {fact_text(v)}" for name, v in split[one.item.id].items() if v is not None]
        if told and len(found) > 1:
            print(f"  differs by: {', '.join(told)}")
        if one.item.note:
            print(f"  note: {one.item.note}")
    return 0


def _headline(asked: str, found: Sequence[Candidate]) -> str:
    if len(found) == 1:
        return f"`{asked}`: one item of the catalog; other goods may stand under it too"
    return f"`{asked}` may mean {len(found)} items of the catalog; say which"


def decide(
    options: argparse.Namespace, facts: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]
) -> int:
    """`rukhsa check --code`: the case decided for every item that may stand under the code."""
    from rukhsa.catalog.lookup import by_code
    from rukhsa.decide.engine import load
    from rukhsa.errors import Problem, RukhsaError

    if options.item:
        raise RukhsaError(
            Problem(
                "an item and a code are both given", field="--code", fix="name the item, or ask by code alone"
            )
        )
    law = load()
    found = by_code(law.catalog, options.code)
    regime = law.on(
        options.on,
        known=options.known,
        accept=options.accept,
        overlays=options.overlays,
        sides=options.sides or None,
    )
    decided = [
        (one, regime.decide(one.item.id, facts=facts, parties=parties, strict=options.strict))
        for one in found
    ]
    if options.format == "json":
        rows = [
            {
                **names_data(one.item),
                "near": one.near,
                "codes": [code_data(law.catalog, code) for code in one.codes],
                "decision": decision.to_data(),
            }
            for one, decision in decided
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    print(_headline(options.code, found) + "; decided for each:")
    for one, decision in decided:
        _row(law.catalog, one, decision)
    print(f"\nWhy, and what else: rukhsa check {found[0].item.id} with the same options.")
    return 0


def _row(catalog: Catalog, one: Candidate, decision: Decision) -> None:
    """One candidate: its verdict on each side, and what is missing."""
    from rukhsa.decide.text import headline, side_words

    print(f"\n{one.item.id}: {one.item.name}")
    print(f"  {headline(decision)}")
    if len(decision.sides) > 1:
        for side in decision.sides:
            print(f"  {side_words(side)}")
    if decision.classification:
        print(f"  classification: {', '.join(decision.classification)}")
    if decision.missing:
        print(f"  missing: {', '.join(decision.missing)}")
    told = [code for code in one.codes if one.near != "exact" or code.note or code.mark != "verified"]
    for line in code_lines(catalog, told):
        print(f"  {line}{_NEAR_WORDS[one.near or 'exact']}")
