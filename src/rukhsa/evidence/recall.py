"""What a passage means by `the rule`, `the restrictions`, 该措施: the measure told of before, when something is done to it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

from rukhsa.evidence.claim import Claim, Reader
from rukhsa.evidence.known import PAUSES, Found, Named
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.senses import actors, names
from rukhsa.evidence.sentences import QUIET, Clause, Sentence
from rukhsa.evidence.voice import Voice

_DAY = datetime.timedelta(days=1)
_LONG = 20  # days before the report from which a day that it names tells which measure is meant
_BODY = ("control", "list", "tariff", "threat")
_WORDS = {"en": 3, "ar": 3, "zh": 0}  # words that may stand between what is done and to what
_GAP = {"en": 26, "ar": 40, "zh": 6}
_NAMED_AFTER = re.compile(
    r"\s(?:on|of|against|over|to|that|which|covering|barring|for(?!\s(?:a|an|one|another|the|now|good|\d+)\b))\s"
)
_ARABIC_AFTER = re.compile(r"\s(?:علي|التي|الذي|الم\w+|الخاص\w*|بشان|ل\w{2,})")


def pointed_at(clause: Clause, sentence: Sentence, told: Sequence[Claim], lang: str) -> list[Found]:
    """The measure of an earlier claim, where a clause does something to `the measure` and names no other.

    Args:
        clause, sentence: where.
        told: the claims of the report so far.
        lang: its language.
    """
    steps = [m for m in clause.named("anaphor") if m.name == "step"]
    acts = [m for m in clause.named("act") if m.name not in QUIET and m.name not in ("criticise", "propose")]
    joined = [step for step in steps for act in acts if _joined(step, act, sentence, lang)]
    if not joined:
        return []
    sides = _sides(clause)
    fit = [
        c.measure
        for c in reversed(told)
        if c.measure is not None and c.measure.kind in _BODY and not c.measure.general
    ]
    own = [measure for measure in fit if measure.side in sides]
    return [Found(m, 3, frozenset((m.id,)), start=joined[0].start) for m in (own or fit)[:1]]


def recalled(clause: Clause, sentence: Sentence, before: Iterable[Named]) -> list[Found]:
    """The measure of the acting side that was spoken of last, where a clause names licenses or rules but no goods."""
    if any(m.kind == "thing" and m.name not in names("loose") for m in sentence.marks):
        return []
    if (
        sentence.has("talks")
        or sentence.has("measure", "reviewing")
        or not any(m.name not in QUIET for m in clause.named("act"))
    ):
        return []
    listed = [m for m in before if m.kind == "control" and not m.general]
    firms = [m for m in clause.named("who") if m.name in actors() and actors()[m.name].is_company]
    acting = _sides(clause)
    theirs = [m for m in listed if not acting or m.side in acting]
    if (firms or clause.has("act", *PAUSES)) and clause.has("measure", "flow") and theirs:
        return [Found(theirs[-1], 1.5, frozenset((theirs[-1].id,)))]
    if not any(clause.has("measure", name) for name in ("license", "ban", "rule")):
        return []
    sides = _sides(clause) or {
        actors()[m.name].side for m in clause.named("place") if m.name in actors() and actors()[m.name].side
    }
    fit = [m for m in listed if m.side in sides]
    return [Found(fit[-1], 1.5, frozenset((fit[-1].id,)))] if fit and len(sides) == 1 else []


def of_the_teller(told: Sequence[Claim], spoken: Voice, named: Sequence[Found]) -> list[Found]:
    """The measure of the side that speaks which was told of first: what it ties to something else."""
    who = actors().get(spoken.speaker or "")
    if who is None or who.side is None or any(one.measure.side == who.side for one in named):
        return []
    fit = [c.measure for c in told if c.measure is not None and c.measure.kind in _BODY]
    own = [measure for measure in fit if measure.side == who.side and not measure.general]
    return [Found(own[0], 3, frozenset((own[0].id,)))] if own else []


def spoken_of_on(clause: Clause, sentence: Sentence, reader: Reader) -> str | None:
    """The day by which measures are told apart: one long past that a clause names, else that of the report."""
    if reader.day is None:
        return None
    on = datetime.date.fromisoformat(reader.day)
    days: list[datetime.date] = []
    months: list[datetime.date] = []
    for day in sentence.days:
        if not clause.start <= day.start < clause.end:
            continue
        first = datetime.date.fromisoformat(day.day)
        last = first if day.whole else (first + datetime.timedelta(days=31)).replace(day=1) - _DAY
        if (on - last).days > _LONG:
            (days if day.whole else months).append(last)
    past = days or months
    return str(past[0]) if past else reader.day


def _sides(clause: Clause) -> set[str | None]:
    named = [actors()[m.name] for m in clause.named("who") if m.name in actors()]
    return {actor.side for actor in named if actor.speaks_for_a_state}


def _joined(step: Mark, act: Mark, sentence: Sentence, lang: str) -> bool:
    """Whether a verb and `the measure` belong together, and nothing after it says which measure it is."""
    text = sentence.folded
    told = _NAMED_AFTER.match(text, step.end) if lang == "en" else _ARABIC_AFTER.match(text, step.end)
    if told and (lang == "ar" or step.start > act.start):
        return False
    if step.start >= act.start and step.end <= act.end:
        return True
    between = text[act.end : step.start] if act.end <= step.start else text[step.end : act.start]
    near = len(between) <= _GAP[lang] and not re.search("[,.;:，。；]", between)
    return near and (lang == "zh" or len(between.split()) <= _WORDS[lang])
