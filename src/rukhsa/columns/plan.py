"""What of a side's law decides lines: for each epoch the provisions that can bear on an answer, as nodes of one graph.

A *term* is a provision of an epoch with the node of its truth and the node that says whether it can matter at all
(an exception where no requirement that it overcomes is met cannot). Two lines of whose terms the same are true and the
same are open get the same finding: `find` of `decide.verdict` reads nothing else of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from rukhsa.columns.graph import Graph, Reader
from rukhsa.columns.matters import Masks, Matters
from rukhsa.columns.signatures import Hashes, seeds
from rukhsa.columns.states import Truths
from rukhsa.decide.conflicts import named_by
from rukhsa.decide.evaluate import State
from rukhsa.decide.rules import rules_of
from rukhsa.law.act import TRUTH_KINDS
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass, replace

BEGINNING = "0001-01-01"
Without = tuple[str, ...]  # acts that a law leaves out, in the order in which they save cases from themselves


@dataclass(frozen=True, slots=True)
class Term:
    """A provision that decides: how it bears on others (`key`), where its truth stands, and whether it matters.

    Attributes:
        aside: whether it says only what frees from a requirement, or how applications are reviewed.
        without: the acts that its law leaves out, since they save cases from themselves.
        code: of a classification.
    """

    key: Hashable
    kind: str
    name: str
    node: int
    matters: int
    aside: bool = False
    without: Without = ()
    code: str = ""


class Terms(Sequence[Term]):
    """Terms that are asked together.

    Attributes:
        nodes: of their truths.
        needed: the conditions, by node, on which it hangs what matters.
        own: a random number for each, by what it is to others.
        rows: the place of each provision by name, those of the law without an act left out.
    """

    def __init__(self, graph: Graph, terms: Iterable[Term]) -> None:
        self._terms = tuple(terms)
        self._graph = graph

    def __len__(self) -> int:
        return len(self._terms)

    def __getitem__(self, place: int) -> Term:  # type: ignore[override]
        return self._terms[place]

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms)

    @cached_property
    def nodes(self) -> list[int]:
        return [term.node for term in self._terms]

    @cached_property
    def own(self) -> Hashes:
        return seeds("term", [term.key for term in self._terms])

    @cached_property
    def numbers(self) -> list[int]:
        """The same, as whole numbers."""
        found: list[int] = self.own.tolist()
        return found

    @cached_property
    def rows(self) -> dict[str, int]:
        return {term.name: row for row, term in enumerate(self._terms) if term.name and not term.without}

    @cached_property
    def aside(self) -> Masks:
        """Which terms say only what frees from a requirement, or how applications are reviewed."""
        return np.array([term.aside for term in self._terms], np.bool_)

    @cached_property
    def _matters(self) -> Matters:
        return Matters(self._graph, [term.matters for term in self._terms])

    @property
    def needed(self) -> list[int]:
        return self._matters.needed

    def matters(self, truths: Truths) -> Masks:
        """Which terms matter, [term, line], by the truths of the needed conditions, [condition, line]."""
        return self._matters.masks(truths)


@dataclass(frozen=True)
class Epoch:
    """The law of some days.

    Attributes:
        day: its first day.
        terms: what decides verdict and review policy; the same object in all epochs of which the same decides.
        codes: classifications that give a code; only that they surely hold matters.
        play: conflicts of laws, and what they stand between.
        saved: whether some act saves cases from itself; then the terms of the law without it count too.
    """

    day: str
    state: State
    regime: Regime
    terms: Terms
    codes: Terms
    play: Terms
    saved: bool

    def keys(self, without: Without) -> dict[str, Hashable]:
        """What each provision is to others, by name, in the law without some acts that save cases from themselves."""
        return self._keys[without]

    @cached_property
    def _keys(self) -> dict[Without, dict[str, Hashable]]:
        found: dict[Without, dict[str, Hashable]] = defaultdict(dict)
        for term in self.terms:
            if term.name:
                found[term.without][term.name] = term.key
        return found


class Course:
    """The law of one side under one body of acts, epoch by epoch; from that of a day on, where one is named."""

    def __init__(self, plan: Plan, state: State, since: str | None) -> None:
        self.state = state
        self.accepted = state.accepted(plan.pack)
        days = (BEGINNING, *plan.pack.log.boundaries_of(self.accepted))
        self.days = days if since is None else days[bisect_right(days, since) - 1 :]
        plan.pack.fold_all(self.accepted)
        self.epochs = [plan.epoch(day, plan.pack.on(day, self.accepted), state) for day in self.days]

    def at(self, day: str) -> int:
        """The epoch of a day."""
        return max(0, bisect_right(self.days, day) - 1)


class Plan:
    """The law of one side as the engine asks it.

    Args:
        since: a day before which nothing is asked; none where every day may be.

    Attributes:
        law: by default.
        by_law: by the published law alone; the same where nothing else is accepted.
    """

    def __init__(self, pack: Pack, state: State, named: Iterable[str], since: str | None = None) -> None:
        self.pack = pack
        self.graph = Graph(pack.vocabulary.party_facts)
        self.named = tuple(name for name in named if name.partition("/")[0] == pack.name)
        self._known: dict[tuple[Term, ...], Terms] = {}
        self.law = Course(self, state, since)
        alone = State(state.on, state.known, "law", state.without)
        self.by_law = self.law if state.accept == "law" else Course(self, alone, since)

    @cached_property
    def named_requirements(self) -> dict[str, list[str]]:
        """Of each entry of a conflict of laws that stands for requirements, these."""
        found = {entry: named_by(self.pack.log, entry) for entry in self.named}
        return {
            entry: own
            for entry, kinds in found.items()
            if (own := [name for name, kind in kinds.items() if kind == "require"])
        }

    def epoch(self, day: str, regime: Regime, state: State) -> Epoch:
        read = self.graph.of(regime)
        codes = (
            Term(("code", name, code), "classify", name, node, self.graph.sure(node), code=code)
            for name in regime.of_kind("classify")
            if (code := regime.provisions[name].body.code)
            and (node := read.provision(name)) != self.graph.false
        )
        return Epoch(
            day,
            state.moved(day),
            regime,
            self._together(self._with_savings(day, regime, state, ())),
            self._together(codes),
            self._together(self._play(regime, read)),
            bool(regime.saves),
        )

    def _together(self, terms: Iterable[Term]) -> Terms:
        """Terms that are asked together, one object for the same ones."""
        own = tuple(terms)
        if own not in self._known:
            self._known[own] = Terms(self.graph, own)
        return self._known[own]

    def _with_savings(self, day: str, regime: Regime, state: State, under: Without) -> Iterator[Term]:
        for term in self._terms(regime, self.graph.of(regime)):
            yield replace(term, key=(under, term.key), without=under) if under else term
        for act, saves in regime.saves:
            node = self.graph.of(regime).condition(saves.tree)
            saved = self.graph.may(node)
            yield Term((under, act), "saves", act, node, saved, without=under)
            narrower = State(day, state.known, state.accept, state.without | {act}, state.also)
            other = self.pack.on(day, narrower.accepted(self.pack))
            for kind in ("classify", "conflict"):  # lines that they tell apart are no longer alike
                for name in other.of_kind(kind):
                    self.graph.of(other).provision(name)
            for term in self._with_savings(day, other, narrower, (*under, act)):
                yield replace(term, matters=self.graph.joined("all", (term.matters, saved)))

    def _terms(self, regime: Regime, read: Reader) -> Iterator[Term]:
        """Scope and cover first, then requirements and what bears on them.

        Of scope and cover it matters only whether any is true and, if none surely is, which may be. Beyond the
        scope only requirements that reach there count, and those that an exemption overcomes: an open bar of an
        exemption is asked about wherever it stands.
        """
        graph, rules = self.graph, rules_of(regime)
        may: dict[str, int] = {}
        exempting = {name for name in regime.of_kind("except") if rules.exempts[name]}

        def term(kind: str, name: str, matters: int) -> Term:
            may[name] = matters
            aside = (
                kind == "review"
                or (kind == "except" and not rules.exempts[name])
                or (kind == "bar" and exempting.isdisjoint(rules.strikes[name]))
            )
            return Term(self._key(regime, name), kind, name, read.provision(name), matters, aside)

        reach = graph.true
        for kind in ("scope", "cover"):
            nodes = {name: read.provision(name) for name in regime.of_kind(kind)}
            whole = graph.true if kind in rules.always else graph.joined("any", nodes.values())
            if kind == "scope":
                reach = graph.may(whole)
            yield Term(kind, kind, "", whole, graph.may(whole))
            open_ = graph.negated(graph.sure(whole))
            for name, node in nodes.items():
                yield term(kind, name, graph.joined("all", (graph.may(node), open_)))
        exempted = {name for other in exempting for name in rules.overcomes[other]}
        for name in regime.of_kind("require"):
            met = graph.may(read.provision(name))
            beyond = rules.unscoped[name] or name in exempted
            yield term("require", name, met if beyond else graph.joined("all", (met, reach)))
        for kind, bearing in (("except", rules.overcomes), ("bar", rules.strikes), ("review", rules.of)):
            for name in regime.of_kind(kind):
                borne = graph.joined("any", (may[other] for other in bearing[name] if other in may))
                yield term(kind, name, graph.joined("all", (graph.may(read.provision(name)), borne)))

    def _key(self, regime: Regime, name: str) -> Hashable:
        """What a provision is to others, and what an answer tells of it; its condition stands in its node."""
        text = regime.provisions[name]
        key = (id(text.body), text.clause.act, text.clause.mark)
        if key not in self._keys:
            bears = repr(replace(text.body, tree=None).deciding())
            self._keys[key] = text.body, (name, bears, text.clause.act, text.clause.mark)
        return self._keys[key][1]

    @cached_property
    def _keys(self) -> dict[tuple[int, str, str], tuple[object, Hashable]]:
        return {}

    def _play(self, regime: Regime, read: Reader) -> Iterator[Term]:
        """Conflicts of laws, and by entry whether a provision is true that they stand between."""
        graph = self.graph
        for name in regime.of_kind("conflict"):
            node = read.provision(name)
            yield Term((self._key(regime, name), "play"), "conflict", name, node, graph.may(node))
        for entry in self.named:
            kinds = named_by(self.pack.log, entry)
            names = (
                n for n, k in kinds.items() if k in TRUTH_KINDS and k != "require" and n in regime.provisions
            )
            node = graph.joined("any", map(read.provision, names))
            yield Term((entry, "play"), "entry", entry, node, graph.may(node))
