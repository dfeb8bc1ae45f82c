"""Many cases answered together, where that pays and can be done; each by itself where not.

To answer together needs numpy, and a law whose conditions can be asked of many cases at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from rukhsa.changes.posed import Posed
from rukhsa.decide.evaluate import State
from rukhsa.law.pack import Pack

if TYPE_CHECKING:
    from rukhsa.changes.alike import Asked, Sides

T = TypeVar("T")
MANY = 100  # cases from which it pays


def answer_all(
    packs: Mapping[str, Pack],
    foreseen: Callable[[], Iterable[Mapping[str, State]]],
    posed: Sequence[Posed],
    shared: Callable[[Sides, Mapping[str, int]], T],
    single: Callable[[Posed], T],
    *,
    shown: Callable[[], Mapping[str, Asked]] = dict,
    many: int = MANY,
) -> list[T]:
    """The answers on cases, in their order.

    Args:
        foreseen: states whose law is looked at, whatever the case.
        shared: the answer on the cases of one class.
        single: the answer on one case by itself.
        shown: of some sides: regimes, and provisions of which it is asked besides what they say of a case.
        many: so many cases are answered together at least.
    """
    if len(posed) >= max(1, many):
        try:
            from rukhsa.changes.alike import Sharing
            from rukhsa.columns.graph import Unsupported
        except ImportError:
            return [single(case) for case in posed]
        try:
            return Sharing(packs, foreseen(), shown()).each(posed, shared, single)
        except Unsupported:
            pass
    return [single(case) for case in posed]
