"""The catalog: chips, boards, memory and other goods, with the facts that the law asks about, as data."""

from rukhsa.catalog.items import (
    AmbiguousItem,
    Catalog,
    Die,
    Fact,
    Inference,
    Item,
    SharedName,
    UnknownItem,
    load_catalog,
)

__all__ = [
    "AmbiguousItem",
    "Catalog",
    "Die",
    "Fact",
    "Inference",
    "Item",
    "SharedName",
    "UnknownItem",
    "load_catalog",
]
