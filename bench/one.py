"""One case: a warm decision under the whole regime of one side, and the same conditions in other engines."""

from __future__ import annotations

from typing import Any

import rukhsa
from bench.measure import Options, microseconds
from bench.others import beside
from rukhsa.decide.answer import Fast, fast_of
from rukhsa.decide.case import filled
from rukhsa.decide.side import Side
from rukhsa.language.interpret import Interpreter
from rukhsa.law.regime import Regime

TITLE = "One warm case"
DAY = "2025-05-01"
CASE = {"origin": "US", "destination": "CN", "party_hq": "CN"}
CASES: dict[str, dict[str, Any]] = {
    "H100 to China": {"item": "NVIDIA H100", **CASE},
    "H20 to China, by NVIDIA": {"item": "NVIDIA H20", "exporter": "NVIDIA", **CASE},
    "L40 to Japan, Chinese parent": {"item": "NVIDIA L40", **CASE, "destination": "JP"},
    "H20 from Taiwan, little known": {"item": "NVIDIA H20", "origin": "TW", "destination": "CN"},
}
Row = tuple[str, str]


def section(options: Options) -> list[str]:
    regime = rukhsa.load().on(DAY)
    pack = regime.law.packs["us"]
    head, rows = whole_regime(regime)
    return [
        *head,
        *(f"| {name} | {figures} |" for name, figures in rows),
        "",
        "The same conditions in other engines:",
        "",
        *beside(pack.on(DAY, regime.state.accepted(pack))),
    ]


def whole_regime(regime: rukhsa.Regime) -> tuple[list[str], list[Row]]:
    """A warm decision under the whole U.S. regime."""
    pack = regime.law.packs["us"]
    law = pack.on(DAY, regime.state.accepted(pack))
    fast = fast_of(law)
    assert fast is not None
    rows = []
    for name, given in CASES.items():
        case = regime.case(**given)
        full = filled(case, pack.vocabulary)
        prepared = fast.compiled.prepare(full.facts, full.parties)
        check_truths(law, fast, full.facts, full.parties)
        trace(Side(pack, regime.state, case))
        figures = [
            microseconds(lambda: fast.settle(prepared)),  # noqa: B023
            microseconds(lambda: first_seen(fast, prepared)),  # noqa: B023
            microseconds(lambda: fast.answer(full.facts, full.parties)),  # noqa: B023
            microseconds(lambda: Side(pack, regime.state, case)),  # noqa: B023
            microseconds(lambda: trace(Side(pack, regime.state, case)), 40),  # noqa: B023
            microseconds(lambda: regime.decide_case(case).to_data(), 3),  # noqa: B023
        ]
        rows.append((name, " | ".join(f"{figure:,.0f}" for figure in figures)))
    head = [
        f"The U.S. regime of {DAY}: {len(law.provisions)} provisions, {len(law.facts)} facts. "
        "Microseconds, one case, one thread; the truth of every provision equal to the interpreter's.",
        "",
        "| case | verdict, prepared case | the same, truths never seen before | facts to verdict "
        "| case to verdict | verdict, missing facts, reasons | whole answer with readings and changes |",
        "|---|---|---|---|---|---|---|",
    ]
    return head, rows


def first_seen(fast: Fast, prepared: Any) -> object:
    """The verdict without the findings that earlier cases left."""
    fast._findings.clear()
    return fast.settle(prepared)


def check_truths(law: Regime, fast: Fast, facts: Any, parties: Any) -> None:
    reference = Interpreter(law, facts, parties)
    explain = fast.answer(facts, parties)[1]()
    for name in law.ordered:
        if not law.is_number(name) and explain.truth_of(name) != reference.truth_of(name):
            raise SystemExit(f"{name}: the compiled regime and the interpreter differ")


def trace(side: Side) -> object:
    """Requirements, exceptions and reviews with their reasons down to the leaves, and missing facts."""
    finding = side.finding
    names = (*finding.met, *finding.exceptions, *finding.maybe_exceptions, *finding.reviews)
    return [side.reason(name) for name in names], side.missing, side.missing_for_review, side.classification
