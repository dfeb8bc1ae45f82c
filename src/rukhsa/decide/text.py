"""A decision as text to send to a colleague: the verdict first, then why, then what could change it.

Everything is laid out once, in messages; only the last step says them in a language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rukhsa.decide.conflicts import Named
from rukhsa.decide.data import cautions, contradicted
from rukhsa.decide.examined import failing, near_classifications, near_requirements
from rukhsa.decide.leaves import leaf_words, leaves_words, of_party, provision_title, which_party
from rukhsa.decide.reasons import Leaf, Reason
from rukhsa.decide.side import Change, Reading, Side
from rukhsa.decide.verdict import NOT_SUBJECT, UNDETERMINED
from rukhsa.decide.words import act_title, grade_words, policy_words, short_words, verdict_words
from rukhsa.hints import TYPE_CHECKING
from rukhsa.language.countries import country_words
from rukhsa.language.missing import Missing
from rukhsa.law.words import grade_name
from rukhsa.records import replace
from rukhsa.words.layout import Line, laid_out
from rukhsa.words.messages import Day, Message, Series, say, series
from rukhsa.words.units import unit_name

if TYPE_CHECKING:
    from rukhsa.decide.decision import Decision

_MOST_LEAVES = 9


def decision_text(decision: Decision, lang: str = "en") -> str:
    """The whole answer as plain text in a language."""
    return laid_out(_lines(decision), lang)


def _lines(decision: Decision) -> Iterator[Line]:
    yield Line(headline(decision))
    yield Line(subject(decision), "  ")
    if decision.hypothetical:
        yield Line(say("decision.hypothetical", acts=tuple(decision.hypothetical)), "  ")
    in_play = decision.in_play
    if len(in_play) > 1:
        for side in in_play:
            yield Line(side_words(side), "  ", wraps=True)
    for conflict in conflict_words(decision):
        yield Line(conflict, "  ", wraps=True)
    for side in in_play:
        yield Line()
        if len(in_play) > 1:
            yield Line(say("decision.side", side=side.pack.title))
        yield from _in_brief(side) if _adds_nothing(decision, side) else _side(side)
    for side in decision.sides:
        if side not in in_play:
            yield Line()
            yield from _not_in_play(side)
    for left_out in left_out_words(decision):
        yield Line()
        yield Line(left_out)
    notes = list(dict.fromkeys(cautions(decision)))
    if notes:
        yield Line()
        yield Line(say("decision.cautions"))
        for note in notes:
            yield Line(note, "  - ", wraps=True)
    checked = tuple(
        say("decision.checked_pack", pack=side.pack.name, day=Day(side.pack.verified_through))
        for side in decision.sides
    )
    yield Line()
    yield Line(say("decision.checked", packs=checked, hash=decision.regime[:16]))


def headline(decision: Decision) -> Message:
    """The verdict with its review policy, and the presumptions on which a favorable one leans."""
    only = len(decision.possible) == 1
    answer = say(f"decision.headline.{decision.verdict}") if only else verdict_words(decision.possible)
    if decision.verdict == "not_subject" and len(decision.sides) > 1:
        answer = say("decision.headline.not_subject_anywhere")
    asked = decision.missing if decision.verdict == "undetermined" else ()
    if len(asked) > 4:
        answer = say("decision.needs_more", answer=answer, facts=asked[:4], more=len(asked) - 4)
    elif asked:
        answer = say("decision.needs", answer=answer, facts=asked)
    if decision.review_policies:
        answer = say("decision.with_policy", answer=answer, policy=policy_words(decision.review_policies))
    if decision.verdict == "license_exception":
        symbols = dict.fromkeys(
            side.regime.provisions[name].body.symbol or name
            for side in decision.sides
            for name in side.finding.exceptions
        )
        answer = say("decision.with_symbols", answer=answer, symbols=tuple(symbols))
    if decision.leans_on_presumption:
        leaning = {fact for fact, _ in decision.case.leaning}
        assumed = [(fact, value) for side in decision.carrying_sides for fact, _, value in side.assumed]
        assumed.sort(key=lambda item: item[0] not in leaning)
        answer = _presuming(answer, assumed)
    if decision.left_out and decision.verdict in ("no_license_required", "not_subject"):
        packs = series((pack.title for pack in decision.left_out.values()), "common.and")
        answer = say("decision.law_not_known", answer=answer, packs=packs)
    if any(True for side in decision.sides for _ in contradicted(side)):
        answer = say("decision.contradicting", answer=answer)
    return answer


def _presuming(answer: Message, assumed: Iterable[tuple[str, str]]) -> Message:
    """An answer with the presumptions on which it leans: four, or the first three and how many more."""
    settings = tuple(dict.fromkeys(f"{fact} = {value}" for fact, value in assumed))
    if len(settings) > 4:
        return say("decision.presuming_more", answer=answer, settings=settings[:3], more=len(settings) - 3)
    return say("decision.presuming", answer=answer, settings=settings)


def side_words(side: Side) -> Message:
    """One side's verdict in a line, with its review policy, and its presumptions where it is favorable."""
    answer = short_words("not_subject") if side.verdict == "not_subject" else verdict_words(side.possible)
    if side.review_policies:
        answer = say("decision.with_policy", answer=answer, policy=policy_words(side.review_policies))
    if side.verdict in ("no_license_required", "not_subject") and side.assumed:
        answer = _presuming(answer, ((fact, value) for fact, _, value in side.assumed))
    return say("decision.of_side", side=side.pack.title, answer=answer)


