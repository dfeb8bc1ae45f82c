"""A pause that is told to end on a day to come: the suspension, which ends on ..., انقضاء التعليق في ..., 暂停期将于…届满."""

from __future__ import annotations

from rukhsa.evidence.claim import Reader
from rukhsa.evidence.known import PAUSES
from rukhsa.evidence.polarity import ends_a_pause
from rukhsa.evidence.sentences import Clause, Sentence

_ENDING = ("ends", "rescind", "run", "until")
_OF = 9  # letters of `of the` between the end of a pause and the pause
_LATER = 30  # letters after a clause within which its end may be told: the suspension, which ends on ...
_PHRASE = 70  # letters between a pause and the word that it is over: what is paused may stand there
_ENDED = 14  # letters between a word for the end of a pause and its day


def pause_until(clause: Clause, sentence: Sentence, reader: Reader) -> str | None:
    """The day to come on which a pause that a clause speaks of is told to end: the suspension, which ends on ..."""
    pauses = [m for m in clause.marks if m.kind in ("act", "described") and m.name in PAUSES]
    after = [m for m in sentence.marks if clause.start <= m.start < clause.end + _LATER]
    ends = [m for m in after if m.name in _ENDING and m.kind in ("act", "described", "time")]
    if reader.day is None or not pauses or not ends or sentence.has("act", "extend"):
        return None
    for pause in pauses:
        for end in ends:
            days = [d for d in sentence.days if d.whole and d.start - pause.end >= 0 and d.day > reader.day]
            told = max(pause.end, end.end)
            near = [d.day for d in days if abs(d.start - told) <= _ENDED or abs(end.start - d.end) <= _ENDED]
            apart = pause.end <= end.start or 0 <= pause.start - end.end <= _OF  # the expiry of the pause
            if apart and near and not ends_a_pause(pause, clause, sentence.folded):
                return near[0]
    return None


def pause_is_over(clause: Clause, sentence: Sentence) -> bool:
    """Whether a pause that a clause speaks of has ended: what was paused applies again. The suspension lapsed on Monday."""
    pauses = [m for m in clause.marks if m.kind in ("act", "described") and m.name in PAUSES]
    over = [m for m in clause.marks if m.kind == "time" and m.name == "over"]
    said = any(m.kind == "hedge" and m.name in ("will", "may", "expected", "fear") for m in clause.marks)
    if said or not pauses or not over:
        return False
    ends = over[0]
    negated = any(m.kind == "negation" and 0 <= ends.start - m.end <= _OF for m in clause.marks)
    first = min(pauses, key=lambda m: min(abs(ends.start - m.end), abs(m.start - ends.end)))
    between = sentence.folded[min(first.end, ends.end) : max(first.start, ends.start)]
    joined = any(
        m.kind == "connector" and min(first.end, ends.end) <= m.start < max(first.start, ends.start)
        for m in clause.marks
    )
    return not negated and not joined and len(between) <= _PHRASE
