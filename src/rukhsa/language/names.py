"""Names of companies that the law itself names, and who is meant by a spelling.

A name is matched exactly after folding case, punctuation and legal forms. A name that merely
resembles one is not guessed: the caller asks.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from rukhsa.language.heard import read_alike, spelled
from rukhsa.language.sounds import in_arabic, sound, sounds
from rukhsa.once import cached_property
from rukhsa.patterns import pattern
from rukhsa.records import dataclass

MOST_SHOWN = 5
SHORTEST_SLIP = 4
SHORTEST_JOINED = 5
LEAST_LIKENESS = 0.8
LEAST_OWN_LIKENESS = 0.4  # of what two names do not share, where they share whole words
MOST_SLIPS = 3
SHORTEST_SOUND = 5
OTHER = "other"  # what is written for a company that no rule names
MOST_FOUND = 100_000  # names of nobody known that are remembered

_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc plc ag gmbh sa nv bv pte pvt pjsc fzco fz "
    "group holdings holding the of and شركه مجموعه 株 有".split()
)
# Written to a name without a space, before it or after it.
_JOINED_FORMS = (
    "株式会社 株式會社 有限会社 有限會社 合同会社 股份有限公司 有限责任公司 有限責任公司 有限公司".split()
)
_VOICED = "\u3099\u309a"  # kana: another letter, not an accent
_MARKS = pattern(r"[^\w]+")
_ARABIC = str.maketrans(
    "أإآٱىةؤئ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ااااي\u0647وي01234567890123456789", "\u0640"
)  # the last only stretches a word


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The ids that a name resembles without matching them."""

    ids: tuple[str, ...]


Kept = tuple[Mapping[str, Iterable[str]], Mapping[str, str]]
Ids = Mapping[str, Iterable[str]]  # by folded spelling


