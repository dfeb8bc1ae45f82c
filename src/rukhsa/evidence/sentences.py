"""Sentences of a report and the clauses in them, each with its marks, numbers and days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rukhsa.evidence.byline import dateline
from rukhsa.evidence.dates import days
from rukhsa.evidence.day import Day
from rukhsa.evidence.lexicon import Lexicon, Mark, Searcher
from rukhsa.evidence.modifiers import coordinated, demoted
from rukhsa.evidence.numbers import Number, numbers
from rukhsa.evidence.script import folded
from rukhsa.evidence.senses import actors
from rukhsa.records import dataclass, replace

_SHORT_FORMS = (
    "u.s", "u.k", "e.u", "mr", "ms", "mrs", "dr", "no", "nos", "art", "rep", "sen", "gov", "inc", "corp", "co",
    "ltd", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "st", "vs", "approx",
    "a.m", "p.m", "د", "أ", "ا",
)  # fmt: skip
_ENDING = (
    "u.s",
    "u.k",
    "e.u",
    "inc",
    "corp",
    "co",
    "ltd",
    "a.m",
    "p.m",
)  # short forms that may end a sentence
_END = re.compile(r"[。！？!?؟；;؛]+[\"'”’»」』）)]*|\.+[\"'”’»)]*(?=\s|$)|\n+")
_BREAK = re.compile(r"[,;:。、](?!\s?\d)|\s-+\s|--+")
QUIET = frozenset(
    ("fresh", "label", "praise", "say", "cite", "hear", "tell", "agree", "expect", "pay", "silent")
)
_SPOKEN = ("say", "criticise", "praise", "deny")
_NOBODY = ("pronoun", "person", "reports", "the-outlet")
_FIRST = 40  # letters within which a part names who speaks
_JOINTS = {
    "en": re.compile(r",?\s+(?:while|whereas)\s+|,\s+but\s+"),
    "ar": re.compile(r"[،,]?\s+(?:فيما|بينما|في حين)\s+"),
    "zh": re.compile(r"[，,](?:而|但|不过|不過)?(?=[^，,]{2,16}(?:则|則))|[，,](?:而|但是|但|不过|不過)"),
}
_CLOSING = ".。！？!?؟…\"'”’»」』)）;；:：،,"
_GOES_ON = "；;؛"
_LONGEST = 2_000
_TOPIC = (
    "对",
    "将",
    "就",
    "关于",
    "至于",
)  # what a Chinese clause begins with when it names what it is about


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence in which one thing is done.

    Attributes:
        start, end: where it stands in the folded sentence.
        marks: the marks in it.
    """

    start: int
    end: int
    marks: tuple[Mark, ...]

    def named(self, kind: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind == kind]

    def has(self, kind: str, *names: str) -> bool:
        return any(mark.kind == kind and (not names or mark.name in names) for mark in self.marks)

    def until(self, later: Clause) -> Clause:
        """This clause and a later one as one."""
        return Clause(self.start, later.end, (*self.marks, *later.marks))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it was written, as it is read, and what was found in it."""

    index: int
    text: str
    folded: str
    marks: tuple[Mark, ...]
    numbers: tuple[Number, ...]
    days: tuple[Day, ...]
    clauses: tuple[Clause, ...]
    is_title: bool = False
    continues: bool = False  # it goes on after a semicolon

    def named(self, kind: str) -> list[Mark]:
        return [mark for mark in self.marks if mark.kind == kind]

    def has(self, kind: str, *names: str) -> bool:
        return any(mark.kind == kind and (not names or mark.name in names) for mark in self.marks)


def split_sentences(text: str, words: Lexicon | None = None) -> Iterator[str]:
    """The sentences of a text; abbreviations and numbers do not end one.

    Args:
        text: the text.
        words: the lexicon of its language; with it, a short form ends a sentence only before a word that opens one.
    """
    opens = words.words("place", "opens", text.lower()) if words is not None else None
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] == ".":
            word = re.search(r"[\w.]*$", text[start : match.start()])
            last = word.group().lower() if word else ""
            rest = text[match.end() :].lstrip()
            if last in _SHORT_FORMS and not (last in _ENDING and _opens(rest, opens)):
                continue
            if re.fullmatch(r"[a-z]", last) or rest[:1].islower():
                continue
        elif match.group()[0] in "?!" and text[match.end() :].lstrip(" ")[:1].islower():
            continue  # a quote that ends so; who said it follows
        piece = text[start : match.end()].strip()
        if piece:
            yield from _cut(piece)
        start = match.end()
    if text[start:].strip():
        yield from _cut(text[start:].strip())


def _opens(rest: str, opens: re.Pattern[str] | None) -> bool:
    """Whether what follows a short form is a new sentence rather than a name (the U.S. Commerce Department)."""
    return rest[:1].isupper() and (opens is None or bool(opens.match(rest.lower())))


def _is_heading(piece: str, ended: int, text: str) -> bool:
    """Whether a line ends no sentence where others do: a masthead, a headline, a name."""
    return ended > 1 and len(piece) <= 160 and piece[-1] not in _CLOSING and not text.rstrip().endswith(piece)


def _cut(piece: str) -> Iterator[str]:
    """A run without an end, in parts that can be read."""
    yield from (piece[at : at + _LONGEST] for at in range(0, len(piece), _LONGEST))


def sentences(title: str | None, text: str, words: Lexicon, told: str | None) -> tuple[Sentence, ...]:
    """Every sentence, the headline last: it says least.

    Args:
        title: the headline, where there is one.
        text: the body.
        words: the lexicon of its language.
        told: the day of the report.
    """
    pieces = list(split_sentences(text, words))
    ended = sum(piece[-1] in _CLOSING for piece in pieces)
    listed = [(piece, _is_heading(piece, ended, text)) for piece in pieces]
    if title and title not in text[: len(title) + 1]:
        listed.append((title, True))
    finder = words.searcher(folded(f"{text}\n{title or ''}", words.lang))
    listed = [
        (part, is_title)
        for piece, is_title in listed
        for part in ((piece,) if is_title else _by_speaker(piece, words, finder))
    ]
    return tuple(
        replace(
            _sentence(
                index, piece, is_title, words, finder, told, 0 if index else dateline(piece, words.lang)
            ),
            continues=index > 0 and listed[index - 1][0][-1] in _GOES_ON,
        )
        for index, (piece, is_title) in enumerate(listed)
    )


def _by_speaker(piece: str, words: Lexicon, finder: Searcher) -> Iterator[str]:
    """A sentence in which two speak (X condemned the rule, while Y praised it) as two."""
    for joint in _JOINTS[words.lang].finditer(piece):
        one, other = piece[: joint.start()], piece[joint.end() :]
        if _speaks(one, words, finder) and _speaks(other, words, finder, _FIRST):
            yield one
            yield from _by_speaker(other, words, finder)
            return
    yield piece


def _speaks(part: str, words: Lexicon, finder: Searcher, within: int = 10_000) -> bool:
    """Whether somebody who is named near the start of a part says something in it."""
    marks = finder.marks(folded(part, words.lang))
    said = [m for m in marks if m.kind == "act" and m.name in _SPOKEN and m.start <= 2 * within]
    named = [m for m in marks if m.kind in ("who", "source") and m.name not in _NOBODY and m.start <= within]
    return bool(said) and bool(named)


def _sentence(
    index: int, piece: str, is_title: bool, words: Lexicon, finder: Searcher, told: str | None, skipped: int
) -> Sentence:
    text = " " * len(folded(piece[:skipped], words.lang)) + folded(piece[skipped:], words.lang)
    marks = _actors_only(finder.marks(text), text, words)
    return Sentence(
        index, piece, text, marks, numbers(text, words), days(text, words, told),
        tuple(replace(c, marks=demoted(c.marks, text, words, QUIET)) for c in _clauses(text, marks, words)), is_title,
    )  # fmt: skip


def _is_country(mark: Mark) -> bool:
    actor = actors().get(mark.name)
    return actor is not None and actor.is_country


def _actors_only(marks: tuple[Mark, ...], text: str, words: Lexicon) -> tuple[Mark, ...]:
    """The marks, with a country that is only a place (to China, 对美) told from one that acts."""
    before = words.words("place", "before", text)
    ends = {match.end() for match in before.finditer(text)} if before else set()
    places = [
        m for m in marks if m.kind in ("talks", "paper") or (m.kind == "thing" and m.name.startswith("to-"))
    ]

    nouns = [m for m in marks if m.kind == "measure" and m.name == "entities"]
    gap = 0 if words.lang == "zh" else 1

    def is_place(mark: Mark) -> bool:
        if words.lang == "ar":
            owned = any(noun.end + 1 == mark.start for noun in nouns)
        else:
            owned = any(0 <= noun.start - mark.end <= gap for noun in nouns)
        covered = any(p.start <= mark.start and mark.end <= p.end and p.size > mark.size for p in places)
        joined = text[mark.start : mark.start + 2] == "لل"
        return owned or covered or joined or any(mark.start - gap <= end <= mark.start for end in ends)

    about = words.words("place", "about", text)
    named = {match.end() for match in about.finditer(text)} if about else set()

    def is_audience(mark: Mark) -> bool:
        told = any(m.kind == "paper" and m.start < mark.start and mark.end <= m.end for m in marks)
        return told or (words.lang == "zh" and mark.start in named)

    marks = tuple(mark for mark in marks if not _only_said(mark, marks, text))
    if words.lang == "zh":
        marks = tuple(mark for mark in marks if not _modifies(mark, text))
    heard = {m.start for m in marks if m.kind == "paper" and m.name == "event"}

    def is_forum(mark: Mark) -> bool:
        actor = actors().get(mark.name)
        return (
            actor is not None
            and actor.kind in ("lawmakers", "government")
            and bool({mark.end, mark.end + 1} & heard)
        )

    return tuple(
        replace(mark, kind="place")
        if mark.kind == "who" and is_forum(mark)
        else replace(mark, kind="place")
        if mark.kind == "who" and ((_is_country(mark) and is_place(mark)) or is_audience(mark))
        else mark
        for mark in marks
    )


def _only_said(mark: Mark, marks: tuple[Mark, ...], text: str) -> bool:
    """Whether a verb that also means to say stands where somebody speaks: two of the people added."""
    if mark.kind != "act" or mark.name == "say":
        return False
    if not any(
        m.kind == "act" and m.name == "say" and (m.start, m.end) == (mark.start, mark.end) for m in marks
    ):
        return False
    spoke = any(m.kind in ("who", "source") and 0 <= mark.start - m.end <= 1 for m in marks)
    return spoke and (not text[mark.end :].strip(" \"'") or text[mark.end :].lstrip()[:1] in ".,;:")


_MODIFIED = re.compile(
    "[^,。;:、]{0,26}?的(?:规定|规则|条款|公告|名单|禁令|措施|实体|企业|公司|个人|机构|上述|相关|首批|部分|\\d+|[一二三四五六七八九十两]+[家名项])"
)


def _modifies(mark: Mark, text: str) -> bool:
    """Whether a Chinese verb only describes a noun after it (4月9日列入的12家实体): no act of its own."""
    return mark.kind == "act" and mark.name in ("tighten", "impose") and bool(_MODIFIED.match(text, mark.end))


def _clauses(text: str, marks: tuple[Mark, ...], words: Lexicon) -> Iterator[Clause]:
    """Parts between commas and connectors; a part in which nothing is done belongs to the one before it."""
    cuts = {0, len(text)}
    cuts.update(match.end() for match in _BREAK.finditer(text))
    cuts.update(mark.start for mark in marks if mark.kind == "connector" and mark.name != "and")
    cuts.update(coordinated(marks, text, sorted(cuts), QUIET))
    inside = [mark for mark in marks if mark.kind == "act"]
    edges = sorted(cut for cut in cuts if not any(mark.start < cut < mark.end for mark in inside))
    parts = [(a, b) for a, b in pairwise(edges) if b > a]
    denials = {mark.start for mark in marks if mark.kind == "connector" and mark.name == "deny"}
    refusals = [mark.start for mark in marks if mark.kind == "hedge" and mark.name == "no-comment"]
    merged: list[tuple[int, int, bool]] = []
    adjectives = {mark.start for mark in inside if text.startswith("ال", mark.start)}
    relative = words.words("place", "relative", text) if words.lang != "zh" else None
    for start, end in parts:
        acts = _acts_in(marks, start, end)
        head = start + len(text[start:end]) - len(text[start:end].lstrip(" ,"))
        if acts and merged and not merged[-1][2] and relative is not None and relative.match(text, head):
            acts = (
                False  # the paragraph, which bars sales, remains: an aside, and what is done comes after it
            )
        if merged and len(text[start:end]) - len(text[start:end].lstrip(" ,")) + start in adjectives:
            acts = False  # an Arabic participle with its article describes what stands before the comma
        apart = (
            start in denials
            or any(start <= place < end for place in refusals)
            or text[:start].rstrip().endswith(";")
            or text[start:].lstrip().startswith(_TOPIC)
        )
        if merged and not apart and (not acts or not merged[-1][2]):
            merged[-1] = (merged[-1][0], end, merged[-1][2] or acts)
        else:
            merged.append((start, end, acts))
    for start, end, _ in merged:
        yield Clause(start, end, tuple(mark for mark in marks if start <= mark.start < end))


def _acts_in(marks: Iterable[Mark], start: int, end: int) -> bool:
    return any(
        start <= mark.start < end
        and (
            (mark.kind == "act" and mark.name not in QUIET)
            or (mark.kind == "hedge" and mark.name in ("no-comment", "could-not-verify"))
        )
        for mark in marks
    )
