"""What a report leaves unsaid: the rule, the restrictions, a headline's measure, a last day told later, a day that tells which."""

from __future__ import annotations

import pytest

from tests.evidence.reports import only, reading, told

SUSPENDED = "The Bureau of Industry and Security suspended its affiliates rule."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{SUSPENDED} The pause will last until November 9, 2026.", "2026-11-09"),
        (f"{SUSPENDED} The stay expires on November 9, 2026.", "2026-11-09"),
        ("علق مكتب الصناعة والأمن قاعدة الشركات التابعة. ويستمر التعليق حتى 9 نوفمبر 2026.", "2026-11-09"),
        ("美国工业与安全局暂停关联企业规则。有效期到2026年11月9日。", "2026-11-09"),
    ],
)
def test_a_later_sentence_tells_the_last_day_of_a_pause(text: str, day: str) -> None:
    claim = only(text, "2025-11-10")
    assert (claim.act, claim.until) == ("suspend", day)


def test_what_is_done_to_the_restrictions_is_done_to_those_told_of() -> None:
    text = (
        "Siemens said the U.S. had lifted export restrictions on chip design software for China. "
        "The restrictions were imposed in late May as the truce frayed over rare earths."
    )
    assert told(text, "2025-07-03") == [("rescind", "us-eda-2025"), ("tighten", "us-eda-2025")]


def test_what_is_shelved_for_a_year_is_suspended_and_no_talks_are_meant() -> None:
    text = (
        "Two senators urged the Commerce Department to restore its affiliates rule. "
        "The department shelved the measure for a year this week as part of the Busan truce."
    )
    assert told(text, "2025-11-14") == [("criticise", "us-affiliates"), ("suspend", "us-affiliates")]


def test_a_month_that_a_sentence_names_tells_which_measure_is_meant() -> None:
    text = (
        "China's commerce ministry suspended the rare earth controls that it announced on October 9. "
        "The licensing regime of April remains in place."
    )
    assert told(text, "2025-11-08") == [("suspend", "cn-oct-pkg"), ("state", "cn-2025-18")]


def test_a_measure_first_acted_upon_weeks_later_is_not_meant() -> None:
    text = "美国商务部把23家中国企业列入实体清单，包括其关联公司。"
    assert told(text, "2025-09-13") == [("tighten", "us-el-2025-09")]


def test_an_empty_lead_is_filled_by_the_headline() -> None:
    text = "What took months came apart in a day. Beijing urged Washington to scrap the rule."
    found = reading(text, "2025-09-30", "U.S. widens its Entity List to majority-owned subsidiaries").claims
    assert [(c.act, c.measure.id if c.measure else None) for c in found] == [
        ("tighten", "us-affiliates"),
        ("criticise", "us-affiliates"),
    ]


def test_two_who_speak_in_one_sentence_are_read_apart() -> None:
    text = (
        "Trump said he would allow Nvidia to sell the H200 to China. "
        "Senator Warren called the move reckless, while Nvidia said it welcomed the decision."
    )
    assert told(text, "2025-12-09") == [("ease", "us-h200"), ("criticise", "us-h200"), ("state", "us-h200")]


def test_what_an_office_ties_to_a_deal_is_its_own_measure() -> None:
    text = (
        "Nvidia said it will resume sales of its H20 in China. "
        "Commerce Secretary Lutnick said the decision was part of the magnets accord with Beijing."
    )
    assert told(text, "2025-07-15") == [("resume", "us-h20-letter"), ("state", "us-h20-letter")]


def test_a_text_that_is_not_published_yet_does_nothing() -> None:
    text = "Beijing has yet to publish a notice amending the suspension of its October 9 rare earth controls."
    assert told(text, "2026-09-28") == [("state", "cn-oct-pkg")]


def test_a_state_without_a_pack_is_told_about_no_measure() -> None:
    claim = only("Malaysia said exports of AI chips will need a permit.", "2025-07-14")
    assert (claim.act, claim.measure, claim.grade) == ("impose", None, "official")


def test_what_a_clause_only_recalls_is_not_the_word_of_the_press() -> None:
    text = (
        "Chinese customs blocked the H200 a day after the U.S. approved its sale, three people told Reuters."
    )
    grades = {c.act: c.grade for c in reading(text, "2026-01-14").claims}
    assert grades == {"block_import": "reported", "ease": "official"}
