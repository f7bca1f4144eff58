"""The right to fetch updates and to deliver: one process has it, and asks for it again every few seconds.

While the database does not answer nobody can be given the right, and whoever had it goes on: people who write then are
told that nothing is stored, and whom they can ring. If another process has got it after all, Telegram refuses the one
that came first (409).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.actions.delivery import hold, let_go
from bot.actions.house import House
from bot.telegram.quiet import where

log = logging.getLogger(__name__)

RENEW = timedelta(seconds=2)  # a quarter of how long it lasts
PATIENCE_S = 1.0  # with a database that does not answer


class Lease:
    """This process's lease. `owner` names it to the others."""

    def __init__(self, house: House, owner: str, clock: Callable[[], datetime]) -> None:
        self._house = house
        self._owner = owner
        self._clock = clock
        self._held = False
        self._failing = False
        self._renewed: datetime | None = None
        self._asked: datetime | None = None
        self._question: asyncio.Task[bool] | None = None
        self._asking = asyncio.Lock()

    async def holds(self) -> bool:
        """Whether this process has it. A clock that steps back only makes it ask sooner."""
        async with self._asking:
            now = self._clock()
            if self._renewed is not None and timedelta(0) <= now - self._renewed < RENEW:
                return True
            if self._question is None:
                self._asked = now
                self._question = asyncio.create_task(asyncio.to_thread(hold, self._house, self._owner, now))
            await asyncio.wait({self._question}, timeout=PATIENCE_S)
            if self._question.done():
                self._answered(self._question)
            return self._held

    def _answered(self, question: asyncio.Task[bool]) -> None:
        """It runs from when it was asked for: the answer may have taken longer than it lasts."""
        self._question = None
        try:
            self._held = question.result()
            self._renewed = self._asked if self._held else None
            self._failing = False
        except Exception as error:
            if not self._failing:  # said once: the database may be away for hours
                log.error("the lease could not be renewed: %s", where(error))
            self._failing = True

    async def release(self) -> None:
        """Give it back, so that the next process need not wait."""
        async with self._asking:
            if self._question is not None:
                with suppress(Exception):
                    await self._question
            self._held, self._renewed, self._question = False, None, None
            await asyncio.to_thread(let_go, self._house, self._owner)
