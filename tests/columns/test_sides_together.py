"""What hangs on several sides at once: conflicts of laws, the next change by law alone, saved lines."""

from __future__ import annotations

from typing import Any

from rukhsa.decide.engine import Law
from rukhsa.language.tree import Fact
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.law.act import Act, Body, Clause, Saves
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from tests.columns.books import Row, differing, one_by_one, together

FACTS = ("one", "other", "goods_on_the_way")
VOCABULARY = Vocabulary(
    [
        FactDef("category", "text", "item", {"en": "category"}, values=("ic",)),
        FactDef("destination", "country", "route", {"en": "destination"}),
        *(FactDef(name, "truth", "route", {"en": name}) for name in FACTS),
    ]
)
COLUMNS = tuple(VOCABULARY)


def act(name: str, *clauses: tuple[Any, ...], grade: str = "law", saves: Saves | None = None) -> Act:
    """An act of clauses, each its verb, target, first day, and text."""
    said = tuple(
        Clause(name, index, verb, target, start, body=body[0] if body else None)
        for index, (verb, target, start, *body) in enumerate(clauses)
    )
    return Act(name, {"en": name}, "rule", grade, "2025-01-01", saves=saves, clauses=said)


def pack(name: str, *acts: Act) -> Pack:
    return Pack(name, {"en": name}, "2030-01-01", VOCABULARY, Log(acts))


def agreed(law: Law, rows: list[Row]) -> list[Row]:
    """The results of lines, the same each by itself and together."""
    rows = [{"category": "ic", "destination": "CN", **row} for row in rows]
    one = one_by_one(COLUMNS, rows, law_=law, on="2025-06-01")
    assert not differing(together(COLUMNS, rows, law_=law, on="2025-06-01"), one, rows)
    return one


def test_a_conflict_hangs_on_provisions_of_a_side_that_raises_none() -> None:
    between = Body("conflict", tree=Fact("one"), between=("y/exception",))
    freeing = Body("except", tree=Fact("other"), overcomes=("y/need",))
    law = Law(
        {
            "x": pack("x", act("x/act", ("impose", "x/conflict", "2025-01-01", between))),
            "y": pack(
                "y",
                act(
                    "y/act",
                    ("impose", "y/need", "2025-01-01", Body("require", tree=Fact("goods_on_the_way"))),
                    ("impose", "y/exception", "2025-01-01", freeing),
                ),
            ),
        }
    )
    rows = [{"one": "yes", "other": other, "goods_on_the_way": "no"} for other in ("yes", "no")]
    assert [row["conflicts"] for row in agreed(law, rows)] == ["x/conflict", ""]


def test_a_change_by_law_alone_counts_what_that_law_says_of_the_other_side_today() -> None:
    need = Body("require", tree=Fact("one"))

    def suspended(name: str, *more: tuple[Any, ...]) -> Pack:
        return pack(
            name,
            act(f"{name}/act", ("impose", f"{name}/need", "2025-01-01", need), *more),
            act(f"{name}/said", ("suspend", f"{name}/need", "2025-01-01"), grade="company"),
        )

    law = Law(
        {"x": suspended("x", ("rescind", "x/need", "2025-12-15")), "y": suspended("y")},
    )
    (found, _) = agreed(law, [{"one": "yes"}, {"one": "no"}])
    assert found["verdict"] == "no_license_required"
    assert (found["next_change"], found["next_verdict"]) == ("2025-12-15", "license_required")


def test_lines_that_an_act_saves_from_its_lifting_of_a_requirement() -> None:
    saves = Saves("2025-03-01", "2025-12-31", Fact("goods_on_the_way"))
    law = Law(
        {
            "x": pack(
                "x",
                act("x/act", ("impose", "x/need", "2025-01-01", Body("require", tree=Fact("one")))),
                act("x/lifting", ("rescind", "x/need", "2025-03-01"), saves=saves),
            )
        }
    )
    rows = [{"one": "yes", "goods_on_the_way": saved} for saved in ("yes", "no", "unknown")]
    found = agreed(law, rows)
    assert [row["verdict"] for row in found] == ["license_required", "no_license_required", "undetermined"]
    assert agreed(law, rows[:1])[0]["verdict"] == "license_required"


def test_a_law_that_only_speaks_of_conflicts_requires_nothing() -> None:
    between = Body("conflict", tree=Fact("one"), between=("x/need",))
    need = ("impose", "x/need", "2025-01-01", Body("require", tree=Fact("one")))
    law = Law(
        {
            "x": pack("x", act("x/act", need)),
            "y": pack("y", act("y/act", ("impose", "y/conflict", "2025-01-01", between))),
        }
    )
    found = agreed(law, [{"one": one} for one in ("yes", "no")])
    assert [row["verdict_y"] for row in found] == ["no_license_required"] * 2
    assert [row["conflicts"] for row in found] == ["y/conflict", ""]
