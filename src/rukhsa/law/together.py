"""Several packs as one: the vocabulary that they share, and what only all of them together can show wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rukhsa.cache import kept_lines, one_line, read_line
from rukhsa.digest import sha256
from rukhsa.errors import Problem
from rukhsa.language.kept_vocabulary import vocabulary_from_lines, vocabulary_to_lines
from rukhsa.language.names import Names, fold_name
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.law.act import TRUTH_KINDS, beneath
from rukhsa.law.pack import Pack, load_pack, pack_key
from rukhsa.once import cached_property
from rukhsa.records import replace


def vocabulary_of(packs: Iterable[Pack]) -> Vocabulary:
    """The facts of every pack, and the names that any of them knows."""
    facts: dict[str, FactDef] = {}
    names: dict[str, tuple[str, ...]] = {}
    for pack in packs:
        facts.update(pack.vocabulary)
        for key, spellings in pack.vocabulary.names.spellings.items():
            names[key] = tuple(dict.fromkeys((*names.get(key, ()), *spellings)))
    return Vocabulary(facts.values(), Names(names))


class Bundled(Mapping[str, Pack]):
    """Bundled packs by name, each read when it is asked for."""

    def __init__(self, names: Sequence[str]) -> None:
        self._keys = {name: pack_key(name) for name in names}
        self._packs: dict[str, Pack] = {}

    def __getitem__(self, name: str) -> Pack:
        if name not in self._packs:
            self._packs[name] = load_pack(name, self._keys[name])
        return self._packs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def key(self) -> str:
        """What the cache knows all of them by."""
        return sha256("\n".join(self._keys.values()))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of all of them, for which none need be read if the cache has it."""

        def make() -> list[str]:
            lines = [""]
            lines[0] = one_line(vocabulary_to_lines(vocabulary_of(self.values()), lines))
            return lines

        found: Vocabulary = kept_lines(
            "vocabulary",
            self.key,
            make,
            lambda lines: vocabulary_from_lines(read_line(lines[0]), lines),
        )
        return found


def check_together(packs: Mapping[str, Pack], further: frozenset[str] | None = None) -> list[Problem]:
    """Every problem that stands between packs: names in conflicts, facts and companies that they call alike.

    Args:
        further: acts that some packs took after all were checked together: acts bring no facts and no
            companies, so what hangs on other texts is as it was.
    """
    if further is not None:
        from rukhsa.law.check import writes_or_saves

        if not any(writes_or_saves(pack.log, further) for pack in packs.values()):
            return []
    found = [*_provisions(packs)]
    if further is None:
        found = [*_facts(packs), *_names(packs), *found]
    together = vocabulary_of(packs.values())
    for pack in packs.values():
        if further is None or not further.isdisjoint(pack.log.acts):
            found.extend(_spelled(pack, together, further))
            found.extend(_between(pack, packs))
    return list(dict.fromkeys(found))


def _facts(packs: Mapping[str, Pack]) -> Iterator[Problem]:
    """One fact with two meanings: which pack was read last would decide."""
    seen: dict[str, tuple[str, FactDef]] = {}
    for name, pack in packs.items():
        for fact in pack.vocabulary.values():
            first, other = seen.setdefault(fact.name, (name, fact))
            if replace(fact, pack="") != replace(other, pack=""):
                yield Problem(
                    f"the packs `{first}` and `{name}` define the fact `{fact.name}` otherwise",
                    f"{name}/vocabulary",
                    field=fact.name,
                    fix="define it once, in shared/vocabulary.yaml, or rename one",
                )


def _names(packs: Mapping[str, Pack]) -> Iterator[Problem]:
    """One spelling with two ids: the second pack's lists would never match, in silence."""
    seen: dict[str, tuple[str, str]] = {}
    for name, pack in packs.items():
        for key, spellings in pack.vocabulary.names.spellings.items():
            for spelling in (key, *spellings):
                first, other = seen.setdefault(fold_name(spelling), (name, key))
                if other != key and first != name:
                    yield Problem(
                        f"`{spelling}` is `{other}` in the pack `{first}` and `{key}` here",
                        f"{name}/names.yaml",
                        field=key,
                        fix=f"call it `{other}` here too",
                    )


def _spelled(pack: Pack, together: Vocabulary, further: frozenset[str] | None) -> Iterator[Problem]:
    """Members of lists of names that are read as somebody else once all packs are loaded."""
    from rukhsa.law.check_context import Context
    from rukhsa.law.check_texts import spelled

    own = Context(pack, pack.log, pack.vocabulary, further)
    alone = set(spelled(own))
    for problem in spelled(replace(own, vocabulary=Vocabulary(pack.vocabulary.values(), together.names))):
        if problem not in alone:
            yield problem


def _provisions(packs: Mapping[str, Pack]) -> Iterator[Problem]:
    """A provision that two packs bear: an overlay would be read twice."""
    seen: dict[str, str] = {}
    for name, pack in packs.items():
        for provision in pack.log.kinds:
            first = seen.setdefault(provision, name)
            if first != name:
                clause = pack.log.writes[provision][0]
                yield Problem(
                    f"`{provision}` stands in the pack `{first}` too",
                    pack.log.acts[clause.act].file,
                    clause.line,
                    fix=f"begin its name with `{name}/`",
                )


def _between(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[Problem]:
    """Names of other packs' provisions in conflicts; those of the own pack are checked with its texts."""
    from rukhsa.law.check_context import Context, near

    context = Context(pack, pack.log, pack.vocabulary)
    for clause in pack.log.clauses:
        for name in clause.body.between if clause.body is not None else ():
            side = name.partition("/")[0]
            if side == pack.name:
                continue
            if side not in packs:
                fix = f"the packs are {', '.join(packs)}"
                yield context.at(clause, f"`between` names `{name}`, of no pack", fix, "between")
                continue
            kinds = packs[side].log.kinds
            found = [name] if name in kinds else [other for other in kinds if beneath(other, name)]
            if not found:
                yield context.at(
                    clause, f"`between` names `{name}`, which is no provision", near(name, kinds), "between"
                )
            elif not any(kinds[other] in TRUTH_KINDS for other in found):
                yield context.at(
                    clause,
                    f"`between` names `{name}`, a {kinds[found[0]]}, which nobody obeys",
                    None,
                    "between",
                )
