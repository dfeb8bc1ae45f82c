"""A mapping as lines for the cache, of which one line is read where one key is asked for."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping

from rukhsa.cache import Lines, one_line, read_line
from rukhsa.hints import Any, TypeVar
from rukhsa.once import cached_property

T = TypeVar("T")
_PER_LINE = 64


def mapping_to_lines(mapping: Mapping[str, Any], lines: list[str]) -> list[int]:
    """Add the lines of a mapping of plain data; gives what `KeptMapping` needs to find them."""
    count = len(mapping) // _PER_LINE + 1
    shelves: list[dict[str, Any]] = [{} for _ in range(count)]
    for place, (key, value) in enumerate(mapping.items()):
        shelves[_shelf(key, count)][key] = [place, value]
    first = len(lines)
    lines.extend(map(one_line, shelves))
    return [first, count]


class KeptMapping(Mapping[str, T]):
    """The mapping of such lines, in its order.

    Args:
        where: what `mapping_to_lines` gave.
        value: what stands for a value's plain data.
    """

    def __init__(self, lines: Lines, where: list[int], value: Callable[[Any], T]) -> None:
        self._lines = lines
        self._first, self._count = where
        self._value = value
        self._shelves: dict[int, dict[str, Any]] = {}

    def _of(self, shelf: int) -> dict[str, Any]:
        if shelf not in self._shelves:
            self._shelves[shelf] = read_line(self._lines[self._first + shelf])
        return self._shelves[shelf]

    @cached_property
    def _whole(self) -> dict[str, T]:
        every = (entry for shelf in range(self._count) for entry in self._of(shelf).items())
        return {key: self._value(value) for key, (_, value) in sorted(every, key=lambda entry: entry[1][0])}

    def __getitem__(self, key: str) -> T:
        if "_whole" in self.__dict__:
            return self._whole[key]
        return self._value(self._of(_shelf(key, self._count))[key][1])

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


def _shelf(key: str, count: int) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % count
