"""Reading the files of the catalog (format: `docs/catalog.md`); every problem names file, line and field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast

from rukhsa.catalog.items import Catalog, Die, Fact, Inference, Item, Mark, SharedName, without_vendor
from rukhsa.catalog.names import fold
from rukhsa.catalog.read_codes import CodeForms, read_codes, read_shelves
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.source import Source, read_file
from rukhsa.records import dataclass, replace

# INVARIANT: two formats of one bit length and kind share a fact; the higher rate counts.
RATES: Final = {
    "fp64": "fp64_tflops",
    "fp32": "fp32_tflops",
    "tf32": "tf32_tflops",
    "fp16": "fp16_tflops",
    "bf16": "fp16_tflops",
    "fp8": "fp8_tflops",
    "int8": "int8_tops",
    "fp4": "fp4_tflops",
    "int4": "int4_tops",
}
_DERIVED: Final = {*RATES.values(), "io_bandwidth", "nonplanar_die_area"}
_FILE_KEYS: Final = ("vendor", "vendor_names", "family", "source", "mark", "facts", "items", "shared_names")
_ITEM_KEYS: Final = (
    "id name zh ar aliases codes released rates partial_rates dies io facts official contains memory source mark note"
).split()
_MARKS: Final = ("verified", "secondary", "memory")
_NUMBER: Final = re.compile(r"\d{1,20}(\.\d{1,10})?")
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RELEASED: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])|-H[12]|-Q[1-4])?")

At = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Process:
    planar: bool
    inferred: bool


class _Reader:
    """One file being read: values with their places, and the problems found so far."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems

    def wrong(self, at: At, message: str, fix: str | None = None) -> None:
        self.problems.append(self.source.problem(at, message, fix))

    def table(self, data: Any, at: At, known: Sequence[str] | None = None) -> dict[str, Any]:
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.wrong(at, "expected a table of `key: value`")
            return {}
        for key in data if known is not None else ():
            if key not in cast(Sequence[str], known):
                near = get_close_matches(key, cast(Sequence[str], known), n=1)
                fix = (
                    f"did you mean `{near[0]}`?"
                    if near
                    else f"known are {', '.join(cast(Sequence[str], known))}"
                )
                self.wrong((*at, key), f"unknown key `{key}`", fix)
        return data

    def rows(self, data: Any, at: At) -> list[Any]:
        if data is None:
            return []
        if not isinstance(data, list):
            self.wrong(at, "expected a list")
            return []
        return data

    def text(self, data: Any, at: At, required: bool = False) -> str | None:
        if isinstance(data, str) and data.strip():
            return data
        if data is not None or required:
            self.wrong(at, "expected text")
        return None

    def texts(self, data: Any, at: At) -> tuple[str, ...]:
        read = (
            self.text(part, (*at, index), required=True) for index, part in enumerate(self.rows(data, at))
        )
        return tuple(part for part in read if part is not None)

    def number(self, data: Any, at: At) -> Decimal | None:
        if data is None:
            return None
        if isinstance(data, str) and _NUMBER.fullmatch(data):
            return Decimal(data)
        self.wrong(at, f"cannot read `{data}`: expected a number such as 4992 or 494.7")
        return None

    def truth(self, data: Any, at: At) -> bool:
        if data not in {"true", "false"}:
            self.wrong(at, f"cannot read `{data}`: expected true or false")
        return bool(data == "true")

    def mark(self, data: Any, at: At) -> Mark:
        if data not in _MARKS:
            self.wrong(at, f"cannot read `{data}`: expected {', '.join(_MARKS)}")
            return "memory"
        return cast(Mark, data)

    def facts(self, data: Any, at: At, vocabulary: Vocabulary | None) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for name, raw in self.table(data, at).items():
            place = (*at, name)
            if name in _DERIVED:
                self.wrong(place, "is computed from rates, io and dies", "give those instead")
            text = self.text(raw, place, required=True)
            if text is not None:
                facts[name] = _fact(text)
        self.check(facts, at, vocabulary)
        return facts

    def check(self, facts: Mapping[str, Fact], at: At, vocabulary: Vocabulary | None) -> None:
        for name, fact in facts.items() if vocabulary is not None else ():
            try:
                cast(Vocabulary, vocabulary).read(name, fact)
            except RukhsaError as error:
                self.problems.extend(
                    replace(problem, file=self.source.file, line=self.source.line((*at, name)))
                    for problem in error.problems
                )


