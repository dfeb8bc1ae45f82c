"""Last days of months and years: the end of next January, نهاية العام المقبل, 明年1月底.

Late January and the last weeks of a year are no days; they are left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from rukhsa.evidence.day import Day
from rukhsa.evidence.lexicon import Lexicon

_JOINT = re.compile(r"[\s\-]*(?:of|من|في|the|شهر|عام|سنه)?[\s\-]*(?:the|شهر|عام|سنه)?\s*")
_YEAR = re.compile(r"(?:عام |سنه )?((?:19|20)\d\d)年?")
_PERIODS = (("this-year", 0), ("year-later", 1))
_MONTHS = (("this-month", 0), ("month-later", 1))


def ends(text: str, words: Lexicon, told: str | None, months: Sequence[Day]) -> Iterator[Day]:
    """The last days that a folded sentence names by what ends on them.

    Args:
        text: the folded sentence.
        words: the lexicon of its language.
        told: the day of the report, as ISO text.
        months: the days that it names otherwise; those that are only months may end.
    """
    end = words.words("time", "end", text)
    for mark in end.finditer(text) if end is not None else ():
        found = (
            _before(text, words, told, months, mark)
            if words.lang == "zh"
            else _after(text, words, told, months, mark)
        )
        if found is not None:
            yield found


def _after(
    text: str, words: Lexicon, told: str | None, months: Sequence[Day], mark: re.Match[str]
) -> Day | None:
    """What a word for the end has after it."""
    joint = _JOINT.match(text, mark.end())
    start = joint.end() if joint else mark.end()
    coming = words.words("time", "coming", text)
    ahead = coming.match(text, start) if coming is not None else None
    for month in months:
        if not month.whole and month.start in (start, ahead.end() + 1 if ahead else start):
            behind = coming.match(text, month.end + 1) if coming is not None else None
            end = behind.end() if behind else month.end
            return Day(
                _last(month, text, told, _until(text, mark.start(), words), bool(ahead or behind)),
                mark.start(),
                end,
            )
    if (year := _YEAR.match(text, start)) is not None:
        return Day(f"{year[1]}-12-31", mark.start(), year.end())
    fit = [one for one in _periods(text, words, told) if mark.end() < one[1] <= start]
    for day, _, end in sorted(fit, key=lambda one: one[1] - one[2]):
        return Day(day, mark.start(), end)
    return None


def _before(
    text: str, words: Lexicon, told: str | None, months: Sequence[Day], mark: re.Match[str]
) -> Day | None:
    """What a word for the end has before it, in Chinese."""
    for month in months:
        if not month.whole and month.end == mark.start():
            return Day(
                _last(month, text, told, _until(text, month.start, words), False), month.start, mark.end()
            )
    for year in _YEAR.finditer(text):
        if year.end() == mark.start():
            return Day(f"{year[1]}-12-31", year.start(), mark.end())
    for day, start, end in sorted(_periods(text, words, told), key=lambda one: one[1] - one[2]):
        if end == mark.start():
            return Day(day, start, mark.end())
    return None


def _periods(text: str, words: Lexicon, told: str | None) -> Iterator[tuple[str, int, int]]:
    """Years and months that are told against the day of the report: last day, start, end."""
    if told is None:
        return
    report = datetime.date.fromisoformat(told)
    for name, shift in _PERIODS:
        pattern = words.words("time", name, text)
        for match in pattern.finditer(text) if pattern is not None else ():
            yield f"{report.year + shift}-12-31", match.start(), match.end()
    for name, shift in _MONTHS:
        pattern = words.words("time", name, text)
        for match in pattern.finditer(text) if pattern is not None else ():
            year, month = divmod(report.year * 12 + report.month - 1 + shift, 12)
            yield month_end(year, month + 1), match.start(), match.end()


def month_end(year: int, month: int) -> str:
    """The last day of a month.

    >>> month_end(2028, 2)
    '2028-02-29'
    """
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return (following - datetime.timedelta(days=1)).isoformat()


def _last(month: Day, text: str, told: str | None, until: bool, coming: bool) -> str:
    """The last day of a month; of one without a year, the next where it is still to come."""
    year, number = int(month.day[:4]), int(month.day[5:7])
    day = month_end(year, number)
    if told is None or re.search(r"\d{4}", text[month.start : month.end]):
        return day
    passed = day < told or (coming and day[:7] == told[:7])
    return month_end(year + 1, number) if passed and (until or coming) else day


def _until(text: str, place: int, words: Lexicon) -> bool:
    """Whether a word for `until` stands right before a place."""
    until = words.words("time", "until", text)
    return until is not None and any(0 <= place - match.end() <= 5 for match in until.finditer(text))
