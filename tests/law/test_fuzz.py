"""Nothing that an author, or an enemy, writes gets more than a refusal: `RukhsaError`, with its place."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.errors import RukhsaError
from rukhsa.language.parse import LONGEST_LEAF, parse_condition
from rukhsa.law.check import check_pack
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack, read_facts
from rukhsa.law.read import read_acts_text
from rukhsa.law.source import read_text
from tests.laws import CHIPS, FACTS
from tests.strategies import Maker, examples, limbs_of, makers, text_of

WORDS = (
    "AND OR NOT ( ) = <> < <= > >= BETWEEN IN NOT IN IS NULL CASE WHEN THEN END COALESCE LIKE TRUE FALSE NULL "
    "tpp category 'ic' 'it''s' \"x/china\" 4800 5.92 1e999 -1 + - * / % , . ; -- /* */ {# #} {{ }} [ ] :: ? @x :x $1 || "
    "SELECT FROM WHERE DATE '2025-01-01' INTERVAL CAST AS INT GREATEST LEAST EXISTS ANY ALL SYMMETRIC ESCAPE UNION "
    "\u0660 \u200f \x00 \\ ` ' \" é 中"
).split(" ")
sql = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
data: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | sql,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["when", "all", "any", "none", "cite", "title", "²", "a.b"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
VOCABULARY = (
    "tpp:\n  type: number\n  about: item\n  unit: TOPS\n  min: 0\n  title: {en: tpp}\n  values: [a, b]\n"
)
PIECES = (
    "\n  - ", "\n", ": ", "{", "}", "[", "]", "'", '"', "#", "&a ", "*a", "!!int ", "| ", "---\n", "%YAML 9.9\n", "\t",
    "<<: ", "? ", "NO", "null", "~", "2025-02-30", "0", "1700006400", "9999-12-31", "\\x", '"\\uD800"', '"\\UFFFFFFFF"',
    "impose: ", "kind: set", "members: ", "from: ", "\ufeff", "\u2028", "x/china", "x/chips#a", "when: ", "does:",
)  # fmt: skip


def reads_or_refuses(text: str) -> None:
    """Read and check what can be read; refuse the rest, with at least one problem in words."""
    try:
        log = Log(read_acts_text(text))
    except RukhsaError as error:
        assert error.problems
        assert all(problem.message for problem in error.problems)
        return
    for problem in check_pack(Pack("x", {"en": "x"}, "2030-01-01", FACTS, log)):
        assert problem.message


def parses_or_refuses(source: Any) -> None:
    try:
        parse_condition(source)
    except RukhsaError as error:
        assert error.problems
        assert all(problem.message for problem in error.problems)


def mutated(maker: Maker, text: str) -> str:
    """The text with one to four pieces put in, taken out, doubled or moved."""
    for _ in range(maker.random.randint(1, 4)):
        start = maker.random.randint(0, len(text))
        end = min(len(text), start + maker.random.randint(0, 20))
        match maker.random.randint(0, 3):
            case 0:
                text = text[:start] + maker.one_of(PIECES) + text[start:]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:end] + text[start:]
            case _:
                to = maker.random.randint(0, len(text))
                text = text[:to] + text[start:end] + text[to:]
    return text


@examples(400)
@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_is_refused(text: str) -> None:
    parses_or_refuses(text)


@examples(1000)
@given(sql)
def test_any_sentence_of_sql_words_is_a_condition_or_is_refused(text: str) -> None:
    parses_or_refuses(text)


@examples(400)
@given(data)
def test_any_data_is_a_condition_or_is_refused(source: Any) -> None:
    parses_or_refuses(source)


@examples(600)
@given(makers)
def test_a_mutated_condition_is_a_condition_or_is_refused(maker: Maker) -> None:
    tree = maker.condition(maker.vocabulary(), party="any")
    parses_or_refuses(mutated(maker, text_of(tree)))
    parses_or_refuses(limbs_of(tree))


@examples(400)
@given(makers)
def test_a_mutated_act_is_an_act_or_is_refused(maker: Maker) -> None:
    reads_or_refuses(mutated(maker, CHIPS))


@examples(200)
@given(st.text(max_size=80))
def test_any_text_is_an_act_or_is_refused(text: str) -> None:
    reads_or_refuses(text)


@examples(300)
@given(makers)
def test_a_mutated_vocabulary_is_read_or_refused(maker: Maker) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.yaml"
        path.write_text(mutated(maker, VOCABULARY).replace("\x00", ""), encoding="utf-8")
        try:
            read_facts(path, Path(folder), "x")
        except RukhsaError as error:
            assert error.problems


@pytest.mark.long
@examples(50_000, long=True)
@given(makers, sql)
def test_fuzz_at_length(maker: Maker, text: str) -> None:
    parses_or_refuses(text)
    parses_or_refuses(mutated(maker, text_of(maker.condition(maker.vocabulary(), party="any"))))
    reads_or_refuses(mutated(maker, CHIPS))


# what is too much is refused by its size, before anything reads it

TOO_MUCH = 10_000_000


@pytest.mark.parametrize("piece", ["tpp >= 1 AND ", "(", "NOT ", "'", '"', "-", "\\", "a.", "[", "1"])
def test_ten_megabytes_of_condition_are_refused_by_their_size(piece: str) -> None:
    text = piece * (TOO_MUCH // len(piece))
    with pytest.raises(RukhsaError) as caught:
        parse_condition(text)
    (problem,) = caught.value.problems
    assert f"at most {LONGEST_LEAF:,}" in problem.message
    assert len(problem.message) < 200


@pytest.mark.parametrize(
    "piece", ["(", "NOT ", "x AND (", "tpp + ", "1 IN (", "CASE WHEN ", "GREATEST(", "x[", "- "]
)
def test_the_longest_leaf_of_anything_is_read_or_refused(piece: str) -> None:
    parses_or_refuses(piece * (LONGEST_LEAF // len(piece)))
    parses_or_refuses(piece * 100 + "x" + ")" * 100)


def test_a_condition_nests_no_deeper_than_its_readers_can_follow() -> None:
    with pytest.raises(RukhsaError, match="nests too deep"):
        parse_condition("NOT " * 200 + "datacenter")
    with pytest.raises(RukhsaError, match="nests too deep"):
        parse_condition("tpp > 1" + " + 1" * 200)
    deep: Any = "datacenter"
    for _ in range(200):
        deep = {"any": [deep, "datacenter"]}
    with pytest.raises(RukhsaError, match="nest deeper"):
        parse_condition(deep)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_where_it_becomes_too_deep(opening: str) -> None:
    text = opening * 100_000 if opening != "- " else "".join(f"{' ' * (2 * i)}-\n" for i in range(300))
    with pytest.raises(RukhsaError):
        read_text(text, "deep.yaml")


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    with pytest.raises(RukhsaError, match="anchors and aliases are refused"):
        read_text(bomb, "bomb.yaml")


def test_random_bytes_are_refused(tmp_path: Path) -> None:
    from rukhsa.law.read import read_acts

    noise = random.Random(7)
    for index in range(50):
        path = tmp_path / f"{index}.yaml"
        path.write_bytes(noise.randbytes(noise.randint(1, 300)))
        with pytest.raises(RukhsaError):
            read_acts([path])
