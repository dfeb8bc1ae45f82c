"""Days by what they say: all days of an epoch of every side's law are one class."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from rukhsa.columns.cells import ERROR
from rukhsa.decide.batch import Batch
from rukhsa.errors import RukhsaError
from rukhsa.law.log import epoch_of
from rukhsa.orders.line import DATE


def day_meaning(batch: Batch) -> Callable[[str], Hashable]:
    """What a date cell means: the epoch of each side, and what the answer must say of the day itself.

    Within an epoch of the accepted acts no clause of theirs begins or ends; acts by law alone and acts that a
    savings clause leaves are some of them, so their epochs are no finer. Beyond the law itself an answer tells
    which sides begin later, and which were last checked before the day.
    """

    def meaning(text: str) -> Hashable:
        try:
            day = batch.day_of({DATE: text})
            regime = batch.regime(day)
        except RukhsaError:
            return (ERROR, text)
        sides = tuple(
            (
                name,
                epoch_of(pack.log.boundaries_of(regime.state.accepted(pack)), day),
                day > pack.verified_through,
            )
            for name, pack in regime.packs.items()
        )
        return sides, tuple(regime.left_out)

    return meaning
