"""Announcements that a report cites without their year."""

from __future__ import annotations

import pytest

from rukhsa.evidence.cites import announced
from tests.evidence.reports import told

ENGLISH = "China's commerce ministry said on Tuesday that Announcement No. 61 remains suspended until January 10, 2027."
ARABIC = "قالت وزارة التجارة الصينية إن الإعلانين رقم 55 ورقم 62 يبقيان معلقين حتى 10 نوفمبر 2026."


@pytest.mark.parametrize(("text", "ids"), [(ENGLISH, ["cn-2025-61"]), (ARABIC, ["cn/no-55", "cn-2025-62"])])
def test_one_act_alone_has_the_number(text: str, ids: list[str]) -> None:
    assert told(text, "2026-12-01") == [("suspend", measure) for measure in ids]


def test_a_rank_is_no_announcement() -> None:
    assert not list(announced("the no. 1 chipmaker said in no. 61 of its letters"))
