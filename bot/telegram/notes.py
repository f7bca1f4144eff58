"""Writing down what was delivered. What stands in a chat but could not be written down is not sent again: nothing more
goes to that person until it is written down.

Kept in memory: a kill in between may show a screen twice, a full disk must not show it every second.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.telegram.quiet import where

log = logging.getLogger(__name__)

Write = Callable[[], None]


class Notes:
    """What is owed to the database, for each person at most one thing."""

    def __init__(self) -> None:
        self._owed: dict[str, Write] = {}

    async def write(self, user: str, write: Write) -> None:
        """Write this down, in another thread.

        Raises:
            Exception: it could not be; it is owed from now on.
        """
        try:
            await asyncio.to_thread(write)
        except Exception:
            self._owed[user] = write
            raise

    async def settled(self, user: str) -> bool:
        """Whether nothing is owed for this person; what was owed is tried again."""
        write = self._owed.get(user)
        if write is None:
            return True
        try:
            await asyncio.to_thread(write)
        except Exception as error:
            log.debug("still not written down: %s", where(error))
            return False
        del self._owed[user]
        return True
