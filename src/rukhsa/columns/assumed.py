"""Which presumptions carry an answer: tried once for all lines on which the same provisions are true and open alike."""

from __future__ import annotations

from collections.abc import Hashable

from rukhsa.columns.plan import Epoch
from rukhsa.columns.residual import Unknown, key_of, trial
from rukhsa.columns.roles import Bearing, Roles
from rukhsa.columns.shapes import Shapes
from rukhsa.decide.answer import Computed
from rukhsa.decide.carrying import Presumed, carrying
from rukhsa.decide.rules import rules_of
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth

MOST_TRIED = 100_000
Row = tuple[str, str, int, int, int]


class Given(Computed):
    """Truths by kind and name."""

    def __init__(self, found: dict[str, dict[str, Truth]]) -> None:
        super().__init__((), {}, ())
        self._of = {kind: dict(sorted(names.items())) for kind, names in found.items()}


class Assumed:
    """Names of the presumptions that carry answers, as far as they were found."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._roles = Roles()
        self._carrying: dict[Hashable, tuple[str, ...]] = {}
        self._tried: dict[Hashable, Finding] = {}
        self._numbers: dict[Hashable, int] = {}
        self._of_epoch: dict[str, list[Row]] = {}  # by its first day

    def of(self, unknown: Unknown, here: Epoch, finding: Finding) -> tuple[str, ...]:
        """The presumptions that carry an answer, found once for all lines of which the same is true and open alike."""
        terms: list[Bearing] = []
        for kind, name, node, matters, number in self._rows(here):
            if not unknown.truth(matters):
                continue
            truth = unknown.truth(node)
            if truth is True:
                terms.append(Bearing(kind, name, number, None))
            elif truth is None and name:
                terms.append(Bearing(kind, name, number, unknown.shape(node)))
        answer = (finding.possible, finding.policies)
        alike, terms = self._roles.alike(rules_of(here.regime), terms)
        key = (alike, answer)
        if key not in self._carrying:
            shapes = [term.shape for term in terms if term.shape is not None]
            presumed = frozenset[Presumed]().union(*map(self._shapes.presumed, shapes))
            tried = trial(self._shapes, terms, lambda truths: self._found(here, truths))
            kept = carrying(presumed, answer, tried)
            self._carrying[key] = tuple(dict.fromkeys(fact for fact, _ in kept))
        return self._carrying[key]

    def _rows(self, here: Epoch) -> list[Row]:
        """The terms of an epoch: kind, name, node, whether it matters, and the number of what it is to others."""
        rows = self._of_epoch.get(here.day)
        if rows is None:
            number = self._numbers.setdefault
            rows = self._of_epoch[here.day] = [
                (term.kind, term.name, term.node, term.matters, number(term.key, len(self._numbers)))
                for term in here.terms
                if not term.under and term.kind != "saves"
            ]
        return rows

    def _found(self, here: Epoch, truths: dict[str, dict[str, Truth]]) -> Finding:
        """The finding of some truths, remembered."""
        key = key_of(rules_of(here.regime), truths, here.keys)
        finding = self._tried.get(key)
        if finding is None:
            if len(self._tried) >= MOST_TRIED:
                self._tried.clear()
            finding = self._tried[key] = find(here.regime, Given(truths))
        return finding
