"""`rukhsa outlook`: the coming changes, and what each flips in an order book."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rukhsa.words.messages import Day, say


def run(options: argparse.Namespace) -> int:
    from rukhsa.changes.outlook import EVER, look_ahead
    from rukhsa.changes.outlook_text import COLUMNS, outlook_data, outlook_table, outlook_text
    from rukhsa.changes.state import Asked
    from rukhsa.cli.books import tell_unread, whole_book
    from rukhsa.cli.diff import written
    from rukhsa.cli.kept import keep
    from rukhsa.cli.notes import idle_told
    from rukhsa.decide.engine import load, read_day, read_overlays
    from rukhsa.errors import Problem, RukhsaError
    from rukhsa.orders.writing import can_write

    if options.out:
        can_write(Path(options.out))
        keep([options.orders, options.map, *options.overlays], Path(options.out))
    state = Asked(
        read_day(options.on, "--on"),
        options.accept,
        None if options.known is None else read_day(options.known, "--known"),
        tuple(read_overlays(options.overlays)),
    )
    until = EVER if options.until is None else read_day(options.until, "--until")
    if until < state.on:
        raise RukhsaError(
            Problem(
                say("errors.end_before_start", end=Day(until), start=Day(state.on)),
                field="--until",
                fix=say("errors.later_until_fix"),
            )
        )
    law = load()
    book = whole_book(options, law)
    outlook = look_ahead(law, book, state, until, sides=options.sides or None, strict=options.strict)
    if state.overlays:
        states = {name: state.in_pack(pack, state.overlays) for name, pack in outlook.packs.items()}
        idle_told(options, outlook.packs, states, state.overlays, days=False)
    tell_unread(options, book, outlook.passed)
    if options.out:  # files first: whoever reads the text may stop before its end
        written(options, book, outlook_table(outlook), COLUMNS)
    if options.format == "json":
        print(json.dumps(outlook_data(outlook), ensure_ascii=False, indent=2))
    else:
        print(outlook_text(outlook, options.lang))
    return 0
