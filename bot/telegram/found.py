"""Asking Telegram for the bot, once, to say at a start where it is found. The channel itself goes on trying."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.telegram.channel import TOKEN, make_bot
from bot.telegram.quiet import hush

PATIENCE_S = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What Telegram said. `name` is empty, and `why` says why, when it named no bot."""

    name: str = ""
    why: str = ""

    def address(self, token: str = "") -> str:
        """Where the app finds the bot, and with a token what it brings along from there."""
        return f"https://t.me/{self.name}" + (f"?start={token}" if token else "")


def find(token: str, api_url: str) -> Found:
    """Ask. The pages wait for the answer, so not for long."""
    hush()
    try:
        return Found(asyncio.run(_named(token, api_url)))
    except InvalidToken:
        return Found(why="there is no bot with the token in PLANPRAT_TELEGRAM_TOKEN")
    except (TelegramError, TimeoutError):
        return Found(why=f"not reached at {api_url}; it is tried again")


async def _named(token: str, api_url: str) -> str:
    if not TOKEN.fullmatch(token):
        raise InvalidToken
    async with asyncio.timeout(PATIENCE_S), make_bot(token, api_url) as bot:
        return str(bot.username)
