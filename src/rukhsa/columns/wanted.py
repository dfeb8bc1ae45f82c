"""What must be worked out of lines for the result columns that are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from rukhsa.records import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """What some result columns need beyond the verdict and what is missing of it."""

    codes: bool
    assumed: bool
    changes: bool
    conflicts: bool
    cautions: bool

    @classmethod
    def of(cls, columns: Sequence[str]) -> Wanted:
        cautions = "caution" in columns
        return cls(
            codes="classification" in columns,
            assumed=cautions or "assumed" in columns,
            changes="next_change" in columns or "next_verdict" in columns,
            conflicts="conflicts" in columns,
            cautions=cautions,
        )
