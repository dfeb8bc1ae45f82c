"""The headline and the report as one: what only the headline tells, on the word on which the first sentence rests."""

from __future__ import annotations

from rukhsa.evidence.claim import Claim
from rukhsa.evidence.senses import actors
from rukhsa.evidence.sentences import Sentence
from rukhsa.records import replace

_OF_STATES = (
    "impose",
    "tighten",
    "suspend",
    "freeze_informal",
    "ease",
    "rescind",
    "extend",
    "block_import",
    "license",
    "investigate",
)
_THAWS = frozenset(("suspend", "freeze_informal", "ease", "rescind", "extend", "license", "resume"))
_SPEAKING = ("lawmakers", "experts", "industry")  # those who do nothing themselves
_LEAD = 1  # the last sentence of those that say what the headline says


def with_headline(claims: list[Claim], told: list[Claim], headline: Sentence) -> list[Claim]:
    """The claims of a report, with what its headline does to a measure to which the body does nothing, or the contrary.

    Args:
        claims: those of the body.
        told: those of the headline.
        headline: the headline.
    """
    if any(actors()[m.name].kind in _SPEAKING for m in headline.named("who") if m.name in actors()):
        return claims
    found = list(claims)
    for claim in told:
        if claim.measure is None or claim.measure.general or claim.act not in _OF_STATES:
            continue
        same = [c for c in claims if c.measure is not None and c.measure.names & claim.measure.names]
        if not same:
            if not any(_says_the_same(c, claim) for c in claims):
                found.append(claim)
        elif all(c.act in ("state", "criticise", "deny") for c in same):
            found.append(claim)
        elif claim.act in _THAWS and same[0].act in ("tighten", "impose") and same[0].index <= _LEAD:
            found[found.index(same[0])] = replace(
                same[0], act=claim.act, direction=claim.direction, status=claim.status
            )
    return found


def _says_the_same(claim: Claim, told: Claim) -> bool:
    """Whether the body does the same to another measure of that side: which it is, the body tells better."""
    return (
        claim.act == told.act
        and claim.measure is not None
        and told.measure is not None
        and claim.measure.side == told.measure.side
    )
