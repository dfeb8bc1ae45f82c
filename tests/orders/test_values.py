"""Numbers, dates and money as people write them: one reading, or a question; never a guess."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rukhsa.errors import RukhsaError
from rukhsa.orders import dates, forms, numbers
from rukhsa.orders.book import Reading
from rukhsa.orders.cells import changed
from rukhsa.orders.line import listed
from rukhsa.orders.styles import readings
from rukhsa.orders.values import amount, currency, forms_of, number, reader_of
from rukhsa.words.messages import say
from tests.orders.books import opened, read, written


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1234", "1234", "1234"),
        ("1,234", "1234", "1.234"),
        ("1.234", "1.234", "1234"),
        ("1,234.5", "1234.5", None),
        ("1.234,5", None, "1234.5"),
        ("12,34,567.8", "1234567.8", None),
        ("1 234,56", None, "1234.56"),
        ("1'234.50", "1234.50", None),
        ("1,23", None, "1.23"),
        ("0,123", None, "0.123"),
        ("1234,567", None, "1234.567"),
        ("1,2345", None, "1.2345"),
        ("1,234,56", None, None),
        ("1.2.3", None, None),
        ("١٬٢٣٤٫٥", "1234.5", "1234.5"),
        ("٣٫١٤", "3.14", "3.14"),
        ("-1.234,5", None, "-1234.5"),
        ("1.234,5-", None, "-1234.5"),
        ("(1,234.5)", "-1234.5", None),
        (".5", "0.5", None),
        ("n/a", None, None),
    ],
)
def test_a_number_under_each_reading(text: str, point: str | None, comma: str | None) -> None:
    parts = numbers.split(numbers.folded(text))
    found = [parts and numbers.value_of(parts[1], way) for way in numbers.READINGS]
    assert [value or None for value in found] == [point, comma]


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from([".,", ",.", ", ", ".'"]))
def test_a_number_that_is_written_is_read_again(value: Decimal, marks: str) -> None:
    mark, group = marks[0], marks[1]
    text = "".join({",": group, ".": mark}.get(char, char) for char in f"{value:,}")
    way = numbers.POINT if mark == "." else numbers.COMMA
    told = number(text, way)
    assert Decimal(told) == value


_SHAPES = st.from_regex(r"-?[0-9]{1,5}([.,][0-9]{1,4}){0,2}", fullmatch=True)


@given(_SHAPES)
def test_forms_say_what_the_readers_say(text: str) -> None:
    for pattern in forms.ALIKE["numbers"]:
        if re.search(pattern, text):
            found = readings("numbers", text)
            assert len(set(found.values())) == 1
            whole = pattern == forms.ALIKE["numbers"][0]
            assert set(found) == ({"point", "comma"} if whole else {"comma"} if "," in text else {"point"})
    for way, plain in forms.PLAIN.items():
        for form in plain:
            if re.search(form.pattern, text):
                told = text
                for old, new in form.replaced:
                    told = told.replace(old, new)
                assert number(text, way) == told == amount(text, way)[0]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_the_form_of_iso_days_holds_days(day: datetime.date) -> None:
    text = day.isoformat()
    assert set(dates.readings(text).values()) == {text}
    if day.day <= 28:
        assert re.search(forms.ISO.pattern, text)


@settings(deadline=None)
@given(st.lists(_SHAPES, max_size=8), st.sampled_from((*numbers.READINGS, numbers.MIXED)))
def test_arrays_are_read_as_lists_are(texts: list[str], way: str) -> None:
    pa = pytest.importorskip("pyarrow")
    reader = reader_of("number", way, {})
    assert reader is not None
    cells, wrong = changed(texts, reader)
    array, same = changed(pa.array(texts, pa.string()), reader, forms_of("number", way))
    assert listed(array) == cells and sorted(same) == sorted(wrong)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-09", "2025-04-09"),
        ("2025/4/9", "2025-04-09"),
        ("20250409", "2025-04-09"),
        ("2025-04-09 09:12:44", "2025-04-09"),
        ("2025-04-09T09:12:44.5Z", "2025-04-09"),
        ("2025年4月9日", "2025-04-09"),
        ("09-Apr-2025", "2025-04-09"),
        ("9. April 2025", "2025-04-09"),
        ("9. März 2025", "2025-03-09"),
        ("Apr 9, 2025", "2025-04-09"),
        ("April 9th, 2025", "2025-04-09"),
        ("9-Apr-25", "2025-04-09"),
        ("٩ أبريل ٢٠٢٥", "2025-04-09"),
        ("9 نيسان 2025", "2025-04-09"),
        ("7 تشرين الأول/أكتوبر 2025", "2025-10-07"),
        ("9 كانون الثاني 2025", "2025-01-09"),
        ("9 جويلية 2025", "2025-07-09"),
        ("٢٠٢٥-٠٤-٠٩", "2025-04-09"),
    ],
)
def test_a_form_that_admits_one_reading(text: str, day: str) -> None:
    assert set(dates.readings(text).values()) == {day}
    assert len(dates.readings(text)) == 3


@pytest.mark.parametrize(
    "text", ["1446-07-13", "13/13/2025", "31.02.2025", "7 Foo 2025", "45756", "2025-04", "9/4", ""]
)
def test_what_is_no_date(text: str) -> None:
    assert dates.readings(text) == {}


def test_months_are_those_that_babel_knows() -> None:
    from babel.dates import get_month_names

    for locale in ("en", "de", "ar_EG", "ar_SY", "ar_IQ", "ar_DZ", "ar_MA"):
        for number_, name in get_month_names("wide", locale=locale).items():
            assert dates.months()[name.casefold()] == number_, (locale, name)


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (["03/04/2025", "31/04/2025", "31/12/2024"], "2025-04-03"),
        (["03/04/2025", "12/31/2024"], "2025-03-04"),
        (["03.04.2025", "13.04.2025"], "2025-04-03"),
        (["03/04/2025", "nonsense", "30/01/2025"], "2025-04-03"),
        (["2025-04-03", "05-Apr-2025"], "2025-04-03"),
        (["25/04/03", "30/04/05"], "2025-04-03"),
    ],
)
def test_the_whole_column_tells(tmp_path: Path, cells: list[str], day: str) -> None:
    book = written(
        tmp_path / "b.csv", "item,destination,date\n" + "".join(f"a,DE,{cell}\n" for cell in cells)
    )
    if cells[0] == "25/04/03":  # 30/04/05 is day first and year first: still open
        with pytest.raises(RukhsaError, match="ymd"):
            read(book)
        assert read(book, Reading(dates="ymd"))[0]["date"] == day
    else:
        assert read(book)[0]["date"] == day


@pytest.mark.parametrize("separator", list("/.-"))
def test_an_ambiguous_date_is_asked_for(tmp_path: Path, separator: str) -> None:
    cell = separator.join(["03", "04", "2025"])
    book = written(tmp_path / "b.csv", f"item,destination,Date\na,DE,2025-01-01\na,DE,{cell}\n")
    with pytest.raises(RukhsaError) as refused:
        opened(book)
    told = str(refused.value)
    assert f"`{cell}` (line 3)" in told and "2025-04-03 (dmy)" in told and "2025-03-04 (mdy)" in told
    assert "--dates dmy" in told and "`date`" in told
    assert [row["date"] for row in read(book, Reading(dates="dmy"))] == ["2025-01-01", "2025-04-03"]
    assert [row["date"] for row in read(book, Reading(dates="mdy"))] == ["2025-01-01", "2025-03-04"]


def test_the_same_day_either_way_needs_no_question(tmp_path: Path) -> None:
    assert (
        read(written(tmp_path / "b.csv", "item,destination,date\na,DE,04/04/2025\n"))[0]["date"]
        == "2025-04-04"
    )


def test_a_column_that_changes_its_way_is_asked_for_with_both_lines(tmp_path: Path) -> None:
    lines = ["a,DE,31/12/2024"] * 70_000 + ["a,DE,12/31/2024"]
    book = written(tmp_path / "b.csv", "item,destination,date\n" + "\n".join(lines) + "\n")
    with pytest.raises(
        RukhsaError, match=r"line 2 has `31/12/2024`.*line 70002 has `12/31/2024`|line 70002.*line 2 has"
    ):
        opened(book)
    last = read(book, Reading(dates="dmy"))[-1]
    assert "`12/31/2024` is no date as this column writes them (dmy)" in last["error"]


@pytest.mark.parametrize(
    ("way", "forms"),
    [("dmy", "31/12/2025, 31.12.2025"), ("mdy", "12/31/2025, 12.31.2025"), ("ymd", "25/12/31, 25.12.31")],
)
def test_what_is_no_date_is_told_the_forms_of_its_column(tmp_path: Path, way: str, forms: str) -> None:
    cells = ["31/02/2025", "45123", "soon", "n.a."]
    lines = "".join(f"a,DE,{cell}\n" for cell in cells)
    book = written(tmp_path / "b.csv", "item,destination,date\n" + lines + "a,DE,\na,DE,today\n")
    found = read(book, Reading(dates=way))
    for row, cell in zip(found, cells, strict=False):
        assert f"`{cell}` is not a date; this column takes {forms}" in row["error"]
        assert "YYYY" not in row["error"]
    assert ["error" in row for row in found] == [True] * 4 + [False] * 2


def test_the_forms_that_are_told_are_read(tmp_path: Path) -> None:
    for way in dates.READINGS:
        told = str(say(f"orders.forms_{way}"))
        found = re.findall(r"[0-9A-Za-z]+[-./][0-9A-Za-z]+[-./][0-9A-Za-z]+", told)
        assert len(found) == 5 and all(dates.readings(form)[way] == "2025-12-31" for form in found)


def test_ambiguous_numbers_are_asked_for_and_others_are_not(tmp_path: Path) -> None:
    book = written(
        tmp_path / "b.csv", "item;destination;quantity;value\na;DE;1.234;1.234,50 €\nb;DE;12;7 €\n"
    )
    with pytest.raises(RukhsaError) as refused:
        opened(book)
    assert [problem.field for problem in refused.value.problems] == ["quantity"]
    assert "1.234 (point), 1234 (comma)" in str(refused.value)
    first, second = read(book, Reading(numbers="comma"))
    assert (first["quantity"], first["value"], first["currency"]) == ("1234", "1234.50", "EUR")
    assert (second["value"], second["currency"]) == ("7", "EUR")


def test_a_number_of_the_other_way_is_an_error_and_not_another_number(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv", "item;destination;quantity;value\na;DE;1,5;1,5\nb;DE;2.5;2.5\n")
    second = read(book, Reading(numbers="comma"))[1]
    assert "`2.5` is no number as this column writes them" in second["error"]
    assert second["value"] == "? 2.5"  # decides nothing, so the line stays; but it is in no sum


def test_a_column_of_both_ways_is_told_and_stops_nothing(tmp_path: Path) -> None:
    cells = ["1,234.56", "1.234,56", "1,234", "1.234 €", "€ 12,50", "500", "abc", "١٬٢٣٤٫٥", "1,234,567", ""]
    lines = "".join(f"a;DE;{cell};{at}\n" for at, cell in enumerate(cells))
    book = opened(written(tmp_path / "b.csv", "item;destination;Value;quantity\n" + lines))
    (told,) = book.notes
    assert "`value` is written in two ways" in told and "--numbers comma" in told
    assert "line 2 has `1,234.56`, which is not comma" in told
    assert "line 3 has `1.234,56`, which is not point" in told
    found = read(tmp_path / "b.csv")
    assert ["error" in row for row in found] == [at in (2, 3) for at in range(len(cells))]
    assert "`1,234` may be 1234 (point), 1.234 (comma)" in found[2]["error"]
    kept = [row["value"] for row in found if "error" not in row]
    assert kept == ["1234.56", "1234.56", "12.50", "500", "? abc", "1234.5", "1234567", ""]
    for way in numbers.READINGS:  # said for the whole column, nothing is told and no line is refused
        book = opened(tmp_path / "b.csv", Reading(numbers=way))
        assert not book.notes
        assert not any("error" in row for row in read(tmp_path / "b.csv", Reading(numbers=way)))


@settings(deadline=None)
@given(st.lists(_SHAPES, min_size=1, max_size=8))
def test_in_a_mixed_column_a_number_has_the_one_value_that_it_can_have(texts: list[str]) -> None:
    reader = reader_of("number", numbers.MIXED, {})
    assert reader is not None
    cells, wrong = changed(texts, reader)
    for at, text in enumerate(texts):
        values = set(readings("numbers", text).values())
        if len(values) == 1:
            assert cells[at] in values and at not in wrong
        elif values:
            assert at in wrong and all(value in str(wrong[at]) for value in values)


def test_percent_signs_go_where_percent_is_meant(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv", "item,destination,share,quantity\na,DE,12.5%,12.5%\n")
    assert (read(book)[0]["share"], read(book)[0]["quantity"]) == ("12.5", "12.5 %")


def test_a_sign_that_tells_less_than_one_percent_is_kept(tmp_path: Path) -> None:
    book = written(tmp_path / "b.csv", 'item,destination,share\na,DE,"0,5%"\nb,DE,"1,5%"\n')
    assert [row["share"] for row in read(book)] == ["0.5%", "1.5"]


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("USD 1,234.56", "1234.56", "USD"),
        ("1,234.56 usd", "1234.56", "USD"),
        ("$1,234.56", "1234.56", "$"),
        ("US$ 5", "5", "USD"),
        ("٥٠٠ د.إ", "500", "AED"),
        ("1,000 EUR", "1000", "EUR"),
        ("EUR 1,000", "1000", "EUR"),
        ("€1,000", "1000", "EUR"),
        ("1,000 euros", "1000", "EUR"),
        ("US$ 1,000", "1000", "USD"),
        ("US $1,000", "1000", "USD"),
        ("U.S. $ 1,000", "1000", "USD"),
        ("1,000 US$", "1000", "USD"),
        ("USD $1,000", "1000", "USD"),
        ("$1,000 USD", "1000", "USD"),
        ("$1,000 EUR", "? $1,000 EUR", ""),
        ("€ 5 £", "? € 5 £", ""),
        ("١٬٠٠٠ د.إ", "1000", "AED"),
        ("د.إ ١٬٠٠٠", "1000", "AED"),
        ("د. إ.\u200f 1,000", "1000", "AED"),
        ("١،٠٠٠ ريال سعودي", "1000", "SAR"),
        ("٥٠٠ دولار أمريكي", "500", "USD"),
        ("Dhs 1,000", "1000", "Dhs"),
        ("5 apples", "? 5 apples", ""),
        ("EUR 5 USD", "? EUR 5 USD", ""),
        ("", "", ""),
    ],
)
def test_an_amount_and_its_currency(cell: str, value: str, code: str) -> None:
    assert amount(cell, "point") == (value, code)


def test_a_shared_sign_is_nobody_s(tmp_path: Path) -> None:
    assert (
        currency("$") == "$"
        and currency("£") == "£"
        and currency("€") == "EUR"
        and currency("apples") is None
    )
    book = written(
        tmp_path / "b.csv",
        "item,destination,value,currency\na,DE,$5,HKD\nb,DE,5 €,USD\nc,DE,$5,\nd,DE,5,usd\n"
        "e,DE,$5,EUR\nf,DE,US$5,$\ng,DE,$5,US dollars\nh,DE,£5,$\ni,DE,$5,house money\n",
    )
    found = [(row["value"], row["currency"]) for row in read(book)]
    assert found == [
        ("5", "HKD"),
        ("? 5 EUR", "USD"),
        ("5", "$"),
        ("5", "USD"),
        ("? 5 $", "EUR"),
        ("5", "USD"),
        ("5", "USD"),
        ("? 5 £", "$"),
        ("5", "HOUSE MONEY"),
    ]
