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
TRIES = 6
LOOK_EVERY_S = 0.25
LONGEST_WAIT = timedelta(minutes=15)  # then it is tried again, whatever Telegram asked for
AT_ONCE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Word:
    chat: int
    drawn: Message
    edit: int
    not_before: datetime
    tries: int = 0


class Aside:
    """Says such words, at the bot's pace."""

    def __init__(self, bot: Bot, pace: Pace, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._pace = pace
        self._clock = clock
        self._waiting: list[_Word] = []
        self._news = asyncio.Event()

    @property
    def waits(self) -> int:
        """How many words are still to be said."""
        return len(self._waiting)

    def say(self, chat: int, drawn: Message, edit: int = 0) -> None:
        """Say this. With `edit`, in the place of that message if it is still there."""
        if any((one.chat, one.drawn, one.edit) == (chat, drawn, edit) for one in self._waiting):
            return  # who writes ten times before the first answer is told once
        if len(self._waiting) >= MOST:
            log.warning("too many words to strangers wait; one is left out")
            return
        self._waiting.append(_Word(chat, drawn, edit, AT_ONCE))
        self._news.set()

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
        waiting, self._waiting = self._waiting, []
        for word in waiting:
            now = self._clock()
            free = now if word.edit else self._pace.next_at(word.chat, now)
            waits = now < word.not_before <= now + LONGEST_WAIT  # longer only when the clock has stepped back
            left = word if waits or free > now else await self._said(word, now)
            if left is not None:
                self._waiting.append(left)

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
            if word.tries + 1 >= TRIES:
                log.warning("a word was not said (%s)", type(error).__name__)
                return None
            return replace(word, not_before=now + timedelta(seconds=2**word.tries), tries=word.tries + 1)
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
