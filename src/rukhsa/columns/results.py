"""Cells of results, each distinct combination kept once, and the tables in which lines point at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rukhsa.columns.numbering import Codes
from rukhsa.decide.batch import unread
from rukhsa.errors import Problem
from rukhsa.records import replace
from rukhsa.words.messages import said

ERROR = "error"


class Cells:
    """Distinct cells of some result columns by number; 0 is that all are empty."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self._texts: list[dict[str, int]] = [{"": 0} for _ in columns]
        self._rows: list[tuple[int, ...]] = []
        self._table: npt.NDArray[np.int32] = np.zeros((0, len(columns)), np.int32)
        self.add({})

    def add(self, cells: Mapping[str, str]) -> int:
        """Keep cells and give their number."""
        self._rows.append(
            tuple(
                texts.setdefault(cells.get(name, ""), len(texts))
                for name, texts in zip(self.columns, self._texts, strict=True)
            )
        )
        return len(self._rows) - 1

    def arrays(self, numbers: Codes) -> dict[str, tuple[list[str], Any]]:
        """Of lines, from the numbers of their cells: for each column the texts, and which of them each line has."""
        if len(self._table) < len(self._rows):
            new = np.array(self._rows[len(self._table) :], np.int32).reshape(-1, len(self.columns))
            self._table = np.concatenate((self._table, new))
        used = np.flatnonzero(np.bincount(numbers, minlength=len(self._rows)))
        place = np.zeros(len(self._rows), np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        places = place[numbers]
        found: dict[str, tuple[list[str], Any]] = {}
        for index, name in enumerate(self.columns):
            texts, inverse = np.unique(self._table[used, index], return_inverse=True)
            known = list(self._texts[index])
            found[name] = [known[text] for text in texts.tolist()], inverse.astype(np.int32)[places]
        return found


class Results:
    """The results of lines, by groups of columns that hang on the same.

    Args:
        groups: the columns of each group.
        columns: all of them, in the order of the output.
    """

    def __init__(self, groups: Sequence[Sequence[str]], columns: Sequence[str], lang: str) -> None:
        self._columns = columns
        self._lang = lang
        self.groups = [Cells(names) for names in groups]
        self._errors = next(index for index, names in enumerate(groups) if ERROR in names)
        self._problems: dict[int, tuple[Problem, ...]] = {}

    def add(self, cells: Mapping[str, str], problems: tuple[Problem, ...]) -> list[int]:
        """Keep the cells of a whole line and give their number in each group.

        Args:
            problems: why the line could not be read; where they name a line, each line is told its own number.
        """
        numbers = [group.add(cells) for group in self.groups]
        if any(problem.line is not None for problem in problems):
            self._problems[numbers[self._errors]] = problems
        return numbers

    def table(self, rows: Codes, numbers: Sequence[int] | None) -> Any:
        """The results of lines, as a table of dictionary-encoded text.

        Args:
            rows: where the cells of each line stand in every group: [line, group].
            numbers: the number of each line, for errors that name it.
        """
        found: dict[str, tuple[list[str], Any]] = {}
        for index, group in enumerate(self.groups):
            found |= group.arrays(rows[:, index])
        self._tell_lines(rows[:, self._errors], numbers, *reversed(found[ERROR]))
        arrays = [
            pa.DictionaryArray.from_arrays(codes, pa.array(texts, pa.string()))
            for texts, codes in map(found.__getitem__, self._columns)
        ]
        return pa.table(arrays, names=list(self._columns))

    def _tell_lines(self, rows: Codes, numbers: Sequence[int] | None, codes: Any, texts: list[str]) -> None:
        """Give the errors that name a line the number of each."""
        if not self._problems:
            return
        for place in np.flatnonzero(np.isin(rows, list(self._problems))).tolist():
            line = None if numbers is None else int(numbers[place])
            problems = (
                problem if problem.line is None else replace(problem, line=line)
                for problem in self._problems[int(rows[place])]
            )
            codes[place] = len(texts)
            texts.append(said(unread(problems), self._lang))
