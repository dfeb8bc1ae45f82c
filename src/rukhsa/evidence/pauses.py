"""A pause that is told to end on a day to come: the suspension, which ends on ..., انقضاء التعليق في ..., 暂停期将于…届满."""

from __future__ import annotations

from rukhsa.evidence.claim import Reader
from rukhsa.evidence.known import PAUSES
from rukhsa.evidence.polarity import ends_a_pause
from rukhsa.evidence.sentences import Clause, Sentence

_ENDING = ("ends", "rescind", "run", "until")
_OF = 9  # letters of `of the` between the end of a pause and the pause
_LATER = 30  # letters after a clause within which its end may be told: the suspension, which ends on ...
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