def sides_words(decision: Decision) -> Message:
    """The verdict of each side in play, in one line."""
    return say("decision.sides", sides=series(map(side_words, decision.in_play), "common.semicolon"))


def left_out_words(decision: Decision) -> Iterator[Message]:
    """The packs that begin after the day."""
    for name, pack in decision.left_out.items():
        yield say("decision.left_out", side=pack.title, pack=name, day=Day(pack.begins))


def conflict_words(decision: Decision) -> Iterator[Message]:
    """Every conflict of laws: both provisions, and what the side that speaks of it says."""
    for conflict in decision.conflicts:
        own, others = _named(conflict.own), _named(conflict.others)
        kind = "sure" if conflict.sure else "perhaps"
        told = say(f"decision.conflict.{kind}_within", own=own)
        if conflict.others:
            told = say(f"decision.conflict.{kind}", own=own, others=others)
        says = conflict.side.regime.provisions[conflict.provision].body.says
        yield say("decision.conflict.says", conflict=told, says=says) if says else told


def _named(provisions: Iterable[Named]) -> Series:
    """The provisions that take part in a conflict, by title and name."""
    return series(
        (
            say(
                "decision.conflict.provision",
                title=provision_title(one.side, one.provision),
                name=one.provision,
            )
            for one in provisions
        ),
        "common.and",
    )


def _not_in_play(side: Side) -> Iterator[Line]:
    """A side that is surely not concerned: one line with the reason, and only what could change that."""
    reasons = [side.reason(name) for name in side.regime.of_kind("scope")]
    leaves = list(dict.fromkeys(leaf for reason in reasons for leaf in failing(side, reason)))
    words = side_words(side)
    if leaves:
        words = say("decision.side_because", side=words, reasons=leaves_words(side, leaves[:2]))
    yield Line(words, wraps=True)
    for lines in (_suspended(side), _readings(side), _changes(side), _warnings(side)):
        for line in lines:
            yield replace(line, indent=f"  {line.indent}")


def subject(decision: Decision) -> Message:
    """What was asked, in a line."""
    facts = decision.case.facts
    item: object = decision.case.names or decision.case.item
    if item is None and "category" in facts:
        item = say("decision.item_of_category", category=facts["category"])
    elif item is None:
        item = say("decision.item_of_no_category")
    origin, destination = (country_words(facts.get(end)) for end in ("origin", "destination"))
    if origin is not None and destination is not None:
        item = say("decision.route.from_to", item=item, origin=origin, destination=destination)
    elif origin is not None:
        item = say("decision.route.from", item=item, origin=origin)
    elif destination is not None:
        item = say("decision.route.to", item=item, destination=destination)
    day, grade = Day(decision.on), grade_name(decision.accept)
    if decision.known:
        return say("decision.subject_known", item=item, day=day, known=Day(decision.known), grade=grade)
    return say("decision.subject", item=item, day=day, grade=grade)


def _side(side: Side) -> Iterator[Line]:
    finding = side.finding
    if side.classification:
        yield Line(say("decision.classification", codes=side.classification))
    for ground in finding.grounds:
        yield from _requirement(side, ground.name, ground.sure)
    if not finding.grounds:
        yield from _nothing_met(side)
    yield from _exceptions(side)
    if finding.reviews and side.review_policies:
        yield Line(say("decision.review", policy=policy_words(side.review_policies)))
        for name in finding.reviews:
            body = side.regime.provisions[name].body
            policy = policy_words([body.policy]) if body.policy else ""
            yield Line(say("decision.review_by", cite=body.cite or name, policy=policy), "  ")
    yield from _missing(side)
    if side.assumed:
        yield Line(say("decision.presumed"))
        for fact, party, value in side.assumed:
            yield Line(_presumed(side, fact, party, value), "  ")
    yield from _suspended(side)
    yield from _readings(side)
    yield from _changes(side)
    yield from _warnings(side)


