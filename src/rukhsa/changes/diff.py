"""The difference between two states of the law for an order book: which lines flip, since when, by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from rukhsa.changes.cause import Causes, causes_of
from rukhsa.changes.evidence import narrowed, rests_on
from rukhsa.changes.held import Between
from rukhsa.changes.judged import Answers, days_of, judge
from rukhsa.changes.outcome import Kind, Outcome, kind_of
from rukhsa.changes.posed import Line, Posed, pose
from rukhsa.changes.shared import MANY, answer_all
from rukhsa.changes.since import first_day
from rukhsa.changes.state import Asked
from rukhsa.changes.tally import Tallies, Tally
from rukhsa.decide.engine import Law
from rukhsa.decide.evaluate import State
from rukhsa.decide.idle import idle_words
from rukhsa.decide.orders import check_columns
from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.act import Act
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.law.terms import GRADES
from rukhsa.orders.line import OrderBook
from rukhsa.records import dataclass
from rukhsa.words.messages import Day, Message, say

if TYPE_CHECKING:
    from rukhsa.changes.alike import Sides

A = TypeVar("A", bound=Answers)


@dataclass(frozen=True, slots=True)
class Flip:
    """How the answer on a case differs between two states.

    Attributes:
        sides: packs whose own answer differs.
        first_day: the first day on which it shows.
        rests_on: the strongest evidence under which it is there; or `hypothetical`.
    """

    kind: Kind
    sides: tuple[str, ...]
    first_day: str
    causes: Causes
    rests_on: str


Flips = tuple[tuple[Line, Flip], ...]
Compared = tuple[Outcome, Outcome, Flip | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the book: its answers under both states, and its flip; nothing of these if it cannot be read.

    Attributes:
        beneath: where it doesn't flip, packs whose own answer differs all the same, beneath a stricter one.
    """

    line: Line
    before: Outcome | None = None
    after: Outcome | None = None
    flip: Flip | None = None
    beneath: tuple[str, ...] = ()

    @property
    def error(self) -> Message | None:
        return self.line.error


@dataclass(frozen=True)
class Diff:
    """What two states of the law make of an order book.

    Attributes:
        packs: the law of each side that reaches both days, with every overlay of both states.
        left_out: sides that begin after one of the days; they are not compared.
        passed: columns that were carried and not read.
        rows: one for every line, in the order of the book.
        idle: further acts of a state that make no difference to it.
    """

    before: Asked
    after: Asked
    packs: Mapping[str, Pack]
    left_out: Mapping[str, Pack]
    book: OrderBook
    passed: tuple[str, ...]
    rows: Sequence[Row]
    idle: tuple[Message, ...] = ()

    @cached_property
    def flips(self) -> Flips:
        """The lines that flip."""
        return tuple((row.line, row.flip) for row in self.rows if row.flip is not None)

    @cached_property
    def all_lines(self) -> Tally:
        return sum_of(row.line for row in self.rows)

    @cached_property
    def flipped(self) -> Tally:
        return sum_of(line for line, _ in self.flips)

    @cached_property
    def unread(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.error is not None)

    @cached_property
    def flow(self) -> Tallies:
        """Lines by their standing under both states: (before, after)."""
        found = Tallies()
        for row in self.rows:
            if row.before is not None and row.after is not None:
                found[row.before.standing, row.after.standing].add(row.line)
        return found


def compare(
    law: Law,
    book: OrderBook,
    before: Asked,
    after: Asked,
    *,
    sides: Iterable[str] | None = None,
    strict: bool = False,
) -> Diff:
    """Decide every line of a book under two states of the law; the day of a state replaces the line's own.

    Args:
        sides: ask these packs only; all of them when absent.
        strict: presume nothing.

    Raises:
        RukhsaError: a column, a side, an overlay or a day that cannot be read or reached.
    """
    passed = check_columns(book, law.vocabulary)
    asked = None if sides is None else tuple(sides)
    one, other = (
        law.on(s.on, known=s.known, accept=s.accept, overlays=s.overlays, sides=asked)
        for s in (before, after)
    )
    overlays = united(before.overlays, after.overlays)
    names = [name for name in one.packs if name in other.packs]
    if not names:
        raise RukhsaError(
            Problem(say("errors.no_side_reaches_both"), field="--before", fix=say("errors.before_pack_fix"))
        )
    packs = {name: law.packs[name].with_acts(overlays) if overlays else law.packs[name] for name in names}
    comparing = Comparing(packs, before, after, overlays)
    lines = pose(law, other, book, passed, strict=strict)
    comparing.answer_all(line.posed for line in lines if line.posed is not None)
    rows = [Row(line) if line.posed is None else Row(line, *comparing.answers(line.posed)) for line in lines]
    left_out = {**one.left_out, **other.left_out}
    idle = (
        told
        for asked, states in ((before, comparing.before), (after, comparing.after))
        for told in idle_words(packs, states, asked.overlays)
    )
    return Diff(before, after, packs, left_out, book, passed, rows, tuple(dict.fromkeys(idle)))


