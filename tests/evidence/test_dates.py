"""Days in three languages and several calendars, told against the day of the report."""

from __future__ import annotations

import pytest
from babel import Locale

from rukhsa.evidence.article import article_of
from rukhsa.evidence.dates import days, gregorian
from rukhsa.evidence.lexicon import lexicon
from rukhsa.evidence.script import folded
from tests.evidence.reports import only

TOLD = "2025-11-09"


def found(text: str, lang: str, told: str | None = TOLD) -> list[str]:
    return [day.day for day in days(folded(text, lang), lexicon(lang), told)]


@pytest.mark.parametrize(
    ("lang", "text", "day"),
    [
        ("en", "until November 27, 2026", "2026-11-27"),
        ("en", "effective 15 January 2026", "2026-01-15"),
        ("en", "on May 12", "2025-05-12"),
        ("en", "BEIJING, Nov 29, 2026 (Reuters) - China", "2026-11-29"),
        ("en", "until November 10 of next year", "2026-11-10"),
        ("en", "until Friday", "2025-11-14"),
        ("en", "next Friday", "2025-11-14"),
        ("ar", "حتى الجمعة المقبل", "2025-11-14"),
        ("zh", "下周五", "2025-11-14"),
        ("ar", "حتى 10 نوفمبر من العام المقبل", "2026-11-10"),
        ("ar", "في 3 مارس من العام الماضي", "2024-03-03"),
        ("en", "on Sept. 29, 2025", "2025-09-29"),
        ("en", "last month", "2025-10-01"),
        ("en", "on Monday", "2025-11-03"),
        ("en", "3 days ago", "2025-11-06"),
        ("ar", "حتى 27 نوفمبر 2026", "2026-11-27"),
        ("ar", "حتى ٢٧ تشرين الثاني/نوفمبر ٢٠٢٦", "2026-11-27"),
        ("ar", "في 9 كانون الأول 2024", "2024-12-09"),
        ("ar", "في 15 أوت 2025", "2025-08-15"),
        ("ar", "في 3 جويلية 2025", "2025-07-03"),
        ("ar", "في 30 غشت 2025", "2025-08-30"),
        ("ar", "في السابع والعشرين من نوفمبر 2026", "2026-11-27"),
        ("ar", "في الرابع من نيسان", "2025-04-04"),
        ("ar", "الشهر الماضي", "2025-10-01"),
        ("ar", "قبل يومين", "2025-11-07"),
        ("ar", "3 رجب 1446 هـ", "2025-01-03"),
        ("ar", "١٤٤٦/٠٧/٠٣ هـ", "2025-01-03"),
        ("zh", "至2026年11月27日止", "2026-11-27"),
        ("zh", "民國114年11月9日", "2025-11-09"),
        ("zh", "114年11月9日", "2025-11-09"),
        ("zh", "二〇二五年十一月七日", "2025-11-07"),
        ("zh", "明年11月10日", "2026-11-10"),
        ("zh", "9日宣布", "2025-11-09"),
        ("zh", "上月", "2025-10-01"),
        ("zh", "三天前", "2025-11-06"),
    ],
)
def test_a_day_is_read(lang: str, text: str, day: str) -> None:
    assert found(text, lang) == [day]


def test_a_verb_is_no_month() -> None:
    assert found("licenses may be granted", "en") == []


def test_without_the_day_of_the_report_relative_days_are_left_out() -> None:
    assert found("on Monday, last month, on May 12", "en", None) == []


def test_a_day_without_a_year_is_the_last_one_unless_it_is_near() -> None:
    assert found("on January 15", "en", "2026-01-14") == ["2026-01-15"]
    assert found("on April 4", "en", "2025-11-09") == ["2025-04-04"]


def test_no_day_is_made_up() -> None:
    assert found("on February 31, 2026", "en") == []
    assert gregorian(1446, 13, 1) is None
    assert gregorian(900, 1, 1) is None


@pytest.mark.parametrize("region", ["ar_EG", "ar_SY", "ar_IQ", "ar_DZ", "ar_MA"])
def test_every_region_s_months_are_known(region: str) -> None:
    names = Locale.parse(region).months["format"]["wide"]
    for month, name in names.items():
        assert found(f"في 5 {name} 2025", "ar") == [f"2025-{month:02d}-05"], name


def test_a_day_of_the_next_week_is_not_of_this() -> None:
    assert found("下周五", "zh", "2025-11-10") == ["2025-11-21"]


@pytest.mark.parametrize(
    ("text", "until"),
    [
        (
            "China suspended its ban on gallium exports to the United States until the end of next January.",
            "2027-01-31",
        ),
        (
            "China suspended its ban on gallium exports to the United States through end-January 2027.",
            "2027-01-31",
        ),
        (
            "China suspended its ban on gallium exports to the United States until the end of the year.",
            "2026-12-31",
        ),
        (
            "China suspended its ban on gallium exports to the United States until the end of February 2028.",
            "2028-02-29",
        ),
        ("China suspended its ban on gallium exports to the United States until late January.", None),
        ("علقت الصين حظر تصدير الغاليوم إلى الولايات المتحدة حتى نهاية يناير المقبل.", "2027-01-31"),
        (
            "علقت الصين حظر تصدير الغاليوم إلى الولايات المتحدة حتى آخر كانون الثاني/يناير القادم.",
            "2027-01-31",
        ),
        ("علقت الصين حظر تصدير الغاليوم إلى الولايات المتحدة حتى نهاية العام المقبل.", "2027-12-31"),
        ("علقت الصين حظر تصدير الغاليوم إلى الولايات المتحدة حتى نهاية الشهر المقبل.", "2026-12-31"),
        ("中国暂停对美镓出口禁令，至明年1月底。", "2027-01-31"),
        ("中国暂停对美镓出口禁令至今年年底。", "2026-12-31"),
        ("中国暂停对美镓出口禁令至明年底。", "2027-12-31"),
        ("中国暂停对美镓出口禁令至下月底。", "2026-12-31"),
    ],
)
def test_what_ends_with_a_month_or_a_year_ends_on_its_last_day(text: str, until: str | None) -> None:
    assert only(text, "2026-11-30").until == until


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("新华社北京11月30日电 商务部宣布，自2027年1月1日起暂停实施对美镓出口禁令。", "2026-11-30"),
        ("【路透北京11月30日电】中国商务部宣布，自2027年1月1日起暂停实施对美镓出口禁令。", "2026-11-30"),
        ("新华社北京2026年11月30日电 商务部宣布，自12月1日起暂停实施对美镓出口禁令。", "2026-11-30"),
        ("（中央社北京30日电）中国商务部宣布，自2027年1月1日起暂停实施对美镓出口禁令。", None),
        ("中国商务部宣布，自2027年1月1日起暂停实施对美镓出口禁令。", None),
        (
            "WASHINGTON, Nov 30 (Reuters) - BIS will suspend the Affiliates Rule from January 1, 2027.",
            "2026-11-30",
        ),
        ("BIS will suspend the Affiliates Rule from January 1, 2027, it said.", None),
    ],
)
def test_a_dateline_gives_the_day_of_a_report_and_a_first_day_does_not(text: str, day: str | None) -> None:
    assert article_of(text).day == day


def test_a_day_without_its_month_is_of_the_month_before_the_first() -> None:
    claim = only("商务部30日发布公告，自2026年12月15日起暂停实施2024年第46号公告第二款。", "2026-12-01")
    assert (claim.day, claim.effective) == ("2026-11-30", "2026-12-15")
