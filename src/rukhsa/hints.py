"""The names of `typing` that hints on the way of a short command need: its import would take longer than most commands.

Hints are never evaluated there; what is evaluated (aliases, base classes) stands for nothing at run time.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any, Literal, Protocol, TypeVar, cast

    __all__ = ["Any", "Literal", "Protocol", "TypeVar", "cast"]
else:

    class Any:
        """Any value."""

    class Literal:
        """One of some values."""

        def __class_getitem__(cls, values):
            return object

    class Protocol:
        """What has certain methods."""

    class TypeVar:
        """Some type."""

        def __init__(self, name):
            self.name = name

    def cast(type, value):
        return value
