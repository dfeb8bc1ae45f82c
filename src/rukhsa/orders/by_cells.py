"""What a column may be by its cells alone, where its heading says nothing.

A kind of cells is proposed as a column only where one column alone is of that kind, or a word of the heading tells
which it is; otherwise the columns that it could be are named. Cells that are usual words prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from rukhsa.law.source import read_file
from rukhsa.orders import dates, numbers
from rukhsa.orders.values import currency
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, Typed, say

SYNONYMS = Path(__file__).parent / "data" / "synonyms.yaml"
COUNTRY = "country"
_QUANTITY = "quantity"
_VALUES = 200  # distinct cells that are looked at
_CENTS = re.compile(r"[.,٫][0-9]{2}$")
_PRINTED = re.compile(r"[0-9]{4}[.][0-9]{2}([.]?[0-9]{2}){0,2}")
_CODE_LENGTHS = (6, 8, 10)  # digits of customs codes
_LONGEST_COUNT = 7  # digits of a quantity
_YEARS = range(1900, 2200)

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of cells.

    Attributes:
        fields: the columns that hold such cells, the one that every line needs first.
        words: cells that fit and are usual words beside that, in lower case: alone they prove nothing.
        also: cells that belong to those that fit, in lower case.
        begins: how digits begin that are such codes: as they are printed, or plain where the same comes again.
        only_named: nothing that the cells show tells which of several things they are.
    """

    name: str
    fields: tuple[str, ...]
    words: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    only_named: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A kind that the cells of a column are of, and what shows it."""

    kind: Kind
    evidence: Message


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of cells, those that fewest other cells resemble first."""
    data = read_file(SYNONYMS)[0].data["cells"]
    return tuple(
        Kind(
            name,
            tuple(about["fields"]),
            frozenset(about.get("words", ())),
            frozenset(about.get("also", ())),
            tuple(about.get("begins", ())),
            about.get("only_named") == "yes",
        )
        for name, about in data.items()
    )


@cache
def telling_words() -> Mapping[str, tuple[str, ...]]:
    """Words of a heading that tell which of several columns of a kind it is, by column."""
    data = read_file(SYNONYMS)[0].data["telling_words"]
    return {field: tuple(words) for field, words in data.items()}


def sample(cells: Iterable[str]) -> tuple[str, ...]:
    """Some of the distinct cells that are filled."""
    filled = (cell.strip() for cell in cells)
    return tuple(dict.fromkeys(cell for cell in filled if cell))[:_VALUES]


def own_tests() -> dict[str, Test]:
    """The tests of a cell that need no knowledge of goods or places."""
    return {
        "date": lambda cell: bool(dates.readings(cell)),
        "currency": lambda cell: currency(cell) is not None,
        "amount": _is_amount,
    }


def _is_amount(cell: str) -> bool:
    """Is it a number with two decimals, or with a currency beside it?"""
    parts = numbers.split(numbers.folded(cell))
    if parts is None or not numbers.values_of(parts[1]):
        return False
    signs = [sign for sign in (parts[0], parts[2]) if sign]
    return all(currency(sign) for sign in signs) and (bool(signs) or _CENTS.search(parts[1]) is not None)


def found_in(cells: Sequence[str], tests: Mapping[str, Test]) -> Found | None:
    """The kind of the cells of a column; nothing where they prove none.

    Args:
        tests: whether a cell is of a kind, by the kind's name.
    """
    some = sample(cells)
    if not some:
        return None
    for kind in kinds():
        proofs = [cell for cell in some if cell.casefold() not in kind.also]
        if kind.name == _QUANTITY:
            good = len(some) if _counts(cells) else 0
        elif kind.name not in tests or not proofs:
            continue
        else:
            test = tests[kind.name]
            good = len(some) - len(proofs) + sum(map(test, proofs))
            if kind.begins and good < len(some):
                again = len(some) < sum(map(bool, cells))
                good = sum(test(cell) or _is_long_code(cell, kind.begins, plain=again) for cell in some)
        if good * 10 < len(some) * 9 or all(cell.casefold() in kind.words for cell in some):
            continue
        return Found(kind, say(f"orders.why_{kind.name}", n=good, of=len(some), example=Typed(some[0][:40])))
    return None


def _is_long_code(cell: str, begins: tuple[str, ...], *, plain: bool) -> bool:
    """Is it a customs code as it is printed (`8542.31`), or in plain digits?"""
    if not cell.startswith(begins):
        return False
    return _PRINTED.fullmatch(cell) is not None or (plain and cell.isdecimal() and len(cell) in _CODE_LENGTHS)


def _counts(cells: Sequence[str]) -> bool:
    """Whether whole numbers count pieces: they are no years, no codes of one length, and do not run on."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not all(cell.isdecimal() and len(cell) <= _LONGEST_COUNT for cell in filled):
        return False
    counts = [int(cell) for cell in filled]
    if len(counts) < 2:
        return False
    coded = min(map(len, filled)) == max(map(len, filled)) > 4 or any(cell.startswith("0") for cell in filled)
    steps = {later - number for number, later in pairwise(counts)}
    runs_on = len(counts) > 2 and len(steps) == 1 and steps != {0}
    return not (coded or runs_on or all(number in _YEARS for number in counts) or not any(counts))
