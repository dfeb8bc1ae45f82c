"""Short names in Arabic letters read aloud against Latin ones, letter by letter, where consonants alone say too little.

Four consonants are shared by many words, so the vowels must agree too: a long vowel that Arabic writes must stand in the
Latin name, and only a short one or two of the Latin name may be left unwritten. A name of letters (`تي دي كيه`) is spelled
out. It tells that two names may be one and never that they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

_READ = {
    "ب": "b p v", "پ": "p b", "ت": "t d", "ج": "j g dj z", "خ": "kh h k", "د": "d", "ر": "r", "ز": "z s",
    "س": "s c z sc ps", "ش": "sh ch s x sch c", "غ": "g gh", "ف": "f v ph", "ڤ": "v", "ق": "q k c g",
    "ك": "k c q ck g ch", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "كس": "x", "تش": "ch j tsch zh q",
    "تس": "z ts c", "كو": "qu co cu", "ايه": "a", "اي": "i y ei ai ey ie ay e igh", "او": "ou o au ow", "يو": "u eu ew",
}  # fmt: skip
READ = {written: tuple(read.split()) for written, read in _READ.items()}
LONG = {"ا": "a", "و": "ouw", "ي": "iey"}  # a long vowel, and the letters with which it may begin
_FINAL = {"ه": "a"}
_NATIVE = frozenset("حعضظذثصطء")  # letters that foreign names are seldom written with
_VOWELS = "aeiou"
_LETTERS = {
    "a": "ايه اي", "b": "بي", "c": "سي", "d": "دي", "e": "اي", "f": "اف", "g": "جي", "h": "اتش ايتش", "i": "اي",
    "j": "جيه جي", "k": "كيه كي", "l": "ال", "m": "ام", "n": "ان", "o": "او", "p": "بي", "q": "كيو", "r": "ار",
    "s": "اس", "t": "تي", "u": "يو", "v": "في", "w": "دبليو", "x": "اكس", "y": "واي", "z": "زد زي",
}  # fmt: skip
_NAMED: dict[str, str] = {}
for _letter, _names in _LETTERS.items():
    for _name in _names.split():
        _NAMED[_name] = _NAMED.get(_name, "") + _letter
MOST_LETTERS = 8
SHORTEST, LONGEST = 3, 60  # letters of a name; a cell may hold a whole page
LONG_ENOUGH = 6  # letters of a Latin name that may leave one vowel more unwritten


def spelled(folded: str) -> Iterator[str]:
    """What a folded name in Arabic letters spells, if each of its words is the English name of a letter or a number.

    Example:
        >>> list(spelled("تي اس ام سي"))
        ['tsmc']
    """
    words = folded.split()
    told = [word if word.isdigit() else _NAMED.get(word, "") for word in words]
    if 1 < len(words) <= MOST_LETTERS and all(told) and not all(map(str.isdigit, words)):
        yield from map("".join, product(*([word] if word.isdigit() else word for word in told)))


def read_alike(arabic: str, latin: str) -> bool:
    """Whether a folded name in Arabic letters may be a folded Latin one, read aloud.

    Example:
        >>> read_alike("سكايديو", "skydio"), read_alike("صديق", "skydio")
        (True, False)
    """
    written, listed = arabic.replace(" ", ""), latin.replace(" ", "")
    vowels = written if listed[:1] in _VOWELS else written[1:]
    if min(len(written), len(listed)) < SHORTEST or len(written) > LONGEST:
        return False
    if _NATIVE & set(written) or not set(LONG) & set(vowels):
        return False
    consonants = sum(letter not in LONG and not letter.isdigit() for letter in written)
    most = int(consonants > 2 or len(listed) >= LONG_ENOUGH)

    @cache
    def fits(at: int, to: int, left: int) -> bool:
        """Whether the rest of one reads as the rest of the other, with so many vowels that may be left unwritten."""
        if at == len(written):
            rest = listed[to:]
            return rest in ("", "e", "h") or (len(rest) == 1 and rest == listed[to - 1])
        return any(fits(*step) for step in _steps(written, listed, at, to, left))

    return fits(0, 0, most)


def _steps(written: str, listed: str, at: int, to: int, left: int) -> Iterator[tuple[int, int, int]]:
    """How a reading may go on."""
    letter, here = written[at], listed[to : to + 1]
    before = listed[to - 1 : to] if to else ""
    for end in (at + 1, at + 2, at + 3):
        for read in READ.get(written[at:end], ()) if end <= len(written) else ():
            if listed.startswith(read, to):
                yield end, to + len(read), left
    if letter.isdigit() and letter == here:
        yield at + 1, to + 1, left
    if to and here and here in f"{_VOWELS}y" and left:
        yield at, _after_vowels(listed, to), left - 1
    if to and (here == "h" or (here and here == before and here not in _VOWELS)):
        yield at, to + 1, left
    vowel = LONG.get(letter) or (_FINAL.get(letter) if at == len(written) - 1 else None)
    if vowel and here and here in vowel:
        yield from ((at + 1, end, left) for end in range(to + 1, _after_vowels(listed, to + 1) + 1))
    if letter in "وي" and before and before in LONG[letter]:
        yield at + 1, to, left
    if letter == "ي" and here == "a" and listed[to + 2 : to + 3] == "e":  # as in `lane`
        yield at + 1, to + 1, left
    if at == 0 and letter == "ا" and here:  # it carries a vowel, or stands before two consonants
        if here in _VOWELS:
            yield 1, 0, left
            yield 1, 1, left
        elif listed[1:2] and listed[1] not in _VOWELS:
            yield 1, 0, left


def _after_vowels(listed: str, to: int) -> int:
    while to < len(listed) and listed[to] in f"{_VOWELS}yw":
        to += 1
    return to
