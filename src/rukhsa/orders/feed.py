"""The lines of a text for the standard CSV reader, which can be given back when a record turns out to be none."""

from __future__ import annotations

import io
from collections.abc import Iterator


class Feed:
    """Lines with their ends, piece by piece.

    INVARIANT: `buffer[start:at]` are the lines that the reader took for the record that it reads now.
    """

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._buffer: list[str] = []
        self._first = 1
        self._start = self._at = 0

    @property
    def number(self) -> int:
        """The number in the file of the line on which the current record begins."""
        return self._first + self._start

    @property
    def taken(self) -> str:
        """The text of the current record."""
        return "".join(self._buffer[self._start : self._at])

    def used(self) -> bool:
        """Whether every line of the pieces at hand was taken."""
        return self._at == len(self._buffer)

    def begin(self) -> None:
        """A new record begins."""
        self._start = self._at

    def give_back(self) -> str:
        """The first line alone was the record, and is given; the others are read anew."""
        first = self._buffer[self._start]
        self._at = self._start + 1
        return first

    def piece(self) -> str | None:
        """The next piece of the text, which is not taken into the buffer; only when every line was used."""
        return next(self._pieces, None)

    def load(self, piece: str) -> None:
        """Take a piece into the buffer."""
        self._buffer = [*self._buffer[self._start :], *io.StringIO(piece, newline="")]
        self._first += self._start
        self._at -= self._start
        self._start = 0

    def pass_over(self, lines: int) -> None:
        """So many lines of a piece were read by somebody else."""
        self._first += self._at + lines
        self._buffer = []
        self._start = self._at = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._at == len(self._buffer):
            self.load(next(self._pieces))
        self._at += 1
        return self._buffer[self._at - 1]
