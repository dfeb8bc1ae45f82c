"""Whether what a verb tells is only being weighed: considering a ban, whether to lift it, a pause under consideration."""

from __future__ import annotations

from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.sentences import Clause, Sentence

WEIGHING, WEIGHED = (
    "weighing",
    "weighed",
)  # who weighs it stands before it; that it is weighed, on either side
_BEFORE = 60  # letters between a word of weighing and what is weighed
_AFTER = 100
_ASIDE = 90  # letters of an aside between the two: is considering, people told Reuters, to lift


def is_weighed(verb: Mark, clause: Clause, sentence: Sentence) -> bool:
    """Whether a verb stands in what somebody only weighs.

    Args:
        verb: the verb.
        clause, sentence: where it stands.
    """
    inside = [m for m in clause.named("hedge") if m.name in (WEIGHING, WEIGHED)]
    if any(verb.start >= m.start and verb.start - m.end <= _BEFORE for m in inside):
        return True
    if any(m.name == WEIGHED and 0 <= m.start - verb.end <= _AFTER for m in inside):
        return True
    return any(
        m.name == WEIGHING and _resumes(m, verb, clause, sentence.folded)
        for m in sentence.named("hedge")
        if m.start < clause.start
    )


def _resumes(weighing: Mark, verb: Mark, clause: Clause, text: str) -> bool:
    """Whether only an aside between commas stands between a word of weighing and the clause of what is weighed."""
    aside = text[weighing.end : clause.start].strip()
    head = text[clause.start : verb.start]
    if weighing.end > clause.start:  # تنظر الحكومة، بحسب مصادر، في رفع
        return weighing.end <= verb.start and len(head) <= _BEFORE // 2
    return len(aside) <= _ASIDE and aside[:1] == "," and aside[-1:] == "," and len(head) <= _BEFORE // 2
