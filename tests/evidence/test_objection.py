"""What a later sentence objects to, counts or promises without naming the measure."""

from __future__ import annotations

import pytest

from rukhsa.evidence.claim import Claim
from rukhsa.evidence.read import read_text
from rukhsa.evidence.told import claim_words
from rukhsa.records import replace
from rukhsa.words.messages import catalog
from tests.evidence.reports import shelf


def _claims(text: str, day: str) -> list[tuple[str | None, str, str]]:
    return [
        (claim.who, claim.act, claim.measure.id)
        for claim in read_text(text, shelf(), day=day).claims
        if claim.measure is not None
    ]


def _one(text: str, day: str, act: str) -> Claim:
    return next(claim for claim in read_text(text, shelf(), day=day).claims if claim.act == act)


@pytest.mark.parametrize(
    "text",
    [
        "وسعت واشنطن قائمة الكيانات لتشمل الشركات التابعة المملوكة بنسبة 50%. واستنكرت وزارة التجارة الصينية هذه الخطوة.",
        "美国商务部公布50%穿透规则。中国商务部发言人对此表示坚决反对。",
    ],
)
def test_the_other_side_objects_to_what_was_just_told(text: str) -> None:
    assert ("cn-mofcom", "criticise", "us-affiliates") in _claims(text, "2025-09-30")


def test_nobody_objects_to_the_measure_of_his_own_side() -> None:
    text = "美国商务部公布50%穿透规则。美国商务部发言人批评外界误解。"
    assert all(act != "criticise" for _, act, _ in _claims(text, "2025-09-30"))


def test_lawmakers_object_in_the_sentence_that_tells_of_the_step() -> None:
    text = "特朗普允许英伟达对华出口H200，数名民主党参议员批评此举。"
    assert ("senators", "criticise", "us-h200") in _claims(text, "2025-12-09")


def test_the_same_people_are_counted_once() -> None:
    text = "路透社援引三名知情人士报道，中国海关不准英伟达H200入境。知情人士还说，官员要求企业非必要不要购买H200。"
    claim = _one(text, "2026-01-14", "advise_against")
    assert (claim.grade, claim.sources, claim.origin) == ("reported", 3, "Reuters")


def test_what_one_side_says_the_other_will_license_is_its_statement() -> None:
    text = "白宫表示，中国将对稀土核发通用许可。"
    assert _claims(text, "2025-11-02") == [("us-whitehouse", "state", "cn-general-licence")]


def test_a_convenience_that_is_not_given_is_no_license() -> None:
    text = "商务部对向美国出口的无人机从严管制，不适用通用许可。"
    assert all(measure != "cn-general-licence" for _, _, measure in _claims(text, "2026-08-06"))


@pytest.mark.parametrize(
    ("text", "day", "status"),
    [
        ("美国商务部公布50%穿透规则。", "2025-09-30", "in_force"),
        ("商务部10月9日扩大稀土出口管制，新增钬、铒等五种稀土。", "2025-10-10", "announced"),
    ],
)
def test_the_log_tells_whether_a_measure_applies_already(text: str, day: str, status: str) -> None:
    assert _one(text, day, "tighten").status == status


def test_a_firm_speaks_for_itself() -> None:
    text = "قالت شركة محلية صينية إنها حصلت على ترخيص عام لتصدير المغناطيس."
    assert _one(text, "2025-12-02", "license").grade == "company"


def test_one_objects_and_several_object() -> None:
    text = "特朗普允许英伟达对华出口H200，数名民主党参议员批评此举。"
    several = _one(text, "2025-12-09", "criticise")
    assert claim_words(several).startswith("U.S. senators object: ")
    for who, told in (
        ("cn-mofcom", "Chinese Ministry of Commerce objects: "),
        ("exofficials", "former officials object: "),
        ("us+cn", "United States and China object: "),
        ("us+nobody", "nobody named objects: "),
        (None, "nobody named objects: "),
    ):
        assert claim_words(replace(several, who=who)).startswith(told)


def test_whatever_one_does_several_do() -> None:
    acts = {key.removeprefix("act.") for key in _messages("act.")}
    assert acts == {key.removeprefix("acts.") for key in _messages("acts.")}
    assert "criticise" in acts


def _messages(beginning: str) -> list[str]:
    names = (key.removeprefix("reading.") for key in catalog("reading"))
    return [name for name in names if name.startswith(beginning)]
