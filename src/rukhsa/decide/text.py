"""A decision as text to send to a colleague: the verdict first, then why, then what could change it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rukhsa.decide.data import cautions, contradicted
from rukhsa.decide.examined import failing, near_requirements
from rukhsa.decide.reasons import Leaf, Reason
from rukhsa.decide.side import Change, Reading, Side
from rukhsa.decide.words import (
    GRADE_WORDS,
    MARK_WORDS,
    SHORT_WORDS,
    VERDICT_WORDS,
    policy_words,
    verdict_words,
)
from rukhsa.language.missing import Missing
from rukhsa.law.act import Act

if TYPE_CHECKING:
    from rukhsa.decide.decision import Decision

WIDTH = 100
_MOST_LEAVES = 9


def decision_text(decision: Decision) -> str:
    """The whole answer as plain text."""
    lines = [headline(decision), "  " + subject(decision)]
    if decision.hypothetical:
        lines.append(f"  HYPOTHETICAL: counts {', '.join(decision.hypothetical)}, which nobody issued")
    in_play = decision.in_play
    if len(in_play) > 1:
        lines += [_wrapped(side_words(side), "  ") for side in in_play]
    lines += [_wrapped(text, "  ") for text in conflict_words(decision)]
    for side in in_play:
        lines.append("")
        if len(in_play) > 1:
            lines.append(f"== {side.pack.title['en']}")
        lines.extend(_side(side))
    for side in decision.sides:
        if side not in in_play:
            lines += ["", *_not_in_play(side)]
    for name, pack in decision.left_out.items():
        lines += ["", f"{pack.title['en']}: not known; the pack `{name}` begins on {pack.begins}"]
    notes = list(dict.fromkeys(cautions(decision)))
    if notes:
        lines += ["", "Cautions", *(_wrapped(note, "  - ") for note in notes)]
    checked = ", ".join(f"{side.pack.name} through {side.pack.verified_through}" for side in decision.sides)
    lines += [
        "",
        f"Packs checked against their sources: {checked}. Regime {decision.regime[:16]}. Not legal advice.",
    ]
    return "\n".join(lines)


def headline(decision: Decision) -> str:
    """The verdict with its review policy, and the presumptions on which a favorable one leans."""
    text = (
        verdict_words(decision.possible).upper()
        if len(decision.possible) == 1
        else verdict_words(decision.possible)
    )
    if decision.verdict == "not_subject" and len(decision.sides) > 1:
        text = "NOT SUBJECT TO THE LAW OF ANY SIDE THAT WAS ASKED"
    if decision.verdict == "undetermined":
        asked = decision.missing
        needs = ", ".join(asked[:4]) + (f" and {len(asked) - 4} more" if len(asked) > 4 else "")
        text += f" (needs {needs})" if asked else ""
    if decision.review_policies:
        text += f"; {policy_words(decision.review_policies)}"
    if decision.verdict == "license_exception":
        symbols = [
            side.regime.provisions[n].body.symbol or n
            for side in decision.sides
            for n in side.finding.exceptions
        ]
        text += f": {', '.join(dict.fromkeys(symbols))}"
    if decision.leans_on_presumption:
        leaning = {fact for fact, _ in decision.case.leaning}
        assumed = [(fact, value) for side in decision.carrying_sides for fact, _, value in side.assumed]
        assumed.sort(key=lambda item: item[0] not in leaning)
        text += f", presuming {_few([f'{fact} = {value}' for fact, value in assumed])}"
    if decision.left_out and decision.verdict in ("no_license_required", "not_subject"):
        unknown = " and ".join(pack.title["en"] for pack in decision.left_out.values())
        text += f"; the law of {unknown} on that day is NOT KNOWN"
    if any(True for side in decision.sides for _ in contradicted(side)):
        text += "; a STATED FIGURE CONTRADICTS the other facts (see cautions)"
    return text


def _few(named: list[str]) -> str:
    """Four, or the first three and how many more."""
    named = list(dict.fromkeys(named))
    more = f" and {len(named) - 3} more" if len(named) > 4 else ""
    return ", ".join(named[:3] if more else named) + more


def side_words(side: Side) -> str:
    """One side's verdict in a line, with its review policy, and its presumptions where it is favorable."""
    verdict = SHORT_WORDS["not_subject"] if side.verdict == "not_subject" else verdict_words(side.possible)
    text = f"{side.pack.title['en']}: {verdict}"
    if side.review_policies:
        text += f"; {policy_words(side.review_policies)}"
    if side.verdict in ("no_license_required", "not_subject") and side.assumed:
        text += f", presuming {_few([f'{fact} = {value}' for fact, _, value in side.assumed])}"
    return text


