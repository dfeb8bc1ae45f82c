"""Instruments that a text cites by number: announcements, orders, pages of a register, one by one or as a list.

It knows forms of citing in three languages, no instrument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 20  # numbers of a range at most: Nos. 55 to 58
_AND = r"(?:\s?,\s?(?:and\s)?|\sand\s|\s?&\s?|\s(?:to|through)\s|-)"
_FORMS = (
    re.compile(
        r"(?P<year>\d{4})年(?:公告)?第?(?P<list>(?:\d{1,3}号?(?:公告)?(?:、|,|和|及|与|以及|至|到|-|~)第?)*\d{1,3})号"
    ),
    re.compile(
        rf"(?:nos?\.?|numbers?|announcements?)\s?(?P<list>(?:\d{{1,3}}{_AND}(?:nos?\.?\s?)?)*\d{{1,3}})\s?(?:/|of|,)\s?(?P<year>20\d\d)"
    ),
    re.compile(
        r"(?:رقم|ارقام|الاعلان|اعلان|الاعلانات|الاعلانين)\s?(?P<list>(?:\d{1,3}(?:\s?,\s?|\s?و\s?|\s?-\s?|\sالي\s)(?:رقم\s?)?)*\d{1,3})"
        r"\s?(?:/|of|,|لسنه|لعام|من عام|لعام|من سنه)\s?(?P<year>20\d\d)"
    ),
)
_PAGES = re.compile(r"\b(\d{2}) (?:fr|fed\. reg\.) ([\d,]{4,6})\b")
_BARE = (
    re.compile(r"第(?P<list>(?:\d{1,3}号?(?:、|,|和|及|与|以及|至|到|-|~)第?)*\d{1,3})号(?:公告|令)"),
    re.compile(
        rf"(?:announcement|notice|order)s?\s?(?:nos?\.?|numbers?)?\s?(?P<list>(?:\d{{1,3}}{_AND}(?:nos?\.?\s?)?)*\d{{1,3}})\b"
        rf"|\bnos?\.\s?(?P<short>(?:\d{{1,3}}{_AND}(?:nos?\.?\s?)?)*\d{{1,3}})\b"
    ),
    re.compile(
        r"(?:الاعلان|القرار|الامر|الاعلانات|الاعلانين)(?: رقم| ارقام)?\s?(?P<list>(?:\d{1,3}(?:\s?,\s?|\s?و\s?|\s?-\s?|\sالي\s)(?:رقم\s?)?)*\d{1,3})\b"
    ),
)
_RANGE = re.compile(r"至|到|-|~|\bto\b|\bthrough\b|الي")


def cited(text: str) -> Iterator[tuple[str, int, int]]:
    """Announcements and pages of a register that a folded text cites, as names of acts without their pack.

    >>> [name for name, _, _ in cited("announcements nos. 55, 56 and 61 of 2025")]
    ['55-2025', '56-2025', '61-2025']
    """
    for form in _FORMS:
        for match in form.finditer(text):
            for number in _numbers(match["list"]):
                yield f"{number}-{match['year']}", match.start(), match.end()
    for match in _PAGES.finditer(text):
        yield f"{match[1]}-fr-{match[2].replace(',', '')}", match.start(), match.end()


def bare(text: str) -> Iterator[tuple[int, int, int]]:
    """Numbers of instruments that a folded text cites without their year."""
    dated = [(start, end) for _, start, end in cited(text)]
    for form in _BARE:
        for match in form.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in dated):
                continue
            for number in _numbers(next(filter(None, match.groups()))):
                yield number, match.start(), match.end()


def announced(text: str) -> Iterator[int]:
    """Numbers of announcements, notices and orders, so called, that a folded text cites without their year.

    >>> list(announced("announcement no. 61 stays; the no. 1 maker")), list(announced("notice 61 of 2025"))
    ([61], [])
    """
    dated = [(start, end) for _, start, end in cited(text)]
    for form in _BARE:
        for match in form.finditer(text):
            if match["list"] and not any(start < match.end() and match.start() < end for start, end in dated):
                yield from _numbers(match["list"])


def _numbers(listed: str) -> Iterator[int]:
    """The numbers of a list, those within a range too."""
    last: tuple[int, int] | None = None
    for match in re.finditer(r"\d{1,3}", listed):
        number = int(match[0])
        if last is not None and _RANGE.search(listed, last[1], match.start()) and number - last[0] < _LONGEST:
            yield from range(last[0] + 1, number)
        yield number
        last = (number, match.end())
