"""What is folded as far as some acts reach is the whole fold."""

from __future__ import annotations

from hypothesis import given

from rukhsa.language.tree import facts_of
from rukhsa.law.act import Act, Clause
from rukhsa.law.fold import fold
from rukhsa.law.pack import load_pack, pack_names
from rukhsa.law.partial import fold_further, fold_part, reach
from tests.strategies import DAYS, Maker, examples, makers


@examples(400)
@given(makers)
def test_further_acts_folded_as_far_as_they_reach_give_the_whole_law(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    more: list[Act] = []
    for index in range(maker.random.randint(1, 2)):
        known = [*log.acts.values(), *more]
        more.append(maker.act(f"x/more-{index}", known, doubts=True, keep=True))
    longer = log.plus(more)
    further = frozenset(act.name for act in more)
    accepted = frozenset(name for name in longer.acts if not maker.chance(6))
    for day in DAYS:
        before = fold(log, day, accepted - further)
        found = fold_further(longer, further, day, accepted, before)
        whole = fold(longer, day, accepted)
        assert found is not None
        assert found.provisions == whole.provisions
        assert found.suspended == whole.suspended
        asked = {fact for text in whole.provisions.values() if text.tree for fact in facts_of(text.tree)}
        assert all(
            found.questions.get(name) == asks for name, asks in whole.questions.items() if name in asked
        )
        differing = {
            name
            for name in {*before.provisions, *whole.provisions}
            if before.provisions.get(name) != whole.provisions.get(name)
        }
        assert differing <= found.changed


@examples(200)
@given(makers)
def test_a_part_of_the_law_is_folded_from_what_bears_on_it(maker: Maker) -> None:
    log = maker.log(doubts=True, keep=True)
    accepted = frozenset(log.acts)
    names = reach(maker.one_of(list(log.acts.values())), log)
    for day in DAYS:
        part, whole = fold_part(names, log, log.acts, day, accepted), fold(log, day, accepted)
        for found, expected in ((part.provisions, whole.provisions), (part.suspended, whole.suspended)):
            told = {name: text for name, text in found.items() if name in names}
            assert told == {name: text for name, text in expected.items() if name in names}


def test_an_act_that_takes_the_name_of_provisions_is_folded_with_the_whole_log() -> None:
    (pack, *_) = (load_pack(name) for name in pack_names())
    target = next(c.target for c in pack.log.clauses if c.verb == "rescind" and c.target not in pack.log.acts)
    clause = Clause(target, 0, "rescind", "x/none", "2030-01-01")
    named = Act(target, {"en": "x"}, "hypothetical", "law", "2030-01-01", clauses=(clause,))
    longer = pack.log.plus([named])
    accepted = frozenset(longer.acts)
    before = fold(pack.log, "2030-02-01", accepted - {target})
    assert fold_further(longer, [target], "2030-02-01", accepted, before) is None


def test_clauses_that_write_and_they_alone_have_texts() -> None:
    for name in pack_names():
        for clause in load_pack(name).log.clauses:
            assert clause.writes == (clause.body is not None)
