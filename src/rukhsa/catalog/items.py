"""Items by the names that people write, each with the facts that the law asks about.

A catalog promises that a name means one item or says so: a spelling that several items share means one of
them only where the catalog gives that meaning, and otherwise the candidates are shown. It refuses to guess:
a fact that no source states is absent, and a similar name is not the same name.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from rukhsa.catalog.codes import Code, Shelves
from rukhsa.catalog.names import fold, singular
from rukhsa.errors import Problem, RukhsaError
from rukhsa.hints import TYPE_CHECKING, Any, Literal
from rukhsa.records import dataclass, field
from rukhsa.words.messages import Typed, say, series

if TYPE_CHECKING:
    from pathlib import Path

    from rukhsa.language.vocabulary import Vocabulary

_HOME = os.path.dirname(os.path.abspath(__file__))
_REMEMBERED = 10_000  # names of which the nearest are known
Fact = bool | Decimal | str
Mark = Literal["verified", "secondary", "memory"]


@dataclass(frozen=True, slots=True)
class Die:
    """A logic die: its area in mm2 where a source gives it, the process, and how many there are."""

    process: str
    planar: bool
    area: Decimal | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its names, its facts by the names of the vocabulary, and where they come from.

    Attributes:
        id: the catalog's own id.
        name: the name to show.
        facts: known facts only; what is absent is unknown.
        vendor: the maker, where the item has one.
        aliases: other spellings that mean this item alone.
        dies: the logic dies.
        official: what the maker states, as text: `tpp` and `eccn`. It never replaces a fact.
        contains: for a board or system, the id of the circuit on it, whose rates and dies it bears.
        released: a date, or a half or quarter of a year (`2026-H2`).
        memory: kind and size of the memory, as text.
        unstated: facts that are 0 because the source names no such rate, so none that could set the highest.
        inferred: facts that no source states and that the catalog infers (`Catalog.inference` says why).
        source: where the figures were read.
        mark: how well they are known.
        note: doubts, disagreements and limits.
        zh: the Chinese name, and
        ar: the Arabic name; both mean this item like an alias.
        family: the family that the file of the item states.
        codes: the customs and list codes that the item may stand under.
        file: the file of the catalog, and
        line: the line on which the item stands.
    """

    id: str
    name: str
    facts: Mapping[str, Fact]
    vendor: str | None = None
    aliases: tuple[str, ...] = ()
    dies: tuple[Die, ...] = ()
    official: Mapping[str, str] = field(default_factory=dict)
    contains: str | None = None
    released: str | None = None
    memory: str | None = None
    unstated: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    source: str = ""
    mark: Mark = "memory"
    note: str | None = None
    zh: str | None = None
    ar: str | None = None
    family: str | None = None
    codes: tuple[Code, ...] = ()
    file: str = ""
    line: int = 0

    def spellings(self) -> Iterator[str]:
        """Every spelling that means this item alone."""
        yield self.id
        yield self.name
        yield from self.aliases
        yield from (name for name in (self.zh, self.ar) if name is not None)


