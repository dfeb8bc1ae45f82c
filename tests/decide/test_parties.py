"""Several parties on one order line."""

from __future__ import annotations

from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import Law
from rukhsa.decide.orders import further_parties
from rukhsa.orders.line import OrderBook, OrderLine
from tests.laws import FACTS, act, pack

PARTIES = act(
    "x/parties",
    "impose: x/listed, from: 2025-01-01, kind: require, ground: EL, review: not_stated, cite: c, "
    'title: {en: t}, party: any, when: "listed"',
)
COLUMNS = ("category", "destination", "listed", "hq", "listed_2", "hq_2")


def verdict(**cells: str) -> str:
    row = {name: cells.get(name, "") for name in COLUMNS}
    batch = Batch(Law({"x": pack(PARTIES)}), OrderBook("book", COLUMNS, ()), on="2025-06-01")
    decision = batch.decide(OrderLine(2, row)).decision
    assert decision is not None
    return decision.verdict


def test_any_listed_party_counts() -> None:
    assert verdict(category="ic", destination="DE", listed="no") == "no_license_required"
    assert verdict(category="ic", destination="DE", listed="no", listed_2="yes") == "license_required"
    assert verdict(category="ic", destination="DE", listed_2="yes") == "license_required"


def test_a_party_of_whom_nothing_is_said_is_none() -> None:
    assert verdict(category="ic", destination="DE", listed="no", listed_2=" ") == "no_license_required"


def test_columns_of_further_parties_are_known_by_their_fact() -> None:
    found = further_parties(("hq_2", "party_hq_3", "destination_2", "hq_1", "hq"), FACTS)
    assert found == {"hq_2": (2, "hq"), "party_hq_3": (3, "party_hq")}
