"""What every test starts from."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the developer's own locale is."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
