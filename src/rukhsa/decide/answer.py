"""The finding of a regime in one case: through the compiled regime where there is one, else interpreted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Inexact
from functools import cached_property
from typing import Any

from rukhsa.cache import is_kept
from rukhsa.decide.rules import rules_of
from rukhsa.decide.steps import DECIDING, Step
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.compiled import Compiled, Prepared, Row
from rukhsa.language.interpret import Interpreter, Interval, Truth
from rukhsa.language.tree import Node
from rukhsa.language.vocabulary import Value
from rukhsa.law.regime import Regime

USES_INTERPRETED = 20  # to compile a regime costs as much as to interpret so many cases
ALWAYS = ("scope", "cover", "require")  # of these the compiled regime reports all that are not false
_MOST_FINDINGS = 10_000
_NONE: Mapping[str, Truth] = {}


def answer(
    regime: Regime, facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]]
) -> tuple[Finding, Callable[[], Interpreter]]:
    """The finding, and how to get the interpreter that explains it."""
    fast = fast_of(regime, uses=USES_INTERPRETED)
    if fast is not None:
        try:
            return fast.answer(facts, parties)
        except Inexact:  # a number too fine for the compiled form
            pass
    interpreter = Interpreter(regime, facts, parties)
    return find(regime, Interpreted(regime, interpreter.truth_of)), lambda: interpreter


def answer_near(
    regime: Regime, near: Regime, finding: Finding, interpreter: Interpreter, step: Step
) -> tuple[Finding, Callable[[], Interpreter]]:
    """The finding of a regime, given that of the same case under a neighbor and the step from there."""
    told = Neighbor(regime, interpreter, step.affected)
    moves = _Moves(near, interpreter, regime, told, step)
    # out of the law's reach only scope, and what reaches beyond it, can bring the case back
    outside = finding.scope is False and not finding.grounds and not finding.exempted
    deciding = step.beyond if outside else step.deciding
    wanted = _wanted(regime, near, finding, deciding, moves)
    for name, otherwise in deciding:
        if wanted is not None and not _bears(name, wanted, regime, near):
            continue
        if moves.moved(name) or (otherwise and told.truth_of(name) is not False):
            finding = find(regime, Interpreted(regime, told.truth_of))
            break
    return finding, lambda: told


def _wanted(
    regime: Regime, near: Regime, finding: Finding, deciding: Sequence[tuple[str, bool]], moves: _Moves
) -> frozenset[str] | None:
    """The requirements that are, or may be, met under both of two neighbors; `None` if it is not known."""
    if finding.scope is False or finding.exempted:
        return None
    wanted = frozenset(ground.name for ground in finding.grounds)
    for name, otherwise in deciding:
        if regime.kind(name) == "require" and (moves.moved(name) or (otherwise and name in wanted)):
            return None
    return wanted


def _bears(name: str, wanted: frozenset[str], *regimes: Regime) -> bool:
    """Whether an exception or a review bears on one of these requirements; what is neither may always bear."""
    kind = regimes[0].kind(name)
    if kind not in ("except", "bar", "review"):
        return True
    if not wanted or kind == "bar":
        return bool(wanted)
    bodies = [regime.provisions[name].body for regime in regimes if name in regime.provisions]
    return any(not wanted.isdisjoint(body.of if kind == "review" else body.overcomes) for body in bodies)


class _Moves:
    """Which provisions come out otherwise for one case after a step. What reads nothing that does stays as it was."""

    def __init__(
        self, near: Regime, before: Interpreter, regime: Regime, after: Interpreter, step: Step
    ) -> None:
        self.near = near
        self.regime = regime
        self.before = before
        self.after = after
        self.step = step
        self._found: dict[str, bool] = {}

    def moved(self, name: str) -> bool:
        """Whether a provision's truth, number or membership differs for the case or one of its parties."""
        if name not in self._found:
            self._found[name] = False  # of what reads itself, the others decide
            asked = name in self.step.changed or any(map(self.moved, self.step.reads.get(name, ())))
            self._found[name] = asked and self._differs(name)
        return self._found[name]

    def _differs(self, name: str) -> bool:
        before, after = self.before, self.after
        kind = self.regime.kind(name)
        if kind == "set":
            other = self.near.members(name) ^ self.regime.members(name)
            return not other.isdisjoint(self._values)
        of = (None, *range(len(after.parties)))
        if kind == "derive":
            return any(before.number_of(name, party) != after.number_of(name, party) for party in of)
        return any(before.truth_of(name, party) != after.truth_of(name, party) for party in of)

    @cached_property
    def _values(self) -> frozenset[Value]:
        """Every text that is a fact of the case: what may be a member of a set."""
        every = (self.after.facts, *self.after.parties)
        return frozenset(value for facts in every for value in facts.values() if isinstance(value, str))


