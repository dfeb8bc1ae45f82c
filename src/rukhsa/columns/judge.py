"""One side's answers on a block of lines: numbers of findings and of all that hangs on them, found once for each.

What decides is Python written for one case (`find`, `Side`); here is only which lines share an answer, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.columns.addressed import Addressed
from rukhsa.columns.assumed import Assumed, Given
from rukhsa.columns.axes import Axes
from rukhsa.columns.change import Changes
from rukhsa.columns.findings import Findings, Kept
from rukhsa.columns.grids import Grids
from rukhsa.columns.numbering import Codes, distinct_rows
from rukhsa.columns.plan import Epoch, Plan, Terms
from rukhsa.columns.residual import missing
from rukhsa.columns.run import Piece, Run, SideAt
from rukhsa.columns.shapes import Shapes
from rukhsa.columns.signatures import Numbers, Remembered, seeds
from rukhsa.columns.states import NO, YES, States, truth_of
from rukhsa.columns.wanted import Wanted
from rukhsa.decide.evaluate import evaluate
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth
from rukhsa.records import dataclass, fields

Mask = npt.NDArray[np.bool_]
ASKED = (
    "finding",
    "codes",
    "missing",
    "assumed",
    "play",
    "raised",
    "saved",
)  # of each line, in its own epoch


@dataclass(frozen=True)
class Answers:
    """What one side says of each line, by number.

    Attributes:
        finding: of `Judge.findings`.
        told, ranks, cautions, grounds: of what `Findings` keeps under these names.
        codes, missing, assumed, change, law_change: of what `Judge` keeps under these names.
        names: of `Judge.names`: whom the law names where somebody else is only presumed to be meant.
        play: which provisions conflicts could stand between; `raised`: whether a conflict may be raised.
        saved: lines that an act may save from itself: only the side's own decision on each is right.
    """

    finding: Codes
    told: Codes
    ranks: Codes
    cautions: Codes
    grounds: Codes
    codes: Codes
    missing: Codes
    assumed: Codes
    change: Codes
    law_change: Codes
    names: Codes
    play: Codes
    raised: Mask
    saved: Mask

    def at(self, places: Codes) -> Answers:
        """The answers on other lines, by the places of those that say the same."""
        return Answers(*(getattr(self, item.name)[places] for item in fields(self)))


class Judge:
    """One side, and what it has found so far."""

    def __init__(
        self,
        plan: Plan,
        strict: bool,
        presumes_shared: bool,
        addressed: Sequence[Addressed],
        wanted: Wanted,
    ) -> None:
        """`presumes_shared`: whether a presumed fact is one of several that decide a comparison."""
        self.plan = plan
        self.strict = strict
        self.findings = Findings(plan.named_requirements)
        self.codes = Kept(())
        self.facts = Kept(())
        self.changes = Kept(None)
        self.states = States(Shapes())
        self._presumes_shared = presumes_shared
        self._addressed = addressed
        self._wanted = wanted
        self.names = Kept(())
        self._numbers = {name: Numbers() for name in ("codes", "play", "missing", "assumed")}
        self._kept: dict[str, list[int]] = {name: [] for name in self._numbers}
        self._assumed = Assumed(self.states.shapes, plan.pack)
        self._changes = Changes(self.findings, self.changes, self._moved)
        self._remembered = Remembered(len(ASKED))
        self._remembered_moved = Remembered(1)
        self._grids: dict[int, tuple[tuple[int, ...], Grids]] = {}

    def anew(self) -> Judge:
        """The same side with nothing found."""
        return Judge(self.plan, self.strict, self._presumes_shared, self._addressed, self._wanted)

    def __len__(self) -> int:
        known = len(self.findings) + len(self._remembered) + len(self._remembered_moved)
        return known + sum(len(own) for own in self._numbers.values())

    def answers(
        self, axes: Axes, codes: Sequence[Codes], parties: int, epochs: Codes, side_at: SideAt
    ) -> Answers:
        """The answers on lines that stand in the order of their days; lines that say the same are judged once.

        Args:
            codes: the classes of each line on every axis of the order, then on those of each party.
            parties: how many parties each line tells of.
            epochs: the epoch of each line under the default law, not falling.
            side_at: the decision of one case on a line, on a day.
        """
        places, firsts = distinct_rows([epochs, *codes])
        run = Run(
            self._ready(axes, parties),
            self.states,
            [own[firsts] for own in codes],
            epochs[firsts],
            lambda line, day: side_at(int(firsts[line]), day),
        )
        return self._answers(run).at(places)

    def _ready(self, axes: Axes, parties: int) -> Grids:
        """The tables for as many parties; made anew when some axis has got new classes."""
        sizes = axes.sizes()
        known = self._grids.get(parties)
        if known is None or known[0] != sizes:
            known = self._grids[parties] = sizes, Grids(self.plan.graph, self.states, axes, parties)
        return known[1]

    def _answers(self, run: Run) -> Answers:
        course, count = self.plan.law, len(run.epochs)
        whole: Codes = np.empty((count, len(ASKED)), np.int64)
        for epoch, lines in run.pieces():
            piece = run.piece(course.epochs[epoch], lines)
            sums = piece.wholes(self._terms(piece.here))
            whole[lines] = (
                self._judged(piece)
                if sums is None
                else self._remembered.rows(sums, partial(self._judged, piece))
            )
        found = dict(zip(ASKED, whole.T, strict=True))
        nothing: Codes = np.zeros(count, np.int64)
        names = self._named(run, found) if self._wanted.cautions else nothing
        finding = found["finding"]
        change = law_change = nothing
        if self._wanted.changes:
            every, now = np.arange(count), self.findings.outcome_of[finding]
            change = self._changes.next(run, course, run.epochs, now, every, by_law=False)
            law_change = self._law_change(run, now, np.flatnonzero(change == 0))
        return Answers(
            finding,
            self.findings.told_of[finding],
            self.findings.ranks_of[finding],
            self.findings.cautions_of[finding],
            self.findings.grounds_of[finding],
            found["codes"],
            found["missing"],
            found["assumed"],
            change,
            law_change,
            names,
            found["play"],
            found["raised"].astype(np.bool_),
            found["saved"].astype(np.bool_),
        )

    def _terms(self, here: Epoch) -> tuple[Terms, ...]:
        """The terms on which what is asked of lines hangs, in an epoch."""
        aside = ((here.codes, self._wanted.codes), (here.play, self._wanted.conflicts))
        return (here.terms, *(terms for terms, wanted in aside if wanted))

    def _judged(self, piece: Piece, places: Codes | None = None) -> Codes:
        """What is found of lines, or of some of them, by numbers: [line, what is asked]."""
        piece = piece if places is None else piece.at(places)
        found: dict[str, Any] = {name: np.zeros(len(piece.lines), np.int64) for name in ASKED}
        found["finding"] = self._found(piece)
        if self._wanted.codes:
            found["codes"] = self._coded(piece)
        if self._wanted.conflicts:
            found["raised"], found["play"] = self._played(piece)
        found["saved"] = _saved(piece)
        self._explain(piece, found)
        return np.stack([found[name] for name in ASKED], axis=1)

    def _named(self, run: Run, found: dict[str, Codes]) -> Codes:
        """Whom the law names on each line of which an answer rests on that somebody else is meant.

        Lines on which that decides which law holds are marked as saved.
        """
        named: Codes = np.zeros(len(run.epochs), np.int64)
        for addressed in self._addressed:
            facts = enumerate(self.facts.values)
            leaning = [number for number, names in facts if addressed.fact in names]
            lines = np.flatnonzero(np.isin(found["assumed"], leaning))
            for epoch, own in run.pieces(lines):
                here = self.plan.law.epochs[epoch]
                if addressed.saves(here):
                    found["saved"][own] = 1
                    continue
                told, places = addressed.of(run.piece(here, own))
                pairs = np.stack((named[own], places), axis=1)
                kinds, at = np.unique(pairs, axis=0, return_inverse=True)
                numbers = [
                    self.names.number((*self.names.values[known], *told[place]))
                    for known, place in kinds.tolist()
                ]
                named[own] = np.array(numbers, np.int64)[at.reshape(-1)]
        return named

    def _law_change(self, run: Run, today: Codes, lines: Codes) -> Codes:
        """The next change by the published law alone, of lines of which no other is known.

        A line on which that law never differs from all that is accepted has none. Where it differs today and does
        not change, it is told without a day: the law of another side may change, and both are then told together.

        Args:
            today: the outcome of every line, by number.
        """
        course, by_law = self.plan.law, self.plan.by_law
        if by_law is course:
            return np.zeros(len(run.epochs), np.int64)
        to_law = [by_law.at(day) for day in course.days]
        apart = np.zeros(len(run.epochs), np.bool_)
        for number, (here, other) in enumerate(zip(course.epochs, to_law, strict=True)):
            earlier = lines[: np.searchsorted(run.epochs[lines], number, side="right")]
            step = self._changes.step(run, here, by_law.epochs[other])
            apart[step.touched(run.codes, earlier[~apart[earlier]])] = True
        lines = lines[apart[lines]]
        epochs = np.array(to_law)[run.epochs]
        now = np.empty(len(lines), np.int64)
        for epoch in np.unique(epochs[lines]).tolist():
            own = np.flatnonzero(epochs[lines] == epoch)
            now[own] = self._changes.outcomes(run, by_law.epochs[epoch], lines[own])
        found = self._changes.next(run, by_law, epochs, now, lines, by_law=True)
        still = (found[lines] == 0) & (now != today[lines])
        found[lines[still]] = self._changes.numbers("", now[still], now[still], by_law=True)
        return found

    def _moved(self, piece: Piece) -> Codes:
        """The findings of lines that are asked of many epochs."""
        sums = piece.truths()
        if sums is None:
            return self._found(piece)
        return self._remembered_moved.rows(sums, lambda places: self._found(piece.at(places)).reshape(-1, 1))[
            :, 0
        ]

    def _found(self, piece: Piece) -> Codes:
        """The findings of lines."""
        return self.findings.number(
            piece.standing.hashes(), lambda place: self._finding(piece, place), piece.here.regime
        )

    def _finding(self, piece: Piece, place: int) -> Finding:
        found: dict[str, dict[str, Truth]] = {}
        for term, truth in zip(piece.terms, piece.standing.truths(place), strict=True):
            if truth == NO:
                continue
            if term.kind == "saves":
                return evaluate(self.plan.pack, piece.here.state, piece.side(place).filled).finding
            if term.name and not term.without:
                found.setdefault(term.kind, {})[term.name] = truth_of(truth)
        return find(piece.here.regime, Given(found))

    def _coded(self, piece: Piece) -> Codes:
        """The codes under which lines surely fall."""
        standing = piece.of(piece.here.codes)
        sure = standing.held == YES

        def made(place: int) -> int:
            codes = (piece.here.codes[row].code for row in np.flatnonzero(sure[:, place]).tolist())
            return self.codes.number(tuple(dict.fromkeys(codes)))

        return self._numbered("codes", standing.sums(sure), made)

    def _played(self, piece: Piece) -> tuple[Mask, Codes]:
        """Whether conflicts of laws may be raised on lines, and which provisions they could then stand between."""
        standing = piece.of(piece.here.play)
        conflicts = [row for row, term in enumerate(piece.here.play) if term.kind == "conflict"]
        raised: Mask = (standing.held[conflicts] == YES).any(axis=0)
        if not piece.here.play:
            return raised, np.zeros(len(raised), np.int64)
        # also where nothing is raised: another side's conflict may stand between provisions of this one
        return raised, self._numbers["play"].number(standing.hashes())[0]

    def _explain(self, piece: Piece, found: dict[str, Codes]) -> None:
        """Missing facts of lines that are open, presumptions of those that may rest on some."""
        finding, wanted = found["finding"], ~found["saved"].astype(np.bool_)
        settled = self.findings.settled[finding]
        open_ = np.flatnonzero(wanted & ~settled)
        if len(open_):
            asked = self._asked(piece, finding[open_])
            hashes = piece.standing.open_hashes(open_, asked) + _mixed(finding[open_])

            def missed(place: int) -> int:
                line = int(open_[place])
                of = self.findings.of[int(finding[line])]
                shapes = ((name, piece.standing.shape(name, line)) for name in of.unknown)
                return self._facts(item.fact for item in missing(self.states.shapes, shapes))

            found["missing"][open_] = self._numbered("missing", hashes, missed)
        leans = np.flatnonzero(wanted & settled)
        if len(leans) and self._wanted.assumed and not self.strict:

            def carried(place: int) -> int:
                line = int(leans[place])
                if self._presumes_shared:
                    return self._facts(item[0] for item in piece.side(line).assumed)
                of = self.findings.of[int(finding[line])]
                return self.facts.number(self._assumed.of(piece.standing.bare(line), piece.here, of))

            hashes = piece.standing.bare_hashes(leans, self.findings.free[finding[leans]])
            found["assumed"][leans] = self._numbered("assumed", hashes, carried)

    def _asked(self, piece: Piece, finding: Codes) -> Mask:
        """The provisions that keep verdicts open: [term, line]."""
        numbers, places = np.unique(finding, return_inverse=True)
        asked: Mask = np.zeros((len(piece.terms), len(numbers)), np.bool_)
        for place, number in enumerate(numbers.tolist()):
            asked[[piece.terms.rows[name] for name in self.findings.of[number].unknown], place] = True
        return asked[:, places]

    def _facts(self, facts: Any) -> int:
        return self.facts.number(tuple(dict.fromkeys(facts)))

    def _numbered(self, name: str, hashes: Any, make: Any) -> Codes:
        """What `make` gives for lines of each signature, from one that has it."""
        numbers, firsts = self._numbers[name].number(hashes)
        self._kept[name].extend(map(make, firsts.tolist()))
        return np.array(self._kept[name], np.int64)[numbers]


def _saved(piece: Piece) -> Any:
    """Lines that an act may save from itself."""
    rows = [row for row, term in enumerate(piece.terms) if term.kind == "saves"]
    return piece.standing.matters[rows].any(axis=0)


def _mixed(numbers: Codes) -> Any:
    """Numbers as random as those of signatures."""
    found, places = np.unique(numbers, return_inverse=True)
    return seeds("finding", found.tolist())[places]
