"""The options of every command, and their help."""

from __future__ import annotations

from collections.abc import Sequence

from rukhsa._version import __version__
from rukhsa.cli.plain import read_plain
from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.records import dataclass
from rukhsa.words.messages import LANGUAGES, say

if TYPE_CHECKING:
    import argparse

Commands = Any  # what `add_subparsers` gives, which argparse keeps to itself
Command = Any  # a parser of argparse, or what reads a plain command line in its place


@dataclass(frozen=True, slots=True)
class Help:
    """The help texts in a language, by what they explain; without a language none, for nobody asked."""

    lang: str | None

    def __call__(self, key: str) -> str:
        return "" if self.lang is None else say(f"help.{key}").text(self.lang)

    @property
    def parser(self) -> Any:
        """What reads the arguments of a command below."""
        from functools import partial

        from rukhsa.cli.parsing import Parser

        return partial(Parser, lang=self.lang or "en")


def options(given: Sequence[str], lang: str = "en") -> Any:
    """What the arguments say, by name.

    Raises:
        RukhsaError: they cannot be read.
        SystemExit: they ask for help, which was given.
    """
    asked = given[0] if given else None
    plain = read_plain(given, lambda command: add_check(command, Help(None))) if asked == "check" else None
    return parser(asked, lang).parse_args(given) if plain is None else plain


def parser(asked: str | None = None, lang: str = "en") -> argparse.ArgumentParser:
    """The whole command line in a language; or, faster, what reads the command that is asked."""
    from rukhsa.cli.parsing import Parser, speak

    help_ = Help(lang)
    speak(lang)
    top = Parser(prog="rukhsa", description=help_("rukhsa"), epilog=help_("exit_codes"), lang=lang)
    version = say("argparse.show_version").text(lang)
    top.add_argument("--version", action="version", version=f"rukhsa {__version__}", help=version)
    _language(top, help_)
    commands = top.add_subparsers(
        # `prog` given, argparse need not ask the terminal for its width first
        prog="rukhsa",
        dest="command",
        metavar="COMMAND",
        required=True,
        parser_class=help_.parser,
    )
    known = {
        "check": add_check,
        "batch": _batch,
        "diff": _diff,
        "outlook": _outlook,
        "stake": _stake,
        "read": _read,
        "law": _law,
        "catalog": _catalog,
    }
    for add in [known[asked]] if asked in known else known.values():
        add(commands, help_)
    return top


def _command(commands: Commands, name: str, help_: str) -> Command:
    return commands.add_parser(name, help=help_)


def _language(command: Command, help_: Help) -> None:
    command.add_argument("--lang", choices=LANGUAGES, help=help_("lang"))


def _state(command: Command, help_: Help) -> None:
    command.add_argument("--known", metavar="DATE", help=help_("known"))
    command.add_argument("--accept", default="company", metavar="GRADE", help=help_("accept"))
    _overlays(command, help_)


def _overlays(command: Command, help_: Help) -> None:
    command.add_argument(
        "--with", dest="overlays", action="append", default=[], metavar="FILE", help=help_("with")
    )


def _sides(command: Command, help_: Help) -> None:
    command.add_argument("--side", dest="sides", action="append", metavar="NAME", help=help_("sides"))


def _format(command: Command, help_: Help) -> None:
    command.add_argument("--format", choices=("text", "json"), default="text", help=help_("format"))
    _language(command, help_)


def _force(command: Command, help_: Help) -> None:
    command.add_argument("--force", action="store_true", help=help_("force"))


def _picture(command: Command, help_: Help) -> None:
    command.add_argument("--side", metavar="NAME", help=help_("picture.side"))
    command.add_argument("--out", metavar="FILE", help=help_("picture.out"))
    _format(command, help_)


def _book(command: Command, help_: Help) -> None:
    command.add_argument("--encoding", metavar="NAME", help=help_("batch.encoding"))
    command.add_argument("--sheet", metavar="NAME", help=help_("batch.sheet"))
    command.add_argument("--header", metavar="LINE", help=help_("batch.header"))
    command.add_argument("--map", metavar="FILE", help=help_("batch.map"))
    command.add_argument("--numbers", choices=("point", "comma"), help=help_("batch.numbers"))
    command.add_argument("--dates", choices=("dmy", "mdy", "ymd"), help=help_("batch.dates"))


