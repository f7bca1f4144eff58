"""Several people talk with the program while a test does something to it; afterwards everything is compared."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.dialogs.screen import Say
from bot.testing.telegram.delivery import Post, over_http
from bot.testing.telegram.http import running
from tests.breaking.compare import Figures
from tests.breaking.fake import Watched
from tests.breaking.installation import Installation, Program, on_its_way, running_program
from tests.breaking.someone import Someone
from tests.houses import language

WAITS_S = 60.0  # for traffic to come, and for people to be answered
LOOKS_EVERY_S = 0.2  # into the store, which the program changes without a sound


@dataclass
class Conversing:
    """People who talk, and the program that answers them."""

    installation: Installation
    fake: Watched
    program: Program
    everybody: list[Someone]
    patience_s: float
    over: asyncio.Event = field(default_factory=asyncio.Event)
    talking: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """How many answers were given so far."""
        return sum(one.diary.answers for one in self.everybody)

    async def give(self, answers: int) -> None:
        """Wait until so many more answers were given."""
        wanted = self.answers + answers
        await self.fake.until(lambda: self.answers >= wanted or self._failed(), self.patience_s)
        for task in self.talking:
            if task.done():
                task.result()

    def _failed(self) -> bool:
        return any(task.done() for task in self.talking)

    async def ends(self) -> Figures:
        """Let everybody put the phone down, let everything come to rest, stop the program, and compare."""
        self.over.set()
        waiting = await put_down(self.talking)
        await at_rest(self.installation, self.fake)
        await self.program.stopped()
        return await compared(self.installation, self.everybody, waiting)


async def at_rest(installation: Installation, fake: Watched) -> None:
    """Wait until Telegram holds nothing for the program and the program nothing for anybody.

    Raises:
        TimeoutError: it never is.
    """
    with installation.opened() as house:
        async with asyncio.timeout(WAITS_S):
            while bool(fake.updates.pending(fake.clock.now())) or await asyncio.to_thread(on_its_way, house) > 0:
                await fake.next_of(fake.answered, within_s=LOOKS_EVERY_S)


async def put_down(talking: list[asyncio.Task[None]]) -> list[int]:
    """Wait until everybody has their screen and has put the phone down.

    Returns:
        Which of them wait in vain.

    Raises:
        AssertionError: somebody met a screen that nobody would know what to do with.
    """
    _, waiting = await asyncio.wait(talking, timeout=WAITS_S)
    for task in talking:
        if task in waiting:
            task.cancel()
        else:
            task.result()
    return [number for number, task in enumerate(talking) if task in waiting]


async def compared(installation: Installation, everybody: list[Someone], waiting: list[int]) -> Figures:
    """Everything that was answered beside everything that is stored. `waiting`: who waits in vain."""
    figures = Figures()
    for number in waiting:
        figures.waits(everybody[number].name)
    exports = await asyncio.to_thread(installation.exports)
    for someone, one in zip(everybody, installation.invited, strict=True):
        apologies = sum(sorry() in said.text for said in someone.phone.told)
        figures.add(one.name, someone.diary, exports[one.user], someone.screens, apologies)
    return figures


def sorry() -> str:
    """What is said when something may not be stored."""
    return language().say(Say(id="replies.broken.lost"), "nb")


def dice(seed: int | str) -> random.Random:
    """Chance that a seed repeats."""
    return random.Random(seed)  # noqa: S311 - nothing here is secret


def people_of(
    installation: Installation, fake: Watched, seed: int, enough: Callable[[], bool], patience_s: float
) -> list[Someone]:
    """Everybody who is invited, with a phone."""
    return [
        Someone(fake, one.name, one.token, dice(f"{seed}/{one.user}"), enough, patience_s)
        for one in installation.invited
    ]


@asynccontextmanager
async def conversing(
    installation: Installation, seed: int, *, post: Post = over_http, patience_s: float = WAITS_S, **settings: str
) -> AsyncIterator[Conversing]:
    """Everybody talks with the program for the length of the block.

    Args:
        installation: with people nobody has invited yet.
        seed: of what they do.
        post: how updates are brought to a webhook, if there is one.
        patience_s: how long people wait for a screen before they are left without one.
        settings: of the program.
    """
    fake, over = Watched(), asyncio.Event()
    everybody = people_of(installation, fake, seed, over.is_set, patience_s)
    async with running(fake, post=post) as api, running_program(installation, api, **settings) as program:
        talking = [asyncio.create_task(one.talks()) for one in everybody]
        try:
            yield Conversing(installation, fake, program, everybody, patience_s, over, talking)
        finally:
            for task in talking:
                task.cancel()
