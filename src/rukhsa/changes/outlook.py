"""The calendar of coming changes under acts already published, and what each would flip in an order book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from rukhsa.changes.cause import causes_of
from rukhsa.changes.diff import Flip, Flips, sum_of
from rukhsa.changes.evidence import rests_on
from rukhsa.changes.held import Between, day_before
from rukhsa.changes.judged import Answers, days_of, judge
from rukhsa.changes.outcome import kind_of
from rukhsa.changes.posed import Line, Posed, pose
from rukhsa.changes.shared import answer_all
from rukhsa.changes.state import Asked
from rukhsa.changes.tally import Tally
from rukhsa.decide.engine import Law
from rukhsa.decide.evaluate import State
from rukhsa.decide.orders import check_columns
from rukhsa.decide.steps import differing
from rukhsa.language.tree import at_date
from rukhsa.law.act import Clause
from rukhsa.law.log import AS_OF, day_after
from rukhsa.law.pack import Pack
from rukhsa.orders.line import OrderBook
from rukhsa.records import dataclass

if TYPE_CHECKING:
    from rukhsa.changes.alike import Sides

A = TypeVar("A", bound=Answers)
EVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Happening:
    """A clause that begins or ends, or says something else from a day on.

    Attributes:
        what: `begins`, `ends`, `comply` (its compliance date comes), `doubt` (it may have ended), `date` (a date
            that its condition names comes).
    """

    side: str
    what: str
    clause: Clause


@dataclass(frozen=True)
class Entry:
    """A day on which the law changes, what begins or ends, and the lines that flip."""

    day: str
    happenings: tuple[Happening, ...]
    flips: Flips

    @cached_property
    def tally(self) -> Tally:
        return sum_of(line for line, _ in self.flips)


@dataclass(frozen=True)
class Outlook:
    """The coming changes.

    Attributes:
        state: from which day on, under which evidence.
        until: the last day looked at; `9999-12-31` for all.
        entries: the days on which the law changes under acts that count.
        weaker: the days on which lines flip otherwise if announcements and press reports are taken for true.
    """

    state: Asked
    until: str
    packs: Mapping[str, Pack]
    left_out: Mapping[str, Pack]
    book: OrderBook
    passed: tuple[str, ...]
    lines: Sequence[Line]
    entries: Sequence[Entry]
    weaker: Sequence[Entry]

    @cached_property
    def all_lines(self) -> Tally:
        return sum_of(self.lines)


def look_ahead(
    law: Law,
    book: OrderBook,
    state: Asked,
    until: str = EVER,
    *,
    sides: Iterable[str] | None = None,
    strict: bool = False,
) -> Outlook:
    """Every later day on which the law changes, with the lines that flip on it.

    Raises:
        RukhsaError: a column, a side, an overlay or a day that cannot be read or reached.
    """
    passed = check_columns(book, law.vocabulary)
    regime = law.on(state.on, known=state.known, accept=state.accept, overlays=state.overlays, sides=sides)
    lines = pose(law, regime, book, passed, strict=strict)
    entries = _entries(regime.packs, state, until, lines)
    weaker: list[Entry] = []
    if state.accept != "reported":
        believed = Asked(state.on, "reported", state.known, state.overlays)
        known = {(entry.day, line.order.number, flip.kind) for entry in entries for line, flip in entry.flips}
        for entry in _entries(regime.packs, believed, until, lines):
            new = tuple(
                (line, flip)
                for line, flip in entry.flips
                if (entry.day, line.order.number, flip.kind) not in known
            )
            if new:
                weaker.append(Entry(entry.day, entry.happenings, new))
    return Outlook(state, until, regime.packs, regime.left_out, book, passed, lines, entries, weaker)


def _entries(packs: Mapping[str, Pack], asked: Asked, until: str, lines: Sequence[Line]) -> list[Entry]:
    states = {name: asked.in_pack(pack, asked.overlays) for name, pack in packs.items()}
    days = _Days(packs, states)
    flips: dict[str, list[tuple[Line, Flip]]] = {}
    known = _flips(days, lines, until)
    for line in lines:
        for day, flip in known[id(line.posed)] if line.posed is not None else ():
            flips.setdefault(day, []).append((line, flip))
    changing = {
        day for name, pack in packs.items() for day in pack.log.boundaries_of(states[name].accepted(pack))
    }
    entries = []
    for day in sorted(day for day in changing if asked.on < day <= until):
        happenings = tuple(days.happenings(day))
        if happenings or day in flips:
            entries.append(Entry(day, happenings, tuple(flips.get(day, ()))))
    return entries


def _flips(days: _Days, lines: Sequence[Line], until: str) -> dict[int, list[tuple[str, Flip]]]:
    """The flips of each case, by its identity; of cases that are alike they are worked out once, where that pays."""
    cases = list({id(line.posed): line.posed for line in lines if line.posed is not None}.values())
    packs, states = days.packs, days.states

    def single(posed: Posed) -> list[tuple[str, Flip]]:
        return list(days.flips(judge(packs, states, posed), until))

    def shared(sides: Sides, classes: Mapping[str, int]) -> list[tuple[str, Flip]]:
        from rukhsa.changes.alike import Alike

        return list(days.flips(Alike(sides, states, classes), until))

    def foreseen() -> Iterator[Mapping[str, State]]:
        yield states
        for day in days_of(packs, states, min(state.on for state in states.values()), until):
            yield {name: state.moved(day) for name, state in states.items()}

    found = answer_all(packs, foreseen, cases, shared, single)
    return {id(case): flips for case, flips in zip(cases, found, strict=True)}


class _Days:
    """The law of several packs, day by day under one body of evidence."""

    def __init__(self, packs: Mapping[str, Pack], states: Mapping[str, State]) -> None:
        self.packs = packs
        self.states = states
        self._between: dict[str, dict[str, Between]] = {}

    def between(self, day: str) -> dict[str, Between]:
        """Every pack on a day and on the day before."""
        if day not in self._between:
            eve = day_before(day)
            self._between[day] = {
                name: Between(pack, self.states[name].moved(eve), self.states[name].moved(day))
                for name, pack in self.packs.items()
            }
        return self._between[day]

    def flips(self, before: A, until: str) -> Iterator[tuple[str, Flip]]:
        """Every flip of a case from one day to the next."""
        for day, after in before.course(until):
            kind = kind_of(before.outcome, after.outcome)
            if kind is not None:
                eve = before.restated(
                    {name: state.moved(day_before(day)) for name, state in before.states.items()}
                )
                sides = tuple(n for n in self.packs if eve.outcome_of_side(n) != after.outcome_of_side(n))
                causes = causes_of(eve, after, self.between(day))
                yield day, Flip(kind, sides, day, causes, rests_on(eve, after))
            before = after

    def happenings(self, day: str) -> Iterator[Happening]:
        """The clauses that begin or end on a day and change what is in force."""
        for side, pack in self.packs.items():
            accepted = self.states[side].accepted(pack)
            eve, now = pack.on(day_before(day), accepted), pack.on(day, accepted)
            changed = differing(eve, now)
            for clause in pack.log.clauses if changed else ():
                if clause.act not in accepted or not _reaches(pack, clause, changed):
                    continue
                for what, when in _days_of(clause):
                    if when == day:
                        yield Happening(side, what, clause)
            for name in sorted(changed & pack.log.dated_limbs):
                text = now.provisions.get(name)
                if text is not None and text.body.tree is not None and name in eve.provisions:
                    was, tree = (at_date(text.body.tree, AS_OF, on) for on in (day_before(day), day))
                    if was != tree and eve.provisions[name].clause is text.clause:
                        yield Happening(side, "date", text.clause)


def _days_of(clause: Clause) -> Iterator[tuple[str, str]]:
    yield "comply" if clause.comply == clause.start else "begins", clause.start
    if clause.comply and clause.comply != clause.start:
        yield "comply", clause.comply
    if clause.doubt:
        yield "doubt", day_after(clause.doubt)
    if clause.until:
        yield "ends", day_after(clause.until)


def _reaches(pack: Pack, clause: Clause, changed: frozenset[str]) -> bool:
    """Whether a clause bears on some of the provisions that change."""
    act, _, label = clause.target.partition("#")
    if act in pack.log.acts:
        acted = [c for c in pack.log.acts[act].clauses if not label or c.label == label]
        return any(c is not clause and _reaches(pack, c, changed) for c in acted)
    return not changed.isdisjoint(pack.log.beneath(clause.target))
