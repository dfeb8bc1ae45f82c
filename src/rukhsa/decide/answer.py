"""The finding of a regime in one case: through the compiled regime where there is one, else interpreted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Inexact

from rukhsa.cache import is_kept, kept
from rukhsa.decide.rules import rules_of
from rukhsa.decide.steps import DECIDING, Group, Step, may_differ, texts_of
from rukhsa.decide.verdict import Finding, find
from rukhsa.hints import Any
from rukhsa.language.compiled import Compiled, Prepared, Row
from rukhsa.language.interpret import Interpreter, Interval, Truth
from rukhsa.language.tree import Node
from rukhsa.language.vocabulary import Value
from rukhsa.law.regime import Regime
from rukhsa.once import cached_property

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
    groups = _groups(step, finding)
    wanted = _wanted(finding, groups, moves)
    for group in groups:
        if wanted is not None and not _matters(group, wanted):
            continue
        if moves.any_of(group) or any(
            otherwise and told.truth_of(name) is not False for name, otherwise in group.names
        ):
            finding = find(regime, Interpreted(regime, told.truth_of))
            break
    return finding, lambda: told


def may_move(
    step: Step,
    finding: Finding,
    facts: Mapping[str, Value],
    parties: Sequence[Mapping[str, Value]],
    texts: frozenset[str],
) -> bool:
    """Whether a kept step may lead to another finding of a case, as far as its hints tell."""
    open_ = {root for root, hint in step.hints.items() if may_differ(hint, facts, parties, texts)}
    if not open_:
        return False
    wanted = _met(finding)
    return any(
        not open_.isdisjoint(group.roots)
        for group in _groups(step, finding)
        if wanted is None or _matters(group, wanted)
    )


def _groups(step: Step, finding: Finding) -> Sequence[Group]:
    """What may change the finding: out of the law's reach only scope, and what reaches beyond it."""
    outside = finding.scope is False and not finding.grounds and not finding.exempted
    return step.beyond if outside else step.deciding


def _met(finding: Finding) -> frozenset[str] | None:
    """The requirements that are, or may be, met; `None` where the finding does not tell all of them."""
    if finding.scope is False or finding.exempted:
        return None
    return frozenset(ground.name for ground in finding.grounds)


def _wanted(finding: Finding, groups: Sequence[Group], moves: _Moves) -> frozenset[str] | None:
    """The requirements that are, or may be, met under both of two neighbors; `None` if it is not known."""
    wanted = _met(finding)
    if wanted is None:
        return None
    for group in groups:
        if group.kind == "require" and (
            moves.any_of(group) or any(otherwise and name in wanted for name, otherwise in group.names)
        ):
            return None
    return wanted


def _matters(group: Group, wanted: frozenset[str]) -> bool:
    """Whether the provisions of a group bear on one of these requirements."""
    if group.kind == "bar":
        return bool(wanted)
    return group.bears is None or not wanted.isdisjoint(group.bears)


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

    def any_of(self, group: Group) -> bool:
        """Whether some provision of a group comes out otherwise."""
        return any(map(self.moved, group.roots)) and any(self.moved(name) for name, _ in group.names)

    def moved(self, name: str) -> bool:
        """Whether a provision's truth, number or membership differs for the case or one of its parties."""
        if name not in self._found:
            self._found[name] = False  # of what reads itself, the others decide
            if name in self.step.changed:
                asked = may_differ(
                    self.step.hints.get(name), self.after.facts, self.after.parties, self._texts
                )
            else:
                asked = any(map(self.moved, self.step.reads.get(name, ())))
            self._found[name] = asked and self._differs(name)
        return self._found[name]

    @cached_property
    def _texts(self) -> frozenset[str]:
        return texts_of(self.after.facts, self.after.parties)

    def _differs(self, name: str) -> bool:
        before, after = self.before, self.after
        kind = self.regime.kind(name)
        if kind == "set":
            other = self.near.members(name) ^ self.regime.members(name)
            return not other.isdisjoint(self._texts)
        of = (None, *range(len(after.parties)))
        if kind == "derive":
            return any(before.number_of(name, party) != after.number_of(name, party) for party in of)
        return any(before.truth_of(name, party) != after.truth_of(name, party) for party in of)


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
        again = early and not sys.dont_write_bytecode and is_kept("asked", memo["key"])
        if not again:
            kept("asked", memo["key"], list, list)
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
