"""A small town with Telegram: a real house, the fake Bot API within the process, people with phones, and one clock."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from telegram import Bot

from bot.actions.delivery import show_again
from bot.actions.house import House
from bot.dialogs.consent import FIRST
from bot.dialogs.context import Consent
from bot.dialogs.context import Language as Code
from bot.dialogs.screen import Say, Screen
from bot.storage import consents, links, people, sheets, talks
from bot.storage.hashing import token_hash
from bot.storage.opening import open_store
from bot.storage.tables import chats, outgoing
from bot.telegram.channel import Channel
from bot.testing.person import names
from bot.testing.telegram.chats import Posted
from bot.testing.telegram.clock import SetClock
from bot.testing.telegram.memory import TOKEN
from bot.testing.telegram.person import Person
from bot.testing.telegram.server import FakeTelegram
from tests.houses import content, language, new_data
from tests.telegram.wire import Wire

BASE_URL = "https://planprat.example"
INVITATION = "invitation-of-ola-7Hq2mZ-0123456789abcdefghi"
ROUNDS = 200


@dataclass
class Town:
    """Everything there is. `fake` strictly keeps Telegram's pace and limits; time passes when it is told to."""

    folder: Path
    mode: str = "chat"
    code: Code = "nb"
    clock: SetClock = field(default_factory=SetClock)
    base_url: str = BASE_URL
    webhook_url: str = ""
    database_url: str = ""

    def __post_init__(self) -> None:
        self.fake = FakeTelegram(clock=self.clock, strict_pace=True)
        self.house = self._opened()
        with self.house.writing() as tx:
            people.add_coordinator(tx, "anne", "Anne", "22 33 44 55", "hverdager 9-15", "nb", self.now)
        self.adds("ola", "Ola", INVITATION)
        self.channel = self._channel()
        self.ola = Person(self.fake, "Ola", language=self.code)

    @property
    def now(self) -> datetime:
        """The time, in UTC."""
        return datetime.fromtimestamp(self.clock.now(), UTC)

    def _opened(self) -> House:
        said = {"base_url": self.base_url, "telegram_mode": self.mode, "webhook_url": self.webhook_url}
        settings = new_data(self.folder / "data", self.database_url).model_copy(update=said)
        return House(open_store(settings, self.now), content(), language(), settings, threading.Lock())

    def _channel(self) -> Channel:
        bot = Bot(TOKEN, request=Wire(self.fake), get_updates_request=Wire(self.fake))
        return Channel(self.house, bot, lambda: self.now)

    def adds(self, user: str, name: str, token: str, code: Code | None = None) -> None:
        """A person with a new personal link."""
        with self.house.writing() as tx:
            people.add_user(tx, user, "anne", name, code or self.code, self.now, practice=True)
            until = self.now + timedelta(days=14)
            links.make_link(tx, f"link-{user}", user, token_hash(token), "anne", self.now, until)

    def consented(self, *kinds: Any, user: str = "ola") -> None:
        """Consents said yes to before, the channel on Telegram."""
        with self.house.writing() as tx:
            for kind in kinds or FIRST:
                details = {"channel": "telegram"} if kind == "channel" else {}
                given = Consent(kind=kind, answer="yes", at=self.now, details=details)
                consents.add(tx, f"{user}-{kind}", user, given)

    def opens(self, *worksheets: str, user: str = "ola") -> None:
        """Worksheets the coordinator has opened."""
        with self.house.writing() as tx:
            for worksheet in worksheets:
                sheets.open_worksheet(tx, user, worksheet, "anne", self.now)

    async def ready(self) -> None:
        """Initialise the bot, as at a start."""
        await self.channel.bot.initialize()

    async def settle(self) -> None:
        """Let everything happen that will: updates fetched and taken, answers delivered, and the waiting in between."""
        for _ in range(ROUNDS):
            new = await self.channel.poll.once()
            await self.channel.sender.deliver_due()
            await self.channel.aside.flush()
            if not new and not self.fake.updates.pending(self.clock.now()) and not self.waiting():
                return
            if self.waiting():
                self.clock.passes(seconds=0.25)
        raise AssertionError("it never comes to rest")

    def waiting(self) -> int:
        """How many things are still to be delivered to chats that are open."""
        with self.house.reading() as tx:
            found = (
                select(func.count())
                .select_from(outgoing.join(chats, chats.c.user_id == outgoing.c.user_id))
                .where(chats.c.closed_at.is_(None))
            )
            return int(tx.connection.execute(found).scalar_one()) + self.channel.aside.waits

    async def restart(self) -> None:
        """End the program as a kill would, and start it again."""
        self.house.close()
        self.house = self._opened()
        self.channel = self._channel()
        await self.ready()

    def screen(self, user: str = "ola") -> Screen:
        """The screen that is stored."""
        with self.house.reading() as tx:
            stored = talks.load(tx, user)[1]
        assert stored is not None
        return stored

    def answer(self, worksheet: str, key: str, user: str = "ola") -> str:
        """The text that is stored as an answer; empty for none."""
        with self.house.reading() as tx:
            sheet = sheets.load(tx, user, worksheet)
        found = sheet.answer(key) if sheet else None
        return (found.text or found.option or "|".join(item.text for item in found.items)) if found else ""

    def history(self, worksheet: str, key: str, user: str = "ola") -> list[str]:
        """Every text that was ever stored there."""
        with self.house.reading() as tx:
            changes = sheets.history(tx, user, worksheet)
        return [change.answer.text for change in changes if change.key == key]

    async def shows_again(self) -> None:
        """What is done once at a start, and then everything that follows from it."""
        show_again(self.house, self.now)
        await self.settle()

    async def taps(self, name: str) -> None:
        """Ola taps the button of the current screen that carries this, on the message that shows it, and it happens."""
        there = [one for one in self.screen().buttons() if name in names(one)]
        assert there, f"no «{name}» on {self.screen().id}; there are {[one.wire for one in self.screen().buttons()]}"
        wire = there[0].wire
        self.ola.taps(wire)
        await self.settle()

    async def types(self, text: str) -> Posted:
        """Ola writes, and it happens."""
        typed = self.ola.types(text)
        await self.settle()
        return typed

    def words(self, id_: str) -> str:
        """One of our texts, in the language of the town."""
        return self.house.language.say(Say(id=id_), self.code)

    def breaks(self) -> None:
        """From now on nothing can be stored of any conversation."""
        with self.house.writing() as tx:
            tx.connection.execute(text("ALTER TABLE seen_events RENAME TO seen_events_away"))

    def mends(self) -> None:
        """It can again."""
        with self.house.writing() as tx:
            tx.connection.execute(text("ALTER TABLE seen_events_away RENAME TO seen_events"))

    def close(self) -> None:
        """The end."""
        self.house.close()


def texts(person: Person) -> list[str]:
    """What the bot has written to this person and still stands there."""
    return [one.text for one in person.told]


def said(person: Person, words: Iterable[str]) -> bool:
    """Whether one of the bot's messages holds all of these."""
    return any(all(word in text for word in words) for text in texts(person))
