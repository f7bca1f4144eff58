"""A house on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions.house import House
from tests.houses import a_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = a_house(tmp_path)
    yield opened
    opened.close()
