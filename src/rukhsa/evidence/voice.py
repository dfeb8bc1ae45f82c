"""On whose word: who reports, how many people are counted, what kind of evidence a sentence gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rukhsa.evidence.lexicon import Lexicon, Mark
from rukhsa.evidence.senses import actors, names
from rukhsa.evidence.sentences import Sentence
from rukhsa.records import dataclass

COMPANY, CHIEF = "the-company", "the-chief"
PRONOUN, PERSON = "pronoun", "person"  # who spoke before goes on
_SPEAKING = ("say", "cite", "deny", "expect", "silent")
_DAY_SIGNS = ("日", "号", "月")  # a number before one of these is a day, no number of people
_NEAR = 28
_SPOKEN = 70


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word a sentence is.

    Attributes:
        outlet: the outlet that it names as having reported.
        people: whether unnamed people are its source, and
        count: how many it counts; `more` if it says more than.
        reports: whether it leans on reports without a name.
        speaker: the actor that it says speaks, by name.
        unverified_by: outlets that say they could not verify.
        by_pronoun: whether the speaker stands there as a pronoun only.
    """

    outlet: str | None = None
    people: bool = False
    count: int | None = None
    more: bool = False
    reports: bool = False
    speaker: str | None = None
    unverified_by: str | None = None
    by_pronoun: bool = False

    @property
    def is_press(self) -> bool:
        return self.outlet is not None or self.people or self.reports


def voice(sentence: Sentence, words: Lexicon, main: str | None = None) -> Voice:
    """Whose word a sentence is, from its own words; `main` is what "the newspaper" means in this report."""
    unverified = [mark for mark in sentence.named("hedge") if mark.name == "could-not-verify"]
    outlets = sentence.named("outlet")
    doubter = _nearest(outlets, unverified[0].start) if unverified and outlets else None
    speaking = [mark for mark in outlets if mark is not doubter]
    count, more = counted(sentence, words)
    anonymous = sentence.has("source", "anonymous")
    people = sentence.has("source", "people") or (
        sentence.has("source", "officials") and _are_sources(sentence, words.lang)
    )
    if people and not anonymous and outlets == [] and _is_joint(sentence, words.lang):
        people = False
    outlet = speaking[0].name if speaking else None
    spoke = speaker(sentence, words.lang)
    if spoke is None or spoke == PRONOUN:
        spoke = _filer(sentence) or spoke
    if spoke is None and sentence.has("source", "we"):
        spoke = COMPANY
    if outlet is None and main is not None and sentence.has("source", "the-outlet"):
        outlet = main
    return Voice(
        outlet=outlet,
        people=people or anonymous,
        count=count if people else None,
        more=more,
        reports=sentence.has("source", "reports"),
        speaker=spoke,
        unverified_by=doubter.name if doubter else None,
    )


def _are_sources(sentence: Sentence, lang: str) -> bool:
    """Officials who say something are sources; officials who are met or told are not."""
    if sentence.has("source", "anonymous"):
        return True
    subjects = _subjects(sentence)
    spoken = [
        v
        for v in sentence.named("act")
        if v.name in ("say", "cite", "deny", "expect") or (v.name == "tell" and _heard(v, sentence))
    ]
    found = [_subject(verb, subjects, lang) for verb in spoken]
    return any(
        mark is not None
        and mark.kind == "source"
        and mark.name == "officials"
        and not sentence.folded[: mark.start].endswith("what ")  # what they call it, no source
        for mark in found
    )


def _is_joint(sentence: Sentence, lang: str) -> bool:
    """Whether it is negotiators, or officials of both sides, who say something: the word of both."""
    subjects = [m for m in _subjects(sentence) if m.name != "people"]
    spoken = [v for v in sentence.named("act") if v.name in ("say", "cite", "agree")]
    found = [_subject(verb, subjects, lang) for verb in spoken]
    return (
        sentence.has("source", "both")
        and not sentence.has("source", "people")
        and all(mark is None or mark.name == "both" for mark in found)
    )


