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
    moved = {name: after.moved(before, name, names) for name, names in differs.items()}
    with_texts = _Trial(
        before.outcome,
        lambda held: after.with_texts(before, between, held),
        lambda parts: after.each_text(before, between, parts),
    )
    by_text = with_texts.cause([_parts(moved), _parts(differs)])
    behind = {
        side: one.acts_upon(frozenset(name for of, name in by_text.parts if of == side))
        for side, one in between.items()
    }
    writers = {side: _writers(before, after, side, by_text, behind[side]) for side in behind}
    upon = {side: between[side].acts_upon(frozenset(names)) for side, names in moved.items()}
    every = {side: tuple(sorted(one.acts)) for side, one in between.items()}
    with_acts = _Trial(before.outcome, lambda held: after.with_acts(between, held))
    return Causes(by_text, with_acts.cause([_parts(names) for names in (writers, behind, upon, every)]))


def _parts(names: Mapping[str, Iterable[str]]) -> list[Part]:
    return [(side, name) for side, some in names.items() for name in some]


class _Trial:
    """Flips undone by holding parts of one kind as they were.

    Args:
        wanted: the earlier outcome.
        held: the outcome if some parts are held.
        each: the outcomes if each of some parts is held alone, where that is found quicker.
    """

    def __init__(
        self,
        wanted: Outcome,
        held: Callable[[Held], Outcome],
        each: Callable[[Sequence[Part]], Iterable[Outcome]] | None = None,
    ) -> None:
        self.wanted = wanted
        self.held = held
        self.each = each

    def undoes(self, parts: Iterable[Part]) -> bool:
        """Whether the answer is the earlier one if these parts are held."""
        by_side: dict[str, set[str]] = {}
        for side, name in parts:
            by_side.setdefault(side, set()).add(name)
        return self.held({side: frozenset(names) for side, names in by_side.items()}) == self.wanted

    def alone(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts of which each alone undoes the flip."""
        if self.each is None:
            return tuple(part for part in parts if self.undoes([part]))
        outcomes = self.each(parts)
        return tuple(part for part, outcome in zip(parts, outcomes, strict=True) if outcome == self.wanted)

    def cause(self, pools: Sequence[Sequence[Part]]) -> Cause:
        """Parts that undo alone; else a set that undoes together and of which nothing can be left out.

        Args:
            pools: the likeliest parts first; the last holds all.
        """
        for pool in pools:
            if not pool or not self.undoes(pool):
                continue
            if pool is not pools[-1]:
                alone_ = self.alone(pool)
                if alone_:
                    return Cause(alone_)
            kept = tuple(self._needed((), False, pool))
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
