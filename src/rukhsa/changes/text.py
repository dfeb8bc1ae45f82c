"""A difference as text: what flips and what it is worth, since when, by what, on whose word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rukhsa.changes.diff import Diff, Flip, Row, left_out_words
from rukhsa.changes.evidence import HYPOTHETICAL
from rukhsa.changes.grouped import (
    GROUPS,
    Parts,
    by_cause,
    by_evidence,
    by_first_day,
    by_kind,
    destination_of,
    group_words,
    item_words,
)
from rukhsa.changes.outcome import DIRECTIONS, ends_words
from rukhsa.changes.tally import Tally
from rukhsa.decide.words import act_title, grade_words
from rukhsa.language.countries import country_words
from rukhsa.law.pack import Pack
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, Typed, say, series

MOST_ROWS = 12
MOST_LINES = 40
MOST_NAMES = 6


def diff_text(diff: Diff, lang: str = "en") -> str:
    """The whole difference as text in a language."""
    return laid_out(_lines(diff), lang)


def _lines(diff: Diff) -> Iterator[Line]:
    yield Line(say("changes.before", state=diff.before.words()))
    yield Line(say("changes.after", state=diff.after.words()))
    yield Line(say("changes.days_replace"), wraps=True)
    yield from (Line(told, wraps=True) for told in left_out_words(diff))
    yield Line()
    yield Line(summary_words(diff))
    if diff.unread:
        yield Line(say("batch.unread", n=len(diff.unread)))
    if diff.all_lines.unvalued:
        yield Line(unvalued_words(diff), wraps=True)
    yield from (Line(told, wraps=True) for told in beneath_words(diff))
    if not diff.flips:
        return
    for direction in DIRECTIONS:
        kinds = [(kind, tally) for kind, tally in by_kind(diff.flips) if kind.direction == direction]
        if kinds:
            yield Line()
            yield Line(direction_words(direction))
            yield from (Line(say("changes.row", what=k.words(), tally=t.words()), "  ") for k, t in kinds)
    yield Line()
    yield Line(say("changes.evidence"))
    for basis, tally in by_evidence(diff.flips):
        yield Line(say("changes.row", what=evidence_words(basis), tally=tally.words()), "  ")
    yield Line()
    yield Line(say("changes.causes"))
    causes = by_cause(diff.flips)
    for (provisions, acts), tally in causes[:MOST_ROWS]:
        yield Line(
            say("changes.row", what=provision_words(diff.packs, provisions), tally=tally.words()), "  "
        )
        for told in act_words(diff.packs, acts):
            yield Line(told, "    ", wraps=True)
    yield from _more(len(causes))
    yield Line()
    yield Line(say("changes.first_days"))
    days = by_first_day(diff.flips)
    yield from (Line(say("changes.row", what=Day(d), tally=t.words()), "  ") for d, t in days[:MOST_ROWS])
    yield from _more(len(days))
    for group, grouped in GROUPS.items():
        rows = grouped(diff)
        yield Line()
        yield Line(say(f"changes.by.{group}"))
        for key, tallies in rows[:MOST_ROWS]:
            yield Line(group_row(diff, group, key, tallies), "  ")
        yield from _more(len(rows))
    yield Line()
    yield Line(say("changes.lines_that_flip"))
    flipped = [row for row in diff.rows if row.flip is not None]
    for row in flipped[:MOST_LINES]:
        yield Line(line_words(row), "  ")
    if len(flipped) > MOST_LINES:
        yield Line(say("changes.more_lines", n=len(flipped) - MOST_LINES), "  ")


def summary_words(diff: Diff) -> Message:
    return say("changes.summary", all=diff.all_lines.words(), flipped=diff.flipped.words())


def unvalued_words(diff: Diff) -> Message:
    """The lines that are in no sum, by name."""
    names = [row.line.name for row in diff.rows if row.line.value is None]
    told: object = tuple(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        told = say("changes.and_more", told=told, n=len(names) - MOST_NAMES)
    return say("changes.unvalued", n=len(names), names=told)


def beneath_words(diff: Diff) -> Iterator[Message]:
    """Lines on which one side's own answer differs, but not the strictest of all sides."""
    for side, pack in diff.packs.items():
        count = sum(side in row.beneath for row in diff.rows)
        if count:
            yield say("changes.beneath", n=count, side=pack.title, option=Typed(f"--side {side}"))


def direction_words(direction: str) -> Message:
    return say(f"changes.direction.{direction}")


def evidence_words(basis: str) -> Message:
    """On whose word flips rest."""
    return say(f"changes.rests_on.{basis}")


def group_row(diff: Diff, group: str, key: str, tallies: Mapping[str, Tally]) -> Message:
    directions = series(
        say("changes.directed", direction=direction_words(direction), n=tallies[direction].lines)
        for direction in DIRECTIONS
        if direction in tallies
    )
    return say(
        "changes.group",
        what=group_words(diff, group, key),
        tally=tallies["all"].words(),
        directions=directions,
    )


def provision_words(packs: Mapping[str, Pack], parts: Parts) -> Message:
    """The provisions that undo a flip, alone or together."""
    named, alone = parts
    if not named:
        return say("changes.no_provision")
    names = tuple(name for _, name in named[:4])
    if alone:
        told = say("changes.each" if len(named) > 1 else "changes.alone", names=names)
    else:
        told = say("changes.together", names=series(names, "common.and"))
    return say("changes.and_more", told=told, n=len(named) - 4) if len(named) > 4 else told


def act_words(packs: Mapping[str, Pack], parts: Parts) -> Iterator[Message]:
    """The acts that undo a flip, each with its title and how it is known."""
    named, alone = parts
    if named and not alone:
        yield say("changes.acts_together")
    yield from named_acts(packs, parts)


def named_acts(packs: Mapping[str, Pack], parts: Parts) -> Iterator[Message]:
    """Each act with its title and how it is known."""
    for side, name in parts[0]:
        act = packs[side].log.acts[name]
        yield say("changes.act", act=name, title=act_title(act), grade=grade_words(act))
    if not parts[0]:
        yield say("changes.no_act")


def line_words(row: Row) -> Message:
    """A line that flips, in one line."""
    flip = row.flip
    if flip is None or row.before is None or row.after is None:
        return say("changes.line_unread", name=row.line.name, error=row.error or "")
    before, after = ends_words(row.before, row.after, flip.kind)
    return say(
        "changes.line",
        name=row.line.name,
        item=item_words(row.line),
        destination=country_words(destination_of(row.line)),
        before=before,
        after=after,
        day=Day(flip.first_day),
        by=_by(flip),
    )


def _by(flip: Flip) -> object:
    names = tuple(name for _, name in (flip.causes.acts.parts or flip.causes.provisions.parts)[:3])
    if flip.rests_on == HYPOTHETICAL and not names:
        return say(f"changes.rests_on.{HYPOTHETICAL}")
    return names or say("changes.no_act")


def _more(count: int) -> Iterator[Line]:
    if count > MOST_ROWS:
        yield Line(say("changes.more", n=count - MOST_ROWS), "  ")
