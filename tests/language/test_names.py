"""Names that resemble: what is left out before `difflib` is asked is what `difflib` would refuse."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

from rukhsa.language.names import LEAST_LIKENESS, Names

LISTED = (
    "Yangtze Memory Technologies",
    "Biren Technology",
    "Hygon",
    "Moore Threads",
    "سميك",
    "华为技术",
    "aaaab aaa",
)


def slipped(draw: random.Random, name: str) -> str:
    letters = list(name)
    for _ in range(draw.randint(0, 6)):
        place = draw.randrange(len(letters) + 1)
        match draw.randint(0, 2):
            case 0:
                letters.insert(place, draw.choice("aeintrz 中ش"))
            case 1:
                del letters[place : place + 1]
            case _:
                letters[place : place + 1] = draw.choice("aeintrz")
    return "".join(letters)


def test_nothing_close_is_left_out() -> None:
    names, draw = Names({name: () for name in LISTED}), random.Random(4)
    kept = 0
    for _ in range(500):
        name = slipped(draw, draw.choice(list(names.ids)))
        close = set(names._close(name))
        kept += len(close)
        for spelling in names.ids:
            asked = SequenceMatcher(None, spelling, name)  # as `get_close_matches` does
            least = min(asked.real_quick_ratio(), asked.quick_ratio())
            assert (spelling in close) == (least >= LEAST_LIKENESS)
    assert 100 < kept < 500 * len(names.ids)
