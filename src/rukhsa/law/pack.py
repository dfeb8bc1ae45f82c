"""Packs: the bundled law of one side, its vocabulary and the names that it uses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from rukhsa.cache import Lines, files_in, keeps, kept_before, kept_lines, key_of, one_line, read_line
from rukhsa.digest import sha256
from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.hints import TYPE_CHECKING, Any, cast
from rukhsa.language.kept_vocabulary import vocabulary_from_lines, vocabulary_to_lines
from rukhsa.language.names import Names
from rukhsa.language.vocabulary import About, FactDef, FactType, Vocabulary, read_number
from rukhsa.law.act import Act, Bodies, Saves
from rukhsa.law.fold import Folded, fold
from rukhsa.law.kept import folds_from_lines, folds_to_lines
from rukhsa.law.log import Log, epoch_of
from rukhsa.law.partial import fold_further
from rukhsa.law.regime import Regime
from rukhsa.once import cached_property
from rukhsa.records import dataclass, field, replace

if TYPE_CHECKING:
    from pathlib import Path

_PACKS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "packs")
_FACT_KEYS = frozenset(
    "type about unit min max amounts doubtful_below values presume running title where letters follows implies".split()
)
_TYPES = ("truth", "number", "text", "country", "date", "name")
_ABOUT = ("item", "route", "party", "line", "question")


@dataclass(frozen=True)
class Pack:
    """The law of one side: a log of acts and the vocabulary that its conditions read."""

    name: str
    title: Mapping[str, str]
    verified_through: str
    vocabulary: Vocabulary
    log: Log
    left_out: tuple[Mapping[str, Any], ...] = ()
    begins: str = "0001-01-01"
    territory: tuple[str, ...] = ()
    _regimes: dict[tuple[str, frozenset[str]], Regime] = field(
        default_factory=dict, repr=False, compare=False
    )
    _folds: dict[frozenset[str], dict[str, Folded]] = field(default_factory=dict, repr=False, compare=False)
    _whole: set[frozenset[str]] = field(default_factory=set, repr=False, compare=False)

    def on(self, day: str, accepted: frozenset[str]) -> Regime:
        """The regime of a day under the accepted acts; the same object on every day of an epoch of theirs."""
        start = epoch_of(self.log.boundaries_of(accepted), day)
        key = (start, accepted)
        if key not in self._regimes:
            folded = self._fold(start, accepted)
            saves = self.saves_on(day, accepted)
            regime = self._regimes[key] = Regime(folded, self.vocabulary, self.log.kinds, saves)
            if "key" in self.log.memo:
                regime.memo["key"] = self.key(start, accepted)
        return self._regimes[key]

    def saves_on(self, day: str, accepted: frozenset[str]) -> tuple[tuple[str, Saves], ...]:
        """Of the accepted acts, those that save cases from themselves on a day."""
        return tuple(
            (name, saves)
            for name, saves in self.saves
            if name in accepted and saves.start <= day <= saves.until
        )

    def key(self, start: str, accepted: frozenset[str]) -> str:
        """What the cache knows the law of some acts by, from its first day on or (`""`) of all days."""
        known: dict[frozenset[str], str] = self.log.memo.setdefault("keys", {})
        if accepted not in known:
            known[accepted] = sha256("\n".join((self.log.memo["key"], *sorted(accepted))))
        return sha256(f"{known[accepted]} {start}")

    def key_on(self, day: str, accepted: frozenset[str]) -> str:
        """What the cache knows the law of a day by."""
        return self.key(epoch_of(self.log.boundaries_of(accepted), day), accepted)

    def _fold(self, start: str, accepted: frozenset[str]) -> Folded:
        """The law of an epoch: as the cache keeps it from an earlier fold, or folded."""
        if start in self._folds.get(accepted, ()):
            return self._folds[accepted][start]
        if "key" not in self.log.memo or not keeps():
            return self._fold_anew(start, accepted)
        if accepted not in self._folds:
            self._folds[accepted] = (
                kept_before("folds", self.key("", accepted), self._read_folds, lambda: self._all(accepted))
                or {}
            )
        folds = self._folds[accepted]
        if start not in folds:
            first = self._before(start, accepted)  # a law with further acts is kept by what they change

            def make() -> list[str]:
                return folds_to_lines(self.log, [self._fold_anew(start, accepted)], first)

            def read(lines: Lines) -> Folded:
                (folded,) = folds_from_lines(self.log, lines, first)
                return folded

            folds[start] = kept_lines("fold", self.key(start, accepted), make, read)
        return folds[start]

    def _before(self, start: str, accepted: frozenset[str]) -> Folded | None:
        """The law of an epoch without the further acts, if some count."""
        base, further = self.log.memo.get("further", (None, frozenset()))
        if base is None or not accepted & further:
            return None
        found: Folded = base.on(start, accepted - further).folded
        return found

    def _fold_anew(self, start: str, accepted: frozenset[str]) -> Folded:
        """The law of an epoch, folded; with further acts only as far as they reach."""
        before = self._before(start, accepted)
        if before is not None:
            _, further = self.log.memo["further"]
            found = fold_further(self.log, further, start, accepted, before)
            if found is not None:
                return found
        return fold(self.log, start, accepted)

    def fold_all(self, accepted: frozenset[str]) -> None:
        """Keep the law of every epoch under the accepted acts: who looks for changes will ask for most."""
        if "key" not in self.log.memo or not keeps() or accepted in self._whole:
            return
        self._whole.add(accepted)
        if len(self._folds.get(accepted, ())) > 1:  # found kept
            return
        folds = kept_lines("folds", self.key("", accepted), lambda: self._all(accepted), self._read_folds)
        self._folds[accepted] = {**folds, **self._folds.get(accepted, {})}

    def _all(self, accepted: frozenset[str]) -> list[str]:
        """The law of every epoch, as lines."""
        days = self.log.boundaries_of(accepted)
        return folds_to_lines(self.log, [fold(self.log, day, accepted) for day in days])

    def fold_beside(self, day: str, accepted: frozenset[str], others: Iterable[frozenset[str]]) -> None:
        """Keep the law of a day under other acts, all in one, each told by what differs."""
        wanted = [other for other in dict.fromkeys(others) if other != accepted]
        if "key" not in self.log.memo or not keeps() or not wanted:
            return
        first = self.on(day, accepted).folded
        starts = [epoch_of(self.log.boundaries_of(other), day) for other in wanted]
        names = [self.key(start, other) for start, other in zip(starts, wanted, strict=True)]
        if all(start in self._folds.get(other, ()) for start, other in zip(starts, wanted, strict=True)):
            return
        folds = kept_lines(
            "beside",
            sha256("\n".join((self.key(first.on, accepted), *names))),
            lambda: folds_to_lines(
                self.log,
                [fold(self.log, start, other) for start, other in zip(starts, wanted, strict=True)],
                first,
            ),
            lambda lines: folds_from_lines(self.log, lines, first),
        )
        for other, folded in zip(wanted, folds, strict=True):
            self._folds.setdefault(other, {}).setdefault(folded.on, folded)

    def _read_folds(self, lines: Lines) -> dict[str, Folded]:
        return {folded.on: folded for folded in folds_from_lines(self.log, lines)}

    @property
    def boundaries(self) -> tuple[str, ...]:
        return self.log.boundaries

    def with_acts(self, acts: Iterable[Act]) -> Pack:
        """The pack with further acts (overlays) of which some clause speaks of this pack."""
        mine: list[Act] = []
        for act in acts:
            names = {act.name, *(other.name for other in mine)}
            clauses = tuple(c for c in act.clauses if self._speaks_of(c.target, names))
            if clauses:
                mine.append(replace(act, clauses=clauses))
        if not mine:
            return self
        longer = replace(self, log=self.log.plus(mine), _regimes={}, _folds={}, _whole=set())
        longer.log.memo["further"] = self, frozenset(act.name for act in mine)
        return longer

    def _speaks_of(self, target: str, overlays: set[str]) -> bool:
        side = target.partition("/")[0]
        return side == self.name or self.log.is_act(target) or target.partition("#")[0] in overlays

    def to_data(self, lines: list[str] | None = None) -> dict[str, Any]:
        """The pack as JSON-able data; `from_data` reads it back. With `lines`, texts and facts become such lines."""
        vocabulary: dict[str, Any]
        if lines is None:
            vocabulary = {
                "facts": [fact.to_data() for fact in self.vocabulary.values()],
                "names": self.vocabulary.names.spellings,
            }
        else:
            vocabulary = vocabulary_to_lines(self.vocabulary, lines)
        return {
            "name": self.name,
            "title": dict(self.title),
            "verified_through": self.verified_through,
            "begins": self.begins,
            "territory": list(self.territory),
            "vocabulary": vocabulary,
            "acts": [act.to_data(lines) for act in self.log.acts.values()],
            "left_out": [dict(item) for item in self.left_out],
            "days": {name: sorted(days) for name, days in self.log.days.items()},
            "kinds": self.log.kinds,
            "suspending": sorted(self.log.suspending),
            "starts": dict(self.log.starts),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any], lines: Lines = ()) -> Pack:
        known = data["vocabulary"]
        if lines:
            vocabulary = vocabulary_from_lines(known, lines)
        else:
            vocabulary = Vocabulary(map(FactDef.from_data, known["facts"]), Names(known["names"]))
        bodies = Bodies(lines) if lines else None
        log = Log(
            (Act.from_data(act, bodies) for act in data["acts"]),
            {name: frozenset(days) for name, days in data["days"].items()},
            data["kinds"],
            frozenset(data["suspending"]),
            data.get("starts"),  # packs that were written down before have none
        )
        if bodies is not None:
            log.memo["bodies"] = bodies, {act["name"]: act["bodies"] for act in data["acts"]}
        return cls(
            name=data["name"],
            title=data["title"],
            verified_through=data["verified_through"],
            begins=data["begins"],
            territory=tuple(data.get("territory") or ()),
            vocabulary=vocabulary,
            log=log,
            left_out=tuple(data["left_out"]),
        )

    def to_lines(self) -> list[str]:
        """The pack for the cache: what every case needs first, then its texts, a line each."""
        lines: list[str] = [""]
        lines[0] = one_line(self.to_data(lines))
        return lines

    @classmethod
    def from_lines(cls, lines: Lines) -> Pack:
        return cls.from_data(read_line(lines[0]), lines)

    @cached_property
    def saves(self) -> tuple[tuple[str, Saves], ...]:
        """The acts that save cases from themselves, by name."""
        return tuple(
            (name, act.saves) for name, act in sorted(self.log.acts.items()) if act.saves is not None
        )


def pack_names() -> tuple[str, ...]:
    """The bundled packs."""
    return tuple(
        sorted(name for name in os.listdir(_PACKS) if os.path.exists(os.path.join(_PACKS, name, "pack.yaml")))
    )


def pack_files(name: str) -> list[str]:
    """Every file that the pack's meaning rests on."""
    rooms = ("shared", name, os.path.join(name, "vocabulary"), os.path.join(name, "acts"))
    return sorted(path for room in rooms for path in files_in(os.path.join(_PACKS, room), ".yaml"))


