"""Verbs that only describe a noun (its rule extending curbs, the ban that it imposed): no acts of their own.

Told by the words around them, which the lexicons list; a verb describes only where another in its clause does something.
"""

from __future__ import annotations

import re

from rukhsa.evidence.lexicon import Lexicon, Mark
from rukhsa.records import replace

_PHRASE = 12  # letters that a verb alone rarely has: a phrase with its object
_NOUNS = ("measure", "thing", "paper")


def demoted(marks: tuple[Mark, ...], text: str, words: Lexicon, quiet: frozenset[str]) -> tuple[Mark, ...]:
    """The marks of a clause, with verbs that only describe a noun of another kind than acts."""
    acting = [m for m in marks if m.kind == "act" and m.name not in quiet]
    if len(acting) < 2:
        return marks
    relative = words.words("place", "relative", text)
    describing = {id(m) for m in acting[1:] if _describes(m, marks, text, words.lang, relative)}
    if len(describing) + 1 < len(acting) and relative is not None and _is_aside(acting[0], text, relative):
        describing.add(id(acting[0]))
    return tuple(replace(m, kind="described") if id(m) in describing else m for m in marks)


def _is_aside(verb: Mark, text: str, relative: re.Pattern[str]) -> bool:
    """Whether a verb stands right after a relative pronoun that a comma sets apart: the rule, which bars sales, stays."""
    before = text[: verb.start].rstrip()
    return any(
        m.end() == len(before) and text[: m.start()].rstrip().endswith(",") for m in relative.finditer(before)
    )


def _describes(
    verb: Mark, marks: tuple[Mark, ...], text: str, lang: str, relative: re.Pattern[str] | None
) -> bool:
    """Whether a verb stands right after a noun, or after a relative pronoun."""
    if lang == "zh":
        return False
    before = text[: verb.start].rstrip()
    if relative is not None and any(m.end() == len(before) for m in relative.finditer(before)):
        return True
    if lang != "en":
        return False
    head = re.match(r"\w+", text[verb.start :])
    if head is None or not head.group().endswith(("ing", "ed", "en", "wn", "ught")):
        return False
    noun = any(m.kind in _NOUNS and m.end == len(before) for m in marks)
    issued = any(m.kind == "act" and m.start < m.end == len(before) and m.size > _PHRASE for m in marks)
    if issued:
        return False  # published a rule suspending: that is what is done
    if noun:
        return True
    owner = [m for m in marks if m.kind in ("who", "place", "source", "anaphor") and m.end == len(before)]
    return bool(owner) and any(
        m.kind in _NOUNS and m.end == len(text[: owner[0].start].rstrip()) for m in marks
    )


def coordinated(marks: tuple[Mark, ...], text: str, cuts: list[int], quiet: frozenset[str]) -> list[int]:
    """Where `and` joins two things that are done, each to something of its own: lifted the ban and froze the fees."""
    found: list[int] = []
    for mark in marks:
        if mark.kind != "connector" or mark.name != "and":
            continue
        start = max((cut for cut in (*cuts, *found) if cut <= mark.start), default=0)
        end = min((cut for cut in cuts if cut > mark.start), default=len(text))
        left = [m for m in marks if start <= m.start and m.end <= mark.start]
        right = [m for m in marks if mark.end <= m.start and m.start < end]
        if _does(left, quiet) and _does(right, quiet) and _starts_anew(mark, right, marks, text, quiet):
            found.append(mark.start)
    return found


def _does(marks: list[Mark], quiet: frozenset[str]) -> bool:
    """Whether something is done to something."""
    acts = any(m.kind == "act" and m.name not in quiet for m in marks)
    return acts and any(m.kind in ("thing", "measure", "talks") for m in marks)


def _starts_anew(
    joint: Mark, right: list[Mark], marks: tuple[Mark, ...], text: str, quiet: frozenset[str]
) -> bool:
    """Whether what follows `and` begins with a verb, or with who does it."""
    verb = next(m for m in right if m.kind == "act" and m.name not in quiet)
    between = text[joint.end : verb.start]
    if _describes(verb, marks, text, "en", None):
        return False
    if len(between.split()) <= 2 and not any(m.kind in _NOUNS and m.end <= verb.start for m in right):
        return True
    doer = next((m for m in right if m.kind in ("who", "source") and m.end <= verb.start), None)
    return doer is not None and len(text[joint.end : doer.start].split()) <= 5
