"""How fast a bot may send: a message a second in one chat, some thirty a second in all (core.telegram.org/bots/faq)."""

from __future__ import annotations

from datetime import datetime, timedelta

CHAT_EVERY = timedelta(seconds=1)
ALL_EVERY = timedelta(milliseconds=1000 / 28)  # a little under thirty
KEPT = 4_096  # chats remembered; one that was silent for a second needs no memory


class Pace:
    """Says when the next message may go. Knows nothing but moments that are passed in."""

    def __init__(self) -> None:
        self._chats: dict[int, datetime] = {}
        self._all: datetime | None = None

    def next_at(self, chat: int, now: datetime) -> datetime:
        """The first moment at which this chat may be written to; now at the earliest."""
        free = max(self._chats.get(chat, now), self._all or now, now)
        return free if free <= now + CHAT_EVERY else now  # further away only when the clock has stepped back

    def sent(self, chat: int, now: datetime) -> None:
        """Something was sent."""
        self._chats[chat] = now + CHAT_EVERY
        self._all = now + ALL_EVERY
        if len(self._chats) > KEPT:
            self._chats = {one: free for one, free in self._chats.items() if free > now}
