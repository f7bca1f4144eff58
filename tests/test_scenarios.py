"""Every conversation in `tests/scenarios/`, in both languages, on both databases, restarted between every two
lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogs.context import Language
from tests.postgres import told_on_both
from tests.scenarios.runner import run_scenario
from tests.yaml_files import loaded

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 25


CASES = told_on_both((file.stem, file) for file in FILES)


@pytest.mark.usefixtures("kept_engines")
@pytest.mark.parametrize(("file", "language", "database_url"), CASES, indirect=["database_url"])
def test_scenario(file: Path, language: Language, tmp_path: Path, database_url: str) -> None:
    run_scenario(tmp_path, loaded(file), language, database_url)
