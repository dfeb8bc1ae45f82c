"""Records do what the dataclasses that they stand for do."""

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from rukhsa import records
from rukhsa.language.tree import All, Compare, Const, Fact, Ref
from rukhsa.law.act import Body, Clause
from rukhsa.records import later, replace

CLAUSE = Clause("x/act", 0, "impose", "x/it", "2025-01-01", body=Body("require", tree=Fact("a")))


def test_equal_when_of_one_class_with_equal_fields() -> None:
    assert Fact("a") == Fact("a")
    assert hash(Fact("a")) == hash(Fact("a"))
    assert Fact("a") != Fact("b")
    assert Fact("a") != Ref("a")  # type: ignore[comparison-overlap]


def test_immutable() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        CLAUSE.until = "2025-02-01"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del CLAUSE.until


def test_each_has_its_own_default() -> None:
    assert Body("set").title is not Body("set").title
    with pytest.raises(TypeError):
        Body()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Body("set", color="red")  # type: ignore[call-arg]


@pytest.mark.parametrize("change", [replace, dataclasses.replace])
def test_changed_copies(change: object) -> None:
    changed = change(CLAUSE, until="2025-02-01")  # type: ignore[operator]
    assert changed.until == "2025-02-01"
    assert change(changed, until=None) == CLAUSE  # type: ignore[operator]


def test_copied_and_pickled() -> None:
    tree = All((Compare("=", Fact("a"), Const("b")), Ref("x/it")))
    assert copy.deepcopy(tree) == tree
    assert pickle.loads(pickle.dumps(tree)) == tree


def test_a_field_may_be_made_when_it_is_asked_for_and_then_once() -> None:
    made: list[int] = []

    def body() -> Body:
        made.append(1)
        return Body("require", tree=Fact("a"))

    given = {"act": "x/act", "index": 0, "verb": "impose", "target": "x/it", "start": "2025-01-01"}
    clause = later(Clause, given, {"body": body})
    assert clause.until is None
    assert not made
    assert clause == CLAUSE
    assert clause.body is clause.body
    assert made == [1]
    with pytest.raises(AttributeError):
        clause.color  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(TypeError, match="index"):
        later(Clause, {"act": "x/act"}, {})


def seen(slots: bool) -> Any:
    @records.dataclass(frozen=True, slots=slots)  # type: ignore[literal-required]
    class Seen:
        name: str
        days: int = 1
        notes: list[str] = records.field(default_factory=list)

    return Seen


@pytest.mark.parametrize("slots", [False, True])
def test_the_first_record_of_a_class_is_made_as_the_hundredth(slots: bool) -> None:
    of = seen(slots)
    for _ in range(100):
        made = of("a", notes=["x"])
        assert (made.name, made.days, made.notes) == ("a", 1, ["x"])
        assert of("a").notes is not of("a").notes


@pytest.mark.parametrize("made_before", [0, 100])
def test_what_no_record_can_be_made_of_is_refused(made_before: int) -> None:
    few_and_many: tuple[tuple[Any, ...], ...] = ((), ("a", 1, [], 4))
    for wrong in few_and_many:
        of = seen(True)
        for _ in range(made_before):
            of("a")
        with pytest.raises(TypeError):
            of(*wrong)
    for given in ({"name": "b"}, {"color": "red"}):
        of = seen(True)
        for _ in range(made_before):
            of("a")
        with pytest.raises(TypeError):
            of("a", **given)
