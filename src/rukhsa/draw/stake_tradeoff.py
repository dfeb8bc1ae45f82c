"""The trade-off as one panel: value that may ship against computing power that goes along with it.

Every option is a line between two signs: the hollow one is what ships without a license, the filled one what may
ship if every license is granted. Options of which both signs fall together share them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rukhsa.draw import shapes
from rukhsa.draw.labels import place
from rukhsa.draw.shapes import GRAY, INK, Layer
from rukhsa.records import dataclass
from rukhsa.stake.lines import EXCEPTED, FREE, SHIPS
from rukhsa.stake.outcome import Outcome, Stake
from rukhsa.stake.power import by_destination

HEIGHT = 250  # pixels
_WIDE = 600  # pixels
_FONT = 11
_COLOR = "#1f5a8a"


@dataclass(frozen=True, slots=True)
class Point:
    """Where options stand: value and computing power without a license, and with every license.

    Attributes:
        names: of the options that stand there.
    """

    sure: tuple[float, float]
    licensed: tuple[float, float]
    names: tuple[object, ...]


def moving_places(stake: Stake, index: int) -> tuple[str, ...]:
    """Destinations to which the options let through unlike amounts of a metric."""
    sums = [by_destination(outcome.shipped(index)) for outcome in stake.outcomes]
    places = sorted({name for found in sums for name in found})
    return tuple(
        name
        for name in places
        if len({found[name].amount if name in found else Decimal(0) for found in sums}) > 1
    )


def points(stake: Stake, currency: str, index: int, places: Sequence[str]) -> tuple[Point, ...]:
    """Where each option stands, options that stand together as one.

    Args:
        currency: of the value.
        index: of the metric.
        places: the destinations that count.
    """
    found: dict[tuple[tuple[float, float], tuple[float, float]], list[object]] = {}
    for outcome in stake.outcomes:
        ends = tuple(
            (
                float(outcome.value(*classes).get(currency, Decimal(0))),
                _power(outcome, index, places, classes),
            )
            for classes in ((FREE, EXCEPTED), SHIPS)
        )
        found.setdefault((ends[0], ends[1]), []).append(outcome.option.title)
    return tuple(Point(sure, licensed, tuple(own)) for (sure, licensed), own in found.items())


def _power(outcome: Outcome, index: int, places: Sequence[str], classes: Sequence[str]) -> float:
    sums = by_destination(outcome.shipped(index, *classes))
    return float(sum((sums[name].amount for name in places if name in sums), Decimal(0)))


def tradeoff_panel(
    found: Sequence[Point],
    labels: Sequence[str],
    width: int,
    title: str,
    about: Sequence[str],
    axis_label: str,
) -> dict[str, Any] | None:
    """The panel; `None` where there is nothing to weigh.

    Args:
        found: where the options stand.
        labels: the name of each.
        width: pixels.
        title: of the panel.
        about: lines beneath the title: what the axes and signs mean.
        axis_label: the expression that writes the numbers of the axes.
    """
    most = (max(one.licensed[0] for one in found), max(one.licensed[1] for one in found))
    if len({one.licensed[0] for one in found}) < 2 or not all(most):
        return None
    most = (most[0] * 1.04, most[1] * 1.08)
    signs = [_pixel(end, most, width) for one in found for end in (one.licensed, one.sure)]
    widths = [shapes.text_width(text, _FONT) for text in labels for _ in range(2)]
    widths[1::2] = [0.0] * len(found)  # only the filled sign has a label
    spots = place(signs, widths, _FONT * 1.4, (width, HEIGHT))
    words = [
        {"x": spot.x / width * most[0], "y": most[1] * (1 - spot.y / HEIGHT), "text": text}
        for text, spot in zip(labels, spots[::2], strict=True)
        if spot is not None
    ]
    ways = [
        {"x": one.sure[0], "y": one.sure[1], "x2": one.licensed[0], "y2": one.licensed[1]}
        for one in found
        if one.sure != one.licensed
    ]
    dashed = {"color": _COLOR, "strokeWidth": 1.2, "strokeDash": [5, 2.5]}
    layers: list[Layer] = [
        *([shapes.lines(ways, dashed)] if ways else []),
        _signs([_sign(one.sure, text) for one, text in zip(found, labels, strict=True)], "white"),
        _signs([_sign(one.licensed, text) for one, text in zip(found, labels, strict=True)], _COLOR),
        *shapes.texts(words, {"fontSize": _FONT, "color": INK}),
    ]
    for layer in layers:
        for name, end in (("x", most[0]), ("y", most[1])):
            layer["encoding"][name] |= {
                "type": "quantitative",
                "scale": {"domain": [0, end], "nice": False},
                "axis": {
                    "title": None,
                    "grid": True,
                    "gridColor": "#e3e6ea",
                    "tickCount": 6 if width >= _WIDE else 4,
                    "labelExpr": axis_label,
                    "labelFontSize": 10,
                },
            }
    return {
        "width": width,
        "height": HEIGHT,
        "title": {
            "text": title,
            "subtitle": list(about),
            "anchor": "start",
            "fontSize": 14,
            "color": INK,
            "subtitleColor": GRAY,
            "subtitleFontSize": 11,
        },
        "layer": layers,
    }


def _pixel(end: tuple[float, float], most: tuple[float, float], width: int) -> tuple[float, float]:
    return end[0] / most[0] * width, (1 - end[1] / most[1]) * HEIGHT


def _sign(end: tuple[float, float], text: str) -> dict[str, Any]:
    return {"x": end[0], "y": end[1], "text": text}


def _signs(rows: list[dict[str, Any]], fill: str) -> Layer:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "point",
            "size": 70,
            "fill": fill,
            "stroke": _COLOR,
            "strokeWidth": 1.4,
            "opacity": 1,
        },
        "encoding": {
            "x": {"field": "x"},
            "y": {"field": "y"},
            "tooltip": [{"field": "text", "title": " "}],
        },
    }
