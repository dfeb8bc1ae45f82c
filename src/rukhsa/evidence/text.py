"""A reading as text for people, in English or Arabic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rukhsa.evidence.overlay import act_grade, left_out
from rukhsa.evidence.read import Reading
from rukhsa.evidence.told import Joined, claim_words, dates_words, origin_words, who_words
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, say, series

_LANGUAGE = {lang: f"reading.language.{lang}" for lang in ("ar", "en", "zh")}


def reading_text(readings: Sequence[Reading], joined: Sequence[Joined], lang: str = "en") -> str:
    """The whole answer as text in a language."""
    return laid_out(_lines(readings, joined), lang)


def _lines(readings: Sequence[Reading], joined: Sequence[Joined]) -> Iterator[Line]:
    for reading in readings:
        article = reading.article
        told = say(_LANGUAGE[article.lang])
        head = say("reading.article", name=article.name, language=told)
        if article.day:
            head = say("reading.article_of", name=article.name, language=told, day=Day(article.day))
        yield Line(head, wraps=True)
        if article.title:
            yield Line(article.title, "  ", wraps=True)
        if not article.day:
            yield Line(say("reading.no_day"), "  ", wraps=True)
    yield Line()
    if not joined:
        yield Line(say("reading.no_claims"), wraps=True)
    for number, one in enumerate(joined, 1):
        yield from _claim(number, one, len(readings) > 1)
        yield Line()
    yield from _unread(readings)
    yield Line(say("reading.never_counts"), wraps=True)


def _claim(number: int, one: Joined, several: bool) -> Iterator[Line]:
    claim = one.claim
    yield Line(
        say(
            "reading.claim",
            n=number,
            claim=claim_words(claim),
            direction=say(f"reading.direction.{claim.direction}"),
        ),
        wraps=True,
    )
    told = [say(f"reading.status.{claim.status}"), who_words(claim)]
    yield Line(say("reading.told", parts=series(told, "reading.semicolon")), "   ", wraps=True)
    days = dates_words(claim)
    if days:
        yield Line(say("reading.days", days=series(days, "reading.semicolon")), "   ", wraps=True)
    if claim.unverified_by:
        yield Line(say("reading.unverified", outlet=claim.unverified_by), "   ", wraps=True)
    if claim.hedges:
        hedges = series(say(f"reading.hedge.{name}") for name in claim.hedges)
        yield Line(say("reading.hedges", hedges=hedges), "   ", wraps=True)
    if several:
        names = series(one.articles)
        yield Line(say("reading.told_in", articles=names, n=len(one.articles)), "   ", wraps=True)
        if len(one.origins) > 1:
            yield Line(
                say(
                    "reading.origins",
                    origins=series(origin_words(name) for name in one.origins),
                    n=len(one.origins),
                ),
                "   ",
                wraps=True,
            )
    yield Line(finding_words(one), "   ", wraps=True)
    why = left_out(one)
    yield Line(
        why or say("reading.becomes", grade=say(f"decision.grade.{act_grade(claim)}")), "   ", wraps=True
    )
    yield Line(
        say(
            "reading.sentence",
            sentence=" ".join(claim.sentence.split()),
            confidence=f"{claim.confidence:.2f}",
        ),
        "   ",
        wraps=True,
    )


def finding_words(one: Joined) -> Message:
    """What the log says of a claim."""
    finding = one.finding
    if finding.reason in ("wrong_until", "wrong_day", "undone"):
        return say(f"reading.log.{finding.reason}", acts=finding.acts, day=Day(finding.day or ""))
    if finding.reason == "same":
        return say("reading.log.same", acts=finding.acts)
    if finding.reason == "unknown_instrument":
        return say("reading.log.unknown_instrument", cites=one.claim.cites)
    return say(f"reading.log.{finding.reason}")


def _unread(readings: Iterable[Reading]) -> Iterator[Line]:
    unread = [sentence for reading in readings for sentence in reading.unread]
    if not unread:
        return
    yield Line(say("reading.not_understood", n=len(unread)), wraps=True)
    for sentence in unread:
        yield Line(say("reading.quoted", sentence=" ".join(sentence.text.split())), "  ", wraps=True)
    yield Line()
