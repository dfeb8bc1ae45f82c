"""Records do what the dataclasses that they stand for do."""

import copy
import dataclasses
import pickle

import pytest

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
