"""Rows of results, each kept once, and the tables in which lines point at them."""

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

ERROR, CAUTION = "error", "caution"


class Results:
    """Distinct results by number, in the order in which they were added."""

    def __init__(self, columns: Sequence[str], lang: str) -> None:
        self._columns = columns
        self._lang = lang
        self._texts: dict[str, dict[str, int]] = {name: {"": 0} for name in columns}
        self._rows: list[tuple[int, ...]] = []
        self._problems: dict[int, tuple[Problem, ...]] = {}
        self._table = np.zeros((0, len(columns)), np.int32)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, cells: Mapping[str, str], problems: tuple[Problem, ...] = ()) -> int:
        """Keep a row of results and give its number.

        Args:
            problems: why the line could not be read; where they name a line, each line is told its own number.
        """
        number = len(self._rows)
        row = (texts.setdefault(cells.get(name, ""), len(texts)) for name, texts in self._texts.items())
        self._rows.append(tuple(row))
        if any(problem.line is not None for problem in problems):
            self._problems[number] = problems
        return number

    def table(self, rows: Codes, cautions: Codes, numbers: Sequence[int] | None) -> Any:
        """The results of lines, as a table of dictionary-encoded text.

        Args:
            rows: where the cells of each line stand; `cautions`: where its caution stands.
            numbers: the number of each line, for errors that name it.
        """
        if len(self._table) < len(self._rows):
            new = np.array(self._rows[len(self._table) :], np.int32).reshape(-1, len(self._columns))
            self._table = np.concatenate((self._table, new))
        main, warned = self._used(rows), self._used(cautions)
        arrays = []
        for index, name in enumerate(self._columns):
            used, places = warned if name == CAUTION else main
            texts, inverse = np.unique(self._table[used, index], return_inverse=True)
            known = list(self._texts[name])
            dictionary = [known[text] for text in texts.tolist()]
            codes = inverse.astype(np.int32)[places]
            if name == ERROR:
                self._tell_lines(rows, numbers, codes, dictionary)
            arrays.append(pa.DictionaryArray.from_arrays(codes, pa.array(dictionary, pa.string())))
        return pa.table(arrays, names=list(self._columns))

    def _used(self, rows: Codes) -> tuple[Codes, npt.NDArray[np.int32]]:
        """The rows that some line points at, and which of these each line does."""
        used: Codes = np.flatnonzero(np.bincount(rows, minlength=len(self._rows)))
        place = np.zeros(len(self._rows), np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        return used, place[rows]

    def _tell_lines(
        self, rows: Codes, numbers: Sequence[int] | None, codes: Any, dictionary: list[str]
    ) -> None:
        """Give the errors that name a line the number of each."""
        if not self._problems:
            return
        for place in np.flatnonzero(np.isin(rows, list(self._problems))).tolist():
            line = None if numbers is None else int(numbers[place])
            problems = (
                problem if problem.line is None else replace(problem, line=line)
                for problem in self._problems[int(rows[place])]
            )
            codes[place] = len(dictionary)
            dictionary.append(said(unread(problems), self._lang))
