"""Amounts, metrics, lines and reasons in words that every language can say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rukhsa.decide.verdict import VERDICTS
from rukhsa.decide.words import short_words
from rukhsa.language.countries import country_words
from rukhsa.stake.inputs import Need
from rukhsa.stake.lines import OPEN_POLICY, UNREAD, Judged
from rukhsa.stake.money import Money, shown, shown_amount
from rukhsa.stake.options import Metric
from rukhsa.words.messages import Message, say, series
from rukhsa.words.units import unit_name

_MOST_NAMED = 12  # lines that are named one by one; of more, only their number


def money_words(money: Money) -> object:
    """Amounts, each in its currency."""
    told = [
        say("stake.money", amount=shown_amount(amount), currency=currency)
        if currency
        else say("stake.money_bare", amount=shown_amount(amount))
        for currency, amount in money.items()
    ]
    return series(told) if told else say("stake.no_money")


def lines_words(lines: Sequence[Judged]) -> Message:
    """Lines of the book by number, or how many where they are many."""
    if len(lines) > _MOST_NAMED:
        return say("batch.lines", n=len(lines))
    return say("stake.lines_named", n=len(lines), numbers=series(str(line.line.number) for line in lines))


def kind_words(kind: str) -> Message:
    """Why a line stands in its class: a verdict or a review policy."""
    if kind == OPEN_POLICY:
        return say("stake.kind.open_policy")
    if kind == UNREAD:
        return say("stake.kind.unread")
    if kind in VERDICTS or kind == "undetermined":
        return short_words(kind)
    return say("stake.kind.policy", policy=say(f"decision.policy.{kind}"))


def metric_words(metric: Metric, reference: Decimal) -> Message:
    """A metric by its name: never a number without it."""
    title = dict(metric.title)
    told = (
        say("stake.metric", title=title, unit=unit_name(metric.unit))
        if metric.unit
        else say("stake.metric_bare", title=title)
    )
    if metric.equivalent is None:
        return told
    return say("stake.metric_per", title=told, item=metric.equivalent, rate=shown(reference))


def place_words(destination: str) -> object:
    return country_words(destination) if destination else say("stake.no_destination")


def amount_words(need: Need) -> Message:
    if need.amount is None:
        return say("stake.input_no_amount")
    return say("stake.input_amount", amount=shown(need.amount), unit=need.supply.input.unit)


def facts_words(facts: Iterable[str]) -> object:
    return series(facts)
