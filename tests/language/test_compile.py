"""The compiled regime and the interpreter agree: truths, findings, missing facts and reasons."""

from decimal import Decimal, Inexact

import pytest
from hypothesis import given

from rukhsa.decide.answer import Fast, Interpreted, fast_of
from rukhsa.decide.reasons import reason_for
from rukhsa.decide.verdict import find
from rukhsa.language.compile import Plan, Uncompilable, compile_source
from rukhsa.language.interpret import Interpreter
from rukhsa.language.missing import missing_facts
from rukhsa.language.numbers import DIGITS
from rukhsa.language.tree import All, Arith, Compare, Const, Fact, In, Node, Ref
from rukhsa.language.vocabulary import FactDef, Value, Vocabulary
from rukhsa.law.act import Act, Body, Clause
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import replace
from tests.strategies import NOW, Maker, examples, makers


def regime_of(pack: Pack) -> Regime:
    return pack.on(NOW, pack.log.accepted(None, "reported"))


def agree(maker: Maker, cases: int) -> None:
    vocabulary = maker.vocabulary()
    regime = regime_of(maker.pack(vocabulary, saves=False))
    fast = fast_of(regime)
    assert fast is not None
    for _ in range(cases):
        case = maker.case(vocabulary, known=maker.one_of((1, 2, 2, 6)))
        facts = dict(case.facts)
        if maker.chance(4):
            facts["total"] = Decimal(4)
        check_case(regime, fast, facts, [dict(party) for party in case.parties])


def check_case(regime: Regime, fast: Fast, facts: dict[str, Value], parties: list[dict[str, Value]]) -> None:
    reference = Interpreter(regime, facts, parties)
    finding, explain = fast.answer(facts, parties)
    told = explain()
    for name in regime.ordered:
        if regime.is_number(name):
            assert told.number_of(name) == reference.number_of(name)
        else:
            assert told.truth_of(name) == reference.truth_of(name), name
    assert finding == find(regime, Interpreted(regime, reference.truth_of))
    party_facts = regime.vocabulary.party_facts
    for open_ in (finding.unknown, finding.unknown_reviews):
        assert missing_facts(told, open_, party_facts) == missing_facts(reference, open_, party_facts)
    for name in (*(ground.name for ground in finding.grounds), *finding.exceptions, *finding.reviews):
        assert reason_for(regime, told, name) == reason_for(regime, reference, name)


@examples(2_000)
@given(makers)
def test_agrees_with_the_interpreter(maker: Maker) -> None:
    agree(maker, 10)


@pytest.mark.long
@examples(100_000, long=True)
@given(makers)
def test_agrees_with_the_interpreter_on_a_million_cases(maker: Maker) -> None:
    agree(maker, 10)


FACTS = Vocabulary(
    [
        FactDef("tpp", "number", "item", {"en": "tpp"}, min=Decimal(0)),
        FactDef("area", "number", "item", {"en": "area"}),
        FactDef("density", "number", "item", {"en": "density"}),
        FactDef("hq", "country", "party", {"en": "hq"}),
        FactDef("size", "number", "party", {"en": "size"}),
        FactDef("place", "country", "route", {"en": "place"}),
    ]
)


def law(*bodies: tuple[str, Body]) -> Regime:
    clauses = tuple(
        Clause("x/act", index, "impose", name, "2025-01-01", body=body)
        for index, (name, body) in enumerate(bodies)
    )
    act = Act("x/act", {"en": "act"}, "rule", "law", "2025-01-01", clauses=clauses)
    return regime_of(Pack("x", {"en": "X"}, "2030-01-01", FACTS, Log([act])))


def holds(tree: Node, facts: dict[str, Value], *more: tuple[str, Body], party: str | None = None) -> object:
    regime = law(*more, ("x/it", Body("require", tree=tree, party=party)))
    fast = fast_of(regime)
    assert fast is not None
    check_case(regime, fast, facts, [{}])
    return fast.answer(facts, [{}])[1]().truth_of("x/it")


DENSITY = ("x/density", Body("derive", tree=Arith("/", (Fact("tpp"), Fact("area"))), gives="density"))


@pytest.mark.parametrize(
    ("tpp", "area", "expected"),
    [
        ("5.92", "1", True),
        ("4820.656", "814.3", True),  # 5.92 exactly, where floating point says 5.9199...
        ("4820.655999999999999999999", "814.3", False),
        ("1", "0", None),
        ("0", "814.3", False),
    ],
)
def test_a_threshold_is_met_exactly(tpp: str, area: str, expected: bool | None) -> None:
    tree = Compare(">=", Ref("x/density"), Const(Decimal("5.92")))
    assert holds(tree, {"tpp": Decimal(tpp), "area": Decimal(area)}, DENSITY) is expected


