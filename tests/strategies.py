"""Random vocabularies, conditions, cases, regimes and logs of acts, small enough to be read when they fail.

Everything is drawn by a `Maker` from one source of randomness, so that Hypothesis can shrink it:

    @examples(1_000)
    @given(makers)
    def test_...(maker: Maker) -> None:
        vocabulary = maker.vocabulary()
        tree = maker.condition(vocabulary)

`RUKHSA_EXAMPLES=20` multiplies the number of examples of every property; tests marked `long` run many more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from rukhsa.decide.case import Case
from rukhsa.language.interpret import Interpreter
from rukhsa.language.tree import (
    All,
    AnyOf,
    Arith,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Op,
    Ref,
)
from rukhsa.language.vocabulary import FactDef, Value, Vocabulary
from rukhsa.law.act import Act, Body, Clause, Saves
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.law.terms import GRADES, POLICIES
from rukhsa.records import replace

FACTOR = int(os.environ.get("RUKHSA_EXAMPLES", "1"))
Test = TypeVar("Test", bound=Callable[..., None])
T = TypeVar("T")

NUMBERS = tuple(Decimal(n) for n in ("0", "1", "1.5", "2", "4", "4.0000000001", "7"))
DIVISORS = tuple(Decimal(n) for n in ("1", "2", "4"))
TEXTS = ("ic", "computer", "it's", "other")
COUNTRIES = ("CN", "DE", "NO", "US")
NAMES = ("nvidia", "amd", "other")
DATES = ("2025-01-01", "2025-06-30", "9999-12-31")
DAYS = tuple(f"2025-{month:02d}-15" for month in range(1, 13))
OPS: tuple[Op, ...] = ("=", "<>", "<", "<=", ">", ">=")
NOW = "2025-06-01"


def examples(count: int, *, long: bool = False) -> Callable[[Test], Test]:
    """How many random examples a property gets: the same ones in every run, new ones in the long run."""
    return settings(
        max_examples=count * FACTOR,
        deadline=None,
        derandomize=not long and FACTOR == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


# text


def text_of(node: Node) -> str:
    """A tree as one flat SQL condition."""
    match node:
        case Const(bool() as value):
            return "TRUE" if value else "FALSE"
        case Const(Decimal() as number):
            return f"{number:f}"
        case Const(value):
            return "'" + str(value).replace("'", "''") + "'"
        case Fact(name):
            return name
        case Ref(name):
            return f'"{name}"'
        case Compare(op, left, right):
            return f"{_side(left)} {op} {_side(right)}"
        case In(needle, Ref(name)):
            return f'{needle.name} IN "{name}"'
        case In(needle, members):
            assert isinstance(members, frozenset)
            return f"{needle.name} IN ({', '.join(text_of(Const(member)) for member in sorted(members))})"
        case Arith("greatest" | "least" as sign, args):
            return f"{sign.upper()}({', '.join(text_of(arg) for arg in args)})"
        case Arith(sign, (left, right)):
            return f"{_side(left)} {sign} {_side(right)}"
        case Not(child):
            return f"NOT ({text_of(child)})"
        case All(parts):
            return " AND ".join(f"({text_of(part)})" for part in parts)
        case AnyOf(parts):
            return " OR ".join(f"({text_of(part)})" for part in parts)
        case Limb(child, _, _):
            return text_of(child)
    raise TypeError(f"no text for {node!r}")


def _side(node: Node) -> str:
    return f"({text_of(node)})" if isinstance(node, Arith | Not | All | AnyOf) else text_of(node)


def limbs_of(node: Node) -> Any:
    """A tree in the limbs form: leaves inside all, any and none."""
    match node:
        case All(parts):
            return {"all": [limbs_of(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [limbs_of(part) for part in parts]}
        case Not(AnyOf(parts)):
            return {"none": [limbs_of(part) for part in parts]}
        case Not(child):
            return {"none": [limbs_of(child)]}
        case Limb(child, cite, title):
            limb: dict[str, Any] = {"when": limbs_of(child)}
            if cite is not None:
                limb["cite"] = cite
            if title:
                limb["title"] = dict(title)
            return limb
        case _:
            return text_of(node)


# what a regime offers to a condition


@dataclass(frozen=True)
class Names:
    """The provisions that a condition may name, by what they are."""

    truths: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    def plus(self, name: str, kind: str) -> Names:
        if kind == "set":
            return Names(self.truths, self.numbers, (*self.countries, name))
        if kind == "derive":
            return Names(self.truths, (*self.numbers, name), self.countries)
        return Names((*self.truths, name), self.numbers, self.countries)


class Tiny:
    """The least that an interpreter needs of a regime: no provisions, only numeric facts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def tree(self, name: str) -> Node | None:
        return None

    def is_number(self, name: str) -> bool:
        return False

    def gives(self, name: str) -> str | None:
        return None

    def counts(self, name: str) -> str | None:
        return None

    def members(self, name: str) -> frozenset[str]:
        return frozenset()

    def least(self, fact: str) -> Decimal | None:
        return self.vocabulary[fact].min

    def is_numeric_fact(self, name: str) -> bool:
        return name in self.vocabulary and self.vocabulary[name].type == "number"


