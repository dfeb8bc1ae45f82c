"""What a code or a part of a name may mean: every candidate, and how the candidates differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rukhsa.catalog.codes import Code, Nearness, nearness, read_code
from rukhsa.catalog.headings import headings_of
from rukhsa.catalog.items import Catalog, Fact, Item, UnknownItem
from rukhsa.catalog.names import fold, shown
from rukhsa.errors import Problem, RukhsaError
from rukhsa.records import dataclass
from rukhsa.words.messages import Typed, say, series

SHOWN = 8
_ORDER: dict[Nearness, int] = {"exact": 0, "within": 1, "wider": 2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a question may mean, and the codes by which it does (none when by its name).

    Attributes:
        item: the item.
        codes: the codes that answer the question.
        near: the best of their answers (`rukhsa.catalog.codes.nearness`); `None` when found by its name.
        stated: codes by which others know it, where it bears none that answers.
    """

    item: Item
    codes: tuple[Code, ...] = ()
    near: Nearness | None = None
    stated: tuple[str, ...] = ()


def find(catalog: Catalog, asked: str) -> tuple[Candidate, ...]:
    """Items by code, or else by a part of a name in any language; nothing is chosen among them.

    Raises:
        RukhsaError: no item answers.
    """
    if read_code(asked) is not None:
        try:
            return by_code(catalog, asked)
        except RukhsaError:
            named = tuple(by_name(catalog, asked))
            if not named:
                raise
            return named
    found = tuple(by_name(catalog, asked))
    if not found:
        headings = headings_of(asked)
        if not headings:
            raise UnknownItem(asked, catalog.nearest(asked))
        told = series(
            (
                say("catalog.heading", title=one.title, codes=series(map(Typed, one.codes)))
                for one in headings
            ),
            "common.semicolon",
        )
        fix = say("catalog.look_at", headings=told, code=headings[0].codes[0])
        raise RukhsaError(Problem(say("errors.no_item", name=shown(asked)), field="item", fix=fix))
    return found


def by_code(catalog: Catalog, asked: str) -> tuple[Candidate, ...]:
    """Items that may stand under a code, the nearest first.

    Raises:
        RukhsaError: the text is no code, or no item bears it.
    """
    code = read_code(asked)
    if code is None:
        fix = say("errors.no_code_fix")
        raise RukhsaError(Problem(say("errors.no_code", code=shown(asked)), field="code", fix=fix))
    found = []
    for item in catalog.values():
        answers = [(near, own) for own in item.codes if (near := nearness(code, own.code)) is not None]
        if answers:
            best = nearest_of(near for near, _ in answers)
            codes = tuple(own for near, own in answers if near == best)
            found.append(Candidate(item, codes, best))
    if not found:
        raise RukhsaError(
            Problem(
                say("errors.no_item_under_code", code=shown(asked)),
                field="code",
                fix=say("errors.describe_or_name")
                if code.isdecimal()
                else say("codes.look_up", code=shown(asked)),
            )
        )
    return tuple(sorted(found, key=lambda candidate: _ORDER[candidate.near or "wider"]))


def nearest_of(answers: Iterable[Nearness]) -> Nearness:
    """The best of some answers."""
    return min(answers, key=_ORDER.__getitem__)


def which(catalog: Catalog, asked: str) -> RukhsaError:
    """What to answer where one item is needed and only a code was given: the candidates, and none chosen."""
    try:
        found = by_code(catalog, asked)
    except RukhsaError as error:
        return error
    names = series(Typed(candidate.item.id) for candidate in found[:SHOWN])
    told = say("errors.code_alone", code=shown(asked), names=names)
    if len(found) > SHOWN:
        told = say("errors.code_alone_more", code=shown(asked), names=names, more=len(found) - SHOWN)
    return RukhsaError(Problem(told, field="code", fix=say("errors.code_alone_fix")))


def by_name(catalog: Catalog, asked: str) -> Iterable[Candidate]:
    """Items of which one spelling holds every word that was asked."""
    words = [key for word in asked.split() if (key := fold(word))]
    shared = {
        other
        for name in catalog.shared
        if any(all(word in fold(spelling) for word in words) for spelling in name.names)
        for other in name.among
    }
    for item in catalog.values() if words else ():
        spellings = (fold(spelling) for spelling in item.spellings())
        if item.id in shared or any(all(word in spelling for word in words) for spelling in spellings):
            yield Candidate(item)


def differing(candidates: Sequence[Candidate]) -> dict[str, dict[str, Fact | None]]:
    """Each candidate's facts (by item id) in which the candidates are not all alike; `None` is unknown."""
    names = dict.fromkeys(name for candidate in candidates for name in candidate.item.facts)
    split = [name for name in names if len({candidate.item.facts.get(name) for candidate in candidates}) > 1]
    return {
        candidate.item.id: {name: candidate.item.facts.get(name) for name in split}
        for candidate in candidates
    }


def fact_text(value: Fact) -> str:
    """A fact as people write it in `--set`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else value
