"""A block of a book as it stands becomes a block of the columns that are read, with plain values.

Fields that an export prints on the first line of an order only are filled down; numbers and dates are read by the
reading of their column; what cannot be read makes its line one that cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rukhsa.orders import cells as whole
from rukhsa.orders.forms import Form
from rukhsa.orders.line import CURRENCY, DATE, TODAY, VALUE, Block, Cells, Fields, listed
from rukhsa.orders.mapping import Plan
from rukhsa.orders.numbers import POINT
from rukhsa.orders.styles import STYLES
from rukhsa.orders.totals import totals
from rukhsa.orders.values import amount, currency, forms_of, reader_of, together
from rukhsa.words.messages import Message, say, series


class Shaper:
    """Shapes the blocks of one book in their order.

    Args:
        plan: what is read, and from where.
        fields: what kind each column that is read holds.
        readings: how the columns of the book whose plan declares nothing write their numbers and dates.
    """

    def __init__(self, plan: Plan, fields: Fields, readings: Mapping[str, str]) -> None:
        self.plan, self.fields, self.readings = plan, fields, readings
        self._above: dict[str, str] = dict.fromkeys(plan.fill_down, "")
        self._broken: int | None = None

    def filled(self, block: Block) -> Block:
        """The block with what its first lines print for those beneath them.

        A line continues the order above if all these columns are empty on it. Beneath a line that cannot be read,
        nothing is known of the order. A line of totals belongs to no order, and is one that cannot be read.
        """
        names = self.plan.fill_down
        sums = totals(block, self.plan, self.fields)
        if sums:
            block = Block(block.numbers, block.columns, {**block.errors, **sums}, block.text)
        if not names or not len(block):
            return block
        continues = [
            all(row) for row in zip(*(whole.empty(block.columns[name]) for name in names), strict=True)
        ]
        places: list[int] = []
        errors = dict(block.errors)
        last, broken = 0, self._broken
        for at, further in enumerate(continues):
            if at in sums:
                places.append(at + 1)
                continue
            if at in block.errors:
                broken = block.numbers[at]
            elif not further:
                last, broken = at + 1, None
            elif broken is not None:
                errors[at] = say("orders.first_line_unread", line=broken)
            places.append(at + 1 if at in block.errors else last)
        columns = dict(block.columns)
        for name in names:
            cells = whole.led(self._above[name], columns[name])
            self._above[name] = listed(whole.taken(cells, [last]))[0]
            columns[name] = whole.taken(cells, places)
        self._broken = broken
        return Block(block.numbers, columns, errors, block.text)

    def shaped(self, block: Block) -> Block:
        """The columns that are read of a block that is filled down."""
        columns: dict[str, Cells] = {}
        errors: dict[int, list[Message]] = {}
        like = next(iter(block.columns.values()), None)
        signs: Cells = None
        for column in self.plan.columns:
            if column.constant is not None:
                columns[column.name] = whole.constant(column.constant, len(block), like)
                continue
            source = column.sources[0]
            cells = block.columns[source]
            kind = self.fields.kind(column.name)
            reading = column.reading or self.readings.get(source)
            words = (TODAY,) if column.name == DATE else self.fields.unknown
            read = reader_of(kind, reading, column.values, words)
            if read is not None:
                forms = () if column.values else forms_of(kind, reading)
                if column.name == VALUE:
                    signs = _signs(cells, reading or POINT, forms)
                cells, wrong = whole.changed(cells, read, forms)
                for at, message in wrong.items():
                    errors.setdefault(at, []).append(say("errors.in_field", field=source, message=message))
            columns[column.name] = cells
        self._roles(columns)
        if VALUE in columns:
            self._money(columns, signs)
            summed = [at for at, error in block.errors.items() if error.key == "orders.totals"]
            if summed:  # what it sums up is counted already
                columns[VALUE] = whole.emptied(columns[VALUE], summed)
        unread = {
            at: say("errors.several", problems=series(messages, "common.semicolon"))
            for at, messages in errors.items()
        }
        return Block(block.numbers, columns, {**unread, **block.errors}, block.text)

    def _roles(self, columns: dict[str, Cells]) -> None:
        """What a mapping says of a party counts where some cell tells who the party is."""
        parties: dict[int, list[str]] = {}
        for name in columns:
            number = self.fields.party_of(name)[1]
            if number:
                parties.setdefault(number, []).append(name)
        constants = {column.name: column.constant for column in self.plan.columns}
        for number, names in parties.items():
            told = [columns[name] for name in names if constants[name] is None]
            for name in names:
                value = constants[name]
                if value is not None and told and number not in self.plan.needed:
                    columns[name] = whole.where_filled(value, told)

    def _money(self, columns: dict[str, Cells], signs: Cells) -> None:
        """The currency of a line: its own column, else the sign beside the amount; never both against each other."""
        stated = columns.get(CURRENCY)
        if stated is not None:
            stated, _ = whole.changed(stated, lambda cell: currency(cell.strip()) or cell.strip().upper())
            columns[CURRENCY] = stated
        if signs is None or not any(whole.distinct(signs)):
            return
        if stated is None:
            columns[CURRENCY] = signs
            return
        amounts, codes = listed(columns[VALUE]), listed(stated)
        for at, sign in enumerate(listed(signs)):
            code = together(codes[at], sign)
            if code is None:
                amounts[at] = f"? {amounts[at]} {sign}"
            else:
                codes[at] = code
        like = columns[VALUE]
        columns[VALUE] = amounts if isinstance(like, list) else whole.plain(amounts)
        columns[CURRENCY] = codes if isinstance(like, list) else whole.plain(codes)


def _signs(cells: Cells, reading: str, forms: Sequence[Form]) -> Cells:
    """The currency beside each amount; nothing where no amount has one."""
    bare = [form.pattern for form in forms]
    if all(not cell for cell in whole.distinct(whole.one_of_each(cells, bare, set(bare)))):
        return None
    return whole.changed(cells, lambda cell: amount(cell, reading)[1])[0]


def asked_of(plan: Plan, fields: Fields, typed: frozenset[str]) -> dict[str, str]:
    """The columns of a book whose reading it must tell itself: `numbers` or `dates` by name."""
    found: dict[str, str] = {}
    for column in plan.columns:
        style = STYLES.get(fields.kind(column.name) or "")
        if style and column.reading is None and column.sources and column.sources[0] not in typed:
            found[column.sources[0]] = style
    return found