def conflict_words(decision: Decision) -> Iterator[str]:
    """Every conflict of laws: both provisions, and what the side that speaks of it says."""
    for conflict in decision.conflicts:
        own, others = (
            " and ".join(
                f"{_provision_title(named.side, named.provision)} [{named.provision}]" for named in all_
            )
            for all_ in (conflict.own, conflict.others)
        )
        word = "Conflict of laws" if conflict.sure else "Perhaps a conflict of laws"
        told = f"obeying {others} may break {own}" if others else own
        says = (conflict.side.regime.provisions[conflict.provision].body.says or {}).get("en", "")
        yield f"{word}: {told}: seek advice. {says}".rstrip()


def _not_in_play(side: Side) -> Iterator[str]:
    """A side that is surely not concerned: one line with the reason, and only what could change that."""
    reasons = [side.reason(name) for name in side.regime.of_kind("scope")]
    leaves = dict.fromkeys(leaf for reason in reasons for leaf in failing(side, reason))
    why = "; ".join(leaf_words(side, leaf) for leaf in list(leaves)[:2])
    yield _wrapped(side_words(side) + (f" ({why})" if why else ""), "")
    for lines in (_suspended(side), _readings(side), _changes(side), _warnings(side)):
        for line in lines:
            yield f"  {line}"


def subject(decision: Decision) -> str:
    """What was asked, in a line."""
    facts = decision.case.facts
    parts = [decision.case.item or f"item of category {facts.get('category', 'unknown')}"]
    for fact, word in (("origin", "from"), ("destination", "to")):
        if fact in facts:
            parts.append(f"{word} {facts[fact]}")
    parts.append(f"on {decision.on}")
    known = f", known by {decision.known}" if decision.known else ""
    return " ".join(parts) + f"{known} (evidence accepted: {decision.accept} or better)"


def _side(side: Side) -> Iterator[str]:
    finding = side.finding
    if side.classification:
        yield "Classification: " + ", ".join(side.classification)
    for ground in finding.grounds:
        yield from _requirement(side, ground.name, ground.sure)
    if not finding.grounds:
        yield from _nothing_met(side)
    yield from _exceptions(side)
    if finding.reviews and side.review_policies:
        yield "Review of an application: " + policy_words(side.review_policies)
        for name in finding.reviews:
            provision = side.regime.provisions[name]
            policy = provision.body.policy
            yield f"  {provision.body.cite or name}: {policy_words([policy]) if policy else ''}"
    yield from _missing(side)
    if side.assumed:
        yield "Presumed, and the verdict rests on it (`--strict` presumes nothing)"
        for fact, party, value in side.assumed:
            yield f"  {fact}{_of_party(side, party)} = {value}: {_title(side, fact)}"
    yield from _suspended(side)
    yield from _readings(side)
    yield from _changes(side)
    yield from _warnings(side)


def _requirement(side: Side, name: str, sure: bool) -> Iterator[str]:
    provision = side.regime.provisions[name]
    act = side.pack.log.acts[provision.clause.act]
    word = "Required" if sure else "Perhaps required"
    yield f"{word} ({provision.body.ground}): {provision.body.title.get('en', name)}"
    yield _wrapped(
        f"{provision.body.cite} [{name}], by {act.cite or act.name} ({_grade_words(act)}; "
        f"{MARK_WORDS[provision.clause.mark]})",
        "  ",
    )
    yield from _because(side, side.reason(name))
    for text in provision.body.obliges if sure else ():
        yield _wrapped(f"duty: {text.get('en', '')}", "    - ")


