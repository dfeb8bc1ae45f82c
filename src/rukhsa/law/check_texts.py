"""Checks of texts: names, types, parties, lists, and that what a text reads was there to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rukhsa.errors import Problem
from rukhsa.language.check import Target, check_condition, check_number
from rukhsa.language.names import Names
from rukhsa.language.tree import (
    All,
    AnyOf,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Ref,
    facts_of,
    refs_of,
    walk,
)
from rukhsa.law.act import TRUTH_KINDS, Body, Clause, beneath
from rukhsa.law.check_context import Context, near
from rukhsa.law.log import AS_OF, Log
from rukhsa.law.terms import ITEM_GUARD
from rukhsa.words.messages import Day, Message, say


def _texts(context: Context) -> Iterator[Problem]:
    """Types of conditions, and what each kind may read."""
    targets = _targets_by_name(context.log)
    for clause in context.texts:
        body = clause.body
        if body is None or body.tree is None:
            continue
        check = check_number if body.kind == "derive" else check_condition
        for problem in check(body.tree, context.vocabulary, targets):
            yield context.at(
                clause, problem.message, problem.fix, "value" if body.kind == "derive" else "when"
            )
        if body.gives is not None:
            fact = context.vocabulary.get(body.gives)
            if fact is None or fact.type != "number" or fact.about == "party":
                yield context.at(clause, say("acts.gives_no_number", fact=body.gives), field="gives")
        if context.log.kinds[clause.target] != body.kind:
            yield context.at(
                clause, say("acts.other_kind", other=context.log.kinds[clause.target], kind=body.kind)
            )
        yield from _parties(context, clause, body)
        for node in walk(body.tree):
            sides = (node.left, node.right) if isinstance(node, Compare) else ()
            if Fact(AS_OF) in sides and not any(isinstance(side, Const) for side in sides):
                yield context.at(
                    clause, say("acts.compares_date", fact=AS_OF), say("acts.write_date"), "when"
                )
    for act in context.log.acts.values():
        if act.saves is not None:
            for problem in check_condition(act.saves.tree, context.vocabulary, targets):
                yield Problem(problem.message, act.file, 1, "saves.when", problem.fix)
            if refs_of(act.saves.tree):
                yield Problem(say("acts.saves_reads_facts"), act.file, 1, "saves.when")
            for name in sorted(facts_of(act.saves.tree) & (context.vocabulary.party_facts | {AS_OF})):
                fix = say("acts.saves_dates") if name == AS_OF else say("acts.saves_line")
                yield Problem(say("acts.saves_cannot_read", fact=name), act.file, 1, "saves.when", fix)


def _targets_by_name(log: Log) -> dict[str, Target]:
    units = {c.target: c.body.unit for c in log.clauses if c.body is not None}
    return {name: Target(kind, log.holds.get(name), units[name]) for name, kind in log.kinds.items()}  # type: ignore[arg-type]


def _parties(context: Context, clause: Clause, body: Body) -> Iterator[Problem]:
    """12, 13: party facts only where the provision counts parties; `every` reads nothing else."""
    assert body.tree is not None
    read = facts_of(body.tree)
    of_parties = read & context.vocabulary.party_facts
    if of_parties and body.party is None:
        yield context.at(clause, say("acts.reads_party", fact=min(of_parties)), say("acts.say_party"))
    if body.party is not None and body.kind in ("derive", "set"):
        yield context.at(clause, say("acts.cannot_count", kind=body.kind), say("acts.no_party"))
    if body.party is not None and not of_parties and not _reads_parties(context.log, body.tree):
        yield context.at(clause, say("acts.counts_nothing"), say("acts.no_party"))
    if body.party == "every":
        others = sorted(name for name in read - of_parties if name in context.vocabulary)
        if others:
            yield context.at(clause, say("acts.every_reads", fact=others[0]), say("acts.split_provision"))


def _reads_parties(log: Log, tree: Node) -> bool:
    for name in refs_of(tree):
        for clause in log.writes.get(name, ()):
            if clause.body is not None and clause.body.party is not None:
                return True
    return False


def _classes(context: Context) -> Iterator[Problem]:
    """11: a classification that does not say of which kind of item it speaks."""
    for clause in context.texts:
        body = clause.body
        if body is None or body.kind != "classify" or body.tree is None:
            continue
        items = {
            f
            for f in facts_of(body.tree)
            if f in context.vocabulary and context.vocabulary[f].about == "item"
        }
        if items and ITEM_GUARD not in items and not _guarded(context, body.tree):
            yield context.at(
                clause,
                say("acts.no_category"),
                say("acts.begin_with", fact=ITEM_GUARD),
                "when",
            )


def _guarded(context: Context, tree: Node) -> bool:
    """Whether some conjunct is a provision that is itself guarded."""
    match tree:
        case Limb(child, _, _):
            return _guarded(context, child)
        case All(parts):
            return any(_guarded(context, part) for part in parts)
        case AnyOf(parts):
            return all(_guarded(context, part) for part in parts)
        case Ref(name):
            writes = [
                c for c in context.log.writes.get(name, ()) if c.body is not None and c.body.tree is not None
            ]
            return bool(writes)
        case Compare(_, Fact(name), _) | Compare(_, _, Fact(name)):
            return name == ITEM_GUARD
        case In(Fact(name), _):
            return name == ITEM_GUARD
        case Not() | Const() | Fact():
            return False
    return False


def _reviews(context: Context) -> Iterator[Problem]:
    """10: a requirement that no review speaks of."""
    spoken = {name for c in context.log.clauses if c.body is not None for name in c.body.of}
    for clause in context.log.clauses:
        body = clause.body
        if (
            body is not None
            and body.kind == "require"
            and clause.target not in spoken
            and body.review is None
        ):
            yield context.at(clause, say("acts.no_review"), say("acts.add_review"))


def _lists(context: Context) -> Iterator[Problem]:
    """9: lists name limbs of the right kind, one by one."""
    wanted = {
        "overcomes": "require",
        "of": "require",
        "spares": "except",
        "strikes": "except",
        "displaces": "review",
        "any": "set",
        "none": "set",
    }
    for clause in context.log.clauses:
        if clause.body is None:
            continue
        for field, kind in wanted.items():
            for name in getattr(clause.body, field):
                found = context.log.kinds.get(name)
                if found is None:
                    subtree = any(beneath(other, name) for other in context.log.kinds)
                    fix = say("acts.limbs_one_by_one") if subtree else near(name, context.log.kinds)
                    yield context.at(
                        clause, say("acts.names_no_provision", field=field, name=name), fix, field
                    )
                elif found != kind:
                    yield context.at(
                        clause,
                        say("acts.names_other_kind", field=field, name=name, found=found, kind=kind),
                        None,
                        field,
                    )


def _between(context: Context) -> Iterator[Problem]:
    """A conflict stands between provisions that somebody could obey; those of other packs are checked with them."""
    kinds = context.log.kinds
    for clause in context.log.clauses:
        body = clause.body
        if body is None or body.kind != "conflict":
            continue
        if not body.between:
            yield context.at(clause, say("acts.between_nothing"), say("acts.name_both"), "between")
        for name in body.between:
            found = [name] if name in kinds else [other for other in kinds if beneath(other, name)]
            if name.partition("/")[0] != context.pack.name:
                continue
            if not found:
                yield context.at(
                    clause,
                    say("acts.names_no_provision", field="between", name=name),
                    near(name, kinds),
                    "between",
                )
            elif not any(kinds[other] in TRUTH_KINDS for other in found):
                yield context.at(
                    clause,
                    say("acts.nobody_obeys", name=name, kind=kinds[found[0]]),
                    None,
                    "between",
                )


def _members(context: Context) -> Iterator[Problem]:
    """Members of a set of countries are codes of countries: another spelling would never match."""
    from rukhsa.language.countries import countries

    for clause in context.texts:
        body = clause.body
        if body is None or body.kind != "set" or context.log.holds.get(clause.target) != "country":
            continue
        for field, members in (("members", body.members or ()), ("add", body.add), ("remove", body.remove)):
            for member in sorted(set(members) - countries().table.keys()):
                yield context.at(
                    clause, say("acts.member_no_country", member=member), say("acts.two_letters"), field
                )


def spelled(context: Context) -> Iterator[Problem]:
    """Names in a text that no reading of a name can give: they would never match, in silence."""
    names = context.vocabulary.names
    sets: dict[str, None] = {}
    for clause in context.texts:
        if clause.body is None or clause.body.tree is None:
            continue
        for node in walk(clause.body.tree):
            if not isinstance(node, In):
                continue
            fact = context.vocabulary.get(node.needle.name)
            if fact is None or fact.type != "name":
                continue
            if isinstance(node.members, Ref):
                sets[node.members.name] = None
                continue
            for member in sorted(node.members):
                if names.find(member) != member:
                    yield context.at(
                        clause, say("acts.not_as_read", member=member), _id_of(names, member), "when"
                    )
    for name in sets:
        for clause in context.log.writes.get(name, ()):
            body = clause.body
            for member in sorted((body.members or frozenset()) | body.add) if body is not None else ():
                if names.find(member) != member:
                    yield context.at(
                        clause, say("acts.not_as_read", member=member), _id_of(names, member), "members"
                    )


def _id_of(names: Names, member: str) -> Message:
    found = names.find(member)
    return (
        say("acts.write_name", name=found)
        if isinstance(found, str)
        else say("acts.is_meant", names=found.ids)
    )


def _vocabulary(context: Context) -> Iterator[Problem]:
    """Presumed values of the right type."""
    from rukhsa.errors import RukhsaError

    for fact in context.vocabulary.values():
        if fact.presume is not None and fact.type in ("text", "country", "date"):
            try:
                context.vocabulary.read(fact.name, fact.presume)
            except RukhsaError as error:
                yield Problem(
                    say("acts.presumes_impossible", problem=error.problems[0].message), field=fact.name
                )


def _cycles(context: Context) -> Iterator[Problem]:
    """Provisions that read each other in a ring, over all texts that were ever written."""
    reads: dict[str, set[str]] = {}
    for name, writes in context.log.writes.items():
        found: set[str] = set()
        for clause in writes:
            if clause.body is not None:
                found |= set(clause.body.any) | set(clause.body.none)
                if clause.body.tree is not None:
                    found |= {node.name for node in walk(clause.body.tree) if isinstance(node, Ref)}
        reads[name] = found
    state: dict[str, int] = {}
    for start, names in reads.items():
        if start in state:
            continue
        path = [(start, iter(sorted(names)))]
        state[start] = 1
        while path:
            name, rest = path[-1]
            for other in rest:
                if state.get(other) == 1:
                    ring = [item for item, _ in path]
                    clause = context.log.writes[name][0]
                    yield context.at(
                        clause,
                        say("acts.reads_itself", ring=" -> ".join([*ring[ring.index(other) :], other])),
                    )
                elif other not in state and other in reads:
                    state[other] = 1
                    path.append((other, iter(sorted(reads[other]))))
                    break
            else:
                state[name] = 2
                path.pop()


def _names_in_time(context: Context) -> Iterator[Problem]:
    """15: a provision in force on a day when a name that it reads was never imposed."""
    first: dict[str, str] = {}
    for clause in context.log.clauses:
        if clause.verb == "impose":
            first[clause.target] = min(clause.start, first.get(clause.target, clause.start))
    for clause in context.texts:
        body = clause.body
        if body is None:
            continue
        read = set(body.any) | set(body.none)
        if body.tree is not None:
            read |= {node.name for node in walk(body.tree) if isinstance(node, Ref)}
        for name in sorted(read):
            if name in first and first[name] > clause.start:
                yield context.at(
                    clause,
                    say("acts.reads_too_early", name=name, start=Day(clause.start), first=Day(first[name])),
                    say("acts.impose_earlier"),
                )


CHECKS: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    _texts,
    _reviews,
    _classes,
    _cycles,
    _names_in_time,
    _lists,
    _between,
    _members,
    spelled,
    _vocabulary,
)
