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
    if sentence.index and _only_attributes(sentence):
        return True
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


def _only_attributes(sentence: Sentence) -> bool:
    """Whether a sentence only tells which outlet had what is told (the deal was first reported by ...)."""
    acts = {mark.name for mark in sentence.named("act")}
    named = any(m.kind in ("thing", "measure", "talks", "who") for m in sentence.marks)
    return bool(acts) and acts <= {"cite", "say"} and sentence.has("outlet") and not named


def _objects(sentence: Sentence) -> bool:
    return sentence.has("act", "criticise")
