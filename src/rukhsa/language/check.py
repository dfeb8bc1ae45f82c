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
from rukhsa.words.messages import Message, Typed, say, series
from rukhsa.words.units import unit_name

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
                    self.say(
                        say("acts.not_truth", node=describe(node), type=_a(found)), say("acts.compare_it")
                    )

    def compare(self, node: Compare) -> None:
        if any(isinstance(side, Compare | All | AnyOf | Not | In) for side in (node.left, node.right)):
            self.say(say("acts.comparison_of_comparisons"), say("acts.use_and"))
            return
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left is None or right is None:
            return
        left = _literal_as(left, right, node.left)
        right = _literal_as(right, left, node.right)
        if left != right:
            self.say(
                say(
                    "acts.unlike",
                    left=describe(node.left),
                    left_type=_a(left),
                    right=describe(node.right),
                    right_type=_a(right),
                )
            )
            return
        units = self.unit_of(node.left), self.unit_of(node.right)
        if None not in units and units[0] != units[1]:
            self.say(
                say(
                    "acts.unlike_units",
                    left=describe(node.left),
                    left_unit=unit_name(str(units[0])),
                    right=describe(node.right),
                    right_unit=unit_name(str(units[1])),
                )
            )
        if node.op not in ("=", "<>") and left not in ("number", "date"):
            self.say(say("acts.compares_numbers", op=node.op, type=_a(left)), say("acts.use_equals"))
        if isinstance(node.left, Const) and isinstance(node.right, Const):
            self.say(say("acts.two_literals"))
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
            self.say(say("errors.no_date", text=side.value), say("errors.no_date_fix"))
        self.allowed(fact, side.value)

    def allowed(self, fact: FactDef, value: str) -> None:
        if fact.values and value not in fact.values:
            self.say(
                say("acts.no_value_of", value=value, fact=fact.name),
                say("errors.use_one_of", values=fact.values),
            )
        if fact.type == "country" and country_code(value) != value:
            self.say(say("acts.no_country_code", value=value), say("acts.two_letters"))

    def membership(self, node: In) -> None:
        found = self.type_of(node.needle)
        if found is None:
            return
        if found not in ("text", "country", "name"):
            self.say(say("acts.cannot_be_in", fact=node.needle.name, type=_a(found)))
            return
        if isinstance(node.members, Ref):
            target = self.targets(node.members.name)
            if target is None:
                self.say(say("acts.unknown_provision", name=node.members.name), say("acts.impose_or_mend"))
            elif target.kind != "set":
                self.say(say("acts.no_set", name=node.members.name, kind=target.kind))
            elif (target.holds == "country") != (found == "country"):
                self.say(
                    say(
                        "acts.holds_other",
                        name=node.members.name,
                        holds=target.holds,
                        fact=node.needle.name,
                        type=_a(found),
                    )
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
                        say("errors.did_you_mean", names=series(map(Typed, near)))
                        if near
                        else say("acts.add_to_vocabulary")
                    )
                    self.say(say("errors.unknown_fact", fact=name), fix)
                    return None
                return fact.type
            case Ref(name):
                target = self.targets(name)
                if target is None:
                    self.say(say("acts.unknown_provision", name=name), say("acts.impose_or_mend"))
                    return None
                if target.kind == "set":
                    self.say(say("acts.is_set", name=name), say("acts.use_in"))
                    return None
                return "number" if target.kind == "derive" else "truth"
            case Arith(_, args):
                if not self.numbers:
                    self.say(say("acts.arithmetic"), say("acts.derive_it"))
                for arg in args:
                    found = self.type_of(arg)
                    if found not in ("number", None):
                        self.say(say("acts.not_number", node=describe(arg), type=_a(found)))
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
        checker.say(say("acts.derive_number", type=_a(found)))
    return checker.problems


def describe(node: Node) -> Typed | Message:
    match node:
        case Fact(name) | Ref(name):
            return Typed(name)
        case Const(value):
            return Typed(value)
        case _:
            return say("acts.this_expression")


def _literal_as(found: Type, other: Type, node: Node) -> Type:
    if isinstance(node, Const) and found == "text" and other in ("date", "country", "name"):
        return other
    if (found == "name" and other == "text") or (found == "text" and other == "name"):
        return other
    return found


def _a(kind: str | None) -> Message:
    return say(f"acts.type.{kind or 'text'}")
