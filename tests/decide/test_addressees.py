"""Whom an answer on a name of nobody known may not mean: nobody else would be answered otherwise."""

from __future__ import annotations

from hypothesis import given

from rukhsa.decide.case import Case
from rukhsa.decide.side import Side, State
from rukhsa.decide.verdict import UNDETERMINED
from tests.strategies import NAMES, NOW, Maker, examples, makers

STRANGER = "acme trading"


@examples(1500)
@given(makers)
def test_who_is_not_named_would_get_the_same_answer(maker: Maker) -> None:
    vocabulary = maker.vocabulary(presume=maker.chance(2))
    pack = maker.pack(vocabulary)
    case = maker.case(vocabulary, known=maker.one_of((1, 2, 6)))
    facts = {**case.facts, "exporter": STRANGER}
    leaning = frozenset({("exporter", None)})
    side = Side(pack, State(NOW), Case(facts, case.parties, leaning=leaning))
    if side.verdict == UNDETERMINED:
        return
    named = dict(side.addressees).get("exporter", ())
    for other in NAMES:
        if other not in named:
            told = Side(pack, State(NOW), Case({**facts, "exporter": other}, case.parties))
            assert told.possible == side.possible
            assert set(told.finding.policies) <= set(side.finding.policies)  # what stays open may settle


def test_the_property_meets_answers_that_hang_on_who_exports() -> None:
    import random

    hang = 0
    for seed in range(200):
        maker = Maker(random.Random(seed))
        vocabulary = maker.vocabulary(presume=True)
        case = maker.case(vocabulary, known=1)
        given_ = Case(
            {**case.facts, "exporter": STRANGER}, case.parties, leaning=frozenset({("exporter", None)})
        )
        side = Side(maker.pack(vocabulary), State(NOW), given_)
        hang += bool(side.addressees)
    assert hang > 5
