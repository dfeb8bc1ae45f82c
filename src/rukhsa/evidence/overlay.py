"""Claims as acts of the schema: what an order book would meet if the report were true.

What changes the law of a known measure suspends, ends or prolongs it; what changes practice alone, or what no text of
a law can be made of, becomes a warning. What the log holds already, and what it contradicts, is not written.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from rukhsa.evidence.claim import Claim
from rukhsa.evidence.known import Named
from rukhsa.evidence.senses import actors
from rukhsa.evidence.told import Joined, claim_words, origin_words, who_words
from rukhsa.law.log import day_after
from rukhsa.law.measures import clauses_upon
from rukhsa.law.pack import Pack
from rukhsa.law.terms import GRADES, POLICIES
from rukhsa.words.messages import Message, said, say

_ISOLATES = {code: None for code in range(0x2066, 0x206A)}
_KINDS = {"official": "statement", "company": "statement", "announced": "announcement", "reported": "report"}
_HOLDS = frozenset(("suspend", "rescind"))
_WARNED = frozenset(
    "impose tighten suspend freeze_informal ease resume rescind extend license block_import advise_against investigate propose".split()
)
_WARNS = frozenset(("warn", "review", "except"))
_HARSH = frozenset(
    POLICIES[POLICIES.index("case_by_case") + 1 :]
)  # reviews that refuse, or ask for more than a review
_RELIEF = frozenset(("ease", "license", "rescind"))  # what came by these is no control that could be lifted


def act_grade(claim: Claim) -> str:
    """The grade of the schema that the words warrant: who administers a measure says what it does, others what will be.

    A company is believed about what it received; what it says a government will do is an announcement.
    """
    who = actors().get(claim.who or "")
    if claim.grade == "company":
        return "company" if claim.act in ("impose", "tighten", "deny") else "announced"
    if claim.grade == "official":
        administers = (
            who is not None
            and who.kind == "government"
            and claim.measure is not None
            and who.side == claim.measure.side
        )
        done = claim.status in ("in_force", "suspended", "expired")
        return "official" if administers and done else "announced"
    return "reported"


def left_out(one: Joined) -> Message | None:
    """Why a claim becomes no act; nothing when it becomes one."""
    claim, finding = one.claim, one.finding
    if claim.measure is None:
        return say("reading.left.no_measure")
    if finding.relation == "contradicts":
        return say("reading.left.contradicts")
    if claim.act not in _WARNED:
        return say("reading.left.no_change")
    if claim.measure.pack == "shared":
        return say("reading.left.no_pack")
    if claim.act in _HOLDS and not _may_lift(claim):
        return say("reading.left.not_theirs")
    if finding.relation == "superseded":
        return say("reading.left.superseded", acts=finding.acts)
    if finding.relation == "confirms" and not _only_warns(claim):
        return say("reading.left.known", acts=finding.acts)
    return None


def _may_lift(claim: Claim) -> bool:
    """Whether who is said to lift a measure is, or may be, the state that laid it."""
    who = actors().get(claim.who or "")
    if who is None or claim.measure is None:
        return True
    return who.kind in ("government", "person") and who.side in (None, claim.measure.side)


def _only_warns(claim: Claim) -> bool:
    return claim.act not in (*_HOLDS, "ease", "extend", "impose", "tighten", "resume")


def overlay(joined: Iterable[Joined], packs: Mapping[str, Pack], today: str, lang: str = "en") -> str:
    """The claims as a file of acts, with a comment above each; those left out are told as comments."""
    import yaml

    lines = [*_comments([say("reading.file.what"), say("reading.file.use")], lang)]
    count = 0
    for one in joined:
        why = left_out(one)
        comments = [
            claim_words(one.claim),
            say("reading.file.sentence", sentence=" ".join(one.claim.sentence.split())),
        ]
        if why is not None:
            lines += ["", *_comments([*comments, why], lang)]
            continue
        count += 1
        lines += ["", "---", *_comments(comments, lang)]
        data = act_data(one, packs, today, count)
        lines.append(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110).rstrip("\n"))
    return "\n".join(lines) + "\n"


def count_of(joined: Iterable[Joined]) -> int:
    """How many claims become acts."""
    return sum(left_out(one) is None for one in joined)


def act_data(one: Joined, packs: Mapping[str, Pack], today: str, number: int) -> dict[str, Any]:
    """One claim as an act of the schema.

    Args:
        one: the claim and what the log says of it.
        packs: the law.
        today: the day of reading, for a report without a day.
        number: sets the names of several claims of one day apart.
    """
    claim = one.claim
    measure = claim.measure
    assert measure is not None
    pack = packs[measure.pack]
    public = one.day or today
    grade = act_grade(claim)
    name = f"{pack.name}/read/{public}-{number}-{_slug(measure.id)}"
    data: dict[str, Any] = {
        "act": name,
        "title": _texts(claim_words(claim)),
        "kind": _KINDS[grade],
        "grade": grade,
        "public": public,
        "cite": f"{_origin(one)}, {public}",
        "by": f"press/{_slug(claim.origin or 'unknown')}"
        if grade == "reported"
        else (claim.who or "unknown"),
        "source": {"read": ", ".join(one.articles), "mark": "secondary"},
        "note": {"en": " ".join(claim.sentence.split())},
    }
    if claim.origin:
        data["origin"] = claim.origin
    if claim.sources is not None:
        data["sources_counted"] = claim.sources
    data["does"] = _does(claim, pack, name, public)
    assert grade in GRADES
    return data


def _origin(one: Joined) -> str:
    origin = one.claim.origin
    return said(origin_words(origin), "en") if origin else one.articles[0]


def _does(claim: Claim, pack: Pack, name: str, public: str) -> list[dict[str, Any]]:
    measure = claim.measure
    assert measure is not None
    start = max(public, claim.effective or public)
    until = claim.until if claim.until and claim.until >= start else None
    held = held_by(measure, pack)
    done = claim.status not in ("proposed",)
    if claim.act in _HOLDS and held and done:
        return [_suspended(target, start, until) for target in held]
    required = [target for target in held if pack.log.kinds.get(target) == "require"]
    if claim.act == "ease" and required and done:
        elsewhere = [target for target in held if pack.log.kinds.get(target) == "review"]
        elsewhere = [target for target in elsewhere if not grounds_of(target, pack) & measure.provisions]
        review = _review(claim, name, start, until, required, pack)
        return [review, *(_suspended(target, start, until) for target in elsewhere)]
    if claim.act == "extend" and until:
        longer = [
            {"amend": f"{c.act}#{c.label}", "from": start, "until": until}
            for c in clauses_upon(measure.provisions, pack.log)
            if c.verb == "suspend" and c.label and c.until and c.until < until
        ]
        if longer:
            return longer
    return [_warning(claim, name, start, until, held, pack)]


def held_by(measure: Named, pack: Pack) -> list[str]:
    """The provisions of a measure that do not apply while it is suspended.

    A review that refuses goes with the licenses that it refuses, or alone where these are required by others: then
    they are reviewed as if it had not been written. One that also bears on licenses required by others stays, since of
    them nothing is told; so does one that has taken the place of a harsher one, and relief of every kind. Of a part that
    the log does not tell apart from the rest, nothing is held.
    """
    if measure.is_part or measure.enters in _RELIEF:
        return []
    return [target for target in sorted(measure.provisions) if _goes(target, measure, pack)]


def _goes(target: str, measure: Named, pack: Pack) -> bool:
    kind = pack.log.kinds.get(target)
    if kind != "review":
        return kind not in _WARNS
    bodies = [c.body for c in pack.log.writes[target] if c.body is not None]
    if not all(body.policy in _HARSH for body in bodies):
        return False
    replaced = {p for body in bodies for other in body.displaces for p in _policies(other, pack)}
    if any(POLICIES.index(p) > POLICIES.index(body.policy) for body in bodies for p in replaced):
        return False
    own = grounds_of(target, pack) & measure.provisions
    return not own or grounds_of(target, pack) <= measure.provisions


def _policies(target: str, pack: Pack) -> set[str]:
    return {c.body.policy for c in pack.log.writes.get(target, ()) if c.body is not None and c.body.policy}


def grounds_of(review: str, pack: Pack) -> frozenset[str]:
    """The requirements whose applications a review is about."""
    return frozenset(name for c in pack.log.writes[review] if c.body is not None for name in c.body.of)


def _suspended(target: str, start: str, until: str | None) -> dict[str, Any]:
    return {"suspend": target, "from": start, **({"until": until} if until else {})}


def _review(
    claim: Claim, name: str, start: str, until: str | None, required: list[str], pack: Pack
) -> dict[str, Any]:
    """Eased, not ended: licenses are still required, and may be expected. What is lifted is told by `rescind`."""
    displaced = sorted(
        target
        for target, texts in pack.log.writes.items()
        if any(
            c.body is not None and c.body.kind == "review" and set(c.body.of) & set(required) for c in texts
        )
    )
    body: dict[str, Any] = {
        "impose": f"{name}/review",
        "from": start,
        "kind": "review",
        "of": required,
        "policy": "presumption_of_approval",
        "cite": said(origin_words(claim.origin), "en"),
        "title": _texts(claim_words(claim)),
        "when": _any_of(required),
    }
    if displaced:
        body["displaces"] = displaced
    if until:
        body["until"] = until
    return body


def _any_of(names: list[str]) -> Any:
    return f'"{names[0]}"' if len(names) == 1 else {"any": [f'"{target}"' for target in names]}


def _warning(
    claim: Claim, name: str, start: str, until: str | None, held: list[str], pack: Pack
) -> dict[str, Any]:
    from rukhsa.evidence.naming import practice

    names = [target for target in held if pack.log.kinds.get(target) in ("require", "classify")]
    when = _any_of(names) if names else practice(pack.name)
    body: dict[str, Any] = {
        "impose": f"{name}/warning",
        "from": start,
        "kind": "warn",
        "cite": said(origin_words(claim.origin), "en"),
        "title": _texts(claim_words(claim)),
        "when": when,
        "says": _texts(say("reading.warning", claim=claim_words(claim), who=who_words(claim))),
    }
    if until:
        body["until"] = day_after(until) if until < start else until
    return body


def _texts(message: Message) -> dict[str, str]:
    return {lang: text.translate(_ISOLATES) for lang, text in message.both().items()}


def _comments(messages: Iterable[Message], lang: str) -> list[str]:
    return [
        f"# {line}" for message in messages for line in message.text(lang).translate(_ISOLATES).splitlines()
    ]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "claim"


def today() -> str:
    """The day of reading."""
    return datetime.date.today().isoformat()
