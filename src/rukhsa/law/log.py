"""The log: every act of a pack in order, and the indexes that the fold reads."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rukhsa.hints import Any
from rukhsa.language.tree import Compare, Const, Fact, Node, facts_of, walk
from rukhsa.law.act import Act, Clause, beneath
from rukhsa.law.terms import GRADES
from rukhsa.once import cached_property

RANK = {grade: rank for rank, grade in enumerate(GRADES)}
AS_OF = "as_of"


class Log:
    """Acts, each under its own name. Immutable; `plus` gives a longer log."""

    def __init__(
        self,
        acts: Iterable[Act],
        days: Mapping[str, frozenset[str]] | None = None,
        kinds: Mapping[str, str] | None = None,
        suspending: frozenset[str] | None = None,
        starts: Mapping[str, str] | None = None,
    ) -> None:
        """`days`, `kinds`, `suspending`, `starts`: what these gave for these very acts, where the caller kept it."""
        acts = list(acts)
        self._known_days = days
        self._known_kinds = kinds
        self._known_suspending = suspending
        self._known_starts = starts
        self.acts: dict[str, Act] = {act.name: act for act in acts}
        # Acts that another of their name displaces: law lost, which `law.check` reports.
        self.lost: tuple[Act, ...] = tuple(act for act in acts if self.acts[act.name] is not act)

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What others work out of the log once."""
        return {}

    def plus(self, acts: Iterable[Act]) -> Log:
        more = list(acts)
        if self._known_days is None or self._known_kinds is None:
            return Log([*self.acts.values(), *more])
        own = Log(more)
        return Log(
            [*self.acts.values(), *more],
            {**self._known_days, **own.days},
            {**self._known_kinds, **own.kinds},
            starts=None if self._known_starts is None else {**self._known_starts, **own.starts},
        )

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses, earliest published first: a later one may act upon an earlier one."""
        return self._in_order(self.acts.values())

    def _in_order(self, acts: Iterable[Act]) -> tuple[Clause, ...]:
        return tuple(
            sorted(
                (clause for act in acts for clause in act.clauses),
                key=lambda clause: (*self.published(clause), clause.act, clause.index),
            )
        )

    @cached_property
    def suspending(self) -> frozenset[str]:
        """The acts that suspend something."""
        if self._known_suspending is not None:
            return self._known_suspending
        return frozenset(clause.act for clause in self.clauses if clause.verb == "suspend")

    @cached_property
    def suspends(self) -> tuple[Clause, ...]:
        """Clauses that suspend something, earliest published first."""
        acts = (act for name, act in self.acts.items() if name in self.suspending)
        return tuple(clause for clause in self._in_order(acts) if clause.verb == "suspend")

    def published(self, clause: Clause) -> tuple[str, int]:
        act = self.acts[clause.act]
        return (act.public, act.seq)

    @cached_property
    def _ranks(self) -> dict[tuple[str, int], int]:
        return {(clause.act, clause.index): rank for rank, clause in enumerate(self.clauses)}

    def rank(self, clause: Clause) -> int:
        """The place of a clause in the order of publication."""
        return self._ranks[(clause.act, clause.index)]

    def text_order(self, clause: Clause) -> tuple[str, str, int, str, int]:
        """The order in which texts of one provision replace each other."""
        act = self.acts[clause.act]
        return (clause.start, act.public, act.seq, clause.act, clause.index)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The kind of every provision that any act writes."""
        if self._known_kinds is not None:
            return self._known_kinds
        return {clause.target: clause.body.kind for clause in self.clauses if clause.body is not None}

    @cached_property
    def holds(self) -> dict[str, str]:
        """What each set holds: `country` or `text`."""
        return {
            clause.target: clause.body.holds
            for clause in self.clauses
            if clause.body is not None and clause.body.holds is not None
        }

    @cached_property
    def writes(self) -> dict[str, tuple[Clause, ...]]:
        """The clauses that write each provision, rescissions of it included, in the order of its texts."""
        found: dict[str, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            if clause.writes:
                found[clause.target].append(clause)
        for clause in self.clauses:
            if clause.verb == "rescind" and not self.is_act(clause.target):
                for name, writes in found.items():
                    if beneath(name, clause.target):
                        writes.append(clause)
        return {name: tuple(sorted(items, key=self.text_order)) for name, items in found.items()}

    def writes_of(self, act: str, name: str) -> bool:
        """Whether an act writes a provision, or rescinds it: as `writes` has it, of one act alone."""
        return act in self.acts and any(
            clause.target == name
            if clause.writes
            else clause.verb == "rescind" and not self.is_act(clause.target) and beneath(name, clause.target)
            for clause in self.acts[act].clauses
        )

    @cached_property
    def upon_acts(self) -> dict[str, tuple[Clause, ...]]:
        """Clauses that suspend, resume, rescind or amend an act or a clause, by that target."""
        found: dict[str, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            if not clause.writes and self.is_act(clause.target):
                found[clause.target].append(clause)
        return {target: tuple(items) for target, items in found.items()}

    @cached_property
    def upon_limbs(self) -> tuple[Clause, ...]:
        """Clauses that suspend or resume a limb or a subtree."""
        return tuple(
            clause
            for clause in self.clauses
            if clause.verb in ("suspend", "resume") and not self.is_act(clause.target)
        )

    @cached_property
    def resumes(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.verb == "resume")

    def is_act(self, target: str) -> bool:
        return target.partition("#")[0] in self.acts

    def accepted(
        self,
        known: str | None,
        accept: str,
        *,
        without: frozenset[str] = frozenset(),
        also: frozenset[str] = frozenset(),
    ) -> frozenset[str]:
        """The acts that count: public by `known`, and of grade `accept` or better.

        Args:
            known: the last day of knowledge; `None` for everything in the log.
            accept: the weakest grade that counts.
            without: acts left out all the same.
            also: acts of weaker grade taken in all the same.
        """
        key = (known, accept, without, also)
        if key not in self._accepted:
            self._accepted[key] = self._find_accepted(*key)
        return self._accepted[key]

    @cached_property
    def _accepted(self) -> dict[tuple[str | None, str, frozenset[str], frozenset[str]], frozenset[str]]:
        return {}

    def _find_accepted(
        self, known: str | None, accept: str, without: frozenset[str], also: frozenset[str]
    ) -> frozenset[str]:
        return frozenset(
            act.name
            for act in self.acts.values()
            if act.name not in without
            and (
                act.kind == "hypothetical"
                or (
                    (known is None or act.public <= known)
                    and (RANK[act.grade] <= RANK[accept] or act.name in also)
                )
            )
        )

    @cached_property
    def dated(self) -> frozenset[tuple[str, int]]:
        """Clauses whose trees compare the date of the question."""
        return frozenset(
            (clause.act, clause.index)
            for clause in self.clauses
            if clause.body is not None
            and clause.body.tree is not None
            and AS_OF in facts_of(clause.body.tree)
        )

    def upon(self, clause: Clause) -> tuple[Clause, ...]:
        """Later suspensions and rescissions of a clause, or of its act."""
        rank = self.rank(clause)
        if rank not in self._upon:
            targets = [clause.act] + ([f"{clause.act}#{clause.label}"] if clause.label else [])
            self._upon[rank] = tuple(
                other
                for target in targets
                for other in self.upon_acts.get(target, ())
                if other.verb in ("suspend", "rescind") and self.rank(other) > rank
            )
        return self._upon[rank]

    @cached_property
    def _upon(self) -> dict[int, tuple[Clause, ...]]:
        return {}

    def beneath(self, target: str) -> frozenset[str]:
        """The provisions that are a target or stand in its subtree."""
        if target not in self._beneath:
            self._beneath[target] = frozenset(name for name in self.writes if beneath(name, target))
        return self._beneath[target]

    @cached_property
    def _beneath(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def simple(self) -> dict[str, tuple[tuple[str, str, str], ...]]:
        """Provisions whose every text is in force from its first to its last day, for no act touches it: those days."""
        return {
            name: tuple((clause.act, clause.start, clause.until or "9999-99-99") for clause in writes)
            for name, writes in self.writes.items()
            if all(self._is_simple(clause) for clause in writes)
        }

    def _is_simple(self, clause: Clause) -> bool:
        amended = clause.label is not None and f"{clause.act}#{clause.label}" in self.upon_acts
        return clause.doubt is None and clause.comply is None and not amended and not self.upon(clause)

    @cached_property
    def dated_limbs(self) -> frozenset[str]:
        """Provisions of which some text compares the date of the question."""
        dated = self.dated
        return frozenset(clause.target for clause in self.clauses if (clause.act, clause.index) in dated)

    @cached_property
    def plain_texts(self) -> dict[tuple[str, tuple[bool, ...]], Any]:
        """Texts in force that the fold has found, by the clauses that write them: most stay from day to day."""
        return {}

    @cached_property
    def boundaries(self) -> tuple[str, ...]:
        """Every day on which the law, or what it says of a case, may differ from the day before."""
        return self.boundaries_of(frozenset(self.acts))

    def boundaries_of(self, accepted: frozenset[str]) -> tuple[str, ...]:
        """The days on which the law of these acts alone may differ from the day before."""
        if accepted not in self._boundaries:
            days = {day for name in accepted for day in self.days[name]}
            self._boundaries[accepted] = tuple(sorted(days))
        return self._boundaries[accepted]

    @cached_property
    def _boundaries(self) -> dict[frozenset[str], tuple[str, ...]]:
        return {}

    @cached_property
    def starts(self) -> Mapping[str, str]:
        """The first day of each act that does something."""
        if self._known_starts is not None:
            return self._known_starts
        acts = self.acts.items()
        return {name: min(clause.start for clause in act.clauses) for name, act in acts if act.clauses}

    @cached_property
    def days(self) -> Mapping[str, frozenset[str]]:
        """The days on which something of an act begins or ends."""
        if self._known_days is not None:
            return self._known_days
        found: dict[str, frozenset[str]] = {}
        for name, act in self.acts.items():
            days: set[str] = set()
            for clause in act.clauses:
                days.add(clause.start)
                if clause.comply:
                    days.add(clause.comply)
                days.update(day_after(day) for day in (clause.until, clause.doubt) if day)
                if clause.body is not None and clause.body.tree is not None:
                    days.update(_dates_in(clause.body.tree))
            if act.saves is not None:
                days.update((act.saves.start, day_after(act.saves.until)))
            found[name] = frozenset(days)
        return found


def day_after(day: str) -> str:
    import datetime

    date = datetime.date.fromisoformat(day)
    return (date if date == datetime.date.max else date + datetime.timedelta(days=1)).isoformat()


def _dates_in(tree: Node) -> set[str]:
    """Days on which a comparison with the date of the question may change."""
    days: set[str] = set()
    for node in walk(tree):
        if isinstance(node, Compare) and Fact(AS_OF) in (node.left, node.right):
            for side in (node.left, node.right):
                if isinstance(side, Const) and isinstance(side.value, str):
                    days.update((side.value, day_after(side.value)))
    return days


def epoch_of(boundaries: tuple[str, ...], on: str) -> str:
    """The first day of the epoch that holds `on`: all days of an epoch have the same law."""
    index = bisect_right(boundaries, on)
    return boundaries[index - 1] if index else "0001-01-01"
