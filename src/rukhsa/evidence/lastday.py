"""The last day of a pause that a later sentence tells: the stay expires on ..., it will be in force until ..."""

from __future__ import annotations

from rukhsa.evidence.claim import Claim, Reader
from rukhsa.evidence.lexicon import Lexicon
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.when import roles
from rukhsa.records import replace

_PAUSED = ("suspend", "extend")
_SAME = ("extend", "suspend", "state", "remain")
_BACK = 2  # sentences within which a pause is spoken of again


def with_last_day(
    found: list[Claim], earlier: list[Claim], sentence: Sentence, reader: Reader
) -> tuple[list[Claim], list[Claim]]:
    """The claims of a sentence and those before it, the last day that it tells given to the pause that it speaks of.

    Args:
        found: the claims of the sentence.
        earlier: those of the sentences before it.
        sentence: the sentence.
        reader: what the packs and the lexicon tell.
    """
    last = _last_day(sentence, reader.words)
    pause = next((c for c in reversed(earlier) if _may_end(c, sentence.index)), None)
    if last is None or pause is None or not _speaks_of_it(sentence) or sentence.is_title:
        return found, earlier
    if any(c.measure is not pause.measure or c.act not in _SAME for c in found):
        return found, earlier
    return [], [replace(c, until=last) if c is pause else c for c in earlier]


def _speaks_of_it(sentence: Sentence) -> bool:
    """Whether a sentence points back, or names nothing of its own."""
    return sentence.has("anaphor") or not any(
        m.kind in ("thing", "measure", "talks", "who") for m in sentence.marks
    )


def _last_day(sentence: Sentence, words: Lexicon) -> str | None:
    whole = Clause(0, len(sentence.folded), sentence.marks)
    return roles(whole, sentence, words)[3]


def _may_end(claim: Claim, index: int) -> bool:
    return claim.act in _PAUSED and claim.until is None and claim.day is None and index - claim.index <= _BACK
