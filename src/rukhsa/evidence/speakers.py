"""Who goes on speaking: pronouns, surnames, verbs without a subject, what follows a semicolon, the same people counted."""

from __future__ import annotations

from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.senses import actors
from rukhsa.evidence.sentences import Sentence
from rukhsa.evidence.voice import PERSON, PRONOUN, Voice
from rukhsa.records import replace

_BACK = 3  # sentences within which a pronoun finds who spoke
_SPOKEN = ("say", "tell", "deny", "expect")


def continued(every: list[Sentence], voices: list[Voice], lang: str) -> list[Voice]:
    """The voices of a report, with what a later sentence leaves to the one before it."""
    found: list[Voice] = []
    for index, (sentence, own) in enumerate(zip(every, voices, strict=True)):
        before = found[-1] if found and not sentence.is_title else None
        nobody = not own.is_press and own.speaker is None
        if before is not None and sentence.continues and nobody:
            own = before
        elif own.speaker in (PRONOUN, PERSON):
            own = _meant(index, every, found, own)
        elif before is not None and nobody and _same_speaker(sentence, every[index - 1], lang):
            own = before
        if found and own.people and own.count is None and own.speaker is None:
            counted = next((v for v in reversed(found[-_BACK:]) if v.people and v.count), None)
            if counted is not None and own.outlet in (None, counted.outlet):
                own = replace(own, outlet=counted.outlet, count=counted.count, more=counted.more)
        found.append(own)
    return found


def _meant(index: int, every: list[Sentence], found: list[Voice], own: Voice) -> Voice:
    """The voice of a sentence in which a pronoun speaks: of who spoke last, else of who was named last."""
    if found and found[-1].is_press and not own.is_press and found[-1].speaker is None:
        return found[-1]
    person = own.speaker == PERSON
    for back in range(1, min(_BACK, index) + 1):
        spoke = found[index - back].speaker
        if spoke is not None and not (person and actors()[spoke].kind == "company"):
            return replace(own, speaker=spoke, by_pronoun=True)
        named = [m.name for m in every[index - back].named("who") if m.name in actors()]
        fit = [name for name in named if _may_be(name, person=person)]
        if fit:
            return replace(own, speaker=fit[0], by_pronoun=True)
    return replace(own, speaker=None)


def _may_be(name: str, *, person: bool) -> bool:
    """Whether a pronoun for somebody, or for an office or a firm, can mean an actor."""
    actor = actors()[name]
    if person:
        return actor.kind in ("person", "chief", "lawmakers")
    return actor.kind in ("government", "company") and not actor.is_country


def _same_speaker(sentence: Sentence, before: Sentence, lang: str) -> bool:
    """Whether a verb of saying has no subject of its own, or one that the sentence before has introduced by its name."""
    verbs = [mark for mark in sentence.named("act") if mark.name in _SPOKEN]
    if not verbs:
        return False
    if lang == "ar":
        return verbs[0].start <= 2
    return any(_surname(verb, sentence, before, lang) for verb in verbs)


def _surname(verb: Mark, sentence: Sentence, before: Sentence, lang: str) -> bool:
    """Whether the name before a verb of saying stands in the sentence before."""
    ahead = sentence.folded[: verb.start].rstrip(" ,，")
    if lang == "zh":
        return len(ahead) >= 2 and any(ahead.endswith(name) for name in _names(before, ahead))
    name = ahead.rpartition(" ")[2]
    capital = sentence.text[: verb.start].rstrip(" ,").rpartition(" ")[2][:1].isupper()
    return len(name) > 2 and capital and f" {name}" in f" {before.folded}"


def _names(before: Sentence, ahead: str) -> list[str]:
    """The last two or three signs of a passage, where the sentence before has them next to a verb of saying."""
    tails = [ahead[-3:], ahead[-2:]]
    near = [before.folded[max(0, v.start - 12) : v.start] for v in before.named("act") if v.name in _SPOKEN]
    return [tail for tail in tails if any(tail in text for text in near)]
