"""The named traps of the semantics, each as the smallest log of acts that springs it."""

from __future__ import annotations

import pytest

from rukhsa.decide.decision import Decision
from rukhsa.law.fold import fold
from rukhsa.law.log import Log
from tests.laws import act, acts, decide, folded, in_force, problems, require, side


def ask(texts: tuple[str, ...], on: str, **more: object) -> Decision:
    return decide(texts, on, **more)  # type: ignore[arg-type]


SET = "kind: set, of: country, cite: c, title: {en: t}"

# 1. A suspended amendment comes back when a later act restates the paragraph: limbs are the cure.

REGIONAL = act("x/2023", require("x/742.6/regional", "destination = 'VN'"))
DIFFUSION = act("x/diffusion", require("x/742.6/worldwide", "TRUE", "2025-01-15"), public="2025-01-13")
STATEMENT = act(
    "x/statement",
    "suspend: x/diffusion, from: 2025-05-13",
    public="2025-05-13",
    kind="statement",
    grade="official",
)
UAE = act(
    "x/uae",
    require("x/742.6/regional", "destination = 'VN' OR destination = 'AE'", "2026-07-10", verb="amend"),
    public="2026-07-10",
)
LIMBS = (REGIONAL, DIFFUSION, STATEMENT, UAE)


@pytest.mark.parametrize("day", ["2025-06-15", "2026-08-01"])
def test_a_limb_beside_the_old_one_stays_suspended_when_the_paragraph_is_restated(day: str) -> None:
    assert ask(LIMBS, day, destination="PL").verdict == "no_license_required"
    assert ask(LIMBS, day, destination="VN").verdict == "license_required"


def test_a_suspended_limb_counts_by_the_letter_of_the_law() -> None:
    assert ask(LIMBS, "2025-06-15", destination="PL", accept="law").verdict == "license_required"
    readings = {
        reading.kind: reading.verdict for reading in ask(LIMBS, "2025-06-15", destination="PL").readings
    }
    assert readings == {"by_law": "license_required", "without": "license_required"}


REWRITTEN = act(
    "x/diffusion", require("x/742.6/regional", "TRUE", "2025-01-15", verb="amend"), public="2025-01-13"
)


def restated(held: str) -> tuple[str, ...]:
    again = require("x/742.6/regional", "TRUE", "2026-07-10", held, verb="amend")
    return REGIONAL, REWRITTEN, STATEMENT, act("x/uae", again, public="2026-07-10")


def test_a_masked_amendment_lets_the_earlier_text_stand() -> None:
    assert ask(restated(""), "2025-06-15", destination="PL").verdict == "no_license_required"
    assert ask(restated(""), "2025-06-15", destination="VN").verdict == "license_required"


def test_who_rewrites_a_masked_text_must_say_whether_it_stays_suspended() -> None:
    (problem,) = problems(*restated(""))
    assert "suspends on 2026-07-10" in problem.message
    assert problem.fix == "say `held: keep` or `held: lift`"
    assert problems(*restated("held: keep")) == []
    assert problems(*restated("held: lift")) == []


def test_held_keep_falls_with_the_text_that_it_rewrites_and_held_lift_does_not() -> None:
    assert ask(restated("held: keep"), "2026-08-01", destination="PL").verdict == "no_license_required"
    assert ask(restated("held: keep"), "2026-08-01", destination="VN").verdict == "license_required"
    assert ask(restated("held: lift"), "2026-08-01", destination="PL").verdict == "license_required"


# 2. Announcements never decide by default.

RULE = act("x/affiliates", require("x/744.11/affiliates"))
REMARK = act("x/remark", "suspend: x/affiliates, from: 2025-06-01", public="2025-06-01", kind="statement")


@pytest.mark.parametrize(
    ("grade", "verdict"),
    [
        ("official", "no_license_required"),
        ("company", "no_license_required"),
        ("announced", "license_required"),
        ("reported", "license_required"),
    ],
)
def test_promises_and_press_do_not_change_the_default_answer(grade: str, verdict: str) -> None:
    remark = REMARK.replace("grade: law", f"grade: {grade}")
    assert ask((RULE, remark), "2025-07-01").verdict == verdict
    assert ask((RULE, remark), "2025-07-01", accept="law").verdict == "license_required"
    assert ask((RULE, remark), "2025-07-01", accept=grade).verdict == "no_license_required"


