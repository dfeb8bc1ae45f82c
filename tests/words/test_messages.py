"""Messages in Arabic: isolation of what is not Arabic, counts, days, and the choice of the language."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.words.choice import asked_language
from rukhsa.words.messages import FSI, PDI, RLI, Day, Message, Typed, directed, said, say
from rukhsa.words.units import quantity

TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def balanced(text: str) -> bool:
    """Whether every isolate that is opened is closed, and none is closed that was not opened."""
    depth = 0
    for char in text:
        depth += (char in (FSI, RLI, "\u2066")) - (char == PDI)
        if depth < 0:
            return False
    return depth == 0


@given(TYPED)
def test_what_a_user_typed_cannot_turn_the_line_around(typed: str) -> None:
    for value in (typed, Typed(typed), {"en": typed}, {"en": "title", "ar": typed}, (typed, typed)):
        told = say("errors.no_item", name=value).text("ar")
        assert balanced(told)
        assert not set(told) & set("\u202a\u202b\u202c\u202d\u202e")


@given(TYPED)
def test_a_value_is_found_again_between_its_isolates(typed: str) -> None:
    bare = "".join(c for c in typed if c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert f"{FSI}{bare}{PDI}" in say("decision.caution.known_by", day=typed).text("ar") or typed[4:5] == "-"


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "سطر واحد"),
        (2, "سطران"),
        (3, "3 أسطر"),
        (10, "10 أسطر"),
        (11, "11 سطراً"),
        (99, "99 سطراً"),
        (100, "100 سطر"),
        (102, "102 سطر"),
        (103, "103 أسطر"),
        (111, "111 سطراً"),
    ],
)
def test_lines_are_counted_as_arabic_counts(count: int, told: str) -> None:
    assert say("batch.lines", n=count).text("ar") == told


def test_days_are_told_by_the_name_of_their_month() -> None:
    assert said(Day("2025-05-01"), "ar") == "1 مايو 2025"
    assert said(Day("2025-05-01"), "en") == "2025-05-01"
    assert said(Day("soon"), "ar") == f"{FSI}soon{PDI}"


def test_a_unit_belongs_to_the_number_of_a_bound() -> None:
    bound = say("units.at_least", n="90")
    assert str(quantity(bound, "days")) == "at least 90 days"
    assert said(quantity(bound, "days"), "ar") == f"{FSI}90{PDI} يوماً على الأقل"


def test_code_between_backticks_is_isolated_once() -> None:
    told = say("errors.given_twice", name="tpp", one="1", other="2").text("ar")
    assert f"{FSI}`tpp`{PDI}" in told
    assert told.count(FSI) == 3


def test_a_message_is_its_english_and_survives_pickling() -> None:
    message = say("decision.caution.rests_on", act="us/x", grade=say("decision.caution.grade.company"))
    assert message == "rests on us/x, known through a company's filing or statement"
    again = pickle.loads(pickle.dumps(message))
    assert isinstance(again, Message)
    assert again.both() == message.both()


def test_a_title_without_arabic_is_shown_as_it_is() -> None:
    assert said({"en": "a title"}, "ar") == f"{FSI}a title{PDI}"


def test_a_line_that_begins_with_a_code_still_runs_from_right_to_left() -> None:
    assert directed(f"{FSI}us/x{PDI}: نص") == f"{FSI}us/x{PDI}: نص"
    assert directed(f"{FSI}us/x{PDI}") == f"\u200f{FSI}us/x{PDI}"


@pytest.mark.parametrize(
    ("given_", "environment", "lang"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ar_AE.UTF-8"}, "ar"),
        ([], {"LANG": "ar"}, "ar"),
        ([], {"LANG": "arn_CL.UTF-8"}, "en"),
        ([], {"LANG": "ar_SA.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "ar_EG.UTF-8"}, "ar"),
        ([], {"LC_ALL": "", "LANG": "ar_EG"}, "ar"),
        (["check", "--lang", "en"], {"LANG": "ar_EG"}, "en"),
        (["check", "--lang=ar"], {"LANG": "en_US"}, "ar"),
        (["--lang", "ar", "check"], {}, "ar"),
        (["check", "--lang"], {}, "en"),
    ],
)
def test_the_language_is_the_one_asked_else_that_of_the_locale(
    given_: list[str], environment: dict[str, str], lang: str
) -> None:
    assert asked_language(given_, environment) == lang
