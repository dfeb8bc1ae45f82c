"""Sentences that tell nothing of measures: quotes of people nobody knows, moves of markets, what analysts make of it."""

from __future__ import annotations

from rukhsa.evidence.senses import actors, names
from rukhsa.evidence.sentences import Sentence
from rukhsa.evidence.voice import Voice

_QUOTES = ('"', "“", "”", "«", "「", "『", "'")


def is_colour(sentence: Sentence, spoken: Voice) -> bool:
    """Whether a sentence is only colour around what the report tells."""
    if sentence.is_title:
        return False
    nobody = spoken.speaker is None and not spoken.is_press
    if nobody and sentence.text.lstrip().startswith(_QUOTES) and sentence.has("act", "say", "tell"):
        return True
    if sentence.index and nobody and sentence.has("hedge", "market"):
        return True
    who = actors().get(spoken.speaker or "")
    return (
        not spoken.is_press
        and who is not None
        and who.kind == "experts"
        and who.id not in names("objectors")
        and not _objects(sentence)
    )


def _objects(sentence: Sentence) -> bool:
    return sentence.has("act", "criticise")
