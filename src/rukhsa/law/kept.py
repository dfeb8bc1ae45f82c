"""Folded law as plain data and back: what the fold gave for one day or many, each told by what differs from the day before.

A text is told by the clause that wrote it; only what the fold itself composed is written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from rukhsa.cache import Lines, one_line, read_line
from rukhsa.language.tree import from_data, to_data
from rukhsa.law.act import Body, Clause
from rukhsa.law.fold import Folded, InForce, Question, Suspended
from rukhsa.law.log import Log
from rukhsa.records import later


def folds_to_lines(log: Log, folds: Iterable[Folded], first: Folded | None = None) -> list[str]:
    """Several laws for the cache, in their order: each by what differs from `first`, else from the one before it.

    The first line is what is in force; a line for each law follows, with what is suspended or in doubt.
    """
    heads: list[Any] = []
    lines: list[str] = [""]
    items: Mapping[str, InForce] = {} if first is None else first.provisions
    told: dict[str, list[Any]] = {}  # of the items, as far as it was asked for

    def text_of(name: str) -> list[Any] | None:
        if name not in told and name in items:
            told[name] = _text_to_data(log, items[name])
        return told.get(name)

    for folded in folds:
        other = {
            name: _text_to_data(log, item)
            for name, item in folded.provisions.items()
            if items.get(name) is not item
        }
        new = {name: text for name, text in other.items() if text_of(name) != text}
        heads.append([folded.on, new, [name for name in items if name not in folded.provisions]])
        held = {name: _held_to_data(log, item) for name, item in folded.suspended.items()}
        asked = [[q.name, _place(log, q.clause), q.day] for q in folded.questions.values()]
        lines.append(one_line([held, asked]))
        if first is None:
            told = {name: text for name, text in told.items() if name in folded.provisions} | other
            items = folded.provisions
    lines[0] = one_line(heads)
    return lines


def folds_from_lines(log: Log, lines: Lines, first: Folded | None = None) -> list[Folded]:
    """The laws of such lines, in order; what stays from one to the next is the same object."""
    heads = read_line(lines[0])
    kept = _Kept(log, heads, lines, first)
    found: list[Folded] = []
    for index, (on, new, gone) in enumerate(heads):
        given: dict[str, Any] = {
            "on": on,
            "since": first if first is not None else found[-1] if found else None,
            "changed": frozenset((*gone, *new)),
        }
        makers: dict[str, Callable[[], Any]] = {
            "provisions": partial(kept.provisions, index),
            "suspended": partial(kept.suspended, index),
            "questions": partial(kept.questions, index),
        }
        found.append(later(Folded, given, makers))
    return found


class _Kept:
    """What several kept laws hold, read when it is asked for."""

    def __init__(self, log: Log, heads: Sequence[Any], lines: Lines, first: Folded | None) -> None:
        self.log = log
        self.heads = heads
        self.lines = lines
        self.first = first
        self._last: tuple[int, dict[str, InForce]] = (-1, {})  # who reads one day reads the next

    def provisions(self, index: int) -> dict[str, InForce]:
        start, before = (index - 1, self.first.provisions) if self.first is not None else self._last
        if start >= index:
            start, before = -1, {}
        texts: dict[str, Any] = {}
        gone: set[str] = set()
        for _, new, left in self.heads[start + 1 : index + 1]:
            gone.update(left)
            for name in left:
                texts.pop(name, None)
            texts.update(new)
        found = dict(before)
        for name in gone:
            found.pop(name, None)
        known = _known_texts(self.log)
        for name, text in texts.items():
            item = known.get((text[0], text[1])) if len(text) == 2 else None
            found[name] = _text_from_data(self.log, text) if item is None else item
        self._last = (index, found)
        return found

    def suspended(self, index: int) -> dict[str, Suspended]:
        held, _ = read_line(self.lines[index + 1])
        return {name: _held_from_data(self.log, item) for name, item in held.items()}

    def questions(self, index: int) -> dict[str, Question]:
        _, asked = read_line(self.lines[index + 1])
        return {name: Question(name, _clause(self.log, place), until) for name, place, until in asked}


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
    if len(data) > 2:
        return later(
            InForce,
            {},
            {
                "clause": lambda: _clause(log, data),
                "body": lambda: Body.from_data(data[3]) if len(data) > 3 else _body(log, data),
                "tree": lambda: None if data[2] is None else from_data(data[2]),
            },
        )
    known = _known_texts(log)
    key = (data[0], data[1])
    if key not in known:
        known[key] = later(
            InForce,
            {},
            {
                "clause": lambda: _clause(log, data),
                "body": lambda: _body(log, data),
                "tree": lambda: _body(log, data).tree,
            },
        )
    return known[key]


def _known_texts(log: Log) -> dict[tuple[str, int], InForce]:
    """The texts that are their clauses' own, each made once."""
    known: dict[tuple[str, int], InForce] = log.memo.setdefault("kept texts", {})
    return known


def _body(log: Log, place: Sequence[Any]) -> Body:
    if "bodies" in log.memo:  # so that the other clauses of the act need not be read
        bodies, lines_of = log.memo["bodies"]
        line = lines_of[place[0]][place[1]]
        body: Body | None = None if line is None else bodies.at(line)
    else:
        body = _clause(log, place).body
    if body is None:
        raise ValueError("the clause writes no text")
    return body


def _held_to_data(log: Log, item: Suspended) -> list[Any]:
    return [_text_to_data(log, item), [_place(log, clause) for clause in item.by], item.until, item.due]


def _held_from_data(log: Log, data: Sequence[Any]) -> Suspended:
    text, by, until, due = data
    held = _text_from_data(log, text)
    return Suspended(held.body, held.clause, held.tree, tuple(_clause(log, c) for c in by), until, due)