def fast_of(regime: Regime, *, uses: int = 0) -> Fast | None:
    """The compiled regime, once it has been used often enough for the compiler to pay.

    Args:
        uses: how many uses the interpreter still gets; 0 compiles now.
    """
    memo = regime.memo
    if "fast" in memo:
        found: Fast | None = memo["fast"]
        return found
    memo["uses"] = memo.get("uses", 0) + 1
    early = memo["uses"] <= uses
    if early and memo["uses"] > 1:
        return None
    compiled = None
    if "key" in memo:
        # who asked of this law before, in another process, will ask again
        again = early and not sys.dont_write_bytecode and is_kept("hash", memo["key"])
        compiled = _kept(regime, memo["key"], make=again or not early)
    if early and compiled is None:
        return None
    if compiled is None:
        from rukhsa.language.compile import compile_law

        compiled = compile_law(regime, plan_of(regime))
    fast = memo["fast"] = None if compiled is None else Fast(regime, compiled)
    return fast


def _kept(regime: Regime, key: str, *, make: bool) -> Compiled | None:
    """The compiled regime from the cache, which it enters if it is to be made."""
    from rukhsa.cache import kept_module

    def source() -> str | None:
        from rukhsa.language.compile import source_of

        return source_of(regime, plan_of(regime))

    module = kept_module("regime", key, source if make else None)
    return None if module is None else Compiled(vars(module))


def plan_of(regime: Regime) -> Any:
    """What the compiler is asked to decide, and when it need not."""
    from rukhsa.language.compile import Plan

    rules = rules_of(regime)
    groups = {name: "found" for kind in DECIDING for name in regime.of_kind(kind)}
    return Plan(groups, rules.needs(), regime.of_kind("classify"), regime.vocabulary.party_facts)


class Fast:
    """A compiled regime and the findings that it led to: one for each set of provisions found true or open."""

    def __init__(self, regime: Regime, compiled: Compiled) -> None:
        self.regime = regime
        self.compiled = compiled
        self.kinds = {name: kind for kind in DECIDING for name in regime.of_kind(kind)}
        self.explained = 0  # cases that somebody asked why
        self._findings: dict[tuple[int, ...], Finding] = {}

    def answer(
        self, facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]]
    ) -> tuple[Finding, Callable[[], Interpreter]]:
        prepared = self.compiled.prepare(facts, parties)
        finding, known, found = self.settle(prepared)
        return finding, lambda: Seeded(facts, parties, self, prepared, known, found)

    def settle(self, prepared: Prepared) -> tuple[Finding, tuple[Truth, ...], tuple[int, ...]]:
        """The finding of a prepared case, the truths that are always decided, and what was found true or open."""
        known, *reported = self.compiled.decide(prepared)  # a law that decides nothing reports nothing
        found = tuple(*reported)
        finding = self._findings.get(found)
        if finding is None:
            if len(self._findings) >= _MOST_FINDINGS:
                self._findings.clear()
            finding = self._findings[found] = find(self.regime, self.truths(found))
        return finding, known, found

    def truths(self, found: tuple[int, ...]) -> Computed:
        return Computed(self.compiled.names, self.kinds, found)


