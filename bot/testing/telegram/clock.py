"""The time, as a test says it or as the machine does. Nothing in the fake looks at any other clock."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Protocol

START = 1_795_000_000.0  # 18 November 2026; any day would do


class Clock(Protocol):
    """What the fake asks of a clock. Moments are seconds since 1970, UTC."""

    def now(self) -> float:
        """The time."""
        ...

    async def wait(self, news: asyncio.Future[Any], until: float) -> None:
        """Wait until there are news or the moment has come, whichever is first. The future is left as it is."""
        ...


class MachineClock:
    """The machine's own clock, for the server that runs beside the real program."""

    def now(self) -> float:
        """The time."""
        return time.time()

    async def wait(self, news: asyncio.Future[Any], until: float) -> None:
        """As the protocol says."""
        await asyncio.wait([news], timeout=max(0.0, until - self.now()))


class SetClock:
    """A clock that stands until a test moves it. Those who wait for a moment wake when it is passed."""

    def __init__(self, now: float = START) -> None:
        self._now = now
        self._alarms: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        """The time."""
        return self._now

    @property
    def waiting(self) -> int:
        """How many wait for a moment to come: a test moves the clock once it sees them wait."""
        return sum(1 for _, alarm in self._alarms if not alarm.done())

    def passes(self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Let time pass; negative for a clock that steps back."""
        self._now += seconds + 60 * (minutes + 60 * (hours + 24 * days))
        for moment, alarm in self._alarms:
            if moment <= self._now and not alarm.done():
                alarm.set_result(None)

    async def wait(self, news: asyncio.Future[Any], until: float) -> None:
        """As the protocol says."""
        if until <= self._now:
            return
        entry = (until, asyncio.get_running_loop().create_future())
        self._alarms.append(entry)
        try:
            await asyncio.wait([news, entry[1]], return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._alarms.remove(entry)
