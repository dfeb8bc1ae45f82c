"""The statement: exact numbers, what it refuses, what it looks like in both dialects."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from rukhsa.columns.sql import Uncompilable, decided_by_duckdb, statement, written
from rukhsa.columns.sql_facts import Given, facts_table, layout_of
from rukhsa.columns.sql_verdict import prime_implicants
from rukhsa.language.interpret import Interpreter
from rukhsa.language.tree import All, AnyOf, Arith, Compare, Const, Fact, In, Node, Not, Ref
from rukhsa.language.vocabulary import FactDef, Value, Vocabulary
from rukhsa.law.act import Act, Body, Clause, Saves
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from tests.strategies import NOW, NUMBERS, OPS, Maker

FACTS = Vocabulary(
    [
        FactDef("tpp", "number", "item", {"en": "tpp"}, min=Decimal(0)),
        FactDef("area", "number", "item", {"en": "area"}, min=Decimal(0)),
        FactDef("dies", "number", "item", {"en": "dies"}, min=Decimal(1)),
        FactDef("warmth", "number", "item", {"en": "warmth"}),
        FactDef("total", "number", "item", {"en": "total"}, min=Decimal(0)),
        FactDef("size", "number", "party", {"en": "size"}, min=Decimal(0)),
        FactDef("hq", "country", "party", {"en": "hq"}),
        FactDef("place", "country", "route", {"en": "place"}),
        FactDef("shipped", "date", "line", {"en": "shipped"}),
    ]
)


def regime(*bodies: tuple[str, Body], saves: Saves | None = None) -> Regime:
    clauses = tuple(
        Clause("x/act", index, "impose", name, "2025-01-01", body=body)
        for index, (name, body) in enumerate(bodies)
    )
    act = Act("x/act", {"en": "act"}, "rule", "law", "2025-01-01", clauses=clauses, saves=saves)
    pack = Pack("x", {"en": "X"}, "2030-01-01", FACTS, Log([act]))
    return pack.on(NOW, pack.log.accepted(None, "reported"))


def classes(law: Regime, *cases: dict[str, Value], parties: Any = ({},)) -> list[str]:
    """The codes of the classifications that surely hold, of each case."""
    table, layout = facts_table([(case, parties) for case in cases], [law])
    found: list[str] = decided_by_duckdb({"x": law}, table, layout).column("classification").to_pylist()
    return found


def code(name: str, tree: Node, party: str | None = None) -> tuple[str, Body]:
    return f"x/{name}", Body("classify", tree=tree, code=name, party=party)


DENSITY = ("x/density", Body("derive", tree=Arith("/", (Fact("tpp"), Fact("area"))), gives="total"))


@pytest.mark.parametrize(
    ("tpp", "area", "expected"),
    [
        ("5.92", "1", "dense"),
        ("4820.656", "814.3", "dense"),  # 5.92 exactly, where floating point says 5.9199...
        ("4820.655999999999999999999", "814.3", "thin"),
        ("1", "0", ""),  # divided by zero: nothing is known
        ("0", "814.3", "thin"),
    ],
)
def test_a_threshold_is_met_exactly(tpp: str, area: str, expected: str) -> None:
    dense = Compare(">=", Ref("x/density"), Const(Decimal("5.92")))
    law = regime(DENSITY, code("dense", dense), code("thin", Not(dense)))
    assert classes(law, {"tpp": Decimal(tpp), "area": Decimal(area)}) == [expected]


def test_a_case_may_state_the_number_that_the_law_computes() -> None:
    law = regime(DENSITY, code("dense", Compare(">=", Ref("x/density"), Const(Decimal("5.92")))))
    case: dict[str, Value] = {"tpp": Decimal(1), "area": Decimal(1)}
    assert classes(law, case, {**case, "total": Decimal(6)}) == ["", "dense"]


def test_numbers_are_those_of_the_interpreter() -> None:
    """Random arithmetic on facts known and unknown, compared with numbers near its values."""
    random, held, told = Random(7), 0, 0
    for seed in range(8):
        maker = Maker(Random(seed))
        bodies: list[tuple[str, Body]] = []
        for index in range(6):
            number = Body("derive", tree=arithmetic(maker, 3), gives="total" if index == 0 else None)
            bodies.append((f"x/n{index}", number))
            for op in OPS:
                tree = Compare(op, Ref(f"x/n{index}"), Const(maker.one_of(NUMBERS)))
                bodies.append(code(f"{index}{op}", tree))
                bodies.append(code(f"not {index}{op}".replace(" ", "-"), Not(tree)))
        cases: list[tuple[dict[str, Value], list[dict[str, Value]]]] = [
            (
                {
                    n: maker.one_of(NUMBERS[1:])
                    for n in ("tpp", "area", "dies", "total")
                    if random.random() < 0.5
                },
                [{}],
            )
            for _ in range(40)
        ]
        for index in range(6):  # what one number refuses is no excuse for the others
            own = [
                body
                for body in bodies
                if body[0] == f"x/n{index}" or body[0].lstrip("x/not-")[0] == str(index)
            ]
            law = regime(*own)
            try:
                found = classes(law, *(facts for facts, _ in cases))
            except Uncompilable:
                continue
            held += 1
            for (facts, parties), got in zip(cases, found, strict=True):
                truth = Interpreter(law, facts, parties).truth_of
                codes = [
                    law.provisions[n].body.code or "" for n in law.of_kind("classify") if truth(n) is True
                ]
                told += len(codes)
                assert got.split() == codes, facts
    assert held > 30 and told > 2_000


def arithmetic(maker: Maker, depth: int) -> Node:
    if depth and not maker.chance(4):
        sign = maker.one_of(("+", "-", "*", "/", "greatest", "least"))
        right: Node = Fact(maker.one_of(("dies", "area"))) if sign == "/" else arithmetic(maker, depth - 1)
        return Arith(sign, (arithmetic(maker, depth - 1), right))  # type: ignore[arg-type]
    if maker.chance(3):
        return Const(maker.one_of((*NUMBERS, Decimal("-2.5"))))
    return Fact(maker.one_of(("tpp", "area", "dies", "warmth")))


def test_what_sql_does_not_hold_exactly_is_refused() -> None:
    big = code("big", Compare(">", Fact("tpp"), Const(Decimal("1" * 39))))
    product = ("x/p", Body("derive", tree=Arith("*", (Fact("warmth"), Fact("warmth")))))
    warm = code("warm", Compare(">", Ref("x/p"), Const(Decimal(1))))
    one, other = code("one", Ref("x/other")), code("other", Ref("x/one"))
    saves = Saves("2025-01-01", "2025-12-31", Compare("<", Fact("shipped"), Const("2025-02-01")))
    for law in (
        regime(big),
        regime(product, warm),
        regime(one, other),
        regime(code("a", Const(True)), saves=saves),
    ):
        with pytest.raises(Uncompilable):
            classes(law, {"tpp": Decimal(1), "warmth": Decimal(1)})
    apart: dict[str, Value] = {"tpp": Decimal("1e30"), "area": Decimal("1e-30")}
    beneath: dict[str, Value] = {"tpp": Decimal(-1)}
    for case in (apart, beneath):
        with pytest.raises(Uncompilable):
            classes(regime(sum_(), positive()), case)


def sum_() -> tuple[str, Body]:
    return "x/sum", Body("derive", tree=Arith("+", (Fact("tpp"), Fact("area"))))


def positive() -> tuple[str, Body]:
    return code("positive", Compare(">", Ref("x/sum"), Const(Decimal(0))))


def test_binary_fractions_are_refused_at_the_door() -> None:
    with pytest.raises(TypeError, match="tpp"):
        layout_of(pa.schema([("tpp", pa.float64())]), 1)


def test_text_of_the_law_cannot_become_sql() -> None:
    evil = "'); DROP TABLE cases; -- \\' \n*/"
    tree = All((Compare("=", Fact("place"), Const(evil)), In(Fact("place"), frozenset({evil, "''"}))))
    law = regime(("x/" + evil, Body("classify", tree=tree, code="evil")))
    assert classes(law, {"place": evil}, {"place": "DE"}, {}) == ["evil", "", ""]


def test_parties_count_as_any_and_every_and_absent_ones_not_at_all() -> None:
    tree = All((In(Fact("hq"), frozenset({"CN"})), Compare(">", Fact("size"), Const(Decimal(3)))))
    law = regime(code("any", tree, "any"), code("every", tree, "every"))
    large: dict[str, Value] = {"hq": "CN", "size": Decimal(4)}
    cases: list[Given] = [
        ({}, [large]),
        ({}, [large, large]),
        ({}, [large, {"hq": "DE"}]),
        ({}, [large, {}]),
        ({}, [{}, {}]),
    ]
    table, layout = facts_table(cases, [law])
    found = decided_by_duckdb({"x": law}, table, layout).column("classification").to_pylist()
    assert found == ["any every", "any every", "any", "any", ""]


def test_the_statement_is_the_same_tree_in_both_dialects_and_names_its_provisions() -> None:
    law = regime(DENSITY, code("dense", Compare(">=", Ref("x/density"), Const(Decimal("5.92")))))
    _, layout = facts_table([({"tpp": Decimal(1), "area": Decimal(1)}, [{}])], [law])
    tree = statement({"x": law}, layout)
    for dialect in ("duckdb", "spark"):
        text = written(tree, dialect)
        assert "/* x/density */" in text and "5.92 * " in text and "/ area" not in text


def test_prime_implicants_are_the_smallest_conditions() -> None:
    def term(**values: bool) -> frozenset[tuple[str, bool]]:
        return frozenset(values.items())

    terms = [term(a=True, b=True), term(a=True, b=False), term(a=False, b=False)]
    assert set(prime_implicants(terms)) == {term(a=True), term(b=False)}


def test_any_of_nothing_is_false() -> None:
    law = regime(code("none", AnyOf(())), code("all", All(())))
    assert classes(law, {}) == ["all"]
