"""What presumptions lead to where it hangs on some of them which law stands: that of all acts, or one without some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rukhsa.columns.plan import Without
from rukhsa.columns.residual import Trials, Truths
from rukhsa.columns.roles import Bearing
from rukhsa.columns.shapes import Shapes
from rukhsa.decide.carrying import Presumed, Trial
from rukhsa.decide.evaluate import State, either
from rukhsa.decide.rules import rules_of
from rukhsa.decide.verdict import Finding
from rukhsa.language.tree import facts_of
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass

Find = Callable[[Without, Regime, Truths], Finding]


@dataclass(frozen=True, slots=True)
class _Evaluated:
    """The finding of one law, or of several of which one stands, under some presumptions.

    Attributes:
        without: the first of these laws.
        others: what the laws without an act lead to, where it is open whether it saves.
        facts: those that would tell.
    """

    without: Without
    finding: Finding
    others: tuple[_Evaluated, ...] = ()
    facts: frozenset[str] = frozenset()


class SavingTrials:
    """What some presumptions lead to, for `carrying`, as `decide.evaluate` finds it with the savings of acts.

    Args:
        terms: those that are true or open on a line, by the acts that their law leaves out.
        find: the finding of truths by kind and name under a law.
    """

    def __init__(
        self,
        shapes: Shapes,
        pack: Pack,
        state: State,
        terms: Mapping[Without, Sequence[Bearing]],
        presumed: frozenset[Presumed],
        find: Find,
    ) -> None:
        self._shapes, self._pack, self._state = shapes, pack, state
        self._terms, self._presumed, self._find = terms, presumed, find
        self._laws: dict[Without, tuple[Regime, Trials]] = {}

    def __call__(self, kept: frozenset[Presumed]) -> Trial:
        bits = self._shapes.bits(kept)
        found = self._evaluated((), bits)

        def asked() -> Iterable[Presumed]:
            yield from self._missing(found, bits)
            if len(found.finding.policies) > 1:
                yield from self._open(found.without, found.finding.unknown_reviews, bits)

        return (found.finding.possible, found.finding.policies), asked

    def _law(self, without: Without) -> tuple[Regime, Trials]:
        if without not in self._laws:
            state = self._state
            left = State(
                state.on, state.known, state.accept, state.without.union(without), state.also
            ).accepted(self._pack)
            regime = self._pack.on(state.on, left)
            terms = [term for term in self._terms.get(without, ()) if term.kind != "saves"]
            trials = Trials(
                self._shapes, rules_of(regime), terms, lambda truths: self._find(without, regime, truths)
            )
            self._laws[without] = regime, trials
        return self._laws[without]

    def _evaluated(self, without: Without, bits: int) -> _Evaluated:
        regime, trials = self._law(without)
        saves = {term.name: term.shape for term in self._terms.get(without, ()) if term.kind == "saves"}
        others: list[_Evaluated] = []
        facts: frozenset[str] = frozenset()
        for act, clause in regime.saves:
            if act not in saves:
                continue
            shape = saves[act]
            truth = True if shape is None else self._shapes.truth(shape, bits)
            if truth is False:
                continue
            other = self._evaluated((*without, act), bits)
            if truth is True:
                return other
            others.append(other)
            facts |= facts_of(clause.tree)
        finding = trials.finding(bits)
        if not others:
            return _Evaluated(without, finding)
        together = either([finding, *(other.finding for other in others)])
        return _Evaluated(without, together, tuple(others), facts)

    def _missing(self, found: _Evaluated, bits: int) -> Iterable[Presumed]:
        yield from self._open(found.without, found.finding.unknown, bits)
        for other in found.others:
            yield from self._missing(other, bits)
        for item in self._presumed:
            if item[1] is None and item[0] in found.facts and not self._shapes.bits((item,)) & bits:
                yield item

    def _open(self, without: Without, names: Iterable[str], bits: int) -> Iterable[Presumed]:
        return self._law(without)[1].open_facts(names, bits)
