"""What only the whole log can show wrong: references, types, order of acts, masked texts.

Each check answers a way in which law once came out wrong without an error; `docs/semantics.md` tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rukhsa.errors import Problem
from rukhsa.language.check import Target, check_condition, check_number
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
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.act import Act, Body, Clause, beneath
from rukhsa.law.fold import fold
from rukhsa.law.log import AS_OF, RANK, Log
from rukhsa.law.pack import Pack
from rukhsa.law.terms import ITEM_GUARD


@dataclass(frozen=True)
class _Context:
    pack: Pack
    log: Log
    vocabulary: Vocabulary

    def at(self, clause: Clause, message: str, fix: str | None = None, field: str | None = None) -> Problem:
        act = self.log.acts[clause.act]
        where = f"does.{clause.index}" + (f".{field}" if field else "")
        return Problem(f"{clause.target}: {message}", act.file, clause.line, where, fix)


def check_pack(pack: Pack) -> list[Problem]:
    """Every problem of a pack's log, in the order of its files."""
    context = _Context(pack, pack.log, pack.vocabulary)
    checks: tuple[Callable[[_Context], Iterator[Problem]], ...] = (
        _acts_and_provisions,
        _targets,
        _texts,
        _dates,
        _same_day,
        _doubts,
        _masked_amendments,
        _overtaken,
        _revivals,
        _reviews,
        _classes,
        _cycles,
        _names_in_time,
        _lists,
        _members,
        _vocabulary,
    )
    problems = [problem for check in checks for problem in check(context)]
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file or "", p.line or 0, p.message))


def warnings_of(pack: Pack) -> list[Problem]:
    """What is not wrong but should be looked at: long leaves, missing translations."""
    context = _Context(pack, pack.log, pack.vocabulary)
    found: list[Problem] = []
    for act in pack.log.acts.values():
        if not act.title.get("ar"):
            found.append(Problem("no Arabic title", act.file, 1, "title"))
        for clause in act.clauses:
            if clause.body is not None and clause.body.title and not clause.body.title.get("ar"):
                found.append(context.at(clause, "no Arabic title", field="title"))
    return found


def _acts_and_provisions(context: _Context) -> Iterator[Problem]:
    """1: a provision named like an act, or two acts named alike."""
    for act in context.log.lost:
        other = context.log.acts[act.name].file
        yield Problem(
            f"act `{act.name}` stands in {other} too", act.file, 1, "act", "make them one, or rename one"
        )
    for clause in context.log.clauses:
        if clause.body is not None and clause.target in context.log.acts:
            yield context.at(clause, "a provision bears the name of an act", "let it stand beneath: act.1")
    for act in context.log.acts.values():
        stem = act.name.rpartition("/")[2]
        if act.file and act.kind != "hypothetical" and not act.file.endswith(f"{stem}.yaml"):
            yield Problem(
                f"act `{act.name}` in a file of another name",
                act.file,
                1,
                "act",
                f"name the file {stem}.yaml",
            )


def _targets(context: _Context) -> Iterator[Problem]:
    """2: a target that nothing bears; imposing twice; amending what was never imposed."""
    imposed: dict[str, Clause] = {}
    labels = {f"{c.act}#{c.label}" for c in context.log.clauses if c.label}
    seen: dict[str, Clause] = {}
    for clause in context.log.clauses:
        if clause.label and (key := f"{clause.act}#{clause.label}") in seen:
            yield context.at(clause, f"label `{clause.label}` stands twice in the act")
        elif clause.label:
            seen[key] = clause
        if clause.verb == "impose":
            if clause.target in imposed and not _rescinded(context.log, clause):
                first = imposed[clause.target]
                yield context.at(
                    clause, f"was already imposed by {first.act}", "use `amend`, or another limb"
                )
            imposed.setdefault(clause.target, clause)
    for clause in context.log.clauses:
        target, hash_, _ = clause.target.partition("#")
        if clause.verb == "impose":
            continue
        if clause.body is not None:
            if clause.target not in imposed:
                yield context.at(
                    clause, "amends a provision that no act imposes", _near(clause.target, imposed)
                )
        elif hash_:
            if clause.target not in labels:
                yield context.at(clause, "names a clause that no act bears", _near(clause.target, labels))
        elif target not in context.log.acts and not any(beneath(name, target) for name in imposed):
            yield context.at(
                clause, "names nothing that any act imposes", _near(target, [*imposed, *context.log.acts])
            )
        elif clause.verb == "resume" and not _was_suspended(context.log, clause):
            yield context.at(clause, "resumes what no earlier act suspends", "name what was suspended")


