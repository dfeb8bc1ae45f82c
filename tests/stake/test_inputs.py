"""Inputs that fall under a side's controls: the clock, and which products wait or stop."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rukhsa.decide.engine import Law
from rukhsa.errors import RukhsaError
from rukhsa.law.pack import read_pack
from rukhsa.law.source import PACKS
from rukhsa.stake.dues import Clock, read_dues
from rukhsa.stake.outcome import Stake
from rukhsa.stake.text import stake_text
from tests.stake.books import book, written

ROWS = [
    {"item": "NVIDIA H20", "product": "rack", "quantity": "10", "value": "100", "currency": "USD"},
    {"item": "NVIDIA H20", "product": "board", "quantity": "5", "value": "30", "currency": "USD"},
    {"item": "NVIDIA H20", "product": "", "quantity": "5", "value": "7", "currency": "USD"},
]
ROUTE = {"origin": "US", "destination": "DE", "exporter": "NVIDIA", "party_hq": "DE"}
FILE = """
bill_of_materials:
  - product: rack
    inputs:
      - {item: NdFeB magnet with dysprosium, quantity: 0.4, unit: kg, facts: {origin: CN, destination: %s}}
      - {item: gallium, quantity: 2, unit: g, facts: {origin: %s, destination: TW}}
options:
  - {id: only, title: {en: only}, state: %s, with: [%s]}
