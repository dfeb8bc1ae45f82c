"""Names that resemble: what is left out before `difflib` is asked is what `difflib` would refuse."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest

from rukhsa.language.names import LEAST_LIKENESS, Names, Resemblance, fold_name
from rukhsa.language.sounds import sound

LISTED = (
    "Yangtze Memory Technologies",
    "Biren Technology",
    "Hygon",
    "Moore Threads",
    "سميك",
    "华为技术",
    "aaaab aaa",
)


def slipped(draw: random.Random, name: str) -> str:
    letters = list(name)
    for _ in range(draw.randint(0, 6)):
        place = draw.randrange(len(letters) + 1)
        match draw.randint(0, 2):
            case 0:
                letters.insert(place, draw.choice("aeintrz 中ش"))
            case 1:
                del letters[place : place + 1]
            case _:
                letters[place : place + 1] = draw.choice("aeintrz")
    return "".join(letters)


def test_nothing_close_is_left_out() -> None:
    names, draw = Names({name: () for name in LISTED}), random.Random(4)
    kept = 0
    for _ in range(500):
        name = slipped(draw, draw.choice(list(names.ids)))
        close = set(names._close(name))
        kept += len(close)
        for spelling in names.ids:
            asked = SequenceMatcher(None, spelling, name)  # as `get_close_matches` does
            least = min(asked.real_quick_ratio(), asked.quick_ratio())
            assert (spelling in close) == (least >= LEAST_LIKENESS)
    assert 100 < kept < 500 * len(names.ids)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Yangtze Memory", "يانغتسي ميموري"),
        ("Moore Threads", "مور ثريدز"),
        ("Moore Threads", "شركة مور ثردز"),
        ("Huntington Ingalls", "هنتنجتون إنجلز"),
        ("Excalibur Army", "إكسكاليبر آرمي"),
        ("Pacific Rim Defense", "باسيفيك ريم ديفنس"),
    ],
)
def test_a_name_in_arabic_letters_that_sounds_like_a_listed_one_is_asked(latin: str, arabic: str) -> None:
    assert sound(fold_name(latin)) == sound(fold_name(arabic))
    assert Names({"somebody": [latin], "another": ["Northern Star"]}).find(arabic) == Resemblance(
        ("somebody",)
    )


@pytest.mark.parametrize("name", ["شركة الأفق للتجارة", "أرامكو السعودية", "مصنع النور للإلكترونيات", "سابك"])
def test_other_names_in_arabic_letters_are_nobody_known(name: str) -> None:
    assert Names({"somebody": LISTED}).find(name) == fold_name(name)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Skydio", "سكايديو"),
        ("Skydio", "شركة سكايديو"),
        ("Hino", "هينو"),
        ("Huawei", "هواوي"),
        ("Dahua", "داهوا"),
        ("Hygon", "هايجون"),
        ("Nvidia", "إنفيديا"),
        ("Micron", "مايكرون"),
        ("Wingtech", "وينغتك"),
        ("Cadence", "كيدنس"),
        ("Core42", "كور 42"),
        ("Core42", "كور ٤٢"),
        ("OpenAI", "أوبن إيه آي"),
        ("SMIC", "سميك"),
        ("SMIC", "إس إم آي سي"),
        ("TDK", "تي دي كيه"),
        ("G42", "جي 42"),
        ("G42", "جي ٤٢"),
        ("G42", "جي ۴۲"),
    ],
)
def test_a_short_name_in_arabic_letters_is_read_against_the_listed_ones(latin: str, arabic: str) -> None:
    assert Names({"somebody": [latin], "another": ["Northern Star"]}).find(arabic) == Resemblance(
        ("somebody",)
    )


SHORT = (
    "Skydio",
    "Hino",
    "Huawei",
    "Dahua",
    "Meta",
    "ASE",
    "Oki",
    "GDIT",
    "Intel",
    "SMEE",
    "Leda",
    "USAF",
    "Altana",
    "BAAI",
)


@pytest.mark.parametrize(
    "name",
    [
        "صديق",  # the same consonants as Skydio
        "دعوى",
        "مادة",
        "مدة",
        "هنا",
        "هوية",
        "وقع",
        "وصف",
        "جديد",
        "لدى",
        "سماء",
        "الثانية",
        "باع",
        "مي",
        "سابك",
        "زين",
        "دار",
        "نون",
        "الدار",
        "إعمار",
        "اتصالات",
        "موبايلي",
        "معادن",
        "كيان",
        "تبريد",
    ],
)
def test_usual_words_and_names_in_arabic_letters_sound_like_no_short_name(name: str) -> None:
    assert Names({company: () for company in SHORT}).find(name) == fold_name(name)


def test_a_page_of_vowels_is_no_name() -> None:
    assert Names({"somebody": ["Ieee", "Aia"]}).find("ا" * 20_000) == "ا" * 20_000


@pytest.mark.parametrize("name", ["GE Aerospace", "Bosch Aerospace", "Kaman Aerospace"])
def test_a_long_word_that_two_names_share_does_not_make_them_resemble(name: str) -> None:
    assert Names({"somebody": ["IHI Aerospace", "AEVEX Aerospace"]}).find(name) == fold_name(name)


@pytest.mark.parametrize("name", ["IHL Aerospace", "IHI Aerospce", "IIH Aerospace", "I Aerospace"])
def test_a_slip_beside_a_shared_word_is_asked(name: str) -> None:
    assert Names({"somebody": ["IHI Aerospace"]}).find(name) == Resemblance(("somebody",))


@pytest.mark.parametrize(
    "name",
    [
        "株式会社トーキン",
        "トーキン株式会社",
        "㈱トーキン",
        "トーキン(株)",
        "トーキン　株式会社",
        "ﾄｰｷﾝ株式会社",
    ],
)
def test_a_legal_form_joined_to_a_name_is_folded_away(name: str) -> None:
    assert Names({"somebody": ["トーキン"]}).find(name) == "somebody"


@pytest.mark.parametrize("name", ["华为技术有限公司", "華為技術股份有限公司"])
def test_chinese_forms_are_folded_away_before_what_they_stand_after(name: str) -> None:
    assert Names({"somebody": ["华为技术", "華為技術"]}).find(name) == "somebody"


def test_a_form_alone_stays_a_name() -> None:
    assert fold_name("株式会社") == "株式会社"


def test_voiced_kana_are_letters_of_their_own() -> None:
    assert fold_name("バス") != fold_name("ハス")
    assert Names({"somebody": ["バス"]}).find("ハス") == "ハス"


def test_a_name_in_kana_that_holds_a_listed_one_is_asked() -> None:
    assert Names({"somebody": ["スバル"]}).find("スバル興業") == Resemblance(("somebody",))