def pack_key(name: str) -> str:
    """What the cache knows a bundled pack by."""
    return key_of(pack_files(name))


def load_pack(name: str, key: str | None = None) -> Pack:
    """A bundled pack: from the cache, or read from its files."""
    key = key or pack_key(name)

    def make() -> list[str]:
        from rukhsa.law.source import PACKS

        return read_pack(PACKS / name).to_lines()

    pack: Pack = kept_lines(f"pack-{name}", key, make, Pack.from_lines)
    pack.log.memo["key"] = key
    return pack


def read_pack(folder: Path) -> Pack:
    """Read a pack from its folder; every problem of every file is reported together."""
    from rukhsa.law.read import read_acts

    root = folder.parent
    problems: list[Problem] = []
    facts: dict[str, FactDef] = {}
    for path in [root / "shared" / "vocabulary.yaml", *sorted((folder / "vocabulary").glob("*.yaml"))]:
        if path.exists():
            try:
                for fact in read_facts(path, root, folder.name):
                    if fact.name in facts:
                        problems.append(
                            Problem(f"fact `{fact.name}` is defined twice", str(path.relative_to(root)))
                        )
                    facts[fact.name] = fact
            except RukhsaError as error:
                problems.extend(error.problems)
    names: dict[str, list[str]] = {}
    about: dict[str, Any] = {}
    acts: list[Act] = []
    try:
        if (folder / "names.yaml").exists():
            names = _read_names(folder / "names.yaml", f"{folder.name}/names.yaml")
        about = _read_about(folder / "pack.yaml", f"{folder.name}/pack.yaml")
        acts = read_acts(sorted((folder / "acts").glob("*.yaml")), root)
    except RukhsaError as error:
        problems.extend(error.problems)
    fail_on(problems)
    return Pack(
        name=folder.name,
        title=about["title"],
        verified_through=about["verified_through"],
        begins=about.get("begins") or "0001-01-01",
        territory=tuple(about.get("territory") or ()),
        vocabulary=Vocabulary(facts.values(), Names(names)),
        log=Log(acts),
        left_out=tuple(about.get("left_out") or ()),
    )


