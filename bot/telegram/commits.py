"""Storing what several people did in one commit. Whoever comes while a commit is under way goes along with the next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from bot.actions.at_once import Doing, all_at_once
from bot.actions.house import House

Got = TypeVar("Got")

TOGETHER = 32  # at most in one commit, so that nobody waits long for the others
AT_ONCE = 4  # commits under way at the same moment, where the database takes several


class Commits:
    """Does what it is asked to in other threads, in the order of asking.

    Args:
        house: the installation.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        one_writer = house.store.one_writer
        self._places, self._together = (1, TOGETHER) if one_writer else (AT_ONCE, 1)
        self._waiting: deque[tuple[Doing, asyncio.Future[Any]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._working = 0

    async def do(self, doing: Callable[[House], Got]) -> Got:
        """Do this, see `all_at_once`. On return it is on the disk.

        Raises:
            Exception: as the action raised it; nothing of it is stored.
        """
        done: asyncio.Future[Got] = asyncio.get_running_loop().create_future()
        self._waiting.append((doing, done))
        self._go_on()
        return await done

    def _go_on(self) -> None:
        if self._working < self._places:
            self._working += 1
            task = asyncio.create_task(self._work())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._commit()
        finally:
            self._working -= 1

    async def _commit(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(self._together, len(self._waiting)))]
        results = await asyncio.to_thread(all_at_once, self._house, [doing for doing, _ in some])
        for (_, done), result in zip(some, results, strict=True):
            if done.done():
                continue  # nobody waits for it any more
            if isinstance(result, Exception):
                done.set_exception(result)
            else:
                done.set_result(result)