def _rescinded(log: Log, clause: Clause) -> bool:
    return any(
        other.verb == "rescind" and other.start <= clause.start and beneath(clause.target, other.target)
        for other in log.clauses
    )


def _was_suspended(log: Log, resume: Clause) -> bool:
    """Whether an earlier suspension reaches the target of a resumption, or part of it."""
    target = resume.target
    for other in log.clauses:
        if other.verb != "suspend" or log.rank(other) > log.rank(resume):
            continue
        if not log.is_act(other.target):
            if beneath(target, other.target) or beneath(other.target, target):
                return True
            continue
        act, _, label = other.target.partition("#")
        if target.partition("#")[0] == act:
            return True
        written = [c for c in log.acts[act].clauses if not label or c.label == label]
        if any(beneath(c.target, target) for c in written):
            return True
    return False


def _near(name: str, known: object) -> str | None:
    from difflib import get_close_matches

    close = get_close_matches(name, list(known), n=2, cutoff=0.6)  # type: ignore[call-overload]
    return f"did you mean {' or '.join(close)}?" if close else None


def _texts(context: _Context) -> Iterator[Problem]:
    """Types of conditions, and what each kind may read."""
    targets = _targets_by_name(context.log)
    for clause in context.log.clauses:
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
                yield context.at(
                    clause, f"gives `{body.gives}`, which is not a numeric fact of the item", field="gives"
                )
        if context.log.kinds[clause.target] != body.kind:
            yield context.at(
                clause, f"is a {context.log.kinds[clause.target]} elsewhere and a {body.kind} here"
            )
        yield from _parties(context, clause, body)
        for node in walk(body.tree):
            sides = (node.left, node.right) if isinstance(node, Compare) else ()
            if Fact(AS_OF) in sides and not any(isinstance(side, Const) for side in sides):
                yield context.at(
                    clause, f"compares `{AS_OF}` with what is no date in quotes", "write the date", "when"
                )
    for act in context.log.acts.values():
        if act.saves is not None:
            for problem in check_condition(act.saves.tree, context.vocabulary, targets):
                yield Problem(problem.message, act.file, 1, "saves.when", problem.fix)
            if refs_of(act.saves.tree):
                yield Problem("a savings clause reads facts, not provisions", act.file, 1, "saves.when")
            for name in sorted(facts_of(act.saves.tree) & (context.vocabulary.party_facts | {AS_OF})):
                fix = "it has `from` and `until`" if name == AS_OF else "ask with a fact of the line"
                yield Problem(f"a savings clause cannot read `{name}`", act.file, 1, "saves.when", fix)


def _targets_by_name(log: Log) -> dict[str, Target]:
    units = {c.target: c.body.unit for c in log.clauses if c.body is not None}
    return {name: Target(kind, log.holds.get(name), units[name]) for name, kind in log.kinds.items()}  # type: ignore[arg-type]


def _parties(context: _Context, clause: Clause, body: Body) -> Iterator[Problem]:
    """12, 13: party facts only where the provision counts parties; `every` reads nothing else."""
    assert body.tree is not None
    read = facts_of(body.tree)
    of_parties = read & context.vocabulary.party_facts
    if of_parties and body.party is None:
        yield context.at(
            clause, f"reads `{min(of_parties)}`, a fact about a party", "say `party: any` or `party: every`"
        )
    if body.party is not None and body.kind in ("derive", "set"):
        yield context.at(clause, f"a {body.kind} cannot count parties", "leave `party` out")
    if body.party is not None and not of_parties and not _reads_parties(context.log, body.tree):
        yield context.at(clause, "counts parties but reads none of their facts", "leave `party` out")
    if body.party == "every":
        others = sorted(name for name in read - of_parties if name in context.vocabulary)
        if others:
            yield context.at(
                clause, f"`party: every` reads `{others[0]}`, not a fact about a party", "split the provision"
            )


