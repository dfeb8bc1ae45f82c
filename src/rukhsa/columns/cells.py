"""The cells of one kind of column: each distinct text is read once, and texts that mean the same are one class."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import numpy as np

from rukhsa.columns.numbering import Codes
from rukhsa.errors import RukhsaError
from rukhsa.language.vocabulary import Value, Vocabulary, says_unknown

BLANK = 0
ERROR, UNKNOWN, VALUE = "error", "unknown", "value"  # the first part of what a fact's cell means
Meaning = Callable[[str], Hashable]  # what a filled cell means to every output; texts alike are one class


class Cells:
    """Classes of the texts of one kind of column.

    Class 0 is the empty cell. A class is known by a text that belongs to it, its sample.

    Attributes:
        samples, meanings: of each class.
    """

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._of_text: dict[str, int] = {}
        self._of_meaning: dict[Hashable, int] = {}
        self.samples: list[str] = [""]
        self.meanings: list[Hashable] = [None]

    def __len__(self) -> int:
        return len(self.samples)

    def classes(self, texts: Sequence[str]) -> Codes:
        """The class of each text."""
        known = self._of_text
        for text in texts:
            if text not in known:
                known[text] = self._class(text)
        return np.fromiter(map(known.__getitem__, texts), np.int64, len(texts))

    def _class(self, text: str) -> int:
        if not text.strip():
            return BLANK
        meaning = self._meaning(text)
        number = self._of_meaning.setdefault(meaning, len(self.samples))
        if number == len(self.samples):
            self.samples.append(text)
            self.meanings.append(meaning)
        return number


def as_it_stands(text: str) -> Hashable:
    return text


def fact_meaning(vocabulary: Vocabulary, fact: str, like: Callable[[Value], Hashable]) -> Meaning:
    """What a cell of a fact means: nothing known, a value, or an error that names the cell.

    Args:
        like: what of a value can matter; values alike in this are one class.
    """

    def meaning(text: str) -> Hashable:
        try:
            value = vocabulary.read(fact, text)
        except RukhsaError:
            return (ERROR, text)
        if value is None:
            return (UNKNOWN, says_unknown(text))
        return (VALUE, like(value))

    return meaning


def is_error(meaning: Hashable) -> bool:
    return isinstance(meaning, tuple) and meaning[0] == ERROR


def own(value: Value) -> Hashable:
    """A value that is like no other; numbers by their digits, which an output may show."""
    return type(value).__name__, str(value)
