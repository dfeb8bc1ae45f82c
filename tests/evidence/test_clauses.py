"""What a sentence does, clause by clause: joined acts, verbs that describe, remarks, measures told by their day."""

from __future__ import annotations

import pytest

from rukhsa.evidence.byline import dateline
from rukhsa.evidence.lexicon import lexicon
from rukhsa.evidence.sentences import split_sentences
from tests.evidence.reports import only, reading, told


@pytest.mark.parametrize(
    ("text", "lang", "rest"),
    [
        ("BEIJING, June 12 (Reuters) - China said", "en", "China said"),
        ("WASHINGTON (AP) — The bureau said", "en", "The bureau said"),
        (
            "China's ministry - the one in Beijing - said",
            "en",
            "China's ministry - the one in Beijing - said",
        ),
        ("واشنطن (رويترز) - قالت", "ar", "قالت"),
        ("新华社北京10月9日电 商务部", "zh", "商务部"),
        ("路透社报道，商务部", "zh", "路透社报道，商务部"),
        ("الرياض، 28 نوفمبر 2026 - علّقت", "ar", "علّقت"),
        ("أبوظبي، ٢٨ تشرين الثاني/نوفمبر ٢٠٢٦ (وام) - علّقت", "ar", "علّقت"),
        ("WASHINGTON, Nov 29, 2026 (Reuters) - The U.S.", "en", "The U.S."),
        ("قالت الوزارة، في 28 نوفمبر 2026 - إنها", "ar", "قالت الوزارة، في 28 نوفمبر 2026 - إنها"),
    ],
)
def test_a_dateline_is_told_by_its_form(text: str, lang: str, rest: str) -> None:
    assert text[dateline(text, lang) :] == rest


def test_an_agency_in_a_dateline_makes_no_claim_anonymous() -> None:
    text = "WASHINGTON (AP) — The Commerce Department suspended its 50% affiliates rule on Monday."
    assert only(text, "2025-11-10").grade == "official"


def test_a_short_form_does_not_end_a_name() -> None:
    words = lexicon("en")
    one = "The U.S. Commerce Department issued licenses."
    two = "It may be sold in the U.S. The rule stands."
    assert list(split_sentences(one, words)) == [one]
    assert len(list(split_sentences(two, words))) == 2


def test_two_acts_joined_by_and_are_each_of_their_own_measure() -> None:
    text = (
        "The Commerce Department suspended its 50% affiliates rule and the Ministry of Commerce "
        "lifted its listing of 15 U.S. entities on the export control list of March 4."
    )
    assert dict((m, a) for a, m in told(text, "2025-11-10")) == {
        "us-affiliates": "suspend",
        "cn-ecl-2025-13": "rescind",
    }


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. will shelve for a year its rule extending export restrictions to affiliates of listed firms.",
        "علّقت واشنطن لمدة عام القاعدة التي كانت توسّع قيود التصدير إلى الشركات التابعة.",
    ],
)
def test_a_verb_that_describes_a_rule_is_no_act(text: str) -> None:
    assert told(text, "2025-11-10") == [("suspend", "us-affiliates")]


def test_to_suspend_what_barred_exports_is_a_thaw() -> None:
    text = "علّقت الصين العمل بالبند الذي كان يمنع تصدير الغاليوم والجرمانيوم والأنتيمون إلى الولايات المتحدة."
    assert told(text, "2025-11-09") == [("suspend", "cn-2024-46 art.2")]


def test_letters_that_require_licenses_grant_none() -> None:
    text = "Cadence said it had received a letter from BIS requiring licenses for chip design software."
    assert [act for act, _ in told(text, "2025-05-29")] == ["tighten"]


def test_what_may_no_longer_be_sold_is_no_proposal() -> None:
    text = "Gallium, germanium and antimony may no longer be sold to the United States, China said."
    assert [act for act, _ in told(text, "2024-12-03")] == ["impose"]


def test_the_same_is_done_by_the_other_side() -> None:
    text = (
        "China will pause its October 9 export controls for a year "
        "and the United States will do the same with its 50% affiliates rule."
    )
    assert told(text, "2025-10-30") == [("suspend", "cn-oct-pkg"), ("suspend", "us-affiliates")]


def test_guidance_brings_in_nothing() -> None:
    text = "The Bureau of Industry and Security issued guidance on Huawei's Ascend chips."
    assert told(text, "2025-05-13") == [("state", "us-ascend")]


