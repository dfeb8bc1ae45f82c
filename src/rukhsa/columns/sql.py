"""The law of a day as one SQL statement over a table of cases: the plain oracle for faster engines.

The statement is built once as a syntax tree and written for DuckDB or for Spark. It gives, in the order of
`line`, what a single decision gives: verdict, the verdicts still possible, review policies, classification,
met requirements, exceptions and missing facts, for each side and for all together. Lists are texts with a
space between; missing facts stand in the order of their names.

What SQL cannot hold exactly is refused (`Uncompilable`): the interpreter decides there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from sqlglot import exp

from rukhsa.columns.sql_facts import LINE, Layout
from rukhsa.columns.sql_verdict import SideAnswer, more_than_one
from rukhsa.columns.sql_words import (
    Sql,
    Steps,
    all_of,
    any_of,
    case,
    column,
    is_true,
    listed,
    named,
    not_,
    text,
    truth,
)
from rukhsa.decide.verdict import OUT_OF_SCOPE, REQUIRED, STRICTNESS, UNDETERMINED, VERDICTS
from rukhsa.language.expressions import Uncompilable
from rukhsa.law.regime import Regime

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "Dialect", "Uncompilable", "columns_of", "decided_by_duckdb", "statement", "written"]

Dialect = Literal["duckdb", "spark"]
COLUMNS = ("verdict", "possible", "review_policy", "classification", "requirements", "exceptions", "missing")
PHASES = tuple(
    "sets layer reach available grounds counts coverage possible open reviews floor policies "
    "parts asked missing together asks decided".split()
)
CASES = "cases"  # the table that the statement reads


def columns_of(side: str) -> tuple[str, ...]:
    """The columns of one side's own answer."""
    return tuple(f"{name}_{side}" for name in COLUMNS)


def statement(sides: Mapping[str, Regime], layout: Layout) -> exp.Select:
    """The statement that decides every case of the table `cases` under these regimes.

    Raises:
        Uncompilable: the law, or the table, holds something that SQL does not hold exactly.
    """
    steps = Steps(CASES, PHASES)
    answers = [SideAnswer(side, regime, layout) for side, regime in sides.items()]
    for answer in answers:
        answer.add(steps)
    together = _Together(answers)
    together.add(steps)
    result: list[Sql] = [column(LINE), *together.columns()]
    for answer in answers:
        result.extend(_alone(answer))
    steps.add("decided", result)
    return steps.statement().order_by(column(LINE), copy=False)


def written(tree: exp.Select, dialect: Dialect) -> str:
    """The text of a statement."""
    return tree.sql(dialect=dialect, pretty=True)


def decided_by_duckdb(sides: Mapping[str, Regime], table: pa.Table, layout: Layout) -> pa.Table:
    """The answers of DuckDB on a table of cases."""
    import duckdb

    with duckdb.connect() as connection:
        # planning so wide a statement takes DuckDB's optimizer longer than it saves
        connection.execute("PRAGMA disable_optimizer")
        connection.register(CASES, table)
        return connection.sql(written(statement(sides, layout), "duckdb")).to_arrow_table()


def _alone(answer: SideAnswer) -> list[Sql]:
    columns = [
        _verdict(answer.possible),
        listed((column(name), verdict) for verdict, name in answer.possible.items()),
        listed((column(name), policy) for policy, name in answer.policies.items()),
        listed((condition.copy(), code) for code, condition in answer.classes),
        listed((is_true(column(name)), ground) for ground, name in answer.met.items()),
        listed((column(name), exception) for exception, name in answer.exceptions.items()),
        listed((column(name), fact) for fact, name in answer.missing.items()),
    ]
    return [named(sql, name) for sql, name in zip(columns, columns_of(answer.side), strict=True)]


def _verdict(possible: Mapping[str, str]) -> Sql:
    """The one verdict that is possible, or that there are several."""
    return case(
        (more_than_one(possible.values()), text(UNDETERMINED)),
        *((column(name), text(verdict)) for verdict, name in possible.items()),
    )


