"""Letters: one spelling for what the press writes in several, and the language of a text.

`folded` makes words comparable: width, case, vowel marks, forms of alef, digits of either script, traditional
characters. It refuses to know what any word means.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say

LEXICON = Path(__file__).parent / "lexicon"
LANGUAGES = ("ar", "en", "zh")
MAY = "m05"  # the month, told from the verb by its capital
_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ARABIC = str.maketrans(
    "إأآٱىةؤئڤپچگکی٪٫،؛؟“”„«»‘’‚`´–—‑٬",
    "اااايهويفبجغكي%.,;?\"\"\"\"\"'''''---,",
)
_KANA = re.compile("[\u3040-\u30ff]")
_COMMON = {
    "en": frozenset(
        "the of to and in a for on that it is was with by from as has have its at not be were said".split()
    ),
    "ar": frozenset("في من على إلى أن التي الذي عن مع هذا هذه بعد بين كما لم قد وقال كان كانت ما لا".split()),
}
_SHORT = 40


@cache
def _simplified() -> dict[int, str]:
    import yaml

    with open(LEXICON / "traditional.yaml", encoding="utf-8") as file:
        pairs = "".join(yaml.safe_load(file)["pairs"])
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


def folded(text: str, lang: str) -> str:
    """The text in the one spelling in which the lexicon of its language is read.

    >>> folded("تعليق حظرِ تصديرِ الغاليوم حتى ٢٧ نوفمبر ٢٠٢٦", "ar")
    'تعليق حظر تصدير الغاليوم حتي 27 نوفمبر 2026'
    """
    text = unicodedata.normalize("NFKC", text)
    text = _MARKS.sub("", text)
    text = "".join(str(unicodedata.decimal(char, char)) if char.isdecimal() else char for char in text)
    if lang == "en":
        text = re.sub(r"\bU\.S\.?(?:A\.?)?(?!\w)|\bUSA?\b", "u.s.", text)
        text = re.sub(r"(?<=[a-z,)] )May\b|\bMay\b(?=\.?,? \d)|(?<=\d )May\b", MAY, text)
    text = text.translate(_ARABIC).lower()
    if lang == "zh":
        text = text.translate(_simplified())
        text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)
    return text


def language_of(text: str, name: str | None = None) -> str:
    """The language of a text: `ar`, `en` or `zh`.

    Script and common words decide; where `py3langid` is installed it is asked about texts long enough to tell
    (Persian from Arabic, French from English).

    Raises:
        RukhsaError: the text is in another language, or in none that can be told.
    """
    arabic = len(re.findall("[\u0621-\u064a\u067e\u0686\u06a9\u06af\u06cc]", text))
    han = len(re.findall("[\u4e00-\u9fff]", text)) * 3  # a character is about half a word
    latin = len(re.findall("[A-Za-zÀ-ÿ]", text))
    most = max(arabic, han, latin)
    if most < 4:
        raise _unread(say("reading.no_words"), name)
    found = "ar" if most == arabic else "zh" if most == han else "en"
    if found == "zh" and len(_KANA.findall(text)) * 10 > han:
        raise _unread(say("reading.other_language"), name)
    words = re.findall(r"[^\W\d_]+", text.lower() if found == "en" else text)
    if found != "zh" and len(words) >= _SHORT:
        common = sum(word in _COMMON[found] for word in words) / len(words)
        if common < 0.04 or (common < 0.12 and _detected(text) not in (None, found)):
            raise _unread(say("reading.other_language"), name)
    return found


def _detected(text: str) -> str | None:
    try:
        import py3langid
    except ImportError:
        return None
    return str(py3langid.classify(text[:4000])[0])


def _unread(message: str, name: str | None) -> RukhsaError:
    return RukhsaError(Problem(message, name, fix=say("reading.languages_fix")))
