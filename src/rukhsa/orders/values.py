"""The plain value of a cell by the reading of its column: an ISO day, a plain decimal, an amount and its currency.

What is no number at all stays as it stands, so that whoever decides says what is wrong with it. What is a number only
under another reading, and what is no date, is refused here: it cannot be taken for something else, and only here is it
known which forms the column admits.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from rukhsa.orders import dates, numbers
from rukhsa.orders.cells import Reader
from rukhsa.orders.forms import ISO, PLAIN, Form
from rukhsa.words.messages import Message, say, series

_UNREAD = "?"


def reader_of(
    kind: str | None, reading: str | None, values: Mapping[str, str], words: Collection[str] = ()
) -> Reader | None:
    """What makes the plain value of a cell; nothing where cells stay as they are.

    Args:
        kind: of the column (`Fields.kind`).
        reading: of its numbers or dates.
        values: what the mapping puts for some cells.
        words: of a column of dates: what may stand there beside dates, in lower case.
    """
    if kind == "date":

        def read(cell: str) -> str | Message:
            return cell if cell.strip().lower() in words else day(cell, reading or dates.DMY)

    elif kind in ("number", "percent"):

        def read(cell: str) -> str | Message:
            return open_number(cell, reading) or number(
                cell, reading or numbers.POINT, percent=kind == "percent"
            )

    elif kind == "amount":

        def read(cell: str) -> str | Message:
            return open_number(cell, reading) or amount(cell, reading or numbers.POINT)[0]

    elif not values:
        return None
    else:

        def read(cell: str) -> str | Message:
            return cell

    if not values:
        return read
    return lambda cell: values[cell.strip()] if cell.strip() in values else read(cell)


def forms_of(kind: str | None, reading: str | None) -> tuple[Form, ...]:
    """The forms of cells whose plain value needs no closer look."""
    if kind == "date":
        return (ISO,)
    return PLAIN[reading or numbers.POINT] if kind in ("number", "percent", "amount") else ()


def day(cell: str, reading: str) -> str | Message:
    """The ISO day of a cell; the refusal of one that is none tells the forms that its column admits."""
    if not cell.strip():
        return cell
    found = dates.readings(cell)
    if reading in found:
        return found[reading]
    told = "orders.other_date" if found else "orders.no_date"
    return say(told, text=cell.strip()[:40], reading=reading, forms=say(f"orders.forms_{reading}"))


def open_number(cell: str, reading: str | None) -> Message | None:
    """Why a cell of a column that is written in both ways cannot be read, where both give it a value of their own."""
    if reading != numbers.MIXED:
        return None
    parts = numbers.split(numbers.folded(cell))
    values = {} if parts is None else numbers.values_of(parts[1])
    if len(set(values.values())) < 2:
        return None
    told = series(say("orders.reading", value=value, reading=way) for way, value in values.items())
    return say("orders.open_number", text=cell.strip()[:40], readings=told)


def number(cell: str, reading: str, *, percent: bool = False) -> str | Message:
    """The plain decimal of a cell, with the unit that stands behind it."""
    text = numbers.folded(cell)
    if numbers.is_plain(text) and (reading == numbers.POINT or "." not in text or "e" in text.lower()):
        return text
    parts = numbers.split(text)
    if parts is None:
        return cell
    before, body, after = parts
    value = numbers.value_of(body, reading)
    if value is None or before:
        return say("orders.other_number", text=cell.strip()[:40], reading=reading)
    if percent and after == "%":
        return value
    return f"{value} {after}" if after else value


def amount(cell: str, reading: str) -> tuple[str, str]:
    """The plain decimal of an amount and the currency that stands beside it; marked `?` where it cannot be read."""
    text = numbers.folded(cell)
    if not text:
        return "", ""
    parts = numbers.split(text)
    if parts is not None:
        before, body, after = parts
        value = numbers.value_of(body, reading)
        codes = {currency(sign) for sign in (before, after) if sign}
        if value is not None and len(codes) <= 1 and None not in codes:
            return value, next((code for code in codes if code), "")
    return (cell if cell.startswith(_UNREAD) else f"{_UNREAD} {cell.strip()}"), ""


def currency(sign: str) -> str | None:
    """The code of a currency by its code or sign; the sign itself where currencies share it; `None` for no sign."""
    signs, shared, codes = _currencies()
    text = " ".join(sign.split())
    if text in signs:
        return signs[text]
    if text.upper() in codes:
        return text.upper()
    return text if text in shared else None


def is_shared(sign: str) -> bool:
    """Whether several currencies use a sign."""
    return sign in _currencies()[1]


@cache
def _currencies() -> tuple[Mapping[str, str], frozenset[str], frozenset[str]]:
    text = (Path(__file__).parent / "data" / "currencies.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return data["signs"], frozenset(data["shared"]), frozenset(data["codes"].split())
