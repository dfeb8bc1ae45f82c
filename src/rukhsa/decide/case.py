"""A case: one order line with all its parties, its facts read and their source kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from rukhsa.errors import Problem, RukhsaError
from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.language.vocabulary import Value, Vocabulary, says_unknown
from rukhsa.law.terms import AS_OF, ITEM_GUARD
from rukhsa.once import cached_property
from rukhsa.records import dataclass, field, replace
from rukhsa.words.messages import Message, say

if TYPE_CHECKING:
    from rukhsa.catalog.items import Catalog

PARTY_SHORTHANDS = {"party_hq": "hq", "party_parent": "ultimate_parent", "party_role": "role"}


@dataclass(frozen=True)
class Case:
    """Facts as given; what is absent is unknown. Presumptions are added per side by `filled`.

    Attributes:
        facts: of the item, the route, the line, and answers to questions of law.
        parties: facts of each party; at least one party, of whom nothing may be known.
        leaning: facts taken from a shorthand, names of nobody known: `(fact, party)`; printed and dropped by
            `strict` like presumptions.
        cautions: what the reader of the answer should know about how the case was read.
        unknown: facts said to be unknown: `(fact, party)`; nobody presumes them.
        names: what the catalog calls the item, by language.
    """

    facts: Mapping[str, Value]
    parties: Sequence[Mapping[str, Value]] = ({},)
    item: str | None = None
    from_catalog: frozenset[str] = frozenset()
    leaning: frozenset[tuple[str, int | None]] = frozenset()
    official: Mapping[str, str] = field(default_factory=dict)
    cautions: tuple[Message, ...] = ()
    unknown: frozenset[tuple[str, int | None]] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)


def read_case(
    vocabulary: Vocabulary,
    catalog: Catalog | None,
    given: Mapping[str, Any],
    parties: Sequence[Mapping[str, Any]] | None = None,
    *,
    item: str | None = None,
    file: str | None = None,
    line: int | None = None,
    called: Sequence[Mapping[str, str]] = (),
) -> Case:
    """Read a case from raw values.

    Args:
        vocabulary: every fact that may be given.
        catalog: where `item` is looked up.
        given: facts by name; party facts and the shorthands `party`, `party_hq`, `party_parent`,
            `party_role` describe one party.
        parties: further parties (or all of them), each by party facts.
        item: a name of the catalog.
        file, line: where the case was read, for errors.
        called: what the facts of each of `parties` are called there, where it is not their name.

    Raises:
        RukhsaError: every value that cannot be read.
    """
    problems: list[Problem] = []
    facts: dict[str, Value] = {}
    first: dict[str, Any] = {}
    from_catalog: set[str] = set()
    official: Mapping[str, str] = {}
    unknown: set[tuple[str, int | None]] = set()
    cautions: list[Message] = []
    name: str | None = None
    names: Mapping[str, str] = {}
    if item is not None and str(item).strip():
        if catalog is None:
            problems.append(Problem(say("errors.no_catalog", item=str(item)), file, line, "item"))
        else:
            try:
                entry = catalog.find(str(item))
                name, official = entry.name, entry.official
                names = {"en": entry.name, **({"ar": entry.ar} if entry.ar else {})}
                known = {fact: value for fact, value in entry.facts.items() if fact in vocabulary}
                facts.update(known)
                from_catalog.update(known)
            except RukhsaError as error:
                problems.extend(Problem(p.message, file, line, "item", p.fix) for p in error.problems)
    for key, raw in given.items():
        fact = PARTY_SHORTHANDS.get(key, key)
        if fact in vocabulary.party_facts:
            first[key] = raw
            continue
        if key == AS_OF:
            problems.append(
                Problem(say("errors.date_no_fact"), file, line, key, say("errors.date_no_fact_fix"))
            )
            continue
        value = _value(vocabulary, key, raw, problems, file, line)
        if key == ITEM_GUARD and key in from_catalog and value not in (None, facts[key]):
            problems.append(
                Problem(
                    say("errors.contradicts_catalog", value=str(value), item=name, known=str(facts[key])),
                    file,
                    line,
                    key,
                    say("errors.contradicts_catalog_fix"),
                )
            )
        if value is not None:
            facts[key] = value
            from_catalog.discard(key)
        elif says_unknown(raw):
            facts.pop(key, None)
            from_catalog.discard(key)
            unknown.add((key, None))
    rows: list[dict[str, Value]] = []
    leaning: set[tuple[str, int | None]] = set()
    named: list[Mapping[str, str]] = [{}, *called] if first else list(called)
    for raw_party in ([first] if first else []) + [dict(party) for party in parties or ()]:
        row: dict[str, Value] = {}
        names_there = named[len(rows)] if len(rows) < len(named) else {}
        for key, raw in raw_party.items():
            fact, there = PARTY_SHORTHANDS.get(key, key), names_there.get(key, key)
            if fact in vocabulary and fact not in vocabulary.party_facts:
                problems.append(Problem(say("errors.not_of_party", fact=fact), file, line, there))
                continue
            value = _value(vocabulary, fact, raw, problems, file, line, there)
            if value is not None and row.get(fact, value) != value:
                problems.append(
                    Problem(
                        say("errors.given_twice", name=fact, one=str(row[fact]), other=str(value)),
                        file,
                        line,
                        there,
                    )
                )
            if value is not None:
                row[fact] = value
            elif says_unknown(raw):
                unknown.add((fact, len(rows)))
        if "party_hq" in raw_party and "hq" in row and "ultimate_parent" not in row:
            row["ultimate_parent"] = row["hq"]
            leaning.add(("ultimate_parent", len(rows)))
        rows.append(row)
    if problems:
        raise RukhsaError(*problems)
    unknown.update((name, None) for name in _imply(vocabulary, facts, unknown, None))
    for index, row in enumerate(rows or [{}]):
        unknown.update((name, index) for name in _imply(vocabulary, row, unknown, index))
    leaning.update((name, None) for name, value in facts.items() if vocabulary.is_stranger(name, value))
    stated = frozenset(facts)
    for follower in vocabulary.following:
        followed = follower.followed(facts)
        if followed is None or (follower.name, None) in unknown:
            continue
        told = _shown(followed)
        source = follower.follows["fact"]
        if facts.setdefault(follower.name, followed) == followed:
            if follower.name not in stated:
                leaning |= {(follower.name, None)} if (source, None) in leaning else set()
                setting = f"{follower.name} = {told}"
                cautions.append(say("decision.caution.followed", setting=setting, fact=source))
        elif follower.follows.get("must"):
            raise RukhsaError(
                Problem(
                    say(
                        "errors.contradicts_source",
                        fact=follower.name,
                        value=_shown(facts[follower.name]),
                        source=source,
                        known=str(facts[source]),
                        followed=told,
                    ),
                    file,
                    line,
                    follower.name,
                    say("errors.contradicts_source_fix", fact=follower.name, source=source),
                )
            )
    return Case(
        facts,
        rows or [{}],
        name,
        frozenset(from_catalog),
        frozenset(leaning),
        official,
        tuple(cautions),
        frozenset(unknown),
        names,
    )


def _shown(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _imply(
    vocabulary: Vocabulary,
    facts: dict[str, Value],
    unknown: Collection[tuple[str, int | None]],
    index: int | None,
) -> set[str]:
    """Add what stated facts mean for others of which nothing is said; gives those that nobody may presume.

    Of two facts that say otherwise of a third, the earlier in the vocabulary counts. What a yes would say otherwise
    than is presumed, nobody may presume where that yes or no is stated to be unknown.
    """
    open_: set[str] = set()
    for name in vocabulary.implying:
        if (name, index) in unknown and vocabulary[name].type == "truth":
            implies = vocabulary[name].implies.items()
            open_ |= {
                own for own, value in implies if vocabulary[own].presume not in (None, value)
            } - facts.keys()
        if not facts.get(name) or facts[name] == vocabulary[name].presume:
            continue
        for implied, value in vocabulary[name].implies.items():
            if value is None and implied not in facts:
                open_.add(implied)
            elif value is not None and (implied, index) not in unknown:
                facts.setdefault(implied, value)
    return open_


def _value(
    vocabulary: Vocabulary,
    fact: str,
    raw: Any,
    problems: list[Problem],
    file: str | None,
    line: int | None,
    there: str | None = None,
) -> Value | None:
    """The value of a fact; why it has none is added to `problems`, under the name that it has `there`."""
    try:
        return vocabulary.read(fact, raw, file, line)
    except RukhsaError as error:
        problems.extend(replace(problem, field=there or problem.field) for problem in error.problems)
        return None


Facts = frozenset[tuple[str, int | None]]  # a fact, and of which party


@dataclass(frozen=True)
class Filled:
    """A case as one side sees it: its facts, and which of them are only presumed (or what tells it, when asked)."""

    facts: dict[str, Value]
    parties: list[dict[str, Value]]
    presuming: Facts | Callable[[], Facts]

    @cached_property
    def presumed(self) -> Facts:
        """The facts that are only presumed."""
        return self.presuming if isinstance(self.presuming, frozenset) else self.presuming()

    def without(self, dropped: frozenset[tuple[str, int | None]]) -> Filled:
        """The same case with some presumptions dropped: those facts are unknown again."""
        facts, parties = dict(self.facts), [dict(party) for party in self.parties]
        for name, of in dropped:
            (facts if of is None else parties[of]).pop(name, None)
        return Filled(facts, parties, lambda: self.presumed - dropped)


def filled(case: Case, vocabulary: Vocabulary, *, strict: bool = False) -> Filled:
    """Add what practice presumes; `strict` presumes nothing."""
    if strict:
        return Filled(dict(case.facts), list(map(dict, case.parties)), frozenset()).without(case.leaning)
    order, each = vocabulary.presumed_of_order, vocabulary.presumed_of_parties
    facts = {**order, **case.facts}
    parties = [{**each, **party} for party in case.parties]
    if case.unknown:
        for name, of in case.unknown - _stated(case, vocabulary):
            if of is None and name in order:
                del facts[name]
            elif of is not None and name in each:
                del parties[of][name]

    def presumed() -> Facts:
        every = vocabulary.presumptions(len(parties))
        return every - _stated(case, vocabulary) - case.unknown | case.leaning

    return Filled(facts, parties, presumed)


def _stated(case: Case, vocabulary: Vocabulary) -> Facts:
    """Of what could be presumed, what the case states."""
    order, each = vocabulary.presumed_of_order, vocabulary.presumed_of_parties
    stated: set[tuple[str, int | None]] = {(name, None) for name in order.keys() & case.facts.keys()}
    for index, party in enumerate(case.parties):
        stated.update((name, index) for name in each.keys() & party.keys())
    return frozenset(stated)
