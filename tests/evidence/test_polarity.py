"""What is frozen, lifted or prolonged decides whether a word is a thaw: in three languages."""

from __future__ import annotations

import pytest

from tests.evidence.reports import only, told

DAY = "2025-07-28"


@pytest.mark.parametrize(
    "text",
    [
        "The United States has frozen new export controls on China, officials familiar with the matter said.",
        "جمّدت واشنطن قيود التكنولوجيا على الصين، بحسب مصادر مطلعة.",
        "知情人士称，美国已冻结对华新的出口管制。",
        "知情人士稱，美國已凍結對華新的出口管制。",
    ],
)
def test_to_freeze_curbs_is_a_thaw(text: str) -> None:
    claim = only(text, DAY)
    assert (claim.act, claim.direction) == ("freeze_informal", "eases")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sales of the H200 to China are held up by a U.S. security review, sources said.", "2026-02-04"),
        ("مبيعات رقائق H200 إلى الصين معطلة بمراجعة أمنية أميركية، بحسب مصادر.", "2026-02-04"),
        ("消息人士称，H200对华销售因美国安全审查卡关。", "2026-02-04"),
    ],
)
def test_to_hold_sales_is_a_tightening(text: str, day: str) -> None:
    claim = only(text, day)
    assert (claim.act, claim.direction) == ("freeze_informal", "tightens")
    assert claim.measure is not None
    assert claim.measure.id == "us-h200"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The pause of the trade truce was extended until January 10, 2027, the Treasury Secretary said.",
            "2026-09-23",
        ),
        ("قال وزير الخزانة إن الهدنة التجارية مُددت حتى 10 يناير 2027.", "2026-09-23"),
        ("美国财政部长贝森特表示，贸易休战延长至2027年1月10日。", "2026-09-23"),
    ],
)
def test_to_extend_a_pause_is_a_thaw(text: str, day: str) -> None:
    claim = only(text, day)
    assert (claim.act, claim.direction, claim.until) == ("extend", "eases", "2027-01-10")


def test_to_extend_a_rule_to_others_is_a_tightening() -> None:
    text = "The Commerce Department expanded the 50 percent rule to all subsidiaries of listed companies."
    assert told(text, "2025-09-29") == [("tighten", "us-affiliates")]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("对4月4日列入出口管制管控名单的16家实体，继续暂停相关措施90天，商务部表示。", "suspend"),
        ("对4月9日列入出口管制管控名单的12家实体，停止相关措施，商务部表示。", "rescind"),
    ],
)
def test_a_pause_is_not_a_stop(text: str, act: str) -> None:
    assert only(text, "2025-08-12").act == act


def test_what_is_only_feared_is_no_claim() -> None:
    text = "Officials acted for fear that China could ban rare earth exports."
    assert ("impose", "cn-2025-18") not in told(text, DAY)


def test_what_may_come_is_a_proposal() -> None:
    text = "The Trump administration may soon allow sales of the H200 to China, people familiar with the matter said."
    claim = only(text, "2025-12-05")
    assert (claim.act, claim.status) == ("propose", "proposed")


def test_silence_is_no_denial() -> None:
    text = "The note of China's Ministry of Commerce makes no mention of rare earths."
    assert all(act == "state" for act, _ in told(text, "2026-05-16"))


def test_to_deny_receipt_is_not_to_deny_the_measure() -> None:
    text = "Synopsys said it had not received a notice from BIS on chip design software."
    assert told(text, "2025-05-29") == [("deny", "us-eda-2025")]
