"""Writing a file as a whole or not at all: what is there stays until all that replaces it is on the disk."""

from __future__ import annotations

import os
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import say


def write_whole(path: Path, data: bytes, field: str = "--out") -> None:
    """Write a file; a device or a pipe is written to, and never replaced.

    Args:
        field: the option that names the file, for errors.

    Raises:
        RukhsaError: it cannot be written; what was there stays.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = path.resolve()
        partial = target.with_name(target.name + ".partial")
        try:
            partial.write_bytes(data)
            os.replace(partial, target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        problem = say("errors.unwritable", reason=error.strerror)
        raise RukhsaError(
            Problem(problem, str(path), field=field, fix=say("errors.nothing_written"))
        ) from None
