"""Days that a report names: Gulf, Levantine and Maghrebi months, Hijri, Chinese and Republic-era years, relative days.

Everything is told against the day of the report. A day that cannot be told is left out, never guessed; a month
alone is kept as a month.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from rukhsa.evidence.day import Day
from rukhsa.evidence.ends import ends
from rukhsa.evidence.lexicon import Lexicon
from rukhsa.evidence.numbers import chinese_value
from rukhsa.evidence.script import MAY

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])((?:1[34]|19|20)\d\d)/(\d{1,2})/(\d{1,2})(?![\d/])")
_HIJRI_SIGN = re.compile(r"^\s*(?:ه(?:ـ|جري\w*)?(?![\u0621-\u064a])|a\.?h\.?)")
_YEAR = re.compile(r"^[\s,]*(?:من )?(?:عام |سنه |of )?((?:19|20)\d\d)(?!\d)")
_HIJRI_YEAR = re.compile(r"^[\s,]*(?:من )?(?:عام |سنه )?(1[34]\d\d)(?!\d)")
_CHINESE_DAY = re.compile(
    r"(?:(?P<era>民国)?(?P<year>\d{2,4}|[〇零一二三四五六七八九十百]{2,6})年)?"
    r"(?P<next>明年|今年|去年|隔年|次年)?(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月"
    r"(?:(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:日|号))?"
)
_AGO = {
    "en": re.compile(r"\b(\d{1,2}|two|three|four|five|six) (day|week|month)s? (ago|earlier)\b"),
    "ar": re.compile(r"قبل (?:يومين|اسبوعين|شهرين|\d{1,2} (?:ايام|يوما|اسابيع|اشهر))"),
    "zh": re.compile(r"(?:\d{1,2}|[一二两三四五六七八九十])(?:天|周|个月)前"),
}
_TO_COME = ("至", "到", "止", "前", "起", "将")  # by a day without its month: it may be to come
_SOON = 100  # days within which a day without a year may still be to come
_LOCALES = ("ar", "ar-SY", "ar-DZ")


def days(text: str, words: Lexicon, told: str | None) -> tuple[Day, ...]:
    """The days that a folded sentence names, in order.

    Args:
        text: the folded sentence.
        words: the lexicon of its language.
        told: the day of the report, as ISO text; without it neither relative days nor days without a year.
    """
    found: list[Day] = []
    finders = (_numeric, _hijri, _chinese if words.lang == "zh" else _named, _ago, _relative)
    for finder in finders:
        for day in finder(text, words, told):
            if not any(day.start < other.end and other.start < day.end for other in found):
                found.append(day)
    last = list(ends(text, words, told, found))
    found = [day for day in found if not any(day.start < one.end and one.start < day.end for one in last)]
    found += last
    return tuple(sorted(found, key=lambda day: day.start))


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _numeric(text: str, words: Lexicon, told: str | None) -> Iterator[Day]:
    for match in _ISO.finditer(text):
        if day := _valid(*map(int, match.groups())):
            yield Day(day, match.start(), match.end())
    for match in _SLASHED.finditer(text):
        year, month, number = map(int, match.groups())
        sign = _HIJRI_SIGN.match(text[match.end() :])
        day = gregorian(year, month, number) if sign or year < 1900 else _valid(year, month, number)
        if day:
            yield Day(day, match.start(), match.end() + (sign.end() if sign else 0))


def gregorian(year: int, month: int, day: int) -> str | None:
    """The civil day of a day of the Umm al-Qura calendar; nothing without `hijridate` or out of its range."""
    try:
        from hijridate import Hijri
    except ImportError:
        return None
    try:
        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None


def _hijri(text: str, words: Lexicon, told: str | None) -> Iterator[Day]:
    for month, pattern in words.table("hijri", text):
        for match in pattern.finditer(text):
            before = re.search(r"(\d{1,2})\s*(?:من )?\s*(?:شهر )?$", text[: match.start()])
            year = _HIJRI_YEAR.match(text[match.end() :])
            if before and year and (day := gregorian(int(year[1]), month, int(before[1]))):
                sign = _HIJRI_SIGN.match(text[match.end() + year.end() :])
                end = match.end() + year.end() + (sign.end() if sign else 0)
                yield Day(day, before.start(), end)


def _near(month: int, day: int, told: str, *, later: bool = False) -> str | None:
    """The day of that name last before the report's, or soon after it; for an end, the next one from it on."""
    report = datetime.date.fromisoformat(told)
    valid = [v for year in (report.year - 1, report.year, report.year + 1) if (v := _valid(year, month, day))]
    if later:
        return next((v for v in valid if v >= told), None)
    past = max((v for v in valid if v <= told), default=None)
    coming = min((v for v in valid if v > told), default=None)
    if past is None or coming is None:
        return past or coming
    ahead, back = (abs((datetime.date.fromisoformat(v) - report).days) for v in (coming, past))
    return coming if ahead <= _SOON and ahead * 2 < back else past


