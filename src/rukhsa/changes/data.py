"""A difference as data: for programs as JSON, and as columns beside those of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rukhsa.changes.cause import Cause
from rukhsa.changes.diff import Diff, Flip, Row
from rukhsa.changes.evidence import WORDS_ALONE
from rukhsa.changes.grouped import GROUPS, by_evidence, by_first_day, by_kind
from rukhsa.changes.outcome import Outcome
from rukhsa.orders.line import result_name
from rukhsa.words.messages import both, said

COLUMNS = (
    "before_verdict",
    "before_policy",
    "after_verdict",
    "after_policy",
    "flip",
    "direction",
    "flip_sides",
    "first_day",
    "rests_on",
    "by_provisions",
    "by_acts",
    "error",
)


def diff_data(diff: Diff) -> dict[str, Any]:
    """The whole difference as JSON-able data."""
    return {
        "before": diff.before.to_data(),
        "after": diff.after.to_data(),
        "sides": list(diff.packs),
        "left_out": {name: pack.begins for name, pack in diff.left_out.items()},
        "verified_through": {name: pack.verified_through for name, pack in diff.packs.items()},
        "idle": [both(told) for told in diff.idle],
        "all": diff.all_lines.to_data(),
        "flipped": diff.flipped.to_data(),
        "unread": len(diff.unread),
        "kinds": [
            {
                "kind": kind.name,
                "before": kind.before,
                "after": kind.after,
                "direction": kind.direction,
                **tally.to_data(),
            }
            for kind, tally in by_kind(diff.flips)
        ],
        "rests_on": [
            {"evidence": basis, "words_alone": basis in WORDS_ALONE, **tally.to_data()}
            for basis, tally in by_evidence(diff.flips)
        ],
        "first_days": [{"day": day, **tally.to_data()} for day, tally in by_first_day(diff.flips)],
        "by": {
            name: [
                {
                    name: key,
                    **tallies["all"].to_data(),
                    "directions": {d: tally.to_data() for d, tally in tallies.items() if d != "all"},
                }
                for key, tallies in grouped(diff)
            ]
            for name, grouped in GROUPS.items()
        },
        "flow": [
            {"before": before, "after": after, **tally.to_data()}
            for (before, after), tally in sorted(diff.flow.items())
        ],
        "beneath": [
            {"line": row.line.order.number, "name": row.line.name, "sides": list(row.beneath)}
            for row in diff.rows
            if row.beneath
        ],
        "flips": [_flip(row) for row in diff.rows if row.flip is not None],
        "errors": [
            {"line": row.line.order.number, "name": row.line.name, "error": both(row.error)}
            for row in diff.unread
            if row.error is not None
        ],
    }


def flip_data(flip: Flip) -> dict[str, Any]:
    """A flip as data: its kind, since when, by what, on whose word."""
    return {
        "kind": flip.kind.name,
        "direction": flip.kind.direction,
        "sides": list(flip.sides),
        "first_day": flip.first_day,
        "rests_on": flip.rests_on,
        "provisions": cause_data(flip.causes.provisions, "provision"),
        "acts": cause_data(flip.causes.acts, "act"),
    }


def cause_data(cause: Cause, name: str) -> dict[str, Any]:
    return {
        "alone": [{"side": side, name: part} for side, part in cause.alone],
        "together": [{"side": side, name: part} for side, part in cause.together],
    }


def outcome_data(outcome: Outcome | None) -> dict[str, Any]:
    if outcome is None:
        return {}
    return {
        "verdict": outcome.verdict,
        "possible": list(outcome.possible),
        "review_policies": list(outcome.policies),
    }


def _flip(row: Row) -> dict[str, Any]:
    flip = row.flip
    return {
        "line": row.line.order.number,
        "name": row.line.name,
        "item": row.line.posed.case.item if row.line.posed else None,
        "before": outcome_data(row.before),
        "after": outcome_data(row.after),
        **(flip_data(flip) if flip is not None else {}),
    }


def table(diff: Diff, lang: str = "en") -> Iterator[Mapping[str, str]]:
    """Every line of the book with its answers under both states; errors in a language."""
    for row in diff.rows:
        cells = dict(row.line.order.cells)
        for name, value in _columns(row, lang).items():
            cells[result_name(name, diff.book.columns)] = value
        yield cells


def _columns(row: Row, lang: str) -> dict[str, str]:
    if row.before is None or row.after is None:
        return {"error": said(row.error or "", lang)}
    found = {
        "before_verdict": row.before.verdict,
        "before_policy": " ".join(row.before.policies),
        "after_verdict": row.after.verdict,
        "after_policy": " ".join(row.after.policies),
        "flip_sides": " ".join(row.beneath),
    }
    flip = row.flip
    if flip is not None:
        found |= {
            "flip": flip.kind.name,
            "direction": flip.kind.direction,
            "flip_sides": " ".join(flip.sides),
            "first_day": flip.first_day,
            "rests_on": flip.rests_on,
            "by_provisions": flip.causes.provisions.names,
            "by_acts": flip.causes.acts.names,
        }
    return found
