"""The methods that put something new into a chat."""

from __future__ import annotations

from typing import Any

from telegram.constants import MessageLimit

from bot.testing.telegram import refusals, shapes
from bot.testing.telegram.files import check_document, check_photo
from bot.testing.telegram.keyboards import read_markup
from bot.testing.telegram.memory import Memory
from bot.testing.telegram.parameters import Given, Upload
from bot.testing.telegram.refusals import bad
from bot.testing.telegram.text import Entity, read, units


def send_message(memory: Memory, given: Given) -> dict[str, Any]:
    """`sendMessage`."""
    return _post(memory, given, message_text(given))


def send_document(memory: Memory, given: Given) -> dict[str, Any]:
    """`sendDocument`: uploaded, or by the id of one sent before."""
    file_id, upload = _file(memory, given, "document", given.upload("document"))
    check_document(upload)
    about = shapes.document(file_id, len(upload.content), upload.name, upload.mime)
    return _post(memory, given, {"document": about} | caption(given))


def send_photo(memory: Memory, given: Given) -> dict[str, Any]:
    """`sendPhoto`. The server makes several sizes; the fake makes one."""
    file_id, upload = _file(memory, given, "photo", given.upload("photo"))
    width, height = check_photo(upload)
    sizes = [shapes.photo_size(file_id, len(upload.content), width, height)]
    return _post(memory, given, {"photo": sizes} | caption(given))


def send_chat_action(memory: Memory, given: Given) -> bool:
    """`sendChatAction`: «skriver …»."""
    memory.chats.find(given.text("chat_id")).open()
    if not given.text("action"):
        raise bad("wrong parameter action in request")
    return True


def message_text(given: Given) -> dict[str, Any]:
    """`text` with its entities, within the limits.

    Raises:
        Refused: there is none, or too much of it.
    """
    if not given.text("text"):
        raise bad(refusals.MESSAGE_EMPTY)
    text, entities = _marked(given, "text", "entities")
    if not text:
        raise bad(refusals.TEXT_EMPTY)
    if units(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad(refusals.MESSAGE_TOO_LONG)
    return {"text": text} | ({"entities": entities} if entities else {})


def caption(given: Given) -> dict[str, Any]:
    """`caption` with its entities, within the limit; nothing when there is none.

    Raises:
        Refused: it is too long.
    """
    text, entities = _marked(given, "caption", "caption_entities")
    if units(text) > MessageLimit.CAPTION_LENGTH:
        raise bad(refusals.CAPTION_TOO_LONG)
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _marked(given: Given, name: str, marks: str) -> tuple[str, list[Entity]]:
    """A text and its entities: given apart, or as marks within it."""
    apart = given.json(marks)
    if isinstance(apart, list):
        return given.text(name).strip(), apart[: MessageLimit.MESSAGE_ENTITIES]
    text, entities = read(given.text(name), given.text("parse_mode"))
    return text, entities[: MessageLimit.MESSAGE_ENTITIES]


def _post(memory: Memory, given: Given, content: dict[str, Any]) -> dict[str, Any]:
    markup, inline = read_markup(given.text("reply_markup"))
    chat = memory.chats.find(given.text("chat_id"))
    if markup is not None:
        content["reply_markup"] = markup
    if given.flag("protect_content"):
        content["has_protected_content"] = True
    answers = given.json("reply_parameters") or {}
    reply_to = int(answers.get("message_id", 0))
    if answers.get("allow_sending_without_reply") and reply_to not in chat.messages:
        reply_to = 0
    silent = given.flag("disable_notification")
    return memory.send(chat, content, inline=inline, silent=silent, reply_to=reply_to).body


def _file(memory: Memory, given: Given, kind: str, upload: Upload | None) -> tuple[str, Upload]:
    if upload is not None:
        return memory.files.keep(kind, upload), upload
    wire = given.text(kind)
    if not wire:
        raise bad(f"there is no {kind} in the request")
    if wire not in memory.files.kept:
        raise bad(refusals.FILE_UNKNOWN)
    return wire, memory.files.kept[wire]
