"""Numbers in words: how many sources, entities, days a sentence speaks of, in the three languages.

Digits are read too. What is not a number is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rukhsa.evidence.lexicon import Lexicon
from rukhsa.records import dataclass

_DIGITS = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![a-z\d.,])\d+(?![\d.]*\d)(?![a-z]\w)")
_CHINESE = re.compile("[〇零一二两三四五六七八九十廿百千]+|\\d+")
_MEASURE_WORDS = "名位家个项条款人天日年月周种类"


@dataclass(frozen=True, slots=True)
class Number:
    """A number where a sentence has it; `more` when it says more than, about or at least."""

    value: int
    start: int
    end: int
    more: bool = False


def numbers(text: str, words: Lexicon) -> tuple[Number, ...]:
    """The numbers of a folded sentence, in order.

    >>> from rukhsa.evidence.lexicon import lexicon
    >>> [n.value for n in numbers("ثمانيه مصادر و20 مسوولا", lexicon("ar"))]
    [8, 20]
    """
    found = list(_chinese(text, words) if words.lang == "zh" else _worded(text, words))
    more = words.words("number", "more", text)
    if more is None:
        return tuple(found)
    ends = {match.end() for match in more.finditer(text)}
    return tuple(Number(n.value, n.start, n.end, any(0 <= n.start - end <= 1 for end in ends)) for n in found)


def _worded(text: str, words: Lexicon) -> Iterator[Number]:
    """English and Arabic: words that stand side by side (joined by `and`, و) make one number."""
    parts = [(int(m.group().replace(",", "")), m.start(), m.end(), False) for m in _DIGITS.finditer(text)]
    for value, pattern in words.table("number", text):
        parts += [(value, m.start(), m.end(), True) for m in pattern.finditer(text)]
    parts.sort(key=lambda part: (part[1], -part[2]))
    row: list[tuple[int, int, int]] = []
    for value, start, end, worded in parts:
        if row and start < row[-1][2]:
            continue
        if not worded:
            yield from _whole(row)
            row = []
            yield Number(value, start, end)
            continue
        if row and not re.fullmatch(r"[\s\-]*(?:and )?[\s\-]*", text[row[-1][2] : start]):
            yield from _whole(row)
            row = []
        row.append((value, start, end))
    yield from _whole(row)


def _whole(row: list[tuple[int, int, int]]) -> Iterator[Number]:
    """One number of its words: twenty five, five and twenty, two hundred, two thousand."""
    if not row:
        return
    total, current = 0, 0
    for value, _, _ in row:
        if value >= 100:
            if value in (100, 1000):
                current = max(current, 1) * value
            else:
                current += value
            if value >= 1000:
                total, current = total + current, 0
        else:
            current += value
    yield Number(total + current, row[0][1], row[-1][2])


def _chinese(text: str, words: Lexicon) -> Iterator[Number]:
    digits = {
        char: int(value)
        for value, chars in words.data["number"].items()
        if value.isdecimal()
        for char in chars.replace(";", "").replace(" ", "")
    }
    for match in _CHINESE.finditer(text):
        run = match.group()
        after = text[match.end() : match.end() + 1]
        if run.isdecimal():
            value = int(run)
        elif (after and after in _MEASURE_WORDS) or after in ("余", "多"):
            value = chinese_value(run, digits)
        else:
            continue
        yield Number(value, match.start(), match.end(), after in ("多", "余"))


def chinese_value(run: str, digits: dict[str, int]) -> int:
    """二十三 is 23, 二〇二五 is 2025, 两百 is 200."""
    if not any(digits.get(char, 0) >= 10 for char in run):
        return int("".join(str(digits[char]) for char in run))
    total, current = 0, 0
    for char in run:
        value = digits[char]
        if value in (10, 100, 1000):
            total += max(current, 1) * value
            current = 0
        elif value == 20:
            total += 20
        else:
            current = value
    return total + current