def test_a_weaker_act_appears_as_a_reading() -> None:
    decision = ask((RULE, REMARK.replace("grade: law", "grade: announced")), "2025-07-01")
    assert [(r.kind, r.acts, r.verdict) for r in decision.readings] == [
        ("if_true", ("x/remark",), "no_license_required")
    ]


def test_contradicting_reports_are_readings_of_their_own() -> None:
    one = act("x/one", "suspend: x/affiliates, from: 2025-06-01", grade="reported", kind="report")
    two = act("x/two", require("x/more", "TRUE", "2025-06-02"), grade="reported", kind="report")
    decision = ask(
        (act("x/affiliates", require("x/744.11/affiliates", "datacenter")), one, two), "2025-07-01"
    )
    assert {reading.acts for reading in decision.readings} == {("x/one",), ("x/two",)}


# 10. The day of knowledge.


def test_an_act_counts_from_the_day_on_which_it_could_be_read() -> None:
    late = act("x/late", "suspend: x/affiliates, from: 2025-11-10, retroactive: true", public="2025-11-12")
    assert ask((RULE, late), "2025-11-10", known="2025-11-11").verdict == "license_required"
    assert ask((RULE, late), "2025-11-10", known="2025-11-12").verdict == "no_license_required"
    assert ask((RULE, late), "2025-11-10").verdict == "no_license_required"


def test_effect_before_publication_must_be_said() -> None:
    late = act("x/late", "suspend: x/affiliates, from: 2025-11-10", public="2025-11-12")
    (problem,) = problems(RULE, late)
    assert "before it was public" in problem.message
    assert problem.fix == "say `retroactive: true`"


# 11. Doubtful last days.

FREEZE = act(
    "x/no-70", "suspend: x/affiliates, label: it, from: 2025-06-01, until: 2025-06-10, doubt: 2025-06-09"
)


def test_the_last_day_is_inclusive() -> None:
    plain = act("x/no-70", "suspend: x/affiliates, from: 2025-06-01, until: 2025-06-10")
    assert in_force((RULE, plain), "2025-05-31") == ["x/744.11/affiliates"]
    assert in_force((RULE, plain), "2025-06-01") == []
    assert in_force((RULE, plain), "2025-06-10") == []
    assert in_force((RULE, plain), "2025-06-11") == ["x/744.11/affiliates"]


def test_on_doubtful_days_the_case_is_undetermined_and_says_which_question() -> None:
    assert ask((RULE, FREEZE), "2025-06-09").verdict == "no_license_required"
    doubtful = ask((RULE, FREEZE), "2025-06-10")
    assert doubtful.possible == ("no_license_required", "license_required")
    assert doubtful.missing == ("question/x/no-70#it",)
    assert ask((RULE, FREEZE), "2025-06-11").verdict == "license_required"


def test_a_firm_hold_over_the_doubtful_day_leaves_no_doubt() -> None:
    firm = act("x/court", "suspend: x/744.11, from: 2025-06-05, until: 2025-06-20")
    assert ask((RULE, FREEZE, firm), "2025-06-10").verdict == "no_license_required"


def test_the_question_names_the_doubtful_day_in_both_languages() -> None:
    regime = side(ask((RULE, FREEZE), "2025-06-10")).regime
    asked = regime.fact("question/x/no-70#it")
    assert asked is not None
    assert asked.about == "question"
    assert asked.presume is None
    assert set(asked.title) == {"en", "ar"}
    assert "2025-06-09" in asked.title["en"]


def test_a_rescission_whose_last_day_is_doubtful_is_a_question_too() -> None:
    window = act(
        "x/window",
        "rescind: x/744.11/affiliates, label: it, from: 2025-06-01, until: 2025-06-10, doubt: 2025-06-09",
    )
    assert ask((RULE, window), "2025-06-09").verdict == "no_license_required"
    assert ask((RULE, window), "2025-06-10").missing == ("question/x/window#it",)
    assert ask((RULE, window), "2025-06-11").verdict == "license_required"


def test_a_doubtful_suspension_of_a_doubtful_suspension_asks_both_questions() -> None:
    first = act(
        "x/first", "suspend: x/744.11, label: a, from: 2025-06-01, until: 2025-06-10, doubt: 2025-06-05"
    )
    second = act(
        "x/second", "suspend: x/first, label: b, from: 2025-06-01, until: 2025-06-10, doubt: 2025-06-05"
    )
    log = Log(acts(RULE, first, second))
    law = fold(log, "2025-06-07", frozenset(log.acts))
    assert set(law.questions) == {"question/x/first#a", "question/x/second#b"}
    assert ask((RULE, first, second), "2025-06-07").verdict == "undetermined"


