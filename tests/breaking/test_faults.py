"""Telegram in a bad hour: too many requests, errors, cut connections, slowness, nobody there. And updates brought to a
webhook twice, at the same time, and out of order. Afterwards all have their screen, and nothing is lost or doubled.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from telegram.error import TelegramError

from bot.testing.person import names
from bot.testing.telegram.delivery import over_http
from bot.testing.telegram.faults import Fault, Kind
from bot.testing.telegram.person import Person
from tests.breaking.conversing import Conversing, conversing, dice
from tests.breaking.installation import Installation
from tests.breaking.seeds import a_seed
from tests.telegram.town import Town

PEOPLE = 6
SHEET, USUAL = "short_term_goals", "activities.usual"
TEN_MINUTES_S = 600
METHODS = ("getUpdates", "sendMessage", "editMessageText", "answerCallbackQuery")
KINDS: tuple[Kind, ...] = ("flood", "error", "cut", "slow")
STATUSES = (500, 502, 503, 504)
AWAY_S = 1.5


def storm(talk: Conversing, seed: int, faults: int = 24) -> None:
    """Plan so many faults of every kind, on every method."""
    chance = dice(seed)
    for _ in range(faults):
        kind = chance.choice(KINDS)
        seconds = {"flood": 1.0, "slow": chance.uniform(0.1, 0.5)}.get(kind, 0.0)
        talk.fake.faults.plan(
            Fault(
                kind,
                times=1,
                methods=frozenset({chance.choice(METHODS).lower()}),
                seconds=seconds,
                status=chance.choice(STATUSES),
                handled=chance.random() < 0.5,
            )
        )


async def test_a_storm_and_then_nobody_there(tmp_path: Path) -> None:
    seed = a_seed()
    async with conversing(Installation(tmp_path, PEOPLE, known=True), seed) as talk:
        await talk.give(PEOPLE)
        storm(talk, seed)
        talk.fake.updates.repeat(3)
        await talk.give(2 * PEOPLE)
        talk.fake.faults.clear()
        talk.fake.faults.down(until=talk.fake.clock.now() + AWAY_S)
        await talk.give(PEOPLE)
        figures = await talk.ends()
    assert figures.whole, (seed, figures)


async def test_nobody_there_for_ten_minutes(town: Town) -> None:
    """Everybody has written; the clock is stepped while the program keeps trying."""
    everybody = {name: Person(town.fake, name) for name in ("Kari", "Per", "Siv", "Tor", "Eva")}
    for name, person in everybody.items():
        town.adds(name, name, f"invitation-of-{name}-{'7Hq2mZ' * 5}")
        town.consented(user=name)
        town.opens(SHEET, user=name)
        person.starts(f"invitation-of-{name}-{'7Hq2mZ' * 5}")
    await town.settle()
    for name in ("go_on", "yes", "here", "open"):
        for user, person in everybody.items():
            wires = [one.wire for one in town.screen(user).buttons() if name in names(one)]
            if wires:
                person.taps(wires[0])
        await town.settle()
    told = {name: len(person.told) for name, person in everybody.items()}
    for name, person in everybody.items():
        person.types(f"{name} sover lenge")
    await town.channel.poll.once()
    town.fake.faults.down(until=town.clock.now() + TEN_MINUTES_S)
    tried = town.fake.counted["sendmessage"]
    for _ in range(TEN_MINUTES_S // 5):
        town.clock.passes(seconds=5)
        await town.channel.sender.deliver_due()
        with suppress(TelegramError):
            await town.channel.poll.once()
    tries = town.fake.counted["sendmessage"] - tried
    assert len(everybody) < tries < 30 * len(everybody), "it keeps trying, and not without rest"
    town.clock.passes(minutes=1)
    await town.settle()
    for name, person in everybody.items():
        assert town.history(SHEET, USUAL, user=name) == [f"{name} sover lenge"]
        assert len(person.told) == told[name] + 1
        assert str(person.last.buttons[0]["callback_data"]).startswith(f"{town.screen(name).number}.")


async def test_brought_twice_at_the_same_time_and_out_of_order(tmp_path: Path) -> None:
    seed = a_seed()
    chance = dice(seed)
    port = free_port()

    async def twice(url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The two lines of a person overtake each other, and each update is brought twice."""
        await asyncio.sleep(chance.uniform(0, 0.05))
        return max(await asyncio.gather(over_http(url, body, headers), over_http(url, body, headers)))

    hook = f"http://127.0.0.1:{port}/bot-api"
    installation = Installation(tmp_path, PEOPLE, known=True)
    async with conversing(installation, seed, post=twice, port=str(port), webhook_url=hook) as talk:
        await talk.give(3 * PEOPLE)
        figures = await talk.ends()
        assert talk.fake.counted["getupdates"] == 0
    assert figures.whole, (seed, figures)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
