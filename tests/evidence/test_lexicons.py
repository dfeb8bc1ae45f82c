"""Lexicons are open to a translator: the same marks in every language, and every form finds itself."""

from __future__ import annotations

import re

import pytest

from rukhsa.evidence.known import Known, Named
from rukhsa.evidence.lexicon import SEARCHED, core, form_pattern, lexicon, split
from rukhsa.evidence.script import LANGUAGES, folded
from rukhsa.evidence.senses import actors, names
from rukhsa.words.messages import has_message
from tests.evidence.reports import shelf, told

SECTIONS = [section for section in SEARCHED if section not in ("outlet", "connector")]
PLAIN = re.compile(r"[()|?*%@=\\.]")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_language_has_the_same_marks(lang: str, section: str) -> None:
    both = {"commerce"} if section == "who" else set()  # a bare ministry is told apart in two of them
    assert set(lexicon(lang).data[section]) - both == set(lexicon("en").data[section]) - both


def test_every_hedge_has_words() -> None:
    assert [mark for mark in lexicon("en").data["hedge"] if not has_message(f"reading.hedge.{mark}")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_form_finds_itself(lang: str) -> None:
    for kind in SEARCHED:
        for name, forms in (lexicon(lang).data.get(kind) or {}).items():
            for form in split(forms):
                pattern = re.compile(form_pattern(form, lang))
                if PLAIN.search(form):
                    continue
                written = re.sub(r"\bus\b", "US", form)
                text = f" {folded(written, lang)} "
                assert pattern.search(text), (kind, name, form)
                assert core(form, lang) in text, (kind, name, form)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_actor_has_a_meaning(lang: str) -> None:
    assert set(lexicon(lang).data["who"]) - {"commerce"} <= set(actors())


def test_signs_ask_for_marks_that_there_are() -> None:
    marks = {name for kind in ("thing", "measure", "talks", "source") for name in lexicon("en").data[kind]}
    for measure in shelf().known.measures:
        for sign in measure.signs:
            for word in (*sign.needs, *sign.likes, *sign.bars):
                head, colon, rest = word.partition(":")
                if word.startswith("#"):
                    assert word[1:].isdecimal(), (measure.id, word)
                elif head == "by":
                    assert rest in {actor.side for actor in actors().values()}, (measure.id, word)
                elif colon:
                    assert rest == "pause" or rest in lexicon("en").data[head], (measure.id, word)
                else:
                    assert word in marks, (measure.id, word)


def test_every_measure_of_the_packs_can_be_found() -> None:
    named = {of for measure in shelf().known.measures for of in measure.of}
    from rukhsa.law.measures import read_measures

    assert {measure.id for pack in shelf().packs for measure in read_measures(pack)} <= named


def test_a_measure_is_found_by_its_alias_without_any_entry() -> None:
    plain = Named(
        id="x/widgets",
        pack="x",
        kind="control",
        enters="impose",
        by="x",
        title={},
        aliases={"en": ("widget rule",)},
    )
    (found,) = Known([plain], {}).found((), (), "the widget rule was suspended", "en", None)
    assert found.measure is plain


def test_an_act_that_is_cited_is_found_without_any_entry() -> None:
    assert told("商务部2025年第10号公告暂停实施。") == [("suspend", "cn-2025-10")]


def test_no_measure_is_named_twice() -> None:
    ids = [measure.id for measure in shelf().known.measures]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("section", ["chips", "loose", "vague", "common", "restrictions", "flows"])
def test_lists_of_marks_name_marks(section: str) -> None:
    marks = {name for kind in ("thing", "measure", "paper") for name in lexicon("en").data[kind]}
    assert names(section) <= marks