def _read_names(path: Path, shown: str) -> dict[str, list[str]]:
    from rukhsa.law.source import read_file

    names: dict[str, list[str]] = {}
    for source in read_file(path, shown):
        if not isinstance(source.data, dict):
            raise RukhsaError(source.problem((), "names are a mapping from ids to lists of spellings"))
        for key, spellings in source.data.items():
            if not isinstance(spellings, list) or not all(isinstance(item, str) for item in spellings):
                raise RukhsaError(source.problem((key,), "is no list of spellings", "write [..., ...]"))
            names[key] = spellings
    return names


def _read_about(path: Path, shown: str) -> dict[str, Any]:
    from rukhsa.law.source import read_file

    for source in read_file(path, shown):
        for key in ("title", "verified_through"):
            if not isinstance(source.data, dict) or not source.data.get(key):
                raise RukhsaError(source.problem((), f"a pack without `{key}`"))
        about: dict[str, Any] = source.data
        return about
    raise RukhsaError(Problem("is empty", shown, fix="give it `title` and `verified_through`"))


def read_facts(path: Path, root: Path, pack: str) -> list[FactDef]:
    """Read a vocabulary file."""
    from rukhsa.law.source import read_file

    facts: list[FactDef] = []
    problems: list[Problem] = []
    for source in read_file(path, str(path.relative_to(root))):
        if not isinstance(source.data, dict):
            raise RukhsaError(source.problem((), "a vocabulary is a mapping from facts to their meaning"))
        for name, about in source.data.items():
            wrong = _fact_problems(name, about)
            problems.extend(source.problem((name, *at), message, fix) for at, message, fix in wrong)
            if not wrong:
                facts.append(_fact(name, about, pack))
    fail_on(problems)
    return facts


