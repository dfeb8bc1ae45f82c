"""Claims against the log of acts: confirmed, new, contradicted, overtaken; and several reports of one origin."""

from __future__ import annotations

from pathlib import Path

from rukhsa.evidence.against import Finding
from rukhsa.evidence.article import article_of
from rukhsa.evidence.read import read
from rukhsa.evidence.told import together
from tests.evidence.reports import reading, shelf

SUSPENDED = "China suspended its ban on exports of gallium, germanium and antimony to the United States until {until}, the Ministry of Commerce said."


def finding(text: str, day: str) -> Finding:
    (found,) = reading(text, day).findings
    return found


def test_what_the_log_holds_is_confirmed() -> None:
    found = finding(SUSPENDED.format(until="November 27, 2026"), "2025-11-09")
    assert (found.relation, found.acts) == ("confirms", ("cn/72-2025",))


def test_another_last_day_contradicts_the_log() -> None:
    found = finding(SUSPENDED.format(until="December 31, 2026"), "2025-11-09")
    assert (found.relation, found.reason, found.day) == ("contradicts", "wrong_until", "2026-11-27")


def test_another_first_day_contradicts_the_log() -> None:
    found = finding(
        "China imposed export controls on seven medium and heavy rare earths in May 2025.", "2025-07-28"
    )
    assert (found.relation, found.reason, found.day) == ("contradicts", "wrong_day", "2025-04-04")


def test_what_the_log_lacks_is_added() -> None:
    found = finding("The United States suspended the 50 percent rule on affiliates, BIS said.", "2026-11-25")
    assert (found.relation, found.reason) == ("adds", "no_act")


def test_what_was_undone_since_is_overtaken() -> None:
    found = finding("BIS issued the AI Diffusion rule for advanced chips.", "2025-01-13")
    assert found.relation == "superseded"
    assert "us/nonenforcement-2025-05-13" in found.acts


def test_talks_stand_outside_the_packs() -> None:
    assert finding("Both sides met in Stockholm for talks.", "2025-07-28").relation == "outside"


def test_one_origin_is_one_source() -> None:
    reports = [
        article_of("美国已搁置对华新的出口管制，《金融时报》报道。", "a.txt", title="", day="2025-07-28"),
        article_of(
            "The United States has frozen new export controls on China, the Financial Times reported.",
            "b.txt",
            title="",
            day="2025-07-29",
        ),
        article_of(
            "The United States has frozen new export controls on China, two people told Reuters.",
            "c.txt",
            title="",
            day="2025-07-29",
        ),
    ]
    joined = together(read(report, shelf()) for report in reports)
    assert [one.articles for one in joined] == [("a.txt", "b.txt"), ("c.txt",)]
    assert joined[0].origins == ("Financial Times", "Reuters")
    assert joined[0].day == "2025-07-28"


def test_the_outlet_that_could_not_verify_is_no_origin() -> None:
    text = (
        "The United States has frozen new export controls on China, the Financial Times reported. "
        "Reuters could not verify the report. The White House declined to comment."
    )
    (claim,) = reading(text, "2025-07-28").claims
    assert (claim.origin, claim.unverified_by, claim.grade) == ("Financial Times", "Reuters", "anonymous")


def test_the_fixture_article() -> None:
    text = (Path(__file__).parent / "articles" / "freeze.txt").read_text(encoding="utf-8")
    found = {(c.act, c.measure.id if c.measure else None): c for c in reading(text, None, None).claims}
    freeze = found["freeze_informal", "us-freeze-2025-07"]
    assert (freeze.sources, freeze.origin, freeze.grade) == (8, "Financial Times", "reported")
    assert found["resume", "us-h20-letter"].grade == "company"
    assert found["criticise", "us-h20-letter"].sources == 20
    assert all(act != "impose" for act, _ in found), "what is only feared is no claim"
