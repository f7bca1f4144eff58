"""Every method the fake knows, by its name in small letters: the Bot API does not look at the case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.testing.telegram import answering, changing, receiving, sending
from bot.testing.telegram.memory import Memory
from bot.testing.telegram.parameters import Given

Method = Callable[[Memory, Given], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getme": answering.get_me,
    "getchat": answering.get_chat,
    "getfile": answering.get_file,
    "answercallbackquery": answering.answer_callback_query,
    "setmycommands": answering.set_my_commands,
    "getmycommands": answering.get_my_commands,
    "deletemycommands": answering.delete_my_commands,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendchataction": sending.send_chat_action,
    "editmessagetext": changing.edit_message_text,
    "editmessagereplymarkup": changing.edit_message_reply_markup,
    "deletemessage": changing.delete_message,
    "deletemessages": changing.delete_messages,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
}