# 12. Compliance dates.


def test_until_the_compliance_date_a_text_stands_but_is_not_in_force() -> None:
    rule = act("x/rule", require("x/r", "TRUE", "2025-01-15", "comply: 2025-05-15"))
    waiting = folded(rule, "2025-03-01")
    assert waiting.provisions == {}
    assert waiting.suspended["x/r"].due == "2025-05-15"
    assert folded(rule, "2025-01-14").suspended == {}
    assert in_force(rule, "2025-05-14") == []
    assert in_force(rule, "2025-05-15") == ["x/r"]


# 13. Two holds on one thing; extension; overtaking.

COURT = act(
    "x/court", "suspend: x/744.11, label: it, from: 2025-06-01, until: 2025-09-30", public="2025-06-01"
)
AGENCY = act(
    "x/agency", "suspend: x/744.11/affiliates, from: 2025-06-01, until: 2025-07-31", public="2025-06-01"
)


def test_holds_unite_and_a_shorter_one_does_not_end_a_longer_one() -> None:
    law = folded((RULE, COURT, AGENCY), "2025-07-31")
    assert law.suspended["x/744.11/affiliates"].until == "2025-09-30"
    assert {clause.act for clause in law.suspended["x/744.11/affiliates"].by} == {"x/court", "x/agency"}
    assert in_force((RULE, COURT, AGENCY), "2025-08-01") == []
    assert in_force((RULE, COURT, AGENCY), "2025-10-01") == ["x/744.11/affiliates"]


def test_an_extension_amends_the_last_day_of_the_clause() -> None:
    longer = act("x/extension", "amend: x/court#it, from: 2025-09-20, until: 2025-12-31", public="2025-09-20")
    assert in_force((RULE, COURT, longer), "2025-10-01") == []
    assert in_force((RULE, COURT, longer), "2025-12-31") == []
    assert in_force((RULE, COURT, longer), "2026-01-01") == ["x/744.11/affiliates"]
    assert folded((RULE, COURT, longer), "2025-09-19").suspended["x/744.11/affiliates"].until == "2025-09-30"
    assert folded((RULE, COURT, longer), "2025-09-20").suspended["x/744.11/affiliates"].until == "2025-12-31"


def test_a_curtailed_suspension_ends_on_its_new_last_day_and_does_not_come_back() -> None:
    shorter = act(
        "x/curtailment", "amend: x/court#it, from: 2025-07-01, until: 2025-07-31", public="2025-07-01"
    )
    assert in_force((RULE, COURT, shorter), "2025-07-31") == []
    assert in_force((RULE, COURT, shorter), "2025-08-01") == ["x/744.11/affiliates"]
    assert in_force((RULE, COURT, shorter), "2025-09-30") == ["x/744.11/affiliates"]


def test_an_extension_may_itself_be_extended() -> None:
    first = act(
        "x/first", "amend: x/court#it, label: more, from: 2025-09-20, until: 2025-10-31", public="2025-09-20"
    )
    second = act("x/second", "amend: x/first#more, from: 2025-10-20, until: 2025-11-30", public="2025-10-20")
    assert in_force((RULE, COURT, first, second), "2025-11-30") == []
    assert in_force((RULE, COURT, first, second), "2025-12-01") == ["x/744.11/affiliates"]


def test_a_rescinded_extension_falls_back_to_the_first_last_day() -> None:
    longer = act("x/extension", "amend: x/court#it, from: 2025-09-20, until: 2025-12-31", public="2025-09-20")
    undone = act("x/undone", "rescind: x/extension, from: 2025-09-25", public="2025-09-25")
    assert in_force((RULE, COURT, longer, undone), "2025-09-30") == []
    assert in_force((RULE, COURT, longer, undone), "2025-10-01") == ["x/744.11/affiliates"]


def test_a_stronger_act_that_ends_first_must_say_how_it_stands_to_the_weaker() -> None:
    promise = act("x/truce", "suspend: x/744.11, from: 2025-05-01, until: 2025-12-31", grade="announced")
    (problem,) = problems(RULE, promise, COURT)
    assert "ends before the weaker x/truce" in problem.message
    for word in ("overtakes", "beside"):
        assert problems(RULE, promise, COURT.replace("does:", f"{word}: [x/truce]\ndoes:")) == []


