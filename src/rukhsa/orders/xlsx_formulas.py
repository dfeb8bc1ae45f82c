"""Formulas of a sheet whose results its workbook does not hold: a reader of values would take their cells for empty."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_PIECE = 1 << 20
_CELL = b"<c "
_FORMULA = re.compile(rb"<c ([^>]*)><f[^>]*(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
_PLACE = re.compile(rb'r="([A-Z]+)([0-9]+)"')
_TEXT = b't="str"'  # a result that is text, which may be empty


def without_results(path: Path, part: str) -> dict[int, str]:
    """The rows that hold such a formula, each with its first such cell.

    Args:
        part: the name of the sheet within the workbook.

    Raises:
        Exception: the workbook is broken.
    """
    found: dict[int, str] = {}
    rest = b""
    with zipfile.ZipFile(path) as packed, packed.open(part) as sheet:
        while True:
            piece = sheet.read(_PIECE)
            rest += piece
            end = rest.rfind(_CELL) if piece else len(rest)
            for cell in _FORMULA.finditer(rest, 0, max(end, 0)) if b"<f" in rest else ():
                place = _PLACE.search(cell[1])
                if place is not None and _TEXT not in cell[1]:
                    found.setdefault(int(place[2]), (place[1] + place[2]).decode())
            if not piece:
                return found
            rest = rest[max(end, 0) :]
