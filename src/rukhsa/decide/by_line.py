"""The lines of a block decided one after the other, as one case is: needs nothing but Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rukhsa.decide.batch import Batch, Decided
from rukhsa.orders.line import Block, Cells

_LINES = 200


class ByLine:
    """An engine for `rukhsa.orders.run`.

    Args:
        batch: what decides a line.
        lang: the language of cautions and errors.
    """

    lines = _LINES
    ahead = 0

    def __init__(self, batch: Batch, lang: str = "en") -> None:
        self.batch, self.lang = batch, lang
        self.results = tuple(dict.fromkeys((*batch.results, *batch.columns)))

    def begin(self, block: Block) -> Callable[[], dict[str, Cells]]:
        """What gives the results of a block when they are asked for."""
        return partial(self.decide, block)

    def decide(self, block: Block) -> dict[str, Cells]:
        """The result columns of the lines of a block, in their order."""
        return self.columns([self.batch.decide(line) for line in block.lines()])

    def columns(self, decided: list[Decided]) -> dict[str, Cells]:
        """Decided lines as columns."""
        rows = [found.result(self.lang, self.results) for found in decided]
        return {name: [row.get(name, "") for row in rows] for name in self.results}
