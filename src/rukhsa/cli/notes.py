"""What a command says beside its answer, on standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rukhsa.words.messages import Message, directed

if TYPE_CHECKING:
    from rukhsa.decide.evaluate import State
    from rukhsa.law.act import Act
    from rukhsa.law.pack import Pack


def told(options: argparse.Namespace, message: Message) -> None:
    """Say something beside the result."""
    text = message.text(options.lang)
    print(text if options.lang == "en" else directed(text), file=sys.stderr)


def idle_told(
    options: argparse.Namespace,
    packs: Mapping[str, Pack],
    states: Mapping[str, State],
    acts: Iterable[Act],
    *,
    days: bool = True,
) -> None:
    """Say which further acts make no difference, so that silence is not taken for an answer."""
    from rukhsa.decide.idle import idle_words

    for message in idle_words(packs, states, acts, days=days):
        told(options, message)
