"""A file of options: read, checked, and every mistake named with its place and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from rukhsa.decide.case import Case, read_case
from rukhsa.decide.engine import Law
from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.law.pack import Pack
from rukhsa.law.source import Source, read_file
from rukhsa.records import dataclass, field
from rukhsa.stake.conditions import Condition, read_condition, targets_of
from rukhsa.stake.model import LevyModel, MetricModel, OptionsModel, ProductModel
from rukhsa.stake.state import StateAsked, read_state
from rukhsa.words.messages import Message, Typed, say, series

Texts = Mapping[str, str]
T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Levy:
    """A payment on what ships, in percent of its value.

    Attributes:
        provisions: it is due where one of these is true under the option's law, or
        condition: where this is true.
        start, until: its first and last day, ISO text.
        grade: how it is known, where no provision says so.
        mark: how well its text is known.
    """

    id: str
    title: Texts
    percent: Decimal
    cite: str
    read: str
    mark: str
    provisions: tuple[str, ...] = ()
    condition: Condition | None = None
    start: str | None = None
    until: str | None = None
    grade: str | None = None
    note: Texts | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric of computing power for each unit of an item.

    Attributes:
        of: a numeric fact, or a number that a pack derives.
        side: the pack that derives it; none for a fact.
        equivalent: the item of which multiples are counted; none: the metric's own unit.
        when: the lines of which the metric speaks.
        line: where the file states it.
    """

    of: str
    title: Texts
    unit: str | None
    side: str | None = None
    equivalent: str | None = None
    when: Condition | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """What goes into one unit of a product.

    Attributes:
        name: what the file calls it, else the catalog.
        case: the input on its way to where it is built in.
    """

    name: Texts
    quantity: Decimal
    unit: str
    case: Case


