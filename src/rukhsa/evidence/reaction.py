"""What lawmakers, critics and firms say of a step: remarks of the ones are objections, praise by the others a statement.

They do nothing themselves; what their sentences seem to do is what they speak of.
"""

from __future__ import annotations

from rukhsa.evidence.claim import Claim, Context, Reader
from rukhsa.evidence.known import Found, Named
from rukhsa.evidence.objection import OBJECTED
from rukhsa.evidence.passage import claim_by
from rukhsa.evidence.senses import Actor, actors, names
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.voice import Voice

_OWN = ("criticise", "propose", "deny")  # what those who only speak may do
_BACK = 3  # sentences within which a remark finds the step that it is about


def with_reaction(
    found: list[Claim],
    earlier: list[Claim],
    sentence: Sentence,
    spoken: Voice,
    context: Context,
    reader: Reader,
) -> list[Claim]:
    """The claims of a sentence, with what its speaker can only say of a step read as a remark.

    Args:
        found: the claims of the sentence.
        earlier: those of the sentences before it.
        sentence, spoken: the sentence and whose word it is.
        context, reader: what the report and the packs tell.
    """
    who = actors().get(spoken.speaker or "") or _who_praises(sentence)
    if who is None or sentence.is_title or sentence.has("hedge", "no-comment"):
        return found
    if who.kind == "lawmakers" and _is_of_before(sentence):
        return [claim for claim in found if claim.act in _OWN or _recalls(claim)]
    if who.kind == "lawmakers" or who.id in names("objectors"):
        kept = [claim for claim in found if claim.act in _OWN or _recalls(claim)]
        about = _step([*earlier, *found], sentence.index) or _named(sentence, reader)
        own = any(claim.act in _OWN for claim in kept)
        if own or sentence.has("act", "praise") or about is None:
            return kept
        act = "criticise"
    elif (
        who.is_company
        and (sentence.has("act", "praise") or sentence.has("measure", "outlook"))
        and all(c.act == "state" for c in found)
    ):
        kept, act = [], "state"
        about = (
            _named(sentence, reader) or _step(earlier, sentence.index) or _criticised(earlier, sentence.index)
        )
    elif _labels(who, sentence, found, step := _step(earlier, sentence.index)):
        kept, act, about = [], "criticise", step
    elif _defends(who, sentence, found):
        kept, act = [], "state"
        about = _step(earlier, sentence.index) or _criticised(earlier, sentence.index)
    else:
        return found
    if about is None:
        return found
    whole = Clause(0, len(sentence.folded), sentence.marks)
    return [*kept, claim_by(act, who, Found(about, 1), whole, sentence, spoken, context, reader)]


def _is_of_before(sentence: Sentence) -> bool:
    """Whether a sentence begins by telling that it was before: 此前美议员呼吁 ..."""
    return any(m.kind == "time" and m.name == "earlier" and m.start <= 2 for m in sentence.marks)


def _labels(who: Actor, sentence: Sentence, found: list[Claim], step: Named | None) -> bool:
    """Whether an office gives a name to what another side has laid, and not a kind one."""
    office = who.speaks_for_a_state and step is not None and step.side != who.side
    named = (
        sentence.has("act", "label")
        and sentence.has("anaphor")
        and not sentence.has("act", "praise", "agree")
    )
    return office and named and all(c.act in ("state", "propose") for c in found)


def _defends(who: Actor, sentence: Sentence, found: list[Claim]) -> bool:
    """Whether an office only says that a step is good: one of its own, or of another side."""
    office = who.speaks_for_a_state and not who.is_country and sentence.has("act", "praise")
    return (
        office
        and not sentence.has("act", "criticise", "deny")
        and all(c.act in ("state", "ease", "criticise") for c in found)
    )


def _who_praises(sentence: Sentence) -> Actor | None:
    """The firm that welcomes a step, where no verb of saying tells who speaks."""
    named = [actors()[m.name] for m in sentence.named("who") if m.name in actors()]
    return named[0] if named and named[0].is_company and sentence.has("act", "praise") else None


def _named(sentence: Sentence, reader: Reader) -> Named | None:
    """The exact measure that a sentence names, though nothing in it is done to it."""
    found = reader.known.found(sentence.marks, (), sentence.folded, reader.words.lang, reader.day)
    fit = [one.measure for one in found if one.measure.kind in OBJECTED and not one.measure.general]
    return fit[0] if fit else None


def _recalls(claim: Claim) -> bool:
    """Whether a claim tells of the very step by which a measure came."""
    return claim.measure is not None and not claim.measure.general and claim.act == claim.measure.enters


def _criticised(claims: list[Claim], index: int) -> Named | None:
    """The measure that others have just objected to."""
    told = [
        c.measure
        for c in claims
        if c.act == "criticise" and c.index >= index - _BACK and c.measure is not None
    ]
    return told[-1] if told else None


def _step(claims: list[Claim], index: int) -> Named | None:
    """The measure of the last step told: rather one of this sentence, by its exact name."""
    told = [
        c
        for c in claims
        if c.measure is not None
        and c.measure.kind in OBJECTED
        and c.index >= index - _BACK
        and c.act not in ("criticise", "deny")
        and (c.act != "state" or c.index == index)
    ]
    last = max((c.index for c in told), default=None)
    named = [c.measure for c in told if c.index == last and c.measure is not None]
    return next((m for m in named if not m.general), named[0] if named else None)