class Comparing:
    """Two states of the law, and what they make of the cases that were asked; each is decided once."""

    def __init__(
        self, packs: Mapping[str, Pack], before: Asked, after: Asked, overlays: Sequence[Act] = ()
    ) -> None:
        self.packs = packs
        self.before = {name: before.in_pack(pack, overlays) for name, pack in packs.items()}
        self.after = {name: after.in_pack(pack, overlays) for name, pack in packs.items()}
        self.same = self.before == self.after
        self.between = {
            name: Between(pack, self.before[name], self.after[name]) for name, pack in packs.items()
        }
        self._known: dict[int, Compared] = {}

    def answers(self, posed: Posed) -> Compared:
        """The outcomes of a case under both states, its flip, and the sides that differ beneath none."""
        key = id(posed)
        if key not in self._known:
            self._known[key] = self._single(posed)
        return self._known[key]

    def answer_all(self, posed: Iterable[Posed], *, many: int = MANY) -> None:
        """Answer cases together, where that pays and can be done: those that are alike once.

        Args:
            many: so many cases at least.
        """
        cases = list({id(case): case for case in posed}.values())
        found = answer_all(
            self.packs, self._foreseen, cases, self._shared, self._single, shown=self._shown, many=many
        )
        self._known.update((id(case), compared) for case, compared in zip(cases, found, strict=True))

    def _foreseen(self) -> Iterator[Mapping[str, State]]:
        """The states of which the law is looked at, whatever the case."""
        both = (self.before, self.after)
        yield from both
        if self.same:
            return
        early, late = sorted(both, key=lambda states: min(state.on for state in states.values()))
        first, last = (min(state.on for state in states.values()) for states in (early, late))
        for day in (first, *days_of(self.packs, late, first, last)):
            yield {name: state.moved(day) for name, state in late.items()}
        for grade in (None, *GRADES):
            yield from (narrowed(self.packs, states, grade) for states in both)

    def _shown(self) -> dict[str, list[tuple[Regime, Iterable[str]]]]:
        """On every side, what shows the provisions that differ."""
        found: dict[str, list[tuple[Regime, Iterable[str]]]] = {}
        for name, pack in self.packs.items() if not self.same else ():
            before, after = (
                pack.on(state.on, state.accepted(pack)) for state in (self.before[name], self.after[name])
            )
            shown = self.between[name].differing(before, after).values()
            names = list(dict.fromkeys(reader for by in shown for reader in by))
            found[name] = [(before, names), (after, names)]
        return found

    def _single(self, posed: Posed) -> Compared:
        before = judge(self.packs, self.before, posed)
        return self._compared(before, before if self.same else judge(self.packs, self.after, posed))

    def _shared(self, sides: Sides, classes: Mapping[str, int]) -> Compared:
        from rukhsa.changes.alike import Alike

        return self._compared(Alike(sides, self.before, classes), Alike(sides, self.after, classes))

    def _compared(self, before: A, after: A) -> Compared:
        flip = self.flip(before, after)
        beneath = () if flip is not None or self.same else _differing_sides(before, after)
        return before.outcome, after.outcome, flip, beneath

    def flip(self, before: A, after: A) -> Flip | None:
        kind = kind_of(before.outcome, after.outcome)
        if kind is None:
            return None
        return Flip(
            kind,
            _differing_sides(before, after),
            first_day(before, after),
            causes_of(before, after, self.between),
            rests_on(before, after),
        )


def _differing_sides(before: Answers, after: Answers) -> tuple[str, ...]:
    return tuple(n for n in before.packs if before.outcome_of_side(n) != after.outcome_of_side(n))


def united(one: Sequence[Act], other: Sequence[Act]) -> tuple[Act, ...]:
    """The overlays of two states in one order.

    Raises:
        RukhsaError: two acts of one name that do not say the same.
    """
    found = list(one)
    for act in other:
        same = next((known for known in one if known.name == act.name), None)
        if same is None:
            found.append(act)
        elif same != act:
            raise RukhsaError(
                Problem(say("acts.name_taken", act=act.name), act.file, 1, "act", say("acts.give_other_name"))
            )
    return tuple(found)


def left_out_words(diff: Diff) -> Iterable[Message]:
    """What does not take part: sides that begin after one of the days, further acts that make no difference."""
    yield from diff.idle
    for name, pack in diff.left_out.items():
        yield say("changes.left_out", side=pack.title, pack=name, day=Day(pack.begins))


def sum_of(lines: Iterable[Line]) -> Tally:
    """How many lines, and their value."""
    tally = Tally()
    for line in lines:
        tally.add(line)
    return tally
