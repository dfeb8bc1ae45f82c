"""A report as it comes in: plain text, a web page or a PDF, from a file or standard input.

A file that is empty, binary, too large or in a language that is not read is refused; nothing is guessed of it.
"""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path

from rukhsa.errors import Problem, RukhsaError
from rukhsa.evidence.byline import dateline
from rukhsa.evidence.dates import days, parsed
from rukhsa.evidence.day import Day
from rukhsa.evidence.lexicon import Lexicon, lexicon
from rukhsa.evidence.script import folded, language_of
from rukhsa.records import dataclass
from rukhsa.words.messages import say

LARGEST = 20_000_000
LONGEST = 400_000
_HTML = re.compile(r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|\?xml)", re.I | re.S)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 600
_ANY_YEAR = "2000-12-31"  # only to see whether a dateline names a day, and
_ANY_MONTHS = ("2000-12-31", "2001-03-31")  # whether it names its month too
_NEAR = 100  # days from a day with its year within which a dateline without one is of that time
_CLOSE = {"en": 12, "ar": 12, "zh": 1}  # letters between a word for `from` and a day


@dataclass(frozen=True, slots=True)
class Article:
    """One report.

    Attributes:
        name: the file that it came from.
        text: its body.
        lang: `ar`, `en` or `zh`.
        title: the headline, where it is told apart.
        day: the day of the report, as ISO text.
        outlet: who published it.
    """

    name: str
    text: str
    lang: str
    title: str | None = None
    day: str | None = None
    outlet: str | None = None


def read_article(path: str, day: str | None = None, outlet: str | None = None) -> Article:
    """Read a report from a file; `-` is standard input.

    Args:
        path: the file.
        day: the day of the report; found in the report itself when absent.
        outlet: who published it; found in the page when absent.

    Raises:
        RukhsaError: the file cannot be read as a report.
    """
    raw, name = _raw(path)
    if not raw.strip():
        raise _refused(say("reading.empty"), name)
    if raw.startswith(b"%PDF-"):
        return article_of(_pdf(raw, name), name, day=day, outlet=outlet)
    text = _text(raw, name)
    if _HTML.match(text):
        return _page(text, name, day, outlet)
    return article_of(text, name, day=day, outlet=outlet)


def article_of(
    text: str,
    name: str = "<text>",
    *,
    title: str | None = None,
    day: str | None = None,
    outlet: str | None = None,
) -> Article:
    """A report from its text.

    Raises:
        RukhsaError: it is too long, or in no language that is read.
    """
    if len(text) > LONGEST:
        raise _refused(say("reading.too_long", letters=f"{LONGEST:,}"), name, say("errors.split_it"))
    lang = language_of(text, name)
    if title is None:
        title, text = _headline(text)
    return Article(name, text, lang, title, day or _dateline(text, lang), outlet)


def _raw(path: str) -> tuple[bytes, str]:
    if path == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "<stdin>"
    file = Path(path)
    try:
        if file.is_dir():
            raise _refused(say("errors.folder_no_file"), path)
        if file.exists() and not file.is_file():
            raise _refused(say("errors.no_regular_file"), path)
        if file.stat().st_size > LARGEST:
            raise _refused(say("errors.too_large", bytes=f"{LARGEST:,}"), path, say("errors.split_it"))
        return file.read_bytes(), path
    except OSError as error:
        raise _refused(say("errors.unreadable", reason=error.strerror), path) from None
    except ValueError as error:  # a name with a null character
        raise _refused(say("errors.unreadable", reason=str(error)), path) from None


