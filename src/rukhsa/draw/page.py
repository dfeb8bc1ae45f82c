"""A page that holds its picture, its data and the scripts that draw it: one file, no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from rukhsa.draw.shapes import isolated

_STYLE = """
:root { color: #1d232b; background: #fff; font-family: "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic",
  system-ui, "DejaVu Sans", sans-serif; line-height: 1.5 }
body { margin: 1.5rem auto; max-width: 1400px; padding: 0 1rem }
h1 { font-size: 1.45rem; margin: 0 0 .4rem } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem }
p { max-width: 62rem; margin: .3rem 0 .8rem }
.wide { overflow-x: auto; max-width: 100% } #chart { display: block; width: fit-content; margin: 0 auto }
.controls { display: flex; flex-wrap: wrap; gap: .6rem 1.2rem; align-items: center; margin: .6rem 0 }
.controls > * { min-width: 0 } .controls input[type=range] { flex: 1 1 24rem; direction: ltr } output { font-weight: 600; min-width: 6.5rem }
select, input { font: inherit; max-width: 100% }
table { border-collapse: collapse; font-size: .85rem; margin: .3rem 0 .8rem }
th, td { border-bottom: 1px solid #d9dde2; padding: .15rem .6rem; text-align: start; vertical-align: top }
th { font-weight: 600; background: #f3f5f7 } summary { cursor: pointer; margin: .2rem 0 }
td.short { white-space: nowrap } .number { white-space: nowrap; text-align: end }
@media print {
  @page { margin: 12mm }
  body { margin: 0; padding: 0; font-size: .8rem } .wide { overflow: visible } input[type=range] { display: none }
  #chart, #chart svg { max-width: 100%; height: auto } h2, summary { break-after: avoid } tr { break-inside: avoid }
  pre { white-space: pre-wrap !important }
}
"""
_NUMBER = re.compile(r"(?:[A-Z]{3} )?[0-9][0-9,.]*(?: [A-Z]{3})?")
_ISOLATES = re.compile("[\u2066-\u2069]")
_SHORT = 26  # letters of a cell that stays on one line
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:"
)
_STILL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SHOW = """
const told = name => JSON.parse(document.getElementById(name).textContent);
const narrow = told('narrow'), fitting = () => narrow.findIndex(([least]) => innerWidth < least);
let shown;
const draw = () => {
  shown = fitting();
  vegaEmbed('#chart', shown < 0 ? told('spec') : narrow[shown][1],
    {actions: false, renderer: 'svg', tooltip: {theme: 'light'}}).then(result => {
    const view = result.view;
    document.body.dataset.drawn = 'yes';
    CONTROLS
  });
};
draw();
addEventListener('resize', () => { if (fitting() !== shown) draw(); });
"""


def page(
    title: str,
    about: Sequence[str],
    spec: Mapping[str, Any],
    scripts: str,
    lang: str,
    *,
    narrow: Sequence[tuple[int, Mapping[str, Any]]] = (),
    controls: str = "",
    wiring: str = "",
    below: str = "",
) -> str:
    """The page as HTML.

    Args:
        title, about: plain text.
        spec: the picture in Vega-Lite.
        scripts: what draws it, as `vl_convert.javascript_bundle` gives it.
        lang: language and direction of the page; the picture itself runs from left to right.
        narrow: what is drawn instead in a window that is not so many pixels wide, the narrowest first.
        controls, below: HTML before and after the picture.
        wiring: script that joins the controls to `view`.
    """
    paragraphs = "".join(f"<p>{words(text, lang)}</p>" for text in about)
    show = _SHOW.replace("CONTROLS", wiring)
    return _document(
        title,
        f'{paragraphs}\n{controls}\n<div class="wide" dir="ltr"><div id="chart"></div></div>\n{below}\n'
        f"{_data('spec', spec)}\n{_data('narrow', narrow)}\n"
        f"<script>{scripts}</script>\n<script>{show}</script>",
        lang,
        _POLICY,
    )


def _data(name: str, data: Any) -> str:
    """Data that the scripts of the page read by a name."""
    told = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{told}</script>'


def still_page(title: str, about: Sequence[str], body: str, lang: str) -> str:
    """A page without scripts.

    Args:
        title, about: plain text.
        body: HTML; a picture in it is SVG.
    """
    paragraphs = "".join(f"<p>{words(text, lang)}</p>" for text in about)
    return _document(title, f"{paragraphs}\n{body}", lang, _STILL_POLICY)


def _document(title: str, body: str, lang: str, policy: str) -> str:
    direction = "rtl" if lang == "ar" else "ltr"
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{words(title, lang)}</h1>\n{body}\n</body>\n</html>\n"
    )


def words(text: str, lang: str) -> str:
    """Words of the page's language as HTML."""
    return escape(isolated(text, lang))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> str:
    """A table; citations and dates are isolated, so that they keep their order."""
    numeric = [_numeric(row[index] for row in rows if index < len(row)) for index in range(len(heads))]
    head = "".join(
        f"<th{' class=number' if number else ''}>{words(text, lang)}</th>"
        for text, number in zip(heads, numeric, strict=True)
    )
    body = "".join("<tr>" + "".join(_cell(cell, lang) for cell in row) + "</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _numeric(cells: Iterable[str]) -> bool:
    """Whether a column holds numbers, and nothing else but gaps."""
    told = [cell for cell in cells if cell not in ("", "–")]
    return bool(told) and all(_is_number(cell) for cell in told)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(_ISOLATES.sub("", text)) is not None


def _cell(text: str, lang: str) -> str:
    if any("\u0600" <= char <= "\u06ff" for char in text):
        return f"<td>{words(text, lang)}</td>"
    kind = "number" if _is_number(text) or text == "–" else "short" if len(text) <= _SHORT else ""
    return f'<td class="{kind}"><bdi dir="ltr">{escape(text)}</bdi></td>'


def folded(title: str, inside: str, lang: str) -> str:
    """A part of the page that opens on demand; `inside` is HTML."""
    return f"<details><summary>{words(title, lang)}</summary>{inside}</details>"
