"""What every check of a log is given: the pack, and where a clause stands in its file."""

from __future__ import annotations

from functools import cached_property

from rukhsa.errors import Problem
from rukhsa.language.tree import refs_of
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.act import Clause
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, say, series


@dataclass(frozen=True)
class Context:
    """A log to check.

    Attributes:
        further: acts that came to a log which was checked before; only what they can have made wrong need be found.
    """

    pack: Pack
    log: Log
    vocabulary: Vocabulary
    further: frozenset[str] | None = None

    @cached_property
    def texts(self) -> tuple[Clause, ...]:
        """The clauses whose texts are to be checked: all, or the further ones and those that read what they write."""
        clauses, further = self.log.clauses, self.further
        if further is None:
            return clauses
        written = {clause.target for clause in clauses if clause.act in further and clause.writes}
        return tuple(
            clause
            for clause in clauses
            if clause.act in further or (written and not written.isdisjoint(_read_by(clause)))
        )

    def reached_by(self, targets: list[str]) -> frozenset[str]:
        """The provisions that these targets mean, of themselves or through the acts that they name."""
        log, stack = self.log, list(targets)
        found: set[str] = set()
        seen: set[str] = set()
        while stack:
            target = stack.pop()
            if target in seen:
                continue
            seen.add(target)
            if log.is_act(target):
                stack.extend(clause.target for clause in log.acts[target.partition("#")[0]].clauses)
            else:
                found |= log.beneath(target)
        return frozenset(found)

    def at(self, clause: Clause, message: str, fix: str | None = None, field: str | None = None) -> Problem:
        act = self.log.acts[clause.act]
        where = f"does.{clause.index}" + (f".{field}" if field else "")
        return Problem(
            say("acts.of_target", target=clause.target, message=message), act.file, clause.line, where, fix
        )


def _read_by(clause: Clause) -> frozenset[str]:
    body = clause.body
    if body is None:
        return frozenset()
    sets = frozenset((*body.any, *body.none))
    return sets if body.tree is None else sets | refs_of(body.tree)


def near(name: str, known: object) -> Message | None:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=2, cutoff=0.6)  # type: ignore[call-overload]
    return say("errors.did_you_mean", names=series(close, "common.or")) if close else None
