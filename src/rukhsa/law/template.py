"""Templates of acts that nobody issued: a file to edit, commented, sound as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rukhsa.errors import Problem, RukhsaError
from rukhsa.law.act import Clause, beneath
from rukhsa.law.fold import fold
from rukhsa.law.log import day_after
from rukhsa.law.model import VERBS
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime
from rukhsa.law.source import PACKS
from rukhsa.records import dataclass
from rukhsa.words.messages import Day, Message, Typed, say

_ISOLATES = {code: None for code in range(0x2066, 0x206A)}
_DATES = frozenset("from until doubt comply label retroactive held revives mark source note".split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a template is to do.

    Attributes:
        does: `impose`, `amend`, `suspend`, `extend`, `resume` or `rescind`.
        target: a provision, a subtree, an act or `act#label`; for `impose` the name of the new provision.
        start: the first day of its effect.
        until: its last day; needed to extend.
        like: for `impose`: the provision whose text is taken as a start.
        name: the name of the act; one is made where none is given.
    """

    does: str
    target: str
    start: str
    until: str | None = None
    like: str | None = None
    name: str | None = None


def template(wanted: Wanted, pack: Pack, regime: Regime, lang: str = "en", root: Path = PACKS) -> str:
    """The file, as text; its comments in a language.

    Args:
        pack: the law that the target belongs to.
        regime: that law on the first day of the effect.
        root: where the files of the pack's acts are.

    Raises:
        RukhsaError: a target that cannot be acted upon so.
    """
    clauses, hints = _clauses(wanted, pack, regime, root)
    slug = wanted.target.partition("/")[2].replace("/", "-").replace("#", "-")
    name = wanted.name or f"{pack.name}/what-if/{wanted.does}-{slug}"
    title = {
        # isolates are for the page on which a title is shown, not for the file
        key: text.translate(_ISOLATES)
        for key, text in say(f"law.new.title.{wanted.does}", target=wanted.target).both().items()
    }
    head: dict[str, Any] = {
        "act": name,
        "title": title,
        "kind": "hypothetical",
        "grade": "law",
        "public": wanted.start,
    }
    lines = _comments([say("law.new.what"), say("law.new.check"), say("law.new.try_it")], lang)
    lines += _yaml(head, {"public": say("law.new.public")}, lang)
    lines.append("does:")
    for clause in clauses:
        body = _yaml(clause, hints, lang)
        lines += [f"  {'- ' if index == 0 else '  '}{line}" for index, line in _numbered(body)]
    return "\n".join(lines) + "\n"


def _clauses(
    wanted: Wanted, pack: Pack, regime: Regime, root: Path
) -> tuple[list[dict[str, Any]], Mapping[str, Message]]:
    hints = {"from": say("law.new.from"), "until": say("law.new.until")}
    days = {"from": wanted.start, **({"until": wanted.until} if wanted.until else {})}
    match wanted.does:
        case "impose":
            like = wanted.like or _example(regime)
            if like is None:
                raise _refused(say("law.new.nothing_like"), say("law.new.nothing_like_fix"), "--like")
            text = _text(pack, regime, like, wanted.start, root)
            if text["kind"] == "require":
                text.setdefault("review", "not_stated")
            hints |= {"when": say("law.new.when", like=Typed(like)), "cite": say("law.new.cite")}
            return [{"impose": wanted.target, **days, **text}], hints
        case "amend":
            text = _text(pack, regime, wanted.target, wanted.start, root)
            hints |= {key: say("law.new.change") for key in ("when", "value", "members") if key in text}
            if _is_suspended(pack, wanted.target, wanted.start):
                days["held"] = "keep"
                hints["held"] = say("law.new.held")
            return [{"amend": wanted.target, **days, **text}], hints
        case "extend":
            if wanted.until is None:
                raise _refused(say("law.new.extend_until"), say("law.new.extend_until_fix"), "--until")
            hints["until"] = say("law.new.extended")
            return _extensions(wanted, pack, regime, wanted.until), hints
    _known(pack, wanted.target)
    clause: dict[str, Any] = {wanted.does: wanted.target, **days}
    act = pack.log.acts.get(wanted.target)
    rewrites = act is not None and any(c.verb == "amend" and c.body is not None for c in act.clauses)
    if wanted.does == "rescind" and rewrites:
        clause["revives"] = "true"
        hints["revives"] = say("law.new.revives")
    return [clause], hints


