"""What the Bot API says when it refuses, word for word, with its codes. Programs tell refusals apart by these texts.

Source: `Client.cpp`, `ClientManager.cpp` and `TQueue.cpp` of tdlib/telegram-bot-api and tdlib/td, and
core.telegram.org/bots/api. What the server drops without a word the fake refuses (docs/fake_telegram.md).
"""

from __future__ import annotations

import math
from typing import Any


class Refused(Exception):
    """The request is answered with an error.

    `code` is both the HTTP status and `error_code`; `description` the text; `parameters` as in ResponseParameters.
    """

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(reason: str) -> Refused:
    """400 with this reason."""
    return Refused(400, f"Bad Request: {reason}")


def too_many(seconds: float) -> Refused:
    """429: wait this long. The Bot API counts in whole seconds, at least one."""
    whole = max(1, math.ceil(seconds))
    return Refused(429, f"Too Many Requests: retry after {whole}", {"retry_after": whole})


def unauthorized() -> Refused:
    """A token of the right form that belongs to no bot."""
    return Refused(401, "Unauthorized")


def not_found() -> Refused:
    """No such method, or not a token at all."""
    return Refused(404, "Not Found")


def blocked() -> Refused:
    """The person has blocked the bot."""
    return Refused(403, "Forbidden: bot was blocked by the user")


def removed() -> Refused:
    """The bot is no longer in the group."""
    return Refused(403, "Forbidden: bot was kicked from the group chat")


def second_poller() -> Refused:
    """What the earlier of two pollers gets."""
    return Refused(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def webhook_set_meanwhile() -> Refused:
    """What a waiting poller gets when a webhook is set."""
    return Refused(409, "Conflict: terminated by setWebhook request")


def webhook_active() -> Refused:
    """What a poller gets while there is a webhook."""
    return Refused(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


CHAT_NOT_FOUND = "chat not found"
MESSAGE_EMPTY = "message text is empty"
TEXT_EMPTY = "text must be non-empty"
MESSAGE_TOO_LONG = "message is too long"
CAPTION_TOO_LONG = "message caption is too long"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
EDIT_NOT_FOUND = "message to edit not found"
EDIT_NO_TEXT = "there is no text in the message to edit"
EDIT_REFUSED = "message can't be edited"
DELETE_NOT_FOUND = "message to delete not found"
DELETE_REFUSED = "message can't be deleted"
REPLY_NOT_FOUND = "message to be replied not found"
NO_MESSAGE_ID = "message identifier is not specified"
NO_MESSAGE_IDS = "message identifiers are not specified"
TOO_MANY_MESSAGE_IDS = "too many message identifiers specified"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ANSWER_TOO_LONG = "MESSAGE_TOO_LONG"
BUTTON_DATA_INVALID = "BUTTON_DATA_INVALID"
KEYBOARD_TOO_LONG = "reply markup is too long"
FILE_EMPTY = "file must be non-empty"
FILE_UNKNOWN = "wrong file identifier/HTTP URL specified"
PHOTO_UNREADABLE = "IMAGE_PROCESS_FAILED"
PHOTO_DIMENSIONS = "PHOTO_INVALID_DIMENSIONS"
COMMAND_INVALID = "BOT_COMMAND_INVALID"
COMMAND_DESCRIPTION_INVALID = "BOT_COMMAND_DESCRIPTION_INVALID"
COMMANDS_TOO_MANY = "BOT_COMMANDS_TOO_MUCH"
LANGUAGE_INVALID = "invalid language code specified"
