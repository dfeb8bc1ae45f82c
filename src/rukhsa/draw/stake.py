"""The options beside each other as a Vega-Lite specification: value in each currency, then each metric."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rukhsa.draw import shapes
from rukhsa.draw.shapes import END, GRAY, INK, LTR, RTL, Layer, worded
from rukhsa.draw.stake_tradeoff import moving_places, points, tradeoff_panel
from rukhsa.draw.timeline import SCHEMA, Frame
from rukhsa.stake.inputs import RUNS, SUPPLY
from rukhsa.stake.lines import BLOCKED, CLASSES, EXCEPTED, FREE, LICENSED, OPEN
from rukhsa.stake.money import shown
from rukhsa.stake.outcome import Outcome, Stake, value_of
from rukhsa.stake.power import by_destination
from rukhsa.stake.words import metric_words, money_words, place_words
from rukhsa.words.messages import FSI, PDI, RLI, said, say, series

_WHOLE = Frame(900, above=False)  # pixels of the whole book
_ABOVE = 15  # pixels: a name that stands above its bar
_BAR, _THIN, _GAP, _KEY = 20, 7, 4, 22  # pixels: a bar, a strip beneath it, between them, a row of the legend
_FONT = 10
SHIP, PAID, LACK, LOST = "#1f5a8a", "#a8741a", "#6b4a86", "#9c3b2e"
_PLACES = ("#1f5a8a", "#47703f", "#6b4a86", "#9c3b2e", "#a8741a", "#2f7f86", "#7a7f35", "#8a4a6b")
_LEVY = "levy"
STYLES: Mapping[str, Mapping[str, Any]] = {
    FREE: {"fill": SHIP},
    EXCEPTED: {"fill": SHIP, "fillOpacity": 0.62},
    LICENSED: {
        "fill": SHIP,
        "fillOpacity": 0.22,
        "stroke": SHIP,
        "strokeWidth": 1,
        "strokeDash": [5, 2.5],
    },
    BLOCKED: {"fill": "white", "stroke": LOST, "strokeWidth": 1},
    OPEN: {"fill": "white", "stroke": GRAY, "strokeWidth": 1.4, "strokeDash": [1.5, 2.5]},
    _LEVY: {"fill": PAID},
    "stops": {"fill": LACK},
    "unknown": {"fill": "white", "stroke": LACK, "strokeWidth": 1, "strokeDash": [1.5, 2]},
    "waits": {"fill": LACK, "fillOpacity": 0.25, "stroke": LACK, "strokeWidth": 1, "strokeDash": [4, 2]},
}


def stake_spec(
    stake: Stake, lang: str = "en", *, heading: bool = True, frame: Frame = _WHOLE
) -> dict[str, Any]:
    """The whole picture.

    Args:
        stake: what to draw.
        lang: language of all words.
        heading: with a title; a page that has its own leaves it out.
        frame: how wide the bars are, and where the names of the options stand.
    """
    panels: list[dict[str, Any] | None] = [_legend(stake, lang, frame)]
    panels += [_value_panel(stake, currency, lang, frame) for currency in stake.currencies]
    if stake.options.metrics:
        panels += [_tradeoff(stake, currency, lang, frame) for currency in stake.currencies]
    panels += [_power_panel(stake, index, lang, frame) for index in range(len(stake.options.metrics))]
    spec: dict[str, Any] = {
        "$schema": SCHEMA,
        "background": "white",
        "padding": 12,
        "vconcat": [panel for panel in panels if panel is not None],
        "spacing": 20,
        "config": {
            "font": shapes.FONT,
            "view": {"stroke": None},
            "axis": {"labelColor": INK, "titleColor": INK, "domainColor": GRAY, "tickColor": GRAY},
        },
    }
    if heading:
        title = told(stake.options.title or say("stake.title"), lang)
        spec["title"] = {"text": title, "fontSize": 18, "anchor": "middle", "offset": 12}
    return spec


def told(words: object, lang: str) -> str:
    """Words for a chart, whose own direction is left to right."""
    return worded(_bare(words, lang), lang)


def _bare(words: object, lang: str) -> str:
    text = said(words, lang)
    for sign in (FSI, PDI, RLI, RTL, LTR, END):
        text = text.replace(sign, "")
    return text


def _wrapped(words: object, lang: str, size: float, frame: Frame) -> list[str]:
    """Words for a chart in lines that are no wider than the frame."""
    lines = [""]
    for word in _bare(words, lang).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and frame.above and shapes.text_width(longer, size) > frame.width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [worded(line, lang) for line in lines]


def _value_panel(stake: Stake, currency: str, lang: str, frame: Frame) -> dict[str, Any]:
    total = stake.outcomes[0].total[currency]
    width = float(total) or 1.0
    segments: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    names: list[tuple[float, str]] = []
    top = 0.0
    for outcome in stake.outcomes:
        top = _named(outcome, top, names, notes, lang, frame)
        left = 0.0
        for klass in CLASSES:
            amount = outcome.value(klass).get(currency, Decimal(0))
            if amount:
                segments.append(_segment(outcome, klass, left, amount, top, _BAR, currency, lang))
                left += float(amount)
        top += _BAR + 2
        for look, amount in _strips(outcome, currency):
            segments.append(_segment(outcome, look, 0.0, amount, top, _THIN, currency, lang))
            text = shown(amount, 0)
            room = frame.width - 4 - shapes.text_width(text, 8)
            x = min(float(amount) * frame.width / width + 4, room)
            notes.append(_note(x * width / frame.width, top + _THIN / 2, text, INK, 8))
            top += _THIN + 2
        top += _GAP * 2
    per_pixel = width / frame.width
    notes += [
        _note(row["x"] + 5 * per_pixel, (row["y"] + row["y2"]) / 2, row["amount"], row["ink"], _FONT)
        for row in segments
        if row["y2"] - row["y"] == _BAR
        and shapes.text_width(row["amount"], _FONT) < (row["x2"] - row["x"]) / per_pixel - 8
    ]
    key = "stake.value_in" if currency else "stake.value_bare"
    title = say(key, currency=currency, total=shown(total)) if currency else say(key, total=shown(total))
    return _panel(segments, notes, names, top, width, title, lang, frame)


def _named(
    outcome: Outcome,
    top: float,
    names: list[tuple[float, str]],
    notes: list[dict[str, Any]],
    lang: str,
    frame: Frame,
) -> float:
    """Name the bar of an option, beside it or above it; gives where the bar begins."""
    if not frame.above:
        names.append((top + _BAR / 2, told(outcome.option.title, lang)))
        return top
    for line in _wrapped(outcome.option.title, lang, _FONT + 1, frame):
        notes.append(_note(0.0, top + _ABOVE / 2, line, INK, _FONT + 1))
        top += _ABOVE
    return top


def _strips(outcome: Outcome, currency: str) -> list[tuple[str, Decimal]]:
    """What stands beneath a bar: the levy, and value that may ship and lacks an input."""
    found = [(_LEVY, outcome.levied().get(currency, Decimal(0)))]
    for state in reversed([state for state in SUPPLY if state != RUNS]):
        lines = tuple(line for line in outcome.by_supply[state] if line.ships)
        found.append((state, value_of(lines).get(currency, Decimal(0))))
    return [(look, amount) for look, amount in found if amount]


def _segment(
    outcome: Outcome,
    look: str,
    left: float,
    amount: Decimal,
    top: float,
    height: float,
    currency: str,
    lang: str,
) -> dict[str, Any]:
    return {
        "x": left,
        "x2": left + float(amount),
        "y": top,
        "y2": top + height,
        "look": look,
        "ink": "white" if look == FREE else INK,
        "amount": shown(amount, 0),
        "option": told(outcome.option.title, lang),
        "what": told(_look_words(look), lang),
        "value": told(money_words({currency: amount}), lang),
    }


def _look_words(look: str) -> object:
    if look in CLASSES:
        return say(f"stake.class.{look}")
    return say(f"stake.picture.{look}")


def _note(x: float, y: float, text: str, ink: str, size: float) -> dict[str, Any]:
    return {"x": x, "y": y + 0.5, "text": text, "ink": ink, "size": size}


def _tradeoff(stake: Stake, currency: str, lang: str, frame: Frame) -> dict[str, Any] | None:
    """Value in a currency against the first metric, to the destinations on which the options differ."""
    places = moving_places(stake, 0)
    if not places:
        return None
    metric = stake.options.metrics[0]
    across = say("stake.picture.across", currency=currency) if currency else say("stake.picture.across_bare")
    up = say(
        "stake.picture.up", places=tuple(places), metric=metric_words(metric, stake.rates.reference(metric))
    )
    found = points(stake, currency, 0, places)
    labels = [told(series(one.names, "common.semicolon"), lang) for one in found]
    about = [
        part
        for line in (across, up, say("stake.picture.signs"))
        for part in _wrapped(line, lang, _FONT + 1, frame)
    ]
    title = told(say("stake.picture.tradeoff"), lang)
    return tradeoff_panel(found, labels, frame.width, title, about, shapes.axis_label(lang))


def _power_panel(stake: Stake, index: int, lang: str, frame: Frame) -> dict[str, Any] | None:
    """Options by destination in one metric; the part that only a license lets through is paler."""
    metric = stake.options.metrics[index]
    sums = [by_destination(outcome.shipped(index)) for outcome in stake.outcomes]
    sure = [by_destination(outcome.shipped(index, FREE, EXCEPTED)) for outcome in stake.outcomes]
    places = sorted({place for found in sums for place, one in found.items() if one.amount})
    most = max(
        (float(sum((one.amount for one in found.values()), Decimal(0))) for found in sums), default=0.0
    )
    if not places or not most:
        return None
    segments: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    names: list[tuple[float, str]] = []
    per_pixel = most / frame.width
    top = 0.0
    for outcome, whole, free in zip(stake.outcomes, sums, sure, strict=True):
        top = _named(outcome, top, names, notes, lang, frame)
        left = 0.0
        for place, delivered in whole.items():
            parts = [("sure", free[place].amount if place in free else Decimal(0))]
            parts.append(("licensed", delivered.amount - parts[0][1]))
            for look, amount in parts:
                if not amount:
                    continue
                row = {
                    "x": left,
                    "x2": left + float(amount),
                    "y": top,
                    "y2": top + _BAR,
                    "look": look,
                    "color": _PLACES[places.index(place) % len(_PLACES)],
                    "option": told(outcome.option.title, lang),
                    "what": told(place_words(place), lang),
                    "value": shown(amount, 0),
                }
                segments.append(row)
                label = f"{place or '?'} {shown(amount, 0)}"
                room = float(amount) / per_pixel - 8
                text = next((t for t in (label, place) if shapes.text_width(t, _FONT) < room), "")
                if text:
                    ink = "white" if look == "sure" else INK
                    notes.append(_note(left + 5 * per_pixel, top + _BAR / 2, text, ink, _FONT))
                left += float(amount)
        top += _BAR + _GAP
    subtitle = _wrapped(metric_words(metric, stake.rates.reference(metric)), lang, _FONT + 1, frame)
    panel = _panel(segments, notes, names, top, most, say("stake.picture.power"), lang, frame)
    panel["title"]["subtitle"] = subtitle
    return panel


def _panel(
    segments: Sequence[Mapping[str, Any]],
    notes: Sequence[Mapping[str, Any]],
    names: Sequence[tuple[float, str]],
    height: float,
    width: float,
    title: object,
    lang: str,
    frame: Frame,
) -> dict[str, Any]:
    layers = [*_bars(segments, width / frame.width), *_texts(notes)]
    for layer in layers:
        layer["encoding"]["x"] |= {
            "type": "quantitative",
            "scale": {"domain": [0, width], "nice": False, "zero": True},
            "axis": {
                "title": None,
                "grid": True,
                "gridColor": "#e3e6ea",
                "tickCount": 4 if frame.above else 8,
                "labelExpr": shapes.axis_label(lang),
                "labelFontSize": 10,
            },
        }
        layer["encoding"]["y"] |= {
            "type": "quantitative",
            "scale": {"domain": [height, 0], "nice": False, "zero": False},
            "axis": None if frame.above else _names_axis(names),
        }
    return {
        "width": frame.width,
        "height": height,
        "title": {
            "text": _wrapped(title, lang, 14, frame),
            "anchor": "start",
            "fontSize": 14,
            "color": INK,
            "subtitleColor": GRAY,
            "subtitleFontSize": 11,
        },
        "layer": layers,
    }


def _bars(rows: Sequence[Mapping[str, Any]], per_pixel: float) -> list[Layer]:
    tooltip = [{"field": key, "title": " "} for key in ("option", "what", "value")]
    found: list[Layer] = []
    for look in dict.fromkeys((str(row["look"]), str(row.get("color", ""))) for row in rows):
        some = [row for row in rows if (str(row["look"]), str(row.get("color", ""))) == look]
        found.append(shapes.bars(some, _style(*look), tooltip))
        if look[0] == BLOCKED:
            hatched = [line for row in some for line in shapes.hatch(row, per_pixel)]
            found.append(shapes.lines(hatched, {"color": LOST, "strokeWidth": 0.9}))
    return found


def _style(look: str, color: str) -> Mapping[str, Any]:
    if look == "sure":
        return {"fill": color, "stroke": "white", "strokeWidth": 0.6}
    if look == "licensed":
        return {
            "fill": color,
            "fillOpacity": 0.22,
            "stroke": color,
            "strokeWidth": 1,
            "strokeDash": [5, 2.5],
        }
    return STYLES[look]


def _texts(notes: Sequence[Mapping[str, Any]]) -> list[Layer]:
    """Words: white ones stand on a solid bar, all others over a halo."""
    found: list[Layer] = []
    for ink, size in dict.fromkeys((note["ink"], note["size"]) for note in notes):
        some = [note for note in notes if (note["ink"], note["size"]) == (ink, size)]
        layers = shapes.texts(some, {"fontSize": size, "color": ink})
        found += layers[1:] if ink == "white" else layers
    return found


def _names_axis(names: Sequence[tuple[float, str]]) -> dict[str, Any]:
    listed = {str(round(middle * 10)): name for middle, name in names}
    return {
        "title": None,
        "values": [middle for middle, _ in names],
        "labelExpr": f"({json.dumps(listed, ensure_ascii=False)})[round(datum.value * 10)]",
        "labelLimit": 420,
        "labelFontSize": 11.5,
        "labelOverlap": False,
        "grid": False,
        "domain": False,
        "ticks": False,
    }


def _legend(stake: Stake, lang: str, frame: Frame) -> dict[str, Any]:
    """What each look means, drawn as below: of the strips only those that occur."""
    strips = {look for o in stake.outcomes for currency in o.currencies for look, _ in _strips(o, currency)}
    swatches: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    x, y = 0.0, 0.0
    size = _FONT if frame.above else _FONT + 1
    for look in (*CLASSES, *(look for look in STYLES if look in strips)):
        text = told(_look_words(look), lang)
        width = 40 + shapes.text_width(text, size + 0.5) + 18
        if x and x + width > frame.width:
            x, y = 0.0, y + _KEY
        half = (_BAR - 6 if look in CLASSES else _THIN) / 2
        middle = y + _KEY / 2
        swatches.append({"x": x, "x2": x + 34, "y": middle - half, "y2": middle + half, "look": look})
        words.append({"x": x + 40, "y": middle, "text": text})
        x += width
    height = y + _KEY
    layers = [*_bars(swatches, 1.0), *shapes.texts(words, {"fontSize": size, "color": INK})]
    for layer in layers:
        layer["encoding"].pop("tooltip", None)
        for name, domain in (("x", [0, frame.width]), ("y", [height, 0])):
            scale = {"domain": domain, "nice": False}
            layer["encoding"][name] |= {"type": "quantitative", "axis": None, "scale": scale}
    return {"width": frame.width, "height": height, "layer": layers}
