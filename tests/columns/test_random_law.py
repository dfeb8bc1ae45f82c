"""Random laws, saving and doubtful ones included, and random lines: the engine says what each case says."""

from __future__ import annotations

from hypothesis import given

from rukhsa.columns.engine import Columns
from rukhsa.decide.engine import Law
from rukhsa.language.vocabulary import Value, Vocabulary
from tests.columns.books import Row, decided, differing, one_by_one, together
from tests.strategies import Maker, examples, makers

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


@examples(60)
@given(makers)
def test_a_random_law_and_book(maker: Maker) -> None:
    vocabulary = maker.vocabulary(presume=maker.chance(2) or maker.chance(2))
    law = Law({"x": maker.pack(vocabulary)})
    rows = [line_of(maker, vocabulary) for _ in range(12)]
    options = {"strict": True} if maker.chance(5) else {"accept": "law"} if maker.chance(6) else {}
    columns = columns_of(vocabulary)
    one = one_by_one(columns, rows, law_=law, on="2025-06-01", **options)
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
    for start in range(0, len(rows), 4):
        block = places[start : start + 4]
        answers = decided(engine, columns, [rows[place] for place in block], [place + 2 for place in block])
        found |= dict(zip(block, answers, strict=True))
    assert not differing([found[place] for place in range(len(rows))], whole, rows)