class Interpreted:
    """Truths as the interpreter finds them."""

    def __init__(self, regime: Regime, truth: Callable[[str], Truth]) -> None:
        self._regime = regime
        self._truth = truth
        self._found: dict[str, Mapping[str, Truth]] = {}

    def of(self, kind: str) -> Mapping[str, Truth]:
        if kind not in self._found:
            truths = {name: self._truth(name) for name in self._bearing(kind)}
            self._found[kind] = {name: truth for name, truth in truths.items() if truth is not False}
        return self._found[kind]

    def _bearing(self, kind: str) -> Iterable[str]:
        """The provisions of a kind, less those that bear on nothing that is found."""
        names = self._regime.of_kind(kind)
        rules = rules_of(self._regime)
        match kind:
            case "except":
                wanted = self.of("require")
                return [name for name in names if not rules.overcomes[name].isdisjoint(wanted)]
            case "bar":
                exceptions = self.of("except")
                return [name for name in names if not rules.strikes[name].isdisjoint(exceptions)]
            case "review":
                wanted = self.of("require")
                return [name for name in names if not rules.of[name].isdisjoint(wanted)]
        return names


class Computed:
    """Truths as the compiled regime reports them: twice a provision's number, and one more when it is unknown."""

    def __init__(self, names: Sequence[str], kinds: Mapping[str, str], found: tuple[int, ...]) -> None:
        self._of: dict[str, dict[str, Truth]] = {}
        for code in sorted(found):
            name = names[code >> 1]
            self._of.setdefault(kinds[name], {})[name] = None if code & 1 else True

    def of(self, kind: str) -> Mapping[str, Truth]:
        return self._of.get(kind, _NONE)


class Seeded(Interpreter):
    """The interpreter, to which the compiled regime has told the truths that it found."""

    def __init__(
        self,
        facts: Mapping[str, Value],
        parties: Sequence[Mapping[str, Value]],
        fast: Fast,
        prepared: Prepared,
        known: tuple[Truth, ...],
        found: tuple[int, ...],
    ) -> None:
        super().__init__(fast.regime, facts, parties)
        fast.explained += 1
        self.fast = fast
        self.prepared = prepared
        self.known = known
        self._places = fast.compiled.places
        self._found = {fast.compiled.names[code >> 1]: None if code & 1 else True for code in found}
        self._kinds = fast.kinds

    @cached_property
    def row(self) -> Row | None:
        """The case in one row; `None` where a number is too fine for it."""
        try:
            return self.fast.compiled.row(self.prepared)
        except Inexact:
            return None

    def truth_of(self, name: str, party: int | None = None) -> Truth:
        if party is None or self.provisions.counts(name) is None:
            place = self._places.get(name)
            if place is not None:
                return self.known[place]
            kind = self._kinds.get(name)
            if kind in ALWAYS or name in self._found:
                return self._found.get(name, False)
        return super().truth_of(name, party)

    def truth(self, node: Node, party: int | None = None) -> Truth:
        # INVARIANT: the nodes are those of the regime's own trees, which live as long as it does
        key = (id(node), party)
        if key not in self.nodes:
            self.nodes[key] = super().truth(node, party)
        return self.nodes[key]


class Neighbor(Interpreter):
    """The interpreter of a regime that differs little from one whose case is decided already."""

    def __init__(self, regime: Regime, near: Interpreter, affected: frozenset[str]) -> None:
        super().__init__(regime, near.facts, near.parties)
        own = dict.fromkeys(affected, self)
        # a neighbor of a neighbor asks at once the one that decides
        self._deciding: dict[str, Neighbor] = {**near._deciding, **own} if isinstance(near, Neighbor) else own
        self._first: Interpreter = near._first if isinstance(near, Neighbor) else near

    def truth_of(self, name: str, party: int | None = None) -> Truth:
        deciding = self._deciding.get(name, self._first)
        return super().truth_of(name, party) if deciding is self else deciding.truth_of(name, party)

    def number_of(self, name: str, party: int | None = None) -> Interval:
        deciding = self._deciding.get(name, self._first)
        return super().number_of(name, party) if deciding is self else deciding.number_of(name, party)
