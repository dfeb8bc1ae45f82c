"""How the provisions of a regime bear upon each other, looked up once; and their truths in one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Inexact
from typing import Any, Protocol

from rukhsa.language.compiled import Compiled, Prepared
from rukhsa.language.interpret import Interpreter, Truth
from rukhsa.language.vocabulary import Value
from rukhsa.law.regime import Regime

DECIDING = ("scope", "cover", "require", "except", "bar", "review")
_NONE: Mapping[str, Truth] = {}


class Truths(Protocol):
    """Which provisions are, or may be, true of a case."""

    def of(self, kind: str) -> Mapping[str, Truth]:
        """Provisions of a kind that are not surely false, by name.

        Exceptions and reviews that bear on no such requirement, and bars that bear on no such exception,
        may be left out.
        """


class Rules:
    """What requirements, exceptions, bars and reviews of one regime say of each other.

    Attributes:
        overcomes: requirements that an exception overcomes.
        exempts: exceptions under which the ground does not arise.
        strikes: exceptions that a bar strikes.
        of: requirements of which a review speaks.
        always: `scope` and `cover`, when the pack never speaks of them.
    """

    def __init__(self, regime: Regime) -> None:
        bodies = {name: provision.body for name, provision in regime.provisions.items()}
        exceptions = regime.of_kind("except")
        self.overcomes = {name: frozenset(bodies[name].overcomes) for name in exceptions}
        self.exempts = frozenset(name for name in exceptions if bodies[name].effect == "exempt")
        self.strikes = {
            bar: frozenset(bodies[bar].strikes)
            or frozenset(e for e in exceptions if e not in bodies[bar].spares and e not in self.exempts)
            for bar in regime.of_kind("bar")
        }
        reviews = regime.of_kind("review")
        self.of = {name: frozenset(bodies[name].of) for name in reviews}
        self.policy = {name: bodies[name].policy for name in reviews}
        self.displaces = {name: frozenset(bodies[name].displaces) for name in reviews}
        self.unscoped = frozenset(name for name in regime.of_kind("require") if bodies[name].unscoped)
        self.always = frozenset(
            kind for kind in ("scope", "cover") if not regime.of_kind(kind) and kind not in regime.kinds.values()
        )


def rules_of(regime: Regime) -> Rules:
    if "rules" not in regime.memo:
        regime.memo["rules"] = Rules(regime)
    rules: Rules = regime.memo["rules"]
    return rules


class Interpreted:
    """Truths as the interpreter finds them."""

    def __init__(self, regime: Regime, truth: Callable[[str], Truth]) -> None:
        self._regime = regime
        self._truth = truth
        self._found: dict[str, Mapping[str, Truth]] = {}

    def of(self, kind: str) -> Mapping[str, Truth]:
        if kind not in self._found:
            truths = {name: self._truth(name) for name in self._regime.of_kind(kind)}
            self._found[kind] = {name: truth for name, truth in truths.items() if truth is not False}
        return self._found[kind]


class Computed:
    """Truths as the compiled regime finds them."""

    __slots__ = ("_compiled", "_groups", "known")

    def __init__(self, compiled: Compiled, prepared: Prepared) -> None:
        self._compiled = compiled
        self.known, *groups = compiled.decide(prepared)
        self._groups = dict(zip(compiled.groups, groups, strict=True))

    def of(self, kind: str) -> Mapping[str, Truth]:
        found = self._groups.get(f"{kind}_")
        if not found:
            return _NONE
        if len(found) > 1:
            found.sort(key=_number)
        names = self._compiled.names
        return {names[number]: truth for number, truth in found}


def _number(reported: tuple[int, Truth]) -> int:
    return reported[0]


class Seeded(Interpreter):
    """The interpreter, to which the compiled regime has told the truths that it found."""

    def __init__(
        self,
        regime: Regime,
        facts: Mapping[str, Value],
        parties: Any,
        compiled: Compiled,
        known: tuple[Truth, ...],
    ) -> None:
        super().__init__(regime, facts, parties)
        self._places = compiled.places
        self._known = known

    def truth_of(self, name: str, party: int | None = None) -> Truth:
        if party is None or self.provisions.counts(name) is None:
            place = self._places.get(name)
            if place is not None:
                return self._known[place]
        return super().truth_of(name, party)


def plan_of(regime: Regime) -> Any:
    """What the compiler is asked to decide, and when it need not."""
    from rukhsa.language.compile import Plan

    rules = rules_of(regime)
    groups = {name: f"{kind}_" for kind in DECIDING for name in regime.of_kind(kind)}
    groups |= {name: "classify_" for name in regime.of_kind("classify")}
    return Plan(groups, {**rules.overcomes, **rules.strikes, **rules.of}, regime.vocabulary.party_facts)


def compiled_of(regime: Regime, *, uses: int = 0) -> Compiled | None:
    """The compiled regime, once it has been used often enough for the compiler to pay.

    Args:
        uses: how many uses the interpreter still gets; 0 compiles now.
    """
    memo = regime.memo
    if "compiled" in memo:
        found: Compiled | None = memo["compiled"]
        return found
    memo["uses"] = memo.get("uses", 0) + 1
    if memo["uses"] <= uses:
        return None
    from rukhsa.language.compile import compile_law

    compiled = memo["compiled"] = compile_law(regime, plan_of(regime))
    return compiled


def truths_of(
    regime: Regime, facts: Mapping[str, Value], parties: Any, *, uses: int = 0
) -> tuple[Truths, Callable[[], Interpreter]]:
    """The truths of a regime in a case, compiled where that is possible, and the interpreter that explains them."""
    compiled = compiled_of(regime, uses=uses)
    if compiled is not None:
        try:
            computed = Computed(compiled, compiled.prepare(facts, parties))
        except Inexact:  # a number too fine for the compiled form
            pass
        else:
            return computed, lambda: Seeded(regime, facts, parties, compiled, computed.known)
    interpreter = Interpreter(regime, facts, parties)
    return Interpreted(regime, interpreter.truth_of), lambda: interpreter
