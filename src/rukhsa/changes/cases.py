"""Many cases of one side at once: their facts as numbers, and the truths of conditions on all of them.

Comparisons are left to the interpreter, each asked once for every value that some case states; `all`, `any` and
`not` are minimum, maximum and complement of truths from 0 (false) over 1 (unknown) to 2 (true). Needs numpy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count, repeat

import numpy as np
import numpy.typing as npt

from rukhsa.columns.graph import Atom, Graph
from rukhsa.decide.case import Filled
from rukhsa.language.interpret import Interpreter, Truth
from rukhsa.language.tree import In, Ref
from rukhsa.language.vocabulary import Value

Numbers = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]
FALSE, UNKNOWN, TRUE = 0, 1, 2
_AT_ONCE = 200  # cases whose facts are read while they are at hand


class Cases:
    """The facts of cases, by number.

    Args:
        filled: the cases as the side sees them.
        graph: the conditions that are asked.
    """

    def __init__(self, filled: Sequence[Filled], graph: Graph) -> None:
        self.graph = graph
        self._filled = filled
        most = max((len(case.parties) for case in filled), default=1)
        self._said: dict[bool, list[list[dict[str, Value]]]] = {
            False: [[case.facts for case in filled]],
            True: [[case.parties[min(at, len(case.parties) - 1)] for case in filled] for at in range(most)],
        }
        self._stated: dict[bool, dict[str, tuple[Numbers, list[Value | None]]]] = {}
        self._columns: dict[tuple[str, bool], tuple[Numbers, list[Value | None]]] = {}
        self._atoms: dict[int, tuple[Numbers, Codes]] = {}

    def __len__(self) -> int:
        return len(self._filled)

    def _column(self, fact: str, of_party: bool) -> tuple[Numbers, list[Value | None]]:
        """The number of each case's value, [case] or [party, case], and the values.

        A case of fewer parties repeats its last one, which changes nothing that `any` or `every` says of them.
        """
        key = (fact, of_party)
        if key not in self._columns:
            if of_party not in self._stated:
                self._stated[of_party] = _columns(self._said[of_party])
            found = self._stated[of_party].get(fact)
            if found is None:
                found = np.zeros((len(self._said[of_party]), len(self)), np.int32), [None]
            self._columns[key] = found if of_party else (found[0][0], found[1])
        return self._columns[key]

    def atom(self, number: int) -> tuple[Numbers, Codes]:
        """Of a comparison: which of its distinct questions each case poses, and their truths."""
        if number not in self._atoms:
            atom = self.graph.vertices[number].atom
            assert atom is not None
            self._atoms[number] = self._read(atom)
        return self._atoms[number]

    def _read(self, atom: Atom) -> tuple[Numbers, Codes]:
        facts = sorted(atom.facts)
        if not facts:
            return np.zeros(len(self), np.int32), _truths(atom, [{}])
        columns = [self._column(fact, atom.of_party) for fact in facts]
        places, values = columns[0]
        stated: list[tuple[Value | None, ...]] = [(value,) for value in values]
        for numbers, more in columns[1:]:
            pairs, inverse = np.unique(places.astype(np.int64) * len(more) + numbers, return_inverse=True)
            places = inverse.reshape(numbers.shape).astype(np.int32)
            stated = [(*stated[pair // len(more)], more[pair % len(more)]) for pair in pairs.tolist()]
        told = [
            {fact: value for fact, value in zip(facts, one, strict=True) if value is not None}
            for one in stated
        ]
        return places, _truths(atom, told)


def _columns(told: Sequence[Sequence[dict[str, Value]]]) -> dict[str, tuple[Numbers, list[Value | None]]]:
    """Of every fact that is stated: the numbers of its values, and the values."""
    found: dict[str, Numbers] = {}
    numbers: dict[str, defaultdict[Value | None, int]] = {}
    for which, cases in enumerate(told):
        for start in range(0, len(cases), _AT_ONCE):
            some = cases[start : start + _AT_ONCE]
            end = start + len(some)
            for fact in frozenset().union(*some):
                if fact not in found:
                    found[fact] = np.zeros((len(told), len(cases)), np.int32)
                    numbers[fact] = defaultdict(count().__next__, {})
                    numbers[fact][None]  # what states nothing is number 0
                values = map(dict.get, some, repeat(fact))
                found[fact][which, start:end] = np.fromiter(
                    map(numbers[fact].__getitem__, values), np.int32, len(some)
                )
    return {fact: (column, list(numbers[fact])) for fact, column in found.items()}


def _truths(atom: Atom, told: Sequence[dict[str, Value]]) -> Codes:
    """The truth of a comparison for each of several statements of its facts."""
    match atom.condition:
        case In(needle, members):
            inside = atom.regime.members(members.name) if isinstance(members, Ref) else members
            name = needle.name
            found = [
                UNKNOWN if name not in facts else TRUE if facts[name] in inside else FALSE for facts in told
            ]
        case _:
            found = []
            for facts in told:
                order, party = ({}, facts) if atom.of_party else (facts, {})
                reader = Interpreter(atom.regime, order, [party])
                found.append(_code(reader.truth(atom.condition, 0 if atom.of_party else None)))
    return np.array(found, np.uint8)


def _code(truth: Truth) -> int:
    return UNKNOWN if truth is None else TRUE if truth else FALSE


class Truths:
    """The truths of conditions on some of the cases.

    Args:
        at: which cases.
    """

    def __init__(self, cases: Cases, at: npt.NDArray[np.int64]) -> None:
        self.cases = cases
        self.at = at
        self._known: dict[int, Codes] = {}
        self._ever: dict[int, bool] = {}
        self._bytes: dict[int, bytes] = {}

    def of(self, node: int) -> Codes:
        """The truths of a node of the graph: [case], or [party, case] of a node that each party has for itself."""
        found = self._known.get(node)
        if found is None:
            found = self._known[node] = self._find(node)
        return found

    def bytes(self, node: int) -> bytes:
        """The truths of a node of the order, a byte for each case."""
        found = self._bytes.get(node)
        if found is None:
            found = self._bytes[node] = self.of(node).tobytes()
        return found

    def ever(self, node: int) -> bool:
        """Whether a node is not false on some case."""
        found = self._ever.get(node)
        if found is None:
            found = self._ever[node] = bool(self.of(node).any())
        return found

    def _find(self, node: int) -> Codes:
        vertex = self.cases.graph.vertices[node]
        match vertex.kind:
            case "false" | "true":
                return np.full(len(self.at), FALSE if vertex.kind == "false" else TRUE, np.uint8)
            case "atom":
                places, truths = self.cases.atom(node)
                return truths[places[..., self.at]]
            case "not":
                return TRUE - self.of(vertex.parts[0])
            case "each":
                each = self.of(vertex.parts[0])
                joined: Codes = each.min(axis=0) if vertex.every else each.max(axis=0)
                return joined
        join = np.minimum if vertex.kind == "all" else np.maximum
        first, *rest = vertex.parts
        found = self.of(first)
        for part in rest:
            found = join(found, self.of(part))
        return found