class Names:
    """Ids by spelling."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        self._read: Callable[[], Kept] = lambda: (spellings, {})
        self._read_ids: Callable[[], Ids] | None = None
        self._found: dict[str, str | Resemblance] = {}

    @classmethod
    def later(cls, read: Callable[[], Kept], read_ids: Callable[[], Ids]) -> Names:
        """Names that are read when one is asked for: the spellings with what `folded` gave for them, and `ids`."""
        made = cls({})
        made._read = read
        made._read_ids = read_ids
        return made

    @cached_property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """How each id is spelled."""
        spellings, folded = self._read()
        _FOLDED.update(folded)
        return {key: tuple(values) for key, values in spellings.items()}

    @property
    def folded(self) -> dict[str, str]:
        """Each spelling as it is compared."""
        every = (spelling for key, values in self.spellings.items() for spelling in (key, *values))
        return {spelling: _fold_listed(spelling) for spelling in every}

    @cached_property
    def ids(self) -> Ids:
        """The ids of each folded spelling."""
        if self._read_ids is not None:
            return self._read_ids()
        found: dict[str, dict[str, None]] = {}
        for key, values in self.spellings.items():
            for spelling in (key, *values):
                folded = _fold_listed(spelling)
                if folded:
                    found.setdefault(folded, {})[key] = None
        return found

    def knows(self, value: str) -> bool:
        """Whether a value that `find` gave is the id of somebody, and not the name of nobody known."""
        return value in self.ids.get(fold_name(value), ())

    def find(self, name: str) -> str | Resemblance:
        """The id that the name spells, the folded name when it names nobody known, or a resemblance."""
        folded = fold_name(name)
        if folded in self.ids:
            return next(iter(self.ids[folded]))
        if folded not in self._found:
            if len(self._found) >= MOST_FOUND:
                self._found.clear()
            self._found[folded] = self._resembling(folded)
        return self._found[folded]

    def _resembling(self, folded: str) -> str | Resemblance:
        """Who may be meant: one name within the other, joined or split words, a slip of a letter or two, one sound."""
        near = {spelling for spelling in self._within(folded) if _alike(folded, spelling)}
        if len(folded) >= SHORTEST_SLIP:
            from difflib import get_close_matches

            close = self._close(folded)
            slips = get_close_matches(folded, close, n=len(close) or 1, cutoff=LEAST_LIKENESS)
            near.update([spelling for spelling in slips if _own_words_alike(folded, spelling)][:MOST_SLIPS])
        if in_arabic(folded):
            near.update(self._heard(folded))
        ids = sorted({key for spelling in near for key in self.ids[spelling]})
        return Resemblance(tuple(ids[:MOST_SHOWN])) if ids else folded or OTHER

    def _heard(self, folded: str) -> Iterable[str]:
        """Spellings in Latin letters that a name in Arabic ones may be: by its consonants, or read letter by letter."""
        heard = sound(folded)
        if len(heard) >= SHORTEST_SOUND:
            yield from self._of_sounds.get(heard, ())
        else:
            yield from (one for one in self._of_few_sounds.get(heard, ()) if read_alike(folded, one))
        for letters in spelled(folded):
            yield from (one for one in self._of_joined.get(letters, ()) if one.isascii())

    def _within(self, folded: str) -> Iterable[str]:
        """Spellings that can be alike: found by runs of words, or by how their words read when joined."""
        words = folded.split()
        joined = "".join(words)
        words_at_most, letters_at_most = self._longest  # a cell may hold a whole page
        yield from (run for run in _runs(words, words_at_most) if run in self.ids)
        yield from self._of_runs.get(folded, ())
        if _ideographs(joined):
            yield from self._in_ideographs
        yield from self._of_joined.get(joined, ())
        for word in (*words, joined):
            for end in range(SHORTEST_JOINED, min(len(word), letters_at_most) + 1):
                yield from self._of_joined.get(word[:end], ())

    @cached_property
    def _in_ideographs(self) -> list[str]:
        return [spelling for spelling in self.ids if _ideographs(spelling)]

    @cached_property
    def _longest(self) -> tuple[int, int]:
        """The most words of a folded spelling, and the most letters of one whose words are joined."""
        words = max((spelling.count(" ") + 1 for spelling in self.ids), default=0)
        return words, max(map(len, self._of_joined), default=0)

    @cached_property
    def _of_runs(self) -> dict[str, list[str]]:
        """Spellings by every run of their words."""
        found: dict[str, list[str]] = {}
        for spelling in self.ids:
            words = spelling.split()
            for run in _runs(words, len(words)):
                found.setdefault(run, []).append(spelling)
        return found

    @cached_property
    def _of_joined(self) -> dict[str, list[str]]:
        """Spellings by their words joined."""
        found: dict[str, list[str]] = {}
        for spelling in self.ids:
            found.setdefault(spelling.replace(" ", ""), []).append(spelling)
        return found

    @cached_property
    def _of_sounds(self) -> dict[str, list[str]]:
        """Spellings in Latin letters by how they sound."""
        found: dict[str, list[str]] = {}
        for spelling in self.ids:
            if not in_arabic(spelling) and not _ideographs(spelling):
                found.setdefault(sound(spelling), []).append(spelling)
        return found

    @cached_property
    def _of_few_sounds(self) -> dict[str, list[str]]:
        """Spellings in Latin letters by every way in which they may sound, where that says little."""
        found: dict[str, list[str]] = {}
        for spelling in self.ids:
            if not in_arabic(spelling) and not _ideographs(spelling):
                for heard in sounds(spelling):
                    if len(heard) < SHORTEST_SOUND:
                        found.setdefault(heard, []).append(spelling)
        return found

    def _close(self, folded: str) -> list[str]:
        """The spellings that `difflib` may find close: it asks first how many letters two texts share.

        A bit for each time that a letter can be held, so that the bits of two texts that are the same are as many
        as the letters that they share.
        """
        mine = self._held(folded)
        found = []
        for length, spellings in self._letters.items():
            whole = length + len(folded)
            if 2.0 * min(length, len(folded)) / whole < LEAST_LIKENESS:
                continue
            least = int(LEAST_LIKENESS * whole / 2.0)  # as many may still be too few
            found += [
                spelling
                for spelling, held in spellings
                if (shared := (held & mine).bit_count()) >= least and 2.0 * shared / whole >= LEAST_LIKENESS
            ]
        return found

    def _held(self, text: str) -> int:
        """The letters of a text as bits."""
        bits, held = self._bits, 0
        for letter in set(text):
            own = bits.get(letter, ())
            held |= sum(own[: text.count(letter)])
        return held

    @cached_property
    def _bits(self) -> dict[str, tuple[int, ...]]:
        """For each letter of the folded spellings as many bits as one of them holds it times."""
        most: dict[str, int] = {}
        for spelling in self.ids:
            for letter in set(spelling):
                most[letter] = max(most.get(letter, 0), spelling.count(letter))
        found: dict[str, tuple[int, ...]] = {}
        used = 0
        for letter in sorted(most):
            found[letter] = tuple(1 << (used + index) for index in range(most[letter]))
            used += most[letter]
        return found

    @cached_property
    def _letters(self) -> dict[int, list[tuple[str, int]]]:
        """The folded spellings by their length, each with its letters as bits."""
        found: dict[int, list[tuple[str, int]]] = {}
        for spelling in self.ids:
            found.setdefault(len(spelling), []).append((spelling, self._held(spelling)))
        return found


def _runs(words: Sequence[str], most: int) -> Iterable[str]:
    """The runs of at most so many words."""
    return (
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + most, len(words)) + 1)
    )


def _alike(folded: str, spelling: str) -> bool:
    if f" {spelling} " in f" {folded} " and len(spelling) > 2:
        return True
    if f" {folded} " in f" {spelling} " and len(folded) > 3:
        return True
    name, listed = folded.replace(" ", ""), spelling.replace(" ", "")
    if name == listed:
        return True
    if _ideographs(listed):
        return len(listed) > 1 and (
            listed in name or (len(name) > 1 and _ideographs(name) and name in listed)
        )
    return len(listed) >= SHORTEST_JOINED and any(word.startswith(listed) for word in (*folded.split(), name))


def _own_words_alike(folded: str, spelling: str) -> bool:
    """Whether the words that two close names do not share are alike too: a long usual word makes any two close."""
    mine, listed = folded.split(), spelling.split()
    shared = (Counter(mine) & Counter(listed)).keys()
    own = " ".join(word for word in mine if word not in shared)
    other = " ".join(word for word in listed if word not in shared)
    if not shared or min(len(own), len(other)) < 2:
        return True
    from difflib import SequenceMatcher

    return SequenceMatcher(None, other, own).ratio() >= LEAST_OWN_LIKENESS


def _ideographs(text: str) -> bool:
    """Whether a text has Chinese characters or kana, which are written without spaces."""
    return any("\u3400" <= char <= "\u9fff" or "\u3041" <= char <= "\u30fe" for char in text)


_FOLDED: dict[
    str, str
] = {}  # of the spellings that are listed: many are folded for each list that takes them up


def _fold_listed(spelling: str) -> str:
    if spelling not in _FOLDED:
        _FOLDED[spelling] = fold_name(spelling)
    return _FOLDED[spelling]


def fold_name(name: str) -> str:
    """Case, accents, punctuation, Arabic letter variants and legal forms folded away."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(
        char
        for char in text
        if char in _VOICED or not (unicodedata.combining(char) or unicodedata.category(char) == "Cf")
    )
    text = unicodedata.normalize("NFC", text)
    words = _MARKS.sub(" ", text.casefold().translate(_ARABIC)).replace("_", " ").split()
    kept = [bare for word in words if word not in _FORMS and (bare := _without_form(word))]
    return " ".join(kept or words)


def _without_form(word: str) -> str:
    """A word of ideographs or kana without the legal form that is joined to it."""
    if word.isascii():
        return word
    for form in _JOINED_FORMS:
        if word.endswith(form) or word.startswith(form):
            return word.removesuffix(form).removeprefix(form)
    return word
