"""Layers of Vega-Lite in which states differ by texture and outline, not by color alone.

Everything is placed in two coordinates that the caller chooses: `x` (any number; for dates, milliseconds)
and `y` in pixels downward. Rows of data are plain dicts with `x`, `x2`, `y`, `y2` and whatever a tooltip shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rukhsa.words.messages import said, say

Layer = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

INK = "#1d232b"
GRAY = "#626b76"
PALE = "#e7eaee"
FONT = "Noto Sans, DejaVu Sans, Noto Sans Arabic, Noto Naskh Arabic, Arial, sans-serif"
SHAPES = {
    "impose": "triangle-up",
    "amend": "circle",
    "suspend": "square",
    "resume": "triangle-right",
    "rescind": "cross",
}
RTL, LTR, END = "\u2067", "\u2066", "\u2069"  # isolates: mixed text keeps its order
_LATIN = re.compile(r"\.?[A-Za-z0-9]+(?:[ .,:/\-]?[A-Za-z0-9]+|\([A-Za-z0-9]+\))*%?")


def isolated(text: str, lang: str) -> str:
    """A text whose numbers, dates and citations keep their order among letters that run from right to left."""
    return _LATIN.sub(lambda found: f"{LTR}{found[0]}{END}", text) if lang == "ar" else text


def worded(text: str, lang: str) -> str:
    """A text that keeps its order in a chart, whose direction is left to right."""
    return f"{RTL}{isolated(text, lang)}{END}" if lang == "ar" else text


def axis_label(lang: str) -> str:
    """The expression by which an axis writes large numbers: `200M`, `1.5bn`, `٢٠٠ مليون` with its digits as they are."""
    number = "datum.value"
    told = f"format({number}, ',~r')"
    for power, sign in ((3, "k"), (6, "M"), (9, "G"), (12, "T")):
        word = said(say(f"stake.picture.times_{sign}"), lang)
        short = f"format({number} / 1e{power}, '~r') + '{word}'"
        told = f"abs({number}) >= 1e{power} ? {worded_expression(short, lang)} : {told}"
    return told


def worded_expression(expression: str, lang: str) -> str:
    """An expression whose text keeps its order in a chart."""
    return f"'{RTL}' + {expression} + '{END}'" if lang == "ar" else expression


def text_width(text: str, size: float) -> float:
    """About how many pixels a text takes at a font size."""
    return size * sum(_width(char) for char in text)


def _width(char: str) -> float:
    """The width of a letter in units of the font size."""
    if char in (RTL, LTR, END):
        return 0.0
    if char in " .,:;'|()[]/-iljtfrI،؛":
        return 0.36
    if char in "mwMW":
        return 0.92
    return 0.66 if char.isupper() else 0.58


def bars(rows: Rows, style: Mapping[str, Any], tooltip: Sequence[Mapping[str, str]] = ()) -> Layer:
    """Rectangles in one style."""
    return _layer(rows, {"type": "rect", "clip": True, **style}, tooltip)


def lines(rows: Rows, style: Mapping[str, Any]) -> Layer:
    """Straight lines in one style."""
    return _layer(rows, {"type": "rule", "clip": True, **style})


def texts(rows: Rows, style: Mapping[str, Any]) -> list[Layer]:
    """Words, each over a pale halo of itself, so that they stand out from a texture."""
    if not rows:
        return []
    plain = {"type": "text", "align": "left", "baseline": "middle", "font": FONT, **style}
    halo = {**plain, "stroke": "white", "strokeWidth": 3.5, "strokeOpacity": 0.95, "strokeJoin": "round"}
    found = []
    for mark in (halo, plain):
        layer = _layer(rows, mark)
        layer["encoding"]["text"] = {"field": "text"}
        found.append(layer)
    return found


def signs(rows: Rows, *, hollow: bool = False, tooltip: Sequence[Mapping[str, str]] = ()) -> Layer:
    """Points whose shape tells what an act does; hollow ones stand for weaker evidence."""
    style = {"fill": "white", "stroke": INK} if hollow else {"fill": INK, "stroke": "white"}
    layer = _layer(rows, {"type": "point", "size": 44, "strokeWidth": 1 if hollow else 0.6, **style}, tooltip)
    layer["encoding"]["shape"] = {
        "field": "verb",
        "type": "nominal",
        "scale": {"domain": list(SHAPES), "range": list(SHAPES.values())},
        "legend": None,
    }
    return layer


def hatch(row: Mapping[str, Any], per_pixel: float, gap: float = 6.0) -> list[dict[str, Any]]:
    """Slanted lines that fill a rectangle.

    Args:
        row: the rectangle.
        per_pixel: how much of `x` a pixel is.
        gap: pixels between two lines.
    """
    top, bottom = float(row["y"]), float(row["y2"])
    height = bottom - top
    left, right = float(row["x"]), float(row["x2"])
    found: list[dict[str, Any]] = []
    start = left - height * per_pixel
    while start < right:
        low = max(start, left)
        high = min(start + height * per_pixel, right)
        if high > low:
            found.append(
                {
                    "x": low,
                    "x2": high,
                    "y": bottom - (low - start) / per_pixel,
                    "y2": bottom - (high - start) / per_pixel,
                }
            )
        start += gap * per_pixel
    return found


def state_layers(
    rows: Rows, color: str, per_pixel: float, tooltip: Sequence[Mapping[str, str]] = ()
) -> list[Layer]:
    """The bars of all states: each row names its `look`.

    `in_force` is solid; `partly` solid above and hatched below; `suspended` hatched; `due` dotted outline;
    `doubtful` cross-hatched; `announced` pale with a dashed outline; `reported` empty with a dotted outline;
    `announced.suspended` and the like bear the hatching of the state too.
    """
    looks: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        looks.setdefault(str(row["look"]), []).append(row)
    found: list[Layer] = []
    hatched: list[dict[str, Any]] = []
    styles: dict[str, dict[str, Any]] = {
        "in_force": {"fill": color},
        "partly": {"fill": "white", "stroke": color, "strokeWidth": 1},
        "suspended": {"fill": "white", "stroke": color, "strokeWidth": 1},
        "doubtful": {"fill": "white", "stroke": color, "strokeWidth": 1},
        "due": {"fill": "white", "stroke": color, "strokeWidth": 1.4, "strokeDash": [1.5, 2.5]},
        "announced": {
            "fill": color,
            "fillOpacity": 0.22,
            "stroke": color,
            "strokeWidth": 1,
            "strokeDash": [5, 2.5],
        },
        "reported": {"fill": "white", "stroke": color, "strokeWidth": 1, "strokeDash": [1.5, 2]},
    }
    for look, style in styles.items():
        here = [row for name, some in looks.items() if name.partition(".")[0] == look for row in some]
        if here:
            found.append(bars(here, style, tooltip))
    for look, some in looks.items():
        for row in some:
            if look.endswith("suspended") or look == "doubtful":
                hatched += hatch(row, per_pixel)
            if look == "doubtful":
                hatched += [{**line, "y": line["y2"], "y2": line["y"]} for line in hatch(row, per_pixel)]
            if look == "partly":
                hatched += hatch({**row, "y": (row["y"] + row["y2"]) / 2}, per_pixel)
    halves = [{**row, "y2": (row["y"] + row["y2"]) / 2} for row in looks.get("partly", [])]
    if halves:
        found.append(bars(halves, {"fill": color}, tooltip))
    if hatched:
        found.append(lines(hatched, {"color": color, "strokeWidth": 0.9}))
    return found


def _layer(rows: Rows, mark: Mapping[str, Any], tooltip: Sequence[Mapping[str, str]] = ()) -> Layer:
    encoding: dict[str, Any] = {"x": {"field": "x"}, "y": {"field": "y"}}
    if any("x2" in row for row in rows):
        encoding["x2"] = {"field": "x2"}
    if any("y2" in row for row in rows):
        encoding["y2"] = {"field": "y2"}
    if tooltip:
        encoding["tooltip"] = list(tooltip)
    return {"data": {"values": [dict(row) for row in rows]}, "mark": dict(mark), "encoding": encoding}
