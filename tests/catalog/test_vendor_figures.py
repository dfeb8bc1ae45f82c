"""The catalog's rates and dies give the figures that the sources print, and disagreements are listed.

`expected.csv` holds the figures of the research table: TPP, the format that sets it, density, the class under
the test of 2022 (yes, no, unknown) and under that of 2023.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from rukhsa.catalog import Catalog, Item

HERE = Path(__file__).parent
DISAGREEMENTS = HERE.parents[1] / "docs" / "catalog-disagreements.md"
BITS = {
    "fp64_tflops": 64,
    "fp32_tflops": 32,
    "tf32_tflops": 19,
    "fp16_tflops": 16,
    "fp8_tflops": 8,
    "int8_tops": 8,
    "fp4_tflops": 4,
    "int4_tops": 4,
}
EXPECTED = list(csv.DictReader((HERE / "expected.csv").read_text(encoding="utf-8").splitlines()))


def number(item: Item, fact: str) -> Decimal | None:
    value = item.facts.get(fact)
    assert value is None or isinstance(value, Decimal)
    return value


def tpp(item: Item) -> Decimal | None:
    """Total processing performance: the highest dense rate times its bits, or as stated."""
    products = [rate * bits for fact, bits in BITS.items() if (rate := number(item, fact)) is not None]
    return max(products) if len(products) == len(BITS) else number(item, "tpp")


def density(item: Item) -> Decimal | None:
    top, area = tpp(item), number(item, "nonplanar_die_area")
    return None if top is None or not area else top / area


def rule_2022(item: Item) -> str:
    top, links = tpp(item), number(item, "io_bandwidth")
    if (top is not None and top < 4800) or (links is not None and links < 600):
        return "no"
    return "unknown" if top is None or links is None else "yes"


def class_2023(item: Item) -> str:
    top, dense, datacenter = tpp(item), density(item), item.facts.get("datacenter")
    if top is None:
        return "unknown" if datacenter is True else "depends on datacenter test"
    if datacenter is False:
        return "none (Note 2)" if top < 4800 else "3A090.a (non-DC, NAC/ACA)"
    if top >= 4800:
        return "3A090.a"
    if top < 1600:
        return "none"
    if dense is None:
        return "needs die area"
    if dense >= Decimal("5.92"):
        return "3A090.a"
    return "3A090.b" if dense >= Decimal("3.2") or (top >= 2400 and dense >= Decimal("1.6")) else "none"


def test_the_table_and_the_catalog_hold_the_same_parts(catalog: Catalog) -> None:
    assert len(EXPECTED) == 147
    assert {row["id"] for row in EXPECTED} <= set(catalog)


@pytest.mark.parametrize("row", EXPECTED, ids=[row["id"] for row in EXPECTED])
def test_figures_equal_those_of_the_sources(catalog: Catalog, row: dict[str, str]) -> None:
    item = catalog[row["id"]]
    if item.facts.get("is_integrated_circuit") is False:
        assert row["tpp"] == ""
        return
    top = tpp(item)
    assert (top is None) == (row["tpp"] == "")
    if top is not None:
        assert abs(top - Decimal(row["tpp"])) <= Decimal("0.51")
    dense = density(item)
    assert (dense is None) == (row["performance_density"] == "")
    if dense is not None:
        assert abs(dense - Decimal(row["performance_density"])) <= Decimal("0.0051")
    if (
        row["id"] != "nvidia-rtx-pro-6000d"
    ):  # its I/O alone keeps it out of the test of 2022, whatever its rates
        assert rule_2022(item) == row["rule_2022"]
    assert class_2023(item) == row["class_2023"]


@pytest.mark.parametrize(
    "row", [row for row in EXPECTED if "x" in row["tpp_set_by"]], ids=lambda row: row["id"]
)
def test_the_format_that_sets_the_figure(catalog: Catalog, row: dict[str, str]) -> None:
    item = catalog[row["id"]]
    top = tpp(item)
    assert top is not None
    for format_ in row["tpp_set_by"].split("/"):
        kind = format_.split("x")[0].lower().replace("bf16", "fp16")
        fact = next(fact for fact in BITS if fact.startswith(f"{kind}_"))
        rate = number(item, fact)
        assert rate is not None
        assert abs(rate * BITS[fact] - top) <= top / 200


def listed() -> dict[str, tuple[Decimal, Decimal]]:
    rows = {}
    section = DISAGREEMENTS.read_text(encoding="utf-8").split("\n## ")[1]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[1].isdigit():
            assert cells[4], f"{cells[0]} gives no reason"
            rows[cells[0]] = (Decimal(cells[1]), Decimal(cells[2]))
    return rows


def test_every_disagreement_with_a_maker_is_listed(catalog: Catalog) -> None:
    found = {}
    for item in catalog.values():
        top = tpp(item)
        if item.contains is None and "tpp" in item.official and top is not None:
            official = Decimal(item.official["tpp"])
            if abs(official - top) > top * Decimal("0.005"):
                found[item.id] = (official, round(top, 0))
    assert found == listed()


def test_the_links_of_2022(catalog: Catalog) -> None:
    links = {
        name: number(catalog.find(name), "io_bandwidth")
        for name in ("A100", "A800", "H800", "Gaudi 2 HL-225B")
    }
    assert links == {"A100": 664, "A800": 464, "H800": 528, "Gaudi 2 HL-225B": 589}


def test_memory_stacks(catalog: Catalog) -> None:
    densities = {}
    for item in catalog.values():
        width, area = number(item, "hbm_bandwidth"), number(item, "hbm_package_area")
        if width is not None and area is not None:
            densities[item.id] = round(width / area, 2)
    assert densities == {
        "hbm2-2-0gbps": Decimal("2.78"),
        "hbm2-2-4gbps": Decimal("3.34"),
        "hbm2e-3-2gbps": Decimal("3.73"),
        "hbm2e-3-6gbps": Decimal("4.19"),
        "hbm3-6-4gbps": Decimal("7.45"),
        "hbm3e-9-2gbps": Decimal("9.74"),
        "hbm3e-9-8gbps": Decimal("10.58"),
        "hbm4-8gbps": Decimal("14.63"),
    }


THRESHOLDS = {
    "tpp": (1600, 2400, 4800, 21000),
    "density": (Decimal("1.6"), Decimal("3.2"), Decimal("5.92")),
    "io_bandwidth": (600, 1100),
    "dram_bandwidth": (1400, 6500),
    "hbm_density": (2, Decimal("3.3")),
}


def side(item: Item) -> tuple[object, ...]:
    """Where an item stands against every limit that the acts of both years and the letters name."""
    width, area = number(item, "hbm_bandwidth"), number(item, "hbm_package_area")
    values = {
        "tpp": tpp(item),
        "density": density(item),
        "io_bandwidth": number(item, "io_bandwidth"),
        "dram_bandwidth": number(item, "dram_bandwidth"),
        "hbm_density": None if width is None or area is None else width / area,
    }
    sides = [
        None if value is None else sum(value >= limit for limit in THRESHOLDS[name])
        for name, value in values.items()
    ]
    texts = [
        item.facts.get(name) for name in ("category", "model", "datacenter", "is_hbm", "also_meets_eccn")
    ]
    return (*sides, *texts)


def test_a_shared_name_means_one_item_only_where_all_agree_or_a_reason_is_given(catalog: Catalog) -> None:
    for name in catalog.shared:
        if name.means is not None and name.because is None:
            sides = {other: side(catalog[other]) for other in name.among}
            assert len(set(sides.values())) == 1, (name.names[0], sides)
