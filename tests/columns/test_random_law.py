"""Random laws, saving and doubtful ones included, and random lines: the engine says what each case says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hypothesis import given

from rukhsa.columns import grids, run, steps, sums
from rukhsa.columns.engine import Columns
from rukhsa.decide.engine import Law
from rukhsa.language.tree import Fact
from rukhsa.language.vocabulary import Value, Vocabulary
from rukhsa.law.act import Saves
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.law.terms import GRADES
from rukhsa.records import replace
from tests.columns.books import Row, decided, differing, one_by_one, together
from tests.strategies import DAYS, Maker, examples, makers

PARTY = ("listed", "military", "hq", "owned")


def shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def line_of(maker: Maker, vocabulary: Vocabulary) -> Row:
    """A random case, one to three parties, as a line on a random day."""
    case = maker.case(vocabulary, known=maker.one_of((1, 2, 2, 6)))
    row = {name: shown(value) for name, value in case.facts.items()}
    for index, party in enumerate(case.parties, 1):
        ending = "" if index == 1 else f"_{index}"
        row |= {f"{name}{ending}": shown(value) for name, value in party.items()}
    if maker.chance(4):
        row[maker.one_of([name for name in vocabulary if name not in PARTY])] = "unknown"
    if maker.chance(8):
        row[maker.one_of(("hq", "listed", "tpp", "destination"))] = "nonsense"
    row["date"] = f"2025-{maker.random.randint(1, 12):02}-{maker.random.randint(1, 28):02}"
    return row


def columns_of(vocabulary: Vocabulary) -> tuple[str, ...]:
    return ("order", *vocabulary, "date", *(f"{name}_{which}" for which in (2, 3) for name in PARTY))


@contextmanager
def sizes(maker: Maker) -> Iterator[None]:
    """Tables of random sizes, from none at all, and sums of them for every line or for none."""
    cells = maker.one_of((0, 1, 4, 256))
    with (
        patch.object(grids, "MOST_CELLS", cells),
        patch.object(steps, "MOST_CELLS", cells),
        patch.object(sums, "MOST_CELLS", maker.one_of((0, 8, 4096))),
        patch.object(run, "WORTH_SUMS", maker.one_of((0, 0, 4, 1000))),
        patch.object(run, "LINES_AT_ONCE", maker.one_of((2, 1 << 14))),
    ):
        yield


@examples(60)
@given(makers)
def test_a_random_law_and_book(maker: Maker) -> None:
    vocabulary = maker.vocabulary(presume=maker.chance(2) or maker.chance(2))
    law = Law({"x": maker.pack(vocabulary)})
    rows = [line_of(maker, vocabulary) for _ in range(12)]
    options = {"strict": True} if maker.chance(5) else {"accept": "law"} if maker.chance(6) else {}
    columns = columns_of(vocabulary)
    one = one_by_one(columns, rows, law_=law, on="2025-06-01", **options)
    with sizes(maker):
        assert not differing(together(columns, rows, law_=law, on="2025-06-01", **options), one, rows)


@examples(20)
@given(makers)
def test_neither_order_nor_blocks_matter(maker: Maker) -> None:
    vocabulary = maker.vocabulary(presume=True)
    law = Law({"x": maker.pack(vocabulary)})
    columns = columns_of(vocabulary)
    rows = [line_of(maker, vocabulary) for _ in range(15)]
    whole = together(columns, rows, law_=law, on="2025-06-01")
    places = list(range(len(rows)))
    maker.random.shuffle(places)
    engine = Columns(law, columns, on="2025-06-01")
    found: dict[int, Row] = {}
    with sizes(maker):
        for start in range(0, len(rows), 4):
            block = places[start : start + 4]
            own = [rows[place] for place in block]
            answers = decided(engine, columns, own, [place + 2 for place in block])
            found |= dict(zip(block, answers, strict=True))
    assert not differing([found[place] for place in range(len(rows))], whole, rows)


@examples(60)
@given(makers)
def test_laws_of_two_sides_that_move(maker: Maker) -> None:
    vocabulary = maker.vocabulary(presume=maker.chance(2))
    other = maker.moving(maker.pack(vocabulary, name="y"))
    pack = maker.moving(maker.pack(vocabulary), tuple(other.log.kinds))
    law = Law({"x": pack, "y": other})
    rows = [line_of(maker, vocabulary) for _ in range(10)]
    columns = columns_of(vocabulary)
    options: dict[str, Any] = {"law_": law, "on": "2025-06-01", "accept": maker.one_of(GRADES)}
    one = one_by_one(columns, rows, **options)
    with sizes(maker):
        assert not differing(together(columns, rows, **options), one, rows)


def saving(maker: Maker, pack: Pack) -> Pack:
    """A pack whose later acts save cases on a fact that may be presumed."""
    first, *others = pack.log.acts.values()
    acts = [
        replace(act, saves=Saves(DAYS[0], DAYS[-1], Fact(maker.one_of(("t0", "t1", "t2")))))
        for act in others
        if act.grade != "reported"
    ]
    return replace(pack, log=Log([first, *acts]))


@examples(100)
@given(makers)
def test_what_is_presumed_of_a_law_that_moves_beneath_acts_that_save(maker: Maker) -> None:
    vocabulary = maker.vocabulary(presume=True)
    law = Law({"x": saving(maker, maker.moving(maker.pack(vocabulary)))})
    rows = [line_of(maker, vocabulary) for _ in range(12)]
    columns = columns_of(vocabulary)
    one = one_by_one(columns, rows, law_=law, on="2025-06-01")
    assert not differing(together(columns, rows, law_=law, on="2025-06-01"), one, rows)
