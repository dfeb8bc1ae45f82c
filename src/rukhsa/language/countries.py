"""Countries: their ISO 3166-1 codes, their names in English and Arabic, and what people type for them, Chinese too.

A text names a country only when it *is* one of the known spellings, after folding of case, accents,
punctuation and Arabic letter variants. Nothing is guessed: `Korea` and `Congo` name two countries each
and so none, and neither a reserved code nor an aggregate (`EU`) is a country. The table is
`data/countries.yaml`, generated from CLDR by `tools/make_countries.py`.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from functools import cache

from rukhsa.errors import Problem, RukhsaError
from rukhsa.hints import TYPE_CHECKING
from rukhsa.patterns import pattern
from rukhsa.read_json import read_json
from rukhsa.words.messages import say

if TYPE_CHECKING:
    from typing import TypedDict

    class Country(TypedDict):
        """One entry of the table."""

        en: str
        ar: str
        alpha3: str
        also: list[str]

else:
    Country = dict  # to make the other takes longer than to read the table


_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´.ـ")
_BREAKS = pattern(r"[\W_]+")
_LETTERS = str.maketrans("ٱىیکھہةٮ", "اييكهههب")
_WORDS = {"saint": "st", "sainte": "st"}
_SMALL = {"and", "the", "of"}


def fold_country(text: str) -> str:
    """The text with everything folded away in which two spellings of one country may differ.

    Args:
        text: a name as typed.

    Returns:
        Lower-case words, without accents, points, marks of direction, "the", "of" and "and"
        (unless nothing else stands there).

    Example:
        >>> fold_country("Bosnia & Herzegovina") == fold_country("BOSNIA AND HERZEGOVINA")
        True
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    words = _BREAKS.sub(" ", plain.translate(_APOSTROPHES).casefold().translate(_LETTERS)).split()
    kept = [_WORDS.get(word, word) for word in words if word not in _SMALL]
    return " ".join(kept or words)  # AND is the three-letter code of Andorra


class Countries:
    """A table of countries, and the codes by spelling.

    Args:
        table: the countries by code, as plain data (what `countries.yaml` holds).
    """

    def __init__(self, table: Mapping[str, Country]) -> None:
        self.table = dict(table)
        self.spellings: dict[str, str] = {}
        for code, country in self.table.items():
            for name in (code, country["en"], country["ar"], country["alpha3"], *country["also"]):
                other = self.spellings.setdefault(fold_country(name), code)
                if other != code:
                    raise RukhsaError(
                        Problem(say("errors.two_countries", name=name, one=other, other=code), field=code)
                    )

    def code(self, text: str) -> str | None:
        """The code of the country that the text names, or None when it names none."""
        return self.spellings.get(fold_country(text))

    def name(self, code: str, lang: str) -> str:
        """The name of the country with that code, in English (`en`) or Arabic (`ar`)."""
        country = self.table.get(code)
        if country is None:
            raise RukhsaError(
                Problem(say("errors.no_country_code", code=code), fix=say("errors.no_country_code_fix"))
            )
        match lang:
            case "en":
                return country["en"]
            case "ar":
                return country["ar"]
            case _:
                raise RukhsaError(
                    Problem(say("errors.no_country_names", lang=lang), fix=say("errors.no_country_names_fix"))
                )


def read_countries(text: str) -> dict[str, Country]:
    """The table as plain data, from the text of `countries.yaml`.

    INVARIANT: below its first line, a comment, that file is JSON as well as YAML. The JSON reader takes
    a tenth of the time, which a single question on the command line would feel.
    """
    table: dict[str, Country] = read_json(text.partition("\n")[2])
    return table


@cache
def _table() -> dict[str, Country]:
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "countries.yaml")
    with open(path, encoding="utf-8") as file:
        return read_countries(file.read())


@cache
def countries() -> Countries:
    """The bundled table, made ready once, when a country is first asked for by its name."""
    return Countries(_table())


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the country that a text names.

    Args:
        text: a code in any case, a three-letter code, or a name in English, Arabic or Chinese.

    Returns:
        The code, or None when the text names no country or more than one.

    Example:
        >>> country_code("الصين"), country_code("China (PRC)"), country_code("cn"), country_code("EU")
        ('CN', 'CN', 'CN', None)
    """
    return text if text in _table() else countries().code(text)


def country_name(code: str, lang: str = "en") -> str:
    """The name of a country, for people to read.

    Args:
        code: its ISO 3166-1 alpha-2 code, in capitals.
        lang: `en` or `ar`.

    Returns:
        The name that CLDR gives.

    Raises:
        RukhsaError: no country has that code, or there are no names in that language.

    Example:
        >>> country_name("AE", "ar")
        'الإمارات العربية المتحدة'
    """
    return countries().name(code, lang)


def country_words(code: object) -> object:
    """A country in a message: its code in English, its name in Arabic; what is no code stays as it is."""
    table = _table()
    return {"en": code, "ar": table[code]["ar"]} if isinstance(code, str) and code in table else code


def nearest_countries(text: str) -> tuple[str, ...]:
    """Codes and names of countries that are spelled like the text, or hold it as a word."""
    from difflib import get_close_matches

    names = {country_name(code): code for code in countries().table}
    folded = {fold_country(name): name for name in names}
    wanted = fold_country(text)
    near = [name for key, name in folded.items() if wanted in key.split()]
    near += [folded[key] for key in get_close_matches(wanted, folded, n=3, cutoff=0.7)]
    return tuple(f"{names[name]} ({name})" for name in dict.fromkeys(near))[:4]
