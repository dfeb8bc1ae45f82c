"""The sum of a run on the terminal: what is cut from a list is counted, cents have two digits."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from rukhsa.cli.batch_text import summary_words
from rukhsa.cli.main import main
from rukhsa.orders.summary import Summary, Worth


def told(summary: Summary) -> list[str]:
    return [str(line.words) for line in summary_words(summary)]


def test_what_is_cut_from_a_list_is_counted() -> None:
    summary = Summary()
    summary.beside = Counter({f"fact_{n:02}": 1 for n in range(11)})
    summary.requirements = Counter({f"us/{n:02}": 1 for n in range(9)})
    lines = told(summary)
    assert sum(line.startswith("fact_") for line in lines) + 3 == 11
    assert "further facts: 3 (--format json lists all)" in lines
    assert "further provisions: 1 (--format json lists all)" in lines
    summary.beside, summary.requirements = Counter({"fact": 1}), Counter({"us/1": 1})
    assert not [line for line in told(summary) if line.startswith("further")]


def test_cents_have_two_digits_and_whole_amounts_none() -> None:
    summary = Summary()
    for verdict, value in zip(
        ("not_subject", "license_required", "undetermined"), ("1000.50", "7.00", "2.125"), strict=True
    ):
        summary.verdicts[verdict] = Worth(1, 1, {"EUR": Decimal(value)})
    text = "\n".join(told(summary))
    assert "1,000.50 EUR" in text and " 7 EUR" in text and "2.125 EUR" in text


@pytest.mark.parametrize(("lang", "place"), [("en", "to CN"), ("ar", "إلى الصين")])
def test_a_country_is_told_in_one_way_however_the_book_calls_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, place: str
) -> None:
    book = tmp_path / "b.csv"
    lines = "".join(f"ferrite magnet,US,{name},{name}\n" for name in ("CN", "China", "الصين"))
    book.write_text("item,origin,destination,party_hq\n" + lines, encoding="utf-8")
    assert main(["batch", str(book), "--lang", lang]) == 0
    heads = [line for line in capsys.readouterr().out.splitlines() if "ferrite" in line]
    assert len(heads) == 3 and all(place in head and "China" not in head for head in heads)
    assert len({head.split("ferrite")[1] for head in heads}) == 1
