"""Flips by what they have in common: kind, evidence, cause, side, destination, party, item, first day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rukhsa.changes.cause import Cause
from rukhsa.changes.diff import Diff, Flip, Flips
from rukhsa.changes.evidence import BASES
from rukhsa.changes.judged import Part
from rukhsa.changes.outcome import DIRECTIONS, Kind
from rukhsa.changes.posed import Line
from rukhsa.changes.tally import Tallies, Tally
from rukhsa.language.countries import country_code, country_words
from rukhsa.words.messages import say

Parts = tuple[tuple[Part, ...], bool]  # provisions or acts, and whether each undoes the flip alone


def by_kind(flips: Flips) -> list[tuple[Kind, Tally]]:
    """Flips by kind: those that tighten first."""
    found = _by(flips, lambda line, flip: [flip.kind])
    return sorted(found.largest(), key=lambda item: DIRECTIONS.index(item[0].direction))


def by_evidence(flips: Flips) -> list[tuple[str, Tally]]:
    """Flips by the strongest evidence on which they rest, the published law first."""
    found = _by(flips, lambda line, flip: [flip.rests_on])
    return [(basis, found[basis]) for basis in BASES if basis in found]


def by_first_day(flips: Flips) -> list[tuple[str, Tally]]:
    return sorted(_by(flips, lambda line, flip: [flip.first_day]).items())


def by_cause(flips: Flips) -> list[tuple[tuple[Parts, Parts], Tally]]:
    """Flips by the provisions and the acts that did it."""
    return _by(
        flips, lambda line, flip: [(_parts(flip.causes.provisions), _parts(flip.causes.acts))]
    ).largest()


def _parts(cause: Cause) -> Parts:
    return cause.parts, bool(cause.alone)


def by_side(diff: Diff) -> list[tuple[str, Mapping[str, Tally]]]:
    return _directed(diff.flips, lambda line, flip: flip.sides)


def by_destination(diff: Diff) -> list[tuple[str, Mapping[str, Tally]]]:
    return _directed(diff.flips, lambda line, flip: [destination_of(line)])


def by_party(diff: Diff) -> list[tuple[str, Mapping[str, Tally]]]:
    return _directed(diff.flips, lambda line, flip: [party_of(line)])


def by_item(diff: Diff) -> list[tuple[str, Mapping[str, Tally]]]:
    return _directed(diff.flips, lambda line, flip: [item_of(line)])


GROUPS: Mapping[str, Callable[[Diff], list[tuple[str, Mapping[str, Tally]]]]] = {
    "side": by_side,
    "destination": by_destination,
    "party": by_party,
    "item": by_item,
}


def group_words(diff: Diff, group: str, key: str) -> object:
    """What a group is called."""
    if not key:
        return say("changes.not_told")
    if group == "side":
        return diff.packs[key].title
    if group == "destination":
        return country_words(key)
    if group == "item":
        return next((item_words(line) for line, _ in diff.flips if item_of(line) == key), key)
    return party_words(key)


def destination_of(line: Line) -> str:
    return str(line.posed.case.facts.get("destination", "")) if line.posed is not None else ""


def party_of(line: Line) -> str:
    """The party as the book names it; else the country of its headquarters, after `@`."""
    cells = line.order.cells
    if cells.get("party", "").strip():
        return cells["party"].strip()
    told = next((cells[key].strip() for key in ("party_hq", "hq") if cells.get(key, "").strip()), "")
    return f"@{country_code(told) or told}" if told else ""


def party_words(party: str) -> object:
    """A party in words."""
    if party.startswith("@"):
        return say("changes.unnamed", country=country_words(party[1:]))
    return party


def item_of(line: Line) -> str:
    case = line.posed.case if line.posed is not None else None
    return (case.item if case is not None else None) or line.order.cells.get("category", "").strip()


def item_words(line: Line) -> Mapping[str, str] | str:
    """What the catalog calls the item, by language."""
    names = line.posed.case.names if line.posed is not None else {}
    return names or item_of(line)


def _by(flips: Flips, keys: Callable[[Line, Flip], Iterable[object]]) -> Tallies:
    found = Tallies()
    for line, flip in flips:
        for key in keys(line, flip):
            found[key].add(line)
    return found


def _directed(
    flips: Flips, keys: Callable[[Line, Flip], Iterable[str]]
) -> list[tuple[str, Mapping[str, Tally]]]:
    """Tallies by key and direction, those with the most lines first; `all` sums them."""
    found: dict[str, Tallies] = {}
    for line, flip in flips:
        for key in keys(line, flip):
            of_key = found.setdefault(key, Tallies())
            of_key["all"].add(line)
            of_key[flip.kind.direction].add(line)
    return sorted(found.items(), key=lambda item: (-item[1]["all"].lines, item[0]))
