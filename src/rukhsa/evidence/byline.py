"""Datelines: place, agency and day before a report begins, which say nothing of what it tells.

It knows their form (`WASHINGTON, Sept 29 (Reuters) - `, `واشنطن (رويترز) - `, `新华社北京10月9日电`), no names of
places or agencies.
"""

from __future__ import annotations

import re

_DASH = r"\s*(?:[—–]|--?)\s+"
_AGENCY = r"\s*\([^()\n]{2,40}\)"
_DAY = r",?\s*(?:\d{1,2}\s+)?[A-Z][a-z]{2,8}\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?"
_PLACE = r"[A-Z][A-Z.'\- ]+(?:,\s*[A-Z][\w.]+)*(?:/[A-Z][A-Z.'\- ]+)*"
_LATIN = re.compile(
    rf"^\s*(?:{_PLACE}(?:{_DAY})?(?:{_AGENCY})?{_DASH}"
    rf"|[A-Z][\w.\- ]{{2,24}}(?:{_DAY})?(?:{_AGENCY}){_DASH}"
    rf"|[A-Z][a-z]{{2,8}}\.?\s+\d{{1,2}}(?:{_AGENCY})?{_DASH}|{_AGENCY}{_DASH})"
)
_LETTER = "\u0621-\u064a"
_ARABIC = re.compile(rf"^\s*(?:[{_LETTER} ،/]{{2,30}})?(?:{_AGENCY}{_DASH}|\s*[—–-]\s*{_AGENCY}\s*[—–-]?\s*)")
_DATED = re.compile(
    rf"^\s*[{_LETTER} /]{{3,30}}[،,]\s*[\d٠-٩]{{1,2}}\s+[{_LETTER}/() ]{{3,30}}(?:[\d٠-٩]{{4}})?(?:{_AGENCY})?\s*[—–-]+\s+"
)
_SPOKEN = re.compile(rf"^\s*[{_LETTER}]{{3,14}}(?:\s[{_LETTER}]{{3,14}}){{0,2}}\s+[—–-]\s+")
_HAN = re.compile(
    r"^\s*(?:[【\[（(][^】\]）)\n]{2,36}[】\]）)]\s*(?:[^，。\n]{0,14}[电電讯訊])?[，,：:\-—– ]*"
    r"|[^，。、\n]{2,16}?\d{1,2}日(?:电|電|讯|訊)[ ，,：:\-—–]*"
    r"|[^，。、：:\n]{2,12}(?:记者|記者)[^，。：:\n]{0,14}[报報][道導导][：:]\s*"
    r"|[^，。、\n]{2,12}[／/][^，。、\n]{2,6}(?:电|電|讯|訊|報導|报道)[ ，,：:\-—–]*"
    r"|[^，。\n]{2,14}\d{1,2}日?\s*[\-—–]+\s+)"
)


def dateline(text: str, lang: str) -> int:
    """How long the dateline of a report is, nothing where it has none.

    >>> dateline("BEIJING, June 12 (Reuters) - China said", "en")
    29
    """
    patterns = {"en": (_LATIN,), "ar": (_ARABIC, _DATED, _SPOKEN), "zh": (_HAN,)}[lang]
    return next((match.end() for pattern in patterns if (match := pattern.match(text))), 0)
