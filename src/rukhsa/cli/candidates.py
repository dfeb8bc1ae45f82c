"""Questions by a code or a part of a name: every candidate is shown or decided, and none is guessed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rukhsa.law.words import mark_name
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, say, series

if TYPE_CHECKING:
    from rukhsa.catalog.codes import Code
    from rukhsa.catalog.items import Catalog, Item
    from rukhsa.catalog.lookup import Candidate
    from rukhsa.decide.decision import Decision


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


def code_lines(catalog: Catalog, codes: Sequence[Code]) -> list[Message]:
    """Codes, those of one kind and edition in a line: what they are, where printed, since when, how well known."""
    groups: dict[tuple[str, str, str, str | None], list[str]] = {}
    for code in codes:
        groups.setdefault((code.kind, code.edition, code.mark, code.note), []).append(code.code)
    return [_codes_words(catalog, *group, tuple(named)) for group, named in groups.items()]


def _codes_words(
    catalog: Catalog, kind: str, key: str, mark: str, note: str | None, named: tuple[str, ...]
) -> Message:
    edition = catalog.shelves.editions[key]
    title = catalog.shelves.kinds[kind]
    words = say("catalog.codes", kind=title, codes=named, mark=mark_name(mark), source=edition.source)
    if edition.begins:
        words = say("catalog.codes_from", codes=words, day=Day(edition.begins))
    if edition.ends:
        words = say("catalog.codes_until", codes=words, day=Day(edition.ends))
    return say("catalog.codes_note", codes=words, note=note) if note else words


def _near_lines(catalog: Catalog, one: Candidate, codes: Sequence[Code]) -> Iterator[Line]:
    """Codes, and whether they are narrower or wider than what was asked."""
    for words in code_lines(catalog, codes):
        exact = one.near in (None, "exact")
        yield Line(words if exact else say(f"catalog.near_{one.near}", codes=words), "  ")


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
    lines = [Line(_headline(options.asked, found))]
    for one in found:
        lines += [
            Line(),
            Line(say("catalog.item", id=one.item.id, name={"en": one.item.name, "ar": one.item.ar or ""})),
        ]
        names = tuple(name for name in (one.item.zh, one.item.ar) if name)
        if names:
            lines.append(Line(say("catalog.names", names=series(names, "common.gap")), "  "))
        lines += _near_lines(catalog, one, one.codes)
        told = tuple(f"{name} = {fact_text(v)}" for name, v in split[one.item.id].items() if v is not None)
        if told and len(found) > 1:
            lines.append(Line(say("catalog.differs", facts=told), "  "))
        if one.item.note:
            lines.append(Line(say("catalog.note", value=one.item.note), "  "))
    print(laid_out(lines, options.lang))
    return 0


def _headline(asked: str, found: Sequence[Candidate], ending: str = "") -> Message:
    if len(found) == 1:
        return say(f"catalog.one_item{ending}", asked=asked)
    return say(f"catalog.many_items{ending}", asked=asked, n=len(found))


def decide(
    options: argparse.Namespace, facts: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]
) -> int:
    """`rukhsa check --code`: the case decided for every item that may stand under the code."""
    from rukhsa.catalog.lookup import by_code
    from rukhsa.decide.engine import load
    from rukhsa.errors import Problem, RukhsaError

    if options.item:
        raise RukhsaError(
            Problem(say("errors.item_and_code"), field="--code", fix=say("errors.item_and_code_fix"))
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
    lines = [Line(_headline(options.code, found, "_decided"))]
    for one, decision in decided:
        lines += _row(law.catalog, one, decision)
    lines += [Line(), Line(say("catalog.why", item=found[0].item.id))]
    print(laid_out(lines, options.lang))
    return 0


def _row(catalog: Catalog, one: Candidate, decision: Decision) -> Iterator[Line]:
    """One candidate: its verdict on each side, and what is missing."""
    from rukhsa.decide.text import headline, side_words

    yield Line()
    yield Line(say("catalog.item", id=one.item.id, name={"en": one.item.name, "ar": one.item.ar or ""}))
    yield Line(headline(decision), "  ")
    if len(decision.sides) > 1:
        for side in decision.sides:
            yield Line(side_words(side), "  ")
    if decision.classification:
        yield Line(say("catalog.item_classification", codes=decision.classification), "  ")
    if decision.missing:
        yield Line(say("catalog.item_missing", facts=decision.missing), "  ")
    told = [code for code in one.codes if one.near != "exact" or code.note or code.mark != "verified"]
    yield from _near_lines(catalog, one, told)
