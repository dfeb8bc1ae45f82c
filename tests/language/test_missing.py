"""The order of missing facts: what most provisions need, then what settles most of them, whatever it is called."""

from __future__ import annotations

import random

from rukhsa.language.missing import ranked


def names(found: dict[tuple[str, int | None], list[str]]) -> list[str]:
    return [missing.fact for missing in ranked(found)]


def test_what_most_provisions_need_comes_first() -> None:
    assert names({("a", None): ["p"], ("z", None): ["p", "q"]}) == ["z", "a"]


def test_of_two_that_as_many_need_the_one_that_is_needed_alone_comes_first() -> None:
    found: dict[tuple[str, int | None], list[str]] = {
        ("a", None): ["p"],
        ("b", None): ["p"],
        ("z", None): ["q"],
    }
    assert names(found) == ["z", "a", "b"]


def test_the_order_does_not_hang_on_how_they_were_found() -> None:
    found: dict[tuple[str, int | None], list[str]] = {
        (f"f{at}", at % 3 or None): [f"p{other}" for other in range(9) if (at * 7 + other * 5) % 4 == 0]
        or ["p0"]
        for at in range(12)
    }
    draw = random.Random(3)
    want = ranked(found)
    for _ in range(20):
        keys = list(found)
        draw.shuffle(keys)
        again = ranked({key: draw.sample(found[key], len(found[key])) for key in keys})
        assert [(one.fact, one.party) for one in again] == [(one.fact, one.party) for one in want]