class _Together:
    """What all sides say together: the strictest, as `decide.decision` has it."""

    def __init__(self, answers: list[SideAnswer]) -> None:
        self.answers = answers
        self.possible = {verdict: f"can_{verdict}" for verdict in VERDICTS}
        policies = {policy for answer in answers for policy in answer.policies}
        self.policies = {
            policy: f"policy_{policy}" for policy in sorted(policies, key=STRICTNESS.__getitem__)
        }
        self.missing: dict[str, Sql] = {}

    def add(self, steps: Steps) -> None:
        verdicts: list[Sql] = []
        for rank, (verdict, name) in enumerate(self.possible.items()):
            milder = [list(answer.possible.values())[: rank + 1] for answer in self.answers]
            some = any_of(column(answer.possible[verdict]) for answer in self.answers)
            each = [any_of(map(column, names)) for names in milder]
            if not self.answers:
                some = truth(verdict == OUT_OF_SCOPE)
            verdicts.append(named(all_of([some, *each]), name))
        for policy, name in self.policies.items():
            verdicts.append(named(self._policy(policy), name))
        steps.add("together", verdicts)
        opens = [named(self._open(answer), f"{answer.side}_asks") for answer in self.answers]
        steps.add("asks", opens)
        facts = sorted({fact for answer in self.answers for fact in answer.missing})
        for fact in facts:
            self.missing[fact] = any_of(
                all_of([column(f"{answer.side}_asks"), column(answer.missing[fact])])
                for answer in self.answers
                if fact in answer.missing
            )

    def _policy(self, policy: str) -> Sql:
        """Whether a policy may be the strictest of the sides that require a license."""
        rank = STRICTNESS[policy]
        some: list[Sql] = []
        each: list[Sql] = []
        for answer in self.answers:
            if policy in answer.policies:
                some.append(column(answer.policies[policy]))
            milder = [column(n) for other, n in answer.policies.items() if STRICTNESS[other] <= rank]
            requires = self._requires(answer)
            each.append(any_of([not_(requires), *milder]))
        return all_of([any_of(some), *each])

    def _requires(self, answer: SideAnswer) -> Sql:
        """Whether a side surely requires a license, under some policy."""
        stated = any_of(map(column, answer.policies.values()))
        return all_of(
            [column(answer.possible[REQUIRED]), not_(column(f"{answer.side}_undetermined")), stated]
        )

    def _open(self, answer: SideAnswer) -> Sql:
        """Whether a side may be stricter than the mildest verdict of all sides together."""
        found: list[Sql] = []
        verdicts = list(self.possible)
        for rank, verdict in enumerate(verdicts):
            stricter = [column(answer.possible[other]) for other in verdicts[rank + 1 :]]
            mildest = [not_(column(self.possible[other])) for other in verdicts[:rank]]
            found.append(all_of([column(self.possible[verdict]), *mildest, any_of(stricter)]))
        return any_of(found)

    def columns(self) -> list[Sql]:
        def of_all(each: Callable[[SideAnswer], list[tuple[Sql, str]]]) -> Sql:
            return listed(pair for answer in self.answers for pair in each(answer))

        found = [
            _verdict(self.possible),
            listed((column(name), verdict) for verdict, name in self.possible.items()),
            listed((column(name), policy) for policy, name in self.policies.items()),
            listed(self._classes()),
            of_all(lambda answer: [(is_true(column(name)), ground) for ground, name in answer.met.items()]),
            of_all(lambda answer: [(column(name), other) for other, name in answer.exceptions.items()]),
            listed((condition, fact) for fact, condition in self.missing.items()),
        ]
        return [named(sql, name) for sql, name in zip(found, COLUMNS, strict=True)]

    def _classes(self) -> list[tuple[Sql, str]]:
        """The codes of all sides, each once."""
        found: list[tuple[Sql, str]] = []
        before: dict[str, list[Sql]] = {}
        for answer in self.answers:
            for code, condition in answer.classes:
                others = [not_(other.copy()) for other in before.get(code, [])]
                found.append((all_of([condition.copy(), *others]), code))
            for code, condition in answer.classes:
                before.setdefault(code, []).append(condition)
        return found
