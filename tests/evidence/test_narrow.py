"""A report that cites one announcement of a package speaks of that one; what only pauses others is no part of it."""

from __future__ import annotations

from typing import Any

import pytest

import rukhsa
from rukhsa.evidence.cites import cited
from rukhsa.evidence.overlay import overlay
from rukhsa.evidence.told import together
from rukhsa.law.read import read_acts_text
from tests.evidence.reports import only, reading, shelf, told

DAY = "2026-11-30"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("announcements nos. 55, 56 and 61 of 2025", ["55-2025", "56-2025", "61-2025"]),
        ("nos. 55 to 58 and no. 61 of 2025", ["55-2025", "56-2025", "57-2025", "58-2025", "61-2025"]),
        ("2025年第55号、56号、57号公告", ["55-2025", "56-2025", "57-2025"]),
        ("商务部公告2025年第61号", ["61-2025"]),
        ("الاعلانات 55 و56 و57 لسنه 2025", ["55-2025", "56-2025", "57-2025"]),
        ("90 fr 50857", ["90-fr-50857"]),
        ("2025年10月9日", []),
    ],
)
def test_lists_of_numbers_are_cited_one_by_one(text: str, names: list[str]) -> None:
    assert [name for name, _, _ in cited(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "China's Ministry of Commerce has suspended Announcement No. 57 of 2025 until January 10, 2027.",
        "China's Ministry of Commerce suspended its Announcement No. 57 on five more rare earths.",
        "商务部宣布，暂停实施2025年第57号公告，至2027年1月10日。",
        "أعلنت وزارة التجارة الصينية تعليق الإعلان رقم 57 لسنة 2025 حتى 10 يناير 2027.",
    ],
)
def test_a_cited_announcement_of_a_package_is_told_as_itself(text: str) -> None:
    claim = only(text, DAY)
    assert claim.measure is not None
    assert (claim.act, claim.measure.id) == ("suspend", "cn/no-57")
    assert claim.measure.title["en"] == "Five more rare earths (No. 57 of 2025)"
    assert "cn-oct-pkg" in claim.measure.names


def test_an_act_made_of_it_touches_that_announcement_only() -> None:
    text = "China's Ministry of Commerce has suspended Announcement No. 57 of 2025 until January 10, 2027."
    (act,) = read_acts_text(overlay(together([reading(text, DAY)]), shelf().packs, "2026-12-01"))
    assert [(c.verb, c.target, c.until) for c in act.clauses] == [
        ("suspend", "cn/license/57-2025", "2027-01-10")
    ]
    law = rukhsa.load()
    before, after = (
        law.on("2026-12-05", accept="official"),
        law.on("2026-12-05", accept="official", overlays=[act]),
    )
    case: dict[str, Any] = {"origin": "CN", "destination": "DE", "party_hq": "DE"}
    for item, freed in (("holmium oxide", True), ("dysprosium oxide", False), ("gallium metal", False)):
        assert before.decide(item, **case).verdict == "license_required"
        assert (after.decide(item, **case).verdict == "no_license_required") is freed


def test_several_cited_announcements_are_told_one_by_one() -> None:
    assert told("China suspended Nos. 55 and 57 of 2025.", DAY) == [
        ("suspend", "cn/no-55"),
        ("suspend", "cn/no-57"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "China suspended Nos. 55, 56, 57, 58, 61 and 62 of 2025.",
        "商务部公告，暂停实施2025年第55号、56号、57号、58号、61号、62号公告，至2026年11月10日。",
        "China's Ministry of Commerce suspended its October rare earth package, including No. 57 of 2025.",
        "商务部宣布暂停实施2025年第55号等公告。",
        "The October controls were suspended under Announcement No. 70 of 2025.",
        "The October rare earth controls are suspended.",
    ],
)
def test_a_package_as_a_whole_has_its_own_title(text: str) -> None:
    claim = only(text, DAY)
    assert claim.measure is not None
    assert claim.measure.id == "cn-oct-pkg"
    assert claim.measure.title["en"].startswith("Announcements of October 2025")


@pytest.mark.parametrize(
    "text",
    [
        "China withdrew Announcement No. 70 of 2025.",
        "商务部宣布停止执行2025年第70号公告。",
        "ألغت وزارة التجارة الصينية الإعلان رقم 70 لسنة 2025.",
        "China's Ministry of Commerce ended the suspension of its October rare earth controls.",
        "商务部宣布终止暂停实施稀土出口管制。",
        "China's pause on its October rare earth export controls lapsed on Monday.",
        "The suspension of China's October rare earth controls expired on Friday.",
        "انتهى تعليق ضوابط أكتوبر الصينية على العناصر النادرة يوم الجمعة.",
        "中国10月管制公告的暂停期已到期。",
    ],
)
def test_to_end_a_pause_is_a_tightening_and_suspends_nothing(text: str) -> None:
    claims = [c for c in reading(text, DAY).claims if c.measure is not None and c.measure.id == "cn-oct-pkg"]
    assert [(c.act, c.direction) for c in claims] == [("tighten", "tightens")]
    file = overlay(together([reading(text, DAY)]), shelf().packs, "2026-12-01")
    acts = list(read_acts_text(file)) if "\nact:" in file else []
    assert all(clause.verb == "impose" for act in acts for clause in act.clauses)


def test_names_of_several_measures_have_titles_of_their_own() -> None:
    for measure in shelf().known.measures:
        parts = [one for one in shelf().known.measures if measure.id in one.within]
        assert all(one.title != measure.title for one in parts), measure.id


def test_what_stands_for_a_measure_is_told_apart_or_marked_a_part() -> None:
    kinds = {name: pack.log.kinds for name, pack in shelf().packs.items()}
    seen: dict[frozenset[str], str] = {}
    for measure in shelf().known.measures:
        held = [p for p in measure.provisions if kinds[measure.pack].get(p) not in ("warn", "except")]
        if held and not measure.is_part:
            assert seen.setdefault(measure.provisions, measure.id) == measure.id
