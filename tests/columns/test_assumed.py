"""The presumptions that carry an answer, where several grounds could: the line and the engine name the same."""

from __future__ import annotations

import pytest

from rukhsa.language.vocabulary import Vocabulary
from tests.columns.books import one_by_one, together
from tests.laws import FACTS, act, fact, law, require

VOCABULARY = Vocabulary(
    [
        *FACTS.values(),
        fact("one", "truth", presume=True),
        fact("two", "truth", presume=True),
        fact("open", "truth"),
    ]
)


SCOPE = "impose: x/a/{}, from: 2025-01-01, kind: scope, cite: c, title: {{en: t}}, when: {}"


@pytest.mark.parametrize(
    "does",
    [
        (require("x/a/one", "one OR open"), require("x/a/two", "two")),
        (SCOPE.format("one", "one OR open"), SCOPE.format("two", "two"), require("x/a/three")),
    ],
    ids=("grounds", "scope"),
)
def test_what_is_unknown_and_not_presumed_makes_no_ground_the_longer(does: tuple[str, ...]) -> None:
    own = law(act("x/a", *does), vocabulary=VOCABULARY)
    columns, rows = ("category", "origin", "destination"), [{"category": "ic", "destination": "CN"}]
    (line,) = one_by_one(columns, rows, law_=own, on="2025-06-01")
    (engine,) = together(columns, rows, law_=own, on="2025-06-01")
    assert line["assumed"] == engine["assumed"] == "one"
