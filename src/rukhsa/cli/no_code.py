"""That a text is no control code, or that nothing concerns one on a day: the errors, with ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import Day, Message, Typed, say, series

if TYPE_CHECKING:
    from rukhsa.decide.engine import Regime


def no_code(regime: Regime, text: str) -> RukhsaError:
    """That a text is no code: the error, with the codes that are spelled like it."""
    from rukhsa.catalog.names import shown
    from rukhsa.decide.codes import near_codes

    near = near_codes(regime, text)
    fix = say("errors.did_you_mean", names=series(map(Typed, near))) if near else say("errors.no_code_fix")
    return RukhsaError(Problem(say("errors.no_code", code=shown(text)), field="code", fix=fix))


def nothing_names(regime: Regime, text: str, code: str) -> RukhsaError:
    """That nothing concerns a code on the day: the error, with other days, near codes and a way out."""
    from rukhsa.decide.codes import near_codes

    days = other_days(regime, code)
    ways = [say("codes.ask_then", days=series(days))] if days else []
    near = near_codes(regime, text)
    ways += [say("codes.near", codes=series(map(Typed, near)))] if near else []
    ways.append(say("codes.describe"))
    told = say("codes.none", day=Day(regime.state.on), code=text)
    fix = say("errors.several", problems=series(ways, "common.semicolon"))
    return RukhsaError(Problem(told, field="code", fix=fix))


def other_days(regime: Regime, code: str) -> list[Message]:
    """When each side names a code."""
    from rukhsa.decide.codes import days_of

    if code.isdecimal():
        return []
    return [
        say("codes.named_from", side=regime.packs[side].title, start=Day(start))
        if end is None
        else say("codes.named_between", side=regime.packs[side].title, start=Day(start), end=Day(end))
        for side, start, end in days_of(regime, code)
    ]
