"""The fake Bot API with eyes: what the program was handed and has not confirmed, and what it is being answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.testing.telegram.clock import MachineClock
from bot.testing.telegram.memory import Bell
from bot.testing.telegram.parameters import Given
from bot.testing.telegram.server import Answer, FakeTelegram

FETCHES = "getupdates"
SENDS = frozenset({"sendmessage", "editmessagetext", "sendphoto", "senddocument", "answercallbackquery"})


class LateClock(MachineClock):
    """The machine's clock, some seconds ahead: what Telegram keeps only for a while grows old without waiting."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def now(self) -> float:
        """The time."""
        return super().now() + self.ahead_s


@dataclass
class Watched(FakeTelegram):
    """Rings when something is asked (`asked`) and when it was answered (`answered`)."""

    asked: Bell = field(default_factory=Bell)
    answered: Bell = field(default_factory=Bell)
    late: LateClock = field(default_factory=LateClock)
    unconfirmed: set[int] = field(default_factory=set)
    under_way: int = 0
    handings: int = 0
    sendings: int = 0

    def __post_init__(self) -> None:
        self.clock = self.late
        super().__post_init__()

    async def call(self, token: str, method: str, given: Given, *, patience: float | None = None) -> Answer:
        """As FakeTelegram."""
        name = method.lower()
        if name == FETCHES:
            offset = given.number("offset")
            self.unconfirmed = {one for one in self.unconfirmed if one >= offset}
        if name in SENDS:
            self.under_way += 1
            self.sendings += 1
        self.asked.ring()
        try:
            answer = await super().call(token, method, given, patience=patience)
        finally:
            self.under_way -= name in SENDS
        if name == FETCHES and answer.status == 200:
            handed = {int(one["update_id"]) for one in json.loads(answer.body)["result"]}
            self.handings += bool(handed - self.unconfirmed)
            self.unconfirmed |= handed
        self.answered.ring()
        return answer

    async def until(self, true: Callable[[], bool], patience_s: float) -> None:
        """Wait until the program has brought something about.

        Raises:
            TimeoutError: it has not.
        """
        async with asyncio.timeout(patience_s):
            while not true():
                await self.next_of(self.asked, self.answered)

    async def next_of(self, *bells: Bell, within_s: float | None = None) -> None:
        """Wait for the next ring of any of these, no longer than that."""
        listening = [bell.listen() for bell in bells]
        try:
            await asyncio.wait(listening, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in listening:
                one.cancel()

    def died(self) -> None:
        """The program is gone: what it was handed comes again."""
        self.unconfirmed.clear()
        self.under_way = 0
