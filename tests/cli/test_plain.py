"""A command line that is written plainly is read as argparse reads it; any other is left to argparse."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukhsa.cli.options import Help, add_check, parser
from rukhsa.cli.plain import read_plain

WORDS = (
    *("--from", "--to", "--on", "--set", "--side", "--with", "--format", "--lang", "--strict", "--party-hq"),
    *("--code", "--facts", "--accept", "--known", "--end-use", "--exporter", "--party", "--party-parent"),
    *("--from=US", "--to=", "--format=json", "--format=xml", "--strict=1", "--set=a=b", "--for", "--nothing"),
    *("CN", "NVIDIA H20", "a=-1", "json", "text", "ar", "xx", "", "-", "--", "-1", "-h", "شركة"),
)


def plain(*words: str) -> dict[str, object] | None:
    found = read_plain(["check", *words], lambda command: add_check(command, Help(None)))
    return None if found is None else vars(found)


@given(st.lists(st.sampled_from(WORDS), max_size=7))
def test_what_is_read_plainly_is_read_as_argparse_reads_it(words: list[str]) -> None:
    found = plain(*words)
    if found is None:
        return
    expected = {"lang": None, **vars(parser("check").parse_args(["check", *words]))}
    assert found == expected


def test_every_option_is_read_plainly() -> None:
    named = [word for word in WORDS[:18] if word not in ("--strict", "--format", "--lang")]
    words = [word for name in named for word in (name, "x")]
    found = plain(*words, "NVIDIA H20", "--strict", "--format", "json", "--lang", "ar")
    assert found is not None
    assert found["item"] == "NVIDIA H20"
    assert found["strict"] is True
    assert found["sets"] == found["sides"] == found["overlays"] == ["x"]
    assert (found["origin"], found["format"], found["lang"]) == ("x", "json", "ar")


@pytest.mark.parametrize(
    "words", [["-h"], ["--fro", "US"], ["a", "b"], ["--to"], ["--format", "xml"], ["--to=", "x"], ["--", "a"]]
)
def test_whatever_else_is_asked_is_left_to_argparse(words: list[str]) -> None:
    assert plain(*words) is None


def test_a_plain_command_line_needs_no_argparse() -> None:
    code = (
        "import sys; from rukhsa.cli.main import main; "
        "main(['check', 'NVIDIA H20', '--to', 'CN']); assert 'argparse' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
