"""Numbers in words, and how many people are counted."""

from __future__ import annotations

import pytest

from rukhsa.evidence.lexicon import lexicon
from rukhsa.evidence.numbers import numbers
from rukhsa.evidence.script import folded
from tests.evidence.reports import only


@pytest.mark.parametrize(
    ("lang", "text", "values"),
    [
        ("ar", "ثمانية مصادر", [8]),
        ("ar", "20 مسؤولاً", [20]),
        ("ar", "خمسة وعشرون خبيراً", [25]),
        ("ar", "عشرون خبيراً ومئتان", [20, 200]),
        ("ar", "٢٨ كياناً", [28]),
        ("en", "eight people", [8]),
        ("en", "twenty-five experts", [25]),
        ("en", "three hundred and twelve", [312]),
        ("en", "1,250 units", [1250]),
        ("zh", "两名知情人士", [2]),
        ("zh", "二十三名前官员", [23]),
        ("zh", "二十多名前官員", [20]),
        ("zh", "28家实体", [28]),
    ],
)
def test_a_number_is_read(lang: str, text: str, values: list[int]) -> None:
    assert [n.value for n in numbers(folded(text, lang), lexicon(lang))] == values


def test_more_than_a_number_is_told() -> None:
    (number,) = numbers("more than 20 former officials", lexicon("en"))
    assert number.more


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (
            "Washington has put new export controls on China on hold, eight people told the Financial Times.",
            8,
        ),
        ("Washington has put new export controls on China on hold, a U.S. official told Reuters.", 1),
        ("جمّدت واشنطن قيوداً جديدة على الصين، وفق ما نقلته رويترز عن مصدرين مطلعين.", 2),
        ("جمّدت واشنطن قيوداً جديدة على الصين، وفق ثمانية مصادر.", 8),
        ("路透社引述两名知情人士报道，美国冻结对华新的出口管制。", 2),
    ],
)
def test_people_are_counted(text: str, count: int) -> None:
    claim = only(text, "2025-07-28")
    assert (claim.sources, claim.grade) == (count, "reported")


def test_people_who_are_not_counted_are_anonymous() -> None:
    claim = only(
        "Washington has frozen new export controls on China, people familiar with the matter said.",
        "2025-07-28",
    )
    assert (claim.sources, claim.grade) == (None, "anonymous")
