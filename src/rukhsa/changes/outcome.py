"""What two answers are compared by, and in which direction one goes from the other."""

from __future__ import annotations

from collections.abc import Iterable

from rukhsa.decide.verdict import (
    REQUIRED,
    STRICTNESS,
    UNDETERMINED,
    VERDICTS,
    Finding,
    policies_together,
    strictest,
)
from rukhsa.decide.words import policy_words, short_words
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, say

DIRECTIONS = ("tightened", "eased", "settled", "opened", "otherwise")
_RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_LADDER = (*VERDICTS, UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdicts and review policies that remain possible, each mildest first."""

    possible: tuple[str, ...]
    policies: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        return self.possible[0] if len(self.possible) == 1 else UNDETERMINED

    @property
    def standing(self) -> str:
        """The verdict; of a license that is required, with its review policy or the range of them."""
        if self.verdict != REQUIRED or not self.policies:
            return self.verdict
        return f"{self.verdict}/{_range(self.policies)}"

    @property
    def height(self) -> tuple[int, int, int]:
        """The place on the ladder from free to denied; what is open stands beyond it."""
        strict = STRICTNESS[self.policies[-1]] if self.policies else -1
        mild = STRICTNESS[self.policies[0]] if self.policies else -1
        return (_LADDER.index(self.verdict), strict, mild)


@dataclass(frozen=True, slots=True)
class Kind:
    """How an answer flips.

    Attributes:
        before, after: verdicts; where both require a license, their review policies; where both are
            open, the verdicts that remain possible.
        direction: `tightened`, `eased`, `settled` (open before), `opened` (open after), `otherwise`.
    """

    before: str
    after: str
    direction: str

    @property
    def name(self) -> str:
        return f"{self.before}_to_{self.after}"

    def words(self) -> Message:
        return say("changes.kind", before=part_words(self.before), after=part_words(self.after))


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """The outcome of all sides together."""
    found = list(findings)
    return Outcome(strictest(found), policies_together(found))


def kind_of(before: Outcome, after: Outcome) -> Kind | None:
    """How the answer flips from one outcome to the other; `None` if it does not."""
    if before == after:
        return None
    if before.verdict != after.verdict:
        return Kind(before.verdict, after.verdict, _direction(before, after))
    if before.verdict == UNDETERMINED and before.possible != after.possible:
        return Kind("/".join(before.possible), "/".join(after.possible), "otherwise")
    return Kind(_range(before.policies), _range(after.policies), _direction(before, after))


def _direction(before: Outcome, after: Outcome) -> str:
    if before.verdict == after.verdict:
        one, other = before.height, after.height
        return "otherwise" if before.verdict == UNDETERMINED else "eased" if other < one else "tightened"
    if before.verdict == UNDETERMINED:
        return "settled"
    if after.verdict == UNDETERMINED:
        return "opened"
    return "tightened" if _RANK[after.verdict] > _RANK[before.verdict] else "eased"


def standing_words(standing: str) -> Message:
    """A standing in a few words."""
    verdict, _, policies = standing.partition("/")
    told = short_words(verdict)
    return say("changes.standing", verdict=told, policy=_policies(policies)) if policies else told


def ends_words(before: Outcome, after: Outcome, kind: Kind) -> tuple[Message, Message]:
    """Both answers of a flip; where their standings are alike, by what differs."""
    if before.standing == after.standing:
        return part_words(kind.before), part_words(kind.after)
    return standing_words(before.standing), standing_words(after.standing)


def ladder_place(standing: str) -> tuple[int, ...]:
    """Where a standing has its place between free and denied; what is undetermined comes last."""
    verdict, _, policies = standing.partition("/")
    ends = [STRICTNESS[policy] for policy in policies.split("..")] if policies else []
    return (_LADDER.index(verdict), *reversed(ends))


def _range(policies: tuple[str, ...]) -> str:
    """A policy, or the mildest and the strictest that remain possible."""
    ends = dict.fromkeys((policies[0], policies[-1])) if policies else ("none",)
    return "..".join(ends)


def _policies(text: str) -> Message:
    return policy_words(text.split("..")) or say("changes.no_policy")


def part_words(part: str) -> Message:
    """One end of a kind of flip in words."""
    if part == "none":
        return say("changes.no_policy")
    if part in _LADDER:
        return short_words(part)
    if part.split("/", maxsplit=1)[0] in _LADDER:
        from rukhsa.decide.words import verdict_words

        return verdict_words(part.split("/"))
    return _policies(part)
