"""What every check of a log is given: the pack, and where a clause stands in its file."""

from __future__ import annotations

from rukhsa.errors import Problem
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.act import Clause
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, say, series


@dataclass(frozen=True)
class Context:
    pack: Pack
    log: Log
    vocabulary: Vocabulary

    def at(self, clause: Clause, message: str, fix: str | None = None, field: str | None = None) -> Problem:
        act = self.log.acts[clause.act]
        where = f"does.{clause.index}" + (f".{field}" if field else "")
        return Problem(
            say("acts.of_target", target=clause.target, message=message), act.file, clause.line, where, fix
        )


def near(name: str, known: object) -> Message | None:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=2, cutoff=0.6)  # type: ignore[call-overload]
    return say("errors.did_you_mean", names=series(close, "common.or")) if close else None
