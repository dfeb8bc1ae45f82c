"""Cases that are alike share an answer: it is the one that each would get by itself."""

from __future__ import annotations

import sys
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.changes.diff import Comparing
from rukhsa.changes.held import Between, held
from rukhsa.changes.outlook import _Days, _flips
from rukhsa.changes.paths import Paths
from rukhsa.changes.posed import Line, pose
from rukhsa.changes.state import Asked
from rukhsa.law.fold import fold
from rukhsa.law.log import Log
from rukhsa.law.regime import Regime
from tests.changes.books import book as book_of
from tests.changes.books import law
from tests.changes.test_properties import Pair, days, pairs, pause, states
from tests.strategies import examples

pytest.importorskip("numpy")

ITEMS = ("NVIDIA H20", "AMD MI308X", "NVIDIA A100", "NVIDIA B200", "NVIDIA L40S", "NVIDIA GeForce RTX 4090")
MATERIALS = ("holmium-magnet", "germanium-metal", "tungsten-carbide-powder", "NdFeB magnet with dysprosium")
PLACES = ("CN", "AE", "PL", "US", "RU", "JP", "")
EXPORTERS = ("NVIDIA", "AMD", "other", "")

rows = st.tuples(
    st.sampled_from((*ITEMS, *MATERIALS)),
    st.sampled_from(("US", "CN", "JP", "")),
    st.sampled_from(PLACES),
    st.sampled_from(EXPORTERS),
    st.sampled_from(PLACES),
)


def lines_of(some: list[tuple[str, str, str, str, str]]) -> list[Line]:
    told = (("1", *row, "", "") for row in some)
    return pose(law(), law().on("2026-01-01"), book_of(*told), ())


@examples(15)
@given(pairs, st.lists(rows, min_size=1, max_size=25))
def test_cases_that_are_alike_flip_as_each_does_by_itself(
    pair: Pair, some: list[tuple[str, str, str, str, str]]
) -> None:
    posed = [line.posed for line in lines_of(some) if line.posed is not None]
    together, alone = (Comparing(law().packs, pair.before, pair.after) for _ in range(2))
    together.answer_all(posed, many=1)
    for case in posed:
        assert together.answers(case) == alone.answers(case)


def test_so_do_all_cases_of_a_book_between_two_days() -> None:
    some = [(i, o, d, e, d) for i, o, d, e in product(ITEMS[:3], ("US", ""), ("CN", "AE", ""), EXPORTERS)]
    posed = [line.posed for line in lines_of(some) if line.posed is not None]
    packs = law().packs
    act = pause("us/742.6.a.6.iii.A/regional", "2024-01-01", "2026-01-31")
    longer = {name: pack.with_acts([act]) for name, pack in packs.items()}
    before, after = Asked("2022-09-01"), Asked("2025-06-01", "reported", None, (act,))
    together, alone = (Comparing(longer, before, after, (act,)) for _ in range(2))
    together.answer_all(posed, many=1)
    flips = [together.answers(case)[2] for case in posed]
    assert flips == [alone.answers(case)[2] for case in posed]
    assert len({flip.kind for flip in flips if flip is not None}) > 2


@examples(5)
@given(states, st.lists(rows, min_size=1, max_size=12))
def test_cases_that_are_alike_have_one_outlook(
    state: Asked, some: list[tuple[str, str, str, str, str]]
) -> None:
    lines = lines_of(some)
    until = "2027-12-31"
    packs = {name: pack for name, pack in law().packs.items() if pack.begins <= state.on}
    found = []
    for copies in (1, 100):  # so many cases that they are answered together
        more = lines if copies == 1 else [*lines, *(line for _ in range(copies) for line in lines_of(some))]
        asked = _Days(packs, {name: state.in_pack(pack, ()) for name, pack in packs.items()})
        known = _flips(asked, more, until)
        found.append([known[id(line.posed)] for line in lines if line.posed is not None])
    assert found[0] == found[1]


@examples(15)
@given(pairs, st.sampled_from(sorted(law().packs)), st.data())
def test_acts_that_are_held_reach_no_further_than_what_is_folded_anew(
    pair: Pair, name: str, data: st.DataObject
) -> None:
    pack = law().packs[name]
    between = Between(pack, pair.before.in_pack(pack, ()), pair.after.in_pack(pack, ()))
    if not between.acts:
        return
    kept = frozenset(data.draw(st.sets(st.sampled_from(sorted(between.acts)), max_size=4)))
    _, state, regime = between.with_acts(kept)
    on = pair.after.on
    acts = [held(act, pair.before.on, on) if act.name in kept else act for act in pack.log.acts.values()]
    counted = (between.has - kept) | (between.had & kept)
    whole = fold(Log(acts, kinds=pack.log.kinds), on, counted)
    assert regime.deciding() == Regime(whole, pack.vocabulary, pack.log.kinds).deciding()
    assert state.on == on


def test_without_numpy_each_case_is_answered_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    posed = [line.posed for line in lines_of([("NVIDIA H20", "US", "CN", "NVIDIA", "CN")]) if line.posed]
    known = []
    for missing in (False, True):
        if missing:
            monkeypatch.setitem(sys.modules, "rukhsa.changes.alike", None)
        comparing = Comparing(law().packs, Asked("2025-04-08"), Asked("2025-04-20"))
        comparing.answer_all(posed, many=1)
        known.append(comparing.answers(posed[0]))
    assert known[0] == known[1]
    assert known[0][2] is not None


@examples(50)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=8), days)
def test_a_way_of_the_same_answers_leads_to_the_same_result(
    told: list[tuple[bool, bool, bool]], day: str
) -> None:
    paths = Paths[int, str]()
    for answers in told:
        asked = [0, 1 if answers[0] else 2]  # the second question hangs on the first answer
        result = f"{day} {answers[0]} {answers[asked[1]]}"
        found = paths.find(answers.__getitem__)
        assert found in (None, result)
        if found is None:
            paths.keep([(question, answers[question]) for question in asked], result)
        assert paths.find(answers.__getitem__) == result
