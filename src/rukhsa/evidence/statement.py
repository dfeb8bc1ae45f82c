"""What somebody says about no known measure: kept in its own words where it is news of its own.

Most of what people say around a measure is colour. Kept is what is denied, what an office leaves unsaid or under
review, what a firm says its goods are not, what people who are counted tell of others, and why officials act.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from rukhsa.evidence.claim import Claim, Context
from rukhsa.evidence.known import Named, bearing, is_about
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.senses import Actor, actors, names
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.status import status_of
from rukhsa.evidence.voice import Voice
from rukhsa.evidence.weigh import graded
from rukhsa.records import replace

_NEXT = 6  # letters between a negation and the verb that it negates
# What a verb is when nothing more is known of what it is done to.
_ACTS = {
    "impose": "impose", "tighten": "tighten", "suspend": "suspend", "rescind": "rescind", "lift": "rescind",
    "ease": "ease", "propose": "propose", "investigate": "investigate",
}  # fmt: skip


def statement(
    sentence: Sentence, spoken: Voice, context: Context, packs: Container[str], told: Sequence[Claim] = ()
) -> list[Claim]:
    """The statement that a sentence is, when it names no known measure; nothing where it is none."""
    if sentence.is_title or all(c.has("hedge", "no-comment", "could-not-verify") for c in sentence.clauses):
        return []
    who = actors().get(spoken.speaker or "")
    foreign = _by_another_state(sentence, packs)
    if foreign is not None:
        who, act = foreign
        spoken = spoken if spoken.speaker is None else replace(spoken, speaker=who.id)
    else:
        act = _own_act(sentence, who)
    if act == "state" and not _is_news(sentence, spoken, who):
        return []
    clause = Clause(0, len(sentence.folded), sentence.marks)
    about = _felt_about(sentence, who, told)
    grade, origin, count = graded(act, None, who, clause, sentence, spoken, context)
    return [
        Claim(
            who=who.id if who else None, act=act, measure=about, topic=None if about else sentence.text, status=status_of(act, grade, None, clause, None),
            grade=grade, sources=count, more=spoken.more, origin=origin, sentence=sentence.text, index=sentence.index,
            hedges=tuple(dict.fromkeys(m.name for m in sentence.named("hedge"))), confidence=0.4,
        )
    ]  # fmt: skip


def _felt_about(sentence: Sentence, who: Actor | None, told: Sequence[Claim]) -> Named | None:
    """What the head of a firm is disappointed about: the measure that was told of last."""
    if who is None or not who.is_company:
        return None
    if not (who.kind == "chief" and sentence.has("hedge", "feeling")):
        own = [c.measure for c in told if c.grade == "company" and c.index == sentence.index - 1]
        about = own[-1] if own else None
        if about is None or sentence.has("act", "deny"):
            return None
        named = is_about(about, bearing(sentence.marks, ())) > 0
        return about if named or not _names_goods(sentence) else None
    near = [c.measure for c in told if c.measure is not None and c.index >= sentence.index - 2]
    return near[-1] if near else None


def _names_goods(sentence: Sentence) -> bool:
    return any(m.kind == "thing" and m.name not in names("loose") for m in sentence.marks)


def _by_another_state(sentence: Sentence, packs: Container[str]) -> tuple[Actor, str] | None:
    """What a state without a pack does to trade: a claim about no measure of the log."""
    named = [actors()[m.name] for m in sentence.named("who") if m.name in actors()]
    states = [actor for actor in named if actor.speaks_for_a_state]
    if not states or states[0].side in packs:
        return None
    ruled = any(
        sentence.has("measure", name) for name in names("lists") | {"license", "control", "ban", "rule"}
    )
    goods = any(
        m.kind == "thing" and (m.name in ("chips", "tech") or m.name not in names("loose"))
        for m in sentence.marks
    )
    done = [_ACTS[m.name] for m in sentence.named("act") if m.name in _ACTS]
    if not done or not ruled or not (goods or any(sentence.has("measure", n) for n in names("lists"))):
        return None
    return states[0], done[0]


def _own_act(sentence: Sentence, who: Actor | None) -> str:
    """What somebody does by speaking: to deny, to object; else to state."""
    if who is None:
        return "state"
    denied = any(not _is_negated(m, sentence) for m in sentence.named("act") if m.name == "deny")
    if denied and (who.is_company or (who.speaks_for_a_state and not who.is_country)):
        return "deny"
    other = any(
        m.kind in ("who", "place") and m.name in actors() and actors()[m.name].side not in (None, who.side)
        for m in sentence.marks
    )
    if sentence.has("act", "criticise") and who.speaks_for_a_state and not who.is_country and other:
        return "criticise"
    return "state"


def _is_negated(verb: Mark, sentence: Sentence) -> bool:
    """Whether it is told that somebody does not deny."""
    return any(m.kind == "negation" and 0 <= verb.start - m.end <= _NEXT for m in sentence.marks)


def _is_news(sentence: Sentence, spoken: Voice, who: Actor | None) -> bool:
    """Whether what is said without a known measure is a claim of its own."""
    people = {m.name for m in sentence.named("who") if actors()[m.name].kind in ("person", "chief")}
    if spoken.people and (sentence.has("hedge", "fear") or (spoken.count is not None and people)):
        return bool(sentence.has("who"))
    if who is not None and who.kind == "chief" and sentence.has("hedge", "feeling"):
        return True
    if who is not None and who.is_company:
        return sentence.has("negation") and any(
            m.kind == "thing" and (m.name not in names("loose") or m.name == "military")
            for m in sentence.marks
        )
    if sentence.has("measure", "reviewing") and (who is not None or spoken.is_press):
        return True
    if who is not None and who.speaks_for_a_state:
        return sentence.has("act", "silent") and (sentence.has("thing") or sentence.has("anaphor"))
    return False
