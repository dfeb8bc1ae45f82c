"""The words of verdicts, policies, grades and facts: messages, which every language can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rukhsa.language.countries import country_words
from rukhsa.language.vocabulary import FactDef
from rukhsa.law.act import Act
from rukhsa.words.messages import Message, say, series


def verdict_words(possible: Iterable[str]) -> Message:
    """A verdict, or the verdicts between which the facts leave it open."""
    named = list(possible)
    if len(named) == 1:
        return say(f"decision.verdict.{named[0]}")
    return say("decision.between", verdicts=series(map(short_words, named), "common.or"))


def short_words(verdict: str) -> Message:
    """A verdict in a few words, for a list of several."""
    return say(f"decision.short.{verdict}")


def policy_words(policies: Iterable[str]) -> Message | None:
    """A review policy, or the range that the facts leave open; nothing when none is possible."""
    named = [say(f"decision.policy.{policy}") for policy in policies]
    if len(named) < 2:
        return named[0] if named else None
    return say("decision.policy_range", mildest=named[0], strictest=named[-1])


def grade_words(act: Act) -> Message:
    """How an act is known."""
    return say(f"decision.grade.{'hypothetical' if act.kind == 'hypothetical' else act.grade}")


def value_words(fact: FactDef | None, value: str) -> object:
    """A value of a fact, or several that are separated by commas, as an answer shows it."""
    if fact is not None and fact.type == "country" and "/" not in value:
        return series(country_words(code) for code in value.split(", "))
    return value


def act_title(act: Act) -> Mapping[str, str]:
    return act.title if act.title.get("en") else {**act.title, "en": act.name}
