"""Lines under the law of several options at once: those that are alike to all of these are answered once.

It answers lines that can be read; the rest is left to who asks. Lines that are decided by the law of their own day are
taken together where the same law holds on their days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rukhsa.changes.diff import united
from rukhsa.changes.outcome import Outcome
from rukhsa.changes.posed import Posed
from rukhsa.changes.shared import MANY, answer_all
from rukhsa.changes.state import Asked
from rukhsa.decide.batch import Batch
from rukhsa.decide.case import filled
from rukhsa.decide.engine import Law, read_overlays
from rukhsa.errors import RukhsaError
from rukhsa.language.interpret import Interpreter, Truth
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.orders.line import DATE, OrderLine
from rukhsa.records import dataclass
from rukhsa.stake.conditions import Condition
from rukhsa.stake.lines import Answer, Key, answer_of, aside_of, key_of
from rukhsa.stake.options import Levy, Option

if TYPE_CHECKING:
    from rukhsa.changes.alike import Sides

Truths = Mapping[str, Truth]  # by provision
Laws = tuple[tuple[str, ...], tuple[int, ...]]
Said = tuple[tuple[Outcome, Truths], ...]  # under each option


@dataclass(frozen=True, slots=True)
class Together:
    """An option, what decides its lines, and the levies that count under it."""

    option: Option
    batch: Batch
    levies: tuple[Levy, ...]


def answered(law: Law, every: Sequence[Together], *, many: int = MANY) -> list[dict[Key, Answer]]:
    """For each option, answers on lines by what is read of them; lines that are not among them are left to be decided.

    Args:
        law: that of no option.
        many: so many distinct lines are answered together at least.
    """
    found: list[dict[Key, Answer]] = [{} for _ in every]
    groups: dict[tuple[str, ...], list[int]] = {}
    for place, one in enumerate(every):
        if one.option.state.on is not None:
            groups.setdefault(tuple(one.batch.regime(one.batch.day).packs), []).append(place)
    cases: dict[Key, Posed] | None = None
    for names, places in groups.items():
        some = [every[place] for place in places]
        cases = _posed(law, some[0]) if cases is None else cases
        if len(cases) >= max(1, many):
            for place, answers in zip(places, _answered(law, some, names, cases), strict=True):
                found[place] = answers
    own = [place for place, one in enumerate(every) if one.option.state.on is None]
    for place, answers in zip(own, _on_own_days(law, [every[place] for place in own], many), strict=True):
        found[place] = answers
    return found


def _on_own_days(law: Law, some: Sequence[Together], many: int) -> list[dict[Key, Answer]]:
    """The answers under options that decide each line by the law of its own day."""
    found: list[dict[Key, Answer]] = [{} for _ in some]
    groups: dict[Laws, dict[Key, tuple[Posed, str]]] = {}
    read: dict[tuple[Laws, Key], Posed | None] = {}
    seen: set[Key] = set()
    for line in some[0].batch.book.lines if some else ():
        key = key_of(line, aside_of(some[0].batch, some[0].option))
        if line.error or key in seen:
            continue
        seen.add(key)
        try:
            day = some[0].batch.day_of(dict(key))
            laws = _laws(some, day)
        except RukhsaError:
            continue
        timeless = (laws, tuple(cell for cell in key if cell[0] != DATE))
        if timeless not in read:
            read[timeless] = _read(law, some[0].batch, day, OrderLine(line.number, dict(key)))
        posed = read[timeless]
        if posed is not None:
            groups.setdefault(laws, {})[key] = posed, day
    if sum(map(len, groups.values())) < max(1, many):
        return found
    for laws, lines in groups.items():
        cases = {key: posed for key, (posed, _) in lines.items()}
        days = {key: day for key, (_, day) in lines.items()}
        for answers, new in zip(found, _answered(law, some, laws[0], cases, days), strict=True):
            answers.update(new)
    return found


def _laws(some: Sequence[Together], day: str) -> Laws:
    """The sides that a day reaches, and what tells the law of the day under each option from that of other days."""
    regimes = [one.batch.regime(day) for one in some]
    held = (pack.on(day, asked.state.accepted(pack)) for asked in regimes for pack in asked.packs.values())
    return tuple(regimes[0].packs), tuple(map(id, held))


def _read(law: Law, batch: Batch, day: str, line: OrderLine) -> Posed | None:
    """The case of a line; nothing where it cannot be read."""
    try:
        case = batch.case(batch.regime(day), line)
    except RukhsaError:
        return None
    sides = {name: filled(case, pack.vocabulary, strict=batch.strict) for name, pack in law.packs.items()}
    return Posed(case, sides)


def _posed(law: Law, one: Together) -> dict[Key, Posed]:
    """The distinct lines of the book that can be read."""
    batch = one.batch
    aside = aside_of(batch, one.option)
    found: dict[Key, Posed] = {}
    wrong: set[Key] = set()
    for line in batch.book.lines:
        key = key_of(line, aside)
        if line.error or key in found or key in wrong:
            continue
        posed = _read(law, batch, batch.day, OrderLine(line.number, dict(key)))
        if posed is None:
            wrong.add(key)
        else:
            found[key] = posed
    return found


def _answered(
    law: Law,
    some: Sequence[Together],
    names: Sequence[str],
    cases: Mapping[Key, Posed],
    days: Mapping[Key, str] | None = None,
) -> Iterator[dict[Key, Answer]]:
    """The answers under options whose days the same sides reach.

    Args:
        days: the own day of each line, where these have one law.
    """
    own = next(iter(days.values())) if days else None
    asked = [
        Asked(
            own or one.batch.day, one.batch.accept, one.batch.known, tuple(read_overlays(one.option.overlays))
        )
        for one in some
    ]
    acts = asked[0].overlays
    try:
        for other in asked[1:]:
            acts = united(acts, other.overlays)
    except RukhsaError:  # two options mean different acts by one name
        return iter([{} for _ in some])
    packs = {name: law.packs[name].with_acts(acts) if acts else law.packs[name] for name in names}
    states = [{name: one.in_pack(pack, acts) for name, pack in packs.items()} for one in asked]
    regimes = [
        {name: packs[name].on(state.on, state.accepted(packs[name])) for name, state in own.items()}
        for own in states
    ]

    def shared(sides: Sides, classes: Mapping[str, int]) -> Said:
        from rukhsa.changes.alike import Alike

        return tuple(
            (Alike(sides, state, classes).outcome, _truths(sides, laws, classes, one.levies))
            for state, laws, one in zip(states, regimes, some, strict=True)
        )

    posed_once = list({id(posed): posed for posed in cases.values()}.values())
    told = answer_all(packs, lambda: states, posed_once, shared, lambda _: (), many=1)
    said_of = {id(posed): said for posed, said in zip(posed_once, told, strict=True)}
    return (
        {
            key: answer_of(
                _Alike(
                    one, key, posed, packs, regimes[place], days[key] if days else one.batch.day, *said[place]
                ),
                one.option,
                one.levies,
            )
            for key, posed in cases.items()
            if (said := said_of[id(posed)])
        }
        for place, one in enumerate(some)
    )


def _truths(
    sides: Sides, regimes: Mapping[str, Regime], classes: Mapping[str, int], levies: Sequence[Levy]
) -> Truths:
    """The truths of the provisions that bring levies."""
    found: dict[str, Truth] = {}
    for name in dict.fromkeys(name for levy in levies for name in levy.provisions):
        side = name.partition("/")[0]
        if side in regimes:
            found[name] = sides.truth_of(side, regimes[side], name, classes[side])
    return found


class _Alike:
    """What an option's law says of a line, as of all that are alike."""

    def __init__(
        self,
        one: Together,
        key: Key,
        posed: Posed,
        packs: Mapping[str, Pack],
        regimes: Mapping[str, Regime],
        day: str,
        outcome: Outcome,
        truths: Truths,
    ) -> None:
        self._one = one
        self._key = key
        self._posed = posed
        self._packs = packs
        self._regimes = regimes
        self._truths = truths
        self.possible = outcome.possible
        self.policies = outcome.policies
        self.on = day
        self.case = posed.case

    def asked(self) -> Callable[[], tuple[str, ...]]:
        batch, key = self._one.batch, self._key

        def missing() -> tuple[str, ...]:
            decision = batch.decide(OrderLine(0, dict(key))).decision
            return () if decision is None else decision.missing

        return missing if len(self.possible) > 1 else tuple

    def holds(self, condition: Condition) -> Truth:
        regime = self._regimes.get(condition.side)
        if regime is None:
            return condition.truth({})
        facts = self._posed.filled[condition.side]
        return condition.truth({condition.side: Interpreter(regime, facts.facts, facts.parties)})

    def met(self, provision: str) -> tuple[Truth, str | None]:
        truth = self._truths.get(provision, False)
        if truth is not True:
            return truth, None
        side = provision.partition("/")[0]
        act = self._regimes[side].provisions[provision].clause.act
        return truth, self._packs[side].log.acts[act].grade