def read_catalog(folder: Path, vocabulary: Vocabulary | None = None) -> Catalog:
    """Read `processes.yaml`, `codes.yaml` and `items/*.yaml` of a folder.

    Raises:
        RukhsaError: all problems of all files together.
    """
    problems: list[Problem] = []
    processes, inference = _read_processes(folder / "processes.yaml", problems, vocabulary)
    forms = read_shelves(folder / "codes.yaml", problems, _Reader)
    items: list[Item] = []
    shared: list[tuple[SharedName, Problem]] = []
    vendors: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "items").glob("*.yaml")):
        for source in read_file(path, f"{path.parent.name}/{path.name}"):
            reader = _Reader(source, problems)
            data = reader.table(source.data, (), _FILE_KEYS)
            vendor = reader.text(data.get("vendor"), ("vendor",))
            if vendor is not None:
                vendors[vendor] = reader.texts(data.get("vendor_names"), ("vendor_names",)) or (vendor,)
            common = reader.facts(data.get("facts"), ("facts",), vocabulary)
            family = reader.text(data.get("family"), ("family",))
            if family is not None and family not in forms.shelves.families:
                reader.wrong(("family",), f"unknown family `{family}`", "add it to codes.yaml")
            stated = {key: data[key] for key in ("source", "mark") if key in data}
            for index, raw in enumerate(reader.rows(data.get("items"), ("items",))):
                if isinstance(raw, dict):
                    raw = {**stated, **raw}
                item = _read_item(reader, raw, ("items", index), vendor, processes, vocabulary, forms)
                if item is not None:
                    items.append(replace(item, facts={**common, **item.facts}, family=family))
            shared += _read_shared(reader, data.get("shared_names"))
    resolved = _resolve(items, processes, inference, problems)
    _check_names(resolved, shared, problems)
    if problems:
        raise RukhsaError(*problems)
    return Catalog(resolved, (name for name, _ in shared), vendors, inference, forms.shelves)


def _read_processes(
    path: Path, problems: list[Problem], vocabulary: Vocabulary | None
) -> tuple[dict[str, _Process], Inference]:
    sources = read_file(path, path.name)
    if not sources:
        raise RukhsaError(Problem("is empty", path.name))
    reader = _Reader(sources[0], problems)
    data = reader.table(sources[0].data, (), ("inference", "processes"))
    processes: dict[str, _Process] = {}
    for name, raw in reader.table(data.get("processes"), ("processes",)).items():
        at = ("processes", name)
        process = reader.table(raw, at, ("planar", "inferred"))
        processes[name] = _Process(
            reader.truth(process.get("planar"), (*at, "planar")),
            reader.truth(process.get("inferred", "false"), (*at, "inferred")),
        )
    table = reader.table(data.get("inference"), ("inference",), ("facts", "mark", "note"))
    inference = Inference(
        reader.facts(table.get("facts"), ("inference", "facts"), vocabulary),
        reader.mark(table.get("mark"), ("inference", "mark")),
        reader.table(table.get("note"), ("inference", "note")),
    )
    return processes, inference


