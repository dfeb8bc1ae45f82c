"""A control code looked up: the provisions of a day that name it, what they reach, the facts they read, the items under it.

A code is named by an entry whose classification it is, by a condition that compares a fact with it, or by a set that
holds it. Nothing is decided here: what is named may be met or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from rukhsa.catalog.codes import Nearness, is_control_code, nearness, read_code
from rukhsa.catalog.items import Item
from rukhsa.decide.engine import Regime
from rukhsa.language.tree import Compare, Const, Fact, In, facts_of, refs_of, walk
from rukhsa.language.vocabulary import FactDef, Vocabulary
from rukhsa.law.act import Body, beneath
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime as PackRegime
from rukhsa.records import dataclass

ENTRY, CONDITION, MEMBER = "entry", "condition", "member"
_LETTERS = "code"
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Naming:
    """A provision that names a code.

    Attributes:
        how: `entry`: it classifies so; `condition`: it compares a fact with the code; `member`: a set that holds it.
        codes: the codes as it writes them, by how they answer what was asked.
        facts: the facts that it compares with them.
        held: suspended on the day.
    """

    side: str
    provision: str
    body: Body
    how: str
    codes: Mapping[str, Nearness]
    facts: tuple[str, ...] = ()
    held: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A provision that reads one that names the code, itself or through others, or speaks of a requirement that does."""

    side: str
    provision: str
    body: Body


@dataclass(frozen=True, slots=True)
class UnderCode:
    """An item that the law of the day classifies so, or of which it is stated; the codes by which."""

    item: Item
    classified: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    borne: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concerned:
    """All that concerns a code on a day.

    Attributes:
        reached: by kind of provision.
        facts: those that decide whether an item is under an entry of the code; else those compared with it.
        follows: facts that a stated code settles, with their value.
        stated_as: facts that may state this very code.
    """

    asked: str
    on: str
    naming: tuple[Naming, ...]
    reached: Mapping[str, tuple[Reached, ...]]
    facts: tuple[FactDef, ...]
    follows: tuple[tuple[FactDef, str], ...]
    stated_as: tuple[str, ...]
    items: tuple[UnderCode, ...]


def asked_code(regime: Regime, text: str) -> str | None:
    """A code as asked, in the form in which codes are compared; `None` for what is neither code nor named by any law."""
    code = read_code(text)
    if code is not None:
        return code
    word = "".join(text.split()).upper()
    return word if word in {name.upper() for name in known_codes(regime)} else None


def concerned(regime: Regime, code: str) -> Concerned:
    """What of the law of a day, of the catalog and of the vocabulary concerns a code (`asked_code`)."""
    naming: list[Naming] = []
    reached: dict[str, list[Reached]] = {}
    facts: dict[str, FactDef] = {}
    for side, pack in regime.packs.items():
        day = _day(regime, pack)
        own = list(_naming(side, day, code))
        naming += own
        for found in _reached(side, day, own):
            reached.setdefault(found.body.kind, []).append(found)
        for name in _facts_read(day, own):
            fact = day.fact(name)
            if fact is not None:
                facts.setdefault(name, fact)
    vocabulary = regime.law.vocabulary
    return Concerned(
        code,
        regime.state.on,
        tuple(naming),
        {kind: tuple(found) for kind, found in reached.items()},
        tuple(facts.values()),
        tuple(_following(vocabulary, code)),
        tuple(stated_as(vocabulary, naming)),
        tuple(items_under(regime, code)),
    )


def items_under(regime: Regime, code: str) -> Iterator[UnderCode]:
    """Items of the catalog that a code is about: by the law of the day, by what is stated of them, by what they bear."""
    stating = code_facts(regime.law.vocabulary)
    for item in regime.law.catalog.values():
        decision = regime.decide(item.id)
        said = [str(told[name]) for told in (item.facts, item.official) for name in stating if name in told]
        found = UnderCode(
            item,
            tuple(one for one in decision.classification if nearness(code, one)),
            tuple(dict.fromkeys(one for one in said if nearness(code, one))),
            tuple(dict.fromkeys(own.code for own in item.codes if nearness(code, own.code))),
        )
        if found.classified or found.stated or found.borne:
            yield found


