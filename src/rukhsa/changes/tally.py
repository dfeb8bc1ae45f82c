"""Lines and what they are worth, by currency: sums of the decimals as the book writes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

from rukhsa.changes.posed import Line
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Message, Series, say, series

_EXACT = Context(prec=200)  # no sum of a book's amounts is rounded


@dataclass
class Tally:
    """How many lines, and their value.

    Attributes:
        values: sums by currency; `""` for lines that name none.
        unvalued: lines whose value the book does not tell.
    """

    lines: int = 0
    values: dict[str, Decimal] = field(default_factory=dict)
    unvalued: int = 0

    def add(self, line: Line) -> None:
        self.lines += 1
        value = line.value
        if value is None:
            self.unvalued += 1
        else:
            so_far = self.values.get(line.currency, Decimal(0))
            self.values[line.currency] = _EXACT.add(so_far, value)

    def words(self) -> Message:
        """The count and the value in words."""
        told = say("changes.lines", n=self.lines)
        return say("changes.lines_worth", lines=told, worth=self.worth()) if self.values else told

    def worth(self) -> Series:
        """The value in words."""
        return series(amount_words(currency, value) for currency, value in sorted(self.values.items()))

    def to_data(self) -> dict[str, Any]:
        return {"lines": self.lines, "value": amounts(self.values), "without_value": self.unvalued}


def amount_words(currency: str, value: Decimal) -> Message:
    """An amount with its currency, which may be `""`."""
    amount = f"{value:,f}"
    return (
        say("changes.money", currency=currency, amount=amount)
        if currency
        else say("changes.money_plain", amount=amount)
    )


def amounts(values: Mapping[str, Decimal]) -> dict[str, str]:
    """Sums by currency as exact decimals."""
    return {currency: f"{value:f}" for currency, value in sorted(values.items())}


class Tallies(dict[Any, Tally]):
    """A tally for every key that is asked for."""

    def __missing__(self, key: Any) -> Tally:
        self[key] = Tally()
        return self[key]

    def largest(self) -> list[tuple[Any, Tally]]:
        """Keys with their tallies, those with the most lines first, then by value."""
        return sorted(
            self.items(), key=lambda item: (-item[1].lines, -sum(item[1].values.values()), str(item[0]))
        )
