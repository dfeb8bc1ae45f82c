"""What an order book's columns are to the law: which of them are facts, and what a decided line tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rukhsa.decide.case import PARTY_SHORTHANDS, Case
from rukhsa.decide.engine import Law, Regime
from rukhsa.errors import Problem, RukhsaError
from rukhsa.language.vocabulary import Vocabulary
from rukhsa.orders.line import CARRIED, CODE, DATE, ITEM, VALUE, Fields, OrderBook, OrderLine
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
_PERCENT = ("%", "percent")


def side_columns(side: str) -> tuple[str, str, str]:
    """The columns of one side's own answer: verdict, policies, missing facts."""
    return f"verdict_{side}", f"policy_{side}", f"missing_{side}"


def fields_of(vocabulary: Vocabulary) -> Fields:
    """What the columns of an order book may be called, and what each holds."""
    kinds = dict.fromkeys((*CARRIED, ITEM, CODE), "text") | {DATE: "date", VALUE: "amount"}
    for name, fact in vocabulary.items():
        kinds[name] = "percent" if fact.unit in _PERCENT else fact.type if fact.type != "name" else "text"
    kinds |= {short: kinds[fact] for short, fact in PARTY_SHORTHANDS.items() if fact in kinds}
    return Fields(kinds, frozenset({*vocabulary.party_facts, *PARTY_SHORTHANDS}))


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
    if not {ITEM, CODE, "category"} & set(read):
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


def given_of(line: OrderLine, passed: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """The facts of a line: every filled cell that is read; those of further parties by their numbered names."""
    skipped = {*CARRIED, ITEM, CODE, DATE, *passed}
    for name, cell in line.cells.items():
        if name not in skipped and cell.strip():
            yield name, cell


def parties_of(given: Mapping[str, Any], fields: Fields) -> dict[int, dict[str, Any]]:
    """The facts of each party of a line, by the number of the party."""
    parties: dict[int, dict[str, Any]] = {}
    for name, cell in given.items():
        fact, number = fields.party_of(name)
        if number:
            parties.setdefault(number, {})[fact] = cell
    return dict(sorted(parties.items()))


def case_of(
    regime: Regime,
    given: Mapping[str, Any],
    fields: Fields,
    item: str | None,
    *,
    line: int | None = None,
    only: int | None = None,
) -> Case:
    """The case that a line poses: one order line with all its parties.

    Args:
        given: what `given_of` gives.
        only: leave out every party but this one.

    Raises:
        RukhsaError: every value that cannot be read.
    """
    parties = parties_of(given, fields)
    chosen = [facts for number, facts in parties.items() if only in (None, number)]
    facts = {name: cell for name, cell in given.items() if not fields.party_of(name)[1]}
    return regime.case(item, facts=facts, parties=chosen, line=line)


def party_name(facts: Mapping[str, Any], number: int) -> str:
    """What a party of a line is called: by its name, else its role, else its number."""
    return str(facts.get("party") or facts.get("party_role") or facts.get("role") or number).strip()
