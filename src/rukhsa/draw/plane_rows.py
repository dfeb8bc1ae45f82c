"""Where the items of a plane stand in its picture, and where their labels go: rows of plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from rukhsa.decide.plane import Map, Point
from rukhsa.draw import shapes
from rukhsa.draw.labels import place, rows_of
from rukhsa.law.plane import Axis

Size = tuple[float, float]
WHOLE: Size = (1180.0, 780.0)  # pixels of the plane: its width and height
LABEL = 8.5  # font size of labels
_LINE = 10.0  # pixels: their height
_APART = 7.0  # pixels between two signs


def spot_of(value: float, axis: Axis, pixels: float) -> float:
    low, high = math.log(float(axis.low)), math.log(float(axis.high))
    return (math.log(value) - low) / (high - low) * pixels


def value_of(place_: float, axis: Axis, pixels: float) -> float:
    low, high = math.log(float(axis.low)), math.log(float(axis.high))
    return math.exp(low + place_ / pixels * (high - low))


def labelled(maps: Sequence[Map], view: str, size: Size = WHOLE) -> dict[str, list[dict[str, Any]]]:
    """The rows of one view: items that share place, entries and verdicts on all days share a sign."""
    plane = maps[0].plane
    in_plane: dict[tuple[float, float, tuple[Any, ...]], list[int]] = {}
    beneath: dict[tuple[float, tuple[Any, ...]], list[int]] = {}
    for index, point in enumerate(maps[0].points):
        whole = [one.points[index] for one in maps]
        x = next((p.x for p in reversed(whole) if p.x is not None), None)
        y = next((p.y for p in reversed(whole) if p.y is not None), None)
        if view not in point.views or x is None or not plane.x.low <= x <= plane.x.high:
            continue
        states = tuple((p.codes, p.verdict) for p in whole)
        if y is not None and plane.y.low <= y <= plane.y.high:
            in_plane.setdefault((x, y, states), []).append(index)
        else:
            beneath.setdefault((x, states), []).append(index)
    return {"plane": _in_plane(maps, view, in_plane, size), "strip": _beneath(maps, view, beneath, size)}


def _in_plane(
    maps: Sequence[Map],
    view: str,
    groups: Mapping[tuple[float, float, tuple[Any, ...]], Sequence[int]],
    size: Size,
) -> list[dict[str, Any]]:
    plane = maps[0].plane
    wide, high = size
    spots: list[tuple[float, float]] = []
    for x, y, _ in groups:
        spot = (spot_of(x, plane.x, wide), high - spot_of(y, plane.y, high))
        spots.append(_beside(spot, spots, maps, view, size))
    names = [_name([maps[0].points[index] for index in some]) for some in groups.values()]
    widths = [shapes.text_width(name, LABEL) for name in names]
    found = place(spots, widths, _LINE, size, led=size == WHOLE)
    rows: list[dict[str, Any]] = []
    for (key, some), (left, top), name, width, label in zip(
        groups.items(), spots, names, widths, found, strict=True
    ):
        row = _row(maps, key[0], key[1], key[2], some, view)
        row |= {"sx": value_of(left, plane.x, wide), "sy": value_of(high - top, plane.y, high)}
        row |= {"label": "", "led": False}
        if label is not None:
            near = label.x if label.x > left else label.x + width if label.x + width < left else left
            row |= {
                "label": name,
                "lx": value_of(label.x, plane.x, wide),
                "ly": value_of(high - label.y, plane.y, high),
                "led": label.led,
                "nx": value_of(near, plane.x, wide),
            }
        rows.append(row)
    return rows


def _beneath(
    maps: Sequence[Map],
    view: str,
    groups: Mapping[tuple[float, tuple[Any, ...]], Sequence[int]],
    size: Size,
) -> list[dict[str, Any]]:
    axis = maps[0].plane.x
    names = [_name([maps[0].points[index] for index in some]) for some in groups.values()]
    lefts = [spot_of(x, axis, size[0]) for x, _ in groups]
    widths = [shapes.text_width(name, LABEL) + 12 for name in names]
    before = [left + width > size[0] for left, width in zip(lefts, widths, strict=True)]  # too near the edge
    names = [
        "" if back and left < width else name
        for name, left, width, back in zip(names, lefts, widths, before, strict=True)
    ]
    widths = [width if name else 0.0 for name, width in zip(names, widths, strict=True)]
    spaces = zip(lefts, widths, before, strict=True)
    lines = rows_of([(left - width if back else left - 5, width + 5) for left, width, back in spaces])
    return [
        _row(maps, x, None, states, some, view) | {"sx": x, "label": name, "row": line, "before": back}
        for ((x, states), some), name, line, back in zip(groups.items(), names, lines, before, strict=True)
    ]


def _beside(
    spot: tuple[float, float],
    taken: Sequence[tuple[float, float]],
    maps: Sequence[Map],
    view: str,
    size: Size,
) -> tuple[float, float]:
    """The spot of a sign; beside it, where another sign stands there and no region is left by the step."""

    def regions(at: tuple[float, float]) -> list[str | None]:
        x, y = value_of(at[0], plane.x, size[0]), value_of(size[1] - at[1], plane.y, size[1])
        cells = [cell for one in maps for cell in one.cells[view]]
        return [cell.code for cell in cells if cell.x <= x < cell.x2 and cell.y <= y < cell.y2]

    plane = maps[0].plane
    for step_x, step_y in ((0, 0), (0, -9), (9, 0), (0, 9), (-9, 0), (9, -9), (0, -18)):
        moved = (spot[0] + step_x, spot[1] + step_y)
        if all(math.dist(moved, other) >= _APART for other in taken) and regions(moved) == regions(spot):
            return moved
    return spot


def _name(points: Sequence[Point]) -> str:
    """The names of items that share a sign: two of them, and how many more."""
    names = [point.label for point in points]
    shown = ", ".join(names[:2]) if len(names) < 3 or len(names[0]) + len(names[1]) < 26 else names[0]
    more = len(names) - (2 if "," in shown and len(names) > 1 else 1)
    return f"{shown} +{more}" if more > 0 else shown


def _row(
    maps: Sequence[Map], x: float, y: float | None, states: tuple[Any, ...], some: Sequence[int], view: str
) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "view": view,
        "names": ", ".join(maps[0].points[index].item.name for index in some),
        "verdicts": [verdict or "none" for _, verdict in states],
        "codes": [", ".join(codes) or "–" for codes, _ in states],
    }
