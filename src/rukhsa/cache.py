"""What was read from the packs' files, and what was compiled from it, kept in the user's cache folder.

An entry is JSON, or a Python module that the compiler wrote; never a pickle. It is used only when it is the
user's own, nobody else may write it, what is read of it has the checksum that it states, and its key is the
SHA-256 of every file that it came from and of the code that read it. Anything else is silently made anew.

`RUKHSA_CACHE` names the folder (default: `$XDG_CACHE_HOME/rukhsa`, `~/.cache/rukhsa`); `off` keeps nothing.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate

from rukhsa._version import __version__
from rukhsa.digest import sha256
from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.read_json import read_json

if TYPE_CHECKING:
    from types import ModuleType

HOME = os.path.dirname(os.path.abspath(__file__))
_READERS = ("language", "law", "catalog", "decide")  # the code that makes entries
_MOST_ENTRIES = 400
_SETTLED_NS = 2_000_000_000
_CELL, _HALF = 16, 8  # hexadecimal digits in a table for each line: where it ends, its checksum
_FOREIGN = stat.S_IWGRP | stat.S_IWOTH


def folder() -> str | None:
    """The folder of the cache, or `None` when nothing is to be kept."""
    named = os.environ.get("RUKHSA_CACHE")
    if named is not None and named.strip().lower() in ("off", "0", "none", "no"):
        return None
    if named:
        return named
    base = os.environ.get("XDG_CACHE_HOME")
    if base and os.path.isabs(base):
        return os.path.join(base, "rukhsa")
    home = os.path.expanduser("~")
    return None if home == "~" else os.path.join(home, ".cache", "rukhsa")


def keeps() -> bool:
    """Whether anything is to be kept."""
    return folder() is not None


def key_of(files: Iterable[os.PathLike[str] | str]) -> str:
    """SHA-256 over the files, and over the code that reads and compiles them.

    What was found once stands as long as no file was touched since: as with Python's own bytecode, a file is taken
    for unchanged when its size, its times and its place on the disk are.
    """
    code, code_stamp, youngest = _code(HOME)
    given = sorted(os.fspath(file) for file in files)
    stamp, touched = _stamp(given)
    if (
        time.time_ns() - max(youngest, touched) < _SETTLED_NS
    ):  # it could change again within one tick of the clock
        return _content_key([*code, *given])
    key = sha256(f"{__version__} {code_stamp} {stamp}")
    found: str = kept("key", key, lambda: [_content_key([*code, *given])], _one_key)
    return found


@cache
def _code(home: str) -> tuple[list[str], str, int]:
    """The code that makes entries, with its stamp: it is the same as long as the process runs."""
    paths = [path for room in _READERS for path in files_in(os.path.join(home, room), ".py")]
    return (paths, *_stamp(paths))


def _stamp(paths: Iterable[str]) -> tuple[str, int]:
    """What tells files that were touched, as SHA-256, and when the last one was."""
    youngest = 0
    stamps = []
    for path in paths:
        about = os.stat(path)
        youngest = max(youngest, about.st_ctime_ns, about.st_mtime_ns)
        stamps.append(f"{path} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns} {about.st_ino}")
    return sha256("\n".join(stamps)), youngest


def files_in(room: str, ending: str) -> list[str]:
    """The files of a folder whose names end so, sorted; none where there is no such folder."""
    try:
        return sorted(os.path.join(room, name) for name in os.listdir(room) if name.endswith(ending))
    except FileNotFoundError:
        return []


def _content_key(paths: Iterable[str]) -> str:
    import hashlib

    digest = hashlib.sha256(__version__.encode())
    for path in paths:
        with open(path, "rb") as file:
            content = file.read()
        digest.update(f"\n{os.path.relpath(path, HOME)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _one_key(data: list[str]) -> str:
    (key,) = data
    if len(key) != 64:
        raise ValueError("no key")
    return key


def kept(name: str, key: str, make: Callable[[], Any], read: Callable[[Any], Any]) -> Any:
    """What `read` makes of the entry; where there is none that is sound, of what `make` gives, which is kept.

    Args:
        name: the kind of entry, a plain word.
        key: a SHA-256, as hexadecimal text.
        make: gives JSON-able data.
        read: what the caller wants of that data; it may fail on data of another shape.
    """
    return kept_lines(name, key, lambda: [one_line(make())], lambda lines: read(read_line(lines[0])))


def kept_lines(name: str, key: str, make: Callable[[], list[str]], read: Callable[[Lines], Any]) -> Any:
    """As `kept`, of several lines of JSON (`one_line`), so that `read` need not read all of them."""
    there, found = _read(name, key, make, read)
    if there:
        return found
    lines = _made(name, key, make)
    return read(lines)


def one_line(data: Any) -> str:
    """Data as one line of JSON."""
    import json

    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_line(line: str | bytes) -> Any:
    """The data of one line, as it was made or as it was read."""
    return read_json(line if isinstance(line, str) else line.decode())


def kept_before(
    name: str, key: str, read: Callable[[Lines], Any], make: Callable[[], list[str]] | None = None
) -> Any | None:
    """What `read` makes of the lines of an entry, or `None` where there is none that is sound.

    Args:
        make: gives the lines, where one may be read later and turn out to be damaged.
    """
    return _read(name, key, make, read)[1]


def is_kept(name: str, key: str) -> bool:
    """Whether there is such an entry, sound or not."""
    found = folder()
    return found is not None and os.path.exists(os.path.join(found, f"{name}-{key[:32]}.json"))


def _read(
    name: str, key: str, make: Callable[[], list[str]] | None, read: Callable[[Lines], Any]
) -> tuple[bool, Any]:
    content = _load(f"{name}-{key[:32]}.json")
    if content is not None:
        try:
            return True, read(KeptLines(content, key, make and (lambda: _made(name, key, make))))
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            pass  # not what this version writes
    return False, None


def _made(name: str, key: str, make: Callable[[], list[str]]) -> list[str]:
    lines = make()
    _save(f"{name}-{key[:32]}.json", _with_table(key, lines))
    return lines


class KeptLines:
    """The lines of an entry, each checked when it is asked for.

    INVARIANT: the lines are made of what the key is of, so that lines made anew stand for those that are damaged.
    """

    def __init__(self, content: bytes, key: str, make: Callable[[], list[str]] | None) -> None:
        """
        Raises:
            ValueError: not an entry of that key, or its table is damaged.
        """
        head = content.index(b"\n") + 1
        start = content.index(b"\n", head) + 1
        self._table = content[head : start - 1]
        end = int(self._table[-_CELL:-_HALF], 16)
        if content[:head] != _head(key, self._table) or len(content) != start + end:
            raise ValueError("no such entry")
        self._content = content
        self._start = start
        self._make = make
        self._anew: list[str] | None = None

    def __len__(self) -> int:
        return len(self._table) // _CELL

    def __getitem__(self, index: int) -> str | bytes:
        if self._anew is None:
            table, cell = self._table, _CELL * index
            start = int(table[cell - _CELL : cell - _HALF], 16) if index else 0
            end = int(table[cell : cell + _HALF], 16)
            line = self._content[self._start + start : self._start + end]
            if zlib.crc32(line) == int(table[cell + _HALF : cell + _CELL], 16):
                return line
            if self._make is None:
                raise ValueError("damaged")
            self._anew = self._make()
        return self._anew[index]


Lines = Sequence[str] | KeptLines  # as they were made, or as they are read; `read_line` takes a line of both


def _with_table(key: str, lines: Iterable[str]) -> bytes:
    """The lines as an entry: before them, where each ends and its checksum."""
    written = [f"{line}\n".encode() for line in lines]
    ends = accumulate(map(len, written))
    table = "".join(
        f"{end:08x}{zlib.crc32(line):08x}" for end, line in zip(ends, written, strict=True)
    ).encode()
    return b"".join((_head(key, table), table, b"\n", *written))


def kept_module(name: str, key: str, make: Callable[[], str | None] | None = None) -> ModuleType | None:
    """A module that the compiler wrote, imported so that Python keeps its bytecode; `make` gives its source.

    `None` when there is none and none is to be made, and when nothing is kept: the caller then helps itself.
    """
    file = f"{name}_{key[:32]}.py"
    if not _is_whole(_load(file), key):
        source = None if make is None else make()
        if source is None or not _save(file, _head(key, source.encode()) + source.encode()):
            return None
    found = folder()
    if found is None or not _is_own(os.path.join(found, "__pycache__"), missing=True):
        return None
    from importlib.machinery import SourceFileLoader
    from types import ModuleType

    name = f"rukhsa_{name}_{key[:32]}"
    module = ModuleType(name)
    try:
        SourceFileLoader(name, os.path.join(found, file)).exec_module(module)
    except (OSError, SyntaxError, ImportError, EOFError, ValueError, RecursionError, MemoryError):
        return None
    return module


def _head(key: str, body: bytes) -> bytes:
    return f"# rukhsa {key} {zlib.crc32(body):08x}\n".encode()


def _is_whole(content: bytes | None, key: str) -> bool:
    """Whether a module is of this key and as it was written."""
    head, newline, body = (content or b"").partition(b"\n")
    return head + newline == _head(key, body)


def _load(file: str) -> bytes | None:
    """The content of an entry that is the user's own."""
    found = folder()
    if found is None or not _is_own(found) or not _is_own(os.path.join(found, file)):
        return None
    try:
        with open(os.path.join(found, file), "rb") as kept_file:
            return kept_file.read()
    except OSError:
        return None


