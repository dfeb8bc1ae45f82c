"""What did it: the provisions and the acts that, held alone as they were, would undo a flip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from rukhsa.changes.held import Between
from rukhsa.changes.judged import Answers, Held, Part
from rukhsa.changes.outcome import Outcome
from rukhsa.records import dataclass

A = TypeVar("A", bound=Answers)


@dataclass(frozen=True, slots=True)
class Cause:
    """What did it, on one level: provisions, or acts.

    Attributes:
        alone: each of these, held alone as it was before, undoes the flip.
        together: where none does alone, a smallest set that undoes it together; nothing can be left out.
    """

    alone: tuple[Part, ...] = ()
    together: tuple[Part, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.alone or self.together

    @property
    def names(self) -> str:
        """The names in one cell: spaces between those that undo alone, plus signs between those that do together."""
        return (" " if self.alone else "+").join(name for _, name in self.parts)


@dataclass(frozen=True, slots=True)
class Causes:
    """What did it: the provisions and the acts."""

    provisions: Cause = Cause()
    acts: Cause = Cause()


def causes_of(before: A, after: A, between: Mapping[str, Between]) -> Causes:
    """Try what undoes a flip: hold each provision, then each act, as it was before.

    Args:
        before, after: the same case under two states of the same packs.
        between: for each side, the pack under both states.
    """
    differs = {name: between[name].differing(before.regime(name), after.regime(name)) for name in after.packs}

    def moved() -> dict[str, tuple[str, ...]]:
        return {name: after.moved(before, name, names) for name, names in differs.items()}

    with_texts = _Trial(before.outcome, lambda held: after.with_texts(before, between, held))
    by_text = with_texts.cause(
        [
            _Pool(
                lambda: _parts(moved()),
                lambda: after.with_moved(before, between, differs),
                lambda: after.each_moved(before, between, differs),
            ),
            _Pool(lambda: _parts(differs)),
        ]
    )
    behind = {
        side: one.acts_upon(frozenset(name for of, name in by_text.parts if of == side))
        for side, one in between.items()
    }
    writers = {side: _writers(before, after, side, by_text, behind[side]) for side in behind}

    def upon() -> dict[str, tuple[str, ...]]:
        return {side: between[side].acts_upon(frozenset(names)) for side, names in moved().items()}

    with_acts = _Trial(before.outcome, lambda held: after.with_acts(between, held))
    return Causes(
        by_text,
        with_acts.cause(
            [
                _Pool(lambda: _parts(writers)),
                _Pool(lambda: _parts(behind)),
                _Pool(lambda: _parts(upon())),
                _Pool(lambda: _parts({side: tuple(sorted(one.acts)) for side, one in between.items()})),
            ]
        ),
    )


def _parts(names: Mapping[str, Iterable[str]]) -> list[Part]:
    return [(side, name) for side, some in names.items() for name in some]


@dataclass(frozen=True)
class _Pool:
    """Parts among which a cause is sought.

    Attributes:
        together: the outcome if all are held, and
        each: of each part that matters, the outcome if it alone is, where these are found quicker.
    """

    parts: Callable[[], list[Part]]
    together: Callable[[], Outcome] | None = None
    each: Callable[[], Iterable[tuple[Part, Outcome]]] | None = None


class _Trial:
    """Flips undone by holding parts of one kind as they were.

    Args:
        wanted: the earlier outcome.
        held: the outcome if some parts are held.
    """

    def __init__(self, wanted: Outcome, held: Callable[[Held], Outcome]) -> None:
        self.wanted = wanted
        self.held = held

    def undoes(self, parts: Iterable[Part]) -> bool:
        """Whether the answer is the earlier one if these parts are held."""
        by_side: dict[str, list[str]] = {}
        for side, name in parts:
            if side in by_side:
                by_side[side].append(name)
            else:
                by_side[side] = [name]
        return self.held({side: frozenset(names) for side, names in by_side.items()}) == self.wanted

    def together(self, pool: _Pool) -> bool:
        """Whether all of a pool together undo the flip."""
        if pool.together is not None:
            return pool.together() == self.wanted
        parts = pool.parts()
        return bool(parts) and self.undoes(parts)

    def alone(self, pool: _Pool) -> tuple[Part, ...]:
        """The parts of a pool of which each alone undoes the flip."""
        if pool.each is not None:
            return tuple(part for part, outcome in pool.each() if outcome == self.wanted)
        return tuple(part for part in pool.parts() if self.undoes([part]))

    def cause(self, pools: Sequence[_Pool]) -> Cause:
        """Parts that undo alone; else a set that undoes together and of which nothing can be left out.

        Args:
            pools: the likeliest parts first; the last holds all.
        """
        for pool in pools:
            if not self.together(pool):
                continue
            if pool is not pools[-1]:
                alone = self.alone(pool)
                if alone:
                    return Cause(alone)
            kept = tuple(self._needed((), False, pool.parts()))
            return Cause(kept) if len(kept) == 1 else Cause((), kept)
        return Cause()

    def _needed(self, held: Sequence[Part], added: bool, pool: Sequence[Part]) -> list[Part]:
        """Of a pool that undoes together with what is held, parts that are needed; by halves.

        Args:
            added: whether something was held since it was last tried.
        """
        if added and self.undoes(held):
            return []
        if len(pool) == 1:
            return list(pool)
        middle = len(pool) // 2
        first, second = pool[:middle], pool[middle:]
        of_second = self._needed([*held, *first], True, second)
        of_first = self._needed([*held, *of_second], bool(of_second), first)
        return [*of_first, *of_second]


def _writers(
    before: Answers, after: Answers, side: str, cause: Cause, acts: Iterable[str]
) -> tuple[str, ...]:
    """Of some acts, those that wrote the texts that did it."""
    wrote = {
        text.clause.act
        for of, name in cause.parts
        for regime in (before.regime(side), after.regime(side))
        if of == side and (text := regime.provisions.get(name)) is not None
    }
    return tuple(act for act in acts if act in wrote)
