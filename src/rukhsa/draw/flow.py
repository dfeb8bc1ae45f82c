"""A flow from one ranking to another as SVG: what stood where before, and where it stands after.

Flows differ by texture and outline as well as by color. What was stands where the language begins to read:
at the left in English, at the right in Arabic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from rukhsa.draw.shapes import FONT, GRAY, INK, text_width, worded
from rukhsa.records import dataclass

_WIDTH = 1140.0
_LABELS = 330.0  # pixels for the labels on either side
_BAR = 12.0
_SIZE = 12.5
_LEADING = 15.0
_HEIGHT = 420.0  # of all flows together
_SLOT = 34.0  # a node's least height with its label
_GAP = 12.0
_TOP = 34.0

_COLORS = {"up": "#b2402a", "down": "#2b6a9b", "other": "#7a5a9e", "none": "#cfd4da"}


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the ranking: its name, and the lines of its label on the left and on the right."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one place to another; of one look there is one between two places.

    Attributes:
        size: how much; zero shows as a hairline.
        look: `up`, `down`, `other`, or `none` for what stays.
        told: its words.
    """

    before: str
    after: str
    size: float
    look: str
    told: str


def flow_svg(
    nodes: Sequence[Node], flows: Iterable[Flow], heads: tuple[str, str], lang: str, *, name: str = "flow"
) -> str:
    """The picture.

    Args:
        nodes: every place, from the top of both rankings down.
        heads: what stands above the ranking before and the ranking after.
        name: of the picture within its page.
    """
    nodes = [Node(node.name, _wrapped(node.before), _wrapped(node.after)) for node in nodes]
    order = {node.name: index for index, node in enumerate(nodes)}
    found = sorted(flows, key=lambda flow: (order[flow.before], order[flow.after], flow.look))
    scale = _HEIGHT / (sum(flow.size for flow in found) or 1.0)
    left = _bars(
        {node.name: node.before for node in nodes}, [(flow.before, flow.size * scale) for flow in found]
    )
    right = _bars(
        {node.name: node.after for node in nodes}, [(flow.after, flow.size * scale) for flow in found]
    )
    height = max(bar.bottom for bars in (left, right) for bar in bars.values()) + _GAP
    x1, x2 = _LABELS + _BAR, _WIDTH - _LABELS - _BAR
    mirrored = lang == "ar"
    if mirrored:
        x1, x2 = x2, x1
    outward = (1 if mirrored else -1, -1 if mirrored else 1)
    anchors = ("start", "end") if mirrored else ("end", "start")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:.0f}" role="img" '
        f'class="flow" direction="ltr" font-family="{escape(FONT)}" font-size="{_SIZE:g}" fill="{INK}">',
        _patterns(name),
        _text(x1, 16, heads[0], anchors[0], lang, bold=True),
        _text(x2, 16, heads[1], anchors[1], lang, bold=True),
    ]
    leaves, arrives = _stacked(left), _stacked(right)
    ends = {
        (flow.before, flow.after, flow.look): arrives(flow.after, flow.size * scale)
        for flow in sorted(found, key=lambda flow: (order[flow.after], order[flow.before], flow.look))
    }
    ribbons: list[tuple[bool, str]] = []
    for flow in found:
        thick = flow.size * scale
        y1, y2 = leaves(flow.before, thick), ends[flow.before, flow.after, flow.look]
        ribbons.append((flow.look != "none", _ribbon(x1, y1, x2, y2, max(thick, 0.8), flow, name, lang)))
    parts += [ribbon for _, ribbon in sorted(ribbons, key=lambda item: item[0])]  # what moves lies on top
    for bars, x, out, anchor, which in zip(
        (left, right), (x1, x2), outward, anchors, ("before", "after"), strict=True
    ):
        for node in nodes:
            if node.name in bars:
                bar = bars[node.name]
                parts.append(
                    f'<rect x="{min(x, x + out * _BAR):.1f}" y="{bar.top:.1f}" width="{_BAR:g}" '
                    f'height="{max(bar.size, 1):.1f}"/>'
                )
                label = node.before if which == "before" else node.after
                parts += _label(x + out * (_BAR + 8), bar.top + bar.size / 2, label, anchor, lang)
    parts.append("</svg>")
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A node's bar: its top, its height, and where the slot ends that its label may need."""

    top: float
    size: float
    bottom: float


