"""What only the whole log can show wrong: references, types, order of acts, masked texts.

Each check answers a way in which law once came out wrong without an error; `docs/semantics.md` tells which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rukhsa.cache import kept, kept_before, read_line
from rukhsa.errors import Problem
from rukhsa.law import check_acts
from rukhsa.law.act import Act
from rukhsa.law.check_context import Context
from rukhsa.law.log import Log
from rukhsa.law.pack import Pack
from rukhsa.words.messages import say


def check_pack(pack: Pack, further: frozenset[str] | None = None) -> list[Problem]:
    """Every problem of a pack's log, in the order of its files.

    Args:
        further: acts that came to a log which was checked before: what was wrong without them may be left out.
    """
    context = Context(pack, pack.log, pack.vocabulary, further)
    checks = list(check_acts.CHECKS)
    if further is None or writes_or_saves(pack.log, further):
        from rukhsa.law import check_texts

        checks += check_texts.CHECKS
    problems = [problem for check in checks for problem in check(context)]
    return sorted(dict.fromkeys(problems), key=lambda p: (p.file or "", p.line or 0, p.message))


def writes_or_saves(log: Log, acts: Iterable[str]) -> bool:
    """Whether some acts bring a text or a condition; if not, texts are as they were."""
    found = [log.acts[name] for name in acts if name in log.acts]
    return any(act.saves is not None or any(clause.writes for clause in act.clauses) for act in found)


def warnings_of(pack: Pack) -> list[Problem]:
    """What is not wrong but should be looked at: long leaves, missing translations."""
    context = Context(pack, pack.log, pack.vocabulary)
    found: list[Problem] = []
    for act in pack.log.acts.values():
        if not act.title.get("ar"):
            found.append(Problem(say("acts.no_arabic_title"), act.file, 1, "title"))
        for clause in act.clauses:
            if clause.body is not None and clause.body.title and not clause.body.title.get("ar"):
                found.append(context.at(clause, say("acts.no_arabic_title"), field="title"))
    return found


def check_overlays(acts: list[Act], pack: Pack) -> list[Problem]:
    """Problems that overlays would bring into a pack."""
    names = [act.name for act in acts]
    taken = [
        Problem(say("acts.name_taken", act=act.name), act.file, 1, "act", say("acts.give_other_name"))
        for index, act in enumerate(acts)
        if act.name in pack.log.acts or act.name in names[:index]
    ]
    longer = pack.with_acts(acts)
    if taken or longer is pack:
        return taken
    after = check_pack(longer, frozenset(names))
    before = set(found_before("pack", pack.log.memo.get("key"), lambda: check_pack(pack))) if after else set()
    return [problem for problem in after if problem not in before]


def found_before(what: str, key: str | None, check: Callable[[], list[Problem]]) -> list[Problem]:
    """The problems that a check finds in law of this key, which the cache remembers when there are none."""
    if key is None:
        return check()
    name = f"sound-{what}"
    if kept_before(name, key, lambda lines: read_line(lines[0]) == []):
        return []
    problems = check()
    if not problems:
        kept(name, key, list, list)
    return problems
