"""The distinct cases of an order book: lines that ask the same of the law are decided once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from rukhsa.decide.case import Case, Filled, filled
from rukhsa.decide.engine import Law, Regime
from rukhsa.decide.orders import called_of, further_parties, given_of, parties_of
from rukhsa.errors import RukhsaError
from rukhsa.language.vocabulary import FactDef, read_number
from rukhsa.orders.line import CODE, ITEM, OrderBook, OrderLine
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, say, series

_VALUE = FactDef("value", "number", "line", {"en": "value"})


@dataclass(frozen=True)
class Posed:
    """A case, and what each pack is told of it."""

    case: Case
    filled: Mapping[str, Filled]


@dataclass(frozen=True)
class Line:
    """An order line with the case that it poses, or the error that kept it from being read."""

    order: OrderLine
    posed: Posed | None
    error: Message | None = None

    @cached_property
    def value(self) -> Decimal | None:
        """What the line is worth; `None` where the book does not say it as a number."""
        cell = self.order.cells.get("value", "").strip()
        try:
            return read_number(cell, _VALUE) if cell else None
        except RukhsaError:
            return None

    @cached_property
    def currency(self) -> str:
        return self.order.cells.get("currency", "").strip().upper()

    @property
    def name(self) -> str:
        """The order and line as the book numbers them, else the line of the file."""
        parts = [self.order.cells.get(key, "").strip() for key in ("order", "line")]
        return "/".join(part for part in parts if part) or str(self.order.number)


def pose(
    law: Law, regime: Regime, book: OrderBook, passed: tuple[str, ...], *, strict: bool = False
) -> list[Line]:
    """Every line of a book with its case; equal cases are one object.

    Args:
        regime: what reads the cases.
        passed: columns that are not read.
        strict: presume nothing.
    """
    known: dict[tuple[tuple[str, str], ...], Posed | Message] = {}
    lines: list[Line] = []
    further = further_parties(book.columns, law.vocabulary)
    for order in book.lines:
        if order.error:
            lines.append(Line(order, None, order.error))
            continue
        given = tuple(given_of(order, passed, further))
        parties = parties_of(order, further)
        asked = tuple((key, order.cells.get(key, "").strip()) for key in (ITEM, CODE, *further))
        key = (*asked, *given)
        if key not in known:
            known[key] = _read(law, regime, order, dict(given), parties, called_of(order, further), strict)
        found = known[key]
        lines.append(Line(order, None, found) if isinstance(found, Message) else Line(order, found))
    return lines


def _read(
    law: Law,
    regime: Regime,
    order: OrderLine,
    given: Mapping[str, str],
    parties: Sequence[Mapping[str, str]],
    called: Sequence[Mapping[str, str]],
    strict: bool,
) -> Posed | Message:
    item = order.cells.get(ITEM, "").strip()
    code = order.cells.get(CODE, "").strip()
    try:
        if code and not item and not given.get("category"):
            from rukhsa.catalog.lookup import which

            raise which(law.catalog, code)
        case = regime.case(item or None, facts=given, parties=parties, called=called)
    except RukhsaError as error:
        problems = series((problem.words() for problem in error.problems), "common.semicolon")
        return say("errors.several", problems=problems)
    return Posed(
        case,
        {name: filled(case, pack.vocabulary, strict=strict) for name, pack in law.packs.items()},
    )
