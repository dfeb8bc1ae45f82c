"""`rukhsa law code`: what of the law, of the catalog and of the vocabulary concerns a control code on a day."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rukhsa.cli.no_code import no_code, nothing_names, other_days
from rukhsa.language.vocabulary import FactDef
from rukhsa.law.act import Body
from rukhsa.law.words import kind_name
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, Typed, say, series

if TYPE_CHECKING:
    from rukhsa.decide.codes import Concerned, Naming, Reached, UnderCode

_ITEMS, _CODES = 20, 8
_OTHERS = ("except", "bar", "review", "warn", "scope", "cover", "classify", "conflict")


def run(options: argparse.Namespace) -> int:
    from rukhsa.decide.codes import asked_code, concerned
    from rukhsa.decide.engine import load

    regime = load().on(options.on, known=options.known, accept=options.accept, overlays=options.overlays)
    code = asked_code(regime, options.code)
    if code is None:
        raise no_code(regime, options.code)
    found = concerned(regime, code)
    if not found.naming and not found.items:
        raise nothing_names(regime, options.code, code)
    if options.format == "json":
        print(json.dumps(_data(found), ensure_ascii=False, indent=2))
        return 0
    lines = list(_lines(options.code, found))
    if not found.naming and (days := other_days(regime, code)):
        lines.insert(1, Line(say("codes.other_days", days=series(days)), "  "))
    print(laid_out(lines, options.lang))
    return 0


def why(found: UnderCode, day: str) -> Message:
    """What puts an item under a code."""
    told = [
        say("codes.classified", codes=found.classified, day=Day(day)) if found.classified else None,
        say("codes.stated", codes=found.stated) if found.stated else None,
        say("codes.borne", codes=found.borne) if found.borne else None,
    ]
    return say("errors.several", problems=series(filter(None, told), "common.semicolon"))


def _lines(asked: str, found: Concerned) -> Iterator[Line]:
    """What concerns a code, for people."""
    from rukhsa.decide.codes import ENTRY

    yield Line(say("codes.headline", code=asked, day=Day(found.on)))
    for head, entries in (("entries", True), ("named", False)):
        naming = [one for one in found.naming if (one.how == ENTRY) == entries]
        if naming:
            yield Line()
            yield Line(say(f"codes.head_{head}"))
        for one in naming:
            yield Line(_named(one), "  ", wraps=True)
            for words in _manner(one):
                yield Line(words, "    ", wraps=True)
    yield Line()
    required = _requirements(found)
    yield Line(say("codes.head_require", n=len(required)) if required else say("codes.no_require"))
    for name, body in required:
        yield Line(_required(name, body), "  ", wraps=True)
    for kind in _OTHERS:
        if kind in found.reached:
            names = tuple(one.provision for one in found.reached[kind])
            yield Line(say("codes.others", kind=kind_name(kind), names=names), "  ", wraps=True)
    if found.facts:
        yield Line()
        yield Line(say("codes.head_facts"))
    for fact in found.facts:
        yield Line(say("codes.fact", fact=fact.name, title=fact.title), "  ")
    if found.follows:
        yield Line()
        yield Line(say("codes.head_follows"))
    for fact, value in found.follows:
        yield Line(say("codes.follows", fact=fact.name, value=value, title=fact.title), "  ")
    yield Line()
    yield Line(say("codes.head_items", n=len(found.items)) if found.items else say("codes.no_items"))
    for under in found.items[:_ITEMS]:
        called = {"en": under.item.name, "ar": under.item.ar or ""}
        yield Line(say("codes.item", id=under.item.id, name=called, why=why(under, found.on)), "  ")
    if len(found.items) > _ITEMS:
        yield Line(say("codes.more_items", n=len(found.items) - _ITEMS), "  ")
    yield Line()
    settings = [Typed(f"--set {name}={asked}") for name in found.stated_as]
    if settings:
        yield Line(say("codes.stated_as", settings=series(settings, "common.or")))
    if found.naming:
        yield Line(say("codes.further", provision=found.naming[0].provision, code=asked))


def _named(one: Naming) -> Message:
    about = {"name": one.provision, "title": one.body.title, "cite": one.body.cite or ""}
    entry = one.how == "entry"
    told = (
        say("codes.provision", **about)
        if entry
        else say("codes.provision_of_kind", kind=kind_name(one.body.kind), **about)
    )
    return say("codes.held", provision=told) if one.held else told


def _manner(one: Naming) -> Iterator[Message]:
    """By which facts a provision names the code, and whether it names parts of it or a wider one."""
    within = sorted(code for code, near in one.codes.items() if near == "within")
    wider = sorted(code for code, near in one.codes.items() if near == "wider")
    if within:
        more = ("...",) if len(within) > _CODES else ()
        yield say("codes.parts", codes=(*within[:_CODES], *more))
    if wider:
        yield say("codes.wider", codes=tuple(wider))
    if one.facts:
        yield say("codes.compared", facts=one.facts)


def _requirements(found: Concerned) -> list[tuple[str, Body]]:
    named = [(one.provision, one.body) for one in found.naming if one.body.kind == "require" and not one.held]
    return named + [(one.provision, one.body) for one in found.reached.get("require", ())]


def _required(name: str, body: Body) -> Message:
    return say("codes.required", name=name, title=body.title, ground=body.ground or "", cite=body.cite or "")


def _data(found: Concerned) -> dict[str, Any]:
    """What concerns a code, for programs."""
    from rukhsa.cli.candidates import names_data

    return {
        "code": found.asked,
        "on": found.on,
        "named_by": [
            {
                **_provision_data(one),
                "how": one.how,
                "codes": dict(sorted(one.codes.items())),
                "facts": list(one.facts),
                "suspended": one.held,
            }
            for one in found.naming
        ],
        "reaches": [_provision_data(one) for reached in found.reached.values() for one in reached],
        "facts": [_fact_data(fact) for fact in found.facts],
        "follows": [{**_fact_data(fact), "value": value} for fact, value in found.follows],
        "stated_as": list(found.stated_as),
        "items": [
            {
                **names_data(one.item),
                "classified": list(one.classified),
                "stated": list(one.stated),
                "listed": list(one.borne),
            }
            for one in found.items
        ],
    }


def _provision_data(one: Naming | Reached) -> dict[str, Any]:
    return {
        "side": one.side,
        "provision": one.provision,
        "kind": one.body.kind,
        "ground": one.body.ground,
        "cite": one.body.cite,
        "title": dict(one.body.title),
    }


def _fact_data(fact: FactDef) -> dict[str, Any]:
    return {"fact": fact.name, "title": dict(fact.title), "where": dict(fact.where)}
