"""Reading reports: from a file or text to its claims, compared with the log of acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rukhsa.evidence.against import Finding, compare
from rukhsa.evidence.article import Article, article_of, read_article
from rukhsa.evidence.claim import Claim, Reader
from rukhsa.evidence.claims import read_claims
from rukhsa.evidence.known import Known
from rukhsa.evidence.lexicon import lexicon
from rukhsa.evidence.naming import known
from rukhsa.evidence.sentences import Sentence, sentences
from rukhsa.law.pack import Pack, load_pack, pack_names
from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Shelf:
    """What reports are read against: the packs and the measures that they name."""

    packs: Mapping[str, Pack]
    known: Known

    @classmethod
    def of(cls, packs: Mapping[str, Pack]) -> Shelf:
        return cls(packs, known(packs))

    @classmethod
    def bundled(cls) -> Shelf:
        """The bundled packs."""
        return cls.of({name: load_pack(name) for name in pack_names()})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one report.

    Attributes:
        article: the report.
        claims: its claims, in order; and
        findings: what the log says of each, in the same order.
        unread: sentences that say something about goods or measures which was not understood.
    """

    article: Article
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Sentence, ...]


def read_text(
    text: str,
    shelf: Shelf,
    *,
    title: str | None = None,
    day: str | None = None,
    outlet: str | None = None,
    name: str = "<text>",
) -> Reading:
    """Read a report from its text.

    Example:
        >>> reading = read_text("China suspended its ban on gallium exports to the U.S.", Shelf.bundled())
        >>> [(claim.act, claim.measure.id) for claim in reading.claims]
        [('suspend', 'cn-2024-46 art.2')]

    Raises:
        RukhsaError: the text is in a language that is not read.
    """
    return read(article_of(text, name, title=title, day=day, outlet=outlet), shelf)


def read(article: Article, shelf: Shelf) -> Reading:
    """Read a report."""
    words = lexicon(article.lang)
    listed = sentences(article.title, article.text, words, article.day)
    claims, unread = read_claims(listed, Reader(words, shelf.known, article.day, article.outlet))
    findings = tuple(compare(claim, article, shelf.packs) for claim in claims)
    return Reading(article, tuple(claims), findings, tuple(unread))


def read_files(
    paths: Iterable[str], shelf: Shelf, *, day: str | None = None, outlet: str | None = None
) -> list[Reading]:
    """Read reports from files.

    Raises:
        RukhsaError: a file that cannot be read as a report.
    """
    return [read(read_article(path, day, outlet), shelf) for path in paths]
