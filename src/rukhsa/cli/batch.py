"""`rukhsa batch`: an order book."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from rukhsa.decide.batch import Batch, Decided
from rukhsa.decide.orders import can_write, read_orders, write_results
from rukhsa.decide.text import change_words, conflict_words, headline, side_words
from rukhsa.decide.words import SHORT_WORDS


def run(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load

    out = Path(options.out) if options.out else None
    if out is not None:
        can_write(out)
    book = read_orders(Path(options.orders), options.encoding)
    batch = Batch(
        load(),
        book,
        options.on,
        options.known,
        options.accept,
        tuple(options.overlays),
        options.strict,
        tuple(options.sides or ()),
    )
    if batch.passed:
        print(f"carried through, not read: {', '.join(batch.passed)}", file=sys.stderr)
    rows = _shown(options, batch) if out is None else (decided.row() for decided in _progress(batch))
    if out is None:
        for row in rows:
            del row
    else:
        count = write_results(out, book.columns, rows, batch.columns)
        print(f"{count} lines in, {count} lines out: {out}", file=sys.stderr)
    _summary(batch)
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
    for number, decided in enumerate(batch.run(), 1):
        if options.format == "json":
            print(json.dumps(decided.row(), ensure_ascii=False))
        else:
            print("\n".join(_lines(number, decided)))
        yield decided.line.cells


def _lines(number: int, decided: Decided) -> Iterator[str]:
    cells = decided.line.cells
    name = cells.get("order") or str(number)
    if cells.get("line"):
        name += f"/{cells['line']}"
    asked = f"{cells.get('item') or cells.get('category', '')} to {cells.get('destination', '')} on {cells.get('date') or 'the day asked'}"
    party = " ".join(part for part in (cells.get("party", ""), cells.get("party_hq", "")) if part)
    told = (("exporter", cells.get("exporter")), ("party", party))
    whom = ", ".join(f"{word} {value}" for word, value in told if value)
    yield f"{name}  {asked}{f' ({whom})' if whom else ''}"
    decision = decided.decision
    if decision is None:
        yield f"    UNDETERMINED: {decided.error}"
        return
    yield f"    {headline(decision)}"
    if len(decision.in_play) > 1:
        yield f"    {'; '.join(side_words(side) for side in decision.in_play)}"
    for text in conflict_words(decision):
        yield f"    {text}"
    for side in decision.sides:
        for requirement in side.finding.met:
            provision = side.regime.provisions[requirement]
            yield f"    ground: {provision.body.cite} ({provision.body.ground}) {provision.body.title.get('en', '')}"
    if decision.assumed and not decision.leans_on_presumption:
        yield f"    presumed: {', '.join(decision.assumed)}"
    readings = [side for side in decision.sides if any(r.kind == "by_law" for r in side.readings)]
    if readings:
        yield "    the letter of the law alone reads otherwise: rukhsa check tells how"
    if decision.next_change is not None:
        yield f"    {change_words(decision.next_change).lower()}"
    for name, pack in decision.left_out.items():
        yield f"    {pack.title['en']}: not known; the pack `{name}` begins on {pack.begins}"


def _summary(batch: Batch) -> None:
    stream = sys.stderr
    counts = ", ".join(f"{count} {SHORT_WORDS[verdict]}" for verdict, count in batch.verdicts.most_common())
    print(f"{len(batch.book.lines)} lines: {counts}", file=stream)
    if batch.errors:
        print(f"{batch.errors} lines could not be read; their errors stand in the output", file=stream)
    if batch.missing:
        top = ", ".join(f"{fact} ({count})" for fact, count in batch.missing.most_common(5))
        print(f"facts that would settle most: {top}", file=stream)
