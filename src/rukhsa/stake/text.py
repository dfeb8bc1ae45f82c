"""What is at stake as text: a table for each currency and metric, and beneath it what each figure stands on."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from rukhsa.records import dataclass
from rukhsa.stake.inputs import RUNS, Need
from rukhsa.stake.lines import CLASSES, LICENSED, UNREAD, Judged
from rukhsa.stake.money import shown, shown_amount
from rukhsa.stake.outcome import Outcome, Stake, value_of
from rukhsa.stake.power import Delivered, by_destination
from rukhsa.stake.words import (
    amount_words,
    facts_words,
    kind_words,
    lines_words,
    metric_words,
    money_words,
    place_words,
)
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, directed, said, say

Cells = Sequence[object]
WEAK = ("announced", "reported")  # grades that do not count by default


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words, the first the head; all columns but the first hold numbers."""

    rows: tuple[Cells, ...]


def stake_text(stake: Stake, lang: str = "en") -> str:
    """The whole result in a language."""
    return "\n".join(
        table_text(part, lang) if isinstance(part, Table) else laid_out([part], lang)
        for part in _parts(stake)
    )


def table_text(table: Table, lang: str) -> str:
    """A table whose columns stand beneath each other, the numbers flush."""
    rows = [[said(cell, lang) for cell in row] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            text + " " * (width - _width(text)) if index == 0 else " " * (width - _width(text)) + text
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(cells).rstrip()
        lines.append(f"  {line if lang == 'en' else directed(line)}")
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(unicodedata.category(char) not in ("Cf", "Mn") for char in text)


def _parts(stake: Stake) -> Iterator[Line | Table]:
    title = stake.options.title or say("stake.title")
    lines = say("batch.lines", n=len(stake.book.lines))
    yield Line(say("stake.heading", title=title, lines=lines, file=stake.book.file))
    for currency in stake.currencies:
        total = shown_amount(stake.outcomes[0].total[currency])
        yield Line()
        if currency:
            yield Line(say("stake.value_in", currency=currency, total=total))
        else:
            yield Line(say("stake.value_bare", total=total))
        yield _values(stake, currency)
    notes = [outcome.option for outcome in stake.outcomes if outcome.option.note]
    if notes:
        yield Line()
    for option in notes:
        yield Line(say("stake.option_note", title=option.title, note=option.note), wraps=True)
    yield Line()
    yield Line(say("stake.why"))
    yield from _alike(stake, _why)
    yield from _levies(stake)
    yield from _power(stake)
    yield from _inputs(stake)
    yield Line()
    yield Line(say("stake.cautions"))
    for caution in cautions(stake):
        yield Line(caution, "  - ", wraps=True)


def _alike(stake: Stake, told_of: Callable[[Outcome], Iterator[Line]]) -> Iterator[Line]:
    """What is told of each option, options of which the same is told together."""
    groups: dict[tuple[tuple[str, str], ...], list[tuple[Outcome, list[Line]]]] = {}
    for outcome in stake.outcomes:
        lines = list(told_of(outcome)) or [Line(say("stake.none"), "    ")]
        groups.setdefault(tuple((str(line.words), line.indent) for line in lines), []).append(
            (outcome, lines)
        )
    for group in groups.values():
        for outcome, _ in group:
            yield Line(outcome.option.title, "  ")
        yield from group[0][1]


def _values(stake: Stake, currency: str) -> Table:
    head = [
        say("stake.option"),
        *(say(f"stake.class.{klass}") for klass in CLASSES),
        say("stake.levy_due"),
    ]
    rows: list[Cells] = [head]
    for outcome in stake.outcomes:
        amounts = [outcome.value(klass).get(currency, 0) for klass in CLASSES]
        amounts.append(outcome.levied().get(currency, 0))
        rows.append([outcome.option.title, *(shown_amount(amount) if amount else "-" for amount in amounts)])  # type: ignore[arg-type]
    return Table(tuple(rows))


def _why(outcome: Outcome) -> Iterator[Line]:
    for klass, kinds in outcome.kinds.items():
        for kind, lines in kinds.items():
            told = say(
                "stake.why_line",
                ships=say(f"stake.ships.{klass}"),
                kind=kind_words(kind),
                value=money_words(value_of(lines)),
                lines=lines_words(lines),
            )
            yield Line(told, "    ")


def _levies(stake: Stake) -> Iterator[Line]:
    yield Line()
    yield Line(say("stake.levies"))
    yield from _alike(stake, _levied)
    named = {due.levy.id: due.levy for o in stake.outcomes for line in o.lines for due in line.dues}
    for levy in named.values():
        told = say(
            "stake.levy_source",
            title=levy.title,
            percent=shown(levy.percent),
            cite=levy.cite,
            read=levy.read,
            mark=say(f"law.mark.{levy.mark}"),
        )
        yield Line(told, "  - ", wraps=True)
        if levy.note:
            yield Line(levy.note, "    ", wraps=True)


def _levied(outcome: Outcome) -> Iterator[Line]:
    for levy in outcome.levies:
        for sure, key in ((True, "stake.levy_line"), (False, "stake.levy_open")):
            lines = tuple(line for line, _ in outcome.dues(levy, sure=sure))
            if lines:
                values: dict[str, object] = {
                    "title": levy.title,
                    "due": money_words(outcome.levied(levy, sure=sure)),
                    "lines": lines_words(lines),
                }
                if sure:
                    values["base"] = money_words(value_of(lines))
                yield Line(say(key, **values), "    ")


def _power(stake: Stake) -> Iterator[Line | Table]:
    for index, metric in enumerate(stake.options.metrics):
        yield Line()
        told = metric_words(metric, stake.rates.reference(metric))
        yield Line(say("stake.power", metric=told))
        sums = [by_destination(outcome.shipped(index)) for outcome in stake.outcomes]
        licensed = [by_destination(outcome.shipped(index, LICENSED)) for outcome in stake.outcomes]
        places = sorted({place for found in sums for place in found})
        if not places:
            yield Line(say("stake.none"), "  ")
            continue
        rows: list[Cells] = [[say("stake.option"), *map(place_words, places)]]
        unknown: list[tuple[Outcome, list[Judged]]] = []
        for outcome, whole, part in zip(stake.outcomes, sums, licensed, strict=True):
            rows.append([outcome.option.title, *(_cell(whole.get(place)) for place in places)])
            if part:
                rows.append([say("stake.of_which_licensed"), *(_cell(part.get(place)) for place in places)])
            lacking = [share.judged for share in outcome.shipped(index) if share.amount is None]
            if lacking:
                unknown.append((outcome, lacking))
        yield Table(tuple(rows))
        for outcome, lines in unknown:
            yield Line(outcome.option.title, "  ")
            yield Line(say("stake.rates_unknown", lines=lines_words(lines)), "    ")


def _cell(found: Delivered | None) -> str:
    if found is None:
        return "-"
    return shown(found.amount, 0) if found.lines else "?"


def _inputs(stake: Stake) -> Iterator[Line]:
    if not stake.options.products:
        return
    yield Line()
    yield Line(say("stake.inputs"))
    yield from _alike(stake, _controlled)
    yield Line()
    yield Line(say("stake.products"))
    yield from _alike(stake, _products)


def _controlled(outcome: Outcome) -> Iterator[Line]:
    for need in outcome.needs:
        if need.supply.state != RUNS:
            yield from _need(need)


def _products(outcome: Outcome) -> Iterator[Line]:
    for name, (state, hit, _) in outcome.products.items():
        told = say(
            "stake.product_line",
            product=name,
            state=say(f"stake.supply.{state}"),
            value=money_words(value_of(hit)),
            lines=lines_words(hit),
        )
        yield Line(told, "    ")


def _need(need: Need) -> Iterator[Line]:
    supply = need.supply
    yield Line(
        say(
            "stake.input_line",
            input=need.supply.input.name,
            product=supply.product.name,
            amount=amount_words(need),
            answer=kind_words(supply.kind),
            lines=lines_words(need.lines),
        ),
        "    ",
    )
    for required in supply.required:
        title, cite = required.title, required.cite
        told = say(
            "stake.input_ground", side=required.side, title=title, cite=cite, provision=required.provision
        )
        yield Line(told, "      ")
        if required.clock is not None and required.last_day is not None:
            yield Line(
                say(
                    "stake.input_clock",
                    title=required.clock.title,
                    day=Day(required.last_day),
                    accepted=Day(supply.day),
                ),
                "      ",
            )
            if required.clock.note:
                yield Line(required.clock.note, "      ")
        if required.stopped is not None:
            _, title, cite = required.stopped
            key = "stake.input_clock_doubtful" if required.doubtful else "stake.input_no_clock"
            yield Line(say(key, title=title, cite=cite), "      ")
    if supply.decision.missing:
        yield Line(say("stake.input_open", facts=facts_words(supply.decision.missing)), "      ")


def cautions(stake: Stake) -> Iterator[Message]:
    """What the figures do not say by themselves."""
    for outcome in stake.outcomes:
        for idle in outcome.idle:
            yield say("stake.option_note", title=outcome.option.title, note=idle)
    yield say("stake.caution.license")
    if len(stake.currencies) > 1:
        yield say("stake.caution.currencies")
    if stake.options.products:
        yield say("stake.caution.supply")
    if stake.unvalued:
        yield say("stake.caution.unvalued", lines=lines_words(stake.unvalued))
    unread = tuple(line for line in stake.outcomes[0].lines if line.kind == UNREAD)
    if unread:
        yield say("stake.caution.unread", lines=lines_words(unread))
    weak = {due.levy.id: due for o in stake.outcomes for _, due in o.dues() if due.grade in WEAK}
    for due in weak.values():
        yield say("stake.levy_weak", title=due.levy.title, grade=say(f"decision.grade.{due.grade}"))
