"""Folded law as plain data and back: what the fold gave for one day or many, each told by what differs from the day before.

A text is told by the clause that wrote it; only what the fold itself composed is written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rukhsa.language.tree import from_data, to_data
from rukhsa.law.act import Body, Clause
from rukhsa.law.fold import Folded, InForce, Question, Suspended
from rukhsa.law.log import Log
from rukhsa.records import later


def folds_to_data(log: Log, folds: Iterable[Folded], first: Folded | None = None) -> list[dict[str, Any]]:
    """Plain data of several laws, in their order, each by what differs from the one before it, or from `first`."""
    found: list[dict[str, Any]] = []
    before: dict[str, Any] = {}
    items: Mapping[str, InForce] = {}
    if first is not None:
        items = first.provisions
        before = {name: _text_to_data(log, item) for name, item in items.items()}
    for folded in folds:
        now = {
            name: before[name] if items.get(name) is item else _text_to_data(log, item)
            for name, item in folded.provisions.items()
        }
        items = folded.provisions
        found.append(
            {
                "on": folded.on,
                "new": {name: text for name, text in now.items() if before.get(name) != text},
                "gone": [name for name in before if name not in now],
                "suspended": {name: _held_to_data(log, item) for name, item in folded.suspended.items()},
                "questions": [[q.name, _place(log, q.clause), q.day] for q in folded.questions.values()],
            }
        )
        before = now
    return found


def folds_from_data(log: Log, data: Sequence[Mapping[str, Any]], first: Folded | None = None) -> list[Folded]:
    """The laws of plain data, in order; what stays from one to the next is the same object."""
    found: list[Folded] = []
    before = first
    provisions: dict[str, InForce] = {} if first is None else first.provisions
    for one in data:
        provisions = dict(provisions)
        for name in one["gone"]:
            del provisions[name]
        for name, text in one["new"].items():
            provisions[name] = _text_from_data(log, text)
        before = Folded(
            one["on"],
            provisions,
            {name: _held_from_data(log, held) for name, held in one["suspended"].items()},
            {name: Question(name, _clause(log, place), until) for name, place, until in one["questions"]},
            before,
            frozenset((*one["gone"], *one["new"])),
        )
        found.append(before)
    return found


def _place(log: Log, clause: Clause) -> list[Any]:
    index = next(i for i, other in enumerate(log.acts[clause.act].clauses) if other is clause)
    return [clause.act, index]


def _clause(log: Log, place: Sequence[Any]) -> Clause:
    clause: Clause = log.acts[place[0]].clauses[place[1]]
    return clause


def _text_to_data(log: Log, item: InForce | Suspended) -> list[Any]:
    """The clause; then what of the text is not the clause's own: the tree, the body without its tree."""
    place = _place(log, item.clause)
    own = item.clause.body
    if own is not None and own is item.body and own.tree is item.tree:
        return place
    tree = None if item.tree is None else to_data(item.tree)
    if own is item.body:
        return [*place, tree]
    return [*place, tree, item.body.to_data()]


def _text_from_data(log: Log, data: Sequence[Any]) -> InForce:
    known: dict[Any, InForce] = log.memo.setdefault("kept texts", {})
    key = (data[0], data[1]) if len(data) == 2 else repr(data)
    if key not in known:
        clause = _clause(log, data)
        if len(data) == 2:
            known[key] = later(
                InForce,
                {"clause": clause},
                {"body": lambda: _body(clause), "tree": lambda: _body(clause).tree},
            )
        else:
            body = Body.from_data(data[3]) if len(data) > 3 else _body(clause)
            known[key] = InForce(body, clause, None if data[2] is None else from_data(data[2]))
    return known[key]


def _body(clause: Clause) -> Body:
    if clause.body is None:
        raise ValueError("the clause writes no text")
    return clause.body


def _held_to_data(log: Log, item: Suspended) -> list[Any]:
    return [_text_to_data(log, item), [_place(log, clause) for clause in item.by], item.until, item.due]


def _held_from_data(log: Log, data: Sequence[Any]) -> Suspended:
    text, by, until, due = data
    held = _text_from_data(log, text)
    return Suspended(held.body, held.clause, held.tree, tuple(_clause(log, c) for c in by), until, due)
