"""One side's answers on a block of lines: numbers of findings and of all that hangs on them, found once for each.

What decides is Python written for one case (`find`, `Side`); here is only which lines share an answer, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.columns.assumed import Assumed, Given
from rukhsa.columns.bits import Planes, Words, places
from rukhsa.columns.numbering import Codes
from rukhsa.columns.plan import Course, Epoch, Plan
from rukhsa.columns.residual import Unknown, missing
from rukhsa.columns.shapes import Shapes
from rukhsa.columns.sweep import Hashes, Numbers, Seeds, Tally, own_terms, reached
from rukhsa.decide.carrying import Presumed
from rukhsa.decide.evaluate import evaluate
from rukhsa.decide.side import Side
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass

Mask = npt.NDArray[np.bool_]
SideAt = Callable[[int, str], Side]  # the side's own decision on a line, on a day
OpenFactsAt = Callable[
    [int, int, int], Sequence[Presumed]
]  # of a line, a comparison, with presumptions or without


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


@dataclass(frozen=True)
class Answers:
    """What one side says of each line, by number.

    Attributes:
        finding: of `Judge.findings`.
        told: of `Judge.told`, what cells tell of a finding; `cautions`, what cautions do; `grounds`, what conflicts
            of laws do.
        codes, missing, assumed, change, law_change: of what `Judge` keeps under these names.
        play: which provisions conflicts could stand between; `raised`: whether a conflict may be raised.
        saved: lines that an act may save from itself: only the side's own decision on each is right.
    """

    finding: Codes
    told: Codes
    cautions: Codes
    grounds: Codes
    codes: Codes
    missing: Codes
    assumed: Codes
    change: Codes
    law_change: Codes
    play: Codes
    raised: Mask
    saved: Mask


class Judge:
    """One side, and what it has found so far."""

    def __init__(self, plan: Plan, strict: bool, seeds: Seeds, shared_presumed: bool) -> None:
        """`shared_presumed`: whether a presumed fact is one of several that decide a comparison."""
        self.plan = plan
        self.strict = strict
        self.seeds = seeds
        self._numbers = {name: Numbers() for name in ("finding", "codes", "play", "missing", "assumed")}
        self.findings: list[tuple[Finding, Regime]] = []
        self.told = Kept(None)
        self.cautions = Kept(())
        self.outcomes = Kept(None)
        self.codes = Kept(())
        self.facts = Kept(())
        self.changes = Kept(None)
        self.grounds = Kept(None)
        self._of_finding = np.zeros(
            (0, 5), np.int64
        )  # outcome, told, cautions, whether it is settled, grounds
        self._codes: list[int] = []
        self._facts_of: dict[str, list[int]] = {"missing": [], "assumed": []}
        self._shared_presumed = shared_presumed
        self._shapes = Shapes()
        self._assumed = Assumed(self._shapes)

    def anew(self) -> Judge:
        """The same side with nothing found."""
        self.seeds.forget()
        return Judge(self.plan, self.strict, self.seeds, self._shared_presumed)

    def __len__(self) -> int:
        return sum(map(len, self._numbers.values()))

    def answers(
        self,
        planes: Planes,
        epochs: Codes,
        extra: Hashes,
        side_at: SideAt,
        open_facts: OpenFactsAt,
        lines: int,
    ) -> Answers:
        """The answers on the lines of a block, which stand in the order of their days.

        Args:
            epochs: the epoch of each line under the default law, not falling.
            extra: of each line what signatures must hold besides: [lane, line].
            side_at: the decision of one case on a line of the block, on a day.
            open_facts: the unknown facts of a comparison that several facts decide, on a line.
        """
        course = self.plan.law
        finding, change = self._sweep(planes, course, epochs, side_at, lines)
        law_change = np.zeros(lines, np.int64)
        if self.plan.by_law is not course and (change == 0).any():
            to_law = np.array([self.plan.by_law.at(day) for day in course.days])
            law_change = self._sweep(planes, self.plan.by_law, to_law[epochs], side_at, lines, True)[1]
            law_change[change != 0] = 0
        found = {name: np.zeros(lines, np.int64) for name in ("codes", "play", "missing", "assumed")}
        raised, saved = np.zeros(lines, np.bool_), np.zeros(lines, np.bool_)
        of = self._of_finding
        settled = of[finding, 3] == 1
        for epoch, own in _runs(epochs):
            here = course.epochs[epoch]
            words = slice(own.start >> 6, (own.stop + 63) >> 6)
            inside = slice(own.start - words.start * 64, own.stop - words.start * 64)
            if here.saved:
                saved[own] = self._saved(planes, here, words, lines)[inside]

            hashes = own_terms(planes, 0, here.codes, words, self.seeds)[:, inside]
            found["codes"][own] = self._numbered(
                "codes", hashes, self._adder_of_codes(planes, here, own.start)
            )
            raised[own] = self._raised(planes, here, words)[inside]
            which = np.flatnonzero(raised[own])
            if len(which):
                hashes = own_terms(planes, 0, here.play, words, self.seeds)[:, inside]
                found["play"][own.start + which] = self._numbers["play"].number(hashes[:, which])[0]
            self._explain(
                planes, here, own, words, inside, settled, finding, extra, side_at, open_facts, found
            )
        return Answers(
            finding,
            of[finding, 1],
            of[finding, 2],
            of[finding, 4],
            np.array(self._codes)[found["codes"]],
            found["missing"],
            found["assumed"],
            change,
            law_change,
            found["play"],
            raised,
            saved,
        )

    def _explain(
        self,
        planes: Planes,
        here: Epoch,
        own: slice,
        words: slice,
        inside: slice,
        settled: Mask,
        finding: Codes,
        extra: Hashes,
        side_at: SideAt,
        open_facts: OpenFactsAt,
        found: dict[str, Codes],
    ) -> None:
        """Missing facts of the lines of an epoch that are open, presumptions of those that rest on some."""
        open_ = ~settled[own]
        leans = ~open_ & (not self.strict)
        strict = own_terms(planes, 1, here.terms, words, self.seeds)[:, inside]
        count = (words.stop - words.start) * 64
        wanted = np.zeros((2, count), np.uint8)
        wanted[0, inside], wanted[1, inside] = open_, leans
        bits = np.packbits(wanted, axis=1, bitorder="little").view(np.uint64)
        asked = None if here.saved else self._asked(finding[own], open_, inside, count)
        below = reached(planes, here, words, bits, self.seeds, asked)[:, :, inside]
        rest = extra[:, own]
        for name, half, lines, base in (("missing", 0, open_, None), ("assumed", 1, leans, strict)):
            which = np.flatnonzero(lines)
            if len(which) == 0:
                continue
            places = own.start + which
            hashes = below[half][:, which] + rest[:, which]
            if base is not None:
                hashes = hashes + base[:, which]
            elif asked is None:
                hashes = hashes + self._mixed(finding[places])
            numbers, firsts = self._numbers[name].number(hashes)
            for line in places[firsts].tolist():
                of = self.findings[int(finding[line])][0]
                self._facts_of[name].append(
                    self.facts.number(self._facts(planes, half, here, line, of, side_at, open_facts))
                )
            found[name][places] = np.array(self._facts_of[name])[numbers]

    def _asked(self, finding: Codes, open_: Mask, inside: slice, count: int) -> dict[str, Words]:
        """The lines of which each provision keeps the verdict open, as bits."""
        lines = np.zeros((2, count), np.bool_)
        found: dict[str, Words] = {}
        for number in np.unique(finding[open_]).tolist():
            lines[0, inside] = open_ & (finding == number)
            own = np.packbits(lines, axis=1, bitorder="little").view(np.uint64)
            for name in self.findings[number][0].unknown:
                found[name] = found[name] | own if name in found else own
        return found

    def _facts(
        self,
        planes: Planes,
        half: int,
        here: Epoch,
        line: int,
        finding: Finding,
        side_at: SideAt,
        open_facts: OpenFactsAt,
    ) -> tuple[str, ...]:
        """Names of the facts that are missing (half 0), or of the presumptions that carry the answer (half 1)."""
        if (
            here.saved
            and any(
                term.kind == "saves" and planes.truth(term.node, line, half == 0) is not False
                for term in here.terms
            )
        ) or (half and self._shared_presumed):
            side = side_at(line, here.day)
            asked = [item[0] for item in side.assumed] if half else [item.fact for item in side.missing]
            return tuple(dict.fromkeys(asked))

        def of_line(node: int, half: int) -> Sequence[Presumed]:
            return open_facts(line, node, half)

        unknown = Unknown(planes, half, line, of_line, self._shapes)
        if half:
            return self._assumed.of(unknown, here, finding)
        nodes = {term.name: term.node for term in here.terms if term.name and not term.under}
        found = missing(self._shapes, ((name, unknown.shape(nodes[name])) for name in finding.unknown))
        return tuple(dict.fromkeys(item.fact for item in found))

    def _mixed(self, numbers: Codes) -> Hashes:
        """Numbers as random as seeds are."""
        distinct = np.unique(numbers)
        seeds = np.concatenate([self.seeds.of(("finding", int(n))) for n in distinct], axis=1)
        mixed: Hashes = seeds[:, np.searchsorted(distinct, numbers)]
        return mixed

    def _numbered(self, name: str, hashes: Hashes, add: Callable[[int], None]) -> Codes:
        numbers, firsts = self._numbers[name].number(hashes)
        for place in firsts.tolist():
            add(place)
        return numbers

    def _adder_of_codes(self, planes: Planes, here: Epoch, start: int) -> Callable[[int], None]:
        def add(place: int) -> None:
            sure = (term.code for term in here.codes if planes.truth(term.node, start + place) is True)
            self._codes.append(self.codes.number(tuple(dict.fromkeys(sure))))

        return add

    def _raised(self, planes: Planes, here: Epoch, words: slice) -> Mask:
        """Lines on which some conflict of laws may be raised."""
        raised = np.zeros((words.stop - words.start) * 64, np.bool_)
        for term in here.play:
            if term.kind == "conflict":
                raised[places(planes.sure[term.node][0, words])] = True
        return raised

    def _saved(self, planes: Planes, here: Epoch, words: slice, lines: int) -> Mask:
        count = (words.stop - words.start) * 64
        saved = np.zeros(count, np.bool_)
        for term in here.terms:
            if term.kind == "saves":
                saved[places(planes.sure[term.matters][0, words])] = True
        return saved

    def _sweep(
        self,
        planes: Planes,
        course: Course,
        epochs: Codes,
        side_at: SideAt,
        lines: int,
        by_law: bool = False,
    ) -> tuple[Codes, Codes]:
        """The finding of each line in its own epoch, and its next change, by number."""
        tally = Tally(planes, 0, self.seeds)
        own: Codes = np.full(lines, -1, np.int64)
        now: Codes = np.full(lines, -1, np.int64)
        change = np.zeros(lines, np.int64)
        starts = {epoch: run for epoch, run in _runs(epochs)}
        done = 0  # lines whose own epoch has come
        moved = np.zeros(planes.sure[0].shape[-1], np.uint64)
        for number in range(int(epochs[0]), len(course.epochs)):
            epoch = course.epochs[number]
            moved = moved | tally.move(epoch.terms)

            if done and epoch.moves:
                bits = np.zeros(len(moved) * 64, np.bool_)
                bits[places(moved)] = True
                which = np.flatnonzero(bits[:done] & (change[:done] == 0))
                if len(which):
                    found = self._findings(planes, 0, epoch, tally.hashes[:, which], which, side_at)
                    outcome = self._of_finding[found, 0]
                    other = outcome != now[which]
                    for place, new in zip(which[other].tolist(), outcome[other].tolist(), strict=True):
                        today = self.outcomes.values[int(now[place])][0] if by_law else ()
                        then = self.outcomes.values[new][0]
                        change[place] = self.changes.number((epoch.day, then, today))
                moved = np.zeros_like(moved)
            if number in starts:
                run = starts[number]
                own[run] = self._findings(planes, 0, epoch, tally.hashes[:, run], run.start, side_at)
                now[run] = self._of_finding[own[run], 0]
                done = run.stop
        return own, change

    def _findings(
        self,
        planes: Planes,
        half: int,
        epoch: Epoch,
        hashes: Hashes,
        where: Codes | int,
        side_at: SideAt,
    ) -> Codes:
        """The number of the finding of each signature.

        Args:
            where: the lines of the block, or the first of them.
        """
        numbers, firsts = self._numbers["finding"].number(hashes)
        for place in firsts.tolist():
            line = where + place if isinstance(where, int) else int(where[place])
            self.findings.append((self._finding(planes, half, epoch, line, side_at), epoch.regime))
        self._keep_findings()
        return numbers

    def _finding(self, planes: Planes, half: int, epoch: Epoch, line: int, side_at: SideAt) -> Finding:
        found: dict[str, dict[str, Truth]] = {}
        for term in epoch.terms:
            if term.kind == "saves" and planes.truth(term.node, line, half == 0) is not False:
                case = side_at(line, epoch.day).filled
                case = case.without(case.presumed) if half else case
                return evaluate(self.plan.pack, epoch.state, case).finding
            if term.name and not term.under:
                truth = planes.truth(term.node, line, half == 0)
                if truth is not False:
                    found.setdefault(term.kind, {})[term.name] = truth
        return find(epoch.regime, Given(found))

    def _keep_findings(self) -> None:
        known = len(self._of_finding)
        if known == len(self.findings):
            return
        rows = []
        for finding, regime in self.findings[known:]:
            told = (finding.possible, finding.policies, finding.met, finding.exceptions)
            used = (*finding.met, *finding.reviews)
            texts = [regime.provisions[name] for name in used if name in regime.provisions]
            cautions = (
                *(item.clause.act + (item.clause.mark or "") for item in texts),
                *finding.met,
                "",
                *used,
            )
            rows.append(
                (
                    self.outcomes.number(finding.outcome),
                    self.told.number(told),
                    self.cautions.number(cautions),
                    len(finding.possible) == 1,
                    self.grounds.number((finding.scope, tuple(finding.grounds))),
                )
            )
        self._of_finding = np.concatenate((self._of_finding, np.array(rows, np.int64)))


def _runs(epochs: Codes) -> Sequence[tuple[int, slice]]:
    """Stretches of one epoch: the epoch, and which lines."""
    edges = np.flatnonzero(np.diff(epochs)) + 1
    starts = [0, *edges.tolist()]
    stops = [*edges.tolist(), len(epochs)]
    return [(int(epochs[start]), slice(start, stop)) for start, stop in zip(starts, stops, strict=True)]
