"""What the packs call measures in the press: `press.yaml` of each, with the days and provisions that the log gives.

A measure that no such file names is known by its aliases or titles in `measures.yaml`; one that a file names only as
a part of another is known as well, for acts that a report cites by number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.evidence.known import KINDS, Known, Named, Sign
from rukhsa.law.pack import Pack
from rukhsa.records import replace
from rukhsa.words.messages import say

FILE = "press.yaml"
_KEYS = frozenset("id of only part kind enters by also within days title signs general near not".split())


@cache
def practice(pack: str) -> str:
    """The condition under which a report of a practice concerns a case: the `practice` of the pack's names."""
    from rukhsa.law.source import PACKS, read_file

    return str(read_file(PACKS / pack / FILE, f"{pack}/{FILE}")[0].data["practice"])


@cache
def _raw(pack: str) -> tuple[dict[str, Any], ...]:
    from rukhsa.law.source import PACKS, read_file

    path = PACKS / pack / FILE
    if not path.exists():
        return ()
    problems: list[Problem] = []
    found: list[dict[str, Any]] = []
    for source in read_file(path, f"{pack}/{FILE}"):
        for index, data in enumerate(source.data["named"]):
            unknown = sorted(set(data) - _KEYS)
            if (
                unknown
                or not {"id", "kind", "enters", "by", "signs"} <= set(data)
                or data["kind"] not in KINDS
            ):
                problems.append(
                    source.problem(
                        ("named", index),
                        say("reading.wrong_name", keys=tuple(unknown) or (data.get("id", ""),)),
                    )
                )
            else:
                found.append(data)
    fail_on(problems)
    return tuple(found)


def known(packs: Mapping[str, Pack]) -> Known:
    """The measures of the packs and of none, with the days on which the log acts upon them.

    Raises:
        RukhsaError: a file of names is not what it should be.
    """
    from rukhsa.law.measures import read_measures

    found: list[Named] = []
    for name in (*packs, "shared"):
        pack = packs.get(name)
        of_pack = {measure.id: measure for measure in read_measures(name)} if pack else {}
        of_press = [_named(name, pack, data, of_pack) for data in _raw(name)]
        found += of_press
        if pack is None:
            continue
        listed = {one for measure in of_press for one in measure.of}
        for measure in of_pack.values():
            if measure.aliases or measure.id not in listed:
                found.append(_plain(name, pack, measure))
        found += _members(name, pack, of_press, of_pack)
    return Known(found, packs)


def _named(name: str, pack: Pack | None, data: Mapping[str, Any], of_pack: Mapping[str, Any]) -> Named:
    """A measure from its entry in a file of names."""
    wrong = [one for one in data.get("of", ()) if one not in of_pack]
    if wrong:
        raise RukhsaError(
            Problem(say("reading.no_measure", name=wrong[0]), f"{name}/{FILE}", field=data["id"])
        )
    own = [of_pack[one] for one in data.get("of", ())]
    if "title" not in data and len(own) != 1:
        raise RukhsaError(Problem(say("reading.no_title"), f"{name}/{FILE}", field=data["id"]))
    provisions = _provisions(name, pack, data, own) if pack else frozenset()
    return Named(
        id=data["id"],
        pack=name,
        kind=data["kind"],
        enters=data["enters"],
        by=data["by"],
        title=data.get("title") or own[0].title,
        signs=tuple(Sign.read(sign, data.get("not", ())) for sign in data["signs"]),
        of=tuple(data.get("of", ())),
        also=tuple(data.get("also", ())),
        within=tuple(data.get("within", ())),
        days=tuple(data.get("days", ())) or (_days(pack, provisions) if pack else ()),
        general=data.get("general") == "true",
        is_part=data.get("part") == "true",
        near=int(data["near"]) if "near" in data else None,
        provisions=provisions,
        begins=_begins(pack, provisions) if pack else (),
    )


def _provisions(name: str, pack: Pack, data: Mapping[str, Any], own: Sequence[Any]) -> frozenset[str]:
    """The provisions of the measures that an entry is `of`; with `only`, those beneath what it lists."""
    every = frozenset().union(*(measure.provisions(pack.log) for measure in own))
    only = data.get("only", ())
    beneath = [every.intersection(pack.log.beneath(target)) for target in only]
    for target, some in zip(only, beneath, strict=True):
        if not some:
            raise RukhsaError(
                Problem(say("reading.no_measure", name=target), f"{name}/{FILE}", field=data["id"])
            )
    return every.intersection(*([frozenset().union(*beneath)] if only else []))


def _members(name: str, pack: Pack, of_press: Iterable[Named], of_pack: Mapping[str, Any]) -> Iterator[Named]:
    """The members of packages that no entry names by themselves: told by the number of their act only."""
    every = list(of_press)
    told = {measure.provisions for measure in every if not measure.is_part}
    for package in every:
        for one in package.of if len(package.of) > 1 else ():
            provisions = of_pack[one].provisions(pack.log) & package.provisions
            if provisions and provisions not in told:
                told.add(provisions)
                yield replace(
                    package,
                    id=f"{name}/{one}",
                    title=of_pack[one].title,
                    signs=(),
                    of=(one,),
                    also=tuple(of_pack[one].also),
                    within=(package.id, *package.within),
                    provisions=provisions,
                    days=_days(pack, provisions),
                    begins=_begins(pack, provisions),
                )


def _days(pack: Pack, provisions: frozenset[str]) -> tuple[str, ...]:
    """The days on which the log acts upon provisions: those on which its acts could first be read."""
    from rukhsa.law.measures import clauses_upon

    return tuple(sorted({pack.log.acts[c.act].public for c in clauses_upon(provisions, pack.log)}))


def _begins(pack: Pack, provisions: frozenset[str]) -> tuple[str, ...]:
    """The days from which provisions apply as they were written, without those undone or held later."""
    from rukhsa.law.measures import clauses_upon

    upon = clauses_upon(provisions, pack.log)
    return tuple(sorted({c.start for c in upon if c.body is not None and c.target in provisions}))


def _plain(name: str, pack: Pack, measure: Any) -> Named:
    """A measure that only `measures.yaml` names: by its aliases, else by its titles."""
    from rukhsa.evidence.script import folded

    provisions = measure.provisions(pack.log)
    words = measure.aliases or {lang: (title,) for lang, title in measure.title.items()}
    return Named(
        id=f"{name}/{measure.id}",
        pack=name,
        kind="control",
        enters="impose",
        by=name,
        title=measure.title,
        of=(measure.id,),
        also=tuple(measure.also),
        days=_days(pack, provisions),
        aliases={lang: tuple(folded(word, lang) for word in listed) for lang, listed in words.items()},
        provisions=provisions,
    )
