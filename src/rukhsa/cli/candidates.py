"""Questions by a code or a part of a name: every candidate is shown or decided, and none is guessed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rukhsa.law.words import mark_name
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, Typed, say, series

if TYPE_CHECKING:
    from rukhsa.catalog.codes import Code
    from rukhsa.catalog.items import Catalog, Item
    from rukhsa.catalog.lookup import Candidate
    from rukhsa.decide.decision import Decision
    from rukhsa.decide.engine import Regime
    from rukhsa.errors import RukhsaError


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
    from rukhsa.catalog.codes import is_control_code
    from rukhsa.catalog.items import load_catalog
    from rukhsa.catalog.lookup import differing, fact_text, find

    catalog = load_catalog()
    found: Sequence[Candidate] = ()
    if is_control_code(options.asked):
        from rukhsa.decide.engine import load

        law = load()
        catalog, found = law.catalog, candidates_of(law.on("today"), options.asked)
    found = found or find(catalog, options.asked)
    split = differing(found)
    if options.format == "json":
        rows = [
            {
                **names_data(one.item),
                "near": one.near,
                "codes": [code_data(catalog, code) for code in one.codes],
                "stated": list(one.stated),
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
        if one.stated:
            lines.append(Line(say("codes.known_by", codes=one.stated), "  "))
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


def candidates_of(regime: Regime, asked: str) -> tuple[Candidate, ...]:
    """Items that may stand under a code: those that bear it, are stated to be under it, or that the law classifies so."""
    from rukhsa.catalog.codes import nearness
    from rukhsa.catalog.lookup import Candidate, by_code, nearest_of
    from rukhsa.decide.codes import asked_code, items_under
    from rukhsa.errors import RukhsaError

    code = asked_code(regime, asked)
    if code is None:
        return ()
    try:
        found = list(by_code(regime.law.catalog, asked))
    except RukhsaError:
        found = []
    if code.isdecimal():
        return tuple(found)
    borne = {one.item.id for one in found}
    for under in items_under(regime, code):
        if under.item.id not in borne:
            own = tuple(dict.fromkeys((*under.classified, *under.stated)))
            near = nearest_of(answer for one in own if (answer := nearness(code, one)) is not None)
            found.append(Candidate(under.item, near=near, stated=own))
    return tuple(found)


def _stating(regime: Regime, asked: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts by which a case can say that its item is under the code."""
    from rukhsa.decide.codes import asked_code, naming_of, stated_as

    code = asked_code(regime, asked)
    if code is None or code.isdecimal():
        return ()
    names = stated_as(regime.law.vocabulary, naming_of(regime, code))
    return tuple(name for name in names if name not in facts)[:1]


def decide(
    options: argparse.Namespace, facts: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]
) -> int:
    """`rukhsa check --code`: the case decided for every item that may stand under the code."""
    from rukhsa.decide.engine import load
    from rukhsa.errors import Problem, RukhsaError

    if options.item:
        raise RukhsaError(
            Problem(say("errors.item_and_code"), field="--code", fix=say("errors.item_and_code_fix"))
        )
    law = load()
    regime = law.on(
        options.on,
        known=options.known,
        accept=options.accept,
        overlays=options.overlays,
        sides=options.sides or None,
    )
    found = candidates_of(regime, options.code)
    stated = {name: options.code for name in _stating(regime, options.code, facts)}
    if not found and not stated:
        raise _nothing(regime, options.code)
    decided = [
        (one, regime.decide(one.item.id, facts=facts, parties=parties, strict=options.strict))
        for one in found
    ]
    other = (
        regime.decide(facts={**facts, **stated}, parties=parties, strict=options.strict) if stated else None
    )
    if options.format == "json":
        rows = [
            {
                **names_data(one.item),
                "near": one.near,
                "codes": [code_data(law.catalog, code) for code in one.codes],
                "stated": list(one.stated),
                "decision": decision.to_data(),
            }
            for one, decision in decided
        ]
        if other is not None:
            rows.append({"id": None, "facts": stated, "decision": other.to_data()})
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    lines = [
        Line(
            _headline(options.code, found, "_decided")
            if found
            else say("codes.none_decided", asked=options.code)
        )
    ]
    for one, decision in decided:
        lines += _row(law.catalog, one, decision)
    if other is not None:
        settings = series(Typed(f"{name}={value}") for name, value in stated.items())
        lines += [Line(), Line(say("codes.as_stated", settings=settings)), *_answer(other)]
    lines.append(Line())
    if found:
        lines.append(Line(say("catalog.why", item=found[0].item.id)))
    if other is not None or any(one.stated for one in found):
        lines.append(Line(say("codes.ask_law", code=options.code)))
    print(laid_out(lines, options.lang))
    return 0


def _nothing(regime: Regime, asked: str) -> RukhsaError:
    """That no item of the catalog and no provision of the day knows a code."""
    from rukhsa.catalog.lookup import by_code
    from rukhsa.cli.no_code import no_code, nothing_names
    from rukhsa.decide.codes import asked_code, naming_of
    from rukhsa.errors import RukhsaError

    code = asked_code(regime, asked)
    if code is None:
        return no_code(regime, asked)
    if not code.isdecimal() and not naming_of(regime, code):
        return nothing_names(regime, asked, code)
    try:
        by_code(regime.law.catalog, asked)
    except RukhsaError as error:
        return error
    raise AssertionError(asked)


def _row(catalog: Catalog, one: Candidate, decision: Decision) -> Iterator[Line]:
    """One candidate: its verdict on each side, and what is missing."""
    yield Line()
    yield Line(say("catalog.item", id=one.item.id, name={"en": one.item.name, "ar": one.item.ar or ""}))
    yield from _answer(decision)
    told = [code for code in one.codes if one.near != "exact" or code.note or code.mark != "verified"]
    yield from _near_lines(catalog, one, told)
    own = tuple(code for code in one.stated if code not in decision.classification)
    if own:
        yield Line(say("codes.known_by", codes=own), "  ")


def _answer(decision: Decision) -> Iterator[Line]:
    """A verdict in short, of each side, and what is missing."""
    from rukhsa.decide.text import headline, side_words

    yield Line(headline(decision), "  ")
    if len(decision.sides) > 1:
        for side in decision.sides:
            yield Line(side_words(side), "  ")
    if decision.classification:
        yield Line(say("catalog.item_classification", codes=decision.classification), "  ")
    if decision.missing:
        yield Line(say("catalog.item_missing", facts=decision.missing), "  ")
