"""Several sides in one answer: the strictest verdict, each side by itself, packs that begin late, conflicts of laws."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from rukhsa.decide.batch import Batch
from rukhsa.decide.case import Case
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law
from rukhsa.decide.orders import read_orders
from rukhsa.decide.trials import run_case
from rukhsa.decide.verdict import STRICTNESS, VERDICTS
from rukhsa.errors import RukhsaError
from rukhsa.language.names import Names
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.cases import PackCase, read_cases
from rukhsa.law.check import check_pack
from rukhsa.law.pack import Pack, read_pack
from rukhsa.law.together import check_together
from rukhsa.orders.writing import write_rows
from tests.laws import FACTS, act, decide, fact, pack, require
from tests.strategies import NOW, Maker, examples, makers

ON = "2025-06-01"
SCHEMA = Path(__file__).parents[2] / "docs" / "decision.schema.json"
FOLDER: Mapping[str, str] = {
    "shared/vocabulary.yaml": """
destination: {type: country, about: route, title: {en: destination}}
origin: {type: country, about: route, title: {en: origin}}
category: {type: text, about: item, values: [magnet, ic], title: {en: category}}
""",
    "red/pack.yaml": "title: {en: Red}\nverified_through: 2030-01-01\n",
    "red/acts/base.yaml": """
act: red/base
title: {en: base}
kind: rule
grade: law
public: 2023-12-01
source: {read: a test, mark: verified}
does:
  - {impose: red/scope, from: 2024-01-01, kind: scope, cite: art. 1, title: {en: from red land}, when: origin = 'US'}
  - {impose: red/chips, from: 2024-01-01, kind: require, ground: RS, cite: art. 2, title: {en: red chips},
     review: not_stated, when: "category = 'ic' AND destination = 'CN'"}
""",
    "blue/pack.yaml": "title: {en: Blue}\nverified_through: 2030-01-01\nbegins: 2025-01-01\n",
    "blue/names.yaml": "acme: [Acme Magnetics]\n",
    "blue/vocabulary/item.yaml": """
dysprosium_pct: {type: number, about: item, min: 0, presume: 0, title: {en: dysprosium}}
blue_content: {type: truth, about: item, presume: false, title: {en: content from blue land}}
listed_by_blue: {type: truth, about: party, presume: false, title: {en: listed by blue}}
maker: {type: name, about: item, title: {en: maker}}
""",
    "blue/acts/base.yaml": """
act: blue/base
title: {en: base}
kind: notice
grade: law
public: 2024-12-01
source: {read: a test, mark: verified}
does:
  - {impose: blue/scope, from: 2025-01-01, kind: scope, cite: art. 1, title: {en: blue goods},
     when: "origin = 'CN' OR blue_content"}
  - {impose: blue/magnets, from: 2025-01-01, kind: require, ground: dual use, cite: art. 2, title: {en: blue magnets},
     obliges: [{en: report within ten days}], when: "category = 'magnet' AND dysprosium_pct > 0.1"}
  - {impose: blue/strict, from: 2025-01-01, kind: review, cite: art. 3, title: {en: strict}, of: [blue/magnets],
     policy: strict_review, when: "TRUE"}
  - {impose: blue/refuse, from: 2025-01-01, kind: conflict, cite: art. 9, title: {en: no help for red orders},
     between: [red/chips], says: {en: Ask before refusing.}, when: "destination = 'CN'"}
