"""From the text of a condition to its tree: SQL leaves inside `all` / `any` / `none`.

sqlglot reads the SQL; only the nodes listed in `_leaf` pass. Everything else is refused with the
reason, above all what would let a new fact unsettle a settled answer (`IS NULL`, `COALESCE`, `CASE`).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.tree import (
    All,
    AnyOf,
    Arith,
    Compare,
    Const,
    Fact,
    In,
    Limb,
    Node,
    Not,
    Op,
    Ref,
    Sign,
    children,
)
from rukhsa.words.messages import Message, say

LONGEST_LEAF = 2_000
DEEPEST = 60
MOST_DIGITS = 30

_COMPARISONS: dict[type[exp.Expression], Op] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_ARITHMETIC: dict[type[exp.Expression], Sign] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}
_UNSETTLING = (exp.Is, exp.Coalesce, exp.Case, exp.If, exp.Null, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Nullif)


def parse_condition(source: Any, path: Sequence[str | int] = ()) -> Node:
    """Read a `when`: a SQL leaf, a list (all of them), or a mapping with `all`, `any`, `none` or `when`.

    Args:
        source: plain data as YAML's base loader gives it.
        path: where it stands in the file, for the errors.

    Raises:
        RukhsaError: every problem found, each with its path in `field`.
    """
    problems: list[Problem] = []
    node = _node(source, tuple(path), problems, 0)
    if problems or node is None:
        raise RukhsaError(*problems)
    return node


def parse_value(text: str, path: Sequence[str | int] = ()) -> Node:
    """Read the `value` of a derive: arithmetic over numeric facts and provisions."""
    return parse_condition(str(text), path)


def _node(source: Any, path: tuple[str | int, ...], problems: list[Problem], depth: int) -> Node | None:
    if depth > DEEPEST:
        problems.append(_problem(path, say("acts.limbs_deep", most=DEEPEST), say("acts.split_provision")))
        return None
    if isinstance(source, str):
        try:
            return _leaf_text(source)
        except _Refused as refused:
            problems.append(_problem(path, refused.message, refused.fix))
            return None
    if isinstance(source, list):
        return _group("all", source, path, problems, depth)
    if isinstance(source, dict):
        return _mapping(source, path, problems, depth)
    problems.append(_problem(path, say("acts.expected_condition"), None))
    return None


def _mapping(
    source: dict[str, Any], path: tuple[str | int, ...], problems: list[Problem], depth: int
) -> Node | None:
    bodies = [key for key in ("when", "all", "any", "none") if key in source]
    for key in source:
        if key not in ("when", "all", "any", "none", "cite", "title"):
            problems.append(
                _problem((*path, key), say("acts.unknown_condition_key"), say("acts.condition_keys"))
            )
    if not bodies:
        problems.append(_problem(path, say("acts.limb_without_condition"), say("acts.give_condition")))
        return None
    parts: list[Node] = []
    for key in bodies:
        inner = source[key]
        part = (
            _node(inner, (*path, key), problems, depth + 1)
            if key == "when"
            else _group(key, inner, (*path, key), problems, depth)
        )
        if part is None:
            return None
        parts.append(part)
    node = parts[0] if len(parts) == 1 else All(tuple(parts))
    title = source.get("title")
    if "cite" in source or isinstance(title, dict):
        texts = tuple((str(k), str(v)) for k, v in title.items()) if isinstance(title, dict) else ()
        cite = source.get("cite")
        return Limb(node, str(cite) if cite is not None else None, texts)
    return node


def _group(
    word: str, source: Any, path: tuple[str | int, ...], problems: list[Problem], depth: int
) -> Node | None:
    if not isinstance(source, list) or not source:
        problems.append(_problem(path, say("acts.needs_list", word=word), None))
        return None
    parts = [_node(part, (*path, index), problems, depth + 1) for index, part in enumerate(source)]
    good = tuple(part for part in parts if part is not None)
    if len(good) != len(parts):
        return None
    if word == "all":
        return good[0] if len(good) == 1 else All(good)
    anyof = good[0] if len(good) == 1 else AnyOf(good)
    return Not(anyof) if word == "none" else anyof


class _Refused(Exception):
    def __init__(self, message: Message, fix: Message | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def _leaf_text(text: str) -> Node:
    if not text.strip():
        raise _Refused(say("acts.empty_condition"))
    if len(text) > LONGEST_LEAF:
        raise _Refused(
            say("acts.long_leaf", length=f"{len(text):,}", most=f"{LONGEST_LEAF:,}"), say("acts.use_limbs")
        )
    if any(mark in text for mark in (";", "--", "/*", "{#")):
        raise _Refused(say("acts.no_comments"))
    try:
        node = _leaf(parse_one(text, into=exp.Condition), text)
    except SqlglotError as error:
        first = str(error).splitlines()[0].split(". Line")[0]
        raise _Refused(say("acts.unreadable_condition", text=_short(text), reason=first)) from None
    except RecursionError:
        raise _Refused(say("acts.nests_too_deep", text=_short(text)), say("acts.use_limbs")) from None
    if _depth(node) > DEEPEST:
        raise _Refused(say("acts.nests_too_deep", text=_short(text)), say("acts.use_limbs"))
    return node


def _depth(node: Node) -> int:
    deepest, stack = 0, [(node, 1)]
    while stack:
        top, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((part, depth + 1) for part in children(top))
    return deepest


def _leaf(tree: Any, text: str) -> Node:
    if isinstance(tree, exp.Paren):
        return _leaf(tree.this, text)
    if isinstance(tree, exp.And | exp.Or):
        return _connect(tree, text)
    if isinstance(tree, exp.Not):
        return Not(_leaf(tree.this, text))
    if type(tree) in _COMPARISONS:
        return Compare(_COMPARISONS[type(tree)], _leaf(tree.left, text), _leaf(tree.right, text))
    if isinstance(tree, exp.Between):
        if tree.args.get("symmetric") is not None:
            raise _Refused(say("acts.not_in_language", text=_short(tree.sql())), say("acts.between_fix"))
        middle = _leaf(tree.this, text)
        low, high = _leaf(tree.args["low"], text), _leaf(tree.args["high"], text)
        return All((Compare(">=", middle, low), Compare("<=", middle, high)))
    if isinstance(tree, exp.In):
        return _membership(tree, text)
    if type(tree) in _ARITHMETIC:
        return Arith(_ARITHMETIC[type(tree)], (_leaf(tree.left, text), _leaf(tree.right, text)))
    if isinstance(tree, exp.Neg):
        inner = _leaf(tree.this, text)
        if isinstance(inner, Const) and isinstance(inner.value, Decimal):
            return Const(-inner.value)
        return Arith("-", (Const(Decimal(0)), inner))
    if isinstance(tree, exp.Greatest | exp.Least):
        sign: Sign = "greatest" if isinstance(tree, exp.Greatest) else "least"
        return Arith(sign, tuple(_leaf(arg, text) for arg in (tree.this, *tree.expressions)))
    if isinstance(tree, exp.Boolean):
        return Const(bool(tree.this))
    if isinstance(tree, exp.Literal):
        return _literal(tree)
    if isinstance(tree, exp.Column):
        return _name(tree, text)
    if isinstance(tree, _UNSETTLING):
        raise _Refused(
            say("acts.unsettling", text=tree.sql()),
            say("acts.unsettling_fix"),
        )
    raise _Refused(say("acts.not_in_language", text=_short(tree.sql())), say("acts.see_section_4"))


def _connect(tree: Any, text: str) -> Node:
    word = type(tree)
    parts: list[Node] = []
    stack = [tree]
    while stack:
        top = stack.pop()
        if type(top) is word:
            stack.extend((top.right, top.left))
        else:
            parts.append(_leaf(top, text))
    return All(tuple(parts)) if word is exp.And else AnyOf(tuple(parts))


def _membership(tree: Any, text: str) -> Node:
    needle = _leaf(tree.this, text)
    if not isinstance(needle, Fact):
        raise _Refused(say("acts.only_fact_in", text=_short(tree.sql())))
    field = tree.args.get("field")
    if field is not None:
        inside = _leaf(field, text)
        if not isinstance(inside, Ref):
            raise _Refused(say("acts.quote_set", text=_short(tree.sql())))
        return In(needle, inside)
    if tree.args.get("query") is not None or not tree.expressions:
        raise _Refused(say("acts.no_subqueries", text=_short(tree.sql())))
    members = [_leaf(member, text) for member in tree.expressions]
    if len(members) == 1 and isinstance(members[0], Ref):
        return In(needle, members[0])
    texts = [
        member.value for member in members if isinstance(member, Const) and isinstance(member.value, str)
    ]
    if len(texts) != len(members):
        raise _Refused(say("acts.in_takes_text", text=_short(tree.sql())))
    return In(needle, frozenset(texts))


def _literal(tree: Any) -> Const:
    if tree.is_string:
        return Const(str(tree.this))
    try:
        number = Decimal(str(tree.this))
    except InvalidOperation:
        raise _Refused(say("acts.no_number", text=str(tree.this))) from None
    if (
        not number.is_finite()
        or len(number.as_tuple().digits) > MOST_DIGITS
        or abs(number.adjusted()) > MOST_DIGITS * 2
    ):
        raise _Refused(say("acts.no_number_of", text=_short(str(tree.this)), most=MOST_DIGITS))
    return Const(number)


def _name(tree: Any, text: str) -> Fact | Ref:
    if len(tree.parts) != 1 or not isinstance(tree.this, exp.Identifier):
        raise _Refused(say("acts.no_name", text=_short(tree.sql())), say("acts.double_quotes"))
    if tree.this.quoted:
        return Ref(tree.this.this)
    return Fact(tree.this.this)


def is_iso_date(text: str) -> bool:
    """Whether the text is a calendar day written YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else flat[:77] + "..."


def _problem(path: tuple[str | int, ...], message: str, fix: str | None) -> Problem:
    return Problem(message, field=".".join(map(str, path)) or None, fix=fix)