def _read_item(
    reader: _Reader,
    raw: Any,
    at: At,
    vendor: str | None,
    processes: Mapping[str, _Process],
    vocabulary: Vocabulary | None,
    forms: CodeForms,
) -> Item | None:
    data = reader.table(raw, at, _ITEM_KEYS)
    id_ = reader.text(data.get("id"), (*at, "id"), required=True)
    name = reader.text(data.get("name"), (*at, "name"), required=True)
    if id_ is None or name is None:
        return None
    if not _ID.fullmatch(id_):
        reader.wrong((*at, "id"), f"`{id_}` is no id", "lower-case letters and digits, joined with hyphens")
    released = reader.text(data.get("released"), (*at, "released"))
    if released is not None and not _RELEASED.fullmatch(released):
        reader.wrong((*at, "released"), f"cannot read `{released}`", "a date, or 2026, 2026-H2, 2026-Q1")
    official = reader.table(data.get("official"), (*at, "official"), ("tpp", "eccn"))
    reader.number(official.get("tpp"), (*at, "official", "tpp"))
    for key, stated in official.items():
        reader.text(stated, (*at, "official", key), required=True)
    rates, unstated = _read_rates(reader, data, at)
    dies = _read_dies(reader, data.get("dies"), (*at, "dies"), processes)
    facts = {
        **reader.facts(data.get("facts"), (*at, "facts"), vocabulary),
        **rates,
        **_read_io(reader, data.get("io"), (*at, "io")),
        **_die_area(dies),
    }
    reader.check(facts, at, vocabulary)
    return Item(
        id=id_,
        name=name,
        facts=facts,
        vendor=vendor,
        aliases=reader.texts(data.get("aliases"), (*at, "aliases")),
        dies=dies,
        official=official,
        contains=reader.text(data.get("contains"), (*at, "contains")),
        released=released,
        memory=reader.text(data.get("memory"), (*at, "memory")),
        unstated=unstated,
        source=reader.text(data.get("source"), (*at, "source"), required=True) or "",
        mark=reader.mark(data.get("mark"), (*at, "mark")),
        note=reader.text(data.get("note"), (*at, "note")),
        zh=reader.text(data.get("zh"), (*at, "zh")),
        ar=reader.text(data.get("ar"), (*at, "ar")),
        codes=read_codes(reader, data.get("codes"), (*at, "codes"), forms),
        file=reader.source.file,
        line=reader.source.line(at) or 0,
    )


def _fact(text: str) -> Fact:
    if text in {"true", "false"}:
        return text == "true"
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _read_rates(reader: _Reader, data: Mapping[str, Any], at: At) -> tuple[dict[str, Fact], tuple[str, ...]]:
    if "rates" in data and "partial_rates" in data:
        reader.wrong((*at, "rates"), "has both rates and partial_rates", "keep one")
    key = "rates" if "rates" in data else "partial_rates"
    found: dict[str, Decimal] = {}
    for format_, raw in reader.table(data.get(key), (*at, key), tuple(RATES)).items():
        rate = reader.number(raw, (*at, key, format_))
        if rate is not None and format_ in RATES:
            found[RATES[format_]] = max(rate, found.get(RATES[format_], rate))
    rates: dict[str, Fact] = dict(found)
    unstated = (
        tuple(name for name in dict.fromkeys(RATES.values()) if name not in rates) if key in data else ()
    )
    if key == "partial_rates":
        return rates, ()
    rates.update(dict.fromkeys(unstated, Decimal(0)))
    return rates, unstated


def _read_io(reader: _Reader, raw: Any, at: At) -> dict[str, Fact]:
    table = reader.table(raw, at, ("links", "host"))
    parts = [reader.number(table[key], (*at, key)) for key in ("links", "host") if key in table]
    known = [part for part in parts if part is not None]
    return {"io_bandwidth": sum(known, Decimal(0))} if known else {}


def _read_dies(reader: _Reader, raw: Any, at: At, processes: Mapping[str, _Process]) -> tuple[Die, ...]:
    dies = []
    for index, row in enumerate(reader.rows(raw, at)):
        place = (*at, index)
        die = reader.table(row, place, ("area", "process", "planar", "count"))
        process = reader.text(die.get("process"), (*place, "process"), required=True)
        if process is None:
            continue
        if process not in processes:
            near = get_close_matches(process, processes, n=1)
            fix = f"did you mean `{near[0]}`?" if near else "add it to processes.yaml"
            reader.wrong((*place, "process"), f"unknown process `{process}`", fix)
            continue
        planar = processes[process].planar
        if "planar" in die:
            planar = reader.truth(die["planar"], (*place, "planar"))
        area = reader.number(die.get("area"), (*place, "area"))
        count = reader.number(die.get("count", "1"), (*place, "count"))
        if area == 0 or count is None or count < 1 or count != int(count):
            reader.wrong(place, "a die has an area above 0 and a whole count from 1")
            continue
        dies.append(Die(process, planar, area, int(count)))
    return tuple(dies)


