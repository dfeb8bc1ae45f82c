"""A proposed mapping, and how it is written as a file for editing, with its reasons as remarks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rukhsa.orders.line import PARTY, Fields, column_names
from rukhsa.orders.mapping import ROLE, MappedColumn, Mapping_
from rukhsa.orders.styles import DATES, NUMBERS
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, said, say

Part = tuple[
    str | None, str
]  # the role of the party whom it describes, if any, and the name by which it is read


@dataclass(frozen=True, slots=True)
class Proposed:
    """A column of the book and what it may be read as.

    Attributes:
        field: the column that is read; `None` where only its cells hint at something.
        role: of the party whom it describes.
        reasons: why.
        hints: what its cells could be, where its heading says nothing.
        given: a mapping says so already.
    """

    heading: str
    field: str | None
    role: str | None = None
    reasons: tuple[Message, ...] = ()
    hints: tuple[Message, ...] = ()
    given: MappedColumn | None = None


@dataclass(frozen=True)
class Start:
    """A mapping that is there, from which a proposal starts.

    Attributes:
        columns: what it reads of the book, by the name of the book's column.
        parts: all that it says, constants too.
        absent: names that it reads from headings which the book does not have, by name; they are proposed anew.
        parties: how many parties it names.
    """

    mapping: Mapping_
    columns: Mapping[str, tuple[Part, MappedColumn]] = field(default_factory=dict)
    parts: frozenset[Part] = frozenset()
    absent: frozenset[str] = frozenset()
    parties: int = 0


def start_from(mapping: Mapping_, book: Sequence[str], fields: Fields) -> Start:
    """What a mapping says of a book.

    Args:
        book: the names of its columns.
    """
    roles = {
        fields.party_of(column.name)[1]: column.constant
        for column in mapping.columns
        if fields.party_of(column.name)[0] == f"{PARTY}_{ROLE}"
    }
    columns: dict[str, tuple[Part, MappedColumn]] = {}
    parts: set[Part] = set()
    absent: set[str] = set()
    numbers = [0]
    for column in mapping.columns:
        name, number = fields.party_of(column.name)
        numbers.append(number)
        part = (roles.get(number), name) if number else (None, column.name)
        here = [name for name in (column_names([source], "")[0] for source in column.sources) if name in book]
        if column.sources and not here:
            absent.add(column.name)
            continue
        parts.add(part)
        if here:
            columns[here[0]] = part, column
    return Start(mapping, columns, frozenset(parts), frozenset(absent), max(numbers))


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping.

    Attributes:
        constants: what every line holds, by the name under which it is read, each with its reason.
        open: columns whose way of writing the sample leaves open.
        fitting: ready mappings that the book fits.
        needed: columns without which no line can be decided and for which none of the book is proposed.
        start: the mapping that was there.
    """

    columns: tuple[Proposed, ...]
    constants: Mapping[str, tuple[str, Message]] = field(default_factory=dict)
    fill_down: tuple[str, ...] = ()
    open: tuple[Message, ...] = ()
    fitting: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    start: Start | None = None

    def text(self, lang: str) -> str:
        """The mapping as a file, with its reasons as remarks."""
        return "\n".join(self._lines(lang)) + "\n"

    def to_data(self, lang: str) -> dict[str, Any]:
        """The proposal as data, its reasons in a language."""
        return {
            "columns": [
                {
                    "heading": column.heading,
                    "field": column.given.name if column.given else column.field,
                    "role": column.role,
                    "given": column.given is not None,
                    "reasons": [said(reason, lang) for reason in column.reasons],
                    "hints": [said(hint, lang) for hint in column.hints],
                }
                for column in self.columns
            ],
            "constants": {
                name: {"value": value, "reason": said(reason, lang)}
                for name, (value, reason) in self.constants.items()
            },
            "fill_down": list(self._filled_down() or self.fill_down),
            "open": [said(message, lang) for message in self.open],
            "ready": list(self.fitting),
            "needed": list(self.needed),
        }

    def _lines(self, lang: str) -> Iterator[str]:
        data: Mapping[str, Any] = {}
        yield f"# {said(say('orders.proposed'), lang)}"
        if self.start is not None:
            data = self.start.mapping.source.data if self.start.mapping.source else {}
            name = data.get("mapping") or self.start.mapping.file
            yield f"# {said(say('orders.starts_from', file=name), lang)}"
        for name in self.fitting:
            yield f"# {said(say('orders.ready_fits', name=name), lang)}"
        for message in self.open:
            yield f"# {said(message, lang)}"
        for key in ("mapping", "title", "note", NUMBERS, DATES):
            if key in data:
                yield f"{key}: {_yaml(data[key])}"
        yield "columns:"
        for name, about in (data.get("columns") or {}).items():
            yield self._kept(name, name, about, "  ", lang)
        for column in self._proposed():
            if column.role is None:
                yield f"  {column.field}: {_yaml(column.heading)}  # {_reasons(column.reasons, lang)}"
        for name, (value, reason) in self.constants.items():
            yield f"  {name}: {{constant: {_yaml(value)}}}  # {said(reason, lang)}"
        yield from self._parties(data, lang)
        fill_down = self._filled_down() if data.get("fill_down") else self.fill_down
        if fill_down:
            why = "" if data.get("fill_down") else f"  # {said(say('orders.why_fill_down'), lang)}"
            yield f"fill_down: [{', '.join(map(_yaml, fill_down))}]{why}"
        for name in self.needed:
            yield f"# {said(say('orders.still_needed', field=name), lang)}"
        for column in self.columns:
            if column.field is None:
                told = _reasons(column.hints, lang) if column.hints else said(say("orders.not_known"), lang)
                yield f"# {_yaml(column.heading)}: {told}"

    def _proposed(self) -> Iterator[Proposed]:
        return (column for column in self.columns if column.field is not None and column.given is None)

    def _filled_down(self) -> tuple[str, ...]:
        """What the mapping that was there fills down, by the headings of the book."""
        if self.start is None:
            return ()
        found: list[str] = []
        for name in self.start.mapping.fill_down:
            heading = column_names([name], "")[0]
            for column in self.columns:
                read = column.given.name if column.given else None if column.role else column.field
                if name == read or heading == column_names([column.heading], "")[0]:
                    found.append(column.heading)
        return tuple(dict.fromkeys(found))

    def _kept(self, read: str, name: str, about: Any, indent: str, lang: str) -> str:
        """A part of the mapping that was there; a remark where the book has no such column."""
        if self.start is None or read not in self.start.absent:
            return f"{indent}{name}: {_yaml(about)}"
        return f"{indent}# {name}: {_yaml(about)}  # {said(say('orders.not_there'), lang)}"

    def _parties(self, data: Mapping[str, Any], lang: str) -> Iterator[str]:
        """The parties of the mapping that was there, each with what is proposed of it; then the others."""
        of_role: dict[str, list[Proposed]] = {}
        for column in self._proposed():
            if column.role is not None:
                of_role.setdefault(column.role, []).append(column)
        entries: list[list[str]] = []
        for number, party in enumerate(data.get("parties") or (), 1):
            lines = [
                self._kept(key if number == 1 else f"{key}_{number}", key, about, "    ", lang)
                for key, about in sorted(party.items(), key=lambda told: told[0] != ROLE)
            ]
            about = party.get(ROLE)
            role = about.get("constant") if isinstance(about, dict) else about
            lines += _told_of(of_role.pop(str(role), ()), lang)
            said_of = [line.split(":")[0].strip() for line in lines]
            if all(key.startswith("#") or key in (ROLE, "mark", "note") for key in said_of):
                lines = [
                    line if line.lstrip().startswith("#") else f"    # {line.lstrip()}" for line in lines
                ]
            entries.append(lines)
        count = self.start.parties if self.start else 0
        if count > len(entries):  # they are columns with numbers there, and so are the others
            for number, (role, columns) in enumerate(of_role.items(), count + 1):
                yield f"  {PARTY}_{ROLE}_{number}: {{constant: {role}}}"
                for column in columns:
                    why = _reasons(column.reasons, lang)
                    yield f"  {column.field}_{number}: {_yaml(column.heading)}  # {why}"
            of_role = {}
        entries += [[f"    role: {role}", *_told_of(columns, lang)] for role, columns in of_role.items()]
        if any(not line.lstrip().startswith("#") for lines in entries for line in lines):
            yield "parties:"
        for lines in entries:
            first = next(
                (at for at, line in enumerate(lines) if not line.lstrip().startswith("#")), len(lines)
            )
            yield from lines[:first]
            yield from (f"  - {line.lstrip()}" for line in lines[first : first + 1])
            yield from lines[first + 1 :]


def _told_of(columns: Sequence[Proposed], lang: str) -> list[str]:
    return [
        f"    {column.field}: {_yaml(column.heading)}  # {_reasons(column.reasons, lang)}"
        for column in columns
    ]


def _yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reasons(reasons: Sequence[Message], lang: str) -> str:
    return said(say("common.semicolon"), lang).join(said(reason, lang) for reason in reasons)
