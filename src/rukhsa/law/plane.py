"""Planes: which two measurements of an item span the picture of a pack's entries, as the pack says it.

A pack names its plane in `plane.yaml`. What is computed from it is in `decide.plane`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.act import Texts
from rukhsa.law.check_context import near
from rukhsa.law.pack import Pack
from rukhsa.law.source import PACKS
from rukhsa.records import dataclass

FILE = "plane.yaml"
_KEYS = frozenset("id title begins x y codes items facts views order note".split())


@dataclass(frozen=True, slots=True)
class Axis:
    """One measurement.

    Attributes:
        provision: the number that the law computes.
        fact: the fact under which a case may state it.
        low, high: the ends of the axis; both above 0, for it is logarithmic.
    """

    provision: str
    fact: str
    title: Texts
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class View:
    """Items of one sort, for which the regions are drawn: facts held fixed besides those of the plane."""

    id: str
    title: Texts
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane of a pack.

    Attributes:
        codes: the entries whose regions are shown.
        items: facts that an item of the catalog must state to stand in the plane.
        facts: facts held fixed for the regions.
        order: facts of the order that is asked about each item.
        begins: the first day for which it makes sense.
    """

    pack: str
    id: str
    title: Texts
    begins: str
    x: Axis
    y: Axis
    codes: tuple[str, ...]
    items: Mapping[str, str]
    facts: Mapping[str, str]
    views: tuple[View, ...]
    order: Mapping[str, str]
    note: Texts | None = None


def read_plane(pack: str, folder: Path | None = None) -> Plane | None:
    """The plane of a pack; `None` when it names none.

    Raises:
        RukhsaError: the file is not what it should be.
    """
    from rukhsa.law.source import read_file

    path = (folder or PACKS / pack) / FILE
    if not path.exists():
        return None
    for source in read_file(path, f"{pack}/{FILE}"):
        data = source.data
        if not isinstance(data, dict):
            raise RukhsaError(source.problem((), "a plane is a mapping", "see docs/pictures.md"))
        for key in data:
            if key not in _KEYS:
                raise RukhsaError(
                    source.problem((key,), f"unknown key `{key}`", f"use {', '.join(sorted(_KEYS))}")
                )
        try:
            return Plane(
                pack=pack,
                id=data["id"],
                title=data["title"],
                begins=data["begins"],
                x=_axis(data["x"]),
                y=_axis(data["y"]),
                codes=tuple(data["codes"]),
                items=data["items"],
                facts=data["facts"],
                views=tuple(View(view["id"], view["title"], view["facts"]) for view in data["views"]),
                order=data.get("order") or {},
                note=data.get("note"),
            )
        except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
            raise RukhsaError(
                source.problem((), f"is no plane: {error!r:.80}", "give it all that docs/pictures.md names")
            ) from None
    raise RukhsaError(Problem("is empty", f"{pack}/{FILE}", fix="remove it, or see docs/pictures.md"))


def _axis(data: Any) -> Axis:
    return Axis(data["provision"], data["fact"], data["title"], Decimal(data["from"]), Decimal(data["to"]))


def check_plane(plane: Plane | None, pack: Pack) -> list[Problem]:
    """What is wrong with a plane: names that nothing bears, axes without extent."""
    if plane is None:
        return []
    problems: list[Problem] = []
    file = f"{plane.pack}/{FILE}"
    codes = {clause.body.code for clause in pack.log.clauses if clause.body is not None and clause.body.code}
    for name, axis in (("x", plane.x), ("y", plane.y)):
        if pack.log.kinds.get(axis.provision) != "derive":
            fix = near(axis.provision, pack.log.kinds)
            problems.append(Problem(f"`{axis.provision}` is no number of the law", file, None, name, fix))
        if not 0 < axis.low < axis.high:
            problems.append(Problem("an axis runs from above 0 to more", file, None, name))
    problems += [
        Problem(f"no provision bears the code `{code}`", file, None, "codes", near(code, codes))
        for code in plane.codes
        if code not in codes
    ]
    used = [plane.items, plane.facts, plane.order, *(view.facts for view in plane.views)]
    problems += [
        Problem(f"unknown fact `{fact}`", file, None, "facts", near(fact, pack.vocabulary))
        for fact in dict.fromkeys([plane.x.fact, plane.y.fact, *(fact for facts in used for fact in facts)])
        if fact not in pack.vocabulary
    ]
    if not plane.views:
        problems.append(Problem("a plane without views", file, None, "views", "give it at least one"))
    return problems
