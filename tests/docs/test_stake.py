"""The page on what is at stake: its files of options are sound, and its keys are those of the schema."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import rukhsa
from rukhsa.stake.model import OptionModel
from rukhsa.stake.options import read_options
from rukhsa.stake.trace import COLUMNS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "stake.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", FILES, ids=[str(number) for number in range(len(FILES))])
def test_its_options_are_read(text: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "stake" / "freeze.yaml", tmp_path)
    file = tmp_path / "options.yaml"
    file.write_text(text, encoding="utf-8")
    assert read_options(file, rukhsa.load()).options


def test_every_key_and_column_is_told() -> None:
    keys = [field.alias or name for name, field in OptionModel.model_fields.items()]
    assert [name for name in (*keys, *COLUMNS) if f"`{name}`" not in PAGE] == []
