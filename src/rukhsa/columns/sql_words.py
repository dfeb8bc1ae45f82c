"""Expressions of SQL, short to write: what every part of the statement is built from.

Truth is SQL's own: TRUE, FALSE, and NULL for unknown, so that AND, OR and NOT are those of the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

Sql = exp.Expr


def column(name: str) -> Sql:
    return exp.column(name, quoted=not name.isidentifier())


def text(value: str) -> Sql:
    return exp.Literal.string(value)


def truth(value: bool | None, kind: str = "BOOLEAN") -> Sql:
    """A truth that is known beforehand; an unknown one is a typed NULL."""
    return exp.cast(exp.null(), kind) if value is None else exp.Boolean(this=value)


def all_of(parts: Iterable[Sql]) -> Sql:
    """AND, in Kleene's sense; of nothing: true."""
    return _joined(exp.And, parts, True)


def any_of(parts: Iterable[Sql]) -> Sql:
    """OR, in Kleene's sense; of nothing: false."""
    return _joined(exp.Or, parts, False)


def _joined(kind: type[exp.Connector], parts: Iterable[Sql], neutral: bool) -> Sql:
    whole: Sql | None = None
    for part in parts:
        if isinstance(part, exp.Boolean):
            if part.this is neutral:
                continue
            return truth(not neutral)
        other = isinstance(part, exp.Connector) and not isinstance(part, kind)
        part = exp.Paren(this=part) if other else part
        whole = part if whole is None else kind(this=whole, expression=part)
    return truth(neutral) if whole is None else whole


def not_(part: Sql) -> Sql:
    if isinstance(part, exp.Boolean):
        return truth(not part.this)
    return exp.Not(this=wrapped(part))


def wrapped(part: Sql) -> Sql:
    """In parentheses, where the place could read it otherwise."""
    simple = isinstance(part, exp.Column | exp.Literal | exp.Boolean | exp.Paren | exp.Func)
    return part if simple and not isinstance(part, exp.Connector) else exp.Paren(this=part)


def is_true(part: Sql) -> Sql:
    return part.copy() if isinstance(part, exp.Boolean) else exp.Is(this=wrapped(part), expression=exp.true())


def may_be(part: Sql) -> Sql:
    """Not surely false."""
    if isinstance(part, exp.Boolean):
        return part.copy()
    return exp.Not(this=exp.Is(this=wrapped(part), expression=exp.false()))


def is_open(part: Sql) -> Sql:
    """Unknown."""
    return truth(False) if isinstance(part, exp.Boolean) else is_null(part)


def is_null(part: Sql) -> Sql:
    return exp.Is(this=wrapped(part), expression=exp.null())


def count(parts: Iterable[Sql]) -> Sql:
    """How many of several two-valued conditions hold."""
    whole: Sql | None = None
    for part in parts:
        one = exp.cast(wrapped(part), "INT")
        whole = one if whole is None else exp.Add(this=whole, expression=one)
    return exp.Literal.number(0) if whole is None else whole


def greatest(parts: Sequence[Sql]) -> Sql:
    """The greatest of several numbers that are not below zero."""
    if len(parts) < 2:
        return parts[0] if parts else exp.Literal.number(0)
    return exp.Greatest(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True)


def case(*whens: tuple[Sql, Sql], otherwise: Sql | None = None) -> Sql:
    return exp.Case(
        ifs=[exp.If(this=condition, true=value) for condition, value in whens],
        **({} if otherwise is None else {"default": otherwise}),
    )


def compare(op: str, left: Sql, right: Sql) -> Sql:
    kind = {"=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE}[op]
    return kind(this=_operand(left), expression=_operand(right))


def _operand(part: Sql) -> Sql:
    return part if isinstance(part, exp.Add | exp.Mul | exp.Sub | exp.Neg) else wrapped(part)


def listed(found: Iterable[tuple[Sql, str]]) -> Sql:
    """The texts whose conditions hold, with a space between, in the order given."""
    parts = [
        text(word)
        if isinstance(condition, exp.Boolean)
        else exp.Case(ifs=[exp.If(this=condition, true=text(word))])
        for condition, word in found
        if not (isinstance(condition, exp.Boolean) and not condition.this)
    ]
    if not parts:
        return text("")
    return exp.Anonymous(this="CONCAT_WS", expressions=[text(" "), *parts])


def named(expression: Sql, name: str, comment: str = "") -> Sql:
    alias = exp.alias_(expression, name, quoted=not name.isidentifier(), copy=False)
    if comment:
        alias.add_comments([comment])
    return alias


class Steps:
    """A statement of steps, each of which adds columns to those of the steps before.

    Args:
        first: the table that the first step reads.
        phases: the kinds of steps, in their order.
    """

    def __init__(self, first: str, phases: Sequence[str]) -> None:
        self.first = first
        self._rank = {phase: rank for rank, phase in enumerate(phases)}
        self._steps: dict[tuple[int, int], tuple[str, list[Sql]]] = {}

    def add(self, phase: str, columns: Iterable[Sql], number: int | None = None) -> None:
        """Further columns, at a phase (and at a step of it, counted from 1)."""
        name = phase if number is None else f"{phase}_{number}"
        self._steps.setdefault((self._rank[phase], number or 0), (name, []))[1].extend(columns)

    def statement(self) -> exp.Select:
        """All steps; the last one is what the statement gives. A step hands on what a later one reads."""
        ordered = [step for _, step in sorted(self._steps.items(), key=lambda item: item[0])]
        (_, result), *before = reversed(ordered)
        wanted = _read_by(result)
        steps: list[tuple[str, list[Sql]]] = []
        for name, columns in before:
            own = [sql for sql in columns if sql.alias in wanted]
            if own:
                made = {sql.alias for sql in own}
                handed_on: list[Sql] = [column(other) for other in sorted(wanted - made)]
                steps.append((name, [*handed_on, *own]))
                wanted = (wanted - made) | _read_by(own)
        steps.reverse()
        last = self.first
        selects: list[exp.Select] = []
        for name, columns in steps:
            selects.append(exp.Select(expressions=columns).from_(last, copy=False))
            last = name
        whole = exp.Select(expressions=result).from_(last, copy=False)
        for (name, _), select in zip(steps, selects, strict=True):
            whole = whole.with_(name, as_=select, copy=False)
        return whole


def _read_by(columns: Iterable[Sql]) -> set[str]:
    """The names of the columns that expressions read."""
    return {node.name for sql in columns for node in sql.find_all(exp.Column)}
