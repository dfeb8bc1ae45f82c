"""How values are read: exactly, in either script, or not at all."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.names import Names
from rukhsa.language.vocabulary import FactDef, Value, Vocabulary, is_day
from tests.strategies import examples

NAMES = Names(
    {
        "nvidia": ["NVIDIA Corporation", "إنفيديا"],
        "micron": ["Micron Technology"],
        "amd": ["Advanced Micro Devices"],
    }
)
FACTS = Vocabulary(
    [
        FactDef(
            "tpp",
            "number",
            "item",
            {"en": "total processing performance"},
            unit="TOPS x bits",
            min=Decimal(0),
        ),
        FactDef("width", "number", "item", {"en": "width"}, unit="mm", min=Decimal(0)),
        FactDef("volume", "number", "item", {"en": "volume"}, unit="m3", max=Decimal(499)),
        FactDef("change", "number", "line", {"en": "change"}),
        FactDef(
            "owned",
            "number",
            "party",
            {"en": "share"},
            unit="percent",
            min=Decimal(0),
            doubtful_below=Decimal(1),
        ),
        FactDef("holds_dysprosium", "truth", "item", {"en": "holds dysprosium"}, amounts=True),
        FactDef("datacenter", "truth", "item", {"en": "for data centers"}),
        FactDef("category", "text", "item", {"en": "category"}, values=("ic", "advanced_node", "other")),
        FactDef("model", "text", "item", {"en": "model"}),
        FactDef("entry", "text", "item", {"en": "entry"}, letters="code"),
        FactDef("destination", "country", "route", {"en": "destination"}),
        FactDef("shipped_on", "date", "line", {"en": "day of shipment"}),
        FactDef("exporter", "name", "route", {"en": "exporter"}),
    ],
    NAMES,
)


def read(name: str, raw: object) -> Value | None:
    return FACTS.read(name, raw)


def refused(name: str, raw: object) -> Problem:
    with pytest.raises(RukhsaError) as caught:
        FACTS.read(name, raw, "orders.csv", 7)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("orders.csv", 7, name)
    assert len(problem.message) < 200
    return problem


# numbers


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("4800", "4800"),
        (" 4800 ", "4800"),
        ("4799.9999999999", "4799.9999999999"),
        (".5", "0.5"),
        ("+5", "5"),
        ("4.8e3", "4800"),
        (4800, "4800"),
        (0.1, "0.1"),
        (1e22, "1e22"),
        (Decimal("5.92"), "5.92"),
        ("٤٨٠٠", "4800"),
        ("٤٧٩٩٫٩٩", "4799.99"),
        ("۴۸۰۰", "4800"),
        ("\u200f٤٨٠٠\u200e", "4800"),
        ("4800 TOPS x bits", "4800"),
        ("4800 tops x bits", "4800"),
    ],
)
def test_numbers_are_read_exactly_in_either_script(raw: object, value: str) -> None:
    found = read("tpp", raw)
    assert isinstance(found, Decimal)
    assert found == Decimal(value)


@pytest.mark.parametrize(
    "raw",
    [
        "NaN",
        "nan",
        float("nan"),
        Decimal("NaN"),
        "inf",
        "-inf",
        float("inf"),
        "Infinity",
        Decimal("-Infinity"),
    ],
)
def test_what_is_no_number_is_refused(raw: object) -> None:
    assert "cannot read" in refused("tpp", raw).message


@pytest.mark.parametrize("raw", ["-1", -1, "-0.0000001", "\u22121", "-٤٨٠٠"])
def test_a_value_below_the_least_is_refused(raw: object) -> None:
    assert "is below 0, the least value of total processing performance" in refused("tpp", raw).message


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0.5 %", True),
        ("0.02%", True),
        ("٠٫٥ %", True),
        ("0,5 %", True),
        ("≥0.1 wt%", True),
        ("200 ppm", True),
        ("> 0 %", True),
        (0.5, True),
        ("2", True),
        ("0", False),
        ("0.00 %", False),
        ("是", True),
        ("无", False),
    ],
)
def test_a_share_answers_whether_something_is_held(raw: object, value: bool) -> None:
    assert read("holds_dysprosium", raw) is value


@pytest.mark.parametrize("raw", ["<0.1 %", "0.5 % or less", "trace", "-0.5 %", "0.5 kg of it", "~0 %", "≥0"])
def test_what_is_no_share_does_not_answer_whether_something_is_held(raw: object) -> None:
    assert "expected yes or no" in refused("holds_dysprosium", raw).message


def test_a_share_answers_no_other_truth() -> None:
    assert "expected yes or no" in refused("datacenter", "0.5 %").message


@pytest.mark.parametrize("raw", ["499.1", 500, "٥٠٠٠", "5000 m3"])
def test_a_value_above_the_greatest_is_refused(raw: object) -> None:
    assert "is above 499, the greatest value of volume" in refused("volume", raw).message
    assert read("volume", 499) == 499


@pytest.mark.parametrize("raw", ["0.5", "0.999", "٠٫٥", ".5", Decimal("0.5"), 0.5])
def test_what_may_be_a_share_of_one_is_asked_for_its_sign(raw: object) -> None:
    problem = refused("owned", raw)
    assert problem.key == "errors.doubtful" and "%" in str(problem.fix)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", "0"),
        ("1", "1"),
        ("1.5", "1.5"),
        ("50", "50"),
        ("0.5%", "0.5"),
        ("0.5 percent", "0.5"),
        ("50 %", "50"),
    ],
)
def test_a_percentage_that_can_be_nothing_else_is_read(raw: str, value: str) -> None:
    assert FACTS.read("owned", raw) == Decimal(value)


def test_a_number_without_a_least_value_may_be_negative() -> None:
    assert read("change", "\u221212.5") == Decimal("-12.5")


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("4,800", "write 4800 if thousands are meant"),
        ("1,234,567", "write 1234567 if thousands are meant"),
        ("4'800", "write 4800 if thousands are meant"),
        ("٤٬٨٠٠", "write 4800 if thousands are meant"),
        ("12,5", "write 12.5 if decimals are meant, 125 if not"),
    ],
)
def test_thousands_separators_are_refused_with_a_hint(raw: str, hint: str) -> None:
    problem = refused("tpp", raw)
    assert "expected a decimal point and no thousands separators" in problem.message
    assert problem.fix == hint


@pytest.mark.parametrize(
    "raw", ["4800 GB/s", "4800 mm", "5 kg", "4800%", "4800 x", "4 800", "4800.5.1", "1e", "0x1F"]
)
def test_a_number_in_another_unit_is_refused(raw: str) -> None:
    problem = refused("tpp", raw)
    assert "expected a number in TOPS x bits" in problem.message
    assert problem.fix == "leave the unit out"


@pytest.mark.parametrize("raw", ["1" * 31, "1e99", "1e-99", "0." + "0" * 99 + "1", "9" * 10_000])
def test_a_number_of_absurd_length_is_refused(raw: str) -> None:
    assert "more than 30 digits" in refused("tpp", raw).message


@pytest.mark.parametrize("raw", [True, [], {}, b"5", object(), "many", "²", "--5", "5 -"])
def test_what_cannot_be_a_number_is_refused(raw: object) -> None:
    assert "cannot read" in refused("tpp", raw).message


@examples(600)
@given(st.decimals(min_value=0, max_value=Decimal("1e15"), places=6))
def test_every_decimal_reads_back_in_both_scripts(number: Decimal) -> None:
    text = f"{number:f}"
    arabic = text.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    assert read("tpp", text) == read("tpp", arabic) == number


@examples(1000)
@given(st.sampled_from(sorted(FACTS)), st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_something_else(name: str, text: str) -> None:
    try:
        value = read(name, text)
    except RukhsaError as error:
        assert error.problems[0].field == name
        return
    types = {"truth": bool, "number": Decimal}
    assert value is None or isinstance(value, types.get(FACTS[name].type, str))


# truths, text, dates, countries


@pytest.mark.parametrize(
    ("raw", "value"), [("yes", True), ("No", False), ("نعم", True), ("لا", False), ("١", True), (True, True)]
)
def test_truths_are_read_in_both_languages(raw: object, value: bool) -> None:
    assert read("datacenter", raw) is value


@pytest.mark.parametrize("raw", ["maybe", "2", "ja", 2, "yes no"])
def test_what_is_neither_yes_nor_no_is_refused(raw: object) -> None:
    assert "expected yes or no" in refused("datacenter", raw).message


@pytest.mark.parametrize("raw", ["", "  ", "unknown", "Unknown", "?", "غير معروف", None])
@pytest.mark.parametrize("name", sorted(FACTS))
def test_what_is_said_to_be_unknown_is_unknown(name: str, raw: object) -> None:
    assert read(name, raw) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("3A090.a", "3A090.a"),
        ("3a090.A", "3A090.a"),
        ("3A090a", "3A090.a"),
        ("3A090 a", "3A090.a"),
        ("Entry 3B001(c)(1)", "3B001.c.1"),
        ("entry: 3b001f1", "3B001.f.1"),
        ("3A001.b.4.c", "3A001.b.4.c"),
        ("3E001", "3E001"),
        ("3A001b.4c", "3A001.b.4.c"),
        ("4A994.l", "4A994.l"),
        ("ear99", "EAR99"),
        ("5A992 or 5A002", "5A992 OR 5A002"),
        ("5A992/5A002", "5A992/5A002"),
        ("5A992 see note", "5A992 SEE NOTE"),
        ("5A992.c or 5A002.a", "5A992.c or 5a002.a"),
        ("", None),
    ],
)
def test_a_code_is_one_however_it_is_written(raw: str, code: str | None) -> None:
    assert read("entry", raw) == code


def test_text_takes_the_allowed_values_only() -> None:
    assert read("category", "IC") == "ic"
    assert read("category", "Advanced Node") == "advanced_node"
    problem = refused("category", "chip")
    assert "expected one of ic, advanced_node, other" in problem.message
    assert read("model", "  H20 SXM ") == "H20 SXM"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("2025-07-15", "2025-07-15"), ("٢٠٢٥-٠٧-١٥", "2025-07-15"), ("2024-02-29", "2024-02-29")],
)
def test_dates_are_read_in_either_script(raw: str, value: str) -> None:
    assert read("shipped_on", raw) == value


@pytest.mark.parametrize(
    "raw",
    [
        "2025-02-30",
        "2025-02-29",
        "15/07/2025",
        "07-15-2025",
        "15.7.2025",
        "tomorrow",
        "0",
        "2025-7-5",
        "2025",
        45000,
    ],
)
def test_what_is_no_calendar_day_is_refused(raw: object) -> None:
    assert "expected a date, YYYY-MM-DD" in refused("shipped_on", raw).message


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("China", "CN"),
        ("الصين", "CN"),
        ("NO", "NO"),
        ("Norway", "NO"),
        ("النرويج", "NO"),
        ("UAE", "AE"),
    ],
)
def test_countries_are_read_in_both_languages(raw: str, code: str) -> None:
    assert read("destination", raw) == code


@pytest.mark.parametrize("raw", ["Narnia", "ZZ", "CN,DE", "86", "C N"])
def test_what_is_no_country_is_refused(raw: str) -> None:
    problem = refused("destination", raw)
    assert "is not a country" in problem.message
    assert problem.fix is not None


# names


@pytest.mark.parametrize(
    "raw",
    [
        "nvidia",
        "NVIDIA",
        "Nvidia Corp.",
        "NVIDIA Corporation",
        "  nvidia, Inc.",
        "إنفيديا",
        "انفيديا",
        "إنفـيـديا",
        "ＮＶＩＤＩＡ",
    ],
)
def test_a_name_is_known_under_every_spelling(raw: str) -> None:
    assert read("exporter", raw) == "nvidia"


@pytest.mark.parametrize(
    "raw",
    [
        "NVIDIA Singapore",
        "Micron Technology Xi'an",
        "شركة إنفيديا للتجارة",
        "Micro Devices",
        "Envidia",
        "Nvidea",
    ],
)
def test_a_name_that_resembles_one_is_asked_about_and_never_guessed(raw: str) -> None:
    problem = refused("exporter", raw)
    assert "without being the same name" in problem.message
    assert "`other` if it is another company, `unknown` if you cannot tell" in (problem.fix or "")


@pytest.mark.parametrize("raw", ["Samsung", "Acme", "Devic", "中芯国际"])
def test_another_name_is_nobody_whom_the_law_names(raw: str) -> None:
    assert read("exporter", raw) not in {"nvidia", "micron", "amd"}


@pytest.mark.parametrize("raw", ["-", "—", "...", "!!", "\u0640"])
def test_a_name_without_letters_is_refused_and_not_taken_for_another_company(raw: str) -> None:
    problem = refused("exporter", raw)
    assert problem.fix == "write `unknown` if it is not known"


def of_the_calendar(text: str) -> bool:
    try:
        return re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


@given(
    st.one_of(
        st.dates().map(date.isoformat),
        st.from_regex("[0-9]{4}-[012][0-9]-[0-3][0-9]", fullmatch=True),
        st.text("0123456789-W٣ ", max_size=11),
    )
)
def test_a_day_is_one_of_the_calendar(text: str) -> None:
    assert is_day(text) == of_the_calendar(text)


@pytest.mark.parametrize("text", ["2024-02-29", "2000-02-29", "9999-12-31"])
def test_leap_days_and_ends(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "1900-02-29", "0000-01-01", "2025-04-31", "2025-1-01", "", "-"]
)
def test_what_is_no_day(text: str) -> None:
    assert not is_day(text)


@pytest.mark.parametrize("raw", ["NA", "na", " Na "])
def test_a_code_that_tables_write_for_a_missing_value_is_no_country(raw: str) -> None:
    """Else a headquarters that is "not available" would be in Namibia, where no license is required."""
    with pytest.raises(RukhsaError) as caught:
        FACTS.read("destination", raw)
    assert caught.value.problems[0].fix == "write Namibia, or leave it empty"
    assert {FACTS.read("destination", told) for told in ("Namibia", "NAM", "ناميبيا")} == {"NA"}
    assert FACTS.read("destination", "NO") == "NO"


# the vocabulary itself


def test_an_unknown_fact_names_its_neighbors() -> None:
    with pytest.raises(RukhsaError) as caught:
        FACTS.read("datacentre", "yes")
    (problem,) = caught.value.problems
    assert problem.message == "unknown fact `datacentre`"
    assert problem.fix == "did you mean `datacenter`?"


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_fact_survives_being_written_as_data(name: str) -> None:
    assert FactDef.from_data(FACTS[name].to_data()) == FACTS[name]
