"""Whatever the book: parts make up the whole in each currency, and nothing open or blocked is told as shipping."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import rukhsa
from rukhsa.decide.batch import Batch
from rukhsa.decide.engine import Law
from rukhsa.decide.orders import read_orders
from rukhsa.decide.verdict import UNDETERMINED
from rukhsa.stake.conditions import Condition
from rukhsa.stake.lines import CLASSES, SHIPS
from rukhsa.stake.options import Levy, Option, Options
from rukhsa.stake.outcome import Outcome, Stake
from rukhsa.stake.state import StateAsked
from tests.laws import CHIPS, law
from tests.stake.books import only

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = law(
    CHIPS,
    """
act: x/more
title: {en: more}
kind: rule
grade: law
public: 2024-12-01
source: {read: a test, mark: verified}
does:
  - {impose: x/740, from: 2025-01-01, kind: except, cite: "740", title: {en: an exception}, symbol: X,
     overcomes: [x/742.6/regional], when: "certificate"}
  - {impose: x/742.7, from: 2025-01-01, kind: require, ground: NS, cite: "742.7", title: {en: national security},
     when: "category = 'ic' AND area > 100 AND destination = 'AE'"}
  - {impose: x/742.7/review, from: 2025-01-01, kind: review, cite: "742.7(b)", title: {en: case by case},
     of: [x/742.7], policy: case_by_case, when: "TRUE"}
""",
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "category": st.sampled_from(["ic", "computer", "other", "", "no such thing"]),
            "tpp": st.sampled_from(["", "4799", "4800", "20000", "many"]),
            "area": st.sampled_from(["", "50", "800"]),
            "destination": st.sampled_from(["CN", "AE", "FR", "", "Atlantis"]),
            "certificate": st.sampled_from(["", "yes", "unknown"]),
            "value": st.one_of(
                st.decimals(0, 10**12, places=2).map(str), st.sampled_from(["", "0", "1,000", "-5", "٣٫٥"])
            ),
            "currency": st.sampled_from(["USD", "usd", "EUR", "SAR", ""]),
            "quantity": st.sampled_from(["", "1", "64", "few"]),
        }
    ),
    min_size=1,
    max_size=12,
)
LEVY = Levy(
    "share", {"en": "share"}, Decimal(15), "c", "r", "memory", condition=None, provisions=("x/3A090.a",)
)
BLOCKS = frozenset({"presumption_of_denial", "denial", "not_licensable"})


def outcome(rows: list[dict[str, str]], blocks: frozenset[str] = BLOCKS) -> Outcome:
    asked = Option("only", {"en": "only"}, StateAsked("2025-06-01"), levies=("share",), blocks=blocks)
    return only(SMALL, rows, asked, levies={"share": LEVY})


@given(ROWS)
def test_parts_make_up_the_whole_in_each_currency(rows: list[dict[str, str]]) -> None:
    found = outcome(rows)
    for currency in found.total:
        parts = [found.value(klass).get(currency, Decimal(0)) for klass in CLASSES]
        assert sum(parts, Decimal(0)) == found.total[currency]
        for klass in CLASSES:
            kinds = [
                sum(
                    (line.figures.value or Decimal(0) for line in lines if line.figures.currency == currency),
                    Decimal(0),
                )
                for lines in found.kinds[klass].values()
            ]
            assert sum(kinds, Decimal(0)) == found.value(klass).get(currency, Decimal(0))
    assert sum(len(found.of_class(klass)) for klass in CLASSES) == len(rows)


@given(ROWS)
def test_nothing_open_or_blocked_is_told_as_shipping(rows: list[dict[str, str]]) -> None:
    found = outcome(rows)
    for line in found.lines:
        if len(line.answer.possible) != 1:
            assert line.klass == UNDETERMINED
        if line.klass in SHIPS:
            assert not (set(line.answer.review_policies) & BLOCKS)


@given(ROWS)
def test_a_levy_is_a_share_of_what_ships(rows: list[dict[str, str]]) -> None:
    """It takes nothing from any class, is never more than what ships, and falls on no blocked line."""
    found = outcome(rows)
    ships = found.value(*SHIPS)
    for currency, amount in found.levied().items():
        assert amount <= ships[currency] * 15 / 100
    assert all(line.klass in SHIPS for line, _ in found.dues())
    assert all(line.klass != "blocked" for line, _ in found.dues(sure=False))
    without = only(
        SMALL, rows, Option("only", {"en": "only"}, StateAsked("2025-06-01"), blocks=BLOCKS), levies={}
    )
    assert [without.value(klass) for klass in CLASSES] == [found.value(klass) for klass in CLASSES]


@given(ROWS)
def test_where_more_policies_block_no_more_ships(rows: list[dict[str, str]]) -> None:
    some, all_ = (
        outcome(rows),
        outcome(rows, BLOCKS | {"case_by_case", "presumption_of_approval", "not_stated"}),
    )
    for one, other in zip(some.lines, all_.lines, strict=True):
        assert other.ships <= one.ships


def test_an_option_of_today_has_the_numbers_of_batch() -> None:
    """The same lines under the same law: verdict for verdict, line for line."""
    whole: Law = rukhsa.load()
    orders = read_orders(EXAMPLES / "orders.csv", whole)
    batch = Batch(whole, orders)
    verdicts = [decided.decision.verdict if decided.decision else UNDETERMINED for decided in batch.run()]
    asked = Option("today", {"en": "today"}, StateAsked(), blocks=BLOCKS)
    found = Stake(whole, orders, Options("o", None, (asked,))).outcomes[0]
    mine = [line.answer.verdict for line in found.lines]
    assert mine == verdicts
    assert Counter(mine) == batch.verdicts


def test_a_date_in_the_book_gives_way_to_the_day_of_the_option() -> None:
    row = {"category": "ic", "tpp": "5000", "destination": "CN", "value": "1", "date": "2024-12-31"}
    own = Option("own", {"en": "own"}, StateAsked(), blocks=BLOCKS)
    moved = Option("moved", {"en": "moved"}, StateAsked("2025-06-01"), blocks=BLOCKS)
    assert only(SMALL, [row], own).value("free") == {"": Decimal(1)}
    assert only(SMALL, [row], moved).value("blocked") == {"": Decimal(1)}


def test_a_condition_of_a_party_is_true_of_an_order_where_it_is_true_of_a_party() -> None:
    from rukhsa.stake.conditions import read_condition

    condition, problems = read_condition("hq = 'CN'", SMALL.packs, ())
    assert isinstance(condition, Condition) and not problems
    levy = Levy("share", {"en": "share"}, Decimal(10), "c", "r", "memory", condition=condition)
    asked = Option("only", {"en": "only"}, StateAsked("2025-06-01"), levies=("share",), blocks=BLOCKS)
    rows = [
        {"category": "other", "destination": "FR", "hq": hq, "value": "100", "currency": "EUR"}
        for hq in ("CN", "FR", "")
    ]
    found = only(SMALL, rows, asked, levies={"share": levy})
    assert found.levied() == {"EUR": Decimal(10)}
    assert found.levied(sure=False) == {"EUR": Decimal(10)}
