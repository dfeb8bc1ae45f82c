"""A mapping proposed from the headings of a book and a sample of its cells, with the reason for each column.

It proposes, and decides nothing: the user reads the reasons, corrects the file and gives it with `--map`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from rukhsa.errors import RukhsaError
from rukhsa.law.source import read_file
from rukhsa.orders.book import File
from rukhsa.orders.line import ORDER, Fields, listed
from rukhsa.orders.mapping import plan_of, read_mapping, ready
from rukhsa.orders.styles import STYLES, Column
from rukhsa.orders.values import currency
from rukhsa.records import dataclass
from rukhsa.words.messages import Message, Typed, said, say

_SYNONYMS = Path(__file__).parent / "data" / "synonyms.yaml"
_SAMPLE = 20_000
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FOLDED = str.maketrans("أإآٱىة", "اااايه", "ـ")
_FITS = 5  # columns of a ready mapping that a book must have

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A column of the book and what it may be read as.

    Attributes:
        field: the column that is read; `None` where only its cells hint at something.
        role: of the party whom it describes.
        reasons: why.
        hints: what its cells could be, where its heading says nothing.
    """

    heading: str
    field: str | None
    role: str | None = None
    reasons: tuple[Message, ...] = ()
    hints: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A proposed mapping."""

    columns: tuple[Proposed, ...]
    fill_down: tuple[str, ...] = ()
    open: tuple[Message, ...] = ()
    fitting: tuple[str, ...] = ()

    def text(self, lang: str) -> str:
        """The mapping as a file, with its reasons as remarks."""
        return "\n".join(self._lines(lang)) + "\n"

    def _lines(self, lang: str) -> Iterator[str]:
        yield f"# {said(say('orders.proposed'), lang)}"
        for name in self.fitting:
            yield f"# {said(say('orders.ready_fits', name=name), lang)}"
        for message in self.open:
            yield f"# {said(message, lang)}"
        yield "columns:"
        for column in self.columns:
            if column.field is not None and column.role is None:
                yield f"  {column.field}: {_yaml(column.heading)}  # {_reasons(column.reasons, lang)}"
        roles = dict.fromkeys(column.role for column in self.columns if column.role)
        if roles:
            yield "parties:"
        for role in roles:
            yield f"  - role: {role}"
            for column in self.columns:
                if column.role == role:
                    yield f"    {column.field}: {_yaml(column.heading)}  # {_reasons(column.reasons, lang)}"
        if self.fill_down:
            yield f"fill_down: [{', '.join(map(_yaml, self.fill_down))}]  # {said(say('orders.why_fill_down'), lang)}"
        for column in self.columns:
            if column.field is None:
                told = _reasons(column.hints, lang) if column.hints else said(say("orders.not_known"), lang)
                yield f"# {_yaml(column.heading)}: {told}"


def _yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _reasons(reasons: Sequence[Message], lang: str) -> str:
    return "; ".join(said(reason, lang) for reason in reasons)


def fold_heading(text: str) -> str:
    """A heading without case, signs, brackets and the variants of Arabic letters."""
    bare = _BRACKETS.sub(" ", text) if _BRACKETS.sub(" ", text).strip() else text
    plain = unicodedata.normalize("NFKD", bare.casefold().translate(_FOLDED))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).translate(_FOLDED)
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def _synonyms() -> tuple[Mapping[str, str], Mapping[str, tuple[str, str]]]:
    """The columns that are read by their folded names, and those of parties with their role."""
    data = read_file(_SYNONYMS)[0].data
    fields = {fold_heading(name): field for field, names in data["fields"].items() for name in names}
    parties = {
        fold_heading(name): (role, fact)
        for role, facts in data["parties"].items()
        for fact, names in facts.items()
        for name in names
    }
    return fields, parties


def propose(
    file: File, fields: Fields, titles: Mapping[str, Sequence[str]], tests: Mapping[str, Test]
) -> Proposal:
    """Propose a mapping for a book.

    Args:
        titles: what each column that is read is called in words.
        tests: whether a cell is of a kind that the caller knows: `item`, `country`.
    """
    by_name, by_party = _synonyms()
    by_title = {fold_heading(title): name for name, called in titles.items() for title in (name, *called)}
    cells: dict[str, list[str]] = {name: [] for name in file.columns}
    numbers: list[int] = []
    for block in islice(file.blocks(), 1):
        block = block.part(0, _SAMPLE)
        numbers = list(block.numbers)
        cells = {name: listed(column) for name, column in block.columns.items()}
    found: list[Proposed] = []
    taken: set[tuple[str | None, str]] = set()
    for heading, name in zip(file.header, file.columns, strict=True):
        folded = fold_heading(heading or name)
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
        if target is not None and (role, target) in taken:
            found.append(Proposed(heading, None, hints=(say("orders.why_second", field=target),)))
            continue
        evidence = tuple(_evidence(cells[name], fields.kind(target) if target else None, tests, target))
        if target is None:
            found.append(Proposed(heading, None, hints=evidence))
            continue
        taken.add((role, target))
        found.append(Proposed(heading, target, role, (*reasons, *evidence)))
    return Proposal(
        tuple(found),
        _fill_down(found, file, cells),
        tuple(_open(found, file, fields, cells, numbers)),
        tuple(_fitting(file, fields)),
    )


def _evidence(
    cells: Sequence[str], kind: str | None, tests: Mapping[str, Test], target: str | None
) -> Iterator[Message]:
    """What a sample of cells says for or against a reading; or what they could be, where none is proposed."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    some = list(dict.fromkeys(filled))[:200]
    if not some:
        if target is not None:
            yield say("orders.why_empty")
        return
    asked: dict[str, Test] = {
        "country": tests["country"],
        "item": tests["item"],
        "date": lambda cell: bool(_date_readings(cell)),
        "currency": lambda cell: currency(cell) is not None,
    }
    if kind in ("number", "percent", "amount"):
        asked = {"number": lambda cell: any(char.isdigit() for char in cell)}
    elif target is not None:
        asked = {name: test for name, test in asked.items() if name in (kind, target)}
    for name, test in asked.items():
        good = sum(map(test, some))
        if target is not None or good * 10 >= len(some) * 9:
            yield say(f"orders.why_{name}", n=good, of=len(some), example=Typed(some[0][:40]))


def _date_readings(cell: str) -> Mapping[str, str]:
    from rukhsa.orders.dates import readings

    return readings(cell)


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
        if style is None or name in file.typed:
            continue
        seen = Column(name, style)
        seen.see(list(cells[name]), numbers)
        try:
            seen.reading()
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