@dataclass(frozen=True, slots=True)
class SharedName:
    """A spelling that several items share.

    Attributes:
        names: the spellings.
        among: ids of the items that may be meant.
        means: the one that is meant, if any.
        because: why, where the items do not agree in everything that the law asks.
    """

    names: tuple[str, ...]
    among: tuple[str, ...]
    means: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Inference:
    """Facts that the catalog infers from where a circuit was made, and why."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    mark: Mark = "memory"
    note: Mapping[str, str] = field(default_factory=dict)


class UnknownItem(RukhsaError):
    """No item bears this name."""

    def __init__(self, name: str, nearest: Iterable[str]) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        near = series(map(Typed, self.nearest))
        fix = say("errors.did_you_mean", names=near) if near.items else say("errors.give_facts")
        super().__init__(Problem(say("errors.no_item", name=name), field="item", fix=fix))


class AmbiguousItem(RukhsaError):
    """Several items that the law may treat differently bear this name."""

    def __init__(self, name: str, candidates: Iterable[Item]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        fix = say("errors.say_which", names=series(Typed(item.name) for item in self.candidates))
        super().__init__(Problem(say("errors.several_items", name=name), field="item", fix=fix))


class Catalog(Mapping[str, Item]):
    """Items by id, and by any of their names."""

    def __init__(
        self,
        items: Iterable[Item] | Mapping[str, Item],
        shared: Iterable[SharedName] = (),
        vendors: Mapping[str, Iterable[str]] | None = None,
        inference: Inference | None = None,
        shelves: Shelves | None = None,
        known: Mapping[str, str | SharedName] | None = None,
    ) -> None:
        """`items` may come by id; `known`: what `names` gave for these very items, where the caller kept it."""
        self._items = items if isinstance(items, Mapping) else {item.id: item for item in items}
        self.shared = tuple(shared)
        self.vendors = {vendor: tuple(names) for vendor, names in (vendors or {}).items()}
        self.inference = inference or Inference()
        self.shelves = shelves or Shelves()
        self._vendors = {
            fold(spelling): vendor for vendor, names in self.vendors.items() for spelling in names
        }
        self._names = self._find_names() if known is None else known
        self._nearest: dict[
            tuple[str, int], tuple[str, ...]
        ] = {}  # an order book asks for one name many times

    @property
    def names(self) -> Mapping[str, str | SharedName]:
        """What each folded spelling means: the id of one item, or a shared name."""
        return self._names

    def _find_names(self) -> dict[str, str | SharedName]:
        found: dict[str, str | SharedName] = {}
        for name in self.shared:
            found.update((fold(spelling), name) for spelling in name.names)
        for item in self._items.values():
            for spelling in item.spellings():
                found[fold(spelling)] = item.id
            bare = without_vendor(item.name, item.vendor)
            if bare:
                found.setdefault(bare, item.id)
        return found

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def find(self, name: str) -> Item:
        """The item that a name means.

        Example:
            >>> load_catalog().find("إنفيديا إتش ٢٠").id
            'nvidia-h20-sxm5-96gb'

        Raises:
            UnknownItem: no item bears the name; the error carries the nearest names.
            AmbiguousItem: several items bear it and none is meant by it alone.
        """
        meaning = self.meaning(name)
        if meaning is None:
            raise UnknownItem(name, self.nearest(name))
        if isinstance(meaning, str):
            return self._items[meaning]
        if meaning.means is None:
            raise AmbiguousItem(name, (self._items[other] for other in meaning.among))
        return self._items[meaning.means]

    def meaning(self, name: str) -> str | SharedName | None:
        """What a spelling, or its singular, stands for: the id of one item, a shared name, or nothing."""
        found = self._meant(fold(name))
        if found is None and (one := singular(name)) is not None:
            found = self._meant(fold(one))
        return found

    def _meant(self, key: str) -> str | SharedName | None:
        if not key:
            return None
        found = self._names.get(key)
        if found is not None:
            return found
        for prefix, vendor in self._vendors.items():
            if key.startswith(prefix):
                found = self._names.get(key[len(prefix) :])
                if found is not None and self._made_by(vendor, found):
                    return found
        return None

    def nearest(self, name: str, limit: int = 5) -> tuple[str, ...]:
        """Names of the catalog that are spelled like `name`: one for each item or shared name."""
        if (name, limit) not in self._nearest:
            if len(self._nearest) >= _REMEMBERED:
                self._nearest.clear()
            self._nearest[name, limit] = self._find_nearest(name, limit)
        return self._nearest[name, limit]

    def _find_nearest(self, name: str, limit: int) -> tuple[str, ...]:
        from difflib import get_close_matches

        key = fold(name)
        keys = [key, *(key[len(prefix) :] for prefix in self._vendors if key.startswith(prefix))]
        within = sorted(
            (known for known in self._names if known in key and _telling(known)), key=len, reverse=True
        )
        close = [
            known
            for wanted in sorted(filter(None, keys), key=len)
            for known in get_close_matches(wanted, self._names, n=limit * 2, cutoff=0.6)
        ]
        found = [self._names[known] for known in (*within, *close)]
        shown = (self._items[one].name if isinstance(one, str) else one.names[0] for one in found)
        return tuple(dict.fromkeys(shown))[:limit]

    def to_data(self) -> dict[str, Any]:
        """Plain data: `Catalog.from_data(json.loads(json.dumps(c.to_data())))` equals `c`."""
        from rukhsa.catalog.plain import catalog_to_data

        return catalog_to_data(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Catalog:
        """The catalog that `to_data` wrote."""
        from rukhsa.catalog.plain import catalog_from_data

        return catalog_from_data(data)

    def _made_by(self, vendor: str, found: str | SharedName) -> bool:
        ids = (found,) if isinstance(found, str) else found.among
        return all(self._items[other].vendor == vendor for other in ids)


def _telling(key: str) -> bool:
    """Is the name long enough to mean something inside another? Three plain letters stand in many words."""
    return len(key) > (3 if key.isascii() and key.isalpha() else 2)


def without_vendor(name: str, vendor: str | None) -> str | None:
    """The folded name without the maker's name before it, or `None` when it does not begin so."""
    if vendor is None or not name.startswith(f"{vendor} "):
        return None
    return fold(name[len(vendor) :])


def load_catalog(folder: Path | None = None, vocabulary: Vocabulary | None = None) -> Catalog:
    """Read the catalog from its files.

    Args:
        folder: a folder with `processes.yaml`, `codes.yaml` and `items/*.yaml`; the bundled one by default.
        vocabulary: the facts that packs read; when given, every fact of every item is checked against it.

    Raises:
        RukhsaError: something is wrong; each problem names file, line and field.
    """
    if folder is None and vocabulary is None:
        from rukhsa.cache import files_in, kept_lines, key_of
        from rukhsa.catalog.plain import catalog_from_lines, catalog_to_lines

        found: Catalog = kept_lines(
            "catalog",
            key_of([*files_in(_HOME, ".yaml"), *files_in(os.path.join(_HOME, "items"), ".yaml")]),
            lambda: catalog_to_lines(_read(None, None)),
            catalog_from_lines,
        )
        return found
    return _read(folder, vocabulary)


def _read(folder: Path | None, vocabulary: Vocabulary | None) -> Catalog:
    from pathlib import Path

    from rukhsa.catalog.read import read_catalog

    return read_catalog(folder or Path(_HOME), vocabulary)
