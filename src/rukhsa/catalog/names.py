"""How the name of an item is spelled: what is folded away before two spellings are compared.

Case, spaces, hyphens and other marks, accents, full-width forms, Arabic-Indic digits and the variants
of Arabic letters; where nothing is found so, the plural of English words. Nothing else: a name that is
merely similar is another name.
"""

from __future__ import annotations

import unicodedata

from rukhsa.patterns import pattern

_PLURAL = pattern(r"(?<![^\W_])[A-Za-z]?[a-z]{2,}[a-rt-z]s(?![^\W_])")
_SHOWN = 80
_LETTERS = str.maketrans("أإآٱىیةؤئڤپگک", "ااااييهويفبكك")


def shown(name: str) -> str:
    """A name as an error repeats it: a cell of an order book may hold a whole page."""
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}..."


def fold(name: str) -> str:
    """The key under which a spelling is found.

    Example:
        >>> fold("RTX 4090 D") == fold("rtx-4090d")
        True
        >>> fold("إتش ٢٠") == fold("اتش20")
        True
    """
    letters = []
    for char in unicodedata.normalize("NFKD", name.translate(_LETTERS)):
        if char.isdecimal():
            letters.append(str(unicodedata.decimal(char)))
        elif char.isalpha() and char != "\u0640":
            letters.append(char)
    return "".join(letters).casefold().translate(_LETTERS)


def singular(name: str) -> str | None:
    """The name with its English words in the singular, or `None` when none of them is a plural.

    Formulas, grades and short words keep their last letter.

    Example:
        >>> singular("NdFeB magnets with dysprosium"), singular("GaAs wafers"), singular("glass")
        ('NdFeB magnet with dysprosium', 'GaAs wafer', None)
    """
    found = _PLURAL.sub(lambda word: word[0][:-1], name)
    return found if found != name else None
