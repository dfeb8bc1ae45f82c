"""A vocabulary as lines for the cache, and back: what every case asks first, each fact when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rukhsa.cache import Lines, one_line, read_line
from rukhsa.hints import Any
from rukhsa.kept_mapping import KeptMapping, mapping_to_lines
from rukhsa.language.names import Names
from rukhsa.language.vocabulary import FactDef, Value, Vocabulary


def vocabulary_to_lines(vocabulary: Vocabulary, lines: list[str]) -> dict[str, Any]:
    """The plain data that begins a vocabulary; each of its facts, and its names, become one of the lines."""
    first = len(lines)
    lines.extend(one_line(fact.to_data()) for fact in vocabulary.values())
    names = vocabulary.names
    lines.append(one_line([names.spellings, names.folded]))
    ids = mapping_to_lines({folded: list(ids) for folded, ids in names.ids.items()}, lines)
    return {
        "first": first,
        "facts": list(vocabulary),
        "ids": ids,
        "presumed": {name: _plain(value) for name, value in vocabulary.presumed.items()},
        "following": [fact.name for fact in vocabulary.following],
        "implying": list(vocabulary.implying),
        "party_facts": sorted(vocabulary.party_facts),
        "numbers": {
            name: None if least is None else str(least) for name, least in vocabulary.numbers.items()
        },
    }


def vocabulary_from_lines(data: Mapping[str, Any], lines: Lines) -> Vocabulary:
    """The vocabulary of such data; a fact, and the names, are read when they are asked for."""
    first, names = data["first"], data["facts"]

    def names_read() -> tuple[Any, Any]:
        spellings, folded = read_line(lines[first + len(names)])
        return spellings, folded

    return Vocabulary.of_lines(
        _Facts(names, lines, first),
        Names.later(names_read, lambda: KeptMapping(lines, data["ids"], list)),
        {name: _value(value) for name, value in data["presumed"].items()},
        data["following"],
        tuple(data["implying"]),
        frozenset(data["party_facts"]),
        {name: None if least is None else Decimal(least) for name, least in data["numbers"].items()},
    )


def _plain(value: Value) -> Any:
    return {"number": str(value)} if isinstance(value, Decimal) else value


def _value(data: Any) -> Value:
    value: Value = Decimal(data["number"]) if isinstance(data, dict) else data
    return value


class _Facts(Mapping[str, FactDef]):
    """Facts by name, read from their lines when they are asked for."""

    def __init__(self, names: Sequence[str], lines: Lines, first: int) -> None:
        self._places = {name: first + index for index, name in enumerate(names)}
        self._lines = lines
        self._found: dict[str, FactDef] = {}

    def __getitem__(self, name: str) -> FactDef:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = FactDef.from_data(read_line(self._lines[self._places[name]]))
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
