"""Numbers as people write them: which readings a cell admits, and the plain decimal by the one that is chosen.

`1.234` is a thousand to some and one and a bit to others. A cell admits the readings under which it is a number; the
column admits those that all its cells admit. What is left open is asked, never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

POINT, COMMA = "point", "comma"
READINGS = (POINT, COMMA)
MIXED = (
    "mixed"  # of a column that is written in both ways: each cell by the one way that it admits, if it is one
)

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SIGNS = str.maketrans(
    {
        "\u200e": "",
        "\u200f": "",
        "\u061c": "",
        "\u2066": "",
        "\u2067": "",
        "\u2068": "",
        "\u2069": "",
        "\u2212": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u2019": "'",
        "\u060c": ",",
        "\u066a": "%",
    }
)
_BODY = re.compile(r"[0-9][0-9.,'٫٬ ]*[0-9]|[0-9]+[.٫,]?|[.,٫][0-9]+")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


def folded(text: str) -> str:
    """Text with the digits, signs and spaces of one kind."""
    return text.translate(_DIGITS).translate(_SIGNS).strip()


def split(text: str) -> tuple[str, str, str] | None:
    """A folded cell as what stands before its number, the number, and what stands after; `None` where none is.

    A minus sign before, behind (as some systems print it) or brackets around go to the number.
    """
    found = _BODY.search(text)
    if found is None:
        return None
    before, body, after = text[: found.start()], found.group().rstrip(), text[found.end() :]
    minus = False
    if before.strip().startswith("(") and after.strip().endswith(")"):
        before, after, minus = before.strip()[1:], after.strip()[:-1], True
    if before.rstrip().endswith(("-", "+")):
        minus ^= before.rstrip().endswith("-")
        before = before.rstrip()[:-1]
    elif before.lstrip().startswith("-"):
        before, minus = before.lstrip()[1:], not minus
    elif after == "-" or after.startswith("- "):
        after, minus = after[1:], not minus
    return before.strip(), f"-{body}" if minus else body, after.strip()


def values_of(body: str) -> dict[str, str]:
    """The plain decimals that a number is, by the readings under which it is one."""
    found = {way: value_of(body, way) for way in READINGS}
    return {way: value for way, value in found.items() if value is not None}


def value_of(body: str, reading: str) -> str | None:
    """The plain decimal (`-1234.5`) that a number is under a reading; `None` where it is none.

    Under `MIXED` it is the one that all readings give under which it is a number, and none where they differ.
    """
    if reading == MIXED:
        told = set(values_of(body).values())
        return told.pop() if len(told) == 1 else None
    sign, digits = ("-", body[1:]) if body.startswith("-") else ("", body)
    if "٫" in digits or "٬" in digits:  # these signs have one meaning
        if "." in digits or digits.count("٫") > 1:
            return None
        whole, _, rest = digits.partition("٫")
        groups = "٬,"
    else:
        mark = "." if reading == POINT else ","
        if digits.count(mark) > 1:
            return None
        whole, _, rest = digits.partition(mark)
        groups = "," if reading == POINT else "."
    bare = _ungrouped(whole, groups)
    if bare is None or (rest and not rest.isdigit()):
        return None
    return f"{sign}{bare or '0'}.{rest}" if rest else f"{sign}{bare or '0'}"


def _ungrouped(whole: str, marks: str) -> str | None:
    """The digits of a whole number, whose groups may stand apart by one kind of sign."""
    if whole.isdigit() or not whole:
        return whole
    used = {char for char in whole if not char.isdigit()}
    if len(used) != 1 or not used <= set(marks + "' "):
        return None
    first, *groups = whole.split(used.pop())
    if not first.isdigit() or not all(group.isdigit() for group in groups):
        return None
    if len(groups[-1]) != 3 or first.startswith("0"):
        return None
    if not all(len(group) == 3 for group in groups) or len(first) > 3:
        indian = len(first) <= 2 and all(len(group) == 2 for group in groups[:-1])
        if not indian:
            return None
    return first + "".join(groups)


def is_plain(text: str) -> bool:
    """Whether a cell is a plain decimal already."""
    return _PLAIN.fullmatch(text) is not None


def decimal(text: str) -> Decimal | None:
    """The exact number of a plain decimal."""
    try:
        return Decimal(text) if is_plain(text) else None
    except InvalidOperation:
        return None
