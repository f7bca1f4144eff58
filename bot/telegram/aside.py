"""Words to those of whom nothing is stored: strangers, groups, somebody who has just deleted everything, and everybody
while the database is away. Kept in memory for a while and tried again; a start anew forgets them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.telegram.pacing import Pace
from bot.telegram.parameters import Message
from bot.telegram.quiet import where

log = logging.getLogger(__name__)

MOST = 1_000  # words that wait; a storm of strangers must not fill the memory
TRIES, TRIES_FOR_LIFE = 6, 20  # half a minute, and a quarter of an hour
LONGEST_REST_S = 60
LOOK_EVERY_S = 0.25
LONGEST_WAIT = timedelta(minutes=15)  # then it is tried again, whatever Telegram asked for
AT_ONCE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Word:
    chat: int
    drawn: Message
    edit: int
    not_before: datetime
    urgent: bool
    tries: int = 0


class Aside:
    """Says such words, at the bot's pace."""

    def __init__(self, bot: Bot, pace: Pace, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._pace = pace
        self._clock = clock
        self._waiting: list[_Word] = []  # the urgent ones first
        self._later: list[_Word] = []  # tried in this round, and to be tried again
        self._news = asyncio.Event()

    @property
    def waits(self) -> int:
        """How many words are still to be said."""
        return len(self._waiting) + len(self._later)

    def say(self, chat: int, drawn: Message, edit: int = 0, *, urgent: bool = False) -> None:
        """Say this. With `edit`, in the place of that message if it is still there. `urgent`: a life may be in danger;
        it goes before all that is not, and is not what is left out when too much waits."""
        if any((one.chat, one.drawn, one.edit) == (chat, drawn, edit) for one in (*self._waiting, *self._later)):
            return  # who writes ten times before the first answer is told once
        at = sum(one.urgent for one in self._waiting) if urgent else len(self._waiting)
        self._waiting.insert(at, _Word(chat, drawn, edit, AT_ONCE, urgent))
        self._shorten()
        self._news.set()

    def _shorten(self) -> None:
        if len(self._waiting) > MOST:
            log.warning("too many words to strangers wait; one is left out")
            self._waiting.pop()

    async def run(self) -> None:
        """Say what waits, until cancelled."""
        while True:
            await self.flush()
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S if self._waiting else None):
                    await self._news.wait()

    async def flush(self) -> None:
        """Say everything that may be said now."""
        while self._waiting:
            word = self._waiting.pop(0)
            now = self._clock()
            free = now if word.edit else self._pace.next_at(word.chat, now)
            waits = now < word.not_before <= now + LONGEST_WAIT  # longer only when the clock has stepped back
            left = word if waits or free > now else await self._said(word, now)
            if left is not None:
                self._later.append(left)
        self._waiting, self._later = sorted(self._later, key=lambda one: not one.urgent), []
        self._shorten()

    async def _said(self, word: _Word, now: datetime) -> _Word | None:
        """Try once. What is left to do, None when it is done or cannot be."""
        try:
            if word.edit:
                return await self._edited(word)
            self._pace.sent(word.chat, now)
            await self._bot.send_message(
                word.chat,
                word.drawn.text,
                protect_content=True,
                api_kwargs=word.drawn.told(),
            )
        except RetryAfter as patience:
            asked = patience.retry_after
            rest = asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
            return replace(word, not_before=now + min(rest, LONGEST_WAIT))
        except (Forbidden, BadRequest):
            return None  # there is nobody who could read it
        except TelegramError as error:
            if word.tries + 1 >= (TRIES_FOR_LIFE if word.urgent else TRIES):
                log.warning("a word was not said (%s)", type(error).__name__)
                return None
            rest = timedelta(seconds=min(2**word.tries, LONGEST_REST_S))
            return replace(word, not_before=now + rest, tries=word.tries + 1)
        except Exception as error:  # one word must not silence all the others
            log.error("a word could not be said: %s", where(error))
        return None

    async def _edited(self, word: _Word) -> _Word | None:
        try:
            await self._bot.edit_message_text(
                word.drawn.text,
                chat_id=word.chat,
                message_id=word.edit,
                api_kwargs=word.drawn.told(),
            )
        except BadRequest as error:
            if "message is not modified" in error.message.lower():
                return None  # it was edited, and the answer to that was lost
            return replace(word, edit=0)
        return None
