"""Measures as the press names them: signs, names and citations that the packs give, in three languages.

A sign is a row of marks that a passage must bear (`h20 license`), may bear for more weight (`?by:us`) or must not
(`!to-us`). `act:`, `who:` and `by:` ask for a verb, an actor, any actor of a side; `#16` for that number.
Where several measures answer a sign alike, the day of the report decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from rukhsa.evidence.cites import announced, cited
from rukhsa.evidence.lexicon import Mark
from rukhsa.evidence.senses import actors, is_common
from rukhsa.law.pack import Pack
from rukhsa.records import dataclass, field

_AHEAD = 14  # days before its first act in which a measure is known to the press, by drafts and leaks
_TALKED_OF = frozenset(
    ("threat", "remark", "talks", "practice")
)  # what may be told long before it is acted upon
PAUSES = ("suspend", "freeze", "delay", "hold", "halt")
KINDS = (
    "control",
    "list",
    "tariff",
    "share",
    "freeze",
    "practice",
    "customs",
    "probe",
    "threat",
    "remark",
    "talks",
    "truce",
    "company",
)


@dataclass(frozen=True, slots=True)
class Sign:
    """What a passage bears that speaks of a measure."""

    needs: tuple[str, ...]
    likes: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str, bars: Iterable[str] = ()) -> Sign:
        """A sign from its text, with marks that bar it besides."""
        words = text.split()
        return cls(
            tuple(word for word in words if word[0] not in "?!"),
            tuple(word[1:] for word in words if word[0] == "?"),
            (*(word[1:] for word in words if word[0] == "!"), *bars),
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A measure as reports speak of it.

    Attributes:
        id: its name in reports, and
        pack: the pack that holds it; `shared` for what no side's law holds.
        of: measures of the pack (`measures.yaml`) that it is or is part of.
        kind: control, talks, practice ...
        enters: the act by which it came: whether to bring it in is to impose or to tighten.
        by: the actor that acts, when nobody is named.
        also, within: other names of it; measures that hold it.
        days: days on which it was acted upon, from the log or, where the log has none, stated.
        general: whether it is only what is meant where nothing more exact is.
        is_part: whether it is only a part, which the log does not tell apart, of what it stands for.
        near: how many days from one of `days` it can be meant at most.
        provisions: what of the law it stands for.
        begins: the days from which these apply as written, the first first.
    """

    id: str
    pack: str
    kind: str
    enters: str
    by: str
    title: Mapping[str, str]
    signs: tuple[Sign, ...] = ()
    of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    general: bool = False
    near: int | None = None
    is_part: bool = False
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provisions: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()

    @property
    def side(self) -> str:
        return self.by.split("-")[0].split("+")[0] if self.pack == "shared" else self.pack

    @property
    def names(self) -> frozenset[str]:
        """Every id by which it may be meant."""
        return frozenset((self.id, *self.also, *self.within, *self.of))


@dataclass(frozen=True, slots=True)
class Found:
    """A measure that a passage speaks of, and how strongly."""

    measure: Named
    weight: float
    needs: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    start: int = 0


class Known:
    """The measures of all packs, ready to be found."""

    def __init__(self, measures: Iterable[Named], packs: Mapping[str, Pack]) -> None:
        self.measures = tuple(measures)
        self.packs = packs

    def found(
        self, marks: Iterable[Mark], counts: Iterable[int], text: str, lang: str, day: str | None
    ) -> list[Found]:
        """The measures that a passage speaks of, strongest first; of those alike, the one nearest in time.

        Args:
            marks: the marks of the passage.
            counts: the numbers in it.
            text: the folded passage, for names spelled out.
            lang: its language.
            day: the day of the report or of what is told.
        """
        listed = list(marks)
        there = bearing(listed, counts)
        feared = min((m.start for m in listed if m.kind == "hedge" and m.name == "fear"), default=None)
        firm = there if feared is None else bearing([m for m in listed if m.start < feared], ())
        found: list[Found] = []
        for measure in self.measures:
            fits = [(weight, sign) for sign in measure.signs if (weight := _weight(sign, there, firm))]
            if (
                fits
                and not _is_to_come(measure, day)
                and (measure.near is None or away(measure, day) <= measure.near)
            ):
                weight, best = max(fits, key=lambda fit: (tells(fit[1].needs, measure), fit[0]))
                covers = frozenset(
                    word for _, sign in fits for word in (*sign.needs, *sign.likes) if word in there
                )
                telling = [there[word] for word in best.needs if not is_common(word)] or [
                    there[best.needs[0]]
                ]
                found.append(Found(measure, weight, frozenset(best.needs), covers, telling[0].start))
            elif any(alias in text for alias in measure.aliases.get(lang, ())):
                found.append(Found(measure, 4, frozenset((measure.id,))))
        if all(one.measure.general for one in found):
            found += self._cited(text)
        return _nearest(found, day)

    def _cited(self, text: str) -> Iterator[Found]:
        """The measures of the acts that a passage cites by number, where it does not name them: the widest of each."""
        for name in (*(name for name, _, _ in cited(text)), *self._numbered(text)):
            measure = max(self.by_act.get(name, ()), key=lambda one: len(one.provisions), default=None)
            if measure is not None:
                yield Found(measure, 2.5, frozenset((name,)), frozenset((name,)))

    def _numbered(self, text: str) -> Iterator[str]:
        """The acts that a passage cites as announcements without their year, where one alone has the number."""
        for number in announced(text):
            acts = [name for name in self.by_act if name.startswith(f"{number}-")]
            if len(acts) == 1:
                yield acts[0]

    @cached_property
    def by_act(self) -> dict[str, list[Named]]:
        """The measures upon whose provisions each act acts, by the name of the act without its pack."""
        from rukhsa.law.measures import clauses_upon

        found: dict[str, list[Named]] = {}
        for measure in self.measures:
            pack = self.packs.get(measure.pack)
            if pack is None or not measure.provisions:
                continue
            for name in dict.fromkeys(c.act for c in clauses_upon(measure.provisions, pack.log)):
                found.setdefault(name.partition("/")[2], []).append(measure)
        return found


