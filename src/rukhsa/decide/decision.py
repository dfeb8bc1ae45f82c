"""The decision on one case: every side's answer and the strictest of them, as data and as words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rukhsa.decide.case import Case
from rukhsa.decide.conflicts import Conflict, conflicts_of
from rukhsa.decide.side import Change, Reading, Side
from rukhsa.decide.verdict import (
    NO_LICENSE,
    NOT_SUBJECT,
    STRICTNESS,
    UNDETERMINED,
    VERDICTS,
    policies_together,
    strictest,
    strictest_of,
)
from rukhsa.hints import Any
from rukhsa.language.missing import Missing
from rukhsa.law.pack import Pack
from rukhsa.once import cached_property
from rukhsa.records import replace

_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}


class Decision:
    """May this item go to these parties, there, for this use, on this date; and why.

    Attributes:
        verdict: the strictest verdict over all sides, or `undetermined`.
        possible: the verdicts that the known facts admit, mildest first.
        sides: one answer per pack that is asked and reaches the day.
        regime: the hash of the law that decided.
        left_out: packs that are asked and begin after the day: what their law said is not known.
    """

    def __init__(
        self,
        case: Case,
        sides: Sequence[Side],
        on: str,
        known: str | None,
        accept: str,
        regime: str | Callable[[], str],
        left_out: Mapping[str, Pack] | None = None,
    ) -> None:
        self.case = case
        self.sides = tuple(sides)
        self.on = on
        self.known = known
        self.accept = accept
        self._regime = regime
        self.left_out = left_out or {}
        self.possible = strictest(side.finding for side in self.sides)

    @cached_property
    def regime(self) -> str:
        return self._regime if isinstance(self._regime, str) else self._regime()

    @property
    def verdict(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED

    def alone(self, name: str) -> Decision:
        """The decision as this side alone gives it.

        Raises:
            KeyError: no such side was asked.
        """
        for side in self.sides:
            if side.pack.name == name:
                return Decision(self.case, [side], self.on, self.known, self.accept, self._regime)
        raise KeyError(name)

    @cached_property
    def ordered(self) -> tuple[Side, ...]:
        """The sides, the strictest answer first."""

        def strictness(side: Side) -> tuple[int, int, int]:
            ranks = [_RANK[verdict] for verdict in side.possible]
            policies = [STRICTNESS[policy] for policy in side.review_policies]
            return max(ranks), min(ranks), max(policies, default=-1)

        return tuple(sorted(self.sides, key=strictness, reverse=True))

    @property
    def decisive(self) -> Side:
        """The side whose answer is the strictest."""
        return self.ordered[0]

    @cached_property
    def in_play(self) -> tuple[Side, ...]:
        """The sides whose law may reach the case, the strictest first; all where none does."""
        return tuple(side for side in self.ordered if side.verdict != NOT_SUBJECT) or self.ordered

    @property
    def review_policy(self) -> str | None:
        """The review policy of an application; `None` when no license is needed or the policy is open."""
        return self.review_policies[0] if len(self.review_policies) == 1 else None

    @cached_property
    def review_policies(self) -> tuple[str, ...]:
        """The policies that remain possible, mildest first: the strictest of the sides that require a license."""
        return policies_together(side.finding for side in self.sides)

    @property
    def classification(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for side in self.sides for code in side.classification))

    @property
    def requirements(self) -> tuple[str, ...]:
        return tuple(name for side in self.sides for name in side.finding.met)

    @property
    def exceptions(self) -> tuple[str, ...]:
        return tuple(name for side in self.sides for name in side.finding.exceptions)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where obeying one provision may break another: a flag that changes no verdict."""
        return conflicts_of(self.sides)

    @property
    def open_sides(self) -> tuple[Side, ...]:
        """The sides whose open questions keep the verdict open, the strictest first."""
        mildest = _RANK[self.possible[0]]
        return tuple(side for side in self.ordered if max(map(_RANK.__getitem__, side.possible)) > mildest)

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the facts that would settle the verdict, those of the strictest side first."""
        found: list[Missing] = [item for side in self.open_sides for item in side.missing]
        return tuple(dict.fromkeys(item.fact for item in found))

    @property
    def carrying_sides(self) -> tuple[Side, ...]:
        """The sides on whose presumptions the verdict rests, the strictest first.

        A license that one side requires is required whatever the others say; a milder verdict needs them all.
        """
        if self.verdict == UNDETERMINED:
            return ()
        return tuple(side for side in self.ordered if self.verdict in (side.verdict, *VERDICTS[:-1]))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Names of the presumptions that carry the verdict."""
        return tuple(dict.fromkeys(fact for side in self.carrying_sides for fact, _, _ in side.assumed))

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
    def readings(self) -> tuple[Reading, ...]:
        return tuple(reading for side in self.sides for reading in side.readings)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The next change of every side, the earliest first; those by the letter of the law last."""
        found = [change for side in self.sides for change in side.changes]
        return tuple(sorted(found, key=lambda change: (change.by_law, change.day)))

    @cached_property
    def next_change(self) -> Change | None:
        """The first later day on which some side's answer differs, and what all sides then say together."""
        if len(self.sides) == 1 or not self.changes:
            return self.changes[0] if self.changes else None
        first = self.changes[0]
        possible: list[Iterable[str]] = []
        acts: list[str] = []
        for side in self.sides:
            now = next((c for c in side.changes if c.day == first.day and c.by_law == first.by_law), None)
            by_law = next((r for r in side.readings if r.kind == "by_law"), None) if first.by_law else None
            possible.append((now or by_law or side).possible)
            acts.extend(now.acts if now else ())
        return replace(first, possible=strictest_of(possible), acts=tuple(dict.fromkeys(acts)))

    def to_data(self) -> dict[str, Any]:
        """The whole answer as JSON-able data with the keys of `docs/decision.schema.json`."""
        from rukhsa.decide.data import decision_data

        return decision_data(self)

    def text(self, lang: str = "en") -> str:
        """The whole answer as text to send to a colleague, in English (`en`) or Arabic (`ar`)."""
        from rukhsa.decide.text import decision_text

        return decision_text(self, lang)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Decision {self.verdict} on {self.on}>"
