"""From provisions to verdicts: every rule in the smallest law that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from rukhsa.decide.decision import Decision
from rukhsa.language.vocabulary import Vocabulary
from tests.laws import FACTS, act, decide, fact, require, side

ON = "2025-06-01"


def clause(name: str, kind: str, when: str, more: str = "") -> str:
    text = f'impose: {name}, from: 2025-01-01, kind: {kind}, cite: c, title: {{en: t}}, when: "{when}"'
    return f"{text}, {more}" if more else text


def exception(name: str, overcomes: str, when: str = "TRUE", more: str = "") -> str:
    return clause(name, "except", when, f"overcomes: [{overcomes}]" + (f", {more}" if more else ""))


def review(name: str, of: str, policy: str, when: str = "TRUE", more: str = "") -> str:
    return clause(name, "review", when, f"of: [{of}], policy: {policy}" + (f", {more}" if more else ""))


def ask(*clauses: str, **facts: Any) -> Decision:
    return decide(act("x/act", *clauses), ON, **facts)


RS = require("x/rs", "destination = 'CN'")
NS = require("x/ns", "origin = 'US'")


# the four verdicts


def test_no_requirement_met_is_no_license_required() -> None:
    assert ask(RS, destination="DE").verdict == "no_license_required"


def test_a_requirement_met_is_license_required() -> None:
    decision = ask(RS, destination="CN")
    assert decision.verdict == "license_required"
    assert decision.requirements == ("x/rs",)


def test_an_unknown_requirement_is_undetermined_and_says_which_verdicts_remain() -> None:
    decision = ask(RS)
    assert decision.verdict == "undetermined"
    assert decision.possible == ("no_license_required", "license_required")
    assert decision.missing == ("destination",)
    assert decision.requirements == ()


def test_a_met_requirement_beside_an_unknown_one_is_decided() -> None:
    decision = ask(RS, NS, destination="CN")
    assert decision.verdict == "license_required"
    assert decision.missing == ()


def test_a_law_that_says_nothing_requires_nothing() -> None:
    assert ask(clause("x/c", "classify", "category = 'ic'")).verdict == "no_license_required"


# exceptions


def test_an_exception_over_the_only_ground_frees_the_order() -> None:
    decision = ask(RS, exception("x/nac", "x/rs"), destination="CN")
    assert decision.verdict == "license_exception"
    assert decision.exceptions == ("x/nac",)
    assert decision.review_policies == ()


def test_one_exception_must_overcome_every_ground() -> None:
    decision = ask(RS, NS, exception("x/nac", "x/rs"), destination="CN", origin="US")
    assert decision.verdict == "license_required"


def test_two_exceptions_with_one_ground_each_do_not_make_an_order_free() -> None:
    decision = ask(
        RS, NS, exception("x/nac", "x/rs"), exception("x/aca", "x/ns"), destination="CN", origin="US"
    )
    assert decision.verdict == "license_required"
    assert decision.exceptions == ()


def test_an_exception_over_both_grounds_frees_the_order() -> None:
    decision = ask(RS, NS, exception("x/nac", "x/rs, x/ns"), destination="CN", origin="US")
    assert decision.verdict == "license_exception"


def test_an_unknown_exception_leaves_both_answers_open_and_is_asked_for() -> None:
    decision = ask(RS, exception("x/nac", "x/rs", "NOT datacenter"), destination="CN")
    assert decision.possible == ("license_exception", "license_required")
    assert decision.missing == ("datacenter",)


def test_an_unknown_exception_that_cannot_overcome_the_met_ground_is_not_asked_for() -> None:
    decision = ask(RS, NS, exception("x/nac", "x/rs", "NOT datacenter"), destination="CN", origin="US")
    assert decision.verdict == "license_required"
    assert decision.missing == ()


def test_an_unknown_ground_under_a_sure_exception_may_need_no_license() -> None:
    decision = ask(RS, exception("x/nac", "x/rs"))
    assert decision.possible == ("no_license_required", "license_exception")


def test_an_exception_without_a_ground_is_none() -> None:
    decision = ask(RS, exception("x/nac", "x/rs"), destination="DE")
    assert decision.verdict == "no_license_required"
    assert decision.exceptions == ()


# bars


def test_a_bar_strikes_the_exception() -> None:
    decision = ask(RS, exception("x/nac", "x/rs"), clause("x/bar", "bar", "TRUE"), destination="CN")
    assert decision.verdict == "license_required"


def test_a_bar_does_not_strike_what_it_spares() -> None:
    bar = clause("x/bar", "bar", "TRUE", "spares: [x/nac]")
    decision = ask(RS, exception("x/nac", "x/rs"), exception("x/aca", "x/rs"), bar, destination="CN")
    assert decision.verdict == "license_exception"
    assert decision.exceptions == ("x/nac",)


def test_a_bar_that_names_what_it_strikes_leaves_the_rest() -> None:
    bar = clause("x/bar", "bar", "TRUE", "strikes: [x/aca]")
    decision = ask(RS, exception("x/nac", "x/rs"), exception("x/aca", "x/rs"), bar, destination="CN")
    assert decision.exceptions == ("x/nac",)


def test_a_bar_that_is_not_met_strikes_nothing() -> None:
    bar = clause("x/bar", "bar", "datacenter")
    assert (
        ask(RS, exception("x/nac", "x/rs"), bar, destination="CN", datacenter="no").verdict
        == "license_exception"
    )


def test_an_unknown_bar_leaves_the_exception_open_and_is_asked_for() -> None:
    decision = ask(RS, exception("x/nac", "x/rs"), clause("x/bar", "bar", "datacenter"), destination="CN")
    assert decision.possible == ("license_exception", "license_required")
    assert decision.missing == ("datacenter",)


def test_a_bar_strikes_no_exemption_unless_it_names_it() -> None:
    exempt = exception("x/emergency", "x/rs", more="effect: exempt")
    general = clause("x/bar", "bar", "TRUE")
    named = clause("x/bar", "bar", "TRUE", "strikes: [x/emergency]")
    assert ask(RS, exempt, general, destination="CN").verdict == "no_license_required"
    assert ask(RS, exempt, named, destination="CN").verdict == "license_required"


# exemptions


def test_under_an_exemption_the_ground_does_not_arise() -> None:
    decision = ask(RS, exception("x/emergency", "x/rs", more="effect: exempt"), destination="CN")
    assert decision.verdict == "no_license_required"
    assert decision.requirements == ()
    assert side(decision).finding.exempted == ("x/emergency",)


def test_an_exemption_leaves_the_other_ground() -> None:
    exempt = exception("x/emergency", "x/rs", more="effect: exempt")
    decision = ask(RS, NS, exempt, destination="CN", origin="US")
    assert decision.verdict == "license_required"
    assert decision.requirements == ("x/ns",)


def test_exemptions_of_different_grounds_add_up() -> None:
    one = exception("x/one", "x/rs", more="effect: exempt")
    two = exception("x/two", "x/ns", more="effect: exempt")
    assert ask(RS, NS, one, two, destination="CN", origin="US").verdict == "no_license_required"


def test_an_exemption_and_an_exception_share_the_grounds() -> None:
    exempt = exception("x/emergency", "x/rs", more="effect: exempt")
    decision = ask(RS, NS, exempt, exception("x/nac", "x/ns"), destination="CN", origin="US")
    assert decision.verdict == "license_exception"


def test_an_unknown_exemption_is_asked_for() -> None:
    decision = ask(RS, exception("x/emergency", "x/rs", "datacenter", "effect: exempt"), destination="CN")
    assert decision.possible == ("no_license_required", "license_required")
    assert decision.missing == ("datacenter",)


# scope and cover

SCOPE = clause("x/us-origin", "scope", "origin = 'US'")
FDP = clause("x/fdp", "scope", "datacenter")
COVER = clause("x/covered", "cover", "category = 'ic'")


def test_what_is_not_subject_to_the_law_is_not_subject() -> None:
    assert ask(RS, SCOPE, destination="CN", origin="DE").verdict == "not_subject"


def test_one_scope_provision_is_enough() -> None:
    assert ask(RS, SCOPE, FDP, destination="CN", origin="DE", datacenter="yes").verdict == "license_required"


def test_an_unknown_scope_is_asked_for() -> None:
    decision = ask(RS, SCOPE, FDP, destination="CN", origin="DE")
    assert decision.possible == ("not_subject", "license_required")
    assert decision.missing == ("datacenter",)


def test_an_unscoped_requirement_reaches_what_is_not_subject() -> None:
    anywhere = require("x/744.6", "end_use = 'military'", more="unscoped: true")
    law = (RS, SCOPE, anywhere)
    assert ask(*law, destination="CN", origin="DE", end_use="military").requirements == ("x/744.6",)
    assert ask(*law, destination="CN", origin="DE", end_use="military").verdict == "license_required"
    assert ask(*law, destination="CN", origin="DE", end_use="civil").verdict == "not_subject"


def test_out_of_scope_replaces_no_license_required() -> None:
    assert ask(RS, COVER, destination="DE", category="material").verdict == "out_of_scope"
    assert ask(RS, COVER, destination="DE", category="ic").verdict == "no_license_required"


def test_out_of_scope_replaces_nothing_else() -> None:
    assert ask(RS, COVER, destination="CN", category="material").verdict == "license_required"
    assert ask(RS, COVER, SCOPE, destination="CN", origin="DE", category="material").verdict == "not_subject"
    freed = ask(RS, COVER, exception("x/nac", "x/rs"), destination="CN", category="material")
    assert freed.verdict == "license_exception"


def test_whether_the_pack_knows_enough_may_be_unknown() -> None:
    decision = ask(RS, COVER, destination="DE")
    assert decision.possible == ("no_license_required", "out_of_scope")
    assert decision.missing == ("category",)


def test_verdicts_are_ordered_mildest_first() -> None:
    decision = ask(RS, SCOPE, COVER, exception("x/nac", "x/rs", "datacenter"))
    assert decision.possible == (
        "not_subject",
        "no_license_required",
        "out_of_scope",
        "license_exception",
        "license_required",
    )


def test_an_exception_that_matters_only_outside_the_scope_is_asked_for_at_once() -> None:
    """Both answers about the scope lead to a ground; only one of the grounds can be overcome."""
    anywhere = require("x/744.6", "TRUE", more="unscoped: true")
    law = (RS, anywhere, SCOPE, exception("x/nac", "x/744.6", "datacenter"))
    decision = ask(*law, destination="CN")
    assert decision.possible == ("license_exception", "license_required")
    assert set(decision.missing) == {"origin", "datacenter"}


# review


def test_the_strictest_review_of_a_ground_stands() -> None:
    mild = review("x/mild", "x/rs", "case_by_case")
    strict = review("x/strict", "x/rs", "presumption_of_denial")
    assert ask(RS, mild, strict, destination="CN").review_policy == "presumption_of_denial"


def test_the_special_review_displaces_the_general_one() -> None:
    general = review("x/general", "x/rs", "presumption_of_denial")
    special = review("x/special", "x/rs", "case_by_case", "certificate", "displaces: [x/general]")
    assert ask(RS, general, special, destination="CN", certificate="yes").review_policy == "case_by_case"
    assert (
        ask(RS, general, special, destination="CN", certificate="no").review_policy == "presumption_of_denial"
    )


def test_across_grounds_the_strictest_stands() -> None:
    mild = review("x/mild", "x/rs", "case_by_case")
    strict = review("x/strict", "x/ns", "denial")
    assert ask(RS, NS, mild, strict, destination="CN", origin="US").review_policy == "denial"
    assert ask(RS, NS, mild, strict, destination="CN", origin="DE").review_policy == "case_by_case"


def test_a_ground_of_which_no_review_speaks_is_not_stated() -> None:
    assert ask(RS, destination="CN").review_policy == "not_stated"


def test_an_unknown_review_gives_a_range_and_its_own_questions() -> None:
    general = review("x/general", "x/rs", "presumption_of_denial")
    special = review("x/special", "x/rs", "case_by_case", "datacenter", "displaces: [x/general]")
    decision = ask(RS, general, special, destination="CN")
    assert decision.verdict == "license_required"
    assert decision.review_policy is None
    assert decision.review_policies == ("case_by_case", "presumption_of_denial")
    assert decision.missing == ()
    assert [item.fact for item in side(decision).missing_for_review] == ["datacenter"]


def test_an_unknown_second_ground_widens_the_range_and_is_asked_for() -> None:
    mild, strict = review("x/mild", "x/rs", "case_by_case"), review("x/strict", "x/ns", "denial")
    decision = ask(RS, NS, mild, strict, destination="CN")
    assert decision.verdict == "license_required"
    assert decision.review_policies == ("case_by_case", "denial")
    assert [item.fact for item in side(decision).missing_for_review] == ["origin"]


def test_of_two_unknown_grounds_either_alone_may_give_the_policy() -> None:
    mild, strict = review("x/mild", "x/rs", "case_by_case"), review("x/strict", "x/ns", "denial")
    decision = ask(RS, NS, mild, strict)
    assert decision.review_policies == ("case_by_case", "denial")


def test_outside_the_scope_only_the_unscoped_ground_gives_the_policy() -> None:
    anywhere = require("x/744.6", "TRUE", more="unscoped: true")
    reviews = review("x/strict", "x/rs", "denial"), review("x/mild", "x/744.6", "case_by_case")
    decision = ask(RS, anywhere, SCOPE, *reviews, destination="CN")
    assert decision.verdict == "license_required"
    assert decision.review_policies == ("case_by_case", "denial")
    assert [item.fact for item in side(decision).missing_for_review] == ["origin"]


def test_a_review_may_read_a_requirement() -> None:
    denial = "impose: x/denial, from: 2025-01-01, kind: review, cite: c, title: {en: t}, of: [x/rs], policy: denial"
    conditional = denial + ", when: '\"x/ns\"'"
    assert ask(RS, NS, conditional, destination="CN", origin="US").review_policy == "denial"
    assert ask(RS, NS, conditional, destination="CN", origin="DE").review_policy == "not_stated"


# parties

HQ = require("x/hq", "hq = 'CN'", more="party: any")


def test_a_requirement_of_any_party_is_met_by_one() -> None:
    assert ask(HQ, parties=[{"hq": "JP"}, {"hq": "CN"}]).verdict == "license_required"
    assert ask(HQ, parties=[{"hq": "JP"}, {"hq": "DE"}]).verdict == "no_license_required"


def test_the_party_of_whom_nothing_is_known_keeps_the_answer_open() -> None:
    decision = ask(HQ, parties=[{"hq": "JP"}, {}])
    assert decision.verdict == "undetermined"
    assert [(item.fact, item.party) for item in side(decision).missing] == [("hq", 1)]


def test_an_exception_for_every_party_fails_with_one() -> None:
    friends = clause("x/friends", "except", "hq <> 'CN'", "party: every, overcomes: [x/rs]")
    assert (
        ask(RS, friends, destination="CN", parties=[{"hq": "JP"}, {"hq": "DE"}]).verdict
        == "license_exception"
    )
    assert (
        ask(RS, friends, destination="CN", parties=[{"hq": "JP"}, {"hq": "CN"}]).verdict == "license_required"
    )


def test_inside_a_party_provision_another_means_the_same_party() -> None:
    """A Chinese firm and another firm that is listed are not one listed Chinese firm."""
    chinese = clause("x/chinese", "classify", "hq = 'CN'", "party: any")
    both = "impose: x/both, from: 2025-01-01, kind: require, ground: EL, review: not_stated, cite: c, title: {en: t}"
    law = (chinese, both + ", party: any, when: 'listed AND \"x/chinese\"'")
    assert ask(*law, parties=[{"hq": "CN"}, {"hq": "JP", "listed": True}]).verdict == "no_license_required"
    assert ask(*law, parties=[{"hq": "CN", "listed": True}, {"hq": "JP"}]).verdict == "license_required"


def test_elsewhere_it_means_the_order() -> None:
    chinese = clause("x/chinese", "classify", "hq = 'CN'", "party: any")
    both = "impose: x/both, from: 2025-01-01, kind: require, ground: EL, review: not_stated, cite: c, title: {en: t}"
    law = (chinese, both + ", when: 'datacenter AND \"x/chinese\"'")
    assert ask(*law, datacenter=True, parties=[{"hq": "JP"}, {"hq": "CN"}]).verdict == "license_required"


# an exemption from a requirement that reaches beyond the scope

BEYOND = (
    clause("x/scope", "scope", "origin = 'US'"),
    require("x/beyond", "destination = 'CN'", more="unscoped: true"),
    exception("x/relief", "x/beyond", "certificate", "effect: exempt"),
)


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"destination": "CN", "certificate": "yes"}, ["no_license_required"]),
        ({"destination": "DE", "certificate": "yes"}, ["not_subject"]),
        ({"destination": "CN", "certificate": "no"}, ["license_required"]),
        ({"certificate": "yes"}, ["not_subject", "no_license_required"]),
        ({"destination": "CN", "certificate": "unknown"}, ["no_license_required", "license_required"]),
        ({"destination": "CN", "certificate": "yes", "origin": "unknown"}, ["no_license_required"]),
    ],
)
def test_an_exemption_beyond_the_scope_needs_no_license(facts: dict[str, str], possible: list[str]) -> None:
    decision = ask(*BEYOND, **{"origin": "KR", **facts})
    assert list(decision.possible) == possible
    assert ("Not subject" in decision.text()) == (possible == ["not_subject"])


def test_whether_the_law_reaches_an_exempt_case_is_asked_even_where_nothing_is_covered() -> None:
    cover = clause("x/cover", "cover", "FALSE")
    decision = ask(*BEYOND, cover, origin="KR", certificate="yes")
    assert list(decision.possible) == ["not_subject", "out_of_scope"]
    assert decision.missing == ("destination",)


def test_an_exemption_beyond_the_scope_that_ends_brings_the_license_back() -> None:
    ends = act("x/end", "rescind: x/relief, from: 2025-09-01")
    decision = decide([act("x/act", *BEYOND), ends], ON, origin="KR", destination="CN", certificate="yes")
    assert side(decision).finding.exempted == ("x/relief",)
    (change,) = side(decision).changes
    assert (change.day, change.possible) == ("2025-09-01", ("license_required",))


# presumptions

MILITARY = require("x/744.21", "end_use = 'military'")
LISTED = require("x/744.11", "listed", more="party: any")


def test_an_answer_names_the_presumptions_that_carry_it() -> None:
    decision = ask(MILITARY, LISTED)
    assert decision.verdict == "no_license_required"
    assert set(decision.assumed) == {"end_use", "listed"}
    assert decision.leans_on_presumption


def test_presumptions_that_carry_nothing_are_not_named() -> None:
    decision = ask(RS, MILITARY, LISTED, destination="CN")
    assert decision.verdict == "license_required"
    assert decision.assumed == ()
    assert not decision.leans_on_presumption


def test_one_presumption_is_enough_where_either_would_do() -> None:
    decision = ask(require("x/r", "end_use = 'military' AND certificate"))
    assert decision.verdict == "no_license_required"
    assert len(decision.assumed) == 1


def test_what_is_stated_is_not_assumed() -> None:
    decision = ask(MILITARY, end_use="civil")
    assert decision.assumed == ()


def test_strictly_nothing_is_presumed() -> None:
    decision = ask(MILITARY, LISTED, strict=True)
    assert decision.verdict == "undetermined"
    assert set(decision.missing) == {"end_use", "listed"}
    assert decision.assumed == ()


def test_a_stated_fact_overrides_the_presumption() -> None:
    assert ask(MILITARY, end_use="military").verdict == "license_required"
    assert ask(LISTED, parties=[{"listed": True}]).verdict == "license_required"


FOOTNOTE = Vocabulary(
    [*FACTS.values(), fact("footnote", "truth", "party", presume=False, implies={"listed": True})]
)


@pytest.mark.parametrize(
    ("footnote", "verdict"),
    [("yes", "license_required"), ("no", "no_license_required"), ("unknown", "undetermined")],
)
def test_what_a_yes_would_imply_is_not_presumed_away_where_the_yes_is_unknown(
    footnote: str, verdict: str
) -> None:
    parties = [{"footnote": footnote}]
    assert decide(act("x/act", LISTED), ON, parties=parties, vocabulary=FOOTNOTE).verdict == verdict
    stated = [{"footnote": footnote, "listed": False}]
    assert (
        decide(act("x/act", LISTED), ON, parties=stated, vocabulary=FOOTNOTE).verdict == "no_license_required"
    )


@pytest.mark.parametrize("exporter", ["NVIDIA", "nvidia corp.", "إنفيديا"])
def test_a_letter_binds_its_addressee_under_every_spelling(exporter: str) -> None:
    letter = require("x/letter", "exporter = 'nvidia'")
    assert ask(letter, exporter=exporter).verdict == "license_required"


def test_a_letter_binds_nobody_else_and_an_unknown_exporter_is_asked_for() -> None:
    letter = require("x/letter", "exporter = 'nvidia'")
    assert ask(letter, exporter="AMD").verdict == "no_license_required"
    assert ask(letter).missing == ("exporter",)


LETTER = require("x/letter", "exporter IN ('nvidia', 'micron') AND destination = 'CN'")


def test_that_a_name_of_nobody_known_is_none_of_the_addressees_is_presumed() -> None:
    decision = ask(LETTER, exporter="Acme Trading", destination="CN")
    assert decision.verdict == "no_license_required"
    assert decision.leans_on_presumption
    assert side(decision).assumed == (("exporter", None, "other"),)
    assert side(decision).addressees == (("exporter", ("micron", "nvidia")),)
    (caution,) = [text for text in decision.to_data()["cautions"] if "binds by name" in text["en"]]
    assert caution["en"].endswith(": `micron`, `nvidia`")
    assert decision.text().splitlines()[0].endswith("presuming exporter = other")
    assert "`acme trading`" in decision.text()


def test_strictly_a_name_of_nobody_known_says_not_who_exports() -> None:
    decision = ask(LETTER, exporter="Acme Trading", destination="CN", strict=True)
    assert decision.verdict == "undetermined"
    assert decision.missing == ("exporter",)


@pytest.mark.parametrize("exporter", ["other", "other company", "Micron Technology"])
def test_another_company_that_is_known_or_said_to_be_one_is_not_presumed(exporter: str) -> None:
    alone = require("x/letter", "exporter = 'nvidia' AND destination = 'CN'")
    for strict in (False, True):
        decision = ask(alone, exporter=exporter, destination="CN", strict=strict)
        assert decision.verdict == "no_license_required"
        assert decision.assumed == ()
        assert side(decision).addressees == ()


def test_nobody_is_named_where_the_answer_does_not_hang_on_who_exports() -> None:
    for clauses, destination, verdict in (
        ((LETTER,), "DE", "no_license_required"),
        ((LETTER, RS), "CN", "license_required"),
    ):
        decision = ask(*clauses, exporter="Acme Trading", destination=destination)
        assert decision.verdict == verdict
        assert decision.assumed == ()
        assert "binds by name" not in decision.text()


def test_of_many_addressees_the_first_are_named_and_the_others_counted() -> None:
    many = "'a', 'b', 'c', 'd', 'e', 'f'"
    decision = ask(require("x/letter", f"exporter IN ({many})"), exporter="Acme Trading")
    (caution,) = [text for text in decision.to_data()["cautions"] if "binds by name" in text["en"]]
    assert caution["en"].endswith("`a`, `b`, `c`, `d` and 2 more")
    assert caution["ar"].endswith("واسمان آخران")


def test_only_the_side_that_carries_the_verdict_names_addressees() -> None:
    decision = ask(LETTER, require("x/r", "origin = 'US'"), exporter="Acme Trading", destination="CN")
    assert decision.verdict == "undetermined"
    assert not [text for text in decision.to_data()["cautions"] if "binds by name" in text["en"]]


def test_a_question_of_law_leaves_the_case_undetermined_and_an_answer_settles_it() -> None:
    gap = require("x/gap", "destination = 'CN' AND open_point")
    assert ask(gap, destination="CN").missing == ("open_point",)
    assert ask(gap, destination="DE").verdict == "no_license_required"
    assert ask(gap, destination="CN", open_point="yes").verdict == "license_required"
    assert ask(gap, destination="CN", open_point="no").verdict == "no_license_required"


def test_the_fact_that_stands_in_most_grounds_is_asked_first() -> None:
    law = (
        require("x/one", "datacenter AND destination = 'CN'"),
        require("x/two", "origin = 'US' AND destination = 'CN'"),
        require("x/three", "tpp >= 4800 AND destination = 'CN'"),
    )
    assert ask(*law).missing[0] == "destination"
    assert len(ask(*law).missing) == 4


def test_only_unknown_parts_are_asked_for() -> None:
    law = (require("x/one", "(datacenter OR origin = 'US') AND destination = 'CN' AND tpp >= 4800"),)
    assert set(ask(*law, destination="CN", origin="US").missing) == {"tpp"}
    assert ask(*law, destination="DE").missing == ()
