"""Twenty people talk, the program is killed again and again at moments that a seed decides, and everything is compared.

A kill is aimed: at the time just after updates were handed out (they are being stored), at a message on its way, at a
start that is not finished, or at nothing in particular. Where it hit is counted by what the fake saw.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from bot.testing.telegram.http import running
from bot.testing.telegram.updates import PRESS_KEPT_S
from tests.breaking.compare import Figures
from tests.breaking.conversing import WAITS_S, at_rest, compared, dice, people_of, put_down
from tests.breaking.fake import Watched
from tests.breaking.installation import Installation, Program, begun, running_program
from tests.breaking.someone import Someone

Aim = Literal["storing", "sending", "starting", "anything"]
AIMS: tuple[tuple[Aim, float], ...] = (("storing", 0.5), ("sending", 0.2), ("starting", 0.1), ("anything", 0.2))
AFTER_S: dict[Aim, float] = {"storing": 0.06, "sending": 0.01, "starting": 1.2, "anything": 0.5}
FORGOTTEN = 0.3  # of the kills are followed by so long a silence that Telegram forgets the presses


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: at what, after how many such things, and how many seconds later; not before it is `ready`."""

    aim: Aim
    passing: int
    after_s: float
    long_silence: bool
    ready: Callable[[], bool] = lambda: True


@dataclass
class Outcome:
    """What came of it. `hit`: what the program was doing, kill by kill."""

    seed: int
    hit: Counter[str] = field(default_factory=Counter)
    figures: Figures = field(default_factory=Figures)
    slowest_stop_s: float = 0.0

    def report(self) -> str:
        """All of it, for a test that failed."""
        return "\n".join((f"seed {self.seed}", f"{self.hit}", f"{self.figures}", *self.figures.details))


def planned(chance: random.Random, kills: int, passing: int) -> Iterator[Kill]:
    """The kills that chance gives; up to so many handings or sendings pass by before each."""
    aims, weights = zip(*AIMS, strict=True)
    for _ in range(kills):
        aim: Aim = chance.choices(aims, weights)[0]
        yield Kill(aim, chance.randrange(passing), chance.uniform(0, AFTER_S[aim]), chance.random() < FORGOTTEN)


async def broken(
    installation: Installation,
    kills: int,
    seed: int,
    passing: int,
    *,
    answers: int = 0,
    told: bool = False,
    longest_s: float = math.inf,
) -> Outcome:
    """Let everybody talk while the program is killed so many times; then let it come to rest, stop it, and compare.

    Args:
        installation: with people nobody has invited yet.
        kills: how many.
        seed: of the kills and of what people do.
        passing: how long a program lives between two kills: up to so many times are updates handed out.
        answers: how many there are before the first kill.
        told: the program is told to stop (SIGTERM) in the place of being killed.
        longest_s: no more kills after so many seconds.
    """
    outcome, fake, over = Outcome(seed), Watched(), asyncio.Event()
    patience_s = WAITS_S + 20 * kills
    begun_at = time.monotonic()
    everybody = people_of(installation, fake, seed, over.is_set, patience_s)
    async with running(fake) as api:
        with _ended_together([asyncio.create_task(one.talks()) for one in everybody]) as talking:
            for number, kill in enumerate(planned(dice(seed), kills, passing)):
                if answers and number == 0:
                    enough = partial(_enough, everybody, answers)
                    kill = replace(kill, aim="storing", ready=enough)
                if time.monotonic() - begun_at > longest_s:
                    break
                doing, took_s = await _killed(installation, api, fake, kill, told=told)
                outcome.hit[doing] += 1
                outcome.slowest_stop_s = max(outcome.slowest_stop_s, took_s)
                _raise_first(talking)
            async with running_program(installation, api) as program:
                handings = fake.handings
                await fake.until(lambda: fake.handings > handings, WAITS_S)
                over.set()
                waiting = await put_down(talking)
                await at_rest(installation, fake)
                outcome.slowest_stop_s = max(outcome.slowest_stop_s, await program.stopped())
    outcome.figures = await compared(installation, everybody, waiting)
    return outcome


@contextmanager
def _ended_together(talking: list[asyncio.Task[None]]) -> Iterator[list[asyncio.Task[None]]]:
    try:
        yield talking
    finally:
        for task in talking:
            task.cancel()


def _raise_first(talking: list[asyncio.Task[None]]) -> None:
    for task in talking:
        if task.done():
            task.result()


def _enough(everybody: list[Someone], answers: int) -> bool:
    return sum(one.diary.answers for one in everybody) >= answers


async def _killed(installation: Installation, api: str, fake: Watched, kill: Kill, *, told: bool) -> tuple[str, float]:
    """Start the program, wait for the moment, end it. What it was doing, as far as can be seen from outside, and how
    long it took to stop where it was told to."""
    handings = fake.handings
    program = await begun(installation, api)
    try:
        await _moment(program, fake, kill, told=told)
        doing = _doing(fake, began=fake.handings > handings)
        return doing, await program.stopped() if told else 0.0
    finally:
        await program.killed()
        fake.died()
        if kill.long_silence:
            fake.late.ahead_s += PRESS_KEPT_S + 1


async def _moment(program: Program, fake: Watched, kill: Kill, *, told: bool) -> None:
    if kill.aim == "starting" and not told:  # who is told before it listens has no way yet to hear it
        await asyncio.sleep(kill.after_s)
        return
    await program.listens()
    handings = fake.handings
    await fake.until(lambda: fake.handings > handings and kill.ready(), WAITS_S)
    if kill.aim == "storing":
        handings = fake.handings + kill.passing
        await fake.until(lambda: fake.handings > handings, WAITS_S)
    elif kill.aim == "sending":
        sendings = fake.sendings + kill.passing
        await fake.until(lambda: fake.sendings > sendings, WAITS_S)
    await asyncio.sleep(kill.after_s)


def _doing(fake: Watched, *, began: bool) -> str:
    if not began:
        return "starting"
    if fake.under_way:
        return "sending"
    return "storing" if fake.unconfirmed else "resting"
