"""Which language a command speaks: what it is told, else what the user's locale says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rukhsa.words.messages import LANGUAGES

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def asked_language(given: Sequence[str], environment: Mapping[str, str]) -> str:
    """`en` or `ar`: of `--lang` among the arguments, else of the locale, else English.

    It is found before the arguments are read, because their help and their errors are told in it too.
    """
    for index, word in enumerate(given):
        name, equals, value = word.partition("=")
        if name == "--lang":
            value = value if equals else given[index + 1] if index + 1 < len(given) else ""
            return value if value in LANGUAGES else "en"
        if word == "--":
            break
    locale = next((environment[name] for name in LOCALES if environment.get(name)), "")
    language = locale.lower().replace("-", "_").split("_")[0].split(".")[0]
    return language if language in LANGUAGES else "en"
