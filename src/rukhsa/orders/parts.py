"""The folder of parts: what of a long run is finished, so that it can go on after it was stopped at any moment.

INVARIANT: the record (`manifest.json`) is written after the part that it tells of is on the disk, and replaced as a
whole; so what it says is finished is finished, and what stands behind that is cut off.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.words.messages import Typed, say, series

_RECORD = "manifest.json"
RUNNING, WHOLE = "running", "whole"


def parts_folder(out: Path) -> Path:
    """Where the parts of an output are kept until it is whole."""
    return out.with_name(out.name + ".parts")


def rejects_file(out: Path) -> Path:
    """Where the lines that could not be read are told."""
    return out.with_name(out.name + ".rejects.csv")


class Parts:
    """The finished parts of one output.

    Args:
        out: the file that the run makes.
        asked: what the run rests on: the source, the settings, the law; all of it must be the same to go on.
    """

    def __init__(self, out: Path, asked: Mapping[str, Any]) -> None:
        self.out, self.folder = out, parts_folder(out)
        self.asked: dict[str, Any] = json.loads(json.dumps(asked))
        self.done: dict[str, Any] = {}

    def begin(self) -> None:
        """Begin anew.

        Raises:
            RukhsaError: parts of an earlier run are there, or nothing can be written there.
        """
        if self.folder.exists():
            raise RukhsaError(
                Problem(say("orders.parts_there"), str(self.folder), fix=say("orders.parts_there_fix"))
            )
        try:
            self.folder.mkdir()
        except OSError as error:
            problem = say("errors.unwritable", reason=error.strerror)
            fix = say("errors.nothing_written")
            raise RukhsaError(Problem(problem, str(self.out), field="--out", fix=fix)) from None

    def resume(self) -> None:
        """Go on from the last finished part.

        Raises:
            RukhsaError: there are no parts, or they are of another source, other settings or another law.
        """
        record = kept_record(self.out)
        if record is None:
            raise RukhsaError(
                Problem(
                    say("orders.no_parts"), str(self.folder), field="--resume", fix=say("orders.no_parts_fix")
                )
            )
        differing = [
            Typed(f"{part}.{name}")
            for part, told in self.asked.items()
            for name in {**told, **record["asked"].get(part, {})}
            if told.get(name) != record["asked"].get(part, {}).get(name)
        ]
        if differing:
            raise RukhsaError(
                Problem(
                    say("orders.other_run", what=series(differing)),
                    str(self.folder),
                    field="--resume",
                    fix=say("orders.other_run_fix"),
                )
            )
        self.done = record["done"]

    def finish_part(self, done: Mapping[str, Any]) -> None:
        """Record what is on the disk."""
        self.done = dict(done)
        text = json.dumps({"asked": self.asked, "done": self.done}, ensure_ascii=False, indent=1)
        partial = self.folder / f"{_RECORD}.partial"
        with partial.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, self.folder / _RECORD)

    def place(self, lines: str, rejects: str | None) -> None:
        """Put the whole files in place; what is in place already stays."""
        if self.done.get("stage") != WHOLE:
            self.finish_part({**self.done, "stage": WHOLE, "lines_file": lines, "rejects_file": rejects})
        told = rejects_file(self.out)
        if rejects is None:
            told.unlink(missing_ok=True)
        for name, target in ((rejects, told), (lines, self.out)):
            if name is not None and (self.folder / name).exists():
                os.replace(self.folder / name, target)
        shutil.rmtree(self.folder)

    def forget(self) -> None:
        """Take away the folder of a run of which no part is finished."""
        if not self.done:
            shutil.rmtree(self.folder, ignore_errors=True)


def kept_record(out: Path) -> dict[str, Any] | None:
    """The record of the finished parts of an output, if there is one that can be read."""
    try:
        record = json.loads((parts_folder(out) / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    sound = (
        isinstance(record, dict)
        and isinstance(record.get("asked"), dict)
        and isinstance(record.get("done"), dict)
    )
    return record if sound else None
