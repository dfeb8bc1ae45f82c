"""The standard reader of arguments, speaking our languages and raising our errors."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import cache
from typing import Any, NoReturn

from rukhsa.words.messages import PDI, RLI, Message, catalog, directed, say


class Parser(argparse.ArgumentParser):
    """Wrong arguments are a user's mistake like any other: same form, same exit code."""

    _adding = False

    def __init__(self, *args: Any, lang: str = "en", **kwargs: Any) -> None:
        if lang == "ar":
            kwargs["formatter_class"] = ArabicHelp
        kwargs.setdefault("allow_abbrev", False)  # a slip (`--form`) is not another option (`--format`)
        super().__init__(*args, **kwargs)

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """As ever; but the width of the terminal, which nothing asks here, is not looked for each time."""
        self._adding = True
        try:
            return super().add_argument(*args, **kwargs)
        finally:
            self._adding = False

    def _get_formatter(self) -> argparse.HelpFormatter:
        return argparse.HelpFormatter(self.prog, width=80) if self._adding else super()._get_formatter()

    def error(self, message: str) -> NoReturn:
        from rukhsa.errors import Problem, RukhsaError

        raise RukhsaError(Problem(message, fix=say("errors.see_help", command=f"{self.prog} --help")))


class ArabicHelp(argparse.HelpFormatter):
    """Help whose explanations run from right to left beside options that run from left to right.

    No explanation is broken into lines: its direction is found for the whole of it.
    """

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        if prefix is None:
            prefix = f"{say('argparse.usage').text('ar')}\n  "
        super().add_usage(usage, actions, groups, prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return [f"{RLI}{text}{PDI}"]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return indent + directed(text)


class _Template(str):
    """A sentence of argparse that becomes a message when its values are filled in."""

    __slots__ = ("key",)
    key: str

    def __mod__(self, values: Any) -> Message:
        named = dict(values) if isinstance(values, Mapping) else {"value": values}
        return Message(str(self) % values, self.key, named)


def speak(lang: str) -> None:
    """Have argparse take its own words from our catalog: headings in the language, errors as messages."""

    def one(text: str) -> str:
        key = _keys().get(text)
        if key is None:
            return text
        if catalog("argparse")[key].get("heading"):
            return text if lang == "en" else say(key).text(lang)
        if "%" not in text:
            return Message(text, key, {})
        template = _Template(text)
        template.key = key
        return template

    def many(singular: str, plural: str, count: int) -> str:
        template = one(singular)
        if count == 1 or not isinstance(template, _Template):
            return template
        other = _Template(plural)
        other.key = template.key
        return other

    vars(argparse).update(_=one, ngettext=many)


@cache
def _keys() -> dict[str, str]:
    return {form: key for key, message in catalog("argparse").items() for form in message["msgids"]}
