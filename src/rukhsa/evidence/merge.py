"""Claims of one report that say the same are one; what several sentences add is put together."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.evidence.claim import GRADES, Claim
from rukhsa.evidence.senses import actors
from rukhsa.evidence.voice import COMPANY
from rukhsa.records import replace

# Of one measure and one word, the legal word for a thaw says more than the loose one.
_THAWS = ("suspend", "rescind", "license", "ease")
_PRESS = ("reported", "anonymous")
_UNDONE = ("suspend", "rescind", "ease", "extend")
_COUNTED = "sources"
Key = tuple[str, str, str]  # act, what it is about, who does it
_FAMILY = {"impose": "bring in", "tighten": "bring in"}


def merged(claims: Iterable[Claim], unverified_by: str | None) -> list[Claim]:
    """Claims with one act upon one measure made one, in the order in which they are told."""
    kept: dict[Key, Claim] = {}
    for claim in claims:
        key = _key(claim)
        if key not in kept and claim.act != "state":
            key = next((k for k in kept if _may_be_same(k, key, kept[k], claim)), key)
        kept[key] = _joined(kept[key], claim) if key in kept else claim
    found = _without_loose(_without_explained(list(kept.values())))
    return [
        replace(claim, unverified_by=unverified_by)
        if unverified_by and not claim.unverified_by and claim.grade == "anonymous" and claim.act != "state"
        else claim
        for claim in found
    ]


def _without_explained(claims: list[Claim]) -> list[Claim]:
    """Without what a report later seems to do to a measure that it has told to be undone: it only explains it."""
    undone = {
        c.measure.id: c.index
        for c in claims
        if c.measure is not None and c.act in _UNDONE and c.grade in ("official", "company")
    }
    return [
        c
        for c in claims
        if c.measure is None
        or c.act not in _FAMILY
        or c.day is not None
        or c.effective is not None
        or c.recalls
        or c.index <= undone.get(c.measure.id, c.index)
    ]


def _key(claim: Claim) -> Key:
    """What makes two claims of one report the same.

    Statements differ by their words, or by their grade and, of two offices, by the side that speaks: each side's
    read-out is its own.
    """
    act, about = _FAMILY.get(claim.act, claim.act), claim.key[1]
    if act != "state":
        return act, about, _doer(claim)
    if claim.measure is None:
        return act, claim.sentence, ""
    return act, about, f"{claim.grade} {_office(claim)}"


def _may_be_same(one: Key, other: Key, first: Claim, second: Claim) -> bool:
    """Whether two keys of one act differ only in that one of them names nobody, or rest on the same press."""
    if one[:2] != other[:2]:
        return False
    if _COUNTED in (one[2], other[2]):
        return first.grade in _PRESS and second.grade in _PRESS
    return "" in (one[2], other[2])


def _doer(claim: Claim) -> str:
    """Who does what several may do each for itself: a firm, or of what both sides keep up the side."""
    who = actors().get(claim.who or "")
    if claim.measure is not None and claim.act in _THAWS and claim.grade == "reported" and claim.sources:
        return _COUNTED  # what an office says and what counted people tell are two words of it
    if who is None or claim.measure is None or claim.act == "criticise":
        return ""
    if who.kind == "company" and claim.act in ("resume", "suspend"):
        return "" if who.id == COMPANY else who.id
    return _office(claim) if claim.measure.kind == "truce" else ""


def _is_person(claim: Claim) -> bool:
    who = actors().get(claim.who or "")
    return who is not None and who.kind == "person"


def _office(claim: Claim) -> str:
    """The side whose office speaks; empty for a country, for both sides, for nobody."""
    who = actors().get(claim.who or "")
    return "" if who is None or who.is_country else who.side or who.id


def _joined(one: Claim, other: Claim) -> Claim:
    """The stronger of two claims, with what the other alone tells."""
    first, second = sorted((one, other), key=_rank)
    if first.grade == "company" and second.grade in _PRESS and second.index < first.index:
        first, second = second, first  # the story is the press's; what a firm remarks on it comes after
    if one.act == "state" and (one.sources is None) != (other.sources is None):
        first, second = (one, other) if one.sources is not None else (other, one)
    elif one.index == other.index:
        first, second = one, other
    return replace(
        first,
        sources=first.sources
        if first.sources is not None
        else second.sources
        if first.grade == second.grade
        else None,
        until=first.until or second.until,
        effective=first.effective or second.effective,
        day=first.day or second.day,
        index=min(one.index, other.index),
        cites=tuple(dict.fromkeys((*first.cites, *second.cites))),
        hedges=tuple(dict.fromkeys((*first.hedges, *second.hedges))),
        confidence=min(0.95, round(max(one.confidence, other.confidence) + 0.05, 2)),
    )


def _rank(claim: Claim) -> tuple[bool, int, float]:
    """The word that a claim rests upon, the strongest first; what a later sentence only recalls is nobody's word."""
    recalled = claim.origin == "background" and claim.index > 0
    return recalled, GRADES.index(claim.grade), -claim.confidence


def _without_loose(claims: list[Claim]) -> list[Claim]:
    """Drop what a stronger claim about the same measure already says in a more exact word."""
    found = []
    for claim in claims:
        others = [c for c in claims if c is not claim and _same_measure(c, claim)]
        if (
            claim.act == "state"
            and claim.measure is not None
            and claim.status != "in_force"
            and claim.measure.kind != "talks"
            and not of_other_side(claim)
            and any(
                c.act != "state"
                and (c.grade == claim.grade or c.index == claim.index)
                and not (c.day and c.index < claim.index and _is_person(claim))
                for c in others
            )
        ):
            continue
        if (
            claim.act == "state"
            and not _office(claim)
            and "+" not in (claim.who or "")
            and any(c.act == "state" and c.grade == claim.grade and _office(c) for c in others)
        ):
            continue
        if claim.measure is not None and claim.measure.general and _is_exact(claim, claims):
            continue
        if claim.act == "ease" and any(
            c.act in ("suspend", "rescind", "license")
            and (c.grade == claim.grade or (claim.origin == "background" and claim.day is None))
            for c in others
        ):
            continue
        found.append(claim)
    return found


def _is_exact(general: Claim, claims: list[Claim]) -> bool:
    """Whether another claim says of an exact measure of the same side what one says of its measures in general."""
    return general.act != "state" and any(
        c.act not in ("criticise", "deny")
        and c.measure is not None
        and not c.measure.general
        and general.measure is not None
        and c.measure.side == general.measure.side
        for c in claims
    )


def of_other_side(claim: Claim) -> bool:
    """Whether the office of one side tells of a measure of the other."""
    own, other = _office(claim), claim.measure.side if claim.measure is not None else None
    return bool(own and other) and own != other


def _same_measure(one: Claim, other: Claim) -> bool:
    if one.measure is None or other.measure is None:
        return False
    return one.measure is other.measure or bool(one.measure.names & other.measure.names)
