"""The law over the years: of each measure, what it was from which day to which, and on what evidence.

Everything comes from the fold. For every epoch of a pack the log is folded once for each grade of evidence;
the state under the grade that counts by default is the measure's state, and what only weaker evidence says
stands apart. Days are ISO text; last days are inclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.tree import facts_of
from rukhsa.law.act import Clause
from rukhsa.law.fold import Folded
from rukhsa.law.log import RANK, Log, day_after
from rukhsa.law.measures import Measure, clauses_upon, read_measures
from rukhsa.law.pack import Pack
from rukhsa.law.terms import GRADES
from rukhsa.records import dataclass, replace
from rukhsa.words.messages import Day, say

COUNTED = "company"  # the weakest grade that counts by default; weaker ones are drawn apart
_VERBS = ("impose", "amend", "suspend", "resume", "rescind")


@dataclass(frozen=True, slots=True)
class Span:
    """A measure between two days.

    Attributes:
        start: the first day, and
        end: the last.
        state: `in_force`, `partly` (some provisions are, others are not), `doubtful` (the texts leave it
            open), `suspended`, `due` (issued, not yet begun or not yet to be complied with), or `ended` (only apart: weaker
            evidence says that it is gone).
        grade: the strongest evidence under which the state is so.
        acts: who says so: the acts that suspend, postpone or, apart, differ.
        until: the last day of a suspension, where one is known.
        due: the first day of compliance.
    """

    start: str
    end: str
    state: str
    grade: str
    acts: tuple[str, ...] = ()
    until: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An act that bears on a measure, on the day on which it became public."""

    act: str
    day: str
    effect: str  # first day of its effect on the measure
    verbs: tuple[str, ...]
    grade: str
    cite: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lane:
    """One measure through the years: `spans` on evidence that counts, `apart` what weaker evidence says."""

    measure: Measure
    spans: tuple[Span, ...]
    apart: tuple[Span, ...]
    marks: tuple[Mark, ...]

    def on(self, day: str) -> Span | None:
        """The span that holds a day, on evidence that counts."""
        return next((span for span in self.spans if span.start <= day <= span.end), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One side: the lanes of a pack."""

    pack: str
    title: Mapping[str, str]
    verified_through: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All sides between two days, as seen on the day `today`."""

    start: str
    end: str
    today: str
    grade: str
    sides: tuple[Row, ...]

    def to_data(self) -> dict[str, Any]:
        """The timeline as JSON-able data."""
        return {
            "from": self.start,
            "to": self.end,
            "today": self.today,
            "grade": self.grade,
            "sides": [
                {
                    "side": row.pack,
                    "title": dict(row.title),
                    "verified_through": row.verified_through,
                    "measures": [_lane_to_data(lane) for lane in row.lanes],
                }
                for row in self.sides
            ],
        }


def timeline(
    packs: Mapping[str, Pack],
    start: str,
    end: str,
    today: str,
    *,
    side: str | None = None,
    grade: str = "reported",
) -> Timeline:
    """What every measure was between two days, both included.

    Args:
        packs: the law, by side.
        start: the first day, and
        end: the last, as ISO text.
        today: the day of the line that parts what was from what the law now says of later days.
        side: one side only.
        grade: the weakest evidence shown.

    Raises:
        RukhsaError: `end` is before `start`, an unknown side or grade, a side without measures.
    """
    if end < start:
        raise RukhsaError(
            Problem(
                say("errors.end_before_start", end=Day(end), start=Day(start)),
                field="to",
                fix=say("errors.end_before_start_fix"),
            )
        )
    if grade not in GRADES:
        raise RukhsaError(
            Problem(
                say("errors.unknown_grade", grade=grade),
                field="grade",
                fix=say("errors.use_one_of", values=GRADES),
            )
        )
    if side is not None and side not in packs:
        raise RukhsaError(
            Problem(
                say("errors.no_side", side=side),
                field="side",
                fix=say("errors.use_one_of", values=tuple(packs)),
            )
        )
    rows: list[Row] = []
    for name, pack in packs.items():
        measures = read_measures(name) if side in (None, name) else ()
        if measures:
            for weakest in GRADES[: RANK[grade] + 1]:
                pack.fold_all(pack.log.accepted(None, weakest))
            lanes = (
                lane for measure in measures if (lane := _lane(pack, measure, start, end, grade)) is not None
            )
            rows.append(Row(name, pack.title, pack.verified_through, tuple(lanes)))
    if not rows:
        raise RukhsaError(
            Problem(say("errors.no_measures"), f"{side or 'packs'}/measures.yaml", field="side")
        )
    return Timeline(start, end, today, grade, tuple(rows))


def _lane(pack: Pack, measure: Measure, start: str, end: str, grade: str) -> Lane | None:
    provisions = measure.provisions(pack.log)
    marks = _marks(pack.log, provisions, start, end, grade)
    issued = {mark.day for mark in marks}
    days = [start, *sorted(day for day in issued.union(pack.boundaries) if start < day <= end)]
    ends = [_day_before(day) for day in days[1:]] + [end]
    counted = GRADES[: min(RANK[COUNTED], RANK[grade]) + 1]
    spans: list[Span] = []
    apart: list[Span] = []
    for first, last in zip(days, ends, strict=True):
        states = {
            name: _states(pack.on(first, pack.log.accepted(None, name)).folded, provisions)
            for name in GRADES[: RANK[grade] + 1]
        }
        whole = {name: _whole(pack, provisions, states[name], name, first) for name in counted}
        main = whole[counted[-1]]
        if main is not None:
            strongest = next(name for name in counted if _same(whole[name], main))
            spans.append(replace(main, start=first, end=last, grade=strongest))
        for stronger, weaker in pairwise(GRADES[: RANK[grade] + 1]):
            if weaker in counted:
                continue
            differing = _differing(states[stronger], states[weaker])
            if differing is not None:
                acts = _acting(pack.log, marks, weaker, first)
                apart.append(
                    replace(differing, start=first, end=last, grade=weaker, acts=acts or differing.acts)
                )
    if not spans and not apart and not marks:
        return None
    by_grade = [_merged(span for span in apart if span.grade == name) for name in GRADES]
    return Lane(measure, _merged(spans), tuple(span for spans in by_grade for span in spans), marks)


def _states(folded: Folded, provisions: frozenset[str]) -> dict[str, Span]:
    """The state of each provision that stands on the day; absent ones are left out."""
    found: dict[str, Span] = {}
    on = folded.on
    for name in sorted(provisions):
        held = folded.suspended.get(name)
        text = folded.provisions.get(name)
        if text is not None:
            doubtful = text.tree is not None and any(fact in folded.questions for fact in facts_of(text.tree))
            found[name] = Span(on, on, "doubtful" if doubtful else "in_force", "", (text.clause.act,))
        elif held is not None:
            acts = tuple(dict.fromkeys(clause.act for clause in held.by))
            found[name] = Span(on, on, "due" if held.due else "suspended", "", acts, held.until, held.due)
    return found


def _joined(states: Mapping[str, Span]) -> Span | None:
    """The state of a measure from those of its provisions."""
    if not states:
        return None
    spans = list(states.values())
    kinds = {span.state for span in spans}
    state = next(iter(kinds))
    if len(kinds) > 1:
        state = "partly" if "in_force" in kinds else "doubtful" if "doubtful" in kinds else "suspended"
    held = [span for span in spans if span.state in ("suspended", "due")]
    acts = tuple(dict.fromkeys(act for span in held for act in span.acts))
    lasts = {span.until for span in held if span.state == "suspended"}
    dues = [span.due for span in held if span.due]
    until = max((day for day in lasts if day), default=None) if None not in lasts else None
    return Span("", "", state, "", acts, until, max(dues, default=None))


def _whole(
    pack: Pack, provisions: frozenset[str], states: Mapping[str, Span], grade: str, day: str
) -> Span | None:
    """The state of a measure; where nothing of it stands, whether it is issued and yet to begin."""
    if states:
        return _joined(states)
    log = pack.log
    # An act from before the log begins does not tell when its later parts were issued.
    accepted = frozenset(name for name in log.accepted(day, grade) if log.acts[name].public >= pack.begins)
    coming = {
        name: _issued(log, clause, accepted, day)
        for name in provisions
        for clause in log.writes[name]
        if clause.verb == "impose" and clause.act in accepted and clause.start > day
    }
    return _joined({name: span for name, span in sorted(coming.items()) if span is not None})


def _issued(log: Log, clause: Clause, accepted: frozenset[str], day: str) -> Span | None:
    """A text that is public and begins later: due, unless its act was suspended or rescinded meanwhile."""
    found: Span | None = Span(day, day, "due", "", (clause.act,), None, clause.start)
    for other in log.upon(clause):
        if other.act in accepted and other.start <= day <= (other.until or day):
            suspends = other.verb == "suspend"
            found = Span(day, day, "suspended", "", (other.act,), other.until) if suspends else None
    return found


def _differing(stronger: Mapping[str, Span], weaker: Mapping[str, Span]) -> Span | None:
    """What weaker evidence says otherwise: the state of those provisions alone."""
    changed = {
        name: span for name, span in weaker.items() if name not in stronger or not _same(stronger[name], span)
    }
    if changed:
        whole = _joined(changed)
        assert whole is not None
        acts = tuple(dict.fromkeys(act for span in changed.values() for act in span.acts))
        return replace(whole, acts=acts)
    gone = set(stronger) - set(weaker)
    return Span("", "", "ended", "") if gone else None


def _same(one: Span | None, other: Span | None) -> bool:
    """Whether two say the same of a day: state, who holds it, until when."""
    if one is None or other is None:
        return one is other
    return (one.state, one.acts, one.until, one.due) == (other.state, other.acts, other.until, other.due)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that follow each other and say the same, as one; of what stands apart, whoever says it."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        apart = RANK[span.grade] > RANK[COUNTED]
        like = replace(span, acts=last.acts) if last and apart else span
        if last and day_after(last.end) == span.start and last.grade == span.grade and _same(last, like):
            found[-1] = replace(last, end=span.end, acts=tuple(dict.fromkeys((*last.acts, *span.acts))))
        else:
            found.append(span)
    return tuple(found)


def _marks(log: Log, provisions: frozenset[str], start: str, end: str, grade: str) -> tuple[Mark, ...]:
    clauses: dict[str, list[Any]] = {}
    for clause in clauses_upon(provisions, log):
        clauses.setdefault(clause.act, []).append(clause)
    found: list[Mark] = []
    for name, mine in clauses.items():
        act = log.acts[name]
        if not start <= act.public <= end or RANK[act.grade] > RANK[grade]:
            continue
        verbs = tuple(verb for verb in _VERBS if any(clause.verb == verb for clause in mine))
        effect = min(clause.start for clause in mine)
        found.append(Mark(name, act.public, effect, verbs, act.grade, act.cite or act.title["en"], act.title))
    return tuple(sorted(found, key=lambda mark: (mark.day, mark.act)))


def _acting(log: Log, marks: tuple[Mark, ...], grade: str, day: str) -> tuple[str, ...]:
    """The acts of one grade that are at work on a day."""
    return tuple(
        mark.act
        for mark in marks
        if mark.grade == grade
        and any(clause.start <= day <= (clause.until or day) for clause in log.acts[mark.act].clauses)
    )


def _day_before(day: str) -> str:
    import datetime

    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def _lane_to_data(lane: Lane) -> dict[str, Any]:
    return {
        "id": lane.measure.id,
        "title": dict(lane.measure.title),
        "of": list(lane.measure.of),
        "spans": [_span_to_data(span) for span in lane.spans],
        "apart": [_span_to_data(span) for span in lane.apart],
        "acts": [
            {
                "act": mark.act,
                "public": mark.day,
                "effect": mark.effect,
                "verbs": list(mark.verbs),
                "grade": mark.grade,
                "cite": mark.cite,
                "title": dict(mark.title),
            }
            for mark in lane.marks
        ],
    }


def _span_to_data(span: Span) -> dict[str, Any]:
    return {
        "from": span.start,
        "to": span.end,
        "state": span.state,
        "grade": span.grade,
        "acts": list(span.acts),
        "until": span.until,
        "due": span.due,
    }
