"""A decision as JSON-able data, with the stable keys of `docs/decision.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from rukhsa.decide.conflicts import Conflict
from rukhsa.decide.examined import near_requirements
from rukhsa.decide.reasons import show_interval
from rukhsa.decide.reports import opposed
from rukhsa.decide.side import Change, Reading, Side
from rukhsa.hints import TYPE_CHECKING, Any
from rukhsa.language.countries import country_words
from rukhsa.language.missing import Missing
from rukhsa.law.act import beneath
from rukhsa.law.fold import InForce
from rukhsa.words.messages import Day, Message, Typed, say, series

if TYPE_CHECKING:
    from rukhsa.decide.decision import Decision

MOST_NAMED = 4
SHIPPED_FROM = "origin"


def decision_data(decision: Decision) -> dict[str, Any]:
    """Everything that the text of an answer says, and the values behind it."""
    sides = [side_data(side) for side in decision.sides]
    return {
        "verdict": decision.verdict,
        "possible": list(decision.possible),
        "review_policy": decision.review_policy,
        "review_policies": list(decision.review_policies),
        "classification": list(decision.classification),
        "requirements": _joined(sides, "requirements"),
        "exceptions": _joined(sides, "exceptions"),
        "missing": _missing(decision),
        "assumed": [
            {"side": side.pack.name, **row} for side in decision.carrying_sides for row in assumed_data(side)
        ],
        "suspended": _joined(sides, "suspended"),
        "readings": _joined(sides, "readings"),
        "changes": _joined(sides, "changes"),
        "conflicts": [conflict_data(conflict) for conflict in decision.conflicts],
        "cautions": [caution.both() for caution in dict.fromkeys(cautions(decision))],
        "citations": list(dict.fromkeys(text for side in sides for text in side["citations"])),
        "sides": sides,
        "regime": {
            "hash": decision.regime,
            "on": decision.on,
            "known": decision.known,
            "accept": decision.accept,
            "verified_through": {side.pack.name: side.pack.verified_through for side in decision.sides},
            "left_out": {name: pack.begins for name, pack in decision.left_out.items()},
        },
        "case": {
            "item": decision.case.item,
            "facts": {name: _plain(value) for name, value in sorted(decision.case.facts.items())},
            "parties": [
                {name: _plain(v) for name, v in sorted(party.items())} for party in decision.case.parties
            ],
        },
    }


def side_data(side: Side) -> dict[str, Any]:
    """One side's answer."""
    finding = side.finding
    return {
        "side": side.pack.name,
        "verdict": side.verdict,
        "possible": list(side.possible),
        "review_policy": finding.policy,
        "review_policies": list(side.review_policies),
        "classification": list(side.classification),
        "requirements": [requirement_data(side, ground.name, ground.sure) for ground in finding.grounds],
        "exceptions": [exception_data(side, name, "available") for name in finding.exceptions]
        + [exception_data(side, name, "open") for name in finding.maybe_exceptions]
        + [exception_data(side, name, "exempt") for name in finding.exempted],
        "reviews": [provision_data(side, name) for name in finding.reviews],
        "missing": [missing_data(side, item, "verdict") for item in side.missing]
        + [missing_data(side, item, "review_policy") for item in side.missing_for_review],
        "assumed": assumed_data(side),
        "suspended": [
            {
                "provision": name,
                "title": dict(item.body.title),
                "kind": item.body.kind,
                "by": [clause.act for clause in item.by],
                "until": item.until,
                "due": item.due,
            }
            for name, item in side.suspended
        ],
        "readings": [reading_data(side, reading) for reading in side.readings],
        "changes": [change_data(change) for change in side.changes],
        "warnings": [
            {"provision": name, "says": dict(side.regime.provisions[name].body.says or {}), "act": None}
            for name in side.warns
        ]
        + [{"provision": name, "says": dict(says), "act": act} for act, name, says in side.weaker_warns],
        "examined": [reason.to_data() for reason in (*near_requirements(side), *side.examined)],
        "scope": finding.scope,
        "citations": list(_citations(side)),
        "hash": side.regime.hash,
    }


