"""The packs' own cases: readable files of facts, date, verdict, reasons and source, and their reading.

Running them needs the deciding room; `decide.trials` does that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.law.source import read_file
from rukhsa.records import dataclass, field

_KEYS = frozenset(
    "id title source confidence on known accept strict with sides item facts parties expect note disagrees".split()
)
_EXPECTS = frozenset(
    "verdict possible requirements not_requirements classification not_classification review_policy review_policies exceptions "
    "not_exceptions missing missing_for_review assumed readings suspended warns not_warns conflicts "
    "not_conflicts next_change sides".split()
)
SHARED = "shared"  # the folder of what belongs to no side alone


@dataclass(frozen=True)
class PackCase:
    """One worked case: what is known, and what the law is expected to say, with its source.

    Attributes:
        sides: the packs that are asked; none for all of them.
    """

    id: str
    on: str
    source: str
    expect: Mapping[str, Any]
    title: str = ""
    confidence: str = ""
    known: str | None = None
    accept: str = "company"
    strict: bool = False
    overlays: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    item: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parties: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    disagrees: Mapping[str, Any] | None = None
    file: str = ""
    line: int = 0


def case_folders(root: Path) -> list[Path]:
    """Every folder of cases: that of each pack, and the shared one, whose cases ask several sides."""
    packs = sorted(path.parent for path in root.glob("*/pack.yaml"))
    return [*packs, root / SHARED]


def read_cases(folder: Path) -> list[PackCase]:
    """Every case of a pack, in the order of its files; each asks that pack alone unless it says otherwise."""
    cases: list[PackCase] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("cases/*.yaml")):
        shown = f"{folder.name}/cases/{path.name}"
        try:
            sources = read_file(path, shown)
        except RukhsaError as error:
            problems.extend(error.problems)
            continue
        for source in sources:
            if not isinstance(source.data, list):
                problems.append(source.problem((), "a file of cases is a list"))
                continue
            for index, data in enumerate(source.data):
                found = list(_wrong(data))
                problems.extend(source.problem((index, *at), message) for at, message in found)
                if found:
                    continue
                if data["id"] in seen:
                    problems.append(
                        source.problem((index, "id"), f"`{data['id']}` stands in {seen[data['id']]} too")
                    )
                seen[data["id"]] = shown
                own = () if folder.name == SHARED else (folder.name,)
                cases.append(_case(data, own, shown, source.line((index,)) or 0))
    fail_on(problems)
    return cases


def _wrong(data: Any) -> list[tuple[tuple[str, ...], str]]:
    if not isinstance(data, dict):
        return [((), "a case is a mapping")]
    found: list[tuple[tuple[str, ...], str]] = []
    found += [((key,), f"unknown key `{key}`") for key in data if key not in _KEYS]
    found += [
        ((), f"a case without `{key}`") for key in ("id", "on", "source", "expect") if not data.get(key)
    ]
    if not isinstance(data.get("facts") or {}, dict):
        found.append((("facts",), "`facts` is a mapping"))
    parties = data.get("parties") or []
    if not isinstance(parties, list) or not all(isinstance(party, dict) for party in parties):
        found.append((("parties",), "`parties` is a list of mappings"))
    if not _is_names(data.get("sides", ["-"])):
        found.append((("sides",), "`sides` is a list of packs"))
    expect = data.get("expect")
    if isinstance(expect, dict):
        found += list(_wrong_expectations(expect, ("expect",)))
    elif expect is not None:
        found.append((("expect",), "`expect` is a mapping"))
    return found


def _wrong_expectations(
    expect: Mapping[str, Any], at: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, wanted in expect.items():
        if key not in _EXPECTS or (key == "sides" and len(at) > 1):
            yield (*at, key), f"unknown expectation `{key}`"
        elif key == "sides":
            if not isinstance(wanted, dict) or not all(isinstance(own, dict) for own in wanted.values()):
                yield (*at, key), "`sides` is a mapping from packs to what each is expected to say"
                continue
            for side, own in wanted.items():
                yield from _wrong_expectations(own, (*at, key, side))


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(name, str) for name in value)


def _case(data: dict[str, Any], own: tuple[str, ...], file: str, line: int) -> PackCase:
    return PackCase(
        id=data["id"],
        on=data["on"],
        source=data["source"],
        expect=data["expect"],
        title=data.get("title") or "",
        confidence=data.get("confidence") or "",
        known=data.get("known"),
        accept=data.get("accept") or "company",
        strict=data.get("strict") == "true",
        overlays=tuple(data.get("with") or ()),
        sides=tuple(data.get("sides") or own),
        item=data.get("item"),
        facts=data.get("facts") or {},
        parties=tuple(data.get("parties") or ()),
        note=str(data.get("note") or ""),
        disagrees=data.get("disagrees"),
        file=file,
        line=line,
    )
