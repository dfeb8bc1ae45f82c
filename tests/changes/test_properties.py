"""What a difference promises of any two states of the law, on the bundled packs and a book of both sides."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.changes.diff import Comparing, Diff, compare
from rukhsa.changes.evidence import rests_on
from rukhsa.changes.held import Between, day_before
from rukhsa.changes.judged import judge
from rukhsa.changes.outcome import Outcome, kind_of
from rukhsa.changes.outlook import look_ahead
from rukhsa.changes.posed import pose
from rukhsa.changes.state import Asked
from rukhsa.decide.decision import Decision
from rukhsa.decide.evaluate import State
from rukhsa.decide.orders import given_of
from rukhsa.law.act import Act, Clause
from rukhsa.law.terms import GRADES
from tests.changes.books import book, law
from tests.strategies import examples

OPPOSITE = {"tightened": "eased", "eased": "tightened", "settled": "opened", "opened": "settled"}
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2027, 12, 31)
BOUNDARIES = sorted({d for pack in law().packs.values() for d in pack.boundaries if "2022-01" <= d <= "2028"})
days = st.one_of(
    st.sampled_from(BOUNDARIES),
    st.sampled_from(BOUNDARIES).filter(lambda day: day > "2022-01-01").map(day_before),
    st.dates(FIRST, LAST).map(datetime.date.isoformat),
)
grades = st.sampled_from(GRADES)
known = st.one_of(st.none(), st.none(), days)
states = st.builds(Asked, days, grades, known)


@dataclass
class Pair:
    """Two states, near each other more often than chance would have it."""

    before: Asked
    after: Asked


pairs = st.one_of(
    st.builds(Pair, states, states),
    st.builds(lambda on, one, other: Pair(Asked(on, one), Asked(on, other)), days, grades, grades),
    st.builds(lambda one, other, accept: Pair(Asked(one, accept), Asked(other, accept)), days, days, grades),
)


def difference(before: Asked, after: Asked) -> Diff:
    return compare(law(), book(), before, after)


def decided(order: int, state: Asked) -> Decision:
    """A line as the decision on one case gives it."""
    line = book().lines[order]
    regime = law().on(state.on, known=state.known, accept=state.accept, overlays=state.overlays)
    return regime.decide(line.cells["item"], facts=dict(given_of(line, ())))


@examples(10)
@given(pairs)
def test_both_answers_are_those_of_single_decisions(pair: Pair) -> None:
    diff = difference(pair.before, pair.after)
    assert len(diff.rows) == len(book().lines)
    for order in (0, 2, 5, 7, 9):
        row = diff.rows[order]
        for state, outcome in ((pair.before, row.before), (pair.after, row.after)):
            decision = decided(order, state)
            assert outcome is not None
            assert (outcome.possible, outcome.policies) == (decision.possible, decision.review_policies)
    assert [row.error is not None for row in diff.rows] == [
        line.cells["item"] == "no such thing" for line in book().lines
    ]


@examples(6)
@given(states)
def test_equal_states_do_not_differ(state: Asked) -> None:
    assert difference(state, state).flips == ()


@examples(10)
@given(pairs)
def test_places_changed_all_flips_are_mirrored(pair: Pair) -> None:
    there, back = difference(pair.before, pair.after), difference(pair.after, pair.before)
    assert [row.before for row in there.rows] == [row.after for row in back.rows]
    for one, other in zip(there.rows, back.rows, strict=True):
        assert (one.flip is None) == (other.flip is None)
        if one.flip is None or other.flip is None:
            continue
        assert (one.flip.kind.before, one.flip.kind.after) == (other.flip.kind.after, other.flip.kind.before)
        assert other.flip.kind.direction == OPPOSITE.get(one.flip.kind.direction, "otherwise")
        assert one.flip.sides == other.flip.sides
        assert one.flip.first_day == other.flip.first_day
        assert one.flip.rests_on == other.flip.rests_on
    assert there.flipped.to_data() == back.flipped.to_data()


@examples(10)
@given(pairs)
def test_lines_and_value_of_the_flow_are_those_of_the_book(pair: Pair) -> None:
    diff = difference(pair.before, pair.after)
    assert sum(tally.lines for tally in diff.flow.values()) == len(diff.rows) - len(diff.unread)
    for currency in ("USD", "EUR"):
        told = sum(tally.values.get(currency, 0) for tally in diff.flow.values())
        unread = sum(row.line.value or 0 for row in diff.unread if row.line.currency == currency)
        assert told + unread == diff.all_lines.values[currency]


@examples(10)
@given(
    st.builds(lambda one, other, accept: Pair(Asked(one, accept), Asked(other, accept)), days, days, grades)
)
def test_a_flip_shows_on_its_first_day_and_not_before(pair: Pair) -> None:
    diff = difference(pair.before, pair.after)
    earlier, later = sorted((pair.before, pair.after), key=lambda state: state.on)
    for order, row in enumerate(diff.rows):
        if row.flip is None:
            continue
        first = row.flip.first_day
        assert earlier.on < first <= later.on
        start, eve, now = (
            decided(order, Asked(d, later.accept)) for d in (earlier.on, day_before(first), first)
        )
        assert (eve.possible, eve.review_policies) == (start.possible, start.review_policies)
        assert (now.possible, now.review_policies) != (start.possible, start.review_policies)


@examples(20)
@given(pairs, st.sampled_from(sorted(law().packs)))
def test_all_acts_held_as_they_were_give_the_earlier_law(pair: Pair, name: str) -> None:
    pack = law().packs[name]
    before, after = pair.before.in_pack(pack, ()), pair.after.in_pack(pack, ())
    between = Between(pack, before, after)
    _, _, regime = between.with_acts(between.acts)
    assert regime.deciding() == pack.on(before.on, before.accepted(pack)).deciding()


@examples(10)
@given(pairs)
def test_what_did_it_undoes_the_flip_and_nothing_of_it_can_be_left_out(pair: Pair) -> None:
    """Tried anew: on the pack folded from the acts as they are held, by the whole decision and no shortcut."""
    lines = pose(law(), law().on("2026-01-01"), book(), ())
    comparing = Comparing(law().packs, pair.before, pair.after)
    for line in lines:
        if line.posed is None:
            continue
        before, after, flip, _ = comparing.answers(line.posed)
        if flip is None:
            continue

        def undone(parts: tuple[tuple[str, str], ...], line=line, before=before) -> bool:  # type: ignore[no-untyped-def]
            packs, states = dict(law().packs), dict(comparing.after)
            for name, between in comparing.between.items():
                packs[name], states[name], _ = between.with_acts(n for side, n in parts if side == name)
            return bool(judge(packs, states, line.posed).outcome == before)

        acts = flip.causes.acts
        assert all(undone((part,)) for part in acts.alone)
        if acts.together:
            assert undone(acts.together)
            for part in acts.together:
                assert not undone(tuple(other for other in acts.together if other != part))
        assert kind_of(before, after) == flip.kind


@examples(10)
@given(pairs)
def test_a_flip_is_there_on_the_evidence_that_it_rests_on_and_not_on_stronger(pair: Pair) -> None:
    diff = difference(pair.before, pair.after)
    for order, row in enumerate(diff.rows):
        if row.flip is None or row.flip.rests_on == "law":
            continue
        grade = GRADES.index(row.flip.rests_on)
        for weakest, there in ((grade, True), (grade - 1, False)):
            shown = []
            for state in (pair.before, pair.after):
                accept = GRADES[min(GRADES.index(state.accept), weakest)]
                found = decided(order, Asked(state.on, accept, state.known))
                shown.append(Outcome(found.possible, found.review_policies))
            assert (kind_of(*shown) == row.flip.kind) is there


def pause(target: str, start: str, until: str) -> Act:
    clause = Clause("us/what-if/pause", 0, "suspend", target, start, until=until, retroactive=True)
    return Act(
        "us/what-if/pause", {"en": "a pause", "ar": "وقف"}, "hypothetical", "law", start, clauses=(clause,)
    )


@examples(6)
@given(days, days, days, grades)
def test_an_overlay_that_suspends_and_resumes_changes_nothing_outside_its_window(
    one: str, other: str, day: str, accept: str
) -> None:
    start, until = sorted((one, other))
    act = pause("us/742.6.a.6.iii.A/regional", start, until)
    diff = difference(Asked(day, accept), Asked(day, accept, None, (act,)))
    if not start <= day <= until:
        assert diff.flips == ()
    for _, flip in diff.flips:
        assert flip.rests_on == "hypothetical"
        assert flip.causes.acts.alone == (("us", "us/what-if/pause"),)


def test_a_what_if_flips_lines_in_its_window() -> None:
    act = pause("us/742.6.a.6.iii.A/regional", "2024-01-01", "2024-01-31")
    diff = difference(Asked("2024-01-15"), Asked("2024-01-15", "company", None, (act,)))
    assert {line.name for line, _ in diff.flips} == {"5", "6"}
    assert {flip.first_day for _, flip in diff.flips} == {"2024-01-01"}


@pytest.mark.parametrize(("start", "until"), [("2025-04-01", "2025-05-31"), ("2026-11-01", "2027-12-31")])
def test_the_outlook_leads_from_the_first_answer_to_that_of_each_later_day(start: str, until: str) -> None:
    outlook = look_ahead(law(), book(), Asked(start), until)
    for entry in outlook.entries:
        eve, now = Asked(day_before(entry.day)), Asked(entry.day)
        diff = difference(eve, now)
        assert [(line.name, flip.kind) for line, flip in diff.flips] == [
            (line.name, flip.kind) for line, flip in entry.flips
        ]
        assert [flip.causes for _, flip in diff.flips] == [flip.causes for _, flip in entry.flips]
    told = {entry.day for entry in outlook.entries if entry.flips}
    for day in BOUNDARIES:
        if start < day <= until and day not in told:
            assert difference(Asked(day_before(day)), Asked(day)).flips == ()


def test_evidence_is_told_of_judged_cases_alike() -> None:
    (line,) = pose(law(), law().on("2025-07-20"), book(book_row()), ())
    assert line.posed is not None
    pair = [
        judge(law().packs, {name: State(day) for name in law().packs}, line.posed)
        for day in ("2025-04-08", "2025-07-20")
    ]
    assert rests_on(*pair) == "company"


def book_row() -> tuple[str, ...]:
    return ("1", "NVIDIA H20", "US", "CN", "NVIDIA", "CN", "1", "USD")
