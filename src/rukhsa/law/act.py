"""Acts, clauses and the texts they write: the log as plain, immutable data."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rukhsa.cache import Lines, one_line, read_line
from rukhsa.hints import Any
from rukhsa.language.tree import Node, from_data, to_data, without_titles
from rukhsa.once import cached_property
from rukhsa.records import dataclass, field, fields, later

TRUTH_KINDS = frozenset("classify scope cover require except bar review warn conflict".split())
Texts = Mapping[str, str]
_ABOUT = tuple(
    "title cite by read mark note origin sources_counted file".split()
)  # of acts, not of what they do
_TUPLES = "of displaces overcomes obliges spares strikes between any none".split()


@dataclass(frozen=True, slots=True)
class Body:
    """The text of one version of a provision."""

    kind: str
    cite: str | None = None
    title: Texts = field(default_factory=dict)
    party: str | None = None
    tree: Node | None = None
    unit: str | None = None
    gives: str | None = None
    code: str | None = None
    ground: str | None = None
    unscoped: bool = False
    review: str | None = None
    of: tuple[str, ...] = ()
    policy: str | None = None
    displaces: tuple[str, ...] = ()
    overcomes: tuple[str, ...] = ()
    effect: str | None = None
    symbol: str | None = None
    obliges: tuple[Texts, ...] = ()
    spares: tuple[str, ...] = ()
    strikes: tuple[str, ...] = ()
    says: Texts | None = None
    between: tuple[str, ...] = ()
    holds: str | None = None
    members: frozenset[str] | None = None
    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    def deciding(self) -> list[Any]:
        """What of this text decides a case, canonically: titles, citations and obligations stay out."""
        return [
            self.kind,
            self.party,
            None if self.tree is None else to_data(without_titles(self.tree)),
            self.gives,
            self.code,
            self.ground,
            self.unscoped,
            sorted(self.of),
            self.policy,
            sorted(self.displaces),
            sorted(self.overcomes),
            self.effect,
            sorted(self.spares),
            sorted(self.strikes),
            None if self.members is None else sorted(self.members),
            sorted(self.any),
            sorted(self.none),
            *([sorted(self.between)] if self.between else []),
        ]

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        data: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name == "tree":
                value = None if value is None else to_data(value)
            elif isinstance(value, frozenset):
                value = sorted(value)
            elif isinstance(value, tuple):
                value = list(value)
            if value or item.name == "members":
                data[item.name] = value
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Body:
        """The text of plain data; its tree is made when it is asked for."""
        given = dict(data)
        tree = given.pop("tree", None)
        for name in _TUPLES:
            if name in given:
                given[name] = tuple(given[name])
        for name in ("add", "remove"):
            if name in given:
                given[name] = frozenset(given[name])
        if given.get("members") is not None:
            given["members"] = frozenset(given["members"])
        return cls(**given) if tree is None else later(cls, given, {"tree": lambda: from_data(tree)})


class Bodies:
    """Texts that stand in lines, each read once, when it is asked for."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._read: dict[int, Body] = {}

    def at(self, line: int) -> Body:
        if line not in self._read:
            self._read[line] = Body.from_data(read_line(self.lines[line]))
        return self._read[line]


@dataclass(frozen=True, slots=True)
class Clause:
    """One verb on one target between its first and last day. Dates are ISO text."""

    act: str
    index: int
    verb: str
    target: str
    start: str
    until: str | None = None
    doubt: str | None = None
    comply: str | None = None
    label: str | None = None
    retroactive: bool = False
    held: str | None = None
    revives: bool = False
    mark: str = "memory"
    source: str | None = None
    note: Texts | None = None
    body: Body | None = None
    line: int | None = None

    @property
    def id(self) -> str:
        return f"{self.act}#{self.label or self.index + 1}"

    @property
    def writes(self) -> bool:
        """Whether it writes a provision's text: then it has a body, which need not be read to know that."""
        return self.verb == "impose" or (self.verb == "amend" and "#" not in self.target)

    def to_data(self, lines: list[str] | None = None) -> dict[str, Any]:
        """Plain data; with `lines`, the body becomes one of these, and its number stands in its place."""
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        data["body"] = None if self.body is None else _apart(self.body.to_data(), lines)
        return {key: value for key, value in data.items() if value is not None and value is not False}

    @classmethod
    def from_data(cls, data: Mapping[str, Any], bodies: Bodies | None = None) -> Clause:
        given = dict(data)
        body = given.pop("body", None)
        if bodies is not None and body is not None:
            return later(cls, given, {"body": lambda: bodies.at(body)})
        if body is not None:
            given["body"] = Body.from_data(body)
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Saves:
    """A savings clause of an act."""

    start: str
    until: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what it is (`kind`), how we know it (`grade`), since when, and what it does."""

    name: str
    title: Texts
    kind: str
    grade: str
    public: str
    cite: str | None = None
    by: str | None = None
    read: str | None = None
    mark: str = "memory"
    note: Texts | None = None
    seq: int = 0
    overtakes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    saves: Saves | None = None
    origin: str | None = None
    sources_counted: int | None = None
    clauses: tuple[Clause, ...] = ()
    file: str | None = None

    def to_data(self, lines: list[str] | None = None) -> dict[str, Any]:
        """Plain data; with `lines`, all texts become such lines."""
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        clauses = [clause.to_data(lines) for clause in self.clauses]
        data["clauses"] = _apart(clauses, lines)
        if lines is not None:
            data["bodies"] = [clause.get("body") for clause in clauses]
            data["about"] = _apart({name: data.pop(name) for name in _ABOUT}, lines)
        if self.saves is not None:
            data["saves"] = [self.saves.start, self.saves.until, to_data(self.saves.tree)]
        return {key: value for key, value in data.items() if value is not None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any], bodies: Bodies | None = None) -> Act:
        """The act of plain data; clauses and texts that stand in lines are read when they are first asked for."""
        given = dict(data)
        given["overtakes"], given["beside"] = tuple(given["overtakes"]), tuple(given["beside"])
        if given.setdefault("saves", None) is not None:
            start, until, tree = given["saves"]
            given["saves"] = Saves(start, until, from_data(tree))
        clauses = given.pop("clauses")
        if bodies is None:
            return cls(**given, clauses=tuple(map(Clause.from_data, clauses)))
        del given["bodies"]
        return later(cls, given, _Told(bodies, given.pop("about"), clauses))


class _Told:
    """Makes of an act what stands in lines of its own: what is said about it, and its clauses."""

    def __init__(self, bodies: Bodies, about: int, clauses: int) -> None:
        self._bodies = bodies
        self._lines = about, clauses

    def __contains__(self, name: str) -> bool:
        return name in _ABOUT or name == "clauses"

    def clauses(self) -> tuple[Clause, ...]:
        found = read_line(self._bodies.lines[self._lines[1]])
        return tuple([Clause.from_data(clause, self._bodies) for clause in found])

    @cached_property
    def _about(self) -> dict[str, Any]:
        about: dict[str, Any] = read_line(self._bodies.lines[self._lines[0]])
        return about

    def __getattr__(self, name: str) -> Callable[[], Any]:
        value = self._about[name]
        return lambda: value


def _apart(data: Any, lines: list[str] | None) -> Any:
    """The data, or the number of the line that it becomes."""
    if lines is None:
        return data
    lines.append(one_line(data))
    return len(lines) - 1


def beneath(name: str, root: str) -> bool:
    """Whether a provision is `root` or stands in its subtree."""
    return name == root or (name.startswith(root) and name[len(root)] in "/.")