def _example(regime: Regime) -> str | None:
    """A requirement to start from, of those that the scope bounds."""
    found = regime.of_kind("require")
    bounded = [name for name in found if not regime.provisions[name].body.unscoped]
    return next(iter([*bounded, *found]), None)


def _extensions(wanted: Wanted, pack: Pack, regime: Regime, until: str) -> list[dict[str, Any]]:
    """A clause for every suspension or limited text that the target means: a new last day."""
    found = [
        clause
        for clause in pack.log.clauses
        if ((clause.until is not None and clause.verb != "amend") or clause.verb == "suspend")
        and wanted.target in (clause.id, clause.act)
    ]
    if not found:
        found = _suspending(pack, regime, wanted.target)
    found = [clause for clause in found if clause.until is not None and clause.until < until]
    if not found:
        raise _refused(
            say("law.new.nothing_to_extend", target=Typed(wanted.target), until=Day(until)),
            say("law.new.nothing_to_extend_fix"),
            "target",
        )
    made: list[dict[str, Any]] = []
    for clause in found:
        if clause.label is not None:
            made.append({"amend": f"{clause.act}#{clause.label}", "from": wanted.start, "until": until})
        else:
            made.append({clause.verb: clause.target, "from": day_after(str(clause.until)), "until": until})
    return made


def _is_suspended(pack: Pack, name: str, day: str) -> bool:
    """Whether some act, of whatever grade, suspends a provision on a day: an amendment must say what becomes of it."""
    held = fold(pack.log, day, frozenset(pack.log.acts)).suspended.get(name)
    return held is not None and held.due is None and bool(held.by)


def _suspending(pack: Pack, regime: Regime, target: str) -> list[Clause]:
    """The clauses that suspend a provision, those that ended before the day included."""
    _known(pack, target)
    writers = {clause.act for name in pack.log.beneath(target) for clause in pack.log.writes[name]}
    return [
        clause
        for clause in pack.log.clauses
        if clause.verb == "suspend"
        and (beneath(target, clause.target) or clause.target in writers or beneath(clause.target, target))
    ]


def _known(pack: Pack, target: str) -> None:
    act, _, label = target.partition("#")
    if act in pack.log.acts:
        labels = {clause.label for clause in pack.log.acts[act].clauses}
        if not label or label in labels:
            return
    if not pack.log.beneath(target):
        raise _refused(say("errors.no_provision", name=target), say("errors.see_law_list"), "target")


def _text(pack: Pack, regime: Regime, name: str, day: str, root: Path) -> dict[str, Any]:
    """The text of a provision as its act's file writes it, without dates."""
    from rukhsa.law.source import read_file

    provision = regime.provisions.get(name)
    held = regime.folded.suspended.get(name)
    item = provision or held
    if item is None:
        raise _refused(
            say("law.new.not_in_force", provision=Typed(name), day=Day(day)),
            say("law.new.not_in_force_fix"),
            "target",
        )
    clause = item.clause
    file = pack.log.acts[clause.act].file
    path = Path(file or "")
    for source in read_file(path if path.exists() else root / path):
        if source.data.get("act") == clause.act:
            written: dict[str, Any] = source.data["does"][clause.index]
            text = {key: value for key, value in written.items() if key not in {*_DATES, *VERBS}}
            if item.body.kind == "set":
                text = {**text, "members": sorted(item.body.members or ()), "of": item.body.holds}
                for key in ("add", "remove"):
                    text.pop(key, None)
                text.setdefault("kind", "set")
            return text
    raise _refused(say("errors.does_not_exist"), None, file or name)


def _refused(message: Message, fix: Message | None, field: str) -> RukhsaError:
    return RukhsaError(Problem(message, field=field, fix=fix))


def _comments(messages: Iterable[Message], lang: str) -> list[str]:
    return [f"# {message.text(lang)}" for message in messages]


def _yaml(data: Mapping[str, Any], hints: Mapping[str, Message], lang: str) -> list[str]:
    """A mapping as lines of YAML, each hint as a comment above its key."""
    import yaml

    lines: list[str] = []
    for key, value in data.items():
        if key in hints:
            lines += _comments([hints[key]], lang)
        text = yaml.safe_dump({key: value}, sort_keys=False, allow_unicode=True, width=100)
        lines += text.rstrip("\n").split("\n")
    return lines


def _numbered(lines: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Lines with 0 at the first that is no comment, where the item of the list begins."""
    begun = False
    for line in lines:
        first = not begun and not line.startswith("#")
        begun = begun or first
        yield (0 if first else 1), line
