"""What a condition requires of a fact: known otherwise, the condition is false."""

from __future__ import annotations

from hypothesis import given

from rukhsa.language.parse import parse_condition
from rukhsa.language.required import either, required
from tests.strategies import Maker, examples, makers, truth_of


@examples(400)
@given(makers)
def test_a_condition_is_false_where_a_fact_is_known_otherwise(maker: Maker) -> None:
    vocabulary = maker.vocabulary(parties=False)
    tree = maker.limbs(maker.condition(vocabulary, depth=3))
    needed = required(tree)
    for _ in range(8):
        facts = maker.case(vocabulary, known=maker.random.randint(1, 3)).facts
        otherwise = [
            name
            for name, values in needed.items()
            if isinstance(value := facts.get(name), str) and value not in values
        ]
        if otherwise:
            assert truth_of(tree, vocabulary, facts) is False


def test_what_is_required() -> None:
    def of(text: str) -> dict[str, list[str]]:
        return {name: sorted(values) for name, values in required(parse_condition(text)).items()}

    assert of("kind = 'a' AND size > 3") == {"kind": ["a"]}
    assert of("kind IN ('a', 'b') AND kind IN ('b', 'c')") == {"kind": ["b"]}
    assert of("(kind = 'a' AND place = 'x') OR kind = 'b'") == {"kind": ["a", "b"]}
    assert of("kind = 'a' OR place = 'x'") == {}
    assert of("NOT kind = 'a'") == {}
    assert of("kind <> 'a'") == {}
    assert either([]) == {}
