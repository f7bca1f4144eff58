"""Keyboards: what a `reply_markup` may hold, and the buttons of a message by what they say."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit

from bot.testing.telegram import refusals
from bot.testing.telegram.refusals import bad

Markup = dict[str, Any]
Button = dict[str, Any]

_LOOKS = ("style", "icon_custom_emoji_id")
_OTHERS = ("keyboard", "remove_keyboard", "force_reply")


def read_markup(wire: str) -> tuple[Markup | None, bool]:
    """An inline keyboard, and whether it is one: with any other kind of keyboard a message can never be edited.

    Raises:
        Refused: it is not a keyboard, or breaks a limit.
    """
    if not wire:
        return None, True
    try:
        markup = json.loads(wire)
    except ValueError as error:
        raise bad("can't parse reply keyboard markup JSON object") from error
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"]), True
    if not any(markup.get(name) for name in _OTHERS):
        return None, True
    return None, False


def _inline(rows: Any) -> Markup | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" must be an Array of Arrays')
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise bad(refusals.KEYBOARD_TOO_LONG)
    if any(len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in kept):
        raise bad(refusals.KEYBOARD_TOO_LONG)
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Button:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text, data, url = button.get("text"), button.get("callback_data"), button.get("url")
    if not isinstance(text, str):
        raise bad('can\'t parse inline keyboard button: field "text" must be of type String')
    if not text.strip():
        raise bad("can't parse inline keyboard button: text must be non-empty")
    shown = {"text": text} | {name: button[name] for name in _LOOKS if name in button}
    if "copy_text" in button:
        return shown | {"copy_text": _copied(button["copy_text"])}
    if isinstance(url, str) and url:
        return shown | {"url": _address(url)}
    if not isinstance(data, str) or len(data) < InlineKeyboardButtonLimit.MIN_CALLBACK_DATA:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        raise bad(refusals.BUTTON_DATA_INVALID)
    return shown | {"callback_data": data}


def _copied(copy_text: Any) -> dict[str, str]:
    """What a button puts on the clipboard."""
    text = copy_text.get("text") if isinstance(copy_text, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
        raise bad("can't parse inline keyboard button: COPY_TEXT_INVALID")
    return {"text": text}


def _address(url: str) -> str:
    """An address a button may lead to. A host without a dot, `localhost` too, is refused by the server."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".")):
        return url
    raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def buttons(markup: Markup | None) -> list[Button]:
    """The buttons in reading order."""
    return [button for row in (markup or {}).get("inline_keyboard", ()) for button in row]


def named(markup: Markup | None, name: str) -> Button | None:
    """The button with this label, or which sends this, or leads there."""
    for field in ("text", "callback_data", "url"):
        for button in buttons(markup):
            if button.get(field) == name:
                return button
    return None
