"""Codes that goods are declared and listed under, and which codes a question may mean.

A code names a shelf, never an item: one customs code holds controlled and free goods, so every item that may
stand under it bears it, and whoever asks by code is shown them all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from rukhsa.hints import Literal
from rukhsa.patterns import pattern
from rukhsa.records import dataclass, field

SHORTEST_CUSTOMS_CODE = 4
_CONTROL = pattern(r"\d[A-Z]\d{3}(\.[A-Z0-9]+)*")
Nearness = Literal["exact", "within", "wider"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code of an item.

    Attributes:
        kind: a kind of the file `codes.yaml`.
        code: as printed; customs codes without dots.
        edition: in which list or notice it is printed; a key of `codes.yaml`.
        mark: how well the code is known: verified, secondary or memory.
        note: a misprint, or what else belongs under it.
    """

    kind: str
    code: str
    edition: str
    mark: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """Where codes are printed, and the days (ISO) from and until which they stand, where known."""

    source: str
    mark: str
    begins: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the codes and families are called: titles by language, and editions by key."""

    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    families: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)


def read_code(text: str) -> str | None:
    """A code as asked, in the form in which codes are compared; `None` when the text is no code.

    Example:
        >>> read_code("8505.11.10")
        '85051110'
        >>> read_code("1c905.A.4")
        '1C905.A.4'
        >>> read_code("gallium") is None
        True
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    joined = "".join(plain.split())
    digits = joined.replace(".", "").replace("-", "")
    if digits.isdecimal() and digits:
        return "".join(str(unicodedata.decimal(digit)) for digit in digits)
    return joined if _CONTROL.fullmatch(joined) else None


def is_control_code(text: str) -> bool:
    """Whether a text has the form of a code of a control list."""
    code = read_code(text)
    return code is not None and not code.isdecimal()


def nearness(asked: str, code: str) -> Nearness | None:
    """How a code of an item answers a code that was asked (`read_code`), if it does.

    Returns:
        `exact`: the same; `within`: the item's code is a part of what was asked; `wider`: the item is known
        only by a shorter code, of which what was asked is a part.

    Example:
        >>> nearness("1C905", "1C905.a.4"), nearness("8505111000", "850511"), nearness("1C905.A", "1C904.a")
        ('within', 'wider', None)
    """
    own = code.upper()
    if own == asked:
        return "exact"
    customs = asked.isdecimal()
    if customs != own.isdecimal() or (customs and len(asked) < SHORTEST_CUSTOMS_CODE):
        return None
    joint = "" if customs else "."
    if own.startswith(asked + joint):
        return "within"
    return "wider" if asked.startswith(own + joint) else None
