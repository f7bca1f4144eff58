"""The real program beside the fake Bot API as a server: it answers, it goes on after a kill, it stops when told to."""

from __future__ import annotations

import asyncio
import signal
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.testing.telegram.http import running
from bot.testing.telegram.memory import TOKEN
from bot.testing.telegram.parameters import Given
from bot.testing.telegram.person import Person
from bot.testing.telegram.server import Answer, FakeTelegram
from tests.processes import Ended, Served, served

PATIENCE_S = 30


@asynccontextmanager
async def program(data: Path, api: str, token: str = TOKEN, **settings: Any) -> AsyncIterator[Served]:
    """The program with Telegram; started and ended without holding up the fake, which lives in this loop."""
    settings |= {"telegram_token": token, "telegram_api_url": api}
    started = served(data, "--practice", "--host", "127.0.0.1", **settings)
    server = await asyncio.to_thread(started.__enter__)
    try:
        yield server
    finally:
        await asyncio.to_thread(started.__exit__, None, None, None)


@dataclass
class Watched(FakeTelegram):
    """The fake, and a way to wait for what the program asks of it."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(self, token: str, method: str, given: Given, *, patience: float | None = None) -> Answer:
        """As FakeTelegram."""
        asyncio.get_running_loop().call_soon(self.asked.set)  # it may be long before this is answered
        try:
            return await super().call(token, method, given, patience=patience)
        finally:
            self.asked.set()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until the program has brought something about."""
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                self.asked.clear()
                await self.asked.wait()


async def stopped(server: Served, how: signal.Signals = signal.SIGTERM) -> Ended:
    """Told to stop; it has five seconds."""
    return await asyncio.to_thread(server.stop, how)


async def test_it_answers_goes_on_after_a_kill_and_stops(tmp_path: Path) -> None:
    fake = Watched()
    async with running(fake) as api:
        ola = Person(fake, "Jonas")
        async with program(tmp_path / "data", api) as server:
            bot, _, token = server.told["telegram"]["user_nb"].partition("?start=")
            assert bot == server.told["telegram"]["bot"] == "https://t.me/planprat_practice_bot"
            assert token == server.told["user_nb"].rpartition("/")[2], "one link, in both places"
            ola.starts(token)
            await fake.until(lambda: len(ola.told) == 1)
            assert "Planprat" in ola.last.text
            server.process.kill()
            await asyncio.to_thread(server.process.wait)
        ola.types("/hjelp")
        async with program(tmp_path / "data", api) as server:
            await fake.until(lambda: any("113" in one.text for one in ola.told))
            ola.types("/meny")
            await fake.until(lambda: "113" not in ola.last.text)
            ended = await stopped(server)
    assert ended.code == 0
    assert ended.err == ""


@pytest.mark.parametrize(("token", "asked"), [(TOKEN[:-1], 2), ("no token:\nat/all", 0)])
async def test_a_wrong_token_is_said_and_the_pages_go_on(tmp_path: Path, token: str, asked: int) -> None:
    fake = Watched()
    async with running(fake) as api, program(tmp_path / "data", api, token) as server:
        await fake.until(lambda: fake.counted["getme"] == asked)  # at the start, and by the channel
        address = server.told["address"] + "/healthz"
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=10).status)  # noqa: S310
        ended = await stopped(server)
    assert answer == 200
    assert ended.code == 0
    assert server.told["telegram"] is None
    assert "PLANPRAT_TELEGRAM_TOKEN" in ended.err
    assert token not in ended.err
    assert len(ended.err.splitlines()) == 1


async def test_an_api_that_is_not_there_is_said_and_the_pages_go_on(tmp_path: Path) -> None:
    async with program(tmp_path / "data", "http://127.0.0.1:9") as server:
        address = server.told["address"] + "/healthz"
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=10).status)  # noqa: S310
        ended = await stopped(server)
    assert answer == 200
    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_no_token_and_no_word_of_anybodys_is_ever_logged(tmp_path: Path) -> None:
    words = ["Hemmelig nummer en", "Hemmelig nummer to", "Jeg vil ikke leve"]
    fake = Watched()
    async with running(fake) as api:
        ola = Person(fake, "Jonasmann")
        async with program(tmp_path / "data", api, log_level="debug") as server:
            token = server.told["user_nb"].rpartition("/")[2]
            fake.faults.fail("getUpdates", status=500)
            fake.faults.cut("sendMessage", handled=True)
            ola.starts(token)
            await fake.until(lambda: len(ola.told) == 2)
            fake.faults.cut("getUpdates")
            fake.faults.fail("answerCallbackQuery", status=500)
            fake.faults.fail("editMessageText", status=500)
            for text in words:
                ola.types(text)
            await fake.until(lambda: any("116 123" in one.text for one in ola.told))
            ola.taps(ola.keyboard[0])
            await fake.until(lambda: fake.counted["editmessagetext"] == 2)
            ended = await stopped(server)
    assert "DEBUG" in ended.err, "it was told to tell everything"
    for secret in (TOKEN, TOKEN.partition(":")[2], token, "Jonasmann", str(ola.id), *words):
        assert secret not in ended.err, secret


async def test_told_to_stop_while_telegram_is_slow_it_stops_and_goes_on_at_the_next_start(tmp_path: Path) -> None:
    fake = Watched()
    async with running(fake) as api:
        ola = Person(fake, "Jonas")
        async with program(tmp_path / "data", api) as server:
            ola.starts(server.told["user_nb"].rpartition("/")[2])
            await fake.until(lambda: len(ola.told) == 1)
            fake.faults.slow("sendMessage", "getUpdates", "answerCallbackQuery", seconds=60, times=None)
            sent = fake.counted["sendmessage"]
            ola.types("/hjelp")
            await fake.until(lambda: fake.counted["sendmessage"] > sent)
            ended = await stopped(server)
        assert (ended.code, ended.err) == (0, "")
        fake.faults.clear()
        shown = len(ola.told)
        async with program(tmp_path / "data", api) as server:
            await fake.until(lambda: len(ola.told) > shown)  # nothing was typed: it is shown again
            assert "116 123" in ola.last.text
            ended = await stopped(server)
    assert (ended.code, ended.err) == (0, "")
