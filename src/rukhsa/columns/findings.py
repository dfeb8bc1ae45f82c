"""The findings of one side, and by numbers what each output tells of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

import numpy as np

from rukhsa.columns.numbering import Codes
from rukhsa.columns.signatures import Hashes, Numbers
from rukhsa.decide.rules import rules_of
from rukhsa.decide.verdict import EXCEPTION, REQUIRED, Finding
from rukhsa.law.regime import Regime


def requires_nothing(finding: Finding) -> bool:
    """Whether no requirement is, or may be, met."""
    return EXCEPTION not in finding.possible and REQUIRED not in finding.possible


class Kept:
    """Values by number, each once; 0 is the first."""

    def __init__(self, first: Hashable) -> None:
        self.values: list[Any] = [first]
        self._numbers: dict[Hashable, int] = {first: 0}

    def number(self, value: Hashable) -> int:
        number = self._numbers.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


class Findings:
    """Findings by number.

    Args:
        named: of each entry of a conflict of laws that stands for requirements, these.

    Attributes:
        told: what cells tell of a finding; `ranks`, verdicts and policies alone; `cautions`, what cautions tell;
            `outcomes`, what a change is known by; `grounds`, what conflicts of laws hang on.
        told_of, ranks_of, cautions_of, outcome_of, grounds_of: the number of these for each finding.
        settled: whether a finding leaves one verdict.
        free: whether no license can be required.
    """

    def __init__(self, named: Mapping[str, Collection[str]]) -> None:
        self._entries: dict[str, list[str]] = {}
        for entry, names in named.items():
            for name in names:
                self._entries.setdefault(name, []).append(entry)
        self._numbers = Numbers()
        self.of: list[Finding] = []
        self.told = Kept(None)
        self.ranks = Kept(None)
        self.cautions = Kept(())
        self.outcomes = Kept(None)
        self.grounds = Kept(frozenset())
        self._rows: list[tuple[int, int, int, int, int, bool, bool]] = []
        self._take()

    def __len__(self) -> int:
        return len(self.of)

    def number(self, hashes: Hashes, find: Callable[[int], Finding], regime: Regime) -> Codes:
        """The finding of each signature; `find` gives that of a line whose signature is new."""
        numbers, firsts = self._numbers.number(hashes)
        for place in firsts.tolist():
            self._add(find(place), regime)
        if len(firsts):
            self._take()
        return numbers

    def _add(self, finding: Finding, regime: Regime) -> None:
        self.of.append(finding)
        used = (*finding.met, *finding.reviews)
        texts = [regime.provisions[name] for name in used if name in regime.provisions]
        cautions = (
            *(item.clause.act + (item.clause.mark or "") for item in texts),
            *finding.met,
            "",
            *used,
        )
        self._rows.append(
            (
                self.told.number((finding.possible, finding.policies, finding.met, finding.exceptions)),
                self.ranks.number((finding.possible, finding.policies)),
                self.cautions.number(cautions),
                self.outcomes.number(finding.outcome),
                self.grounds.number(self._between(finding, regime)),
                len(finding.possible) == 1,
                requires_nothing(finding),
            )
        )

    def _between(self, finding: Finding, regime: Regime) -> Hashable:
        """The entries of conflicts of laws of which a ground is met, and whether any surely is.

        The grounds of a line that an act saves from itself may be of another regime: it is decided by itself.
        """
        unscoped = rules_of(regime).unscoped
        found: dict[str, bool] = {}
        for ground in finding.grounds:
            if ground.name in regime.provisions and (finding.scope is True or unscoped[ground.name]):
                for entry in self._entries.get(ground.name, ()):
                    found[entry] = found.get(entry, False) or ground.sure
        return frozenset(found.items())

    def _take(self) -> None:
        columns = np.array(self._rows, np.int64).reshape(-1, 7).T
        self.told_of, self.ranks_of, self.cautions_of, self.outcome_of, self.grounds_of = columns[:5]
        self.settled, self.free = columns[5:].astype(np.bool_)
