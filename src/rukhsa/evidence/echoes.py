"""What a clause or sentence only goes on to say of what was told just before it, and by whom that was told."""

from __future__ import annotations

from rukhsa.evidence.claim import PRESS_KINDS, Claim
from rukhsa.evidence.known import Found, bearing, is_about
from rukhsa.evidence.senses import Actor, actors
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.voice import Voice
from rukhsa.records import replace


def done_before(claim: Claim, claims: list[Claim]) -> bool:
    """Whether the sentence before already tells what is done to the measure."""
    return any(
        c.measure is claim.measure is not None and c.act != "state" and c.index == claim.index - 1
        for c in claims
    )


def counted(claims: list[Claim], spoken: Voice) -> list[Claim]:
    """The claims with the people whom a later sentence counts as their source."""
    last = claims[-1].index
    return [
        replace(c, grade="reported", sources=spoken.count, more=spoken.more)
        if c.index == last and c.grade == "anonymous" and c.sources is None
        else c
        for c in claims
    ]


def by_the_same_people(claim: Claim, before: list[Claim], spoken: Voice) -> Claim:
    """What only the press knows, told without a source right after what counted people told: it is theirs as well."""
    if claim.measure is None or claim.measure.kind not in PRESS_KINDS or claim.grade != "anonymous":
        return claim
    if spoken.outlet or spoken.speaker or claim.sources is not None or claim.recalls:
        return claim
    told = [c for c in before if c.index >= claim.index - 1 and c.measure is not None and c.sources]
    same = [
        c
        for c in told
        if c.measure is not None and c.measure.side == claim.measure.side and c.grade == "reported"
    ]
    return (
        replace(claim, grade="reported", sources=same[-1].sources, origin=same[-1].origin) if same else claim
    )


def elaborates(claim: Claim, before: list[Claim], clause: Clause, counts: list[int]) -> bool:
    """Whether a clause without an actor only tells in goods what has just been done to a measure of wider reach."""
    if claim.measure is None or claim.direction == "neither" or clause.has("who") or not clause.start:
        return False
    there = bearing(clause.marks, counts)
    own = is_about(claim.measure, there)
    return any(
        c.measure is not None
        and c.measure.id != claim.measure.id
        and c.measure.side == claim.measure.side
        and c.direction == claim.direction
        and not c.measure.general
        and is_about(c.measure, there) > own > 0
        for c in before
    )


def goes_on(claim: Claim, before: list[Claim], clause: Clause, sentence: Sentence) -> bool:
    """Whether an English clause that begins with a participle only says how what was just told is meant."""
    first = sentence.folded[clause.start : clause.end].split(maxsplit=1)[:1]
    going_on = (
        bool(first) and first[0].endswith("ing") and sentence.folded[: clause.start].rstrip().endswith(",")
    )
    return going_on and any(c.measure is claim.measure and c.act != "state" for c in before)


def does_the_same(clause: Clause, one: Found) -> bool:
    """Whether a clause only says that the same is done to another measure: and will do the same with its rule."""
    return clause.has("act", "same") and not one.measure.general


def acting(one: Found, clause: Clause) -> Actor | None:
    """The state in a clause whose measure is spoken of, or the firm that is named in it."""
    named = [actors()[m.name] for m in clause.named("who") if m.name in actors()]
    own = next((actor for actor in named if actor.side == one.measure.side), None)
    return own or next((actor for actor in named if actor.is_company), None)


def goes_back(clause: Clause) -> bool:
    """Whether a clause only tells when or how what stands before it came about: when he used the act to impose."""
    joints = [m for m in clause.marks if m.kind == "connector" and m.start - clause.start <= 2]
    return bool(joints) and any(
        m.kind == "source" and m.name in ("pronoun", "person") and 0 <= m.start - joints[0].end <= 1
        for m in clause.marks
    )


def is_aside(clause: Clause) -> bool:
    """Whether a clause is what the reporter makes of it: a step that could slow the return to the market."""
    return any(
        m.kind == "connector" and m.name == "aside" and m.start - clause.start <= 2 for m in clause.marks
    )
