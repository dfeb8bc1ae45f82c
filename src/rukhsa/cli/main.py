"""`rukhsa`: reads the command line and hands over; each command imports what it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rukhsa._version import __version__

if TYPE_CHECKING:
    import argparse

USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        print(f"rukhsa {__version__}")
        sys.exit(0)  # as argparse does, without its import
    from rukhsa.cli.options import parser
    from rukhsa.errors import RukhsaError

    try:
        options = parser(given[0] if given else None).parse_args(given)
        code = _run(options)
        sys.stdout.flush()
        return code
    except RukhsaError as error:
        report(error, as_json="json" in _requested_format(given))
        return USAGE
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return 0
    except OSError as error:
        print(f"rukhsa: the answer cannot be written: {error.strerror}", file=sys.stderr)
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        return USAGE
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
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
        case "law":
            from rukhsa.cli.law import run
        case _:
            from rukhsa.cli.catalog import run
    return run(options)


def report(error: object, *, as_json: bool) -> None:
    """Show the problems of a `RukhsaError`: to people on standard error, to programs as JSON."""
    problems = error.problems  # type: ignore[attr-defined]
    if as_json:
        import json

        print(
            json.dumps({"errors": [problem.to_data() for problem in problems]}, ensure_ascii=False, indent=2)
        )
        return
    for problem in problems:
        print(f"rukhsa: {problem}", file=sys.stderr)
