"""The words of `rukhsa batch`: a line in short, and what a run came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rukhsa.decide.batch import Decided
from rukhsa.decide.text import change_words, conflict_words, headline, left_out_words, sides_words
from rukhsa.decide.verdict import REQUIRED
from rukhsa.decide.words import short_words
from rukhsa.language.countries import country_code, country_words
from rukhsa.orders.summary import Summary, Worth
from rukhsa.words.layout import Line
from rukhsa.words.messages import Day, Message, say, series

_PLACES, _FACTS, _PROVISIONS = 10, 8, 8


def line_words(number: int, decided: Decided) -> Iterator[Line]:
    """An order line and its answer in short."""
    yield Line(_asked(number, decided.line.cells))
    decision = decided.decision
    if decision is None:
        yield Line(say("batch.line_unread", error=decided.error or ""), "    ")
        return
    answer = headline(decision)
    yield Line(say("batch.otherwise", answer=answer) if reads_otherwise(decided) else answer, "    ")
    if decided.for_party:
        yield Line(say("orders.for_party", names=decided.for_party), "    ")
    if len(decision.in_play) > 1:
        yield Line(sides_words(decision), "    ")
    for conflict in conflict_words(decision):
        yield Line(conflict, "    ")
    for side in decision.sides:
        for requirement in side.finding.met:
            body = side.regime.provisions[requirement].body
            yield Line(say("batch.ground", cite=body.cite, ground=body.ground, title=body.title), "    ")
    if decision.assumed and decision.verdict != REQUIRED and not decision.leans_on_presumption:
        yield Line(say("batch.presumed", facts=decision.assumed), "    ")
    if decision.next_change is not None:
        yield Line(change_words(decision.next_change), "    ")
    for left_out in left_out_words(decision):
        yield Line(left_out, "    ")


def reads_otherwise(decided: Decided) -> bool:
    """Whether the published law alone reads otherwise."""
    sides = decided.decision.sides if decided.decision is not None else ()
    return any(reading.kind == "by_law" for side in sides for reading in side.readings)


def _asked(number: int, cells: Mapping[str, str]) -> Message:
    """An order line in words."""
    name = cells.get("order") or str(number)
    if cells.get("line"):
        name += f"/{cells['line']}"
    party = " ".join(part for part in (cells.get("party", ""), _code(cells.get("party_hq", ""))) if part)
    place = _code(cells.get("destination", "").strip())
    told = {
        "name": name,
        "item": _named(cells) or say("batch.no_item"),
        "destination": country_words(place) if place else say("batch.no_destination"),
        "day": Day(cells["date"]) if cells.get("date") else say("batch.day_asked"),
    }
    parties = [say("batch.exporter", name=cells["exporter"])] if cells.get("exporter") else []
    parties += [say("batch.party", name=party)] if party else []
    return say("batch.order_of", **told, parties=series(parties)) if parties else say("batch.order", **told)


def _named(cells: Mapping[str, str]) -> str:
    """What a line says of its item, in short."""
    return next((cells[key] for key in ("item", "category", "code") if cells.get(key, "").strip()), "")


def _code(country: str) -> str:
    """A country as one word, however the book calls it; what names none stays as it is."""
    return (country_code(country) if country else None) or country


def headline_of(summary: Summary) -> Message:
    """The run in one line."""
    counts = series(
        say("batch.counted", n=worth.lines, verdict=short_words(verdict))
        for verdict, worth in _ordered(summary.verdicts)
    )
    return say("batch.summary", lines=say("batch.lines", n=summary.lines), counts=counts)


def summary_words(summary: Summary) -> Iterator[Line]:
    """What a run came to, in full."""
    yield Line(headline_of(summary))
    yield Line(
        say("orders.accounted", lines=summary.lines, decided=summary.decided, rejected=summary.rejected)
    )
    yield Line(say("orders.head_verdicts"))
    for verdict, worth in _ordered(summary.verdicts):
        yield Line(_sum(short_words(verdict), worth), "  ")
    if len(summary.by_side) > 1:
        yield Line(say("orders.head_sides"))
        for side, table in summary.by_side.items():
            yield Line(say("orders.sums", name=side, sums=_counts(table)), "  ")
    yield Line(say("orders.head_places"))
    places = sorted(
        summary.by_destination.items(), key=lambda told: (-sum(w.lines for w in told[1].values()), told[0])
    )
    for place, table in places[:_PLACES]:
        name = country_words(place) if place else say("orders.no_place")
        yield Line(say("orders.sums", name=name, sums=_counts(table)), "  ")
    if len(places) > _PLACES:
        yield Line(say("orders.more_places", n=len(places) - _PLACES), "  ")
    missing = summary.missing()
    if missing:
        yield Line(say("orders.head_missing"))
    for fact in missing[:_FACTS]:
        yield Line(settling_words(*fact), "  ")
    if len(missing) > _FACTS:
        yield Line(say("orders.more_facts", n=len(missing) - _FACTS), "  ")
    if summary.requirements:
        yield Line(say("orders.head_provisions"))
    met = sorted(summary.requirements.items(), key=lambda told: (-told[1], told[0]))
    for provision, number in met[:_PROVISIONS]:
        yield Line(say("orders.met_on", provision=provision, lines=say("batch.lines", n=number)), "  ")
    if len(met) > _PROVISIONS:
        yield Line(say("orders.more_provisions", n=len(met) - _PROVISIONS), "  ")


def settling_words(fact: str, alone: int, beside: int) -> Message:
    """A missing fact, the lines that it settles alone, and those that it helps to settle."""
    if not beside:
        return say("orders.settles_alone", fact=fact, alone=say("batch.lines", n=alone))
    if not alone:
        return say("orders.settles_beside", fact=fact, beside=say("batch.lines", n=beside))
    lines = [say("batch.lines", n=number) for number in (alone, beside)]
    return say("orders.settles", fact=fact, alone=lines[0], beside=lines[1])


def _ordered(table: Mapping[str, Worth]) -> list[tuple[str, Worth]]:
    return sorted(table.items(), key=lambda told: (-told[1].lines, told[0]))


def _counts(table: Mapping[str, Worth]) -> object:
    """The verdicts of a side or destination, with what their lines are worth."""
    return series(
        (_sum(short_words(verdict), worth) for verdict, worth in _ordered(table)), "common.semicolon"
    )


def _sum(name: Message, worth: Worth) -> Message:
    lines = say("batch.lines", n=worth.lines)
    if not worth.valued:
        return say("orders.sum", name=name, lines=lines)
    told = [_amount(currency, f"{value:,f}") for currency, value in sorted(worth.values.items())]
    if worth.lines > worth.valued:
        told.append(say("orders.unvalued", n=worth.lines - worth.valued))
    return say("orders.sum_worth", name=name, lines=lines, worth=series(told))


def _amount(currency: str, amount: str) -> Message:
    if "." in amount:
        whole, _, part = amount.partition(".")
        part = part.rstrip("0")
        amount = f"{whole}.{part:0<2}" if part else whole  # cents as they are usually written
    if currency:
        return say("orders.amount", amount=amount, currency=currency)
    return say("orders.amount_bare", amount=amount)
