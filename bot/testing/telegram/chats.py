"""Chats and their messages, as both sides see them."""

from __future__ import annotations

import copy
import itertools
from dataclasses import dataclass, field
from typing import Any

from bot.testing.telegram import refusals, shapes
from bot.testing.telegram.keyboards import Button, Markup, buttons
from bot.testing.telegram.refusals import bad, blocked, removed

DELETABLE_S = 48 * 3600
DETAILS = ("reply_to_message",)  # of a message that is replied to, not told again


@dataclass(slots=True)
class Posted:
    """One message. `body` is the Bot API's Message and is replaced, never changed, by an edit."""

    body: dict[str, Any]
    by_bot: bool
    inline: bool = True
    silent: bool = False
    deleted: bool = False
    earlier: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> int:
        """`message_id`."""
        return int(self.body["message_id"])

    @property
    def text(self) -> str:
        """The text, or the caption below a file; empty when there is neither."""
        return str(self.body.get("text", self.body.get("caption", "")))

    @property
    def markup(self) -> Markup | None:
        """The inline keyboard that is on it now."""
        return self.body.get("reply_markup")

    @property
    def buttons(self) -> list[Button]:
        """The buttons that are on it now."""
        return buttons(self.markup)

    @property
    def protected(self) -> bool:
        """Whether it can neither be forwarded nor saved (`protect_content`)."""
        return bool(self.body.get("has_protected_content"))

    @property
    def reply_to(self) -> int:
        """The message it answers, 0 for none."""
        return int(self.body.get("reply_to_message", {}).get("message_id", 0))

    def replace(self, body: dict[str, Any]) -> None:
        """Edit it; what it was stays known."""
        self.earlier.append(self.body)
        self.body = body


@dataclass(slots=True)
class Chat:
    """One chat. `standing` is the bot's: `member`, `kicked` (a person blocked it) or `left` (not there yet)."""

    body: dict[str, Any]
    standing: str = "left"
    messages: dict[int, Posted] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The chat's id; a private chat has the person's."""
        return int(self.body["id"])

    @property
    def private(self) -> bool:
        """Whether it is with one person."""
        return bool(self.body["type"] == "private")

    @property
    def shown(self) -> list[Posted]:
        """What stands in the chat, oldest first."""
        return [one for one in self.messages.values() if not one.deleted]

    def message(self, message_id: int, otherwise: str) -> Posted:
        """A message that stands in the chat.

        Raises:
            Refused: with the given reason; or no id was given at all.
        """
        if message_id <= 0:
            raise bad(refusals.NO_MESSAGE_ID)
        found = self.messages.get(message_id)
        if found is None or found.deleted:
            raise bad(otherwise)
        return found

    def open(self) -> Chat:
        """This chat, if the bot may write there.

        Raises:
            Refused: it may not.
        """
        if self.standing == "kicked":
            raise blocked() if self.private else removed()
        return self


class Chats:
    """Every chat by its id. Private chats and groups share one series of message ids, as they do for a real bot."""

    def __init__(self) -> None:
        self.all: dict[int, Chat] = {}
        self._ids = itertools.count(1)

    def opened(self, body: dict[str, Any]) -> Chat:
        """The chat, new if it was not known."""
        return self.all.setdefault(int(body["id"]), Chat(body))

    def find(self, wire: str) -> Chat:
        """The chat that a request names. One where nobody has written to the bot is not found.

        Raises:
            Refused: there is none.
        """
        if not wire:
            raise bad("chat_id is empty")
        found = self.all.get(int(wire)) if wire.lstrip("-").isdecimal() else None
        if found is None or found.standing == "left":
            raise bad(refusals.CHAT_NOT_FOUND)
        return found

    def post(
        self, chat: Chat, sender: dict[str, Any], date: float, content: dict[str, Any], *, reply_to: int = 0
    ) -> Posted:
        """Put a message into a chat.

        Raises:
            Refused: it answers a message that is not there.
        """
        answered = {}
        if reply_to:
            told = copy.copy(chat.message(reply_to, refusals.REPLY_NOT_FOUND).body)
            for name in DETAILS:
                told.pop(name, None)
            answered = {"reply_to_message": told}
        body = shapes.message(next(self._ids), sender, chat.body, date, answered | content)
        posted = Posted(body, by_bot=bool(sender["is_bot"]))
        chat.messages[posted.id] = posted
        return posted


def deletable(message: Posted, now: float) -> None:
    """Whether a bot may delete it: both sides' messages in a private chat, for 48 hours.

    Raises:
        Refused: it is older.
    """
    if now - message.body["date"] >= DELETABLE_S:
        raise bad(refusals.DELETE_REFUSED)
