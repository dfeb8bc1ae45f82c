"""The other side's account of a meeting that the report told of just before, though it does not name it again."""

from __future__ import annotations

from rukhsa.evidence.claim import Claim, Context, Reader
from rukhsa.evidence.known import Found
from rukhsa.evidence.passage import claim_by
from rukhsa.evidence.senses import Actor, actors, has_ministry, ministry
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.voice import Voice

_BACK = 2  # sentences within which another account is of the same meeting


def with_readout(
    found: list[Claim],
    earlier: list[Claim],
    sentence: Sentence,
    spoken: Voice,
    context: Context,
    reader: Reader,
) -> list[Claim]:
    """The claims of a sentence, with the account that it gives of talks told of before.

    Args:
        found: the claims of the sentence.
        earlier: those of the sentences before it.
        sentence, spoken: the sentence and whose word it is.
        context, reader: what the report and the packs tell.
    """
    if (
        found
        or sentence.is_title
        or not (_gives_account(sentence, spoken) or _speaks_of_talks(sentence, spoken))
    ):
        return found
    talks = next(
        (c for c in reversed(earlier) if _is_of_talks(c) and c.index >= sentence.index - _BACK), None
    )
    who = actors().get(spoken.speaker or "")
    who = who if who is not None and who.speaks_for_a_state and not who.is_country else _teller(sentence)
    if talks is None or talks.measure is None or who is None or _side(talks.who) == who.side:
        return found
    whole = Clause(0, len(sentence.folded), sentence.marks)
    about = Found(talks.measure, 1)
    return [claim_by("state", who, about, whole, sentence, spoken, context, reader)]


def _gives_account(sentence: Sentence, spoken: Voice) -> bool:
    return not spoken.is_press and sentence.has("paper", "account")


def _speaks_of_talks(sentence: Sentence, spoken: Voice) -> bool:
    """Whether somebody of a state speaks of a deal or of talks that the sentence does not name."""
    who = actors().get(spoken.speaker or "")
    office = who is not None and who.speaks_for_a_state and not who.is_country
    return office and sentence.has("talks", "talks") and sentence.has("act", "agree", "say", "deny")


def _is_of_talks(claim: Claim) -> bool:
    return claim.act == "state" and claim.measure is not None and claim.measure.kind == "talks"


def _side(who: str | None) -> str | None:
    actor = actors().get(who or "")
    return actor.side if actor is not None and not actor.is_country else None


def _teller(sentence: Sentence) -> Actor | None:
    """Whose account it is: an office that is named, else the ministry of a country that is."""
    named = [actors()[m.name] for m in sentence.named("who") if m.name in actors()]
    states = [actor for actor in named if actor.speaks_for_a_state]
    office = next((actor for actor in states if not actor.is_country), None)
    side = states[0].side if states else None
    if office is not None or side is None or not has_ministry(side):
        return office
    return actors()[ministry(side)]
