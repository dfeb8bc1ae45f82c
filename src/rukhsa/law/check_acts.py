"""Checks of acts upon each other: targets, dates, order, masked texts, holds and revivals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from rukhsa.errors import Problem
from rukhsa.law.act import Clause, beneath
from rukhsa.law.check_context import Context, near
from rukhsa.law.fold import fold
from rukhsa.law.log import RANK, Log
from rukhsa.words.messages import Day, say


def _acts_and_provisions(context: Context) -> Iterator[Problem]:
    """1: a provision named like an act, or two acts named alike."""
    for act in context.log.lost:
        other = context.log.acts[act.name].file
        yield Problem(
            say("acts.act_twice", act=act.name, file=other), act.file, 1, "act", say("acts.make_one")
        )
    for clause in context.log.clauses:
        if clause.writes and clause.target in context.log.acts:
            yield context.at(clause, say("acts.named_like_act"), say("acts.stand_beneath"))
    for act in context.log.acts.values():
        stem = act.name.rpartition("/")[2]
        several = act.name.count("/") > 1  # a file of several acts names them beneath itself
        if act.file and not several and act.kind != "hypothetical" and not act.file.endswith(f"{stem}.yaml"):
            yield Problem(
                say("acts.other_file_name", act=act.name),
                act.file,
                1,
                "act",
                say("acts.name_file", file=f"{stem}.yaml"),
            )


def _targets(context: Context) -> Iterator[Problem]:
    """2: a target that nothing bears; imposing twice; amending what was never imposed."""
    imposed: dict[str, Clause] = {}
    labels = {f"{c.act}#{c.label}" for c in context.log.clauses if c.label}
    seen: dict[str, Clause] = {}
    for clause in context.log.clauses:
        if clause.label and (key := f"{clause.act}#{clause.label}") in seen:
            yield context.at(clause, say("acts.label_twice", label=clause.label))
        elif clause.label:
            seen[key] = clause
        if clause.verb == "impose":
            if clause.target in imposed and not _rescinded(context.log, clause):
                first = imposed[clause.target]
                yield context.at(clause, say("acts.already_imposed", act=first.act), say("acts.use_amend"))
            imposed.setdefault(clause.target, clause)
    for clause in context.log.clauses:
        target, hash_, _ = clause.target.partition("#")
        if clause.verb == "impose":
            continue
        if clause.writes:
            if clause.target not in imposed:
                yield context.at(clause, say("acts.amends_nothing"), near(clause.target, imposed))
        elif hash_:
            if clause.target not in labels:
                yield context.at(clause, say("acts.no_such_clause"), near(clause.target, labels))
        elif target not in context.log.acts and not any(beneath(name, target) for name in imposed):
            yield context.at(clause, say("acts.names_nothing"), near(target, [*imposed, *context.log.acts]))
        elif clause.verb == "resume" and not _was_suspended(context.log, clause):
            yield context.at(clause, say("acts.resumes_nothing"), say("acts.name_suspended"))


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


def _dates(context: Context) -> Iterator[Problem]:
    """6: effect before the act was public."""
    for clause in context.log.clauses:
        public = context.log.acts[clause.act].public
        if clause.start < public and not clause.retroactive and clause.verb != "impose":
            yield context.at(
                clause,
                say("acts.before_public", start=Day(clause.start), public=Day(public)),
                say("acts.say_retroactive"),
                "from",
            )
        if clause.retroactive and clause.body is not None:
            later = [
                w
                for w in context.log.writes[clause.target]
                if w.start > clause.start and context.log.acts[w.act].public < public
            ]
            if later and clause.verb == "amend":
                yield context.at(clause, say("acts.buried", act=later[-1].act), say("acts.write_again"))


def _doubts(context: Context) -> Iterator[Problem]:
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
                say("acts.doubt_reaches", name=reached[0], kind=context.log.kinds[reached[0]]),
                say("acts.doubt_fix"),
                "doubt",
            )


def _same_day(context: Context) -> Iterator[Problem]:
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
                yield context.at(second, say("acts.same_day", act=first.act), say("acts.give_seq"))


def _masked_amendments(context: Context) -> Iterator[Problem]:
    """3: a text rewritten while a suspension masks it must say whether it stays suspended."""
    everything = frozenset(context.log.acts)
    clauses = context.log.clauses
    amended = frozenset(
        clause.target
        for clause in clauses
        if clause.writes and clause.verb == "amend" and clause.held is None
    )
    if context.further is not None:
        amended &= context.reached_by([clause.target for clause in clauses if clause.act in context.further])
    amended = frozenset(name for name in amended if context.log.kinds[name] != "set")
    if amended:
        amended &= context.reached_by([clause.target for clause in clauses if clause.verb == "suspend"])
    for name, writes in context.log.writes.items():
        for clause in writes if name in amended else ():
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
                    say("acts.rewrites_suspended", act=held.by[0].act, day=Day(clause.start)),
                    say("acts.say_held"),
                )


def _overtaken(context: Context) -> Iterator[Problem]:
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
                    say("acts.ends_before_weaker", act=b.name),
                    say("acts.say_overtakes", act=b.name),
                )
    for act in context.log.acts.values():
        for other in (*act.overtakes, *act.beside):
            if other not in context.log.acts:
                yield Problem(say("acts.names_no_act", name=other), act.file, 1, "overtakes")


def _revivals(context: Context) -> Iterator[Problem]:
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
                say("acts.rescinds_rewriter", provision=rewritten[0].target),
                say("acts.say_revives"),
            )


CHECKS: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    _acts_and_provisions,
    _targets,
    _dates,
    _same_day,
    _doubts,
    _masked_amendments,
    _overtaken,
    _revivals,
)
