"""The table that the statement reads: a line for each case, a column for each fact, NULL for unknown.

A party fact has a column for each place, `hq__1`, `hq__2`; `parties` says how many of the places a line
fills. Numbers are decimals as wide as they need be; presumptions are filled in before (`decide.case.filled`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rukhsa.columns.sql_numbers import MOST, Exact
from rukhsa.columns.sql_words import column
from rukhsa.language.expressions import Uncompilable
from rukhsa.language.vocabulary import Value
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass

if TYPE_CHECKING:
    import pyarrow as pa

LINE, PARTIES = "line", "parties"
Given = tuple[Mapping[str, Value], Sequence[Mapping[str, Value]]]
_PLAIN = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Layout:
    """What the statement knows of the table.

    Attributes:
        columns: its columns; a fact without one is unknown in every line.
        decimals: digits before and after the point, by column.
        places: how many parties a line may have.
    """

    columns: frozenset[str]
    decimals: Mapping[str, tuple[int, int]]
    places: int

    def has(self, fact: str, place: int | None) -> bool:
        return column_of(fact, place) in self.columns

    def number(self, fact: str, place: int | None) -> Exact:
        name = column_of(fact, place)
        return Exact(column(name), *self.decimals[name])


def column_of(fact: str, place: int | None = None) -> str:
    """The column of a fact, of the party at a place (from 1 on) if it is about parties."""
    name = fact if _PLAIN.fullmatch(fact) else "q_" + fact.encode().hex()
    return name if place is None else f"{name}__{place}"


def layout_of(table: pa.Schema, places: int) -> Layout:
    """The layout of an Arrow table.

    Raises:
        TypeError: a number that is not a decimal; binary fractions miss thresholds, and may be no number.
    """
    import pyarrow as pa

    decimals: dict[str, tuple[int, int]] = {}
    for field in table:
        if pa.types.is_decimal(field.type):
            decimals[field.name] = (field.type.precision - field.type.scale, field.type.scale)
        elif pa.types.is_floating(field.type):
            raise TypeError(f"{field.name} is a column of binary fractions")
    return Layout(frozenset(table.names), decimals, places)


def facts_table(cases: Iterable[Given], sides: Iterable[Regime]) -> tuple[pa.Table, Layout]:
    """The table of cases whose presumptions are filled in, and its layout.

    Raises:
        Uncompilable: a number of too many digits, or one beneath the least value of its fact.
    """
    import pyarrow as pa

    sides = list(sides)
    rows = list(cases)
    places = max((len(parties) for _, parties in rows), default=1)
    columns: dict[str, pa.Array] = {
        LINE: pa.array(range(len(rows)), pa.int64()),
        PARTIES: pa.array([len(parties) for _, parties in rows], pa.int32()),
    }
    read = {fact: side for side in reversed(sides) for fact in side.facts}
    for fact, side in sorted(read.items()):
        values: dict[int | None, list[Value | None]]
        if fact in side.vocabulary.party_facts:
            values = {
                place: [
                    parties[place - 1].get(fact) if place <= len(parties) else None for _, parties in rows
                ]
                for place in range(1, places + 1)
            }
        else:
            values = {None: [facts.get(fact) for facts, _ in rows]}
        for place, cells in values.items():
            if any(cell is not None for cell in cells):
                columns[column_of(fact, place)] = _array(side, fact, cells)
    table = pa.table(columns)
    return table, layout_of(table.schema, places)


def _array(side: Regime, fact: str, cells: list[Value | None]) -> pa.Array:
    import pyarrow as pa

    match side.fact_kind(fact):
        case "truth":
            return pa.array([cell if isinstance(cell, bool) else None for cell in cells], pa.bool_())
        case "text":
            return pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
    numbers: list[Any] = [None if cell is None else Decimal(cell) for cell in cells]
    least = side.least(fact)
    if least is not None and any(number is not None and number < least for number in numbers):
        raise Uncompilable(f"{fact} beneath its least value")
    whole, scale = 1, 0
    for number in numbers:
        if number is not None:
            _, digits, exponent = number.normalize().as_tuple()
            if not isinstance(exponent, int):
                raise Uncompilable(f"{fact} is no number")
            whole, scale = max(whole, len(digits) + exponent), max(scale, -exponent)
    if whole + scale > MOST:
        raise Uncompilable(f"{fact} needs more than {MOST} digits")
    return pa.array(numbers, pa.decimal128(whole + scale, scale))
