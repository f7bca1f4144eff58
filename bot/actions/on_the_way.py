"""One thing that is on its way to somebody's chat, with all that is needed to deliver it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.chats import Chat
from bot.storage.outgoing import LONGEST_WAIT, Sending


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to deliver. `message` shows the current screen (0: none does), `number` is that screen's. `reachable`:
    the messages that can still be removed, oldest first, and `more` that there are older ones."""

    user: str
    chat: int
    rows: tuple[str, ...]
    sending: Sending
    message: int
    attempts: int
    number: int
    reachable: tuple[int, ...] = ()
    more: bool = False


def must_wait(chat: Chat, now: datetime) -> bool:
    """Whether nothing may be tried in this chat yet."""
    return chat.not_before is not None and now < chat.not_before <= now + LONGEST_WAIT
