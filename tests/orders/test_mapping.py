"""A user's columns become those that are read: mapping files, ready mappings, fill down, and what is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rukhsa
from rukhsa.cli.main import main
from rukhsa.decide.orders import fields_of
from rukhsa.errors import RukhsaError
from rukhsa.orders.book import Reading, open_book
from rukhsa.orders.headings import fold_heading
from rukhsa.orders.line import Block, Fields, listed
from rukhsa.orders.mapping import MappedColumn, Plan, read_mapping, ready
from rukhsa.orders.shape import Shaper
from tests.orders.books import FIELDS, read, written

LAW_FIELDS = fields_of(rukhsa.load().vocabulary)

SAP = (
    "VBELN;POSNR;KUNAG;KUNWE;LAND1;MATNR;KWMENG;NETWR;WAERK;WERKS;AUDAT\n"
    "0000012345;000010;Acme GmbH;Gulf AI LLC;AE;NVIDIA H100;8,000;240.000,00;USD;1000;31.12.2024\n"
    "0000012345;000020;Acme GmbH;Gulf AI LLC;AE;NVIDIA H20;4,000;1.234,50;USD;1000;02.01.2025\n"
)
NETSUITE = (
    "Document Number,Date,Name,Item,Quantity,Rate,Amount,Shipping Country,Status\n"
    'SO-1,12/31/2024,Acme Inc,NVIDIA H100,8,"30,000.00","240,000.00",United Arab Emirates,Pending\n'
    "SO-2,1/2/2025,Acme Inc,NVIDIA H20,4,10000.00,40000.00,Germany,Pending\n"
)
ODOO = (
    "name,partner_id,partner_shipping_id,partner_shipping_id/country_id,date_order,currency_id,"
    "order_line/product_id,order_line/product_uom_qty,order_line/price_subtotal\n"
    'S1,Gulf AI LLC,Gulf DC,United Arab Emirates,2025-06-01 09:12:44,USD,NVIDIA H100,8.0,"240,000.00"\n'
    ',,,,,,NVIDIA H20,4.0,"40,000.00"\n'
    'S2,Acme GmbH,Acme GmbH,Germany,2025-06-02 10:00:00,EUR,NVIDIA A100,2.0,"20,000.00"\n'
)
EXPORTS = {"sap": SAP, "netsuite": NETSUITE, "odoo": ODOO}


def mapped(folder: Path, text: str, fields: Fields = FIELDS) -> str:
    file = folder / "map.yaml"
    file.write_text(text, encoding="utf-8")
    read_mapping(str(file), fields)
    return str(file)


def law_lines(path: Path, asked: Reading) -> list[dict[str, str]]:
    book = open_book(path, LAW_FIELDS, asked)
    book.look_through()
    return [dict(line.cells) for _, block in book.blocks() for line in block.lines()]


def test_a_mapping_names_columns_constants_values_and_ways(tmp_path: Path) -> None:
    asked = mapped(
        tmp_path,
        "numbers: comma\n"
        "columns:\n"
        "  item: {from: [Artikel, MATNR], values: {4711: NVIDIA H20}}\n"
        "  destination: {constant: DE}\n"
        "  date: {from: Datum, dates: mdy}\n"
        "  value: Wert\n"
        "  quantity: {from: Menge, numbers: point}\n"
        "parties:\n"
        "  - {role: purchaser, party: Kunde}\n"
        "  - {role: end_user, party_hq: Land}\n",
    )
    book = written(
        tmp_path / "b.csv",
        "MATNR;Datum;Wert;Menge;Kunde;Land;item\n4711;03/04/2025;1.234;1.234;A;;mine\nx;03/04/2025;1;2;;CN;\n",
    )
    first, second = read(book, Reading(mapping=asked))
    assert first == {
        "item": "NVIDIA H20",
        "destination": "DE",
        "date": "2025-03-04",
        "value": "1234",
        "quantity": "1.234",
        "party_role": "purchaser",
        "party": "A",
        "party_role_2": "",
        "party_hq_2": "",
    }
    assert second["item"] == "x" and second["party_role"] == "" and second["party_role_2"] == "end_user"


def test_a_party_that_is_needed_is_there_even_if_unknown(tmp_path: Path) -> None:
    asked = mapped(
        tmp_path,
        "columns: {item: item, destination: destination}\nparties:\n  - {role: end_user, party: who, needed: yes}\n",
    )
    assert (
        read(written(tmp_path / "b.csv", "item,destination,who\na,DE,\n"), Reading(mapping=asked))[0][
            "party_role"
        ]
        == "end_user"
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("columns:\n  item: A\n  destinaton: B\n", 3, ["destinaton", "did you mean `destination`"]),
        ("columns:\n  item: {frm: A}\n", 2, ["frm", "did you mean `from`"]),
        ("columns:\n  item: {}\n", 2, ["`from` or `constant`"]),
        ("columns:\n  item: {from: A, constant: B}\n", 2, ["not both"]),
        ("columns:\n  date: {from: A, dates: dym}\n", 2, ["dym", "dmy"]),
        ("columns:\n  item: {from: A, dates: dmy}\n", 2, ["`item` has no `dates`"]),
        ("numbers: german\n", 1, ["german", "comma"]),
        ("parties:\n  - {role: end_user, quantity: A}\n", 2, ["quantity"]),
        ("parties: {role: end_user}\n", 1, ["must be a list"]),
        ("colums: {item: A}\n", 1, ["colums", "did you mean `columns`"]),
        ("columns:\n  item: {from: A, values: [x]}\n", 2, ["stands for"]),
        ("- item\n", 1, ["is no mapping", "--guess"]),
    ],
)
def test_mistakes_in_a_mapping_are_named_with_their_line(
    tmp_path: Path, text: str, line: int, words: list[str]
) -> None:
    with pytest.raises(RukhsaError) as refused:
        mapped(tmp_path, text)
    told = str(refused.value)
    assert f"map.yaml:{line}:" in told
    for word in words:
        assert word in told


def test_a_heading_that_the_book_does_not_have(tmp_path: Path) -> None:
    asked = mapped(tmp_path, "columns:\n  item: [Article, Part]\n  destination: To\nfill_down: [Nothing]\n")
    with pytest.raises(RukhsaError) as refused:
        open_book(written(tmp_path / "b.csv", "Article,Too\na,DE\n"), FIELDS, Reading(mapping=asked))
    told = str(refused.value)
    assert "map.yaml:3: `destination`: there is no column `To`" in told and "`too`" in told
    assert "map.yaml:4: `fill_down`: there is no column `Nothing`" in told


def test_a_mapping_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RukhsaError, match="`netsuite`, `odoo`, `sap`"):
        read_mapping(str(tmp_path / "none.yaml"), FIELDS)


@pytest.mark.parametrize("name", ready())
def test_ready_mappings_say_how_well_each_column_is_known(name: str) -> None:
    mapping = read_mapping(name, LAW_FIELDS)
    assert {column.mark for column in mapping.columns if column.sources} <= {"memory", "verified"}
    assert {"en", "ar"} <= set(mapping.title)


def test_a_ready_mapping_of_sap(tmp_path: Path) -> None:
    first, second = law_lines(written(tmp_path / "b.csv", SAP), Reading(mapping="sap", numbers="comma"))
    assert (first["order"], first["line"]) == ("0000012345", "000010")
    assert (first["item"], first["destination"], first["date"]) == ("NVIDIA H100", "AE", "2024-12-31")
    assert (first["quantity"], first["value"], second["value"]) == ("8.000", "240000.00", "1234.50")
    assert second["date"] == "2025-01-02"
    assert (first["party"], first["party_role"]) == ("Acme GmbH", "purchaser")
    assert (first["party_2"], first["party_role_2"]) == ("Gulf AI LLC", "ultimate_consignee")


def test_a_ready_mapping_of_netsuite(tmp_path: Path) -> None:
    first, second = law_lines(written(tmp_path / "b.csv", NETSUITE), Reading(mapping="netsuite"))
    assert (first["order"], first["item"], first["destination"]) == (
        "SO-1",
        "NVIDIA H100",
        "United Arab Emirates",
    )
    assert (first["value"], first["party"], second["date"]) == ("240000.00", "Acme Inc", "2025-01-02")


def test_a_ready_mapping_of_odoo_fills_down(tmp_path: Path) -> None:
    first, second, third = law_lines(written(tmp_path / "b.csv", ODOO), Reading(mapping="odoo"))
    assert second["item"] == "NVIDIA H20"
    for name in ("order", "destination", "date", "currency", "party", "party_2"):
        assert second[name] == first[name] != third[name]
    assert second["date"] == "2025-06-01"


FILLING = Plan((MappedColumn("order", ("order",)), MappedColumn("item", ("item",))), ("order", "to"))


def filled(
    rows: list[tuple[str, str, str]],
    broken: frozenset[int] = frozenset(),
    size: int = 100,
    *,
    arrays: bool = False,
) -> list[tuple[str, str, bool]]:
    """Order, destination and whether it cannot be read, of each line after filling down in blocks of a size."""
    shaper, found = Shaper(FILLING, FIELDS, {}), []
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        columns = {name: [row[index] for row in some] for index, name in enumerate(("order", "to", "item"))}
        if arrays:
            pa = pytest.importorskip("pyarrow")
            columns = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
        errors = {at: "broken" for at in range(len(some)) if start + at in broken}
        block = shaper.filled(Block(range(start, start + len(some)), columns, errors))  # type: ignore[arg-type]
        told = [listed(block.columns[name]) for name in ("order", "to")]
        found += [(told[0][at], told[1][at], at in block.errors) for at in range(len(some))]
    return found


def test_what_an_order_leaves_empty_is_not_taken_from_the_order_before() -> None:
    rows = [("1", "DE", "a"), ("", "", "b"), ("2", "", "c"), ("", "", "d")]
    assert [row[:2] for row in filled(rows)] == [("1", "DE"), ("1", "DE"), ("2", ""), ("2", "")]


def test_beneath_a_first_line_that_cannot_be_read_nothing_is_known() -> None:
    rows = [("1", "DE", "a"), ("x", "x", "b"), ("", "", "c"), ("3", "CN", "d"), ("", "", "e")]
    assert [row[2] for row in filled(rows, frozenset({1}))] == [False, True, True, False, False]
    assert filled(rows, frozenset({1}))[4][:2] == ("3", "CN")


_ROW = st.tuples(st.sampled_from(["", "1", "2"]), st.sampled_from(["", "DE"]), st.just("a"))


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROW, max_size=12), st.sets(st.integers(0, 11)), st.integers(1, 5))
def test_filling_down_does_not_hang_on_blocks_or_on_how_cells_are_kept(
    rows: list[tuple[str, str, str]], broken: set[int], size: int
) -> None:
    whole = filled(rows, frozenset(broken))
    assert (
        filled(rows, frozenset(broken), size) == whole == filled(rows, frozenset(broken), size, arrays=True)
    )


# proposals


@pytest.mark.parametrize(("name", "text"), list(EXPORTS.items()))
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_proposal_reads_what_the_ready_mapping_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, lang: str
) -> None:
    book, out = written(tmp_path / "b.csv", text), tmp_path / "map.yaml"
    assert main(["batch", str(book), "--guess", "--out", str(out), "--lang", lang]) == 0
    proposal = out.read_text(encoding="utf-8")
    assert f"--map {name}" in proposal
    mine = law_lines(book, Reading(mapping=str(out), numbers="comma" if name == "sap" else None))
    theirs = law_lines(book, Reading(mapping=name, numbers="comma" if name == "sap" else None))
    for own, other in zip(mine, theirs, strict=True):
        for field in ("item", "destination", "date", "value", "quantity"):
            assert own[field] == other[field]
    if name == "odoo":
        assert "fill_down" in proposal
    if name == "sap":
        assert "--numbers" in proposal  # 8,000 pieces or eight: the sample leaves it open


def test_a_line_with_an_order_number_of_its_own_takes_no_customer_from_above(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "Order No,Item,Destination,Exporter,End user,End user country\n"
        "1001,NVIDIA H200,SG,Dell,DBS Bank,SG\n"
        "{second},NVIDIA H200,SG,,,\n"
        "1003,NVIDIA H20,CN,Dell,ByteDance,CN\n"
    )
    for second, filled in (("1002", False), ("1001", True), ("", True)):
        assert main(["batch", str(written(tmp_path / "b.csv", text.format(second=second))), "--guess"]) == 0
        assert ("fill_down: [" in capsys.readouterr().out) is filled, second


def test_a_proposal_replaces_no_file_that_was_corrected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, out = written(tmp_path / "b.csv", "item,destination\nNVIDIA H20,CN\n"), tmp_path / "map.yaml"
    out.write_text("mine", encoding="utf-8")
    assert main(["batch", str(book), "--guess", "--out", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["diff", "--before", "2025-04-08", "--after", "2025-04-10"], ["outlook"]]
)
def test_only_columns_from_which_nothing_is_read_are_told_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    book = written(tmp_path / "b.csv", "Material,To,Remark\nNVIDIA H20,CN,x\n")
    plan = written(tmp_path / "map.yaml", "columns:\n  item: Material\n  destination: To\n")
    assert main([command[0], str(book), "--map", str(plan), *command[1:]]) == 0
    told = capsys.readouterr().err
    assert "remark" in told.lower() and "material" not in told.lower()


def test_a_proposal_in_arabic_and_german_headings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "رقم الطلب,الصنف,بلد الوجهة,المستخدم النهائي,Nettowert (EUR),Frei,Bemerkung\n1,NVIDIA H20,الصين,شركة,5,Germany,x y\n"
    assert main(["batch", str(written(tmp_path / "b.csv", text)), "--guess"]) == 0
    told = capsys.readouterr().out
    for line in (
        'order: "رقم الطلب"',
        'item: "الصنف"',
        'destination: "بلد الوجهة"',
        "role: end_user",
        'value: "Nettowert (EUR)"',
    ):
        assert line in told
    assert "1 of 1 sampled values are in the catalog" in told
    assert '# "Frei": 1 of 1 sampled values are countries' in told
    assert '# "Bemerkung": not known' in told


def guessed(folder: Path, capsys: pytest.CaptureFixture[str], text: str) -> list[str]:
    """The lines of a proposal."""
    assert main(["batch", str(written(folder / "b.csv", text)), "--guess"]) == 0
    return capsys.readouterr().out.splitlines()


def line_of(proposal: list[str], heading: str) -> str:
    (found,) = (line for line in proposal if f'"{heading}"' in line)
    return found


def test_columns_under_odd_headings_are_proposed_by_their_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = guessed(
        tmp_path,
        capsys,
        "x1,Ship from,x2,x3,x4,x5,x6,x7,x8,x9\n"
        "7,US,China,NVIDIA H20,02.01.2025,USD,3A090.a,8542.31,4,no\n"
        "8,Japan,Germany,NVIDIA H100,13.01.2025,EUR,EAR99,8471.50,12,no\n"
        "9,US,UAE,NVIDIA A100,03.02.2025,USD,4A994.l,8542.31,8,no\n",
    )
    fields = {
        "Ship from": ("origin", "by `from` in its heading"),
        "x2": ("destination", "its heading says nothing"),
        "x3": ("item", "3 of 3 sampled values are in the catalog"),
        "x4": ("date", "3 of 3 sampled values are dates"),
        "x5": ("currency", "2 of 2 sampled values are currencies"),
        "x6": ("eccn", "3 of 3 sampled values have the form of control codes"),
        "x7": ("code", "2 of 2 sampled values are customs or control codes"),
        "x8": ("quantity", "3 of 3 sampled values are whole numbers"),
    }
    for heading, (field, because) in fields.items():
        line = line_of(told, heading)
        assert line.startswith(f'  {field}: "{heading}"  # by its cells') and because in line
    assert "check it: such cells may also be `made_in`" in line_of(told, "x2")
    for heading in ("x1", "x9"):  # numbers that run on; a word that is a country's code too
        assert line_of(told, heading) == f'# "{heading}": not known; carried through'


def test_headings_in_chinese_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = guessed(
        tmp_path,
        capsys,
        "商品名称,原产国（地区）,启运国,运抵国（地区）,收货人,出口日期,数量,币制\n"
        "金属镓,中国,中国,美国,Acme,2026-12-01,4,USD\n"
        "氧化镝,中国,香港,日本,日野自動車株式会社,2026-12-02,5,EUR\n",
    )
    fields = {
        "商品名称": "item",
        "原产国（地区）": "made_in",
        "启运国": "origin",
        "运抵国（地区）": "destination",
    }
    fields |= {"出口日期": "date", "数量": "quantity", "币制": "currency"}
    for heading, field in fields.items():
        assert line_of(told, heading).startswith(f"  {field}:")
    assert "    party:" in line_of(told, "收货人")


def test_what_the_cells_leave_open_is_named_and_not_proposed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = guessed(
        tmp_path, capsys, "item,p,q,r,s,t\nNVIDIA H20,US,CN,3,2024,9.50\nNVIDIA H20,JP,DE,4,2025,$7\n"
    )
    for heading in ("p", "q"):
        assert "could be `destination` or `origin`" in line_of(told, heading)
        assert line_of(told, heading).startswith("# ")
    assert line_of(told, "r").startswith("  quantity:")
    assert line_of(told, "s").startswith("# ")  # years
    assert line_of(told, "t").startswith("# ") and "could be `value`" in line_of(told, "t")
    assert any("no column is proposed for `destination`" in line for line in told)


@pytest.mark.parametrize(
    "cells",
    ["ST,KG", "no,no", "1001,1002,1003", "45000,45001,44999", "01,02,17", "0,0", "ALL,TOP", ",", "x1,DE"],
)
def test_cells_that_prove_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], cells: str) -> None:
    lines = "".join(f"NVIDIA H20,{cell}\n" for cell in cells.split(","))
    assert line_of(guessed(tmp_path, capsys, "item,odd\n" + lines), "odd").startswith('# "odd": not known')


def test_amounts_of_four_digits_are_no_customs_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(f"NVIDIA H20,{cell}\n" for cell in ("1234.50", "5678.90", "1234.50"))
    told = guessed(tmp_path, capsys, "item,odd\n" + lines)
    assert "could be `value`" in line_of(told, "odd") and not any("code:" in line for line in told)


def test_a_party_whose_cells_are_countries_is_no_party(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = guessed(tmp_path, capsys, "item,Ship to,End user\nNVIDIA H20,China,Huawei\nNVIDIA H20,DE,China\n")
    assert "its cells are not" in line_of(told, "Ship to") and "`destination`" in line_of(told, "Ship to")
    assert line_of(told, "End user").startswith("    party:")


def test_what_is_proposed_by_cells_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path / "b.csv", "a,b,c\nNVIDIA H20,CN,2025-05-01\nNVIDIA A100,DE,2025-05-02\n")
    assert main(["batch", str(book), "--guess", "--out", str(tmp_path / "map.yaml")]) == 0
    first, second = law_lines(book, Reading(mapping=str(tmp_path / "map.yaml")))
    assert (first["item"], first["destination"], first["date"]) == ("NVIDIA H20", "CN", "2025-05-01")
    assert second["destination"] == "DE"


def test_headings_are_folded() -> None:
    assert fold_heading("Ship-To_Country (ISO)") == fold_heading("ship to country")
    assert fold_heading("رقم الطَّلَبِ") == fold_heading("رقم الطلب") and fold_heading("إسم") == fold_heading(
        "اسم"
    )


def test_other_commands_read_by_the_same_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path / "b.csv", ODOO)
    states = ["--before", "2022-08-01", "--after", "2025-06-03"]
    assert main(["diff", str(book), *states, "--map", "odoo"]) == 0
    assert "NVIDIA H20" in capsys.readouterr().out


def test_the_mapping_in_the_documentation_is_one(tmp_path: Path) -> None:
    documented = (Path(__file__).parents[2] / "docs" / "orders.md").read_text(encoding="utf-8")
    text = documented.partition("```yaml\n")[2].partition("```")[0]
    asked = mapped(tmp_path, text, LAW_FIELDS)
    book = written(
        tmp_path / "b.csv",
        "Belegnummer;MATNR;Lieferland;Belegdatum;Nettowert;Währung;Auftraggeber;Endverwender;Land des Endverwenders\n"
        "9;4711;Germany;03.04.2025;1.234,50;eur;A;B;CN\n"
        ";x;;03.04.2025;1;eur;A;B;CN\n",
    )
    line, below = law_lines(book, Reading(mapping=asked))
    assert (below["order"], below["destination"]) == ("9", "Germany")
    assert (line["item"], line["date"], line["value"], line["currency"]) == (
        "NVIDIA H20",
        "2025-04-03",
        "1234.50",
        "EUR",
    )
    assert (line["party_role_2"], line["party_2"], line["party_hq_2"], line["origin"]) == (
        "end_user",
        "B",
        "CN",
        "US",
    )


def test_a_column_of_the_name_of_a_fact_that_the_mapping_leaves_aside_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "b.csv", "Thing,Goes to,share,party_hq,line,item,y\na,DE,5,CN,1,b,2\n")
    columns = "columns: {item: Thing, destination: Goes to%s}\n"
    left = open_book(path, FIELDS, Reading(mapping=mapped(tmp_path, columns % ""))).notes
    assert len(left) == 1 and "decide nothing: `share`, `party_hq`;" in str(left[0])
    read_too = mapped(tmp_path, columns % ", share: share" + "parties: [{party_hq: party_hq}]\n")
    assert open_book(path, FIELDS, Reading(mapping=read_too)).notes == ()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Invoice total (EUR)", "value"),
        ("Product description", "item"),
        ("Sold by", "exporter"),
        ("Used for", "end_use"),
        ("Sales Doc.", "order"),
        ("Part description", "item"),
        ("Our entity", "exporter"),
    ],
)
def test_usual_headings_of_invoices_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str, field: str
) -> None:
    told = guessed(tmp_path, capsys, f"{heading},destination\nsome,CN\n")
    assert line_of(told, heading).startswith(f'  {field}: "{heading}"  # a known heading of {field}')


def test_the_headquarters_of_a_customer_are_those_of_the_purchaser(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = guessed(
        tmp_path, capsys, "item,destination,Sold-to party,Customer HQ\nNVIDIA H20,SG,ByteDance,China\n"
    )
    assert line_of(told, "Customer HQ").startswith('    party_hq: "Customer HQ"  # a known heading')


def test_reasons_in_arabic_are_joined_as_arabic_joins_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = written(tmp_path / "b.csv", "item,destination\nNVIDIA H20,CN\n")
    assert main(["batch", str(book), "--guess", "--lang", "ar"]) == 0
    told = capsys.readouterr().out
    assert "؛ " in line_of(told.splitlines(), "destination") and "; " not in told


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Amount (EUR)", "EUR"),
        ("Net value in USD", "USD"),
        ("Betrag EUR", "EUR"),
        ("value [SAR]", "SAR"),
        ("المبلغ (د.إ)", "AED"),
        ("Amount (net)", None),
        ("Amount", None),
        ("Amount (EUR) USD", None),
    ],
)
def test_a_currency_in_the_heading_of_the_amounts_is_that_of_every_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str, code: str | None
) -> None:
    told = guessed(tmp_path, capsys, f"item,destination,{heading}\nNVIDIA H20,CN,5.50\n")
    constants = [line for line in told if line.startswith("  currency:")]
    assert line_of(told, heading).startswith("  value:")
    assert len(constants) == (code is not None)
    if code:
        assert constants[0].startswith(f'  currency: {{constant: "{code}"}}  # ')
        mapping = written(tmp_path / "m.yaml", "\n".join(told))
        found = read_with(tmp_path / "b.csv", mapping)
        assert [(row["value"], row["currency"]) for row in found] == [("5.50", code)]


def test_a_column_of_currencies_comes_before_the_heading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = guessed(tmp_path, capsys, "item,destination,Amount (EUR),Currency\nNVIDIA H20,CN,5.50,USD\n")
    assert [line for line in told if "currency:" in line and "constant" in line] == []


def test_a_proposal_starts_from_a_mapping(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(
        tmp_path / "b.csv",
        "Nr;Material;Ship to Country;Amount (EUR);Customer;Buyer country;End user;Foo\n"
        "7;4711;CN;1.000,50;Alpha;CN;Beta;x\n",
    )
    mapping = written(
        tmp_path / "m.yaml",
        "numbers: comma\n"
        "columns:\n"
        '  item: {from: [Artikel, Material], values: {"4711": NVIDIA H20}}\n'
        "  destination: Lieferland\n"
        "  origin: {constant: US}\n"
        "parties:\n"
        "  - role: intermediate_consignee\n"
        "    party: Spediteur\n"
        "  - role: purchaser\n"
        "    party: Customer\n"
        "fill_down: [item, destination, party_2]\n",
    )
    out = tmp_path / "new.yaml"
    assert main(["batch", str(book), "--guess", "--map", str(mapping), "--out", str(out)]) == 0
    capsys.readouterr()
    told = out.read_text(encoding="utf-8")
    assert '# destination: "Lieferland"  # the book has no such column' in told
    assert '# party: "Spediteur"  # the book has no such column' in told
    assert '# "Foo": not known' in told
    found = read_mapping(str(out), LAW_FIELDS)
    columns = {column.name: column for column in found.columns}
    assert columns["item"].values == {"4711": "NVIDIA H20"} and columns["item"].sources == (
        "Artikel",
        "Material",
    )
    assert columns["destination"].sources == ("Ship to Country",)
    assert columns["origin"].constant == "US" and columns["currency"].constant == "EUR"
    assert columns["value"].reading == "comma"
    assert (columns["party"].sources, columns["party_hq"].sources) == (("Customer",), ("Buyer country",))
    assert columns["party_role_2"].constant == "end_user" and columns["party_2"].sources == ("End user",)
    assert "party_3" not in columns
    assert found.fill_down == ("Material", "Ship to Country", "Customer")
    (row,) = read_with(book, out)
    assert (row["item"], row["value"], row["currency"], row["origin"]) == (
        "NVIDIA H20",
        "1000.50",
        "EUR",
        "US",
    )


def test_a_proposal_does_not_replace_the_mapping_from_which_it_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = written(tmp_path / "b.csv", "Material,Ship to Country\nNVIDIA H20,CN\n")
    mapping = written(tmp_path / "m.yaml", text := "columns: {item: Material}\n")
    asked = ["batch", str(book), "--guess", "--map", str(mapping), "--out", str(mapping), "--force"]
    assert main(asked) == 2
    assert mapping.read_text(encoding="utf-8") == text


def test_numbered_parties_of_a_mapping_are_numbered_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = written(tmp_path / "b.csv", "Material,Ship to Country,Who,End user\nNVIDIA H20,CN,A,B\n")
    mapping = written(tmp_path / "m.yaml", "columns: {item: Material, party: Who}\n")
    assert main(["batch", str(book), "--guess", "--map", str(mapping)]) == 0
    out = written(tmp_path / "new.yaml", capsys.readouterr().out)
    columns = {column.name: column for column in read_mapping(str(out), LAW_FIELDS).columns}
    assert columns["party_2"].sources == ("End user",) and columns["party_role_2"].constant == "end_user"


def read_with(book: Path, mapping: Path) -> list[dict[str, str]]:
    """What is read of a book by a mapping."""
    opened_book = open_book(book, LAW_FIELDS, Reading(mapping=str(mapping)))
    opened_book.look_through()
    return [dict(line.cells) for _, block in opened_book.blocks() for line in block.lines()]
