"""Acts that say only plain things, read without the schema: those of which every key and value is as most acts have it.

Such an act names itself and what it suspends, resumes, rescinds or prolongs, and writes no text. Whatever else a
file holds, or holds otherwise, is left to the schema (`law.model`), which alone tells mistakes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from rukhsa.law.act import Act, Clause
from rukhsa.law.source import Source
from rukhsa.law.terms import GRADES

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/\-]*")
_TARGET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/\-]*(#[A-Za-z0-9._\-]+)?")
_LABEL = re.compile(r"[A-Za-z0-9._\-]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS = frozenset(
    "rule letter guidance statement announcement filing report notice proclamation list hypothetical".split()
)
_MARKS = frozenset(("verified", "secondary", "memory"))
_VERBS = ("suspend", "resume", "rescind", "amend")


class _Otherwise(Exception):
    """Not as most acts have it."""


def plain_act(source: Source) -> Act | None:
    """The act of a document; `None` where it is not plain."""
    try:
        return _act(source)
    except _Otherwise:
        return None


def _act(source: Source) -> Act:
    given = _mapping(source.data, "act title kind grade public cite by source note does".split())
    name, kind = _need(given, "act", _name), _need(given, "kind", _one_of(_KINDS))
    origin = _may(given, "source", _source)
    if origin is None and kind != "hypothetical":
        raise _Otherwise
    mark = "memory" if origin is None else origin[1]
    does = given.get("does")
    if not isinstance(does, list):
        raise _Otherwise
    return Act(
        name=name,
        title=_need(given, "title", _texts),
        kind=kind,
        grade=_need(given, "grade", _one_of(frozenset(GRADES))),
        public=_need(given, "public", _day),
        cite=_may(given, "cite", _text),
        by=_may(given, "by", _text),
        read=None if origin is None else origin[0],
        mark=mark,
        note=_may(given, "note", _texts),
        clauses=tuple(_clause(name, index, clause, mark, source) for index, clause in enumerate(does)),
        file=source.file,
    )


def _clause(act: str, index: int, data: Any, mark: str, source: Source) -> Clause:
    given = _mapping(data, [*_VERBS, *"from until label retroactive mark source note".split()])
    verbs = [verb for verb in _VERBS if verb in given]
    if len(verbs) != 1:
        raise _Otherwise
    (verb,) = verbs
    target = _need(given, verb, _target)
    start, until = _need(given, "from", _day), _may(given, "until", _day)
    if (until is not None and until < start) or (verb == "amend" and ("#" not in target or until is None)):
        raise _Otherwise
    return Clause(
        act=act,
        index=index,
        verb=verb,
        target=target,
        start=start,
        until=until,
        label=_may(given, "label", _label),
        retroactive=_may(given, "retroactive", _truth) or False,
        mark=_may(given, "mark", _one_of(_MARKS)) or mark,
        source=_may(given, "source", _text),
        note=_may(given, "note", _texts),
        line=source.line(("does", index)),
    )


def _mapping(data: Any, keys: list[str]) -> Mapping[str, Any]:
    if not isinstance(data, dict) or not set(data) <= set(keys):
        raise _Otherwise
    return data


def _need(given: Mapping[str, Any], key: str, read: Callable[[Any], Any]) -> Any:
    return read(given.get(key))


def _may(given: Mapping[str, Any], key: str, read: Callable[[Any], Any]) -> Any:
    return read(given[key]) if key in given else None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Otherwise
    return value


def _matching(pattern: re.Pattern[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if pattern.fullmatch(_text(value)) is None:
            raise _Otherwise
        return str(value)

    return read


_name, _target, _label = map(_matching, (_NAME, _TARGET, _LABEL))


def _one_of(values: frozenset[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if _text(value) not in values:
            raise _Otherwise
        return str(value)

    return read


def _truth(value: Any) -> bool:
    if value not in ("true", "false"):
        raise _Otherwise
    return bool(value == "true")


def _day(value: Any) -> str:
    if _DAY.fullmatch(_text(value)) is None:
        raise _Otherwise
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise _Otherwise from None


def _texts(value: Any) -> dict[str, str]:
    given = _mapping(value, ["en", "ar", "zh"])
    texts = {key: _text(given[key]) for key in ("en", "ar", "zh") if key in given}
    if "en" not in texts or not all(texts.values()):
        raise _Otherwise
    return texts


def _source(value: Any) -> tuple[str, str]:
    given = _mapping(value, ["read", "mark"])
    return _need(given, "read", _text), _need(given, "mark", _one_of(_MARKS))
