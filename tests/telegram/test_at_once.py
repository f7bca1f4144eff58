"""Many at the same moment: they share commits, and what was just stored goes out without being looked for, once."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from sqlalchemy import Connection, event

from bot.actions.chatting import Heard, receive
from bot.actions.house import House
from bot.storage import people
from bot.telegram.commits import Commits
from tests.postgres import on_both
from tests.telegram.town import Town

MANY = 20


def wire(town: Town, name: str) -> str:
    """What the button with this verb sends."""
    return next(one.wire for one in town.screen().buttons() if name in one.wire)


def heard(town: Town, number: int, name: str) -> Heard:
    """A tap of Ola's, as it came from Telegram."""
    return Heard(number, str(town.ola.id), "press", town.now, wire(town, name), message=town.ola.last.id)


def edits(town: Town) -> int:
    """How often a message was changed."""
    return town.fake.counted["editmessagetext"]


async def test_what_is_stored_goes_out_without_being_looked_for(answering: Town) -> None:
    sender, before = answering.channel.sender, edits(answering)
    sender.delivers = True
    answering.ola.taps(wire(answering, "skip"), on=answering.ola.last)
    await answering.channel.poll.once()
    await answering.channel.poll.finish(5)
    await sender.finish(5)
    assert edits(answering) == before + 1
    assert answering.screen().id == "short_term_goals.activities.wish"
    assert not answering.waiting()


async def test_what_another_process_delivers_is_left_to_it(answering: Town) -> None:
    before = edits(answering)
    answering.ola.taps(wire(answering, "skip"), on=answering.ola.last)
    await answering.channel.poll.once()
    await answering.channel.poll.finish(5)
    await answering.channel.sender.finish(5)
    assert edits(answering) == before
    assert answering.waiting() == 1
    await answering.settle()
    assert edits(answering) == before + 1


async def test_what_was_found_meanwhile_is_not_sent_twice(answering: Town) -> None:
    sender = answering.channel.sender
    sender.delivers = True
    received = receive(answering.house, heard(answering, 1, "skip"), answering.now)
    assert received.delivery is not None
    await sender.deliver_due()
    told = [one.text for one in answering.ola.told]
    calls = edits(answering), answering.fake.counted["sendmessage"]
    sender.send(received.delivery)
    await sender.finish(5)
    assert (edits(answering), answering.fake.counted["sendmessage"]) == calls
    assert [one.text for one in answering.ola.told] == told


async def test_nothing_overtakes_what_waits(answering: Town) -> None:
    first = receive(answering.house, heard(answering, 1, "skip"), answering.now)
    second = receive(answering.house, heard(answering, 2, "back"), answering.now)
    assert first.delivery is not None
    assert second.delivery is None
    await answering.settle()
    assert not answering.waiting()


def counting(house: House) -> list[int]:
    """How many commits there were, as the only number in a list."""
    commits = [0]

    def committed(_: Connection) -> None:
        commits[0] += 1

    event.listen(house.store.engine, "commit", committed)
    return commits


@on_both
async def test_many_share_commits_where_the_database_has_one_writer(town: Town) -> None:
    def changes(house: House) -> bool:
        with house.writing() as tx:
            return people.set_language(tx, "ola", "nn")

    commits = Commits(town.house)
    counted = counting(town.house)
    assert await asyncio.gather(*(commits.do(changes) for _ in range(MANY))) == [True] * MANY
    assert counted[0] == (1 if town.house.store.one_writer else MANY)


async def test_one_that_fails_tells_only_the_one_who_asked(town: Town) -> None:
    def stumbles(house: House) -> bool:
        with house.writing():
            raise ZeroDivisionError

    def changes(house: House) -> bool:
        with house.writing() as tx:
            return people.set_language(tx, "ola", "nn")

    commits = Commits(town.house)
    first, error, last = await asyncio.gather(
        commits.do(changes), commits.do(stumbles), commits.do(changes), return_exceptions=True
    )
    assert (first, last) == (True, True)
    assert isinstance(error, ZeroDivisionError)


async def test_whoever_stops_waiting_stops_nobody_else(town: Town) -> None:
    def changes(house: House) -> bool:
        with house.writing() as tx:
            return people.set_language(tx, "ola", "nn")

    commits = Commits(town.house)
    leaves = asyncio.create_task(commits.do(changes))
    stays = asyncio.create_task(commits.do(changes))
    await asyncio.sleep(0)
    leaves.cancel()
    assert await stays
    with suppress(asyncio.CancelledError):
        await leaves
    assert leaves.cancelled()
    assert await commits.do(changes)


@pytest.mark.parametrize("times", [1, 3])
async def test_the_next_commit_begins_when_somebody_comes(town: Town, times: int) -> None:
    commits = Commits(town.house)
    counted = counting(town.house)
    for _ in range(times):
        assert await commits.do(lambda house: house.store.one_writer)
    assert counted[0] == 0  # nothing was written
