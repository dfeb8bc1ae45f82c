"""The README keeps its word: its commands and code run, and give what it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from rukhsa.cli.main import main
from rukhsa.law.check import check_overlays
from rukhsa.law.log import Log
from rukhsa.law.pack import read_pack
from rukhsa.law.read import read_acts_text
from rukhsa.law.source import PACKS
from rukhsa.records import replace

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CUT = "[...]"


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def command() -> list[str]:
    """The words of the one `rukhsa check` that is shown."""
    line = re.search(r"^    rukhsa (check .*)$", README, re.MULTILINE)
    assert line is not None
    return shlex.split(line[1])


def test_the_answer_is_the_one_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command()) == 0
    told = iter(capsys.readouterr().out.splitlines())
    (shown,) = blocks("text")
    may_skip = False
    for line in shown.splitlines():
        if line.strip() == CUT:
            may_skip = True
            continue
        found = next((text for text in told if text == line or not may_skip), None)
        assert found == line
        may_skip = False


def test_without_the_exporter_it_asks_who_ships(capsys: pytest.CaptureFixture[str]) -> None:
    words = command()
    at = words.index("--exporter")
    assert main(words[:at] + words[at + 2 :]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("undetermined: ")
    assert "exporter" in first


def test_the_python_lines_run(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = blocks("python")
    exec(code, {})
    first, second = capsys.readouterr().out.splitlines()
    assert first == "license_required presumption_of_denial ('us/letter/nvidia-h20',)"
    assert "('by_law', 'no_license_required')" in second


def test_the_act_is_the_bundled_one_and_is_sound() -> None:
    text = blocks("yaml")[0]
    name = text.splitlines()[0].removeprefix("act: us/")
    file = PACKS / "us" / "acts" / f"{name}.yaml"
    assert text == file.read_text(encoding="utf-8")
    (act,) = read_acts_text(text, str(file))
    pack = read_pack(PACKS / "us")
    without = replace(pack, log=Log(a for a in pack.log.acts.values() if a.name != act.name))
    assert check_overlays([act], without) == []


def test_the_what_if_is_sound_and_lifts_the_letter(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    overlay = tmp_path / "what-if.yaml"
    overlay.write_text(blocks("yaml")[1], encoding="utf-8")
    assert main(["law", "check", str(overlay)]) == 0
    capsys.readouterr()
    words = [word if word != "2025-05-01" else "2025-07-20" for word in command()]
    assert main([*words, "--with", str(overlay)]) == 0
    assert capsys.readouterr().out.startswith("NO LICENSE REQUIRED, presuming ")


def test_commands_named_in_passing_run(capsys: pytest.CaptureFixture[str]) -> None:
    for shown in re.findall(r"`rukhsa ((?:law show|catalog show) [^`]+)`", README):
        assert main(shlex.split(shown)) == 0
    capsys.readouterr()


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`([A-Z][A-Z-]+\.md|docs/[\w.-]+)`", README))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
