"""Lines that are alike to the law of every option are answered once: as each is by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.decide.engine import Law
from rukhsa.decide.orders import read_orders
from rukhsa.orders.line import OrderBook
from rukhsa.stake.conditions import read_condition
from rukhsa.stake.dues import read_dues
from rukhsa.stake.lines import Judged, batch_of, judged
from rukhsa.stake.options import Levy, Option, read_options
from rukhsa.stake.power import Rates
from rukhsa.stake.state import StateAsked
from rukhsa.stake.together import Together, answered
from tests.stake.books import book
from tests.stake.test_parts import BLOCKS, LEVY, ROWS, SMALL
from tests.strategies import examples

pytest.importorskip("numpy")

FOLDER = Path(__file__).parents[2] / "examples" / "stake"
OWN_DAYS = ("2025-04-08", "2025-04-10", "2025-10-09", "2026-01-16", "2026-01-20", "", "?", "1999-01-01")
DAYS = ("2024-06-01", "2024-12-31", "2025-06-01")


@dataclass
class Of:
    """A day, or the own day of each line, and the evidence that counts on it."""

    day: str | None
    accept: str


def of_condition() -> Levy:
    condition, _ = read_condition("destination = 'CN' AND category = 'ic'", SMALL.packs, ())
    return Levy("other", {"en": "other"}, Decimal(10), "c", "r", "memory", condition=condition)


def together(
    law: Law, orders: OrderBook, options: Iterable[Option], levies: Sequence[Levy], *, strict: bool = False
) -> list[Together]:
    return [
        Together(option, batch_of(law, orders, option, strict=strict), tuple(levies)) for option in options
    ]


def compared(lines: Iterable[Judged]) -> list[tuple[Any, ...]]:
    return [
        (
            *(line.klass, line.kind, line.answer.verdict, line.answer.possible, line.answer.review_policies),
            *(line.answer.missing, line.answer.day, line.answer.destination, line.answer.levies, line.dues),
            *(line.answer.case, line.error),
        )
        for line in lines
    ]


def assert_as_by_itself(law: Law, every: Sequence[Together]) -> int:
    """Returns how many answers were found together."""
    known = answered(law, every, many=1)
    for one, found in zip(every, known, strict=True):
        mine = compared(judged(one.batch, one.option, one.levies, found))
        assert mine == compared(judged(one.batch, one.option, one.levies))
    return sum(map(len, known))


@examples(30)
@given(
    ROWS,
    st.lists(
        st.builds(Of, st.sampled_from((*DAYS, None)), st.sampled_from(("law", "company"))),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
)
def test_lines_answered_together_have_the_answers_that_each_has_by_itself(
    rows: list[dict[str, str]], states: list[Of], strict: bool
) -> None:
    options = [
        Option(str(at), {"en": str(at)}, StateAsked(of.day, of.accept), blocks=BLOCKS)
        for at, of in enumerate(states)
    ]
    assert_as_by_itself(SMALL, together(SMALL, book(rows), options, (LEVY, of_condition()), strict=strict))


def test_so_have_those_of_five_options_with_further_acts(bundled: Law) -> None:
    orders = read_orders(FOLDER / "orders.csv", bundled)
    options = read_options(FOLDER / "options.yaml", bundled)
    levies = (*read_dues(bundled.packs).levies, *options.levies.values())
    found = assert_as_by_itself(bundled, together(bundled, orders, options.options, levies))
    assert found > len(options.options)


def test_lines_are_answered_together_by_the_law_of_their_own_days(bundled: Law) -> None:
    orders = read_orders(FOLDER.parent / "orders.csv", bundled)
    lines = [replace(line, cells={**line.cells, "date": day}) for line in orders.lines for day in OWN_DAYS]
    own = [
        Option(grade, {"en": grade}, StateAsked(accept=grade), blocks=BLOCKS)
        for grade in ("company", "reported")
    ]
    levies = read_dues(bundled.packs).levies
    found = assert_as_by_itself(bundled, together(bundled, replace(orders, lines=lines), own, levies))
    assert found > 500


def test_few_lines_of_own_days_are_left_to_be_decided(bundled: Law) -> None:
    orders = read_orders(FOLDER / "orders.csv", bundled)
    own = Option("own", {"en": "own"}, StateAsked(), blocks=BLOCKS)
    assert answered(bundled, together(bundled, orders, [own], ()), many=10_000) == [{}]


def test_a_rate_is_that_of_the_case_alone(bundled: Law) -> None:
    orders = read_orders(FOLDER / "orders.csv", bundled)
    options = read_options(FOLDER / "options.yaml", bundled)
    (one, *_) = together(bundled, orders, options.options, ())
    lines = list(judged(one.batch, one.option, ()))
    many, each = Rates(bundled), Rates(bundled)
    for metric in options.metrics:
        shares = many.shares(metric, lines)
        assert shares
        for share in shares:
            assert share.judged.answer.case is not None
            assert each.speaks_of(metric, share.judged.answer.case)
            assert share.rate == each.of(metric, share.judged.answer.case)
