"""The schema of an act file: what a file may say, field by field.

The JSON Schema that editors use (`docs/act.schema.json`) is generated from these classes.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

Grade = Literal["law", "official", "company", "announced", "reported"]
Mark = Literal["verified", "secondary", "memory"]
Kind = Literal[
    "set", "derive", "classify", "scope", "cover", "require", "except", "bar", "review", "warn", "conflict"
]
Verb = Literal["impose", "amend", "suspend", "resume", "rescind"]
VERBS: tuple[Verb, ...] = ("impose", "amend", "suspend", "resume", "rescind")
Policy = Literal[
    "presumption_of_approval",
    "case_by_case",
    "strict_review",
    "presumption_of_denial",
    "denial",
    "not_licensable",
]
ActKind = Literal[
    "rule",
    "letter",
    "guidance",
    "statement",
    "announcement",
    "filing",
    "report",
    "notice",
    "proclamation",
    "list",
    "hypothetical",
]

NAME = r"^[A-Za-z0-9][A-Za-z0-9._/\-]*$"
TARGET = r"^[A-Za-z0-9][A-Za-z0-9._/\-]*(#[A-Za-z0-9._\-]+)?$"


def _only_iso(value: object) -> object:
    """YYYY-MM-DD and nothing else: pydantic alone would read `0` and `1700006400` as days."""
    if isinstance(value, str) and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"`{value[:40]}` is not a date, YYYY-MM-DD")
    return value


Day = Annotated[datetime.date, BeforeValidator(_only_iso)]
Name = Annotated[
    str, Field(pattern=NAME, description="pack/citation, with /limb where the law has no number")
]
Target = Annotated[str, Field(pattern=TARGET, description="a limb, a subtree, an act, or act#label")]

_CONDITION_SCHEMA: dict[str, Any] = {
    "description": "a SQL leaf, a list (all of them), or a node with all / any / none / when (docs/acts.md, section 4)",
    "anyOf": [
        {"type": "string"},
        {"type": "array", "items": {"type": ["string", "object", "array"]}, "minItems": 1},
        {
            "type": "object",
            "properties": {
                "when": {},
                "all": {"type": "array"},
                "any": {"type": "array"},
                "none": {"type": "array"},
                "cite": {"type": "string"},
                "title": {"type": "object"},
            },
            "additionalProperties": False,
        },
    ],
}
Condition = Annotated[Any, WithJsonSchema(_CONDITION_SCHEMA)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Texts(_Strict):
    """The same words in several languages; English always."""

    en: str
    ar: str | None = None
    zh: str | None = None

    def to_dict(self) -> dict[str, str]:
        return {key: value for key, value in (("en", self.en), ("ar", self.ar), ("zh", self.zh)) if value}


class SourceModel(_Strict):
    """Where the text was read, and how sure it is."""

    read: str
    mark: Mark


class SavesModel(_Strict):
    """A savings clause: cases for which `when` is true are decided as if the act did not exist."""

    from_: Day = Field(alias="from")
    until: Day
    when: Condition


class ClauseModel(_Strict):
    """One verb on one target, with its dates and, when it writes a provision, its text."""

    impose: Name | None = None
    amend: Target | None = None
    suspend: Target | None = None
    resume: Target | None = None
    rescind: Target | None = None

    from_: Day = Field(alias="from", description="first day of the clause's effect")
    until: Day | None = Field(None, description="last day of the clause's effect, inclusive")
    doubt: Day | None = Field(None, description="an earlier last day that the text may also mean")
    comply: Day | None = Field(None, description="compliance date: until then the text is not in force")
    label: Annotated[str, Field(pattern=r"^[A-Za-z0-9._\-]+$")] | None = None
    retroactive: bool = False
    held: Literal["keep", "lift"] | None = None
    revives: bool = False
    mark: Mark | None = None
    source: SourceModel | str | None = None
    note: Texts | None = None

    kind: Kind | None = None
    cite: str | None = None
    title: Texts | None = None
    party: Literal["any", "every"] | None = None
    when: Condition = None
    value: Condition = None
    unit: str | None = None
    gives: str | None = None
    code: str | None = None
    ground: str | None = None
    unscoped: bool = False
    review: Literal["not_stated"] | None = None
    of: list[str] | str | None = None
    policy: Policy | None = None
    displaces: list[Name] = []
    overcomes: list[Name] = []
    effect: Literal["exempt"] | None = None
    symbol: str | None = None
    obliges: list[Texts] = []
    spares: list[Name] = []
    strikes: list[Name] = []
    says: Texts | None = None
    between: list[Name] = Field(
        [],
        description="of a conflict: provisions or subtrees, also of other packs, that cannot both be obeyed",
    )
    members: list[str] | None = None
    add: list[str] = []
    remove: list[str] = []
    any_: list[Name] = Field([], alias="any")
    none: list[Name] = []

    @property
    def verb(self) -> Verb:
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @property
    def target(self) -> str:
        return str(getattr(self, self.verb))

    @model_validator(mode="after")
    def _one_verb(self) -> ClauseModel:
        verbs = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(verbs) != 1:
            raise ValueError(f"a clause has one verb of {', '.join(VERBS)}; found {len(verbs)}")
        return self


class ActModel(_Strict):
    """One legal act, letter, statement or report: what it is, how we know it, what it does."""

    act: Name
    title: Texts
    kind: ActKind
    grade: Grade
    public: Day = Field(description="first day on which anybody could read it")
    cite: str | None = None
    by: str | None = None
    source: SourceModel | None = None
    note: Texts | None = None
    seq: int = 0
    overtakes: list[Name] = []
    beside: list[Name] = []
    saves: SavesModel | None = None
    origin: str | None = Field(None, description="of a report: who reported first")
    sources_counted: int | None = Field(None, description="of a report: how many people it counts")
    does: list[ClauseModel] = []
