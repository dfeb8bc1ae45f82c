"""Interpreter, compiled function, SQL statement and default engine give one answer to every case."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rukhsa.columns.sql_facts import Given
from rukhsa.decide.case import filled
from rukhsa.decide.engine import Law, load
from rukhsa.law.cases import case_folders, read_cases
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.law.source import PACKS
from rukhsa.records import replace
from tests.columns.answers import (
    FOUND,
    Row,
    Sides,
    assert_agree,
    by_engine,
    by_interpreter,
    differences,
    given_data,
    line_of,
    replayed,
    rows,
)
from tests.strategies import NOW, NUMBERS, Maker

ACCEPT = "reported"
FACTOR = int(os.environ.get("RUKHSA_EXAMPLES", "1"))
_CASES = 250  # of one random law, in one statement


@cache
def law() -> Law:
    return load()


# random laws


def random_packs(maker: Maker) -> dict[str, Pack]:
    """One or two sides that speak of the same facts."""
    vocabulary = maker.vocabulary()
    names = ("x",) if maker.chance(2) else ("x", "y")
    return {name: replace(maker.pack(vocabulary, saves=False), name=name) for name in names}


def random_cases(maker: Maker, pack: Pack, count: int) -> Iterator[Given]:
    for _ in range(count):
        case = maker.case(pack.vocabulary, known=maker.one_of((1, 2, 2, 6)))
        stated = {"total": maker.one_of(NUMBERS)} if maker.chance(4) else {}
        yield {**case.facts, **stated}, [dict(party) for party in case.parties]


def sides_of(packs: dict[str, Pack]) -> Sides:
    return {name: pack.on(NOW, pack.log.accepted(None, ACCEPT)) for name, pack in packs.items()}


def agree_on_random_laws(seeds: range | list[int], least: float) -> None:
    """At least a share of the laws must be such that SQL can hold them."""
    held = 0
    for seed in seeds:
        maker = Maker(Random(seed))
        packs = random_packs(maker)

        def saved(sides: Sides, case: Given, packs: dict[str, Pack] = packs) -> dict[str, Any]:
            told = {name: {"pack": packs[name].to_data()} for name in sides}
            return {"on": NOW, "accept": ACCEPT, "sides": told, **given_data(case)}

        cases = list(random_cases(maker, packs["x"], _CASES))
        held += assert_agree(sides_of(packs), cases, saved)
    assert held >= least * len(seeds)


def test_all_readers_agree_on_20_000_random_cases() -> None:
    agree_on_random_laws(range(80 * FACTOR), least=0.9)


@pytest.mark.long
def test_all_readers_agree_on_a_million_random_cases() -> None:
    start = Random().randrange(10**9)
    agree_on_random_laws(range(start, start + 4_000 * FACTOR), least=0.9)


# saved differences


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.json")), ids=lambda path: path.stem)
def test_a_difference_once_found_is_gone(path: Path) -> None:
    sides, case = replayed(path, law)
    assert differences(sides, [case]) == []


# the bundled law


def bundled(on: str, accept: str = "company", names: Sequence[str] = ()) -> dict[str, Regime]:
    """The regimes of a day, of the packs that reach it."""
    packs = {name: law().packs[name] for name in names or law().packs}
    return {
        name: pack.on(on, pack.log.accepted(None, accept))
        for name, pack in packs.items()
        if pack.begins <= on
    }


def agree_on_bundled(on: str, accept: str, cases: Sequence[Given], names: Sequence[str] = ()) -> bool:
    sides = bundled(on, accept, names)

    def saved(told: Sides, case: Given) -> dict[str, Any]:
        return {"on": on, "accept": accept, "sides": {name: {} for name in told}, **given_data(case)}

    return assert_agree(sides, cases, saved)


def drawn_cases(random: Random, count: int, day: str) -> list[Given]:
    """Orders of the catalog, some facts of which nobody states, and some of which many never do."""
    regime = law().on(day)
    drawn: list[Given] = []
    for item, given, parties in drawn_orders(random, count):
        case = regime.case(item, parties=parties, facts=given)
        full = filled(case, law().vocabulary, strict=random.random() < 0.2)
        facts = dict(full.facts)
        for name in [name for name in facts if random.random() < 0.05]:
            del facts[name]
        drawn.append((facts, [dict(party) for party in full.parties]))
    return drawn


def drawn_orders(random: Random, count: int) -> Iterator[tuple[str, Row, list[Row]]]:
    """The item, the facts and the parties of orders, as they are written down."""
    items = sorted(item.name for item in law().catalog.values())
    for _ in range(count):
        parties = [
            {"party_hq": random.choice(_PLACES), "on_entity_list": random.choice(("yes", *["no"] * 9))}
            for _ in range(random.choice((1, 1, 1, 2)))
        ]
        given = {
            "origin": random.choice(("US", "CN", "TW", "KR")),
            "destination": random.choice(_PLACES),
            "exporter": random.choice(("NVIDIA", "AMD", "other")),
            "end_use": random.choice(("civil", "military", "unknown")),
        }
        for name in [name for name in given if random.random() < 0.15]:
            del given[name]
        yield random.choice(items), given, parties


_PLACES = ("CN", "HK", "DE", "JP", "RU", "IR", "AE", "IN", "VN", "US", "TW", "NL")


def worked_cases() -> dict[tuple[str, ...], tuple[str, str, tuple[str, ...], list[Given]]]:
    """The packs' worked cases: day, evidence, sides and cases, for each law; those of what-if acts are of none."""
    found: dict[tuple[str, ...], tuple[str, str, tuple[str, ...], list[Given]]] = {}
    for folder in case_folders(PACKS):
        for case in read_cases(folder):
            if case.overlays or case.known:
                continue
            read = law().on(case.on, sides=case.sides or None)
            given = read.case(case.item, facts=case.facts, parties=case.parties)
            full = filled(given, law().vocabulary, strict=case.strict)
            sides = bundled(case.on, case.accept, case.sides)
            key = (case.accept, *(f"{name} {regime.on}" for name, regime in sides.items()))
            cases = found.setdefault(key, (case.on, case.accept, tuple(sides), []))[3]
            cases.append((full.facts, full.parties))
    return found


