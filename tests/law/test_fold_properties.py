"""What the fold promises of any log of acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from rukhsa.decide.case import Case, filled
from rukhsa.decide.side import State, evaluate
from rukhsa.language.interpret import Interpreter
from rukhsa.language.tree import Fact, Limb, Not, facts_of, to_data, without_titles
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.law.act import Act, Body, Clause, beneath
from rukhsa.law.fold import Folded, fold
from rukhsa.law.log import RANK, Log, day_after, epoch_of
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import replace
from tests.strategies import DAYS, LIMBS, NOW, ROOTS, Maker, examples, makers, truth_of

EVE = "2025-12-31"
FACTS = Vocabulary(
    [
        *(FactDef(f"t{i}", "truth", "route", {"en": f"t{i}"}) for i in range(3)),
        FactDef("destination", "country", "route", {"en": "destination"}),
        FactDef("as_of", "date", "route", {"en": "as of"}),
    ]
)


def view(law: Folded) -> dict[str, Any]:
    """What of the law of a day decides cases."""
    return {
        name: (
            provision.body.deciding(),
            None if provision.tree is None else to_data(without_titles(provision.tree)),
        )
        for name, provision in law.provisions.items()
    }


def held(law: Folded) -> dict[str, Any]:
    """What stands suspended on a day."""
    return {name: (item.body.deciding(), item.until, item.due) for name, item in law.suspended.items()}


def everything(log: Log) -> frozenset[str]:
    return frozenset(log.acts)


def at(log: Log, day: str, accepted: frozenset[str] | None = None) -> dict[str, Any]:
    return view(fold(log, day, everything(log) if accepted is None else accepted))


def one(name: str, verb: str, target: str, start: str, until: str | None = None, **more: Any) -> Act:
    """An act of one clause, published after all acts of a random log."""
    clause = Clause(name, 0, verb, target, start, until=until, retroactive=True, **more)
    return Act(name, {"en": name}, "rule", "law", EVE, clauses=(clause,))


def any_target(maker: Maker, log: Log) -> str:
    labels = [f"{clause.act}#{clause.label}" for clause in log.clauses if clause.label]
    return maker.one_of((*LIMBS, *ROOTS, *log.acts, *labels))


def days_of(log: Log) -> list[str]:
    return ["2024-12-31", *log.boundaries, EVE]


def check_an_act_changes_nothing_before_its_days(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    day = maker.one_of(DAYS[3:])
    later = maker.act("x/later", list(log.acts.values()), since=day, doubts=True, keep=True)
    longer = log.plus([later])
    for before in [d for d in days_of(longer) if d < day]:
        assert at(longer, before) == at(log, before)
        assert held(fold(longer, before, everything(longer))) == held(fold(log, before, everything(log)))


@examples(500)
@given(makers)
def test_an_act_changes_nothing_before_its_days(maker: Maker) -> None:
    check_an_act_changes_nothing_before_its_days(maker)


def check_a_suspension_changes_nothing_outside_its_window(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    start = maker.one_of(DAYS)
    until = maker.one_of([day for day in DAYS if day >= start])
    longer = log.plus([one("x/stay", "suspend", any_target(maker, log), start, until)])
    for day in days_of(longer):
        if not start <= day <= until:
            assert at(longer, day) == at(log, day)


@examples(500)
@given(makers)
def test_a_suspension_changes_nothing_outside_its_window(maker: Maker) -> None:
    check_a_suspension_changes_nothing_outside_its_window(maker)


def check_suspending_then_resuming_is_never_suspending(maker: Maker) -> None:
    log = maker.log(holds=False)
    target = any_target(maker, log)
    start = maker.one_of(DAYS[:-1])
    back = maker.one_of([day for day in DAYS if day > start])
    longer = log.plus([one("x/stay", "suspend", target, start), one("x/then", "resume", target, back)])
    for day in days_of(longer):
        if day < start or day >= back:
            assert at(longer, day) == at(log, day)


@examples(400)
@given(makers)
def test_suspending_then_resuming_is_never_suspending_outside_the_window(maker: Maker) -> None:
    check_suspending_then_resuming_is_never_suspending(maker)


def check_the_order_of_files_does_not_matter(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    acts = list(log.acts.values())
    shuffled = Log([acts.pop(maker.random.randint(0, len(acts) - 1)) for _ in range(len(acts))])
    assert shuffled.boundaries == log.boundaries
    for day in days_of(log):
        assert at(shuffled, day) == at(log, day)


@examples(400)
@given(makers)
def test_the_order_of_files_does_not_matter(maker: Maker) -> None:
    check_the_order_of_files_does_not_matter(maker)


@examples(400)
@given(makers)
def test_acts_that_were_not_yet_public_change_nothing(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    known = maker.one_of(DAYS)
    public = Log([act for act in log.acts.values() if act.public <= known])
    for day in days_of(log):
        assert at(log, day, log.accepted(known, "reported")) == at(public, day)


@examples(400)
@given(makers)
def test_weaker_evidence_counts_only_when_it_is_accepted(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    accept = maker.one_of(tuple(RANK))
    strong = Log([act for act in log.acts.values() if RANK[act.grade] <= RANK[accept]])
    for day in days_of(log):
        assert at(log, day, log.accepted(None, accept)) == at(strong, day)


@examples(400)
@given(makers)
def test_all_days_of_an_epoch_have_the_same_law(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    for day in (*DAYS, *(day_after(day) for day in DAYS), "2025-07-04"):
        assert at(log, day) == at(log, epoch_of(log.boundaries, day))


@examples(400)
@given(makers)
def test_rescinding_an_act_is_as_if_it_had_never_been(maker: Maker) -> None:
    log = maker.log(doubts=True)
    gone = maker.one_of(tuple(log.acts))
    day = maker.one_of(DAYS)
    longer = log.plus([one("x/vacatur", "rescind", gone, day, revives=True)])
    for later in [d for d in days_of(longer) if d >= day]:
        assert at(longer, later) == at(log, later, everything(log) - {gone})


@examples(400)
@given(makers)
def test_suspending_an_act_is_as_if_it_had_never_been_while_it_lasts(maker: Maker) -> None:
    log = maker.log()
    masked = maker.one_of(tuple(log.acts))
    start = maker.one_of(DAYS)
    until = maker.one_of([day for day in DAYS if day >= start])
    longer = log.plus([one("x/stay", "suspend", masked, start, until)])
    for day in days_of(longer):
        if start <= day <= until:
            assert at(longer, day) == at(log, day, everything(log) - {masked})


@examples(400)
@given(makers)
def test_a_suspended_suspension_is_none_and_resuming_it_brings_it_back(maker: Maker) -> None:
    log = maker.log(doubts=True)
    stayed = log.plus([one("x/stay", "suspend", any_target(maker, log), DAYS[2])])
    lifted = stayed.plus([one("x/stay-of-stay", "suspend", "x/stay", DAYS[5])])
    again = lifted.plus([one("x/third", "resume", "x/stay", DAYS[8])])
    for day in days_of(again):
        assert at(lifted, day) == (at(log, day) if day >= DAYS[5] else at(stayed, day))
        assert at(again, day) == (at(stayed, day) if day >= DAYS[8] else at(lifted, day))


@examples(400)
@given(makers)
def test_a_suspended_limb_is_out_and_its_neighbors_stay(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    target = maker.one_of((*LIMBS, *ROOTS))
    day = maker.one_of(DAYS)
    before = at(log, day)
    after = at(log.plus([one("x/stay", "suspend", target, day)]), day)
    assert after == {name: text for name, text in before.items() if not beneath(name, target)}


@examples(400)
@given(makers)
def test_an_extension_is_a_longer_suspension_and_a_curtailment_a_shorter_one(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    target = any_target(maker, log)
    old, new = maker.one_of(DAYS[4:]), maker.one_of(DAYS[4:])
    stayed = log.plus([one("x/stay", "suspend", target, DAYS[1], old, label="it")])
    amended = stayed.plus([one("x/stay-longer", "amend", "x/stay#it", DAYS[3], new)])
    written_so = log.plus([one("x/stay", "suspend", target, DAYS[1], new, label="it")])
    for day in days_of(amended):
        assert at(amended, day) == at(written_so, day)
        assert held(fold(amended, day, everything(amended))) == held(
            fold(written_so, day, everything(written_so))
        ) or (
            day < DAYS[3]  # nobody knew yet
        )


@examples(400)
@given(makers)
def test_two_holds_unite(maker: Maker) -> None:
    log = maker.log(holds=False, doubts=True)
    target = maker.one_of((*LIMBS, *ROOTS, *log.acts))
    short, long = sorted((maker.one_of(DAYS), maker.one_of(DAYS)))
    both = log.plus(
        [one("x/court", "suspend", target, DAYS[0], long), one("x/agency", "suspend", target, DAYS[0], short)]
    )
    longer = log.plus([one("x/court", "suspend", target, DAYS[0], long)])
    for day in days_of(both):
        assert at(both, day) == at(longer, day)


@examples(500)
@given(makers)
def test_a_doubtful_last_day_is_a_question_and_each_answer_is_a_law_without_doubt(maker: Maker) -> None:
    log = maker.log(keep=True)
    start, doubt, until = sorted(maker.one_of(DAYS) for _ in range(3))
    if doubt == until:
        return
    target = maker.one_of([target for target in (*LIMBS, *ROOTS) if target != "x/set"])
    open_ = log.plus([one("x/stay", "suspend", target, start, until, doubt=doubt, label="it")])
    short = log.plus([one("x/stay", "suspend", target, start, doubt, label="it")])
    long = log.plus([one("x/stay", "suspend", target, start, until, label="it")])
    facts = {"t0": True, "t1": False, "destination": "CN"}
    for day in days_of(open_):
        for ended, sure in ((True, short), (False, long)):
            answered = truths(open_, day, {**facts, "question/x/stay#it": ended})
            expected = truths(sure, day, facts)
            assert {name: value for name, value in answered.items() if value is not False} == {
                name: value for name, value in expected.items() if value is not False
            }
        asked = fold(open_, day, everything(open_)).questions
        assert set(asked) == ({"question/x/stay#it"} if doubt < day <= until else set())


def truths(log: Log, day: str, facts: Mapping[str, Any]) -> dict[str, bool | None]:
    regime = Regime(fold(log, day, everything(log)), FACTS, log.kinds)
    interpreter = Interpreter(regime, facts, [{}])
    return {name: interpreter.truth_of(name) for name in regime.provisions if name != "x/set"}


@examples(300)
@given(makers)
def test_until_its_compliance_date_a_text_is_as_if_unwritten_but_stands_as_suspended(maker: Maker) -> None:
    log = maker.log(holds=False)
    name = maker.one_of([limb for limb in LIMBS if limb != "x/set"])
    body = Body("require", tree=Not(Fact("t2")), ground="AT")
    due = maker.one_of(DAYS[6:])
    longer = log.plus([one("x/new", "amend", name, DAYS[2], comply=due, body=body)])
    at_once = log.plus([one("x/new", "amend", name, DAYS[2], body=body)])
    for day in days_of(longer):
        assert at(longer, day) == (at(at_once, day) if day >= due else at(log, day))
    last_word = max(longer.writes[name], key=longer.text_order)
    if last_word.act == "x/new":
        waiting = fold(longer, DAYS[5], everything(longer)).suspended[name]
        assert waiting.due == due


# overlays and hashes


def pack_of(log: Log) -> Pack:
    return Pack("x", {"en": "X"}, "2030-01-01", FACTS, log)


def hashes(log: Log) -> list[str]:
    pack = pack_of(log)
    return [pack.on(day, everything(log)).hash for day in days_of(log)]


@examples(200)
@given(makers)
def test_an_empty_overlay_changes_nothing(maker: Maker) -> None:
    log = maker.log()
    pack = pack_of(log)
    silent = Act("x/what-if", {"en": "nothing"}, "hypothetical", "law", DAYS[0])
    assert pack.with_acts([]) is pack
    assert pack.with_acts([silent]) is pack
    assert hashes(log.plus([silent])) == hashes(log)


@examples(300)
@given(makers)
def test_the_hash_ignores_titles_citations_and_the_order_of_files(maker: Maker) -> None:
    log = maker.log(doubts=True)

    def renamed(body: Body | None) -> Body | None:
        if body is None or body.tree is None:
            return body
        tree = Limb(body.tree, "another citation", (("ar", "عنوان آخر"),))
        return replace(
            body, title={"en": "other"}, cite="other", tree=tree, obliges=({"en": "file a notice"},)
        )

    acts = [
        replace(
            act,
            title={"en": "other"},
            note={"en": "a note"},
            clauses=tuple(replace(clause, body=renamed(clause.body), line=7) for clause in act.clauses),
        )
        for act in reversed(log.acts.values())
    ]
    assert hashes(Log(acts)) == hashes(log)


@examples(300)
@given(makers)
def test_the_hash_is_equal_exactly_when_the_content_is(maker: Maker) -> None:
    one_log, other_log = maker.log(), maker.log()
    for day in DAYS[::3]:
        one_law = Regime(fold(one_log, day, everything(one_log)), FACTS, one_log.kinds)
        other_law = Regime(fold(other_log, day, everything(other_log)), FACTS, other_log.kinds)
        assert (one_law.hash == other_law.hash) == (one_law.deciding() == other_law.deciding())


@examples(300)
@given(makers)
def test_acts_survive_being_written_as_data(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    acts = [Act.from_data(act.to_data()) for act in log.acts.values()]
    assert acts == list(log.acts.values())
    assert hashes(Log(acts)) == hashes(log)


# savings clauses


@examples(400)
@given(makers)
def test_a_saved_case_is_decided_as_if_the_act_did_not_exist(maker: Maker) -> None:
    vocabulary = maker.vocabulary()
    pack = maker.pack(vocabulary)
    case = filled(maker.completed(maker.case(vocabulary), vocabulary), vocabulary, strict=True)
    saved = {act.name for act in pack.log.acts.values() if act.saves and _true(vocabulary, act, case.facts)}
    bare = pack_without_saves(pack)
    expected = evaluate(bare, State(NOW, without=frozenset(saved)), case)
    assert evaluate(pack, State(NOW), case).finding == expected.finding
    assert (
        evaluate(pack, State("2026-01-01"), case).finding == evaluate(bare, State("2026-01-01"), case).finding
    )


@examples(400)
@given(makers)
def test_a_case_that_may_be_saved_may_have_either_answer(maker: Maker) -> None:
    vocabulary = maker.vocabulary()
    pack = maker.pack(vocabulary)
    partial = maker.case(vocabulary, known=4)
    whole = maker.completed(partial, vocabulary)
    asked = {name for act in pack.log.acts.values() if act.saves for name in _facts(act)}
    unsaved = Case(
        {k: v for k, v in whole.facts.items() if k not in asked or k in partial.facts}, whole.parties
    )
    possible = evaluate(pack, State(NOW), filled(unsaved, vocabulary, strict=True)).finding.possible
    for _ in range(2):
        other = filled(maker.completed(unsaved, vocabulary), vocabulary, strict=True)
        assert set(evaluate(pack, State(NOW), other).finding.possible) <= set(possible)


def _true(vocabulary: Vocabulary, act: Act, facts: Mapping[str, Any]) -> bool:
    assert act.saves is not None
    return truth_of(act.saves.tree, vocabulary, facts) is True


def _facts(act: Act) -> frozenset[str]:
    assert act.saves is not None
    return facts_of(act.saves.tree)


def pack_without_saves(pack: Pack) -> Pack:
    acts = [replace(act, saves=None) for act in pack.log.acts.values()]
    return Pack(pack.name, pack.title, pack.verified_through, pack.vocabulary, Log(acts))


@pytest.mark.long
@examples(20_000, long=True)
@given(makers)
def test_the_fold_keeps_its_promises_at_length(maker: Maker) -> None:
    check_an_act_changes_nothing_before_its_days(maker)
    check_a_suspension_changes_nothing_outside_its_window(maker)
    check_suspending_then_resuming_is_never_suspending(maker)
    check_the_order_of_files_does_not_matter(maker)