def _named(text: str, words: Lexicon, told: str | None) -> Iterator[Day]:
    """Days with the name of a month, in English and Arabic."""
    spans: list[tuple[int, int, int]] = []
    for month, pattern in words.table("month", text):
        spans += [(match.start(), match.end(), month) for match in pattern.finditer(text)]
    if words.lang == "en":
        spans = [span for span in spans if text[span[0] : span[1]] != "may"]
        spans += [(m.start(), m.end(), 5) for m in re.finditer(rf"(?<!\w){MAY}(?!\w)", text)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    last = -1
    for at, (start, end, month) in enumerate(spans):
        if start < last:
            continue
        twin = spans[at + 1] if at + 1 < len(spans) else None
        if twin and twin[2] == month and re.fullmatch(r"\s*[/(]\s*", text[end : twin[0]]):
            end = twin[1]  # the doubled form: تشرين الأول/أكتوبر
        last = end
        end += len(re.match(r"\s*\)?", text[end:])[0]) if text[end : end + 1] == ")" else 0  # type: ignore[index]
        yield from _with_day(text, words, told, start, end, month)


def _with_day(text: str, words: Lexicon, told: str | None, start: int, end: int, month: int) -> Iterator[Day]:
    number: int | None = None
    before = re.search(r"(?<![\d,.])(\d{1,2})(?:st|nd|rd|th)?(?: of|\s*من(?: شهر)?)?\s*$", text[:start])
    if before:
        number, start = int(before[1]), before.start()
    elif words.lang == "en":
        after = re.match(r"\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?!\d|:|%| percent)", text[end:])
        if after:
            number, end = int(after[1]), end + after.end()
    else:
        number, start = _ordinal(text, words, start)
    year = _YEAR.match(text[end:])
    named = int(year[1]) if year else _told_year(text[end:], words, told)
    if year:
        end += year.end()
    if number is None:
        day = _valid(named, month, 1) if named else told and _near(month, 1, told)
        if day:
            yield Day(day, start, end, whole=False)
        return
    later = bool((until := words.words("time", "until", text)) and _ends_with(until, text[:start]))
    day = _valid(named, month, number) if named else told and _near(month, number, told, later=later)
    if day:
        yield Day(day, start, end)


def _told_year(rest: str, words: Lexicon, told: str | None) -> int | None:
    """The year that what follows a day tells against the report: of next year, من العام المقبل, last year."""
    if told is None:
        return None
    for name, years in (("year-later", 1), ("year-earlier", -1)):
        found = words.words("time", name, rest)
        match = found.search(rest) if found else None
        if match and re.fullmatch(r"[\s,]*(?:of|من|في|in)?\s*", rest[: match.start()]):
            return int(told[:4]) + years
    return None


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    return any(len(text.rstrip()) - match.end() <= 3 for match in pattern.finditer(text))


def _ordinal(text: str, words: Lexicon, start: int) -> tuple[int | None, int]:
    """The ordinal before the name of a month (السابع والعشرين من نوفمبر) and where it begins."""
    before = re.search(r"([^\n.,;]{0,40}?)\s*(?:من شهر|من)?\s*$", text[:start])
    if before is None:
        return None, start
    parts: list[tuple[int, int, int]] = []
    for value, pattern in words.table("ordinal", text):
        parts += [(m.start(), m.end(), value) for m in pattern.finditer(text[:start])]
    ends = len(text[:start].rstrip().removesuffix("من").rstrip())
    tail = max((p for p in parts if p[1] == ends), key=lambda p: p[1] - p[0], default=None)
    if tail is None:
        return None, start
    if tail[2] in (20, 30):
        head = next((p for p in parts if 0 <= tail[0] - p[1] <= 1 and p[2] < 10), None)
        if head:
            return tail[2] + head[2], head[0]
    return tail[2], tail[0]


def _chinese(text: str, words: Lexicon, told: str | None) -> Iterator[Day]:
    digits = {
        char: int(value)
        for value, chars in words.data["number"].items()
        if value.isdecimal()
        for char in chars.replace(";", "").replace(" ", "")
    }

    def number(run: str) -> int:
        return int(run) if run.isdecimal() else chinese_value(run, digits)

    for match in _CHINESE_DAY.finditer(text):
        month = number(match["month"])
        day = number(match["day"]) if match["day"] else 1
        year = _chinese_year(match, number, told)
        if year is not None:
            found = _valid(year, month, day)
        else:
            until = text[max(0, match.start() - 3) : match.start()]
            later = any(word in until for word in ("至", "到", "止"))
            found = _near(month, day, told, later=later) if told else None
        if found:
            yield Day(found, match.start(), match.end(), whole=match["day"] is not None)
    for match in re.finditer(r"(?<![\d月])(\d{1,2})(?:日|号)(?!公告|令)", text) if told else ():
        if day_text := _of_the_month(
            int(match[1]), told or "", text[max(0, match.start() - 3) : match.end() + 2]
        ):
            yield Day(day_text, match.start(), match.end())


def _of_the_month(day: int, told: str, around: str) -> str | None:
    """A day that is told without its month: in a report of the 1st, 30日 is of the month before, unless it is to come."""
    report = datetime.date.fromisoformat(told)
    found = _valid(report.year, report.month, day)
    coming = any(sign in around for sign in _TO_COME)
    if coming and found is not None and found < told and "起" not in around:
        return _valid(report.year + report.month // 12, report.month % 12 + 1, day)
    if not coming and (found is None or found > told):
        before = report.replace(day=1) - datetime.timedelta(days=1)
        return _valid(before.year, before.month, day)
    return found


def _chinese_year(match: re.Match[str], number: object, told: str | None) -> int | None:
    run = match["year"]
    if run:
        year = int(run) if run.isdecimal() else number(run)  # type: ignore[operator]
        if match["era"] or 80 <= year < 200:
            return int(year) + 1911
        return int(year) + 2000 if year < 80 else int(year)
    shift = {"明年": 1, "隔年": 1, "次年": 1, "今年": 0, "去年": -1}.get(match["next"] or "")
    return None if shift is None or told is None else int(told[:4]) + shift


def _relative(text: str, words: Lexicon, told: str | None) -> Iterator[Day]:
    """Last month, yesterday, Monday: against the report's day."""
    if told is None:
        return
    report = datetime.date.fromisoformat(told)
    first = report.replace(day=1)
    named = [
        (day, match) for day, pattern in words.table("weekday", text) for match in pattern.finditer(text)
    ]
    for weekday, match in named:
        if _is_coming(text, match, words):
            ahead = (weekday - report.weekday()) % 7 or 7
            week = (
                7 - report.weekday() + weekday if words.lang == "zh" else ahead
            )  # 下周五 is of the next week
            yield Day((report + datetime.timedelta(days=week)).isoformat(), match.start(), match.end())
    whole = {"yesterday": -1, "today": 0, "tomorrow": 1}
    parts = {"week-earlier": -7, "week-later": 7}
    for name, shift in (*whole.items(), *parts.items()):
        for match in _matches(words, name, text):
            day = report + datetime.timedelta(days=shift)
            yield Day(day.isoformat(), match.start(), match.end(), whole=name in whole)
    for match in _matches(words, "month-earlier", text):
        yield Day((first - datetime.timedelta(days=1)).replace(day=1).isoformat(), *match.span(), whole=False)
    for match in _matches(words, "month-later", text):
        yield Day(
            (first + datetime.timedelta(days=32)).replace(day=1).isoformat(), *match.span(), whole=False
        )
    until = words.words("time", "until", text)
    for weekday, match in named:
        back = (report.weekday() - weekday) % 7
        after = until is not None and _ends_with(until, text[: match.start()])
        shift = (7 - back) % 7 or 7 if after else -back
        yield Day((report + datetime.timedelta(days=shift)).isoformat(), match.start(), match.end())


def _is_coming(text: str, weekday: re.Match[str], words: Lexicon) -> bool:
    """Whether a day of the week is told to be still to come: next Friday, الجمعة المقبل, 下周五."""
    coming = words.words("time", "coming", text)
    if coming is None:
        return False
    near = [match for match in coming.finditer(text)]
    return any(
        0 <= match.start() - weekday.end() <= 1
        or 0 <= weekday.start() - match.end() <= 1
        or (match.start() <= weekday.start() < match.end())
        for match in near
    )


def _matches(words: Lexicon, name: str, text: str) -> Iterator[re.Match[str]]:
    pattern = words.words("time", name, text)
    if pattern is not None:
        yield from pattern.finditer(text)


def _ago(text: str, words: Lexicon, told: str | None) -> Iterator[Day]:
    """Three days ago, قبل يومين, 三天前: read by `dateparser` where it is installed."""
    if told is None:
        return
    for match in _AGO[words.lang].finditer(text):
        phrase = _in_digits(match.group().replace("earlier", "ago"), words)
        if day := parsed(phrase, words.lang, told):
            yield Day(day, match.start(), match.end())


def _in_digits(phrase: str, words: Lexicon) -> str:
    """The phrase with its Chinese numerals as digits: 三天前 as 3天前."""
    if words.lang != "zh":
        return phrase
    for value, chars in words.data["number"].items():
        if value.isdecimal() and int(value) <= 10:
            phrase = re.sub(f"[{chars.replace('; ', '')}]", value, phrase)
    return phrase


def parsed(phrase: str, lang: str, told: str | None = None) -> str | None:
    """A phrase that is a date as a whole, by `dateparser` where it is installed."""
    try:
        import dateparser
    except ImportError:
        return None
    base = None if told is None else datetime.datetime.fromisoformat(told)
    settings: dict[str, object] = {"RELATIVE_BASE": base} if base else {}
    chains: list[dict[str, list[str]]]
    if lang == "ar":
        chains = [{"locales": [locale]} for locale in _LOCALES]
    else:
        chains = [{"languages": [lang]}]
    for chain in chains:
        try:
            found = dateparser.parse(phrase, settings=settings, **chain)
        except (ValueError, OverflowError, TypeError):
            continue
        if found:
            return str(found.date().isoformat())
    return None
