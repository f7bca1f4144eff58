"""Killed with -9 while people write: nothing is lost, nothing is doubled, everybody has a screen.

`make soak` does it at length, on both databases.
"""

from __future__ import annotations

from pathlib import Path

from bot.testing.telegram.http import running
from bot.testing.telegram.person import Person
from tests.breaking.conversing import WAITS_S, at_rest
from tests.breaking.fake import Watched
from tests.breaking.installation import STOPS_WITHIN_S, Installation, running_program
from tests.breaking.kills import broken
from tests.breaking.seeds import a_seed
from tests.breaking.test_database import USUAL, WORKSHEETS, at_the_first_question, stored
from tests.postgres import on_both

KILLS = 5  # on each database
ANSWERS = 30  # before the first
STOPS = 1


@on_both
async def test_killed_while_people_write(tmp_path: Path, database_url: str) -> None:
    installation = Installation(tmp_path, 20, database_url, known=True)
    outcome = await broken(installation, KILLS, a_seed(), passing=6, answers=ANSWERS)
    assert outcome.figures.whole, outcome.report()
    assert outcome.figures.asked_again == 0, outcome.report()
    assert outcome.figures.answers > ANSWERS


async def test_told_to_stop_while_people_write(tmp_path: Path) -> None:
    installation = Installation(tmp_path, 10, known=True)
    outcome = await broken(installation, STOPS, a_seed(), passing=6, answers=ANSWERS, told=True)
    assert outcome.figures.whole, outcome.report()
    assert outcome.slowest_stop_s < STOPS_WITHIN_S


async def test_nobody_is_asked_again_what_they_answered_while_nobody_listened(tmp_path: Path) -> None:
    fake, installation = Watched(), Installation(tmp_path, 1, known=True, worksheets=WORKSHEETS)
    (one,), ola = installation.invited, Person(fake, "Ola")
    async with running(fake) as api:
        async with running_program(installation, api):
            await at_the_first_question(fake, ola, one.token)
        asked, told = ola.last, len(ola.told)
        ola.types("Sover lenge")
        async with running_program(installation, api) as program:
            await fake.until(lambda: len(ola.told) > told, WAITS_S)
            await at_rest(installation, fake)
            await program.stopped()
    assert len(ola.told) == told + 1, "the next question, and not the last one again"
    assert ola.last.text.splitlines()[-1] != asked.text.splitlines()[-1]
    assert stored(installation, one.user) == [(USUAL, "Sover lenge")]