def test_a_suspension_of_a_suspension_and_the_resumption_of_the_first() -> None:
    stay = act("x/stay-of-stay", "suspend: x/court, from: 2025-07-01", public="2025-07-01")
    back = act("x/third", "resume: x/court, from: 2025-08-01", public="2025-08-01")
    texts = (RULE, COURT, stay, back)
    assert in_force(texts, "2025-06-30") == []
    assert in_force(texts, "2025-07-01") == ["x/744.11/affiliates"]
    assert in_force(texts, "2025-08-01") == []
    assert in_force(texts, "2025-10-01") == ["x/744.11/affiliates"]


def test_a_resumption_takes_one_limb_out_of_a_suspension_of_the_whole() -> None:
    two = act("x/two", require("x/742/a"), require("x/742/b"), require("x/7420"))
    stay = act("x/stay", "suspend: x/742, from: 2025-06-01", public="2025-06-01")
    act_stay = act("x/stay", "suspend: x/two, from: 2025-06-01", public="2025-06-01")
    back = act("x/back", "resume: x/742/a, from: 2025-07-01", public="2025-07-01")
    assert in_force((two, stay), "2025-06-15") == ["x/7420"]
    assert in_force((two, stay, back), "2025-07-15") == ["x/742/a", "x/7420"]
    assert in_force((two, act_stay, back), "2025-07-15") == ["x/742/a"]


def test_a_later_suspension_holds_in_spite_of_an_earlier_resumption() -> None:
    stay = act("x/stay", "suspend: x/744.11, from: 2025-06-01", public="2025-06-01")
    back = act("x/back", "resume: x/744.11, from: 2025-07-01", public="2025-07-01")
    again = act("x/stay-again", "suspend: x/744.11, from: 2025-08-01", public="2025-08-01")
    assert in_force((RULE, stay, back, again), "2025-07-15") == ["x/744.11/affiliates"]
    assert in_force((RULE, stay, back, again), "2025-08-15") == []


def test_resuming_what_nobody_suspended_is_refused() -> None:
    back = act("x/back", "resume: x/744.11, from: 2025-07-01", public="2025-07-01")
    (problem,) = problems(RULE, back)
    assert "resumes what no earlier act suspends" in problem.message


# 14. Same day, corrections.


def test_on_one_day_the_act_of_the_higher_seq_has_the_last_word() -> None:
    first = act("x/b-first", require("x/744.11/affiliates", "destination = 'CN'", "2025-06-01", verb="amend"))
    second = act(
        "x/a-second", require("x/744.11/affiliates", "destination = 'DE'", "2025-06-01", verb="amend")
    )
    (problem,) = problems(RULE, first, second)
    assert "for the same day" in problem.message
    later = second.replace("does:", "seq: 1\ndoes:")
    assert problems(RULE, first, later) == []
    assert ask((RULE, first, later), "2025-06-01", destination="DE").verdict == "license_required"
    assert ask((later, first, RULE), "2025-06-01", destination="CN").verdict == "no_license_required"


def test_a_correction_buried_by_a_later_text_is_refused() -> None:
    newer = act(
        "x/newer",
        require("x/744.11/affiliates", "datacenter", "2025-06-01", verb="amend"),
        public="2025-05-01",
    )
    correction = act(
        "x/correction",
        require("x/744.11/affiliates", "NOT datacenter", "2025-03-01", "retroactive: true", verb="amend"),
        public="2025-07-01",
    )
    (problem,) = problems(RULE, newer, correction)
    assert "is buried by x/newer" in problem.message
    assert problem.fix == "write that text again"


# 18. Questions of law are in the tests of the verdict. 19. Savings clauses.

SAVING = act(
    "x/ladder",
    require("x/744.11/affiliates", "datacenter", "2025-06-01", verb="amend"),
    public="2025-06-01",
    saves="{from: 2025-06-01, until: 2025-06-30, when: \"en_route_on <= '2025-06-01'\"}",
)


def test_a_saved_case_gets_the_law_as_it_was() -> None:
    texts = (RULE, SAVING)
    assert ask(texts, "2025-06-15", datacenter=False, en_route_on="2025-05-30").verdict == "license_required"
    assert (
        ask(texts, "2025-06-15", datacenter=False, en_route_on="2025-06-02").verdict == "no_license_required"
    )
    assert (
        ask(texts, "2025-07-01", datacenter=False, en_route_on="2025-05-30").verdict == "no_license_required"
    )


