"""(e) Planprat itself, as `planprat serve` runs it: fetched, stored sealed and once, on the disk before Telegram is
told, delivered from the database. The same forty items, by the same fake.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from telegram import Bot

from bot.actions.house import House, open_house
from bot.settings import Settings
from bot.storage import links, people, sheets
from bot.storage.hashing import token_hash
from bot.storage.store import Transaction
from bot.telegram.channel import Channel
from bot.testing.telegram.memory import TOKEN
from bot.testing.telegram.person import Person
from tests.bench.crowd import Act, Crowd, Run, Watched, taps
from tests.telegram.wire import Wire

WORKSHEET = "warning_signs"
FIRST_QUESTION = "choose.rarely"
ON_THE_WAY = ("choose.go_on", "choose.yes", "choose.here")


def clock() -> datetime:
    """The machine's."""
    return datetime.now(UTC)


def invitation(number: int) -> str:
    """The token of the link that this person comes by."""
    return f"invitation-{number:06}-0123456789abcdefghijklmno"


def settle(tx: Transaction, number: int, now: datetime) -> None:
    """A person with an invitation and the list opened for them."""
    user = f"user-{number:06}"
    people.add_user(tx, user, "anne", f"P{number}", "nb", now, practice=True)
    links.make_link(tx, f"link-{number}", user, token_hash(invitation(number)), "anne", now, now + timedelta(days=14))
    sheets.open_worksheet(tx, user, WORKSHEET, "anne", now)


@contextmanager
def a_town(folder: Path, number: int, settings: Settings | None = None) -> Iterator[House]:
    """An installation with so many people."""
    house = open_house(settings or Settings(data=folder / "data", base_url="https://planprat.example"), clock())
    with house.writing() as tx:
        people.add_coordinator(tx, "anne", "Anne", "22 33 44 55", "hverdager 9-15", "nb", clock())
        for one in range(number):
            settle(tx, one, clock())
    house.warm_up()
    try:
        yield house
    finally:
        house.close()


@asynccontextmanager
async def talking(house: House, fake: Watched) -> AsyncIterator[Channel]:
    """The channel at work, once it has shown their screen again to those who were there a moment ago."""
    bot = Bot(TOKEN, request=Wire(fake), get_updates_request=Wire(fake))
    channel = Channel(house, bot, clock)
    async with channel.running():
        while not channel.sender.delivers:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
        yield channel


def to_the_list() -> Act:
    """By the invitation, past the welcome and the consents, to the first of the forty."""
    started: set[int] = set()

    def act(person: Person) -> bool:
        if person.id not in started:
            started.add(person.id)
            person.starts(invitation(len(started) - 1))
            return True
        wires = [str(button.get("callback_data", "")) for button in person.last.buttons]
        if any(wire.endswith(FIRST_QUESTION) for wire in wires):
            return False
        on = next(wire for wire in wires if wire.endswith(ON_THE_WAY))
        person.taps(on, on=person.last)
        return True

    return act


def answer(wires: Sequence[str]) -> str | None:
    """«Sjelden» at each of the forty, on at each stop; the end is the question after them."""
    return next((wire for wire in wires if wire.endswith((FIRST_QUESTION, ".done"))), None)


async def measured(house: House, number: int, pause_s: float = 0.0, most: int | None = None) -> Run:
    """Forty taps each and the stops between them, or so many."""
    fake = Watched()
    crowd = Crowd(fake, [Person(fake, f"P{one}") for one in range(number)], pause_s)
    async with talking(house, fake):
        await Crowd(fake, crowd.people).acts(to_the_list())
        return await crowd.acts(taps(answer, most))
