"""Mistakes in a file of options: the error names the file, the line, the field and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from rukhsa.decide.engine import Law
from rukhsa.errors import RukhsaError
from rukhsa.stake.outcome import Stake
from rukhsa.stake.state import StateAsked, read_state
from tests.stake.books import book, written

ONE = "options:\n  - {id: a, title: {en: a}}\n"
LEVY = "levies:\n  - {id: s, title: {en: s}, percent: %s, cite: c, source: {read: r, mark: memory}, %s}\n"


@pytest.mark.parametrize(
    ("text", "line", "field", "message", "fix"),
    [
        ("nothing: here\n", 1, "options", "missing", "docs/stake.md"),
        ("options: []\n", 1, "options", "at least 1", "docs/stake.md"),
        (
            "options:\n  - {id: a, title: {en: a}, stat: today}\n",
            2,
            "options.0.stat",
            "stat",
            "docs/stake.md",
        ),
        ("options:\n  - {id: a, title: {en: a}, state: soon}\n", 2, "options.0.state", "soon", "YYYY-MM-DD"),
        (
            "options:\n  - {id: a, title: {en: a}, state: 'own:rumor'}\n",
            2,
            "options.0.state",
            "rumor",
            "announced",
        ),
        (
            "options:\n  - {id: a, title: {en: a}, with: gone.yaml}\n",
            2,
            "options.0.with",
            "gone.yaml",
            "folder",
        ),
        ("options:\n  - {id: a, title: {en: a}, levies: t}\n", 2, "options.0.levies", "`t`", "levies"),
        (
            "options:\n  - {id: a, title: {en: a}, blocks: [never]}\n",
            2,
            "options.0.blocks.0",
            "denial",
            "docs",
        ),
        (ONE + "  - {id: a, title: {en: b}}\n", 3, "options.1.id", "twice", None),
        (ONE + "metrics: [flops]\n", 3, "metrics.0.of", "flops", "fp"),
        (
            ONE + "metrics: [{of: us/tpp, equivalent: NVIDIA A1000000}]\n",
            3,
            "metrics.0.equivalent",
            "A1000000",
            None,
        ),
        (ONE + "metrics: [{of: us/tpp, when: tpq > 1}]\n", 3, "metrics.0.when", "tpq", "tpp"),
        (ONE + LEVY % ("150", "when: 'TRUE'"), 4, "levies.0.percent", "100", "docs"),
        (ONE + LEVY % ("15", "note: {en: x}"), 4, "levies.0", "provisions", "one of them"),
        (ONE + LEVY % ("15", "provisions: us/nothing"), 4, "levies.0.provisions", "us/nothing", None),
        (ONE + LEVY % ("15", "when: tpp >"), 4, "levies.0.when", "", None),
        (
            ONE + "bill_of_materials:\n  - {product: p, inputs: [{item: x, quantity: -1}]}\n",
            4,
            "bill_of_materials.0.inputs.0.quantity",
            "greater",
            "docs",
        ),
    ],
)
def test_a_mistake_names_its_place_and_the_way_out(
    bundled: Law, tmp_path: Path, text: str, line: int, field: str, message: str, fix: str | None
) -> None:
    with pytest.raises(RukhsaError) as caught:
        written(tmp_path, text, bundled)
    problem = caught.value.problems[0]
    assert problem.file == str(tmp_path / "options.yaml")
    assert (problem.line, problem.field) == (line, field)
    assert message in problem.message
    assert fix is None or fix in (problem.fix or "")


def test_all_mistakes_are_told_together(bundled: Law, tmp_path: Path) -> None:
    text = "options:\n  - {id: a, title: {en: a}, state: soon, levies: t, with: gone.yaml}\n"
    with pytest.raises(RukhsaError) as caught:
        written(tmp_path, text, bundled)
    assert len(caught.value.problems) == 3


def test_an_empty_file_and_one_of_several_documents_are_refused(bundled: Law, tmp_path: Path) -> None:
    for text in ("", ONE + "---\n" + ONE, "- a list\n"):
        with pytest.raises(RukhsaError, match="holds no options"):
            written(tmp_path, text, bundled)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("own", StateAsked()),
        ("2025-07-20", StateAsked("2025-07-20")),
        ("2025-07-20:reported", StateAsked("2025-07-20", "reported")),
        ("2025-07-20@2025-08-01", StateAsked("2025-07-20", "company", "2025-08-01")),
        ("own:law@2025-08-01", StateAsked(None, "law", "2025-08-01")),
        (":announced", StateAsked(None, "announced")),
    ],
)
def test_a_state_is_a_day_a_grade_and_what_was_known(text: str, state: StateAsked) -> None:
    assert read_state(text) == state


def test_a_unit_of_which_the_rate_is_unknown_is_refused(bundled: Law, tmp_path: Path) -> None:
    options = written(tmp_path, ONE + "metrics:\n  - {of: us/tpp, equivalent: AMD MI308X}\n", bundled)
    with pytest.raises(RukhsaError, match="rate of AMD Instinct MI308X") as caught:
        Stake(bundled, book([{"item": "NVIDIA H20", "destination": "CN"}]), options)
    assert (caught.value.problems[0].line, caught.value.problems[0].field) == (4, "metrics.equivalent")
