"""The July 2025 story in a few lines: one chip, one destination, five answers."""

from __future__ import annotations

import rukhsa
from rukhsa.decide.decision import Decision
from rukhsa.decide.text import headline, reading_words

CASE = {"exporter": "NVIDIA", "origin": "US", "destination": "CN", "party_hq": "CN"}
ITEM = "NVIDIA H20"


def main() -> None:
    """Tell it from the packs; nothing here knows the answers."""
    law = rukhsa.load()

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


if __name__ == "__main__":
    main()
