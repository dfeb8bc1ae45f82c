"""Levies and licensing clocks that a pack states in `dues.yaml`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.law.act import beneath
from rukhsa.law.pack import Pack
from rukhsa.law.source import PACKS, read_file
from rukhsa.records import dataclass
from rukhsa.stake.model import ClockModel, DuesModel
from rukhsa.stake.options import Levy, levies_of, validated
from rukhsa.words.messages import say

FILE = "dues.yaml"
_WEEK_END = 5  # Saturday, and after it Sunday


@dataclass(frozen=True, slots=True)
class Clock:
    """How long the authority has for an application under some requirements.

    Attributes:
        of: requirements, or subtrees of them.
        working_days: counted from the day after acceptance.
        unless: provisions that stop it.
        start: the first day on which the law knows it.
    """

    id: str
    title: Mapping[str, str]
    of: tuple[str, ...]
    working_days: int
    cite: str
    mark: str
    note: Mapping[str, str] | None = None
    unless: tuple[str, ...] = ()
    start: str | None = None

    def last_day(self, accepted: str) -> str:
        """The last of its days: Saturdays and Sundays do not count, holidays (which no pack holds) do."""
        day = datetime.date.fromisoformat(accepted)
        left = self.working_days
        while left:
            day += datetime.timedelta(days=1)
            left -= day.weekday() < _WEEK_END
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Dues:
    """What the packs state of levies and clocks."""

    levies: tuple[Levy, ...] = ()
    clocks: tuple[Clock, ...] = ()

    def clock_of(self, requirement: str, on: str) -> Clock | None:
        """The clock that the law of a day has for an application under a requirement."""
        for clock in self.clocks:
            if (clock.start is None or clock.start <= on) and any(
                beneath(requirement, root) for root in clock.of
            ):
                return clock
        return None


def read_dues(packs: Mapping[str, Pack], root: Path = PACKS) -> Dues:
    """The levies and clocks of packs; a pack without the file states none.

    Raises:
        RukhsaError: a file is not what it should be.
    """
    levies: list[Levy] = []
    clocks: list[Clock] = []
    problems: list[Problem] = []
    for name, pack in packs.items():
        path = root / name / FILE
        if not path.exists():
            continue
        for source in read_file(path, f"{name}/{FILE}"):
            try:
                model = validated(DuesModel, source, say("stake.see_docs"))
            except RukhsaError as error:
                problems.extend(error.problems)
                continue
            levies += levies_of(model.levies, packs, source, problems)
            for index, clock in enumerate(model.clocks):
                clocks.append(_clock(clock))
                problems += [
                    source.problem(
                        ("clocks", index, "of" if target in clock.of else "unless"),
                        say("acts.unknown_provision", name=target),
                    )
                    for target in (*clock.of, *clock.unless)
                    if not pack.log.beneath(target)
                ]
    fail_on(problems)
    return Dues(tuple(levies), tuple(clocks))


def _clock(model: ClockModel) -> Clock:
    return Clock(
        model.id,
        model.title.to_dict(),
        tuple(model.of),
        model.working_days,
        model.cite,
        model.source.mark,
        model.note.to_dict() if model.note else None,
        tuple(model.unless),
        model.from_.isoformat() if model.from_ else None,
    )
