"""The plane as text: its regions by their bounds, and the items under each entry."""

from __future__ import annotations

from rukhsa.decide.plane import Cell, Map, Point
from rukhsa.draw.words import say, title_of


def map_text(one: Map, lang: str = "en", *, view: str | None = None) -> str:
    """The map as text, of one view or of all."""
    plane = one.plane
    lines = [
        say("map.title", lang, title=title_of(plane.title, lang), day=one.on),
        f"  x: {title_of(plane.x.title, lang)}; y: {title_of(plane.y.title, lang)}",
    ]
    for known in plane.views:
        if view not in (None, known.id):
            continue
        lines += ["", title_of(known.title, lang)]
        cells = one.cells[known.id]
        for code in (*plane.codes, None):
            regions = [_region(cell, one) for cell in cells if cell.code == code]
            name = code or say("free", lang)
            if regions:
                lines.append(f"  {name}: " + " | ".join(regions))
        points = [point for point in one.points if known.id in point.views]
        for code in (*plane.codes, None):
            some = [point for point in points if _code(point, one) == code]
            if some:
                lines += ["", f"  {code or say('free', lang)}"]
                lines += [
                    f"    {_line(point, lang)}" for point in sorted(some, key=lambda p: (p.x or 0, p.item.id))
                ]
    return "\n".join(lines)


def _code(point: Point, one: Map) -> str | None:
    return next((code for code in one.plane.codes if code in point.codes), None)


def _region(cell: Cell, one: Map) -> str:
    x, y = one.plane.x, one.plane.y
    bounds = (_bounds("x", cell.x, cell.x2, x.low, x.high), _bounds("y", cell.y, cell.y2, y.low, y.high))
    return ", ".join(bound for bound in bounds if bound) or "x, y"


def _bounds(name: str, low: float, high: float, least: object, most: object) -> str:
    """The bounds of a region that are not merely those of the picture."""
    left = f"{low:g} <= " if low > float(str(least)) else ""
    right = f" < {high:g}" if high < float(str(most)) else ""
    return f"{left}{name}{right}" if left or right else ""


def _line(point: Point, lang: str) -> str:
    x = "?" if point.x is None else f"{point.x:,.0f}"
    y = "?" if point.y is None else f"{point.y:.2f}"
    verdict = f"  {say(point.verdict, lang)}" if point.verdict else ""
    return f"{point.item.name}  x {x}  y {y}{verdict}"