def _adds_nothing(decision: Decision, side: Side) -> bool:
    """Whether a side stays open while another has settled the verdict."""
    return UNDETERMINED not in (decision.verdict, decision.decisive.verdict) and side.verdict == UNDETERMINED


def _in_brief(side: Side) -> Iterator[Line]:
    yield Line(say("decision.in_brief", side=side.pack.name), wraps=True)
    for ground in side.finding.grounds:
        body = side.regime.provisions[ground.name].body
        key = "decision.required" if ground.sure else "decision.perhaps_required"
        yield Line(say(key, ground=body.ground, title=body.title or ground.name), "  ", wraps=True)
    asked = [of_party(side, item.fact, item.party) for item in side.missing]
    if asked:
        yield Line(say("decision.open_facts", facts=series(asked, "common.comma")), "  ", wraps=True)
    yield from _readings(side)
    yield from _warnings(side)


def _requirement(side: Side, name: str, sure: bool) -> Iterator[Line]:
    provision = side.regime.provisions[name]
    act = side.pack.log.acts[provision.clause.act]
    yield Line(
        say(
            "decision.required" if sure else "decision.perhaps_required",
            ground=provision.body.ground,
            title=provision.body.title or name,
        )
    )
    source = say(
        "decision.source",
        cite=provision.body.cite,
        provision=name,
        act=act.cite or act.name,
        grade=grade_words(act),
        mark=say(f"decision.mark.{provision.clause.mark}"),
    )
    yield Line(source, "  ", wraps=True)
    yield from _because(side, side.reason(name))
    for duty in provision.body.obliges if sure else ():
        yield Line(say("decision.duty", duty=duty), "    - ", wraps=True)


def _because(side: Side, reason: Reason) -> Iterator[Line]:
    leaves = list(
        dict.fromkeys(leaf for leaf in reason.leaves() if leaf.truth == reason.truth or reason.truth)
    )
    leaves.sort(key=lambda leaf: _place(side, leaf))
    for leaf in leaves[:_MOST_LEAVES]:
        yield Line(leaf_words(side, leaf), "    - ")
    if len(leaves) > _MOST_LEAVES:
        yield Line(say("decision.more_leaves", more=len(leaves) - _MOST_LEAVES), "    - ")


def _place(side: Side, leaf: Leaf) -> int:
    """Route and parties first, then the item's figures; what goes without saying last."""
    if leaf.subject in side.quiet_facts:
        return 2
    fact = side.regime.fact(leaf.subject)
    return 0 if fact is not None and fact.about in ("route", "party") else 1


def _nothing_met(side: Side) -> Iterator[Line]:
    if side.possible == (NOT_SUBJECT,):
        yield Line(say("decision.not_subject"))
        for name in side.regime.of_kind("scope")[:4]:
            leaves = list(side.reason(name).leaves())[:2]
            cite = side.regime.provisions[name].body.cite
            yield Line(say("decision.scope_reason", cite=cite, reasons=leaves_words(side, leaves)), "  ")
        return
    yield Line(say("decision.nothing_met"))
    for reason in near_requirements(side):
        body = side.regime.provisions[reason.provision].body
        told = leaves_words(side, failing(side, reason)[:3])
        yield Line(
            say("decision.not_met", cite=body.cite, ground=body.ground, reasons=told), "  ", wraps=True
        )
    for reason in near_classifications(side):
        body = side.regime.provisions[reason.provision].body
        told = leaves_words(side, list(dict.fromkeys(reason.leaves()))[:4])
        text = say("decision.not_classified", code=body.code, cite=body.cite, reasons=told)
        yield Line(text, "  ", wraps=True)


def _exceptions(side: Side) -> Iterator[Line]:
    finding = side.finding
    for names, state in (
        (finding.exceptions, "available"),
        (finding.maybe_exceptions, "open"),
        (finding.exempted, "exempt"),
    ):
        for name in names:
            body = side.regime.provisions[name].body
            title: object = body.title or name
            if body.symbol:
                title = say("decision.exception.named", symbol=body.symbol, title=title)
            yield Line(say(f"decision.exception.{state}", title=title, cite=body.cite))
            for text in body.obliges:
                yield Line(text, "    - ", wraps=True)


def _missing(side: Side) -> Iterator[Line]:
    for items, settles in ((side.missing, "verdict"), (side.missing_for_review, "review")):
        if not items:
            continue
        yield Line(say(f"decision.missing_for_{settles}"))
        for item in items[:8]:
            yield from _asked(side, item)
        if len(items) > 8:
            yield Line(say("decision.more", more=len(items) - 8), "  ")