def test_a_case_that_may_be_saved_is_undetermined_only_where_it_matters() -> None:
    texts = (RULE, SAVING)
    open_ = ask(texts, "2025-06-15", datacenter=False)
    assert open_.verdict == "undetermined"
    assert open_.missing == ("en_route_on",)
    same = ask(texts, "2025-06-15", datacenter=True)
    assert same.verdict == "license_required"
    assert same.missing == ()


def test_two_savings_clauses_that_are_both_open_admit_every_combination() -> None:
    one = act(
        "x/one", require("x/a", "TRUE"), saves='{from: 2025-01-01, until: 2025-12-31, when: "datacenter"}'
    )
    two = act(
        "x/two", require("x/b", "TRUE"), saves='{from: 2025-01-01, until: 2025-12-31, when: "open_point"}'
    )
    free = act(
        "x/free",
        "impose: x/e, from: 2025-01-01, kind: except, cite: c, title: {en: t}, overcomes: [x/a], when: 'TRUE'",
    )
    decision = ask((one, two, free), "2025-06-01")
    assert decision.possible == ("no_license_required", "license_exception", "license_required")
    assert set(decision.missing) == {"datacenter", "open_point"}


def test_the_end_of_a_savings_clause_is_the_next_change() -> None:
    saved = ask((RULE, SAVING), "2025-06-15", datacenter=False, en_route_on="2025-05-30")
    assert [(change.day, change.verdict) for change in saved.changes] == [
        ("2025-07-01", "no_license_required")
    ]


# 20. The next change, by default and by law, is in one list.


def test_the_next_change_is_the_day_after_the_last_suspended_day() -> None:
    stay = act("x/stay", "suspend: x/744.11, from: 2025-06-01, until: 2025-06-30", public="2025-06-01")
    (change,) = ask((RULE, stay), "2025-06-15").changes
    assert (change.day, change.verdict, change.acts) == ("2025-07-01", "license_required", ("x/stay",))


def test_a_date_in_a_condition_is_a_change_too() -> None:
    dated = act("x/dated", require("x/r", "as_of >= '2026-02-01'"))
    (change,) = ask((dated,), "2025-06-15").changes
    assert (change.day, change.verdict) == ("2026-02-01", "license_required")
    assert ask((dated,), "2026-01-31").verdict == "no_license_required"
    assert ask((dated,), "2026-02-01").verdict == "license_required"


# 21. Only suspended provisions that would have changed the answer.


def test_a_suspended_provision_is_named_only_if_its_return_would_matter() -> None:
    stay = act("x/stay", "suspend: x/744.11, from: 2025-06-01", public="2025-06-01")
    other = act("x/other", require("x/r", "destination = 'CN'"))
    assert [name for name, _ in side(ask((RULE, stay, other), "2025-07-01", destination="DE")).suspended] == [
        "x/744.11/affiliates"
    ]
    assert side(ask((RULE, stay, other), "2025-07-01", destination="CN")).suspended == ()


# 22. What is not a license question is a warning.


def test_a_practice_is_a_warning_and_no_verdict() -> None:
    practice = act(
        "x/practice",
        "impose: x/held, from: 2025-06-01, kind: warn, cite: c, title: {en: t}, says: {en: held at customs}, when: 'TRUE'",
        grade="reported",
        kind="report",
    )
    decision = ask((RULE, practice), "2025-07-01")
    assert side(decision).warns == ()
    assert [(act_, name) for act_, name, _ in side(decision).weaker_warns] == [("x/practice", "x/held")]
    assert side(ask((RULE, practice), "2025-07-01", accept="reported")).warns == ("x/held",)


# 23. What suspended and absent provisions are.

BASE = act(
    "x/base",
    f"impose: x/set, from: 2025-01-01, {SET}, members: [CN]",
    "impose: x/class, from: 2025-01-01, kind: classify, cite: c, title: {en: t}, when: 'datacenter'",
    "impose: x/ratio, from: 2025-01-01, kind: derive, cite: c, title: {en: t}, value: tpp / area",
)


