"""The grade of a claim: what kind of word it rests on, whose reporting it is, how many people it counts."""

from __future__ import annotations

from rukhsa.evidence.cites import cited
from rukhsa.evidence.claim import PRESS_KINDS, Context
from rukhsa.evidence.known import Named
from rukhsa.evidence.senses import Actor, actors, names
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.evidence.voice import Voice

_PAPERS = (
    ("register", "Federal Register"), ("post", "post"), ("proclamation", "proclamation"), ("filing", "filing"),
    ("letter", "letter"), ("statement", "statement"),
)  # fmt: skip


def graded(
    act: str,
    measure: Named | None,
    who: Actor | None,
    clause: Clause,
    sentence: Sentence,
    spoken: Voice,
    context: Context,
) -> tuple[str, str | None, int | None]:
    """Grade, origin and counted sources of a claim."""
    speaker = actors().get(spoken.speaker or "")
    own = who or speaker
    origin = spoken.outlet or context.origin
    on_record = speaker is not None and (speaker.speaks_for_a_state or speaker.is_company)
    if speaker is not None and speaker.is_country and (spoken.outlet or spoken.reports):
        on_record = False  # a country does not speak: the outlet tells what it does
    if on_record and speaker is not None and _knows_not(speaker, measure):
        on_record = False  # what one side's office says tells nothing of what the press reports of the other
    if act == "criticise":
        return _criticism(who, sentence, spoken, origin)
    if (
        act == "state"
        and clause.has("act", "remain")
        and measure is not None
        and measure.provisions
        and not on_record
    ):
        return "official", origin, None  # the law itself says that it stays
    if act == "license" and speaker is None and not spoken.is_press and not _is_office(who, context):
        return (
            "reported",
            context.origin,
            None,
        )  # licenses are not published: somebody must have reported them
    if spoken.people or spoken.count:
        return ("reported" if spoken.count else "anonymous"), origin, spoken.count
    if on_record and speaker is not None:
        grade = "company" if speaker.is_company else "official"
        one = (
            1
            if speaker.kind in ("person", "chief") or _is_one_voice(act, speaker, sentence, spoken)
            else None
        )
        return grade, spoken.outlet or _paper(sentence) or speaker.id, one
    formal = act in ("suspend", "rescind", "impose", "tighten", "extend", "investigate")
    if (
        spoken.outlet in names("wires")
        and formal
        and who is not None
        and who.speaks_for_a_state
        and not who.is_country
    ):
        return "official", origin, 1 if who.kind == "person" else None
    if spoken.outlet:
        plain = act == "state" and (measure is None or measure.kind not in ("talks", "share", "truce"))
        return ("reported" if plain else "anonymous"), origin, None
    if spoken.reports:
        return "anonymous", origin, None
    return _background(act, measure, own, clause, sentence, context)


def _is_office(who: Actor | None, context: Context) -> bool:
    """Whether an office by its own name gives a license, in a report that rests on no outlet."""
    return context.origin is None and who is not None and who.speaks_for_a_state and not who.is_country


def _knows_not(speaker: Actor, measure: Named | None) -> bool:
    known = measure is not None and measure.kind in PRESS_KINDS
    return known and speaker.speaks_for_a_state and measure is not None and speaker.side != measure.side


def _is_outside(name: str) -> bool:
    return name in actors() and actors()[name].kind in ("experts", "lawmakers", "industry")


def _is_one_voice(act: str, speaker: Actor, sentence: Sentence, spoken: Voice) -> bool:
    """Whether an office or a company speaks through one person: its spokesperson, its statement to an outlet."""
    stated = sentence.has("paper", "statement")
    return (
        (speaker.is_company and (stated or act == "deny"))
        or (stated and spoken.outlet is not None)
        or sentence.has("paper", "spokesperson")
    )


def _criticism(
    who: Actor | None, sentence: Sentence, spoken: Voice, origin: str | None
) -> tuple[str, str | None, int | None]:
    count = _signers(sentence)
    if (
        count is None
        and who is not None
        and who.kind == "lawmakers"
        and not sentence.has("source", "several")
    ):
        count = _speaking(sentence)
    if who is not None and who.speaks_for_a_state:
        one = who.kind == "person" or sentence.has("paper", "spokesperson")
        return "official", _paper(sentence) or who.id, 1 if one else None
    if who is not None and who.is_company and not spoken.is_press:
        return "company", _paper(sentence) or who.id, 1 if who.kind == "chief" else None
    if sentence.has("paper", "letter") or count or (who is not None and who.kind == "lawmakers"):
        signed = sentence.has("paper", "letter") and who is not None and who.kind == "lawmakers"
        told = spoken.outlet if not signed else None
        return ("reported" if told else "official"), (told or "letter"), count
    return "anonymous", origin, None


def _speaking(sentence: Sentence) -> int | None:
    """How many lawmakers a sentence names, each with a verb of saying; one where one objects."""
    named = [m for m in sentence.named("who") if m.name in actors() and actors()[m.name].kind == "lawmakers"]
    apart = [m for i, m in enumerate(named) if not i or m.start - named[i - 1].end > 2]
    verbs = len([m for m in sentence.named("act") if m.name in ("say", "criticise")])
    return max(1, min(len(apart), verbs)) if apart else None


def _signers(sentence: Sentence) -> int | None:
    people = [m for m in sentence.marks if m.kind == "source" or (m.kind == "who" and _is_outside(m.name))]
    for mark in people:
        before = [
            n
            for n in sentence.numbers
            if 0 <= mark.start - n.end <= 24
            and sentence.folded[n.end : n.end + 2].lstrip()[:1] != "%"
            and not any(day.start <= n.start < day.end for day in sentence.days)
        ]
        if before and before[-1].value < 500:
            return before[-1].value
    return None


def _background(
    act: str, measure: Named | None, who: Actor | None, clause: Clause, sentence: Sentence, context: Context
) -> tuple[str, str | None, int | None]:
    if measure is not None and measure.kind in PRESS_KINDS:
        return "anonymous", context.origin, None
    if who is not None and who.is_company:
        return "company", _paper(sentence) or who.id, None
    cites = next((name for name, _, _ in cited(sentence.folded)), None)
    expected = act == "propose" and clause.has("hedge", "expected", "may")
    if (
        expected
        and context.origin is not None
        and (measure is None or measure.kind not in ("threat", "truce", "talks"))
    ):
        return "anonymous", context.origin, None  # who expects it is the outlet
    if measure is not None and measure.general and not cites:
        return "anonymous", context.origin, None
    if measure is None:
        return ("official" if who is not None else "anonymous"), context.origin, None
    named = who is not None and who.kind == "person" and not sentence.has("paper", "proclamation")
    return "official", cites or _paper(sentence) or "background", 1 if named else None


def _paper(sentence: Sentence) -> str | None:
    cites = next((name for name, _, _ in cited(sentence.folded)), None)
    return cites or next((said for name, said in _PAPERS if sentence.has("paper", name)), None)