""",
}


def built(folder: Path, **changes: str) -> Law:
    """The two packs, read from files, with some of them rewritten."""
    for name, text in {
        **FOLDER,
        **{key.replace("__", "/") + ".yaml": text for key, text in changes.items()},
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    packs = {name: read_pack(folder / name) for name in ("red", "blue")}
    assert [str(problem) for part in packs.values() for problem in check_pack(part)] == []
    return Law(packs)


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return built(tmp_path)


def verdicts(decision: Decision) -> dict[str, str]:
    return {side.pack.name: side.verdict for side in decision.sides}


# the strictest side


def test_the_strictest_side_gives_the_verdict_and_the_policy(law: Law) -> None:
    decision = law.on(ON).decide(category="magnet", dysprosium_pct="2", origin="CN", destination="DE")
    assert decision.verdict == "license_required"
    assert verdicts(decision) == {"red": "not_subject", "blue": "license_required"}
    assert decision.review_policy == "strict_review"
    assert decision.requirements == ("blue/magnets",)


def test_of_two_sides_that_require_a_license_the_stricter_policy_counts(tmp_path: Path) -> None:
    more = FOLDER["red/acts/base.yaml"].replace("review: not_stated, ", "").replace("art. 2,", "art. 2,") + (
        "  - {impose: red/deny, from: 2024-01-01, kind: review, cite: art. 3, title: {en: t}, of: [red/chips],\n"
        "     policy: denial, when: 'TRUE'}\n"
    )
    blue = FOLDER["blue/acts/base.yaml"].replace("category = 'magnet'", "category = 'ic'")
    law = built(tmp_path, red__acts__base=more, blue__acts__base=blue)
    case = {
        "category": "ic",
        "dysprosium_pct": "2",
        "blue_content": "yes",
        "origin": "US",
        "destination": "CN",
    }
    both = law.on(ON).decide(facts=case)
    assert both.review_policy == "denial"
    assert both.alone("blue").review_policy == "strict_review"
    assert law.on(ON, sides=["blue"]).decide(facts=case).review_policy == "strict_review"


def test_a_side_that_needs_no_license_adds_no_policy(law: Law) -> None:
    decision = law.on(ON).decide(category="ic", origin="US", destination="CN", blue_content="yes")
    assert verdicts(decision) == {"red": "license_required", "blue": "no_license_required"}
    assert decision.review_policies == ("not_stated",)


def test_one_side_open_leaves_the_whole_open_and_asks_its_facts(law: Law) -> None:
    decision = law.on(ON).decide(category="magnet", dysprosium_pct="unknown", origin="CN", destination="DE")
    assert decision.verdict == "undetermined"
    assert decision.possible == ("no_license_required", "license_required")
    assert decision.missing == ("dysprosium_pct",)
    assert {row["side"] for row in decision.to_data()["missing"]} == {"blue"}


def test_a_side_that_is_open_below_the_settled_verdict_asks_nothing_of_the_whole(law: Law) -> None:
    decision = law.on(ON).decide(
        category="ic", dysprosium_pct="1", blue_content="unknown", origin="US", destination="CN"
    )
    assert decision.verdict == "license_required"
    assert decision.alone("blue").verdict == "undetermined"
    assert decision.missing == ()
    assert decision.alone("blue").missing == ("blue_content",)


def test_the_facts_of_the_strictest_side_are_asked_first(tmp_path: Path) -> None:
    milder = FOLDER["red/acts/base.yaml"] + (
        "  - {impose: red/open, from: 2024-01-01, kind: except, cite: c, title: {en: t}, overcomes: [red/chips],\n"
        "     when: 'TRUE'}\n"
    )
    law = built(tmp_path, red__acts__base=milder)
    case = {
        "category": "unknown",
        "origin": "US",
        "destination": "CN",
        "blue_content": "yes",
        "dysprosium_pct": "?",
    }
    decision = law.on(ON).decide(facts=case)
    assert decision.alone("red").possible == ("no_license_required", "license_exception")
    assert decision.decisive.pack.name == "blue"
    assert set(decision.missing) == {"dysprosium_pct", "category"}
    assert [row["side"] for row in decision.to_data()["missing"]] == ["blue", "blue", "red"]


def test_presumptions_and_questions_of_a_side_are_its_own(law: Law) -> None:
    decision = law.on(ON).decide(category="magnet", origin="CN", destination="DE", dysprosium_pct=None)
    assert decision.verdict == "no_license_required"
    assert [fact for fact, _, _ in decision.alone("blue").sides[0].assumed] == ["dysprosium_pct"]
    assert decision.alone("red").assumed == ()
    assert decision.assumed == ("dysprosium_pct",)


def test_a_license_that_one_side_requires_rests_on_nothing_that_the_other_presumes(law: Law) -> None:
    decision = law.on(ON).decide(category="ic", origin="US", destination="CN")
    assert decision.alone("blue").assumed == ("blue_content",)
    assert decision.assumed == ()
    free = law.on(ON).decide(category="ic", origin="US", destination="DE")
    assert free.verdict == "no_license_required"
    assert free.assumed == ("blue_content",)
    assert "presuming blue_content = false" in str(free).splitlines()[0]


def test_the_next_change_is_the_earliest_and_tells_what_all_sides_then_say(tmp_path: Path) -> None:
    later = FOLDER["red/acts/base.yaml"] + (
        "  - {impose: red/all, from: 2025-09-01, kind: require, ground: RS, cite: c, title: {en: t}, "
        "review: not_stated, when: origin = 'US'}\n"
    )
    ends = FOLDER["blue/acts/base.yaml"].replace(
        "{impose: blue/magnets, from: 2025-01-01",
        "{impose: blue/magnets, from: 2025-01-01, until: 2025-07-31",
    )
    law = built(tmp_path, red__acts__base=later, blue__acts__base=ends)
    case = {
        "category": "magnet",
        "dysprosium_pct": "2",
        "blue_content": "yes",
        "origin": "US",
        "destination": "DE",
    }
    change = law.on(ON).decide(facts=case).next_change
    assert change is not None
    assert (change.day, change.verdict) == ("2025-08-01", "no_license_required")
    change = law.on("2025-08-02").decide(facts=case).next_change
    assert change is not None
    assert (change.day, change.verdict, change.acts) == ("2025-09-01", "license_required", ("red/base",))


# one side only; packs that begin late; facts and names of one pack


def test_one_side_can_be_asked_alone_and_facts_of_the_other_are_still_read(law: Law) -> None:
    case = {"category": "magnet", "dysprosium_pct": "2", "origin": "CN", "destination": "DE"}
    red = law.on(ON, sides=["red"]).decide(facts=case)
    assert verdicts(red) == {"red": "not_subject"}
    assert law.on(ON, sides=["blue"]).hash != law.on(ON).hash != law.on(ON, sides=["red"]).hash
    assert law.on(ON, sides=["red", "blue"]).hash == law.on(ON).hash


@pytest.mark.parametrize("sides", [["green"], ["red", "green"], []])
def test_an_unknown_side_is_refused_with_those_there_are(law: Law, sides: list[str]) -> None:
    with pytest.raises(RukhsaError) as error:
        law.on(ON, sides=sides)
    assert error.value.problems[0].fix == "use one of red, blue"


def shipped_from(decision: Decision) -> list[str]:
    return [told["en"] for told in decision.to_data()["cautions"] if told["en"].startswith("shipped from")]


def test_a_country_of_shipment_whose_law_no_pack_holds_is_told_whatever_the_verdict(tmp_path: Path) -> None:
    about = "verified_through: 2030-01-01\nterritory:"
    law = built(
        tmp_path,
        red__pack=f"title: {{en: Red}}\n{about} [US]\n",
        blue__pack=f"title: {{en: Blue}}\n{about} [CN]\nbegins: 2025-01-01\n",
    )
    case: dict[str, Any] = {"category": "ic", "blue_content": True, "destination": "CN"}
    (told,) = shipped_from(law.on(ON).decide(origin="NL", **case))
    assert "shipped from NL" in told
    for home in ("US", "CN"):
        assert not shipped_from(law.on(ON).decide(origin=home, **case))
    assert not shipped_from(law.on(ON).decide(**case))
    assert shipped_from(law.on(ON, sides=["red"]).decide(origin="CN", **case))
    assert not shipped_from(
        law.on("2024-06-01").decide(origin="CN", **case)
    )  # held, though not yet on that day


def test_packs_that_state_no_territory_say_nothing_of_the_country_of_shipment(law: Law) -> None:
    assert not shipped_from(
        law.on(ON).decide(category="ic", origin="NL", destination="CN", blue_content=True)
    )


def test_a_pack_that_begins_later_is_left_out_and_every_answer_says_so(law: Law) -> None:
    decision = law.on("2024-06-01").decide(category="ic", origin="US", destination="DE")
    assert verdicts(decision) == {"red": "no_license_required"}
    first, *rest = str(decision).splitlines()
    assert first == "NO LICENSE REQUIRED; the law of Blue on that day is NOT KNOWN"
    assert "Blue: not known; the pack `blue` begins on 2025-01-01" in rest
    data = decision.to_data()
    assert data["regime"]["left_out"] == {"blue": "2025-01-01"}
    assert [text for text in data["cautions"] if "begins on 2025-01-01" in text["en"]]
    assert (
        law.on("2024-06-01", sides=["red"]).decide(category="ic", origin="US", destination="DE").left_out
        == {}
    )


def test_a_day_that_no_pack_reaches_is_refused(tmp_path: Path) -> None:
    law = built(tmp_path)
    with pytest.raises(RukhsaError, match="`blue` begins on 2025-01-01"):
        law.on("2024-12-31", sides=["blue"])
    assert law.on("2025-01-01", sides=["blue"]).left_out == {}


def test_names_that_one_pack_knows_are_read_for_all(law: Law) -> None:
    decision = law.on(ON).decide(category="ic", maker="ACME Magnetics Inc.", origin="US", destination="DE")
    assert decision.case.facts["maker"] == "acme"


# conflicts of laws


def conflict(between: str, when: str = "destination = 'CN'", **changes: str) -> dict[str, str]:
    text = FOLDER["blue/acts/base.yaml"]
    text = text.replace("between: [red/chips]", f"between: [{between}]")
    return {"blue__acts__base": text.replace("when: \"destination = 'CN'\"", f'when: "{when}"'), **changes}


def raised(decision: Decision) -> list[tuple[str, bool]]:
    return [(found.provision, found.sure) for found in decision.conflicts]


def test_a_conflict_names_both_provisions_and_changes_no_verdict(law: Law) -> None:
    decision = law.on(ON).decide(category="ic", origin="US", destination="CN")
    assert raised(decision) == [("blue/refuse", True)]
    assert verdicts(decision) == {"red": "license_required", "blue": "not_subject"}
    assert (
        "  Conflict of laws: obeying red chips [red/chips] may break no help for red orders [blue/refuse]: seek advice. "
        "Ask before refusing."
    ).split() == " ".join(line for line in str(decision).splitlines()[2:4]).split()
    (row,) = decision.to_data()["conflicts"]
    assert row["sure"] is True
    assert [(side["side"], side["provision"], side["cite"]) for side in row["between"]] == [
        ("blue", "blue/refuse", "art. 9"),
        ("red", "red/chips", "art. 2"),
    ]


def test_a_conflict_with_what_is_perhaps_required_is_perhaps_one(law: Law) -> None:
    decision = law.on(ON).decide(origin="US", destination="CN")
    assert raised(decision) == [("blue/refuse", False)]
    assert "Perhaps a conflict of laws: obeying" in str(decision)


@pytest.mark.parametrize(
    "facts",
    [
        {"category": "ic", "origin": "US", "destination": "DE"},  # its own condition fails
        {"category": "ic", "origin": "US"},  # or is not known
        {"category": "magnet", "origin": "US", "destination": "CN"},  # the other side asks nothing
        {"category": "ic", "origin": "DE", "destination": "CN"},  # or does not reach the case
        {"category": "ic", "origin": "unknown", "destination": "CN"},  # or may not reach it
    ],
)
def test_no_conflict_where_one_side_is_not_met(law: Law, facts: dict[str, str]) -> None:
    assert law.on(ON).decide(facts=facts).conflicts == ()


def test_no_conflict_with_a_side_that_is_not_asked(law: Law) -> None:
    assert law.on(ON, sides=["blue"]).decide(category="ic", origin="US", destination="CN").conflicts == ()


def test_a_conflict_may_name_a_subtree_and_own_provisions_that_must_hold_too(tmp_path: Path) -> None:
    law = built(tmp_path, **conflict("blue/magnets, red"))
    assert [str(problem) for problem in check_together(law.packs)] == []
    case = {
        "category": "ic",
        "origin": "US",
        "destination": "CN",
        "blue_content": "yes",
        "dysprosium_pct": "2",
    }
    assert raised(law.on(ON).decide(facts=case)) == []
    law = built(tmp_path, **conflict("blue/scope, red/chips"))
    (found,) = law.on(ON).decide(facts=case).conflicts
    assert [named.provision for named in (*found.own, *found.others)] == ["blue/scope", "red/chips"]


def test_a_subtree_in_a_conflict_stands_for_its_requirements(tmp_path: Path) -> None:
    more = FOLDER["red/acts/base.yaml"] + (
        "  - {impose: red/chips/open, from: 2024-01-01, kind: except, cite: c, title: {en: t}, overcomes: [red/chips],\n"
        "     when: 'TRUE'}\n"
    )
    law = built(tmp_path, red__acts__base=more, **conflict("red"))
    (found,) = law.on(ON).decide(category="ic", origin="US", destination="CN").conflicts
    assert [named.provision for named in found.others] == ["red/chips"]
    assert law.on(ON).decide(category="magnet", origin="US", destination="CN").conflicts == ()


def test_a_conflict_within_one_law_holds_when_its_provisions_do(tmp_path: Path) -> None:
    law = built(tmp_path, **conflict("blue/scope, blue/magnets", "TRUE"))
    case = {"category": "magnet", "origin": "CN", "destination": "DE", "dysprosium_pct": "2"}
    (found,) = law.on(ON).decide(facts=case).conflicts
    assert [named.provision for named in found.own] == ["blue/scope"]
    assert [named.provision for named in found.others] == ["blue/magnets"]
    assert law.on(ON).decide(facts={**case, "dysprosium_pct": "0"}).conflicts == ()


def test_a_suspended_rule_of_the_other_side_conflicts_with_nothing(tmp_path: Path) -> None:
    pause = FOLDER["red/acts/base.yaml"] + "  - {suspend: red/chips, from: 2025-03-01, until: 2025-12-31}\n"
    law = built(tmp_path, red__acts__base=pause)
    case = {"category": "ic", "origin": "US", "destination": "CN"}
    assert law.on("2025-12-31").decide(facts=case).conflicts == ()
    assert raised(law.on("2026-01-01").decide(facts=case)) == [("blue/refuse", True)]


def test_conflicts_that_name_nothing_are_refused(tmp_path: Path) -> None:
    for between, told in (
        ("red/chops", "which is no provision"),
        ("green/x", "of no pack"),
        ("red/chips, blue", None),
    ):
        found = [str(problem) for problem in check_together(built(tmp_path, **conflict(between)).packs)]
        assert [text for text in found if told is None or told not in text] == []
        assert bool(found) == (told is not None)


def test_a_conflict_between_nothing_or_with_a_name_of_its_own_side_that_is_none_is_refused(
    tmp_path: Path,
) -> None:
    for between in ("", "blue/scoop"):
        with pytest.raises(AssertionError, match="`between` names"):
            built(tmp_path, **conflict(between))


# what two packs call alike


def clash(a: Vocabulary, b: Vocabulary, b_act: str = "") -> list[str]:
    one = pack(act("x/a", require("x/r")), vocabulary=a)
    other = pack(b_act or act("y/a", require("y/r")), vocabulary=b, name="y")
    return [problem.message for problem in check_together({"x": one, "y": other})]


def test_what_two_packs_call_otherwise_is_refused() -> None:
    assert clash(FACTS, FACTS) == []
    heavier = Vocabulary([replace(FACTS["tpp"], min=Decimal(1))])
    assert clash(FACTS, heavier) == ["the packs `x` and `y` define the fact `tpp` otherwise"]
    other = Vocabulary(FACTS.values(), Names({"mcrn": ["Micron Technology Inc"]}))
    assert clash(FACTS, other) == ["`Micron Technology Inc` is `micron` in the pack `x` and `mcrn` here"]
    assert clash(FACTS, FACTS, act("y/a", require("x/r"))) == ["`x/r` stands in the pack `x` too"]


def test_a_list_whose_name_another_pack_reads_as_somebody_else_is_refused() -> None:
    named = Vocabulary([fact("exporter", "name")], Names({}))
    texts = act("y/a", require("y/r", "exporter IN ('micron technology')"))
    assert [text for text in clash(FACTS, named, texts) if "is not how a name is read" in text]


# the answer as text, data and lines


def test_one_line_for_each_side_and_its_section(law: Law) -> None:
    case = {
        "category": "ic",
        "dysprosium_pct": "2",
        "blue_content": "yes",
        "origin": "US",
        "destination": "CN",
    }
    lines = str(law.on(ON).decide(facts=case)).splitlines()
    assert lines[0] == "LICENSE REQUIRED; review policy not stated"
    assert lines[2:4] == ["  Red: license required; review policy not stated", "  Blue: no license required"]
    assert [line for line in lines if line.startswith("== ")] == ["== Red", "== Blue"]


def test_a_side_that_is_not_concerned_is_one_line_with_its_reason(law: Law) -> None:
    text = str(law.on(ON).decide(category="magnet", dysprosium_pct="2", origin="CN", destination="DE"))
    assert "== " not in text
    assert "\nRed: not subject (origin CN is not US)\n" in text
    assert "duty: report within ten days" in text


def test_where_no_side_is_concerned_each_says_why(law: Law) -> None:
    decision = law.on(ON).decide(category="ic", origin="DE", destination="CN")
    assert decision.verdict == "not_subject"
    first, *rest = str(decision).splitlines()
    assert first.startswith("NOT SUBJECT TO THE LAW OF ANY SIDE THAT WAS ASKED, presuming blue_content")
    assert "== Red" in rest
    assert "== Blue" in rest


@pytest.mark.parametrize("day", ["2024-06-01", ON])
def test_the_data_have_the_documented_keys(law: Law, day: str) -> None:
    data = law.on(day).decide(category="ic", origin="US", destination="CN").to_data()
    jsonschema.validate(json.loads(json.dumps(data)), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_an_order_book_has_columns_for_each_side(law: Law, tmp_path: Path) -> None:
    book = tmp_path / "orders.csv"
    book.write_text(
        "order,category,date,origin,destination,dysprosium_pct,verdict_red\n"
        "1,ic,2025-06-01,US,CN,,kept\n2,magnet,2025-06-01,CN,DE,unknown,\n3,ic,2024-06-01,US,DE,,\n4,ic,2023-06-01,x,DE,,\n",
        encoding="utf-8",
    )
    orders = read_orders(book, law)
    batch = Batch(law, orders, on=ON)
    out = tmp_path / "out.csv"
    assert write_rows(out, orders.columns, [found.row() for found in batch.run()], batch.columns) == 4
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert rows[0]["verdict_red"] == "kept"
    assert [row["rukhsa_verdict_red"] for row in rows] == [
        "license_required",
        "not_subject",
        "no_license_required",
        "",
    ]
    assert [row["verdict_blue"] for row in rows] == ["not_subject", "undetermined", "", ""]
    assert [row["missing_blue"] for row in rows] == ["", "dysprosium_pct", "", ""]
    assert [row["conflicts"] for row in rows] == ["blue/refuse", "", "", ""]
    assert "begins on 2025-01-01" in rows[2]["caution"]
    assert rows[3]["verdict"] == "undetermined"
    assert rows[3]["error"]
    assert [
        name for name in Batch(law, orders, on=ON, sides=("blue",)).columns if name.endswith("_red")
    ] == []


# worked cases of several sides


def test_a_worked_case_may_ask_several_sides_and_expect_something_of_each(law: Law) -> None:
    case = PackCase(
        "C-1",
        ON,
        "a test",
        {
            "verdict": "license_required",
            "conflicts": ["blue/refuse"],
            "sides": {
                "red": {"verdict": "license_required"},
                "blue": {"verdict": "not_subject", "requirements": []},
            },
        },
        facts={"category": "ic", "origin": "US", "destination": "CN"},
    )
    assert run_case(law, case).differences == ()
    wrong = replace(
        case,
        expect={
            "sides": {"blue": {"verdict": "license_required"}, "green": {}},
            "not_conflicts": ["blue/refuse"],
        },
    )
    assert [text.partition(":")[0] for text in run_case(law, wrong).differences] == [
        "not_conflicts",
        "blue",
        "sides",
    ]
    assert run_case(
        law, replace(case, sides=("blue",), expect={"verdict": "not_subject", "conflicts": []})
    ).holds


def test_cases_ask_their_own_pack_unless_they_name_sides_and_shared_ones_ask_all(tmp_path: Path) -> None:
    text = "- {{id: {0}, on: 2025-06-01, source: a test, expect: {{verdict: not_subject}}{1}}}\n"
    for folder, cases in (
        ("blue", text.format("B-1", "") + text.format("B-2", ", sides: [blue, red]")),
        ("shared", text.format("S-1", "")),
    ):
        (tmp_path / folder / "cases").mkdir(parents=True)
        (tmp_path / folder / "cases" / "all.yaml").write_text(cases, encoding="utf-8")
    assert [case.sides for case in read_cases(tmp_path / "blue")] == [("blue",), ("blue", "red")]
    assert [case.sides for case in read_cases(tmp_path / "shared")] == [()]


@pytest.mark.parametrize(
    "keys", ["sides: blue", "sides: []", "expect: {sides: [blue]}", "expect: {sides: {blue: {verdct: x}}}"]
)
def test_a_worked_case_with_sides_that_are_none_is_refused(tmp_path: Path, keys: str) -> None:
    (tmp_path / "cases").mkdir()
    expect = "" if "expect" in keys else ", expect: {verdict: x}"
    text = f"- {{id: B-1, on: 2025-06-01, source: a test{expect}, {keys}}}\n"
    (tmp_path / "cases" / "all.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RukhsaError, match="sides"):
        read_cases(tmp_path)


# reports that contradict each other


def test_reports_that_contradict_each_other_are_told_when_they_count() -> None:
    rule = act("x/rule", require("x/r"))
    pause = act(
        "x/pause", "suspend: x/r, from: 2025-02-01", kind="report", grade="reported", public="2025-02-01"
    )
    denial = act(
        "x/back", "resume: x/r, from: 2025-03-01", kind="report", grade="reported", public="2025-03-01"
    )
    told = decide([rule, pause, denial], ON, accept="reported").to_data()["cautions"]
    told = [text["en"] for text in told]
    assert [text for text in told if "reports contradict each other on x/r: x/pause and x/back" in text]
    for texts, accept in (([rule, pause, denial], "company"), ([rule, pause], "reported")):
        told = decide(texts, ON, accept=accept).to_data()["cautions"]
        told = [text["en"] for text in told]
        assert [text for text in told if "contradict each other on" in text] == []


# in random laws


def together(maker: Maker, decide_: Callable[[Law, Case], None]) -> None:
    vocabulary = maker.vocabulary(presume=True)
    packs: dict[str, Pack] = {}
    for name in ("a", "b", "c")[: 2 + maker.chance(3)]:
        packs[name] = replace(maker.pack(vocabulary), name=name)
    decide_(Law(packs), maker.case(vocabulary))


def strict(verdict: str) -> int:
    return VERDICTS.index(verdict)


@examples(300)
@given(makers)
def test_a_further_side_never_makes_the_verdict_milder(maker: Maker) -> None:
    def claim(law: Law, case: Case) -> None:
        whole = law.on(NOW).decide_case(case)
        fewer = law.on(NOW, sides=list(law.packs)[:-1]).decide_case(case)
        assert strict(whole.possible[0]) >= strict(fewer.possible[0])
        assert strict(whole.possible[-1]) >= strict(fewer.possible[-1])
        if fewer.verdict == "license_required":
            assert whole.verdict == "license_required"
            least = min(STRICTNESS[policy] for policy in fewer.review_policies)
            assert min(STRICTNESS[policy] for policy in whole.review_policies) >= least

    together(maker, claim)


@examples(300)
@given(makers)
def test_together_the_sides_admit_the_strictest_of_what_each_admits(maker: Maker) -> None:
    def claim(law: Law, case: Case) -> None:
        whole = law.on(NOW).decide_case(case)
        ranks = [[strict(verdict) for verdict in side.possible] for side in whole.sides]
        least = max(min(own) for own in ranks)
        wanted = {rank for own in ranks for rank in own if rank >= least}
        assert {strict(verdict) for verdict in whole.possible} == wanted

    together(maker, claim)


@examples(300)
@given(makers)
def test_no_completion_leaves_what_the_sides_announce_together(maker: Maker) -> None:
    def claim(law: Law, case: Case) -> None:
        regime = law.on(NOW)
        vocabulary: Any = law.vocabulary
        announced, truth = regime.decide_case(case, strict=True), maker.completed(case, vocabulary)
        found = regime.decide_case(truth, strict=True)
        assert set(found.possible) <= set(announced.possible)
        if found.verdict == "license_required":
            assert set(found.review_policies) <= set(announced.review_policies)

    together(maker, claim)


@examples(300)
@given(makers)
def test_what_the_sides_ask_for_together_settles_the_verdict(maker: Maker) -> None:
    def claim(law: Law, case: Case) -> None:
        regime = law.on(NOW)
        before = regime.decide_case(case, strict=True)
        if before.verdict != "undetermined":
            assert before.missing == ()
            return
        truth = maker.completed(case, law.vocabulary)
        told = set(before.missing)
        if "total" in told:  # what the law computes: each pack otherwise
            return
        facts = {**{name: value for name, value in truth.facts.items() if name in told}, **case.facts}
        parties = [
            {**{name: value for name, value in whole.items() if name in told}, **known}
            for whole, known in zip(truth.parties, case.parties, strict=True)
        ]
        assert regime.decide_case(Case(facts, parties), strict=True).verdict != "undetermined"

    together(maker, claim)
