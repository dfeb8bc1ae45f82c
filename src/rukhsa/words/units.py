"""Numbers with their units, for people."""

from __future__ import annotations

from rukhsa.words.messages import Message, has_message, say


def quantity(number: object, unit: str | None) -> object:
    """A number with its unit; the number alone where there is none."""
    if not unit:
        return number
    if isinstance(number, Message):  # a bound, of which the unit is the number's
        return say(number.key, n=quantity(number.values["n"], unit))
    key = f"units.of.{unit}"
    return say(key, n=number) if has_message(key) else say("units.of.other", n=number, unit=unit)


def unit_name(unit: str) -> Message:
    """A unit by itself."""
    key = f"units.name.{unit}"
    return say(key) if has_message(key) else say("units.name.other", unit=unit)
