"""What a command reads is never replaced by what it writes."""

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


def _same(source: Path, out: Path) -> bool:
    try:
        return os.path.samefile(source, out)
    except OSError:
        return False
