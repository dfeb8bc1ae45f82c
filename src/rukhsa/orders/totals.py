"""Lines of a book that sum others up: a word for a total, amounts, and nothing else.

Such a line is no order, and is refused as what it is. A line that says anything of an order (its number, a place, a
day, a party) is one, even without its item: it stays, and is asked for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rukhsa.orders import cells as whole
from rukhsa.orders import numbers
from rukhsa.orders.headings import fold_heading
from rukhsa.orders.line import CATEGORY, CODE, CURRENCY, DESTINATION, ITEM, Block, Fields, listed
from rukhsa.orders.mapping import Plan
from rukhsa.orders.values import currency
from rukhsa.words.messages import Message, say

_SUMMED = ("number", "percent", "amount")


def totals(block: Block, plan: Plan, fields: Fields) -> dict[int, Message]:
    """Why a line is no order but a total, by its place.

    Args:
        block: as the book has it, before anything is filled down.
        plan: what is read of it.
        fields: what kind each column that is read holds.
    """
    read = {column.sources[0]: column for column in plan.columns if column.sources}
    names = {column.name: source for source, column in read.items()}
    places: range | list[int] = range(len(block))
    for name in (DESTINATION, CODE, CATEGORY):
        if name in names and places:
            blank = whole.blank(whole.taken(block.columns[names[name]], places))
            places = [places[at] for at in blank]
    if ITEM in names and places:
        items = whole.taken(block.columns[names[ITEM]], places)
        mapped = read[names[ITEM]].values
        fit = {
            cell: not cell.strip() or (is_total(cell) and cell.strip() not in mapped)
            for cell in whole.distinct(items)
        }
        if not any(fit.values()):
            return {}
        places = [at for at, cell in zip(places, listed(items), strict=True) if fit[cell]]
    kinds = {source: fields.kind(column.name) for source, column in read.items()}
    sums = {source for source, kind in kinds.items() if kind in _SUMMED or read[source].name == CURRENCY}
    found: dict[int, Message] = {}
    for at, cells in _rows(block, places):
        words = [name for name, cell in cells.items() if is_total(cell)]
        rest = [name for name in cells if name not in words]
        if words and all((name in sums or name not in read) and _is_sum(cells[name]) for name in rest):
            found[at] = say("orders.totals", text=cells[words[0]][:40])
    return found


def _rows(block: Block, places: range | list[int]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The filled cells of some lines."""
    columns = {name: listed(whole.taken(cells, places)) for name, cells in block.columns.items()}
    for row, at in enumerate(places):
        if at not in block.errors:
            yield at, {name: cells[row].strip() for name, cells in columns.items() if cells[row].strip()}


def _is_sum(cell: str) -> bool:
    """Whether a cell is a number, alone or beside a currency, or a currency."""
    parts = numbers.split(numbers.folded(cell))
    beside = (cell,) if parts is None else (parts[0], parts[2])
    return all(not sign or sign == "%" or currency(sign) is not None for sign in beside)


@cache
def is_total(cell: str) -> bool:
    """Whether a cell is a word for a total; numbers and a currency may stand behind it.

    Example:
        >>> is_total("Grand total (EUR):"), is_total("الإجمالي"), is_total("Total Energies")
        (True, True, False)
    """
    if len(cell) > 80:
        return False
    words = fold_heading(cell).split()
    while words and (words[-1].isdigit() or currency(words[-1]) is not None):
        words.pop()
    return " ".join(words) in _words()


@cache
def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "data" / "totals.json").read_text(encoding="utf-8")
    return frozenset(map(fold_heading, json.loads(text)["words"]))
