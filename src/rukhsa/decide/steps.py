"""Steps from one regime to a neighbor: which provisions differ, and which can come out otherwise for it.

A step is the same for every case; those between the successive days of a pack are kept in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from rukhsa.cache import Lines, keeps, kept_lines, one_line, read_line
from rukhsa.hints import Any
from rukhsa.language.required import Wanted, either, fits, required, wanted_from_data, wanted_to_data
from rukhsa.language.vocabulary import Value
from rukhsa.law.fold import InForce
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.once import cached_property
from rukhsa.records import dataclass, field, later, replace

DECIDING = ("scope", "cover", "require", "except", "bar", "review")
BEGINNING = "0001-01-01"
Hint = Mapping[str, Wanted] | Collection[str] | None


@dataclass(frozen=True, slots=True)
class Group:
    """Provisions of one kind that decide verdicts and can come out otherwise together.

    Attributes:
        roots: the provisions that differ on which they hang; where none of these comes out otherwise, none of the
            group does.
        bears: requirements on which they bear, here or there: exceptions and reviews matter to these alone.
        names: the provisions, and whether each bears on others in another way.
    """

    kind: str
    roots: tuple[str, ...]
    bears: frozenset[str] | None
    names: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """From one regime to another.

    Attributes:
        changed: provisions that the two hold differently.
        affected: these and all that read them, here or there.
        deciding: of these, what decides verdicts.
        beyond: of these, what matters even to a case that is out of scope.
        reads: of what is affected, which of the affected provisions each reads.
        hints: of the roots of its groups, where the step is kept, what a case must have for one to matter: a fact that
            names one of the members that the two sets do not share; or what each of some facts must be (`required`),
            for otherwise the provision is false here and there.
    """

    changed: frozenset[str]
    affected: frozenset[str] = frozenset()
    deciding: tuple[Group, ...] = ()
    beyond: tuple[Group, ...] = ()
    reads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, Hint] = field(default_factory=dict)


STILL = Step(frozenset())


def after_all(passed: Sequence[Step], last: Step) -> Step:
    """The last step from the law before others that moved nothing."""
    return later(
        Step,
        {
            "changed": last.changed.union(*(step.changed for step in passed)),
            "affected": last.affected.union(*(step.affected for step in passed)),
            "hints": last.hints,
        },
        {
            "deciding": lambda: last.deciding,
            "beyond": lambda: last.beyond,
            "reads": lambda: last.reads,
        },
    )


def may_differ(
    hint: Hint, facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]], texts: frozenset[str]
) -> bool:
    """Whether a provision that differs may come out otherwise for a case.

    Args:
        texts: every text that is a fact of the case or of a party (`texts_of`).
    """
    if hint is None:
        return True
    if isinstance(hint, Mapping):
        return all(
            any(fits(party.get(fact, facts.get(fact)), wanted) for party in parties)
            for fact, wanted in hint.items()
        )
    return not texts.isdisjoint(hint)


def texts_of(facts: Mapping[str, Value], parties: Sequence[Mapping[str, Value]]) -> frozenset[str]:
    """Every text that is a fact of the case: what may be a member of a set."""
    return frozenset(
        value for every in (facts, *parties) for value in every.values() if isinstance(value, str)
    )


def step_between(before: Regime, after: Regime) -> Step:
    """The step between two regimes of one pack, found once."""
    key = ("step", before)
    if key not in after.memo:
        after.memo[key] = _step(before, after)
    found: Step = after.memo[key]
    return found


def steps_of(pack: Pack, accepted: frozenset[str]) -> Mapping[str, Step] | None:
    """The step to each day on which the law of these acts may differ from the day before; `None` if none are kept."""
    if "key" not in pack.log.memo or not keeps():
        return None
    known: dict[Any, Mapping[str, Step]] = pack.log.memo.setdefault("steps", {})
    if accepted not in known:

        def make() -> list[str]:
            days = (BEGINNING, *pack.log.boundaries_of(accepted))
            regimes = [(day, pack.on(day, accepted)) for day in days]
            return _to_lines((day, before, after) for (_, before), (day, after) in pairwise(regimes))

        known[accepted] = kept_lines("steps", pack.key("", accepted), make, _Steps)
    return known[accepted]


def steps_beside(
    kind: str, key: str, near: Regime, others: Callable[[], Iterable[tuple[str, Regime]]]
) -> Mapping[str, Step]:
    """The steps to neighbors of a regime, by name; those that differ in nothing are left out.

    Args:
        kind, key: what the cache knows the steps by.
        others: the neighbors by name, if they are not kept.
    """
    known: dict[Any, Mapping[str, Step]] = near.memo.setdefault("steps beside", {})
    if key not in known:
        known[key] = kept_lines(
            kind, key, lambda: _to_lines((n, near, other) for n, other in others()), _Steps
        )
    return known[key]


def _to_lines(pairs: Iterable[tuple[str, Regime, Regime]]) -> list[str]:
    """Named steps for the cache: names and what groups bear on first, then each step that moves on two lines."""
    steps = {
        name: replace(step, hints=_hints(step, before, after))
        for name, before, after in pairs
        if (step := step_between(before, after)).changed
    }
    names: dict[str, int] = {}
    bearing: dict[frozenset[str], int] = {}

    def number(name: str) -> int:
        return names.setdefault(name, len(names))

    def group_to_data(group: Group) -> list[Any]:
        bears = None if group.bears is None else bearing.setdefault(group.bears, len(bearing))
        told = [[number(name), otherwise] for name, otherwise in group.names]
        return [DECIDING.index(group.kind), [number(root) for root in group.roots], bears, told]

    lines = []
    for step in steps.values():
        texts = [[number(name) for name in sorted(found)] for found in (step.changed, step.affected)]
        groups = [[group_to_data(group) for group in found] for found in (step.deciding, step.beyond)]
        reads = [[number(name), *map(number, read)] for name, read in step.reads.items()]
        hints = [[number(name), _hint_to_data(hint)] for name, hint in step.hints.items()]
        lines += [one_line([*texts, *groups, hints]), one_line(reads)]
    told = [sorted(map(number, bears)) for bears in bearing]
    return [one_line([list(steps), list(names)]), one_line(told), *lines]


def _hint_to_data(hint: Hint) -> Any:
    if isinstance(hint, Mapping):
        return {name: wanted_to_data(wanted) for name, wanted in hint.items()}
    return None if hint is None else sorted(hint)


def _hint(data: Any) -> Hint:
    if isinstance(data, dict):
        return {name: wanted_from_data(wanted) for name, wanted in data.items()}
    found: list[str] | None = data
    return found


class _Steps(Mapping[str, Step]):
    """Steps by day or name, read from their lines when they are asked for."""

    def __init__(self, lines: Lines) -> None:
        days, self._names = read_line(lines[0])
        self._lines = lines
        self._places = {day: 2 + 2 * place for place, day in enumerate(days)}
        self._found: dict[str, Step] = {}

    def __getitem__(self, day: str) -> Step:
        if day not in self._found:
            place = self._places[day]
            changed, affected, deciding, beyond, hints = read_line(self._lines[place])
            self._found[day] = later(
                Step,
                {"hints": {self._names[name]: _hint(hint) for name, hint in hints}},
                {
                    "changed": lambda: frozenset([self._names[name] for name in changed]),
                    "affected": lambda: frozenset([self._names[name] for name in affected]),
                    "deciding": lambda: tuple(map(self._group, deciding)),
                    "beyond": lambda: tuple(map(self._group, beyond)),
                    "reads": lambda: self._reads(place + 1),
                },
            )
        return self._found[day]

    def _group(self, data: Sequence[Any]) -> Group:
        names = self._names
        kind, roots, bears, told = data
        return Group(
            DECIDING[kind],
            tuple([names[root] for root in roots]),
            None if bears is None else self._bearing[bears],
            tuple([(names[name], otherwise) for name, otherwise in told]),
        )

    def _reads(self, place: int) -> Mapping[str, tuple[str, ...]]:
        names = self._names
        return {
            names[name]: tuple([names[read] for read in of]) for name, *of in read_line(self._lines[place])
        }

    @cached_property
    def _bearing(self) -> list[frozenset[str]]:
        names = self._names
        return [frozenset([names[name] for name in told]) for told in read_line(self._lines[1])]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _step(before: Regime, after: Regime) -> Step:
    changed = differing(before, after)
    affected, reads = _affected(before, after, changed)
    deciding = [name for name in sorted(affected) if after.kind(name) in DECIDING]
    beyond = [name for name in deciding if _reaches_beyond(name, before, after)]
    return Step(
        changed,
        affected,
        tuple(_groups(deciding, before, after, changed, reads)),
        tuple(_groups(beyond, before, after, changed, reads)),
        reads,
    )


def _hints(step: Step, before: Regime, after: Regime) -> dict[str, Hint]:
    found: dict[str, Hint] = {}
    for name in sorted({root for group in step.deciding for root in group.roots}):
        found[name] = None
        if after.kind(name) == "set":
            found[name] = before.members(name) ^ after.members(name)
        elif after.kind(name) != "derive":
            texts = [text for regime in (before, after) if (text := regime.provisions.get(name)) is not None]
            needed = either(required(text.tree) for text in texts if text.tree is not None)
            of_parties = all(text.body.party is not None for text in texts)
            party_facts = after.vocabulary.party_facts
            found[name] = {
                f: wanted for f, wanted in needed.items() if of_parties or f not in party_facts
            } or None
    return found


def _groups(
    names: Iterable[str],
    before: Regime,
    after: Regime,
    changed: frozenset[str],
    reads: Mapping[str, tuple[str, ...]],
) -> Iterator[Group]:
    found: dict[Any, list[tuple[str, bool]]] = {}
    for name in names:
        key = (after.kind(name), _roots(name, changed, reads), _bears(name, before, after))
        found.setdefault(key, []).append((name, _bears_otherwise(name, before, after)))
    for (kind, roots, bears), told in found.items():
        yield Group(kind, tuple(sorted(roots)), bears, tuple(told))


def _roots(name: str, changed: frozenset[str], reads: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The provisions that differ on which a provision hangs; of one that differs, itself."""
    found: set[str] = set()
    seen = {name}
    stack = [name]
    while stack:
        top = stack.pop()
        if top in changed:
            found.add(top)
            continue
        new = [read for read in reads.get(top, ()) if read not in seen]
        seen.update(new)
        stack.extend(new)
    return frozenset(found)


