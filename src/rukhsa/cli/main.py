"""`rukhsa`: reads the command line and hands over; each command imports what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from rukhsa._version import __version__
from rukhsa.hints import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from rukhsa.errors import RukhsaError

USAGE = 2
_KEEPING = frozenset(("diff", "outlook"))  # commands that keep all that they make of a whole book


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        print(f"rukhsa {__version__}")
        sys.exit(0)  # as argparse does, without its import
    if arguments is not None:
        return _answer(given)
    import gc

    gc.set_threshold(100_000, 20, 20)  # most that one command makes, it keeps to its end
    if not _KEEPING.isdisjoint(given):
        gc.disable()
    try:
        return _answer(given)
    finally:
        gc.freeze()  # so that Python does not look through all of it once more at exit


def _answer(given: list[str]) -> int:
    """What the command line asks, on standard output; its exit code."""
    from rukhsa.cli.options import options as options_of
    from rukhsa.errors import RukhsaError
    from rukhsa.words.choice import asked_language
    from rukhsa.words.messages import say

    lang = asked_language(given, os.environ)
    try:
        options = options_of(given, lang)
        options.lang = lang
        code = _run(options)
        sys.stdout.flush()
        return code
    except RukhsaError as error:
        report(error, lang, as_json="json" in _requested_format(given))
        return USAGE
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 0
    except OSError as error:
        print(say("errors.answer_unwritable", reason=error.strerror).text(lang), file=sys.stderr)
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return USAGE
    except KeyboardInterrupt:
        print(say("errors.stopped").text(lang), file=sys.stderr)
        return 130


def _requested_format(given: Sequence[str]) -> str:
    for index, word in enumerate(given):
        if word.startswith("--format="):
            return word.partition("=")[2]
        if word == "--format" and index + 1 < len(given):
            return given[index + 1]
    return "text"


def _run(options: argparse.Namespace) -> int:
    match options.command:
        case "check":
            from rukhsa.cli.check import run
        case "batch":
            from rukhsa.cli.batch import run
        case "stake":
            from rukhsa.cli.stake import run
        case "diff":
            from rukhsa.cli.diff import run
        case "outlook":
            from rukhsa.cli.outlook import run
        case "read":
            from rukhsa.cli.read import run
        case "law":
            from rukhsa.cli.law import run
        case _:
            from rukhsa.cli.catalog import run
    return run(options)


def report(error: RukhsaError, lang: str, *, as_json: bool) -> None:
    """Show the problems of a `RukhsaError`: to people on standard error, to programs as JSON."""
    from rukhsa.words.messages import directed, say

    problems = error.problems
    if as_json:
        import json

        print(
            json.dumps({"errors": [problem.to_data() for problem in problems]}, ensure_ascii=False, indent=2)
        )
        return
    for problem in problems:
        told = say("errors.told", problem=problem.words()).text(lang)
        print(told if lang == "en" else directed(told), file=sys.stderr)
