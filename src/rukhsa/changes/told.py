"""What one side tells of classes of cases, besides what its law says of each; found once for each class. Needs numpy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rukhsa.changes.cases import TRUE, UNKNOWN
from rukhsa.changes.held import Between
from rukhsa.law.regime import Regime

if TYPE_CHECKING:
    from rukhsa.changes.views import Trial, Views


class Told(ABC):
    """Something that one side tells of classes, found once for each."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, number: int) -> Any:
        if number not in self._known:
            self._known[number] = self.find(number)
        return self._known[number]

    @abstractmethod
    def find(self, number: int) -> Hashable: ...


class Truth(Told):
    """Whether a provision is true of each class."""

    def __init__(self, codes: bytes) -> None:
        super().__init__()
        self._codes = codes

    def find(self, number: int) -> bool | None:
        code = self._codes[number]
        return None if code == UNKNOWN else code == TRUE


class Moved(Told):
    """Which of some provisions come out otherwise, for each class: [provision, class]."""

    def __init__(self, names: Sequence[str], moved: npt.NDArray[np.bool_]) -> None:
        super().__init__()
        self.names = names
        self._moved = moved

    def places(self, number: int) -> list[int]:
        """Which of the names."""
        found: list[int] = np.flatnonzero(self._moved[:, number]).tolist()
        return found

    def find(self, number: int) -> tuple[str, ...]:
        return tuple(self.names[place] for place in self.places(number))


class Together(Told):
    """What is said of a class if all that moved is as it was."""

    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self._tried = tried

    def find(self, number: int) -> int:
        return self._tried.said(self._tried.trial(frozenset(self._tried.moved.of(number))), number)


class Each(Told):
    """What is said of a class if one of what moved is as it was: of each that makes a difference."""

    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self._tried = tried
        self._own = tried.trial(frozenset())
        self._trials: list[Trial | None] = [None] * len(tried.moved.names)

    def find(self, number: int) -> tuple[tuple[str, int], ...]:
        tried, names = self._tried, self._tried.moved.names
        own = tried.said(self._own, number)
        found = []
        for place in tried.moved.places(number):
            trial = self._trials[place]
            if trial is None:
                trial = self._trials[place] = tried.trial(frozenset((names[place],)))
            said = tried.said(trial, number)
            if said != own:
                found.append((names[place], said))
        return tuple(found)


class Tried:
    """What holding what moved makes of classes."""

    def __init__(self, views: Views, before: Regime, after: Regime, between: Between, moved: Moved) -> None:
        self._views = views
        self._asked = before, after, between
        self.moved = moved
        self.together = Together(self)
        self.each = Each(self)

    def trial(self, names: frozenset[str]) -> Trial:
        return self._views.of_texts(*self._asked, names)

    def said(self, trial: Trial, number: int) -> int:
        return self._views.said(trial, number)
