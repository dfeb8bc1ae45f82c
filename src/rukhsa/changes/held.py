"""A state with some acts, or some provisions, held as they were under another state: what a flip is tried on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from rukhsa.decide.evaluate import State
from rukhsa.decide.steps import differing
from rukhsa.language.tree import Node, at_date, facts_of
from rukhsa.law.act import Act, Body, Clause, Saves
from rukhsa.law.fold import Folded, InForce, Question
from rukhsa.law.log import AS_OF, Log
from rukhsa.law.measures import clauses_upon
from rukhsa.law.pack import Pack
from rukhsa.law.partial import fold_part, reach
from rukhsa.law.regime import Regime
from rukhsa.records import replace

NEVER = "9999-12-31"
_QUANTITIES = ("set", "derive")
_FIRST = tuple("require except bar review scope cover classify derive set warn conflict".split())


class Between:
    """One pack under two states, and the states between them.

    Args:
        before, after: states of the pack; both count what the pack's log holds.
    """

    def __init__(self, pack: Pack, before: State, after: State) -> None:
        self.pack = pack
        self.before = before
        self.after = after
        self.had = before.accepted(pack)
        self.has = after.accepted(pack)
        self._packs: dict[frozenset[str], tuple[Pack, State, Regime]] = {}
        self._laws: dict[frozenset[str], Regime] = {}  # by the acts that are held
        self._as_before: dict[str, Act] = {}
        self._saving = frozenset(act.name for act in pack.log.acts.values() if act.saves is not None)
        self._regimes: dict[tuple[Regime, Regime, frozenset[str]], Regime] = {}
        self._differing: dict[tuple[Regime, Regime], Mapping[str, tuple[str, ...]]] = {}
        self._upon: dict[frozenset[str], tuple[str, ...]] = {}
        self._reaches: dict[str, frozenset[str]] = {}
        self._texts: dict[tuple[str, frozenset[str]], InForce | None] = {}  # by the held acts that reach them
        self._questions: dict[str, Question] = {}
        self.acts = frozenset(name for name in self.had | self.has if self._differs(name))

    def _differs(self, name: str) -> bool:
        """Whether an act counts, or stands, otherwise under both states."""
        if (name in self.had) != (name in self.has):
            return True
        return self.before.on != self.after.on and self._held(name) != self.pack.log.acts[name]

    def differing(self, before: Regime, after: Regime) -> Mapping[str, tuple[str, ...]]:
        """Provisions that two regimes hold differently, those that decide first; with each what shows it.

        A condition shows by its own truth; a set or quantity by those of the conditions that read it.
        """
        key = (before, after)
        if key not in self._differing:
            names = sorted(differing(before, after), key=lambda name: (_FIRST.index(after.kind(name)), name))
            self._differing[key] = {name: _shown_by(before, after, name) for name in names}
        return self._differing[key]

    def acts_upon(self, provisions: frozenset[str]) -> tuple[str, ...]:
        """The acts that stand otherwise under both states and bear on some of the provisions, in order."""
        if provisions not in self._upon:
            upon = clauses_upon(provisions, self.pack.log)
            self._upon[provisions] = tuple(
                dict.fromkeys(clause.act for clause in upon if clause.act in self.acts)
            )
        return self._upon[provisions]

    def with_acts(self, names: Iterable[str]) -> tuple[Pack, State, Regime]:
        """The pack, the state after and its regime, but with these acts as they stood under the state before."""
        kept = frozenset(names)
        if kept not in self._packs:
            acts = self._acts(kept)
            pack = replace(
                self.pack,
                log=Log(acts.values(), kinds=self.pack.log.kinds),
                _regimes={},
                _folds={},
                _whole=set(),
            )
            state = State(self.after.on, None, "reported", frozenset(acts) - self._counted(kept))
            self._packs[kept] = pack, state, self.law_with(kept)
        return self._packs[kept]

    def law_with(self, kept: frozenset[str]) -> Regime:
        """The regime after, but with these acts as they stood under the state before.

        Only what these acts reach is folded anew.
        """
        if kept not in self._laws:
            pack, saves = self.pack, self.saves_with(kept)
            folded = self._folded(kept, self._acts(kept), self._counted(kept))
            self._laws[kept] = Regime(folded, pack.vocabulary, pack.log.kinds, saves)
        return self._laws[kept]

    def saves_with(self, kept: frozenset[str]) -> tuple[tuple[str, Saves], ...]:
        """What acts save from themselves, with these acts as they stood under the state before."""
        on = self.after.on
        found = (
            (name, (self._held(name) if name in kept else self.pack.log.acts[name]).saves)
            for name in sorted(self._counted(kept) & self._saving)
        )
        return tuple((name, s) for name, s in found if s is not None and s.start <= on <= s.until)

    def _counted(self, kept: frozenset[str]) -> frozenset[str]:
        return (self.has - kept) | (self.had & kept)

    def _acts(self, kept: frozenset[str]) -> dict[str, Act]:
        return {name: self._held(name) if name in kept else act for name, act in self.pack.log.acts.items()}

    def _held(self, name: str) -> Act:
        if name not in self._as_before:
            self._as_before[name] = held(self.pack.log.acts[name], self.before.on, self.after.on)
        return self._as_before[name]

    def _folded(self, kept: frozenset[str], acts: Mapping[str, Act], counted: frozenset[str]) -> Folded:
        """The law after, with what some acts reach folded from the acts as they are held."""
        whole = self.pack.on(self.after.on, self.has).folded
        by_name: dict[str, set[str]] = {}
        for act in kept:
            for name in self.reach_of(act):
                by_name.setdefault(name, set()).add(act)
        texts = {name: (name, frozenset(by)) for name, by in by_name.items()}
        open_ = frozenset(name for name, key in texts.items() if key not in self._texts)
        if open_:
            # folded for this very day: to know on which days such a log changes costs more than the fold
            part = fold_part(open_, self.pack.log, acts, self.after.on, counted)
            self._questions.update(part.questions)
            for name in open_:
                self._texts[texts[name]] = part.provisions.get(name)
        provisions = dict(whole.provisions)
        for name, key in texts.items():
            if (text := self._texts[key]) is not None:
                provisions[name] = text
            else:
                provisions.pop(name, None)
        questions = {**whole.questions, **self._questions}
        return Folded(self.after.on, provisions, {}, questions, whole, frozenset(texts))

    def reach_of(self, act: str) -> frozenset[str]:
        """The provisions that the clauses of an act may change, themselves or through clauses that they act upon."""
        if act not in self._reaches:
            self._reaches[act] = reach(self.pack.log.acts[act], self.pack.log)
        return self._reaches[act]

    def with_provisions(self, regime: Regime, earlier: Regime, names: Iterable[str]) -> Regime:
        """A regime after, but with these provisions as an earlier regime holds them."""
        key = (regime, earlier, frozenset(names))
        if key not in self._regimes:
            self._regimes[key] = with_provisions(*key)
        return self._regimes[key]


def with_provisions(regime: Regime, earlier: Regime, names: frozenset[str]) -> Regime:
    """A regime, but with these provisions as an earlier regime holds them."""
    provisions = dict(regime.provisions)
    for name in names:
        text = earlier.provisions.get(name)
        if text is None:
            provisions.pop(name, None)
        else:
            provisions[name] = text
    questions = {**earlier.folded.questions, **regime.folded.questions}
    folded = Folded(regime.on, provisions, {}, questions, regime.folded, names)
    return Regime(folded, regime.vocabulary, regime.kinds, regime.saves)


def _shown_by(before: Regime, after: Regime, name: str) -> tuple[str, ...]:
    if after.kind(name) not in _QUANTITIES:
        return (name,)
    readers = before.dependants(frozenset((name,))) | after.dependants(frozenset((name,)))
    return tuple(reader for reader in readers if after.kind(reader) not in _QUANTITIES)


def held(act: Act, day: str, on: str) -> Act:
    """An act that on the day `on` stands as it stood on `day`; the act itself where it does anyhow."""
    if day == on:
        return act
    clauses = tuple(_held(clause, day, on) for clause in act.clauses if not day < clause.start <= on)
    saves = act.saves
    if saves is not None:
        stood, stands = (saves.start <= when <= saves.until for when in (day, on))
        if stood and not stands:
            saves = replace(saves, start=min(saves.start, on), until=max(saves.until, on))
        elif stands and not stood:
            saves = None
    if clauses == act.clauses and saves is act.saves:
        return act
    return replace(act, clauses=clauses, saves=saves)


def _held(clause: Clause, day: str, on: str) -> Clause:
    """A clause whose days that lie between two days are moved out of that time."""
    eve = day_before(on)
    start, until, doubt, comply = clause.start, clause.until, clause.doubt, clause.comply
    if on < start <= day:
        start = on
    if until is not None:
        until = None if day <= until < on else eve if on <= until < day else until
    if doubt is not None:
        doubt = None if day <= doubt < on else eve if on <= doubt < day else doubt
    if comply is not None:
        comply = NEVER if day < comply <= on else None if on < comply <= day else comply
    body = clause.body if clause.body is None else _dated(clause.body, day)
    if (start, until, doubt, comply) == (clause.start, clause.until, clause.doubt, clause.comply):
        return clause if body is clause.body else replace(clause, body=body)
    return replace(clause, start=start, until=until, doubt=doubt, comply=comply, body=body)


def day_before(day: str) -> str:
    """The day before a day, as ISO text."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def _dated(body: Body, day: str) -> Body:
    tree: Node | None = body.tree
    if tree is None or AS_OF not in facts_of(tree):
        return body
    return replace(body, tree=at_date(tree, AS_OF, day))
