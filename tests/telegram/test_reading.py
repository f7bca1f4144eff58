"""What is left of Telegram's answers: everything that is looked at, and errors as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Update
from telegram.error import TelegramError

from bot.telegram.codec import came
from bot.telegram.reading import ReadsLittle

CHAT = {"id": 7, "type": "private", "first_name": "Ola"}
SHOWN = {
    "message_id": 5,
    "date": 1_700_000_000,
    "chat": CHAT,
    "text": "Hvor ofte?",
    "reply_markup": {"inline_keyboard": [[{"text": "Sjelden", "callback_data": "3.choose.rarely"}]]},
}
PRESS = {
    "update_id": 1,
    "callback_query": {
        "id": "9",
        "from": {"id": 7, "is_bot": False, "first_name": "Ola", "language_code": "nn"},
        "chat_instance": "1",
        "data": "3.choose.rarely",
        "message": SHOWN,
    },
}
TEXT = {"update_id": 2, "message": SHOWN | {"from": PRESS["callback_query"]["from"], "text": "Sover"}}  # type: ignore[index]


def read(told: Any) -> dict[str, Any]:
    return ReadsLittle.parse_json_payload(json.dumps(told).encode())


def test_an_update_says_the_same_without_what_is_ours() -> None:
    told = read({"ok": True, "result": [PRESS, TEXT]})["result"]
    assert told[0]["callback_query"]["message"] == {"chat": CHAT, "message_id": 5, "date": 0}
    for less, whole in zip(told, (PRESS, TEXT), strict=True):
        assert came(Update.de_json(less, None)) == came(Update.de_json(whole, None))


def test_a_message_that_was_sent_is_known_by_its_number_and_an_edited_one_was_known() -> None:
    assert read({"ok": True, "result": SHOWN})["result"] == SHOWN
    assert read({"ok": True, "result": SHOWN | {"edit_date": 1_700_000_009}}) == {"ok": True, "result": True}


def test_refusals_and_what_is_no_json_are_the_librarys() -> None:
    refused = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 3}}
    assert read(refused) == refused
    with pytest.raises(TelegramError):
        ReadsLittle.parse_json_payload(b"<html>")