def test_a_place_where_somebody_speaks_is_no_round_of_talks() -> None:
    text = (
        "The 50% affiliates rule remains paused, a Commerce Department spokesperson told reporters in London."
    )
    assert told(text, "2026-02-01") == [("state", "us-affiliates")]


def test_what_an_office_puts_on_hold_it_suspends_and_what_the_press_says_is_held_is_held() -> None:
    said = "The Commerce Department put its 50% affiliates rule on hold, it said."
    heard = "The 50% affiliates rule was put on hold, two people told Reuters."
    assert [only(text, "2025-11-01").act for text in (said, heard)] == ["suspend", "freeze_informal"]


def test_a_rule_without_a_name_is_told_by_its_day() -> None:
    text = "The Trump administration scrapped a Biden-era rule on exports of chips."
    assert told(text, "2025-05-13") == [("rescind", "us-diffusion")]
    assert all(measure != "us-diffusion" for _, measure in told(text, "2026-05-13"))


def test_a_measure_of_long_ago_is_not_news_beside_one_of_the_day() -> None:
    text = "商务部9日公告，对境外稀土物项、部分中重稀土以及石墨负极材料、超硬材料实施出口管制。"
    measures = {measure for _, measure in told(text, "2025-10-09")}
    assert "cn-oct-pkg" in measures
    assert not measures & {"cn-2025-18", "cn-2023-39"}


def test_only_the_side_that_acts_has_laid_what_little_tells() -> None:
    text = "中国商务部24日将三菱重工旗下企业等20家日本实体列入出口管制管控名单。"
    assert told(text, "2026-02-25") == [("tighten", "cn-jp-lists")]


STEP = "The Commerce Department allowed sales of the H200 to China on Tuesday. "


@pytest.mark.parametrize(
    ("remark", "act", "grade"),
    [
        ("Senator Elizabeth Warren said the chips would help the Chinese military.", "criticise", "official"),
        ("Nvidia welcomed the decision.", "state", "company"),
    ],
)
def test_a_remark_is_about_the_step_before_it(remark: str, act: str, grade: str) -> None:
    last = reading(STEP + remark, "2026-01-14").claims[-1]
    assert last.measure is not None
    assert (last.act, last.measure.id, last.grade) == (act, "us-h200", grade)


def test_one_lawmaker_is_one_source() -> None:
    text = STEP + "Senator Elizabeth Warren called the move a mistake."
    assert reading(text, "2026-01-14").claims[-1].sources == 1


def test_a_quote_of_nobody_known_is_no_claim() -> None:
    text = STEP + '"Sales of the H200 will be banned again," said John Doe of a consultancy.'
    assert told(text, "2026-01-14") == [("ease", "us-h200")]


def test_who_spoke_goes_on_speaking() -> None:
    text = (
        "Commerce Secretary Howard Lutnick spoke on Tuesday. "
        "He said the department had suspended the 50% affiliates rule."
    )
    claim = only(text, "2025-11-10")
    assert (claim.grade, claim.origin) == ("official", "us-lutnick")


def test_a_firm_speaks_by_what_it_is() -> None:
    text = (
        "Nvidia filed a report. In it the Santa Clara, California-based company said "
        "the U.S. government had required a license for the H20."
    )
    assert only(text, "2025-04-16").grade == "company"


def test_the_chips_are_those_named_last() -> None:
    text = "Nvidia makes the H20. Beijing has urged local firms not to use the product, Bloomberg reported."
    assert ("advise_against", "cn-h20-guidance") in told(text, "2025-08-13")


def test_each_side_gives_its_own_account() -> None:
    text = (
        "The White House said in a fact sheet on the Beijing summit that China would buy aircraft. "
        "China's Ministry of Commerce spoke only of tariff cuts in its own account."
    )
    talks = [
        c for c in reading(text, "2026-05-16").claims if c.measure is not None and c.measure.kind == "talks"
    ]
    assert [(c.who, c.measure.id) for c in talks if c.measure] == [
        ("us-whitehouse", "beijing-2026"),
        ("cn-mofcom", "beijing-2026"),
    ]


def test_an_office_denies_what_the_press_has_just_said() -> None:
    text = (
        "The administration is considering caps on sales of the H200 to China, Bloomberg reported. "
        "A Commerce Department spokesperson denied that any decision had been taken."
    )
    assert told(text, "2026-03-05") == [("propose", "us-h200-cap"), ("deny", "us-h200-cap")]


def test_colour_is_no_statement() -> None:
    text = STEP + "The White House said the president looked forward to a good year."
    assert told(text, "2026-01-14") == [("ease", "us-h200")]
