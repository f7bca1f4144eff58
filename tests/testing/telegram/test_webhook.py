"""Updates that are brought: with the secret, each line in order, lines at once, again until they are taken."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

from bot.testing.telegram import requests
from bot.testing.telegram.clock import SetClock
from bot.testing.telegram.delivery import SECRET_HEADER, delivering
from bot.testing.telegram.person import Person
from bot.testing.telegram.server import FakeTelegram
from tests.testing.telegram.conftest import raw, until

URL = "https://planprat.example/telegram"


@dataclass
class House:
    """What stands behind the webhook: answers what it is told to, and writes down what came."""

    answers: list[int] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    slow: asyncio.Event | None = None
    busy: int = 0

    async def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Take a delivery."""
        assert url == URL
        self.got.append(json.loads(body))
        self.headers.append(headers)
        self.busy += 1
        if self.slow is not None:
            await self.slow.wait()
        self.busy -= 1
        if (status := self.answers.pop(0) if self.answers else 200) == 0:
            raise ConnectionRefusedError
        return status

    @property
    def texts(self) -> list[str]:
        """What was typed."""
        return [one["message"]["text"] for one in self.got if "message" in one]


@asynccontextmanager
async def set_up(telegram: FakeTelegram, house: House, **more: object) -> AsyncIterator[None]:
    """A webhook that leads to this house."""
    assert (await raw(telegram, "setWebhook", url=URL, **more))["result"] is True
    async with delivering(telegram, house):
        yield


async def pending(telegram: FakeTelegram) -> int:
    """How many wait."""
    return int((await raw(telegram, "getWebhookInfo"))["result"]["pending_update_count"])


async def test_updates_are_brought_with_the_secret(telegram: FakeTelegram) -> None:
    mari, house = Person(telegram), House()
    mari.types("før")
    async with set_up(telegram, house, secret_token="secret-1"):
        await until(lambda: house.texts == ["før"])
        mari.types("etter")
        await until(lambda: house.texts == ["før", "etter"])
        assert [one[SECRET_HEADER] for one in house.headers] == ["secret-1"] * 2
        assert house.got[1]["update_id"] == house.got[0]["update_id"] + 1
        await until(lambda: not house.busy)
        assert await pending(telegram) == 0


async def test_polling_and_webhook_exclude_each_other(telegram: FakeTelegram) -> None:
    async with requests.bot(telegram) as bot:
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: telegram.poll)
        await bot.set_webhook(URL)
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"):
            await bot.get_updates()
        assert (await bot.get_webhook_info()).url == URL
        Person(telegram).types("hei")
        assert await bot.delete_webhook()
        assert len(await bot.get_updates()) == 1
        assert await bot.set_webhook(URL, drop_pending_updates=True)
        assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_what_is_not_taken_is_brought_again_and_nothing_overtakes_it(
    telegram: FakeTelegram, clock: SetClock
) -> None:
    mari, house = Person(telegram), House(answers=[500, 0, 200, 200])
    mari.types("en")
    mari.types("to")
    async with set_up(telegram, house):
        for seconds in (1, 2):
            await until(lambda: clock.waiting)
            clock.passes(seconds=seconds)
        await until(lambda: len(house.got) == 4 and not house.busy)
        assert house.texts == ["en", "en", "en", "to"]
        told = (await raw(telegram, "getWebhookInfo"))["result"]
        assert told["last_error_message"].startswith("Connection failed")


async def test_one_persons_texts_and_presses_come_at_the_same_time(telegram: FakeTelegram) -> None:
    mari, ola, house = Person(telegram), Person(telegram, "Ola"), House(slow=asyncio.Event())
    for person in (mari, ola):
        person.starts()
    async with requests.bot(telegram) as bot:
        yes = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes")]])
        await bot.send_message(mari.id, "Ja?", reply_markup=yes)
    mari.taps("Ja")
    mari.types("eller")
    async with set_up(telegram, house, allowed_updates=["message", "callback_query"]):
        await until(lambda: house.busy == 3)
        assert sorted("callback_query" in one for one in house.got) == [False, False, True]
        assert house.slow is not None
        house.slow.set()
        await until(lambda: len(house.got) == 4)
        assert house.got[-1]["message"]["text"] == "eller"


async def test_not_more_at_once_than_was_asked(telegram: FakeTelegram) -> None:
    house = House(slow=asyncio.Event())
    for name in ("Mari", "Ola", "Kari"):
        Person(telegram, name).starts()
    async with set_up(telegram, house, max_connections=2):
        await until(lambda: house.busy == 2)
        assert len(house.got) == 2
        assert house.slow is not None
        house.slow.set()
        await until(lambda: len(house.got) == 3)


async def test_a_delivery_can_come_twice(telegram: FakeTelegram) -> None:
    mari, house = Person(telegram), House()
    telegram.updates.repeat()
    async with set_up(telegram, house):
        mari.types("en")
        mari.types("to")
        await until(lambda: house.texts == ["en", "en", "to"])
    assert house.got[0] == house.got[1]
