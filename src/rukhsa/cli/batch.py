"""`rukhsa batch`: an order book."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from rukhsa.cli.notes import told
from rukhsa.decide.batch import Batch, Decided
from rukhsa.decide.decision import Decision
from rukhsa.decide.orders import can_write, read_orders, write_results
from rukhsa.decide.text import change_words, conflict_words, headline, left_out_words, sides_words
from rukhsa.decide.verdict import REQUIRED
from rukhsa.decide.words import short_words
from rukhsa.language.countries import country_words
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, say, series


def run(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load, read_overlays

    out = Path(options.out) if options.out else None
    if out is not None:
        can_write(out)
    book = read_orders(Path(options.orders), options.encoding)
    overlays = tuple(read_overlays(options.overlays))
    batch = Batch(
        load(),
        book,
        options.on,
        options.known,
        options.accept,
        overlays,
        options.strict,
        tuple(options.sides or ()),
    )
    if batch.passed:
        told(options, say("batch.carried", columns=batch.passed))
    if overlays:
        from rukhsa.cli.notes import idle_told

        regime = batch.regime(batch.day)
        states = dict.fromkeys(regime.packs, regime.state)
        idle_told(options, regime.packs, states, overlays, days=False)
    rows = (
        _shown(options, batch) if out is None else (decided.row(options.lang) for decided in _progress(batch))
    )
    if out is None:
        for row in rows:
            del row
    else:
        count = write_results(out, book.columns, rows, batch.columns)
        lines = say("batch.lines", n=count)
        told(options, say("batch.written", read=lines, written=lines, file=str(out)))
    _summary(options, batch)
    return 0


def _progress(batch: Batch) -> Iterator[Decided]:
    total = len(batch.book.lines)
    if not sys.stderr.isatty():
        yield from batch.run()
        return
    for done, decided in enumerate(batch.run(), 1):
        filled = "#" * (30 * done // total)
        print(f"\r[{filled:30}] {done}/{total}", end="", file=sys.stderr, flush=True)
        yield decided
    print("\r\033[K", end="", file=sys.stderr)


def _shown(options: argparse.Namespace, batch: Batch) -> Iterator[Mapping[str, str]]:
    marked = False
    for number, decided in enumerate(batch.run(), 1):
        if options.format == "json":
            print(json.dumps(decided.row(options.lang), ensure_ascii=False))
        else:
            print(laid_out(_lines(number, decided), options.lang))
            marked = marked or (decided.decision is not None and _otherwise(decided.decision))
        yield decided.line.cells
    if marked:
        print(laid_out([Line(), Line(say("batch.law_reads_otherwise"))], options.lang))


def _lines(number: int, decided: Decided) -> Iterator[Line]:
    yield Line(_asked(number, decided.line.cells))
    decision = decided.decision
    if decision is None:
        yield Line(say("batch.line_unread", error=decided.error or ""), "    ")
        return
    answer = headline(decision)
    yield Line(say("batch.otherwise", answer=answer) if _otherwise(decision) else answer, "    ")
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


def _otherwise(decision: Decision) -> bool:
    """Whether the published law alone reads otherwise."""
    return any(reading.kind == "by_law" for side in decision.sides for reading in side.readings)


def _asked(number: int, cells: Mapping[str, str]) -> Message:
    """An order line in words."""
    name = cells.get("order") or str(number)
    if cells.get("line"):
        name += f"/{cells['line']}"
    party = " ".join(part for part in (cells.get("party", ""), cells.get("party_hq", "")) if part)
    told = {
        "name": name,
        "item": cells.get("item") or cells.get("category", ""),
        "destination": country_words(cells.get("destination", "")),
        "day": Day(cells["date"]) if cells.get("date") else say("batch.day_asked"),
    }
    parties = [say("batch.exporter", name=cells["exporter"])] if cells.get("exporter") else []
    parties += [say("batch.party", name=party)] if party else []
    return say("batch.order_of", **told, parties=series(parties)) if parties else say("batch.order", **told)


def _summary(options: argparse.Namespace, batch: Batch) -> None:
    counts = series(
        say("batch.counted", n=count, verdict=short_words(verdict))
        for verdict, count in batch.verdicts.most_common()
    )
    told(options, say("batch.summary", lines=say("batch.lines", n=len(batch.book.lines)), counts=counts))
    if batch.errors:
        told(options, say("batch.unread", n=batch.errors))
    if batch.missing:
        top = batch.missing.most_common(5)
        facts = series(say("batch.settling_fact", fact=fact, n=count) for fact, count in top)
        told(options, say("batch.settling", facts=facts))