def _fact_problems(name: str, about: Any) -> list[tuple[tuple[str, ...], str, str | None]]:
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    wrong: list[tuple[tuple[str, ...], str, str | None]] = []
    if not isinstance(about, dict):
        return [((), "a fact is a mapping", "give it `type`, `about`, `title`")]
    for key in about:
        if key not in _FACT_KEYS:
            wrong.append(((key,), f"unknown key `{key}`", f"use {', '.join(sorted(_FACT_KEYS))}"))
    if about.get("type") not in _TYPES:
        wrong.append((("type",), "`type` is missing or unknown", f"use one of {', '.join(_TYPES)}"))
    if about.get("about") not in _ABOUT:
        wrong.append((("about",), "`about` is missing or unknown", f"use one of {', '.join(_ABOUT)}"))
    title = about.get("title")
    if not isinstance(title, dict) or not title.get("en"):
        wrong.append((("title",), "`title` is missing", "give it {en: ..., ar: ...}"))
    kind, values = about.get("type"), about.get("values")
    for key in ("min", "max", "doubtful_below", "presume"):
        text = about.get(key)
        if text is None or not (key != "presume" or kind in ("number", "truth")):
            continue
        if kind == "truth" and key == "presume":
            fine = text in ("true", "false")
        else:
            fine = isinstance(text, str) and kind == "number" and _is_number(text)
        if not fine:
            wrong.append(((key,), f"`{key}` cannot be `{str(text)[:40]}`", f"the fact is of type {kind}"))
    for key in ("running", "amounts"):
        if about.get(key) not in (None, "true", "false"):
            wrong.append(((key,), f"`{key}` is true or false", None))
    if values is not None and not (
        isinstance(values, list) and all(isinstance(item, str) for item in values)
    ):
        wrong.append((("values",), "`values` is a list of texts", "write [..., ...]"))
    try:
        plain = parse_one(f"{name} = 1", into=exp.Condition)
        fine = isinstance(plain, exp.EQ) and isinstance(plain.this, exp.Column) and plain.this.name == name
    except SqlglotError:
        fine = False
    if not fine:
        wrong.append(
            ((), f"`{name}` cannot stand in a condition (an SQL keyword, or not a plain name)", "rename it")
        )
    return wrong


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _fact(name: str, about: dict[str, Any], pack: str) -> FactDef:
    bare = FactDef(
        name=name,
        type=cast(FactType, about["type"]),
        about=cast(About, about["about"]),
        title=about["title"],
        where=about.get("where") or {},
        unit=about.get("unit"),
        min=Decimal(about["min"]) if about.get("min") is not None else None,
        max=Decimal(about["max"]) if about.get("max") is not None else None,
        doubtful_below=Decimal(about["doubtful_below"]) if about.get("doubtful_below") is not None else None,
        values=tuple(about.get("values") or ()),
        running=about.get("running") == "true",
        amounts=about.get("amounts") == "true",
        letters=about.get("letters"),
        follows=about.get("follows") or {},
        implies={
            key: None if value == "unknown" else value == "true"
            for key, value in (about.get("implies") or {}).items()
        },
        pack=pack,
    )
    presume = about.get("presume")
    if presume is None:
        return bare
    if bare.type == "truth":
        return replace(bare, presume=presume == "true")
    return replace(bare, presume=read_number(presume, bare) if bare.type == "number" else presume)
