"""Measures: what people call one control, as a list of the provisions or acts that make it up.

A pack names its measures in `measures.yaml`, in the order in which pictures and lists show them. A measure
decides nothing: it only groups what the log holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.law.act import Clause
from rukhsa.law.check_context import near
from rukhsa.law.log import Log
from rukhsa.law.source import PACKS
from rukhsa.records import dataclass, field

FILE = "measures.yaml"
_KEYS = frozenset(("id", "title", "of", "but", "also", "aliases"))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        id: its name within the pack.
        title: the same words by language; English always.
        of: limbs, subtrees or acts; an act stands for the provisions that it imposes.
        but: limbs or subtrees left out.
        also: other ids by which it is known.
        aliases: names of it in the press, by language.
        file: the file that names it, and
        line: the line on which it stands.
    """

    id: str
    title: Mapping[str, str]
    of: tuple[str, ...]
    but: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None

    def provisions(self, log: Log) -> frozenset[str]:
        """The provisions of the log that make up the measure."""
        found: set[str] = set()
        for target in self.of:
            if target in log.acts:
                found.update(clause.target for clause in log.acts[target].clauses if clause.verb == "impose")
            else:
                found.update(log.beneath(target))
        return frozenset(found).difference(*(log.beneath(target) for target in self.but))


def read_measures(pack: str, folder: Path | None = None) -> tuple[Measure, ...]:
    """The measures of a pack, in their order; none when it names none.

    Args:
        pack: the name of the pack.
        folder: where its files are; the bundled ones by default.

    Raises:
        RukhsaError: the file is not what it should be; each problem names line and field.
    """
    from rukhsa.law.source import read_file

    path = (folder or PACKS / pack) / FILE
    if not path.exists():
        return ()
    problems: list[Problem] = []
    found: list[Measure] = []
    for source in read_file(path, f"{pack}/{FILE}"):
        listed = source.data.get("measures") if isinstance(source.data, dict) else None
        if not isinstance(listed, list):
            raise RukhsaError(source.problem((), "no list of measures", "write `measures:` and a list"))
        for index, data in enumerate(listed):
            wrong = list(_wrong(data))
            problems += [source.problem(("measures", index, *at), said, fix) for at, said, fix in wrong]
            if not wrong:
                line = source.line(("measures", index))
                of, but = tuple(data["of"]), tuple(data.get("but", ()))
                also = tuple(data.get("also", ()))
                aliases = {lang: tuple(names) for lang, names in data.get("aliases", {}).items()}
                found.append(Measure(data["id"], data["title"], of, but, also, aliases, source.file, line))
    fail_on(problems)
    return tuple(found)


def _wrong(data: Any) -> Iterator[tuple[tuple[str | int, ...], str, str | None]]:
    if not isinstance(data, dict):
        yield (), "a measure is a mapping", "give it `id`, `title`, `of`"
        return
    for key in data:
        if key not in _KEYS:
            yield (key,), f"unknown key `{key}`", f"use {', '.join(sorted(_KEYS))}"
    if not isinstance(data.get("id"), str):
        yield ("id",), "`id` is missing", None
    title = data.get("title")
    if not isinstance(title, dict) or not title.get("en"):
        yield ("title",), "`title` is missing", "give it {en: ..., ar: ...}"
    for key in ("of", "but"):
        targets = data.get(key) if key == "of" else data.get(key, ["-"])
        if not isinstance(targets, list) or not targets or not all(isinstance(t, str) for t in targets):
            yield (key,), f"`{key}` is no list of provisions or acts", "write [..., ...]"
    if not _texts(data.get("also", [])):
        yield ("also",), "`also` is no list of ids", "write [..., ...]"
    aliases = data.get("aliases", {})
    if not isinstance(aliases, dict) or not all(map(_texts, aliases.values())):
        yield (
            ("aliases",),
            "`aliases` gives no list of names by language",
            "write {en: [..., ...], ar: [...]}",
        )


def _texts(listed: Any) -> bool:
    return isinstance(listed, list) and all(isinstance(item, str) for item in listed)


def check_measures(measures: tuple[Measure, ...], log: Log) -> list[Problem]:
    """What is wrong with measures: two of one id, targets that nothing bears, a missing Arabic title."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for measure in measures:

        def at(message: str, field: str, fix: str | None = None, m: Measure = measure) -> Problem:
            return Problem(f"measure `{m.id}`: {message}", m.file, m.line, field, fix)

        if measure.id in seen:
            problems.append(at("stands twice", "id", "make them one, or rename one"))
        seen.add(measure.id)
        if not measure.title.get("ar"):
            problems.append(at("no Arabic title", "title"))
        for target in measure.of:
            if target in log.acts:
                if not any(clause.verb == "impose" for clause in log.acts[target].clauses):
                    problems.append(at(f"`{target}` imposes nothing", "of", "name the provisions instead"))
            elif not log.beneath(target):
                known = [*log.acts, *log.writes]
                problems.append(at(f"`{target}` is no provision or act", "of", near(target, known)))
        problems += [
            at(f"`{target}` is no provision", "but", near(target, log.writes))
            for target in measure.but
            if not log.beneath(target)
        ]
    return problems


def clauses_upon(provisions: frozenset[str], log: Log) -> list[Clause]:
    """Every clause that bears on provisions: it writes or holds one, or undoes a clause that does."""
    found: dict[str, Clause] = {}
    for clause in log.clauses:
        if clause.body is not None:
            if clause.target in provisions:
                found[clause.id] = clause
        elif not log.is_act(clause.target) and any(
            log.rank(text) < log.rank(clause)
            for name in log.beneath(clause.target) & provisions
            for text in log.writes[name]
            if text.body is not None
        ):
            found[clause.id] = clause
    stack = list(found.values())
    while stack:
        clause = stack.pop()
        targets = [clause.act, *([f"{clause.act}#{clause.label}"] if clause.label else [])]
        for other in (other for target in targets for other in log.upon_acts.get(target, ())):
            if other.id not in found:
                found[other.id] = other
                stack.append(other)
    return sorted(found.values(), key=log.rank)
