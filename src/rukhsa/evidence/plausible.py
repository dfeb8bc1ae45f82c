"""Whether a measure can be what a passage speaks of: by the sides that act in it, and by when it was acted upon."""

from __future__ import annotations

from rukhsa.evidence.known import Found, away
from rukhsa.evidence.senses import actors
from rukhsa.evidence.sentences import Clause, Sentence

_OTHER = "other"  # the side of states that have no measures here
_BODY = frozenset(("control", "list", "tariff"))
_NEAR, _FAR = 10, 45  # days from the report within which a measure is its news, beyond which it is not


def plausible(
    measures: list[Found], clause: Clause, sentence: Sentence, side: str | None, day: str | None
) -> list[Found]:
    """The measures that can be meant: of the side that acts, and of several those of the day of the report.

    Args:
        measures: what a clause seems to speak of.
        clause, sentence: where.
        side: the side of which the report speaks most.
        day: the day of the report.
    """
    kept = [one for one in measures if not _of_another_side(one, sentence, side)]
    return _of_the_day(kept, clause, sentence, day)


def _of_another_side(one: Found, sentence: Sentence, side: str | None) -> bool:
    """Whether only states other than that of a measure act, where little tells the measure."""
    if one.measure.kind == "freeze":
        named = [actors()[m.name] for m in sentence.named("who") if m.name in actors()]
        sides = {a.side for a in named if a.speaks_for_a_state}
        return bool(sides) and one.measure.side not in sides and side != one.measure.side
    if one.measure.kind == "list" and not one.measure.general and _lists_first(one, sentence):
        return True
    if one.measure.kind not in _BODY or (one.weight >= 2 and not one.measure.general):
        return False
    acting = [actors()[m.name] for m in sentence.named("who") if m.name in actors()]
    states = [a.side for a in acting if a.speaks_for_a_state]
    sides = set(states[:1] if one.measure.general and states[:1] == [_OTHER] else states)
    if one.measure.general and not sides and side is not None:
        sides = {side}
    return bool(sides) and one.measure.side not in sides


def _lists_first(one: Found, sentence: Sentence) -> bool:
    """Whether the first state that acts in a sentence is none whose list it is: the U.S. added Chinese firms to its list."""
    acting = [(m, actors()[m.name]) for m in sentence.named("who") if m.name in actors()]
    states = [(m, a.side) for m, a in acting if a.speaks_for_a_state and a.side != _OTHER]
    verbs = [m for m in sentence.named("act") if m.name in ("tighten", "impose")]
    if not states:
        return False
    if verbs and sentence.folded.isascii():  # in English who acts stands before the verb
        near = [side for m, side in states if m.end <= verbs[0].start]
        return bool(near) and near[-1] != one.measure.side
    return one.measure.side not in [side for _, side in states]


def _of_the_day(measures: list[Found], clause: Clause, sentence: Sentence, day: str | None) -> list[Found]:
    """Without what the log acted upon long ago, where a passage names with it what is acted upon now."""
    body = [one for one in measures if one.measure.kind in _BODY]
    if len(body) < 2 or clause.has("time", "earlier", "month-earlier", "year-earlier"):
        return measures
    now = [one for one in body if away(one.measure, day) <= _NEAR]
    past = [
        one
        for one in body
        if away(one.measure, day) > _FAR and any(o.measure.side == one.measure.side for o in now)
    ]
    return [one for one in measures if one not in past]
