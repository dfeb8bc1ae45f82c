"""The plane of a pack on a day: its regions, and where the items of the catalog stand in it.

Regions are not drawn from thresholds kept by hand. The numbers with which the law of the day compares the two
measurements cut the plane into cells, and the law itself decides one item in the middle of each cell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from rukhsa.catalog.items import Item
from rukhsa.decide.engine import Law, Overlay, Regime
from rukhsa.language.interpret import Interval
from rukhsa.language.names import Resemblance
from rukhsa.language.tree import Compare, Const, Fact, Ref, walk
from rukhsa.law.plane import Axis, Plane, View
from rukhsa.law.regime import Regime as PackRegime
from rukhsa.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of the plane whose items all fall under the same entry; `code` is `None` for none of them.

    Lower ends belong to the cell, upper ends to the next.
    """

    x: float
    x2: float
    y: float
    y2: float
    code: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """An item in the plane: its measurements (`None`: not known), its views, its entries and verdict."""

    item: Item
    x: float | None
    y: float | None
    views: tuple[str, ...]
    codes: tuple[str, ...]
    verdict: str | None

    @property
    def label(self) -> str:
        """The name without the maker's, for a crowded picture."""
        return self.item.name.removeprefix(f"{self.item.vendor} ") if self.item.vendor else self.item.name


@dataclass(frozen=True, slots=True)
class Map:
    """The plane on one day: cells by view, points, and where the orders would go."""

    plane: Plane
    on: str
    to: str | None
    cells: Mapping[str, tuple[Cell, ...]]
    points: tuple[Point, ...]

    def shown(self) -> tuple[Any, ...]:
        """What a picture shows: two days that agree in it look alike."""
        return (self.cells, [(point.codes, point.verdict) for point in self.points])

    def to_data(self) -> dict[str, Any]:
        """The map as JSON-able data."""
        plane = self.plane
        return {
            "on": self.on,
            "to": self.to,
            "side": plane.pack,
            "plane": plane.id,
            "title": dict(plane.title),
            "x": _axis_to_data(plane.x),
            "y": _axis_to_data(plane.y),
            "views": [
                {
                    "id": view.id,
                    "title": dict(view.title),
                    "facts": {**plane.items, **plane.facts, **view.facts},
                    "regions": [
                        {"x": [cell.x, cell.x2], "y": [cell.y, cell.y2], "code": cell.code}
                        for cell in self.cells[view.id]
                    ],
                }
                for view in plane.views
            ],
            "items": [
                {
                    "id": point.item.id,
                    "name": point.item.name,
                    "x": point.x,
                    "y": point.y,
                    "views": list(point.views),
                    "classification": list(point.codes),
                    "verdict": point.verdict,
                }
                for point in self.points
            ],
        }


def map_on(law: Law, regime: Regime, plane: Plane, to: str | None = None) -> Map:
    """The plane under a regime.

    Args:
        law: packs and catalog.
        regime: the law of the day.
        plane: what to draw.
        to: the country to which each item would go; without it no verdicts are asked for.
    """
    pack = regime.packs[plane.pack]
    regime = Regime(law, {plane.pack: pack}, regime.state)  # other sides have no say in this plane
    side = pack.on(regime.state.on, regime.state.accepted(pack))
    cells = {view.id: tuple(_cells(regime, side, plane, view)) for view in plane.views}
    items = [item for item in law.catalog.values() if _agrees(item, plane.items)]
    return Map(plane, regime.state.on, to, cells, tuple(_point(regime, plane, item, to) for item in items))


def maps_through(
    law: Law,
    plane: Plane,
    to: str | None = None,
    *,
    known: str | None,
    accept: str,
    overlays: Iterable[Overlay] = (),
) -> list[Map]:
    """The map on every day on which something that it shows changes, from the plane's first day on."""
    given = tuple(overlays)
    found: list[Map] = []
    first = law.on(plane.begins, known=known, accept=accept, overlays=given)
    pack = first.packs[plane.pack]
    accepted = first.state.accepted(pack)
    pack.fold_all(accepted)
    for day in (plane.begins, *(day for day in pack.log.boundaries_of(accepted) if day > plane.begins)):
        regime = Regime(law, first.packs, first.state.moved(day))
        now = map_on(law, regime, plane, to)
        if not found or found[-1].shown() != now.shown():
            found.append(now)
    return found


