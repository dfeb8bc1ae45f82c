"""Messages: a meaning and its values, which become a sentence in the language of the reader.

A catalog `<topic>.json` gives for each meaning the sentence in English and in Arabic, side by side. A
message *is* its English sentence (so that it can be logged, compared and written as data) and knows how
to say the same in Arabic. In Arabic every value that is not Arabic prose itself (a citation, a code, a
file name, what the user typed) is isolated, so that a bidirectional line reads right wherever it is shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache

from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.patterns import pattern
from rukhsa.read_json import read_json
from rukhsa.records import dataclass
from rukhsa.words.plural import plural_category

if TYPE_CHECKING:
    import re

LANGUAGES = ("en", "ar")
_HOME = os.path.dirname(os.path.abspath(__file__))
FSI, RLI, PDI = "\u2068", "\u2067", "\u2069"

_CODE = pattern(r"`[^`]*`")
_PLACE = pattern(r"\{(\w+)\}")
_FOREIGN = pattern(r"[^\W\u0600-\u06ff]")  # a letter or digit that is not Arabic
_DIRECTING = pattern("[\u202a-\u202e\u2066-\u2069]")


class Typed(str):
    """Something to type or to look up: shown between backticks."""

    __slots__ = ()


class Day(str):
    """A calendar day as ISO text, which a sentence in Arabic tells by the name of its month."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Several values in a row, joined by the message `joint`."""

    items: tuple[object, ...]
    joint: str = "common.comma"


class Message(str):
    """A sentence in English that can be said in Arabic too.

    Attributes:
        key: its meaning: the name of a message in a catalog.
        values: what stands in its places.
    """

    key: str
    values: Mapping[str, object]

    def __new__(cls, text: str, key: str, values: Mapping[str, object]) -> Message:
        message = super().__new__(cls, text)
        message.key = key
        message.values = values
        return message

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, object]]:  # type: ignore[override]
        return str(self), self.key, self.values

    def text(self, lang: str = "en") -> str:
        """The sentence in a language."""
        return str(self) if lang == "en" else _said(self.key, self.values, lang)

    def both(self) -> dict[str, str]:
        """The sentence in every language, by language."""
        return {lang: self.text(lang) for lang in LANGUAGES}


def say(key: str, /, **values: object) -> Message:
    """The message of a meaning.

    Args:
        key: `topic.meaning`, as it stands in the catalog of that topic.
        **values: what stands in its places: a `Message`, a title (mapping from language to text), a
            `Series` or tuple of values, a `Day`, a `Typed`, a number, or text that no language changes.

    Raises:
        KeyError: the catalog has no such message, or the message a place for which no value was given.
    """
    return Message(_said(key, values, "en"), key, values)


def said(words: object, lang: str) -> str:
    """Words in a language: of a message, a title, or of text that is the same in all."""
    return f"{_Shown(words, lang)}"


def both(words: str) -> dict[str, str]:
    """A message, or text that is the same in every language, by language."""
    return words.both() if isinstance(words, Message) else {lang: str(words) for lang in LANGUAGES}


def directed(line: str) -> str:
    """A line for Arabic readers: marked as right to left where its own letters do not show it."""
    import unicodedata

    depth = 0
    for char in line:
        if char in "\u2066\u2067\u2068":
            depth += 1
        elif char == PDI:
            depth = max(0, depth - 1)
        elif depth == 0:
            kind = unicodedata.bidirectional(char)
            if kind in ("R", "AL"):
                return line
            if kind == "L":
                break
    return f"\u200f{line}"


def isolated(text: str) -> str:
    """Text whose direction neither changes its surroundings nor is changed by them."""
    return f"{FSI}{_DIRECTING.sub('', text)}{PDI}"


@cache
def catalog(topic: str) -> dict[str, dict[str, Any]]:
    """The messages of a topic by meaning: `{en, ar}`, each a sentence or, with `count`, its plural forms."""
    path = os.path.join(_HOME, f"{topic}.json")
    with open(path, encoding="utf-8") as file:
        messages: dict[str, dict[str, Any]] = read_json(file.read())
    return {f"{topic}.{name}": message for name, message in messages.items()}


def topics() -> tuple[str, ...]:
    """Every topic for which there is a catalog."""
    return tuple(sorted(name[:-5] for name in os.listdir(_HOME) if name.endswith(".json")))


def has_message(key: str) -> bool:
    """Whether there is a message of that meaning."""
    topic = key.partition(".")[0]
    return topic in topics() and key in catalog(topic)


def _said(key: str, values: Mapping[str, object], lang: str) -> str:
    message = catalog(key.partition(".")[0])[key]
    form = message[lang]
    if not isinstance(form, str):
        category = plural_category(values[message["count"]], lang)
        form = form.get(category, form["other"])
    if lang != "en":
        form = _isolating(form)
    text: str = form.format_map({name: _Shown(value, lang) for name, value in values.items()})
    return text


@cache
def _isolating(form: str) -> str:
    """The sentence with what stands between backticks isolated as a whole."""
    return _CODE.sub(lambda code: f"{FSI}{_PLACE.sub(_raw, code.group())}{PDI}", form)


def _raw(place: re.Match[str]) -> str:
    return f"{{{place[1]}:raw}}"


class _Shown:
    """A value as a sentence shows it; with the format `raw`, without isolation of its own."""

    __slots__ = ("lang", "value")

    def __init__(self, value: object, lang: str) -> None:
        self.value = value
        self.lang = lang

    def __format__(self, spec: str) -> str:
        value, lang = self.value, self.lang
        if spec not in ("", "raw"):
            return format(f"{self}", spec)
        if isinstance(value, Message):
            return value.text(lang)
        if isinstance(value, Series):
            joint = _said(value.joint, {}, lang)
            return joint.join(f"{_Shown(item, lang):{spec}}" for item in value.items)
        if isinstance(value, tuple):
            return f"{_Shown(Series(value), lang):{spec}}"
        if isinstance(value, Mapping):
            return _title(value, lang)
        text = f"`{value}`" if isinstance(value, Typed) else str(value)
        if lang == "en" or spec == "raw" or (isinstance(value, int) and not isinstance(value, bool)):
            return text
        return _arabic_day(value) if isinstance(value, Day) else isolated(text)


def _title(title: Mapping[str, str], lang: str) -> str:
    """A title in the language; in another one, set apart, where it has none."""
    own = title.get(lang)
    if lang == "en":
        return own or ""
    if not own:
        return isolated(title.get("en", ""))
    own = _DIRECTING.sub("", own)
    return f"{RLI}{own}{PDI}" if _FOREIGN.search(own) else own


def _arabic_day(day: str) -> str:
    year, _, rest = day.partition("-")
    month, _, number = rest.partition("-")
    if not (number.isdecimal() and month.isdecimal()):
        return isolated(day)
    return f"{int(number)} {_said(f'common.month_{month}', {}, 'ar')} {year}"


def series(items: Iterable[object], joint: str = "common.comma") -> Series:
    """Several values in a row."""
    return Series(tuple(items), joint)