def add_check(commands: Commands, help_: Help) -> None:
    command = _command(commands, "check", help_("check"))
    command.add_argument("item", nargs="?", help=help_("check.item"))
    command.add_argument("--code", help=help_("check.code"))
    command.add_argument("--from", dest="origin", metavar="COUNTRY", help=help_("check.from"))
    command.add_argument("--to", dest="destination", metavar="COUNTRY", help=help_("check.to"))
    command.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    command.add_argument("--exporter", metavar="NAME", help=help_("check.exporter"))
    command.add_argument("--party", metavar="NAME", help=help_("check.party"))
    command.add_argument("--party-hq", metavar="COUNTRY", help=help_("check.party_hq"))
    command.add_argument("--party-parent", metavar="COUNTRY", help=help_("check.party_parent"))
    command.add_argument("--end-use", metavar="USE", help=help_("check.end_use"))
    command.add_argument(
        "--set", dest="sets", action="append", default=[], metavar="FACT=VALUE", help=help_("check.set")
    )
    command.add_argument("--facts", metavar="FILE", help=help_("check.facts"))
    command.add_argument("--strict", action="store_true", help=help_("strict"))
    _sides(command, help_)
    _state(command, help_)
    _format(command, help_)


def _batch(commands: Commands, help_: Help) -> None:
    command = _command(commands, "batch", help_("batch"))
    command.add_argument("orders", help=help_("batch.orders"))
    command.add_argument("--out", metavar="FILE", help=help_("batch.out"))
    command.add_argument("--resume", action="store_true", help=help_("batch.resume"))
    command.add_argument("--guess", action="store_true", help=help_("batch.guess"))
    _force(command, help_)
    command.add_argument(
        "--engine", choices=("auto", "line", "columns", "spark"), default="auto", help=help_("batch.engine")
    )
    command.add_argument("--processes", metavar="N", type=int, help=help_("batch.processes"))
    command.add_argument("--columns", metavar="NAMES", help=help_("batch.columns"))
    command.add_argument("--master", metavar="URL", default="local[*]", help=help_("batch.master"))
    command.add_argument("--on", metavar="DATE", help=help_("batch.on"))
    _book(command, help_)
    command.add_argument("--strict", action="store_true", help=help_("strict"))
    _sides(command, help_)
    _state(command, help_)
    _format(command, help_)


def _stake(commands: Commands, help_: Help) -> None:
    command = _command(commands, "stake", help_("stake"))
    command.add_argument("orders", help=help_("stake.orders"))
    command.add_argument("--options", required=True, metavar="FILE", help=help_("stake.options"))
    command.add_argument("--lines", metavar="FILE", help=help_("stake.lines"))
    command.add_argument("--out", metavar="FILE", help=help_("stake.out"))
    _book(command, help_)
    command.add_argument("--strict", action="store_true", help=help_("strict"))
    _sides(command, help_)
    _format(command, help_)


def _diff(commands: Commands, help_: Help) -> None:
    command = _command(commands, "diff", help_("diff"))
    command.add_argument("orders", help=help_("batch.orders"))
    command.add_argument("--before", required=True, metavar="STATE", help=help_("diff.before"))
    command.add_argument("--after", required=True, metavar="STATE", help=help_("diff.after"))
    command.add_argument(
        "--with", dest="overlays", action="append", default=[], metavar="FILE", help=help_("diff.with")
    )
    command.add_argument(
        "--before-with",
        dest="before_overlays",
        action="append",
        default=[],
        metavar="FILE",
        help=help_("diff.before_with"),
    )
    command.add_argument("--out", metavar="FILE", help=help_("diff.out"))
    command.add_argument("--report", metavar="FILE", help=help_("diff.report"))
    _book(command, help_)
    command.add_argument("--strict", action="store_true", help=help_("strict"))
    _sides(command, help_)
    _format(command, help_)


def _outlook(commands: Commands, help_: Help) -> None:
    command = _command(commands, "outlook", help_("outlook"))
    command.add_argument("orders", help=help_("batch.orders"))
    command.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    command.add_argument("--until", metavar="DATE", help=help_("outlook.until"))
    command.add_argument("--out", metavar="FILE", help=help_("outlook.out"))
    _book(command, help_)
    command.add_argument("--strict", action="store_true", help=help_("strict"))
    _sides(command, help_)
    _state(command, help_)
    _format(command, help_)