def _text(raw: bytes, name: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig"]
        if b"<meta" in raw[:2048].lower() and (told := re.search(rb"charset=[\"']?([\w-]+)", raw[:2048])):
            encodings.append(told[1].decode("ascii"))
        encodings += ["windows-1256", "gb18030"] if not _CONTROL.search(raw.decode("latin-1")) else []
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _CONTROL.search(text):
            break
        return text
    raise _refused(say("reading.binary"), name, say("reading.binary_fix"))


def _page(text: str, name: str, day: str | None, outlet: str | None) -> Article:
    try:
        import trafilatura
    except ImportError:
        raise _refused(say("reading.needs_text", what="HTML"), name, say("reading.needs_text_fix")) from None
    found = trafilatura.bare_extraction(
        text, with_metadata=True, include_comments=False, include_tables=False
    )
    body = getattr(found, "text", None)
    if not body:
        raise _refused(say("reading.no_body"), name, say("reading.no_body_fix"))
    return article_of(
        body,
        name,
        title=getattr(found, "title", None) or None,
        day=day or getattr(found, "date", None),
        outlet=outlet or getattr(found, "sitename", None),
    )


def _pdf(raw: bytes, name: str) -> str:
    import io
    import logging

    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise _refused(say("reading.needs_text", what="PDF"), name, say("reading.needs_text_fix")) from None
    log, own = logging.getLogger("pypdf"), logging.NullHandler()
    log.addHandler(own)  # else what the reader complains of is printed where nobody asked for it
    try:
        pages = PdfReader(io.BytesIO(raw)).pages
        text = "\n".join(page.extract_text() or "" for page in pages)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError):
        raise _refused(say("reading.bad_pdf"), name) from None
    finally:
        log.removeHandler(own)
    if not text.strip():
        raise _refused(say("reading.no_text_in_pdf"), name, say("reading.no_text_in_pdf_fix"))
    return text


def _headline(text: str) -> tuple[str | None, str]:
    """A first line that stands apart and ends no sentence is the headline."""
    head, gap, rest = text.strip().partition("\n")
    head = head.strip()
    if gap and rest.strip() and len(head) <= 200 and not re.search(r"[.。!！:：]$", head):
        return head.lstrip("# "), rest.strip()
    return None, text.strip()


def _dateline(text: str, lang: str) -> str | None:
    """The first whole day with a year near the head of a report."""
    words = lexicon(lang)
    line = folded(text[: dateline(text, lang)], lang)
    head = folded(text[:_HEAD], lang)
    for first in head.splitlines()[:3]:
        if len(first) <= 40 and (day := parsed(first, lang)):
            return day
    whole = [one for one in days(head, words, None) if one.whole]
    if days(line, words, _ANY_YEAR):
        own = [one.day for one in days(line, words, None) if one.whole]
        return own[0] if own else _nearest(line, words, [one.day for one in whole])
    lead = [one for one in whole if one.start <= 80 and not _begins_or_ends(head, one, words)]
    return lead[0].day if lead else None


def _nearest(line: str, words: Lexicon, known: list[str]) -> str | None:
    """The day of a dateline without its year, by a day with a year that the report tells within months of it."""
    named = {one.day[5:] for told in _ANY_MONTHS for one in days(line, words, told) if one.whole}
    for day in known if len(named) == 1 else ():  # 30日 alone is of any month
        on = datetime.date.fromisoformat(day)
        for told in (day, f"{on.year - 1}-12-31", f"{on.year}-12-31", f"{on.year + 1}-12-31"):
            for one in days(line, words, told):
                if one.whole and abs((datetime.date.fromisoformat(one.day) - on).days) <= _NEAR:
                    return one.day
    return None


def _begins_or_ends(head: str, day: Day, words: Lexicon) -> bool:
    """Whether something is told to begin or to end on a day: it is no day of a report."""
    marks = [
        m for name in ("from", "until") if (p := words.words("time", name, head)) for m in p.finditer(head)
    ]
    ahead = any(0 <= day.start - m.end() <= _CLOSE[words.lang] for m in marks)
    return ahead or (words.lang == "zh" and any(m.start() == day.end for m in marks))


def _refused(message: str, name: str, fix: str | None = None) -> RukhsaError:
    return RukhsaError(Problem(message, name, fix=fix))
