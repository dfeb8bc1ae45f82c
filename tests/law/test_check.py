"""What `law check` refuses, with its place and the way out; good law passes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.act import Act
from rukhsa.law.cases import read_cases
from rukhsa.law.check import check_overlays, check_pack
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack, read_facts, read_pack
from rukhsa.law.read import read_acts
from rukhsa.law.source import LARGEST_FILE, read_file, read_text
from rukhsa.records import replace
from tests.laws import CHIPS, FACTS, act, acts, fact, pack, problems, require
from tests.strategies import Maker, examples, makers

DEFAULT = "cite: c, title: {en: t}"


def only(*texts: str) -> Problem:
    """The one problem of a law, which says where it is."""
    (problem,) = problems(*texts)
    assert problem.file is not None and problem.file.endswith(".yaml")
    assert problem.line is not None
    assert problem.field is not None
    assert problem.message
    return problem


def of_clause(clause: str) -> Problem:
    return only(act("x/act", clause))


def test_good_law_passes() -> None:
    assert problems(CHIPS) == []
    assert (
        problems(CHIPS, act("x/more", "amend: x/china, from: 2025-02-01, kind: set, cite: c, add: [VE]"))
        == []
    )


# the checks of the semantics, by their number


def test_1_a_provision_never_bears_the_name_of_an_act() -> None:
    problem = only(act("x/2025-18", require("x/2025-18")))
    assert "bears the name of an act" in problem.message
    assert problem.fix == "let it stand beneath: act.1"
    assert (problem.file, problem.field) == ("2025-18.yaml", "does.0")
    assert problems(act("x/2025-18", require("x/2025-18.1"))) == []


def test_1_two_acts_never_bear_one_name() -> None:
    problem = only(act("x/act", require("x/a")), act("x/act", require("x/b")))
    assert problem.field == "act"
    assert "`x/act` stands in" in problem.message
    assert problem.fix == "make them one, or rename one"


@pytest.mark.parametrize(
    ("clause", "message", "fix"),
    [
        ("suspend: x/3A091, from: 2025-02-01", "names nothing that any act imposes", "x/3A090.a"),
        ("suspend: x/chip, from: 2025-02-01", "names nothing that any act imposes", "x/chips"),
        (
            "rescind: x/742.6/region, from: 2025-02-01",
            "names nothing that any act imposes",
            "x/742.6/regional",
        ),
        ("resume: x/chips#it, from: 2025-02-01", "names a clause that no act bears", None),
        ("amend: x/chips#it, from: 2025-02-01, until: 2025-03-01", "names a clause that no act bears", None),
        (
            require("x/742.6/regionale", "TRUE", verb="amend"),
            "amends a provision that no act imposes",
            "x/742.6/regional",
        ),
        ("resume: x/742.6, from: 2025-02-01", "resumes what no earlier act suspends", "what was suspended"),
    ],
)
def test_2_a_target_is_something_that_an_act_bears(clause: str, message: str, fix: str | None) -> None:
    problem = only(CHIPS, act("x/later", clause))
    assert message in problem.message
    assert fix is None or fix in (problem.fix or "")


def test_2_a_provision_is_imposed_once_and_a_label_stands_once() -> None:
    twice = act("x/twice", require("x/742.6/regional", start="2025-02-01"), public="2025-02-01")
    assert "was already imposed by x/chips" in only(CHIPS, twice).message
    assert only(CHIPS, twice).fix == "use `amend`, or another limb"
    labels = act("x/l", require("x/a", more="label: it"), require("x/b", more="label: it"))
    assert "label `it` stands twice" in only(labels).message


def test_2_a_subtree_ends_at_a_stop_or_a_stroke() -> None:
    assert problems(CHIPS, act("x/stay", "suspend: x/742, from: 2025-02-01")) == []
    assert "names nothing" in only(CHIPS, act("x/stay", "suspend: x/74, from: 2025-02-01")).message


# 3, 4, 5, 7 and 8 stand beside the traps that they close, in test_fold.py; here is where they point to.


def test_3_an_amendment_of_a_masked_text_says_whether_it_stays_suspended() -> None:
    stay = act("x/stay", "suspend: x/742.6, from: 2025-02-01", public="2025-02-01")
    again = act("x/again", require("x/742.6/regional", start="2025-03-01", verb="amend"), public="2025-03-01")
    problem = only(CHIPS, stay, again)
    assert (problem.file, problem.field) == ("again.yaml", "does.0")
    assert problem.fix == "say `held: keep` or `held: lift`"


def test_4_a_stronger_act_that_ends_before_a_weaker_one_says_so() -> None:
    weak = act("x/weak", "suspend: x/742.6, from: 2025-02-01, until: 2025-12-31", grade="announced")
    strong = act("x/strong", "suspend: x/742.6, from: 2025-02-01, until: 2025-06-30")
    problem = only(CHIPS, weak, strong)
    assert problem.file == "strong.yaml"
    assert problem.fix == "say `overtakes` or `beside: [x/weak]`"
    unknown = act("x/strong", "suspend: x/742.6, from: 2025-02-01", overtakes="[x/nobody]")
    assert "names `x/nobody`, which is not an act" in only(CHIPS, unknown).message


def test_5_two_acts_that_write_one_text_for_one_day_say_which_is_later() -> None:
    one = act("x/one", require("x/742.6/regional", start="2025-03-01", verb="amend"))
    two = act("x/two", require("x/742.6/regional", start="2025-03-01", verb="amend"))
    assert only(CHIPS, one, two).fix == "give the later act `seq: 1`"


def test_6_effect_before_publication_is_said_or_is_an_imposition() -> None:
    early = act("x/early", require("x/742.6/regional", start="2025-03-01", verb="amend"), public="2025-04-01")
    problem = only(CHIPS, early)
    assert (problem.field, problem.fix) == ("does.0.from", "say `retroactive: true`")
    assert problems(CHIPS, early.replace("kind: require", "retroactive: true, kind: require")) == []
    assert problems(act("x/letter", require("x/letter.1"), public="2025-04-01")) == []


def test_7_a_correction_that_a_later_text_buries_is_refused() -> None:
    newer = act("x/newer", require("x/742.6/regional", start="2025-03-01", verb="amend"))
    text = require("x/742.6/regional", "datacenter", "2025-02-01", "retroactive: true", verb="amend")
    problem = only(CHIPS, newer, act("x/correction", text, public="2025-05-01"))
    assert problem.fix == "write that text again"


def test_8_rescinding_an_act_that_rewrote_a_text_says_that_it_revives() -> None:
    amending = act("x/amending", require("x/742.6/regional", start="2025-03-01", verb="amend"))
    problem = only(CHIPS, amending, act("x/repeal", "rescind: x/amending, from: 2025-05-01"))
    assert problem.fix == "say `revives: true`, or rescind the provisions"


@pytest.mark.parametrize(
    ("clause", "field"),
    [
        (
            f"impose: x/e, from: 2025-01-01, kind: except, {DEFAULT}, when: 'TRUE', overcomes: [x/742.6]",
            "overcomes",
        ),
        (f"impose: x/e, from: 2025-01-01, kind: bar, {DEFAULT}, when: 'TRUE', spares: [x/740]", "spares"),
        (f"impose: x/e, from: 2025-01-01, kind: bar, {DEFAULT}, when: 'TRUE', strikes: [x/740]", "strikes"),
        (
            f"impose: x/e, from: 2025-01-01, kind: review, {DEFAULT}, when: 'TRUE', policy: denial, of: [x/742.6]",
            "of",
        ),
        (
            f"impose: x/e, from: 2025-01-01, kind: review, {DEFAULT}, when: 'TRUE', policy: denial, "
            "of: [x/742.6/regional], displaces: [x/742.6]",
            "displaces",
        ),
    ],
)
def test_9_lists_name_limbs_one_by_one(clause: str, field: str) -> None:
    nac = f"impose: x/740/nac, from: 2025-01-01, kind: except, {DEFAULT}, when: 'TRUE', overcomes: [x/742.6/regional]"
    problem = only(CHIPS, act("x/list", clause), act("x/nac", nac))
    assert problem.field == f"does.0.{field}"
    assert problem.fix == "name the limbs one by one"


def test_9_lists_name_limbs_of_the_right_kind() -> None:
    clause = f"impose: x/e, from: 2025-01-01, kind: except, {DEFAULT}, when: 'TRUE', overcomes: [x/china]"
    assert "a set, not a require" in only(CHIPS, act("x/list", clause)).message


def test_10_every_requirement_has_a_review_or_says_that_none_is_stated() -> None:
    bare = require("x/r").replace("review: not_stated, ", "")
    problem = of_clause(bare)
    assert problem.message == "x/r: no review speaks of this requirement"
    assert problem.fix == "add one, or say `review: not_stated`"


def test_11_every_classification_says_of_which_category_it_speaks() -> None:
    text = f"impose: x/3A090, from: 2025-01-01, kind: classify, {DEFAULT}, when: "
    problem = of_clause(text + "tpp >= 4800")
    assert (problem.field, problem.fix) == ("does.0.when", "begin with `category = ...`")
    assert problems(act("x/act", text + "\"category = 'ic' AND tpp >= 4800\"")) == []
    assert problems(act("x/act", text + "\"hq = 'CN'\", party: any")) == []
    assert problems(CHIPS, act("x/act", text + "'\"x/3A090.a\" AND datacenter'")) == []


def test_12_every_party_reads_party_facts_only() -> None:
    problem = of_clause(require("x/r", "listed AND datacenter", more="party: every"))
    assert "`party: every` reads `datacenter`" in problem.message
    assert problem.fix == "split the provision"


def test_13_who_reads_party_facts_says_which_parties_count() -> None:
    problem = of_clause(require("x/r", "listed"))
    assert problem.message == "x/r: reads `listed`, a fact about a party"
    assert problem.fix == "say `party: any` or `party: every`"
    assert "reads none of their facts" in of_clause(require("x/r", "datacenter", more="party: any")).message


@pytest.mark.parametrize("name", ["on", "from", "select", "show", "case", "a b", "x.y", "1st", "a;b", ""])
def test_14_no_fact_bears_a_name_that_sql_keeps_for_itself(name: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(f'"{name}": {{type: truth, about: item, title: {{en: t}}}}\n', encoding="utf-8")
    with pytest.raises(RukhsaError) as caught:
        read_facts(path, tmp_path, "x")
    (problem,) = caught.value.problems
    assert "cannot stand in a condition" in problem.message
    assert (problem.file, problem.line, problem.fix) == ("facts.yaml", 1, "rename it")


def test_15_a_text_reads_no_name_that_is_imposed_only_later() -> None:
    early = act("x/early", require("x/r").replace('"TRUE"', "'\"x/c\"'"))
    late = act(
        "x/late",
        f"impose: x/c, from: 2025-06-01, kind: classify, {DEFAULT}, when: datacenter AND category = 'ic'",
    )
    problem = only(early, late)
    assert "reads `x/c` from 2025-01-01, but it is first imposed on 2025-06-01" in problem.message
    assert "impose it earlier" in (problem.fix or "")


# references, types, cycles, dates


@pytest.mark.parametrize(
    ("when", "message", "fix"),
    [
        ("tp >= 4800", "unknown fact `tp`", "did you mean `tpp`?"),
        ("zzz", "unknown fact `zzz`", "add it to the vocabulary"),
        ("tpp >= '4800'", "is a number but `4800` is text", None),
        ("destination >= 'CN'", "compares numbers or dates", "use = or <>"),
        ("destination = 'China'", "`China` is not a country code", "two-letter"),
        ("category = 'chip'", "`chip` is not a value of `category`", "use one of ic"),
        ("category IN ('ic', 'chip')", "`chip` is not a value of `category`", "use one of ic"),
        ("en_route_on >= '2025-02-30'", "`2025-02-30` is not a date", "write YYYY-MM-DD"),
        ("en_route_on >= '15/07/2025'", "is not a date", "write YYYY-MM-DD"),
        ("en_route_on >= 20250715", "is a date but", None),
        ("tpp", "`tpp` is a number, not true or false", "compare it with a value"),
        ("datacenter = tpp", "is true or false but `tpp` is a number", None),
        ("tpp IN ('a')", "only text, countries and names can be IN a set", None),
        ("tpp >= area", "`tpp` is in TOPS x bits but `area` is in mm2", None),
        ("tpp / area >= 5.92", "arithmetic stands in `derive` only", "derive a number"),
        ("'a' = 'b'", "a comparison of two literals is always the same", None),
        ("as_of >= en_route_on", "compares `as_of` with what is no date in quotes", "write the date"),
        ('destination IN \\"x/nowhere\\"', "unknown provision `x/nowhere`", "impose it"),
        ('\\"x/nowhere\\"', "unknown provision `x/nowhere`", "impose it"),
        ('\\"x/china\\"', "`x/china` is a set", "use `fact IN` before it"),
        ('destination IN \\"x/3A090.a\\"', "is of kind classify, not a set", None),
        ('category IN \\"x/china\\"', "holds country", None),
    ],
)
def test_conditions_compare_known_things_of_one_type(when: str, message: str, fix: str | None) -> None:
    problem = only(CHIPS, act("x/act", require("x/r", when)))
    assert message in problem.message
    assert problem.field == "does.0.when"
    assert fix is None or fix in (problem.fix or "")


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("tpp IS NULL", "a new fact could unsettle"),
        ("tpp IS NOT NULL", "a new fact could unsettle"),
        ("tpp IS DISTINCT FROM 5", "a new fact could unsettle"),
        ("datacenter IS TRUE", "a new fact could unsettle"),
        ("datacenter = NULL", "a new fact could unsettle"),
        ("NULL", "a new fact could unsettle"),
        ("category IN ('ic', NULL)", "a new fact could unsettle"),
        ("COALESCE(datacenter, FALSE)", "a new fact could unsettle"),
        ("NULLIF(tpp, 0) > 1", "a new fact could unsettle"),
        ("CASE WHEN datacenter THEN TRUE ELSE FALSE END", "a new fact could unsettle"),
        ("as_of >= DATE '2025-01-01'", "not part of the language"),
        ("as_of >= CURRENT_DATE", "not part of the language"),
        ("CAST(tpp AS INT) > 5", "not part of the language"),
        ("exporter LIKE 'nvidia%'", "not part of the language"),
        ("UPPER(exporter) = 'NVIDIA'", "not part of the language"),
        ("exporter || 'x' = 'ax'", "not part of the language"),
        ("destination IN (SELECT 'CN')", "sub-queries are not part of the language"),
        ("EXISTS (SELECT 1)", "not part of the language"),
        ("tpp > ALL (SELECT 1)", "not part of the language"),
        ("tpp BETWEEN SYMMETRIC 9 AND 1", "not part of the language"),
        ("chips.tpp > 5", "is not a name"),
        ("tpp > 5; DROP TABLE acts", "`;` and comments"),
        ("tpp > 5 -- AND datacenter", "`;` and comments"),
        ("tpp > 5 /* AND datacenter */", "`;` and comments"),
        ("tpp > 5 {# AND datacenter #}", "`;` and comments"),
        ("tpp > 1e999999999", "not a number of at most"),
        ("category IN (1, 2)", "IN takes text in single quotes"),
        ("category IN 'ic'", "name the set in double quotes"),
        ("'ic' IN ('ic')", "only a fact can be IN a set"),
        ("tpp >", "cannot read `tpp >`"),
        ("tpp >= 4800 TOPS", "cannot read"),
        ("tpp > 5 AND", "cannot read"),
        (" ", "an empty condition"),
    ],
)
def test_the_language_refuses_what_could_unsettle_an_answer_and_all_that_it_does_not_need(
    when: str, message: str
) -> None:
    problem = of_clause(require("x/r", when))
    assert message in problem.message
    assert (problem.file, problem.line, problem.field) == ("act.yaml", 8, "does.0.when")


def test_a_problem_in_a_limb_says_in_which() -> None:
    text = act("x/act", require("x/r")).replace(
        'when: "TRUE"', "when: {any: [datacenter, {all: [datacenter, tpp IS NULL]}]}"
    )
    assert only(text).field == "does.0.when.any.1.all.1"


def test_every_problem_of_a_file_is_reported_together() -> None:
    found = problems(act("x/act", require("x/a", "tpp IS NULL"), require("x/b", "tpp LIKE 'a'")))
    assert [problem.field for problem in found] == ["does.0.when", "does.1.when"]


def test_provisions_never_read_themselves() -> None:
    one = f"impose: x/a, from: 2025-01-01, kind: classify, {DEFAULT}, when: '\"x/b\"'"
    two = f"impose: x/b, from: 2025-01-01, kind: classify, {DEFAULT}, when: '\"x/a\"'"
    assert "reads itself: x/a -> x/b -> x/a" in only(act("x/act", one, two)).message
    ring = f"impose: x/s, from: 2025-01-01, kind: set, of: country, {DEFAULT}, any: [x/s]"
    assert "reads itself: x/s -> x/s" in of_clause(ring).message


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("until: 2024-12-31", "`until` is before `from`"),
        ("comply: 2024-12-31", "`comply` is before `from`"),
        ("until: 2025-03-01, doubt: 2025-03-01", "`doubt` is an earlier day than `until`"),
        ("doubt: 2025-03-01", "`doubt` is an earlier day than `until`"),
        ("until: 2025-02-30", "date"),
        ("until: 15/07/2025", "date"),
        ("until: 20250715", "date"),
        ("until: 0", "date"),
        ("until: 1700006400", "date"),
        ("until: 2025-07-15T00:00:00", "date"),
        ("until: yes", "date"),
    ],
)
def test_intervals_are_days_and_never_empty(more: str, message: str) -> None:
    problem = of_clause(require("x/r", more=more))
    assert message in problem.message
    assert (problem.field or "").startswith("does.0.")


@pytest.mark.parametrize("member", ["China", "UK", "cn", "ZZ", "", "CN "])
def test_a_set_of_countries_holds_codes_of_countries(member: str) -> None:
    clause = f"impose: x/s, from: 2025-01-01, kind: set, of: country, {DEFAULT}, members: [CN, '{member}']"
    problem = of_clause(clause)
    assert f"`{member}` is not a country" in problem.message
    assert problem.field == "does.0.members"


@pytest.mark.parametrize(
    ("clause", "message"),
    [
        ("from: 2025-01-01", "a clause has one verb"),
        ("impose: x/a, suspend: x/b, from: 2025-01-01", "a clause has one verb"),
        ("impose: x/a b, from: 2025-01-01", "pattern"),
        ("impose: x/a#b, from: 2025-01-01", "pattern"),
        ("impose: x/a, kind: require", "`from` is missing"),
        (require("x/a").replace("cite: c, ", ""), "`x/a` without a citation"),
        (require("x/a").replace(", title: {en: t}", ""), "`x/a` without a title"),
        (require("x/a").replace(', when: "TRUE"', ""), "a require without `when`"),
        (require("x/a").replace("ground: RS, ", ""), "a require without `ground`"),
        (require("x/a", more="policy: denial"), "a require takes no `policy`"),
        (require("x/a", more="when_: x"), "unknown key `when_`"),
        (require("x/a").replace("kind: require, ", ""), "`impose` of a provision without `kind`"),
        (require("x/a").replace("kind: require", "kind: rule"), "input should be"),
        ("suspend: x/act, from: 2025-01-01, when: TRUE", "`suspend` takes no `when`"),
        ("amend: x/act#a, from: 2025-01-01", "an amendment of a clause gives its new last day"),
        (f"impose: x/s, from: 2025-01-01, kind: set, of: places, {DEFAULT}, members: [CN]", "a set holds"),
        (f"impose: x/w, from: 2025-01-01, kind: warn, {DEFAULT}, when: 'TRUE'", "a warn without `says`"),
        (f"impose: x/d, from: 2025-01-01, kind: derive, {DEFAULT}", "a derive without `value`"),
        (
            f"impose: x/d, from: 2025-01-01, kind: derive, {DEFAULT}, value: \"category = 'ic'\"",
            "a derive needs a number",
        ),
        (
            f"impose: x/d, from: 2025-01-01, kind: derive, {DEFAULT}, value: tpp, gives: hq",
            "not a numeric fact",
        ),
        (f"impose: x/d, from: 2025-01-01, kind: derive, {DEFAULT}, value: owned_pct", "a fact about a party"),
    ],
)
def test_a_clause_says_what_its_kind_needs_and_nothing_else(clause: str, message: str) -> None:
    found = problems(act("x/act", clause))
    assert any(message in problem.message for problem in found), found
    assert all(problem.file == "act.yaml" and problem.line is not None for problem in found)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("grade", "rumor", "input should be 'law'"),
        ("kind", "tweet", "input should be"),
        ("public", "soon", "date"),
        ("public", "", "`public` is missing"),
        ("title", "words", "input should be"),
        ("title", "{ar: لائحة}", "`en` is missing"),
        ("source", "", "an act without a source"),
        ("source", "{read: a book}", "`mark` is missing"),
        ("seq", "first", "input should be a valid integer"),
        ("color", "red", "unknown key `color`"),
    ],
)
def test_an_act_says_what_it_is(key: str, value: str, message: str) -> None:
    (problem,) = problems(act("x/act", require("x/r"), **{key: value}))
    assert message in problem.message
    assert problem.file == "act.yaml"


def test_a_savings_clause_reads_facts_of_the_case_only() -> None:
    saves = "{from: 2025-01-01, until: 2025-06-30, when: '%s'}"
    assert (
        "reads facts, not provisions"
        in only(CHIPS, act("x/s", require("x/r"), saves=saves % '"x/3A090.a"')).message
    )
    assert "cannot read `hq`" in only(act("x/s", require("x/r"), saves=saves % "hq = ''CN''")).message
    assert (
        "cannot read `as_of`"
        in only(act("x/s", require("x/r"), saves=saves % "as_of > ''2025-02-01''")).message
    )
    assert "unknown fact `nope`" in only(act("x/s", require("x/r"), saves=saves % "nope")).message


def test_an_act_stands_in_the_file_that_bears_its_name() -> None:
    (problem,) = check_pack(replace(pack(), log=_log("wrong.yaml")))
    assert problem.message == "act `x/act` in a file of another name"
    assert problem.fix == "name the file act.yaml"


def _log(file: str) -> Log:
    return Log([replace(only_act, file=file) for only_act in acts(act("x/act", require("x/r")))])


def test_a_presumption_is_a_value_that_the_fact_can_have() -> None:
    wrong = Vocabulary([fact("category", "text", "item", values=("ic",), presume="chip")])
    (problem,) = problems(act("x/act", require("x/r", "category = 'ic'")), vocabulary=wrong)
    assert "presumes what it cannot be" in problem.message


# overlays


def test_an_overlay_never_takes_the_place_of_an_act() -> None:
    whole = pack(CHIPS)
    (problem,) = check_overlays(acts(CHIPS), whole)
    assert problem.message == "an act of the name `x/chips` is there already"
    twice = acts(act("what-if/a", require("x/r")), act("what-if/a", require("x/s")))
    assert [problem.fix for problem in check_overlays(twice, whole)] == ["give it another name"]


def test_an_overlay_may_act_upon_another_overlay() -> None:
    stay = act(
        "what-if/stay",
        "suspend: x/742.6, label: it, from: 2025-06-01, until: 2025-06-30",
        kind="hypothetical",
    )
    longer = act(
        "what-if/longer", "amend: what-if/stay#it, from: 2025-06-15, until: 2025-12-31", kind="hypothetical"
    )
    both = acts(stay, longer.replace("does:", "seq: 1\ndoes:"))
    whole = pack(CHIPS)
    assert check_overlays(both, whole) == []
    longer_pack = whole.with_acts(both)
    accepted = frozenset(longer_pack.log.acts)
    assert "x/742.6/regional" not in longer_pack.on("2025-12-31", accepted).provisions
    assert "x/742.6/regional" in longer_pack.on("2026-01-01", accepted).provisions


# YAML: every scalar is text


def test_yaml_keeps_codes_and_names_as_they_are_written() -> None:
    (source,) = read_text(
        "a: [NO, on, 740.10, 3E001, 4E091, 5E002, 1_000, 0x1F, 2025-01-01, null, ~, .inf]\n", "f.yaml"
    )
    assert source.data == {
        "a": [
            "NO",
            "on",
            "740.10",
            "3E001",
            "4E091",
            "5E002",
            "1_000",
            "0x1F",
            "2025-01-01",
            "null",
            "~",
            ".inf",
        ]
    }
    (source,) = read_text("on: yes\nNO: off\n1: 2\n", "f.yaml")
    assert source.data == {"on": "yes", "NO": "off", "1": "2"}


def test_norway_stays_a_country_and_740_10_a_paragraph() -> None:
    text = act(
        "x/3E001",
        f"impose: x/740.10, from: 2025-01-01, kind: set, of: country, {DEFAULT}, members: [NO, ON]".replace(
            ", ON", ""
        ),
    )
    assert problems(text) == []
    (read,) = acts(text)
    assert (read.name, read.clauses[0].target) == ("x/3E001", "x/740.10")
    assert read.clauses[0].body is not None
    assert read.clauses[0].body.members == frozenset({"NO"})


def refused(path: Path) -> Problem:
    with pytest.raises(RukhsaError) as caught:
        read_acts([path], path.parent)
    (problem,) = caught.value.problems
    assert problem.file == path.name
    return problem


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no act"),
        (b"# only a comment\n", "holds no act"),
        (b"\xef\xbb\xbf", "holds no act"),
        (b"- a list\n", "an act is a mapping"),
        (b"words\n", "an act is a mapping"),
        (b"---\n", "an act is a mapping"),
        (b"act: x/a\nact: x/b\n", "`act` stands twice"),
        (b"act: &a x/a\nby: *a\n", "anchors and aliases are refused"),
        (b"act: {a: [1, 2\n", "is not YAML"),
        (b"\tact: x\n", "is not YAML"),
        (b'act: "\\UFFFFFFFF"\n', "is not YAML"),
        (b"act: x\x00y\n", "is not YAML"),
        (b"? [a]\n: b\n", "a key that is not text"),
        ("act: x/a\nby: المكتب\n".encode("cp1256"), "is not UTF-8"),
        ("act: x/a\n".encode("utf-16"), "is not UTF-8"),
        (b"[" * 100_000, "nests too deep"),
        (b"{a: " * 100_000, "nests too deep"),
        (b"x" * (LARGEST_FILE + 1), "is larger than"),
    ],
)
def test_what_is_no_act_is_refused_with_its_file(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "act.yaml"
    path.write_bytes(content)
    assert message in refused(path).message


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert refused(tmp_path / "folder.yaml").message == "is a folder, not a file"
    assert "cannot be read" in refused(tmp_path / "missing.yaml").message


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "chips.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CHIPS.strip().replace("\n", "\r\n").encode())
    (read,) = read_acts([path])
    assert read.name == "x/chips"
    assert len(read.clauses) == 4


def test_a_doubled_key_says_both_its_line_and_its_place() -> None:
    with pytest.raises(RukhsaError) as caught:
        read_text("act: x/a\ndoes:\n  - from: 2025-01-01\n    from: 2025-01-02\n", "act.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("act.yaml", 4, "does.0.from")


def test_a_good_file_with_several_documents_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(act("x/a", require("x/r")) + "---\n" + act("x/b", require("x/s")), encoding="utf-8")
    assert [source.data["act"] for source in read_file(path)] == ["x/a", "x/b"]


# vocabularies, names, packs and cases


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ("{type: truth, about: item, title: {en: t}, presume: yes}", "presume"),
        ("{type: truth, about: item, title: {en: t}, presume: no}", "presume"),
        ("{type: number, about: item, title: {en: t}, presume: none}", "presume"),
        ("{type: number, about: item, title: {en: t}, min: abc}", "min"),
        ("{type: number, about: item, title: {en: t}, min: NaN}", "min"),
        ("{type: truth, about: item, title: {en: t}, min: 0}", "min"),
        ("{type: text, about: item, title: {en: t}, values: ic}", "values"),
        ("{type: number, about: line, title: {en: t}, running: yes}", "running"),
        ("{type: truth, about: item, title: t}", "title"),
        ("{type: bool, about: item, title: {en: t}}", "type"),
        ("{type: truth, about: world, title: {en: t}}", "about"),
        ("{type: truth, about: item, title: {en: t}, presumes: true}", "presumes"),
    ],
)
def test_a_fact_that_cannot_be_meant_so_is_refused(about: str, field: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(f"it: {about}\n", encoding="utf-8")
    with pytest.raises(RukhsaError) as caught:
        read_facts(path, tmp_path, "x")
    (problem,) = caught.value.problems
    assert problem.field == f"it.{field}"
    assert (problem.file, problem.line) == ("facts.yaml", 1)


def test_presumptions_are_read_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(
        "a: {type: truth, about: item, title: {en: t}, presume: false}\n"
        "b: {type: number, about: item, title: {en: t}, presume: 0.5, min: 0}\n",
        encoding="utf-8",
    )
    first, second = read_facts(path, tmp_path, "x")
    assert first.presume is False
    assert (second.presume, second.min) == (Decimal("0.5"), Decimal(0))


def written(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "x"
    for name, text in {"pack": "title: {en: x}\nverified_through: 2025-01-01\n", **files}.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("pack", "", "is empty"),
        ("pack", "title: {en: x}\n", "a pack without `verified_through`"),
        ("pack", "- a\n", "a pack without `title`"),
        ("names", "nvidia: NVIDIA\n", "is no list of spellings"),
        ("names", "- nvidia\n", "names are a mapping"),
    ],
)
def test_a_pack_that_cannot_be_meant_so_is_refused(
    file: str, text: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RukhsaError, match=message):
        read_pack(written(tmp_path, **{file: text}))


def test_a_small_pack_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path, names="nvidia: [NVIDIA]\n")
    (folder / "acts").mkdir()
    (folder / "acts" / "act.yaml").write_text(act("x/act", require("x/r")), encoding="utf-8")
    read: Pack = read_pack(folder)
    assert list(read.log.acts) == ["x/act"]
    assert read.vocabulary.names.find("NVIDIA") == "nvidia"
    assert check_pack(read) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: a\n", "a file of cases is a list"),
        ("- a\n", "a case is a mapping"),
        ("- {id: a, on: 2025-01-01, source: s}\n", "a case without `expect`"),
        ("- {id: a, on: 2025-01-01, source: s, expect: {verdikt: x}}\n", "unknown expectation `verdikt`"),
        ("- {id: a, on: 2025-01-01, source: s, expect: {verdict: x}, fact: {}}\n", "unknown key `fact`"),
        ("- {id: a, on: 2025-01-01, source: s, expect: {verdict: x}, facts: [a]}\n", "`facts` is a mapping"),
        (
            "- {id: a, on: 2025-01-01, source: s, expect: {verdict: x}, parties: [CN]}\n",
            "`parties` is a list of mappings",
        ),
    ],
)
def test_a_case_that_cannot_be_meant_so_is_refused(text: str, message: str, tmp_path: Path) -> None:
    folder = written(tmp_path, **{"cases/all": text})
    with pytest.raises(RukhsaError, match=message):
        read_cases(folder)


def test_the_vocabulary_of_these_tests_is_sound() -> None:
    assert problems(act("x/act", require("x/r")), vocabulary=FACTS) == []


@examples(150)
@given(makers)
def test_what_a_further_act_makes_wrong_is_found_without_checking_the_rest_again(maker: Maker) -> None:
    if maker.chance(2):
        before = maker.pack(maker.vocabulary())
        more = [renamed(act, maker) for act in maker.pack(before.vocabulary).log.acts.values()]
    else:
        log = maker.log(doubts=True, keep=True)
        before = Pack("x", {"en": "x"}, "2030-01-01", maker.vocabulary(), log)
        more = [maker.act("x/more", list(log.acts.values()), doubts=True, keep=True)]
    longer = replace(before, log=before.log.plus(more), _regimes={}, _folds={}, _whole=set())
    known = set(check_pack(before))
    found, found_at_once = (
        [problem for problem in check_pack(longer, further) if problem not in known]
        for further in (None, frozenset(act.name for act in more))
    )
    assert found_at_once == found


def renamed(act: Act, maker: Maker) -> Act:
    """The act as a further one, which imposes or amends."""
    name = f"{act.name}-more"
    clauses = (replace(clause, act=name, verb=maker.one_of(("impose", "amend"))) for clause in act.clauses)
    return replace(act, name=name, clauses=tuple(clauses))
