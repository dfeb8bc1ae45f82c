"""Every worked case of every pack gives what its source says."""

from __future__ import annotations

from functools import lru_cache

import pytest

from rukhsa.decide.engine import Law, load
from rukhsa.decide.trials import run_case
from rukhsa.law.cases import PackCase, case_folders, read_cases
from rukhsa.law.source import PACKS

CASES = [case for folder in case_folders(PACKS) for case in read_cases(folder)]


@lru_cache(maxsize=1)
def law() -> Law:
    return load()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: PackCase) -> None:
    trial = run_case(law(), case)
    assert trial.holds, "\n".join(trial.differences)


def test_every_case_names_its_source() -> None:
    assert [case.id for case in CASES if len(case.source) < 4] == []
