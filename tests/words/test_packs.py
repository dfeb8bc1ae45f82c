"""Whatever a pack shows to people has Arabic: titles, facts, warnings, obligations, units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from rukhsa.law.pack import Pack, pack_names, read_pack
from rukhsa.law.source import PACKS
from rukhsa.words.messages import has_message


def shown(pack: Pack) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every text of a pack that an answer may show, with where it stands; free notes of acts are exempt."""
    for fact in pack.vocabulary.values():
        yield f"fact {fact.name}", fact.title
        if fact.where:
            yield f"where of fact {fact.name}", fact.where
    for act in pack.log.acts.values():
        yield f"act {act.name}", act.title
        for clause in act.clauses:
            if clause.body is None:
                continue
            if clause.body.title:
                yield f"{act.name}: {clause.target}", clause.body.title
            if clause.body.says:
                yield f"{act.name}: {clause.target} says", clause.body.says
            for duty in clause.body.obliges:
                yield f"{act.name}: {clause.target} obliges", duty


@pytest.mark.parametrize("name", pack_names())
def test_every_text_of_a_pack_has_arabic(name: str) -> None:
    pack = read_pack(PACKS / name)
    assert pack.title.get("ar")
    assert [where for where, text in shown(pack) if not text.get("ar", "").strip()] == []


@pytest.mark.parametrize("name", pack_names())
def test_every_unit_of_a_pack_has_arabic(name: str) -> None:
    pack = read_pack(PACKS / name)
    units = {fact.unit for fact in pack.vocabulary.values()}
    units |= {clause.body.unit for clause in pack.log.clauses if clause.body is not None}
    told = [unit for unit in units if unit]
    assert [unit for unit in told if not has_message(f"units.of.{unit}")] == []
    assert [unit for unit in told if not has_message(f"units.name.{unit}")] == []