def counted(sentence: Sentence, words: Lexicon) -> tuple[int | None, bool]:
    """How many unnamed people a sentence counts: two sources, ثمانية مصادر, مصدران, 两名知情人士."""
    text = sentence.folded
    for mark in sentence.named("source"):
        if mark.name not in ("people", "officials"):
            continue
        before = [
            n
            for n in sentence.numbers
            if n.end <= mark.start
            and _joined(text[n.end : mark.start])
            and not text[n.end :].startswith(_DAY_SIGNS)
            and not any(day.start <= n.start < day.end for day in sentence.days)
        ]
        if before and before[-1].value < 200 and not _is_among(before[-1].start, text, words):
            return before[-1].value, before[-1].more
    for section, value in (("dual", 2), ("single", 1)):
        for _, pattern in words.table(section, text):
            for match in pattern.finditer(text):
                if value == 2 or _said_by(sentence, match.start(), match.end()):
                    return value, False
    if words.lang == "en":
        for mark in sentence.named("source"):
            said = text[mark.start : mark.end]
            one = re.search(r"(?<!including )\b(?:an?|one)\s+(?:\w+\s+){0,2}$", text[: mark.start])
            if one and said.rstrip().endswith(
                (
                    "official",
                    "source",
                    "person familiar",
                    "person with knowledge",
                    "person briefed",
                    "person close to",
                    "person aware",
                )
            ):
                return 1, False
    return None, False


def _is_among(start: int, text: str, words: Lexicon) -> bool:
    """Whether a number only counts some of those who spoke: including one official."""
    including = words.words("place", "including", text)
    return including is not None and any(0 <= start - m.end() <= 1 for m in including.finditer(text))


def _joined(between: str) -> bool:
    """Whether a number counts the noun after it: at most two plain words stand between."""
    return len(between) <= _NEAR and not re.search(r"[,.;:%]", between) and len(between.split()) <= 2


def _said_by(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        mark.kind == "act"
        and mark.name in ("say", "cite")
        and min(abs(mark.end - start), abs(mark.start - end)) <= 14
        for mark in sentence.marks
    )


def _nearest(marks: Iterable[Mark], place: int) -> Mark:
    return min(marks, key=lambda mark: min(abs(mark.start - place), abs(mark.end - place)))


def _subjects(sentence: Sentence) -> list[Mark]:
    """Who may speak in a sentence: outlets that do not only listen, actors, sources."""
    officials = [m for m in sentence.named("source") if m.name == "officials"]
    of_offices = [m for m in officials if _of_an_office(m, sentence)]
    return [
        mark
        for mark in sentence.marks
        if (mark.kind == "outlet" and not _is_audience(mark, sentence))
        or (
            mark.kind == "who"
            and mark.name in actors()
            and not any(m.start <= mark.end and mark.start <= m.end for m in officials if m not in of_offices)
        )
        or (
            mark.kind == "source"
            and mark.name not in ("anonymous", "reports")
            and not (mark.name in (PRONOUN, PERSON) and _within_name(mark, sentence))
            and not (mark.name == "officials" and _of_an_office(mark, sentence))
        )
    ]


def speaker(sentence: Sentence, lang: str) -> str | None:
    """The named actor whose own word is given: the subject of a verb of saying, unless that is an outlet."""
    subjects = _subjects(sentence)
    for verb in sentence.named("act"):
        aloud = verb.name == "tell" and _heard(verb, sentence)
        if verb.name == "say" and _is_told_to_one(verb, sentence):
            continue
        if aloud or verb.name in _SPEAKING or (verb.name == "criticise" and lang == "en"):
            near = [m for m in subjects if m.name not in (PRONOUN, PERSON) or _adjoins(m, verb, lang)]
            subject = _leading(verb, near, sentence, lang) or _subject(verb, near, lang)
            if verb.name == "criticise" and (subject is None or subject.name not in (PRONOUN, PERSON)):
                continue
            if subject is not None and subject.kind == "who":
                return COMPANY if _belongs(subject, verb, sentence) else subject.name
            if subject is not None and subject.name == "company":
                return COMPANY
            if subject is not None and subject.name == "chief":
                return CHIEF
            if subject is not None and subject.name in (PRONOUN, PERSON):
                return subject.name
    return None


