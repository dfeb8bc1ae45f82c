"""How the provisions of a regime bear upon each other, looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rukhsa.language.interpret import Truth
from rukhsa.law.regime import Regime


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
        kinds = ("require", "except", "bar", "review")
        bodies = {name: regime.provisions[name].body for kind in kinds for name in regime.of_kind(kind)}
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
            kind
            for kind in ("scope", "cover")
            if not regime.of_kind(kind) and kind not in regime.kinds.values()
        )


def rules_of(regime: Regime) -> Rules:
    if "rules" not in regime.memo:
        regime.memo["rules"] = Rules(regime)
    rules: Rules = regime.memo["rules"]
    return rules
