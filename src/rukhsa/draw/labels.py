"""Where labels go, so that none covers another or a sign: greedy, nearest free place first."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rukhsa.records import dataclass

_RADII = (7.0, 13.0, 22.0, 34.0, 48.0, 64.0, 84.0, 108.0, 136.0, 170.0)
_ANGLES = tuple(math.pi * step / 8 for step in (0, 8, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11, 4, 12))
_SIGN = 5.0  # pixels around a sign that no label may cover


@dataclass(frozen=True, slots=True)
class Placed:
    """A label: its left end and middle in pixels, and whether a line must lead to it."""

    x: float
    y: float
    led: bool


def place(
    signs: Sequence[tuple[float, float]],
    widths: Sequence[float],
    height: float,
    size: tuple[float, float],
    *,
    led: bool = True,
) -> list[Placed | None]:
    """A place for the label of each sign; `None` where nothing near is free.

    Args:
        signs: pixels from the left and from the top.
        widths: of the labels.
        height: of every label.
        size: of the picture.
        led: a label may stand away from its sign, with a line that leads to it.
    """
    boxes = [(x - _SIGN, y - _SIGN, x + _SIGN, y + _SIGN) for x, y in signs]
    found: list[Placed | None] = [None] * len(signs)
    order = sorted(range(len(signs)), key=lambda index: (-_crowd(signs, index), signs[index]))
    for index in order:
        x, y = signs[index]
        for radius in _RADII if led else _RADII[:1]:
            spot = next(
                (
                    box
                    for angle in _ANGLES
                    if _free(box := _box(x, y, angle, radius, widths[index], height), boxes, size)
                ),
                None,
            )
            if spot is not None:
                boxes.append(spot)
                found[index] = Placed(spot[0], (spot[1] + spot[3]) / 2, radius > _RADII[0])
                break
    return found


def _crowd(signs: Sequence[tuple[float, float]], index: int) -> int:
    x, y = signs[index]
    return sum(abs(x - other[0]) < 60 and abs(y - other[1]) < 25 for other in signs)


def _box(
    x: float, y: float, angle: float, radius: float, width: float, height: float
) -> tuple[float, float, float, float]:
    at_x, at_y = x + radius * math.cos(angle), y + radius * math.sin(angle)
    left = at_x if math.cos(angle) > 0.3 else at_x - width if math.cos(angle) < -0.3 else at_x - width / 2
    return (left, at_y - height / 2, left + width, at_y + height / 2)


def _free(
    box: tuple[float, float, float, float],
    boxes: Sequence[tuple[float, float, float, float]],
    size: tuple[float, float],
) -> bool:
    left, top, right, bottom = box
    if left < 0 or top < 0 or right > size[0] or bottom > size[1]:
        return False
    return all(right < a or left > c or bottom < b or top > d for a, b, c, d in boxes)


def rows_of(places: Sequence[tuple[float, float]], gap: float = 8.0) -> list[int]:
    """The row of each label (left end, width) so that none in a row overlap; few rows, first come first placed."""
    ends: list[float] = []
    found = [0] * len(places)
    for index in sorted(range(len(places)), key=lambda i: places[i]):
        left, width = places[index]
        row = next((row for row, end in enumerate(ends) if end + gap <= left), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = left + width
        found[index] = row
    return found
