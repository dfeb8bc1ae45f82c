"""Names of companies that the law itself names, and who is meant by a spelling.

A name is matched exactly after folding case, punctuation and legal forms. A name that merely
resembles one is not guessed: the caller asks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

MOST_SHOWN = 5

_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc plc ag gmbh sa nv bv pte pvt pjsc fzco fz "
    "group holdings holding the of and شركه مجموعه".split()
)
_MARKS = re.compile(r"[^\w]+", re.UNICODE)
_ARABIC = str.maketrans("أإآٱىةؤئ", "ااااي\u0647وي", "\u0640")  # the last only stretches a word


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The ids that a name resembles without matching them."""

    ids: tuple[str, ...]


class Names:
    """Ids by spelling."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self.spellings = {key: tuple(values) for key, values in spellings.items()}
        self._ids: dict[str, str] = {}
        self._tokens: dict[str, set[str]] = {}
        self._found: dict[str, str | Resemblance] = {}
        for key, values in self.spellings.items():
            for spelling in (key, *values):
                folded = fold_name(spelling)
                if folded:
                    self._ids.setdefault(folded, key)
                    self._tokens.setdefault(folded, set()).add(key)

    def find(self, name: str) -> str | Resemblance:
        """The id that the name spells, the folded name when it names nobody known, or a resemblance."""
        folded = fold_name(name)
        if folded in self._ids:
            return self._ids[folded]
        if folded not in self._found:
            self._found[folded] = self._resembling(folded)
        return self._found[folded]

    def _resembling(self, folded: str) -> str | Resemblance:
        """A spelling within the name, the name within a spelling, or one nearly spelled alike."""
        words = f" {folded} "
        near = {
            spelling
            for spelling in self._tokens
            if (len(spelling) > 2 and f" {spelling} " in words)
            or (len(folded) > 3 and words in f" {spelling} ")
        }
        if len(folded) > 5:
            near.update(get_close_matches(folded, self._tokens, n=3, cutoff=0.82))
        ids = sorted({key for spelling in near for key in self._tokens[spelling]})
        return Resemblance(tuple(ids[:MOST_SHOWN])) if ids else folded or "other"


def fold_name(name: str) -> str:
    """Case, accents, punctuation, Arabic letter variants and legal forms folded away."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(
        char for char in text if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )
    words = _MARKS.sub(" ", text.casefold().translate(_ARABIC)).replace("_", " ").split()
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)
