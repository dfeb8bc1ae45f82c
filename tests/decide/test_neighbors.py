"""Later days are decided by what differs; the answer is that of each day by itself."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from hypothesis import given

from rukhsa.decide.case import Filled, filled
from rukhsa.decide.engine import Law, load
from rukhsa.decide.evaluate import State, evaluate
from rukhsa.decide.neighbors import Neighbors
from rukhsa.decide.steps import steps_of
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.records import replace
from tests.laws import act, decide, require, side
from tests.strategies import Maker, examples, makers

DAYS = ("2025-03-01", "2025-06-15", "2025-08-01", "2025-11-30", "2026-02-01")


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUKHSA_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def law() -> Law:
    return load()


def first_change(pack: Pack, state: State, case: Filled) -> tuple[str, object] | None:
    """The first later day with another answer, each day decided by itself."""
    now = evaluate(pack, state, case).finding.outcome
    for day in pack.log.boundaries_of(state.accepted(pack)):
        if day > state.on:
            then = evaluate(pack, state.moved(day), case).finding.outcome
            if then != now:
                return day, then
    return None


def told_change(pack: Pack, state: State, case: Filled) -> tuple[str, object] | None:
    found = Neighbors(pack, state, case, evaluate(pack, state, case)).changes
    first = [change for change in found if not change.by_law]
    return (first[0].day, (first[0].possible, first[0].policies, first[0].exceptions)) if first else None


def over_time(maker: Maker) -> Pack:
    """A random pack whose texts other texts replace on some days, a few for a while."""
    vocabulary = maker.vocabulary()
    pack = maker.pack(vocabulary)
    later = [
        replace(
            act,
            name=f"{act.name}/later",
            clauses=tuple(
                replace(
                    clause,
                    act=f"{act.name}/later",
                    start=maker.one_of(DAYS[:-1]),
                    until=maker.one_of((None, DAYS[-1])),
                )
                for clause in act.clauses
            ),
        )
        for act in maker.pack(vocabulary).log.acts.values()
    ]
    pack = replace(pack, log=Log([*pack.log.acts.values(), *later]))
    pack.log.memo["key"] = uuid4().hex * 2
    return pack


@examples(80)
@given(makers)
def test_the_next_change_is_that_of_days_decided_by_themselves(maker: Maker) -> None:
    pack = over_time(maker)
    for _ in range(6):
        case = filled(maker.case(pack.vocabulary), pack.vocabulary)
        for day in ("2024-12-31", "2025-01-01", DAYS[1]):
            state = State(day)
            assert told_change(pack, state, case) == first_change(pack, state, case)
    assert steps_of(pack, State(DAYS[0]).accepted(pack))


@pytest.mark.parametrize("day", ["2025-07-20", "2027-03-01", "2026-11-28"])
def test_other_evidence_is_read_as_if_it_were_asked_by_itself(law: Law, day: str) -> None:
    """Among the days are some of one epoch on which weaker acts are in different ones of theirs."""
    for item, destination in (("NdFeB magnets", "AE"), ("NVIDIA H20", "CN")):
        case = law.on(day).case(item, origin="MO", destination=destination, party_hq="JP")
        for pack in law.packs.values():
            full = filled(case, pack.vocabulary)
            near = Neighbors(pack, State(day), full, evaluate(pack, State(day), full))
            alone = [
                (kind, acts, found.possible, found.policies, found.exceptions)
                for kind, acts, state in near.other_states
                if (found := evaluate(pack, state, full).finding).outcome != near.outcome
            ]
            told = [(r.kind, r.acts, r.possible, r.policies, r.exceptions) for r in near.readings]
            assert told == alone


@pytest.mark.parametrize(
    ("item", "destination"), [("NVIDIA H20", "CN"), ("NVIDIA H100", "AE"), ("dysprosium", "US")]
)
@pytest.mark.parametrize("day", ["2024-11-01", "2025-05-01"])
def test_the_next_change_of_the_bundled_law(law: Law, item: str, destination: str, day: str) -> None:
    case = law.on(day).case(
        item, origin="CN", destination=destination, exporter="NVIDIA", party_hq=destination
    )
    for pack in law.packs.values():
        full = filled(case, pack.vocabulary)
        state = State(day)
        assert told_change(pack, state, full) == first_change(pack, state, full)


LISTED = (
    "impose: x/listed, from: 2025-01-01, kind: classify, cite: c, title: {en: t}, when: \"category = 'material'\"",
    "impose: x/other, from: 2025-01-01, kind: classify, cite: c, title: {en: t}, when: \"category = 'ic'\"",
)
DUAL = 'impose: x/dual, from: 2025-01-01, kind: classify, cite: c, title: {en: t}, when: \'"x/listed" OR "x/other"\''


def suspended_names(*more: str) -> list[str]:
    """What is told of as suspended, where a standing ban reads a suspended list."""
    decision = decide(
        [
            act("x/list", *LISTED, *more),
            act("x/elsewhere", require("x/elsewhere-license", "destination = 'FR'")),
            act("x/frame", DUAL, require("x/ban", "end_use = 'military' AND \\\"x/dual\\\"")),
            act(
                "x/pause",
                "suspend: x/list, from: 2025-02-01, until: 2025-12-31",
                "suspend: x/elsewhere, from: 2025-02-01, until: 2025-12-31",
            ),
        ],
        "2025-06-01",
        category="material",
        destination="DE",
        end_use="military",
    )
    (side,) = decision.sides
    assert decision.verdict == "no_license_required"
    return [name for name, _ in side.suspended]


def test_of_suspended_provisions_those_alone_are_told_that_would_stand_in_the_answer() -> None:
    """What comes back by a suspended list alone is not laid to every other suspended provision."""
    assert suspended_names(require("x/license", '\\"x/listed\\"')) == ["x/license"]


def test_where_a_suspended_list_alone_moves_the_answer_its_own_part_is_told() -> None:
    assert suspended_names() == ["x/listed"]


def test_the_law_that_a_case_is_saved_to_moves_where_the_whole_law_does_not() -> None:
    ends = act("x/ends", require("x/a", more="until: 2025-05-31"))
    saving = "{from: 2025-03-01, until: 2025-12-31, when: certificate}"
    pause = act("x/pause", "suspend: x/a, from: 2025-03-01", saves=saving)
    decision = decide([ends, pause], "2025-04-01", destination="CN", certificate=True)
    assert decision.verdict == "license_required"
    (change,) = side(decision).changes
    assert (change.day, change.possible, change.acts) == (
        "2025-06-01",
        ("no_license_required",),
        ("x/ends",),
    )