def test_a_case_may_state_the_number_that_the_law_computes() -> None:
    tree = Compare(">=", Ref("x/density"), Const(Decimal("5.92")))
    assert holds(tree, {"tpp": Decimal(1), "area": Decimal(1), "density": Decimal(6)}, DENSITY) is True


def test_numbers_computed_from_quotients_are_exact() -> None:
    thirds = ("x/thirds", Body("derive", tree=Arith("*", (Ref("x/density"), Const(Decimal(3))))))
    tree = Compare("=", Ref("x/thirds"), Const(Decimal(1)))
    assert holds(tree, {"tpp": Decimal(1), "area": Decimal(3)}, DENSITY, thirds) is True


def test_a_number_too_fine_for_the_compiled_form_is_left_to_the_interpreter() -> None:
    sum_ = ("x/sum", Body("derive", tree=Arith("+", (Fact("tpp"), Fact("area")))))
    regime = law(sum_, ("x/it", Body("require", tree=Compare(">", Ref("x/sum"), Const(Decimal(0))))))
    fast = fast_of(regime)
    assert fast is not None
    with pytest.raises(Inexact):
        fast.answer({"tpp": Decimal("1e30"), "area": Decimal("1e-60")}, [{}])


def test_a_constant_of_too_many_digits_is_refused() -> None:
    regime = law(
        ("x/it", Body("require", tree=Compare(">", Fact("tpp"), Const(Decimal("1" * (DIGITS + 1))))))
    )
    with pytest.raises(Uncompilable):
        compile_source(regime, Plan({"x/it": "found"}))
    assert fast_of(regime) is None


def test_text_of_the_law_cannot_become_code() -> None:
    evil = "'); raise SystemExit  # \n\x00\\"
    tree = All((Compare("=", Fact("place"), Const(evil)), In(Fact("place"), frozenset({evil, '"""'}))))
    assert holds(tree, {"place": evil}) is True
    assert holds(tree, {"place": "DE"}) is False
    assert holds(tree, {}) is None


def test_a_party_provision_in_another_means_the_same_party() -> None:
    one = ("x/one", Body("classify", party="any", tree=In(Fact("hq"), frozenset({"CN"}))))
    both = All((Ref("x/one"), Compare(">", Fact("size"), Const(Decimal(3)))))
    regime = law(one, ("x/it", Body("require", party="any", tree=both)))
    fast = fast_of(regime)
    assert fast is not None
    small, large = {"hq": "CN", "size": Decimal(1)}, {"hq": "DE", "size": Decimal(9)}
    for parties, expected in (([small, large], False), ([{**small, "size": Decimal(9)}], True), ([], False)):
        check_case(regime, fast, {}, parties)  # type: ignore[arg-type]
        assert fast.answer({}, parties)[1]().truth_of("x/it") is expected  # type: ignore[arg-type]


def test_a_number_of_a_party_is_computed_for_each_party() -> None:
    double = ("x/double", Body("derive", tree=Arith("*", (Fact("size"), Const(Decimal(2))))))
    regime = law(
        double,
        ("x/any", Body("require", party="any", tree=Compare(">", Ref("x/double"), Const(Decimal(7))))),
        ("x/every", Body("require", party="every", tree=Compare(">", Ref("x/double"), Const(Decimal(7))))),
        ("x/later", Body("require", party="any", tree=All((Ref("x/both"), Ref("x/any"))))),
        ("x/both", Body("classify", tree=All((Ref("x/any"), Ref("x/every"))))),
    )
    fast = fast_of(regime)
    assert fast is not None
    sizes: list[dict[str, Value]] = [{"size": Decimal(3)}, {"size": Decimal(4)}, {}]
    for parties in (sizes, sizes[:1], sizes[1:2], sizes[1:], sizes[2:]):
        check_case(regime, fast, {}, parties)


def test_provisions_that_read_each_other_are_refused() -> None:
    regime = law(("x/a", Body("classify", tree=Ref("x/b"))), ("x/b", Body("require", tree=Ref("x/a"))))
    assert fast_of(regime) is None


def test_a_prepared_case_is_not_changed_by_deciding() -> None:
    regime = law(("x/it", Body("require", tree=In(Fact("place"), frozenset({"DE"})))))
    fast = fast_of(regime)
    assert fast is not None
    prepared = fast.compiled.prepare({"place": "DE"}, [{}])
    assert fast.settle(prepared) == fast.settle(prepared)
    assert replace(fast.settle(prepared)[0]).met == ("x/it",)
