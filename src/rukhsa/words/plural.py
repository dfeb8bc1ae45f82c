"""Which form of a noun goes with a number: the plural categories of CLDR for the languages spoken here."""

from __future__ import annotations

_FEW, _MANY = range(3, 11), range(11, 100)


def plural_category(number: object, lang: str) -> str:
    """The category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.

    Args:
        number: the count; what is no whole number is `other`.
        lang: `en` or `ar`.
    """
    if isinstance(number, str) and number.isdecimal():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool):
        return "other"
    if lang != "ar":
        return "one" if number == 1 else "other"
    if number in (0, 1, 2):
        return ("zero", "one", "two")[number]
    last = number % 100
    return "few" if last in _FEW else "many" if last in _MANY else "other"
