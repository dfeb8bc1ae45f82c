"""From a user's columns to the columns that are read: a mapping file, a ready mapping, or the names as they stand.

A mapping says for each column that is read where it comes from (one of several headings, or a constant), what some of
its cells mean, how its numbers or dates are written; which columns an export prints on the first line of an order
only; and who the parties of a line are. Names and places of mistakes are told with their line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.law.source import Source, read_file
from rukhsa.orders import dates, numbers
from rukhsa.orders.line import PARTY, Fields, column_names
from rukhsa.orders.styles import DATES, NUMBERS, STYLES
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, Typed, say, series

READY = Path(__file__).parent / "data" / "maps"
ROLE = "role"
_KEYS = frozenset({"mapping", "title", "note", "columns", "parties", "fill_down", DATES, NUMBERS})
_COLUMN_KEYS = frozenset({"from", "constant", "values", "optional", "mark", "note", DATES, NUMBERS})
_READINGS = {NUMBERS: numbers.READINGS, DATES: dates.READINGS}


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """Where a column that is read comes from.

    Attributes:
        name: by which it is read.
        sources: headings, of which the first that the book has is taken; or
        constant: what every line holds.
        values: what some cells stand for.
        reading: how its numbers or dates are written; `None`: the column itself must tell.
        mark: how well it is known that the export has this column.
    """

    name: str
    sources: tuple[str, ...] = ()
    constant: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    reading: str | None = None
    optional: bool = False
    mark: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Mapping_:
    """A mapping as it was written."""

    file: str
    columns: tuple[MappedColumn, ...]
    fill_down: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = None
    needed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What is read of a book, and from which of its columns.

    Attributes:
        columns: each with at most one source, which the book has, by the name of its column.
        fill_down: columns of the book.
        needed: parties of a line, by number, that are there even where no cell tells who they are.
    """

    columns: tuple[MappedColumn, ...]
    fill_down: tuple[str, ...] = ()
    needed: frozenset[int] = frozenset()

    @property
    def read(self) -> tuple[str, ...]:
        """The names by which columns are read, in order."""
        return tuple(column.name for column in self.columns)

    def carried(self, book: Sequence[str]) -> tuple[str, ...]:
        """The columns of the book that are not read."""
        used = {name for column in self.columns for name in column.sources}
        return tuple(name for name in book if name not in used)


def ready() -> tuple[str, ...]:
    """The names of the ready mappings."""
    return tuple(sorted(path.stem for path in READY.glob("*.yaml")))


def read_mapping(asked: str, fields: Fields) -> Mapping_:
    """A mapping by its file, or a ready one by its name.

    Raises:
        RukhsaError: there is none, or every mistake in it.
    """
    path = READY / f"{asked}.yaml" if asked in ready() else Path(asked)
    if not path.exists():
        fix = say("orders.ready_mappings", names=series(map(Typed, ready())))
        raise RukhsaError(Problem(say("errors.does_not_exist"), asked, field="--map", fix=fix))
    documents = read_file(path)
    if len(documents) != 1 or not isinstance(documents[0].data, dict):
        raise RukhsaError(Problem(say("orders.no_mapping"), str(path), 1, fix=say("orders.no_mapping_fix")))
    return _Reader(documents[0], fields).mapping()


