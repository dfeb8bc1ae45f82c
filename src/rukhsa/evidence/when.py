"""Which of the days in a clause is the day of the act, its first day, its last day: by the word before each."""

from __future__ import annotations

from rukhsa.evidence.day import Day
from rukhsa.evidence.lexicon import Lexicon
from rukhsa.evidence.sentences import Clause, Sentence

_REACH = 26
_TO = (" to", "الي", "至", "到")  # before the new last day of what is extended


def roles(
    clause: Clause, sentence: Sentence, words: Lexicon
) -> tuple[str | None, bool, str | None, str | None]:
    """Day (and whether it is a whole one), first day, last day; nothing where the clause does not tell."""
    day: Day | None = None
    effective: str | None = None
    until: str | None = None
    for one in sentence.days:
        inside = clause.start <= one.start < clause.end
        role = _role(one, sentence, words)
        if role == "until" and (inside or until is None) and one.whole:
            until = one.day if inside or until is None else until
        elif role == "from" and (inside or effective is None) and one.whole:
            effective = one.day
        elif inside and day is None and role == "day":
            day = one
    return (day.day if day else None), (day.whole if day else True), effective, until


def _role(one: Day, sentence: Sentence, words: Lexicon) -> str:
    text = sentence.folded
    if sentence.has("act", "extend", "run") and text[: one.start].rstrip().endswith(_TO):
        return "until"
    marks = [m for m in sentence.named("time") if m.name in ("until", "from")]
    if words.lang == "zh":
        after = text[one.end : one.end + 4]
        if any(after.startswith(word) for word in ("止", "为止", "前")):
            return "until"
        if after.startswith(("起", "生效", "正式", "开始")):
            return "from"
    near = [m for m in marks if m.start < one.start and one.start - m.end <= _REACH]
    near = [m for m in near if not any(d.start >= m.end and d.end <= one.start for d in sentence.days)]
    if not near:
        return "day"
    closest = max(near, key=lambda m: m.end)
    if words.lang == "zh" and one.start - closest.end > 2:
        return "day"
    return closest.name
