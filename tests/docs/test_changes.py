"""The page on changes keeps its word: its example is what the command prints, its commands and code run."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rukhsa.cli.main import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "changes.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_difference_is_the_one_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    (shown,) = blocks("text")
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


def test_the_templates_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    commands = re.findall(r"^    rukhsa (law new .*)$", PAGE, re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        words = shlex.split(command, comments=True)
        if "--out" in words:
            words[-1] = str(tmp_path / words[-1])
        assert main(words) == 0, command
    capsys.readouterr()


def test_the_python_lines_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    exec(code, {})
    assert "H-2025/2 no_license_required_to_license_required 2025-04-09 company" in capsys.readouterr().out