def _cells(regime: Regime, side: PackRegime, plane: Plane, view: View) -> list[Cell]:
    columns = _cuts(side, plane.x)
    rows = _cuts(side, plane.y)
    merged: list[Cell] = []
    for x, x2 in pairwise(columns):
        column: list[Cell] = []
        for y, y2 in pairwise(rows):
            code = code_at(regime, plane, view, _middle(x, x2), _middle(y, y2))
            if column and column[-1].code == code:
                column[-1] = replace(column[-1], y2=y2)
            else:
                column.append(Cell(x, x2, y, y2, code))
        for cell in column:
            left = replace(cell, x=0.0, x2=cell.x)
            index = next((i for i, other in enumerate(merged) if replace(other, x=0.0) == left), None)
            if index is None:
                merged.append(cell)
            else:
                merged[index] = replace(merged[index], x2=cell.x2)
    return merged


def _cuts(side: PackRegime, axis: Axis) -> list[float]:
    """The ends of the axis, and between them every number with which the law compares its measurement."""
    names: set[str] = {axis.provision, axis.fact}
    names |= {
        name
        for name in side.of_kind("derive")
        if isinstance(tree := side.tree(name), Ref | Fact) and tree.name in names
    }
    found: set[Decimal] = set()
    for name in side.ordered:
        tree = side.tree(name)
        for node in () if tree is None else walk(tree):
            if not isinstance(node, Compare):
                continue
            for one, other in ((node.left, node.right), (node.right, node.left)):
                number = other.value if isinstance(other, Const) else None
                if isinstance(one, Ref | Fact) and one.name in names and isinstance(number, Decimal):
                    found.add(number)
    inside = sorted(float(cut) for cut in found if axis.low < cut < axis.high)
    return [float(axis.low), *inside, float(axis.high)]


def _middle(low: float, high: float) -> str:
    return f"{math.sqrt(low * high):.6g}"


def code_at(regime: Regime, plane: Plane, view: View, x: str, y: str) -> str | None:
    """The entry of the plane under which an item of a view with these measurements falls."""
    facts = {**plane.items, **plane.facts, **view.facts, plane.x.fact: x, plane.y.fact: y}
    found = regime.decide(facts=facts).classification
    return next((code for code in plane.codes if code in found), None)


def _point(regime: Regime, plane: Plane, item: Item, to: str | None) -> Point:
    given: dict[str, Any] = {}
    if to is not None:
        given = {**plane.order, "destination": to, "party_hq": to}
        if item.vendor:  # the maker ships; one whose name only resembles a listed one is somebody else
            meant = regime.law.vocabulary.names.find(item.vendor)
            given["exporter"] = "other" if isinstance(meant, Resemblance) else item.vendor
    decision = regime.decide(item.id, facts=given)
    side = decision.sides[0]
    x, y = (
        _known(side.evaluation.interpreter.number_of(axis.provision))
        if axis.provision in side.regime.provisions
        else None
        for axis in (plane.x, plane.y)
    )
    views = tuple(view.id for view in plane.views if _agrees(item, view.facts, unknown=True))
    return Point(item, x, y, views, decision.classification, decision.verdict if to is not None else None)


def _known(interval: Interval) -> float | None:
    if not interval.known or not isinstance(interval.low, Fraction | int) or interval.low <= 0:
        return None
    return float(interval.low)


def _agrees(item: Item, facts: Mapping[str, str], *, unknown: bool = False) -> bool:
    """Whether an item states these facts so; `unknown`: or does not speak of them."""
    for name, value in facts.items():
        if name not in item.facts:
            if not unknown:
                return False
        elif str(item.facts[name]).lower() != value.lower():
            return False
    return True


def _axis_to_data(axis: Axis) -> dict[str, Any]:
    return {
        "provision": axis.provision,
        "fact": axis.fact,
        "title": dict(axis.title),
        "from": float(axis.low),
        "to": float(axis.high),
    }
