"""The bundled law, loaded once."""

from __future__ import annotations

import pytest

import rukhsa
from rukhsa.decide.engine import Law


@pytest.fixture(scope="session")
def bundled() -> Law:
    return rukhsa.load()
