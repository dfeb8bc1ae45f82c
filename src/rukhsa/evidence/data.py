"""A reading as JSON-able data with documented keys (`docs/claims.schema.json`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rukhsa.evidence.overlay import act_grade, left_out
from rukhsa.evidence.read import Reading
from rukhsa.evidence.told import Joined, actor_words, claim_words, who_words
from rukhsa.words.messages import Message


def reading_data(readings: Sequence[Reading], joined: Iterable[Joined]) -> dict[str, Any]:
    """The whole answer."""
    return {
        "articles": [
            {
                "name": reading.article.name,
                "language": reading.article.lang,
                "title": reading.article.title,
                "day": reading.article.day,
                "outlet": reading.article.outlet,
                "not_understood": [sentence.text for sentence in reading.unread],
            }
            for reading in readings
        ],
        "claims": [claim_data(one) for one in joined],
    }


def claim_data(one: Joined) -> dict[str, Any]:
    """One claim, where it was told, and what the log says of it."""
    claim, measure = one.claim, one.claim.measure
    why = left_out(one)
    return {
        "who": claim.who,
        "who_words": dict(_both(actor_words(claim.who))),
        "act": claim.act,
        "direction": claim.direction,
        "measure": None
        if measure is None
        else {
            "id": measure.id,
            "pack": None if measure.pack == "shared" else measure.pack,
            "title": dict(measure.title),
            "also": [*measure.also, *measure.of],
            "part_of": list(measure.within),
            "provisions": sorted(measure.provisions),
        },
        "topic": claim.topic,
        "status": claim.status,
        "grade": claim.grade,
        "act_grade": act_grade(claim),
        "sources": claim.sources,
        "sources_more": claim.more,
        "origin": claim.origin,
        "origins": list(one.origins),
        "when": claim.day if claim.whole_day or claim.day is None else claim.day[:7],
        "effective": claim.effective,
        "until": claim.until,
        "unverified_by": claim.unverified_by,
        "hedges": list(claim.hedges),
        "cites": list(claim.cites),
        "sentence": claim.sentence,
        "confidence": claim.confidence,
        "articles": list(one.articles),
        "log": {
            "relation": one.finding.relation,
            "reason": one.finding.reason,
            "acts": list(one.finding.acts),
            "day": one.finding.day,
        },
        "left_out": None if why is None else why.both(),
        "words": {"claim": claim_words(claim).both(), "on_whose_word": who_words(claim).both()},
    }


def _both(words: Any) -> dict[str, str]:
    return words.both() if isinstance(words, Message) else dict(words)
