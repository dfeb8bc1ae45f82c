"""What an order book's columns are to the law: which of them are facts, and what a decided line tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukhsa.decide.case import PARTY_SHORTHANDS
from rukhsa.decide.engine import Law
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.vocabulary import PERCENT, SAID_UNKNOWN, Vocabulary
from rukhsa.orders.line import (
    CARRIED,
    CATEGORY,
    CODE,
    DATE,
    ITEM,
    VALUE,
    Fields,
    OrderBook,
    OrderLine,
    some_columns,
)
from rukhsa.records import replace
from rukhsa.words.messages import Typed, say, series

if TYPE_CHECKING:
    from rukhsa.orders.book import Reading

RESULT_COLUMNS = (
    "verdict",
    "possible",
    "review_policy",
    "classification",
    "requirements",
    "exceptions",
    "missing",
    "assumed",
    "conflicts",
    "next_change",
    "next_verdict",
    "caution",
    "error",
)
FOR_PARTY = "for_party"
ALWAYS = ("verdict", "error")
COUNTED = ("review_policy", "requirements", "missing")  # by which a run is summed up, and parties told apart


def with_party(results: Sequence[str]) -> tuple[str, ...]:
    """Result columns with the one that says for which party a verdict stands, where lines may have several."""
    own = [name for name in results if name != FOR_PARTY]
    return (*own[:1], FOR_PARTY, *own[1:])


def chosen_columns(asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The result columns that are asked for, in their order, and those without which no line can be told apart.

    Args:
        asked: all of them when empty.

    Raises:
        RukhsaError: there is no such column.
    """
    problems = [
        Problem(
            say("orders.no_result", column=name),
            field="--columns",
            fix=say("orders.no_result_fix", columns=series(map(Typed, known))),
        )
        for name in dict.fromkeys(asked)
        if name not in known
    ]
    if problems:
        raise RukhsaError(*problems)
    return tuple(name for name in known if not asked or name in asked or name in ALWAYS)


def side_columns(side: str) -> tuple[str, str, str]:
    """The columns of one side's own answer: verdict, policies, missing facts."""
    return f"verdict_{side}", f"policy_{side}", f"missing_{side}"


def fields_of(vocabulary: Vocabulary) -> Fields:
    """What the columns of an order book may be called, and what each holds."""
    kinds = dict.fromkeys((*CARRIED, ITEM, CODE), "text") | {DATE: "date", VALUE: "amount"}
    for name, fact in vocabulary.items():
        kinds[name] = "percent" if fact.unit in PERCENT else fact.type if fact.type != "name" else "text"
    kinds |= {short: kinds[fact] for short, fact in PARTY_SHORTHANDS.items() if fact in kinds}
    return Fields(kinds, frozenset({*vocabulary.party_facts, *PARTY_SHORTHANDS}), SAID_UNKNOWN)


def read_orders(path: Path, law: Law, asked: Reading | None = None) -> OrderBook:
    """A whole order book in memory.

    Args:
        asked: how it is to be read, where it does not tell by itself.

    Raises:
        RukhsaError: it cannot be read, has no header or no lines, or leaves open how a column is read.
    """
    from rukhsa.orders.book import whole_book

    return whole_book(path, fields_of(law.vocabulary), asked)


def check_columns(book: OrderBook, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Columns that are not read, after refusing those that look like a misspelled fact.

    Raises:
        RukhsaError: a needed column is missing, or one resembles a fact.
    """
    fields = fields_of(vocabulary)
    read = [name for name in book.columns if name not in (book.carried or ())]
    problems: list[Problem] = []
    if not {ITEM, CODE, CATEGORY} & set(read):
        problems.append(
            Problem(say("errors.no_column", column="item"), book.file, 1, "item", say("errors.no_item_fix"))
        )
    if "destination" not in read:
        problems.append(
            Problem(
                say("errors.no_column", column="destination"),
                book.file,
                1,
                "destination",
                say("errors.no_destination_fix"),
            )
        )
    if problems:  # the first of them tells what columns there are
        told = say("orders.columns_are", fix=problems[0].fix, columns=some_columns(book.columns))
        problems[0] = replace(problems[0], fix=told)
    passed: list[str] = list(book.carried or ())
    for column in read:
        if fields.kind(column) is not None:
            continue
        near = get_close_matches(column, fields.kinds, n=1, cutoff=0.85)
        if near:
            problems.append(
                Problem(
                    say("errors.column_no_fact", column=column),
                    book.file,
                    1,
                    column,
                    say("errors.did_you_mean", names=series(map(Typed, near))),
                )
            )
        else:
            passed.append(column)
    if problems:
        raise RukhsaError(*problems)
    return tuple(passed)


def further_parties(columns: Iterable[str], vocabulary: Vocabulary) -> dict[str, tuple[int, str]]:
    """The columns of parties beyond the first: which party (from 2 on), and the fact or shorthand.

    `party_hq_2` is the headquarters of the second party; a fact whose own name ends in a number is that fact.
    """
    fields = fields_of(vocabulary)
    found: dict[str, tuple[int, str]] = {}
    for column in columns:
        fact, number = fields.party_of(column)
        if number > 1:
            found[column] = number, fact
    return found


def parties_of(line: OrderLine, further: Mapping[str, tuple[int, str]]) -> list[dict[str, str]]:
    """The facts of a line's parties beyond the first, in their order; a party of whom nothing is said is none."""
    found: dict[int, dict[str, str]] = {}
    for column, (which, fact) in further.items():
        cell = line.cells.get(column, "")
        if cell.strip():
            found.setdefault(which, {})[fact] = cell
    return [found[which] for which in sorted(found)]


def called_of(line: OrderLine, further: Mapping[str, tuple[int, str]]) -> list[dict[str, str]]:
    """The columns of the facts of each of `parties_of`."""
    found: dict[int, dict[str, str]] = {}
    for column, (which, fact) in further.items():
        if line.cells.get(column, "").strip():
            found.setdefault(which, {})[fact] = column
    return [found[which] for which in sorted(found)]


def given_of(
    line: OrderLine, passed: Iterable[str], further: Iterable[str] = ()
) -> Iterator[tuple[str, Any]]:
    """The facts of a line: every filled cell that is read; those of `further` parties stand by themselves."""
    skipped = {*CARRIED, ITEM, CODE, DATE, *passed, *further}
    for name, cell in line.cells.items():
        if name not in skipped and cell.strip():
            yield name, cell


def party_name(facts: Mapping[str, Any], number: int) -> str:
    """What a party of a line is called: by its name, else its role, else its number."""
    return str(facts.get("party") or facts.get("party_role") or facts.get("role") or number).strip()
