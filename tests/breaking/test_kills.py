"""Killed with -9 while people write: nothing is lost, nothing is doubled, everybody has a screen.

`make soak` does it at length, on both databases.
"""

from __future__ import annotations

from pathlib import Path

from tests.breaking.installation import STOPS_WITHIN_S, Installation
from tests.breaking.kills import broken
from tests.breaking.seeds import a_seed
from tests.postgres import on_both

KILLS = 5  # on each database
ANSWERS = 40  # before the first
STOPS = 2


@on_both
async def test_killed_while_people_write(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path, 20, database_url, known=True)
    outcome = await broken(installation, KILLS, a_seed(), passing=6, answers=ANSWERS)
    assert outcome.figures.whole, outcome.report()
    assert outcome.figures.answers > ANSWERS


async def test_told_to_stop_while_people_write(tmp_path: Path) -> None:
    installation = Installation(tmp_path, 20, known=True)
    outcome = await broken(installation, STOPS, a_seed(), passing=6, answers=ANSWERS, told=True)
    assert outcome.figures.whole, outcome.report()
    assert outcome.slowest_stop_s < STOPS_WITHIN_S
