"""The pictures as plain text, for terminals and for the core alone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from rukhsa.draw.shapes import isolated
from rukhsa.draw.words import listed, say, title_of
from rukhsa.law.timeline import Lane, Span, Timeline

_SIGNS = {"in_force": "█", "partly": "▓", "doubtful": "?", "suspended": "░", "due": "·"}
APART = {"announced": "a", "reported": "r"}  # grades that do not count by default
_WIDEST = 72  # columns of a strip
_SHORT, _LONG = 24, 34  # letters of a citation beside a sign
_NUMBER = re.compile(r"No\. ?\d+ of \d{4}")


def timeline_text(timeline: Timeline, lang: str = "en") -> str:
    """The timeline as text: of each measure a strip of months, its spans in words, and its acts."""
    months = _months(timeline.start, timeline.end)
    lines = [say("timeline.title", lang, start=timeline.start, end=timeline.end), _legend(lang)]
    for row in timeline.sides:
        lines += ["", f"{title_of(row.title, lang)} ({say('checked', lang, day=row.verified_through)})", ""]
        lines.append("  " + _years(months))
        lines += _today(months, timeline.today)
        for lane in row.lanes:
            lines += _lane(lane, months, timeline.today, lang)
    return "\n".join(lines)


def _months(start: str, end: str) -> list[tuple[str, str]]:
    """The columns of the strip: first and last day of each month, or of several where there are many."""
    first = datetime.date.fromisoformat(start).replace(day=1)
    last = datetime.date.fromisoformat(end)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = -(-count // _WIDEST)
    starts = [_plus(first, index * step) for index in range(-(-count // step))]
    ends = [_plus(day, step) - datetime.timedelta(days=1) for day in starts]
    return [
        (max(one.isoformat(), start), min(other.isoformat(), end))
        for one, other in zip(starts, ends, strict=True)
    ]


def _plus(day: datetime.date, months: int) -> datetime.date:
    index = day.year * 12 + day.month - 1 + months
    return datetime.date(index // 12, index % 12 + 1, 1)


def _years(months: list[tuple[str, str]]) -> str:
    line = [" "] * (len(months) + 5)
    for index, (first, _) in enumerate(months):
        if index == 0 or first[:4] != months[index - 1][0][:4]:
            line[index : index + 4] = list(first[:4])
    return "".join(line).rstrip()


def _today(months: list[tuple[str, str]], today: str) -> list[str]:
    """A sign above the month of today, which a bar would hide."""
    return [f"  {' ' * index}▼" for index, (first, last) in enumerate(months) if first <= today <= last]


def _strip(spans: Mapping[str, list[Span]], months: list[tuple[str, str]], today: str) -> str:
    signs: list[str] = []
    for first, last in months:
        sign = " "
        for key, found in spans.items():
            here = [span for span in found if span.start <= last and span.end >= first]
            if here:
                sign = APART.get(key) or _SIGNS[max(here, key=lambda span: span.end).state]
        signs.append("│" if sign == " " and first <= today <= last else sign)
    return "".join(signs).rstrip()


def _lane(lane: Lane, months: list[tuple[str, str]], today: str, lang: str) -> list[str]:
    lines = [
        isolated(title_of(lane.measure.title, lang), lang),
        "  " + _strip({"": list(lane.spans)}, months, today),
    ]
    for grade in APART:
        apart = [span for span in lane.apart if span.grade == grade]
        if apart:
            lines.append("  " + _strip({grade: apart}, months, today))
    cites = {mark.act: short_cite(mark.cite) for mark in lane.marks}
    for span in (*lane.spans, *lane.apart):
        lines.append("  " + span_text(span, cites, lang))
    for mark in lane.marks:
        does = listed((say(verb, lang) for verb in mark.verbs), lang)
        lines.append(f"  {mark.day}  {does}: {mark.cite} ({say('grade.' + mark.grade, lang)})")
    return [*lines, ""]


def state_text(span: Span, lang: str) -> str:
    """The state of a span in words, with its last day; of one apart, that it is only announced or reported."""
    state = say(span.state, lang)
    if span.state == "suspended" and span.until:
        state = f"{state} {say('until', lang, day=span.until)}"
    elif span.due and span.state == "due":
        state = f"{state} ({say('from', lang, day=span.due)})"
    if span.grade not in APART:
        return state
    return say(span.grade, lang) + ("" if span.state == "in_force" else f": {state}")


def span_text(span: Span, cites: Mapping[str, str], lang: str) -> str:
    """A span in words: when, what, on what evidence, by which acts."""
    state = state_text(span, lang)
    if span.grade not in APART:
        state = f"{state} ({say('grade.' + span.grade, lang)})"
    by = "; ".join(cites[act] for act in span.acts if act in cites)
    said = f"{span.start} – {span.end}  {isolated(state, lang)}"
    return said + (f"  [{by}]" if by else "")


def short_cite(cite: str) -> str:
    """A citation without what stands in brackets or after a semicolon; of a long one, its number and year."""
    short = cite.partition(" (")[0].partition(";")[0].strip()
    numbered = _NUMBER.search(short)
    if numbered and len(short) > _SHORT:
        return numbered[0]
    return short if len(short) <= _LONG else short[: _LONG - 1].rstrip() + "…"


def _legend(lang: str) -> str:
    signs = [f"{sign} {say(state, lang)}" for state, sign in _SIGNS.items()]
    signs += [f"{sign} {say(grade, lang)}" for grade, sign in APART.items()]
    return "   ".join([*signs, f"▼ │ {say('today', lang, day='').strip(' ,')}"])
