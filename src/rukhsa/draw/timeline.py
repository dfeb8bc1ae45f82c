"""The timeline as a Vega-Lite specification: plain data, which can be checked without a browser."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from rukhsa.draw import shapes
from rukhsa.draw.shapes import GRAY, INK, PALE, SHAPES, Layer, worded
from rukhsa.draw.text import APART, short_cite, state_text
from rukhsa.draw.words import listed, say, title_of
from rukhsa.law.timeline import Lane, Mark, Row, Span, Timeline
from rukhsa.records import dataclass

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_SIGNS, _BAR, _THIN, _GAP = 15, 14, 9, 3  # pixels: the row of signs, a bar, a bar apart, between them
_NAME = 14  # pixels: a row of a lane's name that stands above it
_KEY = 21  # pixels: a row of the legend
_COLORS = ("#1f5a8a", "#9c3b2e", "#47703f", "#6b4a86")  # one for each side
_LOOKS = ("in_force", "partly", "suspended", "due", "doubtful", "announced", "reported")
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Frame:
    """How a picture is laid out.

    Attributes:
        width: pixels of the years.
        above: the names of the lanes stand above them, within that width, and not beside them.
    """

    width: int
    above: bool


BESIDE = Frame(940, above=False)


def timeline_spec(
    timeline: Timeline, lang: str = "en", *, heading: bool = True, frame: Frame = BESIDE
) -> dict[str, Any]:
    """The whole picture: legend, then one panel for each side, over the same years.

    Args:
        timeline: what to draw.
        lang: language of all words.
        heading: with a title; a page that has its own leaves it out.
    """
    panels = [
        _panel(row, timeline, _COLORS[index % len(_COLORS)], lang, frame)
        for index, row in enumerate(timeline.sides)
    ]
    spec: dict[str, Any] = {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 12,
        "vconcat": [_legend(timeline, lang, frame.width), *panels],
        "spacing": 14,
        "config": {
            "font": shapes.FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "titleColor": INK, "domainColor": GRAY, "tickColor": GRAY},
        },
    }
    if heading:
        title = say("timeline.title", lang, start=timeline.start, end=timeline.end)
        spec["title"] = {"text": worded(title, lang), "fontSize": 18, "anchor": "middle", "offset": 12}
    return spec


def _time(day: str, *, after: bool = False) -> int:
    """Milliseconds at the beginning of a day (UTC), or at its end."""
    date = datetime.date.fromisoformat(day)
    return (date - datetime.date(1970, 1, 1)).days * _DAY + (_DAY if after else 0)


def _panel(row: Row, timeline: Timeline, color: str, lang: str, frame: Frame) -> dict[str, Any]:
    start, end = _time(timeline.start), _time(timeline.end, after=True)
    per_pixel = (end - start) / frame.width
    spans: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    cites: list[dict[str, Any]] = []
    stripes: list[dict[str, Any]] = []
    names: list[tuple[float, str]] = []
    above: list[dict[str, Any]] = []
    top = 0.0
    for number, lane in enumerate(row.lanes):
        grades = list(dict.fromkeys(span.grade for span in lane.apart))
        signs = top
        if frame.above:
            for part in _wrapped(title_of(lane.measure.title, lang), frame.width):
                above.append({"x": start, "y": signs + _NAME / 2 + 2, "text": worded(part, lang)})
                signs += _NAME
        else:
            middle = signs + _SIGNS + (_BAR / 2 if lane.spans else _THIN / 2)
            names.append((middle, worded(title_of(lane.measure.title, lang), lang)))
        below = signs + _SIGNS
        if lane.spans:
            spans += [_bar(lane, span, below, _BAR, lang) for span in lane.spans]
            below += _BAR + _GAP
        for grade in grades:
            spans += [_bar(lane, span, below, _THIN, lang) for span in lane.apart if span.grade == grade]
            below += _THIN + _GAP
        below += _GAP
        if number % 2:
            stripes.append({"x": start, "x2": end, "y": top, "y2": below})
        marks += [_sign(mark, signs + _SIGNS / 2, lang) for mark in lane.marks]
        cites += _cites(lane, signs + _SIGNS / 2, per_pixel, start, frame.width)
        top = below
    for span in spans:
        note = _note(span, per_pixel)
        if note:
            notes.append(note)
    tooltip = [
        {"field": key, "title": say(key, lang)} for key in ("measure", "state", "grade", "period", "by")
    ]
    of_act = [
        {"field": key, "title": say(key, lang)}
        for key in ("act", "does", "citation", "public", "effect", "grade")
    ]
    layers: list[Layer] = []
    if stripes:
        layers.append(shapes.bars(stripes, {"fill": PALE, "fillOpacity": 0.45}))
    layers += shapes.state_layers(spans, color, per_pixel, tooltip)
    layers += shapes.texts(notes, {"fontSize": 8.5, "color": INK})
    layers += [*_today(timeline, top, lang, per_pixel), *_years_above(timeline, frame)]
    layers += shapes.texts(above, {"fontSize": 11, "color": INK})
    for hollow in (False, True):
        some = [mark for mark in marks if mark["hollow"] == hollow]
        if some:
            layers.append(shapes.signs(some, hollow=hollow, tooltip=of_act))
    layers += shapes.texts(cites, {"fontSize": 8, "color": INK})
    for layer in layers:
        layer["encoding"]["x"] |= {
            "type": "quantitative",
            "scale": {"domain": [start, end], "nice": False, "zero": False},
            "axis": _days_axis(timeline, frame),
        }
        layer["encoding"]["y"] |= {
            "type": "quantitative",
            "scale": {"domain": [top, 0], "nice": False, "zero": False},
            "axis": _names_axis(names),
        }
    checked = say("checked", lang, day=row.verified_through)
    return {
        "width": frame.width,
        "height": top,
        "title": {
            "text": worded(title_of(row.title, lang), lang),
            "subtitle": worded(checked, lang),
            "anchor": "start",
            "frame": "group",
            "fontSize": 15,
            "color": color,
            "subtitleColor": GRAY,
            "subtitleFontSize": 10,
        },
        "layer": layers,
    }


def _wrapped(text: str, width: float) -> list[str]:
    """A name in as many lines as it needs."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and shapes.text_width(longer, 11) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _days_axis(timeline: Timeline, frame: Frame) -> dict[str, Any]:
    """A line at the beginning of each year; of each month, where there are few."""
    years = range(int(timeline.start[:4]), int(timeline.end[:4]) + 2)
    few = _time(timeline.end) - _time(timeline.start) < 800 * _DAY
    days = [f"{year}-{month:02}-01" for year in years for month in (range(1, 13) if few else (1,))]
    first, last = _time(timeline.start), _time(timeline.end, after=True)
    return {
        "title": None,
        "values": [time for day in days if first <= (time := _time(day)) <= last],
        "labelExpr": f"utcFormat(datum.value, '{'%Y-%m' if few else '%Y'}')",
        "grid": True,
        "gridColor": "#d5d9de",
        "labelFontSize": 12,
        "labelFlush": frame.above,
    }


