"""The lines of a block decided together, column by column, by an engine that takes tables of pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from rukhsa.decide.orders import FOR_PARTY, party_name, with_party
from rukhsa.orders.cells import in_one, plain
from rukhsa.orders.line import Block, Cells, Fields

_LINES = 200_000
_TOLD, _ERROR = ("verdict", "review_policy"), "error"


class Columnar(Protocol):
    """What decides a table of strings: the same rows in the same order, with its result columns."""

    results: tuple[str, ...]
    ahead: int

    def decide(self, block: Any, numbers: Sequence[int] | None = None) -> Any: ...

    def begin(self, block: Any, numbers: Sequence[int] | None = None) -> Callable[[], Any]: ...


class ByColumns:
    """An engine for `rukhsa.orders.run`.

    Args:
        engine: decides tables.
        fields: which columns describe which party.
        several: whether lines may have several parties; then it is told for whom of them a verdict stands.
    """

    lines = _LINES

    def __init__(self, engine: Columnar, fields: Fields, *, several: bool) -> None:
        self.engine, self.fields = engine, fields
        self.results = with_party(engine.results) if several else tuple(engine.results)
        self.ahead = engine.ahead

    def decide(self, block: Block) -> Mapping[str, Cells]:
        """The result columns of the lines of a block, in their order."""
        return self.begin(block)()

    def begin(self, block: Block) -> Callable[[], Mapping[str, Cells]]:
        """Begin to decide a block; what is given waits for its results."""
        import pyarrow as pa

        table = pa.table({name: plain(cells) for name, cells in block.columns.items()})
        wait = self.engine.begin(table, block.numbers)
        return lambda: self._results(table, wait())

    def _results(self, table: Any, found: Any) -> Mapping[str, Cells]:
        import pyarrow as pa

        results = {name: in_one(found[name]) for name in self.results if name != FOR_PARTY}
        if FOR_PARTY in self.results:
            results[FOR_PARTY] = pa.array(self._for_party(table, results), pa.string())
        return results

    def _for_party(self, table: Any, results: Mapping[str, Cells]) -> list[str]:
        """For whom of several parties verdict and policy stand: those who alone give the same, or all together."""
        import pyarrow as pa

        told = [""] * table.num_rows
        parties: dict[int, dict[str, str]] = {}
        for name in table.column_names:
            fact, number = self.fields.party_of(name)
            if number:
                parties.setdefault(number, {})[fact] = name
        cells = {name: table[name].to_pylist() for names in parties.values() for name in names.values()}
        present = [
            [
                number
                for number, names in parties.items()
                if any(cells[name][at].strip() for name in names.values())
            ]
            for at in range(table.num_rows)
        ]
        whole = list(zip(*(results[name].to_pylist() for name in _TOLD), strict=True))
        errors = results[_ERROR].to_pylist()
        rows = [at for at, numbers in enumerate(present) if len(numbers) > 1 and not errors[at]]
        if not rows:
            return told
        some = table.take(rows)
        alone: dict[int, list[tuple[str, ...]]] = {}
        for number in parties:
            others = [name for other, names in parties.items() if other != number for name in names.values()]
            only = some
            for name in others:
                only = only.set_column(only.column_names.index(name), name, pa.repeat("", len(rows)))
            answers = self.engine.decide(only)
            alone[number] = list(zip(*(plain(answers[name]).to_pylist() for name in _TOLD), strict=True))
        for place, at in enumerate(rows):
            called = {
                number: party_name({fact: cells[name][at] for fact, name in parties[number].items()}, place_)
                for place_, number in enumerate(sorted(present[at]), 1)
            }
            own = [name for number, name in called.items() if alone[number][place] == whole[at]]
            told[at] = "; ".join(dict.fromkeys(own or called.values()))
        return told
