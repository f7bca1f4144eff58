"""A message as the Bot API is given it. In plain values: the library's own objects for a screen of nine buttons take
longer to make and to write out than the whole rest of sending it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Parameters = dict[str, Any]

_NO_PREVIEW = {"is_disabled": True}  # of a page that is spoken of


@dataclass(frozen=True, slots=True)
class Mark:
    """How some of a text is set (Bot API: MessageEntity). `offset` and `length` in UTF-16 units."""

    type: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Key:
    """A button (Bot API: InlineKeyboardButton) with one of these: what a press tells us, an address that it opens, or
    a text that it copies."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copies: str | None = None

    def told(self) -> Parameters:
        """As the Bot API has it."""
        if self.callback_data is not None:
            return {"text": self.text, "callback_data": self.callback_data}
        if self.url is not None:
            return {"text": self.text, "url": self.url}
        return {"text": self.text, "copy_text": {"text": self.copies}}


Keyboard = tuple[tuple[Key, ...], ...]


def keyboard(rows: Iterable[Iterable[Key]]) -> Keyboard:
    """Rows of buttons, from above."""
    return tuple(tuple(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Message:
    """Ready to be sent."""

    text: str
    entities: tuple[Mark, ...] = ()
    keyboard: Keyboard = ()

    def told(self) -> Parameters:
        """What is sent with the text, as `api_kwargs` of the library's methods."""
        told: Parameters = {"link_preview_options": _NO_PREVIEW}
        if self.entities:
            told["entities"] = [
                {"type": mark.type, "offset": mark.offset, "length": mark.length} for mark in self.entities
            ]
        if self.keyboard:
            told["reply_markup"] = {"inline_keyboard": [[key.told() for key in row] for row in self.keyboard]}
        return told