@pytest.mark.parametrize(
    ("when", "before", "after"),
    [
        ("'\"x/class\"'", "license_required", "no_license_required"),
        ("'NOT \"x/class\"'", "no_license_required", "license_required"),
        ("'destination IN \"x/set\"'", "license_required", "no_license_required"),
        ("'destination NOT IN \"x/set\"'", "no_license_required", "license_required"),
        ("'\"x/ratio\" >= 5'", "license_required", "undetermined"),
    ],
)
def test_a_suspended_class_is_false_a_set_empty_and_a_number_unknown(
    when: str, before: str, after: str
) -> None:
    rule = act("x/rule", require("x/r").replace('"TRUE"', when))
    stay = act("x/stay", *(f"suspend: x/{name}, from: 2025-06-01" for name in ("set", "class", "ratio")))
    facts = {"datacenter": True, "destination": "CN", "tpp": 10, "area": 2}
    assert ask((BASE, rule, stay), "2025-05-31", **facts).verdict == before
    assert ask((BASE, rule, stay), "2025-06-01", **facts).verdict == after


# 24. Sets: of other sets, members added and taken away, and a member's lapse.

D5 = act("x/state", f"impose: x/126.1, from: 2025-01-01, {SET}, members: [CN, KH, NO]")
GROUP = act(
    "x/group", f"impose: x/D5, from: 2025-01-01, {SET}, any: [x/126.1], members: [MO], none: [x/allies]"
)
ALLIES = act("x/allies-act", f"impose: x/allies, from: 2025-01-01, {SET}, members: [NO]")
LEAVES = act("x/kh", "amend: x/126.1, from: 2025-11-07, kind: set, cite: c, remove: [KH]")
RELIEF = act("x/relief", "amend: x/126.1, from: 2026-01-01, until: 2026-04-06, kind: set, cite: c, add: [AE]")
READS = act("x/reads", require("x/r").replace('"TRUE"', "'destination IN \"x/D5\"'"))
SETS = (D5, GROUP, ALLIES, LEAVES, RELIEF, READS)


@pytest.mark.parametrize(
    ("destination", "on", "inside"),
    [
        ("CN", "2025-06-01", True),
        ("MO", "2025-06-01", True),
        ("NO", "2025-06-01", False),
        ("KH", "2025-11-06", True),
        ("KH", "2025-11-07", False),
        ("AE", "2025-12-31", False),
        ("AE", "2026-01-01", True),
        ("AE", "2026-04-06", True),
        ("AE", "2026-04-07", False),
    ],
)
def test_a_set_follows_the_sets_that_it_is_made_of(destination: str, on: str, inside: bool) -> None:
    assert ask(SETS, on, destination=destination).verdict == (
        "license_required" if inside else "no_license_required"
    )
    assert problems(*SETS) == []


# 25. Rescinding an act revives what it amended.

NARROWED = act(
    "x/narrow", require("x/744.11/affiliates", "datacenter", "2025-03-01", verb="amend"), public="2025-03-01"
)


def test_a_rescinded_act_revives_the_text_that_it_rewrote() -> None:
    vacated = act("x/vacatur", "rescind: x/narrow, from: 2025-06-01, revives: true", public="2025-06-01")
    texts = (RULE, NARROWED, vacated)
    assert ask(texts, "2025-05-31", datacenter=False).verdict == "no_license_required"
    assert ask(texts, "2025-06-01", datacenter=False).verdict == "license_required"
    assert problems(*texts) == []


def test_reviving_must_be_said() -> None:
    (problem,) = problems(
        RULE, NARROWED, act("x/repeal", "rescind: x/narrow, from: 2025-06-01", public="2025-06-01")
    )
    assert "rewrote x/744.11/affiliates" in problem.message
    assert problem.fix == "say `revives: true`, or rescind the provisions"


def test_a_rescinded_limb_is_gone_with_all_its_texts_until_it_is_imposed_again() -> None:
    gone = act("x/gone", "rescind: x/744.11, from: 2025-06-01", public="2025-06-01")
    again = act("x/again", require("x/744.11/affiliates", "TRUE", "2025-09-01"), public="2025-09-01")
    texts = (RULE, NARROWED, gone, again)
    assert in_force(texts, "2025-05-31") == ["x/744.11/affiliates"]
    assert in_force(texts, "2025-06-01") == []
    assert folded(texts, "2025-06-01").suspended == {}
    assert in_force(texts, "2025-09-01") == ["x/744.11/affiliates"]
    assert problems(*texts) == []


def test_an_act_without_an_end_may_end_at_the_end_of_time() -> None:
    forever = act("x/forever", "suspend: x/744.11, from: 2025-06-01, until: 9999-12-31", public="2025-06-01")
    assert in_force((RULE, forever), "9999-12-31") == []
    assert ask((RULE, forever), "2025-06-15").changes == ()
