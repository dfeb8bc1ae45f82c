"""Why a provision is true, false or open: the decisive parts of its tree with the values compared.

Reasons are data, keyed by meaning; the surfaces turn them into words.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from rukhsa.hints import Any
from rukhsa.language.interpret import Interpreter, Interval, Truth, kleene_not
from rukhsa.language.tree import All, AnyOf, Arith, Compare, Const, Fact, In, Limb, Node, Not, Op, Ref
from rukhsa.law.regime import Regime
from rukhsa.records import dataclass, field
from rukhsa.words.messages import say

_OPPOSITE: dict[Op, Op] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison as it turned out: `subject relation bound`, with the subject's value.

    Attributes:
        subject: a fact or a derive, by name.
        relation: the relation that holds (`<` where `>=` was asked and failed); the one asked when open.
        bound: the literal or the set compared with.
        value: the subject's value, `None` when unknown.
        truth: whether what the law asks is so.
    """

    subject: str
    relation: str
    bound: str
    value: str | None
    truth: Truth
    party: int | None = None
    cite: str | None = None

    def to_data(self) -> dict[str, Any]:
        return {
            "subject": self.subject,
            "relation": self.relation,
            "bound": self.bound,
            "value": self.value,
            "holds": self.truth,
            "party": self.party,
            "cite": self.cite,
        }


@dataclass(frozen=True, slots=True)
class Reason:
    """A provision, its truth, and the parts that decide it."""

    provision: str
    truth: Truth
    parts: tuple[Reason | Leaf, ...] = field(default=())

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            if isinstance(part, Leaf):
                yield part
            else:
                yield from part.leaves()

    def to_data(self) -> dict[str, Any]:
        return {
            "provision": self.provision,
            "holds": self.truth,
            "because": [part.to_data() for part in self.parts],
        }


def reason_for(regime: Regime, interpreter: Interpreter, name: str, party: int | None = None) -> Reason:
    """The decisive parts of a provision for the interpreter's case."""
    return _Reasons(regime, interpreter).provision(name, party)


class _Reasons:
    def __init__(self, regime: Regime, interpreter: Interpreter) -> None:
        self.regime = regime
        self.interpreter = interpreter
        self.told: set[tuple[str, int | None]] = set()
        # INVARIANT: the nodes are those of the regime's own trees, which live as long as it does
        self.truths: dict[tuple[int, int | None], Truth] = interpreter.nodes

    def truth(self, node: Node, party: int | None) -> Truth:
        """The truth of a node, each worked out once however often its parents ask."""
        key = (id(node), party)
        if key in self.truths:
            return self.truths[key]
        found: Truth
        kind = type(node)
        if kind is Limb:
            found = self.truth(node.child, party)  # type: ignore[union-attr]
        elif kind is Not:
            found = kleene_not(self.truth(node.child, party))  # type: ignore[union-attr]
        elif kind is All or kind is AnyOf:
            settles = kind is AnyOf
            found = not settles
            for part in node.children:  # type: ignore[union-attr]
                truth = self.truth(part, party)
                if truth is settles:
                    found = settles
                    break
                if truth is None:
                    found = None
        else:
            found = self.interpreter.truth(node, party)
        self.truths[key] = found
        return found

    def provision(self, name: str, party: int | None) -> Reason:
        counts = self.regime.counts(name)
        tree = self.regime.tree(name)
        if counts is None:
            party = None
        truth = self.interpreter.truth_of(name, party)
        if tree is None or (name, party) in self.told:
            return Reason(name, truth)
        self.told.add((name, party))
        if counts is not None and party is None:
            for index in range(len(self.interpreter.parties)):
                if self.interpreter.truth_of(name, index) == truth:
                    party = index
                    break
        parts: list[Reason | Leaf] = []
        self.parts(tree, party, None, parts)
        return Reason(name, truth, tuple(parts))

    def parts(self, node: Node, party: int | None, cite: str | None, found: list[Reason | Leaf]) -> None:
        """Add the decisive parts of a node."""
        match node:
            case All(parts) | AnyOf(parts):
                whole = self.truth(node, party)
                decisive = [part for part in parts if self.truth(part, party) is whole]
                for part in decisive or parts:
                    self.parts(part, party, cite, found)
            case Limb(child, limb, _):
                self.parts(child, party, limb or cite, found)
            case Not(child):
                self.parts(child, party, cite, found)
            case Ref(name):
                found.append(self.provision(name, party))
            case Compare() | In() | Fact():
                found.append(self.leaf(node, party, cite))

    def leaf(self, node: Compare | In | Fact, party: int | None, cite: str | None) -> Leaf:
        truth = self.truth(node, party)
        match node:
            case Fact(name):
                value = self.interpreter.fact(name, party)
                return Leaf(name, "=", "true", show_value(value), truth, self.of(name, party), cite)
            case In(Fact(name), members):
                value = self.interpreter.fact(name, party)
                bound = members.name if isinstance(members, Ref) else ", ".join(sorted(members))
                relation = "not in" if truth is False else "in"
                return Leaf(name, relation, bound, show_value(value), truth, self.of(name, party), cite)
            case Compare(op, left, right):
                if isinstance(left, Const):
                    left, right, op = right, left, _mirrored(op)
                relation = _OPPOSITE[op] if truth is False else op
                known, subject = self.side(left, party)
                limit, other = self.side(right, party)
                against = (
                    limit
                    if isinstance(right, Const) or limit is None
                    else say("decision.leaf.computed", name=other, value=limit)
                )
                return Leaf(
                    subject,
                    relation,
                    against if against is not None else other,
                    known,
                    truth,
                    self.of(subject, party),
                    cite,
                )

    def of(self, subject: str, party: int | None) -> int | None:
        return party if subject in self.regime.vocabulary.party_facts else None

    def side(self, node: Node, party: int | None) -> tuple[str | None, str]:
        match node:
            case Const(value):
                return show_value(value), ""
            case Fact(name):
                return show_value(self.interpreter.fact(name, party)), name
            case Ref(name) if self.regime.is_number(name):
                return show_interval(self.interpreter.number_of(name, party)), name
            case Ref(name):
                return show_value(self.interpreter.truth_of(name, party)), name
            case Arith():
                return show_interval(self.interpreter.number(node, party)), "expression"
            case _:
                return None, "condition"


def _mirrored(op: Op) -> Op:
    mirror: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
    return mirror[op]


@lru_cache(maxsize=4096, typed=True)
def show_value(value: bool | Decimal | str | None) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return show_number(Fraction(value)) if isinstance(value, Decimal) else value


def show_number(number: Fraction | float, places: int = 6) -> str:
    """A number for people: exact when it has few decimals, else rounded to `places`, marked with `~`."""
    if isinstance(number, float):
        return "unbounded"
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    if "." not in text:
        return text
    whole, _, decimals = text.rstrip("0").partition(".")
    if len(decimals) <= places:
        return f"{whole}.{decimals}" if decimals else whole
    rounded = round(Decimal(number.numerator) / Decimal(number.denominator), 4)
    return f"{rounded.normalize():f}"


@lru_cache(maxsize=4096)
def show_interval(interval: Interval) -> str | None:
    """A known number, or what is known of its bounds (then a message)."""
    if interval.known:
        return show_number(interval.low)
    low = None if isinstance(interval.low, float) else interval.low
    high = None if isinstance(interval.high, float) else interval.high
    if low and high is None:
        return say("units.at_least", n=show_number(low))
    if high is not None and not low:
        return say("units.at_most", n=show_number(high))
    return None
