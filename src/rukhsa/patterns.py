"""Regular expressions that are compiled when they are first used: a short command uses few of those that it imports."""

from __future__ import annotations

from rukhsa.hints import TYPE_CHECKING

__all__ = ["pattern"]

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class pattern:
        """What `re.compile` gives of a text, from its first use on."""

        def __init__(self, text):
            self._text = text

        def __getattr__(self, name):
            import re

            found = self.__dict__[name] = getattr(re.compile(self._text), name)
            return found
