"""What the clock brings: said once, tried again after a failure, and stopped with the pages."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions.house import House
from bot.by_clock import ByClock
from bot.dialogs.screen import Screen
from bot.dialogs.talk import Place, Talk
from bot.storage import notices, outbox, people, talks
from tests.houses import START, a_coordinator, a_house, a_user
from tests.processes import served
from tests.web.test_errors import dies

NEXT_DAY = START + timedelta(hours=22)  # eleven in Oslo


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Ola wrote something yesterday, answered nothing, and Anne has not seen it."""
    opened = a_house(tmp_path)
    a_coordinator(opened)
    a_user(opened)
    fills(opened, START)
    yield opened
    opened.close()


def fills(house: House, at: datetime) -> None:
    with house.writing() as tx:
        here = Place(scene="disclosure", spot="own_life.first")
        talk = Talk(number=3, here=here, disclosed_at=at, last_at=at)
        talks.save(tx, "ola", talk, Screen(id="disclosure.own_life.first", number=3), "web", at)
        notices.add(tx, "n1", "anne", "ola", "disclosure", at, safety="own_life", words="hemmelige ord")


def lines(house: House) -> int:
    with house.reading() as tx:
        return len(outbox.waiting(tx, "ola"))


async def test_it_looks_at_once_and_again(house: House) -> None:
    now, looked, loop = START + timedelta(hours=12), asyncio.Event(), asyncio.get_running_loop()

    def tells() -> datetime:
        loop.call_soon_threadsafe(looked.set)
        return now

    clock = ByClock(house, tells)
    async with clock.running(every_s=0.01):
        assert lines(house) == 0, "it is night"
        now = NEXT_DAY
        async with asyncio.timeout(30):
            while not lines(house):
                looked.clear()
                await looked.wait()
    assert lines(house) == 1
    clock.look()
    ByClock(house, lambda: now + timedelta(hours=1)).look()
    assert lines(house) == 1, "nor after a start"


def test_what_lies_unseen_is_logged_once_and_without_a_word(house: House, caplog: pytest.LogCaptureFixture) -> None:
    now = START + timedelta(hours=23, minutes=59)
    clock = ByClock(house, lambda: now)
    clock.look()
    assert caplog.records == []
    now = START + timedelta(hours=24)
    clock.look()
    clock.look()
    (told,) = (record.getMessage() for record in caplog.records)
    assert told == (
        "coordinator anne has not seen a disclosure of 2026-11-14 12:00 UTC; nobody stands in: "
        "planprat coordinator stand-in. See: planprat unseen"
    )
    with house.writing() as tx:
        people.add_coordinator(tx, "berit", "Berit", "", "", "nb", START)
        people.set_stand_in(tx, "anne", "berit")
    caplog.clear()
    ByClock(house, lambda: now).look()
    assert "berit stands in" in caplog.text
    with house.writing() as tx:
        notices.mark_seen(tx, "anne", ["n1"], now)
    caplog.clear()
    ByClock(house, lambda: now).look()
    assert caplog.records == []


def test_a_database_that_is_down_is_said_and_tried_again(house: House, caplog: pytest.LogCaptureFixture) -> None:
    clock, store = ByClock(house, lambda: NEXT_DAY), house.store
    dies(house)
    with caplog.at_level(logging.ERROR):
        clock.look()
    assert [record.getMessage() for record in caplog.records] == [
        "follow_up failed: DatabaseDamaged",
        "remind failed: DatabaseDamaged",
    ]
    object.__setattr__(house, "store", store)
    clock.look()
    assert lines(house) == 1


def test_the_server_looks_by_itself(house: House) -> None:
    at = datetime.now(UTC) - timedelta(days=2)
    with house.writing() as tx:
        notices.mark_seen(tx, "anne", ["n1"], START)
        notices.add(tx, "n2", "anne", "ola", "disclosure", at, safety="own_life", words="hemmelige ord")
    house.close()
    with served(house.settings.data) as server:
        assert server.process.stderr is not None
        told = f"coordinator anne has not seen a disclosure of {at:%Y-%m-%d %H:%M} UTC"
        assert told in server.process.stderr.readline()
        ended = server.stop(signal.SIGTERM)
    assert ended.code == 0
    assert "hemmelige" not in ended.err
