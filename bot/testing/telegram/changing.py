"""The methods that change or remove what stands in a chat."""

from __future__ import annotations

from typing import Any

from telegram.constants import BulkRequestLimit

from bot.testing.telegram import refusals
from bot.testing.telegram.chats import Posted, deletable
from bot.testing.telegram.keyboards import read_markup
from bot.testing.telegram.memory import Memory
from bot.testing.telegram.parameters import Given
from bot.testing.telegram.refusals import bad
from bot.testing.telegram.sending import message_text


def edit_message_text(memory: Memory, given: Given) -> dict[str, Any]:
    """`editMessageText`. Without `reply_markup` the keyboard goes."""
    content = message_text(given)
    return _edit(memory, given, content, ("text", "entities", "reply_markup"))


def edit_message_reply_markup(memory: Memory, given: Given) -> dict[str, Any]:
    """`editMessageReplyMarkup`."""
    return _edit(memory, given, {}, ("reply_markup",))


def _edit(memory: Memory, given: Given, content: dict[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    markup, inline = read_markup(given.text("reply_markup"))
    if not inline:
        raise bad("inline keyboard expected")
    message = _own(memory, given)
    if "text" in content and "text" not in message.body:
        raise bad(refusals.EDIT_NO_TEXT)
    content = content | ({"reply_markup": markup} if markup else {})
    kept = {name: value for name, value in message.body.items() if name not in fields}
    if all(message.body.get(name) == content.get(name) for name in fields):
        raise bad(refusals.NOT_MODIFIED)
    message.replace(kept | content | {"edit_date": int(memory.clock.now())})
    memory.bell.ring()
    return message.body


def _own(memory: Memory, given: Given) -> Posted:
    """The bot's own message that a request names, with a keyboard that can be edited."""
    chat = memory.chats.find(given.text("chat_id"))
    message = chat.message(given.number("message_id"), refusals.EDIT_NOT_FOUND)
    chat.open()
    if not message.by_bot or not message.inline:
        raise bad(refusals.EDIT_REFUSED)
    return message


def delete_message(memory: Memory, given: Given) -> bool:
    """`deleteMessage`: one's own or the other's, in a private chat, for 48 hours."""
    chat = memory.chats.find(given.text("chat_id"))
    message = chat.message(given.number("message_id"), refusals.DELETE_NOT_FOUND)
    if not message.by_bot and not chat.private:
        raise bad(refusals.DELETE_REFUSED)
    deletable(message, memory.clock.now())
    message.deleted = True
    return True


def delete_messages(memory: Memory, given: Given) -> bool:
    """`deleteMessages`: up to a hundred; those that are not there are passed over, one that is too old stops all."""
    chat = memory.chats.find(given.text("chat_id"))
    ids = given.json("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad(refusals.NO_MESSAGE_IDS)
    if len(ids) > BulkRequestLimit.MAX_LIMIT:
        raise bad(refusals.TOO_MANY_MESSAGE_IDS)
    found = [message for one in ids if (message := chat.messages.get(int(one))) and not message.deleted]
    for message in found:
        deletable(message, memory.clock.now())
    for message in found:
        message.deleted = True
    return True
