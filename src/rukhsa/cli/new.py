"""`rukhsa law new`: a template of an act that nobody issued, to edit and to try with `--with`."""

from __future__ import annotations

import argparse
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say


def run(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load, read_day, read_overlays
    from rukhsa.law.check import check_overlays
    from rukhsa.law.read import read_acts_text
    from rukhsa.law.template import Wanted, template

    law = load()
    packs = law.packs_with(options.overlays)
    start = read_day(options.start, "--from")
    until = None if options.until is None else read_day(options.until, "--until")
    side = options.target.partition("/")[0]
    if side not in packs:
        raise RukhsaError(
            Problem(
                say("errors.no_side", side=side),
                field="target",
                fix=say("law.new.begin_with", sides=tuple(packs)),
            )
        )
    pack = packs[side]
    regime = pack.on(start, pack.log.accepted(None, "company"))
    wanted = Wanted(options.does, options.target, start, until, options.like, options.name)
    text = template(wanted, pack, regime, options.lang)
    acts = read_acts_text(text, options.out or "template")
    problems = check_overlays([*read_overlays(options.overlays), *acts], law.packs[side])
    if problems:
        raise RukhsaError(*problems)
    if not options.out:
        print(text, end="")
        return 0
    path = Path(options.out)
    if path.exists():
        raise RukhsaError(Problem(say("law.new.exists"), str(path), field="--out"))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RukhsaError(
            Problem(say("errors.unwritable", reason=error.strerror), str(path), field="--out")
        ) from None
    return 0
