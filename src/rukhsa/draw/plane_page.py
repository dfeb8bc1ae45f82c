"""The page of a plane: the picture, a slider over the days on which it changes, and every item in a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from rukhsa.decide.plane import Map
from rukhsa.draw.page import folded, page, table, words
from rukhsa.draw.plane import plane_spec
from rukhsa.draw.words import say, title_of

_NARROW = (  # windows of fewer pixels: phones, tablets, half a screen
    (720, (266.0, 460.0)),
    (1300, (600.0, 620.0)),
)
_WIRING = """
  const days = DAYS, slider = document.getElementById('day'),
    shown = document.getElementById('shown'), views = document.getElementById('view');
  const draw = () => {
    shown.textContent = days[slider.value];
    slider.setAttribute('aria-valuetext', days[slider.value]);
    document.body.dataset.step = slider.value;
    document.querySelectorAll('[data-day]').forEach(row => { row.hidden = row.dataset.day !== slider.value; });
    view.signal('step', Number(slider.value)).signal('view', views.value).runAsync();
  };
  slider.addEventListener('input', draw);
  views.addEventListener('change', draw);
  draw();
"""


def plane_page(
    maps: Sequence[Map],
    at: int,
    scripts: str,
    lang: str = "en",
    *,
    view: str | None = None,
    country: str = "",
) -> str:
    """One HTML file with everything in it.

    Args:
        maps: the plane on each day of the slider, in order.
        at: the day shown first.
        scripts: what draws the picture.
        lang: language of the page.
        view: the view shown first.
        country: the name of the country asked about.
    """
    plane = maps[at].plane
    about = [say("map.about", lang)]
    if maps[at].to:
        about.append(say("map.order", lang, country=country))
    if plane.note:
        about.append(title_of(plane.note, lang))
    about.append(say("same", lang))
    days = [one.on for one in maps]
    wiring = _WIRING.replace("DAYS", json.dumps(days))
    return page(
        title_of(plane.title, lang),
        about,
        plane_spec(maps, at, lang, view=view, country=country, heading=False),
        scripts,
        lang,
        narrow=[
            (least, plane_spec(maps, at, lang, view=view, country=country, heading=False, size=size))
            for least, size in _NARROW
        ],
        controls=_controls(maps, at, lang, view or plane.views[0].id),
        wiring=wiring,
        below=folded(
            say("all_items", lang), "".join(_items(one, step, lang) for step, one in enumerate(maps)), lang
        ),
    )


def _controls(maps: Sequence[Map], at: int, lang: str, view: str) -> str:
    options = "".join(
        f'<option value="{escape(one.id)}"{" selected" if one.id == view else ""}>{words(title_of(one.title, lang), lang)}</option>'
        for one in maps[at].plane.views
    )
    ticks = "".join(f'<option value="{step}" label="{one.on}"></option>' for step, one in enumerate(maps))
    return (
        '<div class="controls">'
        f'<label for="day">{escape(say("date", lang))}</label>'
        f'<input type="range" id="day" min="0" max="{len(maps) - 1}" step="1" value="{at}" list="days">'
        f'<datalist id="days">{ticks}</datalist><output id="shown" for="day">{maps[at].on}</output>'
        f'<label for="view">{escape(say("view", lang))}</label><select id="view">{options}</select></div>'
    )


def _items(one: Map, step: int, lang: str) -> str:
    heads = ["item", "entries"] + (["verdict"] if one.to else [])
    axes = [title_of(one.plane.x.title, lang), title_of(one.plane.y.title, lang)]
    rows = [
        (
            point.item.name,
            ", ".join(point.codes) or "–",
            *([say(point.verdict, lang)] if point.verdict else []),
            "–" if point.x is None else f"{point.x:,.0f}",
            "–" if point.y is None else f"{point.y:.2f}",
        )
        for point in one.points
    ]
    return (
        f'<div data-day="{step}">'
        + table([*(say(head, lang) for head in heads), *axes], rows, lang)
        + "</div>"
    )
