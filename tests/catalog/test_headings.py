"""Machines of which the catalog holds few: those that it holds, and where to look for the others."""

from __future__ import annotations

import pytest

from rukhsa.catalog.headings import _headings, headings_of
from rukhsa.catalog.items import Catalog, load_catalog
from rukhsa.catalog.lookup import find
from rukhsa.cli.main import main
from rukhsa.decide.codes import naming_of
from rukhsa.decide.engine import load
from rukhsa.errors import RukhsaError


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.mark.parametrize(
    ("asked", "item"),
    [
        ("ASML NXT:1980i", "asml-nxt-1980i"),
        ("TWINSCAN NXT:1970Ci", "asml-nxt-1970i"),
        ("NXT:2000i", "asml-nxt-2000i"),
        ("إيه إس إم إل NXT:2050i", "asml-nxt-2050i"),
        ("NXE:3600D", "asml-nxe-euv"),
        ("EUV scanner", "euv-scanner"),
        ("极紫外光刻机", "euv-scanner"),
        ("MOCVD reactor", "mocvd-reactor"),
    ],
)
def test_a_machine_is_found_by_its_names(catalog: Catalog, asked: str, item: str) -> None:
    assert catalog.find(asked).id == item


def test_a_machine_whose_entry_hangs_on_its_figures_is_asked_for_its_code() -> None:
    """3B001.f.1.b and 3B993.f.1 part immersion systems by an overlay that no public sheet states alike."""
    decision = (
        load()
        .on("2026-11-01", sides=["us"])
        .decide("ASML NXT:1980i", origin="US", destination="CN", exporter="other", party_hq="CN")
    )
    assert decision.verdict == "undetermined" and "eccn" in decision.missing


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("KLA", "3B993.q"),
        ("ion implanter", "3B001.b"),
        ("Lam Research etcher", "3B001.c"),
        ("离子注入机", "3B994.b"),
        ("آلة طباعة ضوئية", "3B001.f"),
        ("PECVD tool", "3B001.d"),
    ],
)
def test_what_it_does_not_hold_is_told_with_the_headings_to_look_at(
    catalog: Catalog, asked: str, code: str
) -> None:
    with pytest.raises(RukhsaError) as refused:
        find(catalog, asked)
    assert f"`{code}`" in str(refused.value) and "no classification" in str(refused.value)


def test_it_is_told_in_arabic(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "find", "KLA", "--lang", "ar"]) == 2
    assert "الفحص والقياس" in capsys.readouterr().err


@pytest.mark.parametrize(
    "asked", ["teapot", "face mask", "telephone", "screen", "stepper motor", "lamp oil", ""]
)
def test_other_words_have_no_heading(asked: str) -> None:
    assert headings_of(asked) == ()


def test_every_heading_is_known_to_the_law() -> None:
    regime = load().on("2026-11-01")
    codes = [code for heading in _headings() for code in heading.codes]
    assert codes and [code for code in codes if not naming_of(regime, code)] == []
    assert all(set(heading.title) == {"en", "ar"} for heading in _headings())
