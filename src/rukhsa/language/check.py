"""Types of conditions: every name known, every comparison between like things, units that fit.

`check_condition` returns problems; it never raises for what an author wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal

from rukhsa.language.countries import country_code
from rukhsa.language.parse import is_iso_date
from rukhsa.language.tree import All, AnyOf, Arith, Compare, Const, Fact, In, Limb, Node, Not, Ref
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.records import dataclass

Kind = Literal[
    "set", "derive", "classify", "scope", "cover", "require", "except", "bar", "review", "warn", "conflict"
]
Type = Literal["truth", "number", "text", "country", "date", "name"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a quoted name stands for: the provision's kind, and of a set what it holds."""

    kind: Kind
    holds: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class TypeProblem:
    message: str
    fix: str | None = None


class _Checker:
    def __init__(self, vocabulary: Vocabulary, targets: Callable[[str], Target | None]) -> None:
        self.vocabulary = vocabulary
        self.targets = targets
        self.problems: list[TypeProblem] = []
        self.numbers = False

    def say(self, message: str, fix: str | None = None) -> None:
        self.problems.append(TypeProblem(message, fix))

    def truth(self, node: Node) -> None:
        match node:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    self.truth(part)
            case Not(child) | Limb(child, _, _):
                self.truth(child)
            case Compare():
                self.compare(node)
            case In():
                self.membership(node)
            case _:
                found = self.type_of(node)
                if found not in ("truth", None):
                    self.say(f"{describe(node)} is {_a(found)}, not true or false", "compare it with a value")

    def compare(self, node: Compare) -> None:
        if any(isinstance(side, Compare | All | AnyOf | Not | In) for side in (node.left, node.right)):
            self.say("a comparison of comparisons", "use AND, or BETWEEN")
            return
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left is None or right is None:
            return
        left = _literal_as(left, right, node.left)
        right = _literal_as(right, left, node.right)
        if left != right:
            self.say(f"{describe(node.left)} is {_a(left)} but {describe(node.right)} is {_a(right)}")
            return
        units = self.unit_of(node.left), self.unit_of(node.right)
        if None not in units and units[0] != units[1]:
            self.say(f"{describe(node.left)} is in {units[0]} but {describe(node.right)} is in {units[1]}")
        if node.op not in ("=", "<>") and left not in ("number", "date"):
            self.say(f"`{node.op}` compares numbers or dates, not {_a(left)}", "use = or <>")
        if isinstance(node.left, Const) and isinstance(node.right, Const):
            self.say("a comparison of two literals is always the same")
        self.literal(node.left, node.right)
        self.literal(node.right, node.left)

    def unit_of(self, node: Node) -> str | None:
        match node:
            case Fact(name):
                fact = self.vocabulary.get(name)
                return None if fact is None else fact.unit
            case Ref(name):
                target = self.targets(name)
                return None if target is None else target.unit
            case _:
                return None

    def literal(self, side: Node, other: Node) -> None:
        if not (isinstance(side, Const) and isinstance(side.value, str) and isinstance(other, Fact)):
            return
        fact = self.vocabulary.get(other.name)
        if fact is None:
            return
        if fact.type == "date" and not is_iso_date(side.value):
            self.say(f"`{side.value}` is not a date", "write YYYY-MM-DD")
        self.allowed(fact, side.value)

    def allowed(self, fact: FactDef, value: str) -> None:
        if fact.values and value not in fact.values:
            self.say(f"`{value}` is not a value of `{fact.name}`", f"use one of {', '.join(fact.values)}")
        if fact.type == "country" and country_code(value) != value:
            self.say(f"`{value}` is not a country code", "use the two-letter ISO code")

    def membership(self, node: In) -> None:
        found = self.type_of(node.needle)
        if found is None:
            return
        if found not in ("text", "country", "name"):
            self.say(f"`{node.needle.name}` is {_a(found)}; only text, countries and names can be IN a set")
            return
        if isinstance(node.members, Ref):
            target = self.targets(node.members.name)
            if target is None:
                self.say(f"unknown provision `{node.members.name}`", "impose it, or mend the name")
            elif target.kind != "set":
                self.say(f"`{node.members.name}` is of kind {target.kind}, not a set")
            elif (target.holds == "country") != (found == "country"):
                self.say(
                    f"`{node.members.name}` holds {target.holds}, but `{node.needle.name}` is {_a(found)}"
                )
        else:
            fact = self.vocabulary[node.needle.name]
            for member in sorted(node.members):
                self.allowed(fact, member)

    def type_of(self, node: Node) -> Type | None:
        match node:
            case Const(bool()):
                return "truth"
            case Const(Decimal()):
                return "number"
            case Const():
                return "text"
            case Fact(name):
                fact = self.vocabulary.get(name)
                if fact is None:
                    near = self.vocabulary.nearest(name)
                    fix = (
                        f"did you mean {', '.join(f'`{n}`' for n in near)}?"
                        if near
                        else "add it to the vocabulary"
                    )
                    self.say(f"unknown fact `{name}`", fix)
                    return None
                return fact.type
            case Ref(name):
                target = self.targets(name)
                if target is None:
                    self.say(f"unknown provision `{name}`", "impose it, or mend the name")
                    return None
                if target.kind == "set":
                    self.say(f"`{name}` is a set", "use `fact IN` before it")
                    return None
                return "number" if target.kind == "derive" else "truth"
            case Arith(_, args):
                if not self.numbers:
                    self.say("arithmetic stands in `derive` only", "derive a number and compare its name")
                for arg in args:
                    found = self.type_of(arg)
                    if found not in ("number", None):
                        self.say(f"{describe(arg)} is {_a(found)}, not a number")
                return "number"
            case _:
                self.truth(node)
                return "truth"


def check_condition(
    node: Node, vocabulary: Vocabulary, targets: Callable[[str], Target | None] | Mapping[str, Target]
) -> list[TypeProblem]:
    """Problems of a condition that must be true or false."""
    checker = _Checker(vocabulary, targets.get if isinstance(targets, Mapping) else targets)
    checker.truth(node)
    return checker.problems


def check_number(
    node: Node, vocabulary: Vocabulary, targets: Callable[[str], Target | None] | Mapping[str, Target]
) -> list[TypeProblem]:
    """Problems of the `value` of a derive."""
    checker = _Checker(vocabulary, targets.get if isinstance(targets, Mapping) else targets)
    checker.numbers = True
    found = checker.type_of(node)
    if found not in ("number", None):
        checker.say(f"a derive needs a number, not {_a(found)}")
    return checker.problems


def describe(node: Node) -> str:
    match node:
        case Fact(name) | Ref(name):
            return f"`{name}`"
        case Const(value):
            return f"`{value}`"
        case _:
            return "this expression"


def _literal_as(found: Type, other: Type, node: Node) -> Type:
    if isinstance(node, Const) and found == "text" and other in ("date", "country", "name"):
        return other
    if (found == "name" and other == "text") or (found == "text" and other == "name"):
        return other
    return found


def _a(kind: str | None) -> str:
    return {
        "truth": "true or false",
        "number": "a number",
        "date": "a date",
        "country": "a country",
        "name": "a name",
    }.get(kind or "", "text")
