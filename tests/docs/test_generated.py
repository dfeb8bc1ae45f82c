"""Generated files are what their generators make: a stale one fails here."""

from __future__ import annotations

from types import ModuleType

import pytest

from tools import (
    make_claims_schema,
    make_coverage,
    make_decision_schema,
    make_schemas,
    make_story,
    make_vocabulary,
)


@pytest.mark.parametrize(
    "maker",
    [make_schemas, make_vocabulary, make_coverage, make_decision_schema, make_claims_schema, make_story],
)
def test_generated_file_is_fresh(maker: ModuleType) -> None:
    assert maker.TARGET.read_text(encoding="utf-8") == maker.generated(), "run `make docs`"
