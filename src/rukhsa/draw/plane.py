"""The plane of a pack as a Vega-Lite specification: regions, items, and the parameters that a page moves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rukhsa.decide.plane import Cell, Map
from rukhsa.draw import shapes
from rukhsa.draw.plane_rows import LABEL, WHOLE, Size, labelled, spot_of
from rukhsa.draw.shapes import GRAY, INK, Layer, worded
from rukhsa.draw.timeline import SCHEMA
from rukhsa.draw.words import say, title_of
from rukhsa.law.act import Texts
from rukhsa.law.plane import Axis

_WIDE = 600  # pixels: a plane on which words are written large
_ROW = 13.0  # pixels: a row of the strip beneath the plane
_FILLS = ("#f6d3c8", "#fbedc6", "#d6e3f3", "#e4daee")  # one for each entry, strictest first
_FREE = "#f2f5f0"
_SIGNS = {
    "license_required": "circle",
    "undetermined": "triangle-up",
    "license_exception": "square",
    "no_license_required": "circle",
    "out_of_scope": "diamond",
    "not_subject": "cross",
    "none": "circle",
}
_FILLED = ("license_required",)


def plane_spec(
    maps: Sequence[Map],
    at: int,
    lang: str = "en",
    *,
    view: str | None = None,
    country: str = "",
    heading: bool = True,
    size: Size = WHOLE,
) -> dict[str, Any]:
    """The picture of one or several days; the parameters `step` and `view` say which is shown.

    Args:
        maps: the plane on each day, in order.
        at: which of them is shown first.
        lang: language of all words.
        view: the view shown first; by default the plane's first.
        country: the name of the country asked about.
        heading: with a title; a page that has its own leaves it out.
        size: pixels of the plane; where there is no room for a label, its sign has none.
    """
    plane = maps[at].plane
    shown = view or plane.views[0].id
    labels = [labelled(maps, one.id, size) for one in plane.views]
    strip_rows = max((row["row"] for rows in labels for row in rows["strip"]), default=-1) + 1
    vconcat: list[dict[str, Any]] = [
        *([_legend(maps[at], lang, country, size)] if maps[at].to else []),
        _plane(maps, [row for rows in labels for row in rows["plane"]], lang, size),
    ]
    if strip_rows:
        vconcat.append(
            _strip(maps, [row for rows in labels for row in rows["strip"]], strip_rows, lang, size)
        )
    spec: dict[str, Any] = {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 12,
        "params": [{"name": "step", "value": at}, {"name": "view", "value": shown}],
        "vconcat": vconcat,
        "spacing": 10,
        "config": {
            "font": shapes.FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "titleColor": INK, "domainColor": GRAY, "tickColor": GRAY},
        },
    }
    if heading:
        spec["title"] = {
            "text": worded(say("map.title", lang, title=title_of(plane.title, lang), day=maps[at].on), lang),
            "subtitle": worded(title_of(next(v.title for v in plane.views if v.id == shown), lang), lang),
            "fontSize": 17,
            "subtitleFontSize": 12,
            "anchor": "middle",
            "offset": 10,
        }
    return spec


def _points(
    rows: Sequence[Mapping[str, Any]], maps: Sequence[Map], lang: str, y: dict[str, Any]
) -> list[Layer]:
    plane = maps[0].plane
    words = {verdict: say(verdict, lang) for verdict in _SIGNS if verdict != "none"} | {"none": ""}
    tooltip: list[dict[str, Any]] = [
        {"field": "names", "title": say("item", lang)},
        {"field": "x", "format": ",.0f", "title": title_of(plane.x.title, lang)},
        {"field": "y", "format": ".2f", "title": title_of(plane.y.title, lang)},
        {"field": "code", "title": say("entries", lang)},
    ]
    if maps[0].to:
        tooltip.append({"field": "said", "title": say("state", lang)})
    layers: list[Layer] = []
    for filled in (True, False):
        layers.append(
            {
                "data": {"values": list(rows)},
                "transform": [
                    {"filter": "datum.view == view"},
                    {"calculate": "datum.verdicts[step]", "as": "verdict"},
                    {"calculate": "datum.codes[step]", "as": "code"},
                    {"calculate": f"({_json(words)})[datum.verdict]", "as": "said"},
                    {"filter": f"(indexof({_json(list(_FILLED))}, datum.verdict) >= 0) == {_json(filled)}"},
                ],
                "mark": {
                    "type": "point",
                    "size": 46,
                    "fill": INK if filled else "white",
                    "stroke": "white" if filled else INK,
                    "strokeWidth": 0.8 if filled else 1.3,
                    "opacity": 1,
                },
                "encoding": {
                    "x": {"field": "sx"},
                    "y": y,
                    "shape": {
                        "field": "verdict",
                        "type": "nominal",
                        "scale": {"domain": list(_SIGNS), "range": list(_SIGNS.values())},
                        "legend": None,
                    },
                    "tooltip": tooltip,
                },
            }
        )
    return layers


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


def _plane(maps: Sequence[Map], rows: Sequence[Mapping[str, Any]], lang: str, size: Size) -> dict[str, Any]:
    plane = maps[0].plane
    regions: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    fills = dict(zip(plane.codes, _FILLS, strict=False))
    for step, one in enumerate(maps):
        for view, cells in one.cells.items():
            where = {"step": step, "view": view}
            regions += [
                _corners(cell) | where | {"fill": fills.get(cell.code or "", _FREE)} for cell in cells
            ]
            edges += [edge | where for edge in _edges(cells)]
            for code in (*plane.codes, None):
                some = [cell for cell in cells if cell.code == code]
                if some:
                    widest = max(some, key=_size)
                    text = code or worded(say("free", lang), lang)
                    room = spot_of(widest.x2, plane.x, size[0]) - spot_of(widest.x, plane.x, size[0])
                    if size[0] < _WIDE and shapes.text_width(text, 11) > room - 8:
                        continue
                    names.append({"x": widest.x, "y": widest.y2, "text": text} | where)
    shown = [{"filter": "datum.step == step && datum.view == view"}]
    layers: list[Layer] = [shapes.bars(regions, {}), shapes.lines(edges, {"color": INK, "strokeWidth": 1.1})]
    for channel in ("fill", "stroke"):  # the stroke hides the seam between rectangles of one region
        layers[0]["encoding"][channel] = {"field": "fill", "type": "nominal", "scale": None}
    layers += shapes.texts(
        names,
        {
            "fontSize": 15 if size[0] >= _WIDE else 11,
            "fontWeight": 600,
            "color": "#5b6470",
            "dx": 8 if size[0] >= _WIDE else 4,
            "dy": 14 if size[0] >= _WIDE else 9,
            "align": "left",
        },
    )
    for layer in layers:
        layer["transform"] = shown
    leaders = [
        {"x": row["sx"], "y": row["sy"], "x2": row["nx"], "y2": row["ly"], "view": row["view"]}
        for row in rows
        if row["led"]
    ]
    if leaders:
        layers.append(shapes.lines(leaders, {"color": GRAY, "strokeWidth": 0.7}))
        layers[-1]["transform"] = [{"filter": "datum.view == view"}]
    labels = [{"x": r["lx"], "y": r["ly"], "text": r["label"], "view": r["view"]} for r in rows if r["label"]]
    words = shapes.texts(labels, {"fontSize": LABEL, "color": INK})
    for layer in words:
        layer["transform"] = [{"filter": "datum.view == view"}]
    layers += words
    layers += _points(rows, maps, lang, {"field": "sy"})  # over the halos of the labels
    for layer in layers:
        layer["encoding"]["x"] = layer["encoding"]["x"] | _scaled(plane.x, lang, hidden=False)
        layer["encoding"]["y"] = layer["encoding"]["y"] | _scaled(plane.y, lang, hidden=False)
    return {"width": size[0], "height": size[1], "layer": layers}


def _scaled(axis: Axis, lang: str, *, hidden: bool) -> dict[str, Any]:
    low, high = float(axis.low), float(axis.high)
    ticks = [digit * 10.0**power for power in range(-3, 9) for digit in (1, 2, 3, 5)]
    return {
        "type": "quantitative",
        "scale": {"type": "log", "domain": [low, high], "nice": False},
        "axis": None
        if hidden
        else {
            "title": worded(title_of(axis.title, lang), lang),
            "titleFontSize": 13,
            "labelFontSize": 11,
            "values": [tick for tick in ticks if low <= tick <= high],
            "format": "~r",
            "labelExpr": "format(datum.value, datum.value < 10 ? '~r' : ',.0f')",
            "grid": True,
            "gridOpacity": 0.35,
        },
    }


def _corners(cell: Cell) -> dict[str, Any]:
    return {"x": cell.x, "x2": cell.x2, "y": cell.y, "y2": cell.y2}


def _size(cell: Cell) -> float:
    return math.log(cell.x2 / cell.x) * math.log(cell.y2 / cell.y)


def _edges(cells: Sequence[Cell]) -> list[dict[str, Any]]:
    """Where two different regions touch."""
    found: list[dict[str, Any]] = []
    for one in cells:
        for other in cells:
            if one.code == other.code:
                continue
            low, high = max(one.y, other.y), min(one.y2, other.y2)
            if one.x2 == other.x and low < high:
                found.append({"x": one.x2, "x2": one.x2, "y": low, "y2": high})
            left, right = max(one.x, other.x), min(one.x2, other.x2)
            if one.y2 == other.y and left < right:
                found.append({"x": left, "x2": right, "y": one.y2, "y2": one.y2})
    return found


def _strip(
    maps: Sequence[Map], rows: Sequence[Mapping[str, Any]], count: int, lang: str, size: Size
) -> dict[str, Any]:
    """Items whose second measurement is not known, by the first alone."""
    plane = maps[0].plane
    placed = [dict(row) | {"at": (row["row"] + 0.5) * _ROW, "text": row["label"]} for row in rows]
    layers = _points(placed, maps, lang, {"field": "at"})
    after = [row for row in placed if not row["before"]]
    before = [row for row in placed if row["before"]]
    words = [
        *shapes.texts(after, {"fontSize": LABEL, "color": INK, "dx": 7}),
        *shapes.texts(before, {"fontSize": LABEL, "color": INK, "dx": -7, "align": "right"}),
    ]
    for layer in words:
        layer["encoding"]["y"] = {"field": "at"}
        layer["encoding"].pop("y2", None)
        layer["transform"] = [{"filter": "datum.view == view"}]
    layers += words
    for layer in layers:
        layer["encoding"]["x"] = layer["encoding"]["x"] | _scaled(plane.x, lang, hidden=True)
        layer["encoding"]["y"] = layer["encoding"]["y"] | {
            "type": "quantitative",
            "scale": {"domain": [count * _ROW, 0], "nice": False},
            "axis": None,
        }
    name = _axis_name(plane.y.title, lang)
    return {
        "width": size[0],
        "height": count * _ROW,
        "view": {"stroke": GRAY},
        "title": {
            "text": worded(say("strip", lang, y=name), lang),
            "fontSize": 11 if size[0] >= _WIDE else 8,
            "anchor": "start",
            "color": INK,
        },
        "layer": layers,
    }


def _axis_name(titles: Texts, lang: str) -> str:
    return title_of(titles, lang).split(" (")[0]


def _legend(one: Map, lang: str, country: str, size: Size) -> dict[str, Any]:
    signs: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    x, y = 6.0, 10.0
    if one.to:
        text = say("map.to", lang, country=country) + ":"
        words.append({"x": x, "y": y, "text": worded(text, lang)})
        x += shapes.text_width(text, 12) + 22
    verdicts = [v for v in _SIGNS if any(point.verdict == v for point in one.points)]
    for verdict in verdicts:
        text = say(verdict, lang)
        width = 10 + shapes.text_width(text, 12)
        if x + width > size[0]:
            x, y = 6.0, y + 20
        signs.append({"x": x, "y": y, "verdict": verdict})
        words.append({"x": x + 10, "y": y, "text": worded(text, lang)})
        x += width + 24
    layers: list[Layer] = []
    for filled in (True, False):
        some = [sign for sign in signs if (sign["verdict"] in _FILLED) == filled]
        layer = shapes.bars(some, {})
        layer["mark"] = {
            "type": "point", "size": 60, "fill": INK if filled else "white", "stroke": INK, "opacity": 1,
        }  # fmt: skip
        layer["encoding"]["shape"] = {
            "field": "verdict",
            "type": "nominal",
            "scale": {"domain": list(_SIGNS), "range": list(_SIGNS.values())},
            "legend": None,
        }
        if some:
            layers.append(layer)
    layers += shapes.texts(words, {"fontSize": 11.5, "color": INK})
    for layer in layers:
        layer["encoding"]["x"] |= {
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, size[0]], "nice": False},
        }
        layer["encoding"]["y"] |= {
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [y + 10, 0], "nice": False},
        }
    return {"width": size[0], "height": y + 10, "layer": layers}