def bearing(marks: Iterable[Mark], counts: Iterable[int]) -> dict[str, Mark]:
    """What signs may ask of a passage, with the first mark that answers."""
    there: dict[str, Mark] = {}
    for mark in marks:
        if mark.kind == "who":
            there.setdefault(f"who:{mark.name}", mark)
            actor = actors().get(mark.name)
            if actor is not None and actor.side is not None:
                there.setdefault(f"by:{actor.side}", mark)
        elif mark.kind in ("act", "hedge", "time"):
            there.setdefault(f"{mark.kind}:{mark.name}", mark)
            if mark.name == "run":
                there.setdefault("act:extend", mark)
            if mark.kind == "act" and mark.name in PAUSES:
                there.setdefault("act:pause", mark)
        else:
            there.setdefault(mark.name, mark)
    for count in counts:
        there.setdefault(f"#{count}", Mark("count", str(count), 0, 0))
    return there


def _weight(sign: Sign, there: Mapping[str, Mark], firm: Mapping[str, Mark]) -> float:
    """How much of a sign a passage bears; nothing if a need is missing, or a bar is there that is not only feared."""
    if not all(need in there for need in sign.needs) or any(bar in firm for bar in sign.bars):
        return 0
    return len(sign.needs) + 0.8 * sum(like in there for like in sign.likes)


def _nearest(found: list[Found], day: str | None) -> list[Found]:
    """The strongest claim to each telling word; of equal ones the measure acted upon nearest to the day."""
    found.sort(
        key=lambda one: (
            one.measure.general,
            not tells(one.needs, one.measure),
            -one.weight,
            away(one.measure, day),
            not any(word.startswith("to-") for word in one.needs),  # where no day tells: of one state only
        )
    )
    kept: list[Found] = []
    covered: set[str] = set()
    for one in found:
        telling = {
            word
            for word in one.needs
            if not is_common(word) or (one.measure.kind == "freeze" and word[:4] == "act:")
        }
        if kept and (one.measure.general or not telling - covered):
            continue
        kept.append(one)
        covered |= one.covers
    return kept


def tells(needs: Iterable[str], measure: Named) -> bool:
    """Whether some word of a sign tells the measure from others; of a freeze, the verb does."""
    return measure.kind == "freeze" or not all(map(is_common, needs))


def is_about(measure: Named, there: Mapping[str, Mark]) -> int:
    """How many of the nouns by which a measure is known a passage bears, in the sign that it bears most of."""
    nouns = [{w for w in (*s.needs, *s.likes) if ":" not in w and "#" not in w} for s in measure.signs]
    return max((sum(word in there for word in words) for words in nouns), default=0)


def _is_to_come(measure: Named, day: str | None) -> bool:
    """Whether a measure was first acted upon so long after a day that no report of that day can speak of it."""
    if day is None or not measure.days or measure.kind in _TALKED_OF:
        return False
    import datetime

    first = datetime.date.fromisoformat(min(measure.days))
    return (first - datetime.date.fromisoformat(day)).days > _AHEAD


def away(measure: Named, day: str | None) -> float:
    """Days between a day and the nearest on which the measure was acted upon; what came later counts double."""
    if day is None or not measure.days:
        return 10_000
    import datetime

    on = datetime.date.fromisoformat(day)
    aways = [(on - datetime.date.fromisoformat(d)).days for d in measure.days]
    return min(away if away >= 0 else -3 * away for away in aways)
