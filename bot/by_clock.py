"""What the clock brings and nobody asks for: a line to whoever fell silent, a word in the log on what lies unseen,
and what is owed to the access log.

Looked after once a minute while the pages are served. What was done is seen from what is stored, so a stop in the
middle, a start, or a second process beside this one changes nothing. What is kept here only saves looking again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime

from bot.actions.follow_up import follow_up
from bot.actions.house import House
from bot.actions.standing_in import overdue
from bot.dialogs.dates import OSLO
from bot.dialogs.follow_up import by_day

log = logging.getLogger(__name__)
LOOK_EVERY_S = 60.0

Clock = Callable[[], datetime]


class ByClock:
    """Looks after one installation.

    Args:
        house: open; whoever opened it closes it.
        clock: the time, with zone.
    """

    def __init__(self, house: House, clock: Clock) -> None:
        self._house = house
        self._clock = clock
        self._followed_up: date | None = None
        self._reminded: frozenset[tuple[str, datetime]] = frozenset()

    def look(self) -> None:
        """Do what is due now. Nothing that fails here stops anything else; the next look tries again."""
        now = self._clock()
        for what in (self._write_owed, self._follow_up, self._remind):
            try:
                what(now)
            except Exception as error:  # the database may be down: people are answered all the same
                log.error("%s failed: %s", what.__name__.strip("_"), type(error).__name__)

    def _write_owed(self, now: datetime) -> None:
        """What was seen while the disk was full comes into the access log."""
        self._house.unwritten.write(self._house.writing)

    def _follow_up(self, now: datetime) -> None:
        """Once a day is enough: who fell silent yesterday is known when the day begins."""
        today = now.astimezone(OSLO).date()
        if self._followed_up != today and by_day(now):
            follow_up(self._house, now)
            self._followed_up = today

    def _remind(self, now: datetime) -> None:
        """Say once, to those who run the service, that a disclosure lies unseen. Ids of coordinators, nothing more."""
        found = {(one.coordinator_id, one.at): one for one in overdue(self._house, now)}
        for key in sorted(found.keys() - self._reminded):
            stand_in = found[key].stand_in_id
            log.warning(
                "coordinator %s has not seen a disclosure of %s; %s. See: planprat unseen",
                key[0],
                f"{key[1]:%Y-%m-%d %H:%M} UTC",
                f"{stand_in} stands in" if stand_in else "nobody stands in: planprat coordinator stand-in",
            )
        self._reminded = frozenset(found)

    @asynccontextmanager
    async def running(self, every_s: float = LOOK_EVERY_S) -> AsyncIterator[None]:
        """Look at once and then every so many seconds, for as long as the block lasts."""

        async def looking() -> None:
            while True:
                await asyncio.to_thread(self.look)
                await asyncio.sleep(every_s)

        task = asyncio.create_task(looking())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
