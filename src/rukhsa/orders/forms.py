"""Forms of numbers and dates of which all cells have the same readings, so that many are settled at once.

INVARIANT: what a form says is what `numbers` and `dates` say of each cell that fits it; they remain the meaning.
"""

from __future__ import annotations

from rukhsa.orders.numbers import COMMA, MIXED, POINT
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern, and what is replaced in a cell that fits it to give its plain value."""

    pattern: str
    replaced: tuple[tuple[str, str], ...] = ()


_WHOLE = r"^-?[0-9]+$"
ISO = Form(r"^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$")

PLAIN = {
    POINT: (
        Form(r"^-?[0-9]+(\.[0-9]+)?$"),
        Form(r"^-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$", ((",", ""),)),
    ),
    MIXED: (Form(_WHOLE),),
    COMMA: (
        Form(_WHOLE),
        Form(r"^-?([1-9][0-9]{0,2}(\.[0-9]{3})+|[0-9]+)(,[0-9]+)?$", ((".", ""), (",", "."))),
    ),
}

_ONLY = r"^-?(0[0-9]*{0}[0-9]+|[0-9]{{4,}}{0}[0-9]+|[0-9]+{0}([0-9]{{1,2}}|[0-9]{{4,}}))$"
ALIKE = {
    "numbers": (_WHOLE, _ONLY.format(r"\."), _ONLY.format(",")),
    "dates": (ISO.pattern, ISO.pattern[:-1] + r"[T ][0-9]{2}:[0-9]{2}:[0-9]{2}$"),
}