def _leading(verb: Mark, subjects: list[Mark], sentence: Sentence, lang: str) -> Mark | None:
    """Who leads an English sentence, for a verb that only goes on from what it does: threw the door open, saying ..."""
    head = re.match(r"\w+", sentence.folded[verb.start :])
    going_on = sentence.folded[: verb.start].rstrip().endswith(",")
    if lang != "en" or verb.name != "say" or not going_on or head is None or not head.group().endswith("ing"):
        return None
    ahead = [m for m in subjects if m.end <= verb.start and m.kind == "who"]
    return min(ahead, key=lambda m: m.start, default=None)


def _of_an_office(officials: Mark, sentence: Sentence) -> bool:
    """Whether officials speak for an office that is named before them (White House officials): it has said so itself."""
    return any(
        0 <= officials.start - m.end <= 1 and m.name in actors() and not actors()[m.name].is_country
        for m in sentence.named("who")
    )


def _adjoins(pronoun: Mark, verb: Mark, lang: str) -> bool:
    """Whether a pronoun stands where the subject of a verb does, next to it."""
    return 0 <= (pronoun.start - verb.end if lang == "ar" else verb.start - pronoun.end) <= 2


def _within_name(pronoun: Mark, sentence: Sentence) -> bool:
    """Whether a word like `the department` is only a part of a longer name."""
    return any(
        m.start <= pronoun.start <= m.end or m.start < pronoun.end <= m.end for m in sentence.named("who")
    )


def _belongs(country: Mark, verb: Mark, sentence: Sentence) -> bool:
    """Whether a country only tells whose firm speaks: قالت شركة ... الصينية."""
    firms = [m for m in sentence.named("measure") if m.name in names("firms")]
    return actors()[country.name].is_country and any(verb.end <= m.start < country.start for m in firms)


def _heard(verb: Mark, sentence: Sentence) -> bool:
    """Whether what is told is told to the press or in public, not to those whom it concerns."""
    return any(
        mark.end > verb.end
        and mark.start - verb.end <= 24
        and (mark.kind == "outlet" or (mark.kind == "paper" and mark.name == "statement"))
        for mark in sentence.marks
    )


def _is_told_to_one(verb: Mark, sentence: Sentence) -> bool:
    """Whether a verb that may be one of saying tells a thing to whom it concerns: أبلغ المكتب الشركة."""
    tells = [m for m in sentence.named("act") if m.name == "tell" and m.start == verb.start]
    return bool(tells) and not _heard(tells[0], sentence)


def _filer(sentence: Sentence) -> str | None:
    """The firm whose filing a sentence leans on: an office that told it something has not said so itself."""
    if not sentence.has("paper", "filing"):
        return None
    firms = [m.name for m in sentence.named("who") if m.name in actors() and actors()[m.name].is_company]
    return firms[0] if firms else COMPANY if sentence.has("source", "company") else None


def _is_audience(outlet: Mark, sentence: Sentence) -> bool:
    """Whether an outlet only listens: in an interview with it, 接受...访问."""
    return any(
        mark.kind == "paper"
        and mark.name == "statement"
        and -2 <= min(abs(mark.start - outlet.end), abs(outlet.start - mark.end)) <= 8
        for mark in sentence.marks
    )


def _subject(verb: Mark, subjects: list[Mark], lang: str) -> Mark | None:
    """Who speaks: mostly before the verb in English and Chinese, after it in Arabic, after a word of citing."""
    ahead = [m for m in subjects if m.start >= verb.end]
    behind = [m for m in subjects if m.end <= verb.start]
    after = min(ahead, key=lambda m: m.start - verb.end, default=None)
    before = min(behind, key=lambda m: verb.start - m.end, default=None)
    if verb.name == "cite":
        return after
    reach_after = 10_000 if after is None else after.start - verb.end
    reach_before = 10_000 if before is None else verb.start - before.end
    if lang == "zh":
        return before if reach_before <= _SPOKEN else None
    if lang == "ar":
        reach_before += 12
    else:
        reach_after += 40
    best, reach = (after, reach_after) if reach_after < reach_before else (before, reach_before)
    if best is after and best is not None and best.kind == "who" and actors()[best.name].is_country:
        side = actors()[best.name].side
        near = [m for m in ahead if m.kind == "who" and m.start - best.end <= 30]
        named = [m for m in near if actors()[m.name].kind == "person" and actors()[m.name].side == side]
        best = named[0] if named else best  # "the Chinese negotiator Li": the person speaks
    return best if reach <= _SPOKEN else None
