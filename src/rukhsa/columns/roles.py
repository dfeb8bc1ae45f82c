"""Provisions by how they bear on an answer: those that differ in name alone are one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rukhsa.decide.rules import Rules
from rukhsa.decide.verdict import STRICTNESS, speaking_of
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Bearing:
    """A provision that is true or open on a line.

    Attributes:
        number: of what it is to others.
        shape: of what is unknown of it; none if it is true.
    """

    kind: str
    name: str
    number: int
    shape: int | None


class Roles:
    """What provisions are to an answer, where names do not matter: verdicts, policies, and open facts.

    Requirements of the same truth that the same exceptions overcome, and of which reviews of the same policies speak,
    are one ground to `find`: it asks only what all grounds, or all that are sure, have in common. Of what opens scope
    or cover, any is as good as another. How many reviews of one policy speak stays counted: beyond a number of
    unknown ones, `find` lists policies without trying them.
    """

    def __init__(self) -> None:
        self._reviews: dict[Hashable, int] = {}

    def alike(self, rules: Rules, terms: Sequence[Bearing]) -> tuple[Hashable, list[Bearing]]:
        """What the answer hangs on, and one of the terms of each role."""
        terms, scoped = self._bearing(rules, terms)
        exceptions = [(term.number, rules.overcomes[term.name]) for term in terms if term.kind == "except"]
        reviews = [
            (number, rules.of[name])
            for name, number in self._numbered(
                [term for term in terms if term.kind == "review"], rules
            ).items()
        ]
        found: dict[Hashable, Bearing] = {}
        rest: list[Bearing] = []
        for term in terms:
            role: Hashable
            match term.kind:
                case "require":
                    name = term.name
                    role = (
                        term.shape,
                        scoped or rules.unscoped[name],
                        frozenset([number for number, of in exceptions if name in of]),
                        tuple(sorted([number for number, of in reviews if name in of])),
                    )
                case "scope" | "cover":
                    role = (term.kind, term.shape)
                case "review":
                    rest.append(term)
                    continue
                case _:
                    role = (term.kind, term.number, term.shape)
            found.setdefault(role, term)
        return frozenset(found), [*found.values(), *rest]

    def _bearing(self, rules: Rules, terms: Sequence[Bearing]) -> tuple[list[Bearing], bool]:
        """The terms without those that a ground which nothing takes away leaves idle; whether scope is sure.

        An exception that does not overcome such a ground frees nothing, and bars of it alone strike nothing; what
        the law covers is asked only where no ground is sure.
        """
        scoped = any(term.kind == "scope" and term.shape is None for term in terms)
        exceptions = [term for term in terms if term.kind == "except"]
        exempted = [rules.overcomes[term.name] for term in exceptions if rules.exempts[term.name]]
        firm = {
            term.name
            for term in terms
            if term.kind == "require"
            and term.shape is None
            and (scoped or rules.unscoped[term.name])
            and not any(term.name in of for of in exempted)
        }
        if not firm:
            return list(terms), scoped
        left = {
            term.name
            for term in exceptions
            if rules.exempts[term.name] or firm.issubset(rules.overcomes[term.name])
        }
        idle = {
            term.name
            for term in terms
            if term.kind == "cover"
            or (term.kind == "except" and term.name not in left)
            or (term.kind == "bar" and left.isdisjoint(rules.strikes[term.name]))
        }
        terms = [term for term in terms if term.name not in idle or term.kind == "scope"]
        return (terms if left else self._outranked(rules, terms, firm)), scoped

    def _outranked(self, rules: Rules, terms: Sequence[Bearing], firm: set[str]) -> list[Bearing]:
        """The terms without requirements whose reviews are never stricter than those of a ground that stands.

        Nothing frees from that ground: a license is required, and the strictest policy counts.
        """
        reviews = [
            (term.name, True if term.shape is None else None, rules.of[term.name])
            for term in terms
            if term.kind == "review"
        ]

        def strictness(name: str) -> list[int]:
            own = tuple([(review, truth) for review, truth, of in reviews if name in of])
            return [STRICTNESS[policy] for policy in speaking_of(rules, own)[0]]

        ranks = {term.name: strictness(term.name) for term in terms if term.kind == "require"}
        first = max(sorted(firm), key=lambda name: min(ranks[name]))
        floor = min(ranks[first])
        kept = {name for name, rank in ranks.items() if name == first or max(rank) > floor}
        speaking = {review for review, _, of in reviews if not of.isdisjoint(kept)}
        return [
            term
            for term in terms
            if term.name in kept
            or term.name in speaking
            or term.kind not in ("require", "review", "except", "bar")
        ]

    def _numbered(self, reviews: Sequence[Bearing], rules: Rules) -> dict[str, int]:
        """A number for what each review is to its requirements: policy and truth, unless another displaces it."""
        names = {term.name for term in reviews}
        displaced = {other for name in names for other in rules.displaces[name]}
        found: dict[str, int] = {}
        for term in reviews:
            alone = term.name not in displaced and names.isdisjoint(rules.displaces[term.name])
            role = (term.shape, rules.policy[term.name] if alone else term.number)
            found[term.name] = self._reviews.setdefault(role, len(self._reviews))
        return found
