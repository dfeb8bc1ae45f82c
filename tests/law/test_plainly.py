"""An act that is read without the schema is the act that the schema reads; whatever is not plain is left to it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.errors import RukhsaError
from rukhsa.law.plainly import plain_act
from rukhsa.law.read import act_by_schema, act_from
from rukhsa.law.source import PACKS, Source, read_file, read_text
from tests.strategies import examples

DAYS = ("2025-07-15", "2025-07-14", "2026-02-30", "2025-7-15", "0", "today", "")
TARGETS = ("us/letter/nvidia-h20", "us/act#pause", "us/act#", "#pause", "us/a b", "-x", "us/x\n", "")
TEXTS = ({"en": "a"}, {"en": "a", "ar": "ب"}, {"ar": "ب"}, {"en": "a", "fr": "b"}, {"en": ""}, "a", None)
MARKS = ("verified", "secondary", "memory", "sure", "")
values = st.one_of(
    st.sampled_from((*DAYS, *TARGETS, *MARKS, "true", "false", "yes", "1", "law", "rule")),
    st.sampled_from((*TEXTS, [], {}, ["us/x"], {"read": "a", "mark": "memory"}, {"read": "a"})),
)
clauses = st.builds(
    lambda verb, target, more: {verb: target, "from": "2025-07-15", **more},
    st.sampled_from(("suspend", "resume", "rescind", "amend", "impose")),
    st.sampled_from(TARGETS),
    st.dictionaries(
        st.sampled_from(
            "from until label retroactive mark source note doubt comply held kind suspend extra".split()
        ),
        values,
        max_size=3,
    ),
)
acts = st.builds(
    lambda does, more: {
        "act": "us/what-if/x",
        "title": {"en": "t"},
        "kind": "hypothetical",
        "grade": "law",
        "public": "2025-07-15",
        "does": does,
        **more,
    },
    st.lists(clauses, max_size=2),
    st.dictionaries(
        st.sampled_from(
            "act title kind grade public cite by source note does seq saves origin extra".split()
        ),
        values,
        max_size=2,
    ),
)


@examples(400)
@given(acts)
def test_a_plain_act_is_the_act_that_the_schema_reads(data: dict[str, Any]) -> None:
    (source,) = read_text(json.dumps(data), "x.yaml")
    found = plain_act(source)
    if found is not None:
        assert found == act_by_schema(source)


@examples(100)
@given(acts)
def test_what_is_wrong_is_told_by_the_schema(data: dict[str, Any]) -> None:
    (source,) = read_text(json.dumps(data), "x.yaml")
    told: list[object] = []
    for read in (act_from, act_by_schema):
        try:
            told.append(read(source))
        except RukhsaError as error:
            told.append(error.problems)
    assert told[0] == told[1]


def test_acts_of_the_packs_that_are_plain_are_read_alike() -> None:
    plain = 0
    for path in sorted(PACKS.glob("*/acts/*.yaml")):
        for source in read_file(path, path.name):
            found = plain_act(source)
            if found is not None:
                plain += 1
                assert found == act_by_schema(source)
    assert plain > 0


@pytest.mark.parametrize("verb", ["suspend", "resume", "rescind"])
def test_a_what_if_that_only_acts_upon_others_is_plain(verb: str) -> None:
    data = {
        "act": "us/what-if/x",
        "title": {"en": "t", "ar": "ت"},
        "kind": "hypothetical",
        "grade": "law",
        "public": "2025-07-15",
        "does": [{verb: "us/letter/nvidia-h20", "from": "2025-07-15", "until": "2025-08-15"}],
    }
    found = plain_act(Source("x.yaml", data, {(): 1}))
    assert found is not None
    assert [clause.verb for clause in found.clauses] == [verb]