class _Reader:
    """Reads one document; mistakes are collected."""

    def __init__(self, source: Source, fields: Fields) -> None:
        self.source, self.fields = source, fields
        self.problems: list[Problem] = []
        self.needed: set[int] = set()
        self.style = {name: self._reading(source.data.get(name), name, (name,)) for name in (NUMBERS, DATES)}

    def mapping(self) -> Mapping_:
        data = self.source.data
        self._keys(data, _KEYS, ())
        columns = [self._column(name, about, ("columns", name)) for name, about in self._of(data, "columns")]
        known = {column.name for column in columns}
        for number, party in enumerate(self._list(data, "parties"), 1):
            columns += self._party(party, number, known)
        fill_down = tuple(self._text(name, ("fill_down",)) for name in self._list(data, "fill_down"))
        fail_on(self.problems)
        title = data.get("title")
        return Mapping_(
            self.source.file,
            tuple(columns),
            fill_down,
            title if isinstance(title, dict) else {},
            self.source,
            frozenset(self.needed),
        )

    def _party(self, party: Any, number: int, known: set[str]) -> list[MappedColumn]:
        path = ("parties", number - 1)
        if not isinstance(party, dict):
            self._wrong(path, say("orders.no_entry"))
            return []
        found = []
        for key, about in party.items():
            if key == "needed" and str(about).lower() in ("true", "yes"):
                self.needed.add(number)
            if key in ("mark", "note", "needed"):
                continue
            if key == ROLE and isinstance(about, str):
                about = {"constant": about}
            name = f"{PARTY}_{ROLE}" if key == ROLE and f"{PARTY}_{ROLE}" in self.fields.party else key
            if name not in self.fields.party:
                self._unknown(name, self.fields.party, (*path, key))
                continue
            numbered = name if number == 1 else f"{name}_{number}"
            if numbered in known:
                self._wrong((*path, key), say("errors.column_twice", column=numbered))
            found.append(self._column(numbered, about, (*path, key), str(party.get("mark", ""))))
        return found

    def _column(self, name: str, about: Any, path: tuple[str | int, ...], mark: str = "") -> MappedColumn:
        kind = self.fields.kind(name)
        if kind is None:
            self._unknown(name, self.fields.kinds, path)
        if isinstance(about, str):
            about = {"from": about}
        if isinstance(about, list):
            about = {"from": about}
        if not isinstance(about, dict):
            self._wrong(path, say("orders.no_entry"))
            return MappedColumn(name)
        self._keys(about, _COLUMN_KEYS, path)
        given = about.get("from")
        sources = tuple(map(str, given)) if isinstance(given, list) else (str(given),) if given else ()
        constant = about.get("constant")
        if bool(sources) == (constant is not None):
            self._wrong(path, say("orders.from_or_constant"))
        values = about.get("values") or {}
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            self._wrong((*path, "values"), say("orders.no_values"))
            values = {}
        style = STYLES.get(kind or "")
        reading = self.style[style] if style else None
        for named in (NUMBERS, DATES):
            if named in about and named != style:
                self._wrong((*path, named), say("orders.no_style", column=name, style=named))
            elif named in about:
                reading = self._reading(about[named], named, (*path, named))
        return MappedColumn(
            name,
            sources,
            None if constant is None else str(constant),
            values,
            reading,
            str(about.get("optional", "")).lower() in ("true", "yes"),
            str(about.get("mark", mark)),
            self.source.line(path),
        )

    def _reading(self, given: Any, style: str, path: tuple[str | int, ...]) -> str | None:
        if given is None:
            return None
        if given in _READINGS[style]:
            return str(given)
        fix = say("errors.use_one_of", values=_READINGS[style])
        self.problems.append(
            self.source.problem(path, say("errors.unreadable_setting", word=str(given)), fix)
        )
        return None

    def _keys(self, data: Mapping[str, Any], known: frozenset[str], path: tuple[str | int, ...]) -> None:
        for key in data:
            if key not in known:
                self._unknown(key, known, (*path, key))

    def _unknown(self, name: str, known: Any, path: tuple[str | int, ...]) -> None:
        near = get_close_matches(name, known, n=2, cutoff=0.6)
        fix: Message = (
            say("errors.did_you_mean", names=series(map(Typed, near))) if near else say("orders.names_read")
        )
        self.problems.append(self.source.problem(path, say("orders.unknown_name", name=name), fix))

    def _wrong(self, path: tuple[str | int, ...], message: Message) -> None:
        self.problems.append(self.source.problem(path, message))

    def _of(self, data: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
        found = data.get(key) or {}
        if not isinstance(found, dict):
            self._wrong((key,), say("orders.no_entry"))
            return []
        return list(found.items())

    def _list(self, data: Mapping[str, Any], key: str) -> list[Any]:
        found = data.get(key) or []
        if not isinstance(found, list):
            self._wrong((key,), say("orders.no_list"))
            return []
        return found

    def _text(self, value: Any, path: tuple[str | int, ...]) -> str:
        if not isinstance(value, str):
            self._wrong(path, say("orders.no_entry"))
        return str(value)


def plan_of(
    mapping: Mapping_ | None, book: Sequence[str], file: str, fields: Fields, said: Mapping[str, str | None]
) -> Plan:
    """What is read of a book.

    Args:
        mapping: `None`: columns are read by their own names.
        book: the names of its columns.
        said: the reading of all `numbers` and `dates` that the mapping does not declare.

    Raises:
        RukhsaError: columns that the mapping names and the book does not have.
    """

    def declared(name: str, reading: str | None) -> str | None:
        style = STYLES.get(fields.kind(name) or "")
        return reading or (said.get(style) if style else None)

    if mapping is None:
        return Plan(
            tuple(
                MappedColumn(name, (name,), reading=declared(name, None))
                for name in book
                if fields.kind(name) is not None
            )
        )
    problems: list[Problem] = []
    columns = []
    for column in mapping.columns:
        named = [column_names([heading], file)[0] for heading in column.sources]
        found = tuple(name for name in named if name in book)[:1]
        if column.sources and not found:
            if not column.optional:
                headings = series(map(Typed, column.sources), "common.or")
                problems.append(
                    Problem(
                        say("orders.no_heading", headings=headings, file=file),
                        mapping.file,
                        column.line,
                        column.name,
                        say("orders.headings", names=series(map(Typed, book))),
                    )
                )
            continue
        columns.append(
            MappedColumn(
                column.name,
                found,
                column.constant,
                column.values,
                declared(column.name, column.reading),
                column.optional,
                column.mark,
                column.line,
            )
        )
    sources = {column.name: column.sources for column in columns}
    fill_down: list[str] = []
    for heading in mapping.fill_down:
        name = column_names([heading], file)[0]
        if name in book:
            fill_down.append(name)
        elif name in {column.name for column in mapping.columns}:
            fill_down.extend(sources.get(name, ()))
        else:
            line = mapping.source.line(("fill_down",)) if mapping.source else None
            columns_of = say("orders.headings", names=series(map(Typed, book)))
            told = say("orders.no_heading", headings=Typed(heading), file=file)
            problems.append(Problem(told, mapping.file, line, "fill_down", columns_of))
    fail_on(problems)
    return Plan(tuple(columns), tuple(dict.fromkeys(fill_down)), mapping.needed)