def test_all_readers_agree_on_worked_cases() -> None:
    groups = sorted(worked_cases().values(), key=lambda group: -len(group[3]))
    assert sum(len(cases) for _, _, _, cases in groups) > 400
    for on, accept, sides, cases in groups[:2]:
        assert agree_on_bundled(on, accept, cases, sides)


@pytest.mark.long
def test_all_readers_agree_on_every_worked_case() -> None:
    refused = [
        on
        for on, accept, sides, cases in worked_cases().values()
        if not agree_on_bundled(on, accept, cases, sides)
    ]
    assert all(bundled(on)["us"].saves for on in refused)


@pytest.mark.parametrize("day", ["2025-05-01", "2026-11-09"])
def test_all_readers_agree_on_orders_drawn_from_the_catalog(day: str) -> None:
    assert agree_on_bundled(day, "company", drawn_cases(Random(day), 300, day))


@pytest.mark.long
@pytest.mark.parametrize("name", ["cn", "us"])
def test_all_readers_agree_in_every_epoch(name: str) -> None:
    pack = law().packs[name]
    days = [day for day in pack.log.boundaries_of(pack.log.accepted(None, ACCEPT)) if day >= pack.begins]
    refused = [
        day for day in days if not agree_on_bundled(day, ACCEPT, drawn_cases(Random(day), 150, day), [name])
    ]
    assert all(pack.on(day, pack.log.accepted(None, ACCEPT)).saves for day in refused)


# the default engine


def test_the_default_engine_agrees_on_random_laws() -> None:
    for seed in range(12 * FACTOR):
        maker = Maker(Random(seed))
        packs = random_packs(maker)
        cases = [
            (facts, parties)
            for facts, parties in random_cases(maker, packs["x"], _CASES)
            if all(parties) or len(parties) == 1  # nothing said of one of two parties: the book has but one
        ]
        lines = [line_of(case) for case in cases]
        check_engine(sides_of(packs), cases, by_engine(Law(packs), NOW, lines, accept=ACCEPT))


@pytest.mark.parametrize("day", ["2025-05-01", "2026-11-09"])
def test_the_default_engine_agrees_on_orders_drawn_from_the_catalog(day: str) -> None:
    cases: list[Given] = []
    lines: list[Row] = []
    for item, given, parties in drawn_orders(Random(day), 300):
        full = filled(law().on(day).case(item, parties=parties, facts=given), law().vocabulary)
        cases.append((full.facts, full.parties))
        marked = [(party, "" if number == 1 else f"_{number}") for number, party in enumerate(parties, 1)]
        of_parties = {f"{name}{mark}": cell for party, mark in marked for name, cell in party.items()}
        lines.append({"item": item, **given, **of_parties})
    check_engine(bundled(day), cases, by_engine(law(), day, lines))


def check_engine(sides: Sides, cases: list[Given], found: list[Row]) -> None:
    for case, right, other in zip(cases, rows(sides, cases, by_interpreter), found, strict=True):
        both = right.keys() & other.keys()
        assert {name: right[name] for name in both} == {name: other[name] for name in both}, case
