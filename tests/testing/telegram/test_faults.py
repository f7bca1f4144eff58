"""What goes wrong on demand, and how fast a bot may send."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.testing.telegram import requests
from bot.testing.telegram.clock import SetClock
from bot.testing.telegram.person import Person
from bot.testing.telegram.server import FakeTelegram
from tests.testing.telegram.conftest import Town, raw, until


@pytest.fixture
def mari(town: Town) -> Person:
    """Somebody who has opened the bot."""
    person = Person(town.telegram)
    person.starts()
    return person


async def test_too_many_requests_says_how_long_to_wait(town: Town, mari: Person) -> None:
    town.telegram.faults.flood("sendMessage", retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            await town.bot.send_message(mari.id, "Hei")
        assert refused.value.retry_after == timedelta(seconds=7)
        assert await town.bot.get_me()
    await town.bot.send_message(mari.id, "Hei")
    assert len(mari.told) == 1
    assert town.telegram.counted["sendmessage"] == 3


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_that_fails_is_a_network_error(town: Town, mari: Person, status: int) -> None:
    town.telegram.faults.fail(status=status)
    with pytest.raises(NetworkError):
        await town.bot.send_message(mari.id, "Hei")
    assert not mari.told
    await town.bot.send_message(mari.id, "Hei")
    assert len(mari.told) == 1


@pytest.mark.parametrize("handled", [False, True])
async def test_a_cut_connection_leaves_one_in_doubt(town: Town, mari: Person, handled: bool) -> None:
    town.telegram.faults.cut("sendMessage", handled=handled)
    with pytest.raises(NetworkError, match="httpx"):
        await town.bot.send_message(mari.id, "Hei")
    assert len(mari.told) == handled


async def test_a_server_that_is_down_comes_back_at_its_time(town: Town, mari: Person) -> None:
    town.telegram.faults.down(until=town.clock.now() + 600)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await town.bot.get_updates()
        mari.types("er det noen der?")
    town.clock.passes(minutes=10)
    assert len(await town.bot.get_updates()) == 3


async def test_a_slow_answer_comes_when_its_time_is_there(town: Town, mari: Person) -> None:
    town.telegram.faults.slow("sendMessage", seconds=3)
    sending = asyncio.create_task(town.bot.send_message(mari.id, "Hei"))
    await town.pass_while_waiting(2)
    mari.types("skjer det noe?")
    assert not mari.told
    await town.pass_while_waiting(1)
    assert (await sending).text == "Hei"


async def test_who_gives_up_on_a_slow_answer_does_not_undo_it(telegram: FakeTelegram, clock: SetClock) -> None:
    mari = Person(telegram)
    mari.starts()
    async with requests.bot(telegram) as bot:
        telegram.faults.slow("sendMessage", seconds=60)
        sending = asyncio.create_task(bot.send_message(mari.id, "Hei", read_timeout=2))
        await until(lambda: clock.waiting)
        clock.passes(seconds=2)
        with pytest.raises(TimedOut):
            await sending
    assert mari.last.text == "Hei"


async def test_everything_works_again_when_it_is_mended(town: Town) -> None:
    town.telegram.faults.fail(times=None)
    for _ in range(3):
        with pytest.raises(TelegramError):
            await town.bot.get_me()
    town.telegram.faults.clear()
    assert await town.bot.get_me()


async def test_one_message_a_second_in_one_chat() -> None:
    clock = SetClock()
    telegram = FakeTelegram(clock=clock, strict_pace=True)
    mari, ola = Person(telegram), Person(telegram, "Ola")
    for person in (mari, ola):
        person.starts()
        assert (await raw(telegram, "sendMessage", chat_id=person.id, text="Hei"))["ok"]
    clock.passes(seconds=0.4)
    assert await raw(telegram, "sendMessage", chat_id=mari.id, text="to") == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    last = mari.last.id
    assert (await raw(telegram, "editMessageText", chat_id=mari.id, message_id=last, text="Hallo"))["ok"]
    clock.passes(seconds=0.6)
    assert (await raw(telegram, "sendMessage", chat_id=mari.id, text="to"))["ok"]
    assert [one.text for one in mari.told] == ["Hallo", "to"]
    assert telegram.pace.refused == 1


async def test_thirty_messages_a_second_in_all() -> None:
    clock = SetClock()
    telegram = FakeTelegram(clock=clock, strict_pace=True)
    crowd = [Person(telegram) for _ in range(32)]
    answers = []
    for person in crowd:
        person.starts()
        answers.append(await raw(telegram, "sendMessage", chat_id=person.id, text="Hei"))
    assert [one["ok"] for one in answers] == [True] * 30 + [False] * 2
    clock.passes(seconds=-3600)
    assert (await raw(telegram, "sendMessage", chat_id=crowd[-1].id, text="Hei"))["ok"], "a clock that stepped back"


async def test_the_pace_is_free_unless_it_is_strict(telegram: FakeTelegram) -> None:
    mari = Person(telegram)
    mari.starts()
    for _ in range(40):
        assert (await raw(telegram, "sendMessage", chat_id=mari.id, text="Hei"))["ok"]