def _grade_words(act: Act) -> str:
    return "a what-if, issued by nobody" if act.kind == "hypothetical" else GRADE_WORDS[act.grade]


def _because(side: Side, reason: Reason) -> Iterator[str]:
    leaves = list(
        dict.fromkeys(leaf for leaf in reason.leaves() if leaf.truth == reason.truth or reason.truth)
    )
    leaves.sort(key=lambda leaf: _place(side, leaf))
    for leaf in leaves[:_MOST_LEAVES]:
        yield f"    - {leaf_words(side, leaf)}"
    if len(leaves) > _MOST_LEAVES:
        yield f"    - and {len(leaves) - _MOST_LEAVES} more (--format json has them all)"


def _place(side: Side, leaf: Leaf) -> int:
    """Route and parties first, then the item's figures; what goes without saying last."""
    if leaf.subject in side.quiet_facts:
        return 2
    fact = side.regime.fact(leaf.subject)
    return 0 if fact is not None and fact.about in ("route", "party") else 1


def leaf_words(side: Side, leaf: Leaf) -> str:
    """A comparison in words, with the values compared."""
    fact = side.regime.fact(leaf.subject)
    name = fact.title["en"] if fact else _provision_title(side, leaf.subject)
    unit = fact.unit if fact else _unit(side, leaf.subject)
    cite = f" ({leaf.cite})" if leaf.cite else ""
    whom = _of_party(side, leaf.party)
    if leaf.value is None:
        return f"{name}{whom} is not known; asked: {leaf.relation} {leaf.bound}{cite}"
    if leaf.relation in ("in", "not in"):
        return f"{name}{whom} {leaf.value} is {leaf.relation} {leaf.bound}{cite}"
    if fact is not None and fact.type == "truth":
        return f"{name}{whom}: {'yes' if leaf.value == 'true' else 'no'}{cite}"
    if leaf.relation in ("=", "<>"):
        return f"{name}{whom} {leaf.value} is {'' if leaf.relation == '=' else 'not '}{leaf.bound}{cite}"
    return f"{name}{whom} {leaf.value} {leaf.relation} {leaf.bound}{f' {unit}' if unit else ''}{cite}"


def _nothing_met(side: Side) -> Iterator[str]:
    if side.finding.scope is False:
        yield "Not subject: none of the ways in which this side's law reaches an item is open"
        for name in side.regime.of_kind("scope")[:4]:
            reason = side.reason(name)
            leaves = list(reason.leaves())[:2]
            yield f"  {side.regime.provisions[name].body.cite}: {'; '.join(leaf_words(side, leaf) for leaf in leaves)}"
        return
    yield "No requirement of this pack is met."
    for reason in near_requirements(side):
        body = side.regime.provisions[reason.provision].body
        told = "; ".join(leaf_words(side, leaf) for leaf in failing(side, reason)[:3])
        yield _wrapped(f"not {body.cite} ({body.ground}): {told}", "  ")
    for reason in side.examined[:6]:
        body = side.regime.provisions[reason.provision].body
        leaves = list(dict.fromkeys(reason.leaves()))
        yield _wrapped(
            f"not {body.code} ({body.cite}): " + "; ".join(leaf_words(side, leaf) for leaf in leaves[:4]),
            "  ",
        )


def _exceptions(side: Side) -> Iterator[str]:
    finding = side.finding
    for names, word in (
        (finding.exceptions, "Exception available"),
        (finding.maybe_exceptions, "Exception, if its open conditions hold"),
        (finding.exempted, "Exempt"),
    ):
        for name in names:
            provision = side.regime.provisions[name]
            symbol = f"{provision.body.symbol}, " if provision.body.symbol else ""
            yield f"{word}: {symbol}{provision.body.title.get('en', name)} ({provision.body.cite})"
            for text in provision.body.obliges:
                yield _wrapped(text.get("en", ""), "    - ")


def _missing(side: Side) -> Iterator[str]:
    for items, word in (
        (side.missing, "Missing: would settle the verdict"),
        (side.missing_for_review, "Missing: would settle the review policy"),
    ):
        if not items:
            continue
        yield word
        for item in items[:8]:
            yield from _asked(side, item)
        if len(items) > 8:
            yield f"  and {len(items) - 8} more"


