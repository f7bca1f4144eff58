"""Every conversation in `tests/scenarios/`, in both languages, on both databases, restarted between every two
lines."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.dialogs.context import Language
from tests.postgres import on_both
from tests.scenarios.runner import run_scenario

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.yaml"))


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 25


@on_both
@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_scenario(file: Path, language: Language, tmp_path: Path, database_url: str) -> None:
    run_scenario(tmp_path, yaml.safe_load(file.read_text(encoding="utf-8")), language, database_url)
