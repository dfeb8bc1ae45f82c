"""The calendar of coming changes as text, as data, and as a table."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from rukhsa.changes.data import flip_data
from rukhsa.changes.grouped import by_cause, by_kind
from rukhsa.changes.outlook import EVER, Entry, Outlook
from rukhsa.changes.text import act_words, provision_words
from rukhsa.decide.words import act_title, grade_words
from rukhsa.orders.line import result_name
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, say

COLUMNS = ("day", "flip", "direction", "flip_sides", "rests_on", "by_provisions", "by_acts", "counts")
_MOST_CAUSES = 4
_MOST_TARGETS = 6


def outlook_text(outlook: Outlook, lang: str = "en") -> str:
    """The whole calendar as text in a language."""
    return laid_out(_lines(outlook), lang)


def _lines(outlook: Outlook) -> Iterator[Line]:
    state = outlook.state.words()
    if outlook.until == EVER:
        yield Line(say("changes.outlook", state=state, all=outlook.all_lines.words()))
    else:
        until = Day(outlook.until)
        yield Line(say("changes.outlook_until", state=state, all=outlook.all_lines.words(), until=until))
    yield Line(say("changes.outlook_about"), wraps=True)
    unread = sum(line.posed is None for line in outlook.lines)
    if unread:
        yield Line(say("batch.unread", n=unread))
    for name, pack in outlook.left_out.items():
        yield Line(say("changes.left_out", side=pack.title, pack=name, day=Day(pack.begins)))
    if not outlook.entries:
        yield Line(say("changes.nothing_comes"))
    for entry in outlook.entries:
        yield Line()
        yield from _entry(outlook, entry)
    if outlook.weaker:
        yield Line()
        yield Line(say("changes.weaker"), wraps=True)
        for entry in outlook.weaker:
            yield Line()
            yield from _entry(outlook, entry)


def _entry(outlook: Outlook, entry: Entry) -> Iterator[Line]:
    day = datetime.date.fromisoformat
    away = (day(entry.day) - day(outlook.state.on)).days
    yield Line(say("changes.entry", day=Day(entry.day), away=say("changes.days_away", n=away)))
    for told in happening_words(outlook, entry):
        yield Line(told, "  ", wraps=True)
    if not entry.flips:
        yield Line(say("changes.no_line_flips"), "  ")
        return
    for kind, tally in by_kind(entry.flips):
        yield Line(say("changes.row", what=kind.words(), tally=tally.words()), "  * ")
    for (provisions, acts), tally in by_cause(entry.flips)[:_MOST_CAUSES]:
        what = provision_words(outlook.packs, provisions)
        yield Line(say("changes.row", what=what, tally=tally.words()), "    ")
        for told in act_words(outlook.packs, acts):
            yield Line(told, "      ", wraps=True)


def happening_words(outlook: Outlook, entry: Entry) -> Iterator[Message]:
    """What begins or ends on a day: one sentence for each act and what it did."""
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for one in entry.happenings:
        verb = "extend" if one.clause.verb == "amend" and "#" in one.clause.target else one.clause.verb
        verb = "say" if one.what == "date" else verb
        grouped.setdefault((one.side, one.what, one.clause.act, verb), []).append(one.clause.target)
    for (side, what, name, verb), targets in grouped.items():
        act = outlook.packs[side].log.acts[name]
        shown: object = tuple(targets[:_MOST_TARGETS])
        if len(targets) > _MOST_TARGETS:
            shown = say("changes.and_more", told=shown, n=len(targets) - _MOST_TARGETS)
        yield say(
            f"changes.happening.{what}",
            verb=say(f"changes.verb.{verb}", target=shown),
            act=name,
            title=act_title(act),
            grade=grade_words(act),
        )


def outlook_data(outlook: Outlook) -> dict[str, Any]:
    """The whole calendar as JSON-able data."""
    return {
        "state": outlook.state.to_data(),
        "until": None if outlook.until == EVER else outlook.until,
        "sides": list(outlook.packs),
        "left_out": {name: pack.begins for name, pack in outlook.left_out.items()},
        "verified_through": {name: pack.verified_through for name, pack in outlook.packs.items()},
        "all": outlook.all_lines.to_data(),
        "unread": sum(line.posed is None for line in outlook.lines),
        "changes": [_entry_data(entry) for entry in outlook.entries],
        "if_weaker_evidence_holds": [_entry_data(entry) for entry in outlook.weaker],
    }


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "day": entry.day,
        "happenings": [
            {
                "side": happening.side,
                "what": happening.what,
                "act": happening.clause.act,
                "verb": happening.clause.verb,
                "target": happening.clause.target,
            }
            for happening in entry.happenings
        ],
        **entry.tally.to_data(),
        "kinds": [
            {"kind": kind.name, "direction": kind.direction, **tally.to_data()}
            for kind, tally in by_kind(entry.flips)
        ],
        "flips": [
            {"line": line.order.number, "name": line.name, **flip_data(flip)} for line, flip in entry.flips
        ],
    }


def outlook_table(outlook: Outlook) -> Iterator[Mapping[str, str]]:
    """A row for every line and day on which it flips; `counts` is no where only weaker evidence says so."""
    for entries, counts in ((outlook.entries, "yes"), (outlook.weaker, "no")):
        for entry in entries:
            for line, flip in entry.flips:
                found = {
                    "day": entry.day,
                    "flip": flip.kind.name,
                    "direction": flip.kind.direction,
                    "flip_sides": " ".join(flip.sides),
                    "rests_on": flip.rests_on,
                    "by_provisions": flip.causes.provisions.names,
                    "by_acts": flip.causes.acts.names,
                    "counts": counts,
                }
                columns = outlook.book.columns
                yield {
                    **line.order.cells,
                    **{result_name(name, columns): v for name, v in found.items()},
                }
