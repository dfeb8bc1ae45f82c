"""A command line that is written plainly, read without argparse, whose import takes a fifth of a short command.

Plain are whole names of known options, each with its value behind it or after `=`, and at most one word for each
positional argument. Whatever else is asked (help, a mistake) is left to argparse: it alone refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

from rukhsa.hints import Any


class Plain:
    """The arguments of one command, told as argparse is told them."""

    def __init__(self) -> None:
        self.options: dict[str, _Option] = {}
        self.positional: list[_Option] = []

    def add_parser(self, name: str, **about: Any) -> Plain:
        return self

    def add_argument(self, name: str, **about: Any) -> None:
        option = _Option(name.lstrip("-").replace("-", "_"), **about)
        if name.startswith("--"):
            self.options[name] = option
        else:
            self.positional.append(option)

    def read(self, words: Sequence[str]) -> dict[str, Any] | None:
        """The values by destination; `None` where argparse has to look."""
        found: dict[str, Any] = {
            option.dest: option.default for option in (*self.options.values(), *self.positional)
        }
        left = list(self.positional)
        rest = iter(words)
        for word in rest:
            if not word.startswith("-"):
                if not left:
                    return None
                found[left.pop(0).dest] = word
                continue
            name, _, value = word.partition("=")
            option = self.options.get(name)
            if option is None or word == f"{name}=":
                return None
            if option.action == "store_true":
                if name != word:
                    return None
                found[option.dest] = True
                continue
            if name == word:
                value = next(rest, "-")
            if value.startswith("-") or (option.choices and value not in option.choices):
                return None
            found[option.dest] = [*(found[option.dest] or ()), value] if option.action == "append" else value
        return None if any(option.needed for option in left) else found


class _Option:
    """One argument: what argparse is told of it, as far as plain commands know it."""

    def __init__(
        self,
        name: str,
        *,
        dest: str | None = None,
        action: str = "store",
        nargs: str | None = None,
        default: Any = None,
        choices: Sequence[str] = (),
        metavar: str | None = None,
        help: str = "",
    ) -> None:
        self.dest = dest or name
        self.action = action
        self.needed = nargs is None
        self.default = False if action == "store_true" else default
        self.choices = choices


def read_plain(given: Sequence[str], tell: Callable[[Plain], None]) -> SimpleNamespace | None:
    """The options of a command that `tell` describes, if the command line is written plainly."""
    command = Plain()
    tell(command)
    found = command.read(given[1:])
    return None if found is None else SimpleNamespace(command=given[0], **found)
