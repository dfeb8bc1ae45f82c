"""`rukhsa stake` as text, data, lines and picture, in both languages; every figure leads to its lines."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rukhsa.cli.main import main
from rukhsa.decide.engine import Law
from rukhsa.decide.orders import read_orders
from rukhsa.draw.output import write
from rukhsa.draw.shapes import text_width
from rukhsa.draw.stake import STYLES, stake_spec
from rukhsa.draw.stake_page import stake_page
from rukhsa.draw.stake_tradeoff import moving_places, points
from rukhsa.stake.options import read_options
from rukhsa.stake.outcome import Stake
from rukhsa.stake.text import stake_text
from tests.words.test_surfaces import assert_reads_from_right_to_left

FOLDER = Path(__file__).parents[2] / "examples" / "stake"
COMMAND = ("stake", str(FOLDER / "orders.csv"), "--options", str(FOLDER / "options.yaml"))


@pytest.fixture(scope="module")
def example(bundled: Law) -> Stake:
    return Stake(
        bundled,
        read_orders(FOLDER / "orders.csv", bundled),
        read_options(FOLDER / "options.yaml", bundled),
    )


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    assert main(arguments) == code
    out, err = capsys.readouterr()
    return out, err


def test_every_figure_is_the_sum_of_its_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The data names lines, the written lines hold amounts: added up, they give the data."""
    out = tmp_path / "lines.csv"
    data = json.loads(told(capsys, *COMMAND, "--format", "json", "--lines", str(out))[0])
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == data["lines"] * len(data["options"])
    for option in data["options"]:
        own = {int(row["number"]): row for row in rows if row["option"] == option["id"]}

        def summed(numbers: list[int], column: str, own: dict[int, Any] = own) -> dict[str, Decimal]:
            found: dict[str, Decimal] = defaultdict(Decimal)
            for number in numbers:
                if own[number][column]:
                    found[own[number]["in_currency"]] += Decimal(own[number][column])
            return dict(found)

        def money(figure: dict[str, str]) -> dict[str, Decimal]:
            return {currency: Decimal(amount) for currency, amount in figure.items()}

        for klass, figure in option["classes"].items():
            assert summed(figure["lines"], "amount") == money(figure["value"])
            assert {own[number]["class"] for number in figure["lines"]} <= {klass}
        assert summed(list(own), "levy_due") == money(option["levy_due"])
        for index, power in enumerate(option["computing_power"], 1):
            column = f"metric_{index}_{power['metric']}"
            for place, delivered in power["by_destination"].items():
                lines = [
                    row
                    for row in own.values()
                    if row["destination"] == place and row["class"] in ("free", "exception", "license")
                ]
                whole = sum(
                    (Decimal(row[column]) for row in lines if row[column] not in ("", "unknown")), Decimal(0)
                )
                assert abs(whole - Decimal(delivered["may_ship"])) < Decimal("1e-20")


def test_the_metric_stands_beside_every_amount_of_power(example: Stake) -> None:
    out = stake_text(example)
    heads = [line for line in out.splitlines() if line.startswith("Computing power")]
    assert [
        ("TOPS x bits" in heads[0] and "A100" in heads[0]),
        "TFLOPS dense" in heads[1],
        "GB/s" in heads[2],
    ] == [True] * 3


def test_currencies_stand_apart(example: Stake) -> None:
    out = stake_text(example)
    assert "Value in EUR, total 5,500,000" in out and "Value in USD, total 1,582,880,000" in out
    assert "1,588,380,000" not in out


