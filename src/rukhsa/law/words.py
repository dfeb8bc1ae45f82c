"""The words of the law room: the code words of acts, and what they mean in Arabic."""

from __future__ import annotations

from rukhsa.words.messages import say

Words = dict[str, str]


def _named(code: str, key: str) -> Words:
    """A code word: itself in English, its meaning in Arabic."""
    return {**say(key).both(), "en": code}


def grade_name(grade: str) -> Words:
    """How an act is known."""
    return _named(grade, f"decision.grade.{grade}")


def mark_name(mark: str) -> Words:
    """How well a text was seen."""
    return _named(mark, f"law.mark.{mark}")


def verb_name(verb: str) -> Words:
    """What a clause does."""
    return _named(verb, f"law.verb.{verb}")


def kind_name(kind: str) -> Words:
    """Of which kind a provision is."""
    return _named(kind, f"law.kind.{kind}")


def act_kind_name(kind: str) -> Words:
    """Of which kind an act is."""
    return _named(kind, f"law.act_kind.{kind}")
