"""A claim against the log: whether acts confirm it, it adds to them, they contradict it or have overtaken it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from rukhsa.evidence.article import Article
from rukhsa.evidence.claim import Claim
from rukhsa.law.act import Clause
from rukhsa.law.measures import clauses_upon
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass

RELATIONS = ("confirms", "adds", "contradicts", "superseded", "outside")
REASONS = (
    "same",
    "no_act",
    "wrong_until",
    "wrong_day",
    "undone",
    "no_provision",
    "not_yet",
    "unknown_instrument",
)
_VERBS = {
    "impose": ("impose", "amend"),
    "tighten": ("impose", "amend"),
    "suspend": ("suspend",),
    "rescind": ("rescind",),
    "resume": ("resume", "impose", "rescind"),
    "extend": ("amend", "suspend"),
    "ease": ("impose", "amend", "suspend", "rescind"),
    "license": ("impose", "amend"),
    "freeze_informal": ("impose",),
    "block_import": ("impose",),
    "advise_against": ("impose",),
    "investigate": ("impose",),
}
_UNDO = {
    "suspend": ("resume",),
    "impose": ("rescind", "suspend"),
    "tighten": ("rescind", "suspend"),
    "ease": ("impose",),
}
_WEAK = frozenset(("review", "warn", "except"))
_NEAR = 20
_FAR = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """What the log says of a claim.

    Attributes:
        relation: confirms, adds, contradicts, superseded; `outside` where no pack holds the measure.
        reason: why (`REASONS`).
        acts: the acts that say so.
        day: the day, or last day, that the log has instead.
    """

    relation: str
    reason: str
    acts: tuple[str, ...] = ()
    day: str | None = None


def compare(claim: Claim, article: Article, packs: Mapping[str, Pack]) -> Finding:
    """What the log of the packs says of a claim."""
    measure = claim.measure
    pack = packs.get(measure.pack) if measure is not None else None
    if measure is None or pack is None or not measure.provisions:
        return Finding("outside", "no_provision")
    verbs = _VERBS.get(claim.act)
    if verbs is None:
        return (
            Finding("adds", "no_act")
            if claim.act in ("propose", "deny")
            else Finding("outside", "no_provision")
        )
    clauses = [c for c in clauses_upon(measure.provisions, pack.log) if _fits(c, verbs, claim.act)]
    if claim.act in ("impose", "tighten") and claim.day and (wrong := _wrong_day(claim, clauses, pack)):
        return wrong
    day = claim.day or article.day
    near = [c for c in clauses if _is_near(c, claim, day, pack)]
    if not near:
        return _without(claim, article, clauses, pack)
    acts = tuple(dict.fromkeys(c.act for c in near))
    if claim.until:
        ends = {c.until for c in near if c.until}
        if ends and claim.until not in ends:
            return Finding("contradicts", "wrong_until", acts, max(ends))
    undone = [c for c in clauses_upon(measure.provisions, pack.log) if _undoes(c, claim, near, pack)]
    if undone:
        return Finding("superseded", "undone", tuple(dict.fromkeys(c.act for c in undone)), undone[-1].start)
    return Finding("confirms", "same", acts)


def _fits(clause: Clause, verbs: Iterable[str], act: str) -> bool:
    if clause.verb not in verbs:
        return False
    weak = clause.body is not None and clause.body.kind in _WEAK
    if act in ("impose", "tighten"):
        return not weak or clause.body is None
    if act in ("ease", "license", "freeze_informal", "block_import", "advise_against", "investigate"):
        return clause.body is None or weak
    if act == "extend":
        return clause.verb == "suspend" or "#" in clause.target
    return True


def _days(one: str, other: str) -> int:
    return (datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days


def _is_near(clause: Clause, claim: Claim, day: str | None, pack: Pack) -> bool:
    """Whether the clause is the one that the claim speaks of: in time, or by the instrument that it cites."""
    if any(clause.act.endswith(f"/{name}") for name in claim.cites):
        return True
    if day is None:
        return True
    public = pack.log.acts[clause.act].public
    background = claim.origin == "background" or claim.act in ("impose", "tighten")
    return -_NEAR <= _days(day, public) <= (_FAR if background else _NEAR + 10)


def _wrong_day(claim: Claim, clauses: list[Clause], pack: Pack) -> Finding | None:
    """The day that the log has, when the claim gives another for the first act of the measure."""
    assert claim.day is not None
    starts = sorted(
        {c.start for c in clauses if c.verb == "impose"} | {pack.log.acts[c.act].public for c in clauses}
    )
    if not starts:
        return None
    slack = 3 if claim.whole_day else 0
    month = claim.day[:7]
    if claim.whole_day and any(abs(_days(claim.day, start)) <= slack for start in starts):
        return None
    if not claim.whole_day and any(start[:7] == month for start in starts):
        return None
    closest = min(starts, key=lambda start: abs(_days(claim.day or start, start)))
    if abs(_days(claim.day, closest)) > _FAR:
        return None
    acts = tuple(dict.fromkeys(c.act for c in clauses if closest in (c.start, pack.log.acts[c.act].public)))
    return Finding("contradicts", "wrong_day", acts, closest)


def _without(claim: Claim, article: Article, clauses: list[Clause], pack: Pack) -> Finding:
    """No act of that time: the claim adds one, or speaks of one that should be there and is not."""
    if claim.cites and all(f"{pack.name}/{name}" not in pack.log.acts for name in claim.cites):
        return Finding("contradicts" if _settled(article, pack) else "adds", "unknown_instrument")
    return Finding("adds", "no_act", tuple(dict.fromkeys(c.act for c in clauses))[:3])


def _settled(article: Article, pack: Pack) -> bool:
    """Whether the pack was checked against its sources after the report."""
    return article.day is not None and article.day < pack.verified_through


def _undoes(clause: Clause, claim: Claim, near: list[Clause], pack: Pack) -> bool:
    after = max(pack.log.acts[c.act].public for c in near)
    act = pack.log.acts[clause.act]
    known = act.grade in ("law", "official", "company")
    hard = clause.body is None or clause.body.kind not in _WEAK
    return known and hard and act.public > after and clause.verb in _UNDO.get(claim.act, ())
