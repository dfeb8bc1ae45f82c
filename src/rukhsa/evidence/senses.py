"""What the names in the lexicons mean, the same in every language: read from `senses.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from rukhsa.evidence.script import LEXICON
from rukhsa.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """What a name of the lexicon is: whose side, of what kind, and how an answer names it (in the plural: `several`)."""

    id: str
    kind: str
    side: str | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    several: bool = False

    @property
    def speaks_for_a_state(self) -> bool:
        return self.kind in ("government", "person")

    @property
    def is_company(self) -> bool:
        return self.kind in ("company", "chief")

    @property
    def is_country(self) -> bool:
        """Whether it is a country by its bare name, which may be a place as well."""
        return self.id == self.side


@cache
def _data() -> Mapping[str, Any]:
    import yaml

    with open(LEXICON / "senses.yaml", encoding="utf-8") as file:
        data: Mapping[str, Any] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


@cache
def actors() -> dict[str, Actor]:
    """The actors of the lexicons by name."""
    return {
        name: Actor(name, about["kind"], about.get("side"), about["title"], about.get("several", False))
        for name, about in _data()["actors"].items()
    }


@cache
def names(section: str) -> frozenset[str]:
    """The names of marks that a section of `senses.yaml` lists."""
    return frozenset(_data()[section])


def ministry(side: str) -> str:
    """The actor that a bare ministry is on a side."""
    return str(_data()["ministries"][side])


def has_ministry(side: str | None) -> bool:
    """Whether a side has a ministry of that bare name."""
    return side in _data()["ministries"]


def ministry_side(lang: str) -> str | None:
    """Whose a bare ministry is in a language, whatever else the text speaks of."""
    side: str | None = _data()["ministry_in"].get(lang)
    return side


@cache
def is_common(word: str) -> bool:
    """Whether a word of a sign fits too many measures to tell one."""
    if word.startswith(("by:", "act:", "to-")):
        return True
    if word.startswith("who:"):
        actor = actors().get(word[4:])
        return word[4:] in names("common_actors") or (
            actor is not None and actor.speaks_for_a_state and actor.side in _data()["ministries"]
        )
    return word in names("common")
