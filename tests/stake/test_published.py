"""Published quantities, reproduced: each with the source that printed it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rukhsa.decide.case import Case
from rukhsa.decide.engine import Law
from rukhsa.stake.money import times
from rukhsa.stake.options import Metric, Option, read_options
from rukhsa.stake.outcome import Stake
from rukhsa.stake.power import Rates, divided
from rukhsa.stake.state import read_state
from tests.stake.books import only

BLOCKS = frozenset({"presumption_of_denial", "denial", "not_licensable"})
H20 = {"item": "NVIDIA H20", "origin": "US", "destination": "CN", "exporter": "NVIDIA", "party_hq": "CN"}
USD = {"currency": "USD"}


def option(state: str, **more: object) -> Option:
    return Option("only", {"en": "only"}, read_state(state), blocks=BLOCKS, **more)  # type: ignore[arg-type]


def test_the_first_quarter_of_the_letter(bundled: Law) -> None:
    """NVIDIA, results of 2025-05-28: 4.6 billion of H20 sold before the license letter of 2025-04-09, 2.5 billion
    that could not ship after it; together the 7.1 billion planned for the quarter."""
    rows = [
        {**H20, **USD, "date": "2025-03-15", "value": "4600000000"},
        {**H20, **USD, "date": "2025-04-10", "value": "2500000000"},
    ]
    found = only(bundled, rows, option("own"))
    assert found.total == {"USD": Decimal("7100000000")}
    assert found.value("free") == {"USD": Decimal("4600000000")}
    assert found.value("blocked") == {"USD": Decimal("2500000000")}
    assert found.value("license", "exception", "undetermined") == {}


def test_the_letter_was_known_only_through_the_company(bundled: Law) -> None:
    """By the published law alone nothing was blocked: the letter is known from NVIDIA's Form 8-K of 2025-04-15."""
    rows = [{**H20, **USD, "date": "2025-04-10", "value": "2500000000"}]
    assert only(bundled, rows, option("own:law")).value("free") == {"USD": Decimal("2500000000")}
    assert only(bundled, rows, option("own@2025-04-14")).value("blocked") == {}
    assert only(bundled, rows, option("own@2025-04-15")).value("blocked") == {"USD": Decimal("2500000000")}


@pytest.mark.parametrize("volume", ["1000000", "8000000000", "16000000000.10"])
def test_fifteen_percent_is_a_levy_and_no_lost_sale(bundled: Law, volume: str) -> None:
    """Press conference of 2025-08-11: 15 percent of the China revenue of H20 and MI308; no instrument was published.
    Of volume V, 0.15 V is told as a levy, the whole of V as value that may ship, and nothing as blocked."""
    found = only(bundled, [{**H20, **USD, "value": volume}], option("2025-08-11:announced"))
    whole = Decimal(volume)
    assert found.value("license") == {"USD": whole}
    assert found.levied() == {"USD": whole * 15 / 100}
    assert found.value("blocked") == {}
    assert found.value("free", "exception", "license") == found.total == {"USD": whole}


def test_what_was_only_announced_is_not_due_by_default(bundled: Law) -> None:
    found = only(bundled, [{**H20, **USD, "value": "100"}], option("2025-08-11"))
    assert found.levied() == {}
    assert found.value("blocked") == {"USD": Decimal(100)}


def test_a_report_and_an_announcement_of_one_share_are_due_once(bundled: Law) -> None:
    """Financial Times of 2025-08-10 and the press conference of the day after speak of the same 15 percent."""
    found = only(bundled, [{**H20, **USD, "value": "100"}], option("2025-08-11:reported"))
    assert found.levied() == {"USD": Decimal(15)}


@pytest.mark.parametrize(
    ("item", "due"), [("NVIDIA H200", True), ("AMD MI325X", True), ("NVIDIA H100", False)]
)
def test_the_duty_windows_of_2026(bundled: Law, item: str, due: bool) -> None:
    """Proclamation of 2026-01-14, Section 232: 25 percent on entry into the United States, in two windows of total
    processing performance and memory bandwidth that hold the H200 and the MI325X, and not the H100."""
    row = {"item": item, "origin": "TW", "destination": "US", "party_hq": "US", "enters_us": "yes"}
    known = {**row, **USD, "us_origin": "no", "us_content_pct": "0", "value": "1000"}
    for state, expected in (("2026-01-14", {}), ("2026-01-15", {"USD": Decimal(250)} if due else {})):
        found = only(bundled, [known], option(state))
        assert found.levied() == expected
        assert found.value("blocked") == {}


