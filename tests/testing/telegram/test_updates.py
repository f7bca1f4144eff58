"""How updates come: order, confirmation, how long they are kept, who waits, and ids after a quiet week."""

from __future__ import annotations

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import Conflict

from bot.testing.telegram.person import Person
from tests.testing.telegram.conftest import PATIENCE_S, Town, until

ASKED = ["message", "edited_message", "callback_query", "my_chat_member"]


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    """What was typed."""
    return [update.effective_message.text if update.effective_message else None for update in updates]


@pytest.fixture
def mari(town: Town) -> Person:
    """Somebody."""
    return Person(town.telegram)


async def test_updates_come_in_order_until_they_are_confirmed(town: Town, mari: Person) -> None:
    for text in ("en", "to", "tre"):
        mari.types(text)
    assert texts(await town.bot.get_updates(limit=2)) == ["en", "to"]
    got = await town.bot.get_updates()
    assert texts(got) == ["en", "to", "tre"], "nothing was confirmed"
    assert [one.update_id - got[0].update_id for one in got] == [0, 1, 2]
    assert texts(await town.bot.get_updates(offset=got[1].update_id)) == ["to", "tre"]
    assert texts(await town.bot.get_updates()) == ["to", "tre"], "what is confirmed is gone"
    assert texts(await town.bot.get_updates(offset=-1)) == ["tre"]
    assert await town.bot.get_updates(offset=got[-1].update_id + 1) == ()


async def test_a_poll_waits_for_news(town: Town, mari: Person) -> None:
    poll = asyncio.create_task(town.bot.get_updates(timeout=30))
    await until(lambda: town.clock.waiting)
    mari.types("her")
    assert texts(await poll) == ["her"]


async def test_a_poll_ends_when_its_time_is_over(town: Town, mari: Person) -> None:
    poll = asyncio.create_task(town.bot.get_updates(timeout=30))
    await town.pass_while_waiting(29)
    assert not poll.done()
    await town.pass_while_waiting(1)
    assert await poll == ()
    assert town.telegram.poll is None


async def test_of_two_who_wait_the_earlier_is_sent_away(town: Town, mari: Person) -> None:
    first = asyncio.create_task(town.bot.get_updates(timeout=30))
    await until(lambda: town.telegram.poll)
    waiting = town.telegram.poll
    second = asyncio.create_task(town.bot.get_updates(timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot instance"):
        async with asyncio.timeout(PATIENCE_S):
            await first
    await until(lambda: town.telegram.poll is not waiting)
    mari.types("her")
    assert texts(await second) == ["her"]


async def test_messages_are_kept_a_day_and_presses_150_seconds(town: Town, mari: Person) -> None:
    mari.starts()
    yes = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="1.yes")]])
    await town.bot.send_message(mari.id, "Ja?", reply_markup=yes)
    mari.taps("Ja")
    town.clock.passes(seconds=149)
    assert [bool(one.callback_query) for one in await town.bot.get_updates()] == [False, True]
    town.clock.passes(seconds=1)
    assert [bool(one.callback_query) for one in await town.bot.get_updates()] == [False]
    town.clock.passes(hours=24)
    assert await town.bot.get_updates() == ()


async def test_after_a_quiet_week_ids_begin_anywhere(town: Town, mari: Person) -> None:
    mari.types("før")
    (before,) = await town.bot.get_updates()
    town.clock.passes(days=7)
    mari.types("etter")
    mari.types("igjen")
    after = await town.bot.get_updates()
    assert texts(after) == ["etter", "igjen"]
    assert after[0].update_id not in range(before.update_id, before.update_id + 1_000)
    assert after[1].update_id == after[0].update_id + 1


async def test_an_offset_far_ahead_is_ignored_and_confirms_nothing(town: Town, mari: Person) -> None:
    mari.types("her")
    (got,) = await town.bot.get_updates()
    ahead = got.update_id + 1_000_000
    for _ in range(2):
        assert texts(await town.bot.get_updates(offset=ahead)) == ["her"]
    assert await town.bot.get_updates(offset=got.update_id + 5) == (), "a little ahead confirms"


async def test_only_what_is_asked_for_is_kept(town: Town, mari: Person) -> None:
    await town.bot.get_updates(allowed_updates=["edited_message"])
    own = mari.types("før")
    mari.edits(own, "etter")
    (got,) = await town.bot.get_updates()
    assert got.edited_message is not None
    assert got.edited_message.text == "etter"
    await town.bot.get_updates(offset=got.update_id + 1, allowed_updates=ASKED)
    mari.types("nå")
    assert texts(await town.bot.get_updates()) == ["nå"]


async def test_the_same_update_can_come_twice(town: Town, mari: Person) -> None:
    mari.types("en")
    (got,) = await town.bot.get_updates()
    town.telegram.updates.repeat()
    mari.types("to")
    again = await town.bot.get_updates(offset=got.update_id + 1)
    assert texts(again) == ["en", "to"]
    assert again[0].update_id == got.update_id
    assert texts(await town.bot.get_updates(offset=got.update_id + 1)) == ["to"]


async def test_a_poll_is_not_held_when_the_fake_closes(town: Town) -> None:
    poll = asyncio.create_task(town.bot.get_updates(timeout=30))
    await until(lambda: town.telegram.poll)
    town.telegram.stop()
    assert await poll == ()