def test_what_has_no_value_or_rate_is_told(
    bundled: Law, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    book = tmp_path / "orders.csv"
    book.write_text(
        "item,destination,origin,exporter,party_hq,quantity,value,currency\n"
        'NVIDIA H20,DE,US,NVIDIA,DE,,100,EUR\nNVIDIA H20,DE,US,NVIDIA,DE,5,"1.0.0",EUR\nno such chip,DE,US,,,1,5,EUR\n',
        encoding="utf-8",
    )
    options = tmp_path / "options.yaml"
    options.write_text(
        "metrics: [us/tpp]\noptions:\n  - {id: a, title: {en: a, ar: أ}, state: 2026-11-24}\n",
        encoding="utf-8",
    )
    out = told(capsys, "stake", str(book), "--options", str(options))[0]
    assert "in no sum, because rate or quantity is unknown: line 2" in out
    assert "no value that can be read: line 3" in out
    assert "could not be read, and count as undetermined: line 4" in out
    data = json.loads(told(capsys, "stake", str(book), "--options", str(options), "--format", "json")[0])
    (option,) = data["options"]
    assert option["computing_power"][0]["by_destination"]["DE"]["unknown_lines"] == 1
    assert option["may_ship"]["value"] == {"EUR": "100"}
    assert option["classes"]["undetermined"]["value"] == {"EUR": "5"}


def test_the_arabic_reads_from_right_to_left(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out, err = told(capsys, *COMMAND, "--lang", "ar", "--lines", str(tmp_path / "lines.jsonl"))
    assert_reads_from_right_to_left(out)
    assert_reads_from_right_to_left(err)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_mistake_is_told_in_the_language_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str
) -> None:
    options = tmp_path / "options.yaml"
    options.write_text("options:\n  - {id: a, title: {en: a}, levies: [none]}\n", encoding="utf-8")
    err = told(capsys, *COMMAND[:2], "--options", str(options), "--lang", lang, code=2)[1]
    assert str(options) in err and ":2" in err and "options.0.levies" in err
    if lang == "ar":
        assert_reads_from_right_to_left(err)


def test_bars_of_an_option_make_up_the_whole_book(example: Stake) -> None:
    """Each bar of the picture is as long as the book is worth, whatever the option."""
    assert example.currencies == ("USD", "EUR")  # that of most lines first
    panel = stake_spec(example)["vconcat"][1]
    ends: dict[str, float] = defaultdict(float)
    for layer in panel["layer"]:
        for row in layer["data"]["values"]:
            if row.get("look") in ("free", "exception", "license", "blocked", "undetermined"):
                ends[row["option"]] += row["x2"] - row["x"]
    assert len(ends) == len(example.outcomes)
    assert set(ends.values()) == {float(example.outcomes[0].total["USD"])}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_names_stand_above_their_bars_and_all_words_within_the_width(
    example: Stake, lang: str
) -> None:
    page = stake_page(example, "", lang)
    narrow = json.loads(re.findall('<script type="application/json" id="narrow">(.*?)</script>', page)[0])
    least, spec = narrow[0]
    assert [limit for limit, _ in narrow] == sorted(limit for limit, _ in narrow) and least >= 400
    beside = 45 + 24  # pixels: numbers beside the trade-off, and the padding
    names = {outcome.option.title[lang] for outcome in example.outcomes}
    for panel in spec["vconcat"]:
        assert panel["width"] + beside <= 328  # what a screen of 360 pixels leaves
        title = panel.get("title", {})
        assert all(text_width(line, 14) <= panel["width"] for line in title.get("text", ()) if " " in line)
        assert all(text_width(line, 11) <= panel["width"] + 40 for line in title.get("subtitle", ()))
        per_pixel = panel["layer"][0]["encoding"]["x"]["scale"]["domain"][1] / panel["width"]
        for layer in panel["layer"]:
            for row in layer["data"]["values"] if layer["mark"]["type"] == "text" else ():
                end = row["x"] / per_pixel + text_width(row["text"], layer["mark"]["fontSize"])
                assert end <= panel["width"] + 12
    words = " ".join(
        row["text"]
        for layer in spec["vconcat"][1]["layer"]
        for row in layer["data"]["values"]
        if "text" in row
    )
    bare = re.sub("[\u2066-\u2069]", "", words)
    assert all(name.split()[0] in bare for name in names)


def test_numbers_of_the_axes_are_short_in_words_of_the_language(example: Stake) -> None:
    axis = stake_spec(example, "ar")["vconcat"][1]["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert "مليون" in axis and "مليار" in axis and "~s" not in axis and "'M'" not in axis
    english = stake_spec(example)["vconcat"][1]["layer"][0]["encoding"]["x"]["axis"]["labelExpr"]
    assert "'M'" in english and "'bn'" in english
    draws = pytest.importorskip("vl_convert")
    svg = re.sub("[\u2066-\u2069]", "", draws.vegalite_to_svg(json.dumps(stake_spec(example, "ar"))))
    assert "200 مليون" in svg and "200M" not in svg


def test_the_trade_off_weighs_value_against_power_to_where_options_differ(example: Stake) -> None:
    assert moving_places(example, 0) == ("AE", "CN", "HK")
    found = points(example, "USD", 0, ("CN", "HK"))
    by_name = {str(dict(name)["en"]): one for one in found for name in one.names}  # type: ignore[call-overload]
    frozen, held = by_name["Freeze the letters"], by_name["Hold: the law as it stands"]
    assert held.sure[1] == held.licensed[1] == 0
    assert frozen.sure[0] == 1_014_720_000 and frozen.sure[1] > 37_000
    assert all(one.sure <= one.licensed for one in found)
    assert sum(len(one.names) for one in found) == len(example.outcomes)


def test_classes_differ_by_more_than_color() -> None:
    looks = ("free", "license", "undetermined")
    assert len({str(STYLES[look].get("strokeDash")) for look in looks}) == len(looks)
    assert STYLES["blocked"]["fill"] == "white"  # and hatched


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_page_holds_everything_and_loads_nothing(example: Stake, lang: str) -> None:
    page = stake_page(example, "", lang)
    assert f'<html lang="{lang}"' in page and "229,600,000" in page
    own = re.sub("<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not any(mark in own for mark in ("<link", "src=", "@import", "<img", "url("))


@pytest.mark.parametrize(
    ("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!doctype html>")]
)
def test_pictures_are_written(example: Stake, tmp_path: Path, kind: str, begins: bytes) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / f"stake.{kind}"
    write(str(out), stake_spec(example, "ar"), lambda scripts: stake_page(example, scripts, "ar"))
    assert out.read_bytes().startswith(begins)


def test_a_picture_of_no_kind_is_refused_before_anything_is_decided(
    capsys: pytest.CaptureFixture[str],
) -> None:
    err = told(capsys, "stake", "gone.csv", "--options", "gone.yaml", "--out", "stake.pdf", code=2)[1]
    assert "stake.pdf" in err and ".svg" in err


def test_the_folder_of_the_example_can_be_moved(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Overlays are named from the folder of the options file."""
    moved = tmp_path / "elsewhere"
    shutil.copytree(FOLDER, moved)
    assert (
        "Five answers"
        in told(capsys, "stake", str(moved / "orders.csv"), "--options", str(moved / "options.yaml"))[0]
    )
