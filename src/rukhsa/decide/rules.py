"""How the provisions of a regime bear upon each other, looked up once, each when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rukhsa.hints import TYPE_CHECKING, Any, Protocol
from rukhsa.once import cached_property

if TYPE_CHECKING:
    from rukhsa.language.interpret import Truth
    from rukhsa.law.act import Body
    from rukhsa.law.fold import InForce


class Truths(Protocol):
    """Which provisions are, or may be, true of a case."""

    def of(self, kind: str) -> Mapping[str, Truth]:
        """Provisions of a kind that are not surely false, by name.

        Exceptions and reviews that bear on no such requirement, and bars that bear on no such exception,
        may be left out.
        """


class Standing(Protocol):
    """What stands: a regime, or as much of one as decides a case.

    Attributes:
        memo: what others work out of it once.
    """

    @property
    def provisions(self) -> Mapping[str, InForce]: ...
    @property
    def kinds(self) -> Mapping[str, str]: ...
    @property
    def memo(self) -> dict[Any, Any]: ...

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The provisions of a kind."""


class _Of(dict[str, Any]):
    """What provisions say, by name: worked out of a text when it is first asked for."""

    def __init__(self, find: Callable[[str], Any]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, name: str) -> Any:
        found = self[name] = self._find(name)
        return found


class Rules:
    """What requirements, exceptions, bars and reviews of one regime say of each other.

    Attributes:
        overcomes: requirements that an exception overcomes.
        exempts: whether the ground does not arise under an exception.
        strikes: exceptions that a bar strikes.
        of: requirements of which a review speaks.
        policy: the policy of a review.
        displaces: reviews that a review displaces.
        unscoped: whether a requirement reaches beyond the scope.
        spoken: policies and reviews that speak, by the truths of all reviews of one requirement, as far as found.
    """

    def __init__(self, regime: Standing) -> None:
        self._regime = regime
        self.spoken: dict[tuple[tuple[str, Truth], ...], tuple[set[str], list[str]]] = {}
        self.overcomes: Mapping[str, frozenset[str]] = _Of(lambda name: frozenset(self._body(name).overcomes))
        self.exempts: Mapping[str, bool] = _Of(lambda name: self._body(name).effect == "exempt")
        self.strikes: Mapping[str, frozenset[str]] = _Of(self._strikes)
        self.of: Mapping[str, frozenset[str]] = _Of(lambda name: frozenset(self._body(name).of))
        self.policy: Mapping[str, str | None] = _Of(lambda name: self._body(name).policy)
        self.displaces: Mapping[str, frozenset[str]] = _Of(lambda name: frozenset(self._body(name).displaces))
        self.unscoped: Mapping[str, bool] = _Of(lambda name: self._body(name).unscoped)

    @cached_property
    def always(self) -> frozenset[str]:
        """`scope` and `cover`, when the pack never speaks of them."""
        regime = self._regime
        return frozenset(
            kind
            for kind in ("scope", "cover")
            if not regime.of_kind(kind) and kind not in regime.kinds.values()
        )

    def _body(self, name: str) -> Body:
        return self._regime.provisions[name].body

    def _strikes(self, bar: str) -> frozenset[str]:
        body = self._body(bar)
        return frozenset(body.strikes) or frozenset(
            name
            for name in self._regime.of_kind("except")
            if name not in body.spares and not self.exempts[name]
        )

    def needs(self) -> dict[str, frozenset[str]]:
        """Exceptions, bars and reviews, and what they bear on."""
        bearing = {"except": self.overcomes, "bar": self.strikes, "review": self.of}
        return {name: said[name] for kind, said in bearing.items() for name in self._regime.of_kind(kind)}


def rules_of(regime: Standing) -> Rules:
    if "rules" not in regime.memo:
        regime.memo["rules"] = Rules(regime)
    rules: Rules = regime.memo["rules"]
    return rules