def provision_data(side: Side, name: str) -> dict[str, Any]:
    """A provision in force: what it is called, who wrote it, how well it is known."""
    provision = side.regime.provisions[name]
    act = side.pack.log.acts[provision.clause.act]
    return {
        "provision": name,
        "cite": provision.body.cite,
        "title": dict(provision.body.title),
        "policy": provision.body.policy,
        "act": act.name,
        "act_cite": act.cite,
        "grade": act.grade,
        "mark": provision.clause.mark,
    }


def requirement_data(side: Side, name: str, sure: bool) -> dict[str, Any]:
    data = provision_data(side, name)
    del data["policy"]
    return {
        **data,
        "ground": side.regime.provisions[name].body.ground,
        "met": True if sure else None,
        "obliges": [dict(text) for text in side.regime.provisions[name].body.obliges],
        "because": side.reason(name).to_data()["because"],
    }


def exception_data(side: Side, name: str, state: str) -> dict[str, Any]:
    data = provision_data(side, name)
    del data["policy"]
    body = side.regime.provisions[name].body
    return {**data, "symbol": body.symbol, "state": state, "obliges": [dict(text) for text in body.obliges]}


def conflict_data(conflict: Conflict) -> dict[str, Any]:
    """A conflict of laws: who speaks of it, and both provisions."""
    side = conflict.side
    data = provision_data(side, conflict.provision)
    del data["policy"]
    return {
        "side": side.pack.name,
        **data,
        "says": dict(side.regime.provisions[conflict.provision].body.says or {}),
        "sure": conflict.sure,
        "between": [
            {
                "side": named.side.pack.name,
                "provision": named.provision,
                "cite": named.side.regime.provisions[named.provision].body.cite,
                "title": dict(named.side.regime.provisions[named.provision].body.title),
                "sure": named.sure,
            }
            for named in (*conflict.own, *conflict.others)
        ],
    }


def assumed_data(side: Side) -> list[dict[str, Any]]:
    return [{"fact": fact, "party": party, "value": value} for fact, party, value in side.assumed]


def _missing(decision: Decision) -> list[dict[str, Any]]:
    """What would settle the verdict over all sides; then what would settle the policies."""
    rows = [(side, item, "verdict") for side in decision.open_sides for item in side.missing]
    rows += [(side, item, "review_policy") for side in decision.ordered for item in side.missing_for_review]
    return [{"side": side.pack.name, **missing_data(side, item, settles)} for side, item, settles in rows]


def missing_data(side: Side, item: Missing, settles: str) -> dict[str, Any]:
    fact = side.regime.fact(item.fact)
    return {
        "fact": item.fact,
        "party": item.party,
        "title": dict(fact.title) if fact else {},
        "unit": fact.unit if fact else None,
        "type": fact.type if fact else None,
        "values": list(fact.values) if fact else [],
        "where": dict(fact.where) if fact else {},
        "settles": settles,
        "needed_by": list(item.provisions),
        "leads_to": side.asks(item) if settles == "verdict" else {},
    }


def reading_data(side: Side, reading: Reading) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "acts": list(reading.acts),
        "grades": [side.pack.log.acts[act].grade for act in reading.acts],
        "verdict": reading.verdict,
        "possible": list(reading.possible),
        "review_policies": list(reading.policies),
        "exceptions": list(reading.exceptions),
    }


def change_data(change: Change) -> dict[str, Any]:
    return {
        "on": change.day,
        "verdict": change.verdict,
        "possible": list(change.possible),
        "review_policies": list(change.policies),
        "exceptions": list(change.exceptions),
        "acts": list(change.acts),
        "by_law": change.by_law,
    }


def cautions(decision: Decision) -> Iterable[Message]:
    """What the reader must know before relying on the answer."""
    yield from begins_later(decision)
    yield from elsewhere(decision)
    yield from decision.case.cautions
    for side in decision.sides:
        yield from rests_on(side)
    yield from addressed(decision)
    yield from if_it_holds(decision)
    for side in decision.sides:
        yield from returned(side)
        yield from opposed(side)
        yield from contradicted(side)
    yield from taken_from(decision)


def begins_later(decision: Decision) -> Iterable[Message]:
    """Packs that begin after the day."""
    for name, pack in decision.left_out.items():
        yield say("decision.caution.begins", pack=pack.title, name=name, day=Day(pack.begins))