def code_facts(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts whose values are codes."""
    return tuple(name for name, fact in vocabulary.items() if fact.letters == _LETTERS)


def known_codes(regime: Regime) -> tuple[str, ...]:
    """Every code that the law of the day names, suspended texts included, and those that the catalog bears."""
    found: dict[str, None] = {}
    for pack in regime.packs.values():
        for _, _, named in _index(_day(regime, pack)).values():
            found.update(dict.fromkeys(named))
    for item in regime.law.catalog.values():
        found.update((own.code, None) for own in item.codes if is_control_code(own.code))
    return tuple(sorted(found))


def near_codes(regime: Regime, text: str) -> tuple[str, ...]:
    """Codes that are spelled like one that nothing names: those of the same entry first."""
    known = known_codes(regime)
    asked = "".join(text.split()).upper()
    head = asked.partition(".")[0]
    same = [code for code in known if code.upper().partition(".")[0] == head]
    spelled = {code.upper(): code for code in known}
    close = [spelled[one] for one in get_close_matches(asked, spelled, n=_NEAR, cutoff=0.6)]
    return tuple(dict.fromkeys((*close[:1], *same, *close)))[:_NEAR]


def days_of(regime: Regime, code: str) -> tuple[tuple[str, str, str | None], ...]:
    """When the law names a code: side, first day, and the first day on which it names it no more."""
    found: list[tuple[str, str, str | None]] = []
    for side, pack in regime.packs.items():
        accepted = regime.state.accepted(pack)
        since: str | None = None
        for day in _turning_days(pack, accepted, code):
            named = any(_naming(side, pack.on(day, accepted), code))
            if named and since is None:
                since = day
            elif not named and since is not None:
                found.append((side, since, day))
                since = None
        if since is not None:
            found.append((side, since, None))
    return tuple(found)


def _turning_days(pack: Pack, accepted: frozenset[str], code: str) -> list[str]:
    """The days on which provisions that ever name a code may begin or cease to: of clauses upon these provisions."""
    writing = [clause for clause in pack.log.clauses if clause.act in accepted and clause.body is not None]
    naming = {
        clause.target
        for clause in writing
        if clause.body is not None
        and any(nearness(code, one) for one in _named(clause.body, pack.vocabulary))
    }
    upon = [clause for clause in pack.log.clauses if any(beneath(name, clause.target) for name in naming)]
    starts = {clause.start for clause in upon if clause.act in accepted}
    ends = {clause.until for clause in upon if clause.act in accepted and clause.until is not None}
    days = pack.log.boundaries_of(accepted)
    after = {next((day for day in days if day > end), end) for end in ends}
    return sorted(day for day in starts | after if day >= days[0])


def _day(regime: Regime, pack: Pack) -> PackRegime:
    return pack.on(regime.state.on, regime.state.accepted(pack))


def _index(day: PackRegime) -> dict[str, tuple[Body, bool, dict[str, set[str]]]]:
    """The texts of a day that name codes, by provision: whether each is held back, and the codes that it names."""
    if "codes" not in day.memo:
        texts = {name: (held.body, True) for name, held in day.folded.suspended.items()}
        texts.update((name, (provision.body, False)) for name, provision in day.provisions.items())
        day.memo["codes"] = {
            name: (body, held, named)
            for name, (body, held) in sorted(texts.items())
            if (named := _named(body, day.vocabulary))
        }
    found: dict[str, tuple[Body, bool, dict[str, set[str]]]] = day.memo["codes"]
    return found


def _named(body: Body, vocabulary: Vocabulary) -> dict[str, set[str]]:
    """The codes that a text names, each with the facts that it compares with them."""
    found: dict[str, set[str]] = {}
    if body.code is not None:
        found.setdefault(body.code, set())
    for member in (*(body.members or ()), *body.add):
        if is_control_code(member):
            found.setdefault(member, set())
    for node in walk(body.tree) if body.tree is not None else ():
        if isinstance(node, In) and not isinstance(node.members, frozenset):
            continue
        match node:
            case In(Fact(fact), frozenset() as constants):
                pass
            case Compare(_, Fact(fact), Const(str() as constant)) | Compare(
                _, Const(str() as constant), Fact(fact)
            ):
                constants = frozenset((constant,))
            case _:
                continue
        is_code = fact in vocabulary and vocabulary[fact].letters == _LETTERS
        for one in constants:
            if is_control_code(one) or (is_code and one.isupper()):
                found.setdefault(one, set()).add(fact)
    return found


def _naming(side: str, day: PackRegime, code: str) -> Iterator[Naming]:
    for name, (body, held, named) in _index(day).items():
        answers = {
            one: (near, facts) for one, facts in named.items() if (near := nearness(code, one)) is not None
        }
        if not answers:
            continue
        facts = tuple(sorted({fact for _, compared in answers.values() for fact in compared}))
        how = ENTRY if body.code in answers else MEMBER if body.kind == "set" else CONDITION
        yield Naming(side, name, body, how, {one: near for one, (near, _) in answers.items()}, facts, held)


def _reached(side: str, day: PackRegime, naming: list[Naming]) -> Iterator[Reached]:
    """What reads the provisions that name the code, the nearest first, and what speaks of its requirements."""
    direct = {found.provision for found in naming if not found.held}
    seen, ring = set(direct), sorted(direct)
    order: list[str] = []
    while ring:
        following = sorted({reader for name in ring for reader in day.readers.get(name, ())} - seen)
        seen.update(following)
        order += following
        ring = following
    required = {name for name in seen if name in day.provisions and day.kind(name) == "require"}
    for kind in ("except", "review", "bar"):
        for name in day.of_kind(kind):
            body = day.provisions[name].body
            if name not in seen and required & {*body.overcomes, *body.of}:
                order.append(name)
    for name in order:
        if name in day.provisions:
            yield Reached(side, name, day.provisions[name].body)


def _facts_read(day: PackRegime, naming: list[Naming]) -> list[str]:
    """The facts that entries of the code read, themselves or through others; without entries, those compared with it."""
    entries = [found for found in naming if found.how == ENTRY]
    if not entries:
        read = {fact for found in naming if found.body.tree is not None for fact in facts_of(found.body.tree)}
        return sorted(read)
    facts: dict[str, None] = {}
    seen: set[str] = set()
    stack = [found.body.tree for found in reversed(entries) if found.body.tree is not None]
    while stack:
        tree = stack.pop()
        facts.update(dict.fromkeys(sorted(facts_of(tree))))
        for name in sorted(refs_of(tree) - seen, reverse=True):
            seen.add(name)
            gives, further = day.gives(name), day.tree(name)
            if gives is not None:
                facts[gives] = None
            if further is not None:
                stack.append(further)
    return list(facts)


def _following(vocabulary: Vocabulary, code: str) -> Iterator[tuple[FactDef, str]]:
    """Facts that follow from this code where it is stated."""
    stating = code_facts(vocabulary)
    for fact in vocabulary.values():
        if fact.follows.get("fact") in stating:
            for one, value in fact.follows.get("gives", {}).items():
                if one.upper() == code:
                    yield fact, str(value)


def stated_as(vocabulary: Vocabulary, naming: Iterable[Naming]) -> Iterator[str]:
    """The facts that may state this very code of an item: those that are compared with it, or with a set that holds it.

    An entry that the law computes from other facts is not stated.
    """
    named = [found for found in naming if "exact" in found.codes.values()]
    facts = code_facts(vocabulary)
    for name in sorted(
        facts, key=lambda name: bool(vocabulary[name].values)
    ):  # one that takes any code first
        free = not vocabulary[name].values
        if any(name in found.facts or (free and found.how == MEMBER) for found in named):
            yield name


def naming_of(regime: Regime, code: str) -> tuple[Naming, ...]:
    """The provisions of the day that name a code."""
    return tuple(
        found for side, pack in regime.packs.items() for found in _naming(side, _day(regime, pack), code)
    )
