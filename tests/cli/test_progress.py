"""Progress is shown on a terminal, and nowhere else."""

from __future__ import annotations

import io

import pytest

from rukhsa.cli.progress import Progress, clock


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("lang", "words"), [("en", "(50%)"), ("ar", "في الثانية")])
def test_a_terminal_is_told_lines_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    err, now = Terminal(), [0.0]
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setattr("rukhsa.cli.progress.time.monotonic", lambda: now[0])
    told = Progress(4000, lang, before=1000)
    now[0] = 10.0
    told(2000)
    now[0] = 10.1
    told(3000)  # too soon after the last
    told.end()
    shown = err.getvalue()
    assert "2,000" in shown and "3,000" not in shown and "0:20" in shown and "100" in shown
    assert words in shown
    assert shown.endswith("\r\033[K")


def test_elsewhere_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    told = Progress(10, "en")
    told(5)
    told.looked(5)
    told.end()
    assert capsys.readouterr().err == ""


def test_durations() -> None:
    assert [clock(seconds) for seconds in (0, 59.9, 61, 3661)] == ["0:00", "0:59", "1:01", "1:01:01"]
