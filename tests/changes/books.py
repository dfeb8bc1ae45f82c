"""A small order book of both sides, read as a file would be."""

from __future__ import annotations

from functools import cache

from rukhsa.decide.engine import Law, load
from rukhsa.orders.line import OrderBook, OrderLine

COLUMNS = ("order", "item", "origin", "destination", "exporter", "party_hq", "value", "currency")
ROWS = (
    ("1", "NVIDIA H20", "US", "CN", "NVIDIA", "CN", "100.50", "USD"),
    ("2", "NVIDIA H20", "US", "CN", "other", "CN", "200", "USD"),
    ("3", "NVIDIA H20", "US", "CN", "", "CN", "", ""),
    ("4", "AMD MI308X", "US", "CN", "AMD", "CN", "40", "EUR"),
    ("5", "NVIDIA A100", "US", "CN", "NVIDIA", "CN", "7", "USD"),
    ("6", "NVIDIA H100", "US", "AE", "NVIDIA", "AE", "8", "USD"),
    ("7", "NVIDIA B200", "US", "PL", "NVIDIA", "PL", "9", "USD"),
    ("8", "holmium-magnet", "CN", "DE", "other", "DE", "10", "EUR"),
    ("9", "germanium-metal", "CN", "US", "other", "US", "11", "EUR"),
    ("10", "NdFeB magnet with dysprosium", "JP", "KR", "other", "KR", "12", "EUR"),
    ("11", "tungsten-carbide-powder", "CN", "US", "other", "US", "13", "EUR"),
    ("12", "no such thing", "US", "CN", "other", "CN", "14", "USD"),
    ("13", "NVIDIA H20", "US", "CN", "NVIDIA", "CN", "0.25", "USD"),
)


def book(*rows: tuple[str, ...]) -> OrderBook:
    """The order book, or the one of these rows."""
    lines = [
        OrderLine(number, dict(zip(COLUMNS, row, strict=True))) for number, row in enumerate(rows or ROWS, 2)
    ]
    return OrderBook("orders.csv", COLUMNS, lines)


@cache
def law() -> Law:
    return load()
