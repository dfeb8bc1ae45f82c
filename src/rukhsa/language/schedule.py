"""The order in which a compiled regime decides its provisions, and what it may skip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from rukhsa.language.expressions import Compilable, Uncompilable
from rukhsa.language.tree import All, Compare, Const, Fact, In, Limb, Node, Ref, facts_of, refs_of
from rukhsa.records import dataclass, field


@dataclass(frozen=True)
class Plan:
    """What is asked of a compiled regime.

    Attributes:
        groups: provisions to report when they are not surely false, and the list that reports them: twice
            the number of the provision, and one more when it is unknown.
        needs: provisions that matter only when one of these may be true; the others are always decided.
        always: provisions to decide without reporting them.
        party_facts: facts that each party has for itself.
    """

    groups: Mapping[str, str]
    needs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    always: Sequence[str] = ()
    party_facts: frozenset[str] = frozenset()


@dataclass
class Step:
    """Provisions decided together: order provisions under one condition, or party provisions in one loop."""

    names: list[str]
    guard: Node | None = None
    party: bool = False
    later: bool = False


class Schedule:
    """What is decided first, what only when it is needed, and which provisions stand together."""

    def __init__(self, law: Compilable, plan: Plan) -> None:
        self.law = law
        self.plan = plan
        self.truths = [name for name in law.ordered if not law.is_number(name)]
        self.number_of = {name: index for index, name in enumerate(sorted(self.truths))}
        numbers = (name for name in law.ordered if law.is_number(name))
        self.derives = {name: f"n{index}" for index, name in enumerate(numbers)}
        wanted = sorted({other for needs in plan.needs.values() for other in needs} & set(self.truths))
        self.bits = {name: 1 << index for index, name in enumerate(wanted)}

    def reads(self, name: str) -> frozenset[str]:
        """The truths that a provision reads."""
        tree = self.law.tree(name)
        assert tree is not None
        return frozenset(ref for ref in refs_of(tree) if ref in self.number_of)

    @cached_property
    def first(self) -> frozenset[str]:
        """Provisions that are always decided, with all that they read."""
        wanted = {*self.plan.always, *self.plan.groups} - self.plan.needs.keys()
        return self._with_reads(n for n in self.truths if n in wanted)

    @cached_property
    def second(self) -> frozenset[str]:
        """Provisions that are decided only when something may need them."""
        return self._with_reads(n for n in self.truths if n in self.plan.needs) - self.first

    def _with_reads(self, names: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        stack = list(names)
        while stack:
            name = stack.pop()
            if name not in found:
                found.add(name)
                stack.extend(self.reads(name))
        return frozenset(found)

    @cached_property
    def skippable(self) -> frozenset[str]:
        """Provisions of the second part that no other provision reads."""
        read = {other for name in self.second for other in self.reads(name)}
        return frozenset(n for n in self.second if n in self.plan.needs and n not in read)

    def steps(self) -> Iterator[Step]:
        done: set[str] = set()
        for part in (self.first, self.second):
            later = part is self.second
            # what others need is decided before what needs it
            for wave in (part - self._needing(part), self._needing(part)):
                left = [name for name in self.truths if name in wave]
                while left:
                    step = self._next(left, done)
                    step.later = later
                    done.update(step.names)
                    left = [name for name in left if name not in done]
                    yield step

    def _needing(self, part: frozenset[str]) -> frozenset[str]:
        """Provisions whose need is another provision of the same part: decided last."""
        return frozenset(n for n in self.skippable & part if self.plan.needs[n] & part)

    def _next(self, left: list[str], done: set[str]) -> Step:
        plain = [n for n in left if self.law.counts(n) is None]
        ready = [n for n in plain if self.reads(n) <= done]
        if ready:
            guards = [self.guard(n) for n in ready]
            best = max(guards, key=lambda guard: (guard is not None, guards.count(guard)))
            return Step(self._closure(plain, done, lambda n: self.guard(n) == best), best)
        party = self._closure(left, done, lambda n: self.law.counts(n) is not None)
        if not party:
            raise Uncompilable("provisions that read each other")
        return Step(party, None, True)

    def _closure(self, left: list[str], done: set[str], fits: Callable[[str], bool]) -> list[str]:
        """Provisions that fit and read only what is done or is among them, in order."""
        names: list[str] = []
        together = set(done)
        for name in left:
            if fits(name) and self.reads(name) <= together:
                names.append(name)
                together.add(name)
        return names

    @cached_property
    def _guards(self) -> dict[str, list[Node]]:
        return {
            name: [part for part in conjuncts(self.law.tree(name)) if self._plain(part)]
            for name in self.truths
        }

    def _plain(self, node: Node) -> bool:
        """Whether a condition is quick to test and about the order only."""
        match node:
            case Ref(name):
                return name in self.number_of and self.law.counts(name) is None
            case In() | Compare(_, Fact(), Const(str())) | Fact():
                return not facts_of(node) & self.plan.party_facts
        return False

    def guard(self, name: str) -> Node | None:
        """The condition that a provision shares with most others."""
        if name not in self._guard:
            shared = [g for g in self._guards[name] if self._popularity[g] > 1]
            self._guard[name] = max(shared, key=self._popularity.__getitem__, default=None)
        return self._guard[name]

    @cached_property
    def _guard(self) -> dict[str, Node | None]:
        return {}

    @cached_property
    def _popularity(self) -> dict[Node, int]:
        found: dict[Node, int] = {}
        for guards in self._guards.values():
            for guard in dict.fromkeys(guards):
                found[guard] = found.get(guard, 0) + 1
        return found

    def mask(self, name: str) -> int:
        return sum(self.bits[other] for other in self.plan.needs[name] if other in self.bits)

    @cached_property
    def readers(self) -> dict[str, list[str]]:
        """The truths that read each derived number, directly or through others."""
        found: dict[str, list[str]] = {name: [] for name in self.derives}
        for truth in self.truths:
            for name in self.numbers_read(truth):
                found[name].append(truth)
        return found

    def numbers_read(self, name: str) -> frozenset[str]:
        """The derived numbers that a provision reads, directly or through others."""
        tree = self.law.tree(name)
        direct = {ref for ref in refs_of(tree) if ref in self.derives} if tree is not None else set()
        return frozenset(direct.union(*(self.numbers_read(other) for other in direct)))

    def of_party(self, derive: str) -> bool:
        """Whether a derived number reads facts of a party."""
        trees = [self.law.tree(name) for name in (derive, *self.numbers_read(derive))]
        return any(facts_of(tree) & self.plan.party_facts for tree in trees if tree is not None)


def conjuncts(tree: Node | None) -> list[Node]:
    """The conditions that must all hold."""
    match tree:
        case None:
            return []
        case All(parts):
            return [found for part in parts for found in conjuncts(part)]
        case Limb(child, _, _):
            return conjuncts(child)
        case _:
            return [tree]
