"""The decision on one case: every side's answer and the strictest of them, as data and as words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from rukhsa.decide.case import Case
from rukhsa.decide.side import Side
from rukhsa.decide.verdict import NO_LICENSE, NOT_SUBJECT, UNDETERMINED, strictest
from rukhsa.language.missing import Missing


class Decision:
    """May this item go to these parties, there, for this use, on this date; and why.

    Attributes:
        verdict: the strictest verdict over all sides, or `undetermined`.
        possible: the verdicts that the known facts admit, mildest first.
        sides: one answer per pack.
    """

    def __init__(
        self, case: Case, sides: Sequence[Side], on: str, known: str | None, accept: str, regime: str
    ) -> None:
        self.case = case
        self.sides = tuple(sides)
        self.on = on
        self.known = known
        self.accept = accept
        self.regime = regime
        self.possible = strictest(side.finding for side in self.sides)

    @property
    def verdict(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED

    @cached_property
    def decisive(self) -> Side:
        """The side whose answer is the strictest."""
        from rukhsa.decide.verdict import VERDICTS

        return max(self.sides, key=lambda side: max(VERDICTS.index(verdict) for verdict in side.possible))

    @property
    def review_policy(self) -> str | None:
        """The review policy of an application; `None` when no license is needed or the policy is open."""
        return self.decisive.finding.policy

    @property
    def review_policies(self) -> tuple[str, ...]:
        return self.decisive.review_policies

    @property
    def classification(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for side in self.sides for code in side.classification))

    @property
    def requirements(self) -> tuple[str, ...]:
        return tuple(name for side in self.sides for name in side.finding.met)

    @property
    def exceptions(self) -> tuple[str, ...]:
        return tuple(name for side in self.sides for name in side.finding.exceptions)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the facts that would settle the verdict, most needed first."""
        found: list[Missing] = [item for side in self.sides for item in side.missing]
        return tuple(dict.fromkeys(item.fact for item in found))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names of the presumptions that carry the verdict."""
        return tuple(dict.fromkeys(fact for side in self.sides for fact, _, _ in side.assumed))

    @cached_property
    def hypothetical(self) -> tuple[str, ...]:
        """What-if acts that count in this answer."""
        return tuple(
            dict.fromkeys(
                act.name
                for side in self.sides
                for act in side.pack.log.acts.values()
                if act.kind == "hypothetical"
            )
        )

    @property
    def leans_on_presumption(self) -> bool:
        """Whether a verdict that no license is needed stands on a presumption."""
        return self.verdict in (NO_LICENSE, NOT_SUBJECT) and bool(self.assumed)

    @property
    def readings(self) -> tuple[Any, ...]:
        return tuple(reading for side in self.sides for reading in side.readings)

    @property
    def changes(self) -> tuple[Any, ...]:
        return tuple(change for side in self.sides for change in side.changes)

    def to_data(self) -> dict[str, Any]:
        """The whole answer as JSON-able data with the keys of `docs/decision.schema.json`."""
        from rukhsa.decide.data import decision_data

        return decision_data(self)

    def __str__(self) -> str:
        from rukhsa.decide.text import decision_text

        return decision_text(self)

    def __repr__(self) -> str:
        return f"<Decision {self.verdict} on {self.on}>"
