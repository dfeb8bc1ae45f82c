"""What lines say, side by side: of each thing that is read by itself (an axis) the classes that one law tells apart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rukhsa.columns.graph import Graph
from rukhsa.columns.numbering import Codes
from rukhsa.columns.states import NO, OPEN, YES, Half, States
from rukhsa.decide.carrying import Presumed
from rukhsa.language.interpret import Truth

Bytes = npt.NDArray[np.uint8]
_WITHOUT = 2  # the shift: four bits hold a truth twice, with presumptions and without


def code(with_presumed: Truth, without: Truth) -> int:
    """The code of a comparison's truth, with what is presumed and without."""
    return _code(with_presumed) | _code(without) << _WITHOUT


def _code(truth: Truth) -> int:
    return OPEN if truth is None else YES if truth else NO


class Classes:
    """Things of one kind that lines say, by what the comparisons of one side's law make of them.

    Args:
        atoms: the comparisons, by their nodes.
    """

    def __init__(self, atoms: Sequence[int]) -> None:
        self.rows = {atom: row for row, atom in enumerate(atoms)}
        self._classes: dict[Hashable, int] = {}
        self._codes: list[bytes] = []
        self._open: list[Any] = []
        self._of: list[int] = []  # the class of each thing

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def filled(self) -> int:
        """How many things were told apart so far."""
        return len(self._of)

    def add(self, codes: bytes, open_: Hashable = ()) -> None:
        """Take up a thing.

        Args:
            codes: of each comparison, in their order.
            open_: of the comparisons that several facts decide: the unknown facts of each, and what tells cases apart
            where some of these facts are presumed.
        """
        number = self._classes.setdefault((codes, open_), len(self._codes))
        if number == len(self._codes):
            self._codes.append(codes)
            self._open.append(open_)
        self._of.append(number)

    def of(self, things: Codes) -> Codes:
        """The classes of things."""
        return np.array(self._of, np.int64)[things]

    def codes(self, atom: int) -> Bytes:
        """The codes of a comparison, by class."""
        return np.frombuffer(b"".join(self._codes), np.uint8).reshape(len(self), -1)[:, self.rows[atom]]

    def open_(self, number: int) -> Any:
        return self._open[number]


class Axes:
    """The axes of one side: of the order, then each party's.

    Args:
        classes: of each axis; all parties share the last.
        wholes: nodes of comparisons that several facts decide, of the order and of a party, in the order in which
            classes hold their unknown facts.
    """

    def __init__(
        self,
        graph: Graph,
        states: States,
        order: Sequence[Classes],
        party: Classes,
        wholes: dict[bool, list[int]],
    ) -> None:
        self._graph = graph
        self._states = states
        self.order = tuple(order)
        self.party = party
        self._wholes = wholes
        self._axis = {atom: axis for axis, classes in enumerate(order) for atom in classes.rows}

    def sizes(self) -> tuple[int, ...]:
        """How many classes each axis has."""
        return tuple(map(len, (*self.order, self.party)))

    def comparison(self, node: int, party: int) -> tuple[int, Codes]:
        """The axis of a comparison, and its states by class; of a party, that of the party."""
        atom = self._graph.vertices[node].atom
        assert atom is not None
        axis = len(self.order) + party if atom.of_party else self._axis[node]
        classes = self.party if atom.of_party else self.order[axis]
        found: dict[Hashable, int] = {}
        states = np.empty(len(classes), np.int64)
        place = self._wholes[atom.of_party].index(node) if atom.whole else -1
        for number, own in enumerate(classes.codes(node).tolist()):
            open_ = classes.open_(number) if atom.whole else None
            key = (own, open_)
            if key not in found:
                if atom.whole:
                    found[key] = self._whole(own, open_, place, party)
                else:
                    (fact,) = atom.facts
                    found[key] = self._single(own, (fact, party if atom.of_party else None))
            states[number] = found[key]
        return axis, states

    def _single(self, own: int, fact: Presumed) -> int:
        held, bare = own & 3, own >> _WITHOUT
        shapes = self._states.shapes
        # where nothing is presumed, facts of which nothing can be presumed are all alike
        open_bare = ((), None) if held == OPEN else ((fact,), held == YES)
        return self._states.number(
            self._half(held, ((fact,), None)), (bare, shapes.comparison(*open_bare) if bare == OPEN else None)
        )

    def _whole(self, own: int, open_: Any, place: int, party: int) -> int:
        held, bare = own & 3, own >> _WITHOUT
        asked, presumed = open_
        facts = tuple((fact, None if of is None else party) for fact, of in asked[place] or ())
        alone: tuple[Presumed, ...] = ((f"\0{presumed}", None),) if presumed else ()
        return self._states.number(self._half(held, (facts, None)), self._half(bare, (alone, None)))

    def _half(self, truth: int, open_: tuple[tuple[Presumed, ...], Truth]) -> Half:
        return truth, self._states.shapes.comparison(*open_) if truth == OPEN else None
