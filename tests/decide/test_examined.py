"""An answer that no license is needed shows the entries that came nearest, not the first of the law."""

from __future__ import annotations

import rukhsa

REGIME = rukhsa.load().on("2026-12-01")


def nots(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.startswith("  not ")]


def test_an_item_just_below_a_threshold_is_shown_that_threshold() -> None:
    decision = REGIME.decide(commodity="antimony_oxide", purity_pct="99.98", origin="CN", destination="IT")
    assert decision.verdict == "no_license_required"
    told = decision.text()
    assert [line.split()[1] for line in nots(told)] == ["3C003.c"]
    assert "99.98 < 99.99 %" in told


def test_what_fails_on_a_yes_or_no_comes_before_what_is_about_another_item() -> None:
    decision = REGIME.decide("ndfeb-magnet-plain", origin="CN", destination="DE")
    lines = nots(decision.text())
    assert lines and all(line.endswith(": no") for line in lines)
