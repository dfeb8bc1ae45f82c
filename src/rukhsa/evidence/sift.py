"""Of the claims of one sentence, those that are its news: without promises, past rounds and vague echoes."""

from __future__ import annotations

from rukhsa.evidence.claim import Claim, Reader
from rukhsa.evidence.known import away
from rukhsa.evidence.lexicon import Lexicon
from rukhsa.evidence.merge import of_other_side
from rukhsa.evidence.senses import actors
from rukhsa.evidence.sentences import Clause, Sentence


def sifted(claims: list[Claim], sentence: Sentence, reader: Reader) -> list[Claim]:
    """The claims that count as what the sentence says."""
    if any(c.measure is not None and not c.measure.general for c in claims):
        claims = [c for c in claims if c.measure is None or not c.measure.general or c.act == "state"]
    claims = _without_promises(_without_rests(_news_of_talks(claims, reader.day)))
    if any(c.act != "state" for c in claims) and _is_past(sentence, reader.words):
        claims = [c for c in claims if c.act != "state" or _kind(c) != "talks"]
    if any(c.act == "state" and c.measure is not None and c.measure.general for c in claims):
        claims = [c for c in claims if _kind(c) != "talks"]  # what stays as it is is the news of the talks
    if any(_kind(c) == "talks" for c in claims):
        claims = [
            c
            for c in claims
            if c.act != "state" or c.measure is None or _kind(c) in ("talks", "truce") or of_other_side(c)
        ]
    if any(c.act == "advise_against" for c in claims) and not sentence.has("act", "investigate"):
        claims = [
            c for c in claims if c.act != "investigate"
        ]  # whoever is told not to buy is not inquired into
    claims = _without_echoes(claims)
    paused = {c.measure.id for c in claims if c.measure is not None and c.act == "suspend" and c.until}
    claims = [c for c in claims if c.act != "rescind" or c.measure is None or c.measure.id not in paused]
    firm = {c.measure.id for c in claims if c.measure is not None and c.act not in ("propose", "state")}
    claims = [c for c in claims if c.act != "propose" or c.measure is None or c.measure.id not in firm]
    done = {c.act for c in claims if c.measure is not None and _kind(c) not in ("talks", "truce")}
    return [c for c in claims if _kind(c) != "truce" or c.act not in done]  # the truce is only its frame


def _without_echoes(claims: list[Claim]) -> list[Claim]:
    """Without what a sentence only recalls of the opposite kind about the same measure, without a day of its own."""
    kept: list[Claim] = []
    for claim in claims:
        opposite = [
            c
            for c in kept
            if c.measure is claim.measure is not None
            and {c.direction, claim.direction} == {"eases", "tightens"}
        ]
        if not opposite or claim.day or claim.effective:
            kept.append(claim)
    return kept


def _kind(claim: Claim) -> str | None:
    return claim.measure.kind if claim.measure is not None else None


def _without_rests(claims: list[Claim]) -> list[Claim]:
    """Without what only says that the rest of a measure stays, where something is done to it."""
    done = {c.measure.id for c in claims if c.act != "state" and c.measure is not None}
    return [
        c
        for c in claims
        if c.act != "state" or c.status != "in_force" or c.measure is None or c.measure.id not in done
    ]


def with_criticism(sentence: Sentence) -> tuple[Clause, ...]:
    """The clauses, with all from where experts, lawmakers or an industry object as one: what they say is no act."""
    speaking = [index for index, clause in enumerate(sentence.clauses) if _has_critics(clause)]
    objecting = [index for index, clause in enumerate(sentence.clauses) if clause.has("act", "criticise")]
    if not speaking or not objecting or speaking[0] > objecting[-1] + 1:
        return sentence.clauses
    first = min(speaking[0], objecting[0]) if objecting[0] + 1 >= speaking[0] else speaking[0]
    start = sentence.clauses[first].start
    rest = Clause(start, len(sentence.folded), tuple(m for m in sentence.marks if m.start >= start))
    return (*sentence.clauses[:first], rest)


def _has_critics(clause: Clause) -> bool:
    kinds = {actors()[m.name].kind for m in clause.named("who") if m.name in actors()}
    return bool(kinds & {"experts", "lawmakers", "industry"})


def _without_promises(claims: list[Claim]) -> list[Claim]:
    """Without the license that a company says it was promised, where it says what it will do with it."""
    if any(c.act == "resume" for c in claims):
        return [c for c in claims if c.act != "license" and (c.act != "ease" or c.grade != "company")]
    return claims


def _is_past(sentence: Sentence, words: Lexicon) -> bool:
    """Whether the talks of a sentence are told only as what came before (after the talks in ..., 落实...)."""
    past = words.words("place", "past", sentence.folded)
    ends = [match.end() for match in past.finditer(sentence.folded)] if past else []
    talks = [mark for mark in sentence.named("talks") if mark.name != "talks"] or sentence.named("talks")
    return bool(talks) and all(any(0 <= mark.start - end <= 24 for end in ends) for mark in talks)


def _news_of_talks(claims: list[Claim], day: str | None) -> list[Claim]:
    """Of several rounds of talks in a sentence the one nearest in time is its news; the others are its past."""
    rounds = [c.measure for c in claims if c.measure is not None and c.measure.kind == "talks"]
    if len(rounds) < 2:
        return claims
    news = min(rounds, key=lambda measure: away(measure, day))
    return [c for c in claims if c.measure is None or c.measure.kind != "talks" or c.measure is news]
