"""Whether what packs say for pictures (measures, planes) names what the law holds."""

from __future__ import annotations

from collections.abc import Mapping

from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.measures import check_measures, read_measures
from rukhsa.law.pack import Pack
from rukhsa.law.plane import check_plane, read_plane


def check_pictures(packs: Mapping[str, Pack]) -> list[Problem]:
    """Every problem of the measures and planes of these packs."""
    problems: list[Problem] = []
    for name, pack in packs.items():
        try:
            problems += check_measures(read_measures(name), pack.log)
            problems += check_plane(read_plane(name), pack)
        except RukhsaError as error:
            problems += error.problems
    return problems
