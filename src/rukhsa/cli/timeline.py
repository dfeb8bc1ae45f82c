"""`rukhsa law timeline`: every measure through the years, as text, JSON or a picture."""

from __future__ import annotations

import argparse
import json

from rukhsa.words.messages import say


def run(options: argparse.Namespace) -> int:
    from rukhsa.cli.notes import told
    from rukhsa.decide.engine import load, read_day
    from rukhsa.law.timeline import timeline

    if options.out:
        from rukhsa.draw.output import converter, kind_of

        kind_of(options.out)
        converter()
    found = timeline(
        load().packs_with(options.overlays),
        read_day(options.start, "from"),
        read_day(options.end, "to"),
        read_day("today", "today"),
        side=options.side,
        grade=options.grade,
    )
    lang = getattr(options, "lang", None) or "en"
    if options.out:
        from rukhsa.draw.output import write
        from rukhsa.draw.timeline import timeline_spec
        from rukhsa.draw.timeline_page import timeline_page

        write(options.out, timeline_spec(found, lang), lambda scripts: timeline_page(found, scripts, lang))
        told(options, say("common.drawn", file=options.out))
    if options.format == "json":
        drawn = {"out": options.out} if options.out else {}
        print(json.dumps({**found.to_data(), **drawn}, ensure_ascii=False, indent=2))
    elif not options.out:
        from rukhsa.draw.text import timeline_text

        print(timeline_text(found, lang))
    return 0