def _bears(name: str, *regimes: Regime) -> frozenset[str] | None:
    """The requirements on which an exception or a review bears in some regime; what is neither may always bear."""
    kind = regimes[0].kind(name)
    if kind not in ("except", "review"):
        return None
    bodies = [regime.provisions[name].body for regime in regimes if name in regime.provisions]
    return frozenset(other for body in bodies for other in (body.of if kind == "review" else body.overcomes))


def _reaches_beyond(name: str, before: Regime, after: Regime) -> bool:
    texts = (before.provisions.get(name), after.provisions.get(name))
    return after.kind(name) == "scope" or any(text is not None and text.body.unscoped for text in texts)


def _affected(
    near: Regime, regime: Regime, differing: frozenset[str]
) -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """What differs and all that reads it, here or in the neighbor; and what of this each of the readers reads."""
    known: dict[str, tuple[str, ...]] = near.memo.get("readers") or near.readers
    if differing:
        known = dict(known)  # what no longer reads may stay: more is affected then, and found the same
        for name in differing:
            for other in regime.reads(name):
                known[other] = (*known.get(other, ()), name)
    regime.memo.setdefault("readers", known)
    found = set(differing)
    reads: dict[str, dict[str, None]] = {}
    stack = sorted(differing)
    while stack:
        read = stack.pop()
        for reader in known.get(read, ()):
            reads.setdefault(reader, {})[read] = None
            if reader not in found:
                found.add(reader)
                stack.append(reader)
    return frozenset(found), {name: tuple(of) for name, of in reads.items() if name not in differing}


def _bears_otherwise(name: str, one: Regime, other: Regime) -> bool:
    """Whether a provision bears on others in another way: its text differs beyond its condition."""
    a, b = one.provisions.get(name), other.provisions.get(name)
    if a is None or b is None or a.body is b.body:
        return False
    return replace(a.body, tree=None).deciding() != replace(b.body, tree=None).deciding()


def differing(before: Regime, after: Regime) -> frozenset[str]:
    """Names of provisions that two regimes of one pack hold differently."""
    since, changed = after.folded.since, after.folded.changed
    names = changed if since is before.folded else {*before.provisions, *after.provisions}
    return frozenset(
        name
        for name in names
        if (a := before.provisions.get(name)) is not (b := after.provisions.get(name))
        and (a is None or b is None or _other_text(a, b))
    )


def _other_text(a: InForce, b: InForce) -> bool:
    if a.body is b.body:
        return a.tree is not b.tree and a.tree != b.tree
    return a.tree != b.tree or a.body.deciding() != b.body.deciding()
