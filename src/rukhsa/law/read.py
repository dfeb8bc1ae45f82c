"""From act files to acts: schema, types of fields, conditions parsed. What one act alone can show wrong.

What only the whole log can show (unknown targets, types of names, overlaps) is in `law.check`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukhsa.errors import Problem, RukhsaError, fail_on
from rukhsa.language.tree import Node
from rukhsa.law.act import Act, Body, Clause, Saves
from rukhsa.law.plainly import plain_act
from rukhsa.law.source import Source, read_file, read_text
from rukhsa.words.messages import say

if TYPE_CHECKING:
    from pydantic import ValidationError

    from rukhsa.law.model import ActModel, ClauseModel, Texts

_COMMON = {"from_", "until", "doubt", "comply", "label", "retroactive", "mark", "source", "note", "revives"}
_TEXT = {"kind", "cite", "title", "held"}
_KEYS: dict[str, set[str]] = {
    "set": {"of", "members", "add", "remove", "any_", "none"},
    "derive": {"value", "unit", "gives"},
    "classify": {"when", "party", "code"},
    "scope": {"when", "party"},
    "cover": {"when", "party"},
    "require": {"when", "party", "ground", "unscoped", "review", "obliges"},
    "except": {"when", "party", "overcomes", "effect", "symbol", "obliges"},
    "bar": {"when", "party", "spares", "strikes"},
    "review": {"when", "party", "of", "policy", "displaces"},
    "warn": {"when", "party", "says"},
    "conflict": {"when", "party", "says", "between"},
}
_NEEDS: dict[str, set[str]] = {
    "derive": {"value"},
    "require": {"ground"},
    "review": {"of", "policy"},
    "except": {"overcomes"},
    "warn": {"says"},
    "conflict": {"says", "between"},
}


def read_acts(paths: Iterable[Path], root: Path | None = None) -> list[Act]:
    """Read act files; every problem of every file is reported together."""
    acts: list[Act] = []
    problems: list[Problem] = []
    for path in paths:
        shown = str(path.relative_to(root)) if root is not None and path.is_relative_to(root) else str(path)
        try:
            sources = read_file(path, shown)
            if not sources:
                problems.append(Problem(say("acts.holds_no_act"), shown, fix=say("acts.begin_with_act")))
            for source in sources:
                acts.append(act_from(source))
        except RukhsaError as error:
            problems.extend(error.problems)
    fail_on(problems)
    return acts


def read_acts_text(text: str, name: str = "<text>") -> list[Act]:
    """Read acts from YAML text."""
    return [act_from(source) for source in read_text(text, name)]


def act_from(source: Source) -> Act:
    """One act from one YAML document."""
    return plain_act(source) or act_by_schema(source)


def act_by_schema(source: Source) -> Act:
    """One act from one YAML document, whatever it holds.

    Raises:
        RukhsaError: every mistake, with its line, its field and a way out.
    """
    from pydantic import ValidationError

    from rukhsa.law.model import ActModel

    if not isinstance(source.data, dict):
        raise RukhsaError(source.problem((), say("acts.act_mapping"), say("acts.begin_with_act")))
    try:
        model = ActModel.model_validate(source.data)
    except ValidationError as error:
        raise RukhsaError(*_explained(error, source)) from None
    problems: list[Problem] = []
    mark = model.source.mark if model.source else "memory"
    if model.source is None and model.kind != "hypothetical":
        problems.append(source.problem((), say("acts.no_source"), say("acts.add_source")))
    clauses = tuple(
        clause
        for index, body in enumerate(model.does)
        if (clause := _clause(model, body, index, mark, source, problems)) is not None
    )
    saves = _saves(model, source, problems)
    fail_on(problems)
    return Act(
        name=model.act,
        title=model.title.to_dict(),
        kind=model.kind,
        grade=model.grade,
        public=model.public.isoformat(),
        cite=model.cite,
        by=model.by,
        read=model.source.read if model.source else None,
        mark=mark,
        note=_texts(model.note),
        seq=model.seq,
        overtakes=tuple(model.overtakes),
        beside=tuple(model.beside),
        saves=saves,
        origin=model.origin,
        sources_counted=model.sources_counted,
        clauses=clauses,
        file=source.file,
    )


def _explained(error: ValidationError, source: Source) -> list[Problem]:
    problems = []
    for item in error.errors():
        path = tuple(part for part in item["loc"] if not str(part).startswith("function-"))
        message = {
            "extra_forbidden": say("acts.unknown_key", key=str(path[-1]) if path else ""),
            "missing": say("acts.missing_key", key=str(path[-1]) if path else ""),
        }.get(item["type"]) or say(
            "acts.wrong_value", reason=item["msg"].removeprefix("Value error, ").lower()
        )
        fix = say("acts.see_acts") if item["type"] in ("extra_forbidden", "missing") else None
        problems.append(source.problem(path, message, fix))
    return problems


def _clause(
    act: ActModel, model: ClauseModel, index: int, mark: str, source: Source, problems: list[Problem]
) -> Clause | None:
    from rukhsa.law.model import SourceModel

    at = ("does", index)
    before = len(problems)
    dates = [("until", model.until), ("doubt", model.doubt), ("comply", model.comply)]
    for name, date in dates:
        if date is not None and date < model.from_:
            problems.append(
                source.problem((*at, name), say("acts.before_from", name=name), say("acts.never_empty"))
            )
    if model.doubt is not None and (model.until is None or model.doubt >= model.until):
        problems.append(source.problem((*at, "doubt"), say("acts.doubt_until"), say("acts.give_both")))
    writes = model.verb == "impose" or (model.verb == "amend" and "#" not in model.target)
    body = _body(model, at, source, problems) if writes else None
    if not writes:
        allowed = _COMMON | {model.verb}
        for name in model.model_fields_set - allowed:
            problems.append(
                source.problem(
                    (*at, name.rstrip("_")), say("acts.verb_takes_no", verb=model.verb, key=name.rstrip("_"))
                )
            )
    if model.verb == "amend" and "#" in model.target and model.until is None:
        problems.append(source.problem(at, say("acts.new_last_day"), say("acts.add_until")))
    if len(problems) > before:
        return None
    return Clause(
        act=act.act,
        index=index,
        verb=model.verb,
        target=model.target,
        start=model.from_.isoformat(),
        until=model.until.isoformat() if model.until else None,
        doubt=model.doubt.isoformat() if model.doubt else None,
        comply=model.comply.isoformat() if model.comply else None,
        label=model.label,
        retroactive=model.retroactive,
        held=model.held,
        revives=model.revives,
        mark=model.mark or (model.source.mark if isinstance(model.source, SourceModel) else mark),
        source=model.source.read if isinstance(model.source, SourceModel) else model.source,
        note=_texts(model.note),
        body=body,
        line=source.line(at),
    )


def _body(
    model: ClauseModel, at: tuple[str | int, ...], source: Source, problems: list[Problem]
) -> Body | None:
    if model.kind is None:
        problems.append(
            source.problem(at, say("acts.without_kind", verb=model.verb), say("acts.see_section_3"))
        )
        return None
    kind = model.kind
    allowed = _COMMON | _TEXT | _KEYS[kind] | {model.verb}
    for name in sorted(model.model_fields_set - allowed):
        problems.append(
            source.problem(
                (*at, name.rstrip("_")), say("acts.kind_takes_no", kind=kind, key=name.rstrip("_"))
            )
        )
    for name in sorted(_NEEDS.get(kind, set()) - model.model_fields_set):
        problems.append(source.problem(at, say("acts.kind_without", kind=kind, key=name)))
    if model.cite is None:
        problems.append(
            source.problem(at, say("acts.no_citation", target=model.target), say("acts.add_cite"))
        )
    if model.title is None and not (kind == "set" and model.verb == "amend"):
        problems.append(source.problem(at, say("acts.no_title", target=model.target), say("acts.add_title")))
    tree = _tree(model, kind, at, source, problems)
    if kind == "review" and not isinstance(model.of, list):
        problems.append(source.problem((*at, "of"), say("acts.of_review")))
        return None
    return Body(
        kind=kind,
        cite=model.cite,
        title=_texts(model.title) or {},
        party=model.party,
        tree=tree,
        unit=model.unit,
        gives=model.gives,
        code=model.code,
        ground=model.ground,
        unscoped=model.unscoped,
        review=model.review,
        of=tuple(model.of) if kind == "review" and isinstance(model.of, list) else (),
        policy=model.policy,
        displaces=tuple(model.displaces),
        overcomes=tuple(model.overcomes),
        effect=model.effect,
        symbol=model.symbol,
        obliges=tuple(text.to_dict() for text in model.obliges),
        spares=tuple(model.spares),
        strikes=tuple(model.strikes),
        says=_texts(model.says),
        between=tuple(model.between),
        holds=_holds(model, kind, at, source, problems),
        members=frozenset(model.members) if model.members is not None else None,
        add=frozenset(model.add),
        remove=frozenset(model.remove),
        any=tuple(model.any_),
        none=tuple(model.none),
    )


def _holds(
    model: ClauseModel, kind: str, at: tuple[str | int, ...], source: Source, problems: list[Problem]
) -> str | None:
    if kind != "set":
        return None
    if model.of is None and model.verb == "amend":
        return None
    if model.of not in ("country", "text"):
        problems.append(source.problem((*at, "of"), say("acts.set_holds"), say("acts.add_of")))
        return None
    return str(model.of)


def _tree(
    model: ClauseModel, kind: str, at: tuple[str | int, ...], source: Source, problems: list[Problem]
) -> Node | None:
    if kind == "set":
        return None
    name = "value" if kind == "derive" else "when"
    written: Any = model.value if kind == "derive" else model.when
    if written is None:
        problems.append(source.problem(at, say("acts.kind_without", kind=kind, key=name)))
        return None
    from rukhsa.language.parse import parse_condition, parse_value

    try:
        return (
            parse_value(written, (*at, name)) if kind == "derive" else parse_condition(written, (*at, name))
        )
    except RukhsaError as error:
        for problem in error.problems:
            path = tuple(int(part) if part.isdecimal() else part for part in (problem.field or "").split("."))
            problems.append(source.problem(path, problem.message, problem.fix))
        return None


def _saves(model: ActModel, source: Source, problems: list[Problem]) -> Saves | None:
    if model.saves is None:
        return None
    from rukhsa.language.parse import parse_condition

    try:
        tree = parse_condition(model.saves.when, ("saves", "when"))
    except RukhsaError as error:
        problems.extend(source.problem(("saves", "when"), item.message, item.fix) for item in error.problems)
        return None
    return Saves(model.saves.from_.isoformat(), model.saves.until.isoformat(), tree)


def _texts(texts: Texts | None) -> dict[str, str] | None:
    return None if texts is None else texts.to_dict()
