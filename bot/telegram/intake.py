"""One way in for every update, whether it was fetched or brought: take it, commit, tell Telegram, let the answer go.

Updates of one chat are taken one after another in the order they came; a chat that is slow delays no other. First the
chat's turn, then a place among those that are being taken: so one person's sixteen taps hold one place, not all.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.actions.chatting import Heard, Received, receive
from bot.actions.delivery import hold
from bot.actions.house import House
from bot.dialogs.disclosure import lines_for_error
from bot.dialogs.event import decode
from bot.dialogs.greetings import COMMANDS, bare
from bot.dialogs.help_now import SCENE, numbers_short
from bot.dialogs.safety import Finding, recognise
from bot.dialogs.screen import Line, Say
from bot.telegram.aside import Aside
from bot.telegram.codec import Came, came
from bot.telegram.commits import Commits
from bot.telegram.parameters import Message
from bot.telegram.quiet import where
from bot.telegram.render import message
from bot.telegram.send import Sender, with_page, words

log = logging.getLogger(__name__)

TRIES = 3  # then it is asked whether the database answers; one that fails in between two such answers is given up
LONGEST_REST_S = 5.0
REMEMBERED = 1_000  # updates whose sender was told that something is wrong, and chats
PATIENCE_S = 5.0  # of a person whose update is still not stored; with words that speak of danger less
LITTLE_PATIENCE_S = 2.0
SORRY_AGAIN_AFTER = timedelta(minutes=1)  # in the same chat; words that speak of danger, and «Hjelp nå», each time
PROBE = "probe"

Rest = Callable[[float], Awaitable[None]]


class NotTaken(Exception):
    """The update could not be stored; whoever brought it must bring it again."""


class Intake:
    """Takes updates.

    Args:
        house: the installation.
        commits: stores what came.
        bot: speaks with Telegram.
        sender: is told that something waits.
        aside: says what is said at once.
        clock: the time, with zone.
        rest: waits so many seconds before another try.
    """

    def __init__(
        self,
        house: House,
        commits: Commits,
        bot: Bot,
        sender: Sender,
        aside: Aside,
        clock: Callable[[], datetime],
        rest: Rest = asyncio.sleep,
    ) -> None:
        self._house = house
        self._bot = bot
        self._sender = sender
        self._aside = aside
        self._clock = clock
        self._rest = rest
        self._commits = commits
        self._turns: dict[int, tuple[asyncio.Lock, int]] = {}
        self._told: deque[int] = deque(maxlen=REMEMBERED)
        self._sorry_at: dict[int, datetime] = {}

    async def take(self, update: Update, *, patient: bool) -> None:
        """Take one update. On return it is stored, or there is nothing in it to store.

        Args:
            update: as it came.
            patient: try until the database answers; else raise, and it is brought again.

        Raises:
            NotTaken: see `patient`.
        """
        seen = came(update)
        if seen.where == "group":
            await self._in_group(seen)
        if seen.heard is None:
            return
        with self._watched(seen, seen.heard):
            async with self._turn(seen.chat):
                received = await self._received(seen, seen.heard, patient=patient)
        if received is not None and received.delivery is not None:
            self._sender.send(received.delivery)
        else:
            self._sender.wake()
        if seen.query:
            await self._answered(seen.query)
        if received is not None:
            self._reply(seen, seen.heard, received)

    async def _received(self, seen: Came, heard: Heard, *, patient: bool) -> Received | None:
        """What became of it; None when it fails every time although everything else works."""
        tries, answered = 0, False
        while True:
            try:
                return await self._commits.do(partial(receive, heard=heard, now=self._clock()))
            except Exception as error:
                log.error("an update could not be taken: %s", where(error))
                self._sorry(seen, heard)
                if not patient:
                    raise NotTaken from error
            tries += 1
            # That the database answers now says nothing about a moment ago: it must have answered before as well.
            answers = tries >= TRIES and await self._database_answers()
            if answered and answers:
                log.error("an update was given up after %d tries", tries)
                return None
            answered = answers
            await self._rest(min(2.0 ** (tries - 1), LONGEST_REST_S))

    @contextmanager
    def _watched(self, seen: Came, heard: Heard) -> Iterator[None]:
        """Whoever waits too long is told that it is not stored: a database that is busy does not even say no."""
        patience_s = LITTLE_PATIENCE_S if self._urgent(heard) else PATIENCE_S
        watch = asyncio.get_running_loop().call_later(patience_s, self._sorry, seen, heard)
        try:
            yield
        finally:
            watch.cancel()

    def _danger(self, heard: Heard) -> Finding | None:
        """What in the text the safety reply answers."""
        return recognise(heard.text, self._house.content.phrases) if heard.kind in {"text", "edit", "other"} else None

    def _urgent(self, heard: Heard) -> bool:
        """Whether a life may be in danger: by what is written, or since «Hjelp nå» is asked for."""
        press = decode(heard.text) if heard.kind == "press" else None
        asked = press.verb if press is not None else COMMANDS.get(bare(heard.text)) if heard.kind == "text" else None
        return asked == SCENE or self._danger(heard) is not None

    async def _database_answers(self) -> bool:
        """Whether something else can be written: then it is this update that cannot be taken."""
        try:
            return await asyncio.to_thread(hold, self._house, PROBE, self._clock(), PROBE)
        except Exception:
            return False

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        """This chat's turn, in the order of asking. Forgotten when nobody waits for it."""
        lock, waiting = self._turns.get(chat, (asyncio.Lock(), 0))
        self._turns[chat] = (lock, waiting + 1)
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns[chat]
            if waiting == 1:
                del self._turns[chat]
            else:
                self._turns[chat] = (lock, waiting - 1)

    def _reply(self, seen: Came, heard: Heard, received: Received) -> None:
        """What is said at once, to those of whom nothing is stored (any more)."""
        if received.outcome == "gone" and received.shown is not None:
            shown = received.shown
            last = message(shown.screen, self._house.language.say, shown.language)
            self._aside.say(seen.chat, replace(last, keyboard=()), heard.message)
        elif received.outcome in {"stranger", "not_bound"}:
            drawn = self._to_stranger(seen, heard, Say(id=f"telegram.{received.outcome}"))
            self._aside.say(seen.chat, drawn, urgent=self._urgent(heard))
        elif received.outcome == "doorbell":
            seen = replace(seen, language=received.language or seen.language)
            drawn = self._to_stranger(seen, heard, Say(id="telegram.doorbell"))
            drawn = with_page(self._house, seen.language, drawn, received.page)
            self._aside.say(seen.chat, drawn, urgent=self._urgent(heard))

    def _to_stranger(self, seen: Came, heard: Heard, said: Say) -> Message:
        """One sentence, and whom to ring; the whole safety reply where the text asks for it."""
        content = self._house.content
        finding = self._danger(heard)
        numbers = numbers_short(content.services) if finding is None else lines_for_error(content.services, finding)
        lines: tuple[Line, ...] = (said, *numbers) if finding is None else (*numbers, said)
        return words(self._house, seen.language, lines)

    def _sorry(self, seen: Came, heard: Heard) -> None:
        """Say once that it could not be stored, with numbers to ring. Needs no database."""
        if heard.update in self._told or heard.kind in {"blocked", "back"}:
            return
        self._told.append(heard.update)
        urgent, now = self._urgent(heard), self._clock()
        last = self._sorry_at.get(seen.chat)
        if not urgent and last is not None and timedelta(0) <= now - last < SORRY_AGAIN_AFTER:
            return
        self._sorry_at.pop(seen.chat, None)
        self._sorry_at[seen.chat] = now  # of what was said: whoever goes on writing hears it once a minute
        if len(self._sorry_at) > REMEMBERED:
            del self._sorry_at[next(iter(self._sorry_at))]
        lines = lines_for_error(self._house.content.services, self._danger(heard))
        self._aside.say(seen.chat, words(self._house, seen.language, lines), urgent=urgent)

    async def _in_group(self, seen: Came) -> None:
        if seen.query:
            await self._answered(seen.query)
        if seen.chat:
            # Numbers only to who asks: before the others they would tell what this bot is about.
            numbers = numbers_short(self._house.content.services) if seen.asks_help else ()
            self._aside.say(seen.chat, words(self._house, seen.language, (*numbers, Say(id="telegram.group"))))

    async def _answered(self, query: str) -> None:
        """The little clock on the button stops. A press that is too old for that is answered by the screen alone."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError:
            return
