"""The syntax tree of a condition: what every reader of the language (interpreter, compilers) shares.

A tree is immutable, knows nothing of SQL and can be written as plain lists (`to_data`, `from_data`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from rukhsa.hints import Any, Literal
from rukhsa.records import dataclass

Op = Literal["=", "<>", "<", "<=", ">", ">="]
Sign = Literal["+", "-", "*", "/", "greatest", "least"]


@dataclass(frozen=True, slots=True)
class Const:
    """A literal: a truth, a decimal number, or text (dates are ISO text)."""

    value: bool | Decimal | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the vocabulary, by its bare name."""

    name: str


@dataclass(frozen=True, slots=True)
class Ref:
    """The value of a provision, by its quoted name."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    op: Op
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In:
    """Membership of a text fact in literals, or in a set of the law."""

    needle: Fact
    members: frozenset[str] | Ref


@dataclass(frozen=True, slots=True)
class Arith:
    """Arithmetic on numbers; stands in `derive` only."""

    sign: Sign
    args: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: Node


@dataclass(frozen=True, slots=True)
class All:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Limb:
    """A node with the citation and title of its paragraph; the same value as its child."""

    child: Node
    cite: str | None = None
    title: tuple[tuple[str, str], ...] = ()


Node = Const | Fact | Ref | Compare | In | Arith | Not | All | AnyOf | Limb


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, left to right."""
    match node:
        case Compare(_, left, right):
            return (left, right)
        case In(needle, members):
            return (needle, members) if isinstance(members, Ref) else (needle,)
        case Arith(_, args):
            return args
        case Not(child) | Limb(child, _, _):
            return (child,)
        case All(parts) | AnyOf(parts):
            return parts
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all beneath it, parents first."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(children(top)))


def facts_of(node: Node) -> frozenset[str]:
    return frozenset(part.name for part in walk(node) if isinstance(part, Fact))


def refs_of(node: Node) -> frozenset[str]:
    return frozenset(part.name for part in walk(node) if isinstance(part, Ref))


def conjunction(*nodes: Node) -> Node:
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))


def at_date(node: Node, date_fact: str, on: str) -> Node:
    """The tree on one date: comparisons of `date_fact` with a literal become constants.

    INVARIANT: the dates of these comparisons are boundaries of epochs, so a tree is the same on
    every day of an epoch.
    """
    match node:
        case Compare(op, Fact(name), Const(str() as day)) if name == date_fact:
            return Const(compare_text(op, on, day))
        case Compare(op, Const(str() as day), Fact(name)) if name == date_fact:
            return Const(compare_text(op, day, on))
        case Compare(op, left, right):
            today: Node = Const(on)
            asked = Fact(date_fact)
            return Compare(op, today if left == asked else left, today if right == asked else right)
        case Not(child):
            return Not(at_date(child, date_fact, on))
        case Limb(child, cite, title):
            return Limb(at_date(child, date_fact, on), cite, title)
        case All(parts):
            return All(tuple(at_date(part, date_fact, on) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(at_date(part, date_fact, on) for part in parts))
        case _:
            return node


def compare_text(op: Op, left: str, right: str) -> bool:
    match op:
        case "=":
            return left == right
        case "<>":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right


def to_data(node: Node) -> list[Any]:
    """The tree as JSON-able lists; `from_data` reads it back."""
    match node:
        case Const(bool() as value):
            return ["truth", value]
        case Const(Decimal() as value):
            return ["number", str(value)]
        case Const(value):
            return ["text", value]
        case Fact(name):
            return ["fact", name]
        case Ref(name):
            return ["ref", name]
        case Compare(op, left, right):
            return ["compare", op, to_data(left), to_data(right)]
        case In(needle, members):
            inside = ["ref", members.name] if isinstance(members, Ref) else ["members", sorted(members)]
            return ["in", needle.name, inside]
        case Arith(sign, args):
            return ["arith", sign, [to_data(arg) for arg in args]]
        case Not(child):
            return ["not", to_data(child)]
        case All(parts):
            return ["all", [to_data(part) for part in parts]]
        case AnyOf(parts):
            return ["any", [to_data(part) for part in parts]]
        case Limb(child, cite, title):
            return ["limb", to_data(child), cite, dict(title)]


def from_data(data: Sequence[Any]) -> Node:
    read = _READERS.get(data[0])
    if read is None:
        raise ValueError(f"not a tree: {data[0]!r}")
    return read(*data[1:])


def _in_from_data(needle: str, inside: Sequence[Any]) -> In:
    kind, members = inside
    return In(Fact(needle), Ref(members) if kind == "ref" else frozenset(members))


_READERS: dict[str, Callable[..., Node]] = {
    "truth": Const,
    "text": Const,
    "number": lambda digits: Const(Decimal(digits)),
    "fact": Fact,
    "ref": Ref,
    "compare": lambda op, left, right: Compare(op, from_data(left), from_data(right)),
    "in": _in_from_data,
    "arith": lambda sign, args: Arith(sign, tuple([from_data(arg) for arg in args])),
    "not": lambda child: Not(from_data(child)),
    "all": lambda parts: All(tuple([from_data(part) for part in parts])),
    "any": lambda parts: AnyOf(tuple([from_data(part) for part in parts])),
    "limb": lambda child, cite, title: Limb(from_data(child), cite, tuple(title.items())),
}


def without_titles(node: Node) -> Node:
    """The tree without citations and titles: what decides, and what is hashed."""
    match node:
        case Limb(child, _, _):
            return without_titles(child)
        case Not(child):
            return Not(without_titles(child))
        case All(parts):
            return All(tuple(without_titles(part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(without_titles(part) for part in parts))
        case _:
            return node
