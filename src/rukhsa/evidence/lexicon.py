"""Lexicons: the words by which a language names actors, things, measures and acts, compiled for search.

A lexicon is a YAML file of sections (`who`, `thing`, `act` ...); each section maps the name of a mark to its
forms. What a name means (its side, its polarity) stands in `senses.yaml`, the same for every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from rukhsa.evidence.script import LEXICON, folded
from rukhsa.evidence.senses import names
from rukhsa.records import dataclass

_STRONG = frozenset("suspend freeze lift rescind extend license ease resume deny".split())
SEARCHED = (
    "who", "outlet", "thing", "measure", "talks", "act", "hedge", "source", "paper", "time", "connector", "anaphor", "negation",
)  # fmt: skip
_LETTER = "\u0621-\u064a"
_BEFORE, _AFTER = f"(?<![{_LETTER}])", f"(?![{_LETTER}])"
_SUBJECT = 3  # words of a subject that may stand between an Arabic verb and what belongs to it
_ENDINGS = "(?:ا|ات|ان|ين|ون|ها|ه|هم|هما)?"
_HALTING = frozenset("suspend freeze delay hold halt".split())
_SAYING = frozenset("say cite tell hear silent agree expect remain".split())
_PARTICLES = frozenset("دون بدون عدم بعدم علي الي حتي قيد غير ليس ليست لكن بانتظار".split())
_LATIN = re.compile(r"^[\x20-\x7e]+$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase of the lexicon where a sentence has it.

    Attributes:
        kind: the section (`who`, `act` ...), and
        name: the entry of it.
        start, end: where it stands in the folded sentence.
    """

    kind: str
    name: str
    start: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start


class Lexicon:
    """The words of one language. Only forms of which a text holds some part are compiled."""

    def __init__(self, lang: str, data: Mapping[str, Any]) -> None:
        self.lang = lang
        self.data = data
        self.forms: list[tuple[str, str, list[tuple[str, str]]]] = [
            (kind, name, [(_spaced(form, kind, name, lang), core(form, lang)) for form in split(forms)])
            for kind in SEARCHED
            for name, forms in (data.get(kind) or {}).items()
        ]

    def searcher(self, text: str) -> Searcher:
        """What finds the words of this lexicon in the sentences of a folded text."""
        found = []
        for kind, name, forms in self.forms:
            there = [form for form, part in forms if part in text]
            if there:
                found.append((kind, name, self._compiled(there, whole=kind == "act")))
        return Searcher(found)

    def table(self, section: str, text: str) -> Iterator[tuple[int, re.Pattern[str]]]:
        """Numbers, months or weekdays by value that a folded text may hold: each with what finds its words."""
        for value, forms in (self.data.get(section) or {}).items():
            there = [form for form in split(forms) if core(form, self.lang) in text]
            if str(value).isdecimal() and there:
                yield int(value), self._compiled(there)

    def words(self, section: str, name: str, text: str) -> re.Pattern[str] | None:
        """What finds the words of one entry, where a folded text may hold any."""
        there = [f for f in split((self.data.get(section) or {}).get(name, "")) if core(f, self.lang) in text]
        return self._compiled(there) if there else None

    def _compiled(self, forms: list[str], *, whole: bool = False) -> re.Pattern[str]:
        """One pattern of all forms; a verb that is `whole` is no part of a compound (open-ended)."""
        longest_first = sorted(forms, key=len, reverse=True)
        pattern = "|".join(form_pattern(form, self.lang) for form in longest_first)
        return _compile(rf"(?<!\w-)(?:{pattern})" if whole and self.lang == "en" else pattern)


@dataclass(frozen=True, slots=True)
class Searcher:
    """The compiled part of a lexicon: kind, name and pattern of each entry."""

    patterns: list[tuple[str, str, re.Pattern[str]]]

    def marks(self, text: str) -> tuple[Mark, ...]:
        """Every mark of a folded sentence; of some kinds, what lies within a longer one is left out."""
        found = [
            Mark(kind, name, match.start(), match.end())
            for kind, name, pattern in self.patterns
            for match in pattern.finditer(text)
            if match.end() > match.start()
        ]
        return tuple(sorted(_outermost(found), key=lambda mark: (mark.start, -mark.end)))


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def split(forms: str) -> list[str]:
    """The forms of an entry."""
    return [form.strip() for form in forms.split(";") if form.strip()]


def _spaced(form: str, kind: str, name: str, lang: str) -> str:
    """A form as it is searched: between an Arabic verb and what follows it, its subject may stand."""
    first, gap, rest = form.partition(" ")
    does = kind == "act" and name not in _SAYING
    verb = does and lang == "ar" and bool(gap) and len(first) > 3 and first not in _PARTICLES
    return f"{first} ~ {rest}" if verb and not rest.startswith(".. ") else form


def core(form: str, lang: str) -> str:
    """A part of a form that every text which has the form has too; empty where there is none."""
    plain = re.sub(r"\([^()]*\)\??", " ", form.replace(" .. ", "\n"))
    plain = re.sub(r"\(.*\)\??", " ", plain)
    plain = folded(plain, lang) if lang != "en" else re.sub(r"\bus\b", "u.s.", plain.lower())
    parts = [part.strip("=@*?") for part in re.split(r"[\s*\-%]+", plain)]
    if lang == "ar":
        parts = [part.removeprefix("ال").removesuffix("ه") if len(part) > 3 else part for part in parts]
    return max(parts, key=len, default="")


