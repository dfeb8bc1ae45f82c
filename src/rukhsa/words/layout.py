"""Lines of messages as plain text in a language."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

from rukhsa.records import dataclass
from rukhsa.words.messages import directed, said

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it says (nothing: an empty one), how far in it stands, and whether it may be broken."""

    words: str | Mapping[str, str] | None = None
    indent: str = ""
    wraps: bool = False


def laid_out(lines: Iterable[Line], lang: str) -> str:
    """The lines in a language.

    A line in Arabic is never broken here: the direction of a bidirectional line is found for the whole of
    it, so what shows it (a terminal, a mail, a browser) has to break it.
    """
    return "\n".join(line_text(line, lang) for line in lines)


def line_text(line: Line, lang: str) -> str:
    """One line in a language."""
    if line.words is None:
        return ""
    text = said(line.words, lang)
    if lang != "en":
        return line.indent + directed(text)
    if not line.wraps:
        return line.indent + text
    later = " " * len(line.indent)
    return textwrap.fill(
        text, WIDTH, initial_indent=line.indent, subsequent_indent=later, break_long_words=False
    )
