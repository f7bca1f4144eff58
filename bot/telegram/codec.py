"""An update of Telegram's as one thing that happened (`actions.chatting.Heard`), or as nothing that concerns us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from telegram import ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.actions.chatting import Heard
from bot.dialogs.context import Language
from bot.dialogs.door import at_the_door

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
_HELP = re.compile(r"/hjelp\b", re.IGNORECASE)
# What a message can hold beside text, and which words answer it (`telegram.other`).
_HOLDS = (
    ("sticker", ("sticker", "dice")),
    ("photo", ("photo", "video", "animation", "video_note", "story", "paid_media")),
    ("voice", ("voice", "audio")),
    ("contact", ("contact",)),
    ("file", ("document",)),
    ("place", ("location", "venue")),
)
# What the app tells of by itself: a message was pinned, messages vanish after a week, another background.
_TOLD_BY_THE_APP = (
    *("pinned_message", "message_auto_delete_timer_changed", "chat_background_set", "write_access_allowed"),
    *("migrate_to_chat_id", "connected_website", "chat_owner_changed", "chat_owner_left"),
)


@dataclass(frozen=True, slots=True)
class Came:
    """What came. `heard` is for the conversation; `query` must be answered to Telegram (empty: nothing to answer).

    `group`: it came from where several can read, and what was said there is not looked at, except for `/hjelp`
    (`asks_help`). `language` is that of the app, for somebody of whom nothing is known.
    """

    where: Literal["private", "group", "nowhere"]
    chat: int = 0
    heard: Heard | None = None
    query: str = ""
    language: Language = "nb"
    asks_help: bool = False


def came(update: Update) -> Came:
    """Read one update."""
    if (query := update.callback_query) is not None:
        on = query.message
        if on is None or on.chat.type != ChatType.PRIVATE:
            return Came("group" if on is not None else "nowhere", query=query.id)
        heard = Heard(
            update.update_id,
            str(on.chat.id),
            "press",
            datetime.fromtimestamp(0, UTC),  # a press carries no time, and none is needed
            text=query.data or "",
            message=on.message_id,
        )
        return Came("private", on.chat.id, heard, query.id, _language(query.from_user.language_code))
    if (change := update.my_chat_member) is not None:
        return _membership(update.update_id, change)
    message = update.message or update.edited_message
    if message is None:
        return Came("nowhere")
    language = _language(message.from_user.language_code if message.from_user else None)
    if message.chat.type != ChatType.PRIVATE:
        asks_help = _HELP.match(message.text or "") is not None
        return Came("group", message.chat.id, language=language, asks_help=asks_help)
    if _says_nothing(update, message):
        return Came("nowhere")
    return Came("private", message.chat.id, _of_message(update, message), language=language)


def _says_nothing(update: Update, message: Message) -> bool:
    """A place that is shared for hours is an edit every few seconds, and no answer either time."""
    if any(getattr(message, one, None) for one in _TOLD_BY_THE_APP):
        return True
    return update.edited_message is not None and not (message.text or message.caption)


def _of_message(update: Update, message: Message) -> Heard:
    edited = update.edited_message is not None
    heard = Heard(
        update.update_id,
        str(message.chat.id),
        "edit" if edited else "text",
        message.date,
        text=at_the_door(message.text or message.caption or ""),
        message=message.message_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else 0,
    )
    if message.forward_origin is not None:
        return _other(heard, "forward")
    if message.text is None:
        what = next((name for name, fields in _HOLDS if any(getattr(message, one, None) for one in fields)), "anything")
        return _other(heard, what)
    if not edited and (started := _START.fullmatch(message.text)) is not None:
        return _started(heard, (started[1] or "").strip())
    return heard


def _other(heard: Heard, what: str) -> Heard:
    return Heard(heard.update, heard.chat, "other", heard.at, heard.text, what, heard.message, heard.reply_to)


def _started(heard: Heard, token: str) -> Heard:
    return Heard(heard.update, heard.chat, "start", heard.at, token, message=heard.message)


def _membership(number: int, change: ChatMemberUpdated) -> Came:
    """The bot was stopped or started again by a person, or put into a group."""
    status = change.new_chat_member.status
    if change.chat.type == ChatType.PRIVATE:
        kind: Literal["blocked", "back"] = "blocked" if status == ChatMemberStatus.BANNED else "back"
        return Came("private", change.chat.id, Heard(number, str(change.chat.id), kind, change.date))
    there = status in {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}
    language = _language(change.from_user.language_code)
    return Came("group", change.chat.id, language=language) if there else Came("nowhere")


def _language(code: str | None) -> Language:
    return "nn" if (code or "").lower().startswith("nn") else "nb"
