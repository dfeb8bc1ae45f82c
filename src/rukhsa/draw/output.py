"""Pictures as files: SVG and PNG by vl-convert, HTML as one page that needs no network.

The extra `draw` brings vl-convert; without it text and JSON still work, and a clear error says what to install.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.whole_file import write_whole
from rukhsa.words.messages import say

KINDS = ("svg", "png", "html")
_SCALE = 2.0  # pixels of a PNG for each pixel of the picture


def kind_of(out: str) -> str:
    """The kind of picture that a file name asks for.

    Raises:
        RukhsaError: none is named by its ending.
    """
    kind = Path(out).suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise RukhsaError(
            Problem(
                say("errors.no_picture", file=Path(out).name[:60]),
                field="--out",
                fix=say("errors.no_picture_fix"),
            )
        )
    return kind


def converter() -> Any:
    """The module that draws.

    Raises:
        RukhsaError: it is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise RukhsaError(
            Problem(say("errors.draw_extra"), field="--out", fix=say("errors.draw_extra_fix"))
        ) from None
    return vl_convert


def write(out: str, spec: Mapping[str, Any], page: Callable[[str], str]) -> None:
    """Write a picture to a file, of the kind that its name ends in.

    Args:
        out: the file.
        spec: the picture in Vega-Lite.
        page: makes the page from the scripts that draw it.

    Raises:
        RukhsaError: an unknown kind, the extra is missing, or the file cannot be written.
    """
    kind = kind_of(out)
    draws = converter()
    whole = json.dumps(spec, ensure_ascii=False)
    data: bytes
    if kind == "html":
        data = page(draws.javascript_bundle()).encode()
    elif kind == "png":
        data = draws.vegalite_to_png(whole, scale=_SCALE)
    else:
        data = draws.vegalite_to_svg(whole).encode()
    write_whole(Path(out), data)
