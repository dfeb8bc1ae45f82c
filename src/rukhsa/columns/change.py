"""The next change of each line: the law is moved from epoch to epoch, and only lines that a step touches are found anew."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rukhsa.columns.findings import Findings, Kept
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Course, Epoch
from rukhsa.columns.run import LINES_AT_ONCE, Piece, Run
from rukhsa.columns.steps import Step


class Changes:
    """Where the law of one side moves, and what then changes.

    Args:
        kept: where changes are kept: (day, verdicts then, and by law alone verdicts today); by law alone the day is
            empty where only today differs.
        found: the findings of a piece.
    """

    def __init__(self, findings: Findings, kept: Kept, found: Callable[[Piece], Codes]) -> None:
        self._findings = findings
        self._kept = kept
        self._found = found

    def next(self, run: Run, course: Course, epochs: Codes, now: Codes, lines: Codes, by_law: bool) -> Codes:
        """The next change of some lines, by number; 0 where none comes.

        Args:
            epochs: the epoch of every line of the run in this course, not falling.
            now: the outcome of these lines in their own epochs, by number.
        """
        change = np.zeros(len(epochs), np.int64)
        today = np.zeros(len(epochs), np.int64)
        today[lines] = now
        before = course.epochs[0]
        for number, epoch in enumerate(course.epochs):
            if epoch.terms is before.terms:  # the same decides
                continue
            earlier = lines[: np.searchsorted(epochs[lines], number)]
            if len(earlier):
                touched = self.step(run, before, epoch).touched(run.codes, earlier)
                if len(touched):
                    then = self.outcomes(run, epoch, touched)
                    other = then != today[touched]
                    hit = touched[other]
                    change[hit] = self.numbers(epoch.day, then[other], today[hit], by_law)
                    lines = lines[change[lines] == 0]
            before = epoch
        return change

    def numbers(self, day: str, then: Codes, now: Codes, by_law: bool) -> Codes:
        """The numbers of changes on a day, from the outcomes then and now."""
        values = self._findings.outcomes.values
        pairs, places = np.unique(then << 32 | now, return_inverse=True)
        numbers = [
            self._kept.number((day, values[pair >> 32][0], values[pair & 0xFFFFFFFF][0] if by_law else ()))
            for pair in pairs.tolist()
        ]
        return np.array(numbers, np.int64)[places]

    def outcomes(self, run: Run, here: Epoch, lines: Codes) -> Codes:
        """The outcome of some lines under the law of an epoch, by number."""
        result = np.empty(len(lines), np.int64)
        for start in range(0, len(lines), LINES_AT_ONCE):
            own = slice(start, start + LINES_AT_ONCE)
            numbers = self._found(run.piece(here, lines[own]))
            result[own] = self._findings.outcome_of[numbers]
        return result

    def step(self, run: Run, before: Epoch, after: Epoch) -> Step:
        """What differs between two epochs."""
        return run.grids.kept(
            ("step", before.terms, after.terms),
            lambda: Step(run.grids, run.states, before.terms, after.terms),
        )
