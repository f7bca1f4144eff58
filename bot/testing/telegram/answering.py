"""The methods about the bot itself: who it is, its commands, a press it answers, chats and files it asks for."""

from __future__ import annotations

import json
import re
from typing import Any

from telegram.constants import BotCommandLimit, BotCommandScopeType, CallbackQueryLimit

from bot.testing.telegram import refusals, shapes
from bot.testing.telegram.memory import Memory
from bot.testing.telegram.parameters import Given
from bot.testing.telegram.refusals import bad
from bot.testing.telegram.text import units

_COMMAND = re.compile(rf"[a-z0-9_]{{{BotCommandLimit.MIN_COMMAND:d},{BotCommandLimit.MAX_COMMAND:d}}}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


def get_me(memory: Memory, _given: Given) -> dict[str, Any]:
    """`getMe`."""
    return memory.me | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def answer_callback_query(memory: Memory, given: Given) -> bool:
    """`answerCallbackQuery`: once, while the press is young."""
    if units(given.text("text")) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad(refusals.ANSWER_TOO_LONG)
    pressed = memory.pressed.get(given.text("callback_query_id"))
    if pressed is None or not pressed.open(memory.clock.now()):
        raise bad(refusals.QUERY_TOO_OLD)
    pressed.answer, pressed.alert = given.text("text"), given.flag("show_alert")
    return True


def set_my_commands(memory: Memory, given: Given) -> bool:
    """`setMyCommands`."""
    where = _scope(given)
    commands = given.json("commands")
    if not isinstance(commands, list):
        raise bad("expected an Array of BotCommand")
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise bad(refusals.COMMANDS_TOO_MANY)
    kept = []
    for one in commands:
        name, description = str(one.get("command", "")).removeprefix("/"), str(one.get("description", "")).strip()
        if not _COMMAND.fullmatch(name):
            raise bad(refusals.COMMAND_INVALID)
        if not BotCommandLimit.MIN_DESCRIPTION <= units(description) <= BotCommandLimit.MAX_DESCRIPTION:
            raise bad(refusals.COMMAND_DESCRIPTION_INVALID)
        kept.append({"command": name, "description": description})
    memory.commands[where] = kept
    return True


def get_my_commands(memory: Memory, given: Given) -> list[dict[str, str]]:
    """`getMyCommands`: exactly those of this scope and language."""
    return memory.commands.get(_scope(given), [])


def delete_my_commands(memory: Memory, given: Given) -> bool:
    """`deleteMyCommands`."""
    memory.commands.pop(_scope(given), None)
    return True


def _scope(given: Given) -> tuple[str, str]:
    scope = given.json("scope") or {"type": BotCommandScopeType.DEFAULT.value}
    if not isinstance(scope, dict) or scope.get("type") not in set(BotCommandScopeType):
        raise bad("can't parse BotCommandScope: unsupported type specified")
    language = given.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad(refusals.LANGUAGE_INVALID)
    return json.dumps(scope, sort_keys=True), language


def get_chat(memory: Memory, given: Given) -> dict[str, Any]:
    """`getChat`."""
    kinds = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return memory.chats.find(given.text("chat_id")).body | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(kinds, False),
    }


def get_file(memory: Memory, given: Given) -> dict[str, Any]:
    """`getFile`."""
    file_id = given.text("file_id")
    upload = memory.files.kept.get(file_id)
    if upload is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file_id,
        "file_unique_id": shapes.unique(file_id),
        "file_size": len(upload.content),
        "file_path": memory.files.path(file_id),
    }
