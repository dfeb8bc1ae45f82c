"""The lines behind every figure: one row for each line under each option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from rukhsa.orders.line import result_name
from rukhsa.orders.writing import write_rows
from rukhsa.stake.inputs import state_of
from rukhsa.stake.lines import Judged
from rukhsa.stake.money import added, plain
from rukhsa.stake.outcome import Outcome, Stake

COLUMNS = (
    "option",
    "number",
    "decided_on",
    "class",
    "kind",
    "verdict",
    "review_policy",
    "amount",
    "in_currency",
    "levy_due",
    "levies",
    "levy_open",
    "inputs_state",
    "inputs",
    "missing",
    "unreadable",
)


def write_trace(stake: Stake, out: Path, lang: str = "en") -> int:
    """Write every line under every option, as CSV, Parquet or JSON lines; gives the number of rows."""
    metrics = tuple(metric.of for metric in stake.options.metrics)
    names = (*COLUMNS, *(f"metric_{index + 1}_{name}" for index, name in enumerate(metrics)))
    return write_rows(out, stake.book.columns, list(_rows(stake, names, lang)), names)


def _rows(stake: Stake, names: tuple[str, ...], lang: str) -> Iterator[Mapping[str, str]]:
    for outcome in stake.outcomes:
        power: list[dict[int, str]] = [
            {id(share.judged): "unknown" if share.amount is None else plain(share.amount) for share in shares}
            for _, shares in outcome.shares
        ]
        for index, line in enumerate(outcome.lines):
            own = _row(outcome, index, line, lang)
            own += [found.get(id(line), "") for found in power]
            yield {
                **line.line.cells,
                **{result_name(name, line.line.cells): value for name, value in zip(names, own, strict=True)},
            }


def _row(outcome: Outcome, index: int, line: Judged, lang: str) -> list[str]:
    supplies = outcome.supplies[index]
    answer = line.answer
    sure = [due for due in line.dues if due.sure]
    total = _levied(line)
    return [
        outcome.option.id,
        str(line.line.number),
        answer.day or "",
        line.klass,
        line.kind,
        answer.verdict,
        " ".join(answer.review_policies),
        "" if line.figures.value is None else plain(line.figures.value),
        line.figures.currency,
        total,
        " ".join(f"{due.levy.id}={plain(due.amount)}" for due in sure if due.amount is not None),
        " ".join(due.levy.id for due in line.dues if not due.sure),
        state_of(supplies) if supplies else "",
        " ".join(f"{supply.input.name['en']}={supply.state};" for supply in supplies),
        " ".join(answer.missing),
        line.error.text(lang) if line.error else " ".join(line.figures.unread),
    ]


def _levied(line: Judged) -> str:
    """All that is surely due on a line, as text; empty where nothing is."""
    money = added((line.figures.currency, due.amount) for due in line.dues if due.sure)
    return " ".join(plain(amount) for amount in money.values())
