"""The comparisons of a trace as sentences: what was compared, how it turned out, where the law says so."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.decide.reasons import Leaf
from rukhsa.decide.side import Side
from rukhsa.decide.words import value_words
from rukhsa.language.vocabulary import FactDef
from rukhsa.words.messages import Day, Message, Series, say, series
from rukhsa.words.units import quantity

_RELATIONS = {
    "in": "in",
    "not in": "not_in",
    "=": "eq",
    "<>": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}
_OF_DATES = {"lt": "before", "le": "not_after", "gt": "after", "ge": "not_before"}


def leaf_words(side: Side, leaf: Leaf) -> Message:
    """A comparison in words, with the values compared."""
    statement = _statement(side, leaf)
    return say("decision.leaf.cited", statement=statement, cite=leaf.cite) if leaf.cite else statement


def leaves_words(side: Side, leaves: Iterable[Leaf]) -> Series:
    """Several comparisons in one line."""
    return series((leaf_words(side, leaf) for leaf in leaves), "common.semicolon")


def _statement(side: Side, leaf: Leaf) -> Message:
    fact = side.regime.fact(leaf.subject)
    name = of_party(side, fact.title if fact else provision_title(side, leaf.subject), leaf.party)
    relation = _RELATIONS[leaf.relation]
    truth = fact is not None and fact.type == "truth"
    if leaf.value is None:
        if truth and relation == "eq" and leaf.bound == "true":
            return say("decision.leaf.unknown_truth", name=name)
        return say(f"decision.leaf.unknown_{relation}", name=name, bound=_bound(fact, leaf))
    if relation in ("in", "not_in"):
        return say(
            f"decision.leaf.{relation}{_kind(fact)}",
            name=name,
            value=value_words(fact, leaf.value),
            bound=_bound(fact, leaf),
        )
    if truth:
        return say(f"decision.leaf.{'yes' if leaf.value == 'true' else 'no'}", name=name)
    value, bound = value_words(fact, leaf.value), _bound(fact, leaf)
    if relation in _OF_DATES:
        if fact is not None and fact.type == "date":
            return say(f"decision.leaf.{_OF_DATES[relation]}", name=name, value=Day(leaf.value), bound=bound)
        bound = quantity(bound, fact.unit if fact else _unit(side, leaf.subject))
        return say(f"decision.leaf.{relation}", name=name, value=value, bound=bound)
    return say(f"decision.leaf.{relation}{_kind(fact)}", name=name, value=value, bound=bound)


def _kind(fact: FactDef | None) -> str:
    """The ending of a message that speaks of countries or names, not of values."""
    return f".{fact.type}" if fact is not None and fact.type in ("country", "name") else ""


def _bound(fact: FactDef | None, leaf: Leaf) -> object:
    if isinstance(leaf.bound, Message):
        return leaf.bound
    if fact is not None and fact.type == "date":
        return Day(leaf.bound)
    return value_words(fact, leaf.bound)


def provision_title(side: Side, name: str) -> object:
    """The title of a provision in force; its name where it has none."""
    provision = side.regime.provisions.get(name)
    if provision is None:
        return say(f"decision.leaf.{name}") if name in ("expression", "condition") else name
    return provision.body.title if provision.body.title.get("en") else name


def _unit(side: Side, name: str) -> str | None:
    provision = side.regime.provisions.get(name)
    return provision.body.unit if provision else None


def of_party(side: Side, name: object, party: int | None) -> object:
    """A fact's name or title, with the party that is meant where there are several."""
    number, role = which_party(side, party)
    if number is None:
        return name
    if role is None:
        return say("decision.leaf.of_party", name=name, party=number)
    return say("decision.leaf.of_party_in_role", name=name, party=number, role=role)


def which_party(side: Side, party: int | None) -> tuple[int | None, str | None]:
    """The number of a party, from one on, and its role; nothing where there is only one."""
    if party is None or len(side.filled.parties) < 2:
        return None, None
    role = side.filled.parties[party].get("role")
    return party + 1, role if isinstance(role, str) else None
