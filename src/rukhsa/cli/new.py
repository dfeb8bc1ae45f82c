"""`rukhsa law new`: a template of an act that nobody issued, to edit and to try with `--with`."""

from __future__ import annotations

import argparse
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say


def run(options: argparse.Namespace) -> int:
    from rukhsa.cli.kept import can_edit, keep
    from rukhsa.cli.notes import told
    from rukhsa.decide.engine import load, read_day, read_overlays
    from rukhsa.law.check import check_overlays
    from rukhsa.law.read import read_acts_text
    from rukhsa.law.template import Wanted, template
    from rukhsa.whole_file import write_whole

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
    can_edit(Path(options.out), force=options.force)
    keep(options.overlays, Path(options.out))
    write_whole(Path(options.out), text.encode())
    told(options, say("law.new.written", act=acts[0].name, file=options.out))
    return 0
