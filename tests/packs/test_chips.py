"""The chip rule read a second time, by hand, from the tables of country groups and the thresholds.

A circuit exported from the United States by somebody whom no letter binds, for a civil use, to one party on no list:
the pack and this page must agree on the verdict. The page was written from 15 CFR 740 supp. 1, 742.6(a)(6),
744.23(a)(3), 746 and the notes of 3A090 without a look at the acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from hypothesis import example, given
from hypothesis import strategies as st

from rukhsa.decide.engine import Law, load
from tests.strategies import examples

A5 = frozenset(
    "AR AU AT BE BG CA HR CZ DK EE FI FR DE GR HU IS IN IE IT JP KR LV LT LU NL NZ NO PL PT RO SK SI ES SE CH TR GB".split()
)
A6 = frozenset("AL CY IL MT MX SG ZA TW".split())
D1 = frozenset("AM AZ BY MM KH CN HK GE IQ KZ KP KG LA LY MO MD MN RU TJ TM UZ VE VN YE".split())
D4 = frozenset("BH BY CN HK EG IR IQ IL JO KP KW LB LY MO OM PK QA RU SA SY VE YE".split())
D5 = frozenset("AF BY MM CF CN HK CD CU ER HT IR IQ KP LB LY RU SO SS SD SY VE ZW".split())
EMBARGOED = frozenset("CU IR KP SY".split())
ELSEWHERE = frozenset("US TH MY BR KE ID AE NI".split())
COUNTRIES = sorted(A5 | A6 | D1 | D4 | D5 | ELSEWHERE)

DAYS = (
    *("2022-10-20", "2022-10-21", "2023-01-16", "2023-01-17", "2023-11-16", "2023-11-17"),
    *("2024-03-14", "2024-03-15", "2024-04-03", "2024-04-04", "2024-05-29", "2024-05-30"),
    *("2025-01-13", "2025-05-12", "2025-05-13", "2025-05-15", "2025-11-06", "2026-02-03"),
    *("2026-05-30", "2026-05-31", "2026-07-09", "2026-07-10", "2026-12-01"),
)


@dataclass(frozen=True)
class Order:
    """One circuit to one party: TPP, mm2, GB/s to other circuits, and who receives it where."""

    on: str
    tpp: int
    area: int
    datacenter: bool
    io_bandwidth: int
    destination: str
    hq: str
    parent: str


def arms_embargoed(on: str) -> frozenset[str]:
    """Country Group D:5 of the day, with Macau, as the State Department's list makes it."""
    moved = {"NI": on >= "2024-03-15", "CY": on < "2024-05-30", "KH": on < "2025-11-07"}
    return D5 | {"MO"} | {country for country, inside in moved.items() if inside}


def regional(on: str) -> frozenset[str]:
    """D:1, D:4 and D:5 without A:5 and A:6; the United Arab Emirates stand in it by D:4, later by name."""
    nicaragua = {"NI"} if on >= "2024-03-15" else set()
    return (D1 | D4 | arms_embargoed(on) | nicaragua | {"AE"}) - (A5 | A6)


def tier(order: Order) -> str | None:
    if order.on < "2022-10-21":
        return None
    if order.on < "2023-11-17":
        return "a" if order.io_bandwidth >= 600 and order.tpp >= 4800 else None
    if order.tpp < 4800 and not order.datacenter:
        return None
    density = Decimal(order.tpp) / order.area if order.area else Decimal(0)
    if order.tpp >= 4800 or (order.tpp >= 1600 and density >= Decimal("5.92")):
        return "a"
    second = order.tpp >= 2400 and density >= Decimal("1.6")
    return "b" if second or (order.tpp >= 1600 and density >= Decimal("3.2")) else None


def by_hand(order: Order) -> str:
    if order.destination in EMBARGOED | {"RU", "BY"}:
        return "license_required"
    chip = tier(order)
    if chip is None or order.destination == "US":
        return "no_license_required"
    if order.on < "2023-11-17":
        reached = {"CN", "HK"} | ({"MO"} if order.on >= "2023-01-17" else set())
        return "license_required" if order.destination in reached else "no_license_required"
    headquartered = not arms_embargoed(order.on).isdisjoint({order.hq, order.parent})
    if order.destination not in regional(order.on) and not headquartered:
        return "no_license_required"
    if (
        order.destination == "IQ"
    ):  # 746.3(a)(1), (c): part 746 asks for a license that NAC and ACA do not lift
        return "license_required"
    return "license_required" if chip == "a" and order.datacenter else "license_exception"


@lru_cache(maxsize=1)
def law() -> Law:
    return load()


orders = st.builds(
    Order,
    on=st.sampled_from(DAYS),
    tpp=st.sampled_from([900, 1599, 1600, 2000, 2399, 2400, 3000, 4799, 4800, 5000, 16000]),
    area=st.sampled_from([0, 250, 300, 500, 1000, 1500, 3000]),
    datacenter=st.booleans(),
    io_bandwidth=st.sampled_from([400, 599, 600, 900]),
    destination=st.sampled_from(COUNTRIES),
    hq=st.sampled_from(COUNTRIES),
    parent=st.sampled_from(COUNTRIES),
)


@examples(400)
@given(orders)
@example(Order("2026-12-01", 16000, 1000, True, 900, "MY", "MY", "CN"))
@example(Order("2026-12-01", 1776, 300, True, 400, "VN", "VN", "VN"))
def test_the_pack_agrees_with_a_second_reading_of_the_chip_rule(order: Order) -> None:
    decision = (
        law()
        .on(order.on, sides=("us",))
        .decide(
            facts={
                "category": "ic",
                "is_integrated_circuit": True,
                "tpp": order.tpp,
                "applicable_die_area": order.area,
                "datacenter": order.datacenter,
                "io_bandwidth": order.io_bandwidth,
                "dram_bandwidth": 1000,
                "origin": "US",
                "destination": order.destination,
                "exporter": "other",
            },
            parties=[{"hq": order.hq, "ultimate_parent": order.parent}],
        )
    )
    assert decision.verdict == by_hand(order)
