"""Names mean one item or say so; files that are wrong say where; the plain form loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from rukhsa.catalog import AmbiguousItem, Catalog, UnknownItem, load_catalog
from rukhsa.catalog.names import singular
from rukhsa.errors import RukhsaError
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.pack import read_facts

PACKS = Path(__file__).parents[2] / "src" / "rukhsa" / "law" / "packs"

MEANINGS = {
    "NVIDIA H20": "nvidia-h20-sxm5-96gb",
    "H20": "nvidia-h20-sxm5-96gb",
    "h-20": "nvidia-h20-sxm5-96gb",
    "H20 141GB": "nvidia-h20-sxm5-141gb-hbm3e",
    "إتش20": "nvidia-h20-sxm5-96gb",
    "اتش ٢٠": "nvidia-h20-sxm5-96gb",
    "إنفيديا إتش 20": "nvidia-h20-sxm5-96gb",
    "英伟达H20": "nvidia-h20-sxm5-96gb",
    "إتش200": "nvidia-h200-sxm5-141gb",
    "إم آي 308": "amd-instinct-mi308x",
    "آر.تي.إكس برو 6000دي": "nvidia-rtx-pro-6000d",
    "RTX 6000D": "nvidia-rtx-pro-6000d",
    "MI308": "amd-instinct-mi308x",
    "Instinct MI325X": "amd-instinct-mi325x-oam-256gb",
    "AMD MI325X": "amd-instinct-mi325x-oam-256gb",
    "RTX 4090": "nvidia-geforce-rtx-4090-24gb",
    "RTX 4090 D": "nvidia-geforce-rtx-4090-d-24gb",
    "RTX 4090D": "nvidia-geforce-rtx-4090-d-24gb",
    "GeForce RTX 5090 D V2": "nvidia-geforce-rtx-5090-d-v2-24gb",
    "Gaudi 3 HL-328": "intel-gaudi-3-hl-328",
    "Gaudi 2 HL-225B": "intel-gaudi-2-hl-225b",
    "H100 SXM": "nvidia-h100-sxm5-80gb",
    "H100 PCIe": "nvidia-h100-pcie-80gb",
    "HGX B200 8-GPU": "nvidia-hgx-b200-8-gpu",
    "DGX Station GB300": "nvidia-dgx-station-gb300",
    "RTX PRO 6000 Server Edition": "nvidia-rtx-pro-6000-blackwell-server-edition-96gb",
    "Ascend 910B": "huawei-ascend-910b3-64gb",
    "HBM2E stack": "hbm2e-3-6gbps",
    "EDA license": "eda-license",
    "EAR99 keyboard": "ear99-keyboard",
    "nvidia-h20-sxm5-96gb": "nvidia-h20-sxm5-96gb",
    "GaAs wafers": "gallium-arsenide-wafer",
    "SmCo magnets": "smco-magnet",
    "NdFeB magnets with Dy": "ndfeb-magnet-dy",
    "spheroidised natural flake graphite": "spherical-graphite",
    "antimony ingots": "antimony-metal",
    "CdZnTe wafer": "cadmium-zinc-telluride",
    "erbium-doped fibre": "erbium-doped-optical-fiber",
    "钐钴磁体": "smco-magnet",
    "含镝钕铁硼": "ndfeb-magnet-dy",
    "فضة": "silver",
}


@pytest.mark.parametrize(("name", "id_"), MEANINGS.items())
def test_a_name_means_an_item(catalog: Catalog, name: str, id_: str) -> None:
    assert catalog.find(name).id == id_


@pytest.mark.parametrize(
    "name",
    [
        "RTX PRO 6000",
        "Gaudi 2",
        "Intel Gaudi 3",
        "HBM2 stack",
        "بلاكويل",
        "MI300",
        "graphite anode",
        "rare-earth magnets",
        "diamond window",
        "磁铁",
        "غرافيت",
    ],
)
def test_a_name_that_the_law_may_treat_in_two_ways_is_ambiguous(catalog: Catalog, name: str) -> None:
    with pytest.raises(AmbiguousItem) as caught:
        catalog.find(name)
    assert len(caught.value.candidates) > 1
    assert all(item.name in str(caught.value) for item in caught.value.candidates)


@pytest.mark.parametrize(
    ("name", "near"),
    [("H21", "H20"), ("رقائق H20", "H20"), ("NVIDIA H20 chips", "H20"), ("MI325Y", "MI325X")],
)
def test_an_unknown_name_shows_the_nearest(catalog: Catalog, name: str, near: str) -> None:
    with pytest.raises(UnknownItem) as caught:
        catalog.find(name)
    assert near in caught.value.nearest[0]


@pytest.mark.parametrize("name", ["", " - ", "AMD H20", "wooden chair"])
def test_a_name_is_not_guessed(catalog: Catalog, name: str) -> None:
    with pytest.raises(UnknownItem):
        catalog.find(name)


def test_a_plural_is_the_singular_and_a_formula_is_no_plural() -> None:
    assert singular("SmCo magnets") == "SmCo magnet"
    assert singular("InP wafers and substrates") == "InP wafer and substrate"
    assert all(singular(name) is None for name in ("GaAs", "H20s", "RTX 4090s", "glass", "WS2"))


def test_every_id_name_and_alias_finds_its_item(catalog: Catalog) -> None:
    for item in catalog.values():
        assert all(catalog.find(spelling) is item for spelling in item.spellings())


def test_facts_are_those_of_the_vocabulary() -> None:
    paths = [PACKS / "shared" / "vocabulary.yaml", *sorted(PACKS.glob("*/vocabulary/*.yaml"))]
    known = [fact for path in paths for fact in read_facts(path, PACKS, path.parents[1].name)]
    load_catalog(vocabulary=Vocabulary(known))


def test_what_no_source_states_is_absent(catalog: Catalog) -> None:
    unpublished = catalog.find("MI308").facts
    assert not {"tpp", "fp8_tflops", "nonplanar_die_area"} & set(unpublished)
    assert unpublished["dram_bandwidth"] == Decimal(5300)
    assert "nonplanar_die_area" not in catalog.find("Rubin").facts
    assert "datacenter" not in catalog.find("RTX PRO 6000D").facts
    assert "made_with_listed_us_technology" not in catalog.find("Ascend 910C").facts
    assert all("us_origin" not in item.facts for item in catalog.values())


def test_what_is_inferred_or_left_at_nothing_is_named(catalog: Catalog) -> None:
    h20 = catalog.find("H20")
    assert h20.inferred == ("made_with_listed_us_technology",)
    assert catalog.inference.mark == "memory"
    assert set(catalog.inference.note) == {"en", "ar"}
    assert h20.unstated == ("fp4_tflops", "int4_tops")
    assert h20.facts["int4_tops"] == 0


def test_a_board_bears_the_figures_of_its_circuit(catalog: Catalog) -> None:
    board, circuit = catalog.find("HGX B200"), catalog.find("B200")
    assert (board.facts["category"], board.facts["also_meets_eccn"]) == ("computer", "5A002")
    assert board.facts["fp4_tflops"] == circuit.facts["fp4_tflops"]
    assert board.dies == circuit.dies
    assert board.official == {"tpp": "37248", "eccn": "5A002.z.1"}
    assert "also_meets_eccn" not in circuit.facts


def test_the_plain_form_loses_nothing(catalog: Catalog) -> None:
    again = Catalog.from_data(json.loads(json.dumps(catalog.to_data())))
    assert dict(again) == dict(catalog)
    assert (again.shared, again.vendors, again.inference) == (
        catalog.shared,
        catalog.vendors,
        catalog.inference,
    )
    assert again.find("إتش20") == catalog.find("إتش20")


def test_importing_the_catalog_is_light() -> None:
    code = (
        "import sys, rukhsa.catalog; print([m for m in ('yaml', 'difflib', 'sqlglot') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


PROCESSES = """
inference: {facts: {made_with_listed_us_technology: true}, mark: memory, note: {en: a, ar: b}}
processes:
  fin 7: {planar: false, inferred: true}
  flat 65: {planar: true}
