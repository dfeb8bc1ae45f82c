"""The fixed words of an answer, keyed by meaning."""

from __future__ import annotations

from collections.abc import Iterable

VERDICT_WORDS = {
    "not_subject": "not subject to the law of this side",
    "no_license_required": "no license required",
    "out_of_scope": "out of scope: the packs do not know enough about this item to say no",
    "license_exception": "license exception available",
    "license_required": "license required",
    "undetermined": "undetermined",
}
SHORT_WORDS = {**VERDICT_WORDS, "not_subject": "not subject", "out_of_scope": "out of scope"}
POLICY_WORDS = {
    "not_stated": "review policy not stated",
    "presumption_of_approval": "presumption of approval",
    "case_by_case": "case-by-case review",
    "strict_review": "strict review",
    "presumption_of_denial": "presumption of denial",
    "denial": "policy of denial",
    "not_licensable": "prohibited: no license is available",
}
GRADE_WORDS = {
    "law": "published instrument",
    "official": "statement of the administering authority",
    "company": "a company's filing or statement",
    "announced": "announcement",
    "reported": "press report",
}
MARK_WORDS = {
    "verified": "seen in the source",
    "secondary": "seen in a secondary source",
    "memory": "from memory or inferred: check before relying on it",
}


def verdict_words(possible: Iterable[str]) -> str:
    """A verdict, or the verdicts between which the facts leave it open."""
    named = list(possible)
    if len(named) == 1:
        return VERDICT_WORDS[named[0]]
    return "undetermined: " + " or ".join(SHORT_WORDS[verdict] for verdict in named)


def policy_words(policies: Iterable[str]) -> str:
    """A review policy, or the range that the facts leave open."""
    named = [POLICY_WORDS[policy] for policy in policies]
    return named[0] if len(named) == 1 else f"{named[0]} to {named[-1]}" if named else ""
