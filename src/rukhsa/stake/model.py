"""The schema of what `stake` reads: a file of options, and the levies and clocks of a pack."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rukhsa.law.model import Condition, Day, Grade, Name, Policy, SourceModel, Texts


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _named(value: object) -> object:
    """A metric by its name alone."""
    return {"of": value} if isinstance(value, str) else value


Strings = Annotated[list[str], BeforeValidator(_one_or_many)]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False, max_digits=30)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class LevyModel(_Strict):
    """A payment that falls due on what ships: a share of the value, never a lost sale."""

    id: Name
    title: Texts
    percent: Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
    provisions: Strings = Field(default=[], description="due where one of these provisions is true")
    when: Condition | None = Field(default=None, description="or where this condition is true")
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    grade: Grade | None = None
    cite: str
    source: SourceModel
    note: Texts | None = None


class ClockModel(_Strict):
    """How long the authority has for an application under some requirements."""

    id: Name
    title: Texts
    of: Strings = Field(description="requirements, or subtrees of them")
    unless: Strings = Field(default=[], description="does not run where one of these provisions is true")
    from_: Day | None = Field(default=None, alias="from")
    working_days: Annotated[int, Field(ge=1, le=1000)]
    cite: str
    source: SourceModel
    note: Texts | None = None


class DuesModel(_Strict):
    """`dues.yaml` of a pack."""

    levies: list[LevyModel] = []
    clocks: list[ClockModel] = []


class MetricModel(_Strict):
    """One metric of computing power: a numeric fact of an item, or a number that a pack derives."""

    of: str
    equivalent: str | None = Field(default=None, description="an item of the catalog to count in")
    when: Condition | None = Field(default=None, description="lines of which the metric speaks")


class InputModel(_Strict):
    """What goes into one unit of a product, and from where."""

    item: str | None = None
    name: Texts | None = None
    quantity: Amount = Decimal(1)
    unit: str = ""
    facts: dict[str, Any] = Field(default={}, description="origin, destination and whatever else is known")


class ProductModel(_Strict):
    """A product of the order book and what goes into it."""

    product: str
    inputs: Annotated[list[InputModel], Field(min_length=1)]


class OptionModel(_Strict):
    """One option: a state of the law, and what is paid under it."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*$")]
    title: Texts
    state: str = "own"
    with_: Strings = Field(default=[], alias="with")
    levies: Strings = Field(
        default=[], description="levies of this file; those of the packs count by themselves"
    )
    blocks: list[Policy] = Field(
        default=["presumption_of_denial", "denial", "not_licensable"],
        description="review policies under which nothing ships",
    )
    note: Texts | None = None


class OptionsModel(_Strict):
    """A file of options."""

    title: Texts | None = None
    metrics: list[Annotated[MetricModel, BeforeValidator(_named)]] = []
    levies: list[LevyModel] = []
    bill_of_materials: list[ProductModel] = []
    options: Annotated[list[OptionModel], Field(min_length=1)]