def _reads_parties(log: Log, tree: Node) -> bool:
    for name in refs_of(tree):
        for clause in log.writes.get(name, ()):
            if clause.body is not None and clause.body.party is not None:
                return True
    return False


def _dates(context: _Context) -> Iterator[Problem]:
    """6: effect before the act was public."""
    for clause in context.log.clauses:
        public = context.log.acts[clause.act].public
        if clause.start < public and not clause.retroactive and clause.verb != "impose":
            yield context.at(
                clause,
                f"takes effect on {clause.start}, before it was public on {public}",
                "say `retroactive: true`",
                "from",
            )
        if clause.retroactive and clause.body is not None:
            later = [
                w
                for w in context.log.writes[clause.target]
                if w.start > clause.start and context.log.acts[w.act].public < public
            ]
            if later and clause.verb == "amend":
                yield context.at(
                    clause, f"is buried by {later[-1].act}, which took effect later", "write that text again"
                )


def _doubts(context: _Context) -> Iterator[Problem]:
    """A doubtful last day becomes a question, which only a truth can depend on: not a set, not a number."""
    for clause in context.log.clauses:
        if clause.doubt is None:
            continue
        target = clause.target.partition("#")[0]
        reached = [
            name
            for name, writes in context.log.writes.items()
            if context.log.kinds[name] in ("set", "derive")
            and (beneath(name, target) or any(write.act == target for write in writes))
        ]
        if reached:
            yield context.at(
                clause,
                f"a doubtful last day reaches `{reached[0]}`, a {context.log.kinds[reached[0]]}",
                "let the act that bears it stand apart, or name the limbs one by one",
                "doubt",
            )


def _same_day(context: _Context) -> Iterator[Problem]:
    """5: two acts that write one provision for one day without `seq`."""
    for writes in context.log.writes.values():
        for first, second in pairwise(writes):
            if (
                first.act == second.act
                or first.start != second.start
                or first.body is None
                or second.body is None
            ):
                continue
            if first.body.kind == "set" and first.body.members is None and second.body.members is None:
                continue
            a, b = context.log.acts[first.act], context.log.acts[second.act]
            if a.seq == b.seq and a.public == b.public:
                yield context.at(
                    second, f"{first.act} writes it for the same day", "give the later act `seq: 1`"
                )


def _masked_amendments(context: _Context) -> Iterator[Problem]:
    """3: a text rewritten while a suspension masks it must say whether it stays suspended."""
    everything = frozenset(context.log.acts)
    for name, writes in context.log.writes.items():
        for clause in writes:
            if (
                clause.verb != "amend"
                or clause.held is not None
                or clause.body is None
                or clause.body.kind == "set"
            ):
                continue
            folded = fold(context.log, clause.start, everything - {clause.act})
            held = folded.suspended.get(name)
            if held is not None and held.due is None and held.by and held.by[0].act != clause.act:
                yield context.at(
                    clause,
                    f"rewrites a text that {held.by[0].act} suspends on {clause.start}",
                    "say `held: keep` or `held: lift`",
                )


def _overtaken(context: _Context) -> Iterator[Problem]:
    """4: a stronger act that ends before a weaker one on the same target."""
    holds = [c for c in context.log.clauses if c.verb == "suspend" and c.until is not None]
    for strong in holds:
        for weak in holds:
            a, b = context.log.acts[strong.act], context.log.acts[weak.act]
            if (
                strong.target == weak.target
                and RANK[a.grade] < RANK[b.grade]
                and strong.until < weak.until  # type: ignore[operator]
                and a.public >= b.public
                and b.name not in (*a.overtakes, *a.beside)
            ):
                yield context.at(
                    strong,
                    f"ends before the weaker {b.name} on the same target",
                    f"say `overtakes` or `beside: [{b.name}]`",
                )
    for act in context.log.acts.values():
        for other in (*act.overtakes, *act.beside):
            if other not in context.log.acts:
                yield Problem(f"names `{other}`, which is not an act", act.file, 1, "overtakes")


