"""`rukhsa stake`: an order book under several options of the law, side by side."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rukhsa.words.messages import Message, directed, say


def run(options: argparse.Namespace) -> int:
    from rukhsa.cli.books import tell_unread, whole_book
    from rukhsa.cli.kept import keep
    from rukhsa.decide.engine import load
    from rukhsa.orders.writing import can_write
    from rukhsa.stake.options import read_options
    from rukhsa.stake.outcome import Stake

    lang = options.lang
    if options.lines:
        can_write(Path(options.lines))
        keep([options.orders, options.map, options.options], Path(options.lines), field="--lines")
    if options.out:
        from rukhsa.draw.output import converter, kind_of

        kind_of(options.out)
        converter()
    law = load()
    asked = read_options(Path(options.options), law)
    book = whole_book(options, law)
    stake = Stake(law, book, asked, strict=options.strict, sides=tuple(options.sides or ()))
    tell_unread(options, book, stake.passed)
    if options.lines:
        from rukhsa.stake.trace import write_trace

        count = write_trace(stake, Path(options.lines), lang)
        _told(say("stake.traced", lines=say("batch.lines", n=count), file=options.lines), lang)
    if options.out:
        from rukhsa.draw.output import write
        from rukhsa.draw.stake import stake_spec
        from rukhsa.draw.stake_page import stake_page

        write(options.out, stake_spec(stake, lang), lambda scripts: stake_page(stake, scripts, lang))
        _told(say("stake.drawn", file=options.out), lang)
    if options.format == "json":
        from rukhsa.stake.data import stake_data

        print(json.dumps(stake_data(stake), ensure_ascii=False, indent=2))
    else:
        from rukhsa.stake.text import stake_text

        print(stake_text(stake, lang))
    return 0


def _told(message: Message, lang: str) -> None:
    """Say something beside the result."""
    text = message.text(lang)
    print(text if lang == "en" else directed(text), file=sys.stderr)
