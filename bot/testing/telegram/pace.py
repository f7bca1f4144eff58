"""How fast a bot may send: one message a second in one chat, thirty a second in all (core.telegram.org/bots/faq)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from telegram.constants import FloodLimit

from bot.testing.telegram.refusals import too_many

WINDOW_S = 1.0


@dataclass(slots=True)
class Pace:
    """Counts what was sent in the last second. Off unless `strict`; `refused` counts the 429s it gave."""

    strict: bool = False
    refused: int = 0
    _chats: dict[int, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)

    def send(self, chat_id: int, now: float) -> None:
        """Count one message.

        Raises:
            Refused: it comes too soon; it is not counted.
        """
        if not self.strict:
            return
        chat = self._chats.setdefault(chat_id, deque())
        for sent, most in (
            (chat, FloodLimit.MESSAGES_PER_SECOND_PER_CHAT),
            (self._all, FloodLimit.MESSAGES_PER_SECOND),
        ):
            while sent and not 0 <= now - sent[0] < WINDOW_S:  # also after a clock that stepped back
                sent.popleft()
            if len(sent) >= most:
                self.refused += 1
                raise too_many(sent[0] + WINDOW_S - now)
        chat.append(now)
        self._all.append(now)
