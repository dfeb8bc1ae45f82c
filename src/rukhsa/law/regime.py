"""A regime: the law of one pack on one day, ready to be read, immutable, known by a hash of what decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from rukhsa.cache import kept
from rukhsa.digest import sha256
from rukhsa.hints import Any
from rukhsa.language.tree import Fact, In, Node, refs_of, to_data, walk, without_titles
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.law.act import Saves
from rukhsa.law.fold import Folded, InForce
from rukhsa.once import cached_property

MEANING = 1  # version of the language's meaning; part of every hash

_ORDER = tuple("set derive classify scope cover require except bar review warn conflict".split())


class Regime:
    """Provisions in force on one day. `with_changes` gives a neighbor that differs in some of them."""

    def __init__(
        self,
        folded: Folded,
        vocabulary: Vocabulary,
        kinds: Mapping[str, str],
        saves: tuple[tuple[str, Saves], ...] = (),
    ) -> None:
        self.folded = folded
        self.on = folded.on
        self.vocabulary = vocabulary
        self.kinds = kinds
        self.saves = saves
        self._near: tuple[Regime, frozenset[str]] | None = None
        self.memo: dict[Any, Any] = {}  # what others work out of it once

    @cached_property
    def provisions(self) -> Mapping[str, InForce]:
        """What is in force, by name."""
        return self.folded.provisions

    # what the interpreter and the compilers read

    def tree(self, name: str) -> Node | None:
        provision = self.provisions.get(name)
        return None if provision is None else provision.tree

    def kind(self, name: str) -> str:
        return self.kinds.get(name, "classify")

    def is_number(self, name: str) -> bool:
        return self.kinds.get(name) == "derive"

    def is_numeric_fact(self, name: str) -> bool:
        return name in self.vocabulary.numbers

    def fact_kind(self, name: str) -> str:
        """`number`, `truth` or `text`; a question is a truth."""
        fact = self.vocabulary.get(name)
        if fact is None or fact.type == "truth":
            return "truth"
        return "number" if fact.type == "number" else "text"

    def gives(self, name: str) -> str | None:
        provision = self.provisions.get(name)
        return None if provision is None else provision.body.gives

    def counts(self, name: str) -> str | None:
        provision = self.provisions.get(name)
        return None if provision is None else provision.body.party

    def least(self, fact: str) -> Decimal | None:
        return self.vocabulary.numbers.get(fact)

    def members(self, name: str) -> frozenset[str]:
        """The members of a set: its own and those of `any`, less those of `none`."""
        if name not in self._members:
            self._members[name] = frozenset()  # a set within itself adds nothing
            provision = self.provisions.get(name)
            if provision is not None and provision.body.kind == "set":
                own = set(provision.body.members or ())
                for other in provision.body.any:
                    own |= self.members(other)
                for other in provision.body.none:
                    own -= self.members(other)
                self._members[name] = frozenset(own)
        return self._members[name]

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        return {}

    # what is in force

    def of_kind(self, kind: str) -> tuple[str, ...]:
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, tuple[str, ...]]:
        if self._near is not None:
            return self._as_near(*self._near)
        found: dict[str, list[str]] = {}
        for name in sorted(self.provisions):
            found.setdefault(self._kind_of(name), []).append(name)
        return {kind: tuple(names) for kind, names in found.items()}

    def _kind_of(self, name: str) -> str:
        return self.kinds.get(name) or self.provisions[name].body.kind

    def is_near(self, other: Regime, changed: frozenset[str]) -> None:
        """Tell that the provisions differ from another regime's in `changed` at most."""
        if self.kinds is not other.kinds or "_by_kind" in self.__dict__ or self._near is not None:
            return
        while "_by_kind" not in other.__dict__ and other._near is not None:
            other, more = other._near
            changed |= more
        if other is not self:
            self._near = other, changed

    def _as_near(self, near: Regime, changed: frozenset[str]) -> dict[str, tuple[str, ...]]:
        known = near._by_kind
        found = dict(known)
        of: dict[str, set[str]] = {}
        for name in changed:
            holder = self if name in self.provisions else near
            if name in holder.provisions:
                of.setdefault(holder._kind_of(name), set()).add(name)
        for kind, names in of.items():
            mine = names.union(known.get(kind, ()))
            found[kind] = tuple(sorted(name for name in mine if name in self.provisions))
        return found

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """Provisions that have trees, each after those that it reads."""
        done: dict[str, bool] = {}
        result: list[str] = []

        def visit(name: str) -> None:
            stack: list[tuple[str, Iterator[str]]] = [(name, self._reads(name))]
            done[name] = False
            while stack:
                top, reads = stack[-1]
                for other in reads:
                    if other not in done and self.tree(other) is not None:
                        done[other] = False
                        stack.append((other, self._reads(other)))
                        break
                else:
                    stack.pop()
                    done[top] = True
                    result.append(top)

        for kind in _ORDER:
            for name in self.of_kind(kind):
                if name not in done and self.tree(name) is not None:
                    visit(name)
        return tuple(result)

    def _reads(self, name: str) -> Iterator[str]:
        tree = self.tree(name)
        return iter(sorted(refs_of(tree))) if tree is not None else iter(())

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact that a provision in force reads, sorted."""
        found: set[str] = set()
        for name in self.ordered:
            tree = self.tree(name)
            gives = self.gives(name)
            if gives is not None:
                found.add(gives)
            if tree is not None:
                for node in walk(tree):
                    if isinstance(node, Fact):
                        found.add(node.name)
                    elif isinstance(node, In):
                        found.add(node.needle.name)
        return tuple(sorted(found))

    def fact(self, name: str) -> FactDef | None:
        """The definition of a fact; doubtful days define truths of their own."""
        if name in self.vocabulary:
            return self.vocabulary[name]
        question = self.folded.questions.get(name)
        if question is None:
            return None
        day = question.day
        title = {
            "en": f"the effect of {question.clause.id} ended on {day}",
            "ar": f"انتهى أثر {question.clause.id} في {day}",
        }
        return FactDef(name=name, type="truth", about="question", title=title)

    def deciding(self) -> dict[str, list[object]]:
        """What of the regime decides cases, by provision."""
        result: dict[str, list[object]] = {}
        for name, provision in self.provisions.items():
            text = provision.body.deciding()
            text[2] = None if provision.tree is None else to_data(without_titles(provision.tree))
            result[name] = text
        return result

    @cached_property
    def hash(self) -> str:
        """SHA-256 of names, kinds, canonical trees, sets, policies and the facts that they read."""
        if "key" not in self.memo:
            return self._find_hash()
        found: str = kept("hash", self.memo["key"], lambda: [self._find_hash()], _read_hash)
        return found

    def _find_hash(self) -> str:
        import json

        facts = []
        for name in self.facts:
            fact = self.fact(name)
            if fact is not None:
                facts.append(
                    [name, fact.type, fact.about, str(fact.min), str(fact.presume), list(fact.values)]
                )
        saves = [
            [act, saves.start, saves.until, to_data(without_titles(saves.tree))] for act, saves in self.saves
        ]
        whole = [MEANING, sorted(self.deciding().items()), facts, saves]
        return sha256(json.dumps(whole, sort_keys=True))

    def with_changes(self, changes: Mapping[str, InForce | None]) -> Regime:
        """The same regime with some provisions put back or taken out."""
        provisions = dict(self.provisions)
        for name, provision in changes.items():
            if provision is None:
                provisions.pop(name, None)
            else:
                provisions[name] = provision
        folded = Folded(self.on, provisions, {}, self.folded.questions, self.folded, frozenset(changes))
        return Regime(folded, self.vocabulary, self.kinds, self.saves)

    def dependants(self, names: frozenset[str]) -> frozenset[str]:
        """The provisions that read any of these, directly or through others."""
        found: set[str] = set()
        stack = list(names)
        while stack:
            for reader in self.readers.get(stack.pop(), ()):
                if reader not in found:
                    found.add(reader)
                    stack.append(reader)
        return frozenset(found)

    def reads(self, name: str) -> frozenset[str]:
        """The provisions that a provision reads, sets included."""
        provision = self.provisions.get(name)
        if provision is None:
            return frozenset()
        own = frozenset((*provision.body.any, *provision.body.none))
        return own if provision.tree is None else own | refs_of(provision.tree)

    @cached_property
    def readers(self) -> dict[str, tuple[str, ...]]:
        """Who reads a provision, by name."""
        if "key" not in self.memo:
            return self._find_readers()
        found: dict[str, tuple[str, ...]] = kept(
            "readers", self.memo["key"], self._find_readers, _read_readers
        )
        return found

    def _find_readers(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name in self.provisions:
            for other in self.reads(name):
                found.setdefault(other, []).append(name)
        return {name: tuple(readers) for name, readers in found.items()}


def _read_hash(data: list[str]) -> str:
    (found,) = data
    if len(found) != 64:
        raise ValueError("no hash")
    return found


def _read_readers(data: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(readers) for name, readers in data.items()}
