"""The encoding of a text file: what its first bytes or all of them prove, or else a question.

UTF-8 proves itself: hardly any other text can be read as it. A Windows code page proves nothing, since each reads
every file; so those that are likely are shown with what the text would be, and the user says which.
"""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.orders.source import opened, unreadable
from rukhsa.words.messages import say, series

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ("cp1256", "cp1252", "utf-16-le")
_CHUNK = 1 << 20
_SHOWN = 24


def encoding_of(path: Path, said: str | None) -> str:
    """The encoding of a file: the one that its byte order mark shows, the one that was said, else UTF-8.

    Raises:
        RukhsaError: no such encoding; or none was said and the text is not UTF-8.
    """
    if said is not None:
        try:
            name = codecs.lookup(said).name
            "".encode(name)
            codecs.getincrementaldecoder(name)
        except (LookupError, UnicodeError):
            raise RukhsaError(
                Problem(
                    say("errors.unknown_encoding", encoding=said),
                    field="--encoding",
                    fix=say("errors.unknown_encoding_fix"),
                )
            ) from None
    else:
        name = "utf-8"
    try:
        with opened(path) as file:
            head = file.read(4)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, error) from None
    for mark, marked in _MARKS:
        if head.startswith(mark) and name in ("utf-8", "utf-8-sig", marked):
            return marked
    if said is None and b"\0" in head:
        likely = "utf-16-be" if head.startswith(b"\0") else "utf-16-le"
        told = say("orders.no_mark", encoding=likely)
        raise RukhsaError(Problem(told, str(path), fix=say("orders.no_mark_fix", encoding=likely)))
    return name


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """The text of a file, piece by piece.

    Raises:
        RukhsaError: a byte that is none of the encoding, named with its line; a file that breaks off.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    line, before = 1, 0
    try:
        with opened(path) as file:
            while True:
                raw = file.read(_CHUNK)
                try:
                    text = decoder.decode(raw, final=not raw)
                except UnicodeError as error:
                    raise _foreign(path, encoding, error, before, line, raw) from None
                before += len(raw)
                line += text.count("\n")
                if text:
                    yield text
                if not raw:
                    return
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, error, line) from None


def _broken(path: Path, error: Exception, line: int | None = None) -> RukhsaError:
    if isinstance(error, OSError) and error.errno is not None:
        return unreadable(path, error)
    return RukhsaError(
        Problem(
            say("orders.broken_off", reason=str(error)), str(path), line, fix=say("orders.broken_off_fix")
        )
    )


def _foreign(
    path: Path, encoding: str, error: UnicodeError, before: int, line: int, raw: bytes
) -> RukhsaError:
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    place = line + raw[:start].count(b"\n")
    problem = say("errors.wrong_encoding", encoding=encoding, byte=before + start)
    piece = raw[max(0, raw.rfind(b"\n", 0, start) + 1) :].split(b"\n", 1)[0]
    around = piece[max(0, start - raw.rfind(b"\n", 0, start) - 1 - _SHOWN // 2) :][:_SHOWN]
    readings = [
        say("orders.would_read", encoding=name, text=text)
        for name in _proposed(raw)
        if (text := _as(around, name)) is not None
    ]
    fix = (
        say("orders.say_encoding", readings=series(readings))
        if readings
        else say("errors.wrong_encoding_fix")
    )
    return RukhsaError(Problem(problem, str(path), place, fix=fix))


def _proposed(raw: bytes) -> list[str]:
    """Encodings that the text may have, the most likely first."""
    likely = list(_LIKELY)
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return likely
    best = from_bytes(
        raw[: 1 << 16], cp_isolation=["cp1256", "cp1252", "utf_16_le", "cp1250", "cp1251"]
    ).best()
    if best is not None:
        first = codecs.lookup(best.encoding).name
        likely = [first, *(name for name in likely if name != first)]
    return likely


def _as(raw: bytes, encoding: str) -> str | None:
    try:
        text = raw.decode(encoding).strip()
    except UnicodeError:
        return None
    return text if text.isprintable() else None
