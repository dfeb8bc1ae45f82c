"""Reading `codes.yaml` and the codes of an item (format: `docs/catalog.md`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukhsa.catalog.codes import Code, Edition, Shelves
from rukhsa.law.source import read_file
from rukhsa.records import dataclass, field

if TYPE_CHECKING:
    from rukhsa.catalog.read import At, _Reader
    from rukhsa.errors import Problem

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class CodeForms:
    """The shelves, and the form (a regular expression) of each kind of code."""

    shelves: Shelves = field(default_factory=Shelves)
    forms: Mapping[str, re.Pattern[str]] = field(default_factory=dict)


def read_shelves(path: Path, problems: list[Problem], reader_of: type[_Reader]) -> CodeForms:
    """The kinds, editions and families of `codes.yaml`; nothing when there is no such file."""
    if not path.exists():
        return CodeForms()
    for source in read_file(path, path.name):
        reader = reader_of(source, problems)
        data = reader.table(source.data, (), ("kinds", "editions", "families"))
        kinds: dict[str, dict[str, str]] = {}
        forms: dict[str, re.Pattern[str]] = {}
        for name, raw in reader.table(data.get("kinds"), ("kinds",)).items():
            at = ("kinds", name)
            kind = reader.table(raw, at, ("title", "form"))
            kinds[name] = _title(reader, kind.get("title"), (*at, "title"))
            form = reader.text(kind.get("form"), (*at, "form"), required=True)
            try:
                forms[name] = re.compile(form or "")
            except re.error as error:
                reader.wrong((*at, "form"), f"is no regular expression: {error}")
        families = {
            name: _title(reader, raw, ("families", name))
            for name, raw in reader.table(data.get("families"), ("families",)).items()
        }
        editions = {
            name: _edition(reader, raw, ("editions", name))
            for name, raw in reader.table(data.get("editions"), ("editions",)).items()
        }
        return CodeForms(Shelves(kinds, families, editions), forms)
    return CodeForms()


def _title(reader: _Reader, raw: Any, at: At) -> dict[str, str]:
    table = reader.table(raw, at, ("en", "ar", "zh"))
    for language in ("en", "ar"):
        reader.text(table.get(language), (*at, language), required=True)
    return table


def _edition(reader: _Reader, raw: Any, at: At) -> Edition:
    table = reader.table(raw, at, ("source", "mark", "begins", "ends"))
    days = {}
    for name in ("begins", "ends"):
        days[name] = reader.text(table.get(name), (*at, name))
        if days[name] is not None and not _DAY.fullmatch(days[name] or ""):
            reader.wrong((*at, name), f"cannot read `{days[name]}`: expected a day, YYYY-MM-DD")
    source = reader.text(table.get("source"), (*at, "source"), required=True)
    return Edition(source or "", reader.mark(table.get("mark"), (*at, "mark")), days["begins"], days["ends"])


def read_codes(reader: _Reader, data: Any, at: At, known: CodeForms) -> tuple[Code, ...]:
    """The codes of one item: rows of `kind`, `edition` and `code` (one or a list), with `mark` and `note`."""
    codes: list[Code] = []
    for index, raw in enumerate(reader.rows(data, at)):
        place = (*at, index)
        row = reader.table(raw, place, ("kind", "edition", "code", "mark", "note"))
        kind = reader.text(row.get("kind"), (*place, "kind"), required=True) or ""
        edition = reader.text(row.get("edition"), (*place, "edition"), required=True) or ""
        if kind and kind not in known.forms:
            reader.wrong((*place, "kind"), f"unknown kind `{kind}`", f"known are {', '.join(known.forms)}")
        if edition and edition not in known.shelves.editions:
            reader.wrong((*place, "edition"), f"unknown edition `{edition}`", "add it to codes.yaml")
        if kind not in known.forms or edition not in known.shelves.editions:
            continue
        mark = known.shelves.editions[edition].mark
        if "mark" in row:
            mark = reader.mark(row["mark"], (*place, "mark"))
        note = reader.text(row.get("note"), (*place, "note"))
        given = row.get("code")
        for text in given if isinstance(given, list) else [given]:
            if not isinstance(text, str) or not known.forms[kind].fullmatch(text):
                form = known.forms[kind].pattern
                reader.wrong((*place, "code"), f"`{text}` is no code of the kind `{kind}`", f"form: {form}")
                continue
            codes.append(Code(kind, text, edition, mark, note))
    return tuple(codes)
