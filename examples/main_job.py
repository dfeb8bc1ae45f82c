"""Three stories in a few lines each: a chip in July 2025, a magnet in November 2026, a report and an order book."""

from __future__ import annotations

import tempfile
from pathlib import Path

import rukhsa
from rukhsa.changes.diff import compare
from rukhsa.changes.state import read_state
from rukhsa.changes.text import line_words, summary_words
from rukhsa.decide.decision import Decision
from rukhsa.decide.orders import read_orders
from rukhsa.decide.text import headline, reading_words
from rukhsa.evidence.overlay import overlay
from rukhsa.evidence.read import Shelf, read_files
from rukhsa.evidence.text import finding_words
from rukhsa.evidence.told import claim_words, together

BOOK = Path(__file__).parent / "orders.csv"
REPORT = Path(__file__).parent / "report.txt"
REPORT_DAY = "2025-07-29"
CASE = {"exporter": "NVIDIA", "origin": "US", "destination": "CN", "party_hq": "CN"}
ITEM = "NVIDIA H20"
MAGNET = "holmium-magnet"
MAGNET_CASE = {"origin": "CN", "destination": "DE", "party_hq": "DE", "eccn": "EAR99", "us_content_pct": 0}


def main() -> None:
    """Tell them from the packs; nothing here knows the answers."""
    law = rukhsa.load()
    _chip(law)
    _magnet(law)
    _report(law)
    _further()


def _chip(law: rukhsa.Law) -> None:

    def answer(day: str) -> Decision:
        return law.on(day).decide(ITEM, **CASE)

    print("\nThe story of July 2025: NVIDIA ships the H20 to China")
    print(f"  2025-04-08  the day before the letter: {headline(answer('2025-04-08'))}")
    print(f"  2025-04-10  the day after it:          {headline(answer('2025-04-10'))}")
    july = answer("2025-07-20")
    print(f"  2025-07-20  by default:                {headline(july)}")
    for side in july.sides:
        log = side.pack.log.acts
        for reading in side.readings:
            if reading.kind == "if_true":
                print(f"              {reading_words(side, reading)}")
        for act, _, says in side.weaker_warns:
            print(
                f"              {log[act].grade}, changes practice and no law [{act}]: {says.get('en', '')}"
            )
    print(
        "  To see why:  .venv/bin/rukhsa check 'NVIDIA H20' --from US --to CN --exporter NVIDIA --party-hq CN --on 2025-07-20"
    )
    print("  The letter:  .venv/bin/rukhsa law show us/letter/nvidia-h20 --on 2025-07-20")


def _magnet(law: rukhsa.Law) -> None:
    print("\nThe story of November 2026: a holmium magnet leaves China for Germany")
    for day, word in (
        ("2026-10-01", "suspended:"),
        ("2026-11-10", "the last day, or the day after:"),
        ("2026-11-23", "by default, as the text reads:"),
    ):
        decision = law.on(day).decide(MAGNET, **MAGNET_CASE)
        print(f"  {day}  {word:32} {headline(decision)}")
    for side in decision.sides:
        for reading in side.readings:
            if reading.kind == "if_true":
                print(f"              {reading_words(side, reading)}")
    print(
        f"  To see why:  .venv/bin/rukhsa check {MAGNET} --from CN --to DE --on 2026-11-23 --set eccn=EAR99 --set us_content_pct=0"
    )


def _report(law: rukhsa.Law) -> None:
    """An Arabic report becomes claims; what would flip in the order book if it and what is announced were true."""
    print(f"\nThe story of a report: an Arabic article of {REPORT_DAY}, read into claims")
    shelf = Shelf.bundled()
    claims = together(read_files([str(REPORT)], shelf))
    for one in claims:
        print(f"  - {claim_words(one.claim)}")
        print(f"    {finding_words(one)}")
    with tempfile.TemporaryDirectory() as folder:
        acts = Path(folder) / "overlay.yaml"
        acts.write_text(overlay(claims, shelf.packs, REPORT_DAY), encoding="utf-8")
        before = read_state(REPORT_DAY, "--before", [])
        after = read_state(f"{REPORT_DAY}:reported", "--after", [str(acts)])
        diff = compare(law, read_orders(BOOK, law), before, after)
    print(f"  And if it is true? Of the order book, under the law of {REPORT_DAY}: {summary_words(diff)}")
    for row in diff.rows:
        if row.flip is not None:
            print(f"    {line_words(row)}")
    print(
        f"  What the law says: nothing of it; no instrument was published. H20: {headline(law.on(REPORT_DAY).decide(ITEM, **CASE))}"
    )
    print("  The whole walk, in English and Arabic: docs/story.md")


def _further() -> None:
    print("\nMore of the same order book (add --lang ar for Arabic):")
    print(
        "  which orders flip, since when, by what: .venv/bin/rukhsa diff examples/orders.csv --before 2025-04-08 --after 2025-07-20"
    )
    print("  what is coming, and what it flips:      .venv/bin/rukhsa outlook examples/orders.csv")
    print(
        "  what is at stake under five answers:    .venv/bin/rukhsa stake examples/stake/orders.csv --options examples/stake/options.yaml"
    )
    print("  the law through the years:              .venv/bin/rukhsa law timeline")


if __name__ == "__main__":
    main()
