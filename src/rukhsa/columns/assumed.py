"""Which presumptions carry an answer: tried once for all lines on which the same provisions are true and open alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from rukhsa.columns.findings import requires_nothing
from rukhsa.columns.plan import Epoch, Term, Without
from rukhsa.columns.residual import Trials, Truths, key_of
from rukhsa.columns.roles import Bearing, Roles
from rukhsa.columns.savings import SavingTrials
from rukhsa.columns.shapes import Shapes
from rukhsa.columns.states import OPEN, YES
from rukhsa.decide.answer import Computed
from rukhsa.decide.carrying import Presumed, Trial, carrying, first_tried
from rukhsa.decide.rules import rules_of
from rukhsa.decide.verdict import Finding, find
from rukhsa.language.interpret import Truth
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime

MOST_TRIED = 30_000  # findings that are remembered, of some 2 KB each


class Given(Computed):
    """Truths by kind and name."""

    def __init__(self, found: dict[str, dict[str, Truth]]) -> None:
        super().__init__((), {}, ())
        self._of = {kind: dict(sorted(names.items())) for kind, names in found.items()}


class Assumed:
    """Names of the presumptions that carry answers, as far as they were found."""

    def __init__(self, shapes: Shapes, pack: Pack) -> None:
        self._shapes = shapes
        self._pack = pack
        self._roles = Roles()
        self._carrying: dict[Hashable, tuple[str, ...]] = {}
        self._tried: dict[Hashable, Finding] = {}

    def of(
        self, bare: Sequence[tuple[int, int, int | None]], here: Epoch, finding: Finding
    ) -> tuple[str, ...]:
        """The presumptions that carry an answer, found once for all lines of which the same is true and open alike.

        Args:
            bare: the terms that matter where nothing is presumed, by their places in those of the epoch, each with
                its truth and the shape of what is unknown.
        """
        free = requires_nothing(finding)  # then exceptions and reviews carry nothing
        bearing: dict[Without, list[Bearing]] = {}
        for row, truth, shape in bare:
            term = here.terms[row]
            if not (free and term.aside) and (truth == YES or (truth == OPEN and term.name)):
                own = Bearing(term.kind, term.name, here.terms.numbers[row], shape)
                bearing.setdefault(term.without, []).append(own)
        answer = (finding.possible, finding.policies)
        first = self._first(here, [(here.terms[row], truth, shape) for row, truth, shape in bare], finding)
        if any(here.terms[row].kind == "saves" for row, _, _ in bare):
            alike: Hashable = frozenset((term.number, term.shape) for own in bearing.values() for term in own)
        else:
            alike, bearing[()] = self._roles.alike(rules_of(here.regime), bearing.get((), ()))
        key = (alike, answer, first)
        if key not in self._carrying:
            shapes = [term.shape for own in bearing.values() for term in own if term.shape is not None]
            presumed = self._shapes.presumed(shapes)
            kept = carrying(presumed, answer, self._trials(here, bearing, presumed), first)
            self._carrying[key] = tuple(dict.fromkeys(fact for fact, _ in kept))
        return self._carrying[key]

    def _trials(
        self, here: Epoch, bearing: dict[Without, list[Bearing]], presumed: frozenset[Presumed]
    ) -> Callable[[frozenset[Presumed]], Trial]:
        """What some presumptions lead to."""

        def found(without: Without, regime: Regime, truths: Truths) -> Finding:
            return self._found(here, without, regime, truths)

        if any(term.kind == "saves" for term in bearing.get((), ())):
            return SavingTrials(self._shapes, self._pack, here.state, bearing, presumed, found)
        rules, own = rules_of(here.regime), bearing.get((), [])
        return Trials(self._shapes, rules, own, lambda truths: found((), here.regime, truths))

    def _first(
        self, here: Epoch, terms: Sequence[tuple[Term, int, int | None]], finding: Finding
    ) -> frozenset[Presumed]:
        """What to try first."""
        shapes = {term.name: shape for term, _, shape in terms if term.name and not term.without}
        reaching = [
            term.name
            for term, truth, shape in terms
            if term.kind == "scope"
            and term.name
            and not term.without
            and (truth == YES or (shape is not None and self._held(shape)))
        ]

        def asked(name: str) -> frozenset[Presumed]:
            shape = shapes.get(name)
            return frozenset() if shape is None else self._shapes.open_facts(shape, 0)

        return first_tried(rules_of(here.regime), finding, reaching, asked)

    def _held(self, shape: int) -> bool:
        """Whether a shape is true once all is presumed."""
        return self._shapes.truth(shape, self._shapes.asks(shape)) is True

    def _found(self, here: Epoch, without: Without, regime: Regime, truths: Truths) -> Finding:
        """The finding of some truths, remembered."""
        key = (without, key_of(rules_of(regime), truths, here.keys(without)))
        finding = self._tried.get(key)
        if finding is None:
            if len(self._tried) >= MOST_TRIED:
                self._tried.clear()
            finding = self._tried[key] = find(regime, Given(truths))
        return finding
