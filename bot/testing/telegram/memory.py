"""All that the fake remembers, and the few things that every method does with it."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from bot.testing.telegram import shapes
from bot.testing.telegram.chats import Chat, Chats, Posted
from bot.testing.telegram.clock import Clock, MachineClock
from bot.testing.telegram.faults import Faults
from bot.testing.telegram.files import Files
from bot.testing.telegram.pace import Pace
from bot.testing.telegram.updates import KINDS, PRESS_KEPT_S, Updates

TOKEN = "110201543:practice-token-that-belongs-to-nobody"  # noqa: S105 - of this fake only
REMEMBERED_CALLS = 1_000


class Bell:
    """Wakes those who wait for something to happen. Each listens once."""

    def __init__(self) -> None:
        self._listening: set[asyncio.Future[None]] = set()

    def listen(self) -> asyncio.Future[None]:
        """A future that is done at the next ring."""
        listener = asyncio.get_running_loop().create_future()
        self._listening.add(listener)
        listener.add_done_callback(self._listening.discard)
        return listener

    def ring(self) -> None:
        """Wake them all."""
        for listener in tuple(self._listening):
            if not listener.done():
                listener.set_result(None)


@dataclass(slots=True)
class Pressed:
    """A tap that reached the bot: when, whose, and what was answered (None: not yet)."""

    at: float
    user: int
    answer: str | None = None
    alert: bool = False

    def open(self, now: float) -> bool:
        """Whether it can still be answered."""
        return self.answer is None and now - self.at < PRESS_KEPT_S


@dataclass(slots=True)
class Webhook:
    """Where updates are brought, if anywhere."""

    url: str = ""
    secret: str = ""
    at_once: int = 40
    error: str = ""
    error_at: float = 0


@dataclass(frozen=True, slots=True)
class Called:
    """A request that came: the method as it was spelt, and its parameters as texts."""

    method: str
    given: dict[str, str]


@dataclass
class Memory:
    """One bot at one Bot API. Belongs to one event loop; another thread goes through `/_fake/`.

    Args:
        token: the only one that is known.
        clock: see `clock.py`.
        strict_pace: whether one message a second and thirty in all is enforced.
        seed: of the update ids.
    """

    token: str = TOKEN
    clock: Clock = field(default_factory=MachineClock)
    strict_pace: bool = False
    seed: int = 1
    chats: Chats = field(default_factory=Chats)
    files: Files = field(default_factory=Files)
    faults: Faults = field(default_factory=Faults)
    webhook: Webhook = field(default_factory=Webhook)
    pressed: dict[str, Pressed] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, str]]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    bell: Bell = field(default_factory=Bell)
    poll: asyncio.Future[str] | None = None
    closed: bool = False

    def __post_init__(self) -> None:
        self.updates = Updates(self.seed)
        self.pace = Pace(self.strict_pace)
        self.calls: deque[Called] = deque(maxlen=REMEMBERED_CALLS)
        self._numbers = itertools.count(1)
        bot_id = int(self.token.partition(":")[0])
        self.me = shapes.user(bot_id, "Planprat", username="planprat_practice_bot", is_bot=True)

    def number(self) -> int:
        """A number that was not used before: ids of people, presses, files."""
        return next(self._numbers)

    def tell(self, kind: str, body: dict[str, Any], *, sender: int) -> None:
        """Let the bot know of something. A person's messages and presses go in different lines, as at a webhook."""
        line = f"{sender}/{KINDS.index(kind)}" if kind in ("callback_query", "my_chat_member") else f"{sender}"
        if self.updates.add(kind, body, line=line, now=self.clock.now()) is not None:
            if self.poll is not None and not self.poll.done():
                self.poll.set_result("news")
            self.bell.ring()

    def send(
        self, chat: Chat, content: dict[str, Any], *, inline: bool = True, silent: bool = False, reply_to: int = 0
    ) -> Posted:
        """Post a message of the bot's.

        Raises:
            Refused: the bot may not write there, writes too fast, or answers a message that is not there.
        """
        now = self.clock.now()
        self.pace.send(chat.open().id, now)
        posted = self.chats.post(chat, self.me, now, content, reply_to=reply_to)
        posted.inline, posted.silent = inline, silent
        self.bell.ring()
        return posted

    def stop(self) -> None:
        """Let everybody go who waits: the server is closing."""
        self.closed = True
        if self.poll is not None and not self.poll.done():
            self.poll.set_result("closed")
        self.bell.ring()