def elsewhere(decision: Decision) -> Iterable[Message]:
    """A country of shipment whose own law no pack holds that was asked, whatever the day."""
    origin = decision.case.facts.get(SHIPPED_FROM)
    packs = (*(side.pack for side in decision.sides), *decision.left_out.values())
    held = {country for pack in packs for country in pack.territory}
    if held and isinstance(origin, str) and origin not in held:
        yield say("decision.caution.elsewhere", country=country_words(origin))


def rests_on(side: Side) -> Iterable[Message]:
    """What weakens the texts that decide: their age, their marks, the grades of their acts."""
    checked = side.pack.verified_through
    if side.state.on > checked:
        yield say("decision.caution.overtaken", pack=side.pack.title, day=Day(checked))
    used = [name for name in (*side.finding.met, *side.finding.reviews) if name in side.regime.provisions]
    memory = [name for name in used if side.regime.provisions[name].clause.mark == "memory"]
    if memory:
        yield say("decision.caution.memory", provisions=tuple(memory))
    acts = {side.regime.provisions[name].clause.act for name in used}
    weak = sorted(act for act in acts if side.pack.log.acts[act].grade != "law")
    for act in weak:
        grade = say(f"decision.caution.grade.{side.pack.log.acts[act].grade}")
        yield say("decision.caution.rests_on", act=act, grade=grade)


def if_it_holds(decision: Decision) -> Iterable[Message]:
    """What-if acts that count."""
    if decision.hypothetical:
        yield say("decision.caution.hypothetical", acts=tuple(decision.hypothetical))


def taken_from(decision: Decision) -> Iterable[Message]:
    """Until when acts were known, and what only a maker states of the item."""
    if decision.known is not None:
        yield say("decision.caution.known_by", day=Day(decision.known))
    if decision.case.official:
        stated = tuple(f"{name} {value}" for name, value in decision.case.official.items())
        yield say("decision.caution.maker_states", stated=stated)


def addressed(decision: Decision) -> Iterable[Message]:
    """Who may not be meant by a name of nobody known."""
    for side in decision.carrying_sides:
        for fact, ids in side.addressees:
            title = side.pack.vocabulary[fact].title
            shown = series(map(Typed, ids[:MOST_NAMED]))
            if len(ids) > MOST_NAMED:
                more = len(ids) - MOST_NAMED
                yield say("decision.caution.addressed_more", title=title, names=shown, more=more)
            else:
                yield say("decision.caution.addressed", title=title, names=shown)


def returned(side: Side) -> Iterable[Message]:
    """Requirements in force again after a suspension whose last day passed; of several, the one that ended last."""
    log, accepted, on = side.pack.log, side.state.accepted(side.pack), side.state.on
    for name in side.finding.met:
        act = side.regime.provisions[name].clause.act
        over = [
            (clause.until, clause)
            for clause in log.suspends
            if clause.until is not None
            and clause.until < on
            and clause.act in accepted
            and (clause.target == act or beneath(name, clause.target))
        ]
        last = max((until for until, _ in over), default="")
        for until, clause in over:
            if until == last:
                yield say(
                    "decision.caution.returned",
                    provision=name,
                    start=Day(clause.start),
                    until=Day(until),
                    act=clause.act,
                )


def contradicted(side: Side) -> Iterable[Message]:
    """Stated numbers that the law computes otherwise from the other facts."""
    for name in side.regime.of_kind("derive"):
        fact, tree = side.regime.gives(name), side.regime.tree(name)
        stated = side.filled.facts.get(fact) if fact is not None else None
        if tree is None or not isinstance(stated, Decimal):
            continue
        computed = side.evaluation.interpreter.number(tree)
        if not computed.low <= Fraction(stated) <= computed.high:
            yield say(
                "decision.caution.contradicted",
                fact=fact,
                stated=str(stated),
                computed=show_interval(computed) or "",
            )


def _citations(side: Side) -> Iterable[str]:
    finding = side.finding
    names = [
        *(ground.name for ground in finding.grounds),
        *finding.exceptions,
        *finding.exempted,
        *finding.reviews,
    ]
    for name in names:
        provision: InForce | None = side.regime.provisions.get(name)
        if provision is not None:
            act = side.pack.log.acts[provision.clause.act]
            yield "; ".join(text for text in (provision.body.cite, act.cite) if text)


def _joined(sides: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [{"side": side["side"], **item} for side in sides for item in side[key]]


def _plain(value: object) -> object:
    return value if isinstance(value, bool | str) else str(value)
