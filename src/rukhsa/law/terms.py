"""Words that acts use, strongest or mildest first: light enough to be imported everywhere."""

from __future__ import annotations

GRADES = ("law", "official", "company", "announced", "reported")
POLICIES = (
    "presumption_of_approval",
    "case_by_case",
    "strict_review",
    "presumption_of_denial",
    "denial",
    "not_licensable",
)

ITEM_GUARD = "category"  # the one fact that must be known: of which kind of item a text speaks
AS_OF = "as_of"  # the fact that is the date of the question
