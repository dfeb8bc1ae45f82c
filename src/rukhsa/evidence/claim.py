"""A claim: what one report says was done to one measure, and on whose word."""

from __future__ import annotations

from rukhsa.evidence.known import Known, Named
from rukhsa.evidence.lexicon import Lexicon
from rukhsa.evidence.senses import actors
from rukhsa.records import dataclass

GRADES = ("official", "company", "reported", "anonymous")
STATUSES = ("in_force", "suspended", "conditional", "proposed", "announced", "reported", "denied", "expired")
PRESS_KINDS = ("freeze", "practice", "customs", "company")  # kinds of measures that only the press knows


def _kind_of(who: str | None) -> str:
    actor = actors().get(who or "")
    return actor.kind if actor is not None else ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of one report.

    Attributes:
        who: the actor, by its name in the lexicons; nothing where the text names none.
        act: what is done (`ACTS`).
        measure: to what, as the packs name it; nothing for a statement about something else.
        topic: the words of a statement that is about no known measure.
        status: how far it has come (`STATUSES`).
        grade: on what kind of word (`GRADES`).
        direction: whether it eases, tightens, or neither.
        sources: how many people it counts; `more` if more than that.
        origin: who did the reporting, not who copied it; or the instrument, letter, statement.
        day: when it happened, effective: from when it counts, until: its last day.
        unverified_by: an outlet that could not verify it.
        hedges: the words that soften it, by name.
        cites: the instruments that the sentence names.
        sentence: the sentence, as written, and index: its place.
        recalls: whether it is told as something of the past.
        confidence: between 0 and 1: how much of it was told rather than inferred.
    """

    act: str
    status: str
    grade: str
    sentence: str
    index: int
    who: str | None = None
    measure: Named | None = None
    topic: str | None = None
    direction: str = "neither"
    sources: int | None = None
    more: bool = False
    origin: str | None = None
    day: str | None = None
    whole_day: bool = True
    effective: str | None = None
    until: str | None = None
    unverified_by: str | None = None
    hedges: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    recalls: bool = False
    confidence: float = 0.5

    @property
    def key(self) -> tuple[str, str]:
        about = self.measure.id if self.measure else self.topic or ""
        return (self.act, f"{about} {_kind_of(self.who)}" if self.act == "criticise" else about)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading a report needs besides it."""

    words: Lexicon
    known: Known
    day: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """What the report as a whole tells: its main outlet, the side that it speaks of most, who could not verify it."""

    origin: str | None
    side: str | None
    unverified_by: str | None
