"""One answer from several readers of the law: what each of them says of a case, in the cells of an order book.

A difference is made small, saved under `tests/columns/found`, and replayed by the tests from then on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from rukhsa.columns.engine import Columns
from rukhsa.columns.sql import COLUMNS, Uncompilable, columns_of, decided_by_duckdb
from rukhsa.columns.sql_facts import Given, facts_table
from rukhsa.decide.answer import Interpreted, fast_of
from rukhsa.decide.case import Case
from rukhsa.decide.decision import Decision
from rukhsa.decide.engine import Law
from rukhsa.decide.evaluate import Evaluation
from rukhsa.decide.verdict import REQUIRED, UNDETERMINED, Finding, find
from rukhsa.language.interpret import Interpreter
from rukhsa.language.missing import Missing
from rukhsa.language.vocabulary import Value
from rukhsa.law.pack import Pack
from rukhsa.law.regime import Regime

FOUND = Path(__file__).parent / "found"
Row = dict[str, str]
Sides = Mapping[str, Regime]


class Told:
    """What one reader makes of a case on one side: as much of a `Side` as a decision needs."""

    def __init__(
        self, name: str, regime: Regime, finding: Finding, explain: Callable[[], Interpreter]
    ) -> None:
        self.name = name
        self.regime = regime
        self.finding = finding
        self.possible = finding.possible
        self.verdict = finding.verdict
        self.review_policies = finding.policies if REQUIRED in finding.possible else ()
        self.evaluation = Evaluation(regime, finding, explain)
        self.classification = self.evaluation.codes

    @property
    def missing(self) -> tuple[Missing, ...]:
        if self.verdict != UNDETERMINED:
            return ()
        return self.evaluation.missing(self.regime.vocabulary.party_facts)


def by_interpreter(name: str, regime: Regime, given: Given) -> Told:
    interpreter = Interpreter(regime, *given)
    return Told(name, regime, find(regime, Interpreted(regime, interpreter.truth_of)), lambda: interpreter)


def by_function(name: str, regime: Regime, given: Given) -> Told:
    fast = fast_of(regime)
    assert fast is not None
    return Told(name, regime, *fast.answer(*given))


def rows(sides: Sides, cases: Iterable[Given], told: Callable[[str, Regime, Given], Told]) -> Iterator[Row]:
    """The cells of each case, from what a reader says of each side."""
    for facts, parties in cases:
        answers = [told(name, regime, (facts, parties)) for name, regime in sides.items()]
        decision = Decision(Case(facts, parties), answers, "", None, "", "")  # type: ignore[arg-type]
        row = dict(
            zip(
                COLUMNS,
                (
                    decision.verdict,
                    " ".join(decision.possible),
                    " ".join(decision.review_policies),
                    " ".join(decision.classification),
                    " ".join(decision.requirements),
                    " ".join(decision.exceptions),
                    " ".join(sorted(decision.missing)),
                ),
                strict=True,
            )
        )
        for side in answers:
            finding = side.finding
            cells = (
                side.verdict,
                " ".join(side.possible),
                " ".join(side.review_policies),
                " ".join(side.classification),
                " ".join(finding.met),
                " ".join(finding.exceptions),
                " ".join(sorted({item.fact for item in side.missing})),
            )
            row.update(zip(columns_of(side.name), cells, strict=True))
        yield row


def by_statement(sides: Sides, cases: Sequence[Given]) -> list[Row]:
    """The cells of each case, from DuckDB."""
    table, layout = facts_table(cases, sides.values())
    found: list[Row] = decided_by_duckdb(sides, table, layout).drop_columns(["line"]).to_pylist()
    return found


def by_engine(law: Law, on: str, lines: Sequence[Row], **options: Any) -> list[Row]:
    """The cells that the default engine gives for lines of an order book."""
    import pyarrow as pa

    names = dict.fromkeys(("category", "destination", *(name for line in lines for name in line)))
    columns = {name: [line.get(name, "") for line in lines] for name in names}
    block = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    engine = Columns(law, block.column_names, on=on, **options)
    found: list[Row] = engine.decide(block).to_pylist()
    for row in found:
        for name in tuple(row):
            if name.startswith("missing"):
                row[name] = " ".join(sorted(row[name].split()))
            elif name.startswith("policy_"):
                row[f"review_{name}"] = row[name]
    return found


def line_of(case: Given) -> Row:
    """The line of an order book that says what the case says."""
    facts, parties = case
    line = {name: cell(value) for name, value in facts.items()}
    for number, party in enumerate(parties, 1):
        mark = "" if number == 1 else f"_{number}"
        line.update({f"{name}{mark}": cell(value) for name, value in party.items()})
    return line


def cell(value: Value) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# differences


def differences(sides: Sides, cases: Sequence[Given]) -> list[tuple[Given, Row, Row]]:
    """The cases that function or statement decide otherwise than the interpreter: the case, its cells, theirs."""
    expected = list(rows(sides, cases, by_interpreter))
    readers = [list(rows(sides, cases, by_function)), by_statement(sides, cases)]
    return [
        (case, right, other)
        for found in readers
        for case, right, other in zip(cases, expected, found, strict=True)
        if right != other
    ]


def assert_agree(sides: Sides, cases: Sequence[Given], saved: Callable[[Sides, Given], Any]) -> bool:
    """Compare; a difference is made small, saved and told. False where SQL refuses the law or the cases."""
    try:
        found = differences(sides, cases)
    except Uncompilable:
        return False
    if found:
        case = found[0][0]
        sides = next((one for one in ({n: r} for n, r in sides.items()) if differences(one, [case])), sides)
        case = smaller(sides, case)
        path = save(saved(sides, case))
        _, right, other = (differences(sides, [case]) or found)[0]
        cells = {name: (right[name], other.get(name)) for name in right if right[name] != other.get(name)}
        raise AssertionError(f"{cells}; saved as {path}")
    return True


def smaller(sides: Sides, case: Given) -> Given:
    """The case with as few facts as still show a difference."""
    facts, parties = dict(case[0]), [dict(party) for party in case[1]]

    def differs() -> bool:
        try:
            return bool(differences(sides, [(facts, parties)]))
        except Uncompilable:
            return False

    for known in (facts, *parties):
        for name in list(known):
            value = known.pop(name)
            if not differs():
                known[name] = value
    return facts, parties


# saved cases


def save(data: Mapping[str, Any]) -> Path:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n"
    path = FOUND / f"{sha256(text.encode()).hexdigest()[:12]}.json"
    FOUND.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def given_data(case: Given) -> dict[str, Any]:
    return {"facts": values_data(case[0]), "parties": [values_data(party) for party in case[1]]}


def values_data(values: Mapping[str, Value]) -> dict[str, Any]:
    return {n: {"number": str(v)} if isinstance(v, Decimal) else v for n, v in values.items()}


def values_of(data: Mapping[str, Any]) -> dict[str, Value]:
    return {n: Decimal(v["number"]) if isinstance(v, dict) else v for n, v in data.items()}


def _saved_pack(data: Mapping[str, Any]) -> Pack:
    """A pack as it was saved; what later versions keep beside the acts is worked out from them."""
    suspending = [
        act["name"] for act in data["acts"] if any(clause["verb"] == "suspend" for clause in act["clauses"])
    ]
    return Pack.from_data({"suspending": suspending, **data})


def replayed(path: Path, law: Callable[[], Law]) -> tuple[Sides, Given]:
    """A saved case, and the law that it is of: written in it, or bundled."""
    data = json.loads(path.read_text(encoding="utf-8"))
    sides: dict[str, Regime] = {}
    for name, told in data["sides"].items():
        pack = _saved_pack(told["pack"]) if "pack" in told else law().packs[name]
        sides[name] = pack.on(data["on"], pack.log.accepted(None, data["accept"]))
    return sides, (values_of(data["facts"]), [values_of(party) for party in data["parties"]])
