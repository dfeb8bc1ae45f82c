"""`rukhsa read`: news reports as claims, and as acts for `--with`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from rukhsa.words.messages import say


def run(options: argparse.Namespace) -> int:
    from rukhsa.cli.kept import can_edit, keep
    from rukhsa.cli.notes import told
    from rukhsa.decide.engine import read_day
    from rukhsa.evidence.overlay import count_of, overlay, today
    from rukhsa.evidence.read import Shelf, read_files
    from rukhsa.evidence.told import together
    from rukhsa.whole_file import write_whole

    day = None if options.date is None else read_day(options.date, "--date")
    if options.out:
        keep(options.articles, Path(options.out))
        can_edit(Path(options.out), force=options.force)
    shelf = Shelf.bundled()
    readings = read_files(options.articles, shelf, day=day, outlet=options.outlet)
    joined = together(readings)
    if options.out:
        write_whole(Path(options.out), overlay(joined, shelf.packs, today(), options.lang).encode())
    if options.format == "json":
        from rukhsa.evidence.data import reading_data

        written = {"out": options.out} if options.out else {}
        print(json.dumps({**reading_data(readings, joined), **written}, ensure_ascii=False, indent=2))
    else:
        from rukhsa.evidence.text import reading_text

        print(reading_text(readings, joined, options.lang))
    if options.out:
        told(options, say("reading.written", n=count_of(joined), file=options.out))
    return 0
