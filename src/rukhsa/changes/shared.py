"""Whether many cases can be answered together: that needs numpy, and a law whose conditions it can ask at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from rukhsa.decide.evaluate import State
from rukhsa.law.pack import Pack

if TYPE_CHECKING:
    from rukhsa.changes.alike import Sharing

MANY = 100  # cases from which it pays


def sharing_of(
    packs: Mapping[str, Pack], foreseen: Callable[[], Iterable[Mapping[str, State]]]
) -> Sharing | None:
    """What answers cases together; `None` where that cannot be done.

    Args:
        foreseen: states whose law is looked at, whatever the case.
    """
    try:
        from rukhsa.changes.alike import Sharing, Unsupported
    except ImportError:
        return None
    try:
        return Sharing(packs, foreseen())
    except Unsupported:
        return None
