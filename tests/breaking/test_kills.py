"""Killed with -9 while people write: nothing is lost, nothing is doubled, everybody has a screen.

`make soak` does it at length, on both databases.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tests.breaking.installation import Installation
from tests.breaking.kills import broken
from tests.postgres import on_both

KILLS = 5  # on each database
ANSWERS = 40  # before the first
SEED = "PLANPRAT_SEED"  # of a run that is to be repeated


def a_seed() -> int:
    """The seed that is asked for, else a new one: each run breaks something else."""
    return int(os.environ.get(SEED) or secrets.randbelow(1_000_000))


@on_both
async def test_killed_while_people_write(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path, 20, database_url, known=True)
    outcome = await broken(installation, KILLS, a_seed(), passing=6, answers=ANSWERS)
    assert outcome.figures.whole, outcome.report()
    assert outcome.figures.answers > ANSWERS