def truth_of(tree: Node, vocabulary: Vocabulary, facts: Mapping[str, Value]) -> bool | None:
    """The truth of a condition that names no provision."""
    return Interpreter(Tiny(vocabulary), facts, [{}]).truth(tree)


class Maker:
    """Draws everything from one source of randomness."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def one_of(self, items: Sequence[T]) -> T:
        return items[self.random.randint(0, len(items) - 1)]

    def some_of(self, items: Sequence[T], least: int = 0) -> list[T]:
        chosen = [item for item in items if self.chance(2)]
        while len(chosen) < min(least, len(items)):
            chosen.append(self.one_of([item for item in items if item not in chosen]))
        return chosen

    def chance(self, of: int) -> bool:
        """True once in `of` times."""
        return self.random.randint(1, of) == 1

    # facts

    def vocabulary(self, *, presume: bool = False, parties: bool = True) -> Vocabulary:
        """Facts of every type, of the case and of its parties."""
        facts = [
            *(self._fact(f"t{i}", "truth", "route", presume) for i in range(3)),
            self._fact("tpp", "number", "item", False, Decimal(0)),
            self._fact("area", "number", "item", False, Decimal(0) if self.chance(2) else None),
            self._fact("dies", "number", "item", False, Decimal(1)),
            self._fact("total", "number", "item", False, Decimal(0)),
            self._fact("category", "text", "item", False, values=TEXTS),
            self._fact("destination", "country", "route", False),
            self._fact("origin", "country", "route", presume),
            self._fact("shipped", "date", "line", presume),
            self._fact("exporter", "name", "route", False),
        ]
        if parties:
            facts += [
                self._fact("listed", "truth", "party", presume),
                self._fact("military", "truth", "party", presume),
                self._fact("hq", "country", "party", False),
                self._fact("owned", "number", "party", False, Decimal(0)),
            ]
        return Vocabulary(facts)

    def _fact(
        self,
        name: str,
        type_: Any,
        about: Any,
        presume: bool,
        least: Decimal | None = None,
        values: tuple[str, ...] = (),
    ) -> FactDef:
        fact = FactDef(name, type_, about, {"en": name}, min=least, values=values)
        if presume and self.chance(2):
            fact = FactDef(
                name, type_, about, {"en": name}, min=least, values=values, presume=self.value(fact)
            )
        return fact

    def value(self, fact: FactDef) -> Value:
        """A value that the fact may have."""
        match fact.type:
            case "truth":
                return self.chance(2)
            case "number":
                if fact.name == "dies":
                    return self.one_of(DIVISORS)
                return self.one_of(NUMBERS)
            case "text":
                return self.one_of(fact.values or TEXTS)
            case "country":
                return self.one_of(COUNTRIES)
            case "date":
                return self.one_of(DATES)
            case "name":
                return self.one_of(NAMES)

    # conditions

    def condition(
        self, vocabulary: Vocabulary, names: Names | None = None, *, party: str | None = None, depth: int = 3
    ) -> Node:
        """A condition over the facts that a provision of this kind may read."""
        names = names or Names()
        if depth and self.chance(2):
            shape = self.random.randint(0, 2)
            if shape == 0:
                return Not(self.condition(vocabulary, names, party=party, depth=depth - 1))
            parts = tuple(
                self.condition(vocabulary, names, party=party, depth=depth - 1)
                for _ in range(self.random.randint(2, 3))
            )
            return All(parts) if shape == 1 else AnyOf(parts)
        return self._leaf(vocabulary, names, party)

    def limbs(self, tree: Node) -> Node:
        """The same condition with citations and titles at some nodes."""
        match tree:
            case All(parts):
                tree = All(tuple(self.limbs(part) for part in parts))
            case AnyOf(parts):
                tree = AnyOf(tuple(self.limbs(part) for part in parts))
            case Not(child):
                tree = Not(self.limbs(child))
            case _:
                pass
        if self.chance(3):
            title = (("en", "a limb"), ("ar", "فرع")) if self.chance(2) else ()
            return Limb(tree, self.one_of(("3A090.a.1", "(b)")), title)
        return tree

    def _leaf(self, vocabulary: Vocabulary, names: Names, party: str | None) -> Node:
        # `total` is what the law computes: conditions name the provision, a case may state the fact.
        facts = [fact for fact in vocabulary.values() if fact.about != "party" and fact.name != "total"]
        if party is not None:
            own = [fact for fact in vocabulary.values() if fact.about == "party"]
            facts = own if party == "every" else [*facts, *own]
        kind = self.random.randint(0, 9)
        if kind == 0 and names.truths and party != "every":
            return Ref(self.one_of(names.truths))
        if kind == 1 and names.numbers and party != "every":
            return Compare(self.one_of(OPS), Ref(self.one_of(names.numbers)), Const(self.one_of(NUMBERS)))
        fact = self.one_of(facts)
        match fact.type:
            case "truth":
                if kind == 2:
                    return Compare(self.one_of(("=", "<>")), Fact(fact.name), Const(self.chance(2)))
                return Fact(fact.name)
            case "number":
                if kind == 2:
                    number = self.one_of([other.name for other in facts if other.type == "number"])
                    return Compare(self.one_of(OPS), Fact(fact.name), Fact(number))
                return Compare(self.one_of(OPS), Fact(fact.name), Const(self.one_of(NUMBERS)))
            case "date":
                return Compare(self.one_of(OPS), Fact(fact.name), Const(self.one_of(DATES)))
            case "country" if kind in (2, 3) and names.countries:
                return In(Fact(fact.name), Ref(self.one_of(names.countries)))
            case _:
                values = {"country": COUNTRIES, "name": NAMES}.get(fact.type, TEXTS)
                if kind < 5:
                    return In(Fact(fact.name), frozenset(self.some_of(values, 1)))
                return Compare(self.one_of(("=", "<>")), Fact(fact.name), Const(self.one_of(values)))

    def number(self, vocabulary: Vocabulary, names: Names | None = None, *, depth: int = 2) -> Node:
        """The value of a derive. Divisors are never zero, so that a known case has a known number."""
        names = names or Names()
        if depth and self.chance(2):
            sign = self.one_of(("+", "-", "*", "/", "greatest", "least"))
            left = self.number(vocabulary, names, depth=depth - 1)
            if sign == "/":
                return Arith("/", (left, Fact("dies") if self.chance(2) else Const(self.one_of(DIVISORS))))
            return Arith(sign, (left, self.number(vocabulary, names, depth=depth - 1)))  # type: ignore[arg-type]
        if names.numbers and self.chance(4):
            return Ref(self.one_of(names.numbers))
        if self.chance(3):
            return Const(self.one_of(NUMBERS))
        return Fact(self.one_of(("tpp", "area", "dies")))

    # cases

    def case(self, vocabulary: Vocabulary, *, known: int = 2) -> Case:
        """A partial case: each fact is known once in `known` times; one or two parties."""
        facts = {
            fact.name: self.value(fact)
            for fact in vocabulary.values()
            if fact.about != "party" and fact.name != "total" and self.chance(known)
        }
        own = [fact for fact in vocabulary.values() if fact.about == "party"]
        parties = [
            {fact.name: self.value(fact) for fact in own if self.chance(known)}
            for _ in range(self.random.randint(1, 2))
        ]
        return Case(facts, parties)

    def completed(self, case: Case, vocabulary: Vocabulary) -> Case:
        """The case with every unknown fact filled; `total` stays, since the law computes it."""
        facts = dict(case.facts)
        parties = [dict(party) for party in case.parties]
        for fact in vocabulary.values():
            if fact.about == "party":
                for party in parties:
                    party.setdefault(fact.name, self.value(fact))
            elif fact.name != "total":
                facts.setdefault(fact.name, self.value(fact))
        return Case(facts, parties)

    # regimes

    def pack(self, vocabulary: Vocabulary, *, saves: bool = True, name: str = "x") -> Pack:
        """A small pack of one to three acts that writes every kind of provision, in force on `NOW`."""
        side = name
        bodies: list[tuple[str, Body]] = []
        names = Names()
        for index in range(self.random.randint(0, 2)):
            members = frozenset(self.some_of(COUNTRIES))
            wider = tuple(self.some_of(names.countries))
            less = () if wider else tuple(self.some_of(names.countries))
            body = Body("set", holds="country", members=members, any=wider, none=less)
            bodies.append((f"{side}/set.{index}", body))
            names = names.plus(f"{side}/set.{index}", "set")
        if self.chance(2):
            gives = "total" if self.chance(2) else None
            bodies.append((f"{side}/number", Body("derive", tree=self.number(vocabulary), gives=gives)))
            names = names.plus(f"{side}/number", "derive")
        requirements: list[str] = []
        exceptions: list[str] = []
        reviews: list[str] = []
        for kind, most in (
            ("classify", 3),
            ("scope", 1),
            ("cover", 1),
            ("require", 3),
            ("except", 3),
            ("bar", 2),
            ("review", 4),
        ):
            least = 1 if kind == "require" else 0
            for index in range(self.random.randint(least, most)):
                name = f"{side}/{kind}.{index}"
                party = self.one_of((None, None, "any", "every")) if vocabulary.party_facts else None
                tree = self.condition(vocabulary, names, party=party, depth=2)
                body = Body(kind, party=party, tree=tree)
                match kind:
                    case "classify":
                        body = Body(kind, party=party, tree=tree, code=f"3A{index}")
                    case "require":
                        body = Body(kind, party=party, tree=tree, ground="RS", unscoped=self.chance(4))
                        requirements.append(name)
                    case "except":
                        effect = "exempt" if self.chance(3) else None
                        covers = tuple(self.some_of(requirements, 1))
                        body = Body(kind, party=party, tree=tree, overcomes=covers, effect=effect)
                        exceptions.append(name)
                    case "bar":
                        strikes = tuple(self.some_of(exceptions)) if self.chance(3) else ()
                        spares = () if strikes else tuple(self.some_of(exceptions))
                        body = Body(kind, party=party, tree=tree, strikes=strikes, spares=spares)
                    case "review":
                        body = Body(
                            kind,
                            party=party,
                            tree=tree,
                            of=tuple(self.some_of(requirements, 1)),
                            policy=self.one_of(POLICIES),
                            displaces=tuple(self.some_of(reviews)),
                        )
                        reviews.append(name)
                    case _:
                        pass
                bodies.append((name, body))
                if kind in ("classify", "scope", "require"):
                    names = names.plus(name, kind)
        return Pack(
            side,
            {"en": side.upper()},
            "2030-01-01",
            vocabulary,
            Log(self._acts(side, bodies, vocabulary, saves)),
        )

    def _acts(
        self, side: str, bodies: list[tuple[str, Body]], vocabulary: Vocabulary, saves: bool
    ) -> list[Act]:
        acts = [f"{side}/act-{index}" for index in range(self.random.randint(1, 3))]
        clauses: dict[str, list[Clause]] = {act: [] for act in acts}
        for name, body in bodies:
            # A number that a savings clause takes away is unknown, and no fact would settle it.
            act = acts[0] if body.kind == "derive" else self.one_of(acts)
            clauses[act].append(Clause(act, len(clauses[act]), "impose", name, "2025-01-01", body=body))
        plain = Vocabulary(fact for fact in vocabulary.values() if fact.about != "party")
        return [
            Act(
                act,
                {"en": act},
                "rule",
                "law",
                "2025-01-01",
                saves=Saves("2025-01-01", "2025-12-31", self.condition(plain, depth=1))
                if saves and act != acts[0] and self.chance(3)
                else None,
                clauses=tuple(clauses[act]),
            )
            for act in acts
        ]

    def moving(self, pack: Pack, between: Sequence[str] = ()) -> Pack:
        """A pack as one whose law moves: provisions begin and end, some on weaker evidence; acts amend, suspend or rescind.

        Args:
            between: provisions of other packs that its conflicts of laws may stand between.
        """
        base = list(pack.log.acts.values())
        bodies = {
            c.target: c.body
            for act in base
            for c in act.clauses
            if c.body and c.body.kind not in ("derive", "set")
        }
        names = list(bodies)
        acts = [base[0], *(replace(act, grade=self.one_of(GRADES[:4])) for act in base[1:])]
        acts = [replace(act, clauses=tuple(map(self._moving, act.clauses))) for act in acts]
        for index in range(self.random.randint(0, 3)):
            name = f"{pack.name}/more-{index}"
            start = self.one_of(DAYS)
            until = self.one_of([day for day in DAYS if day >= start])
            verb, last = self.one_of(
                (("suspend", until), ("suspend", None), ("rescind", None), ("amend", None))
            )
            target = self.one_of(names)
            body = self._otherwise(bodies[target], pack.vocabulary) if verb == "amend" else None
            clause = Clause(name, 0, verb, target, start, until=last, body=body)
            grade = self.one_of(GRADES)
            plain = Vocabulary(fact for fact in pack.vocabulary.values() if fact.about != "party")
            saves = Saves(DAYS[0], DAYS[-1], self.condition(plain, depth=1))
            held = saves if grade != "reported" and self.chance(3) else None
            acts.append(Act(name, {"en": name}, "rule", grade, "2025-01-01", saves=held, clauses=(clause,)))
        named = (*self.some_of(names)[:1], *self.some_of(between)[:2])
        if named and self.chance(2):
            name = f"{pack.name}/conflict"
            body = Body("conflict", tree=self.condition(pack.vocabulary, depth=1), between=named)
            clause = Clause(name, 0, "impose", name, "2025-01-01", body=body)
            acts.append(Act(name, {"en": name}, "rule", "law", "2025-01-01", clauses=(clause,)))
        return replace(pack, log=Log(acts))

    def _otherwise(self, body: Body, vocabulary: Vocabulary) -> Body:
        """A provision on another condition."""
        return replace(body, tree=self.condition(vocabulary, party=body.party, depth=1))

    def _moving(self, clause: Clause) -> Clause:
        if clause.body is None or clause.body.kind in ("derive", "set"):
            return clause
        start = self.one_of(DAYS) if self.chance(3) else clause.start
        days = [day for day in DAYS if day >= start]
        return replace(clause, start=start, until=self.one_of(days) if self.chance(6) else None)

    # logs

    def log(self, *, holds: bool = True, doubts: bool = False, keep: bool = False) -> Log:
        """A random log of acts upon a few limbs, sets included, with suspensions, and acts upon acts.

        Args:
            holds: whether acts suspend and resume.
            doubts: whether last days may be doubtful.
            keep: whether amendments may say `held`.
        """
        acts = [self._base()]
        for index in range(self.random.randint(0, 5)):
            acts.append(self.act(f"x/act-{index}", acts, holds=holds, doubts=doubts, keep=keep))
        return Log(acts)

    def _base(self) -> Act:
        clauses = tuple(
            Clause(
                "x/base",
                index,
                "impose",
                name,
                self.one_of(DAYS[:4]),
                label=f"c{index}",
                body=self.body(name, impose=True),
            )
            for index, name in enumerate(LIMBS)
            if not self.chance(5)
        )
        return Act("x/base", {"en": "base"}, "rule", "law", "2025-01-01", clauses=clauses)

    def body(self, name: str, *, impose: bool = False) -> Body:
        """A text of a limb."""
        if name == SET:
            if impose or self.chance(3):
                return Body("set", holds="country", members=frozenset(self.some_of(COUNTRIES)))
            change = frozenset(self.some_of(COUNTRIES, 1))
            return Body("set", add=change) if self.chance(2) else Body("set", remove=change)
        when: Node = Fact(self.one_of(("t0", "t1", "t2")))
        if self.chance(4):
            when = In(Fact("destination"), Ref(SET))
        if self.chance(6):
            when = Compare(">=", Fact("as_of"), Const(self.one_of(DAYS)))
        return Body("require", tree=when, ground=self.one_of(("RS", "NS")), title={"en": name})

    def act(
        self,
        name: str,
        before: Sequence[Act],
        *,
        since: str = DAYS[0],
        grade: str | None = None,
        holds: bool = True,
        doubts: bool = False,
        keep: bool = False,
    ) -> Act:
        """An act of one to three clauses upon limbs, subtrees, acts and clauses of acts that stand before it."""
        days = [day for day in DAYS if day >= since]
        verbs: tuple[str, ...] = ("impose", "amend", "amend", "rescind", "extend")
        if holds:
            verbs = (*verbs, "suspend", "suspend", "suspend", "resume")
        clauses: list[Clause] = []
        for index in range(self.random.randint(1, 3)):
            verb = self.one_of(verbs)
            start = self.one_of(days)
            until = self.one_of([day for day in days if day >= start]) if self.chance(2) else None
            doubt = None
            if doubts and until is not None and until > start and self.chance(2):
                doubt = self.one_of([day for day in days if start <= day < until])
            body: Body | None = None
            labels = [f"{c.act}#{c.label}" for act in before for c in act.clauses if c.label]
            held = None
            match verb:
                case "impose" | "amend":
                    target = self.one_of(LIMBS)
                    body = self.body(target, impose=verb == "impose")
                    held = self.one_of((None, "keep", "lift")) if keep and target != SET else None
                case "extend":
                    if not labels:
                        continue
                    verb, target = "amend", self.one_of(labels)
                    until, doubt = self.one_of([day for day in days if day >= start]), None
                case _:
                    target = self.one_of((*LIMBS, *ROOTS, *(act.name for act in before), *labels))
            clauses.append(
                Clause(
                    name,
                    index,
                    verb,
                    target,
                    start,
                    until=until,
                    doubt=doubt,
                    label=f"c{index}" if self.chance(2) else None,
                    comply=self.one_of([day for day in days if day >= start])
                    if body is not None and self.chance(6)
                    else None,
                    retroactive=True,
                    held=held,
                    revives=True,
                    body=body,
                )
            )
        return Act(
            name,
            {"en": name},
            "rule",
            grade or self.one_of(("law", "law", "official", "company", "announced", "reported")),
            self.one_of(days),
            seq=self.random.randint(0, 2),
            clauses=tuple(clauses),
        )


SET = "x/set"
LIMBS = ("x/a", "x/a/one", "x/a/two", "x/a.i", "x/b/one", "x/b/two", "x/c", SET)
ROOTS = ("x/b", "x/a", "x/none")

makers = st.randoms(use_true_random=False).map(Maker)