def _read(commands: Commands, help_: Help) -> None:
    command = _command(commands, "read", help_("read"))
    command.add_argument("articles", nargs="+", metavar="ARTICLE", help=help_("read.articles"))
    command.add_argument("--out", metavar="FILE", help=help_("read.out"))
    _force(command, help_)
    command.add_argument("--date", metavar="DATE", help=help_("read.date"))
    command.add_argument("--outlet", metavar="NAME", help=help_("read.outlet"))
    _format(command, help_)


def _law(commands: Commands, help_: Help) -> None:
    law = _command(commands, "law", help_("law"))
    _language(law, help_)
    verbs = law.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=help_.parser)
    listing = _command(verbs, "list", help_("law.list"))
    listing.add_argument("--acts", action="store_true", help=help_("law.list.acts"))
    listing.add_argument("--kind", help=help_("law.list.kind"))
    listing.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    _state(listing, help_)
    _format(listing, help_)
    show = _command(verbs, "show", help_("law.show"))
    show.add_argument("id", help=help_("law.id"))
    show.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    _state(show, help_)
    _format(show, help_)
    log = _command(verbs, "log", help_("law.log"))
    log.add_argument("id", help=help_("law.id"))
    _overlays(log, help_)
    _format(log, help_)
    code = _command(verbs, "code", help_("law.code"))
    code.add_argument("code", help=help_("law.code.code"))
    code.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    _state(code, help_)
    _format(code, help_)
    check = _command(verbs, "check", help_("law.check"))
    check.add_argument("files", nargs="*", help=help_("law.check.files"))
    _overlays(check, help_)
    _format(check, help_)
    test = _command(verbs, "test", help_("law.test"))
    test.add_argument("select", nargs="*", help=help_("law.test.select"))
    _format(test, help_)
    _timeline(verbs, help_)
    _new(verbs, help_)


def _new(verbs: Commands, help_: Help) -> None:
    new = _command(verbs, "new", help_("law.new"))
    new.add_argument(
        "does",
        choices=("impose", "amend", "suspend", "extend", "resume", "rescind"),
        help=help_("law.new.does"),
    )
    new.add_argument("target", help=help_("law.new.target"))
    new.add_argument("--from", dest="start", default="today", metavar="DATE", help=help_("law.new.from"))
    new.add_argument("--until", metavar="DATE", help=help_("law.new.until"))
    new.add_argument("--like", metavar="PROVISION", help=help_("law.new.like"))
    new.add_argument("--name", metavar="ID", help=help_("law.new.name"))
    new.add_argument("--out", metavar="FILE", help=help_("law.new.out"))
    _force(new, help_)
    _overlays(new, help_)
    _language(new, help_)


def _timeline(verbs: Commands, help_: Help) -> None:
    timeline = _command(verbs, "timeline", help_("law.timeline"))
    timeline.add_argument(
        "--from", dest="start", default="2022-01-01", metavar="DATE", help=help_("law.timeline.from")
    )
    timeline.add_argument(
        "--to", dest="end", default="2027-12-31", metavar="DATE", help=help_("law.timeline.to")
    )
    timeline.add_argument("--grade", default="reported", help=help_("law.timeline.grade"))
    _overlays(timeline, help_)
    _picture(timeline, help_)


def _map(verbs: Commands, help_: Help) -> None:
    drawn = _command(verbs, "map", help_("catalog.map"))
    drawn.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    drawn.add_argument("--to", metavar="COUNTRY", help=help_("catalog.map.to"))
    drawn.add_argument("--view", metavar="NAME", help=help_("catalog.map.view"))
    _state(drawn, help_)
    _picture(drawn, help_)


def _catalog(commands: Commands, help_: Help) -> None:
    catalog = _command(commands, "catalog", help_("catalog"))
    _language(catalog, help_)
    verbs = catalog.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=help_.parser)
    listing = _command(verbs, "list", help_("catalog.list"))
    listing.add_argument("match", nargs="?", help=help_("catalog.list.match"))
    listing.add_argument("--family", metavar="NAME", help=help_("catalog.list.family"))
    listing.add_argument("--kind", metavar="CATEGORY", help=help_("catalog.list.kind"))
    _format(listing, help_)
    finding = _command(verbs, "find", help_("catalog.find"))
    finding.add_argument("asked", metavar="CODE_OR_NAME", help=help_("catalog.find.asked"))
    _format(finding, help_)
    show = _command(verbs, "show", help_("catalog.show"))
    show.add_argument("item", help=help_("catalog.show.item"))
    show.add_argument("--on", default="today", metavar="DATE", help=help_("on"))
    _state(show, help_)
    _format(show, help_)
    _map(verbs, help_)
