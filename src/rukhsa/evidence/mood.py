"""Whether what a verb tells happened: what is feared, denied, unsaid, expected or of which there is none did not."""

from __future__ import annotations

from rukhsa.evidence.known import Found
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.sentences import Clause

CONDITION = 40  # letters after a conditional word within which what it is about stands


def is_condition(found: Found, clause: Clause) -> bool:
    """Whether a measure stands in the condition of a threat: if China does not supply magnets."""
    return any(
        m.kind == "hedge" and m.name == "fear" and 0 <= found.start - m.end <= CONDITION for m in clause.marks
    )


def feared(verb: Mark, clause: Clause) -> bool:
    """Whether the verb stands after a word of fear or purpose: what might happen, not what does."""
    return any(
        m.kind == "hedge" and m.name in ("fear", "instead") and m.end <= verb.start for m in clause.marks
    )


def unsaid(place: int, clause: Clause) -> bool:
    """Whether a verb or a measure stands in what somebody does not say."""
    return any(m.kind == "act" and m.name == "silent" and m.end <= place for m in clause.marks)


def denied(verb: Mark, clause: Clause) -> bool:
    """Whether a thaw or a tightening is said not to have come."""
    return verb.name in ("ease", "suspend", "lift", "rescind", "tighten", "impose") and negated(verb, clause)


def negated(verb: Mark, clause: Clause) -> bool:
    return any(m.kind == "negation" and 0 <= verb.start - m.end <= 6 for m in clause.marks)


def none_given(verb: Mark, clause: Clause) -> bool:
    """Whether a clause begins by telling that there is none of what is given: no permit has yet been issued."""
    return any(
        m.kind == "negation" and m.start - clause.start <= 2 and m.start <= verb.start <= m.end + CONDITION
        for m in clause.marks
    )


def modal(verb: Mark, clause: Clause) -> bool:
    return any(
        ((m.kind == "hedge" and m.name in ("may", "expected")) or (m.kind == "act" and m.name == "propose"))
        and m.start < verb.start
        and verb.start - m.end <= 40
        for m in clause.marks
    )