def _bars(labels: Mapping[str, Sequence[str]], sizes: Sequence[tuple[str, float]]) -> dict[str, _Bar]:
    """The bar of every node that something flows from or to, one beneath the other."""
    found: dict[str, _Bar] = {}
    y = _TOP
    for node, label in labels.items():
        own = [size for name, size in sizes if name == node]
        if own:
            slot = max(sum(own), _SLOT, len(label) * _LEADING + 4)
            found[node] = _Bar(y + (slot - sum(own)) / 2, sum(own), y + slot)
            y += slot + _GAP
    return found


def _stacked(bars: Mapping[str, _Bar]) -> Callable[[str, float], float]:
    """Gives the next free place on a bar, and takes it."""
    free = {name: bar.top for name, bar in bars.items()}

    def place(name: str, size: float) -> float:
        top = free[name]
        free[name] = top + size
        return top

    return place


def _ribbon(
    x1: float, y1: float, x2: float, y2: float, thick: float, flow: Flow, name: str, lang: str
) -> str:
    bend = (x1 + x2) / 2
    path = (
        f"M{x1:.1f},{y1:.1f} C{bend:.1f},{y1:.1f} {bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f} "
        f"L{x2:.1f},{y2 + thick:.1f} C{bend:.1f},{y2 + thick:.1f} {bend:.1f},{y1 + thick:.1f} "
        f"{x1:.1f},{y1 + thick:.1f} Z"
    )
    told = escape(worded(flow.told, lang))
    color = _COLORS[flow.look]
    fill = color if flow.look in ("none", "up") else f"url(#{name}-{flow.look})"
    outline = "" if flow.look == "none" else f' stroke="{color}" stroke-width="1"'
    opacity = ' fill-opacity="0.75"' if flow.look in ("none", "up") else ""
    return f'<path d="{path}" fill="{fill}"{opacity}{outline}><title>{told}</title></path>'


def _patterns(name: str) -> str:
    down, other = _COLORS["down"], _COLORS["other"]
    return (
        f'<defs><pattern id="{name}-down" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{down}" fill-opacity="0.28"/>'
        f'<rect width="3" height="7" fill="{down}" fill-opacity="0.85"/></pattern>'
        f'<pattern id="{name}-other" width="7" height="7" patternUnits="userSpaceOnUse">'
        f'<rect width="7" height="7" fill="{other}" fill-opacity="0.15"/>'
        f'<circle cx="3.5" cy="3.5" r="1.6" fill="{other}"/></pattern></defs>'
    )


def legend_svg(words: Mapping[str, str], lang: str, *, name: str) -> str:
    """What the looks mean; it uses the patterns of the picture of that name."""
    parts = []
    for look, told in words.items():
        fill = _COLORS[look] if look in ("none", "up") else f"url(#{name}-{look})"
        stroke = GRAY if look == "none" else _COLORS[look]
        parts.append(
            '<span class="look"><svg width="34" height="14" aria-hidden="true">'
            f'<rect x="1" y="1" width="32" height="12" fill="{fill}" stroke="{stroke}"/></svg> '
            f"{escape(told)}</span>"
        )
    return f'<p class="legend">{" ".join(parts)}</p>'


def _wrapped(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a label, those that are wider than the room for labels broken between words."""
    found: list[str] = []
    for line in lines:
        words = line.split()
        while words:
            fit = len(words)
            while fit > 1 and text_width(" ".join(words[:fit]), _SIZE) > _LABELS - _BAR - 8:
                fit -= 1
            found.append(" ".join(words[:fit]))
            words = words[fit:]
    return tuple(found)


def _label(x: float, y: float, lines: Sequence[str], anchor: str, lang: str) -> list[str]:
    first = y - (len(lines) - 1) * _LEADING / 2 + 4
    return [
        _text(x, first + _LEADING * index, line, anchor, lang, pale=index > 0)
        for index, line in enumerate(lines)
    ]


def _text(
    x: float, y: float, text: str, anchor: str, lang: str, *, bold: bool = False, pale: bool = False
) -> str:
    style = ' font-weight="600"' if bold else f' fill="{GRAY}"' if pale else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{style}>{escape(worded(text, lang))}</text>'
