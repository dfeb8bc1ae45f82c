"""What is never replaced: what a command reads, and a file that people edit, unless they say so."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say


def keep(read: Iterable[str | Path | None], *written: Path, field: str = "--out") -> None:
    """Refuse an output that is the same file as one that is read, by whatever name.

    Raises:
        RukhsaError: it is.
    """
    sources = [Path(name) for name in read if name is not None]
    for out in written:
        if any(_same(source, out) for source in sources):
            raise RukhsaError(
                Problem(
                    say("errors.would_replace"), str(out), field=field, fix=say("errors.would_replace_fix")
                )
            )


def can_edit(out: Path, *, force: bool) -> None:
    """Refuse early to write a file that is for editing (a mapping, an act) where one is already, or cannot be.

    Args:
        force: replace it.

    Raises:
        RukhsaError: a file that is there, a folder, a folder that is none.
    """
    if out.is_dir() or not out.parent.is_dir():
        told = "errors.is_folder" if out.is_dir() else "errors.no_folder"
        raise RukhsaError(Problem(say(told), str(out), field="--out"))
    if out.is_file() and not force:
        raise RukhsaError(
            Problem(say("errors.exists"), str(out), field="--out", fix=say("errors.exists_fix"))
        )


def _same(source: Path, out: Path) -> bool:
    try:
        return os.path.samefile(source, out)
    except OSError:
        return False
