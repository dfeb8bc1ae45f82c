"""Whether a cell of an order book is an item, a country or a code: what is asked where a mapping is proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rukhsa.catalog.codes import is_control_code, nearness, read_code
from rukhsa.language.countries import country_code

if TYPE_CHECKING:
    from rukhsa.catalog.items import Catalog
    from rukhsa.decide.engine import Law


def cell_tests(law: Law) -> Mapping[str, Callable[[str], bool]]:
    """The tests, by the kinds of `orders/data/synonyms.yaml` (`rukhsa.orders.by_cells`)."""
    borne = frozenset(code.code.upper() for item in law.catalog.values() for code in item.codes)
    return {
        "item": lambda cell: _is_item(law.catalog, cell),
        "country": lambda cell: country_code(cell) is not None,
        "control_code": lambda cell: is_control_code(cell) and not _is_borne(cell, borne),
        "customs_code": lambda cell: _is_borne(cell, borne),
    }


def _is_item(catalog: Catalog, cell: str) -> bool:
    meaning = catalog.meaning(cell)
    return meaning is not None and (isinstance(meaning, str) or meaning.means is not None)


def _is_borne(cell: str, borne: frozenset[str]) -> bool:
    code = read_code(cell)
    return code is not None and any(nearness(code, own) is not None for own in borne)
