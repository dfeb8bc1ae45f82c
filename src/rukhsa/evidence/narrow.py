"""A claim on a package narrowed to the acts that it cites: of six announcements, the one whose number is told.

An act that only suspends or prolongs others wrote nothing; by citing it no part is told. Nor is any where a number is
only an example of what is meant (among them No. 57; No. 55 and others).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rukhsa.evidence.cites import bare, cited
from rukhsa.evidence.claim import Claim, Reader
from rukhsa.evidence.known import Named
from rukhsa.evidence.lexicon import Lexicon
from rukhsa.evidence.polarity import TIGHTEN, direction
from rukhsa.evidence.sentences import Clause, Sentence
from rukhsa.law.pack import Pack
from rukhsa.records import replace

_LOOSE = frozenset(("warn", "review", "except"))
_ENDS = ("rescind", "lift", "reverse", "suspend", "halt")
_UNDOES = ("suspend", "rescind", "ease")
_REACH = 48  # letters between a verb and the number of the act that it ends; who does it may stand there
_BY = 20  # letters before such a number in which a word says that it is only the means, or after it, in which it is ended
_BREAK = re.compile("[,.;:、]")
_NEXT = 12  # letters between a number and the word that tells it is an example only


def narrowed(claim: Claim, clause: Clause, sentence: Sentence, reader: Reader) -> list[Claim]:
    """The claim, or one for each part of its measure that the clause cites by the number of its act.

    Args:
        claim: what the clause says of the measure.
        clause, sentence: where.
        reader: what the packs and the lexicon tell.
    """
    measure = claim.measure
    pack = reader.known.packs.get(measure.pack) if measure is not None else None
    if measure is None or pack is None or not measure.provisions or measure.general:
        return [claim]
    text = sentence.folded[clause.start : clause.end]
    acts = list(dict.fromkeys(_cited(text, measure, pack, reader.words)))
    written = {act: _written(act, pack) & measure.provisions for act in acts}
    told = {act: some for act, some in written.items() if some}
    if not told and claim.act in _UNDOES and any(_undone(act, clause, sentence, reader) for act in acts):
        again = measure.enters if measure.enters in TIGHTEN else "tighten"
        return [replace(claim, act=again, direction=direction(again), status="announced")]
    if not told or frozenset().union(*told.values()) >= _binding(measure, pack):
        return [claim]
    parts = [_part(measure, act, some, reader) for act, some in told.items()]
    return [replace(claim, measure=part) for part in {part.id: part for part in parts}.values()]


def _cited(text: str, measure: Named, pack: Pack, words: Lexicon) -> Iterator[str]:
    """The acts of the pack that a text cites; without a year, the only one of that number that wrote of the measure."""
    for name, start, end in cited(text):
        act = f"{pack.name}/{name}"
        if act in pack.log.acts and not _is_example(text, start, end, words):
            yield act
    for number, start, end in bare(text):
        numbered = [act for act in pack.log.acts if act.startswith(f"{pack.name}/{number}-")]
        acts = [act for act in numbered if _written(act, pack) & measure.provisions]
        if len(acts) == 1 and not _is_example(text, start, end, words):
            yield acts[0]


def _is_example(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a number only stands for more: including No. 57, 第55号等公告."""
    before, after = words.words("place", "including", text), words.words("place", "others", text)
    return (before is not None and any(0 <= start - m.end() <= _NEXT for m in before.finditer(text))) or (
        after is not None and any(0 <= m.start() - end <= _NEXT for m in after.finditer(text))
    )


def _undone(act: str, clause: Clause, sentence: Sentence, reader: Reader) -> bool:
    """Whether it is an act that only pauses others which is ended: withdrew Announcement No. 70, not paused under it."""
    pack = reader.known.packs[act.partition("/")[0]]
    verbs = {c.verb for c in pack.log.acts[act].clauses if c.body is None}
    if verbs != {"suspend"}:
        return False
    text = sentence.folded
    means = reader.words.words("place", "means", text)
    cites = [
        (a, b)
        for name, a, b in cited(text)
        if name == act.partition("/")[2] and clause.start <= a < clause.end
    ]
    ending = [m for m in clause.named("act") if m.name in _ENDS]
    for start, end in cites:
        after = max((m.end for m in ending if m.end <= start), default=clause.start)
        if means is not None and means.search(text[max(after, start - _BY) : start]):
            continue
        if any(
            m.start < end and start - m.end <= _REACH and not _BREAK.search(text[m.end : start])
            for m in ending
        ):
            return True
        if any(0 <= m.start - end <= _BY and not _BREAK.search(text[end : m.start]) for m in ending):
            return True
    return False


def _written(act: str, pack: Pack) -> frozenset[str]:
    return frozenset(clause.target for clause in pack.log.acts[act].clauses if clause.verb == "impose")


def _binding(measure: Named, pack: Pack) -> frozenset[str]:
    """What of a measure the law itself laid down, without practice, promises and relief."""
    return frozenset(
        target
        for target in measure.provisions
        if pack.log.kinds.get(target) not in _LOOSE
        and any(pack.log.acts[c.act].grade == "law" for c in pack.log.writes[target])
    )


def _part(measure: Named, act: str, provisions: frozenset[str], reader: Reader) -> Named:
    """The part of a measure that stands for these provisions, by its own name where it has one."""
    same = [m for m in reader.known.measures if m.pack == measure.pack and m.provisions == provisions]
    named = next((m for m in same if not m.is_part and not m.general), None)
    if named is not None:
        return named
    title = reader.known.packs[measure.pack].log.acts[act].title
    return replace(
        measure,
        id=f"{measure.id} {act.partition('/')[2]}",
        title=title,
        provisions=provisions,
        within=(measure.id, *measure.within),
        signs=(),
    )
