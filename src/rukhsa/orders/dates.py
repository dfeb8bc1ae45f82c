"""Dates as people write them: which orders of day, month and year a cell admits, and the ISO day by the one chosen.

`03/04/2025` is in March to some and in April to others: the column tells, or the user is asked. A year of four digits
that stands first, the name of a month, and the Chinese form admit one reading. A time of day behind a date is dropped.
"""

from __future__ import annotations

import datetime
import json
import re
from functools import cache
from pathlib import Path

from rukhsa.orders.numbers import folded

DMY, MDY, YMD = "dmy", "mdy", "ymd"
READINGS = (DMY, MDY, YMD)

_TIME = re.compile(
    r"[T ]\s*\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]")
_THREE = re.compile(r"(\d{1,2})([-/.]|\s*/\s*)(\d{1,2})\2(\d{4}|\d{2})")
_NAMED = (
    re.compile(r"(?P<day>\d{1,2})\.?[-\s/]*(?P<month>[^\W\d]{3,}[^\d]*?)\.?[-\s,،/]*(?P<year>\d{4})"),
    re.compile(r"(?P<month>[^\W\d]{3,})\.?[-\s]*(?P<day>\d{1,2})(st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})[-\s](?P<month>[^\W\d]{3,})\.?[-\s](?P<year>\d{2})"),
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@cache
def months() -> dict[str, int]:
    """The numbers of months by their names in several languages, as people write them."""
    text = (Path(__file__).parent / "data" / "months.json").read_text(encoding="utf-8")
    named: dict[str, list[str]] = json.loads(text)["months"]
    return {name.casefold(): int(number) for number, names in named.items() for name in names}


def readings(cell: str) -> dict[str, str]:
    """The ISO day of a cell under each reading that makes one of it; none where it is no date."""
    text = _TIME.sub("", folded(cell)).strip()
    certain = _certain(text)
    if certain is not None:
        return dict.fromkeys(READINGS, certain)
    found = _THREE.fullmatch(text)
    if not found:
        return {}
    one, two, three = found[1], found[3], found[4]
    orders = {DMY: (three, two, one), MDY: (three, one, two)}
    if len(three) == 2:
        orders = {name: (f"20{year}", month, day) for name, (year, month, day) in orders.items()}
        orders[YMD] = (f"20{int(one):02}", two, three)
    days = {name: _day(*parts) for name, parts in orders.items()}
    return {name: day for name, day in days.items() if day is not None}


def _certain(text: str) -> str | None:
    """The day of a form that admits one reading."""
    for form, groups in ((_YEAR_FIRST, (1, 3, 4)), (_COMPACT, (1, 2, 3)), (_CHINESE, (1, 2, 3))):
        found = form.fullmatch(text)
        if found:
            return _day(*(found[group] for group in groups))
    for form in _NAMED:
        found = form.fullmatch(text)
        if found:
            names = [name.strip().casefold() for name in found["month"].split("/")]
            numbers = {months().get(name) for name in names}
            month = numbers.pop() if len(numbers) == 1 else None
            if month is not None:
                year = found["year"]
                return _day(year if len(year) == 4 else f"20{year}", str(month), found["day"])
    return None


def _day(year: str, month: str, day: str) -> str | None:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
