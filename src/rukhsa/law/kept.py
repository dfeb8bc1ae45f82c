"""Folded law as plain data and back: what the fold gave for one day or many, each told by what differs from the day before.

A text is told by the clause that wrote it; only what the fold itself composed is written out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from rukhsa.cache import Lines, one_line, read_line
from rukhsa.hints import Any
from rukhsa.language.tree import Node, from_data, to_data
from rukhsa.law.act import Body, Clause
from rukhsa.law.fold import Folded, InForce, Question, Suspended
from rukhsa.law.log import Log
from rukhsa.once import cached_property
from rukhsa.records import all_later, later

_EVERY = 8  # so often what is in force is told as a whole, so that not all days before need be read


def folds_to_lines(log: Log, folds: Iterable[Folded], first: Folded | None = None) -> list[str]:
    """Several laws for the cache, in their order: each by what differs from `first`, else from the one before it.

    The first line gives the day of each, and which lines tell what differs, what is in force as a whole (where that
    is told), and what is suspended or in doubt.
    """
    lines = _Lines()
    heads: list[Any] = []
    items: Mapping[str, InForce] = {} if first is None else first.provisions
    told: dict[str, list[Any]] = {}  # of the items, as far as it was asked for

    def text_of(name: str) -> list[Any] | None:
        if name not in told and name in items:
            told[name] = _text_to_data(log, items[name])
        return told.get(name)

    for index, folded in enumerate(folds):
        other = {
            name: _text_to_data(log, item)
            for name, item in folded.provisions.items()
            if items.get(name) is not item
        }
        new = {name: lines.told(text) for name, text in other.items() if text_of(name) != text}
        gone = [name for name in items if name not in folded.provisions]
        held = {name: _held_to_data(log, item, lines) for name, item in folded.suspended.items()}
        asked = [[q.name, _place(log, q.clause), q.day] for q in folded.questions.values()]
        whole = None
        if first is None and index % _EVERY == 0:
            texts = {name: other.get(name) or text_of(name) or [] for name in folded.provisions}
            whole = lines.put({name: lines.told(text) for name, text in texts.items()})
        heads.append([folded.on, lines.put([new, gone]), whole, lines.put([held, asked])])
        if first is None:
            told = {name: text for name, text in told.items() if name in folded.provisions} | other
            items = folded.provisions
    return [one_line(heads), *lines.found]


class _Lines:
    """Lines after the first, each once."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def put(self, data: Any) -> int:
        """The number of the line of this data."""
        return self.found.setdefault(one_line(data), len(self.found) + 1)

    def told(self, text: Sequence[Any]) -> Sequence[Any]:
        """A text by the place of its clause; by a line where it is not the clause's own."""
        return text if len(text) == 2 else [self.put(text)]


def folds_from_lines(log: Log, lines: Lines, first: Folded | None = None) -> list[Folded]:
    """The laws of such lines, in order; what stays from one to the next is the same object."""
    kept = _Kept(log, lines, first)
    found: list[Folded] = []
    for index, (on, *_) in enumerate(kept.heads):
        given = {"on": on, "since": first if first is not None else found[-1] if found else None}
        makers: dict[str, Callable[[], Any]] = {
            "provisions": partial(kept.provisions, index),
            "suspended": partial(kept.suspended, index),
            "questions": partial(kept.questions, index),
            "changed": partial(kept.changed, index),
        }
        found.append(later(Folded, given, makers))
    return found


class _Kept:
    """What several kept laws hold, read when it is asked for."""

    def __init__(self, log: Log, lines: Lines, first: Folded | None) -> None:
        self.log = log
        self.lines = lines
        self.first = first
        self.heads: Sequence[Any] = read_line(lines[0])
        self._made: dict[int, dict[str, InForce]] = {}  # who reads one day reads the next
        self._own: dict[tuple[str, int], InForce] = log.memo.setdefault("kept texts", {})
        self._composed: dict[int, InForce] = {}

    def provisions(self, index: int) -> dict[str, InForce]:
        if self.first is not None:
            return self._changed(dict(self.first.provisions), index)
        start = max((made for made in self._made if made < index), default=-1)
        if start < 0:
            start = index - index % _EVERY
            texts = read_line(self.lines[self.heads[start][2]])
            found = {name: self._text(text) for name, text in texts.items()}
        else:
            found = dict(self._made[start])
        for between in range(start + 1, index + 1):
            self._changed(found, between)
        self._made[index] = found
        return found

    def _changed(self, found: dict[str, InForce], index: int) -> dict[str, InForce]:
        new, gone = read_line(self.lines[self.heads[index][1]])
        for name in gone:
            del found[name]
        for name, text in new.items():
            found[name] = self._text(text)
        return found

    def changed(self, index: int) -> frozenset[str]:
        new, gone = read_line(self.lines[self.heads[index][1]])
        return frozenset((*gone, *new))

    def suspended(self, index: int) -> dict[str, Suspended]:
        held, _ = read_line(self.lines[self.heads[index][3]])
        return {name: self._held(item) for name, item in held.items()}

    def questions(self, index: int) -> dict[str, Question]:
        _, asked = read_line(self.lines[self.heads[index][3]])
        return {name: Question(name, _clause(self.log, place), until) for name, place, until in asked}

    def _held(self, data: Sequence[Any]) -> Suspended:
        text, by, until, due = data
        held = self._text(text)
        return later(
            Suspended,
            {"until": until, "due": due},
            {
                "body": lambda: held.body,
                "clause": lambda: held.clause,
                "tree": lambda: held.tree,
                "by": lambda: tuple([_clause(self.log, place) for place in by]),
            },
        )

    def _text(self, text: Sequence[Any]) -> InForce:
        """A text that is its clause's own, told by the clause's place; or one told by its line."""
        if len(text) == 1:
            (line,) = text
            if line not in self._composed:
                self._composed[line] = all_later(InForce, _Composed(self.log, self.lines, line))
            return self._composed[line]
        act, index = text
        key = (act, index)
        found = self._own.get(key)
        if found is None:
            found = self._own[key] = all_later(InForce, _Own(self.log, key))
        return found


class _Own:
    """Makes what a text is that is its clause's own."""

    __slots__ = ("log", "place")

    def __init__(self, log: Log, place: tuple[str, int]) -> None:
        self.log = log
        self.place = place

    def clause(self) -> Clause:
        return _clause(self.log, self.place)

    def body(self) -> Body:
        return _body(self.log, self.place)

    def tree(self) -> Node | None:
        return _body(self.log, self.place).tree


class _Composed:
    """Makes what a text is that the fold composed: its line gives the clause, the tree, the body without its tree."""

    def __init__(self, log: Log, lines: Lines, line: int) -> None:
        self.log = log
        self.lines = lines
        self.line = line

    @cached_property
    def data(self) -> Sequence[Any]:
        data: Sequence[Any] = read_line(self.lines[self.line])
        return data

    def clause(self) -> Clause:
        return _clause(self.log, self.data)

    def body(self) -> Body:
        return Body.from_data(self.data[3]) if len(self.data) > 3 else _body(self.log, self.data)

    def tree(self) -> Node | None:
        return None if self.data[2] is None else from_data(self.data[2])


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


def _held_to_data(log: Log, item: Suspended, lines: _Lines) -> list[Any]:
    return [
        lines.told(_text_to_data(log, item)),
        [_place(log, clause) for clause in item.by],
        item.until,
        item.due,
    ]