"""
GOOD = """
vendor: Acme
facts: {category: ic}
items:
  - id: acme-one
    name: Acme One
    rates: {fp16: 100, bf16: 120}
    dies: [{area: 390, process: fin 7, count: 2}, {area: 200, process: flat 65}]
    source: datasheet
    mark: verified
"""


def read(folder: Path, items: str) -> Catalog:
    (folder / "items").mkdir()
    (folder / "processes.yaml").write_text(PROCESSES, encoding="utf-8")
    (folder / "items" / "acme.yaml").write_text(items, encoding="utf-8")
    return load_catalog(folder)


def test_planar_dies_add_nothing(tmp_path: Path) -> None:
    item = read(tmp_path, GOOD).find("one")
    assert item.facts["nonplanar_die_area"] == 780
    assert item.facts["fp16_tflops"] == 120
    assert item.inferred == ()


def test_one_unknown_area_makes_the_sum_unknown(tmp_path: Path) -> None:
    item = read(tmp_path, GOOD.replace("area: 390, ", "")).find("one")
    assert "nonplanar_die_area" not in item.facts


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("mark: verified", "mark: sure", 10, "cannot read `sure`: expected verified, secondary, memory"),
        ("source: datasheet", "sauce: datasheet", 9, "unknown key `sauce`; did you mean `source`?"),
        ("process: fin 7", "process: fin 8", 8, "unknown process `fin 8`; did you mean `fin 7`?"),
        ("fp16: 100", "fp16: 100 TF", 7, "cannot read `100 TF`: expected a number"),
        ("fp16: 100", "fp15: 100", 7, "unknown key `fp15`; did you mean `fp16`?"),
        ("id: acme-one", "id: Acme One", 5, "`Acme One` is no id"),
        ("category: ic", "io_bandwidth: 5", 3, "is computed from rates, io and dies"),
        ("rates: {", "contains: acme-two\n    rates: {", 5, "`acme-two` is no circuit of the catalog"),
        ("name: Acme One", "name: Acme One\n    aliases: [...]", 5, "`...` has no letter or digit"),
    ],
)
def test_a_wrong_file_says_where(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(RukhsaError) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert any(
        problem.file == "items/acme.yaml" and problem.line == line and problem.field and says in str(problem)
        for problem in caught.value.problems
    ), str(caught.value)


def test_two_items_may_not_share_a_name_in_silence(tmp_path: Path) -> None:
    second = (
        GOOD[GOOD.index("  - id") :]
        .replace("acme-one", "acme-two")
        .replace("name: Acme One", "name: Acme ONE")
    )
    with pytest.raises(
        RukhsaError, match="`Acme ONE` also means `acme-one`; list it once under `shared_names`"
    ):
        read(tmp_path, GOOD + second)