def _die_area(dies: Iterable[Die]) -> dict[str, Fact]:
    """The area that counts, known only if that of every non-planar die is; none of it without dies."""
    dies = tuple(dies)
    areas = [None if die.area is None else die.area * die.count for die in dies if not die.planar]
    known = [area for area in areas if area is not None]
    if not dies or len(known) < len(areas):
        return {}
    return {"nonplanar_die_area": sum(known, Decimal(0))}


def _read_shared(reader: _Reader, raw: Any) -> list[tuple[SharedName, Problem]]:
    shared = []
    for index, row in enumerate(reader.rows(raw, ("shared_names",))):
        at = ("shared_names", index)
        data = reader.table(row, at, ("names", "among", "means", "because"))
        name = SharedName(
            reader.texts(data.get("names"), (*at, "names")),
            reader.texts(data.get("among"), (*at, "among")),
            reader.text(data.get("means"), (*at, "means")),
            reader.text(data.get("because"), (*at, "because")),
        )
        if not name.names or len(name.among) < 2:
            reader.wrong(at, "needs `names`, and at least two items in `among`")
        if name.means is not None and name.means not in name.among:
            reader.wrong((*at, "means"), f"`{name.means}` is not among the candidates")
        shared.append((name, reader.source.problem(at, "")))
    return shared


def _resolve(
    items: Iterable[Item], processes: Mapping[str, _Process], inference: Inference, problems: list[Problem]
) -> list[Item]:
    """Items with what they take from the circuit that they contain, and with what is inferred."""
    by_id = {item.id: item for item in items}
    resolved = []
    for item in items:
        if item.contains is not None:
            inner = by_id.get(item.contains)
            if inner is None or inner.contains is not None:
                message = f"`{item.contains}` is no circuit of the catalog"
                problems.append(Problem(message, item.file, item.line, f"{item.id}.contains"))
                continue
            item = replace(
                item,
                facts={**inner.facts, **item.facts},
                dies=inner.dies,
                official={**inner.official, **item.official},
                released=item.released or inner.released,
                memory=item.memory or inner.memory,
                unstated=tuple(name for name in inner.unstated if name not in item.facts),
            )
        if item.dies and all(processes[die.process].inferred for die in item.dies):
            added = {name: fact for name, fact in inference.facts.items() if name not in item.facts}
            item = replace(item, facts={**item.facts, **added}, inferred=tuple(added))
        resolved.append(item)
    return resolved


def _check_names(
    items: Sequence[Item], shared: Iterable[tuple[SharedName, Problem]], problems: list[Problem]
) -> None:
    ids: dict[str, Item] = {}
    owners: dict[str, str] = {}

    def claim(spelling: str, key: str, owner: str, place: Problem) -> None:
        if not key:
            problems.append(replace(place, message=f"`{spelling}` has no letter or digit"))
        elif owners.setdefault(key, owner) != owner:
            message = f"`{spelling}` also means {owners[key]}"
            problems.append(replace(place, message=message, fix="list it once under `shared_names`"))

    for item in items:
        place = Problem("", item.file, item.line, item.id)
        if item.id in ids:
            problems.append(replace(place, message=f"the id `{item.id}` stands twice"))
        ids[item.id] = item
        for spelling in item.spellings():
            claim(spelling, fold(spelling), f"`{item.id}`", place)
        bare = without_vendor(item.name, item.vendor)
        if bare:
            claim(item.name, bare, f"`{item.id}`", place)
    for name, place in shared:
        for spelling in name.names:
            claim(spelling, fold(spelling), f"the shared name `{name.names[0]}`", place)
        for other in name.among:
            if other not in ids:
                problems.append(replace(place, message=f"`{other}` is no item of the catalog"))
