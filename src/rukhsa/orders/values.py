"""The plain value of a cell by the reading of its column: an ISO day, a plain decimal, an amount and its currency.

What is no number at all stays as it stands, so that whoever decides says what is wrong with it. What is a number only
under another reading, and what is no date, is refused here: it cannot be taken for something else, and only here is it
known which forms the column admits.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache, lru_cache
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
        return (
            value if abs(Decimal(value)) >= 1 else f"{value}%"
        )  # without its sign it could be a share of one
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
        one, other = (currency(sign) if sign else "" for sign in (before, after))
        if value is not None and one is not None and other is not None:
            code = together(one, other)
            if code is not None:
                return value, code
    return (cell if cell.startswith(_UNREAD) else f"{_UNREAD} {cell.strip()}"), ""


@lru_cache(maxsize=4096)
def currency(sign: str) -> str | None:
    """The code of a currency by its code, sign or name; the sign itself where currencies share it; `None` for no sign.

    Example:
        >>> currency("U.S. $"), currency("د. إ."), currency("USD $"), currency("$"), currency("pieces")
        ('USD', 'AED', 'USD', '$', None)
    """
    names, shared = _currencies()
    text = _bare(sign)
    if text in names:
        return names[text]
    for mark in shared:  # a code and beside it the sign that it shares
        rest = (
            text.removeprefix(_bare(mark)) if text.startswith(_bare(mark)) else text.removesuffix(_bare(mark))
        )
        if rest != text and may_be(mark, names.get(rest, "")):
            return names[rest]
    return None


def may_be(sign: str, code: str) -> bool:
    """Whether a sign that several currencies share may stand for one of them."""
    return code in _currencies()[1].get(sign, ())


def together(stated: str, beside: str) -> str | None:
    """The currency that two statements make, each a code, a shared sign, some other word or empty.

    `None` where they stand against each other; of two shared signs that go together the first is given.
    """
    if not stated or not beside or stated == beside:
        return stated or beside
    names, shared = _currencies()
    if stated in shared and beside in shared:
        return stated if shared[stated] & shared[beside] else None
    if beside in shared:
        return stated if stated in shared[beside] or stated not in names.values() else None
    return beside if may_be(stated, beside) else None


def _bare(sign: str) -> str:
    """A sign without spaces, points and case."""
    return "".join(char for char in sign.casefold() if char not in ".:" and not char.isspace())


@cache
def _currencies() -> tuple[Mapping[str, str], Mapping[str, frozenset[str]]]:
    """What signs, names and codes stand for, by their bare form; the codes that a shared sign may stand for."""
    text = (Path(__file__).parent / "data" / "currencies.json").read_text(encoding="utf-8")
    data = json.loads(text)
    shared = {sign: frozenset(codes.split()) for sign, codes in data["shared"].items()}
    names = {_bare(code): code for code in data["codes"].split()}
    return {
        **names,
        **{_bare(sign): sign for sign in shared},
        **{_bare(sign): code for sign, code in data["signs"].items()},
    }, shared
