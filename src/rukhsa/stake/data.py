"""What is at stake as JSON-able data: amounts as text, so that they stay exact; every figure with its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rukhsa.stake.inputs import Need
from rukhsa.stake.lines import CLASSES, SHIPS, Judged
from rukhsa.stake.money import Money, plain
from rukhsa.stake.options import Levy, Metric
from rukhsa.stake.outcome import Outcome, Stake, value_of
from rukhsa.stake.power import Share, by_destination
from rukhsa.stake.text import cautions
from rukhsa.words.messages import both


def stake_data(stake: Stake) -> dict[str, Any]:
    """The whole result."""
    return {
        "title": stake.options.title,
        "orders": stake.book.file,
        "options_file": stake.options.file,
        "lines": len(stake.book.lines),
        "metrics": [_metric(stake, metric) for metric in stake.options.metrics],
        "options": [_outcome(stake, outcome) for outcome in stake.outcomes],
        "cautions": [both(caution) for caution in cautions(stake)],
    }


def _outcome(stake: Stake, outcome: Outcome) -> dict[str, Any]:
    state = outcome.option.state
    return {
        "id": outcome.option.id,
        "title": outcome.option.title,
        "state": {
            "on": state.on,
            "accept": state.accept,
            "known": state.known,
            "with": [str(path) for path in outcome.option.overlays],
        },
        "note": outcome.option.note,
        "total": _figure(outcome.lines),
        "may_ship": _figure(outcome.of_class(*SHIPS)),
        "classes": {
            klass: {
                **_figure(outcome.of_class(klass)),
                "of_which": {kind: _figure(lines) for kind, lines in outcome.kinds[klass].items()},
            }
            for klass in CLASSES
        },
        "levy_due": money_data(outcome.levied()),
        "levies": [data for levy in outcome.levies if (data := _levy(outcome, levy))],
        "computing_power": [
            _power(metric, outcome, index) for index, (metric, _) in enumerate(outcome.shares)
        ],
        "inputs": [_need(need) for need in outcome.needs],
        "products": [
            {"product": name, "state": state, **_figure(hit), "all_lines": _numbers(lines)}
            for name, (state, hit, lines) in outcome.products.items()
        ],
        "unvalued": _numbers(stake.unvalued),
    }


def _figure(lines: Sequence[Judged]) -> dict[str, Any]:
    return {"value": money_data(value_of(tuple(lines))), "lines": _numbers(lines)}


def _numbers(lines: Sequence[Judged]) -> list[int]:
    return [line.line.number for line in lines]


def money_data(money: Money) -> Mapping[str, str]:
    return {currency: plain(amount) for currency, amount in money.items()}


def _levy(outcome: Outcome, levy: Levy) -> dict[str, Any] | None:
    due, open_ = list(outcome.dues(levy)), list(outcome.dues(levy, sure=False))
    if not due and not open_:
        return None
    return {
        "id": levy.id,
        "title": levy.title,
        "percent": plain(levy.percent),
        "cite": levy.cite,
        "source": {"read": levy.read, "mark": levy.mark},
        "note": levy.note,
        "grade": next((one.grade for _, one in (*due, *open_) if one.grade), levy.grade),
        "due": money_data(outcome.levied(levy)),
        "of": _figure([line for line, _ in due]),
        "may_fall_due": money_data(outcome.levied(levy, sure=False)),
        "open_lines": _numbers([line for line, _ in open_]),
    }


def _metric(stake: Stake, metric: Metric) -> dict[str, Any]:
    return {
        "of": metric.of,
        "title": metric.title,
        "unit": metric.unit,
        "in_units_of": metric.equivalent,
        "rate_of_that_unit": plain(stake.rates.reference(metric)) if metric.equivalent else None,
    }


def _power(metric: Metric, outcome: Outcome, index: int) -> dict[str, Any]:
    return {
        "metric": metric.of,
        "in_units_of": metric.equivalent,
        "by_destination": {
            place: {
                "may_ship": plain(found.amount),
                "lines": found.lines,
                "unknown_lines": found.unknown,
                "unknown_units": plain(found.unknown_units),
                "by_class": _by_class(outcome, index, place),
            }
            for place, found in by_destination(outcome.shipped(index)).items()
        },
    }


def _by_class(outcome: Outcome, index: int, place: str) -> dict[str, str]:
    found = {}
    for klass in SHIPS:
        shares: list[Share] = [
            s for s in outcome.shipped(index, klass) if s.judged.answer.destination == place
        ]
        if shares:
            found[klass] = plain(by_destination(shares)[place].amount)
    return found


def _need(need: Need) -> dict[str, Any]:
    supply = need.supply
    return {
        "product": supply.product.name,
        "input": supply.input.name,
        "item": supply.input.case.item,
        "amount": None if need.amount is None else plain(need.amount),
        "unit": supply.input.unit,
        "days": list(need.days),
        "class": supply.klass,
        "kind": supply.kind,
        "state": supply.state,
        "required": [
            {
                "side": required.side,
                "provision": required.provision,
                "title": required.title,
                "cite": required.cite,
                "working_days": required.clock.working_days if required.clock else None,
                "clock": required.clock.id if required.clock else None,
                "clock_note": required.clock.note if required.clock else None,
                "last_day_if_accepted_on_the_first": required.last_day,
                "clock_stopped_by": required.stopped[0] if required.stopped else None,
                "clock_stopped_surely": None if required.stopped is None else not required.doubtful,
            }
            for required in supply.required
        ],
        "missing": list(supply.decision.missing),
        "lines": _numbers(need.lines),
    }
