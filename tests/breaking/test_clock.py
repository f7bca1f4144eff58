"""A clock that steps, back and forth: nothing comes twice, nobody waits for a time that was written down before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.actions.delivery import hold
from bot.actions.tries import TRIES_AT_LINK, count_try
from bot.dialogs.screen import Say
from bot.storage import sessions
from bot.telegram.parameters import Message
from tests.telegram.town import Town

SHEET, USUAL, WISH = "short_term_goals", "activities.usual", "activities.wish"
HOUR, DAY = 3_600, 86_400
STEPS = pytest.mark.parametrize("step_s", [-HOUR, -DAY, HOUR, DAY])


@STEPS
async def test_the_same_updates_again_after_the_step_change_nothing(answering: Town, step_s: int) -> None:
    answering.fake.updates.repeat(2)
    await answering.types("Sover")
    number = answering.screen().number
    answering.clock.passes(seconds=step_s)
    await answering.types("Tegne")
    assert answering.history(SHEET, USUAL) == ["Sover"]
    assert answering.history(SHEET, WISH) == ["Tegne"]
    assert answering.screen().number == number + 1
    assert answering.ola.last.text.endswith(asked(answering))


@STEPS
async def test_what_waits_is_delivered_after_the_step(answering: Town, step_s: int) -> None:
    answering.fake.faults.flood("sendMessage", retry_after=30)
    answering.ola.types("Sover")
    while answering.fake.updates.pending(answering.clock.now()):
        await answering.channel.poll.once()
    await answering.channel.sender.deliver_due()
    answering.clock.passes(seconds=step_s)
    started = answering.clock.now()
    await answering.settle()
    assert answering.ola.last.text.endswith(asked(answering))
    assert answering.clock.now() - started < 35


@STEPS
async def test_words_to_strangers_are_said_after_the_step(answering: Town, step_s: int) -> None:
    answering.fake.faults.flood("sendMessage", retry_after=30)
    answering.channel.aside.say(answering.ola.id, Message("Ring 113"))
    await answering.channel.aside.flush()
    answering.clock.passes(seconds=step_s)
    started = answering.clock.now()
    await answering.settle()
    assert answering.ola.last.text == "Ring 113"
    assert answering.clock.now() - started < 35


@STEPS
async def test_whoever_starts_after_the_step_delivers(answering: Town, step_s: int) -> None:
    assert hold(answering.house, "frozen", answering.now)
    answering.clock.passes(seconds=step_s)
    assert hold(answering.house, "another", answering.now)


@STEPS
async def test_too_many_tries_last_no_longer_than_a_quarter_of_an_hour(town: Town, step_s: int) -> None:
    def refused() -> bool:
        with town.house.writing() as tx:
            return count_try(tx, "link", "link-ola", "192.0.2.1", town.now) is not None

    assert [refused() for _ in range(TRIES_AT_LINK + 1)][-1]
    town.clock.passes(seconds=step_s)
    town.clock.passes(minutes=15)
    assert not refused()


@STEPS
async def test_whoever_was_in_stays_in(town: Town, step_s: int) -> None:
    with town.house.writing() as tx:
        sessions.start(tx, "hash", "user", town.now, town.now + timedelta(days=30), user="ola")
    town.clock.passes(seconds=step_s)
    with town.house.writing() as tx:
        assert sessions.by_hash(tx, "hash", town.now) is not None
        assert sessions.end(tx, "hash", town.now)
        assert sessions.by_hash(tx, "hash", town.now) is None


def asked(town: Town) -> str:
    """The question that is stored as the one shown."""
    ask = town.screen().ask
    assert isinstance(ask, Say)
    return town.house.language.say(ask, town.code)
