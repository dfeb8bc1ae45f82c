"""The page of the timeline: the picture, and beneath it every span and act of each measure in words."""

from __future__ import annotations

from rukhsa.draw.page import folded, page, table, words
from rukhsa.draw.text import short_cite, state_text
from rukhsa.draw.timeline import Frame, timeline_spec
from rukhsa.draw.words import listed, say, title_of
from rukhsa.law.timeline import Lane, Timeline

_NARROW = (  # windows of fewer pixels: phones, tablets, half a screen
    (720, Frame(310, above=True)),
    (990, Frame(640, above=True)),
    (1500, Frame(910, above=True)),
)


def timeline_page(timeline: Timeline, scripts: str, lang: str = "en") -> str:
    """One HTML file with everything in it."""
    below: list[str] = []
    for row in timeline.sides:
        below.append(f"<h2>{words(title_of(row.title, lang), lang)}</h2>")
        below += [folded(title_of(lane.measure.title, lang), _tables(lane, lang), lang) for lane in row.lanes]
    return page(
        say("timeline.title", lang, start=timeline.start, end=timeline.end),
        [say("timeline.about", lang, today=timeline.today)],
        timeline_spec(timeline, lang, heading=False),
        scripts,
        lang,
        narrow=[
            (least, timeline_spec(timeline, lang, heading=False, frame=frame)) for least, frame in _NARROW
        ],
        below="\n".join(below),
    )


def _tables(lane: Lane, lang: str) -> str:
    cites = {mark.act: short_cite(mark.cite) for mark in lane.marks}
    spans = [
        (
            f"{span.start} – {span.end}",
            state_text(span, lang),
            say("grade." + span.grade, lang),
            "; ".join(cites.get(act, act) for act in span.acts),
        )
        for span in (*lane.spans, *lane.apart)
    ]
    acts = [
        (
            mark.day,
            mark.effect,
            listed((say(verb, lang) for verb in mark.verbs), lang),
            title_of(mark.title, lang),
            mark.cite,
            say("grade." + mark.grade, lang),
        )
        for mark in lane.marks
    ]
    return table([say(key, lang) for key in ("period", "state", "grade", "by")], spans, lang) + table(
        [say(key, lang) for key in ("public", "effect", "does", "act", "citation", "grade")], acts, lang
    )
