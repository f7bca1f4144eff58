"""Writing down what was delivered. What stands in a chat but could not be written down is not sent again: nothing more
goes to that person until it is written down.

Kept in memory: a kill in between may show a screen twice, a full disk must not show it every second.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.actions.house import House
from bot.telegram.commits import Commits
from bot.telegram.quiet import where

log = logging.getLogger(__name__)

Write = Callable[[House], bool]


class Notes:
    """What is owed to the database, for each person at most one thing. `Write` gives whether more waits for them."""

    def __init__(self, commits: Commits) -> None:
        self._commits = commits
        self._owed: dict[str, Write] = {}

    async def write(self, user: str, write: Write) -> bool:
        """Write this down, in another thread. Gives what it gives.

        Raises:
            Exception: it could not be; it is owed from now on.
        """
        try:
            return await self._commits.do(write)
        except Exception:
            self._owed[user] = write
            raise

    async def settled(self, user: str) -> bool:
        """Whether nothing is owed for this person; what was owed is tried again."""
        write = self._owed.get(user)
        if write is None:
            return True
        try:
            await self._commits.do(write)
        except Exception as error:
            log.debug("still not written down: %s", where(error))
            return False
        del self._owed[user]
        return True
