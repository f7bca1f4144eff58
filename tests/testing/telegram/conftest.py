"""The fake, a clock that a test moves, and python-telegram-bot's own Bot at it: within the process, and over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.testing.telegram import requests
from bot.testing.telegram.clock import SetClock
from bot.testing.telegram.http import running
from bot.testing.telegram.parameters import Given, given_json
from bot.testing.telegram.server import FakeTelegram

WAYS = ("in process", "over HTTP")
PLAIN = {"verify": False}  # certificates are not read for plain HTTP within this machine
PATIENCE_S = 10  # of the machine, not of the fake


@dataclass(frozen=True, slots=True)
class Town:
    """One fake with one bot at it."""

    telegram: FakeTelegram
    clock: SetClock
    bot: Bot

    async def pass_while_waiting(self, seconds: float) -> None:
        """Move the clock once somebody waits for it."""
        await until(lambda: self.clock.waiting > 0)
        self.clock.passes(seconds=seconds)


async def until(happened: Callable[[], object]) -> None:
    """Let the loop turn until this is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not happened():  # noqa: ASYNC110 - a turn of the loop takes no time of its own
            await asyncio.sleep(0)


async def raw(telegram: FakeTelegram, method: str, **given: object) -> dict[str, Any]:
    """The JSON that comes back, refused or not."""
    answer = await telegram.call(telegram.token, method, Given(given_json(given)))
    body: dict[str, Any] = json.loads(answer.body)
    assert body["ok"] is (answer.status == 200)
    return body


def http_bot(telegram: FakeTelegram, address: str) -> Bot:
    """The library's Bot with its own HTTP requests."""
    return Bot(
        telegram.token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(httpx_kwargs=PLAIN),
        get_updates_request=HTTPXRequest(httpx_kwargs=PLAIN),
    )


@pytest.fixture(autouse=True)
def _spans_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot 22 warns of each `retry_after` unless it is asked for the form it will have."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> SetClock:
    """Stands until moved."""
    return SetClock()


@pytest.fixture
def telegram(clock: SetClock) -> FakeTelegram:
    """A fake without a bot at it."""
    return FakeTelegram(clock=clock)


@pytest.fixture(params=WAYS)
async def town(request: pytest.FixtureRequest, telegram: FakeTelegram, clock: SetClock) -> AsyncIterator[Town]:
    """The fake with a bot at it, both ways."""
    if request.param == WAYS[0]:
        async with requests.bot(telegram) as bot:
            yield Town(telegram, clock, bot)
        return
    async with running(telegram) as address, http_bot(telegram, address) as bot:
        yield Town(telegram, clock, bot)
