"""A report as it comes in: text, page, PDF; what cannot be read as one is refused and says why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukhsa.errors import RukhsaError
from rukhsa.evidence.article import LARGEST, LONGEST, article_of, read_article
from rukhsa.evidence.script import folded, language_of
from rukhsa.evidence.sentences import split_sentences
from tests.evidence.reports import reading

HERE = Path(__file__).parent / "articles"
TEXT = "China suspended its ban on exports of gallium to the United States."


def pdf(text: str) -> bytes:
    """The smallest PDF that holds a line of text."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 700 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def refused(path: Path) -> str:
    with pytest.raises(RukhsaError) as error:
        read_article(str(path))
    return str(error.value)


def test_a_page_is_read_without_its_frame() -> None:
    article = read_article(str(HERE / "suspension.html"))
    assert article.lang == "en"
    assert article.day == "2025-11-09"
    assert article.title is not None
    assert article.title.startswith("China suspends ban on three metals")
    assert "newsletter" not in article.text
    assert "Copyright" not in article.text


def test_a_pdf_is_read(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf(TEXT))
    assert "suspended its ban" in read_article(str(file)).text


def test_a_text_tells_its_headline_and_its_day() -> None:
    article = read_article(str(HERE / "freeze.txt"))
    assert (article.lang, article.day) == ("ar", "2025-07-29")
    assert article.title is not None
    assert article.title.startswith("تجميد")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_text(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes("علّقت الصين حظر تصدير الغاليوم إلى الولايات المتحدة.".encode(encoding))
    assert read_article(str(file)).text.startswith("علّقت الصين")


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    empty, binary, broken, picture = (tmp_path / name for name in ("a.txt", "b.bin", "c.pdf", "d.pdf"))
    empty.write_bytes(b" \n")
    binary.write_bytes(bytes(range(256)) * 20)
    broken.write_bytes(b"%PDF-1.4\nnothing")
    picture.write_bytes(pdf(""))
    assert "empty" in refused(empty)
    assert "no text, web page or PDF" in refused(binary)
    assert "cannot be read" in refused(broken)
    assert "only pictures" in refused(picture)
    assert "No such file" in refused(tmp_path / "missing.txt")
    assert "folder" in refused(tmp_path)


def test_what_the_reader_of_pdf_complains_of_is_told_nobody(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing")
    told = subprocess.run(
        [sys.executable, "-m", "rukhsa", "read", str(broken)], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"rukhsa: {broken}: the PDF cannot be read\n"


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with open(file, "wb") as huge:
        huge.truncate(LARGEST + 1)
    assert "larger" in refused(file) or "bytes" in refused(file)
    with pytest.raises(RukhsaError, match="longer"):
        article_of("word " * (LONGEST // 5 + 1))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("وزارة التجارة", "ar"),
        ("The ministry said", "en"),
        ("商务部公告", "zh"),
        ("商務部發布公告 H20", "zh"),
    ],
)
def test_the_language_is_told(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "経済産業省は輸出管理の強化について発表した。これは半導体に関するものです。",
        "Le ministère du commerce a annoncé que les exportations de puces vers la Chine seront désormais soumises à "
        "une licence, selon des responsables qui ont parlé au journal. La décision concerne plusieurs entreprises et "
        "les fabricants devront attendre une réponse de la part des autorités avant toute livraison, ont-ils ajouté.",
        "12345 !!!",
    ],
)
def test_another_language_is_refused(text: str) -> None:
    with pytest.raises(RukhsaError):
        language_of(text)


def test_folding_makes_spellings_one() -> None:
    assert folded("الرَّقائِقُ الأميركيّة", "ar") == folded("الرقايق الاميركيه", "ar")
    assert folded("暫停實施輝達", "zh") == "暂停实施辉达"
    assert folded("the US told us", "en") == "the u.s. told us"


def test_abbreviations_end_no_sentence() -> None:
    text = "The U.S. said so on Jan. 13. Rep. Smith wrote No. 70 of 2025. It is so."
    assert len(list(split_sentences(text))) == 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = reading(text)
    except RukhsaError as error:
        assert error.problems
        return
    assert all(0 <= claim.confidence <= 1 for claim in found.claims)


WORDS = st.sampled_from(
    "China suspended the ban on gallium exports until 2026-11-27 . , Reuters said two sources H20 may not license "
    "علقت الصين حظر الغاليوم حتى نوفمبر مصدران رويترز 商务部 暂停 实施 第70号 公告 路透社 两名 知情人士 。 ； 2025年 的".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_any_words_of_the_field_are_read(words: list[str]) -> None:
    for joint in (" ", ""):
        try:
            found = reading(joint.join(words))
        except RukhsaError:
            continue
        assert len(found.claims) == len(found.findings)
