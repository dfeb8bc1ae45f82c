"""What is done to whole columns of cells, whether they are lists or Arrow arrays; both give the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rukhsa.orders.forms import Form
from rukhsa.orders.line import Cells, listed
from rukhsa.words.messages import Message

Reader = Callable[[str], "str | Message"]


def arrow() -> Any:
    """`pyarrow`, or nothing where it is not installed."""
    try:
        import pyarrow
    except ImportError:
        return None
    return pyarrow


def changed(cells: Cells, read: Reader, forms: Sequence[Form] = ()) -> tuple[Cells, dict[int, Message]]:
    """Each cell as `read` gives it, which is asked once for equal cells; and the errors it gives, by place.

    Args:
        forms: cells whose plain value an Arrow array finds by itself; `read` must give the same.
    """
    if not isinstance(cells, list) and forms:
        import pyarrow.compute as pc

        for form in forms:
            fits = pc.match_substring_regex(cells, form.pattern)
            if not pc.any(fits).as_py():
                continue
            told = cells
            for old, new in form.replaced:
                told = pc.replace_substring(told, old, new)
            if pc.all(fits).as_py():
                return told, {}
            rest, wrong = changed(cells.filter(pc.invert(fits)), read, forms)
            places = pc.indices_nonzero(pc.invert(fits)).to_pylist() if wrong else []
            whole = pc.replace_with_mask(told, pc.invert(fits), rest)
            return whole, {places[at]: error for at, error in wrong.items()}
    errors: dict[int, Message] = {}
    if isinstance(cells, list):
        known: dict[str, str | Message] = {}
        found: list[str] = []
        for at, cell in enumerate(cells):
            if cell not in known:
                known[cell] = read(cell)
            told = known[cell]
            if isinstance(told, Message):
                errors[at] = told
                told = cell
            found.append(told)
        return found, errors
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = cells.dictionary_encode()
    before = encoded.dictionary.to_pylist()
    after = [read(cell) for cell in before]
    bad = [at for at, told in enumerate(after) if isinstance(told, Message)]
    if bad:
        indices = encoded.indices
        places = pc.indices_nonzero(pc.is_in(indices, value_set=pa.array(bad, indices.type)))
        for at in places.to_pylist():
            told = after[indices[at].as_py()]
            assert isinstance(told, Message)
            errors[at] = told
    if before == after:
        return cells, errors
    kept = [old if isinstance(told, Message) else told for old, told in zip(before, after, strict=True)]
    return pa.array(kept, pa.string()).take(encoded.indices), errors


def constant(value: str, count: int, like: Cells = None) -> Cells:
    """The same cell so many times, as a list or as the other column is."""
    if like is None or isinstance(like, list):
        return [value] * count
    import pyarrow as pa

    return pa.repeat(pa.scalar(value, pa.string()), count)


def distinct(cells: Cells) -> Iterable[str]:
    """Every cell that occurs, once."""
    if isinstance(cells, list):
        return dict.fromkeys(cells)
    return cells.unique().to_pylist()  # type: ignore[no-any-return]


def one_of_each(cells: Cells, patterns: Sequence[str], known: set[str]) -> Cells:
    """The cells, but of those that fit a pattern one only, and none of a pattern that is known by then."""
    if isinstance(cells, list):
        return cells
    import pyarrow as pa
    import pyarrow.compute as pc

    examples = []
    for pattern in patterns:
        fits = pc.match_substring_regex(cells, pattern)
        at = pc.index(fits, pa.scalar(True)).as_py()
        if at < 0:
            continue
        if pattern not in known:
            known.add(pattern)
            examples.append(cells[at].as_py())
        cells = cells.filter(pc.invert(fits))
    return [*examples, *cells.unique().to_pylist()]


def empty(cells: Cells) -> list[bool]:
    """Where a cell is blank."""
    if isinstance(cells, list):
        return [not cell.strip() for cell in cells]
    import pyarrow.compute as pc

    return pc.equal(pc.utf8_trim_whitespace(cells), "").to_pylist()  # type: ignore[no-any-return]


def blank(cells: Cells) -> list[int]:
    """The places of the cells that are blank."""
    if isinstance(cells, list):
        return [at for at, cell in enumerate(cells) if not cell.strip()]
    import pyarrow.compute as pc

    found: list[int] = pc.indices_nonzero(pc.equal(pc.utf8_trim_whitespace(cells), "")).to_pylist()
    return found


def led(first: str, cells: Cells) -> Cells:
    """The cells with one before them."""
    if isinstance(cells, list):
        return [first, *cells]
    import pyarrow as pa

    return pa.concat_arrays([pa.array([first], pa.string()), cells])


def where_filled(value: str, others: Sequence[Cells]) -> Cells:
    """The value on each line on which some other column is filled, and nothing on the rest."""
    if any(isinstance(cells, list) for cells in others):
        blank = [all(row) for row in zip(*map(empty, others), strict=True)]
        return ["" if nothing else value for nothing in blank]
    import pyarrow.compute as pc

    filled = None
    for cells in others:
        here = pc.not_equal(pc.utf8_trim_whitespace(cells), "")
        filled = here if filled is None else pc.or_(filled, here)
    return pc.if_else(filled, value, "")


def taken(cells: Cells, places: Sequence[int]) -> Cells:
    """The cells of some lines."""
    if isinstance(places, range) and places == range(len(cells)):
        return cells
    if isinstance(cells, list):
        return [cells[at] for at in places]
    import pyarrow as pa

    return cells.take(pa.array(places, pa.int64()))


def emptied(cells: Cells, places: Sequence[int]) -> Cells:
    """The cells, empty at some places."""
    found = list(listed(cells))
    for at in places:
        found[at] = ""
    return found if isinstance(cells, list) else plain(found)


def put_in(cells: Cells, places: Sequence[int], count: int, values: Sequence[str]) -> Cells:
    """A column of `count` cells: `cells` at `places`, and `values` in order at the others."""
    if isinstance(cells, list):
        found = [""] * count
        rest = iter(values)
        own = dict(zip(places, cells, strict=True))
        for at in range(count):
            found[at] = own[at] if at in own else next(rest)
        return found
    import pyarrow as pa

    at_hand = set(places)
    order = [0] * count
    for position, at in enumerate(places):
        order[at] = position
    position = len(places)
    for at in range(count):
        if at not in at_hand:
            order[at] = position
            position += 1
    whole = pa.concat_arrays([plain(cells), pa.array(list(values), pa.string())])
    return whole.take(pa.array(order, pa.int64()))


def in_one(cells: Cells) -> Any:
    """An Arrow array in one piece: of strings, or of codes of a dictionary of strings."""
    import pyarrow as pa

    if isinstance(cells, list):
        return pa.array(cells, pa.string())
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
        if isinstance(cells, pa.ChunkedArray):
            cells = pa.concat_arrays(cells.chunks) if cells.num_chunks else pa.array([], cells.type)
    return cells


def plain(cells: Cells) -> Any:
    """An Arrow array of strings in one piece, whatever way the cells are kept."""
    import pyarrow as pa

    cells = in_one(cells)
    return cells if cells.type == pa.string() else cells.cast(pa.string())
