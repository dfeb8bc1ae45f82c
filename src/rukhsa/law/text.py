"""Law for people: the codified text of a provision on a day, its state, and the acts that touched it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rukhsa.language.countries import country_words
from rukhsa.language.tree import (
    All,
    AnyOf,
    Arith,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Ref,
    at_date,
    facts_of,
    to_data,
)
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.act import Act, Body, Clause, beneath
from rukhsa.law.fold import Suspended
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.law.terms import AS_OF
from rukhsa.law.words import act_kind_name, grade_name, kind_name, mark_name, verb_name
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, say, series
from rukhsa.words.units import unit_name


def history(pack: Pack, name: str) -> list[dict[str, Any]]:
    """Every clause that touched a provision, a subtree or an act, in the order of effect."""
    log = pack.log
    writers = {clause.act for clause in log.clauses if beneath(clause.target, name)}
    touching = [
        clause
        for clause in log.clauses
        if beneath(clause.target.partition("#")[0], name)
        or (not log.is_act(clause.target) and beneath(name, clause.target))
        or (clause.body is None and clause.target in writers)
        or clause.act == name
    ]
    acted_on = {clause.target for clause in touching if clause.body is None and "#" not in clause.target}
    ids = {clause.act for clause in touching if clause.body is None}
    touching += [
        clause
        for clause in log.clauses
        if clause not in touching
        and clause.body is None
        and (clause.target.partition("#")[0] in ids | writers or clause.target in acted_on & set(log.acts))
        and (clause.target.partition("#")[2] in ("", *_labels(touching)))
    ]
    return [
        {
            "from": clause.start,
            "until": clause.until,
            "doubt": clause.doubt,
            "comply": clause.comply,
            "verb": clause.verb,
            "target": clause.target,
            "act": clause.act,
            "title": dict(log.acts[clause.act].title),
            "cite": log.acts[clause.act].cite,
            "public": log.acts[clause.act].public,
            "grade": log.acts[clause.act].grade,
            "mark": clause.mark,
        }
        for clause in sorted(touching, key=log.text_order)
    ]


def _labels(clauses: list[Clause]) -> tuple[str, ...]:
    return tuple(clause.label for clause in clauses if clause.label)


def provision_data(pack: Pack, regime: Regime, name: str) -> dict[str, Any]:
    """A provision on a day as data."""
    provision = regime.provisions.get(name)
    held = regime.folded.suspended.get(name)
    source = provision or held
    return {
        "provision": name,
        "on": regime.on,
        "state": "in_force" if provision else "suspended" if held else "absent",
        "text": None if source is None else source.body.to_data(),
        "tree": None if source is None or source.tree is None else to_data(source.tree),
        "members": sorted(regime.members(name)) if source is not None and source.body.kind == "set" else None,
        "act": None if source is None else source.clause.act,
        "suspended_by": [clause.id for clause in held.by] if held else [],
        "until": held.until if held else None,
        "due": held.due if held else None,
        "history": history(pack, name),
    }


def provision_text(pack: Pack, regime: Regime, name: str, on: str, lang: str = "en") -> str:
    """A provision on a day for people: what it says, in force or not, and who says so."""
    return laid_out(_provision_lines(pack, regime, name, on, lang), lang)


def _provision_lines(pack: Pack, regime: Regime, name: str, on: str, lang: str) -> Iterator[Line]:
    provision = regime.provisions.get(name)
    held = regime.folded.suspended.get(name)
    source = provision or held
    if source is None:
        yield Line(say("law.not_in_law", name=name, day=Day(on)))
        first = pack.log.writes[name][0]
        yield Line(say("law.first_imposed", act=first.act, day=Day(first.start)), "  ")
        yield from _ended(pack, name, on)
        return
    body = source.body
    yield Line(say("law.title", name=name, title=body.title, kind=kind_name(body.kind)))
    yield from _other_titles(body.title, lang)
    act = pack.log.acts[source.clause.act]
    text = say(
        "law.text_in_force" if provision else "law.text_not_in_force",
        cite=body.cite,
        day=Day(on),
        act=act.cite or act.name,
        start=Day(source.clause.start),
        mark=mark_name(source.clause.mark),
    )
    yield Line(text, "  ")
    if held is not None:
        yield from _held(pack, held, provision is not None)
    yield from _attributes(body)
    if body.kind == "set":
        members = sorted(regime.members(name))
        shown = (
            series(country_words(member) for member in members) if body.of == ("country",) else tuple(members)
        )
        yield Line(say("law.members", n=len(members), members=shown), "  ")
    if source.tree is not None:
        yield Line()
        tree = _as_written(source.tree, body.tree, regime.on)
        yield from _indented(tree_lines(tree, pack.vocabulary, on=on), "  ")
    if held is not None and provision is not None and held.tree is not None and held.tree != provision.tree:
        yield Line(say("law.other_text"), "  ")
        tree = _as_written(held.tree, held.body.tree, regime.on)
        yield from _indented(tree_lines(tree, pack.vocabulary, on=on), "    ")
    if source.clause.note:
        yield Line(say("law.note", note=source.clause.note), "  ")


def _ended(pack: Pack, name: str, on: str) -> Iterator[Line]:
    """By which act, or after which day, a provision that once stood is gone on a day."""
    writes = pack.log.writes[name]
    upon = (other for clause in writes for other in pack.log.upon(clause))
    gone = [clause for clause in (*writes, *upon) if clause.verb == "rescind" and clause.start <= on]
    if gone:
        last = max(gone, key=pack.log.text_order)
        yield Line(say("law.rescinded", act=last.act, day=Day(last.start)), "  ")
        return
    last_days = [clause.until for clause in writes if clause.until is not None and clause.until < on]
    if last_days:
        yield Line(say("law.held_through", day=Day(max(last_days))), "  ")


def _other_titles(title: Mapping[str, str], lang: str) -> Iterator[Line]:
    """A title in the languages that the reader did not ask for."""
    for other in ("en", "ar", "zh"):
        if other != lang and title.get(other) and (other != "en" or title.get(lang)):
            yield Line({"en": title[other]}, "  ")


def _held(pack: Pack, held: Suspended, stands: bool) -> Iterator[Line]:
    """Until when, and by which acts, a text is not in force; `stands` when an earlier one is."""
    if held.due:
        yield Line(say("law.compliance_from", day=Day(held.due)), "  ")
    elif held.by:
        acts = dict.fromkeys((clause.act, pack.log.acts[clause.act].grade) for clause in held.by)
        by = series(say("law.by_act", act=act, grade=grade_name(grade)) for act, grade in acts)
        what = "law.later_suspended" if stands else "law.suspended"
        if held.until:
            yield Line(say(f"{what}_until", day=Day(held.until), acts=by), "  ")
            doubts = {clause.doubt for clause in held.by if clause.until == held.until and clause.doubt}
            for doubt in sorted(doubts):
                yield Line(say("law.last_day_doubtful", day=Day(doubt)), "  ")
        else:
            yield Line(say(f"{what}_open", acts=by), "  ")


def _attributes(body: Body) -> Iterator[Line]:
    policy = say(f"decision.policy.{body.policy}").text("ar") if body.policy else ""
    shown: tuple[tuple[str, object], ...] = (
        ("ground", body.ground),
        ("code", body.code),
        ("policy", body.policy and {"en": body.policy, "ar": policy}),
        ("parties", body.party),
        ("unit", body.unit and unit_name(body.unit)),
        ("gives", body.gives),
        ("symbol", body.symbol),
        ("effect", body.effect),
        ("of", body.of),
        ("displaces", body.displaces),
        ("overcomes", body.overcomes),
        ("spares", body.spares),
        ("strikes", body.strikes),
        ("between", body.between),
    )
    for word, value in shown:
        if value:
            yield Line(say(f"law.attribute.{word}", value=value), "  ")
    for duty in body.obliges:
        yield Line(say("law.obliges", duty=duty), "  ")
    if body.says:
        yield Line(say("law.says", words=body.says), "  ")


def act_text(act: Act, lang: str = "en") -> str:
    """An act for people: what it is and what it does."""
    return laid_out(_act_lines(act, lang), lang)


def _act_lines(act: Act, lang: str) -> Iterator[Line]:
    yield Line(say("law.act_title", name=act.name, title=act.title))
    yield from _other_titles(act.title, lang)
    facts = say(
        "law.act_facts",
        cite=act.cite or "",
        kind=act_kind_name(act.kind),
        grade=grade_name(act.grade),
        day=Day(act.public),
        by=act.by or say("law.unknown"),
    )
    yield Line(facts, "  ")
    yield Line(say("law.read", source=act.read or say("law.nothing"), mark=mark_name(act.mark)), "  ")
    if act.note:
        yield Line(say("law.note", note=act.note), "  ")
    if act.origin and act.sources_counted is not None:
        counted = say("law.first_reported_counted", origin=act.origin, n=act.sources_counted)
        yield Line(counted, "  ")
    elif act.origin:
        yield Line(say("law.first_reported", origin=act.origin), "  ")
    for clause in act.clauses:
        when = when_words(clause.start, clause.until, clause.doubt, clause.comply)
        told = {"when": when, "verb": verb_name(clause.verb), "target": clause.target}
        if clause.body:
            yield Line(say("law.clause_of_kind", **told, kind=kind_name(clause.body.kind)), "  ")
        else:
            yield Line(say("law.clause", **told), "  ")


def when_words(start: str, until: str | None, doubt: str | None, comply: str | None) -> Message:
    """From when and until when a clause has effect."""
    when = say("law.when", start=Day(start))
    if until:
        when = say("law.when_until", start=Day(start), until=Day(until))
    if doubt:
        when = say("law.when_doubt", when=when, doubt=Day(doubt))
    return say("law.when_comply", when=when, comply=Day(comply)) if comply else when


def history_lines(pack: Pack, name: str) -> Iterator[Line]:
    """What `history` tells, for people."""
    for row in history(pack, name):
        when = when_words(row["from"], row["until"], row["doubt"], row["comply"])
        yield Line(say("law.clause", when=when, verb=verb_name(row["verb"]), target=row["target"]))
        entry = say(
            "law.entry",
            act=row["act"],
            title=row["cite"] or pack.log.acts[row["act"]].title,
            day=Day(row["public"]),
            grade=grade_name(row["grade"]),
            mark=mark_name(row["mark"]),
        )
        yield Line(entry, "    ")


def _indented(lines: Iterator[Line], indent: str) -> Iterator[Line]:
    for line in lines:
        yield Line(line.words, indent + line.indent)


def _as_written(tree: Node, written: Node | None, day: str) -> Node:
    """A tree as of a day, with the comparisons of dates as the text writes them."""
    if written is not None and tree == at_date(written, AS_OF, day):
        return written
    match tree:
        case All(parts):
            return All(tuple(_as_written(part, written, day) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_as_written(part, written, day) for part in parts))
    return tree


def tree_lines(node: Node, vocabulary: Vocabulary, depth: int = 0, on: str | None = None) -> Iterator[Line]:
    """A condition as an indented paragraph, with units and citations: the view that a lawyer reviews.

    What joins the comparisons is said in the reader's language; a comparison stays as the act writes it, and one
    with the date of the question says what it comes to.

    Args:
        on: the date of the question, as ISO text.
    """
    pad = "  " * depth
    match node:
        case Limb(All() | AnyOf() | Not() as child, cite, _):
            yield Line(say("law.tree.cite", cite=cite or ""), pad)
            yield from tree_lines(child, vocabulary, depth, on)
        case Limb(child, cite, _):
            leaf = _leaf(child, vocabulary, on)
            if cite:
                yield Line(say("law.tree.leaf_cited", condition=leaf, cite=cite), pad)
            else:
                yield Line(say("law.tree.leaf", condition=leaf), pad)
        case All(parts) | AnyOf(parts):
            yield Line(say("law.tree.all" if isinstance(node, All) else "law.tree.any"), pad)
            for part in parts:
                yield from tree_lines(part, vocabulary, depth + 1, on)
        case Not(All() | AnyOf() as child):
            yield Line(say("law.tree.not"), pad)
            yield from tree_lines(child, vocabulary, depth + 1, on)
        case _:
            yield Line(say("law.tree.leaf", condition=_leaf(node, vocabulary, on)), pad)


def _leaf(node: Node, vocabulary: Vocabulary, on: str | None) -> Message | str:
    """A leaf in words; of a comparison with the date of the question, also whether it is met."""
    told = words(node, vocabulary)
    if on is None or not isinstance(node, Compare) or AS_OF not in facts_of(node):
        return told
    met = at_date(node, AS_OF, on)
    if not isinstance(met, Const):
        return told
    return say("law.tree.met_on" if met.value else "law.tree.not_met_on", condition=told, day=Day(on))


def words(node: Node, vocabulary: Vocabulary) -> str:
    """A leaf in words, with the unit of its fact."""
    match node:
        case Compare(op, left, right):
            unit = _unit(left, vocabulary) or _unit(right, vocabulary)
            return f"{words(left, vocabulary)} {op} {words(right, vocabulary)}{f' {unit}' if unit else ''}"
        case In(needle, Ref(name)):
            return f"{needle.name} in {name}"
        case In(needle, members):
            return f"{needle.name} in ({', '.join(sorted(members))})"  # type: ignore[arg-type]
        case Not(In(needle, Ref(name))):
            return f"{needle.name} not in {name}"
        case Not(child):
            return f"not {words(child, vocabulary)}"
        case Limb(child, _, _):
            return words(child, vocabulary)
        case Const(Decimal() as value):
            return f"{value:,f}" if value == value.to_integral_value() else f"{value:f}"
        case Const(value):
            return str(value).lower() if isinstance(value, bool) else str(value)
        case Fact(name) | Ref(name):
            return name
        case Arith(sign, args) if sign in ("greatest", "least"):
            return f"{sign} of ({', '.join(words(arg, vocabulary) for arg in args)})"
        case Arith(sign, (left, right)):
            return f"{words(left, vocabulary)} {sign} {words(right, vocabulary)}"
        case All(parts):
            return " and ".join(words(part, vocabulary) for part in parts)
        case AnyOf(parts):
            return "(" + " or ".join(words(part, vocabulary) for part in parts) + ")"
    return str(node)


def _unit(node: Node, vocabulary: Vocabulary) -> str | None:
    if isinstance(node, Fact) and node.name in vocabulary:
        return vocabulary[node.name].unit
    return None
