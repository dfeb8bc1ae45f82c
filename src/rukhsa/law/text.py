"""Law for people: the codified text of a provision on a day, its state, and the acts that touched it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rukhsa.language.tree import All, AnyOf, Arith, Compare, Const, Fact, In, Limb, Node, Not, Ref, to_data
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.law.act import Act, Body, Clause, beneath
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime


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
            "title": log.acts[clause.act].title["en"],
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


def provision_text(pack: Pack, regime: Regime, name: str, on: str) -> str:
    """A provision on a day for people: what it says, in force or not, and who says so."""
    return "\n".join(_provision_lines(pack, regime, name, on))


def _provision_lines(pack: Pack, regime: Regime, name: str, on: str) -> Iterator[str]:
    provision = regime.provisions.get(name)
    held = regime.folded.suspended.get(name)
    source = provision or held
    if source is None:
        yield f"{name}: not in the law of {on}"
        first = pack.log.writes[name][0]
        yield f"  first imposed by {first.act} from {first.start}"
        return
    body = source.body
    yield f"{name}: {body.title.get('en', '')} [{body.kind}]"
    for lang in ("ar", "zh"):
        if body.title.get(lang):
            yield f"  {body.title[lang]}"
    act = pack.log.acts[source.clause.act]
    state = f"in force on {on}" if provision else f"not in force on {on}"
    yield f"  {body.cite}; {state}; text of {act.cite or act.name} from {source.clause.start} ({source.clause.mark})"
    if held is not None:
        by = ", ".join(
            dict.fromkeys(f"{clause.act} ({pack.log.acts[clause.act].grade})" for clause in held.by)
        )
        if held.due:
            yield f"  compliance from {held.due}"
        elif held.by:
            until = f"through {held.until}" if held.until else "with no end stated"
            what = "suspended" if provision is None else "a later text is suspended"
            yield f"  {what} {until} by {by}"
    yield from _attributes(body)
    if body.kind == "set":
        members = sorted(regime.members(name))
        yield f"  members ({len(members)}): {', '.join(members)}"
    if source.tree is not None:
        yield ""
        yield from _indented(tree_lines(source.tree, pack.vocabulary), "  ")
    if held is not None and provision is not None and held.tree is not None and held.tree != provision.tree:
        yield "  the text that is not in force:"
        yield from _indented(tree_lines(held.tree, pack.vocabulary), "    ")
    if source.clause.note:
        yield f"  note: {source.clause.note.get('en', '')}"


def _attributes(body: Body) -> Iterator[str]:
    shown = (
        ("ground", body.ground),
        ("code", body.code),
        ("policy", body.policy),
        ("parties", body.party),
        ("unit", body.unit),
        ("states the fact", body.gives),
        ("symbol", body.symbol),
        ("effect", body.effect),
        ("of", ", ".join(body.of)),
        ("displaces", ", ".join(body.displaces)),
        ("overcomes", ", ".join(body.overcomes)),
        ("spares", ", ".join(body.spares)),
        ("strikes", ", ".join(body.strikes)),
        ("between", ", ".join(body.between)),
    )
    for word, value in shown:
        if value:
            yield f"  {word}: {value}"
    for text in body.obliges:
        yield f"  obliges: {text.get('en', '')}"
    if body.says:
        yield f"  says: {body.says.get('en', '')}"


def act_text(act: Act) -> str:
    """An act for people: what it is and what it does."""
    lines = [f"{act.name}: {act.title['en']}"]
    lines += [f"  {act.title[lang]}" for lang in ("ar", "zh") if act.title.get(lang)]
    lines.append(
        f"  {act.cite or ''}; {act.kind}, known by {act.grade}; public {act.public}; by {act.by or 'unknown'}"
    )
    lines.append(f"  read: {act.read or 'nothing'} ({act.mark})")
    if act.note:
        lines.append(f"  note: {act.note.get('en', '')}")
    if act.origin:
        counted = f", {act.sources_counted} people counted" if act.sources_counted is not None else ""
        lines.append(f"  first reported by {act.origin}{counted}")
    for clause in act.clauses:
        until = f" through {clause.until}" if clause.until else ""
        comply = f", compliance {clause.comply}" if clause.comply else ""
        kind = f" ({clause.body.kind})" if clause.body else ""
        lines.append(f"  {clause.start}{until}{comply}  {clause.verb:8} {clause.target}{kind}")
    return "\n".join(lines)


def _indented(lines: Iterator[str], indent: str) -> Iterator[str]:
    for line in lines:
        yield indent + line


def tree_lines(node: Node, vocabulary: Vocabulary, depth: int = 0) -> Iterator[str]:
    """A condition as an indented paragraph, with units and citations: the view that a lawyer reviews."""
    pad = "  " * depth
    match node:
        case Limb(All() | AnyOf() | Not() as child, cite, _):
            yield f"{pad}[{cite or ''}]"
            yield from tree_lines(child, vocabulary, depth)
        case Limb(child, cite, _):
            yield f"{pad}{words(child, vocabulary)}{f'  [{cite}]' if cite else ''}"
        case All(parts):
            yield f"{pad}all of:"
            for part in parts:
                yield from tree_lines(part, vocabulary, depth + 1)
        case AnyOf(parts):
            yield f"{pad}any of:"
            for part in parts:
                yield from tree_lines(part, vocabulary, depth + 1)
        case Not(All() | AnyOf() as child):
            yield f"{pad}not:"
            yield from tree_lines(child, vocabulary, depth + 1)
        case _:
            yield pad + words(node, vocabulary)


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
