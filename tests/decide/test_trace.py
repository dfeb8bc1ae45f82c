"""Explanations by earlier cases of the same cell are those that the interpreter gives of the case itself."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given

from rukhsa.decide import trace
from rukhsa.decide.answer import Fast, Seeded, fast_of
from rukhsa.decide.reasons import reason_for
from rukhsa.decide.trace import Trace
from rukhsa.language.interpret import Interpreter
from rukhsa.language.missing import missing_facts
from rukhsa.language.tree import All, Arith, Compare, Const, Fact, In, Limb, Ref
from rukhsa.language.vocabulary import FactDef, Value, Vocabulary
from rukhsa.law.act import Act, Body, Clause
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from tests.strategies import NOW, Maker, examples, makers


def regime_of(pack: Pack) -> Regime:
    return pack.on(NOW, pack.log.accepted(None, "reported"))


def traced(fast: Fast, facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]]) -> Trace:
    told = fast.answer(facts, parties)[1]()
    assert isinstance(told, Seeded)
    return Trace(told)


def agree(maker: Maker, cases: int) -> None:
    """Compare many cases of one law, most of them like the one before but for one or two facts."""
    vocabulary = maker.vocabulary()
    regime = regime_of(maker.pack(vocabulary, saves=False))
    fast = fast_of(regime)
    assert fast is not None
    case = maker.case(vocabulary, known=2)
    for _ in range(cases):
        if maker.chance(6):
            case = maker.case(vocabulary, known=maker.one_of((1, 2, 6)))
        facts, parties = dict(case.facts), [dict(party) for party in case.parties]
        for fact in maker.some_of(list(vocabulary.values()))[:2]:
            of = maker.one_of(parties) if fact.about == "party" else facts
            of[fact.name] = maker.value(fact)
        check_case(regime, fast, facts, parties)


def check_case(regime: Regime, fast: Fast, facts: dict[str, Value], parties: list[dict[str, Value]]) -> None:
    reference = Interpreter(regime, facts, parties)
    found = traced(fast, facts, parties)
    truths = [name for name in regime.ordered if not regime.is_number(name)]
    for name in truths:
        assert found.reason(name) == reason_for(regime, reference, name)
    for roots in (tuple(truths), tuple(truths[:1]), tuple(truths[-2:])):
        assert found.missing(roots) == missing_facts(reference, roots, regime.vocabulary.party_facts)


@examples(150)
@given(makers)
def test_cases_are_explained_as_the_interpreter_does(maker: Maker) -> None:
    agree(maker, 20)


@pytest.mark.long
@examples(50_000, long=True)
@given(makers)
def test_a_million_cases_are_explained_as_the_interpreter_does(maker: Maker) -> None:
    agree(maker, 20)


FACTS = Vocabulary(
    [
        FactDef("tpp", "number", "item", {"en": "tpp"}, min=Decimal(0)),
        FactDef("area", "number", "item", {"en": "area"}),
        FactDef("place", "country", "route", {"en": "place"}),
        FactDef("hq", "country", "party", {"en": "hq"}),
        FactDef("size", "number", "party", {"en": "size"}),
    ]
)
DENSE = Limb(Compare(">=", Ref("x/density"), Const(Decimal(5))), "x(1)")


def law(*bodies: tuple[str, Body]) -> Fast:
    clauses = tuple(
        Clause("x/act", index, "impose", name, "2025-01-01", body=body)
        for index, (name, body) in enumerate(bodies)
    )
    act = Act("x/act", {"en": "act"}, "rule", "law", "2025-01-01", clauses=clauses)
    fast = fast_of(regime_of(Pack("x", {"en": "X"}, "2030-01-01", FACTS, Log([act]))))
    assert fast is not None
    return fast


def shown(fast: Fast, facts: Mapping[str, Value], *parties: Mapping[str, Value]) -> list[str | None]:
    """The values in the reason of `x/it`."""
    return [leaf.value for leaf in traced(fast, facts, parties or ({},)).reason("x/it").leaves()]


def test_a_case_of_a_known_cell_needs_no_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = All((In(Fact("place"), frozenset({"CN", "MO"})), DENSE))
    fast = law(
        ("x/density", Body("derive", tree=Arith("/", (Fact("tpp"), Fact("area"))))),
        ("x/it", Body("require", tree=tree)),
    )
    assert shown(fast, {"tpp": Decimal(60), "area": Decimal(10), "place": "CN"}) == ["CN", "6"]
    monkeypatch.setattr(trace, "reason_for", None)
    assert shown(fast, {"tpp": Decimal(70), "area": Decimal(10), "place": "MO"}) == ["MO", "7"]
    monkeypatch.undo()
    # on the threshold, below it, unknown: other cells
    assert shown(fast, {"tpp": Decimal(50), "area": Decimal(10), "place": "MO"}) == ["MO", "5"]
    assert shown(fast, {"tpp": Decimal(40), "area": Decimal(10), "place": "MO"}) == ["4"]
    assert shown(fast, {"tpp": Decimal(40), "place": "MO"}) == [None]


def test_the_party_that_decides_is_the_one_shown() -> None:
    fast = law(("x/it", Body("require", party="any", tree=Compare(">", Fact("size"), Const(Decimal(3))))))
    small, large, larger = ({"size": Decimal(size)} for size in (1, 4, 5))
    for parties, value in (
        ([small, large], "4"),
        ([larger, small], "5"),
        ([large, larger], "4"),
        ([large], "4"),
    ):
        assert shown(fast, {}, *parties) == [value]
    assert shown(fast, {}, {}, large) == ["4"]
    assert shown(fast, {}, small, {}) == [None]


def test_facts_compared_with_each_other_have_a_cell_for_each_value() -> None:
    fast = law(("x/it", Body("require", tree=Compare(">", Fact("tpp"), Fact("area")))))
    for tpp, area in ((5, 3), (6, 3), (3, 6), (6, 6)):
        facts: dict[str, Value] = {"tpp": Decimal(tpp), "area": Decimal(area)}
        check_case(fast.regime, fast, facts, [{}])
        assert shown(fast, facts) == [str(tpp)]


def test_a_number_too_fine_for_the_compiled_form_is_left_to_the_interpreter() -> None:
    sum_ = ("x/sum", Body("derive", tree=Arith("+", (Fact("tpp"), Fact("area")))))
    tree = All((In(Fact("place"), frozenset({"CN"})), Compare(">", Ref("x/sum"), Const(Decimal(0)))))
    fast = law(sum_, ("x/it", Body("require", tree=tree)), ("x/other", Body("review", tree=tree)))
    facts: dict[str, Value] = {"tpp": Decimal("1e30"), "area": Decimal("1e-60"), "place": "DE"}
    assert traced(fast, facts, [{}])._told.row is None
    check_case(fast.regime, fast, facts, [{}])


def test_what_was_explained_is_forgotten_when_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace, "_MOST_KEPT", 3)
    fast = law(("x/it", Body("require", tree=Compare(">", Fact("tpp"), Const(Decimal(3))))))
    for tpp in (1, 4, 5, 3, 4, 1):
        assert shown(fast, {"tpp": Decimal(tpp)}) == [str(tpp)]