@dataclass(frozen=True, slots=True)
class Product:
    """A product by the name that the order book gives it, and its inputs."""

    name: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option: a state of the law, what is paid under it, and which review policies stop everything."""

    id: str
    title: Texts
    state: StateAsked = StateAsked()
    overlays: tuple[Path, ...] = ()
    levies: tuple[str, ...] = ()
    blocks: frozenset[str] = frozenset()
    note: Texts | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """A whole file of options."""

    file: str
    title: Texts | None
    options: tuple[Option, ...]
    metrics: tuple[Metric, ...] = ()
    levies: Mapping[str, Levy] = field(default_factory=dict)
    products: tuple[Product, ...] = ()


def read_options(path: Path, law: Law) -> Options:
    """Read a file of options against the law whose names it uses.

    Args:
        path: YAML; overlays are named from its own folder.
        law: the packs.

    Raises:
        RukhsaError: everything that is wrong, each with line and field.
    """
    sources = read_file(path)
    if len(sources) != 1 or not isinstance(sources[0].data, dict):
        raise RukhsaError(Problem(say("stake.no_options"), str(path), fix=say("stake.no_options_fix")))
    source = sources[0]
    model = validated(OptionsModel, source, say("stake.see_docs"))
    problems: list[Problem] = []
    metrics = tuple(
        metric
        for index, asked in enumerate(model.metrics)
        if (metric := _metric(asked, law, ("metrics", index), source, problems)) is not None
    )
    levies = {
        levy.id: _levy(levy, law.packs, ("levies", index), source, problems)
        for index, levy in enumerate(model.levies)
    }
    options = _options(model, path, levies, source, problems)
    products = tuple(
        _product(product, law, ("bill_of_materials", index), source, problems)
        for index, product in enumerate(model.bill_of_materials)
    )
    fail_on(problems)
    title = model.title.to_dict() if model.title else None
    return Options(str(path), title, options, metrics, levies, products)


def validated(model: type[T], source: Source, fix: Message) -> T:
    """A document by its schema.

    Raises:
        RukhsaError: every part that is not what it should be.
    """
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        problems = []
        for item in error.errors():
            at = tuple(part for part in item["loc"] if not str(part).startswith("function-"))
            key = str(at[-1]) if at else ""
            told = {
                "extra_forbidden": say("acts.unknown_key", key=key),
                "missing": say("acts.missing_key", key=key),
            }.get(item["type"])
            reason = item["msg"].removeprefix("Value error, ").lower()
            problems.append(source.problem(at, told or say("acts.wrong_value", reason=reason), fix))
        raise RukhsaError(*problems) from None


def levies_of(
    models: list[LevyModel], packs: Mapping[str, Pack], source: Source, problems: list[Problem]
) -> tuple[Levy, ...]:
    """Levies that a file states, checked."""
    return tuple(
        _levy(model, packs, ("levies", index), source, problems) for index, model in enumerate(models)
    )


def _options(
    model: OptionsModel, path: Path, levies: Mapping[str, Levy], source: Source, problems: list[Problem]
) -> tuple[Option, ...]:
    found: list[Option] = []
    for index, asked in enumerate(model.options):
        at = ("options", index)
        if asked.id in [option.id for option in found]:
            problems.append(source.problem((*at, "id"), say("stake.option_twice", id=asked.id)))
        for name in asked.levies:
            if name not in levies:
                fix = say("errors.use_one_of", values=tuple(levies)) if levies else say("stake.no_levies_fix")
                problems.append(source.problem((*at, "levies"), say("stake.unknown_levy", levy=name), fix))
        overlays = tuple(path.parent / name for name in asked.with_)
        problems.extend(
            source.problem(
                (*at, "with"), say("stake.no_overlay", file=str(file)), say("stake.no_overlay_fix")
            )
            for file in overlays
            if not file.is_file()
        )
        state = StateAsked()
        try:
            state = read_state(asked.state)
        except RukhsaError as error:
            problems += [source.problem((*at, "state"), p.message, p.fix) for p in error.problems]
        found.append(
            Option(
                asked.id,
                asked.title.to_dict(),
                state,
                overlays,
                tuple(dict.fromkeys(asked.levies)),
                frozenset(asked.blocks),
                asked.note.to_dict() if asked.note else None,
            )
        )
    return tuple(found)


def _levy(
    model: LevyModel,
    packs: Mapping[str, Pack],
    at: tuple[str | int, ...],
    source: Source,
    problems: list[Problem],
) -> Levy:
    condition = None
    if bool(model.provisions) == (model.when is not None):
        problems.append(source.problem(at, say("stake.levy_on_nothing"), say("stake.levy_on_nothing_fix")))
    for name in model.provisions:
        if not any(name in pack.log.kinds for pack in packs.values()):
            problems.append(
                source.problem(
                    (*at, "provisions"), say("acts.unknown_provision", name=name), say("acts.impose_or_mend")
                )
            )
    if model.when is not None:
        condition = _condition(model.when, packs, (*at, "when"), source, problems)
    return Levy(
        model.id,
        model.title.to_dict(),
        model.percent,
        model.cite,
        model.source.read,
        model.source.mark,
        tuple(model.provisions),
        condition,
        model.from_.isoformat() if model.from_ else None,
        model.until.isoformat() if model.until else None,
        model.grade,
        model.note.to_dict() if model.note else None,
    )


def _condition(
    written: Any,
    packs: Mapping[str, Pack],
    at: tuple[str | int, ...],
    source: Source,
    problems: list[Problem],
) -> Condition | None:
    try:
        found, wrong = read_condition(written, packs, at)
    except RukhsaError as error:
        problems += [source.problem(at, problem.message, problem.fix) for problem in error.problems]
        return None
    problems += [source.problem(at, problem.message, problem.fix) for problem in wrong]
    return found


def _metric(
    model: MetricModel, law: Law, at: tuple[str | int, ...], source: Source, problems: list[Problem]
) -> Metric | None:
    when = None
    if model.when is not None:
        when = _condition(model.when, law.packs, (*at, "when"), source, problems)
    if model.equivalent is not None:
        try:
            law.catalog.find(model.equivalent)
        except RukhsaError as error:
            problems += [source.problem((*at, "equivalent"), p.message, p.fix) for p in error.problems]
    fact = law.vocabulary.get(model.of)
    if fact is not None and fact.type == "number" and fact.about == "item":
        return Metric(model.of, fact.title, fact.unit, None, model.equivalent, when, source.line(at))
    for name, pack in law.packs.items():
        target = targets_of(pack.log).get(model.of)
        if target is not None and target.kind == "derive":
            title = next(c.body.title for c in reversed(pack.log.writes[model.of]) if c.body is not None)
            return Metric(model.of, title, target.unit, name, model.equivalent, when, source.line(at))
    near = law.vocabulary.nearest(model.of)
    fix = say("errors.did_you_mean", names=series(map(Typed, near))) if near else say("stake.metric_fix")
    problems.append(source.problem((*at, "of"), say("stake.no_metric", name=model.of), fix))
    return None


def _product(
    model: ProductModel, law: Law, at: tuple[str | int, ...], source: Source, problems: list[Problem]
) -> Product:
    inputs: list[Input] = []
    for index, asked in enumerate(model.inputs):
        here = (*at, "inputs", index)
        try:
            case = read_case(law.vocabulary, law.catalog, asked.facts, item=asked.item)
        except RukhsaError as error:
            for problem in error.problems:
                told = say("stake.of_input", product=model.product, message=problem.message)
                key = problem.field or ""
                path = (*here, key) if key == "item" else (*here, "facts", *([key] if key else []))
                problems.append(source.problem(path, told, problem.fix))
            continue
        if asked.item is None and asked.name is None:
            problems.append(source.problem(here, say("stake.input_no_name"), say("stake.input_no_name_fix")))
        name = asked.name.to_dict() if asked.name else case.names
        inputs.append(Input(name, asked.quantity, asked.unit, case))
    return Product(model.product, tuple(inputs))