def _revivals(context: _Context) -> Iterator[Problem]:
    """8: rescinding an act that rewrote earlier text."""
    for clause in context.log.clauses:
        if (
            clause.verb != "rescind"
            or clause.revives
            or not context.log.is_act(clause.target)
            or "#" in clause.target
        ):
            continue
        rewritten = [
            c for c in context.log.acts[clause.target].clauses if c.verb == "amend" and c.body is not None
        ]
        if rewritten:
            yield context.at(
                clause,
                f"rescinds an act that rewrote {rewritten[0].target}",
                "say `revives: true`, or rescind the provisions",
            )


def _reviews(context: _Context) -> Iterator[Problem]:
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
            yield context.at(
                clause, "no review speaks of this requirement", "add one, or say `review: not_stated`"
            )


def _classes(context: _Context) -> Iterator[Problem]:
    """11: a classification that does not say of which kind of item it speaks."""
    for clause in context.log.clauses:
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
                "does not say of which category of item it speaks",
                f"begin with `{ITEM_GUARD} = ...`",
                "when",
            )


def _guarded(context: _Context, tree: Node) -> bool:
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


def _cycles(context: _Context) -> Iterator[Problem]:
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
                        clause, f"reads itself: {' -> '.join([*ring[ring.index(other) :], other])}"
                    )
                elif other not in state and other in reads:
                    state[other] = 1
                    path.append((other, iter(sorted(reads[other]))))
                    break
            else:
                state[name] = 2
                path.pop()


def _names_in_time(context: _Context) -> Iterator[Problem]:
    """15: a provision in force on a day when a name that it reads was never imposed."""
    first: dict[str, str] = {}
    for clause in context.log.clauses:
        if clause.verb == "impose":
            first[clause.target] = min(clause.start, first.get(clause.target, clause.start))
    for clause in context.log.clauses:
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
                    f"reads `{name}` from {clause.start}, but it is first imposed on {first[name]}",
                    "impose it earlier, or amend this text then",
                )


def _lists(context: _Context) -> Iterator[Problem]:
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
                    fix = "name the limbs one by one" if subtree else _near(name, context.log.kinds)
                    yield context.at(clause, f"`{field}` names `{name}`, which is no provision", fix, field)
                elif found != kind:
                    yield context.at(
                        clause, f"`{field}` names `{name}`, a {found}, not a {kind}", None, field
                    )


def _members(context: _Context) -> Iterator[Problem]:
    """Members of a set of countries are codes of countries: another spelling would never match."""
    from rukhsa.language.countries import countries

    for clause in context.log.clauses:
        body = clause.body
        if body is None or body.kind != "set" or context.log.holds.get(clause.target) != "country":
            continue
        for field, members in (("members", body.members or ()), ("add", body.add), ("remove", body.remove)):
            for member in sorted(set(members) - countries().table.keys()):
                yield context.at(clause, f"`{member}` is not a country", "use the two-letter ISO code", field)


def _vocabulary(context: _Context) -> Iterator[Problem]:
    """Presumed values of the right type."""
    from rukhsa.errors import RukhsaError

    for fact in context.vocabulary.values():
        if fact.presume is not None and fact.type in ("text", "country", "date"):
            try:
                context.vocabulary.read(fact.name, fact.presume)
            except RukhsaError as error:
                yield Problem(f"presumes what it cannot be: {error.problems[0].message}", field=fact.name)


def check_acts(acts: list[Act], pack: Pack) -> list[Problem]:
    """Problems that overlays would bring into a pack."""
    before = set(check_pack(pack))
    names = [act.name for act in acts]
    taken = [
        Problem(
            f"an act of the name `{act.name}` is there already", act.file, 1, "act", "give it another name"
        )
        for index, act in enumerate(acts)
        if act.name in pack.log.acts or act.name in names[:index]
    ]
    return taken or [problem for problem in check_pack(pack.with_acts(acts)) if problem not in before]
