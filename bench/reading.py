"""How well reports are read: claims found against claims expected, by field and language.

The cases are those of `tests/evidence/cases.yaml` (or another file of that form): a report in our own words and the
claims that a careful reader finds in it. A claim found and a claim expected are paired by measure and act, each once;
a field counts as right when it is the same in a pair. Precision is right over found, recall right over expected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from rukhsa.evidence.claim import Claim
from rukhsa.evidence.read import Shelf, read_text

TITLE = "News reports read"
_TESTS = Path(__file__).parent.parent / "tests" / "evidence"
CASES, FURTHER, LONGER = _TESTS / "cases.yaml", _TESTS / "further.yaml", _TESTS / "longer.yaml"
NEWER, LATEST = _TESTS / "newer.yaml", _TESTS / "latest.yaml"
UNSEEN = _TESTS / "unseen.yaml"
FIELDS = ("act", "measure", "status", "grade", "sources", "origin", "until")
LANGUAGES = ("ar", "en", "zh")
Expected = Mapping[str, Any]


def load_cases(path: Path = CASES) -> list[dict[str, Any]]:
    """The cases of a file."""
    cases: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return cases


def names_of(claim: Claim) -> frozenset[str]:
    """Every id by which the measure of a claim may be meant."""
    return claim.measure.names if claim.measure is not None else frozenset()


def fits(expected: Expected, claim: Claim) -> int:
    """How well a claim answers an expected one; nothing when it speaks of something else."""
    same = not expected.get("free") and expected["measure"] in names_of(claim)
    act = expected["act"] == claim.act
    exact = claim.measure is not None and claim.measure.id == expected["measure"]
    if expected.get("free"):
        return (2 if claim.measure is None else 1) if act else 0
    return 8 * same + 4 * (act and same) + 2 * (same and expected["grade"] == claim.grade) + exact


def pairs(expected: Sequence[Expected], found: Sequence[Claim]) -> list[tuple[int, int]]:
    """The best pairs of expected and found, each at most once."""
    ranked = sorted(
        ((fits(e, f), i, j) for i, e in enumerate(expected) for j, f in enumerate(found)),
        key=lambda pair: -pair[0],
    )
    taken: list[tuple[int, int]] = []
    for score, i, j in ranked:
        if score and all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def right(field: str, expected: Expected, claim: Claim) -> bool | None:
    """Whether a field is right; nothing when it is not compared."""
    if field == "measure":
        return None if expected.get("free") else expected["measure"] in names_of(claim)
    if field in ("act", "status", "grade"):
        return bool(expected[field] == getattr(claim, field))
    if field not in expected:
        return None
    value = getattr(claim, field)
    return bool(str(expected[field]).lower() == str(value).lower())


class Score:
    """Counts of right, found and expected, by field and language."""

    def __init__(self) -> None:
        self.right: Counter[tuple[str, str]] = Counter()
        self.found: Counter[tuple[str, str]] = Counter()
        self.expected: Counter[tuple[str, str]] = Counter()
        self.misses: list[str] = []

    def add(self, case: Mapping[str, Any], found: Sequence[Claim]) -> None:
        extra = set(case.get("extra", ()))
        expected = case["claims"]
        taken = pairs(expected, found)
        paired = {j for _, j in taken}
        spare = [f for j, f in enumerate(found) if j not in paired and not names_of(f) & extra]
        for field in FIELDS:
            key = (field, case["lang"])
            compared = [(i, j, right(field, expected[i], found[j])) for i, j in taken]
            counted = [ok for _, _, ok in compared if ok is not None]
            missed = [e for i, e in enumerate(expected) if all(i != a for a, _ in taken)]
            if field in ("sources", "origin", "until"):
                missed = [e for e in missed if field in e]
            self.right[key] += sum(counted)
            self.found[key] += len(counted) + (
                len(spare) if field in ("act", "measure", "status", "grade") else 0
            )
            self.expected[key] += len(counted) + len(missed)
            self.misses += [
                f"{case['id']}: {field}: expected {expected[i].get(field)}, found {self._shown(field, found[j])}"
                for i, j, ok in compared
                if ok is False
            ]
        self.misses += [
            f"{case['id']}: not found: {e['act']} {e['measure']}"
            for i, e in enumerate(expected)
            if all(i != a for a, _ in taken)
        ]
        self.misses += [
            f"{case['id']}: not expected: {f.act} {f.measure.id if f.measure else f.sentence[:60]}"
            for f in spare
        ]

    def _shown(self, field: str, claim: Claim) -> object:
        return sorted(names_of(claim)) if field == "measure" else getattr(claim, field)

    def precision(self, field: str, lang: str | None = None) -> float:
        return self._ratio(self.found, field, lang)

    def recall(self, field: str, lang: str | None = None) -> float:
        return self._ratio(self.expected, field, lang)

    def _ratio(self, of: Counter[tuple[str, str]], field: str, lang: str | None) -> float:
        langs = LANGUAGES if lang is None else (lang,)
        total = sum(of[field, one] for one in langs)
        return sum(self.right[field, one] for one in langs) / total if total else 1.0


def score(cases: Iterable[Mapping[str, Any]]) -> Score:
    """Read every case and count."""
    shelf = Shelf.bundled()
    counts = Score()
    for case in cases:
        reading = read_text(
            case["text"], shelf, title=case.get("title"), day=str(case["date"]), outlet=case.get("outlet")
        )
        counts.add(case, reading.claims)
    return counts


def table(counts: Score) -> list[str]:
    """The table of precision and recall, as Markdown."""
    heads = [*LANGUAGES, "all"]
    rows = [
        "| field | " + " | ".join(f"{head} P | {head} R" for head in heads) + " |",
        "|---" * (1 + 2 * len(heads)) + "|",
    ]
    for field in FIELDS:
        cells = [
            f"{counts.precision(field, lang):.2f} | {counts.recall(field, lang):.2f}"
            for lang in (*LANGUAGES, None)
        ]
        rows.append(f"| {field} | " + " | ".join(cells) + " |")
    return rows


def section(options: object) -> list[str]:
    """The section of the benchmarks on reports; no option changes it."""
    lines = ["P precision, R recall; reports in our own words."]
    for path in (UNSEEN, CASES, FURTHER, LONGER, NEWER, LATEST):
        cases = load_cases(path)
        known = (
            "by another writer, never learned from"
            if path == UNSEEN
            else "read while the lexicons were written"
        )
        lines += ["", f"`{path.name}`: {len(cases)} reports, {known}.", "", *table(score(cases))]
    return lines


if __name__ == "__main__":
    import sys

    result = score(load_cases(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES))
    print("\n".join([*table(result), "", *result.misses]))
