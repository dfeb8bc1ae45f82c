"""A difference as one page that opens without a network: the flow from verdict to verdict, and every table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from rukhsa.changes.diff import Diff, Row, left_out_words
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
    party_of,
    party_words,
)
from rukhsa.changes.outcome import DIRECTIONS, ends_words, ladder_place, standing_words
from rukhsa.changes.tally import Tallies, Tally, amount_words
from rukhsa.changes.text import (
    beneath_words,
    direction_words,
    evidence_words,
    named_acts,
    provision_words,
    summary_words,
    unvalued_words,
)
from rukhsa.decide.words import policy_words, short_words
from rukhsa.draw.flow import Flow, Node, flow_svg, legend_svg
from rukhsa.draw.page import folded, still_page, table, words
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.countries import country_words
from rukhsa.words.messages import Day, Message, said, say, series

_LOOKS = {"tightened": "up", "eased": "down"}
_STYLE = (
    "<style>svg.flow{width:100%;height:auto;max-height:80vh}.legend{font-size:.85rem}"
    ".look{margin-inline-end:1.2rem;white-space:nowrap}.look svg{vertical-align:middle}</style>"
)


def write_report(path: Path, diff: Diff, lang: str) -> None:
    """Write the page.

    Raises:
        RukhsaError: the file cannot be written.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_text(report(diff, lang), encoding="utf-8")
        os.replace(partial, path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise RukhsaError(
            Problem(say("errors.unwritable", reason=error.strerror), str(path), field="--report")
        ) from None


def can_report(path: Path) -> None:
    """Refuse early what could not be written late."""
    if path.suffix.lower() not in (".html", ".htm"):
        raise RukhsaError(
            Problem(say("changes.no_page"), str(path), field="--report", fix=say("changes.no_page_fix"))
        )
    if path.is_dir() or not path.parent.is_dir():
        told = say("errors.is_folder" if path.is_dir() else "errors.no_folder")
        raise RukhsaError(Problem(told, str(path), field="--report"))


def report(diff: Diff, lang: str = "en") -> str:
    """The page as HTML, in a language."""

    def in_words(message: object) -> str:
        return said(message, lang)

    days = Day(diff.before.on), Day(diff.after.on)
    about = [
        say("changes.before", state=diff.before.words()),
        say("changes.after", state=diff.after.words()),
        say("changes.days_replace"),
        *left_out_words(diff),
        summary_words(diff),
        *([say("batch.unread", n=len(diff.unread))] if diff.unread else []),
        *([unvalued_words(diff)] if diff.all_lines.unvalued else []),
        *beneath_words(diff),
        say("changes.checked", packs=_checked(diff)),
    ]
    body = [_STYLE, *_flows(diff, lang)]
    body += _section(
        say("changes.kinds"),
        ("changes.head.direction", "changes.head.flip", *_SUMS),
        ((direction_words(k.direction), k.words(), *_sums(t)) for k, t in by_kind(diff.flips)),
        lang,
    )
    body += _section(
        say("changes.evidence"),
        ("changes.head.evidence", *_SUMS),
        ((evidence_words(basis), *_sums(t)) for basis, t in by_evidence(diff.flips)),
        lang,
    )
    body += _section(
        say("changes.causes"),
        ("changes.head.provisions", "changes.head.acts", *_SUMS),
        (
            (
                provision_words(diff.packs, provisions),
                _acts(diff, acts),
                *_sums(t),
            )
            for (provisions, acts), t in by_cause(diff.flips)
        ),
        lang,
    )
    body += _section(
        say("changes.first_days"),
        ("changes.head.day", *_SUMS),
        ((Day(day), *_sums(t)) for day, t in by_first_day(diff.flips)),
        lang,
    )
    for group, grouped in GROUPS.items():
        heads = [f"changes.direction.{direction}" for direction in DIRECTIONS]
        rows = (
            (
                group_words(diff, group, key),
                *_sums(tallies["all"]),
                *(str(tallies[d].lines) if d in tallies else "" for d in DIRECTIONS),
            )
            for key, tallies in grouped(diff)
        )
        body += _section(say(f"changes.by.{group}"), (f"changes.head.{group}", *_SUMS, *heads), rows, lang)
    body += _section(
        say("changes.lines_that_flip"),
        [f"changes.head.{h}" for h in ("line", "item", "destination", "party", "value")]
        + [f"changes.head.{h}" for h in ("before", "after", "day", "evidence", "acts")],
        (_line(row) for row in diff.rows if row.flip is not None),
        lang,
    )
    if diff.unread:
        rows_ = [[row.line.name, in_words(row.error)] for row in diff.unread]
        heads_ = [in_words(say("changes.head.line")), in_words(say("changes.head.error"))]
        body.append(folded(in_words(say("changes.unread")), table(heads_, rows_, lang), lang))
    if days[0] == days[1]:
        title = say("changes.title_one", day=days[0])
    else:
        title = say("changes.title", before=days[0], after=days[1])
    return still_page(in_words(title), [in_words(text) for text in about], "\n".join(body), lang)


_SUMS = ("changes.head.lines", "changes.head.value")


def _acts(diff: Diff, acts: Parts) -> object:
    """The acts of a cause in one cell."""
    told = series(named_acts(diff.packs, acts), "common.semicolon")
    return say("changes.acts_together_cell", acts=told) if acts[0] and not acts[1] else told


def _sums(tally: Tally) -> tuple[str, object]:
    return str(tally.lines), tally.worth()


def _line(row: Row) -> tuple[object, ...]:
    flip, line = row.flip, row.line
    if flip is None or row.before is None or row.after is None:
        return ()
    value = "" if line.value is None else amount_words(line.currency, line.value)
    return (
        line.name,
        item_words(line),
        country_words(destination_of(line)),
        party_words(party_of(line)),
        value,
        *ends_words(row.before, row.after, flip.kind),
        Day(flip.first_day),
        evidence_words(flip.rests_on),
        flip.causes.acts.names,
    )


def _checked(diff: Diff) -> Message | object:
    return series(
        say("decision.checked_pack", pack=pack.title, day=Day(pack.verified_through))
        for pack in diff.packs.values()
    )


def _section(title: Message, heads: Sequence[str], rows: Iterable[Sequence[object]], lang: str) -> list[str]:
    told = [[said(cell, lang) for cell in row] for row in rows]
    if not told:
        return []
    return [
        f"<h2>{words(said(title, lang), lang)}</h2>",
        table([say(h).text(lang) for h in heads], told, lang),
    ]


def _flows(diff: Diff, lang: str) -> list[str]:
    """The picture by lines; beneath it, folded, one by value for each currency."""
    flow = _by_look(diff)
    if not flow:
        return []
    legend = legend_svg({look: told.text(lang) for look, told in _looks().items()}, lang, name="lines")
    parts = [
        _flow(diff, flow, {key: Decimal(tally.lines) for key, tally in flow.items()}, "lines", lang),
        legend,
    ]
    currencies = sorted({currency for tally in flow.values() for currency in tally.values})
    for index, currency in enumerate(currencies):
        sizes = {key: tally.values[currency] for key, tally in flow.items() if currency in tally.values}
        if sum(sizes.values()) > 0:
            name = currency or say("changes.not_told").text(lang)
            title = say("changes.flow_of_value", currency=name).text(lang)
            parts.append(folded(title, _flow(diff, flow, sizes, f"value{index}", lang), lang))
    return parts


def _looks() -> dict[str, Message]:
    return {
        "up": direction_words("tightened"),
        "down": direction_words("eased"),
        "other": say("changes.look_other"),
        "none": say("changes.look_none"),
    }


def _by_look(diff: Diff) -> Tallies:
    """Lines by standing before, standing after and look: what flips may stand as it stood."""
    found = Tallies()
    for row in diff.rows:
        if row.before is not None and row.after is not None:
            look = "none" if row.flip is None else _LOOKS.get(row.flip.kind.direction, "other")
            found[row.before.standing, row.after.standing, look].add(row.line)
    return found


def _flow(
    diff: Diff, flow: Tallies, sizes: Mapping[tuple[str, str, str], Decimal], name: str, lang: str
) -> str:
    standings = sorted(
        {standing for before, after, _ in sizes for standing in (before, after)}, key=ladder_place
    )
    flows = []
    for (before, after, look), size in sizes.items():
        what = say("changes.kind", before=standing_words(before), after=standing_words(after))
        told = say("changes.row", what=what, tally=flow[before, after, look].words())
        told = say("changes.looked", look=_looks()[look], told=told)
        flows.append(Flow(before, after, float(size), look, told.text(lang)))
    nodes = [
        Node(
            standing,
            _label(standing, sum(size for key, size in sizes.items() if key[0] == standing), lang),
            _label(standing, sum(size for key, size in sizes.items() if key[1] == standing), lang),
        )
        for standing in standings
    ]
    heads = tuple(
        say(f"changes.at_{which}", day=Day(state.on)).text(lang)
        for which, state in (("before", diff.before), ("after", diff.after))
    )
    return flow_svg(nodes, flows, (heads[0], heads[1]), lang, name=name)


def _label(standing: str, size: Decimal | int, lang: str) -> tuple[str, ...]:
    verdict, _, policies = standing.partition("/")
    policy = policy_words(policies.split("..")) if policies else None
    told = say("changes.row", what=short_words(verdict), tally=f"{Decimal(size):,f}").text(lang)
    return (told, policy.text(lang)) if policy is not None else (told,)
