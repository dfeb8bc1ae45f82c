"""What a condition requires of a fact: known otherwise, the condition is false."""

from __future__ import annotations

import json

from hypothesis import given

from rukhsa.language.parse import parse_condition
from rukhsa.language.required import Bounds, either, fits, required, wanted_from_data, wanted_to_data
from tests.strategies import Maker, examples, makers, truth_of


@examples(400)
@given(makers)
def test_a_condition_is_false_where_a_fact_is_known_otherwise(maker: Maker) -> None:
    vocabulary = maker.vocabulary(parties=False)
    tree = maker.limbs(maker.condition(vocabulary, depth=3))
    needed = required(tree)
    for _ in range(8):
        facts = maker.case(vocabulary, known=maker.random.randint(1, 3)).facts
        if not all(fits(facts.get(name), wanted) for name, wanted in needed.items()):
            assert truth_of(tree, vocabulary, facts) is False
    for wanted in needed.values():
        again = wanted_from_data(json.loads(json.dumps(wanted_to_data(wanted))))
        if isinstance(wanted, Bounds) or isinstance(again, Bounds):
            assert again == wanted
        else:
            assert sorted(again, key=str) == sorted(wanted, key=str)


def test_what_is_required() -> None:
    def of(text: str) -> dict[str, object]:
        return {name: wanted_to_data(wanted) for name, wanted in required(parse_condition(text)).items()}

    assert of("kind = 'a' AND size > 3") == {"kind": ["a"], "size": {"low": "3", "high": None}}
    assert of("kind IN ('a', 'b') AND kind IN ('b', 'c')") == {"kind": ["b"]}
    assert of("(kind = 'a' AND place = 'x') OR kind = 'b'") == {"kind": ["a", "b"]}
    assert of("kind = 'a' OR place = 'x'") == {}
    assert of("NOT kind = 'a'") == {}
    assert of("kind <> 'a'") == {}
    assert of("small AND NOT large") == {"small": [True], "large": [False]}
    assert of("size >= 3 AND 5 > size AND size > 1") == {"size": {"low": "3", "high": "5"}}
    assert of("(size < 3 AND small) OR size <= 7") == {"size": {"low": None, "high": "7"}}
    assert of("size < 3 OR size > 7") == {}
    assert either([]) == {}
