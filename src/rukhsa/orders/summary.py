"""What a run came to: verdicts by count and value, by side and destination; what is missing; what was met.

Values are exact, and never added across currencies. Of a missing fact two numbers are told: on how many undetermined
lines it alone is missing, so that to know it settles them, and on how many others are missing beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, localcontext
from typing import Any

from rukhsa.orders.cells import arrow, plain
from rukhsa.orders.line import CURRENCY, DESTINATION, VALUE, Block, Cells, listed
from rukhsa.orders.numbers import decimal
from rukhsa.records import dataclass, field

VERDICT, MISSING, REQUIREMENTS, ERROR, OPEN = "verdict", "missing", "requirements", "error", "undetermined"
_EXACT = Context(prec=200)
_SCALE = 10


@dataclass
class Worth:
    """So many lines, and what those of them that state a value are worth, by currency (`""`: none stated)."""

    lines: int = 0
    valued: int = 0
    values: dict[str, Decimal] = field(default_factory=dict)

    def add(self, lines: int, valued: int, currency: str, value: Decimal) -> None:
        self.lines += lines
        self.valued += valued
        if valued:
            with localcontext(_EXACT):
                self.values[currency] = self.values.get(currency, Decimal(0)) + value

    def to_data(self) -> dict[str, Any]:
        values = {currency: _plain(value) for currency, value in sorted(self.values.items())}
        return {"lines": self.lines, "value": values, "without_value": self.lines - self.valued}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Worth:
        values = {currency: Decimal(value) for currency, value in data["value"].items()}
        return cls(data["lines"], data["lines"] - data["without_value"], values)


Table = dict[str, dict[str, Worth]]


@dataclass
class Summary:
    """The sums of a run, which grow by blocks.

    Attributes:
        sides: the names of the sides, each with a column `verdict_<side>`.
        place: gives the name under which a destination is counted.
        verdicts: by verdict.
        by_side, by_destination: by side or destination, then verdict.
        alone, beside: lines on which a fact alone is missing; on which others are missing too.
    """

    sides: Sequence[str] = ()
    place: Callable[[str], str] = str
    lines: int = 0
    rejected: int = 0
    verdicts: dict[str, Worth] = field(default_factory=dict)
    by_side: Table = field(default_factory=dict)
    by_destination: Table = field(default_factory=dict)
    alone: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    requirements: Counter[str] = field(default_factory=Counter)

    def add(self, read: Block, results: Mapping[str, Cells]) -> None:
        """Take in decided lines.

        Args:
            read: the lines with the columns that are read.
            results: the result columns of the same lines, by their own names.
        """
        count = len(read)
        verdicts = results[VERDICT]
        self.lines += count
        self.rejected += count - _number(results[ERROR], "")
        blank: Cells = [""] * count
        sides = [results[f"{VERDICT}_{side}"] for side in self.sides]
        keys = [verdicts, read.columns.get(DESTINATION, blank), read.columns.get(CURRENCY, blank), *sides]
        for key, lines, valued, value in _grouped(keys, read.columns.get(VALUE, blank)):
            verdict, destination, currency, *of_sides = key
            told = (lines, valued, currency, value)
            self.verdicts.setdefault(verdict, Worth()).add(*told)
            place = self.by_destination.setdefault(self.place(destination), {})
            place.setdefault(verdict, Worth()).add(*told)
            for side, own in zip(self.sides, of_sides, strict=True):
                if own:
                    self.by_side.setdefault(side, {}).setdefault(own, Worth()).add(*told)
        for (verdict, missing, met), lines in _counted([verdicts, results[MISSING], results[REQUIREMENTS]]):
            facts = missing.split() if verdict == OPEN else []
            (self.alone if len(facts) == 1 else self.beside).update(dict.fromkeys(facts, lines))
            self.requirements.update(dict.fromkeys(met.split(), lines))

    @property
    def decided(self) -> int:
        return self.lines - self.rejected

    def missing(self) -> list[tuple[str, int, int]]:
        """Missing facts with the lines that each settles alone and those that it helps to settle, the most first."""
        facts = [(fact, self.alone[fact], self.beside[fact]) for fact in {**self.alone, **self.beside}]
        return sorted(facts, key=lambda told: (-told[1], -told[2], told[0]))

    def to_data(self) -> dict[str, Any]:
        """The sums as data."""
        return {
            "lines": self.lines,
            "decided": self.decided,
            "rejected": self.rejected,
            "verdicts": _table(self.verdicts),
            "by_side": {side: _table(table) for side, table in self.by_side.items()},
            "by_destination": {place: _table(table) for place, table in sorted(self.by_destination.items())},
            "missing": [
                {"fact": fact, "settles_alone": alone, "helps_to_settle": beside}
                for fact, alone, beside in self.missing()
            ],
            "requirements": [
                {"provision": name, "lines": lines}
                for name, lines in sorted(self.requirements.items(), key=lambda told: (-told[1], told[0]))
            ],
        }

    def take_over(self, data: Mapping[str, Any]) -> None:
        """Go on from sums that were kept as data."""
        self.lines, self.rejected = data["lines"], data["rejected"]
        self.verdicts = _worths(data["verdicts"])
        self.by_side = {side: _worths(table) for side, table in data["by_side"].items()}
        self.by_destination = {place: _worths(table) for place, table in data["by_destination"].items()}
        self.alone = Counter({told["fact"]: told["settles_alone"] for told in data["missing"]})
        self.beside = Counter({told["fact"]: told["helps_to_settle"] for told in data["missing"]})
        self.requirements = Counter({told["provision"]: told["lines"] for told in data["requirements"]})


def _table(table: Mapping[str, Worth]) -> dict[str, Any]:
    return {name: worth.to_data() for name, worth in sorted(table.items(), key=lambda told: -told[1].lines)}


def _worths(data: Mapping[str, Any]) -> dict[str, Worth]:
    return {name: Worth.from_data(told) for name, told in data.items()}


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(cells: Cells, value: str) -> int:
    """How often a cell occurs."""
    if isinstance(cells, list):
        return cells.count(value)
    import pyarrow.compute as pc

    return pc.sum(pc.equal(plain(cells), value)).as_py() or 0


def _counted(keys: Sequence[Cells]) -> Iterator[tuple[tuple[str, ...], int]]:
    """How often each combination of cells occurs."""
    if all(isinstance(cells, list) for cells in keys):
        yield from Counter(zip(*keys, strict=True)).items()
        return
    import pyarrow as pa

    names = [str(index) for index in range(len(keys))]
    table = pa.table([plain(cells) for cells in keys], names)
    for row in table.group_by(names).aggregate([([], "count_all")]).to_pylist():
        yield tuple(row[name] for name in names), row["count_all"]


def _grouped(keys: Sequence[Cells], amounts: Cells) -> Iterator[tuple[tuple[str, ...], int, int, Decimal]]:
    """For each combination of cells: lines, lines that state an amount, and the exact sum of these."""
    exact = None if arrow() is None or all(isinstance(cells, list) for cells in keys) else _decimals(amounts)
    if exact is None:
        found: dict[tuple[str, ...], Worth] = {}
        for key, cell in zip(zip(*map(listed, keys), strict=True), listed(amounts), strict=True):
            value = decimal(cell)
            found.setdefault(key, Worth()).add(1, value is not None, "", value or Decimal(0))
        for key, worth in found.items():
            yield key, worth.lines, worth.valued, worth.values.get("", Decimal(0))
        return
    import pyarrow as pa

    names = [str(index) for index in range(len(keys))]
    table = pa.table([*(plain(cells) for cells in keys), exact], [*names, "amount"])
    summed = table.group_by(names).aggregate([([], "count_all"), ("amount", "count"), ("amount", "sum")])
    for row in summed.to_pylist():
        key = tuple(row[name] for name in names)
        yield key, row["count_all"], row["amount_count"], row["amount_sum"] or Decimal(0)


def _decimals(amounts: Cells) -> Any:
    """Amounts as exact decimals; nothing where one of them needs more digits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = plain(amounts)
    stated = pc.match_substring_regex(texts, r"^[+-]?[0-9]{1,20}(\.[0-9]{1,10})?$")
    if pc.any(pc.and_(pc.invert(stated), pc.match_substring_regex(texts, r"^[+-]?[0-9.]+([eE]|$)"))).as_py():
        return None  # more digits than these decimals hold
    return pc.if_else(stated, texts, None).cast(pa.decimal128(38, _SCALE))
