"""Fixtures of the Telegram tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.dialogs.context import Language as Code
from tests.telegram.town import INVITATION, Town


@pytest.fixture(params=["nb", "nn"])
def code(request: pytest.FixtureRequest) -> Code:
    """Both languages."""
    return "nn" if request.param == "nn" else "nb"


@pytest.fixture
async def make_town(tmp_path: Path, database_url: str) -> AsyncIterator[Callable[..., Any]]:
    """Makes a town and closes it in the end."""
    made: list[Town] = []

    async def make(**how: Any) -> Town:
        town = Town(tmp_path, database_url=database_url, **how)
        made.append(town)
        await town.ready()
        return town

    yield make
    for town in made:
        town.close()


@pytest.fixture
async def town(make_town: Callable[..., Any], code: Code) -> Town:
    """A town with Ola, in both languages."""
    town: Town = await make_town(code=code)
    return town


@pytest.fixture
async def answering(town: Town) -> Town:
    """Ola has said yes to the plan and to Telegram, and stands at the first question of the short-term goals."""
    town.opens("short_term_goals")
    town.ola.starts(INVITATION)
    await town.settle()
    for name in ("go_on", "yes", "here"):
        await town.taps(name)
    assert town.screen().id == "short_term_goals.activities.usual"
    return town