def test_a_duty_on_a_line_that_is_not_settled_is_told_apart(bundled: Law) -> None:
    """Where a module goes that enters the United States to be tested is not known yet."""
    row = {"item": "NVIDIA H200", "origin": "TW", "destination": "", "enters_us": "yes"}
    found = only(bundled, [{**row, **USD, "value": "1000"}], option("2026-01-15"))
    assert found.value("undetermined") == {"USD": Decimal(1000)}
    assert found.levied() == {}
    assert found.levied(sure=False) == {"USD": Decimal(250)}


TPP = Metric("us/tpp", {"en": "TPP"}, "TOPS x bits", "us", "NVIDIA A100 SXM4 80GB")
FP16 = Metric("fp16_tflops", {"en": "FP16"}, "TFLOPS dense", None, "NVIDIA A100 SXM4 80GB")
MEMORY = Metric("dram_bandwidth", {"en": "memory"}, "GB/s", None, "NVIDIA A100 PCIe 40GB")


def equivalents(law: Law, metric: Metric, units: Decimal, item: str) -> Decimal:
    """How many of the metric's reference so many units of an item are."""
    rates = Rates(law)
    facts = law.catalog.find(item).facts
    rate = rates.of(metric, Case({name: value for name, value in facts.items() if name in law.vocabulary}))
    assert rate is not None
    return divided(times(rate, units), rates.reference(metric))


@pytest.mark.parametrize(
    ("metric", "item", "multiple"),
    [
        (TPP, "NVIDIA H100 SXM", "3.17"),
        (FP16, "NVIDIA H100 SXM", "3.17"),
        (MEMORY, "NVIDIA H100 SXM", "2.15"),
    ],
)
def test_equivalents_hang_on_the_metric(bundled: Law, metric: Metric, item: str, multiple: str) -> None:
    """Makers' data sheets: an H100 is 3.17 A100 by processing, about 2.1 by memory bandwidth."""
    assert round(equivalents(bundled, metric, Decimal(1), item), 2) == Decimal(multiple)


def test_the_licenses_of_the_emirates_in_equivalents(bundled: Law) -> None:
    """Microsoft, 2025-11: licenses for the equivalent of 60,400 A100 in GB300 systems. By TPP that is some 19,000
    H100, and far fewer than the "60,000 GB300" of many papers."""
    per_h100 = equivalents(bundled, TPP, Decimal(1), "NVIDIA H100 SXM")
    assert round(Decimal(60400) / per_h100, -3) == 19000
    assert equivalents(bundled, FP16, Decimal(60000), "NVIDIA GB300") > 6 * 60400


def test_the_h200_against_the_h20(bundled: Law) -> None:
    """6.69 times by processing, 1.2 times by memory bandwidth."""
    by = {
        metric.of: equivalents(bundled, metric, Decimal(1), "NVIDIA H200 SXM")
        / equivalents(bundled, metric, Decimal(1), "NVIDIA H20")
        for metric in (TPP, MEMORY)
    }
    assert round(by["us/tpp"], 2) == Decimal("6.69")
    assert round(by["dram_bandwidth"], 2) == Decimal("1.20")


def test_the_example_is_read_and_its_levy_is_what_the_file_states(bundled: Law) -> None:
    folder = Path(__file__).parents[2] / "examples" / "stake"
    from rukhsa.decide.orders import read_orders

    stake = Stake(
        bundled,
        read_orders(folder / "orders.csv", bundled),
        read_options(folder / "options.yaml", bundled),
    )
    licensed = {outcome.option.id: outcome for outcome in stake.outcomes}["license"]
    h20 = [
        line
        for line in licensed.lines
        if line.line.cells["item"] == "NVIDIA H20" and line.answer.destination != "DE"
    ]
    own = sum((line.figures.value or Decimal(0) for line in h20), Decimal(0))
    share = next(levy for levy in licensed.levies if levy.id == "share-15")
    assert licensed.levied(share) == {"USD": own * 15 / 100}
