"""The page on reading reports keeps its word: its example is what the command prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rukhsa.cli.main import main
from rukhsa.evidence.known import KINDS
from rukhsa.evidence.polarity import ACTS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")


def test_the_reading_is_the_one_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    first, *lines = shown.splitlines()
    assert main(shlex.split(first.removeprefix("$ rukhsa "))) == 0
    told = iter(capsys.readouterr().out.splitlines())
    may_skip = False
    for line in lines:
        if line == "[...]":
            may_skip = True
            continue
        assert next((text for text in told if text == line or not may_skip), None) == line
        may_skip = False


def test_every_act_and_kind_is_explained() -> None:
    assert [name for name in (*ACTS, *KINDS) if f"`{name}`" not in PAGE] == []
