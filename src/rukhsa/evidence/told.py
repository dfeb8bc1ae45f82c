"""Claims of several reports put together, and how a claim is told in words.

Several outlets that repeat one origin are one source; only different origins count as several.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rukhsa.evidence.against import Finding
from rukhsa.evidence.claim import Claim
from rukhsa.evidence.read import Reading
from rukhsa.evidence.senses import actors
from rukhsa.records import dataclass, replace
from rukhsa.words.messages import Day, Message, has_message, say


@dataclass(frozen=True, slots=True)
class Joined:
    """A claim and where it was told.

    Attributes:
        claim: the claim, as the report that says most of it tells it.
        finding: what the log says of it.
        articles: the reports that tell it, by name.
        day: the day of the first of them.
        origins: the different origins of all claims that say the same.
    """

    claim: Claim
    finding: Finding
    articles: tuple[str, ...]
    day: str | None
    origins: tuple[str, ...]


def together(readings: Iterable[Reading]) -> list[Joined]:
    """The claims of all reports; those of one origin that say the same are one."""
    found: dict[tuple[object, ...], Joined] = {}
    for reading in readings:
        for claim, finding in zip(reading.claims, reading.findings, strict=True):
            about = claim.key[1] if claim.measure is not None else claim.sentence
            key = (claim.act, about, (claim.origin or reading.article.name).lower())
            one = found.get(key)
            if one is None:
                found[key] = Joined(claim, finding, (reading.article.name,), reading.article.day, ())
                continue
            fuller = claim if claim.confidence > one.claim.confidence else one.claim
            counted = one.claim.sources if one.claim.sources is not None else claim.sources
            days = [day for day in (one.day, reading.article.day) if day]
            names = dict.fromkeys((*one.articles, reading.article.name))
            found[key] = Joined(
                replace(fuller, sources=counted), one.finding, tuple(names), min(days, default=None), ()
            )
    listed = list(found.values())
    return [replace(one, origins=_origins(one, listed)) for one in listed]


def _origins(one: Joined, listed: Iterable[Joined]) -> tuple[str, ...]:
    if one.claim.measure is None:
        return (one.claim.origin or one.articles[0],)
    same = [o for o in listed if o.claim.key == one.claim.key]
    return tuple(dict.fromkeys(o.claim.origin or o.articles[0] for o in same))


def actor_words(name: str | None) -> Mapping[str, str] | Message:
    """An actor by its title; several of them, or nobody, in words."""
    if not name:
        return say("reading.nobody")
    actor = actors().get(name)
    if actor is not None:
        return actor.title
    parts = _both(name)
    return say("reading.both", one=parts[0], other=parts[1]) if parts else say("reading.nobody")


def _both(name: str) -> list[Mapping[str, str]]:
    """The titles of two actors that are named as one; none if they are not two."""
    parts = [actors()[part].title for part in name.split("+") if part in actors()]
    return parts if len(parts) == 2 else []


def origin_words(origin: str | None) -> object:
    """Who reported, by name; or the kind of paper, or the office that spoke, in words."""
    if origin is None:
        return say("reading.unknown_origin")
    if origin in actors():
        return actors()[origin].title
    return say(f"reading.origin.{origin}") if has_message(f"reading.origin.{origin}") else origin


def who_words(claim: Claim) -> Message:
    """On whose word a claim is made."""
    origin = origin_words(claim.origin)
    if claim.sources is not None and claim.grade in ("reported", "anonymous"):
        people = say("reading.people", n=claim.sources)
        return say("reading.word.counted", origin=origin, people=people)
    if claim.sources is not None and claim.sources > 1:
        who = actor_words(claim.who)
        return say(
            "reading.word.signed", origin=origin, who=who, people=say("reading.signers", n=claim.sources)
        )
    return say(f"reading.word.{claim.grade}", origin=origin, who=actor_words(claim.who))


def claim_words(claim: Claim) -> Message:
    """Who does what to which measure, in one sentence."""
    about = claim.measure.title if claim.measure is not None else say("reading.own_words")
    who = actor_words(claim.who)
    if _are_several(claim.who):
        return say(f"reading.acts.{claim.act}", who=who, measure=about)
    return say(f"reading.act.{claim.act}", who=who, measure=about)


def _are_several(name: str | None) -> bool:
    """Whether the words for an actor are plural."""
    actor = actors().get(name or "")
    return bool(_both(name or "")) if actor is None else actor.several


def dates_words(claim: Claim) -> list[Message]:
    """The days of a claim."""
    found = []
    if claim.day:
        key = "reading.when" if claim.whole_day else "reading.when_month"
        found.append(say(key, day=Day(claim.day) if claim.whole_day else claim.day[:7]))
    if claim.effective:
        found.append(say("reading.effective", day=Day(claim.effective)))
    if claim.until:
        found.append(say("reading.until", day=Day(claim.until)))
    return found
