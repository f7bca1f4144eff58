"""Days when something is broken: the store, Telegram, another program, a process that died, the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.actions.delivery import LEASE_LASTS, hold, let_go
from bot.storage import chats
from bot.telegram.aside import MOST
from bot.telegram.parameters import Message
from bot.telegram.poll import LEASE_REST_S, LONGEST_REST_S, Poll
from tests.postgres import on_both
from tests.telegram.town import INVITATION, Town, said, texts
from tests.testing.telegram.conftest import until

SHEET, USUAL = "short_term_goals", "activities.usual"
DYING = {"nb": "Jeg vil ikke leve", "nn": "Eg vil ikkje leve"}


@pytest.mark.parametrize("tries", [2, 3])  # after the third other things can be stored again, as when a server is back
async def test_an_update_that_cannot_be_stored_is_apologised_for_once_and_never_lost(
    answering: Town, tries: int
) -> None:
    answering.breaks()
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        if len(rested) == tries:
            answering.mends()

    answering.channel.intake._rest = rest  # noqa: SLF001 - waiting is the one thing a test cannot do
    answering.ola.types("Jeg vil ikke leve" if answering.code == "nb" else "Eg vil ikkje leve")
    await answering.settle()
    sorry = [one for one in texts(answering.ola) if answering.words("replies.broken.come_back") in one]
    assert len(sorry) == 1
    assert "113" in sorry[0]
    assert rested == [1.0, 2.0, 4.0][:tries]
    assert answering.screen().id.startswith("disclosure.")
    assert answering.history(SHEET, USUAL) != []


async def test_a_storm_of_strangers_leaves_no_safety_reply_out(town: Town) -> None:
    for chat in range(1, MOST + 1):
        town.channel.aside.say(chat, Message("Ring 113"))
    town.ola.types(DYING[town.code])
    await town.channel.poll.once()
    await town.channel.aside.flush()
    assert said(town.ola, ["113", "116 123"])


async def test_a_safety_reply_is_tried_for_longer_than_other_words(town: Town) -> None:
    town.fake.faults.fail("sendMessage", times=10)
    town.ola.types(DYING[town.code])
    await town.channel.poll.once()
    for _ in range(11):
        await town.channel.aside.flush()
        town.clock.passes(seconds=61)
    assert said(town.ola, ["113", "116 123"])


async def test_an_update_that_fails_by_itself_does_not_hold_up_the_others(answering: Town) -> None:
    answering.breaks()

    async def rest(_seconds: float) -> None:
        return

    answering.channel.intake._rest = rest  # noqa: SLF001 - as above
    answering.ola.types("Sover")
    await answering.settle()
    answering.mends()
    await answering.types("Tegner")
    assert answering.answer(SHEET, USUAL) == "Tegner"


async def test_another_program_that_fetches_is_told_of_and_waited_for(
    make_town: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    town: Town = await make_town()
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)
        town.ola.starts(INVITATION)

    def bound() -> str | None:
        with town.house.reading() as tx:
            return chats.whose(tx, str(town.ola.id))

    poll = Poll(town.channel.bot, town.channel.intake, town.channel.lease, rest)
    running = asyncio.create_task(poll.run())
    await until(lambda: town.fake.poll is not None)
    other = asyncio.create_task(town.channel.bot.get_updates(timeout=timedelta(seconds=50)))
    await until(bound)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await poll.finish(1)
    assert len(await other) == 1, "it has not confirmed it"
    assert rested == [LEASE_REST_S]
    assert caplog.text.count("another program asks Telegram for this bot's updates") == 1


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_was_known_is_asked_with_again(
    make_town: Callable[..., Any], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy that starts anew says 404, and whoever writes meanwhile must not be met by silence from then on."""
    town: Town = await make_town()
    town.fake.faults.fail("getUpdates", status=status, times=2)
    town.ola.starts(INVITATION)
    rested: list[float] = []

    async def rest(seconds: float) -> None:
        rested.append(seconds)

    def bound() -> bool:
        with town.house.reading() as tx:
            return chats.whose(tx, str(town.ola.id)) == "ola"

    poll = Poll(town.channel.bot, town.channel.intake, town.channel.lease, rest)
    running = asyncio.create_task(poll.run())
    await until(lambda: running.done() or bound())
    assert not running.done()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await poll.finish(1)
    assert rested == [LONGEST_REST_S, LONGEST_REST_S]
    assert caplog.text.count("does not know the token") == 1


async def test_only_one_process_fetches_and_delivers(town: Town) -> None:
    assert hold(town.house, "first", town.now)
    assert not hold(town.house, "second", town.now)
    nearly = LEASE_LASTS.total_seconds() - 1
    town.clock.passes(seconds=nearly)
    assert hold(town.house, "first", town.now)
    town.clock.passes(seconds=nearly)
    assert not hold(town.house, "second", town.now)
    town.clock.passes(seconds=2)
    assert hold(town.house, "second", town.now), "the first does not answer"
    let_go(town.house, "first")
    assert not hold(town.house, "first", town.now)
    let_go(town.house, "second")
    assert hold(town.house, "first", town.now)


@on_both
async def test_whoever_comes_after_a_process_that_died_need_not_wait(town: Town) -> None:
    assert hold(town.house, "first", town.now)
    await town.restart()
    assert hold(town.house, "second", town.now), "its place became free when it ended"


@on_both
async def test_a_lease_taken_before_the_clock_stepped_back_does_not_count(town: Town) -> None:
    assert hold(town.house, "first", town.now)
    town.clock.passes(hours=-1)
    assert hold(town.house, "second", town.now)
    assert not hold(town.house, "first", town.now)
    town.clock.passes(seconds=-30)
    assert not hold(town.house, "first", town.now), "two machines' clocks may differ by so much"


@pytest.mark.parametrize("steps", [-3_600, 3_600])
async def test_a_clock_that_steps_loses_nothing(answering: Town, steps: int) -> None:
    await answering.types("Sover")
    answering.clock.passes(seconds=steps)
    await answering.types("Tegne")
    assert answering.answer(SHEET, "activities.wish") == "Tegne"
    assert answering.waiting() == 0
