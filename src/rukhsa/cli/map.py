"""`rukhsa catalog map`: the regions of a pack's entries on a day, and every item of the catalog in them."""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import Day, say


def run(options: argparse.Namespace) -> int:
    from rukhsa.cli.notes import told
    from rukhsa.decide.engine import load
    from rukhsa.decide.plane import map_on

    if options.out:
        from rukhsa.draw.output import converter, kind_of

        kind_of(options.out)
        converter()
    law = load()
    plane = _plane(law.packs, options.side, options.view)
    to = law.vocabulary.read("destination", options.to) if options.to else None
    to = None if to is None else str(to)
    regime = law.on(options.on, known=options.known, accept=options.accept, overlays=options.overlays)
    if regime.state.on < plane.begins:
        raise RukhsaError(
            Problem(
                say("errors.plane_begins", plane=plane.id, day=Day(plane.begins)),
                field="on",
                fix=say("errors.before_pack_fix"),
            )
        )
    now = map_on(law, regime, plane, to)
    lang = getattr(options, "lang", None) or "en"
    if options.out:
        _draw(options, law, plane, now, to, lang)
        told(options, say("common.drawn", file=options.out))
    if options.format == "json":
        drawn = {"out": options.out} if options.out else {}
        print(json.dumps({**now.to_data(), **drawn}, ensure_ascii=False, indent=2))
    elif not options.out:
        from rukhsa.draw.plane_text import map_text

        print(map_text(now, lang, view=options.view))
    return 0


def _plane(packs: Any, side: str | None, view: str | None) -> Any:
    from rukhsa.law.plane import read_plane

    if side is not None and side not in packs:
        raise RukhsaError(
            Problem(
                say("errors.no_side", side=side),
                field="side",
                fix=say("errors.use_one_of", values=tuple(packs)),
            )
        )
    plane = next((found for name in packs if side in (None, name) and (found := read_plane(name))), None)
    if plane is None:
        raise RukhsaError(Problem(say("errors.no_plane"), f"{side or 'packs'}/plane.yaml", field="side"))
    views = [one.id for one in plane.views]
    if view is not None and view not in views:
        raise RukhsaError(
            Problem(
                say("errors.no_view", view=view),
                field="view",
                fix=say("errors.use_one_of", values=tuple(views)),
            )
        )
    return plane


def _draw(options: argparse.Namespace, law: Any, plane: Any, now: Any, to: str | None, lang: str) -> None:
    from rukhsa.decide.plane import maps_through
    from rukhsa.draw.output import kind_of, write
    from rukhsa.draw.plane import plane_spec
    from rukhsa.draw.plane_page import plane_page
    from rukhsa.language.countries import country_name

    country = country_name(to, lang) if to else ""
    maps, at = [now], 0
    if kind_of(options.out) == "html":
        maps = maps_through(
            law, plane, to, known=options.known, accept=options.accept, overlays=options.overlays
        )
        at = bisect_right([one.on for one in maps], now.on)
        maps.insert(at, now)  # the day that was asked has its own place
        if at and maps[at - 1].on == now.on:
            del maps[at - 1]
            at -= 1
    write(
        options.out,
        plane_spec(maps, at, lang, view=options.view, country=country),
        lambda scripts: plane_page(maps, at, scripts, lang, view=options.view, country=country),
    )