def _asked(side: Side, item: Missing) -> Iterator[str]:
    fact = side.regime.fact(item.fact)
    unit = f", in {fact.unit}" if fact and fact.unit else ""
    yield f"  {item.fact}{_of_party(side, item.party)}: {_title(side, item.fact)}{unit}"
    if fact and fact.where.get("en"):
        yield _wrapped(f"where: {fact.where['en']}", "      ")
    answers = side.asks(item)
    distinct = {str(value) for value in answers.values()}
    if len(distinct) > 1:
        told = "; ".join(
            f"{value}: {VERDICT_WORDS[found] if isinstance(found, str) else 'still open'}"
            for value, found in answers.items()
        )
        yield _wrapped(f"if {told}", "      ")


def _suspended(side: Side) -> Iterator[str]:
    if not side.suspended:
        return
    yield "Suspended or not yet due, would have changed the answer"
    for name, item in side.suspended:
        by = ", ".join(dict.fromkeys(side.pack.log.acts[clause.act].cite or clause.act for clause in item.by))
        when = f"from {item.due}" if item.due else f"until {item.until}" if item.until else "no end stated"
        yield _wrapped(f"{item.body.cite} [{name}]: {item.body.title.get('en', '')}; {when}; by {by}", "  ")


def _readings(side: Side) -> Iterator[str]:
    if not side.readings:
        return
    yield "Other readings of the evidence"
    for reading in side.readings:
        yield _wrapped(reading_words(side, reading), "  ")


def reading_words(side: Side, reading: Reading) -> str:
    """One reading: on whose word, and what it would be."""
    outcome = verdict_words(reading.possible)
    if reading.policies and "license_required" in reading.possible:
        outcome += f"; {policy_words(reading.policies)}"
    if reading.kind == "by_law":
        return f"by the letter of the published law alone: {outcome}"
    act = side.pack.log.acts[reading.acts[0]]
    told = f"{act.title.get('en', act.name)} [{act.name}, {GRADE_WORDS[act.grade]}]"
    if reading.kind == "if_true":
        return f"if true: {told}: {outcome}"
    return f"this answer rests on {told}; without it: {outcome}"


def _changes(side: Side) -> Iterator[str]:
    for change in side.changes:
        yield _wrapped(change_words(change), "")


def change_words(change: Change) -> str:
    """The next change under acts already published."""
    who = " by the letter of the law" if change.by_law else ""
    policy = (
        f"; {policy_words(change.policies)}"
        if change.policies and "license_required" in change.possible
        else ""
    )
    by = f" ({', '.join(change.acts)})" if change.acts else ""
    return f"Next change{who}: {change.day}: {verdict_words(change.possible)}{policy}{by}"


def _warnings(side: Side) -> Iterator[str]:
    if not side.warns and not side.weaker_warns:
        return
    yield "Red flags and practice (not license requirements)"
    for name in side.warns:
        body = side.regime.provisions[name].body
        yield _wrapped(f"{(body.says or {}).get('en', name)} ({body.cite})", "  - ")
    for act, _, says in side.weaker_warns:
        grade = GRADE_WORDS[side.pack.log.acts[act].grade]
        yield _wrapped(f"{says.get('en', '')} [{act}: {grade}]", "  - ")


def _title(side: Side, name: str) -> str:
    fact = side.regime.fact(name)
    return fact.title["en"] if fact else name


def _provision_title(side: Side, name: str) -> str:
    provision = side.regime.provisions.get(name)
    return provision.body.title.get("en", name) if provision else name


def _unit(side: Side, name: str) -> str | None:
    provision = side.regime.provisions.get(name)
    return provision.body.unit if provision else None


def _of_party(side: Side, party: int | None) -> str:
    if party is None or len(side.filled.parties) < 2:
        return ""
    role = side.filled.parties[party].get("role")
    return f" of party {party + 1}" + (f" ({role})" if isinstance(role, str) else "")


def _wrapped(text: str, indent: str) -> str:
    later = " " * len(indent)
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=later, break_long_words=False)
