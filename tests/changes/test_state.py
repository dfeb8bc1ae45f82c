"""A state of the law is read as it is written, or refused."""

from __future__ import annotations

import pytest

from rukhsa.changes.state import read_state
from rukhsa.errors import RukhsaError


@pytest.mark.parametrize(
    ("text", "on", "accept", "known"),
    [
        ("2025-04-08", "2025-04-08", "company", None),
        ("2025-07-20:reported", "2025-07-20", "reported", None),
        ("2025-07-20@2025-07-16", "2025-07-20", "company", "2025-07-16"),
        (" 2025-07-20:law@2025-07-16 ", "2025-07-20", "law", "2025-07-16"),
        ("٢٠٢٥-٠٧-٢٠:announced", "2025-07-20", "announced", None),
    ],
)
def test_a_state_is_a_day_a_grade_and_a_day_of_knowledge(
    text: str, on: str, accept: str, known: str | None
) -> None:
    state = read_state(text, "--before")
    assert (state.on, state.accept, state.known) == (on, accept, known)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a state"),
        (":law", "not a state"),
        ("2025-07-20:law:law", "not a state"),
        ("2025-07-20@2025-07-16:law", "not a state"),
        ("2025-07-20:rumor", "unknown grade"),
        ("20 July 2025", "not a date"),
        ("2025-07-20@soon", "not a date"),
        ("2025-07-20@", "not a date"),
    ],
)
def test_another_form_is_refused_at_its_option(text: str, said: str) -> None:
    with pytest.raises(RukhsaError) as error:
        read_state(text, "--after")
    (problem,) = error.value.problems
    assert said in str(problem)
    assert problem.field == "--after"
    assert problem.fix