def _save(file: str, content: bytes) -> bool:
    """Write an entry at once or not at all; a folder that cannot be written is no fault."""
    found = folder()
    if found is None:
        return False
    draft = os.path.join(found, f".{file}.{os.getpid()}")
    try:
        os.makedirs(os.path.dirname(found) or ".", exist_ok=True)
        with contextlib.suppress(FileExistsError):
            os.mkdir(found, mode=0o700)
        if not _is_own(found):
            return False
        descriptor = os.open(
            draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
        with open(descriptor, "wb") as out:
            out.write(content)
        os.replace(draft, os.path.join(found, file))
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        return False
    _prune(found)
    return True


def _prune(found: str) -> None:
    """Keep the entries that were written last."""
    try:
        entries = [entry for entry in os.scandir(found) if entry.name.endswith((".json", ".py"))]
        if len(entries) <= _MOST_ENTRIES:
            return
        entries.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in entries[: len(entries) - _MOST_ENTRIES // 2]:
            os.unlink(entry)
    except OSError:
        pass


def _is_own(path: str, *, missing: bool = False) -> bool:
    """Whether a file or folder is the user's own, and nobody else may write it."""
    try:
        about = os.lstat(path)
    except OSError:
        return missing
    if stat.S_ISLNK(about.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    return about.st_uid == os.getuid() and not about.st_mode & _FOREIGN