def _outermost(marks: list[Mark]) -> Iterator[Mark]:
    """Marks that no longer mark of their own kind covers; things and measures may cover each other."""
    by_kind: dict[str, list[Mark]] = {}
    for mark in marks:
        by_kind.setdefault(mark.kind, []).append(mark)
    by_kind["act"] = [m for m in by_kind.get("act", ()) if not any(_outdoes(o, m) for o in by_kind["act"])]
    needed = [mark for mark in by_kind.get("act", ()) if mark.name == "impose"]
    for kind, listed in by_kind.items():
        for mark in listed:
            if kind == "act" and mark.name == "license" and any(_requires(one, mark) for one in needed):
                continue
            named = kind == "measure" and mark.name in names("lists")
            if named and any(
                o.start <= mark.start
                and mark.end <= o.end
                and o.size > mark.size
                and o.name in names("lists")
                for o in listed
            ):
                continue
            if kind in ("who", "outlet", "source", "talks", "act") and any(
                _covers(other, mark)
                for other in listed
                if other.name != "license"
                or kind != "act"
                or not any(_requires(one, other) for one in needed)
            ):
                continue
            yield mark


def _outdoes(longer: Mark, mark: Mark) -> bool:
    """Whether a longer verb overlaps one that says less: been ordered to stop, ordered to stop serving."""
    if mark.name not in _HALTING or longer.name in _HALTING or longer.size <= mark.size:
        return False
    return (
        mark.start < longer.start < mark.end < longer.end or longer.start < mark.start < longer.end < mark.end
    )


def _requires(need: Mark, license: Mark) -> bool:
    """Whether a license that seems to be given is only required: received letters requiring licenses."""
    return license.start < need.start and need.start < license.end <= need.end


def _covers(longer: Mark, mark: Mark) -> bool:
    """Whether a longer mark says all that one within it says: not of a verb amid a long phrase of another."""
    if not (longer.start <= mark.start and mark.end <= longer.end and longer.size > mark.size):
        return False
    if longer.name == "advise" and mark.kind == "act" and mark.name in ("halt", "freeze", "suspend"):
        return False  # a firm that tells suppliers to halt work halts it itself
    if longer.name == "remain" and mark.kind == "act" and mark.name in ("suspend", "freeze"):
        return False  # what stays suspended is still said to be suspended
    amid = longer.start < mark.start and mark.end < longer.end
    strong = mark.kind == "act" and mark.name in _STRONG
    return not (strong and amid and longer.size > 4 * mark.size)


def form_pattern(form: str, lang: str) -> str:
    """One form as a regular expression over folded text."""
    if lang == "zh":
        return _chinese(form)
    if lang == "ar":
        return _arabic(form)
    text = re.sub(r"\bus\b", "u.s.", form.lower())
    text = text.replace(" .. ", "\x00")
    text = text.replace(".", r"\.").replace("*", r"\w*").replace("%", " ?%")
    text = text.replace(" ", r"[\s\-]+").replace("[\\s\\-]+?%", " ?%")
    text = text.replace("\x00", r"(?:[\s\-]+[^\s;]+){0,7}?[\s\-]+")
    return rf"(?<![\w.])(?:{text})(?!\w)"


def _chinese(form: str) -> str:
    text = folded(form, "zh").replace(" .. ", "\x00").replace(".", r"\.").replace("*", "[a-z0-9]*")
    text = text.replace("\x00", "[^。！？;；]{0,14}?")
    if _LATIN.match(form):
        return rf"(?<![a-z0-9])(?:{text.replace(' ', ' ?')})(?![a-z0-9])"
    return text


def _arabic(form: str) -> str:
    text = (
        folded(form.replace(" .. ", " \x00 ").replace(" ~ ", " \x01 "), "ar")
        if not form.isascii()
        else form.lower()
    )
    joined = r"\s+".join(_arabic_word(word) for word in text.split(" ") if word)
    return joined.replace(r"\s+\x00\s+", r"(?:\s+[^\s.]+){0,7}?\s+").replace(
        r"\s+\x01\s+", rf"(?:\s+[^\s.,]+){{0,{_SUBJECT}}}?\s+"
    )


def _arabic_word(word: str) -> str:
    if word in ("\x00", "\x01"):
        return repr(word)[1:-1]
    if not re.search(f"[{_LETTER}]", word):
        return rf"(?<![a-z0-9.])(?:{re.escape(word)})(?![a-z0-9])"
    if word.startswith("("):
        return "(?:" + "|".join(_arabic_word(part) for part in word.strip("()").split("|")) + ")"
    if word.startswith("="):
        return rf"{_BEFORE}[وف]?{re.escape(word[1:])}{_AFTER}"
    if word.startswith("@"):
        return rf"{_BEFORE}[وف]?[سل]?[يتنا]?{re.escape(word[1:])}(?:ت|ا|وا|ون|ها|ه|تا|نا)?{_AFTER}"
    ending = _ENDINGS
    stem = word
    if word.endswith("*"):
        stem, ending = word[:-1], f"[{_LETTER}]*"
    elif word.endswith("ه") and len(word) > 3:
        stem, ending = word[:-1], "(?:ه|ت(?:ه|ها|هم|هما|هن|نا|ين|ان|ا)?)"
    elif len(word) <= 2:
        ending = ""
    stem = re.escape(stem) + (r"(?!\d)" if stem[-1:].isdigit() else "")
    if stem.startswith("ال") and len(stem) > 4:
        return rf"{_BEFORE}[وف]?(?:[بك]?ال|لل){stem[2:]}{ending}{_AFTER}"
    return rf"{_BEFORE}[وف]?(?:[بكلس]?(?:ال)?|لل){stem}{ending}{_AFTER}"


@cache
def lexicon(lang: str) -> Lexicon:
    """The lexicon of a language."""
    import yaml

    with open(LEXICON / f"{lang}.yaml", encoding="utf-8") as file:
        return Lexicon(lang, yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
