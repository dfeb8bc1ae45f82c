"""Small laws written in YAML, for tests that read like a page of the Federal Register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from textwrap import dedent
from typing import Any

from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law
from rukhsa.decide.side import Side
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.names import Names
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.law.act import Act
from rukhsa.law.check import check_pack
from rukhsa.law.fold import Folded, fold
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.law.read import read_acts_text


def fact(name: str, type_: Any, about: Any = "route", **more: Any) -> FactDef:
    return FactDef(name, type_, about, {"en": name.replace("_", " ")}, **more)


FACTS = Vocabulary(
    [
        fact("category", "text", "item", values=("ic", "computer", "material", "other")),
        fact("tpp", "number", "item", min=Decimal(0), unit="TOPS x bits"),
        fact("area", "number", "item", min=Decimal(0), unit="mm2"),
        fact("width", "number", "item", min=Decimal(0), unit="mm"),
        fact("height", "number", "item", min=Decimal(0), unit="mm"),
        fact("datacenter", "truth", "item"),
        fact("destination", "country"),
        fact("origin", "country"),
        fact("exporter", "name"),
        fact("end_use", "text", values=("civil", "military"), presume="civil"),
        fact("certificate", "truth", presume=False),
        fact("en_route_on", "date"),
        fact("as_of", "date"),
        fact("open_point", "truth", "question"),
        fact("listed", "truth", "party", presume=False),
        fact("hq", "country", "party"),
        fact("owned_pct", "number", "party", min=Decimal(0), presume=Decimal(0)),
    ],
    Names({"nvidia": ["NVIDIA", "إنفيديا"], "micron": ["Micron Technology"]}),
)

HEAD = """
title: {en: an act}
kind: rule
grade: law
public: 2025-01-01
source: {read: a test, mark: verified}
"""
CHIPS = """
act: x/chips
title: {en: chips}
kind: rule
grade: law
public: 2024-12-01
source: {read: a test, mark: verified}
does:
  - {impose: x/3A090.a, from: 2025-01-01, kind: classify, cite: 3A090.a, title: {en: chips}, code: 3A090.a,
     when: "category = 'ic' AND tpp >= 4800"}
  - {impose: x/china, from: 2025-01-01, kind: set, of: country, cite: D5, title: {en: China}, members: [CN, HK, MO]}
  - {impose: x/742.6/regional, from: 2025-01-01, kind: require, ground: RS, cite: "742.6", title: {en: regional},
     when: '"x/3A090.a" AND destination IN "x/china"'}
  - {impose: x/742.6/denial, from: 2025-01-01, kind: review, cite: 742.6(b), title: {en: denial},
     of: [x/742.6/regional], policy: presumption_of_denial, when: "TRUE"}
"""


def acts(*texts: str) -> list[Act]:
    """Acts from YAML, each as if it were read from the file that should hold it."""
    return [act for text in texts for act in read_acts_text(dedent(text), file_of(text))]


def file_of(text: str) -> str:
    found = re.search(r"^act: \S*?/?([^/\s]+)$", text, re.MULTILINE)
    return f"{found.group(1) if found else 'text'}.yaml"


def act(name: str, *does: str, **keys: str) -> str:
    """The text of an act: its name, its clauses in flow form, and keys that differ from the usual."""
    head = {
        "act": name,
        "title": "{en: an act}",
        "kind": "rule",
        "grade": "law",
        "public": "2025-01-01",
        "source": "{read: a test, mark: verified}",
        **keys,
    }
    lines = [f"{key}: {value}" for key, value in head.items() if value]
    return "\n".join([*lines, "does:", *(f"  - {{{clause}}}" for clause in does)]) + "\n"


def require(
    name: str, when: str = "TRUE", start: str = "2025-01-01", more: str = "", verb: str = "impose"
) -> str:
    """A clause that writes a requirement."""
    text = f"{verb}: {name}, from: {start}, kind: require, ground: RS, review: not_stated, cite: c, title: {{en: t}}"
    return f'{text}, when: "{when}"{", " + more if more else ""}'


def pack(*texts: str, vocabulary: Vocabulary = FACTS, name: str = "x") -> Pack:
    return Pack(name, {"en": name}, "2030-01-01", vocabulary, Log(acts(*texts)))


def law(*texts: str, vocabulary: Vocabulary = FACTS) -> Law:
    return Law({"x": pack(*texts, vocabulary=vocabulary)})


def decide(
    texts: str | Sequence[str],
    on: str,
    *,
    parties: Sequence[Mapping[str, Any]] | None = None,
    known: str | None = None,
    accept: str = "company",
    strict: bool = False,
    vocabulary: Vocabulary = FACTS,
    **facts: Any,
) -> Decision:
    """The decision on a case under a small law."""
    whole = law(*([texts] if isinstance(texts, str) else texts), vocabulary=vocabulary)
    return whole.on(on, known=known, accept=accept).decide(facts=facts, parties=parties, strict=strict)


def side(decision: Decision) -> Side:
    (only,) = decision.sides
    return only


def folded(
    texts: str | Sequence[str], on: str, *, known: str | None = None, accept: str = "company"
) -> Folded:
    log = Log(acts(*([texts] if isinstance(texts, str) else texts)))
    return fold(log, on, log.accepted(known, accept))


def in_force(
    texts: str | Sequence[str], on: str, *, known: str | None = None, accept: str = "company"
) -> list[str]:
    """Names of the provisions in force on a day."""
    return sorted(folded(texts, on, known=known, accept=accept).provisions)


def problems(*texts: str, vocabulary: Vocabulary = FACTS) -> list[Problem]:
    """Every problem of a small law, of reading or of checking."""
    try:
        return check_pack(pack(*texts, vocabulary=vocabulary))
    except RukhsaError as error:
        return list(error.problems)
