"""Running the packs' cases: what was expected, what came out, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law
from rukhsa.errors import RukhsaError
from rukhsa.law.cases import PackCase
from rukhsa.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Trial:
    """A case and what differs from its expectation; nothing when it holds."""

    case: PackCase
    differences: tuple[str, ...]
    decision: Decision | None = None

    @property
    def holds(self) -> bool:
        return not self.differences


def run_cases(law: Law, cases: Iterable[PackCase]) -> Iterator[Trial]:
    """Decide every case and compare."""
    for case in cases:
        try:
            yield run_case(law, case)
        except RukhsaError as error:
            yield Trial(case, tuple(str(problem) for problem in error.problems))


def run_case(law: Law, case: PackCase) -> Trial:
    """Decide one case and compare it with what it expects, of all its sides together and of each."""
    decision = _decide(law, case, case.accept)
    differences = list(_differences(law, case, decision, case.expect))
    for name, expected in dict(case.expect.get("sides") or {}).items():
        if name not in {side.pack.name for side in decision.sides}:
            differences.append(f"sides: `{name}` is not asked")
            continue
        alone = replace(case, sides=(name,))
        found = _differences(law, alone, decision.alone(name), expected)
        differences += [f"{name}: {text}" for text in found]
    return Trial(case, tuple(differences), decision)


def _decide(law: Law, case: PackCase, accept: str) -> Decision:
    regime = law.on(
        case.on, known=case.known, accept=accept, overlays=case.overlays, sides=case.sides or None
    )
    return regime.decide(case.item, facts=case.facts, parties=case.parties, strict=case.strict)


_OF_PROVISIONS = (
    *("requirements", "not_requirements", "exceptions", "not_exceptions"),
    *("suspended", "warns", "not_warns", "conflicts", "not_conflicts"),
)


def _differences(law: Law, case: PackCase, decision: Decision, expect: Mapping[str, Any]) -> Iterator[str]:
    for key, wanted in expect.items():
        yield from _differ(law, case, decision, key, wanted)
    known = {name for pack in law.packs.values() for name in pack.log.kinds}
    for key in _OF_PROVISIONS:
        for name in _list(expect.get(key)):
            if "/" in name and name not in known:
                yield f"{key}: no provision `{name}`"


def _differ(law: Law, case: PackCase, decision: Decision, key: str, wanted: Any) -> Iterator[str]:
    match key:
        case "verdict":
            if decision.verdict != wanted:
                yield f"verdict: expected {wanted}, found {decision.verdict} {_of(decision)}"
        case "possible":
            if set(decision.possible) != set(_list(wanted)):
                yield f"possible: expected {_list(wanted)}, found {list(decision.possible)}"
        case "classification":
            if not _list(wanted) and decision.classification:
                yield f"classification: expected none, found {list(decision.classification)}"
            yield from _lack(key, wanted, decision.classification)
        case "requirements":
            found = decision.requirements
            grounds = [
                side.regime.provisions[n].body.ground or ""
                for side in decision.sides
                for n in side.finding.met
            ]
            yield from _lack(key, wanted, (*found, *grounds))
        case "exceptions":
            symbols = [
                side.regime.provisions[n].body.symbol or ""
                for side in decision.sides
                for n in side.finding.exceptions
            ]
            yield from _lack(key, wanted, (*decision.exceptions, *symbols))
        case "not_requirements":
            yield from _excess(key, wanted, decision.requirements)
        case "not_classification":
            yield from _excess(key, wanted, decision.classification)
        case "not_exceptions":
            symbols = [
                side.regime.provisions[n].body.symbol or ""
                for side in decision.sides
                for n in side.finding.exceptions
            ]
            yield from _excess(key, wanted, (*decision.exceptions, *symbols))
        case "review_policy":
            if decision.review_policies != (wanted,):
                yield f"review_policy: expected {wanted}, found {list(decision.review_policies)}"
        case "review_policies":
            if set(decision.review_policies) != set(_list(wanted)):
                yield f"review_policies: expected {_list(wanted)}, found {list(decision.review_policies)}"
        case "missing":
            yield from _lack(key, wanted, decision.missing)
        case "missing_for_review":
            yield from _lack(
                key, wanted, [i.fact for side in decision.sides for i in side.missing_for_review]
            )
        case "assumed":
            if not _list(wanted) and decision.assumed:
                yield f"assumed: expected nothing, found {list(decision.assumed)}"
            yield from _lack(key, wanted, decision.assumed)
        case "readings":
            yield from _readings(law, case, wanted)
        case "suspended":
            yield from _lack(key, wanted, [name for side in decision.sides for name, _ in side.suspended])
        case "warns":
            yield from _lack(key, wanted, [name for side in decision.sides for name in side.warns])
        case "not_warns":
            yield from _excess(key, wanted, [name for side in decision.sides for name in side.warns])
        case "conflicts":
            if not _list(wanted) and decision.conflicts:
                yield f"conflicts: expected none, found {[found.provision for found in decision.conflicts]}"
            yield from _lack(key, wanted, [found.provision for found in decision.conflicts])
        case "not_conflicts":
            yield from _excess(key, wanted, [found.provision for found in decision.conflicts])
        case "next_change":
            yield from _lack(key, wanted, [change.day for change in decision.changes])


def _readings(law: Law, case: PackCase, wanted: Any) -> Iterator[str]:
    for grade, verdict in dict(wanted).items():
        found = _decide(law, case, grade)
        expected = _list(verdict)
        if found.verdict not in expected and set(found.review_policies) != set(expected):
            yield f"reading {grade}: expected {verdict}, found {found.verdict} {list(found.review_policies)}"


def _list(wanted: Any) -> list[str]:
    if wanted is None:
        return []
    return [str(item) for item in wanted] if isinstance(wanted, list) else [str(wanted)]


def _lack(key: str, wanted: Any, found: Iterable[str]) -> Iterator[str]:
    have = list(found)
    for item in _list(wanted):
        if item not in have:
            yield f"{key}: expected {item}, found {have}"


def _excess(key: str, wanted: Any, found: Iterable[str]) -> Iterator[str]:
    have = list(found)
    for item in _list(wanted):
        if item in have:
            yield f"{key}: {item} was not expected"


def _of(decision: Decision) -> str:
    met = ", ".join(decision.requirements) or "no requirement met"
    missing = f"; missing {', '.join(decision.missing)}" if decision.missing else ""
    possible = f" of {list(decision.possible)}" if len(decision.possible) > 1 else ""
    return f"{possible}({met}{missing}; {', '.join(decision.classification) or 'no classification'})"
