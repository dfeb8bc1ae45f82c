"""A mapping proposed from the headings of a book and a sample of its cells, with the reason for each column.

The heading comes first; where it says nothing, the cells may (`by_cells`).

It proposes, and decides nothing: the user reads the reasons, corrects the file and gives it with `--map`.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from rukhsa.errors import RukhsaError
from rukhsa.law.source import read_file
from rukhsa.orders.book import File
from rukhsa.orders.by_cells import (
    COUNTRY,
    SYNONYMS,
    Found,
    Test,
    found_in,
    own_tests,
    sample,
    telling_words,
)
from rukhsa.orders.csv_file import SEPARATORS
from rukhsa.orders.headings import BRACKETS, fold_heading
from rukhsa.orders.line import (
    CATEGORY,
    CODE,
    CURRENCY,
    DESTINATION,
    ITEM,
    ORDER,
    PARTY,
    VALUE,
    Fields,
    heading_name,
    listed,
)
from rukhsa.orders.mapping import Mapping_, plan_of, read_mapping, ready
from rukhsa.orders.numbers import MIXED
from rukhsa.orders.proposal import Proposal, Proposed, Start, start_from
from rukhsa.orders.styles import STYLES, Column
from rukhsa.orders.values import currency
from rukhsa.records import replace
from rukhsa.words.messages import Message, Typed, say, series

_SAMPLE = 20_000
_TITLES = 20  # lines that may stand above a header
_FEWEST = 3  # headings of a line that looks like the header though none of them is known
_LEADS = frozenset({"in", "en", "ب", "بال", "بـ"})  # before the currency of a heading
_FITS = 5  # columns of a ready mapping that a book must have


@cache
def _synonyms() -> tuple[Mapping[str, str], Mapping[str, tuple[str, str]]]:
    """The columns that are read by their folded names, and those of parties with their role."""
    data = read_file(SYNONYMS)[0].data
    fields = {fold_heading(name): field for field, names in data["fields"].items() for name in names}
    parties = {
        fold_heading(name): (role, fact)
        for role, facts in data["parties"].items()
        for fact, names in facts.items()
        for name in names
    }
    return fields, parties


def header_below(file: File, fields: Fields) -> tuple[int, tuple[str, ...]] | None:
    """A line of a book, not its first, that looks like the header: its number, and its headings.

    It has headings that are known, which alone are told then; or far more words than the first line has.
    """
    titles = sum(1 for heading in file.header if heading.strip())
    fullest: tuple[int, tuple[str, ...]] | None = None
    for block in islice(file.blocks(), 1):
        for at in range(min(len(block), _TITLES)):
            for separator in SEPARATORS:
                row = next(csv.reader([block.text(at)], delimiter=separator), [])
                cells = [cell.strip() for cell in row if cell.strip()]
                known = {cell: _known(cell, fields) for cell in cells}
                if known.keys() and DESTINATION in known.values() and {ITEM, CODE} & {*known.values()}:
                    return block.numbers[at], tuple(cell for cell, field in known.items() if field)
                more = len(cells) > max(2 * titles, len(fullest[1]) if fullest else _FEWEST - 1)
                if more and len(known) == len(cells) and all(map(_is_worded, cells)):
                    fullest = block.numbers[at], tuple(cells)
    return fullest


def _is_worded(cell: str) -> bool:
    """Whether a cell could be a heading: it begins with a letter."""
    return cell[0].isalpha()


def _known(heading: str, fields: Fields) -> str | None:
    """The column that a heading surely names."""
    name = heading_name(heading)
    return name if fields.kind(name) is not None else _synonyms()[0].get(fold_heading(heading))


def propose(
    file: File,
    fields: Fields,
    titles: Mapping[str, Sequence[str]],
    tests: Mapping[str, Test],
    mapping: Mapping_ | None = None,
) -> Proposal:
    """Propose a mapping for a book.

    Args:
        titles: what each column that is read is called in words.
        tests: whether a cell is of a kind that the caller knows: `item`, `country`, `control_code`, `customs_code`.
        mapping: what is known already, and stays.
    """
    start = None if mapping is None else start_from(mapping, file.columns, fields)
    tests = {**own_tests(), **tests}
    cells: dict[str, list[str]] = {name: [] for name in file.columns}
    numbers: list[int] = []
    for block in islice(file.blocks(), 1):
        block = block.part(0, _SAMPLE)
        numbers = list(block.numbers)
        cells = {name: listed(column) for name, column in block.columns.items()}
    parts = set(start.parts) if start else set()
    headed = _by_headings(file, fields, titles, tests, cells, start)
    found = _by_cells(headed, file, fields, cells, tests, {name for role, name in parts if role is None})
    proposed = {name for role, name in parts if role is None} | {
        column.field for column in found if column.role is None
    }
    return Proposal(
        tuple(found),
        _constants(found, proposed, fields),
        _fill_down(found, file, cells),
        tuple(_open(found, file, fields, cells, numbers)),
        () if start else tuple(_fitting(file, fields)),
        _needed(proposed),
        start,
    )


def _constants(
    found: Sequence[Proposed], proposed: Container[str | None], fields: Fields
) -> dict[str, tuple[str, Message]]:
    """The currency of all lines, where the heading of the amounts names one and no column tells it."""
    heading = next((column.heading for column in found if column.field == VALUE and not column.role), None)
    if heading is None or CURRENCY in proposed or fields.kind(CURRENCY) is None:
        return {}
    code = _currency_in(heading)
    return {CURRENCY: (code, say("orders.why_in_heading", heading=Typed(heading)))} if code else {}


def _currency_in(heading: str) -> str | None:
    """The one currency that a heading names: in brackets, or behind its other words."""
    inside = [currency(part[1:-1]) for part in BRACKETS.findall(heading)]
    words = BRACKETS.sub(" ", heading).replace("/", " ").replace("_", " ").split()
    behind = [currency(" ".join(words[at:])) for at in range(1, len(words))]
    codes = {code for code in (*inside, *behind[-2:]) if code}
    return codes.pop() if len(codes) == 1 else None


def _without_currency(heading: str) -> str:
    """A heading without a currency behind it, and the word that leads to it."""
    words = heading.replace("/", " ").replace("_", " ").split()
    for at in range(1, len(words)):
        if currency(" ".join(words[at:])):
            lead = words[at - 1].casefold() in _LEADS and at > 1
            return " ".join(words[: at - lead])
    return heading


def _needed(proposed: set[str | None]) -> tuple[str, ...]:
    return tuple(names[0] for names in ((ITEM, CODE, CATEGORY), (DESTINATION,)) if not proposed & {*names})


def _by_headings(
    file: File,
    fields: Fields,
    titles: Mapping[str, Sequence[str]],
    tests: Mapping[str, Test],
    cells: Mapping[str, Sequence[str]],
    start: Start | None,
) -> list[Proposed]:
    """What the heading of each column says that it is; without reasons and hints where it says nothing."""
    by_name, by_party = _synonyms()
    by_title = {fold_heading(title): name for name, called in titles.items() for title in (name, *called)}
    found: list[Proposed] = []
    given = start.columns if start else {}
    taken: set[tuple[str | None, str]] = set(start.parts) if start else set()
    for heading, name in zip(file.header, file.columns, strict=True):
        if name in given:
            (own_role, own_name), column = given[name]
            found.append(Proposed(heading, own_name, own_role, given=column))
            continue
        folded = fold_heading(heading or name)
        if folded not in by_party and by_name.get(short := fold_heading(_without_currency(heading))) == VALUE:
            folded = short
        role = None
        target: str | None = None
        reasons: tuple[Message, ...] = ()
        if folded in by_party:
            role, target = by_party[folded]
            reasons = (say("orders.why_party", role=role),)
        elif folded in by_name and fields.kind(by_name[folded]) is not None:
            target = by_name[folded]
            reasons = (say("orders.why_name", field=target),)
        elif folded in by_title:
            target = by_title[folded]
            reasons = (say("orders.why_title", field=target),)
        if target is None:
            found.append(Proposed(heading, None))
            continue
        if (role, target) in taken:
            found.append(Proposed(heading, None, hints=(say("orders.why_second", field=target),)))
            continue
        kind = found_in(cells[name], tests) if target == PARTY else None
        if role is not None and kind is not None and kind.kind.name == COUNTRY:
            hints = (say("orders.why_no_party", role=role), kind.evidence, _could_be(kind.kind.fields))
            found.append(Proposed(heading, None, hints=hints))
            continue
        taken.add((role, target))
        evidence = _evidence(cells[name], fields.kind(target), tests, target)
        found.append(Proposed(heading, target, role, (*reasons, *evidence)))
    return found


def _by_cells(
    headed: Sequence[Proposed],
    file: File,
    fields: Fields,
    cells: Mapping[str, Sequence[str]],
    tests: Mapping[str, Test],
    known: Collection[str],
) -> list[Proposed]:
    """The columns of which no heading tells what they are, by their cells: proposed where only one thing is meant."""
    taken = {*known, *(column.field for column in headed if column.role is None)}
    at_hand: dict[str, list[tuple[int, Found]]] = {}
    for at, (column, name) in enumerate(zip(headed, file.columns, strict=True)):
        kind = None if column.field or column.hints else found_in(cells[name], tests)
        if kind is not None:
            at_hand.setdefault(kind.kind.name, []).append((at, kind))
    told = list(headed)
    for columns in at_hand.values():
        free = [
            field
            for field in columns[0][1].kind.fields
            if field not in taken and fields.kind(field) is not None
        ]
        rest: list[tuple[int, Found]] = []
        for at, kind in columns:
            field, word = _told_by_word(headed[at].heading, free)
            if field is None:
                rest.append((at, kind))
                continue
            free.remove(field)
            by_word = say("orders.why_word", word=Typed(word))
            told[at] = replace(headed[at], field=field, reasons=(by_word, kind.evidence))
        needed = columns[0][1].kind.fields[0]
        for at, kind in rest:
            if len(rest) == 1 and free[:1] == [needed] and not kind.kind.only_named:
                because = [say("orders.why_cells"), kind.evidence]
                if len(free) > 1:
                    because.append(say("orders.why_check", fields=series(map(Typed, free[1:]))))
                told[at] = replace(headed[at], field=free[0], reasons=tuple(because))
            else:
                could_be = (_could_be(free),) if free else ()  # else other columns are taken for all of them
                told[at] = replace(headed[at], hints=(kind.evidence, *could_be))
    return told


def _told_by_word(heading: str, free: Sequence[str]) -> tuple[str | None, str]:
    """Which of some columns a word of a heading tells, if it tells one alone."""
    words = fold_heading(heading).split()
    telling = {
        field: word
        for field in free
        for word in telling_words().get(field, ())
        if fold_heading(word) in words
    }
    return next(iter(telling.items())) if len(telling) == 1 else (None, "")


def _could_be(fields: Sequence[str]) -> Message:
    return say("orders.could_be", fields=series(map(Typed, fields), "common.or"))


def _evidence(
    cells: Sequence[str], kind: str | None, tests: Mapping[str, Test], target: str
) -> Iterator[Message]:
    """What a sample of cells says for or against a reading."""
    some = sample(cells)
    if not some:
        yield say("orders.why_empty")
        return
    if kind in ("number", "percent", "amount"):
        asked: dict[str, Test] = {"number": lambda cell: any(char.isdigit() for char in cell)}
    else:
        asked = {
            name: tests[name] for name in (COUNTRY, "item", "date", "currency") if name in (kind, target)
        }
    for name, test in asked.items():
        yield say(f"orders.why_{name}", n=sum(map(test, some)), of=len(some), example=Typed(some[0][:40]))


def _fill_down(found: Sequence[Proposed], file: File, cells: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The columns that are filled on the first line of an order only.

    At least two columns that are read must be filled on the same lines, the first among them, and empty on others; a
    line with an order number of its own is an order of its own, whatever it leaves empty.
    """
    filled = {name: tuple(bool(cell.strip()) for cell in column) for name, column in cells.items()}
    names = dict(zip(file.header, file.columns, strict=True))
    read = [filled[names[column.heading]] for column in found if column.field is not None]
    shared = [
        lines
        for lines, count in Counter(read).most_common()
        if count > 1 and lines and lines[0] and not all(lines)
    ]
    if not shared:
        return ()
    first = shared[0]
    for column in found:
        numbers = cells[names[column.heading]]
        if column.field == ORDER and any(
            not begins and own.strip() not in ("", above.strip())
            for begins, own, above in zip(first[1:], numbers[1:], numbers, strict=False)
        ):
            return ()
    return tuple(
        column.heading
        for column in found
        if any(filled[names[column.heading]])
        and not any(own and not here for own, here in zip(filled[names[column.heading]], first, strict=True))
    )


def _open(
    found: Sequence[Proposed],
    file: File,
    fields: Fields,
    cells: Mapping[str, Sequence[str]],
    numbers: Sequence[int],
) -> Iterator[Message]:
    """Columns whose way of writing numbers or dates the sample leaves open."""
    names = dict(zip(file.header, file.columns, strict=True))
    for column in found:
        style = STYLES.get((fields.kind(column.field) if column.field else None) or "")
        name = names[column.heading]
        if style is None or name in file.typed or (column.given and column.given.reading):
            continue
        seen = Column(name, style)
        seen.see(list(cells[name]), numbers)
        try:
            if seen.reading() == MIXED:
                yield seen.mixed()
        except RukhsaError as error:
            yield error.problems[0].words()


def _fitting(file: File, fields: Fields) -> Iterator[str]:
    """The ready mappings that a book fits."""
    for name in ready():
        try:
            plan = plan_of(read_mapping(name, fields), file.columns, file.file, fields, {})
        except RukhsaError:
            continue
        if sum(bool(column.sources) for column in plan.columns) >= _FITS:
            yield name
