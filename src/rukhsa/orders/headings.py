"""Headings and other words of a book as they are compared."""

from __future__ import annotations

import re
import unicodedata

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FOLDED = str.maketrans("أإآٱىة", "اااايه", "ـ")


def fold_heading(text: str) -> str:
    """A heading without case, signs, brackets and the variants of Arabic letters."""
    bare = BRACKETS.sub(" ", text) if BRACKETS.sub(" ", text).strip() else text
    plain = unicodedata.normalize("NFKD", bare.casefold().translate(_FOLDED))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).translate(_FOLDED)
    return " ".join(re.findall(r"[^\W_]+", plain))
