"""China's controls of minerals read a second time, by hand: first days, the U.S. and Japan notices, their pauses.

Goods made in China, exported by a Chinese exporter to one party on no list: the pack and this page must agree on the
verdict and on the review. The page was written from the announcements without a look at the acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rukhsa.decide.engine import Law, load
from rukhsa.errors import RukhsaError
from tests.strategies import examples

NEVER = "9999-12-31"
FIRST_DAY = {
    **dict.fromkeys(
        ("gallium_metal", "gallium_arsenide", "germanium_metal", "germanium_dioxide"), "2023-08-01"
    ),
    "natural_flake_graphite": "2023-12-01",
    **dict.fromkeys(("antimony_ore", "antimony_metal"), "2024-09-15"),
    **dict.fromkeys(("ammonium_paratungstate", "tellurium_metal", "indium_phosphide"), "2025-02-04"),
    "smco_magnet": "2025-04-04",
    "rare_earth_oxide": NEVER,  # by its elements
}
ELEMENTS = {
    **dict.fromkeys(
        ("samarium", "gadolinium", "terbium", "dysprosium", "lutetium", "scandium", "yttrium"), "2025-04-04"
    ),
    **dict.fromkeys(("holmium", "erbium", "thulium", "europium", "ytterbium"), "2026-11-11"),
}
DAYS = (
    *("2023-07-31", "2023-08-01", "2024-09-14", "2024-09-15", "2024-12-02", "2024-12-03", "2025-02-03"),
    *("2025-02-04", "2025-04-03", "2025-04-04", "2025-11-06", "2025-11-08", "2025-11-09", "2026-01-05"),
    *("2026-01-06", "2026-11-09", "2026-11-11", "2026-11-26", "2026-11-28", "2026-12-01"),
)


@dataclass(frozen=True)
class Order:
    """One commodity to one country; `element` is read of rare-earth oxides alone."""

    on: str
    commodity: str
    element: str
    destination: str
    military: bool


def by_hand(order: Order) -> tuple[str, str | None]:
    first = FIRST_DAY[order.commodity]
    if order.commodity == "rare_earth_oxide":
        first = ELEMENTS[order.element]
    if order.on < first:
        return "no_license_required", None
    american, japanese = order.destination == "US", order.destination == "JP"
    barred = (american and order.on >= "2024-12-03") or (japanese and order.on >= "2026-01-06")
    if order.military and barred:
        return "license_required", "not_licensable"
    article_2 = "2024-12-03" <= order.on <= "2025-11-08" or order.on >= "2026-11-28"
    if american and article_2:
        if order.commodity.startswith(("gallium", "germanium", "antimony")):
            return "license_required", "presumption_of_denial"
        if order.commodity == "natural_flake_graphite":
            return "license_required", "strict_review"
    return "license_required", "case_by_case"


@lru_cache(maxsize=1)
def law() -> Law:
    return load()


orders = st.builds(
    Order,
    on=st.sampled_from(DAYS),
    commodity=st.sampled_from(sorted(FIRST_DAY)),
    element=st.sampled_from(sorted(ELEMENTS)),
    destination=st.sampled_from(["DE", "HK", "JP", "KR", "TW", "US"]),
    military=st.booleans(),
).filter(lambda order: order.commodity != "natural_flake_graphite" or order.on >= "2023-12-01")


@examples(300)
@given(orders)
@example(Order("2026-12-01", "germanium_metal", "samarium", "US", military=False))
@example(Order("2026-11-11", "rare_earth_oxide", "holmium", "DE", military=False))
def test_the_pack_agrees_with_a_second_reading_of_the_mineral_notices(order: Order) -> None:
    facts: dict[str, object] = {
        "commodity": order.commodity,
        "origin": "CN",
        "destination": order.destination,
        "exporter": "other",
        "end_use": "military" if order.military else "civil",
    }
    if order.commodity == "rare_earth_oxide":
        facts |= {f"contains_{element}": element == order.element for element in ELEMENTS}
    decision = (
        law()
        .on(order.on, sides=("cn",))
        .decide(
            facts=facts,
            parties=[{"hq": order.destination, "ultimate_parent": order.destination}],
        )
    )
    policies = decision.review_policies
    review = policies[0] if decision.verdict == "license_required" and len(policies) == 1 else None
    assert (decision.verdict, review) == by_hand(order)


@pytest.mark.parametrize(
    ("commodity", "fact", "meant", "slip"),
    [
        ("antimony_oxide", "purity_pct", "99.99", "0.9999"),
        ("molybdenum_powder", "molybdenum_content_pct", "97", "0.97"),
        ("tungsten_copper", "tungsten_content_pct", "80", "0.8"),
        ("tungsten_silver", "silver_content_pct", "2", "0.02"),
        ("tungsten_heavy_alloy", "elongation_pct", "10", "0.1"),
        ("diamond_window", "window_transmission_pct", "65", "0.65"),
        ("mpcvd_equipment", "microwave_frequency_mhz", "2450", "2.45"),
    ],
)
def test_a_fraction_of_one_or_gigahertz_is_refused_and_frees_nothing(
    commodity: str, fact: str, meant: str, slip: str
) -> None:
    regime = law().on("2026-03-01", sides=("cn",))
    facts: dict[str, object] = {"commodity": commodity, "origin": "CN", "destination": "DE"}
    facts |= {"for_missile_parts": True} if commodity == "molybdenum_powder" else {}
    assert regime.decide(facts={**facts, fact: meant}).verdict != "no_license_required"
    with pytest.raises(RukhsaError, match=fact):
        regime.decide(facts={**facts, fact: slip})
