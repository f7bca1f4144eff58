"""Fetching updates: get, take, commit, and only then go on. What was not stored is not confirmed, so it comes again.

The library's own loop confirms a batch before it is dealt with; a crash would lose it. Here the next request confirms
everything before the first update that is still being taken. One slow person's updates come again with each batch
meanwhile and are passed over; everybody else's go on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.codec import ALLOWED_UPDATES
from bot.telegram.intake import Intake
from bot.telegram.lease import Lease
from bot.telegram.quiet import where

log = logging.getLogger(__name__)

WAIT_S = 8  # of a request without updates
PATIENCE_S = 0.25  # how long a batch is waited for before the next is fetched
LONGEST_REST_S = 5.0  # somebody may be waiting, and one request costs nothing
LEASE_REST_S = 1.0


class Poll:
    """Fetches updates for one bot. `caught_up`: since this process fetches, all that waited has been taken.

    Args:
        bot: speaks with Telegram.
        intake: takes each update.
        lease: says whether this process is the one that fetches.
        rest: waits so many seconds.
    """

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        lease: Lease,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._lease = lease
        self._rest = rest
        self.caught_up = asyncio.Event()
        self._offset = 0
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Fetch until cancelled."""
        failed = 0
        while True:
            try:
                if not await self._lease.holds():
                    self.caught_up.clear()
                    await self._rest(LEASE_REST_S)
                    continue
                new = await self.once(WAIT_S if self.caught_up.is_set() else 0)
                if not new and not self._under_way:
                    self.caught_up.set()
                failed = 0
            except InvalidToken:  # it was known at the start: taken away since, or a fault of what stands in between
                if not failed:
                    log.error("Telegram does not know the token any more; it is asked again")
                await self._rest(LONGEST_REST_S)
                failed = min(failed + 1, 10)
            except Conflict:
                log.warning("another program asks Telegram for this bot's updates; stop that one")
                await self._rest(LEASE_REST_S)
            except RetryAfter as patience:
                asked = patience.retry_after
                await self._rest(asked.total_seconds() if isinstance(asked, timedelta) else asked)
            except TelegramError as error:
                if not failed:
                    log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
                await self._rest(min(2.0**failed, LONGEST_REST_S))
                failed = min(failed + 1, 10)
            except Exception as error:
                log.error("updates could not be fetched: %s", where(error))
                await self._rest(min(2.0**failed, LONGEST_REST_S))
                failed = min(failed + 1, 10)

    async def once(self, wait_s: int = 0) -> int:
        """One request. Gives how many updates were new.

        Raises:
            TelegramError: it was not answered.
        """
        updates = await self._bot.get_updates(
            offset=self._offset or None,
            timeout=timedelta(seconds=wait_s),
            allowed_updates=ALLOWED_UPDATES,
        )
        new = [update for update in updates if update.update_id not in self._tasks]
        for update in new:
            self._tasks[update.update_id] = asyncio.create_task(self._take(update))
        await self._settled()
        self._advance(updates)
        return len(new)

    async def _settled(self) -> None:
        """Wait for what is being taken, for as long as some of it gets done: what is fetched again is read again."""
        left = len(self._tasks) + 1
        while 0 < len(under_way := self._under_way) < left:
            left = len(under_way)
            await asyncio.wait([self._tasks[one] for one in under_way], timeout=PATIENCE_S)

    def _advance(self, updates: tuple[Update, ...]) -> None:
        """Confirm what is done, up to the first that is not. Of this batch: numbers begin anew after a quiet week."""
        if not updates:
            return
        under_way = self._under_way
        batch = [update.update_id for update in updates]
        self._offset = min(under_way) if under_way else max(batch) + 1
        self._tasks = {one: task for one, task in self._tasks.items() if not task.done() or one >= self._offset}

    @property
    def _under_way(self) -> list[int]:
        """Numbers of the updates that are still being taken."""
        return [one for one, task in self._tasks.items() if not task.done()]

    async def _take(self, update: Update) -> None:
        try:
            await self._intake.take(update, patient=True)
        except Exception as error:
            log.error("an update was passed over: %s", where(error))

    async def finish(self, seconds: float) -> None:
        """Wait for what is being taken, no longer than that. What is not done by then comes again at the next start."""
        under_way = [task for task in self._tasks.values() if not task.done()]
        if under_way:
            await asyncio.wait(under_way, timeout=seconds)
        for task in under_way:
            task.cancel()
