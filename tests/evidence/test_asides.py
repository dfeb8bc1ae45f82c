"""What a sentence says beside its news: asides, elaborations, ends of pauses, words that only look like verbs."""

from __future__ import annotations

import pytest

from tests.evidence.reports import only, reading, told


@pytest.mark.parametrize(
    "text",
    [
        "Article 1 of Announcement No. 46 of 2024, which bars sales to U.S. military users, remains in force.",
        "الفقرة الأولى من الإعلان رقم 46 لسنة 2024، التي تمنع توريد المواد ذات الاستخدام المزدوج للجيش الأميركي، تبقى نافذة.",
    ],
)
def test_what_stands_between_commas_only_describes(text: str) -> None:
    claims = reading(text, "2025-11-09").claims
    assert [(c.act, c.measure.id if c.measure else None) for c in claims] == [("state", "cn-2024-46 art.1")]


@pytest.mark.parametrize(
    ("text", "day", "until"),
    [
        (
            "The suspension of China's October rare earth controls ends on November 10.",
            "2026-05-18",
            "2026-11-10",
        ),
        ("去年10月管制公告的暂停期将于今年11月10日届满。", "2026-05-18", "2026-11-10"),
        (
            "ينص إعلان بكين بشأن ضوابط أكتوبر على انقضاء التعليق في العاشر من نوفمبر.",
            "2026-09-29",
            "2026-11-10",
        ),
    ],
)
def test_a_pause_that_ends_on_a_day_to_come_is_a_suspension_until_then(
    text: str, day: str, until: str
) -> None:
    claim = only(text, day)
    assert claim.measure is not None
    assert (claim.act, claim.measure.id, claim.until) == ("suspend", "cn-oct-pkg", until)


def test_a_part_of_a_compound_is_no_verb() -> None:
    text = "In April the U.S. government slapped an open-ended license requirement on the H20 for China."
    assert told(text, "2025-07-15") == [("impose", "us-h20-letter")]


def test_who_added_something_has_spoken() -> None:
    text = "Chinese customs blocked shipments of the H200, three people told Reuters. It is a ban for now, two of the people added."
    assert told(text, "2026-01-14") == [("block_import", "cn-h200")]


@pytest.mark.parametrize(
    "text",
    [
        "No license for exports of the H20 to China has yet been issued.",
        "None of the letters on the H20 amounts to a ban.",
    ],
)
def test_what_was_not_given_or_is_none_is_no_act(text: str) -> None:
    assert {act for act, _ in told(text, "2025-08-12")} <= {"state"}


def test_whose_list_it_is_the_state_that_acts_tells() -> None:
    text = "The Commerce Department added 15 Chinese companies to its blacklist."
    (claim,) = reading(text, "2025-10-08").claims
    assert claim.measure is not None
    assert claim.measure.side == "us"


def test_whose_ministry_it_is_the_state_that_acts_first_tells() -> None:
    text = "أرجأت واشنطن إجراءات جديدة بحق شركات صينية. وقالت وزارة التجارة إنها ستفرض قيودا على رقائق H20 إلى الصين."
    assert {
        c.who for c in reading(text, "2025-07-28").claims if c.measure and c.measure.id == "us-h20-letter"
    } <= {"us-commerce"}


def test_one_of_those_who_spoke_is_not_all_of_them() -> None:
    text = "people familiar with the matter, including one U.S. official, told Reuters the United States froze new export controls on China."
    claim = only(text, "2025-07-28")
    assert claim.sources is None
