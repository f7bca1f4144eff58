"""The right to fetch updates and to deliver: one process has it, and asks for it again every few seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.actions.delivery import hold, let_go
from bot.actions.house import House

RENEW = timedelta(seconds=5)  # a third of how long it lasts


class Lease:
    """This process's lease. `owner` names it to the others."""

    def __init__(self, house: House, owner: str, clock: Callable[[], datetime]) -> None:
        self._house = house
        self._owner = owner
        self._clock = clock
        self._renewed: datetime | None = None
        self._asking = asyncio.Lock()

    async def holds(self) -> bool:
        """Whether this process has it. A clock that steps back only makes it ask sooner."""
        async with self._asking:
            now = self._clock()
            if self._renewed is not None and timedelta(0) <= now - self._renewed < RENEW:
                return True
            held = await asyncio.to_thread(hold, self._house, self._owner, now)
            self._renewed = now if held else None
            return held

    async def release(self) -> None:
        """Give it back, so that the next process need not wait."""
        async with self._asking:
            self._renewed = None
            await asyncio.to_thread(let_go, self._house, self._owner)