"""
ANSWER = Path(__file__).parents[2] / "examples" / "stake" / "answer.yaml"


def stake(law: Law, folder: Path, text: str) -> Stake:
    return Stake(law, book([{**ROUTE, **row} for row in ROWS]), written(folder, text, law))


def test_an_input_under_a_control_makes_its_product_wait(bundled: Law, tmp_path: Path) -> None:
    """Announcement No. 18 of 2025 and the Regulations, art. 17: a license, within 45 working days of acceptance."""
    found = stake(bundled, tmp_path, FILE % ("TW", "CN", "2026-11-24", "")).outcomes[0]
    magnet, gallium = found.needs
    assert [required.provision for required in magnet.supply.required] == ["cn/license/18-2025"]
    assert magnet.amount == Decimal(4) and gallium.amount == Decimal(20)
    assert magnet.supply.required[0].last_day == "2027-01-26"
    state, hit, _ = found.products["rack"]
    assert (state, [line.line.number for line in hit]) == ("waits", [2])
    assert "board" not in found.products
    assert found.value("free") == {"USD": Decimal(137)}, "what the goods' own law says stands apart"


def test_no_clock_runs_for_a_party_on_the_watch_list_nor_before_the_regulations(
    bundled: Law, tmp_path: Path
) -> None:
    """Regulations on dual-use items, art. 17 and 26, in effect since 2024-12-01; TDK by announcement No. 12 of 2026."""
    text = (
        "bill_of_materials:\n  - product: rack\n    inputs:\n"
        "      - {item: gallium, quantity: 2, unit: g, facts: {origin: CN, destination: JP, party: TDK}}\n"
        "      - {item: gallium, quantity: 2, unit: g, facts: {origin: CN, destination: JP, party: Someone}}\n"
        "options:\n  - {id: now, title: {en: now}, state: 2026-11-24}\n"
        "  - {id: before, title: {en: before}, state: 2024-06-03}\n"
    )
    now, before = stake(bundled, tmp_path, text).outcomes
    watched, other = (need.supply.required[0] for need in now.needs)
    assert watched.last_day is None and watched.stopped and watched.stopped[0] == "cn/reg.26/review"
    assert (other.last_day, other.stopped, other.doubtful) == ("2027-01-26", None, False)
    assert [need.supply.required[0].clock for need in before.needs] == [None, None]
    strict = Stake(bundled, book([{**ROUTE, **ROWS[0]}]), written(tmp_path, text, bundled), strict=True)
    doubted = strict.outcomes[0].needs[1].supply.required[0]
    assert doubted.doubtful and doubted.last_day == "2027-01-26"
    for lang, told in (("en", "no clock runs: watch list"), ("ar", "لا مهلة تسري")):
        assert told in stake_text(stake(bundled, tmp_path, text), lang)


def test_before_the_control_the_product_runs(bundled: Law, tmp_path: Path) -> None:
    found = stake(bundled, tmp_path, FILE % ("TW", "JP", "2025-04-03", "")).outcomes[0]
    assert found.needs[0].supply.required == ()


def test_where_the_other_side_refuses_the_product_stops(bundled: Law, tmp_path: Path) -> None:
    found = stake(bundled, tmp_path, FILE % ("TW", "CN", "2026-11-24", ANSWER)).outcomes[0]
    assert found.products["rack"][0] == "stops"
    assert [line.line.number for line in found.by_supply["stops"]] == [2]


def test_an_input_of_which_too_little_is_known_leaves_the_product_open(bundled: Law, tmp_path: Path) -> None:
    text = FILE.replace("item: gallium,", "").replace(
        "facts: {origin: %s, destination: TW}",
        "name: {en: a part}, facts: {category: material, origin: %s, destination: TW}",
    )
    found = stake(bundled, tmp_path, text % ("TW", "CN", "2026-11-24", "")).outcomes[0]
    assert found.products["rack"][0] == "unknown"
    assert "commodity" in found.needs[1].supply.decision.missing


@pytest.mark.parametrize(
    ("there", "instead", "field", "message"),
    [
        ("item: gallium", "item: unobtainium", "item", "unobtainium"),
        ("origin: CN", "origin: Atlantis", "facts.origin", "Atlantis"),
        ("origin: CN", "orgin: CN", "facts.orgin", "orgin"),
        ("item: gallium", "unit: g", "", "without `item`"),
    ],
)
def test_an_input_that_cannot_be_read_is_named(
    bundled: Law, tmp_path: Path, there: str, instead: str, field: str, message: str
) -> None:
    text = FILE % ("TW", "CN", "2026-11-24", "")
    head, inputs, tail = text.partition("      - {item: gallium")
    text = head + (inputs + tail).replace(there, instead, 1)
    if instead == "unit: g":
        text = text.replace(", unit: g, facts", ", facts")
    with pytest.raises(RukhsaError) as caught:
        stake(bundled, tmp_path, text)
    (problem,) = caught.value.problems
    assert problem.line == 6
    assert problem.field == ".".join(filter(None, ["bill_of_materials.0.inputs.1", field]))
    assert message in problem.message and (problem.fix or field)


def test_the_bundled_dues_are_sound_and_told_in_arabic(bundled: Law) -> None:
    dues = read_dues(bundled.packs)
    assert {levy.id for levy in dues.levies} >= {"us/levy/section-232", "us/levy/revenue-share-2025"}
    told = {levy.id: (levy.title, levy.note) for levy in dues.levies}
    told |= {clock.id: (clock.title, clock.note) for clock in dues.clocks}
    assert [name for name, texts in told.items() if any(text and not text.get("ar") for text in texts)] == []


def test_every_requirement_that_states_the_clock_is_named_by_it() -> None:
    """The clocks of a pack and the obligations of its requirements say the same numbers of working days."""
    pack = read_pack(PACKS / "cn")
    dues = read_dues({"cn": pack})
    assert [clock.working_days for clock in dues.clocks] == [45, 30]
    for clock in dues.clocks:
        stating = {
            clause.target
            for clause in pack.log.clauses
            if clause.body is not None
            for duty in clause.body.obliges
            if f"{clock.working_days} working days" in duty["en"]
        }
        assert set(clock.of) == stating


@pytest.mark.parametrize(
    ("accepted", "days", "last"),
    [("2026-11-24", 1, "2026-11-25"), ("2026-11-27", 1, "2026-11-30"), ("2026-11-28", 5, "2026-12-04")],
)
def test_week_ends_do_not_count(accepted: str, days: int, last: str) -> None:
    assert Clock("c", {"en": "c"}, (), days, "cite", "verified").last_day(accepted) == last
