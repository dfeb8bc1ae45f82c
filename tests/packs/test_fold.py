"""What the fold promises of any log of acts, on the logs of the bundled packs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.decide.engine import load
from rukhsa.law.act import Act, Clause, beneath
from rukhsa.law.fold import Folded, fold
from rukhsa.law.log import RANK, Log, epoch_of
from rukhsa.law.pack import pack_names
from tests.strategies import examples

FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2027, 12, 31)
dates = st.dates(FIRST, LAST).map(datetime.date.isoformat)
packs = st.sampled_from(pack_names())
draws = st.data()


@lru_cache(maxsize=1)
def logs() -> dict[str, Log]:
    return {name: pack.log for name, pack in load().packs.items()}


@cache
def targets(pack: str) -> Sequence[str]:
    """Limbs, acts and labelled clauses of a pack: all that a clause may suspend."""
    log = logs()[pack]
    labels = [f"{clause.act}#{clause.label}" for clause in log.clauses if clause.label]
    return sorted({*log.kinds, *log.acts, *labels})


def view(law: Folded) -> dict[str, Any]:
    return {name: (found.body.deciding(), found.tree) for name, found in law.provisions.items()}


def at(log: Log, day: str, accepted: frozenset[str] | None = None) -> dict[str, Any]:
    return view(fold(log, day, frozenset(log.acts) if accepted is None else accepted))


def stay(name: str, verb: str, target: str, start: str, until: str | None = None) -> Act:
    clause = Clause(name, 0, verb, target, start, until=until, retroactive=True)
    return Act(name, {"en": name}, "rule", "law", "2027-12-31", clauses=(clause,))


def a_day(data: st.DataObject, log: Log) -> str:
    """Any day, or (mostly) one on which something changes or the day before it."""
    boundary = st.sampled_from(log.boundaries)
    eve = boundary.map(lambda day: str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1)))
    return data.draw(st.one_of(boundary, eve, dates))


@examples(60)
@given(packs, draws)
def test_a_suspension_changes_nothing_outside_its_window(pack: str, data: st.DataObject) -> None:
    log = logs()[pack]
    start, until = sorted((data.draw(dates), data.draw(dates)))
    longer = log.plus([stay("x/stay", "suspend", data.draw(st.sampled_from(targets(pack))), start, until)])
    day = a_day(data, longer)
    if not start <= day <= until:
        assert at(longer, day) == at(log, day)


@examples(60)
@given(packs, draws)
def test_a_suspended_limb_is_not_in_force_in_its_window(pack: str, data: st.DataObject) -> None:
    log = logs()[pack]
    limb = data.draw(st.sampled_from(sorted(log.kinds)))
    day = a_day(data, log)
    longer = log.plus([stay("x/stay", "suspend", limb, day, day)])
    assert at(longer, day).keys() == {name for name in at(log, day) if not beneath(name, limb)}


@examples(60)
@given(packs, draws)
def test_suspending_then_resuming_is_never_suspending(pack: str, data: st.DataObject) -> None:
    log = logs()[pack]
    held = {clause.target.partition("#")[0] for clause in log.clauses if clause.verb in ("suspend", "resume")}
    free = [limb for limb in log.kinds if not any(beneath(limb, one) or beneath(one, limb) for one in held)]
    written = {clause.target: clause.act for clause in log.clauses if clause.verb in ("impose", "amend")}
    limb = data.draw(st.sampled_from([limb for limb in free if written.get(limb) not in held]))
    start, back = sorted((data.draw(dates), data.draw(dates)))
    longer = log.plus([stay("x/stay", "suspend", limb, start), stay("x/then", "resume", limb, back)])
    day = a_day(data, longer)
    if day < start or day >= back:
        assert at(longer, day) == at(log, day)


@examples(40)
@given(packs, draws)
def test_acts_that_were_not_yet_public_change_nothing(pack: str, data: st.DataObject) -> None:
    log = logs()[pack]
    known, day = data.draw(dates), a_day(data, log)
    public = Log([act for act in log.acts.values() if act.public <= known])
    assert at(log, day, log.accepted(known, "reported")) == at(public, day)


@examples(40)
@given(packs, draws, st.sampled_from(tuple(RANK)))
def test_weaker_evidence_counts_only_when_it_is_accepted(pack: str, data: st.DataObject, accept: str) -> None:
    log = logs()[pack]
    day = a_day(data, log)
    strong = Log([act for act in log.acts.values() if RANK[act.grade] <= RANK[accept]])
    assert at(log, day, log.accepted(None, accept)) == at(strong, day)


@examples(60)
@given(packs, draws)
def test_all_days_of_an_epoch_have_the_same_law(pack: str, data: st.DataObject) -> None:
    log = logs()[pack]
    day = data.draw(dates)
    assert at(log, day) == at(log, epoch_of(log.boundaries, day))


@pytest.mark.parametrize("pack", pack_names())
def test_the_order_of_files_does_not_matter(pack: str) -> None:
    log = logs()[pack]
    turned = Log(list(log.acts.values())[::-1])
    for day in log.boundaries[::7]:
        assert at(turned, day) == at(log, day)


@pytest.mark.parametrize("pack", pack_names())
def test_an_act_writes_what_the_log_says(pack: str) -> None:
    log = logs()[pack]
    for name in sorted(log.writes)[::7]:
        writers = {clause.act for clause in log.writes[name]}
        assert {act for act in log.acts if log.writes_of(act, name)} == writers


@pytest.mark.parametrize("pack", pack_names())
def test_suspensions_are_found_in_their_order(pack: str) -> None:
    log = logs()[pack]
    for same in (log, Log(log.acts.values())):
        assert same.suspends == tuple(clause for clause in log.clauses if clause.verb == "suspend")
