"""The options of every command, and their help."""

from __future__ import annotations

import argparse
from typing import NoReturn

from rukhsa._version import __version__


class _Parser(argparse.ArgumentParser):
    """Wrong arguments are a user's mistake like any other: same form, same exit code."""

    def error(self, message: str) -> NoReturn:
        from rukhsa.errors import Problem, RukhsaError

        raise RukhsaError(Problem(message, fix=f"see `{self.prog} --help`"))


def parser(asked: str | None = None) -> argparse.ArgumentParser:
    """The whole command line; or, faster, what reads the command that is asked."""
    top = _Parser(
        prog="rukhsa",
        description="May this item go to this party, there, for this use, on this date; under which license, "
        "exception or review policy; and why?",
        epilog="Exit codes: 0 answered, 1 a check or test failed, 2 the question could not be read.",
    )
    top.add_argument("--version", action="version", version=f"rukhsa {__version__}")
    # `prog` given, argparse need not ask the terminal for its width first
    commands = top.add_subparsers(
        prog="rukhsa", dest="command", metavar="COMMAND", required=True, parser_class=_Parser
    )
    known = {"check": _check, "batch": _batch, "law": _law, "catalog": _catalog}
    for add in [known[asked]] if asked in known else known.values():
        add(commands)
    return top


def _state(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--known", metavar="DATE", help="only acts public by DATE (default: everything bundled)"
    )
    command.add_argument(
        "--accept",
        default="company",
        metavar="GRADE",
        help="weakest evidence that counts: law, official, company (default), announced, reported",
    )
    command.add_argument(
        "--with", dest="overlays", action="append", default=[], metavar="FILE", help="further acts"
    )


def _sides(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--side",
        dest="sides",
        action="append",
        metavar="NAME",
        help="ask this pack only, by its name; may be repeated (default: every pack)",
    )


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="for people or for programs"
    )


def _picture(command: argparse.ArgumentParser) -> None:
    command.add_argument("--side", metavar="NAME", help="one pack only, by its name")
    command.add_argument(
        "--out",
        metavar="FILE",
        help="draw it to FILE: .svg, .png, or .html that works offline (default: text)",
    )
    command.add_argument("--lang", choices=("en", "ar"), default="en", help="language of the words")
    _format(command)


def _check(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = commands.add_parser("check", help="decide one case and explain it")
    command.add_argument("item", nargs="?", help="a name of the catalog; or describe the item with --set")
    command.add_argument(
        "--code", help="instead of an item: a customs or control-list code; every candidate is decided"
    )
    command.add_argument("--from", dest="origin", metavar="COUNTRY", help="country from which it is shipped")
    command.add_argument(
        "--to", dest="destination", metavar="COUNTRY", help="country of ultimate destination"
    )
    command.add_argument(
        "--on", default="today", metavar="DATE", help="date whose law is asked (default: today)"
    )
    command.add_argument("--exporter", metavar="NAME", help="who ships; decides whether a letter binds")
    command.add_argument("--party", metavar="NAME", help="who receives")
    command.add_argument(
        "--party-hq",
        metavar="COUNTRY",
        help="headquarters of the party, taken for its ultimate parent too unless --party-parent is given",
    )
    command.add_argument("--party-parent", metavar="COUNTRY", help="headquarters of its ultimate parent")
    command.add_argument(
        "--end-use", metavar="USE", help="civil, military, supercomputer ... (docs/vocabulary.md)"
    )
    command.add_argument(
        "--set", dest="sets", action="append", default=[], metavar="FACT=VALUE", help="any fact"
    )
    command.add_argument(
        "--facts", metavar="FILE", help="facts as a JSON or YAML mapping; `parties` may list several"
    )
    command.add_argument("--strict", action="store_true", help="presume nothing")
    _sides(command)
    _state(command)
    _format(command)


def _batch(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = commands.add_parser("batch", help="decide an order book, line by line")
    command.add_argument("orders", help="CSV or Parquet")
    command.add_argument("--out", metavar="FILE", help="write CSV, Parquet or JSON lines (default: a table)")
    command.add_argument("--on", metavar="DATE", help="date for lines that have none (default: today)")
    command.add_argument(
        "--encoding", default="utf-8", help="of a CSV file (default: utf-8, with or without BOM)"
    )
    command.add_argument("--strict", action="store_true", help="presume nothing")
    _sides(command)
    _state(command)
    _format(command)


def _law(commands: argparse._SubParsersAction[_Parser]) -> None:
    law = commands.add_parser("law", help="read, check and test the law")
    verbs = law.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    listing = verbs.add_parser("list", help="provisions in force on a day, or acts")
    listing.add_argument("--acts", action="store_true", help="the acts instead of the provisions")
    listing.add_argument("--kind", help="only this kind: require, except, classify ...")
    listing.add_argument("--on", default="today", metavar="DATE")
    _state(listing)
    _format(listing)
    show = verbs.add_parser("show", help="the text of a provision or act, and its state")
    show.add_argument("id")
    show.add_argument("--on", default="today", metavar="DATE")
    _state(show)
    _format(show)
    log = verbs.add_parser("log", help="every act that touched a provision")
    log.add_argument("id")
    _format(log)
    check = verbs.add_parser("check", help="check the packs, or act files against them")
    check.add_argument("files", nargs="*", help="act files to check as overlays (default: the packs)")
    _format(check)
    test = verbs.add_parser("test", help="run the packs' own cases")
    test.add_argument("select", nargs="*", help="case ids or parts of file names (default: all)")
    _format(test)
    _timeline(verbs)


def _timeline(verbs: argparse._SubParsersAction[_Parser]) -> None:
    timeline = verbs.add_parser("timeline", help="measures through the years, on every side")
    timeline.add_argument("--from", dest="start", default="2022-01-01", metavar="DATE", help="first day")
    timeline.add_argument("--to", dest="end", default="2027-12-31", metavar="DATE", help="last day")
    timeline.add_argument(
        "--grade",
        default="reported",
        help="weakest evidence shown: law, official, company, announced, reported (default)",
    )
    _picture(timeline)


def _map(verbs: argparse._SubParsersAction[_Parser]) -> None:
    drawn = verbs.add_parser("map", help="items by two measurements, in the regions of the entries on a day")
    drawn.add_argument("--on", default="today", metavar="DATE", help="date whose law is asked")
    drawn.add_argument("--to", metavar="COUNTRY", help="does each item need a license there?")
    drawn.add_argument("--view", metavar="NAME", help="items of one sort, as the plane names them")
    _state(drawn)
    _picture(drawn)


def _catalog(commands: argparse._SubParsersAction[_Parser]) -> None:
    catalog = commands.add_parser("catalog", help="items and their measured facts")
    verbs = catalog.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=_Parser)
    listing = verbs.add_parser("list", help="items by name")
    listing.add_argument("match", nargs="?", help="only names that contain this, in any language")
    listing.add_argument("--family", metavar="NAME", help="only this family: magnets, rare-earths ...")
    listing.add_argument(
        "--kind", metavar="CATEGORY", help="only this kind: material, magnet, equipment, ic ..."
    )
    _format(listing)
    finding = verbs.add_parser("find", help="every item that a code or a part of a name may mean")
    finding.add_argument(
        "asked", metavar="CODE_OR_NAME", help="customs code, control-list code, or words of a name"
    )
    _format(finding)
    show = verbs.add_parser("show", help="one item: facts, sources, what the law computes from them")
    show.add_argument("item")
    show.add_argument("--on", default="today", metavar="DATE")
    _format(show)
    _map(verbs)
