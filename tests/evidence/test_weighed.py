"""What is only weighed is a proposal, and what a firm tells of an office is the firm's word."""

from __future__ import annotations

import pytest

from rukhsa.evidence.overlay import overlay
from rukhsa.evidence.told import together
from rukhsa.law.read import read_acts_text
from tests.evidence.reports import only, reading, shelf


@pytest.mark.parametrize(
    ("text", "day", "measure"),
    [
        ("Beijing is weighing whether to open an antitrust probe into Nvidia.", "2025-09-10", "cn-samr-nvda"),
        ("China's customs authority is considering blocking H200 chips.", "2026-01-10", "cn-h200"),
        ("A suspension of the Affiliates Rule is under consideration.", "2026-11-30", "us-affiliates"),
        (
            "Lifting the ban on gallium exports to the United States is being considered in Beijing.",
            "2026-11-30",
            "cn-2024-46 art.2",
        ),
        (
            "BIS is considering, but has not decided, to rescind the Affiliates Rule.",
            "2026-11-30",
            "us-affiliates",
        ),
        ("Washington mulls suspending the Affiliates Rule.", "2026-11-30", "us-affiliates"),
        ("暂停50%规则的方案仍在考虑之中，两名官员说。", "2026-11-30", "us-affiliates"),
        ("知情人士称，美国正考虑取消50%规则。", "2026-11-30", "us-affiliates"),
        ("تعليق قاعدة الخمسين بالمئة قيد الدراسة، بحسب مسؤولين اثنين.", "2026-11-30", "us-affiliates"),
        ("كشفت مصادر لبلومبرغ أن بكين تدرس السماح لبعض الشركات بشراء رقائق H200.", "2026-01-20", "cn-h200"),
        (
            "تنظر الحكومة الصينية، بحسب ثلاثة مصادر، في رفع حظر تصدير الغاليوم إلى الولايات المتحدة.",
            "2026-11-30",
            "cn-2024-46 art.2",
        ),
    ],
)
def test_what_is_only_weighed_is_proposed(text: str, day: str, measure: str) -> None:
    claim = only(text, day)
    assert claim.measure is not None
    assert (claim.act, claim.status, claim.measure.id) == ("propose", "proposed", measure)
    file = overlay(together([reading(text, day)]), shelf().packs, "2026-12-01")
    acts = list(read_acts_text(file)) if "\nact:" in file else []
    bodies = [clause.body for act in acts for clause in act.clauses]
    assert all(body is not None and body.kind == "warn" for body in bodies)


def test_what_was_weighed_and_is_done_is_done() -> None:
    text = "BIS suspended the Affiliates Rule after weighing objections from industry."
    assert only(text, "2025-11-12").act == "suspend"


@pytest.mark.parametrize(
    "text",
    [
        "BIS told Nvidia that exports of the H20 to China require a license, the company said in a filing.",
        "Nvidia was told by BIS that the H20 license requirement is lifted, it said in a filing.",
        "أبلغ مكتب الصناعة والأمن شركة إنفيديا بأن تصدير رقائق H20 إلى الصين يتطلب ترخيصاً، بحسب ما قالت الشركة في إفصاح.",
        "أبلغ مكتب الصناعة والأمن إنفيديا بأن رقائق H20 تتطلب ترخيصاً، بحسب إفصاح الشركة.",
        "美国商务部通知英伟达，H20对华出口须申请许可，该公司在提交的文件中表示。",
    ],
)
def test_what_an_office_told_a_firm_is_the_word_of_the_firm(text: str) -> None:
    assert only(text, "2025-04-15").grade == "company"


def test_what_an_office_says_itself_stays_its_word() -> None:
    text = "BIS told Nvidia that the H20 needs a license for China, the bureau said in a statement."
    assert only(text, "2025-04-15").grade == "official"
