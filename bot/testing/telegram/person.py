"""A person with Telegram on their phone: types, taps, taps twice, taps what is long gone, edits, blocks, comes back.

What the app would not let a person do is `Impossible` here, so that no test leans on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.constants import MessageLimit

from bot.testing.telegram import shapes
from bot.testing.telegram.chats import Chat, Posted
from bot.testing.telegram.keyboards import Button, buttons, named
from bot.testing.telegram.memory import Memory, Pressed
from bot.testing.telegram.parameters import Upload
from bot.testing.telegram.text import commands_in, cut

FIRST_ID = 7_000_000_000  # above 2^32, as new accounts are
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
SOUND = b"OggS\x00\x02"


class Impossible(AssertionError):
    """Nobody with the app could do this."""


class NoSuchButton(Impossible):
    """The button is not there to be tapped."""


class Person:
    """One made-up person and their chat with the bot. A first name only; `language` is that of their app."""

    def __init__(self, telegram: Memory, name: str = "Mari", *, language: str = "nb") -> None:
        self._telegram = telegram
        self.user = shapes.user(FIRST_ID + telegram.number(), name, language=language)
        self.chat = telegram.chats.opened(shapes.private_chat(self.user))

    @property
    def id(self) -> int:
        """The person's id, which is the chat's too."""
        return self.chat.id

    @property
    def sees(self) -> list[Posted]:
        """What stands in the chat, oldest first."""
        return self.chat.shown

    @property
    def told(self) -> list[Posted]:
        """What the bot has written and is still there."""
        return [one for one in self.sees if one.by_bot]

    @property
    def last(self) -> Posted:
        """The bot's last message."""
        _must(bool(self.told), f"the bot has written nothing to {self.user['first_name']}")
        return self.told[-1]

    @property
    def keyboard(self) -> list[str]:
        """The labels of the last keyboard in the chat."""
        return [button["text"] for button in self._with_keyboard().buttons]

    @property
    def presses(self) -> list[Pressed]:
        """The taps so far, with what the bot answered to each."""
        return [one for one in self._telegram.pressed.values() if one.user == self.id]

    def types(self, text: str, *, reply_to: Posted | None = None, chat: Chat | None = None) -> Posted:
        """Send a text. One too long for a message goes in several, as the app does it; the last one comes back.

        Args:
            text: white space at the ends does not arrive.
            reply_to: the message it answers.
            chat: a group; without it the chat with the bot.

        Raises:
            Impossible: the text is empty, or the bot is blocked.
        """
        _must(bool(text.strip()), "the app sends no empty message")
        pieces = cut(text.strip(), MessageLimit.MAX_TEXT_LENGTH)
        return [self._post(_typed(piece), reply_to, chat) for piece in pieces][-1]

    def starts(self, payload: str = "") -> Posted:
        """Open the bot by its link: `/start`, with what the link carries."""
        return self.types(f"/start {payload}")

    def edits(self, message: Posted, text: str) -> None:
        """Change a text one has sent."""
        self._may_write(self.chat)
        _must(not message.by_bot, "that is the bot's message")
        _must(not message.deleted, "the message is gone")
        kept = {name: value for name, value in message.body.items() if name not in ("text", "entities")}
        message.replace(kept | _typed(text.strip()) | {"edit_date": int(self._telegram.clock.now())})
        self._telegram.tell("edited_message", message.body, sender=self.id)

    def taps(self, name: str, *, on: Posted | None = None, stale: bool = False, times: int = 1) -> list[str]:
        """Tap a button, found by its label or by what it sends.

        Args:
            name: as above.
            on: the message it stands on; without it the last one that has a keyboard, or with `stale` the last one
                that ever had this button.
            stale: it need not stand there now: the app had not yet shown the change, or the message is gone.
            times: a double tap is two presses, as for Telegram.

        Returns:
            The ids of the presses.

        Raises:
            NoSuchButton: with what there is.
        """
        self._may_write(self.chat)
        message = on or (self._once_with(name) if stale else self._with_keyboard())
        data = str(self._button(name, message, stale=stale).get("callback_data", ""))
        _must(bool(data), f"«{name}» is a link, or copies: use opens() or copies()")
        body = shapes.gone_message(message.id, self.chat.body) if message.deleted else message.body
        return [self._press(body, data) for _ in range(times)]

    def opens(self, name: str, *, on: Posted | None = None) -> str:
        """Tap a button that is a link; the address it leads to."""
        button = self._button(name, on or self._with_keyboard(), stale=False)
        _must("url" in button, f"«{name}» is no link")
        return str(button["url"])

    def copies(self, name: str, *, on: Posted | None = None) -> str:
        """Tap a button that copies; what is on the clipboard then."""
        button = self._button(name, on or self._with_keyboard(), stale=False)
        _must("copy_text" in button, f"«{name}» copies nothing")
        return str(button["copy_text"]["text"])

    def sends_photo(self, caption: str = "") -> Posted:
        """Send a photo."""
        file_id, size = self._has("photo", Upload("", PICTURE, "image/png"))
        return self._post(
            {"photo": [shapes.photo_size(file_id, size, 1, 1)]} | ({"caption": caption} if caption else {})
        )

    def sends_document(self, name: str = "plan.txt", content: bytes = b"plan") -> Posted:
        """Send a file."""
        file_id, size = self._has("document", Upload(name, content, "text/plain"))
        return self._post({"document": shapes.document(file_id, size, name, "text/plain")})

    def sends_voice(self, seconds: int = 3) -> Posted:
        """Send a voice message."""
        file_id, size = self._has("voice", Upload("", SOUND, "audio/ogg"))
        return self._post({"voice": shapes.voice(file_id, size, seconds)})

    def sends_sticker(self, emoji: str = "👍") -> Posted:
        """Send a sticker."""
        file_id, size = self._has("sticker", Upload("", PICTURE, "image/webp"))
        return self._post({"sticker": shapes.sticker(file_id, size, emoji)})

    def sends_contact(self, phone: str = "+4799999999", name: str = "Kari") -> Posted:
        """Send somebody's number."""
        return self._post({"contact": shapes.contact(phone, name)})

    def sends_location(self, *, live: int = 0) -> Posted:
        """Send where one is; `live`: for so many seconds on, and the app tells when one `moves`."""
        return self._post({"location": shapes.location(59.91, 10.75, live)})

    def moves(self, message: Posted) -> None:
        """Be somewhere else while the place is shared."""
        _must("live_period" in message.body.get("location", {}), "that place is not shared live")
        edited = int(self._telegram.clock.now())
        place = shapes.location(59.92, 10.76, message.body["location"]["live_period"])
        message.replace(message.body | {"location": place, "edit_date": edited})
        self._telegram.tell("edited_message", message.body, sender=self.id)

    def pins(self, message: Posted) -> Posted:
        """Pin a message; the app tells of it in a message of its own."""
        return self._post({"pinned_message": {k: v for k, v in message.body.items() if k != "reply_to_message"}})

    def forwards(self, text: str, *, of: str = "Kari") -> Posted:
        """Forward what somebody else has written."""
        return self._post(shapes.forwarded_from(of, self._telegram.clock.now()) | _typed(text))

    def blocks(self) -> None:
        """Block the bot."""
        self._may_write(self.chat)
        self._stand(self.chat, "kicked")

    def comes_back(self, *, start: bool = True) -> None:
        """Unblock the bot; the app's button for it also sends `/start`."""
        _must(self.chat.standing == "kicked", "the bot is not blocked")
        self._stand(self.chat, "member")
        if start:
            self.starts()

    def adds_to_group(self, title: str = "Familien") -> Chat:
        """Make a group with the bot in it."""
        group = self._telegram.chats.opened(shapes.group_chat(-self._telegram.number(), title))
        self._stand(group, "member")
        return group

    def _with_keyboard(self) -> Posted:
        for message in reversed(self.sees):
            if message.buttons:
                return message
        raise NoSuchButton("no message in the chat has a keyboard")

    def _once_with(self, name: str) -> Posted:
        for message in reversed(list(self.chat.messages.values())):
            if any(named(body.get("reply_markup"), name) for body in (message.body, *message.earlier)):
                return message
        raise NoSuchButton(f"no message ever had «{name}»")

    def _button(self, name: str, message: Posted, *, stale: bool) -> Button:
        bodies: list[Mapping[str, Any]] = [] if message.deleted and not stale else [message.body]
        bodies += reversed(message.earlier) if stale else ()
        for body in bodies:
            if found := named(body.get("reply_markup"), name):
                return found
        there = [button["text"] for body in bodies for button in buttons(body.get("reply_markup"))]
        raise NoSuchButton(f"no «{name}» on message {message.id}; there are {there}")

    def _press(self, on: dict[str, Any], data: str) -> str:
        query_id = str(4_000_000_000_000_000 + self._telegram.number())
        self._telegram.pressed[query_id] = Pressed(self._telegram.clock.now(), self.id)
        self._telegram.tell("callback_query", shapes.callback_query(query_id, self.user, on, data), sender=self.id)
        return query_id

    def _post(self, content: dict[str, Any], reply_to: Posted | None = None, chat: Chat | None = None) -> Posted:
        where = chat or self.chat
        if where.standing == "left":
            where.standing = "member"
        self._may_write(where)
        now, answered = self._telegram.clock.now(), reply_to.id if reply_to else 0
        posted = self._telegram.chats.post(where, self.user, now, content, reply_to=answered)
        if where.private or self._reaches(posted, reply_to):
            self._telegram.tell("message", posted.body, sender=where.id)
        return posted

    def _reaches(self, message: Posted, reply_to: Posted | None) -> bool:
        """In a group a bot hears only commands and replies to itself (privacy mode, on for every new bot)."""
        return bool(message.body.get("entities")) or bool(reply_to and reply_to.by_bot)

    def _may_write(self, chat: Chat) -> None:
        _must(chat.standing != "kicked", f"{self.user['first_name']} has blocked the bot and must come back first")

    def _stand(self, chat: Chat, standing: str) -> None:
        was, chat.standing = chat.standing, standing
        change = shapes.my_chat_member(
            chat.body, self.user, self._telegram.me, self._telegram.clock.now(), was=was, now=standing
        )
        self._telegram.tell("my_chat_member", change, sender=chat.id)

    def _has(self, kind: str, upload: Upload) -> tuple[str, int]:
        return self._telegram.files.keep(kind, upload), len(upload.content)


def _must(can: bool, otherwise: str) -> None:
    if not can:
        raise Impossible(otherwise)


def _typed(text: str) -> dict[str, Any]:
    commands = commands_in(text)
    return {"text": text} | ({"entities": commands} if commands else {})