def _years_above(timeline: Timeline, frame: Frame) -> list[Layer]:
    """The years once more above a panel, which may be longer than a screen."""
    years = range(int(timeline.start[:4]), int(timeline.end[:4]) + 2)
    first, last = _time(timeline.start), _time(timeline.end, after=True)
    rows = [
        {"x": time, "y": -9, "text": str(year)}
        for year in years
        if first <= (time := _time(f"{year}-01-01")) <= last
    ]
    found: list[Layer] = []
    for align, here in _aligned(rows, first, last, frame):
        found += shapes.texts(here, {"fontSize": 11, "align": align, "color": INK})
    return found


def _aligned(
    rows: list[dict[str, Any]], first: int, last: int, frame: Frame
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Words by how they are set at their places: those at an edge that is the page's stay within it."""
    edges = {first: "left", last: "right"} if frame.above else {}
    for align in ("left", "center", "right"):
        here = [row for row in rows if edges.get(row["x"], "center") == align]
        if here:
            yield align, here


def _names_axis(names: list[tuple[float, str]]) -> dict[str, Any]:
    """The names of the lanes, as labels of an axis that has a value at each."""
    import json

    listed = {str(round(middle * 10)): name for middle, name in names}
    return {
        "title": None,
        "values": [middle for middle, _ in names],
        "labelExpr": f"({json.dumps(listed, ensure_ascii=False)})[round(datum.value * 10)]",
        "labelLimit": 540,
        "labelFontSize": 11,
        "labelOverlap": False,
        "grid": False,
        "domain": False,
        "ticks": False,
    }


def _bar(lane: Lane, span: Span, top: float, height: float, lang: str) -> dict[str, Any]:
    apart = span.grade in APART
    state = state_text(span, lang)
    cites = {mark.act: short_cite(mark.cite) for mark in lane.marks}
    return {
        "x": _time(span.start),
        "x2": _time(span.end, after=True),
        "y": top,
        "y2": top + height,
        "look": f"{span.grade}.{span.state}" if apart else span.state,
        "note": worded(state, lang) if apart or span.state != "in_force" else "",
        "measure": title_of(lane.measure.title, lang),
        "state": state,
        "grade": say("grade." + span.grade, lang),
        "period": f"{span.start} – {span.end}",
        "by": "; ".join(cites.get(act, act) for act in span.acts) or "–",
    }


def _note(bar: Mapping[str, Any], per_pixel: float) -> dict[str, Any] | None:
    """The words in a bar, if they fit."""
    width = (bar["x2"] - bar["x"]) / per_pixel
    if not bar["note"] or shapes.text_width(bar["note"], 8.5) > width - 4:
        return None
    return {"x": bar["x"] + 5 * per_pixel, "y": (bar["y"] + bar["y2"]) / 2 + 0.5, "text": bar["note"]}


def _sign(mark: Mark, y: float, lang: str) -> dict[str, Any]:
    return {
        "x": _time(mark.day),
        "y": y,
        "verb": mark.verbs[-1],
        "hollow": mark.grade in APART,
        "act": title_of(mark.title, lang),
        "does": listed((say(verb, lang) for verb in mark.verbs), lang),
        "citation": mark.cite,
        "public": mark.day,
        "effect": mark.effect,
        "grade": say("grade." + mark.grade, lang),
    }


def _cites(lane: Lane, y: float, per_pixel: float, start: int, width: int) -> list[dict[str, Any]]:
    """Citations right or left of their signs, as far as there is room between signs and edges."""
    by_day: dict[str, list[Mark]] = {}
    for mark in lane.marks:
        by_day.setdefault(mark.day, []).append(mark)
    places = {day: (_time(day) - start) / per_pixel for day in by_day}
    taken = [(place - 5, place + 5) for place in places.values()]
    found: list[dict[str, Any]] = []
    for day, marks in by_day.items():
        text = short_cite(marks[0].cite) + (f" +{len(marks) - 1}" if len(marks) > 1 else "")
        length, place = shapes.text_width(text, 8), places[day]
        for left in (place + 6, place - 6 - length):
            right = left + length
            if left >= 0 and right <= width and all(right < low or left > high for low, high in taken):
                taken.append((left, right))
                found.append({"x": start + left * per_pixel, "y": y + 0.5, "text": text})
                break
    return found


def _today(timeline: Timeline, height: float, lang: str, per_pixel: float) -> list[Layer]:
    if not timeline.start <= timeline.today <= timeline.end:
        return []
    now = _time(timeline.today)
    text = worded(say("today", lang, day=timeline.today), lang)
    line = [{"x": now, "y": 0, "y2": height}]
    half = shapes.text_width(text, 10) / 2
    before = (now - _time(timeline.start)) / per_pixel
    behind = (_time(timeline.end, after=True) - now) / per_pixel
    align = "left" if before < half else "right" if behind < half else "center"
    return [
        shapes.lines(line, {"color": "white", "strokeWidth": 3}),
        shapes.lines(line, {"color": INK, "strokeDash": [6, 3], "strokeWidth": 1.3}),
        *shapes.texts(
            [{"x": now, "y": -24, "text": text}], {"fontSize": 10, "align": align, "fontWeight": 600}
        ),
    ]


def _legend(timeline: Timeline, lang: str, whole: int) -> dict[str, Any]:
    """One row of looks and one of signs, drawn as they are drawn below."""
    looks = list(_LOOKS)
    spans = [span for row in timeline.sides for lane in row.lanes for span in lane.spans]
    if not any(span.state == "doubtful" for span in spans):
        looks.remove("doubtful")
    swatches: list[dict[str, Any]] = []
    signs: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    x, y = 0.0, 0.0
    for key in (*looks, "", *SHAPES, "hollow"):  # the empty one breaks the line
        text = say(key, lang) if key else ""
        width = (40 if key in looks else 17) + shapes.text_width(text, 11.5) + 18
        if not key or x + width - 18 > whole:
            x, y = 0.0, y + _KEY
        if key in looks:
            half = (_THIN if key in ("announced", "reported") else _BAR) / 2
            middle = y + _KEY / 2
            swatches.append({"x": x, "x2": x + 34, "y": middle - half, "y2": middle + half, "look": key})
        elif key:
            signs.append({"x": x + 8, "y": y + _KEY / 2, "verb": key if key in SHAPES else "amend"})
        if key:
            words.append(
                {
                    "x": x + width - 18 - shapes.text_width(text, 11.5),
                    "y": y + _KEY / 2,
                    "text": worded(text, lang),
                }
            )
            x += width
    height = y + _KEY
    layers = [
        *shapes.state_layers(swatches, "#4a5460", 1.0),
        shapes.signs(signs[:-1]),
        shapes.signs(signs[-1:], hollow=True),
        *shapes.texts(words, {"fontSize": 11, "color": INK}),
    ]
    for layer in layers:
        for name, domain in (("x", [0, whole]), ("y", [height, 0])):
            scale = {"domain": domain, "nice": False}
            layer["encoding"][name] |= {"type": "quantitative", "axis": None, "scale": scale}
    return {"width": whole, "height": height, "layer": layers}
