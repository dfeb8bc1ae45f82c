"""`rukhsa law`: list, show, log, check, test; the other verbs stand in modules of their own."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.fold import Suspended
from rukhsa.law.pack import Pack, pack_names, read_pack
from rukhsa.law.source import PACKS
from rukhsa.law.words import act_kind_name, grade_name, kind_name
from rukhsa.words.layout import Line, laid_out, line_text
from rukhsa.words.messages import Day, Message, said, say, series

# of the columns of a list, but for the title: of provisions and of acts
_WIDTHS: dict[str, dict[str, tuple[int, ...]]] = {
    "provision": {"en": (34, 12, 10, 24), "ar": (34, 17, 10, 24)},
    "act": {"en": (34, 12, 10, 24, 0), "ar": (34, 10, 29, 13, 0)},
}


def run(options: argparse.Namespace) -> int:
    match options.verb:
        case "list":
            return _list(options)
        case "show":
            return _show(options)
        case "log":
            return _log(options)
        case "check":
            return _check(options)
        case "code":
            from rukhsa.cli.code import run as code

            return code(options)
        case "timeline":
            from rukhsa.cli.timeline import run as timeline

            return timeline(options)
        case "new":
            from rukhsa.cli.new import run as new

            return new(options)
        case _:
            return _test(options)


def _list(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load

    regime = load().on(options.on, known=options.known, accept=options.accept, overlays=options.overlays)
    rows: list[dict[str, Any]] = []
    kinds = sorted({kind for pack in regime.packs.values() for kind in pack.log.kinds.values()})
    if options.kind and options.kind not in kinds:
        raise RukhsaError(
            Problem(
                say("errors.no_kind", kind=options.kind),
                field="--kind",
                fix=say("errors.use_one_of", values=tuple(kinds)),
            )
        )
    for pack in regime.packs.values():
        if options.acts:
            rows += [
                {
                    "act": act.name,
                    "public": act.public,
                    "grade": act.grade,
                    "kind": act.kind,
                    "cite": act.cite,
                    "title": dict(act.title),
                }
                for act in sorted(pack.log.acts.values(), key=lambda act: (act.public, act.name))
            ]
            continue
        state = regime.state
        day = pack.on(state.on, state.accepted(pack))
        for name in sorted({*day.provisions, *day.folded.suspended}):
            provision = day.provisions.get(name)
            held = day.folded.suspended.get(name)
            body = provision.body if provision else held.body if held else None
            if body is None or (options.kind and body.kind != options.kind):
                continue
            rows.append(
                {
                    "provision": name,
                    "kind": body.kind,
                    "state": _state(held if provision is None else None),
                    "cite": body.cite,
                    "title": dict(body.title),
                }
            )
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    named = {"kind": act_kind_name if options.acts else kind_name, "grade": grade_name}
    for row in rows:
        in_words = {
            key: said(named[key](value), options.lang) if key in named else value
            for key, value in row.items()
        }
        print(_row_text(in_words, options.lang))
    counted = "law.count.acts" if options.acts else "law.count.provisions"
    print(line_text(Line(say(counted, n=len(rows), day=Day(regime.state.on))), options.lang))
    return 0


def _state(held: Suspended | None) -> Message:
    """Whether a provision is in force, by what holds it back."""
    if held is None:
        return say("law.state.in_force")
    return say("law.state.due", day=Day(held.due)) if held.due else say("law.state.suspended")


def _row_text(row: Mapping[str, Any], lang: str) -> str:
    """A row of a list: names and words in columns, then the title."""
    values = [*row.values()]
    widths = _WIDTHS[next(iter(row))][lang]
    title = values.pop()
    cells = [
        f"{value.text(lang) if isinstance(value, Message) else value or '':{width}}"
        for value, width in zip(values, widths, strict=True)
    ]
    return "  ".join([*cells, said(title, lang)]).rstrip()


def _show(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load
    from rukhsa.law.text import act_text, provision_data, provision_text

    regime = load().on(options.on, known=options.known, accept=options.accept, overlays=options.overlays)
    for pack in regime.packs.values():
        if options.id in pack.log.acts:
            act = pack.log.acts[options.id]
            print(
                json.dumps(act.to_data(), ensure_ascii=False, indent=2, default=str)
                if options.format == "json"
                else act_text(act, options.lang)
            )
            return 0
        if options.id in pack.log.kinds:
            day = pack.on(regime.state.on, regime.state.accepted(pack))
            if options.format == "json":
                print(json.dumps(provision_data(pack, day, options.id), ensure_ascii=False, indent=2))
            else:
                print(provision_text(pack, day, options.id, regime.state.on, options.lang))
            return 0
    for name, pack in regime.left_out.items():
        if options.id in pack.log.kinds or options.id in pack.log.acts:
            raise RukhsaError(
                Problem(
                    say("errors.before_pack", pack=name, begins=Day(pack.begins), day=Day(regime.state.on)),
                    field="--on",
                    fix=say("errors.before_pack_fix"),
                )
            )
    raise unknown(list(regime.packs.values()), options.id)


def unknown(packs: list[Pack], name: str) -> RukhsaError:
    """No provision or act bears a name: the error, with its neighbors."""
    from difflib import get_close_matches

    known = [*(n for pack in packs for n in pack.log.kinds), *(n for pack in packs for n in pack.log.acts)]
    beneath = sorted(n for n in known if n.startswith(name))[:8]
    near = beneath or get_close_matches(name, known, n=4, cutoff=0.4)
    fix = say("errors.did_you_mean", names=tuple(near)) if near else say("errors.see_law_list")
    return RukhsaError(Problem(say("errors.no_provision", name=name), field="id", fix=fix))


def _log(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load
    from rukhsa.law.text import history, history_lines

    packs = load().packs_with(options.overlays)
    for pack in packs.values():
        rows = history(pack, options.id)
        if not rows:
            continue
        if options.format == "json":
            print(json.dumps(rows, ensure_ascii=False, indent=2))
            return 0
        print(laid_out(history_lines(pack, options.id), options.lang))
        return 0
    raise unknown(list(packs.values()), options.id)


def _check(options: argparse.Namespace) -> int:
    from rukhsa.law.check import check_overlays, check_pack, warnings_of
    from rukhsa.law.check_pictures import check_pictures
    from rukhsa.law.read import read_acts
    from rukhsa.law.together import check_together

    packs = {name: read_pack(PACKS / name) for name in pack_names()}
    files = [*options.files, *options.overlays]
    if files:
        acts = read_acts([Path(file) for file in files])
        problems = [problem for pack in packs.values() for problem in check_overlays(acts, pack)]
        taken = {act for pack in packs.values() for act in pack.with_acts(acts).log.acts}
        problems += [
            Problem(say("errors.act_of_nothing", act=act.name), act.file, 1, "does")
            for act in acts
            if act.name not in taken
        ]
        before = set(check_together(packs))
        longer = {name: pack.with_acts(acts) for name, pack in packs.items()}
        problems += [problem for problem in check_together(longer) if problem not in before]
        warnings: list[Problem] = []
        size: object = say("law.acts", n=len(acts))
    else:
        problems = [problem for pack in packs.values() for problem in check_pack(pack)]
        problems += check_together(packs) + check_pictures(packs)
        warnings = [problem for pack in packs.values() for problem in warnings_of(pack)]
        size = series(
            say(
                "law.check.pack",
                pack=name,
                acts=say("law.acts", n=len(pack.log.acts)),
                clauses=say("law.clauses", n=len(pack.log.clauses)),
                provisions=say("law.provisions", n=len(pack.log.kinds)),
            )
            for name, pack in packs.items()
        )
    if options.format == "json":
        print(
            json.dumps(
                {"errors": [p.to_data() for p in problems], "warnings": [w.to_data() for w in warnings]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        lines = [Line(say("law.check.error", problem=problem.words())) for problem in problems]
        lines += [Line(say("law.check.warning", problem=problem.words())) for problem in warnings]
        result = say(
            "law.check.result",
            size=size,
            errors=say("law.errors", n=len(problems)),
            warnings=say("law.warnings", n=len(warnings)),
        )
        print(laid_out([*lines, Line(result)], options.lang))
    return 1 if problems else 0


def _test(options: argparse.Namespace) -> int:
    from rukhsa.decide.engine import load
    from rukhsa.decide.trials import run_cases
    from rukhsa.law.cases import PackCase, case_folders, read_cases

    def wanted(cases: list[PackCase]) -> Iterator[PackCase]:
        for case in cases:
            if not options.select or any(case.id.startswith(s) or s in case.file for s in options.select):
                yield case

    law = load()
    list(law.packs.values())  # a pack that cannot be read is told once, not at every case
    rows: list[dict[str, Any]] = []
    passed = 0
    for folder in case_folders(PACKS):
        for trial in run_cases(law, wanted(read_cases(folder))):
            passed += trial.holds
            if sys.stderr.isatty():
                counts = say("law.test.result", passed=passed, failed=len(rows))
                print(f"\r{counts.text(options.lang)}", end="", file=sys.stderr)
            if not trial.holds:
                rows.append(
                    {
                        "id": trial.case.id,
                        "file": trial.case.file,
                        "line": trial.case.line,
                        "differences": list(trial.differences),
                    }
                )
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    if options.format == "json":
        print(json.dumps({"passed": passed, "failed": rows}, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            place = f"{row['file']}:{row['line']}"
            print(line_text(Line(say("law.test.case", place=place, case=row["id"])), options.lang))
            for text in row["differences"]:
                print(f"    {text}")
        result = say("law.test.result", passed=passed, failed=len(rows))
        print(line_text(Line(result), options.lang))
    if not passed and not rows:
        raise RukhsaError(Problem(say("errors.no_case"), field="select"))
    return 1 if rows else 0
