"""The packs' own cases: readable files of facts, date, verdict, reasons and source, and their reading.

Running them needs the deciding room; `decide.trials` does that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.law.source import read_file

_KEYS = frozenset(
    "id title source confidence on known accept strict with item facts parties expect note disagrees".split()
)
_EXPECTS = frozenset(
    "verdict possible requirements not_requirements classification not_classification review_policy review_policies exceptions "
    "not_exceptions missing missing_for_review assumed readings suspended warns not_warns next_change".split()
)


@dataclass(frozen=True)
class PackCase:
    """One worked case: what is known, and what the law is expected to say, with its source."""

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
    item: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    parties: tuple[Mapping[str, Any], ...] = ()
    note: str = ""
    disagrees: Mapping[str, Any] | None = None
    file: str = ""
    line: int = 0


def read_cases(folder: Path) -> list[PackCase]:
    """Every case of a pack, in the order of its files."""
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
                cases.append(_case(data, shown, source.line((index,)) or 0))
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
    expect = data.get("expect")
    if isinstance(expect, dict):
        found += [(("expect", key), f"unknown expectation `{key}`") for key in expect if key not in _EXPECTS]
    elif expect is not None:
        found.append((("expect",), "`expect` is a mapping"))
    return found


def _case(data: dict[str, Any], file: str, line: int) -> PackCase:
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
        item=data.get("item"),
        facts=data.get("facts") or {},
        parties=tuple(data.get("parties") or ()),
        note=str(data.get("note") or ""),
        disagrees=data.get("disagrees"),
        file=file,
        line=line,
    )
