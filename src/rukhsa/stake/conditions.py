"""Conditions and numbers of an options file: read, checked against the packs, and asked of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rukhsa.decide.case import Case, filled
from rukhsa.decide.evaluate import State
from rukhsa.language.check import Target, TypeProblem, check_condition
from rukhsa.language.interpret import Interpreter, Truth
from rukhsa.language.parse import parse_condition
from rukhsa.language.tree import Node, facts_of, refs_of
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass
from rukhsa.words.messages import Message

_PLACES = Decimal(1).scaleb(-12)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that the law of one side understands."""

    side: str
    tree: Node

    def truth(self, interpreters: Mapping[str, Interpreter]) -> Truth:
        """Its truth of a case; unknown where that side was not asked."""
        interpreter = interpreters.get(self.side)
        if interpreter is None:
            return None
        return _whole(interpreter, self.tree)


def _whole(interpreter: Interpreter, tree: Node) -> Truth:
    """A condition of an order is true when it is true of some party: no party fact is an order's own."""
    truths = [interpreter.truth(tree, party) for party in range(len(interpreter.parties) or 1)]
    if True in truths:
        return True
    return None if None in truths else False


def read_condition(
    written: Any, packs: Mapping[str, Pack], path: Sequence[str | int]
) -> tuple[Condition | None, list[TypeProblem]]:
    """The condition, understood by the first side whose names it uses; or why no side understands it.

    Raises:
        RukhsaError: it cannot be parsed.
    """
    tree = parse_condition(written, path)
    found: list[list[TypeProblem]] = []
    for name, pack in packs.items():
        problems = check_condition(tree, pack.vocabulary, targets_of(pack.log))
        if not problems:
            return Condition(name, tree), []
        found.append(problems)
    return None, min(found, key=lambda problems: (len(problems), not any(map(_names_another, problems))))


def _names_another(problem: TypeProblem) -> bool:
    """Whether the way out is a name that is spelled alike: the side meant is the one that has it."""
    return isinstance(problem.fix, Message) and problem.fix.key == "errors.did_you_mean"


def targets_of(log: Log) -> dict[str, Target]:
    """What every name of a log stands for."""
    units = {clause.target: clause.body.unit for clause in log.clauses if clause.body is not None}
    return {name: Target(kind, log.holds.get(name), units.get(name)) for name, kind in log.kinds.items()}  # type: ignore[arg-type]


def interpreter_of(pack: Pack, case: Case, day: str) -> Interpreter:
    """The facts of a case under the law of a day on the evidence that counts by default."""
    known = filled(case, pack.vocabulary)
    state = State(day)
    return Interpreter(pack.on(day, state.accepted(pack)), known.facts, known.parties)


def read_beneath(pack: Pack, tree: Node) -> frozenset[str]:
    """The facts that a tree reads, itself or through provisions, under the law that `interpreter_of` asks."""
    state = State(pack.verified_through)
    regime = pack.on(state.on, state.accepted(pack))
    found: set[str] = set()
    seen: set[str] = set()
    stack: list[Node] = [tree]
    while stack:
        top = stack.pop()
        found |= facts_of(top)
        for name in refs_of(top) - seen:
            seen.add(name)
            found.update(fact for fact in (regime.gives(name),) if fact is not None)
            below = regime.tree(name)
            if below is not None:
                stack.append(below)
    return frozenset(found)


def exact(number: Fraction | float) -> Decimal:
    """A fraction as a decimal: exact where it ends, else to twelve places."""
    whole = Fraction(number)
    plain = Decimal(whole.numerator) / Decimal(whole.denominator)
    return plain if Fraction(plain) == whole else plain.quantize(_PLACES)