def _asked(side: Side, item: Missing) -> Iterator[Line]:
    fact = side.regime.fact(item.fact)
    name = of_party(side, item.fact, item.party)
    title: object = fact.title if fact else item.fact
    if fact and fact.unit:
        yield Line(say("decision.asked_in_unit", fact=name, title=title, unit=unit_name(fact.unit)), "  ")
    else:
        yield Line(say("decision.asked", fact=name, title=title), "  ")
    if fact and fact.where.get("en"):
        yield Line(say("decision.where", place=fact.where), "      ", wraps=True)
    answers = side.asks(item)
    if len({str(value) for value in answers.values()}) > 1:
        told = series((_answer(value, found) for value, found in answers.items()), "common.semicolon")
        yield Line(say("decision.if_answers", answers=told), "      ", wraps=True)


def _answer(value: str, found: object) -> Message:
    verdict = say(f"decision.verdict.{found}") if isinstance(found, str) else say("decision.still_open")
    shown: object = value
    if value in ("true", "false"):
        shown = {**say("decision.truth.yes" if value == "true" else "decision.truth.no").both(), "en": value}
    return say("decision.answer", value=shown, verdict=verdict)


def _presumed(side: Side, fact: str, party: int | None, value: str) -> Message:
    found = side.regime.fact(fact)
    title: object = found.title if found else fact
    setting = f"{fact} = {value}"
    if party is None and side.pack.vocabulary.asks_who(fact):
        return say("decision.presumed_name", setting=setting, name=side.filled.facts[fact])
    number, role = which_party(side, party)
    if number is None:
        return say("decision.presumed_fact", setting=setting, title=title)
    told = {"setting": setting, "fact": fact, "value": value, "party": number, "title": title}
    if role is None:
        return say("decision.presumed_of_party", **told)
    return say("decision.presumed_of_party_in_role", **told, role=role)


def _suspended(side: Side) -> Iterator[Line]:
    if side.suspended:
        yield Line(say("decision.suspended"))
    for name, item in side.suspended:
        acts = dict.fromkeys(side.pack.log.acts[clause.act].cite or clause.act for clause in item.by)
        told = {"cite": item.body.cite, "provision": name, "title": item.body.title, "acts": tuple(acts)}
        if item.due:
            text = say("decision.held_from", **told, day=Day(item.due))
        elif item.until:
            text = say("decision.held_until", **told, day=Day(item.until))
        else:
            text = say("decision.held_open", **told)
        yield Line(text, "  ", wraps=True)


def _readings(side: Side) -> Iterator[Line]:
    if side.readings:
        yield Line(say("decision.readings"))
    for reading in side.readings:
        yield Line(reading_words(side, reading), "  ", wraps=True)


def _changes(side: Side) -> Iterator[Line]:
    for change in side.changes:
        yield Line(change_words(change), wraps=True)


def _outcome(possible: Iterable[str], policies: Iterable[str]) -> Message:
    """Verdicts, with the review policies where a license is among them."""
    possible = tuple(possible)
    outcome, policy = verdict_words(possible), policy_words(policies)
    if policy is None or "license_required" not in possible:
        return outcome
    return say("decision.with_policy", answer=outcome, policy=policy)


def reading_words(side: Side, reading: Reading) -> Message:
    """One reading: on whose word, and what it would be."""
    outcome = _outcome(reading.possible, reading.policies)
    if reading.kind == "by_law":
        return say("decision.reading.by_law", outcome=outcome)
    act = side.pack.log.acts[reading.acts[0]]
    grade = say(f"decision.grade.{act.grade}")
    told = say("decision.reading.act", title=act_title(act), act=act.name, grade=grade)
    return say(f"decision.reading.{reading.kind}", act=told, outcome=outcome)


def change_words(change: Change) -> Message:
    """The next change under acts already published."""
    outcome, day = _outcome(change.possible, change.policies), Day(change.day)
    key = "decision.change_by_law" if change.by_law else "decision.change"
    if change.acts:
        return say(f"{key}_by", day=day, outcome=outcome, acts=change.acts)
    return say(key, day=day, outcome=outcome)


def _warnings(side: Side) -> Iterator[Line]:
    if not side.warns and not side.weaker_warns:
        return
    tried = any(act.kind == "hypothetical" for act in side.pack.log.acts.values())
    yield Line(say("decision.warnings_what_if" if tried else "decision.warnings"), wraps=True)
    for name in side.warns:
        body = side.regime.provisions[name].body
        yield Line(say("decision.warning", says=body.says or name, cite=body.cite), "  - ", wraps=True)
    for act, _, says in side.weaker_warns:
        grade = say(f"decision.grade.{side.pack.log.acts[act].grade}")
        yield Line(say("decision.weaker_warning", says=says, act=act, grade=grade), "  - ", wraps=True)
