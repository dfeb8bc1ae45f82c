"""Names in Arabic letters heard in Latin ones: the consonants that the two scripts share, written alike.

Vowels are left out, since Arabic writes the long ones alone; letters that transliteration confuses (b and p, g, j and
k, s, sh and z, d and t, f and v) count as one. It tells that two names may sound alike and never that they are one.
"""

from __future__ import annotations

from rukhsa.patterns import pattern

_PAIRS = (("تش", "ش"), ("ch", "s"), ("ph", "f"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("x", "ks"))
_CLASSES = ("bpبپ", "tdتثدذضط", "kgjcqجخغقكگ", "szسشصزظ", "fvفڤ", "lل", "mم", "nن", "rر")
_SOUNDS = {letter: own[0] for own in _CLASSES for letter in own}
_ARABIC_LETTER = pattern(r"[\u0621-\u064a\u067e\u06a4\u06af]")


def in_arabic(text: str) -> bool:
    """Whether a text holds a letter of the Arabic script."""
    return _ARABIC_LETTER.search(text) is not None


def sounds(folded: str) -> tuple[str, ...]:
    """Every way in which a folded Latin name may sound: `ch` is heard as in `chip` and as in `tech`."""
    return tuple(dict.fromkeys((sound(folded), sound(folded.replace("ch", "k")))))


def sound(folded: str) -> str:
    """The consonants of a folded name, alike in both scripts: `rheinmetall` and `راينميتال` give `rnmtl`."""
    for written, heard in _PAIRS:
        folded = folded.replace(written, heard)
    found: list[str] = []
    for letter in folded:
        own = _SOUNDS.get(letter)
        if own is not None and found[-1:] != [own]:
            found.append(own)
    return "".join(found)
